-- A row that moves to another partition fires the triggers of DELETE and
-- INSERT, and none of UPDATE: consent is remembered all the same.

CREATE SCHEMA t_opt_out_parts;
SET customers.schema = 't_opt_out_parts';
SET search_path = t_opt_out_parts, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\i sql/include/file.sql
CREATE TABLE parts (LIKE customers INCLUDING DEFAULTS) PARTITION BY LIST (country);
ALTER SEQUENCE customers_customer_id_seq OWNED BY parts.customer_id;
DROP TABLE customers CASCADE;
ALTER TABLE parts RENAME TO customers;
CREATE TABLE norway PARTITION OF customers FOR VALUES IN ('NO');
CREATE TABLE elsewhere PARTITION OF customers DEFAULT;
SELECT customers_setup() <> '' AS ready;
CREATE FUNCTION kept() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t_opt_out_parts.customer_erasures $$;
INSERT INTO customers (customer_id, identifier, email, country, subscribed) VALUES
	(1, 'P-1', 'p1@x.no', 'NO', false), (2, 'P-2', 'p2@x.no', 'NO', true), (3, 'P-3', 'p3@x.no', 'NO', false),
	(4, 'P-4', 'p4@x.no', 'NO', true), (5, 'P-5', 'p5@x.no', 'NO', false);
-- Nothing is kept of an email that stays.
UPDATE customers SET country = 'SE' WHERE customer_id = 5;
SELECT changed FROM import_csv(file('identifier,country,subscribed
P-3,SE,yes
P-4,SE,no
'), resubscribe => true);
SELECT kept();
-- An email that goes is.
SELECT changed FROM import_csv(file('identifier,country,email
P-1,SE,new1@x.no
'));
UPDATE customers SET country = 'SE', email = 'new2@x.no', subscribed = false WHERE customer_id = 2;
SELECT kept();
SELECT created FROM import_csv(file('email
p1@x.no
p2@x.no
'));
UPDATE customers SET country = 'NO', subscribed = true WHERE customer_id = 5;
SELECT email, subscribed FROM customers ORDER BY email;
SELECT customer_id, was_subscribed AS was, is_subscribed AS is, line, said FROM customer_consent_log ORDER BY log_id;
-- A row that is deleted has not moved.
DELETE FROM customers WHERE customer_id = 4;
SELECT kept();
-- Nor have those of a table that is truncated; a second time nothing is left to keep.
TRUNCATE customer_erasures;
INSERT INTO customers (email, country, subscribed) VALUES (NULL, 'NO', false), ('p9@x.no', 'FI', false);
SELECT count(*) FILTER (WHERE NOT subscribed) AS unsubscribed FROM customers;
TRUNCATE customers CASCADE;
SELECT kept();
TRUNCATE customers CASCADE;
SELECT kept();
SELECT created FROM import_csv(file('identifier,email
,p9@x.no
P-3,
P-99,p99@x.no
'));
SELECT identifier, email, subscribed FROM customers ORDER BY email;
DROP SCHEMA t_opt_out_parts CASCADE;
