-- Customers as CSV: columns, quotes, guards, dialects, and what is refused.

CREATE SCHEMA t_export;
SET customers.schema = 't_export';
SET search_path = t_export, public;
SET client_min_messages = warning;

-- an empty table has a header
SELECT customers_export_csv();

ALTER TABLE customers ADD price numeric(10, 2), ADD seen timestamptz, ADD tags text[];
INSERT INTO customers (identifier, email, name, phone, postal_code, note, birth_date, subscribed, loyalty_points, attributes, price, seen, tags) VALUES
	('007', 'ann@example.com', 'Ann', '+47 22 33 44 55', '0150', 'says "hi"', '1990-12-31', true, -5, '{"Shoe size": "43", "colour": "red, blue"}', 1.50, '2024-02-29 12:00+01', '{a,"b c"}'),
	(NULL, 'ben@example.com', '=1+1', NULL, NULL, E'two\nlines', '0001-01-01', false, 0, '{"Shoe size": null, "n": 5}', NULL, NULL, NULL),
	('c-3', NULL, '''=1+1', '#N/A', ' 12', E'\ttab', NULL, true, 0, '{}', NULL, NULL, NULL),
	('c-4', NULL, '="00417"', '', 'a;b', 'plain', NULL, true, 0, '{}', NULL, NULL, NULL),
	('c-5', NULL, 'AT&amp;T', NULL, NULL, 'R&D; &#39;a&#39;', NULL, true, 0, '{"colour": "&eacute;"}', NULL, NULL, NULL);
INSERT INTO customer_groups (name) VALUES ('VIP'), ('b2b, preferred'), ('staff');
INSERT INTO customer_group_members (customer_id, group_id, status)
	VALUES (1, 1, 'accepted'), (1, 2, 'accepted'), (2, 2, 'accepted'), (3, 3, 'rejected');
INSERT INTO customer_orders (customer_id, total) VALUES (1, 10), (1, 2.5);
UPDATE customers SET password_hash = 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy';

-- everything that imports again; settings of the session change nothing
SET DateStyle = 'German, DMY';
SET TimeZone = 'Europe/Oslo';
SET extra_float_digits = 0;
SELECT customers_export_csv();
SELECT customers_export_csv(delimiter => ';', columns => '{identifier,name,phone,postal_code}', excel_safe => true);
SELECT customers_export_csv(delimiter => 'tab', columns => '{identifier,note}', header => false);
RESET DateStyle;
RESET TimeZone;
RESET extra_float_digits;

-- columns: computed ones, categories by name, all of them, one alone
SELECT customers_export_csv(columns => '{display_name,orders_count,orders_total,mailable,"attributes.Shoe size"}');
SELECT customers_export_csv(columns => '{customer_id,attributes}');
SELECT customers_export_csv(columns => '{attributes}');
SELECT customers_export_csv(columns => '{attributes}', filter => 'attributes = ''{}''');
SELECT customers_export_csv(columns => '{identifier}');
SELECT customers_export_csv(columns => '{name}', bom => true) LIKE E'\uFEFFname' AS marked LIMIT 1;

-- who
SELECT customers_export_csv(columns => '{identifier}', ids => '{3,1,99}');
SELECT customers_export_csv(columns => '{email}', filter => 'mailable');
SELECT customers_export_csv(columns => '{email}', "group" => 'b2b, preferred');
SELECT customers_export_csv(columns => '{email}', search => 'ann');
SELECT customers_segment_define('points', 'loyalty_points < 0');
SELECT customers_export_csv(columns => '{email}', segment => 'points', filter => 'subscribed');
SELECT customers_export_csv(filter => 'vip');

-- a condition means what it means to customers_find, whatever texts are written by
SET TimeZone = 'Asia/Kolkata';
SET DateStyle = 'German, DMY';
UPDATE customers SET seen = '2026-01-01 23:30+00' WHERE customer_id = 2;
SELECT customer_id FROM customers_find(filter => 'seen::date = ''2026-01-02'' AND birth_date::text = ''01.01.0001''');
SELECT customers_export_csv(columns => '{customer_id,seen,birth_date}',
	filter => 'seen::date = ''2026-01-02'' AND birth_date::text = ''01.01.0001''');
RESET TimeZone;
RESET DateStyle;
UPDATE customers SET seen = NULL WHERE customer_id = 2;
SELECT count(*), max(line) FROM customers_export_csv(columns => '{customer_id}', filter => 'true') AS line;

-- it streams: cursors, LIMIT, FROM
BEGIN;
DECLARE lines CURSOR WITH HOLD FOR SELECT customers_export_csv(columns => '{customer_id}');
FETCH 2 FROM lines;
DELETE FROM customers WHERE customer_id = 4;
COMMIT;
FETCH ALL FROM lines;
CLOSE lines;
SELECT customers_export_csv(columns => '{customer_id}') LIMIT 1;
SELECT count(*) FROM customers_export_csv();
SELECT id, line FROM (VALUES (1), (2)) AS v (id),
	LATERAL customers_export_csv(columns => '{customer_id}', ids => ARRAY[id::bigint]) AS line;

-- what is refused
SELECT customers_export_csv(columns => '{customer_id,password}');
SELECT customers_export_csv(columns => '{password_hash}');
SELECT customers_export_csv(columns => '{nothing}');
SELECT customers_export_csv(columns => '{email,email}');
SELECT customers_export_csv(columns => '{}');
SELECT customers_export_csv(columns => '{email,NULL}');
SELECT customers_export_csv(delimiter => '"');
SELECT customers_export_csv(delimiter => E'\n');
SELECT customers_export_csv(encoding => 'nonsense');
SELECT customers_export_csv(encoding => 'LATIN1', bom => true);
SELECT customers_export_csv(segment => 'nobody');
UPDATE customers SET note = '5 € off' WHERE customer_id = 1;
SELECT customers_export_csv(columns => '{customer_id,note}', encoding => 'LATIN1');
SELECT customers_export_csv(columns => '{customer_id,note}', encoding => 'WIN1252', ids => '{1}');
SELECT customers_export(NULL);
SELECT customers_export('relative.csv');
SELECT customers_export('/tmp');
SELECT customers_export('/nowhere/at/all.csv');
SELECT customers_export('/dev/null');
SELECT customers_export('/dev/stdout');
CREATE ROLE regress_export_clerk;
SET ROLE regress_export_clerk;
SELECT customers_export('/tmp/regress_export.csv');
SELECT customers_export_csv();
RESET ROLE;

-- A line of one cell is a record, even if that is empty.
SELECT DISTINCT line FROM customers_export_csv(columns => '{groups}', header => false, filter => 'groups = ''{}''') AS line;

-- Rights are needed to what is asked for, and to nothing else.
ALTER TABLE customers ADD COLUMN salary int;
GRANT USAGE ON SCHEMA t_export TO regress_export_clerk;
GRANT SELECT (customer_id, email) ON customers TO regress_export_clerk;
SET ROLE regress_export_clerk;
SELECT count(*) > 1 AS exported FROM customers_export_csv(columns => '{customer_id,email}', filter => 'email IS NOT NULL');
SELECT customers_export_csv(columns => '{email,name}');
SELECT customers_export_csv(columns => '{email}', filter => 'vip');
SELECT customers_export_csv(columns => '{email,groups}');
SELECT customers_export_csv(columns => '{email,orders_count}');
RESET ROLE;
ALTER TABLE customers DROP COLUMN salary CASCADE;
DROP OWNED BY regress_export_clerk;
DROP ROLE regress_export_clerk;

-- and back again
SELECT customers_import(convert_to((SELECT string_agg(line, E'\n') FROM customers_export_csv(excel_safe => true) AS line), 'UTF8')) AS id \gset
SELECT uploaded, unchanged, warnings FROM customer_imports WHERE import_id = :id;
SELECT customers_import(convert_to((SELECT string_agg(line, E'\n') FROM customers_export_csv(delimiter => ';') AS line), 'UTF8')) AS id \gset
SELECT uploaded, unchanged, warnings FROM customer_imports WHERE import_id = :id;

-- Attributes of a customer are decompressed once, not for each of 1000 categories.
UPDATE customers SET attributes = (SELECT jsonb_object_agg('category ' || i, repeat(i::text, 20)) FROM generate_series(1, 1800) AS i);
INSERT INTO customers (name, attributes) SELECT 'wide', c.attributes
FROM generate_series(1, 60), (SELECT attributes FROM customers LIMIT 1) AS c;
SELECT count(*), max(length(line)) FROM customers_export_csv() AS line;
SELECT count(*), max(length(line)) FROM customers_export_csv(filter => 'true') AS line;

DROP SCHEMA t_export CASCADE;
