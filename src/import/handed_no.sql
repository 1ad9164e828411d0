-- handed_no.sql
--
-- Who gets an address that says no; filled in by handed_no.c.  $1 is the import.


--@ takings
-- Of the lines $2: the customer who has the email that the row gives to another one,
-- and who that is; NULL = a new one.
SELECT r.line, c.customer_id::pg_catalog.int8, CASE WHEN r.action = 'update' THEN r.customer_id END
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL (@bearers@) AS c
WHERE r.import_id = $1 AND @among@ AND r.action = ANY (ARRAY['create', 'update'])
	AND r.cells[@email@] <> '' AND c.customer_id IS DISTINCT FROM r.customer_id

--@ bearers
SELECT c.customer_id FROM @found@ AS c WHERE @indexed@ = r.cells[@email@]

--@ untidy bearers
UNION SELECT c.customer_id FROM @found@ AS c WHERE @untidy@ AND @folded@ = r.cells[@email@]

--@ saying no
-- Which of the customers $2 say no, but for the address that they get.
SELECT c.customer_id::pg_catalog.int8
FROM @customers@ AS c
WHERE c.customer_id = ANY ($2) AND NOT c.subscribed
UNION
SELECT o.customer_id
FROM @schema@.customer_import_opt_outs AS o
WHERE o.import_id = $1 AND o.customer_id = ANY ($2)@by_rows@

--@ by rows
UNION
SELECT r.customer_id
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id = ANY ($2)
	AND r.cells[@consent@] = 'false' AND (r.errors @> '[{"code": "@code@"}]') IS NOT TRUE

--@ impose on new
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || @note@, @impose@
WHERE r.import_id = $1 AND @among@ AND r.action = 'create' AND r.cells[@consent@] IS DISTINCT FROM 'false'

--@ impose on known
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || @note@, @impose@
FROM @import_customers@ AS c
WHERE r.import_id = $1 AND @among@ AND r.action = 'update' AND c.customer_id = r.customer_id
	AND (r.cells[@consent@] = 'true' OR (r.cells[@consent@] IS NULL AND c.subscribed))

--@ noted
-- Those of the lines $2 that are unsubscribed by an address, but for $3.
SELECT pg_catalog.array_agg(r.line ORDER BY r.line)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND @among@ AND r.line <> ALL ($3) AND r.errors @> '[{"code": "@code@"}]'
