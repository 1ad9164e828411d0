-- Limits: a file that changes too much is held.

CREATE SCHEMA t_limits;
SET customers.schema = 't_limits';
SET search_path = t_limits, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- A file of n customers, whose cells are SQL over i and its customer c.
CREATE FUNCTION list(n int, email text DEFAULT '', name text DEFAULT '', phone text DEFAULT '', consent text DEFAULT '', points text DEFAULT '') RETURNS bytea
LANGUAGE plpgsql AS $$
DECLARE
	lines text;
BEGIN
	EXECUTE format('SELECT string_agg(concat_ws('','', ''K'' || i, %s, %s, %s, %s, %s), E''\n'' ORDER BY i) FROM generate_series(1, %s) AS i LEFT JOIN (SELECT * FROM t_limits.customers OFFSET 0) AS c ON c.identifier = ''K'' || i',
		COALESCE(NULLIF(email, ''), '''k'' || i || ''@x.no'''), COALESCE(NULLIF(name, ''), '''Ann '' || i'), COALESCE(NULLIF(phone, ''), '20000000 + i'),
		COALESCE(NULLIF(consent, ''), '''yes'''), COALESCE(NULLIF(points, ''), '''p'' || i'), n) INTO lines;
	RETURN t_limits.file(E'identifier,email,name,phone,subscribed,shoe\n' || lines || E'\n');
END $$;
CREATE VIEW held AS
	SELECT h ->> 'reason' AS reason, h ->> 'what' AS what, h -> 'records' AS records, h -> 'of' AS of, h -> 'lines' AS lines
	FROM customer_imports AS i, jsonb_array_elements(i.held) AS h
	WHERE i.import_id = (SELECT max(import_id) FROM customer_imports);

-- New customers are no reason, ...
SELECT created, status FROM import_csv(list(100));
TABLE held;
-- ... nor is as much as the limit allows, ...
SELECT changed, status FROM import_csv(list(100, email => $$format('k%s@%s.no', i, CASE WHEN i <= 10 THEN 'y' ELSE 'x' END)$$));
-- ... but one more is.
SET client_min_messages = notice;
SELECT * FROM import_csv(list(100, email => $$format('k%s@%s.no', i, CASE WHEN i > 89 THEN 'z' WHEN i <= 10 THEN 'y' ELSE 'x' END)$$));
SET client_min_messages = warning;
TABLE held;
SELECT changes, status FROM customer_imports ORDER BY import_id DESC LIMIT 1;
-- A correction is judged, too.
SELECT max(import_id) AS id FROM customer_imports \gset
SELECT customers_import_exclude(:id, '{100}');
TABLE held;
SELECT customers_import_fix(:id, 99, 'email', 'k98@x.no');
TABLE held;
SELECT changes -> 'fields' AS changes FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT customers_import_include(:id, '{100}');
SELECT customers_import_fix(:id, 99, 'email', 'k98@z.no');
SELECT what, records, of FROM held;
SELECT changed, status FROM customers_merge(:id, over_limits => true);
-- Empty values that are filled are no reason, whoever they are.
UPDATE customers SET phone = NULL, name = '' WHERE customer_id > 50;
SELECT changed, status FROM import_csv(list(100, $$''$$));

-- Values that are emptied, consent, records that are rejected.
SELECT changed, rejected, status FROM import_csv(list(100, email => $$CASE WHEN i > 60 THEN c.email ELSE 'not-an-address' END$$));
TABLE held;
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$CASE WHEN i > 79 THEN '#N/A' ELSE (20000000 + i)::text END$$, consent => $$CASE WHEN i < 22 THEN 'no' ELSE 'yes' END$$));
TABLE held;
-- A list of those who have left is no reason, unless the option says so.
CREATE FUNCTION leavers(n int) RETURNS bytea LANGUAGE sql AS $$
	SELECT t_limits.file(E'identifier,name,subscribed\n' || string_agg(format('K%s,Ann %s,no', i, i), E'\n')) FROM generate_series(1, n) AS i $$;
BEGIN;
SELECT changed, status FROM import_csv(leavers(50), limits => '{"unsubscribed": 49}');
SELECT changed, status FROM import_csv(leavers(50), limits => '{"unsubscribed": "49%"}');
SET customers.limits = '{"unsubscribed": 5}';
SELECT changed, status FROM import_csv(leavers(50));
ROLLBACK;
BEGIN;
SELECT changed, status FROM import_csv(list(50, $$''$$), "set" => '{"subscribed": "no"}');
ROLLBACK;
-- Of all subscribed customers, those whom the file leaves alone included; also a no
-- that is heard beside what the row writes.
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$20000000 + i + CASE WHEN i = 7 THEN 1000 ELSE 0 END$$, consent => $$CASE WHEN i < 22 THEN 'no' ELSE 'yes' END$$), rules => '{"subscribed": "keep"}');
SELECT reason, records, of FROM held;
SELECT customers_cancel((SELECT max(import_id) FROM customer_imports));

-- Limits of one's own: by the option, else by the setting, else by default.
BEGIN;
SET customers.limits = '{"attributes.shoe": "5 %", "phone": null, "rejected": 0}';
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$30000000 + i$$));
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$30000000 + i$$, points => $$CASE WHEN i < 7 THEN 'q' ELSE 'p' || i END$$));
SELECT reason, what, records, of FROM held;
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$30000000 + i$$, points => $$CASE WHEN i < 7 THEN 'q' ELSE 'p' || i END$$), limits => '{"attributes.shoe": 6}');
SELECT rejected, status FROM import_csv(file(E'email\nnonsense\n'));
SELECT rejected, status FROM import_csv(file(E'email\nnonsense2\n'), limits => '{"rejected": "0%"}');
SELECT rejected, status FROM import_csv(file(E'email\nnonsense3\n'), limits => 'false');
SET customers.limits = 'false';
SELECT changed, status FROM import_csv(list(100, $$''$$, phone => $$40000000 + i$$));
-- The import keeps what it was given; the merge goes by the setting that it is under.
SELECT customers_import(list(100, $$''$$, phone => $$50000000 + i$$), limits => '{"rejected": 3}') AS id \gset
SELECT options -> 'limits' AS limits, held FROM customer_imports WHERE import_id = :id;
RESET customers.limits;
SELECT changed, status FROM customers_merge(:id);
TABLE held;
SELECT changed, status FROM customers_merge(:id, over_limits => true);
ROLLBACK;
-- What they cannot be.
SELECT customers_import(list(1), limits => '[1]');
SELECT customers_import(list(1), limits => 'true');
SELECT customers_import(list(1), limits => '{"email": "many"}');
SELECT customers_import(list(1), limits => '{"email": -1}');
SELECT customers_import(list(1), limits => '{"email": true}');
SELECT customers_import(list(1), limits => '{"email": "NaN"}');
SELECT customers_import(list(1), limits => '{"email": "inf%"}');
SELECT customers_import(list(1), limits => '{"email": "0x10"}');
SELECT customers_import(list(1), limits => '{"email": 1e400}');
SELECT customers_import(list(1), limits => '{"e-mail": 1}');
SET customers.limits = '{"email": "2%%"}';
SELECT customers_import(list(1));
SET customers.limits = 'none';
SELECT customers_import(list(1));
RESET customers.limits;

-- Few customers are no share.
SELECT changed, status FROM import_csv(list(19, $$''$$, phone => $$60000000 + i$$));
SELECT changed, status FROM import_csv(list(20, $$''$$, phone => $$70000000 + i$$));

-- As the customers are at the merge: another file has come between.
SELECT customers_import(list(100, $$''$$, phone => $$COALESCE(c.phone, '')$$, consent => $$CASE WHEN i <= 18 THEN 'no' ELSE 'yes' END$$)) AS id \gset
SELECT held FROM last;
UPDATE customers SET subscribed = false WHERE substr(identifier, 2)::int > 60;
SELECT changed, status FROM customers_merge(:id);
TABLE held;
UPDATE customers SET subscribed = true WHERE substr(identifier, 2)::int > 60;
SELECT changed, status FROM customers_merge(:id);
TABLE held;

-- Under a preset, as much as last time and half as much again.
SELECT customers_import_preset_save('weekly', (SELECT max(import_id) FROM customer_imports));
CREATE FUNCTION moved(n int, week int) RETURNS bytea LANGUAGE sql AS $$
	SELECT t_limits.list(100, $e$''$e$, phone => format($e$CASE WHEN i <= %s THEN (%s0000000 + i)::text ELSE COALESCE(c.phone, '') END$e$, n, week),
		consent => $e$CASE WHEN i <= 18 THEN 'no' ELSE 'yes' END$e$) $$;
SELECT changed, status FROM import_csv(moved(40, 8), preset => 'weekly');
SELECT changed, status FROM customers_merge((SELECT max(import_id) FROM customer_imports), over_limits => true);
SELECT changed, status FROM import_csv(moved(60, 9), preset => 'weekly');
SELECT changed, status FROM import_csv(moved(91, 7), preset => 'weekly');
TABLE held;
SELECT changed, status FROM import_csv(moved(30, 6));
-- A small file is no week: whatever it changes, it opens no limit.
SELECT changed, status FROM import_csv(file(E'identifier,email,phone\nK1,new1@x.no,1\n'), preset => 'weekly');
SELECT changed, status FROM import_csv(list(100, email => $$'other' || i || '@x.no'$$), preset => 'weekly');
SELECT reason, what FROM held WHERE what = 'email';
-- A preset keeps its limits.
SELECT customers_import(moved(30, 6), limits => '{"phone": "31%"}') AS id \gset
SELECT customers_import_preset_save('tight', :id);
SELECT changed, status FROM import_csv(moved(30, 5), preset => 'tight');
SELECT changed, status FROM import_csv(moved(46, 4), preset => 'tight');
SELECT changed, status FROM import_csv(moved(46, 4), preset => 'tight', limits => '{"phone": 47}');

-- Phones that are only written in another way are no reason, nor once they are corrected.
SELECT customers_import(list(100, $$''$$, phone => $$'+47 ' || left(c.phone, 3) || ' ' || substr(c.phone, 4)$$, consent => $$CASE WHEN i <= 18 THEN 'no' ELSE 'yes' END$$)) AS id \gset
SELECT i.changed, i.changes -> 'fields' AS changes, i.held FROM customer_imports AS i WHERE import_id = :id;
SELECT customers_import_fix(:id, 2, 'phone', '99999999');
SELECT customers_import_fix(:id, 3, 'name', 'Ann X');
SELECT changes -> 'fields' AS changes FROM customer_imports WHERE import_id = :id;
SELECT customers_cancel(:id);

-- Duplicates that are found afterwards count no more.
SELECT changed, rejected, status FROM import_csv(file((SELECT string_agg(l, E'\n') FROM (
	SELECT * FROM regexp_split_to_table(convert_from(moved(30, 3), 'UTF8'), E'\n') AS l WHERE l <> ''
	UNION ALL SELECT format('K%s,,Ann %s,1%s,,', i, i, i) FROM generate_series(1, 20) AS i) AS s)));
SELECT changes -> 'fields' AS changes FROM last;

-- What an operator writes is checked like a file.
SELECT customers_import(moved(1, 2)) AS id \gset
UPDATE customer_imports SET changes = '[]' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
UPDATE customer_imports SET changes = '{"fields": 1}' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
UPDATE customer_imports SET changes = '{"fields": {"phone": {"changed": -1}}}' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
UPDATE customer_imports SET changes = '{"unsubscribed": "x"}' WHERE import_id = :id;
SELECT customers_import_exclude(:id, '{2}');
UPDATE customer_imports SET changes = NULL, options = '{"limits": 7}' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
UPDATE customer_imports SET options = '{}' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
