-- revert_cells.sql
--
-- Cells of import $1 that their columns do not take any more; filled in by
-- revert_cells.c.  The types of an application's columns read them: run with
-- pg_catalog first (support/settings_scope.h).


--@ count values
-- Counts the values of a field, each of which is read for that.
pg_catalog.count(CASE WHEN r.cells[@n@] <> '' THEN @new@ END)
	+ pg_catalog.count(CASE WHEN r.old_cells[@n@] IS NOT NULL THEN @old@ END)

--@ was null
-- Was the field of a changed customer NULL before?
(r.action = 'update' AND r.cells[@n@] IS NOT NULL AND r.old_cells[@n@] IS NULL)

--@ look at all
-- Reads all cells, in one pass.
SELECT pg_catalog.bool_or(false@nulls@) IS TRUE, 0@counts@
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')

--@ find values
-- The different values of a field, new and old.
SELECT DISTINCT u.value
FROM (SELECT pg_catalog.unnest(ARRAY[CASE WHEN r.cells[@n@] <> '' THEN r.cells[@n@] END, r.old_cells[@n@]]) AS value
	FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')) AS u
WHERE u.value IS NOT NULL

--@ find cells
-- The numbers (revert_later.h) of a field's cells that have one of the values $2.
SELECT pg_catalog.array_agg(@number@)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')
	AND (r.cells[@n@] = ANY ($2)
		OR (r.cells[@n@] IS NOT NULL AND r.old_cells[@n@] = ANY ($2)) OR @null@)
