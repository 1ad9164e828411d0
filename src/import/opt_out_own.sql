-- opt_out_own.sql
--
-- The no's of an import, $1, that its own rows write or that change nothing: lines
-- $2 and customers $3.  Filled in by opt_out_own.c.


--@ mailboxes
-- The emails of the customers of lines $2.
SELECT v.line, v.customer_id, c.email
FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS v (line, customer_id)
JOIN @customers@ AS c ON c.customer_id OPERATOR(pg_catalog.=) v.customer_id
WHERE c.email IS NOT NULL

--@ insert written
-- $4 are the hashes of their emails.  That old_subscribed is NULL says that the row
-- of the record writes it.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, email_hash)
SELECT $1, v.line, v.customer_id, v.email_hash
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4)) AS v (line, customer_id, email_hash)

--@ keep standing
-- Those that change nothing.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, lines, customer_ids) VALUES ($1, ($2)[1], $2, $3)

--@ insert standing
-- $4 are the cells.  Only of those whom the log does not know to have said no.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, old_subscribed, cell)
SELECT $1, v.line, v.customer_id, false, v.cell
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4)) AS v (line, customer_id, cell)
WHERE @unsaid@
