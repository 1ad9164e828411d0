-- review.sql
--
-- The rejected records of import $1; read by review.c.


--@ rejected records
-- As they were read, and what was wrong with each.
SELECT r.raw,
	COALESCE((SELECT pg_catalog.string_agg(pg_catalog.concat(e.note ->> 'field'::pg_catalog.text,
				CASE WHEN e.note ->> 'field'::pg_catalog.text IS NOT NULL THEN ': ' END,
				e.note ->> 'message'::pg_catalog.text, '.',
				' ' || (e.note ->> 'hint'::pg_catalog.text)), ' ' ORDER BY e.n)
			FROM pg_catalog.jsonb_array_elements(r.errors) WITH ORDINALITY AS e (note, n)
			WHERE e.note ->> 'severity'::pg_catalog.text = 'error'), r.reason, '')
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'reject' AND r.raw IS NOT NULL
ORDER BY r.line
