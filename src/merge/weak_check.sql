-- weak_check.sql
--
-- Filled in by weak_check.c.


--@ new by weak keys
-- New customers of import $1 who are known by weak keys alone.
SELECT r.line, r.cells
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'create' AND r.errors @> '[{"code": "weak_key"}]'
ORDER BY r.line
