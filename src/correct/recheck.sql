-- recheck.sql
--
-- Rows that may claim what corrected rows claim; filled in by recheck.c.  $1 is
-- the import.


--@ standing rows
-- Rows that stand and make one of the claims: customers $2, identifiers $3,
-- emails $4.
SELECT r.line, r.customer_id, @identifier@, @email@, r.action = 'create'
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY (ARRAY['create', 'update', 'unchanged'])
	AND (r.customer_id = ANY ($2) @has_identifier@ @has_email@)

--@ known by weak keys
-- New customers who are known by weak keys alone.
SELECT r.line, r.cells
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'create' AND r.errors @> '[{"code": "weak_key"}]'

--@ left out
-- Rows that were left out as duplicates.
r.reason = ANY (ARRAY['duplicate_in_file', 'repeated']) AND r.action = ANY (ARRAY['reject', 'exclude'])
