-- What became of a file, imported with no option into tables of its own.
--
-- psql variables: path, the file, and schema, one for its tables.  Prints
--
--   column "Email Address" email word   a column: its field, and by what it is known
--   warning ...                         what was said of the whole file
--   records 12 created 11 rejected 1    of the import, what is not 0
--   2 error invalid_date birth_date "31.2."     of a record: its line, what, where
--   customer {"email": ...}             the first three, as they came out
\set QUIET on
\pset tuples_only on
\pset format unaligned
SET client_min_messages = error;
CREATE SCHEMA :"schema";
SET customers.schema = :'schema';
SET search_path = :"schema", public;
SELECT customers_setup() \g /dev/null
SELECT customers_import(:'path') AS id \gset

SELECT concat_ws(' ', 'column', to_json(s.header[n]), COALESCE(c.field, 'ignored'), c.by, c.consent)
FROM customer_imports, customers_sniff(:'path') AS s,
	ROWS FROM (jsonb_to_recordset(customer_imports.columns) AS (field text, by text, consent text)) WITH ORDINALITY AS c(field, by, consent, n)
WHERE import_id = :id
ORDER BY n;

SELECT concat_ws(' ', 'warning', to_json(line))
FROM customer_imports, string_to_table(warnings, '; ') AS line
WHERE import_id = :id;

SELECT 'records ' || uploaded || CASE WHEN created > 0 THEN ' created ' || created ELSE '' END ||
	CASE WHEN changed > 0 THEN ' changed ' || changed ELSE '' END ||
	CASE WHEN unchanged > 0 THEN ' unchanged ' || unchanged ELSE '' END ||
	CASE WHEN rejected > 0 THEN ' rejected ' || rejected ELSE '' END ||
	CASE WHEN excluded > 0 THEN ' excluded ' || excluded ELSE '' END
FROM customer_imports
WHERE import_id = :id;

SELECT concat_ws(' ', line, severity, code, field, to_json(value))
FROM customer_import_errors
WHERE import_id = :id
ORDER BY line, severity, code, field;

SELECT customers_merge(:id) \g /dev/null
SELECT 'customer ' || (jsonb_strip_nulls(to_jsonb(p)) - '{customer_id,created_at,updated_at,orders_count,orders_total,mailable}'::text[] -
	CASE WHEN vip THEN '' ELSE 'vip' END - CASE WHEN tax_exempt THEN '' ELSE 'tax_exempt' END -
	CASE WHEN loyalty_points <> 0 THEN '' ELSE 'loyalty_points' END)::text
FROM customer_profiles AS p
ORDER BY customer_id
LIMIT 3;
