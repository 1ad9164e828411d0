-- revert_later.sql
--
-- Corrects the journals of later imports when an earlier one is reverted, and
-- says what they have written since; see revert_later.c.  $1 is the import that
-- is reverted, $2 when it was merged, $3 the later ones that stand, $4 customers
-- who are others by now.
--
-- Run under the closed search_path (support/settings_scope.h).


--@ hits
-- Cells that import $1 changed, and what the next import that changed the same
-- cell keeps as its old value: hit(import_id, line, n, customer_id, field, old).  Of
-- consent see revert_consent.sql.
-- An import writes categories as texts: what the next one found as a number or
-- the like, somebody else had written, be its text the same.
gone AS (SELECT r.customer_id, f.field, f.new, f.old
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS f (field, new, old)
	WHERE r.import_id = $1 AND r.action = 'update' AND f.new IS NOT NULL AND f.field <> ALL ('{groups,password,subscribed}')
		AND r.customer_id <> ALL ($4)),
next AS (SELECT DISTINCT ON (r.customer_id, f.field) r.import_id, r.line, f.n, r.customer_id, f.field, f.old
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) WITH ORDINALITY AS f (field, new, old, n)
	WHERE r.import_id = ANY ($3) AND r.action = 'update' AND f.new IS NOT NULL AND f.field <> ALL ('{groups,password}')
	ORDER BY r.customer_id, f.field, i.merge_number, i.import_id),
hit AS (SELECT next.import_id, next.line, next.n, next.customer_id, next.field, gone.old
	FROM gone
	JOIN next ON next.customer_id = gone.customer_id AND next.field = gone.field
	WHERE NULLIF(gone.new, '') IS NOT DISTINCT FROM next.old
		AND NOT EXISTS (SELECT FROM @schema@.customer_import_changed AS k
			WHERE k.import_id = next.import_id AND k.customer_ids[1] = next.customer_id
				AND k.attributes IS NOT NULL AND starts_with(next.field, 'attributes.')
				AND k.attributes ? substr(next.field, length('attributes.') + 1)))

--@ correct fields
-- Old values of fields; those that were no text, too.
WITH @hits@,
rows AS (UPDATE @schema@.customer_import_rows AS r
	SET old_cells = ARRAY(SELECT CASE WHEN h.n IS NULL THEN o.old ELSE h.old END
		FROM unnest(r.old_cells) WITH ORDINALITY AS o (old, n)
		LEFT JOIN unnest(hits.numbers, hits.olds) AS h (n, old) ON h.n = o.n
		ORDER BY o.n)
	FROM (SELECT import_id, line, array_agg(n) AS numbers, array_agg(old) AS olds
		FROM hit GROUP BY import_id, line) AS hits
	WHERE r.import_id = hits.import_id AND r.line = hits.line),
odd AS (SELECT hit.import_id, hit.customer_id, jsonb_object_agg(a.key, a.value) AS attributes
	FROM hit
	JOIN @schema@.customer_import_changed AS k
		ON k.import_id = $1 AND k.customer_ids[1] = hit.customer_id AND k.attributes IS NOT NULL
	CROSS JOIN LATERAL jsonb_each(k.attributes) AS a
	WHERE hit.field = 'attributes.' || a.key
	GROUP BY hit.import_id, hit.customer_id),
more AS (UPDATE @schema@.customer_import_changed AS k
	SET attributes = k.attributes || odd.attributes
	FROM odd
	WHERE k.import_id = odd.import_id AND k.customer_ids[1] = odd.customer_id AND k.attributes IS NOT NULL
	RETURNING k.import_id, k.customer_ids[1] AS customer_id)
INSERT INTO @schema@.customer_import_changed (import_id, customer_ids, attributes)
SELECT odd.import_id, ARRAY[odd.customer_id], odd.attributes
FROM odd
WHERE NOT EXISTS (SELECT FROM more WHERE more.import_id = odd.import_id AND more.customer_id = odd.customer_id)

--@ correct passwords
-- Old passwords, which stand apart, and the mask for them.
WITH gone AS (SELECT r.customer_id, s.verifier AS new, s.old_verifier AS old
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_import_secrets AS s ON s.import_id = r.import_id AND s.line = r.line
	WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id <> ALL ($4)),
next AS (SELECT DISTINCT ON (r.customer_id) r.import_id, r.line, r.customer_id, i.fields, s.old_verifier AS old
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_import_secrets AS s ON s.import_id = r.import_id AND s.line = r.line
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	WHERE r.import_id = ANY ($3) AND r.action = 'update'
	ORDER BY r.customer_id, i.merge_number, i.import_id),
hit AS (SELECT next.import_id, next.line, next.fields, gone.old
	FROM gone
	JOIN next ON next.customer_id = gone.customer_id
	WHERE gone.new IS NOT DISTINCT FROM next.old),
shown AS (UPDATE @schema@.customer_import_rows AS r
	SET old_cells[array_position(hit.fields, 'password')] = CASE WHEN hit.old IS NOT NULL THEN '********' END
	FROM hit
	WHERE r.import_id = hit.import_id AND r.line = hit.line)
UPDATE @schema@.customer_import_secrets AS s
SET old_verifier = hit.old
FROM hit
WHERE s.import_id = hit.import_id AND s.line = hit.line

--@ correct times
-- updated_at: that of import $1's merge names it, and no other.
WITH moved AS (DELETE FROM @schema@.customer_import_changed
	WHERE import_id = ANY ($3) AND updated_at = $2
	RETURNING import_id, customer_ids)
INSERT INTO @schema@.customer_import_changed (import_id, customer_ids, updated_at)
SELECT m.import_id, array_agg(m.customer_id), COALESCE(was.updated_at, $2)
FROM (SELECT moved.import_id, u.customer_id
	FROM moved, unnest(moved.customer_ids) AS u (customer_id)) AS m
LEFT JOIN (SELECT u.customer_id, k.updated_at
	FROM @schema@.customer_import_changed AS k, unnest(k.customer_ids) AS u (customer_id)
	WHERE k.import_id = $1 AND k.updated_at IS NOT NULL) AS was ON was.customer_id = m.customer_id
GROUP BY m.import_id, COALESCE(was.updated_at, $2)

--@ correct taken
-- A later import took away a membership that import $1 had made: what it keeps
-- is the one that import $1 had taken for it, or none.
UPDATE @schema@.customer_import_rows AS r
SET memberships = (SELECT jsonb_agg(COALESCE(own.entry - 'regained', e.entry))
	FROM jsonb_array_elements(r.memberships) AS e (entry)
	LEFT JOIN jsonb_array_elements(mine.memberships) AS own (entry)
		ON own.entry -> 'group_id' = e.entry -> 'group_id' AND e.entry -> 'import_id' = to_jsonb($1)
	WHERE e.entry -> 'import_id' IS DISTINCT FROM to_jsonb($1) OR own.entry IS NOT NULL)
FROM @schema@.customer_import_rows AS mine
WHERE r.import_id = ANY ($3) AND mine.import_id = $1 AND mine.action = 'update'
	AND mine.customer_id = r.customer_id
	AND r.memberships @> jsonb_build_array(jsonb_build_object('import_id', $1))

--@ correct regained
-- Memberships that import $1 took away, and the later import that made them
-- anew first: it has them back when it is reverted.
WITH taken AS (SELECT r.line, r.customer_id, e.entry, (e.entry ->> 'group_id')::bigint AS group_id
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL jsonb_array_elements(r.memberships) AS e (entry)
	WHERE r.import_id = $1 AND r.action = 'update' AND NOT e.entry ? 'regained'
		AND r.customer_id <> ALL ($4)),
made AS (SELECT m.customer_id, m.group_id, m.import_id
	FROM @schema@.customer_group_members AS m
	JOIN taken AS t ON t.customer_id = m.customer_id AND t.group_id = m.group_id
	WHERE m.import_id = ANY ($3)
	UNION SELECT r.customer_id, t.group_id, (e.entry ->> 'import_id')::bigint
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL jsonb_array_elements(r.memberships) AS e (entry)
	JOIN taken AS t ON t.customer_id = r.customer_id AND t.group_id = (e.entry ->> 'group_id')::bigint
	WHERE r.import_id = ANY ($3) AND (e.entry ->> 'import_id')::bigint = ANY ($3)),
next AS (SELECT DISTINCT ON (made.customer_id, made.group_id) made.*
	FROM made
	JOIN @schema@.customer_imports AS i ON i.import_id = made.import_id
	ORDER BY made.customer_id, made.group_id, i.merge_number, i.import_id),
hit AS (SELECT next.import_id, next.customer_id, jsonb_agg(t.entry || '{"regained": true}') AS entries,
		array_agg(g.name) AS names
	FROM next
	JOIN taken AS t ON t.customer_id = next.customer_id AND t.group_id = next.group_id
	JOIN @schema@.customer_groups AS g ON g.group_id = next.group_id
	GROUP BY next.import_id, next.customer_id),
mine AS (UPDATE @schema@.customer_import_rows AS r
	SET memberships = (SELECT jsonb_agg(e.entry)
		FROM jsonb_array_elements(r.memberships) AS e (entry)
		WHERE NOT EXISTS (SELECT FROM next
			WHERE next.customer_id = r.customer_id AND to_jsonb(next.group_id) = e.entry -> 'group_id'))
	WHERE r.import_id = $1 AND r.customer_id IN (SELECT customer_id FROM hit) AND r.action = 'update')
UPDATE @schema@.customer_import_rows AS r
SET memberships = COALESCE(r.memberships, '[]') || hit.entries,
	old_cells = ARRAY(SELECT CASE WHEN o.n <> array_position(i.fields, 'groups') THEN o.old
			ELSE (SELECT string_agg(a.name, '|' ORDER BY a.name COLLATE "C")
				FROM (SELECT unnest(string_to_array(o.old, '|')) UNION SELECT unnest(hit.names)) AS a (name)) END
		FROM unnest(r.old_cells) WITH ORDINALITY AS o (old, n)
		ORDER BY o.n)
FROM hit
JOIN @schema@.customer_imports AS i ON i.import_id = hit.import_id
WHERE r.import_id = hit.import_id AND r.customer_id = hit.customer_id AND r.action = 'update'

--@ written
-- Numbers of what later imports have written after import $1 (revert_later.h).
WITH later AS MATERIALIZED (SELECT DISTINCT r.customer_id, f.field
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	CROSS JOIN LATERAL unnest(i.fields, r.cells) AS f (field, new)
	WHERE r.import_id = ANY ($3) AND r.action = 'update' AND f.new IS NOT NULL)
SELECT array_agg(number ORDER BY number)
FROM (SELECT r.line * @numbers@ + f.n AS number
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	CROSS JOIN LATERAL unnest(i.fields, r.cells) WITH ORDINALITY AS f (field, new, n)
	JOIN later AS l ON l.customer_id = r.customer_id AND l.field = f.field
	WHERE r.import_id = $1 AND r.action = 'update' AND f.new IS NOT NULL
	UNION ALL
	SELECT r.line * @numbers@
	FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.action = 'create'
		AND r.customer_id IN (SELECT l.customer_id FROM later AS l)) AS written

--@ anew
-- Customers of import $1 whose ids a later one, reverted since or not, has made
-- others by.
SELECT array_agg(DISTINCT r.customer_id)
FROM @schema@.customer_import_rows AS r
JOIN @schema@.customer_import_rows AS own ON own.customer_id = r.customer_id
WHERE r.import_id = ANY (ARRAY(SELECT i.import_id
		FROM @schema@.customer_imports AS i
		JOIN @schema@.customer_imports AS own ON own.import_id = $1
		WHERE i.merge_number >= own.merge_number AND i.import_id <> $1 AND i.created > 0))
	AND r.action = 'create' AND own.import_id = $1 AND own.action IN ('create', 'update')
