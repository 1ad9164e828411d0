-- Each change of consent is recorded, whoever makes it; an opt-out outlives
-- the row.

CREATE SCHEMA t_consent_log;
SET customers.schema = 't_consent_log';
SET search_path = t_consent_log, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW log AS
	SELECT customer_id AS id, was_subscribed AS was, is_subscribed AS is, import_id,
		changed_by = CURRENT_USER AS by_me, changed_at <= now() AS past
	FROM customer_consent_log ORDER BY log_id;
CREATE VIEW kept AS
	SELECT reason, field, count(*) FROM customer_erasures GROUP BY 1, 2 ORDER BY 1, 2;

INSERT INTO customers (customer_id, email, identifier, subscribed) VALUES
	(1, 'ann@x.no', 'A-1', true), (2, 'ben@x.no', 'B-2', false), (3, 'cy@x.no', NULL, true);

-- New customers are no change; nor is an update that does not touch consent.
UPDATE customers SET name = 'Ann', subscribed = true WHERE customer_id = 1;
TABLE log;
UPDATE customers SET subscribed = true WHERE customer_id = 2;
UPDATE customers SET subscribed = false WHERE customer_id = 1;
TABLE log;

-- By a file: the import is named, and only for the changes that it makes.
SELECT changed, created FROM import_csv(file('email,subscribed,name
cy@x.no,no,Cy
ben@x.no,yes,Ben
new@x.no,no,New
'));
UPDATE customers SET subscribed = true WHERE email = 'cy@x.no';
TABLE log;

SELECT customer_id, import_id, line, said FROM customer_consent_log ORDER BY log_id;

-- A trigger of the application can ask too, and nobody can say otherwise.
CREATE TABLE seen (import_id text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO t_consent_log.seen VALUES (current_setting('customers.current_import'));
	RETURN NEW;
END $$;
CREATE TRIGGER see BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION see();
SELECT changed FROM import_csv(file('email,name
cy@x.no,Cyril
'));
UPDATE customers SET name = 'C' WHERE email = 'cy@x.no';
TABLE seen;
SET customers.current_import = '99';
SELECT set_config('customers.current_import', '99', false);
DROP TRIGGER see ON customers;

-- What was set before the library is there is not taken over.
\c -
SET client_min_messages = error;
SET customers.current_import = '99';
SET search_path = t_consent_log, public;
UPDATE customers SET subscribed = false WHERE email = 'cy@x.no';
RESET client_min_messages;
SET client_min_messages = warning;
SELECT * FROM log OFFSET 4;
-- The schema is that of the table, whatever customers.schema says.
SHOW customers.schema;
SET customers.schema = 't_consent_log';

-- A role without rights on the log is told what it lacks, where the triggers do
-- not act as the owner of the tables: that of customers is another one.
CREATE ROLE regress_customers_shop;
CREATE ROLE regress_customers_owner;
GRANT USAGE ON SCHEMA t_consent_log TO regress_customers_owner;
ALTER TABLE customers OWNER TO regress_customers_owner;
GRANT USAGE ON SCHEMA t_consent_log TO regress_customers_shop;
GRANT SELECT, UPDATE, DELETE ON customers TO regress_customers_shop;
GRANT SELECT ON customer_erasures TO regress_customers_shop;
SET ROLE regress_customers_shop;
UPDATE customers SET name = 'Ann B' WHERE customer_id = 1;
UPDATE customers SET subscribed = NOT subscribed WHERE customer_id = 1;
DELETE FROM customers WHERE customer_id = 2;
RESET ROLE;
GRANT INSERT ON customer_consent_log TO regress_customers_shop;
SET ROLE regress_customers_shop;
UPDATE customers SET subscribed = NOT subscribed WHERE customer_id = 1;
RESET ROLE;
GRANT USAGE ON SEQUENCE customer_consent_log_log_id_seq TO regress_customers_shop;
SET ROLE regress_customers_shop;
UPDATE customers SET subscribed = NOT subscribed WHERE customer_id = 1;
RESET ROLE;
SELECT id, was, "is", changed_by FROM log JOIN customer_consent_log ON customer_id = id
WHERE changed_by <> CURRENT_USER LIMIT 1;
ALTER TABLE customers OWNER TO CURRENT_USER;
SET ROLE regress_customers_shop;
DELETE FROM customers WHERE customer_id = 2;
RESET ROLE;
TABLE kept;

-- Deleting one who has opted out keeps hashes of email and identifier.
SELECT customer_id, subscribed FROM customers ORDER BY 1;
UPDATE customers SET subscribed = false WHERE customer_id = 1;
DELETE FROM customers WHERE customer_id = 1;
TABLE kept;
DELETE FROM customers WHERE customer_id = 2;
TABLE kept;
SELECT bool_and(octet_length(key_hash) = 32) AS hashed FROM customer_erasures;
-- HMAC-SHA-256 by the secret, as any other program computes it.
BEGIN;
UPDATE customer_settings SET value = repeat('0b', 32) WHERE key = 'secret';
DELETE FROM customer_erasures;
INSERT INTO customers (email, subscribed) VALUES ('hash@x.no', false);
DELETE FROM customers WHERE email = 'hash@x.no';
SELECT field, key_hash FROM customer_erasures;
ROLLBACK;
-- The same address as an identifier is another key.
INSERT INTO customers (identifier, subscribed) VALUES ('ann@x.no', true);
DELETE FROM customers WHERE identifier = 'ann@x.no';
TABLE kept;

-- Who comes back by a file is unsubscribed: with a column of the file, and
-- a warning; and without one, which the preview shows.
SELECT customers_import(file('email,name,subscribed
ann@x.no,Ann,yes
dee@x.no,Dee,yes
'));
SELECT line, field, new_value FROM customer_import_diff
WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY 1, 2;
SELECT line, field, value, code, message, hint FROM customer_import_errors
WHERE import_id = (SELECT max(import_id) FROM customer_imports);
SELECT customers_import(file('email,name,identifier
Ann@X.no ,Ann,
dee@x.no,Dee,A-1
eve@x.no,Eve,E-1
')) AS import_id \gset
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id ORDER BY 1, 2;
SELECT fields FROM customer_imports WHERE import_id = :import_id;
-- A correction is told the same, and the added field is not one of the file.
SELECT customers_import_fix(:import_id, 4, 'identifier', 'A-1');
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id AND field = 'subscribed' ORDER BY 1;
SELECT customers_import_fix(:import_id, 3, 'identifier', 'D-1');
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id AND field = 'subscribed' ORDER BY 1;
SELECT customers_import_fix(:import_id, 3, 'subscribed', 'yes');
SELECT created, rejected FROM customers_merge(:import_id);
SELECT email, subscribed FROM customers WHERE email LIKE '___@x.no' ORDER BY 1;
-- Known customers are matched and compared as ever.
SELECT customers_import(file('email,name,identifier
ann@x.no,Ann,
dee@x.no,Dee,D-1
eve@x.no,Eva,A-1
')) AS import_id \gset
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = :import_id;
SELECT created, changed, unchanged FROM customer_imports WHERE import_id = :import_id;

-- A file may subscribe them again only if it is said so.
DELETE FROM customers WHERE email = 'ann@x.no';
SELECT created FROM import_csv(file('email,subscribed
ann@x.no,yes
'), resubscribe => true);
SELECT email, subscribed FROM customers WHERE email = 'ann@x.no';
TABLE kept;
DELETE FROM customers WHERE email = 'ann@x.no';
TABLE kept;

-- Whom a revert deletes had said no if the file did; a change that it takes back
-- is recorded as the import's.
INSERT INTO customers (identifier, email, subscribed) VALUES ('J-1', 'jon@x.no', false);
DELETE FROM customers WHERE identifier = 'J-1';
TABLE kept;
SELECT import_id FROM import_csv(file('email,identifier,subscribed
jon@x.no,J-1,yes
ida@x.no,,no
cy@x.no,,yes
'), resubscribe => true) \gset
SELECT email, subscribed FROM customers WHERE email IN ('jon@x.no', 'ida@x.no') ORDER BY 1;
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT email, subscribed FROM customers WHERE email IN ('jon@x.no', 'ida@x.no') ORDER BY 1;
TABLE kept;
SELECT was, "is" FROM log WHERE import_id = :import_id;
-- Whom a trigger deletes while an import is merged or reverted is not one of them.
CREATE FUNCTION replace_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM t_consent_log.customers WHERE identifier = 'old ' || OLD.identifier;
	RETURN NULL;
END $$;
CREATE TRIGGER replace_old AFTER UPDATE OR DELETE ON customers FOR EACH ROW
	WHEN (OLD.identifier LIKE 'K-_') EXECUTE FUNCTION replace_old();
DELETE FROM customer_erasures;
INSERT INTO customers (identifier, subscribed) VALUES ('K-1', true), ('old K-1', false), ('old K-2', false);
SELECT import_id, changed FROM import_csv(file('identifier,name
K-1,Kay
K-2,Kit
')) \gset
TABLE kept;
SELECT reverted FROM customers_revert(:import_id);
TABLE kept;
DROP TRIGGER replace_old ON customers;

-- An import that was staged before the opt-out learns of it by a correction.
SELECT customers_import(file('email,name
flo@x.no,Flo
gus@x.no,Gus
')) AS import_id \gset
INSERT INTO customers (email, subscribed) VALUES ('flo2@x.no', false);
DELETE FROM customers WHERE email = 'flo2@x.no';
DELETE FROM customer_erasures WHERE field = 'identifier';
SELECT customers_import_fix(:import_id, 2, 'email', 'flo2@x.no');
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id ORDER BY 1, 2;
SELECT created FROM customers_merge(:import_id);
SELECT email, subscribed FROM customers WHERE email IN ('flo2@x.no', 'gus@x.no') ORDER BY 1;

-- In whose words: the cells as they were, of each column that spoke of it; an
-- undo has the line that it undoes.
INSERT INTO customers (email, subscribed) VALUES ('w1@x.no', true), ('w2@x.no', true), ('w3@x.no', false), ('w4@x.no', true);
SELECT import_id, changed FROM import_csv(file('email,Nyhetsbrev,"Meldt av, dato"
w1@x.no, Nei ,
w4@x.no,Ja,
w2@x.no,JA,12.01.2026
w3@x.no,ja,
'), resubscribe => true) \gset
SELECT email, line, was_subscribed AS was, is_subscribed AS is, said
FROM customer_consent_log JOIN customers USING (customer_id) WHERE import_id = :import_id ORDER BY line;
SELECT reverted FROM customers_revert(:import_id, resubscribe => true);
SELECT email, line, was_subscribed AS was, is_subscribed AS is, said
FROM customer_consent_log JOIN customers USING (customer_id) WHERE import_id = :import_id ORDER BY log_id;
SELECT customers_save('{"email": "w1@x.no", "subscribed": "nei"}') > 0 AS saved;
SELECT import_id, line, said, changed_by = CURRENT_USER AS by_me FROM customer_consent_log ORDER BY log_id DESC LIMIT 1;
-- A correction is in the words of whoever corrects it.
SELECT customers_import(file('email,subscribed
w4@x.no,perhaps
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'subscribed', 'nei');
SELECT changed FROM customers_merge(:import_id);
SELECT line, said FROM customer_consent_log ORDER BY log_id DESC LIMIT 1;

-- An unsubscribe list: email and status, and nothing else changes.
UPDATE customers SET name = 'Dee D', city = 'Oslo' WHERE email = 'dee@x.no';
SELECT customers_import(file('Email;Status
dee@x.no;unsubscribed
gus@x.no;bounced
'), mapping => '{"Status": "subscribed"}', mode => 'update') AS import_id \gset
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = :import_id;
SELECT changed FROM customers_merge(:import_id);
SELECT email, name, city, subscribed FROM customers WHERE email IN ('dee@x.no', 'gus@x.no') ORDER BY 1;
SELECT count(*) FROM customer_consent_log WHERE import_id = :import_id AND was_subscribed AND NOT is_subscribed;
SELECT email, mailable, display_name FROM customer_profiles WHERE email IN ('dee@x.no', 'gus@x.no', 'eve@x.no') ORDER BY 1;

-- In whose words: of a record beside another of the same person, in any order; of one that
-- is left out; of the option set; and of those who change it by hand, none.
INSERT INTO customers (customer_id, email, subscribed) SELECT n, 'p' || n || '@w.no', true FROM generate_series(101, 108) AS n;
SELECT status FROM import_csv(file(E'email,newsletter\np101@w.no,yes\np101@w.no,nein\np102@w.no,Nei takk\np102@w.no,ja\n'), duplicates => 'first');
SELECT status FROM import_csv(file(E'email,newsletter\np103@w.no,NEI\nnew@w.no,yes\n'), mode => 'create');
SELECT status FROM import_csv(file(E'email\np104@w.no\n'), set => '{"subscribed": "no"}');
SELECT status FROM import_csv(file(E'email\np105@w.no\n'), set => '{"unsubscribed": "yes"}');
SELECT customers_import(file(E'email,newsletter\np106@w.no,no\np107@w.no,perhaps so\np109@w.no,yes\np110@w.no,yes\n')) AS id \gset
SELECT customers_import_fix(:id, 3, 'newsletter', 'Nej tak');
SELECT status FROM customers_merge(:id, over_limits => true);
SELECT customers_save('{"email": "p108@w.no", "subscribed": "off"}');
SELECT customer_id, was_subscribed AS was, is_subscribed AS is, import_id > 0 AS by_import, line, said FROM customer_consent_log WHERE customer_id BETWEEN 101 AND 108 ORDER BY log_id;

DROP SCHEMA t_consent_log CASCADE;

-- A partitioned customers, and one whose partition is in another schema.
CREATE SCHEMA t_consent_log;
CREATE SCHEMA t_consent_log_old;
SELECT customers_setup(4) <> '' AS ready;
ALTER TABLE customers_p2 SET SCHEMA t_consent_log_old;
INSERT INTO customers (email, subscribed) SELECT 'c' || i || '@x.no', i > 4 FROM generate_series(1, 8) AS i;
UPDATE customers SET subscribed = NOT subscribed;
SELECT is_subscribed, count(*) FROM customer_consent_log GROUP BY 1 ORDER BY 1;
DELETE FROM customers WHERE NOT subscribed;
SELECT reason, field, count(*) FROM customer_erasures GROUP BY 1, 2;
DROP SCHEMA t_consent_log CASCADE;
DROP SCHEMA t_consent_log_old CASCADE;
DROP ROLE regress_customers_shop;
DROP ROLE regress_customers_owner;
