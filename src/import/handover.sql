-- handover.sql
--
-- Who gives an address up within one import; filled in by handover.c.  $1 is the
-- import, $2 are the customers whose address another record would take.


--@ givers
-- Staged rows that give such a customer another address.
SELECT r.customer_id, r.line
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id = ANY ($2)
	AND r.cells[@email@] <> '' AND @new@ <> @old@
