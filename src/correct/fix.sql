-- fix.sql
--
-- Lines that are left out of an import, or taken in again; filled in by fix.c.
-- $1 is the import, $2 are the lines, which @among@ asks for.  And lines by a value in their cells.


--@ may be excluded
-- Rows that are not left out, or by a rule.
@among@ AND (r.action <> 'exclude'
	OR r.reason = ANY (ARRAY['duplicate_in_file', 'repeated', 'known_customer', 'unknown_customer', 'deleted_customer', 'no_record']))

--@ may be included
-- Rows that are left out by hand, or are no record of the table.
@among@ AND r.action = 'exclude' AND r.reason = ANY (ARRAY['by_hand', 'no_record'])

--@ is one of them
@among@

--@ exclude rows
-- An id that the file may have brought ($3) is kept, for when the line is taken in.
UPDATE @schema@.customer_import_rows AS r
SET action = 'exclude', reason = 'by_hand',
	customer_id = CASE WHEN r.action = 'create' AND NOT $3 THEN NULL ELSE r.customer_id END
WHERE r.import_id = $1 AND @condition@

--@ silence rows
-- A note on lines that say no, and are not heard.
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || pg_catalog.jsonb_build_array(@note@)
WHERE r.import_id = $1 AND @among@

--@ has value
-- Rows that were not understood, by a note of field $2 with a code of $3 whose cell
-- holds $4.
r.reason IS DISTINCT FROM 'by_hand' AND EXISTS (
	SELECT FROM pg_catalog.jsonb_to_recordset(r.errors)
		AS e (field pg_catalog.text, value pg_catalog.text, code pg_catalog.text)
	WHERE e.field = $2 AND e.code = ANY ($3) AND pg_catalog.strpos(e.value, $4) > 0)

--@ sign
-- SET of the import's row: that it is corrected, and by whom.
corrections = corrections + 1, corrected_roles = CASE WHEN SESSION_USER = session_role OR SESSION_USER = ANY (corrected_roles)
	THEN corrected_roles ELSE corrected_roles || SESSION_USER::pg_catalog.text END
