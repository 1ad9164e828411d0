-- Keys of an adopted table: where ids of new customers come from, and the types of ids,
-- identifiers and emails.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA app;
CREATE SCHEMA t_keys;
SET customers.schema = 't_keys';
SET search_path = public;

-- smallint, identity ALWAYS: to its end, which is an error of the records beyond.

CREATE TABLE app.small (no smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(20) UNIQUE, name text);
SELECT column_name, field FROM customers_adopt('app.small') WHERE field IS NOT NULL AND column_name IS NOT NULL;
SELECT created, rejected FROM import_csv(E'email,name\na@x.example,Ann\nb@x.example,Bo\n'::bytea);
SELECT setval('app.small_no_seq', 32765);
SELECT customers_import(E'email,name\nc@x.example,Cy\nd@x.example,Di\ne@x.example,El\nb@x.example,Bob\n'::bytea) AS id \gset
SELECT line, code, message, hint FROM t_keys.customer_import_errors WHERE import_id = :id;
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT * FROM app.small ORDER BY 1;
SELECT customers_save('{"email": "f@x.example"}');
SELECT created, rejected FROM import_csv(E'customer_id,email,name\n40000,g@x.example,Gi\n500,h@x.example,Ho\n'::bytea, unknown_ids => 'create');
SELECT no, email FROM app.small ORDER BY 1;
SELECT changed, unchanged FROM import_csv(E'customer_id,name\n1,Anna\n2,Bob\n'::bytea);
SELECT line FROM customers_export_csv() AS line LIMIT 2;
SELECT reverted, kept FROM customers_revert(:id);
SELECT customers_release();

-- serial, with more records than are taken one by one; live ids ahead of the sequence.

CREATE TABLE app.serial (id serial PRIMARY KEY, email text UNIQUE);
INSERT INTO app.serial VALUES (5, 'five@x.example');
SELECT count(*) FROM customers_adopt('app.serial');
SELECT created FROM import_csv((SELECT string_agg(format('s%s@x.example', i), E'\n') FROM generate_series(1, 30) AS i)::bytea, mapping => '{"1": "email"}');
SELECT count(*), min(id), max(id) FROM app.serial;
INSERT INTO app.serial (email) VALUES ('after@x.example') RETURNING id;
SELECT customers_release();

-- A sequence of another name; an expression of one; a function; random numbers.

CREATE SEQUENCE app.numbers START 100;
CREATE TABLE app.other (id bigint PRIMARY KEY DEFAULT nextval('app.numbers'), email text UNIQUE);
SELECT count(*) FROM customers_adopt('app.other');
SELECT created FROM import_csv(E'email\na@x.example\nb@x.example\n'::bytea);
SELECT id FROM app.other ORDER BY 1;
ALTER TABLE app.other ALTER id SET DEFAULT nextval('app.numbers') * 10 + 7;
SELECT created FROM import_csv(E'email\nc@x.example\nd@x.example\n'::bytea);
SELECT id FROM app.other ORDER BY 1;
INSERT INTO app.other VALUES (1047, 'in@x.example');
SELECT created FROM import_csv(E'email\ne@x.example\nf@x.example\n'::bytea);
SELECT id FROM app.other ORDER BY 1;
CREATE FUNCTION app.next_id() RETURNS bigint LANGUAGE sql AS 'SELECT max(id) + 1 FROM app.other';
ALTER TABLE app.other ALTER id SET DEFAULT app.next_id();
SELECT customers_import(E'email\ng@x.example\nh@x.example\n'::bytea) AS id \gset
SELECT line, code, message FROM t_keys.customer_import_errors WHERE import_id = :id;
SELECT created, rejected FROM customers_merge(:id);
ALTER TABLE app.other ALTER id SET DEFAULT (random() * 1e15)::bigint + 1;
SELECT created FROM import_csv((SELECT string_agg(format('r%s@x.example', i), E'\n') FROM generate_series(1, 30) AS i)::bytea, mapping => '{"1": "email"}');
SELECT count(*) FROM app.other WHERE email LIKE 'r%';
ALTER TABLE app.other ALTER id SET DEFAULT -1;
SELECT customers_import(E'email\ni@x.example\n'::bytea) AS id \gset
SELECT line, code, message FROM t_keys.customer_import_errors WHERE import_id = :id;
SELECT customers_cancel(:id);

-- No default at all: who is new is rejected, the rest goes on; the file may bring ids.

ALTER TABLE app.other ALTER id DROP DEFAULT;
SELECT customers_import(E'email,customer_id\nj@x.example,\na@x.example,\nk@x.example,5000\n'::bytea, unknown_ids => 'create') AS id \gset
SELECT line, code, message, hint FROM t_keys.customer_import_errors WHERE import_id = :id;
SELECT created, unchanged, rejected FROM customers_merge(:id);
SELECT customers_save('{"email": "l@x.example"}');
SELECT customers_save('{"email": "l@x.example", "customer_id": 6000}', unknown_ids => 'create');
SELECT customers_release();
DROP SCHEMA t_keys, app CASCADE;
