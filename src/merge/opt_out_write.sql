-- opt_out_write.sql
--
-- Opt-outs beside the rows of an import, its $1.  $2 is the time of its merge.
-- Filled in by opt_out_write.c; run with pg_catalog first
-- (support/settings_scope.h).


--@ hear conflicts
-- Rows that a conflict has left out, and that say no to a known customer.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, old_subscribed, cell)
SELECT r.import_id, r.line, r.customer_id, c.subscribed, 'no'
FROM @schema@.customer_import_rows AS r
JOIN @schema@.customers AS c ON c.customer_id = r.customer_id
WHERE r.import_id = $1 AND r.action = 'exclude' AND r.reason = 'conflict'
	AND r.old_cells IS NOT NULL AND r.cells[@consent@] = 'false' AND c.subscribed

--@ count
UPDATE @schema@.customer_imports
SET opted_out = (SELECT pg_catalog.count(DISTINCT o.customer_id)
	FROM @schema@.customer_import_opt_outs AS o WHERE o.import_id = $1 AND o.old_subscribed)
WHERE import_id = $1

--@ unsubscribe
-- updated_at stays: a row of the import may be about the customer, too.  Those
-- whom such a row unsubscribes are left to it.
UPDATE @schema@.customers AS c
SET subscribed = false
FROM (SELECT DISTINCT o.customer_id FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed) AS o
WHERE c.customer_id = o.customer_id AND c.subscribed@but_own@

--@ but own
	AND NOT EXISTS (SELECT FROM @schema@.customer_import_rows AS r
		WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id = c.customer_id
			AND r.cells[@consent@] IS NOT NULL)

--@ unknown
-- Hashes of addresses that say no, of nobody, or of somebody who is gone.
SELECT DISTINCT o.email_hash
FROM @schema@.customer_import_opt_outs AS o
WHERE o.import_id = $1 AND o.email_hash IS NOT NULL
	AND (o.customer_id IS NULL OR NOT EXISTS (SELECT FROM @schema@.customers AS c WHERE c.customer_id = o.customer_id))

--@ stay
SELECT pg_catalog.count(*)
FROM @schema@.customers AS c
WHERE NOT c.subscribed AND c.customer_id = ANY (ARRAY(SELECT o.customer_id
	FROM @schema@.customer_import_opt_outs AS o WHERE o.import_id = $1 AND o.old_subscribed))

--@ resubscribe
UPDATE @schema@.customers AS c
SET subscribed = true
FROM (SELECT DISTINCT o.customer_id FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed) AS o
WHERE c.customer_id = o.customer_id AND NOT c.subscribed AND c.updated_at <= $2
