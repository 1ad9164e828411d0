-- import_view_rows.sql
--
-- Some staged rows of import $1; read by import_view_rows.c.


--@ lines
-- Those of lines $2.
SELECT @columns@
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND @among@
ORDER BY r.line
