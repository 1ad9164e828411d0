-- staged_write.sql
--
-- Corrected rows of import $1; written by staged_write.c.


--@ says no
-- Rows whose records say no beside what they write.
r.line = ANY (ARRAY(SELECT o.line FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.lines IS NULL AND (o.customer_id IS NULL OR o.old_subscribed IS NOT NULL)))


--@ write rows
-- Columns of the rows come as $2 to $10, each as texts.  The staged rows are read
-- once: by the first line and the last, the BRIN index finds their range.
UPDATE @schema@.customer_import_rows AS r
SET action = v.action, customer_id = v.customer_id::bigint, cells = v.cells::pg_catalog.text[],
	old_cells = v.old_cells::pg_catalog.text[], raw = v.raw::pg_catalog.text[],
	marks = v.marks::pg_catalog.bytea, errors = v.errors::pg_catalog.jsonb, reason = v.reason
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4),
	pg_catalog.unnest($5), pg_catalog.unnest($6), pg_catalog.unnest($7), pg_catalog.unnest($8),
	pg_catalog.unnest($9), pg_catalog.unnest($10))
	AS v (line, action, customer_id, cells, old_cells, raw, marks, errors, reason)
WHERE r.import_id = $1 AND r.line = v.line::bigint
	AND r.line >= (SELECT pg_catalog.min(l.line::bigint) FROM pg_catalog.unnest($2) AS l (line))
	AND r.line <= (SELECT pg_catalog.max(l.line::bigint) FROM pg_catalog.unnest($2) AS l (line))
