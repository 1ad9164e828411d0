-- What an application did to the tables: columns, constraints and triggers of
-- its own, ids given by hand, many categories.
CREATE SCHEMA t_tables;
SET customers.schema = 't_tables';
SET search_path = t_tables, public;
SET client_min_messages = warning;
SELECT customers_setup();

CREATE FUNCTION csv(text) RETURNS bytea LANGUAGE sql AS
	$$ SELECT convert_to($1, 'UTF8') $$;

-- the staging table: a column with a default, a generated one, a constraint
ALTER TABLE customer_import_rows
	ADD COLUMN desk text NOT NULL DEFAULT 'front',
	ADD COLUMN page bigint GENERATED ALWAYS AS (line / 2) STORED,
	ADD CONSTRAINT short CHECK (line < 3);
SELECT customers_import(csv(E'email,name\nann@x.no,Ann\n'));
SELECT line, desk, page FROM customer_import_rows;
\set VERBOSITY terse
SELECT customers_import(csv(E'email,name\nann@x.no,Ann\nben@x.no,Ben\n'));
\set VERBOSITY default
ALTER TABLE customer_import_rows DROP CONSTRAINT short;

-- a trigger on it would be passed over
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER note AFTER INSERT ON customer_import_rows EXECUTE FUNCTION nothing();
SELECT customers_import(csv(E'email,name\nann@x.no,Ann\n'));
DROP TRIGGER note ON customer_import_rows;

-- defaults and triggers of customers see the session's time zone
ALTER TABLE customers ADD COLUMN zone text DEFAULT current_setting('TimeZone');
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'German';
SELECT created FROM import_csv(csv(E'email,birth_date\nann@x.no,2000-02-03\n'));
SELECT zone, birth_date FROM customers;
SELECT changed FROM import_csv(csv(E'email,birth_date\nann@x.no,2000-03-02\n'));
SELECT birth_date FROM customers;
RESET TimeZone;
RESET DateStyle;

-- more categories than a function takes arguments or a query has columns
SELECT created FROM import_csv(csv('email,' || (SELECT string_agg('shelf ' || i, ',') FROM generate_series(1, 700) AS i) || E'\n'
	|| 'bob@x.no,' || (SELECT string_agg('no ' || i, ',') FROM generate_series(1, 700) AS i) || E'\n'));
SELECT changed FROM import_csv(csv('email,' || (SELECT string_agg('shelf ' || i, ',') FROM generate_series(1, 700) AS i) || E'\n'
	|| 'bob@x.no,#N/A,' || (SELECT string_agg('on ' || i, ',') FROM generate_series(2, 700) AS i) || E'\n'));
SELECT count(*), min(value), max(value) FROM customers, jsonb_each_text(attributes) WHERE email = 'bob@x.no';

-- ids given by hand ahead of the sequence: it steps over those in its way
SELECT setval('customers_customer_id_seq', 100);
INSERT INTO customers (customer_id, email) VALUES (101, 'cyd@x.no'), (103, 'dee@x.no'), (5000000, 'eve@x.no');
SELECT created FROM import_csv(csv(E'email\nfay@x.no\ngil@x.no\n'));
SELECT customer_id, email FROM customers WHERE email IN ('fay@x.no', 'gil@x.no') ORDER BY 1;
INSERT INTO customers (customer_id, email) VALUES (110, 'hal@x.no');
SELECT created FROM import_csv(csv(E'email\n' || (SELECT string_agg('new' || i || '@x.no', E'\n') FROM generate_series(1, 20) AS i)));
SELECT min(customer_id), max(customer_id), count(*) FROM customers WHERE email LIKE 'new%';

-- no sequence: known customers can be changed, new ones not be numbered
ALTER SEQUENCE customers_customer_id_seq OWNED BY NONE;
SELECT changed FROM import_csv(csv(E'email,name\nann@x.no,Anna\n'));
SELECT created FROM import_csv(csv(E'email,name\nida@x.no,Ida\n'));
ALTER SEQUENCE customers_customer_id_seq OWNED BY customers.customer_id;

-- a trigger of the application finds the row by index, also in a large load
CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM t_tables.customers WHERE customer_id = NEW.customer_id;
	IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = TG_RELID AND indislive) THEN
		RAISE 'no index';
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER look AFTER INSERT ON customers FOR EACH ROW WHEN (NEW.name = 'last') EXECUTE FUNCTION look();
SELECT created FROM import_csv(csv(E'email,name\n' || (SELECT string_agg('load' || i || '@x.no,' || CASE i WHEN 10000 THEN 'last' ELSE '' END, E'\n') FROM generate_series(1, 10000) AS i)));

-- customer_id must be what it was
DROP VIEW customer_profiles;
ALTER TABLE customers ALTER COLUMN customer_id TYPE numeric;
SELECT customers_import(csv(E'email\njon@x.no\n'));

-- customers partitioned by customer_id: no unique index guards email, and the
-- merge does
CREATE SCHEMA t_parts;
SET customers.schema = 't_parts';
SET search_path = t_parts, t_tables, public;
SELECT customers_setup();
CREATE TABLE whole (LIKE customers INCLUDING DEFAULTS) PARTITION BY HASH (customer_id);
CREATE TABLE part0 PARTITION OF whole FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE part1 PARTITION OF whole FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER SEQUENCE customers_customer_id_seq OWNED BY NONE;
DROP TABLE customers CASCADE;
ALTER TABLE whole RENAME TO customers;
ALTER TABLE customers ADD PRIMARY KEY (customer_id);
ALTER SEQUENCE customers_customer_id_seq OWNED BY customers.customer_id;
SELECT customers_setup();
SELECT created FROM import_csv(csv(E'email,name,groups\nann@x.no,Ann,VIP\nben@x.no,Ben,VIP|Gold\n'));
SELECT customers_import(csv(E'email,name\ncyd@x.no,Cyd\nann@x.no,Anna\n'));
SELECT customers_import(csv(E'email,name\ncyd@x.no,Cid\n'));
BEGIN;
SELECT count(*) FROM customers_save('{"email": "ann@x.no", "name": "Ann"}');
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objid = 'customers'::regclass
	AND classid = x'7475726e'::integer::oid;	-- the turn, for the keys' sake
SELECT created, changed FROM customers_merge(2);
COMMIT;
SELECT created FROM customers_merge(3);
SELECT email, name FROM customers ORDER BY email;

-- an identity gives the ids, in one table and in partitions: import, merge,
-- save, order, undo, and ids that are brought along
CREATE FUNCTION t_tables.use_identity() RETURNS TABLE (what text, n bigint) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY SELECT 'merged', created FROM import_csv(csv(E'email,groups\nann@x.no,VIP\nben@x.no,\n'));
	RETURN QUERY SELECT 'saved', customers_save('[{"email": "cyd@x.no"}, {"email": "ann@x.no", "name": "Ann"}]');
	RETURN QUERY SELECT 'ordered', customers_place_order('{"email": "dee@x.no", "total": 1}');
	RETURN QUERY SELECT 'moved', created FROM import_csv(csv(E'customer_id,email\n70,eve@x.no\n'), unknown_ids => 'create');
	INSERT INTO customers (email) VALUES ('fay@x.no');
	RETURN QUERY SELECT 'undone', reverted FROM customers_revert(1);
	RETURN QUERY SELECT 'undone', reverted FROM customers_revert(2);
	RETURN QUERY SELECT c.email, c.customer_id FROM customers AS c ORDER BY c.customer_id;
END $$;
CREATE SCHEMA t_identity;
SET customers.schema = 't_identity';
SET search_path = t_identity, t_tables, public;
SELECT customers_setup();
ALTER TABLE customers ALTER customer_id DROP DEFAULT, ALTER customer_id ADD GENERATED ALWAYS AS IDENTITY;
SELECT * FROM use_identity();
CREATE SCHEMA t_identity_parts;
SET customers.schema = 't_identity_parts';
SET search_path = t_identity_parts, t_tables, public;
SELECT customers_setup(3);
ALTER TABLE customers ALTER customer_id DROP DEFAULT;
DROP SEQUENCE customers_customer_id_seq;
ALTER TABLE customers ALTER customer_id ADD GENERATED ALWAYS AS IDENTITY;
SELECT * FROM use_identity();
