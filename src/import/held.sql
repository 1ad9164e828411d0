-- held.sql
--
-- Examples of why import $1 is held; filled in by held.c.


--@ examples
-- What lines $2 make of field $3, of the customers who are known.
SELECT r.customer_id, r.old_cells[f.n], r.cells[f.n]
FROM @schema@.customer_imports AS i
CROSS JOIN LATERAL (SELECT pg_catalog.array_position(i.fields, $3) AS n) AS f
JOIN @schema@.customer_import_rows AS r ON r.import_id = i.import_id
WHERE i.import_id = $1 AND r.line = ANY ($2) AND r.action = 'update'
	AND r.customer_id IS NOT NULL AND r.cells[f.n] IS NOT NULL
ORDER BY r.line
