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

DROP SCHEMA t_person CASCADE;
