-- file_before.sql
--
-- What a file is compared with; filled in by file_before.c.


--@ merged before
-- Of the last imports, those that were merged and had header words $1, the last first.
SELECT i.uploaded, i.shapes, i.header
FROM (SELECT * FROM @schema@.customer_imports AS o ORDER BY o.import_id DESC LIMIT 50) AS i
WHERE i.status = 'merged' AND i.header = $1 AND i.shapes IS NOT NULL
ORDER BY i.merge_number DESC
LIMIT 5

--@ count customers
-- Customers, up to $1.
SELECT pg_catalog.count(*) FROM (SELECT true FROM @customers@ LIMIT $1) AS c

--@ filled
-- How many of the first $1 customers, by their ids, have a value in a column.
SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE c.@column@ IS NOT NULL AND c.@column@::pg_catalog.text <> '')
FROM (SELECT * FROM @customers@ ORDER BY customer_id LIMIT $1) AS c
