-- handover.sql
--
-- Who gives an address up within one import; filled in by handover.c.  $1 is the
-- import, $2 are the customers whose address another record would take.


--@ givers
-- Staged rows that give such a customer another address, and whether they say no.
SELECT r.customer_id, r.line, COALESCE(@no@, false)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id = ANY ($2)
	AND r.cells[@email@] <> '' AND @new@ <> @old@

--@ unsubscribed
-- Which of the customers have said no.
SELECT c.customer_id::pg_catalog.int8
FROM @customers@ AS c
WHERE c.customer_id = ANY ($2) AND NOT c.subscribed AND $1 IS NOT NULL
