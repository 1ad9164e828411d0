-- value_list.sql
--
-- The cells of import $1 that were not understood; read by value_list.c.


--@ values
-- By notes with a code of $2.  A note quotes the beginning of a long cell: the cell
-- is among those that are kept of the record.
SELECT e.field, whole.value, e.code, pg_catalog.count(DISTINCT r.line)
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(r.errors)
	AS e (field pg_catalog.text, value pg_catalog.text, code pg_catalog.text)
CROSS JOIN LATERAL (SELECT CASE WHEN pg_catalog.octet_length(e.value) <= @clip@ THEN e.value
	ELSE COALESCE((SELECT c.cell
			FROM pg_catalog.unnest(r.raw) AS c (cell)
			WHERE pg_catalog.octet_length(c.cell) > @clip@
				AND pg_catalog.starts_with(c.cell, pg_catalog.left(e.value, -3))
			LIMIT 1), e.value) END) AS whole (value)
WHERE r.import_id = $1 AND e.code = ANY ($2) AND e.field IS NOT NULL AND e.value IS NOT NULL
	AND r.reason IS DISTINCT FROM 'by_hand'
GROUP BY e.field, whole.value, e.code
