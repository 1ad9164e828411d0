-- staged_row.sql
--
-- The staged rows of import $1; read by staged_row.c.


--@ read rows
SELECT r.line, r.action, r.customer_id, r.reason, r.raw, r.cells, r.old_cells, r.marks,
	r.errors #>> '{0,code}'::pg_catalog.text[], r.errors #>> '{0,field}'::pg_catalog.text[],
	ARRAY(SELECT (e.note ->> 'other_line'::pg_catalog.text)::bigint
		FROM pg_catalog.jsonb_array_elements(r.errors) AS e (note)
		WHERE r.reason = ANY (ARRAY['duplicate_in_file', 'repeated']) AND e.note ? 'other_line'::pg_catalog.text), @verifier@
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND (@condition@)
ORDER BY r.line

--@ which lines
-- Those of lines $2 that are staged.
SELECT r.line
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND @among@
ORDER BY r.line
