-- consent_source.sql
--
-- Statement of consent_source.c.  @relations@ is the schema of the trigger's table,
-- $1 an import.

--@ read sources
-- The lines that change consent, the new consent, and the raw cells of it; NULL if
-- the file has no such cell, or the cells were not kept.
SELECT r.customer_id, r.line, r.cells[f.place] = 'true',
	(SELECT string_agg(COALESCE(NULLIF(i.header[c.place], ''), c.place::text) || ': ' || r.raw[c.place], '; ' ORDER BY c.place)
		FROM jsonb_array_elements(i.columns) WITH ORDINALITY AS c (found, place)
		WHERE c.found ->> 'field' IN ('subscribed', 'unsubscribed') AND r.raw[c.place] <> '')
FROM @relations@.customer_imports AS i
JOIN @relations@.customer_import_rows AS r ON r.import_id = i.import_id
CROSS JOIN LATERAL (SELECT array_position(i.fields, 'subscribed') AS place) AS f
WHERE i.import_id = $1 AND r.action = 'update' AND r.cells[f.place] <> ''
