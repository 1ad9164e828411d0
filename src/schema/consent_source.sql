-- consent_source.sql
--
-- Statements of consent_source.c.  @relations@ is the schema of the trigger's table,
-- $1 an import.

--@ read sources
-- The lines that change consent, the new consent, and the raw cells of it, or what the
-- option set says; NULL if the file has no such cell, or the cells were not kept.  What
-- a row writes comes after what is said beside the rows, and of one line words after none.
SELECT o.customer_id, o.line, false, o.cell
FROM (SELECT o.customer_id, o.line, o.cell
	FROM @relations@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed IS NOT NULL AND o.customer_id IS NOT NULL
	ORDER BY o.line DESC, o.cell NULLS FIRST) AS o
UNION ALL
SELECT r.customer_id, r.line, r.cells[f.place] = 'true',
	COALESCE((SELECT string_agg(COALESCE(NULLIF(i.header[c.place], ''), c.place::text) || ': ' || r.raw[c.place], '; ' ORDER BY c.place)
		FROM jsonb_array_elements(i.columns) WITH ORDINALITY AS c (found, place)
		WHERE c.found ->> 'field' IN ('subscribed', 'unsubscribed') AND r.raw[c.place] <> ''),
		'set subscribed: ' || (i.options #>> '{set,subscribed}'), 'set unsubscribed: ' || (i.options #>> '{set,unsubscribed}'))
FROM @relations@.customer_imports AS i
JOIN @relations@.customer_import_rows AS r ON r.import_id = i.import_id
CROSS JOIN LATERAL (SELECT array_position(i.fields, 'subscribed') AS place) AS f
WHERE i.import_id = $1 AND r.action = 'update' AND r.cells[f.place] <> ''

--@ unsaid
-- New customers whose record has no consent, or has the default (marks), and of
-- whom nobody has said no since: the default did.
SELECT array_agg(r.customer_id ORDER BY r.customer_id)
FROM @relations@.customer_imports AS i
JOIN @relations@.customer_import_rows AS r ON r.import_id = i.import_id
CROSS JOIN LATERAL (SELECT COALESCE(r.cells[array_position(i.fields, 'subscribed')], '') AS cell) AS f
WHERE i.import_id = $1 AND r.action = 'create' AND r.customer_id IS NOT NULL
	AND (f.cell = '' OR (octet_length(r.marks) > 0 AND get_byte(r.marks, 0) & @by_default@ <> 0))
	AND NOT EXISTS (SELECT FROM @relations@.customer_consent_log AS l
		WHERE l.customer_id = r.customer_id AND NOT l.is_subscribed AND l.changed_at >= i.merged_at)
