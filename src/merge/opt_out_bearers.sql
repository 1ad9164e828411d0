-- opt_out_bearers.sql
--
-- Who has an address that says no, known by its hash alone.  $1 is the import's id.
-- Filled in by opt_out_bearers.c; run with pg_catalog first (support/settings_scope.h).


--@ bearers of hashes
-- Customers $2, subscribed, who have the address of a no of somebody else: its hash is
-- that of $3.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, old_subscribed, email_hash, cell)
SELECT DISTINCT ON (v.customer_id) o.import_id, o.line, v.customer_id, true, o.email_hash, o.cell
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS v (customer_id, email_hash)
JOIN @schema@.customer_import_opt_outs AS o ON o.import_id = $1 AND o.email_hash = v.email_hash
ORDER BY v.customer_id, o.line

--@ subscribed
SELECT c.customer_id, c.email::pg_catalog.text FROM @customers@ AS c WHERE c.subscribed AND c.email IS NOT NULL
