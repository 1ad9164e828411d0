-- revert.sql
--
-- What a revert reads and writes beside customers (revert_created.sql,
-- revert_changed.sql), filled in by revert.c.  The parameters are those of
-- revert_parts.h; @customer@ is the id of staged row r's customer.
--
-- Run with pg_catalog first (support/settings_scope.h).


--@ customers
SELECT r.customer_id FROM @schema@.customer_import_rows AS r WHERE r.import_id = $1 AND r.action = '@action@'

--@ times before
-- What updated_at of the changed customers was.
SELECT pg_catalog.array_agg(k.customer_id ORDER BY k.customer_id),
	pg_catalog.array_agg(k.updated_at ORDER BY k.customer_id)
FROM (SELECT u.customer_id, k.updated_at
	FROM @schema@.customer_import_changed AS k
	CROSS JOIN LATERAL pg_catalog.unnest(k.customer_ids) AS u (customer_id)
	WHERE k.import_id = $1 AND k.updated_at IS NOT NULL) AS k
WHERE k.customer_id IS NOT NULL

--@ later merges
-- Later merges that stand, and when they were.
SELECT pg_catalog.array_agg(i.import_id), pg_catalog.array_agg(i.merged_at)
FROM @schema@.customer_imports AS i
JOIN @schema@.customer_imports AS own ON own.import_id = $1
WHERE i.status = 'merged' AND i.purged_at IS NULL
	AND i.merge_number >= own.merge_number AND i.import_id <> $1

--@ find ids
SELECT pg_catalog.array_agg(r.customer_id)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')

--@ find fields
-- The fields that a line changed, from 1.
SELECT pg_catalog.array_agg(u.n)
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL pg_catalog.unnest(r.cells) WITH ORDINALITY AS u (cell, n)
WHERE r.import_id = $1 AND r.line = @line@ AND r.action = 'update' AND u.cell IS NOT NULL

--@ first and last line
SELECT ARRAY[pg_catalog.min(r.line), pg_catalog.max(r.line)]
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update'

--@ earlier creators
-- Imports that were reverted before, and whose new customers this one has changed.
SELECT pg_catalog.array_agg(DISTINCT r.import_id)
FROM @schema@.customer_import_rows AS r
JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
JOIN @schema@.customer_import_rows AS own ON own.customer_id = r.customer_id
WHERE i.status = 'reverted' AND i.kept > 0
	AND r.action = 'create' AND own.import_id = $1 AND own.action = 'update'

--@ move counts
-- Customers of an import that was reverted before have left now.
UPDATE @schema@.customer_imports
SET kept = kept - @n@, reverted = reverted + @n@
WHERE import_id = $1

--@ any hidden
-- A customer of the import who is not found.
SELECT
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}') AND NOT @erased@
	AND NOT EXISTS (SELECT 1 FROM @import_customers@ AS c WHERE c.customer_id = r.customer_id)
LIMIT 1

--@ count rows
SELECT pg_catalog.count(*)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')

--@ was members
-- Memberships that a row's import took away.
pg_catalog.jsonb_to_recordset(r.memberships) AS was (group_id bigint, import_id bigint,
	set_by pg_catalog.text, set_at timestamp with time zone, regained boolean)

--@ update members
-- Memberships that the import made anew are what they were before.
UPDATE @schema@.customer_group_members AS m
SET import_id = was.import_id, set_by = was.set_by, set_at = was.set_at
FROM (SELECT @customer@ AS customer_id, was.*
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL @was_members@
	WHERE r.import_id = $1 AND r.memberships IS NOT NULL AND was.regained@fence@) AS was
WHERE m.customer_id = was.customer_id AND m.group_id = was.group_id
	AND m.import_id = $1 AND m.status = 'accepted'

--@ delete members
-- The other memberships that it made go.
DELETE FROM @schema@.customer_group_members AS m
USING (SELECT @customer@ AS customer_id
	FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[@groups@] IS NOT NULL@fence@) AS r
WHERE m.customer_id = r.customer_id AND m.import_id = $1 AND m.status = 'accepted'

--@ insert members
-- Those that it took away come back.
INSERT INTO @schema@.customer_group_members (customer_id, group_id, status, import_id, set_by, set_at)
SELECT r.customer_id, was.group_id, 'accepted', was.import_id, was.set_by, was.set_at
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL @was_members@
WHERE r.import_id = $1 AND r.memberships IS NOT NULL AND was.regained IS NOT TRUE
	AND EXISTS (SELECT 1 FROM @import_customers@ AS c WHERE c.customer_id = @customer@)
	AND EXISTS (SELECT FROM @schema@.customer_groups AS g WHERE g.group_id = was.group_id)
	AND NOT EXISTS (SELECT 1 FROM @import_members@ AS m
		WHERE m.customer_id = r.customer_id AND m.group_id = was.group_id)

--@ named groups
-- Keys of the names of groups in one of the arrays of the import's rows.
SELECT @extschema@.customers_group_key(n.name) AS key
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.@cells@[@groups@], '|')) AS n (name)
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')

--@ delete groups
-- Groups of the import that nothing has been added to, and that it made, or an
-- import that is reverted already.  If an erasure has emptied rows of the import,
-- it may have brought groups whose names are not known any more.  IS TRUE: the
-- keys are hashed, however few of them the planner expects.
DELETE FROM @schema@.customer_groups AS c
WHERE c.group_id IN (SELECT c.group_id
	FROM @schema@.customer_groups AS c
	WHERE (c.import_id = $1
			OR (EXISTS (SELECT 1 FROM @schema@.customer_imports AS i
					WHERE i.import_id = c.import_id AND i.status = 'reverted')
				AND ((@extschema@.customers_group_key(c.name) = ANY (@new_names@ UNION @old_names@)) IS TRUE
					OR EXISTS (SELECT 1 FROM @schema@.customer_import_rows AS r
						WHERE r.import_id = $1 AND r.action = ANY ('{create,update}') AND @erased@))))
		AND c.discount_percent IS NULL AND c.description IS NULL@fence@)
	AND @unused@
