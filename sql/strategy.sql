-- Three ways to find customers: in step with a file in key order, by a table of
-- all keys, by index.  Whichever is taken, the same file comes to the same.

CREATE SCHEMA t_strategy;
SET customers.schema = 't_strategy';
SET search_path = t_strategy, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql
SET DateStyle = ISO;

ALTER TABLE customers ADD balance numeric(10,2);
INSERT INTO customers (identifier, email, name, phone, birth_date, vip, loyalty_points, subscribed, attributes, balance)
SELECT 'K-' || n, CASE WHEN n % 10 > 0 THEN 'c' || n || '@x.no' END, 'Name ' || n,
	CASE WHEN n % 3 = 0 THEN '555' || n END, CASE WHEN n % 4 = 0 THEN date '1970-01-01' + n END,
	n % 5 = 0, n, n % 7 > 0, CASE WHEN n % 6 = 0 THEN '{"shoe": "38"}' ELSE '{}' END::jsonb,
	CASE WHEN n % 8 = 0 THEN n * 1.5 END
FROM generate_series(1, 6000) AS n;

-- A file of those customers, most of them as they are, some in other words; the
-- others changed, new, wrong, twice, or known by another key than their id.
CREATE TABLE records AS
SELECT id + CASE n WHEN 8 THEN 9000 ELSE 0 END AS n, CASE n
	WHEN 1 THEN format('%s,K-%s,c%s@x.no,Changed,555,1999-01-01,yes,7,no,39,2.50', id, id, id)
	WHEN 2 THEN format('%s,,moved%s@x.no,,,,,,,,', id, id)
	WHEN 3 THEN format(',New-%s,new%s@x.no,New,,,,,,,', id, id)
	WHEN 4 THEN format('%s,K-%s,c%s@x.no,Two customers,,,,,,,', id, id, id + 1)
	WHEN 5 THEN format('%s,K-%s,,,,yesterday,perhaps,many,,,x', id, id)
	WHEN 6 THEN format(',K-%s,,By identifier,,,,,,,', id)
	WHEN 7 THEN format(',, C%s@X.no ,By email,,,,,,,', id)
	WHEN 8 THEN format('%s,,,Nobody,,,,,,,', id + 9000)
	WHEN 9 THEN format('%s,k-%s,,Other identifier,,,,,,,', id, id)
	WHEN 10 THEN format('%s,,,#N/A,#N/A,#N/A,,,,#N/A,#N/A', id)
	WHEN 11 THEN format(E'%s,,,Twice,,,,,,,\n,K-%s,,Twice,,,,,,,', id, id)
	WHEN 12 THEN format('%s,K-%s,c%s@x.no,Name %s,too few', id, id, id, id)
	WHEN 13 THEN format('%s,,,,,,,,yes,,', id)
	WHEN 14 THEN '0,,,,,,,,,,'
	WHEN 15 THEN format('%s,K-%s, C%s@X.NO ,"Name %s",,,,"%s",,,', id, id, id, id, id)
	ELSE concat_ws(',', id, identifier, COALESCE(email, ''), name, COALESCE(phone, ''),
		COALESCE(birth_date::text, ''), vip, loyalty_points, subscribed,
		COALESCE(attributes ->> 'shoe', ''), COALESCE(balance::text, ''))
	END AS record
FROM customers, LATERAL (SELECT customer_id AS id, customer_id % 100 AS n) AS x;
CREATE FUNCTION file_by(key text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
	content text;
BEGIN
	EXECUTE format('SELECT string_agg(record, E''\n'' ORDER BY %s) FROM records', key) INTO content;
	RETURN file(E'customer_id,identifier,email,name,phone,birth_date,vip,loyalty_points,subscribed,shoe,balance\n'
		|| content || E'\n');
END $$;

-- In no order, with and without memory for a table; in the order of the ids; and
-- in that order, but without the ids.
SELECT customers_import(file_by('md5(n::text)'));
SET customers.match_memory = '64kB';
SET cpu_operator_cost = 0;
SELECT customers_import(file_by('md5(n::text)'));
RESET cpu_operator_cost;
SELECT customers_import(file_by('n'));
SELECT customers_import(file_by('n'), mapping => '{"customer_id": null}');
RESET customers.match_memory;
SELECT customers_import(file_by('n'), mapping => '{"customer_id": null}');
SELECT import_id, strategy, uploaded, created, changed, unchanged, rejected, excluded
FROM customer_imports ORDER BY import_id;

-- What came of each record; a generated id and the number of a line aside.
CREATE VIEW outcome AS
SELECT import_id, action, CASE WHEN action <> 'create' THEN customer_id END AS id, reason, cells, old_cells, raw,
	(SELECT string_agg(concat_ws(' ', e ->> 'field', e ->> 'value', e ->> 'code', e ->> 'severity'), E'\n')
	 FROM jsonb_array_elements(errors) AS e) AS errors
FROM customer_import_rows;
CREATE FUNCTION differences(one bigint, other bigint) RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM (
		(SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = one
		 EXCEPT ALL SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = other)
		UNION ALL
		(SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = other
		 EXCEPT ALL SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = one)) AS d $$;
SELECT DISTINCT standing FROM customer_imports WHERE import_id < 4;
SELECT differences(1, 2), differences(2, 3), differences(4, 5);
SELECT action, reason, count(*) FROM customer_import_rows WHERE import_id = 1 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT e.code, e.severity, count(*) FROM customer_import_errors AS e WHERE import_id = 1 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT field, count(*) FROM customer_import_diff WHERE import_id = 1 GROUP BY 1 ORDER BY 1;

-- Merged, the same file has nothing left to say but what is wrong with it.
SELECT created, changed FROM customers_merge(1);
SELECT customers_import(file_by('md5(n::text)'), again => true);
SELECT strategy FROM last;
TABLE counts;
SELECT action, field, count(*) FROM diff GROUP BY 1, 2;

-- A small file is looked up by index, however many customers there are.
SELECT customers_import(file('customer_id,name
4711,Name changed
17,Name 17 too
'));
SELECT strategy <> 'table' AS by_index FROM last;
TABLE diff;

-- What is cheap is for PostgreSQL's own settings to say.
SELECT customers_import(file_by('n'), again => true);
SELECT strategy FROM last;
SET random_page_cost = 0.01;
SELECT customers_import(file_by('n'), again => true);
SELECT strategy FROM last;
SET cpu_operator_cost = 0;
SELECT customers_import(file_by('n'), again => true);
SELECT strategy FROM last;
RESET random_page_cost;
RESET cpu_operator_cost;

DROP SCHEMA t_strategy CASCADE;
