-- revert_parts.sql
--
-- What the statements of a revert are made of; filled in by revert_parts.c.  The
-- parameters are those of revert_parts.h.


--@ staged rows
-- The staged rows of an action, typed: s.
(SELECT r.line, @customer@ AS customer_id, r.cells, r.old_cells, r.memberships, r.consent_at,
	pg_catalog.now() AS at_now@typed@
	FROM @rows@ AS r
	@joins@
	WHERE r.import_id = $1 AND r.action = '@action@' AND @which@
	@order@@fence@) AS s

--@ typed field
-- The new and the old value of a field.  NULL is not cast: there are types that do
-- not take it.
(CASE WHEN r.cells[@n@] <> '' AND NOT @refused@ THEN @new@ END) AS n_@n@,
(CASE WHEN r.old_cells[@n@] IS NOT NULL AND NOT @refused@ THEN @old@ END) AS o_@n@

--@ before
-- The row's customer as the merge found them, beyond old_cells.
CASE WHEN ($6)[pg_catalog.width_bucket(r.customer_id, $6)] = r.customer_id
	THEN ($7)[pg_catalog.width_bucket(r.customer_id, $6)] END AS was_updated, @odd@ AS odd

--@ join odd
-- Who has such values is the first, and only, customer of a row of the journal.
LEFT JOIN @schema@.customer_import_changed AS k ON k.import_id = r.import_id
	AND k.customer_ids[1] = r.customer_id AND k.attributes IS NOT NULL

--@ join hashes
LEFT JOIN @schema@.customer_import_created AS h ON h.customer_id = r.customer_id @own@

--@ within
-- New customers that a later import has changed.
r.customer_id = ANY (ARRAY(SELECT w.customer_id
	FROM @schema@.customer_import_rows AS w
	WHERE w.import_id = @import_id@ AND w.action = 'update'))

--@ is among
-- Is a number in an array of them that is sorted?
((@numbers@)[pg_catalog.width_bucket(@number@, @numbers@)] = @number@) IS TRUE

--@ add notes
-- Adds what a query (line, notes) finds to the rows' notes.
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || found.notes
FROM (@found@) AS found
WHERE r.import_id = $1 AND r.line = found.line AND found.notes IS NOT NULL

--@ add note
-- Adds one note to all rows that meet a condition.
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || pg_catalog.jsonb_build_array(@note@)
WHERE r.import_id = $1 AND @condition@

--@ all notes
-- Those of a list that are not NULL, as one; NULL if none is.
(SELECT pg_catalog.jsonb_agg(n.note)
	FROM pg_catalog.unnest(ARRAY[@notes@]::pg_catalog.jsonb[]) AS n (note)
	WHERE n.note IS NOT NULL)
