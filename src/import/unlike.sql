-- unlike.sql
--
-- The import that a file under preset $1 is compared with; read by unlike.c.


--@ last merged
-- The last ones that were merged under the preset, or that it was saved from, the
-- last first.
SELECT i.import_id, i.shapes, i.header
FROM @schema@.customer_imports AS i
WHERE i.status = 'merged' AND i.shapes IS NOT NULL
	AND (i.preset = $1 OR i.import_id = (SELECT p.import_id
		FROM @schema@.customer_import_presets AS p WHERE p.name = $1))
ORDER BY i.merge_number DESC
LIMIT 10
