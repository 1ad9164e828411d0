-- Imports that are held: staged, shown, corrected, and merged only where somebody says so.

CREATE SCHEMA t_held;
SET customers.schema = 't_held';
SET search_path = t_held, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- The gate: a warning and no error, nothing is written, the import stays staged, ...
SELECT customers_import(file(E'email,name\nann@x.no,Ann\nbo@x.no,Bo\n')) AS id \gset
UPDATE customer_imports SET held = '[{"reason": "doubtful", "what": "name", "message": "the names are odd",
	"hint": "Look at them.", "records": 7, "of": 9, "lines": [2, 3]}]' WHERE import_id = :id;
SELECT * FROM customers_merge(:id);
SELECT * FROM customers_merge(:id, on_conflict => 'skip');
SELECT count(*) FROM customers;
SELECT status, held IS NOT NULL AS held, merged_at, merge_number FROM last;
-- ... also one that the transaction has staged itself, ...
BEGIN;
SELECT status FROM customers_merge(:id);
SELECT status FROM last;
COMMIT;
-- ... and is looked at, ...
SET client_min_messages = notice;
SELECT * FROM customers_import_preview(:id);
SET client_min_messages = warning;
\pset format unaligned
SELECT * FROM regexp_split_to_table(regexp_replace(customers_import_summary(:id), ' was read on .* by [^.]*', ' was read'), E'\n') AS summary;
SELECT line FROM regexp_split_to_table(customers_import_report(:id), E'\n') AS line WHERE line ~ 'held|Held|doubtful' AND line !~ '^[.@]';
\pset format aligned
-- ... corrected, and merged if somebody says so.
SELECT customers_import_fix(:id, 3, 'name', 'Bodil');
SELECT status FROM customers_merge(:id);
SELECT * FROM customers_merge(:id, over_limits => true);
SELECT customer_id, name FROM customers ORDER BY 1;
SELECT status, held ->> 0 ~ 'doubtful' AS held FROM last;
SELECT customers_import_summary(:id) ~ 'held' AS still_told;
-- Once merged, it is merged.
SELECT status FROM customers_merge(:id);
SELECT status FROM customers_merge(:id, over_limits => true);
SELECT customers_merge(:id, over_limits => NULL);
-- An import that is not held is merged either way; one that does not exist is an error.
SELECT status FROM import_csv(file(E'email,name\nann@x.no,Ann Berg\n'));
SELECT customers_import(file(E'email,name\nann@x.no,Anna Berg\n')) AS id \gset
SELECT status FROM customers_merge(:id, over_limits => true);
SELECT customers_merge(999999);
SELECT customers_merge(999999, over_limits => true);

-- What an operator writes there is checked like a file.
SELECT customers_import(file(E'email,name\nann@x.no,Ann C.\n')) AS id \gset
UPDATE customer_imports SET held = '1' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[]' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[null]' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y"}]' WHERE import_id = :id;
SELECT customers_import_summary(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1e40, "of": 1, "lines": []}]' WHERE import_id = :id;
SELECT customers_import_report(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1, "of": 1, "lines": [2, "a"]}]' WHERE import_id = :id;
SELECT count(*) FROM customers_import_preview(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1, "of": 1, "lines": [1,2,3,4,5,6,7,8,9]}]' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
SELECT customers_cancel(:id);
SELECT status FROM last;
