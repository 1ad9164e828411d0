-- import_view_rows.sql
--
-- Some staged rows of import $1; read by import_view_rows.c.


--@ lines
-- Those of lines $2, in one pass: the BRIN index would be asked for each of them.
SELECT @columns@
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND (r.line = ANY ($2)) IS TRUE
	AND r.line >= (SELECT pg_catalog.min(l.line) FROM pg_catalog.unnest($2) AS l (line))
	AND r.line <= (SELECT pg_catalog.max(l.line) FROM pg_catalog.unnest($2) AS l (line))
ORDER BY r.line
