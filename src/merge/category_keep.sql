-- category_keep.sql
--
-- Statements of category_keep.c, run under the closed search_path.


--@ new
-- Is one of the categories $1 not known yet?
SELECT
FROM unnest($1) AS n (name)
CROSS JOIN LATERAL (SELECT @extschema@.customers_fold_category(n.name) AS folded) AS f
WHERE f.folded IS NOT NULL
	AND NOT EXISTS (SELECT FROM @schema@.customer_categories AS k WHERE k.folded = f.folded)
LIMIT 1

--@ keep
-- In the order of the keys, so that two sessions do not wait for each other.
INSERT INTO @schema@.customer_categories (folded, spelling)
SELECT DISTINCT ON (f.folded) f.folded, n.name
FROM unnest($1) WITH ORDINALITY AS n (name, position)
CROSS JOIN LATERAL (SELECT @extschema@.customers_fold_category(n.name) AS folded) AS f
WHERE f.folded IS NOT NULL
ORDER BY f.folded, n.position
ON CONFLICT (folded) DO NOTHING

--@ settle
-- Renames fields of import $1 to the spelling of their category: not those that a
-- header, a mapping or the option set names exactly.
WITH settled AS (
	SELECT DISTINCT ON (k.folded) f.field, '@prefix@' || k.spelling AS name
	FROM @schema@.customer_imports AS i
	CROSS JOIN LATERAL unnest(i.fields) WITH ORDINALITY AS f (field, position)
	JOIN @schema@.customer_categories AS k
		ON k.folded = @extschema@.customers_fold_category(substr(f.field, length('@prefix@') + 1))
		AND k.folded = @extschema@.customers_fold_category(k.spelling)
	WHERE i.import_id = $1 AND starts_with(f.field, '@prefix@')
		AND '@prefix@' || k.spelling <> ALL (i.fields)
		AND jsonb_path_exists(i.columns, '$[*] ? (@.field == $field)', jsonb_build_object('field', f.field))
		AND NOT jsonb_path_exists(i.columns,
			'$[*] ? (@.field == $field && (@.by == "name" || @.by == "mapping" || @.by == "preset"))',
			jsonb_build_object('field', f.field))
	ORDER BY k.folded, f.position)
UPDATE @schema@.customer_imports AS i
SET fields = ARRAY(
		SELECT COALESCE(s.name, f.field)
		FROM unnest(i.fields) WITH ORDINALITY AS f (field, position)
		LEFT JOIN settled AS s ON s.field = f.field
		ORDER BY f.position),
	mapping = CASE jsonb_typeof(i.mapping) WHEN 'object' THEN COALESCE((
		SELECT jsonb_object_agg(m.word, COALESCE(to_jsonb(s.name), m.field))
		FROM jsonb_each(i.mapping) AS m (word, field)
		LEFT JOIN settled AS s ON to_jsonb(s.field) = m.field), i.mapping) ELSE i.mapping END,
	columns = CASE jsonb_typeof(i.columns) WHEN 'array' THEN (
		SELECT jsonb_agg(CASE WHEN s.name IS NULL THEN c.said ELSE c.said || jsonb_build_object('field', s.name) END
			ORDER BY c.position)
		FROM jsonb_array_elements(i.columns) WITH ORDINALITY AS c (said, position)
		LEFT JOIN settled AS s ON jsonb_typeof(c.said) = 'object' AND s.field = c.said ->> 'field') ELSE i.columns END
WHERE i.import_id = $1 AND EXISTS (SELECT FROM settled)
