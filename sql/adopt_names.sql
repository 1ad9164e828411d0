-- Names on an adopted table: fields that it lacks go into those that it has.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA app;
CREATE SCHEMA t_adopt;
SET customers.schema = 't_adopt';
SET search_path = public;

-- Only a name: first and last are joined into it; a mobile phone fills an empty one; the second line goes behind the first.

CREATE TABLE app.users (id serial PRIMARY KEY, email text, full_name text, phone text, address text);
INSERT INTO app.users (email, full_name, phone, address) VALUES
	('ann@x.example', 'Ann Berg', '111', 'Road 1, Flat 2'), ('bo@x.example', 'Bo Dahl', NULL, NULL), ('cy@x.example', NULL, '333', 'Lane 3');
SELECT column_name, field FROM customers_adopt('app.users') WHERE column_name IS NOT NULL;
SELECT customers_import(E'email,First name,Last name,Mobile,Address,Address 2\nann@x.example,Ann,Berg,999,Road 1,Flat 2\nbo@x.example,Bo,van der Dahl,222,Road 2,\ncy@x.example,Cy,,,,Flat 9\nnew@x.example,New,One,444,Road 4,Flat 4\n'::bytea) AS id \gset
SELECT warnings FROM t_adopt.customer_imports WHERE import_id = :id;
SELECT line, action, field, old_value, new_value FROM t_adopt.customer_import_diff WHERE import_id = :id ORDER BY 1, 3;
SELECT created, changed, unchanged FROM customers_merge(:id);
SELECT * FROM app.users ORDER BY id;
SELECT customer_id, display_name FROM customers_find('one');
SELECT customers_export_csv();
SELECT customers_import((SELECT string_agg(line, E'\n') FROM customers_export_csv() AS line)::bytea) AS again \gset
SELECT uploaded, unchanged FROM t_adopt.customer_imports WHERE import_id = :again;
SELECT customers_cancel(:again);
SELECT reverted, kept FROM customers_revert(:id);
SELECT * FROM app.users ORDER BY id;

-- A phone beside the mobile: where both are given the phone holds; corrected by hand.

SELECT customers_import(E'email,Phone,Mobile,first_name,last_name\nann@x.example,,777,Ann,Berg\nbo@x.example,,888,Bob,Dahl\ncy@x.example,555,666,Cy,Lie\n'::bytea) AS id \gset
SELECT line, field, old_value, new_value FROM t_adopt.customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
SELECT customers_import_fix(:id, 3, 'name', 'Bo Dahl');
SELECT line, field, old_value, new_value FROM t_adopt.customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
SELECT customers_cancel(:id);
SELECT customers_save('{"email": "ann@x.example", "name": "Ann Lie"}');
SELECT customers_save('{"email": "ann@x.example", "first_name": "Ann", "last_name": "Moe"}');
SELECT customers_save('{"email": "cy@x.example", "mobile": "999", "first_name": "Cy"}');
SELECT full_name, phone FROM app.users WHERE id IN (1, 3) ORDER BY id;

-- A field that the table lacks is no field, and a column of it is ignored.

SELECT customers_import(E'email,City,Shoe size\nann@x.example,Oslo,43\n'::bytea) AS id \gset
SELECT warnings FROM t_adopt.customer_imports WHERE import_id = :id;
SELECT count(*) FROM t_adopt.customer_import_diff WHERE import_id = :id;
\set VERBOSITY default
SELECT customers_save('{"email": "ann@x.example", "city": "Oslo"}');
\set VERBOSITY terse
SELECT customers_cancel(:id);
SELECT customers_release();
DROP SCHEMA t_adopt CASCADE;
DROP TABLE app.users;

-- Only first and last name: a whole name that is both is the same; a new one is split; a known one stays.

CREATE SCHEMA t_adopt;
CREATE TABLE app.users (id serial PRIMARY KEY, email text, first_name text NOT NULL DEFAULT '', last_name text NOT NULL DEFAULT '');
INSERT INTO app.users (email, first_name, last_name) VALUES
	('ann@x.example', 'Ann', 'Berg'), ('bo@x.example', 'Bo', 'Dahl'), ('cy@x.example', '', ''), ('di@x.example', 'Di', 'Eng');
SELECT column_name, field FROM customers_adopt('app.users') WHERE column_name IS NOT NULL;
SELECT customers_import(E'email,Name\nann@x.example,Ann  Berg\nbo@x.example,Bo van Dahl\ncy@x.example,Cy Lie\ndi@x.example,"Eng, Di"\nnew@x.example,Anna Maria Moe\none@x.example,Plato\n'::bytea) AS id \gset
SELECT line, action, field, old_value, new_value FROM t_adopt.customer_import_diff WHERE import_id = :id ORDER BY 1, 3;
SELECT line, code, field, value, message FROM t_adopt.customer_import_errors WHERE import_id = :id ORDER BY 1;
SELECT standing FROM t_adopt.customer_imports WHERE import_id = :id;
SELECT created, changed, unchanged FROM customers_merge(:id);
SELECT customer_id, first_name, last_name, display_name FROM t_adopt.customer_profiles ORDER BY 1;
SELECT customers_import((SELECT string_agg(line, E'\n') FROM customers_export_csv() AS line)::bytea) AS again \gset
SELECT uploaded, unchanged FROM t_adopt.customer_imports WHERE import_id = :again;
SELECT customers_cancel(:again);
SELECT customer_id, display_name FROM customers_find('anna maria');
SET client_min_messages = notice;
SELECT customers_save('{"email": "bo@x.example", "name": "Bo Eng"}');
SELECT customers_save('{"email": "saved@x.example", "name": "Sa Ved"}');
SET client_min_messages = warning;
SELECT reverted, kept FROM customers_revert(:id);
SELECT * FROM app.users ORDER BY id;
DROP SCHEMA t_adopt CASCADE;
DROP SCHEMA app CASCADE;
