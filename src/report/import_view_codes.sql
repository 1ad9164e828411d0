-- import_view_codes.sql
--
-- The errors and warnings of import $1 by their codes; read by import_view_codes.c.


--@ by code
-- How many staged records have each, and its note on the first of their lines.
SELECT c.code, c.is_error, c.records, c.line, n.note
FROM (SELECT d.code, d.is_error, pg_catalog.count(*) AS records, pg_catalog.min(r.line) AS line
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL (SELECT DISTINCT e.note ->> 'code'::pg_catalog.text AS code,
			COALESCE(e.note ->> 'severity'::pg_catalog.text = 'error', false) AS is_error
		FROM pg_catalog.jsonb_array_elements(CASE WHEN pg_catalog.jsonb_typeof(r.errors) = 'array'
			THEN r.errors END) AS e (note)) AS d
	WHERE r.import_id = $1 AND r.errors IS NOT NULL AND d.code IS NOT NULL
	GROUP BY d.code, d.is_error) AS c
CROSS JOIN LATERAL (SELECT e.note
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(r.errors) AS e (note)
	WHERE r.import_id = $1 AND r.line = c.line AND e.note ->> 'code'::pg_catalog.text = c.code
	LIMIT 1) AS n
ORDER BY c.is_error DESC, c.records DESC, c.code

--@ by field
-- How many known customers each field changes for, in the order of the fields.
SELECT @counts@
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update'
