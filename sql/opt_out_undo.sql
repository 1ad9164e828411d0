-- What an undo does with a no: it outlives whom the undo takes away, if anybody
-- has said it; and nobody is subscribed again over one that is newer.

CREATE SCHEMA t_opt_out_undo;
SET customers.schema = 't_opt_out_undo';
SET search_path = t_opt_out_undo, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW kept AS SELECT field, count(*) FROM customer_erasures WHERE reason = 'unsubscribed' GROUP BY 1 ORDER BY 1;
CREATE VIEW mailing AS SELECT email, mailable FROM customer_profiles ORDER BY email COLLATE "C";
CREATE PROCEDURE start() LANGUAGE sql AS $$
	DELETE FROM customers;
	DELETE FROM customer_erasures;
	DELETE FROM customer_consent_log $$;
-- Who comes unsubscribed by a file that says yes of these, of whom one word is kept?
CREATE FUNCTION comes_unsubscribed(VARIADIC emails text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	found text[];
BEGIN
	id := customers_import(file('email,subscribed' || E'\n' || array_to_string(emails, E',yes\n') || E',yes\n'), again => true);
	SELECT COALESCE(array_agg(e.new_value ORDER BY e.line), '{}') INTO found
	FROM customer_import_diff AS e JOIN customer_import_diff AS c USING (import_id, line)
	WHERE import_id = id AND e.field = 'email' AND c.field = 'subscribed' AND c.new_value = 'false';
	PERFORM customers_cancel(id);
	RETURN found;
END $$;


-- Said by an option, whichever of the two it sets.
SELECT import_id FROM import_csv(file('email
q@x.no
'), set => '{"unsubscribed": "yes"}') \gset
TABLE mailing;
SELECT reverted FROM customers_revert(:import_id);
TABLE kept;
SELECT import_id FROM import_csv(file('email
r@x.no
'), set => '{"subscribed": "no"}') \gset
SELECT reverted FROM customers_revert(:import_id);
SELECT comes_unsubscribed('q@x.no', 'r@x.no', 's@x.no');

-- Of one import, by customer: said by the file, by nobody, by somebody since.
CALL start();
SET customers.default_subscription = 'unsubscribed';
SELECT import_id FROM import_csv(file('email,unsubscribed
file@x.no,yes
default@x.no,
later@x.no,
')) \gset
TABLE mailing;
UPDATE customers SET subscribed = true WHERE email = 'later@x.no';
UPDATE customers SET subscribed = false WHERE email = 'later@x.no';
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT comes_unsubscribed('default@x.no', 'file@x.no', 'later@x.no');
-- A blank beside ticks is a no, and no default.
CALL start();
SELECT import_id FROM import_csv(file('email,newsletter
tick@x.no,yes
blank@x.no,
')) \gset
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT comes_unsubscribed('tick@x.no', 'blank@x.no');
-- Another record of the same new person says no: by an identifier alone, too.
CALL start();
SELECT import_id, created FROM import_csv(file('identifier,name,unsubscribed
N-1,Ann,
N-1,Ann,yes
N-2,Bo,
'), duplicates => 'first') \gset
SELECT identifier, subscribed FROM customers ORDER BY 1;
SELECT reverted, kept FROM customers_revert(:import_id);
TABLE kept;
-- The file does not speak of it: a person does, and so does a later import.
CALL start();
SELECT import_id FROM import_csv(file('email
h@x.no
i@x.no
j@x.no
')) \gset
UPDATE customers SET subscribed = true WHERE email <> 'j@x.no';
UPDATE customers SET subscribed = false WHERE email = 'h@x.no';
SELECT import_id AS later FROM import_csv(file('email,subscribed
i@x.no,no
')) \gset
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT reverted, kept FROM customers_revert(:later);
TABLE mailing;
SELECT comes_unsubscribed('h@x.no', 'i@x.no', 'j@x.no');
RESET customers.default_subscription;
-- The mailbox had said no before, and the person takes it back, and says it again.
CALL start();
INSERT INTO customers (email, subscribed) VALUES ('h@x.no', false);
DELETE FROM customers;
SELECT import_id FROM import_csv(file('email
h@x.no
')) \gset
UPDATE customers SET subscribed = true;
TABLE kept;
UPDATE customers SET subscribed = false;
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT comes_unsubscribed('h@x.no');
-- The log of somebody who had the id before says nothing of who has it now.
CALL start();
INSERT INTO customers (customer_id, email) VALUES (900, 'old@x.no');
UPDATE customers SET subscribed = false;
DELETE FROM customers;
SET customers.default_subscription = 'unsubscribed';
SELECT import_id FROM import_csv(file('customer_id,email
900,new@x.no
'), unknown_ids => 'create') \gset
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT comes_unsubscribed('old@x.no', 'new@x.no');
RESET customers.default_subscription;

-- resubscribe => true takes back what the import said, and nothing newer: the
-- value alone does not tell.
CALL start();
INSERT INTO customers (email, name) VALUES ('a@x.no', 'A'), ('b@x.no', 'B'), ('c@x.no', 'C');
SELECT import_id FROM import_csv(file('email,name,subscribed
a@x.no,AA,no
b@x.no,BB,no
c@x.no,CC,no
')) \gset
UPDATE customers SET subscribed = true WHERE email <> 'b@x.no';
UPDATE customers SET subscribed = false WHERE email = 'a@x.no';
SELECT reverted, kept FROM customers_revert(:import_id, resubscribe => true);
TABLE mailing;
SELECT email, name FROM customers ORDER BY 1;
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :import_id ORDER BY 1, 2;
-- So it is where the no stood beside the record.
CALL start();
INSERT INTO customers (email, name) VALUES ('a@x.no', 'A'), ('b@x.no', 'B');
SELECT import_id FROM import_csv(file('email,subscribed,birth_date
a@x.no,no,31.02.1990
b@x.no,no,31.02.1990
')) \gset
UPDATE customers SET subscribed = true WHERE email = 'a@x.no';
UPDATE customers SET subscribed = false WHERE email = 'a@x.no';
SELECT reverted, kept FROM customers_revert(:import_id, resubscribe => true);
TABLE mailing;
-- All in one transaction; and what was said before the merge is not newer.
CALL start();
INSERT INTO customers (email, name) VALUES ('a@x.no', 'A'), ('b@x.no', 'B');
BEGIN;
UPDATE customers SET subscribed = false;
UPDATE customers SET subscribed = true;
SELECT import_id FROM import_csv(file('email,subscribed
a@x.no,no
b@x.no,no
'), again => true) \gset
UPDATE customers SET subscribed = true WHERE email = 'a@x.no';
UPDATE customers SET subscribed = false WHERE email = 'a@x.no';
SELECT reverted, kept FROM customers_revert(:import_id, resubscribe => true);
COMMIT;
TABLE mailing;
-- What later imports said is no newer word once they are undone, in any order.
CALL start();
INSERT INTO customers (email) VALUES ('a@x.no');
SELECT import_id AS one FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true) \gset
SELECT import_id AS two FROM import_csv(file('email,subscribed
a@x.no,yes
'), resubscribe => true, again => true) \gset
SELECT import_id AS three FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true) \gset
SELECT reverted FROM customers_revert(:three, resubscribe => true);
SELECT reverted FROM customers_revert(:two, resubscribe => true);
TABLE mailing;
SELECT reverted, kept FROM customers_revert(:one, resubscribe => true);
TABLE mailing;

-- Also where the undo of the second one had nothing left to put back.
CALL start();
INSERT INTO customers (email) VALUES ('a@x.no');
SELECT import_id AS one FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true) \gset
SELECT import_id AS two FROM import_csv(file('email,subscribed
a@x.no,yes
'), resubscribe => true, again => true) \gset
SELECT import_id AS three FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true) \gset
SELECT reverted FROM customers_revert(:two, resubscribe => true);
SELECT reverted FROM customers_revert(:three, resubscribe => true);
SELECT reverted, kept FROM customers_revert(:one, resubscribe => true);
TABLE mailing;

-- A later import that stands says no, too, and changed nothing by it: it is kept, whether
-- it came after a record that was passed over or after a row.
CALL start();
INSERT INTO customers (identifier, email) VALUES ('K-1', 'a@x.no');
SELECT import_id AS one FROM import_csv(file('identifier,name,subscribed
K-1,Ann,
K-1,Ann,no
'), duplicates => 'first', again => true) \gset
SELECT import_id AS two FROM import_csv(file('identifier,subscribed
K-1,no
'), duplicates => 'first', again => true) \gset
SELECT reverted, kept FROM customers_revert(:one, resubscribe => true);
TABLE mailing;
CREATE PROCEDURE say_again(content text, stays boolean) LANGUAGE plpgsql AS $$
DECLARE
	one bigint;
	two bigint;
BEGIN
	CALL start();
	INSERT INTO customers (identifier, email) VALUES ('K-1', 'a@x.no'), ('K-2', 'b@x.no');
	SELECT import_id INTO one FROM import_csv(file('identifier,subscribed
K-1,no
'), again => true);
	SELECT import_id INTO two FROM import_csv(file(content), duplicates => 'first', again => true);
	IF NOT stays THEN
		PERFORM customers_revert(two);
	END IF;
	PERFORM customers_revert(one, resubscribe => true);
END $$;
-- unchanged; changed; left out; rejected; by another key
CALL say_again(E'identifier,subscribed\nK-1,no\n', true);
TABLE mailing;
CALL say_again(E'identifier,name,subscribed\nK-1,Ann,no\n', true);
TABLE mailing;
CALL say_again(E'identifier,name,subscribed\nK-1,Ann,\nK-1,Ann,no\n', true);
TABLE mailing;
CALL say_again(E'identifier,birth_date,subscribed\nK-1,31.02.1990,no\n', true);
TABLE mailing;
CALL say_again(E'identifier,email,birth_date,subscribed\n,a@x.no,31.02.1990,no\n', true);
TABLE mailing;
SELECT lines, customer_ids = ARRAY(SELECT customer_id FROM customers WHERE identifier = 'K-1') AS is_theirs
FROM customer_import_opt_outs WHERE lines IS NOT NULL ORDER BY import_id;
-- of somebody else; or undone
CALL say_again(E'identifier,subscribed\nK-2,no\n', true);
TABLE mailing;
CALL say_again(E'identifier,subscribed\nK-1,no\n', false);
TABLE mailing;

-- It outlives a purge, as does one beside a row; a correction and an exclusion take it away.
CALL start();
INSERT INTO customers (identifier, email, subscribed) VALUES ('K-1', 'a@x.no', false), ('K-2', 'b@x.no', false);
SELECT import_id AS one FROM import_csv(file('identifier,name,subscribed
K-1,Ann,no
K-2,Bo,no
'), again => true) \gset
UPDATE customer_imports SET merged_at = merged_at - '1 year'::interval WHERE import_id = :one;
SELECT customers_import_purge('300 days') AS purged;
SELECT lines FROM customer_import_opt_outs WHERE import_id = :one ORDER BY 1;
SELECT customers_import(file('identifier,name,subscribed
K-1,Anne,no
K-2,Bob,no
'), again => true) AS two \gset
SELECT customers_import_fix(:two, 2, 'subscribed', 'yes') IS NOT NULL AS fixed;
SELECT lines FROM customer_import_opt_outs WHERE import_id = :two AND lines IS NOT NULL ORDER BY 1;
SELECT customers_import_exclude(:two, '{3}') IS NOT NULL AS excluded;
SELECT lines FROM customer_import_opt_outs WHERE import_id = :two AND lines <> '{}' ORDER BY 1;
SELECT customers_cancel(:two) IS NOT NULL AS cancelled;
SELECT count(*) FROM customer_import_opt_outs WHERE import_id = :two;
SELECT customers_about((SELECT customer_id FROM customers WHERE identifier = 'K-1')) -> 'opt_outs' -> 0 ->> 'line' AS line;

-- Several imports, undone in any order: their files, in which order, and with which undos
-- resubscribe is given.  Each is merged when it is staged, or all are staged first.
CREATE FUNCTION undo(files text[], undone int[], asked boolean[], beside boolean DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	ids bigint[] := '{}';
	file text;
BEGIN
	CALL start();
	INSERT INTO customers (identifier, email, subscribed) VALUES ('K-1', 'a@x.no', true), ('K-2', 'b@x.no', true), ('K-3', 'c@x.no', false);
	FOREACH file IN ARRAY files LOOP
		ids := ids || customers_import(file(file), duplicates => 'first', resubscribe => file ~ 'yes', again => true);
		IF NOT beside THEN
			PERFORM customers_merge(ids[cardinality(ids)]);
		END IF;
	END LOOP;
	FOR i IN 1 .. cardinality(ids) LOOP
		EXIT WHEN NOT beside;
		PERFORM customers_merge(ids[i], on_conflict => 'skip');
	END LOOP;
	FOR i IN 1 .. cardinality(undone) LOOP
		PERFORM customers_revert(ids[undone[i]], resubscribe => asked[i]);
	END LOOP;
	RETURN string_agg(identifier || ' ' || email || CASE WHEN subscribed THEN ' yes' ELSE ' no' END, ', ' ORDER BY identifier) FROM customers;
END $$;
CREATE VIEW orders AS SELECT 'oldest first' AS what, '{1,2}'::int[] AS undone UNION ALL SELECT 'newest first', '{2,1}'
	UNION ALL SELECT 'the older', '{1}' UNION ALL SELECT 'the newer', '{2}';
-- no, and no again; no beside a row, and a yes; yes, and no beside a row; two beside rows
CREATE TABLE weeks (n int, files text[]);
INSERT INTO weeks VALUES
	(1, ARRAY[E'identifier,subscribed\nK-1,no\nK-2,no\n', E'identifier,subscribed\nK-1,no\n']),
	(2, ARRAY[E'identifier,birth_date,subscribed\nK-1,31.02.1990,no\n', E'identifier,subscribed\nK-1,yes\n']),
	(3, ARRAY[E'identifier,subscribed\nK-3,yes\n', E'identifier,birth_date,subscribed\nK-3,31.02.1990,no\n']),
	(4, ARRAY[E'identifier,birth_date,subscribed\nK-1,31.02.1990,no\n', E'identifier,birth_date,subscribed\nK-1,31.02.1990,no\n']),
	(5, ARRAY[E'identifier,subscribed\nK-1,no\n', E'identifier,subscribed\nK-1,yes\n']),
	-- an address that somebody else gets, and that says no there
	(6, ARRAY[E'identifier,subscribed\nK-1,no\n', E'identifier,email,subscribed\nK-1,n@x.no,\n,n@x.no,no\n']),
	(7, ARRAY[E'identifier,email\nK-1,n@x.no\n', E'email,birth_date,subscribed\na@x.no,31.02.1990,no\n']),
	-- an address handed over, with and without a no
	(8, ARRAY[E'identifier,email,subscribed\nK-1,n@x.no,\nK-2,a@x.no,no\n', E'identifier,subscribed\nK-1,no\n']),
	(9, ARRAY[E'identifier,email,subscribed\nK-1,n@x.no,no\nK-2,a@x.no,\n', E'identifier,email,subscribed\nK-1,a@x.no,\nK-2,b@x.no,\n']),
	(10, ARRAY[E'identifier,email\nK-1,c@x.no\nK-3,a@x.no\n', E'identifier,email,subscribed\nK-1,a@x.no,\nK-2,c@x.no,no\nK-3,b@x.no,\n']);
SELECT n, what, undo(files, undone, '{t,t}') AS resubscribed, undo(files, undone, '{f,f}') AS unasked
FROM weeks, orders ORDER BY n, what DESC;
-- staged beside each other
SELECT n, what, undo(files, undone, '{t,t}', true) AS resubscribed, undo(files, undone, '{f,f}', true) AS unasked
FROM weeks, orders WHERE n < 6 ORDER BY n, what DESC;

-- Their own no, said again by a save, is theirs.
CALL start();
INSERT INTO customers (identifier, email) VALUES ('K-1', 'a@x.no');
SELECT import_id AS one FROM import_csv(file('identifier,subscribed
K-1,no
'), again => true) \gset
SELECT count(*) FROM customers_save('{"identifier": "K-1", "subscribed": false}');
SELECT count(*) FROM customers_save('{"identifier": "K-1", "subscribed": false}');
SELECT was_subscribed, is_subscribed, import_id = :one AS by_import FROM customer_consent_log ORDER BY log_id;
SELECT reverted, kept FROM customers_revert(:one, resubscribe => true);
TABLE mailing;

-- Somebody who came unsubscribed by default says no: by a file that changes nothing,
-- by one whose record is rejected, by a save.  It is logged once, and outlives the undo.
CALL start();
SET customers.default_subscription = 'unsubscribed';
SELECT import_id FROM import_csv(file('email
by-file@x.no
rejected@x.no
by-save@x.no
nobody@x.no
')) \gset
SELECT unchanged, rejected FROM import_csv(file('email,Newsletter,birth_date
by-file@x.no,"No, thanks",
rejected@x.no,no,31.02.1990
nobody@x.no,,
'));
SELECT customers_save('{"email": "by-save@x.no", "subscribed": false}') > 0 AS saved;
SELECT unchanged FROM import_csv(file('email,Newsletter
by-file@x.no,no
rejected@x.no,no
by-save@x.no,no
'));
SELECT customers_save('{"email": "by-save@x.no", "subscribed": false}') > 0 AS saved;
SELECT c.email, l.was_subscribed, l.is_subscribed, l.line, l.said
FROM customer_consent_log AS l JOIN customers AS c USING (customer_id) ORDER BY l.log_id;
SELECT reverted FROM customers_revert(:import_id);
SET customers.default_subscription = 'subscribed';
SELECT comes_unsubscribed('by-file@x.no', 'rejected@x.no', 'by-save@x.no', 'nobody@x.no');

-- After a yes, it is a no again.
CALL start();
INSERT INTO customers (email) VALUES ('a@x.no');
SELECT import_id FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true) \gset
UPDATE customers SET subscribed = true;
ALTER TABLE customers DISABLE TRIGGER USER;
UPDATE customers SET subscribed = false;
ALTER TABLE customers ENABLE TRIGGER USER;
SELECT unchanged FROM import_csv(file('email,subscribed
a@x.no,no
'), again => true);
SELECT was_subscribed, is_subscribed FROM customer_consent_log ORDER BY log_id;

-- An address that an undo gives back has said no meanwhile, while it was somebody
-- else's: what the customer has said since, of another address, is no answer.
CREATE PROCEDURE lend() LANGUAGE sql AS $$
	INSERT INTO customers (email, subscribed) VALUES ('a@x.no', true);
	UPDATE customers SET subscribed = false WHERE email = 'a@x.no';
	DELETE FROM customers WHERE email = 'a@x.no' $$;
CALL start();
INSERT INTO customers (identifier, email) VALUES ('K1', 'a@x.no');
SELECT import_id FROM import_csv(file('identifier,email
K1,b@x.no
'), again => true) \gset
CALL lend();
UPDATE customers SET subscribed = false;
UPDATE customers SET subscribed = true;
SELECT reverted FROM customers_revert(:import_id);
TABLE mailing;
-- What the import itself said of the address is taken back, or answered.
CALL start();
INSERT INTO customers (identifier, email) VALUES ('K1', 'a@x.no');
SELECT import_id FROM import_csv(file('identifier,email,subscribed
K1,b@x.no,no
'), again => true) \gset
SELECT reverted FROM customers_revert(:import_id, resubscribe => true);
TABLE mailing;
CALL start();
INSERT INTO customers (identifier, email) VALUES ('K1', 'a@x.no');
SELECT import_id FROM import_csv(file('identifier,email,subscribed
K1,b@x.no,no
'), again => true) \gset
UPDATE customers SET subscribed = true;
SELECT reverted FROM customers_revert(:import_id);
TABLE mailing;

DROP SCHEMA t_opt_out_undo CASCADE;
