-- takers.sql
--
-- Rows that may take an address over; filled in by takers.c.


--@ may take
-- Rows that bring an address of customers $2, or were judged by one of anybody's.
(r.action <> 'exclude' OR r.reason = ANY (ARRAY['duplicate_in_file', 'repeated']))
	AND (r.reason = ANY (ARRAY['ambiguous_match', 'identifier_differs', 'key_taken', 'duplicate_in_file'])
		OR r.errors @> '[{"code": "identifier_kept"}]'
		OR r.cells[@email@] = ANY (ARRAY(SELECT @live@ FROM @customers@ AS c WHERE c.customer_id = ANY ($2))))
