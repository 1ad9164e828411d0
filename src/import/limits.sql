-- limits.sql
--
-- What the limits of import $1 are held to; filled in by limits.c.


--@ last merged
-- The last import that was merged under preset $1, or that it was saved from, of $2
-- records at least: what a small one changes is no share.
SELECT i.import_id
FROM @schema@.customer_imports AS i
WHERE i.status = 'merged' AND i.changes IS NOT NULL AND i.uploaded >= $2
	AND (i.preset = $1 OR i.import_id = (SELECT p.import_id
		FROM @schema@.customer_import_presets AS p WHERE p.name = $1))
ORDER BY i.merge_number DESC
LIMIT 1

--@ last like it
-- Of the last imports, the last that was merged and had header words $1, of $2 records
-- at least.
SELECT i.import_id
FROM (SELECT * FROM @schema@.customer_imports AS o ORDER BY o.import_id DESC LIMIT 50) AS i
WHERE i.status = 'merged' AND i.changes IS NOT NULL AND i.uploaded >= $2 AND i.header = $1
ORDER BY i.merge_number DESC
LIMIT 1

--@ subscribed
-- Subscribed customers of the list, up to $1.
SELECT pg_catalog.count(*)
FROM (SELECT true FROM @customers@ AS c WHERE c.subscribed LIMIT $1) AS l

--@ lines
-- The first lines of rows that meet a condition; $2 is the place of the field.
SELECT l.line
FROM (@lines@) AS l
ORDER BY l.line
LIMIT @limit@

--@ changed lines
SELECT r.line FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[$2] IS NOT NULL AND r.old_cells[$2] <> ''

--@ cleared lines
SELECT r.line FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[$2] = '' AND r.old_cells[$2] <> ''

--@ unsubscribed lines
SELECT r.line FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[$2] = 'false' AND r.old_cells[$2] = 'true'
UNION
SELECT o.line FROM @schema@.customer_import_opt_outs AS o
WHERE o.import_id = $1 AND o.old_subscribed

--@ rejected lines
-- There is no field.
SELECT r.line FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'reject' AND $2::pg_catalog.int4 IS NULL
