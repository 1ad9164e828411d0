-- erase_rows.sql
--
-- Statements of erase_rows.c.


--@ column
-- The file's column, from 1, that an import mapped to the field.
(SELECT min(h.n)::int4
	FROM unnest(header) WITH ORDINALITY AS h (word, n)
	WHERE COALESCE(mapping ->> NULLIF(h.word, ''), mapping ->> h.n::text) = '@field@')

--@ find headers
-- Headers that may be a record.  Run under the closed search_path.
SELECT import_id, header, COALESCE(@column@, 0)
FROM @schema@.customer_imports
WHERE header IS NOT NULL AND array_to_string(header, '') <> ''

--@ empty header
-- Empties the header of import $1; its mapping, and presets with the same mapping,
-- are by position from then on.  Run under the closed search_path.
WITH old AS (SELECT mapping,
		(SELECT jsonb_object_agg(h.n::text, COALESCE(mapping -> NULLIF(h.word, ''), mapping -> h.n::text, 'null'))
			FROM unnest(header) WITH ORDINALITY AS h (word, n)) AS by_position
	FROM @schema@.customer_imports
	WHERE import_id = $1),
presets AS (UPDATE @schema@.customer_import_presets AS p
	SET mapping = old.by_position
	FROM old
	WHERE p.mapping = old.mapping)
UPDATE @schema@.customer_imports AS i
SET header = array_fill(''::text, ARRAY[cardinality(i.header)]),
	mapping = old.by_position,
	options = i.options || jsonb_build_object('header', false, 'mapping', old.by_position),
	warnings = 'removed, as a person was erased whose record had been taken for the header',
	held = CASE WHEN jsonb_typeof(i.held) = 'array' THEN (SELECT jsonb_agg(h.reason || jsonb_build_object('what', NULL,
			'message', 'removed, as a person was erased whose record had been taken for the header', 'hint', NULL))
		FROM jsonb_array_elements(i.held) AS h (reason)) END
FROM old
WHERE i.import_id = $1

--@ find rows
-- Rows that are, or may be, of the person with ids $1, email $2 and identifier
-- $3.  A customer_id could be any number, so it is looked for only in its own
-- column, and only if that is the first or the record has as many cells as the
-- header.  Run under the closed
-- search_path.
SELECT r.import_id, r.line, r.action = 'reject', f.certain, r.raw,
	COALESCE(i.identifier_column, 0), i.ncolumns
FROM @schema@.customer_import_rows AS r
LEFT JOIN (SELECT import_id, cardinality(header) AS ncolumns,
		array_position(fields, 'email') AS email,
		array_position(fields, 'identifier') AS identifier,
		@id_column@ AS id_column, @identifier_column@ AS identifier_column
	FROM @schema@.customer_imports) AS i USING (import_id)
CROSS JOIN LATERAL (SELECT COALESCE(r.customer_id = ANY ($1), false)
	OR COALESCE(btrim(r.raw[i.id_column]) = ANY ($1::text[])
		AND (cardinality(r.raw) = i.ncolumns OR i.id_column = 1), false)
	OR COALESCE($2 = r.cells[i.email], false)
	OR COALESCE($2 = @extschema@.customers_fold_email(r.old_cells[i.email]), false)
	OR COALESCE($3 = r.cells[i.identifier], false)
	OR COALESCE($3 = @extschema@.customers_fold_identifier(r.old_cells[i.identifier]), false) AS certain) AS f
WHERE f.certain
	OR (r.raw IS NOT NULL AND EXISTS (SELECT FROM unnest(r.raw) AS c (cell)
		WHERE strpos(@extschema@.customers_fold_email(c.cell), $2) > 0
			OR strpos(@extschema@.customers_fold_identifier(c.cell), $3) > 0))
ORDER BY r.import_id, r.line

--@ correct counts
-- Corrects the counts of import $1, if staged, whose lines $2 are excluded.  Must
-- run before "empty rows", which overwrites their actions.
UPDATE @schema@.customer_imports AS i
SET created = i.created - gone.created, changed = i.changed - gone.changed,
	unchanged = i.unchanged - gone.unchanged, rejected = i.rejected - gone.rejected,
	excluded = i.excluded + gone.created + gone.changed + gone.unchanged + gone.rejected
FROM (SELECT pg_catalog.count(*) FILTER (WHERE action = 'create') AS created,
		pg_catalog.count(*) FILTER (WHERE action = 'update') AS changed,
		pg_catalog.count(*) FILTER (WHERE action = 'unchanged') AS unchanged,
		pg_catalog.count(*) FILTER (WHERE action = 'reject') AS rejected
	FROM @schema@.customer_import_rows
	WHERE import_id = $1 AND line = ANY ($2)) AS gone
WHERE i.import_id = $1 AND i.status = 'staged'

--@ empty rows
-- Empties lines $2 of import $1; excludes them if it is staged ($3).
UPDATE @schema@.customer_import_rows AS r
SET cells = NULL, old_cells = NULL, raw = NULL, marks = NULL, memberships = NULL, consent_at = NULL,
	action = CASE WHEN $3 THEN 'exclude' ELSE r.action END,
	reason = CASE WHEN $3 THEN 'erased' ELSE r.reason END,
	customer_id = CASE WHEN $3 THEN NULL ELSE r.customer_id END,
	errors = (SELECT pg_catalog.jsonb_agg(e.note
			|| '{"value": null, "message": "removed, as the person was erased", "hint": null}')
		FROM pg_catalog.jsonb_array_elements(r.errors) AS e (note))
WHERE r.import_id = $1 AND r.line = ANY ($2)
