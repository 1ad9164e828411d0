-- merge_journal.sql
--
-- What a merge notes of the customers that it changes.  $1 is the import's id.
-- Nothing of an application's runs along but what it has put on the journal.


--@ insert times
-- Some customers and what updated_at of all of them was.
INSERT INTO @schema@.customer_import_changed (import_id, customer_ids, updated_at)
VALUES ($1, $2, $3)

--@ insert odd
-- Customers with values of categories that were no texts, a row each.
INSERT INTO @schema@.customer_import_changed (import_id, customer_ids, attributes)
SELECT $1, ARRAY[u.customer_id], u.attributes
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS u (customer_id, attributes)

--@ read customers
-- The customers that the UPDATE will change, and what is noted of them.
SELECT c.customer_id, c.updated_at, c.attributes, r.cells
FROM @rows@ AS r
JOIN @customers@ AS c ON c.customer_id = r.customer_id
WHERE @chosen@ AND r.action = 'update'@part@
