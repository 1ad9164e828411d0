-- secret.sql
--
-- Passwords of staged records: secret.c.  @n@ is the number of the field
-- password among the cells, and '********' what stands there instead.  Parts of a
-- merge run with an application's triggers: see "pg_catalog first" in
-- support/settings_scope.h.


--@ insert
INSERT INTO @schema@.customer_import_secrets (import_id, line, verifier, old_verifier)
SELECT $1, v.line, v.verifier, v.old_verifier
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4))
	AS v (line, verifier, old_verifier)

--@ forget lines
DELETE FROM @schema@.customer_import_secrets WHERE import_id = $1 AND line = ANY ($2)

--@ forget import
DELETE FROM @schema@.customer_import_secrets WHERE import_id = $1

--@ forget left out
-- Of an import that has been merged: of records that were not.
DELETE FROM @schema@.customer_import_secrets AS s
WHERE s.import_id = $1 AND NOT EXISTS (SELECT FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = s.import_id AND r.line = s.line AND r.action = ANY ('{create,update}'))

--@ verifier
-- Of staged row r.
(SELECT s.verifier FROM @schema@.customer_import_secrets AS s
	WHERE s.import_id = r.import_id AND s.line = r.line)

--@ rows
-- Staged rows, with verifiers in place of masks.
(SELECT r.import_id, r.line, r.customer_id, r.action,
	CASE WHEN r.cells[@n@] = '********'
		THEN r.cells[:@n@ - 1] OPERATOR(pg_catalog.||) s.verifier OPERATOR(pg_catalog.||) r.cells[@n@ + 1:]
		ELSE r.cells END AS cells,
	CASE WHEN r.old_cells[@n@] = '********'
		THEN r.old_cells[:@n@ - 1] OPERATOR(pg_catalog.||) s.old_verifier OPERATOR(pg_catalog.||) r.old_cells[@n@ + 1:]
		ELSE r.old_cells END AS old_cells,
	r.raw, r.errors, r.reason, r.memberships, r.marks, r.consent_at
FROM @schema@.customer_import_rows AS r
LEFT JOIN @schema@.customer_import_secrets AS s ON s.import_id = r.import_id AND s.line = r.line)

--@ missing
-- A row that is to be merged, and whose verifier is gone.
SELECT r.line
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}') AND r.cells[@n@] = '********'
	AND NOT EXISTS (SELECT FROM @schema@.customer_import_secrets AS s
		WHERE s.import_id = r.import_id AND s.line = r.line AND s.verifier IS NOT NULL)
LIMIT 1
