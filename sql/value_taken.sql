-- A value that a UNIQUE of the application allows once is found at the preview; what
-- only the merge can find is left out by on_conflict => 'skip'.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA t_taken;
SET customers.schema = 't_taken';
SET search_path = t_taken, public;
SELECT customers_setup();

-- Columns that an application has added to our own table: plain, partial, by an
-- expression, of several columns, with NULLs that are equal.

ALTER TABLE customers
	ADD card text UNIQUE,
	ADD nick text,
	ADD hall text DEFAULT 'main',
	ADD seat integer,
	ADD badge integer,
	ADD left_at date,
	ADD slug text GENERATED ALWAYS AS (lower(nick)) STORED;
CREATE UNIQUE INDEX seats ON customers (hall, seat);
CREATE UNIQUE INDEX badges ON customers (badge) WHERE left_at IS NULL;
CREATE UNIQUE INDEX slugs ON customers (slug);
SELECT created FROM import_csv($$email,card,nick,hall,seat,badge,left_at
ann@x.example,C-1,Annie,main,1,1,
bo@x.example,C-2,Bobo,main,2,2,2020-01-01
cy@x.example,,,,,,
$$::bytea);

SELECT customers_import($$email,card,nick,hall,seat,badge,left_at
d1@x.example,C-1,,,,,
d2@x.example,,ANNIE,,,,
d3@x.example,,,,1,,
d4@x.example,,,cellar,1,,
d5@x.example,,,,,1,
d6@x.example,,,,,1,2020-02-02
d7@x.example,,,,,2,
d8@x.example,C-1,annie,main,1,1,
cy@x.example,C-2,,,,,
ann@x.example,C-1,ANNIE,,,,
bo@x.example,,,,,1,
$$::bytea) AS id \gset
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = :id ORDER BY line, field;
SELECT line, action FROM customer_import_rows WHERE import_id = :id ORDER BY line;
SELECT created, changed, rejected FROM customers_merge(:id);

-- Within the file: the first record keeps it.

SELECT customers_import($$email,card,nick,hall,seat
e1@x.example,C-9,,,
e2@x.example,C-9,,,
cy@x.example,C-9,,,
e3@x.example,,Elle,,
e4@x.example,,elle,,
e5@x.example,,,attic,1
e6@x.example,,,attic,1
e7@x.example,,,,
e8@x.example,,,,
$$::bytea) AS id \gset
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;

-- Corrected, the record is taken; a correction is looked at, too.

SELECT customers_import_fix(:id, 3, 'card', 'C-1');
SELECT customers_import_fix(:id, 4, 'card', 'C-10');
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT customers_save('{"email": "cy@x.example", "card": "C-1"}');

-- Nothing to say of values that stay, of a file without such a column, of NULLs.

SELECT created, changed, unchanged, rejected FROM import_csv($$email,card,city
ann@x.example,C-1,Oslo
bo@x.example,C-2,
f1@x.example,,
f2@x.example,,
$$::bytea);
SELECT created, rejected FROM import_csv($$email,city
f3@x.example,Oslo
$$::bytea);

-- NULLS NOT DISTINCT; a value taken from one customer and given to another is taken.

ALTER TABLE customers ADD locker text;
UPDATE customers SET locker = customer_id;
CREATE UNIQUE INDEX lockers ON customers (locker) NULLS NOT DISTINCT;
SELECT customer_id AS ann FROM customers WHERE email = 'ann@x.example' \gset
UPDATE customers SET locker = 'of Ann' WHERE email = 'ann@x.example';
SELECT customers_import($$email,locker
g1@x.example,
g2@x.example,
g3@x.example,one
ann@x.example,two
bo@x.example,of Ann
$$::bytea) AS id \gset
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT customers_cancel(:id);
DROP INDEX lockers;

-- An EXCLUDE stops the merge, by its name, or its rows are passed over.

ALTER TABLE customers ADD slot int4range, ADD CONSTRAINT one_at_a_time EXCLUDE USING gist (slot WITH &&);
SELECT created, rejected FROM import_csv($$email,slot
h1@x.example,"[1,5)"
$$::bytea);
SELECT customers_import($$email,slot
h2@x.example,"[4,6)"
h3@x.example,"[5,8)"
h4@x.example,"[7,9)"
h5@x.example,"[20,30)"
h6@x.example,
cy@x.example,"[29,31)"
bo@x.example,"[40,50)"
$$::bytea) AS id \gset
SELECT customers_merge(:id);
SELECT created, changed, excluded FROM customers_merge(:id, on_conflict => 'skip');
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT email, slot FROM customers WHERE slot IS NOT NULL ORDER BY slot;

-- So are values that were taken since the preview.

SELECT customers_import($$email,card
i1@x.example,C-50
i2@x.example,C-51
bo@x.example,C-52
$$::bytea) AS id \gset
UPDATE customers SET card = 'C-50' WHERE email = 'cy@x.example';
SELECT customers_save('{"email": "new@x.example", "card": "C-52"}') > 0 AS saved;
SELECT customers_merge(:id);
SELECT created, changed, excluded FROM customers_merge(:id, on_conflict => 'skip');
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT count(*) FROM customers_revert(:id);

-- An index on an expression that raises an error for a value rejects that record.

ALTER TABLE customers ADD settings text;
CREATE UNIQUE INDEX by_key ON customers ((settings::jsonb ->> 'key'));
SELECT customers_import($$email,settings
j1@x.example,"{""key"": ""a""}"
j2@x.example,"{""key"": ""a"", ""b"": 1}"
j3@x.example,{
j4@x.example,{}
j5@x.example,{}
$$::bytea) AS id \gset
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created, rejected FROM customers_merge(:id);

-- An index of several expressions, each of which is read.

ALTER TABLE customers ADD shelf text, ADD box text;
CREATE UNIQUE INDEX places ON customers (lower(shelf), (box || '-'), upper(shelf));
SELECT customers_import($$email,shelf,box
p1@x.example,a,1
p2@x.example,A,1
p3@x.example,a,2
$$::bytea) AS id \gset
SELECT line, field, value, code, message FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created, rejected FROM customers_merge(:id);

DROP SCHEMA t_taken CASCADE;
