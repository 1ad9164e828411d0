-- survey.sql
--
-- The staged rows of import $1; read by survey.c.


--@ rows
-- In no order: to sort a million of them takes longer than all else.
SELECT r.line, r.action, r.reason, r.cells, r.old_cells, r.errors
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1
