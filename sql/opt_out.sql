-- A no belongs to the mailbox: it outlives the row and the address that a row
-- had, and is asked whenever an address comes into the list.

CREATE SCHEMA t_opt_out;
SET customers.schema = 't_opt_out';
SET search_path = t_opt_out, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW diff AS
	SELECT line, action, field, old_value, new_value
	FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
CREATE VIEW errors AS
	SELECT line, field, value, code, message
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
CREATE VIEW log AS
	SELECT l.customer_id AS id, was_subscribed AS was, is_subscribed AS is, import_id IS NOT NULL AS by_import, changed_by
	FROM customer_consent_log AS l ORDER BY log_id;
-- Is a no of this address kept?  A file that brings it is told.
CREATE FUNCTION says_no(email text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	said boolean;
BEGIN
	id := customers_import(file('email,subscribed' || E'\n' || email || ',yes' || E'\n'), again => true);
	SELECT COALESCE(bool_or(new_value = 'false'), false) INTO said FROM customer_import_diff
	WHERE import_id = id AND field = 'subscribed';
	PERFORM customers_cancel(id);
	RETURN said;
END $$;
CREATE FUNCTION mailable(text) RETURNS boolean
	LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT p.mailable FROM customer_profiles AS p WHERE email = $1); END $$;


-- It is kept when an unsubscribed customer gets another address: by a file, by a
-- save, by plain SQL, in one statement with the yes or the no, and by an undo.
INSERT INTO customers (identifier, email, subscribed) VALUES
	('K-1', 'old1@x.no', false), ('K-2', 'old2@x.no', false), ('K-3', 'old3@x.no', false),
	('K-4', 'old4@x.no', false), ('K-5', 'old5@x.no', true), ('K-6', 'old6@x.no', true),
	('K-7', 'old7@x.no', false);
SELECT changed FROM import_csv(file('identifier,email
K-1,new1@x.no
'));
SELECT count(*) FROM customers_save('{"identifier": "K-2", "email": "new2@x.no"}');
UPDATE customers SET email = 'new3@x.no' WHERE identifier = 'K-3';
UPDATE customers SET email = 'new4@x.no', subscribed = true WHERE identifier = 'K-4';
UPDATE customers SET email = 'new5@x.no', subscribed = false WHERE identifier = 'K-5';
SELECT import_id FROM import_csv(file('identifier,email
K-6,new6@x.no
')) \gset
UPDATE customers SET subscribed = false WHERE identifier = 'K-6';
SELECT reverted, kept FROM customers_revert(:import_id);
UPDATE customers SET email = NULL WHERE identifier = 'K-7';
SELECT a, says_no(a || '@x.no') FROM unnest('{old1,old2,old3,old4,old5,new6,old7,other}'::text[]) AS a;
-- Who is deleted, mailable by another address, does not take it away.
DELETE FROM customers WHERE identifier = 'K-4';
SELECT says_no('old4@x.no'), says_no('new4@x.no');
-- The same address in another spelling has not left.
ALTER TABLE customers DISABLE TRIGGER customers_tidy_insert;
INSERT INTO customers (identifier, email, subscribed) VALUES ('K-8', 'Old8@X.no', false);
ALTER TABLE customers ENABLE TRIGGER customers_tidy_insert;
SELECT count(*) FROM customer_erasures \gset
UPDATE customers SET email = 'old8@x.no' WHERE identifier = 'K-8';
SELECT count(*) = :count AS same FROM customer_erasures;


-- And when an undo takes the customer away; but not whom a setting unsubscribed.
SELECT import_id FROM import_csv(file('email,subscribed
w1@x.no,no
')) \gset
SELECT reverted FROM customers_revert(:import_id);
SELECT created FROM import_csv(file('email,subscribed
w1@x.no,yes
'));
SELECT mailable('w1@x.no');
SET customers.default_subscription = 'unsubscribed';
SELECT import_id FROM import_csv(file('email
w2@x.no
')) \gset
SELECT reverted FROM customers_revert(:import_id);
RESET customers.default_subscription;
SELECT says_no('w2@x.no');
-- Also where a later import had kept the customer.
SELECT import_id FROM import_csv(file('email,subscribed
w3@x.no,no
')) \gset
SELECT import_id AS later FROM import_csv(file('email,name
w3@x.no,Wim
')) \gset
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT reverted FROM customers_revert(:later);
SELECT count(*) FROM customers WHERE email = 'w3@x.no';
SELECT says_no('w3@x.no');


-- It is asked when an address comes to a known customer: by a file, which shows
-- it, ...
INSERT INTO customers (customer_id, identifier, email) VALUES
	(101, 'A-1', 'a1@x.no'), (102, 'A-2', 'a2@x.no'), (103, 'A-3', 'a3@x.no'), (104, 'A-4', 'a4@x.no');
SELECT customers_import(file('identifier,email,name
A-1,old1@x.no,One
A-2,fresh@x.no,Two
'));
TABLE diff;
TABLE errors;
SELECT changed FROM customers_merge((SELECT import_id FROM last));
SELECT mailable('old1@x.no'), mailable('fresh@x.no');
-- ... whose yes is not enough, but with resubscribe it is: with the yes, that is.
SELECT customers_import(file('identifier,email,subscribed
A-3,old2@x.no,yes
'));
TABLE diff;
TABLE errors;
SELECT customers_import(file('identifier,email,subscribed
A-3,old2@x.no,yes
A-4,old3@x.no,
n@x.no,old4@x.no,
'), resubscribe => true);
TABLE diff;
TABLE errors;
-- ... by a save, and an order, ...
SELECT count(*) FROM customers_save('{"identifier": "A-2", "email": "old3@x.no"}');
SELECT mailable('old3@x.no');
SELECT count(*) FROM customers_save('{"email": "old7@x.no", "subscribed": true}');
SELECT mailable('old7@x.no');
SELECT count(*) FROM customers_place_order('{"email": "new6@x.no", "total": 1}');
SELECT mailable('new6@x.no');
-- ... and by an undo, to whom somebody else had it meanwhile, even with resubscribe => true.
SELECT import_id FROM import_csv(file('identifier,email
A-3,moved@x.no
')) \gset
INSERT INTO customers (identifier, email, subscribed) VALUES ('B-3', 'a3@x.no', false);
DELETE FROM customers WHERE identifier = 'B-3';
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT identifier, email, subscribed FROM customers WHERE identifier = 'A-3';
SELECT import_id FROM import_csv(file('identifier,email
A-4,moved@x.no
')) \gset
INSERT INTO customers (identifier, email, subscribed) VALUES ('B-4', 'a4@x.no', false);
DELETE FROM customers WHERE identifier = 'B-4';
SELECT reverted, kept FROM customers_revert(:import_id, resubscribe => true);
SELECT identifier, email, subscribed FROM customers WHERE identifier = 'A-4';

-- But not where this customer has said yes after that.
INSERT INTO customers (customer_id, identifier, email, subscribed) VALUES (110, 'Y-1', 'y1@x.no', false);
UPDATE customers SET email = 'y2@x.no' WHERE customer_id = 110;
UPDATE customers SET subscribed = true WHERE customer_id = 110;
SELECT says_no('y1@x.no');
SELECT changed FROM import_csv(file('identifier,email
Y-1,y1@x.no
'));
SELECT mailable('y1@x.no');
-- Nor is a key of another kind an address.
INSERT INTO customers (identifier, email, subscribed) VALUES ('Z-1', 'z1@x.no', false);
DELETE FROM customers WHERE identifier = 'Z-1';
SELECT changed FROM import_csv(file('email,identifier
y1@x.no,Z-1
'), match_by => '{email}', rules => '{"identifier": "overwrite"}');
SELECT mailable('y1@x.no');


-- An application's own statement is the person's own word: it is not altered, its
-- yes takes the no away, and the log says who said it.
DELETE FROM customer_consent_log;
INSERT INTO customers (customer_id, email) VALUES (120, 'old4@x.no');
SELECT mailable('old4@x.no'), says_no('other4@x.no');
UPDATE customers SET email = 'old5@x.no' WHERE customer_id = 120;
SELECT mailable('old5@x.no');
SELECT id, was, "is", by_import, changed_by = CURRENT_USER AS by_me FROM log;
DELETE FROM customers WHERE customer_id = 120;
SELECT says_no('old4@x.no'), says_no('old5@x.no');
-- A no is the person's, too.
INSERT INTO customers (customer_id, email, subscribed) VALUES (121, 'old5@x.no', false);
DELETE FROM customers WHERE customer_id = 121;
SELECT says_no('old5@x.no');
-- A save that says resubscribe is such a word, and a file's is not forgotten by
-- the next deletion.
SELECT count(*) FROM customers_save('{"email": "old5@x.no", "subscribed": true}', resubscribe => true);
SELECT mailable('old5@x.no');
DELETE FROM customers WHERE email = 'old5@x.no';
SELECT says_no('old5@x.no');
DELETE FROM customers WHERE email = 'w1@x.no';
SELECT created FROM import_csv(file('email,subscribed
w1@x.no,yes
'), resubscribe => true, again => true);
SELECT mailable('w1@x.no');
DELETE FROM customers WHERE email = 'w1@x.no';
SELECT says_no('w1@x.no');


-- What is said between the preview and the merge.  A staged resubscribe does not
-- overrule a newer no.
INSERT INTO customers (customer_id, email, subscribed) VALUES (130, 'c1@x.no', false), (131, 'c2@x.no', false);
SELECT customers_import(file('email,subscribed,name
c1@x.no,yes,C
c2@x.no,yes,D
'), resubscribe => true) AS import_id \gset
UPDATE customers SET subscribed = true WHERE customer_id = 130;
UPDATE customers SET subscribed = false WHERE customer_id = 130;
SELECT customers_merge(:import_id);
SELECT changed, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
SELECT line, field, code, message FROM customer_import_errors WHERE import_id = :import_id;
SELECT mailable('c1@x.no'), mailable('c2@x.no');
-- An older one it does, in one transaction too.
BEGIN;
UPDATE customers SET subscribed = false WHERE customer_id = 131;
SELECT changed FROM import_csv(file('email,subscribed,name
c1@x.no,yes,C
c2@x.no,yes,D
'), resubscribe => true, again => true);
SELECT mailable('c1@x.no'), mailable('c2@x.no');
ROLLBACK;
-- New customers, and addresses of known ones.
SELECT customers_import(file('identifier,email,subscribed,name
A-1,n1@x.no,,One
C-1,n2@x.no,yes,New
C-2,n3@x.no,no,No
')) AS import_id \gset
UPDATE customers SET subscribed = true WHERE identifier = 'A-1';
INSERT INTO customers (email, subscribed) VALUES ('n1@x.no', false), ('n2@x.no', false), ('n3@x.no', false);
DELETE FROM customers WHERE email ~ '^n[123]@';
SELECT customers_merge(:import_id);
SELECT changed, created, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
SELECT line, reason FROM customer_import_rows WHERE import_id = :import_id ORDER BY 1;
SELECT count(*) FROM customers WHERE email IN ('n1@x.no', 'n2@x.no');
SELECT customers_import(file('email,subscribed
n4@x.no,yes
'), resubscribe => true) AS import_id \gset
INSERT INTO customers (email, subscribed) VALUES ('n4@x.no', false);
DELETE FROM customers WHERE email = 'n4@x.no';
SELECT customers_merge(:import_id);
SELECT customers_cancel(:import_id);


-- The triggers act as the owner of the tables: who writes customers needs no
-- right on the log, the hashes, the secret, and is named in the log all the same.
CREATE ROLE regress_customers_shop;
GRANT USAGE ON SCHEMA t_opt_out TO regress_customers_shop;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers TO regress_customers_shop;
GRANT USAGE ON SEQUENCE customers_customer_id_seq TO regress_customers_shop;
SET ROLE regress_customers_shop;
INSERT INTO customers (customer_id, email) VALUES (140, 's0@x.no'), (141, 's1@x.no');
UPDATE customers SET email = 'n1@x.no' WHERE customer_id = 140;
UPDATE customers SET subscribed = false WHERE customer_id = 141;
UPDATE customers SET email = 's2@x.no' WHERE customer_id = 141;
DELETE FROM customers WHERE customer_id = 141;
RESET ROLE;
SELECT id, was, "is", changed_by FROM log WHERE id IN (140, 141);
SELECT says_no('n1@x.no'), says_no('s1@x.no'), says_no('s2@x.no');
-- A table of theirs with our triggers on it writes nothing of ours.
CREATE SCHEMA t_opt_out_planted;
GRANT ALL ON SCHEMA t_opt_out_planted TO regress_customers_shop;
GRANT CREATE ON SCHEMA t_opt_out TO regress_customers_shop;
SET ROLE regress_customers_shop;
CREATE TABLE t_opt_out.mine (customer_id bigint, identifier text, email text, subscribed boolean);
CREATE TRIGGER log AFTER UPDATE ON t_opt_out.mine FOR EACH ROW EXECUTE FUNCTION customers_log_consent();
CREATE TRIGGER keep AFTER DELETE ON t_opt_out.mine FOR EACH ROW EXECUTE FUNCTION customers_keep_opt_out();
INSERT INTO t_opt_out.mine VALUES (130, '', 'c1@x.no', false);
UPDATE t_opt_out.mine SET subscribed = true;
DELETE FROM t_opt_out.mine;
RESET ROLE;
REVOKE ALL ON SCHEMA t_opt_out FROM regress_customers_shop;
-- Nor do they where ours have several owners: then the rights of the caller count.
GRANT USAGE ON SCHEMA t_opt_out TO regress_customers_shop;
CREATE ROLE regress_customers_log;
GRANT CREATE, USAGE ON SCHEMA t_opt_out TO regress_customers_log;
ALTER TABLE customer_consent_log OWNER TO regress_customers_log;
SET ROLE regress_customers_shop;
UPDATE customers SET subscribed = NOT subscribed WHERE customer_id = 140;
RESET ROLE;
ALTER TABLE customer_consent_log OWNER TO CURRENT_USER;

-- The functions themselves take no other place than that of triggers.
CREATE TABLE t_opt_out.plain (customer_id bigint, identifier text, email text, subscribed boolean);
CREATE TRIGGER log BEFORE UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION customers_log_consent();
CREATE TRIGGER keep AFTER INSERT ON plain FOR EACH ROW EXECUTE FUNCTION customers_keep_opt_out();
INSERT INTO plain VALUES (1);
DROP TRIGGER keep ON plain;
INSERT INTO plain VALUES (1);
UPDATE plain SET subscribed = true;
CREATE TRIGGER keep AFTER TRUNCATE ON plain EXECUTE FUNCTION customers_keep_opt_outs();
TRUNCATE plain;
SELECT customers_is_merging();

DROP SCHEMA t_opt_out CASCADE;
DROP SCHEMA t_opt_out_planted CASCADE;
DROP ROLE regress_customers_shop;
DROP ROLE regress_customers_log;
