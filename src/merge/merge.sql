-- merge.sql
--
-- What a merge reads and writes beside customers and groups (merge_rows.sql): the
-- import's own row, and staged rows that are left out.  $1 is the import's id.
-- Filled in by merge.c; run with pg_catalog first (support/settings_scope.h).


--@ merged twin
-- An import of the same bytes that has been merged since this one was staged.
SELECT twin.import_id
FROM @schema@.customer_imports AS own
JOIN @schema@.customer_imports AS twin ON twin.sha256 = own.sha256
WHERE own.import_id = $1 AND NOT own.again
	AND twin.status = 'merged' AND twin.import_id <> $1
LIMIT 1

--@ claim
-- SET of the import's row: it is merged.  Its number is higher than that of any
-- earlier merge.  No two merges have one time, by which a revert knows who wrote
-- a customer last (updated_at): not even two of one transaction.
status = 'merged', merged_by = CURRENT_USER,
(merge_number, merged_at) = (SELECT COALESCE(pg_catalog.max(o.merge_number), 0) + 1,
	CASE WHEN pg_catalog.bool_or(o.merged_at = pg_catalog.now())
		THEN pg_catalog.max(o.merged_at) + '1 millisecond'::interval
		ELSE pg_catalog.now() END
	FROM @schema@.customer_imports AS o)

--@ has cells
-- Do rows to be merged have cells?  Those of a file that brings nothing but ids
-- for new customers have none, and the import has no fields.
SELECT
FROM @schema@.customer_import_rows
WHERE import_id = $1 AND action = ANY ('{create,update}') AND cells OPERATOR(pg_catalog.<>) '{}'
LIMIT 1

--@ counts stand
-- Is the import's row as the transaction left it that staged the rows?  Then its
-- counts are of these rows.  A correction, or an operator, has written it since.
SELECT
FROM @schema@.customer_imports AS i
WHERE i.import_id = $1
	AND i.xmin = (SELECT r.xmin FROM @schema@.customer_import_rows AS r WHERE r.import_id = $1 LIMIT 1)

--@ cut short
-- The first row whose cells are not as staged: what they lost would be merged as not
-- touched, a no among it.
SELECT r.line, pg_catalog.cardinality(r.cells)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}') AND NOT @whole@
ORDER BY r.line LIMIT 1

--@ whole
-- Has row r all cells that were staged, @all@ (asked of each row: array_dims(), which
-- makes a text, took a twentieth of a merge)?  The field subscribed, @late@ of those, may
-- have been added when all was staged, and is then in the rows alone that it unsubscribes:
-- others have @but_last@, and their marks have zeros at the end.  A new customer may have
-- nothing but an id, @bare@ or with a warning of it.  Never NULL; and a CASE, of which the
-- planner expects no share of rows.
CASE WHEN @all@ THEN true
	WHEN r.cells IS NULL THEN r.action = 'create' AND (@bare@ OR r.errors IS NOT NULL)
	WHEN @late@ AND COALESCE(pg_catalog.array_dims(r.cells), '') = @but_last@
	THEN (pg_catalog.octet_length(r.marks) > 1
		AND pg_catalog.get_byte(r.marks, pg_catalog.octet_length(r.marks) - 1) = 0) IS NOT TRUE
	ELSE false END

--@ late and bare
-- Is the last field consent, of which neither a column of the file nor the option set
-- speaks?  Was the import told to create customers who have nothing but an id?
SELECT (i.fields[pg_catalog.cardinality(i.fields)] = 'subscribed'
	AND (i.options -> 'set' ?| '{subscribed,unsubscribed}') IS NOT TRUE
	AND NOT EXISTS (SELECT
		FROM pg_catalog.jsonb_array_elements(CASE WHEN pg_catalog.jsonb_typeof(i.columns) = 'array' THEN i.columns END) AS c (found)
		WHERE c.found ->> 'field' = ANY ('{subscribed,unsubscribed}') OR c.found ->> 'consent' <> '')) IS TRUE,
	(i.options ->> 'unknown_ids' = 'create' OR i.options ->> 'keyless' = 'create') IS TRUE
FROM @schema@.customer_imports AS i
WHERE i.import_id = $1

--@ has action
SELECT
FROM @schema@.customer_import_rows
WHERE import_id = $1 AND action = $2
LIMIT 1

--@ any customer
SELECT 1 FROM @customers@ LIMIT 1

--@ exclude conflicts
-- Leaves the rows that a query finds (see "changed since" in merge_rows.sql) out
-- of the import, with a note.  Returns whether they change a customer.
UPDATE @schema@.customer_import_rows AS r
SET action = 'exclude', reason = 'conflict',
	errors = COALESCE(r.errors, '[]') || noted.note
FROM (SELECT found.line, pg_catalog.jsonb_build_array(@note@) AS note
	FROM (SELECT DISTINCT ON (line) * FROM (@conflicts@) AS c ORDER BY line) AS found@fence@) AS noted
WHERE r.import_id = $1 AND r.line = noted.line
RETURNING r.old_cells IS NOT NULL

--@ taken message
pg_catalog.format('taken since the preview by customer %s', found.present)

--@ forbidden message
pg_catalog.format('%s is in the way: "%s" does not allow these values twice', found.present, found.reviewed)

--@ weak conflicts
-- Lines of new customers, and who has come who may be the same.
SELECT l.line, 'name' AS field, l.customer_id AS present
FROM ROWS FROM (pg_catalog.unnest(@lines@::bigint[]), pg_catalog.unnest(@bearers@::bigint[])) AS l (line, customer_id)

--@ weak message
pg_catalog.format('customer %s, who has come since the preview, has the same name with phone, birth date or address', found.present)

--@ weak hint
'Import the file again to see what it changes of that customer.'

--@ changed message
CASE WHEN found.field = 'customer_id' THEN 'deleted since the preview@or_hidden@'
	ELSE 'changed since the preview' END

--@ changed hint
CASE WHEN found.field <> 'customer_id' THEN 'Import the file again to see the present value.' END

--@ is merged
-- Has nobody reverted or purged the import meanwhile?
SELECT
FROM @schema@.customer_imports
WHERE import_id = $1 AND status = 'merged' AND purged_at IS NULL

--@ delete opt-outs
DELETE FROM @schema@.customer_import_opt_outs WHERE import_id = $1

--@ delete rows
DELETE FROM @schema@.customer_import_rows WHERE import_id = $1
