-- Columns of the application whose default is of another type: a new customer
-- gets the cell of the file to the letter, or what a plain INSERT would give.

CREATE SCHEMA t_column_default;
SET customers.schema = 't_column_default';
SET search_path = t_column_default, public;
SET client_min_messages = warning;
SET timezone = 'Europe/Oslo';
SELECT customers_setup() <> '' AS ready;
\pset null -

CREATE SEQUENCE numbers;
CREATE DOMAIN code AS varchar(3);
CREATE DOMAIN code_of_code AS code CHECK (VALUE <> 'bad');
CREATE DOMAIN moment AS timestamp(0) DEFAULT now();
CREATE DOMAIN amount AS numeric(6,2);
CREATE TYPE pair AS (a int, b varchar(3));
CREATE FUNCTION code_text(code) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1::text';

-- Customers 'cell' and 'default' as an import or saves make them, or a plain
-- INSERT, with the same chances; or the state of the error.
CREATE FUNCTION made(way text, cell text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	made text;
BEGIN
	PERFORM setseed(0.5), setval('numbers', 40), setval(pg_get_serial_sequence('customers', 'c'), 40);
	IF way = 'insert' THEN
		EXECUTE format('INSERT INTO customers (identifier, c) VALUES (''cell'', %L); INSERT INTO customers (identifier) VALUES (''default'')', cell);
	ELSIF way = 'save' THEN
		PERFORM customers_save(jsonb_build_object('identifier', 'cell', 'c', cell)), customers_save('{"identifier": "default", "c": ""}');
	ELSE
		PERFORM import_csv(convert_to(format(E'identifier,c\ncell,"%s"\ndefault,\n', replace(cell, '"', '""')), 'UTF8'), again => true);
	END IF;
	EXECUTE 'SELECT string_agg(c::text, '' | '' ORDER BY identifier) FROM customers' INTO made;
	RETURN made;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

-- A column of this definition: is what an import makes what an INSERT does, and
-- does it go again?
CREATE FUNCTION tried(type text, "default" text, cell text, OUT import text, OUT save text, OUT undo text)
	LANGUAGE plpgsql AS $$
DECLARE
	plain text;
BEGIN
	EXECUTE 'ALTER TABLE customers ADD COLUMN c ' || type;
	IF "default" IS NOT NULL THEN
		EXECUTE 'ALTER TABLE customers ALTER COLUMN c SET DEFAULT ' || "default";
	END IF;
	plain := made('insert', cell);
	DELETE FROM customers;
	save := made('save', cell);
	save := CASE WHEN save IS DISTINCT FROM plain THEN format('%s, not %s', save, plain) ELSE 'same' END;
	DELETE FROM customers;
	import := made('import', cell);
	IF EXISTS (SELECT FROM customers) THEN
		SELECT format('%s of %s', reverted, reverted + kept) INTO undo
		FROM customers_revert((SELECT max(import_id) FROM customer_imports));
	END IF;
	import := CASE WHEN import IS DISTINCT FROM plain THEN format('%s, not %s', import, plain)
		WHEN plain ~ '^[0-9A-Z]{5}$' THEN plain ELSE 'same' END;
	DELETE FROM customers;
	ALTER TABLE customers DROP COLUMN c;
END $$;
CREATE TABLE tries (number int GENERATED ALWAYS AS IDENTITY, type text, "default" text, cell text);
INSERT INTO tries (type, "default", cell) VALUES
	('timestamp', 'now()', '2024-03-31 02:30:00'),
	('timestamp(0)', 'now()', '2024-03-31 02:30:00.7'),
	('timestamptz', 'current_date', '2024-03-31 10:30:00+00'),
	('date', 'now()', '2024-03-31'),
	('time', 'now()', '10:30:00.5'),
	('time(0)', 'now()', '10:30:00.5'),
	('interval', '''10:00''::time', '2 days'),
	('interval(0)', '''10:00:00.7''::time', '2.7 seconds'),
	('bigint', 'random() * 10', '9007199254740993'),
	('int', 'random() * 10', '2147483647'),
	('smallint', 'nextval(''numbers'')', '32767'),
	('numeric', 'random()', '12345678901234567890.123456789'),
	('numeric(6,2)', 'random()', '1.01'),
	('numeric', 'nextval(''numbers'')', '0.10'),
	('float4', 'random()', '0.1'),
	('float8', '1.23456789012345678901', '0.1'),
	('money', '3', '4.50'),
	('money', 'nextval(''numbers'')', '4.50'),
	('text', 'nextval(''numbers'')', 'abc'),
	('text', 'now()', 'abc'),
	('text', 'CURRENT_DATE', 'abc'),
	('text', '5', 'abc'),
	('text', 'random()', 'abc'),
	('text', '''{"a":1}''::jsonb', 'abc'),
	('text', '''c''::"char"', 'abc'),
	('text', '''ab ''::char(5)', 'abc '),
	('text', 'true', 'abc'),
	('text', '''x''::name', 'abc'),
	('text', 'ARRAY[1,2]', 'abc'),
	('text COLLATE "C"', 'CURRENT_USER', 'abc'),
	('varchar', 'md5(''1'')::uuid', 'abc'),
	('varchar(10)', 'CURRENT_DATE', 'abc'),
	('varchar(3)', '12345', 'abc'),
	('varchar(3)', '''abcd''::text', 'abc'),
	('varchar(3)', '''ab     ''::text', 'abc'),
	('varchar(3)', '''abcd''::varchar(3)', 'abc'),
	('char(5)', '12', 'abc'),
	('char(5)', '1234567', 'abc'),
	('bit(3)', 'B''1010''', '101'),
	('varbit(3)', 'B''1010''', '101'),
	('name', '''a name''::text', 'abc'),
	('jsonb', '''{"b": 1, "a":  2}''::json', '{"a": 1.0}'),
	('json', '''{"b": 1}''::jsonb', '{"a":  1.0}'),
	('inet', '''10.0.0.0/8''::cidr', '10.0.0.1/32'),
	('cidr', '''10.0.0.1/8''::inet', '10.0.0.0/8'),
	('boolean', '(nextval(''numbers'') > 1)', 'no'),
	('xid8', '''5''', '7'),
	('int[]', 'ARRAY[1.5,2.5]', '{1,NULL}'),
	('timestamp[]', 'ARRAY[now()]', '{"2024-03-31 02:30:00"}'),
	('text[]', 'ARRAY[1,2]', '{a,NULL}'),
	('varchar(3)[]', 'ARRAY[''abcd'']', '{abc}'),
	('varchar(3)[]', 'ARRAY[1,2]', '{abc}'),
	('numeric(6,2)[]', 'ARRAY[1,2.005]', '{1.005}'),
	('code', '12', 'abc'),
	('code', '12345', 'abc'),
	('varchar', 'code_text(''abcd''::text::code)', 'abc'),
	('code_of_code', '''abcd''::text', 'abc'),
	('code_of_code', '''bad''::text', 'abc'),
	('code_of_code', '7', 'abc'),
	('code[]', 'ARRAY[1,2]', '{abc}'),
	('moment', NULL, '2024-03-31 02:30:00'),
	('moment', 'CURRENT_DATE', '2024-03-31 02:30:00'),
	('moment', 'NULL', '2024-03-31 02:30:00'),
	('amount', 'random()', '1.01'),
	('amount', '12345', '1.01'),
	('pair', 'ROW(1, ''x'')', '(2,abc)'),
	('pair', 'ROW(1.6, ''x''::text)', '(2,abc)'),
	('int GENERATED BY DEFAULT AS IDENTITY (START 100)', NULL, '2147483647'),
	('smallserial', NULL, '32767');

SELECT type, "default", t.* FROM tries, tried(type, "default", cell) AS t ORDER BY number;

-- What a CHECK is shown while a file is staged is what the merge will write.
ALTER TABLE customers ADD COLUMN t timestamp DEFAULT now(), ADD COLUMN num numeric(6,2) DEFAULT 1.006, ADD COLUMN x text DEFAULT 5,
	ADD COLUMN p pair DEFAULT ROW(1, 'x'), ADD COLUMN w char(3) DEFAULT 12, ADD COLUMN m moment,
	ADD COLUMN g text GENERATED ALWAYS AS (upper(name)) STORED, ADD COLUMN a bigint GENERATED ALWAYS AS IDENTITY,
	ADD CHECK (extract(hour FROM t) = 2 OR t = now()::timestamp), ADD CHECK (num <> 1.006), ADD CHECK (x <> '05'), ADD CHECK ((p).a <> 9),
	ADD CHECK (octet_length(w) = 3), ADD CHECK (m IS NOT NULL);
BEGIN;
SELECT customers_import(E'identifier,t,num,x,p,w,m
A,2024-03-31 02:30:00,2,05,"(9,)",a,
B,2024-03-31 02:30:00,2,5,"(1,)",a,
C,,,,,,
'::bytea) > 0 AS staged;
SELECT line, field, code FROM customer_import_errors
	WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line, field, code;
SELECT created FROM customers_merge((SELECT max(import_id) FROM customer_imports));
SELECT identifier, t = now()::timestamp AS is_now, CASE WHEN identifier = 'B' THEN t END AS cell, num, x, p, w
	FROM customers ORDER BY identifier;
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports));
COMMIT;


-- A partitioned list.  What a partition has as its own default, an INSERT into
-- the list does not take.
CREATE SCHEMA t_column_default_parts;
SET customers.schema = 't_column_default_parts';
SET search_path = t_column_default_parts, t_column_default, public;
SELECT customers_setup(4) <> '' AS ready;
SELECT type, "default", t.* FROM tries, tried(type, "default", cell) AS t
	WHERE type !~ 'IDENTITY' AND (import, save, undo) IS DISTINCT FROM ('same', 'same', '2 of 2') ORDER BY number;
ALTER TABLE customers ADD COLUMN c timestamp DEFAULT now();
DO $$ BEGIN EXECUTE (SELECT string_agg(format('ALTER TABLE %s ALTER COLUMN c SET DEFAULT ''epoch''', inhrelid::regclass), ';')
	FROM pg_inherits WHERE inhparent = 'customers'::regclass); END $$;
BEGIN;
SELECT created FROM import_csv(E'identifier,c\nA,2024-03-31 02:30:00\nB,\n'::bytea);
SELECT identifier, c = now()::timestamp AS is_now, CASE WHEN identifier = 'A' THEN c END AS cell FROM customers ORDER BY identifier;
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports));
COMMIT;

RESET customers.schema;
DROP SCHEMA t_column_default, t_column_default_parts CASCADE;
