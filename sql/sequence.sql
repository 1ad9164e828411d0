CREATE SCHEMA t_sequence;
SET customers.schema = 't_sequence';
SET search_path = t_sequence, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\set VERBOSITY terse
\i sql/include/file.sql
SET statement_timeout = '20s';
-- A sequence of ids that counts down, or goes in circles: ids that are free, or an
-- error; never a search without end.
SELECT customers_save('[{"email":"a@x.no"},{"email":"b@x.no"}]');
ALTER SEQUENCE customers_customer_id_seq MINVALUE 1 MAXVALUE 2 RESTART 1 CYCLE;
SELECT customers_import(file(E'email\nq@x.no\n'));
SELECT customers_save('{"email":"q@x.no"}');
SELECT customers_place_order('{"email":"q@x.no", "total": 1}');
ALTER SEQUENCE customers_customer_id_seq MINVALUE 1 MAXVALUE 4 RESTART 3 CYCLE;
SELECT customers_save('[{"email":"q@x.no"},{"email":"r@x.no"},{"email":"s@x.no"}]');
ALTER SEQUENCE customers_customer_id_seq INCREMENT -1 MINVALUE -100 MAXVALUE 100 RESTART 4 NO CYCLE;
SELECT customers_save('[{"email":"q@x.no"},{"email":"r@x.no"},{"email":"s@x.no"}]');
SELECT customers_import(file(E'email\nq@x.no\n'));
ALTER SEQUENCE customers_customer_id_seq RESTART 100;
INSERT INTO customers (customer_id, email) VALUES (99, 'c@x.no'), (97, 'd@x.no');
SELECT created FROM import_csv(file(E'email\nq@x.no\nr@x.no\n'));
SELECT customer_id, email FROM customers ORDER BY 1;
