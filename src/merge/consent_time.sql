-- consent_time.sql
--
-- Statements of consent_time.c; $1 is the import.


--@ find cells
-- Cells of consent with a digit, of the rows whose value is one that has a time.
SELECT r.line, r.raw[c.place]
FROM @schema@.customer_imports AS i
CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(i.columns) WITH ORDINALITY AS c (found, place)
JOIN @schema@.customer_import_rows AS r ON r.import_id = i.import_id
WHERE i.import_id = $1 AND c.found ->> 'consent' = '@name@' AND r.action = ANY ('{create,update}')
	AND r.cells[@consent@] = '@value@' AND r.raw[c.place] ~ '[0-9]'
ORDER BY r.line

--@ write times
UPDATE @schema@.customer_import_rows AS r
SET consent_at = @time@
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS v (line, text)
WHERE r.import_id = $1 AND r.line = ANY ($2) AND r.line = v.line
