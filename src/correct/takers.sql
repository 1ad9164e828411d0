-- takers.sql
--
-- Rows that may take an address over; filled in by takers.c.  $2 are customers whose
-- rows have been corrected.


--@ may take
-- Rows that have an address of these customers, or were rejected for one.
(r.action <> 'exclude' OR r.reason = ANY (ARRAY['duplicate_in_file', 'repeated']))
	AND (r.reason = ANY (ARRAY['ambiguous_match', 'identifier_differs', 'key_taken'])
		OR r.errors @> '[{"code": "identifier_kept"}]'
		OR r.cells[@email@] = ANY (ARRAY(SELECT @live@ FROM @schema@.customers AS c WHERE c.customer_id = ANY ($2))))
