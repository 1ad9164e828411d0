-- One person or two, where the keys of a record do not settle it; and whose the ids
-- of a column customer_id are.

CREATE SCHEMA t_person;
SET customers.schema = 't_person';
SET search_path = t_person, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql


-- Two people with one address are not made one.  A record that only the email
-- matches, and that has another identifier than the customer: where the names agree,
-- or it has none, the identifier stays and the rest is taken; where they do not, it
-- is rejected, until rules say that the identifier is to be written.
INSERT INTO customers (customer_id, identifier, email, name, first_name, last_name, birth_date) VALUES
	(2001, 'F1', 'family@example.com', 'Mum', NULL, NULL, '1970-01-01'),
	(2002, 'G1', 'gro@example.com', NULL, 'Grø', 'Høy-Lie', NULL),
	(2003, NULL, 'ida@example.com', 'Ida', NULL, NULL, NULL),
	(2004, 'J1', 'jon@example.com', NULL, NULL, NULL, NULL);
SELECT customers_import(file('identifier,email,name,city
F2,family@example.com,Dad,Oslo
G2,gro@example.com,"HOY LIE, Gro",Oslo
I2,ida@example.com,Somebody,Oslo
J2,jon@example.com,Jon,Oslo
'));
TABLE staged;
TABLE diff;
TABLE messages;
SELECT customers_import(file('identifier,email,city
F2,family@example.com,Oslo
G2,gro@example.com,
'));
TABLE staged;
TABLE errors;
TABLE diff;
SELECT customers_import(file('identifier,email,first_name
F2,family@example.com,Mum
G2,gro@example.com,Gro
G3,gro@example.com,Ola
'), duplicates => 'first');
TABLE errors;
TABLE diff;
SELECT customers_import(file('identifier,email,name
F2,family@example.com,Dad
'), rules => '{"identifier": "overwrite"}');
TABLE diff;
SELECT customers_import(file('identifier,email,name
F2,family@example.com,Dad
'), rules => '{"identifier": "fill"}');
TABLE diff;
-- A rule for all fields names no identifier: it is kept, and two people stay two.
SELECT customers_import(file('identifier,email,name,city
F2,family@example.com,Dad,Oslo
G2,gro@example.com,Gro Hoy Lie,Oslo
I2,ida@example.com,Somebody,Oslo
J1,jon@example.com,Jon,Oslo
'), rules => '{"*": "fill"}');
TABLE errors;
TABLE diff;
SELECT customers_import(file('identifier,email,name,city
F2,family@example.com,Dad,Oslo
'), rules => '{"*": "keep"}');
TABLE errors;
SELECT customers_import(file('identifier,email,name,city
F2,family@example.com,Dad,Oslo
'), rules => '{"*": "fill", "identifier": "fill"}');
TABLE errors;
TABLE diff;
-- Our own id says who is meant; a key that is not asked for does not lead back.
SELECT customers_import(file('customer_id,identifier,email,name
2001,F2,family@example.com,Dad
'));
TABLE diff;
SELECT customers_import(file('identifier,email,name
F2,family@example.com,Dad
'), match_by => '{identifier}');
TABLE messages;
SELECT customers_import(file('identifier,email,name
F2,family@example.com,Dad
'), match_by => '{email,identifier}');
TABLE errors;
SELECT customers_save('{"identifier": "F2", "email": "family@example.com", "name": "Dad"}');
BEGIN;
SELECT customers_save('{"identifier": "F2", "email": "family@example.com", "name": "mum", "city": "Oslo"}');
SELECT customers_save('{"identifier": "F2", "email": "family@example.com", "name": "Dad"}', rules => '{"identifier": "overwrite"}');
SELECT customer_id, identifier, name, city FROM customers WHERE email = 'family@example.com';
ROLLBACK;


-- Zeros alone are no key: two who have them are not one, and nobody is found by them.
-- 0 as an id asks for a customer without a key, more of them do not.
INSERT INTO customers (customer_id, identifier, email, name) VALUES (2005, '0000', 'kim@example.com', 'Kim');
SELECT customers_import(file('identifier,email,name
0000,kim@example.com,Kim Berg
000,liv@example.com,Liv
000,mia@example.com,Mia
N-1,0,Nils
0,0,Ola
00,,
')) AS id \gset
TABLE staged;
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 2, 'name', 'Kim Dahl');
SELECT * FROM diff WHERE line = 2;
SELECT customers_save('{"identifier": "0000", "name": "Nobody"}');


-- Whose ids?  A column headed customer_id is ours, unless the file shows otherwise.
CREATE VIEW known AS
	SELECT mapping ->> 'customer_id' AS read_as, columns -> 0 ->> 'by' AS by, created, changed, unchanged, rejected, warnings FROM last;
DELETE FROM customers;
INSERT INTO customers (customer_id, identifier, email, name)
SELECT n, CASE WHEN n % 2 = 0 THEN 'K-' || n END, 'c' || n || '@x.example', 'Name' || n || ' Last' || n FROM generate_series(1, 40) AS n;
-- Those of another shop: other people stand behind the same numbers,
SELECT customers_import(file('customer_id,email,firstname
1,a@shop.example,Aa
2,b@shop.example,Bb
3,c@shop.example,Cc
'));
TABLE known;
TABLE diff;
-- they are no numbers at all,
SELECT customers_import(file('customer_id,email
C001,a@shop.example
cus_9s8d,b@shop.example
17,c17@x.example
'));
TABLE known;
-- or nobody has them.
SELECT customers_import(file('customer_id,name
1001,Aa
1002,Bb
1003,Cc
3,Dd
'));
TABLE known;
-- The file has another identifier: what it calls customer_id is a category.
SELECT customers_import(file('customer_id,identifier,name
C-1,X-1,Aa
C-2,X-2,Bb
'));
TABLE known;
TABLE diff;
SELECT customers_import(file('customer_id,identifier,name
C-1,X-1,Aa
C-2,X-2,Bb
'), unknown_columns => 'reject');
TABLE known;
-- Nothing else says who is meant: nobody is, not even by chance.
SELECT customers_import(file('customer_id,city
1001,Oslo
1002,Moss
1003,Voss
4,Bergen
C-5,Skien
')) AS id \gset
TABLE known;
TABLE errors;
SELECT DISTINCT message, hint FROM messages;
SELECT customers_import_fix(:id, 5, 'customer_id', '5');
-- Corrections read the ids as the import did.
SELECT customers_import(file('customer_id,email,firstname
1,a@shop.example,Aa
2,b@shop.example,Bb
3,c@shop.example,Cc
'), again => true) AS id \gset
SELECT customers_import_fix(:id, 2, 'identifier', '77'), customers_import_fix(:id, 3, 'customer_id', '78');
SELECT * FROM diff WHERE field = 'identifier';
-- What is ours stays so: a few who left, a new address of each of two, an export
-- most of whose customers are gone; with nothing to compare; by what somebody says.
SELECT customers_import(file('customer_id,email,name
1,c1@x.example,Other
2,new2@x.example,Name2 Last2
3,c3@x.example,Name3 Last3
98,c98@x.example,Name98 Last98
97,c97@x.example,Name97 Last97
'));
TABLE known;
SELECT customers_import(file('customer_id,email
1,new1@x.example
2,new2@x.example
'));
TABLE known;
SELECT customers_import(file('customer_id,email,name
1,c1@x.example,Name1
2,c2@x.example,Name2
95,c95@x.example,Name95
96,c96@x.example,Name96
97,c97@x.example,Name97
'));
TABLE known;
SELECT customers_import(file('customer_id,email
98,c98@x.example
'));
TABLE known;
SELECT customers_import(file('customer_id,city
1,Oslo
2,Moss
3,Voss
'));
TABLE known;
SELECT customers_import(file('customer_id,email,firstname
1,a@shop.example,Aa
2,b@shop.example,Bb
3,c@shop.example,Cc
'), again => true, mapping => '{"customer_id": "customer_id"}');
TABLE known;
SELECT customers_import(file('customer_id,email
1001,a@shop.example
1002,b@shop.example
1003,c@shop.example
'), unknown_ids => 'create');
TABLE known;
SELECT customers_import(file('customer_id,email
1001,a@shop.example
1002,b@shop.example
1003,c@shop.example
'), again => true, match_by => '{customer_id}');
TABLE known;
-- A preset keeps the decision.
SELECT customers_import(file('customer_id,email,firstname
1,a@shop.example,Aa
2,b@shop.example,Bb
3,c@shop.example,Cc
'), again => true) AS id \gset
SELECT customers_import_preset_save('shop', :id);
SELECT customers_import(file('customer_id,email,firstname
1,c1@x.example,Name1
'), preset => 'shop');
TABLE known;
-- customers_sniff says so, too.
SELECT fields, warnings FROM customers_sniff(file('customer_id,email
C001,a@shop.example
'));
-- A long file, whose first part has no ids: places all over it are looked at.
SELECT customers_import(file('customer_id,email,name' || E'\n' || string_agg(
	concat_ws(',', CASE WHEN n > 3000 THEN 100000 + n ELSE NULL END, CASE WHEN n > 3000 THEN '' ELSE ',' END || 'l' || n || '@shop.example', 'Long name of ' || n), E'\n' ORDER BY n) || E'\n'))
FROM generate_series(1, 20000) AS n;
TABLE known;
-- An empty list: a stranger's file makes it, and next week's of the same system is
-- read in the same way, though our own ids are the same numbers by then.
DELETE FROM customers;
ALTER SEQUENCE customers_customer_id_seq RESTART;
SELECT customers_import(file('customer_id,email
1,a@shop.example
2,b@shop.example
3,c@shop.example
'), again => true) AS id \gset
TABLE known;
SELECT created FROM customers_merge(:id);
SELECT customer_id, identifier, email FROM customers ORDER BY 1;
SELECT customers_import(file('customer_id,email
1,a@shop.example
2,b@shop.example
3,c@shop.example
4,d@shop.example
'));
TABLE known;

-- Identifiers that name other people.  Numbers that are known by their cells alone are
-- a category then; a column that says it is an id stays one, with a warning.
TRUNCATE customers CASCADE;
INSERT INTO customers (customer_id, identifier, email, name) VALUES
	(3001, '10234', 'ann@example.com', 'Ann Berg'), (3002, '10236', 'bo@example.com', 'Bo Lie'), (3003, '10238', 'cy@example.com', 'Cy Moe');
SELECT customers_import(file('10234,Kari Vik,kari@example.no
10236,Ola Dahl,ola@example.no
10238,Liv Lund,liv@example.no
')) AS id \gset
SELECT fields, created, changed, warnings FROM last;
SELECT customers_import(file('Kundenr,Navn,E-post
10234,Kari Vik,kari@example.no
10236,Ola Dahl,ola@example.no
10238,Liv Lund,liv@example.no
')) AS id \gset
SELECT fields, created, changed, warnings FROM last;
-- They are ours: by what the file says of most, or by a mapping.
SELECT customers_import(file('10234,Ann Berg,ann@example.com
10236,Bo Lie,bo@example.net
10238,Cy Moe,cy@example.com
')) AS id \gset
SELECT fields, created, changed, warnings FROM last;
SELECT customers_import(file('10234,Kari Vik,kari@example.no
10236,Ola Dahl,ola@example.no
10238,Liv Lund,liv@example.no
'), mapping => '{"1": "identifier", "2": "name", "3": "email"}') AS id \gset
SELECT fields, created, changed, warnings FROM last;

-- Two records are enough where the names have nothing in common with those of our customers;
-- not where half of a name, or a phone, birth date or address is the customer's.
INSERT INTO customers (customer_id, name, phone, birth_date, address) VALUES
	(9001, 'Ola Moe', '+47 91 23 45 67', '1980-05-17', 'Storgata 1'), (9002, 'Nils Lund', '+47 91 23 45 68', '1981-06-18', 'Bakken 2');
CREATE FUNCTION whose(content text) RETURNS text LANGUAGE sql AS $$
	SELECT fields[1] FROM customers_sniff(file(content)) $$;
SELECT whose(E'customer_id,name,phone\n9001,John Smith,+1 555 123 4567\n9002,Mary Jones,+1 555 123 9999\n') AS strangers,
	whose(E'customer_id,name\n9001,John Smith\n9002,Mary Jones\n') AS by_name_alone,
	whose(E'customer_id,name\n9001,John Smith\n') AS one_of_them,
	whose(E'customer_id,name,phone\n9001,Ola Moen,+1 555 123 4567\n9002,Nils Berge,+1 555 123 9999\n') AS half_a_name,
	whose(E'customer_id,name,phone\n9001,Petra Quist,91234567\n9002,Xerxes Zapp,91234568\n') AS the_phone,
	whose(E'customer_id,name,birth_date\n9001,Petra Quist,1980-05-17\n9002,Xerxes Zapp,1981-06-18\n') AS the_birth,
	whose(E'customer_id,name,address\n9001,Petra Quist,storgata 1\n9002,Xerxes Zapp,Bakken 2\n') AS the_address;

DROP SCHEMA t_person CASCADE;
