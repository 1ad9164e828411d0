-- created.sql
--
-- What is kept of the customers that an import has created.  Filled in by
-- created.c; run with pg_catalog first (support/settings_scope.h).


--@ insert hashes
-- @hash@ is that of customer c.
INSERT INTO @schema@.customer_import_created (import_id, customer_id, hash)
SELECT $1, c.customer_id, @hash@
FROM @rows@ AS r
JOIN @import_customers@ AS c ON c.customer_id = r.customer_id
WHERE @chosen@ AND r.action = 'create'

--@ read lists
-- The lists of columns that are hashed, and the imports that have hashed them.
SELECT i.hashed_columns, pg_catalog.array_agg(i.import_id)::pg_catalog.text
FROM @schema@.customer_imports AS i
WHERE i.hashed_columns IS NOT NULL
	AND EXISTS (SELECT FROM @schema@.customer_import_created AS h WHERE h.import_id = i.import_id)
GROUP BY i.hashed_columns

--@ is edited
-- Was customer s edited since they were hashed?  NULL if they are not hashed.
CASE WHEN s.hash IS NOT NULL THEN (CASE@cases@ END) IS NOT TRUE END

--@ is as hashed
 WHEN s.creator = ANY (@imports@::bigint[]) THEN s.hash = @hash@

--@ move on
-- New hashes of customers, $1, whom a merge or a revert has just written.
UPDATE @schema@.customer_import_created AS h
SET hash = @hash@
FROM @moved@ AS c
WHERE h.import_id = ANY (@imports@::bigint[]) AND h.customer_id = ANY ($1)
	AND c.customer_id = ANY ($1) AND c.customer_id = h.customer_id

--@ forget
DELETE FROM @schema@.customer_import_created WHERE customer_id = ANY ($1)
