-- revert_created.sql
--
-- What a revert does with the customers that the import has created; filled in by
-- revert_created.c.  The parameters are those of revert_parts.h, and @source@ is
-- "staged rows" of revert_parts.sql.


--@ attributes given
pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_object(
	ARRAY[@categories@]::pg_catalog.text[], ARRAY[@values@]::pg_catalog.text[]))

--@ delete customers
-- Those that are as they were made, and that nothing refers to.
DELETE FROM @customers@ AS c
USING @source@
WHERE c.customer_id = s.customer_id AND NOT @written_later@ AND @as_left@ AND @unused@

--@ gone
-- Rows of customers who are gone already.
r.action = 'create' AND NOT @erased@
	AND NOT EXISTS (SELECT 1 FROM @import_customers@ AS c WHERE @join@)

--@ find orphans
-- Rows that refer to a deleted one: by customer_id where the key has it; else all
-- rows of the table are looked at, for what the deleted row's key was is not
-- known any more.
(SELECT true
	FROM @table@ AS x
	WHERE @complete@ AND NOT EXISTS (SELECT FROM @referred@ AS c WHERE @key_condition@)
		@of_import@ @not_own@
	LIMIT 1)

--@ of import
AND x.@id_column@ OPERATOR(pg_catalog.=) ANY (SELECT r.customer_id FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.action = 'create')

--@ reference note
CASE WHEN EXISTS (SELECT FROM @table@ AS x WHERE @counts@) THEN @note@ END

--@ created notes
-- Notes on those that are still there.
SELECT s.line, COALESCE(@notes@, pg_catalog.jsonb_build_array(@otherwise@)) AS notes
FROM @source@
JOIN @import_customers@ AS c ON @join@
