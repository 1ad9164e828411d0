-- A no is heard from every record that names somebody, whatever becomes of it.

CREATE SCHEMA t_opt_outs;
SET customers.schema = 't_opt_outs';
SET search_path = t_opt_outs, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW counts AS
	SELECT uploaded, created, changed, unchanged, rejected, excluded, opted_out FROM last;
CREATE VIEW diff AS
	SELECT line, action, customer_id AS id, field, old_value, new_value
	FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field, customer_id;
CREATE VIEW opt_outs AS
	SELECT line, customer_id AS id, old_subscribed AS old, email_hash IS NOT NULL AS hashed, cell
	FROM customer_import_opt_outs JOIN last USING (import_id) ORDER BY 1, 2;
CREATE VIEW mailing AS SELECT customer_id AS id, email FROM customer_profiles WHERE mailable ORDER BY 1;
CREATE PROCEDURE start() LANGUAGE sql AS $$
	TRUNCATE customers, customer_consent_log, customer_erasures, customer_imports, customer_import_rows,
		customer_import_opt_outs, customer_group_members;
	INSERT INTO customers (customer_id, identifier, email, subscribed) VALUES
		(1, 'K-1', 'a@x.no', true), (2, 'K-2', 'b@x.no', true), (3, 'K-3', 'c@x.no', false), (4, NULL, 'd@x.no', true);
$$;

-- Passed over for another line, either way; also where that says yes, with
-- resubscribe or without.
CALL start();
SELECT customers_import(file('email,subscribed,name
a@x.no,no,A
a@x.no,yes,AA
b@x.no,yes,B
b@x.no,no,BB
'), duplicates => 'last') > 0 AS staged;
TABLE counts;
TABLE opt_outs;
TABLE diff;
SELECT changed, excluded FROM customers_merge((SELECT import_id FROM last));
TABLE mailing;
SELECT customer_id, was_subscribed, is_subscribed, import_id = (SELECT import_id FROM last) AS by_import FROM customer_consent_log ORDER BY 1;
-- An undo leaves it so, unless it is asked to.
SELECT reverted, kept FROM customers_revert((SELECT import_id FROM last));
TABLE mailing;
CALL start();
SELECT import_id FROM import_csv(file('email,subscribed,name
a@x.no,no,A
a@x.no,yes,AA
'), duplicates => 'last') \gset
TABLE mailing;
SELECT reverted, kept FROM customers_revert(:import_id, resubscribe => true);
TABLE mailing;
CALL start();
SELECT changed FROM import_csv(file('email,subscribed,name
c@x.no,yes,C
c@x.no,no,CC
d@x.no,yes,D
d@x.no,no,DD
'), duplicates => 'first', resubscribe => true);
TABLE mailing;
CALL start();
SELECT rejected FROM import_csv(file('email,subscribed,name
a@x.no,yes,A
a@x.no,no,AA
'));
TABLE mailing;

-- Left out by mode; rejected for another cell; ambiguous; by identifier and id.
CALL start();
SELECT customers_import(file('email,subscribed
a@x.no,no
new@x.no,no
'), mode => 'create') > 0 AS staged;
TABLE counts;
TABLE opt_outs;
SELECT created, excluded FROM customers_merge((SELECT import_id FROM last));
TABLE mailing;
CALL start();
SELECT rejected FROM import_csv(file('identifier,email,subscribed,birth_date
K-1,,no,31.02.1990
,b@x.no,no,31.02.1990
'));
TABLE mailing;
CALL start();
SELECT customers_import(file('identifier,email,subscribed
K-1,b@x.no,no
'));
TABLE opt_outs;
TABLE diff;
SELECT rejected, opted_out FROM last;
SELECT rejected FROM customers_merge((SELECT import_id FROM last));
TABLE mailing;

-- Under a rule; the record's own count stays what it is.
CALL start();
SELECT changed, unchanged FROM import_csv(file('email,subscribed,name
a@x.no,no,
b@x.no,no,Bo
'), rules => '{"subscribed": "fill"}');
TABLE mailing;
CALL start();
SELECT changed, unchanged FROM import_csv(file('email,subscribed
a@x.no,no
b@x.no,yes
'), rules => '{"subscribed": "keep"}');
TABLE counts;
TABLE mailing;

-- Nobody is known by it: the address is kept at the merge, not before.
CALL start();
SELECT customers_import(file('email,subscribed
un@x.no,no
'), mode => 'update') > 0 AS staged;
TABLE counts;
TABLE opt_outs;
SELECT count(*) FROM customer_erasures;
SELECT excluded FROM customers_merge((SELECT import_id FROM last));
SELECT created FROM import_csv(file('email,subscribed
un@x.no,yes
'));
TABLE mailing;

-- Of several records of one new person the strictest holds, by either key.
CALL start();
SELECT created, excluded FROM import_csv(file('identifier,email,subscribed
N-1,n1@x.no,yes
N-1,,no
N-2,n2@x.no,yes
,n2@x.no,no
N-3,n3@x.no,yes
'), duplicates => 'first');
TABLE mailing;
CALL start();
SELECT created, rejected FROM import_csv(file('identifier,email,subscribed,birth_date
N-1,n1@x.no,yes,
,n1@x.no,no,31.02.1990
K-1,moved@x.no,,
,moved@x.no,no,31.02.1990
'));
TABLE mailing;

-- A conflict leaves a row out, and its no is heard.
CALL start();
SELECT customers_import(file('email,subscribed,name
a@x.no,no,A
')) AS import_id \gset
UPDATE customers SET name = 'Other' WHERE customer_id = 1;
SELECT changed, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
TABLE counts;
TABLE mailing;
-- The address that it would have brought says no from then on, whoever gets it; also
-- where the customer is unsubscribed already.  That of a new customer, too.
CALL start();
UPDATE customers SET email = NULL WHERE customer_id = 2;
SELECT customers_import(file('identifier,email,subscribed,name
K-1,n1@x.no,no,A
K-2,n2@x.no,no,B
K-3,n3@x.no,no,C
K-4,n4@x.no,no,D
K-5,n5@x.no,yes,E
')) AS import_id \gset
UPDATE customers SET email = 'edited' || customer_id || '@x.no' WHERE customer_id IN (1, 3);
UPDATE customers SET name = 'Other' WHERE customer_id = 2;
INSERT INTO customers (customer_id, identifier, email) VALUES (5, 'K-4', 'edited5@x.no'), (6, 'K-5', NULL);
SELECT created, changed, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
TABLE mailing;
SELECT field, count(*) FROM customer_erasures GROUP BY 1;
SELECT created FROM import_csv(file('email,subscribed
n1@x.no,yes
n2@x.no,yes
n3@x.no,yes
n4@x.no,yes
n5@x.no,yes
'));
SELECT email FROM customer_profiles WHERE mailable AND email ~ '^n' ORDER BY 1;
-- And somebody who has got the address since is unsubscribed.
CALL start();
SELECT customers_import(file('identifier,email,subscribed
K-2,n1@x.no,no
')) AS import_id \gset
INSERT INTO customers (customer_id, identifier, email, subscribed) VALUES (5, 'K-5', 'n1@x.no', true);
SELECT changed, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
TABLE mailing;
-- Also of a new customer whom another file has brought since; and so is a no of
-- somebody who was nobody then.
CALL start();
SELECT customers_import(file('email,subscribed,name
n1@x.no,no,N
')) AS import_id \gset
SELECT created FROM import_csv(file('email
n1@x.no
'));
SELECT created, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
SELECT opted_out FROM customer_imports WHERE import_id = :import_id;
TABLE mailing;
CALL start();
SELECT customers_import(file('email,subscribed,birth_date
N1@x.no ,no,31.02.1990
n2@x.no,no,31.02.1990
')) AS import_id \gset
SELECT created FROM import_csv(file('email
n1@x.no
'));
SELECT rejected FROM customers_merge(:import_id);
SELECT opted_out FROM customer_imports WHERE import_id = :import_id;
SELECT email, subscribed FROM customers WHERE email LIKE 'n%';
TABLE mailing;
-- Whoever was deleted meanwhile has said no with their address.
CALL start();
SELECT customers_import(file('email,subscribed,birth_date
a@x.no,no,31.02.1990
')) AS import_id \gset
DELETE FROM customers WHERE customer_id = 1;
SELECT rejected FROM customers_merge(:import_id);
SELECT created FROM import_csv(file('email,subscribed
a@x.no,yes
'));
TABLE mailing;

-- Corrections, exclusions and inclusions rewrite it; what a person leaves out by
-- hand is that person's word, and a warning says so.
CALL start();
SELECT customers_import(file('email,subscribed,birth_date
a@x.no,no,31.02.1990
b@x.no,no,31.02.1990
d@x.no,yes,31.02.1990
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'birth_date', '1990-01-01');
TABLE opt_outs;
TABLE diff;
SELECT customers_import_fix(:import_id, 4, 'subscribed', 'no');
TABLE opt_outs;
SELECT opted_out FROM last;
SELECT customers_import_exclude(:import_id, ARRAY[2, 3]);
TABLE opt_outs;
SELECT opted_out FROM last;
SELECT line, code, severity FROM customer_import_errors WHERE import_id = :import_id AND code LIKE '%consent%' ORDER BY 1;
SELECT customers_import_include(:import_id, ARRAY[3]);
TABLE opt_outs;
SELECT opted_out FROM last;
SELECT changed FROM customers_merge(:import_id);
TABLE mailing;

-- Who looks at the import is told: in the NOTICE, the summary and the report.
CALL start();
SET client_min_messages = notice;
SELECT customers_import(file('email,subscribed,birth_date
a@x.no,no,31.02.1990
b@x.no,no,31.02.1990
')) AS import_id \gset
SET client_min_messages = warning;
SELECT substring(customers_import_summary(:import_id) FROM '[^\n]*more customers[^\n]*') AS summary,
	substring(customers_import_report(:import_id) FROM '2 more[^<]*') AS report;

-- Whoever is deleted between preview and merge has said no with the address that they
-- had, whether the file has it or not.
CALL start();
UPDATE customers SET identifier = 'K-' || customer_id;
SELECT customers_import(file('identifier,subscribed
K-1,no
K-2,no
')) AS import_id \gset
SELECT customers_import(file('identifier,email,subscribed
K-4,d@x.no,no
')) AS other_id \gset
SELECT customers_delete('{1,4}');
SELECT changed, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
SELECT changed, excluded FROM customers_merge(:other_id, on_conflict => 'skip');
SELECT created FROM import_csv(file('email
a@x.no
d@x.no
e@x.no
'));
SELECT email, mailable FROM customer_profiles ORDER BY email COLLATE "C";

-- Named by an identifier alone: of nobody yet, then of somebody who comes before the
-- merge, or after it.
CALL start();
SELECT customers_import(file('identifier,subscribed,birth_date
K-7,no,31.02.1990
K-8,no,1990-01-01
K-9,no,31.02.1990
')) AS import_id \gset
SELECT line, customer_id, email_hash IS NOT NULL AS by_email, identifier_hash IS NOT NULL AS by_identifier
FROM customer_import_opt_outs ORDER BY 1;
INSERT INTO customers (identifier, email) VALUES ('K-7', 'g@x.no'), ('K-8', 'h@x.no');
SELECT created, rejected, excluded FROM customers_merge(:import_id, on_conflict => 'skip');
SELECT field, count(*) FROM customer_erasures GROUP BY 1;
SELECT created FROM import_csv(file('identifier,email
K-9,i@x.no
K-10,j@x.no
'));
SELECT identifier, mailable FROM customer_profiles WHERE email ~ '[ghij]@' ORDER BY email COLLATE "C";
-- A correction gives it to another customer, or to a new one; exclusion by hand takes it away.
CALL start();
SELECT customers_import(file('identifier,subscribed,birth_date
K-1,no,31.02.1990
K-2,no,
K-11,no,31.02.1990
K-3,no,31.02.1990
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'identifier', 'K-12');
SELECT customers_import_fix(:import_id, 3, 'identifier', 'K-13');
SELECT customers_import_fix(:import_id, 4, 'identifier', 'K-2');
SELECT customers_import_exclude(:import_id, '{5}');
TABLE opt_outs;
SELECT created, changed, rejected, excluded FROM customers_merge(:import_id);
TABLE mailing;

-- A cancel, an erasure and a purge take it away.
CALL start();
SELECT customers_import(file('email,subscribed,birth_date
a@x.no,no,31.02.1990
b@x.no,no,31.02.1990
')) AS import_id \gset
SELECT customers_erase(1::bigint) > 0 AS erased;
SELECT line, customer_id FROM customer_import_opt_outs;
SELECT rejected FROM customers_merge(:import_id);
SELECT customers_import_purge('0 s');
SELECT count(*) FROM customer_import_opt_outs;
SELECT customers_import(file('email,subscribed,birth_date
d@x.no,no,31.02.1990
')) AS import_id \gset
SELECT customers_cancel(:import_id);
SELECT count(*) FROM customer_import_opt_outs;

DROP SCHEMA t_opt_outs CASCADE;
