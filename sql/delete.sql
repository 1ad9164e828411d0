-- Customers who leave: deleted, or erased for good.

CREATE SCHEMA t_leave;
SET customers.schema = 't_leave';
SET search_path = t_leave, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW kept AS
	SELECT reason, field, count(*) FROM customer_erasures GROUP BY 1, 2 ORDER BY 1, 2;
CREATE VIEW rows AS
	SELECT import_id AS imp, line, action, customer_id AS id, cells, old_cells, raw, reason
	FROM customer_import_rows ORDER BY 1, 2;
CREATE VIEW counts AS
	SELECT import_id AS imp, status, uploaded, created, changed, unchanged, rejected, excluded
	FROM customer_imports ORDER BY 1;
-- Is a text anywhere in our tables?
CREATE FUNCTION found(what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	t text;
	n bigint;
BEGIN
	FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 't_leave'::regnamespace
		AND relkind = 'r' AND relname <> 'customer_header_synonyms' ORDER BY 1
	LOOP
		EXECUTE format('SELECT count(*) FROM t_leave.%I AS x WHERE strpos(lower(x::text), lower($1)) > 0', t)
			INTO n USING what;
		IF n > 0 THEN
			RETURN NEXT t || ' ' || n;
		END IF;
	END LOOP;
END $$;

INSERT INTO customers (customer_id, email, identifier, name, first_name, last_name, subscribed) VALUES
	(1, 'ann@x.no', 'A-1', 'Ann A', NULL, NULL, true),
	(2, 'ben@x.no', 'B-2', NULL, 'Ben', 'B', false),
	(3, 'cy@x.no', NULL, NULL, NULL, NULL, true),
	(4, NULL, 'D-4', 'Dee', NULL, NULL, false);
SELECT setval('customers_customer_id_seq', 100);
SELECT customers_group_create('VIP') > 0 AS made;
SELECT customers_group_assign('VIP', ARRAY[1, 2]);


-- Deleted: orders stay, under the name and email of their time, else of now.
INSERT INTO customer_orders (customer_id, customer_name, customer_email, total) VALUES
	(1, NULL, NULL, 10), (1, 'Ann Old', 'old@x.no', 20), (2, NULL, NULL, 30), (3, NULL, NULL, 40);
SELECT customers_delete(ARRAY[1, 2, 2, 3, 77]);
SELECT customer_id, customer_name, customer_email, total FROM customer_orders ORDER BY order_id;
SELECT count(*) FROM customer_group_members;
SELECT customer_id FROM customers;
-- Who had opted out is remembered.
TABLE kept;
SELECT customers_delete('{}');
SELECT customers_delete(NULL);
SELECT customers_delete(ARRAY[4, NULL]);

-- A table of the application in the way.
CREATE TABLE invoices (customer_id bigint REFERENCES customers);
INSERT INTO invoices VALUES (4);
SELECT customers_delete(ARRAY[4]);
SELECT customers_erase(4);
TABLE kept;
DROP TABLE invoices;


-- Erased.  The person is all over: a customer, in a group, with orders, in
-- merged, staged, rejected and excluded records, and in their errors.
DELETE FROM customer_erasures;
SELECT customers_delete(ARRAY[4]);
DELETE FROM customer_orders;
SELECT created FROM import_csv(file('identifier,email,name
P-1,per@x.no,Per Person
Q-1,quinn@x.no,Quinn
R-1,rob@x.no,Rob
'));
SELECT changed, rejected FROM import_csv(file('identifier,email,name
P-1,per@x.no,Per P. Person
Q-1,quinn@x.no,Quinn Q
,per@x.no , Per Person again
Z-2,per@x@x.no,Per Person wrong
'));
SELECT customers_import(file('identifier,email,name,birth_date
P-1,per@x.no,Per Person the third,1990-01-01
Q-1,quinn@x.no,Quinn,1990-01-01
N-1,new@x.no,New,1990-01-01
, PER@x.no,Per Person as new,1990-01-01
N-3,"mail per@x.no, please",Per Person beside,1990-01-01
N-4,xper@x.no,Other,1990-01-01
 P-1,,Per Person by key,1990-13-13
'));
SELECT customers_import(file('customer_id,name,tax_exempt
' || (SELECT customer_id FROM customers WHERE email = 'per@x.no') || ',Per Person by id,perhaps
'));
SELECT customers_import(file('identifier,email,name,subscribed
P-1,per@x.no,Per P. Person,
'));
UPDATE customer_imports SET status = status;
SELECT customers_group_create('Friends') > 0 AS made;
SELECT customers_group_assign('Friends', (SELECT array_agg(customer_id) FROM customers));
INSERT INTO customer_orders (customer_id, customer_name, customer_email, details, total)
SELECT customer_id, name, email, '{"to": "Per Person"}', 1 FROM customers WHERE email = 'per@x.no';
INSERT INTO customer_orders (customer_email, customer_name, total) VALUES
	('Per@X.no', 'Per Person', 2), ('rob@x.no', 'Rob', 3);
SELECT found('per person');
SELECT found('per@x');
TABLE counts;
SELECT customer_id AS per FROM customers WHERE email = 'per@x.no' \gset
SELECT customers_erase(:per);
SELECT found('per person');
SELECT found('per@x');
SELECT found('P-1');
-- All others are as they were; a staged import no longer holds the person, and
-- its counts say so.
TABLE counts;
TABLE rows;
SELECT import_id, line, field, value, code, message, hint FROM customer_import_errors ORDER BY 1, 2, 4;
SELECT customer_id, customer_name, customer_email, details, total FROM customer_orders ORDER BY order_id;
SELECT count(*) FROM customer_group_members;
TABLE kept;
-- What is left of it merges.
SELECT created, changed, excluded FROM customers_merge(3);
SELECT identifier, name, birth_date FROM customers ORDER BY 1;

-- Nobody; and not by another isolation level.
SELECT customers_erase(:per);
SELECT customers_erase(NULL::bigint);
SELECT customers_erase(NULL::text);
SELECT customers_erase('per');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT customers_erase(101);
ROLLBACK;


-- A file does not bring the person back, by either key, as new or as a new key
-- of another customer.
SELECT customers_import(file('identifier,email,name
P-1,pia@x.no,Pia
N-9,PER@x.no,Per
R-1,per@x.no,Rob
Q-1,quinn@x.no,Quinn R
')) AS import_id \gset
SELECT line, action, reason FROM customer_import_rows WHERE import_id = :import_id ORDER BY 1;
SELECT line, field, value, code, severity FROM customer_import_errors WHERE import_id = :import_id ORDER BY 1;
SELECT DISTINCT message, hint FROM customer_import_errors WHERE import_id = :import_id;
-- Nor does a correction, until the key is another one.
SELECT customers_import_fix(:import_id, 3, 'name', 'Per P');
SELECT customers_import_fix(:import_id, 5, 'email', 'per@x.no');
SELECT customers_import_fix(:import_id, 5, 'email', 'quinn@x.no');
SELECT customers_import_fix(:import_id, 2, 'identifier', 'P-2');
SELECT created, changed, rejected FROM customers_merge(:import_id);
-- A file that only says what it would leave out anyway is not held up.
SELECT customers_import(file('email,name
per@x.no,Per
'), mode => 'update') AS import_id \gset
SELECT excluded, rejected FROM customer_imports WHERE import_id = :import_id;

-- ... unless it is said so: in the preview as a new customer, and from the
-- merge on the person is one like others.
SELECT customers_import(file('identifier,email,name
P-1,per@x.no,Per
'), restore_erased => true) AS import_id \gset
TABLE kept;
SELECT created FROM customers_merge(:import_id);
TABLE kept;
SELECT created, unchanged FROM import_csv(file('identifier,email,name
P-1,per@x.no,Per
'), again => true);
-- A preset does not keep such a decision.
SELECT customers_import_preset_save('weekly', :import_id);
SELECT options ? 'restore_erased' AS kept FROM customer_import_presets;

-- Erased by email: one who is no customer any more, or never was.
SELECT customers_delete(ARRAY[(SELECT customer_id FROM customers WHERE email = 'rob@x.no')]);
SELECT customers_erase(' ROB@x.no ');
SELECT found('rob@x');
SELECT customers_erase('never@x.no');
TABLE kept;
-- Also what names only the number of a customer who had the email.
SELECT created FROM import_csv(file('identifier,email,name
V-1,val@x.no,Val Gone
W-1,wes@x.no,Wes Stays
'));
SELECT changed FROM import_csv(file('identifier,name
V-1,Val Gone too
W-1,Wes Stays too
'));
SELECT customer_id AS val FROM customers WHERE identifier = 'V-1' \gset
INSERT INTO customer_orders (customer_id, customer_name, customer_email) VALUES
	(:val, 'Val Gone', 'office@x.no'), (:val + 1, 'Wes Stays', 'val@x.no');
SELECT customers_delete(ARRAY[:val]);
SELECT customers_erase('val@x.no');
SELECT found('val gone'), found('office@x');
SELECT found('wes stays');
-- Who is erased and had opted out comes back unsubscribed.
INSERT INTO customers (email, subscribed) VALUES ('sue@x.no', false);
SELECT customers_erase('sue@x.no');
TABLE kept;
SELECT created FROM import_csv(file('email,subscribed
sue@x.no,yes
'), restore_erased => true);
SELECT email, subscribed FROM customers WHERE email = 'sue@x.no';

-- Without the triggers too.
ALTER TABLE customers DISABLE TRIGGER USER;
INSERT INTO customers (email, subscribed) VALUES ('tom@x.no', false), ('uma@x.no', false);
SELECT customers_delete(ARRAY[(SELECT customer_id FROM customers WHERE email = 'tom@x.no')]);
SELECT customers_erase('uma@x.no');
TABLE kept;
ALTER TABLE customers ENABLE TRIGGER USER;

-- Rows in the middle of a large import, past those that keep their cells.
SELECT created FROM import_csv(convert_to('identifier,email,name' || E'\n' ||
	(SELECT string_agg(format('L-%s,l%s@x.no,Name %s', i, i, i), E'\n') FROM generate_series(1, 11000) AS i), 'UTF8'));
SELECT customers_erase('l10900@x.no');
SELECT found('l10900@x'), found('Name 10900');
SELECT count(*) FROM customers WHERE identifier LIKE 'L-%';

-- An email is told from others whatever its letters are, and in orders whatever
-- is around it.
SELECT customers_import(file(U&'email,name
to p\00C9r@x.no,Une Accent
')) > 0 AS staged;
INSERT INTO customer_orders (customer_email, customer_name) VALUES (E'\tTia@x.no\n', 'Tia');
SELECT customers_erase(U&'P\00C9R@x.no');
SELECT found('une accent');
SELECT customers_erase('tia@x.no');
SELECT found('tia');

-- A key that is a number is not taken for other numbers in records of too few or
-- too many cells.
SELECT customer_id AS one FROM customers_save('{"identifier": "1", "email": "one@x.no"}') AS customer_id \gset
SELECT customers_import(file('name,identifier,vip,tax_exempt
One, Person,1,1,0
One Person,1
Eve,5,no,yes,1
Dee,6,1
')) AS import_id \gset
SELECT customers_import(file('customer_id,name,vip
' || :one || ',One Person,yes,no
2,Lee,no,1
')) > 0 AS staged;
SELECT customers_erase(:one);
SELECT import_id = :import_id AS first, line, action, raw FROM customer_import_rows
WHERE import_id >= :import_id ORDER BY import_id, line;

-- A role is told which rights it lacks where the triggers, which act as the owner
-- of the tables, do not keep opt-outs.
CREATE ROLE regress_customers_leaver;
GRANT USAGE ON SCHEMA t_leave TO regress_customers_leaver;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers, customer_orders, customer_imports, customer_import_rows TO regress_customers_leaver;
SET ROLE regress_customers_leaver;
SELECT customers_delete(ARRAY[1]);
RESET ROLE;
INSERT INTO customers (customer_id, email, subscribed) VALUES (50, 'vic@x.no', false);
ALTER TABLE customers DISABLE TRIGGER USER;
SET ROLE regress_customers_leaver;
SELECT customers_delete(ARRAY[50]);
RESET ROLE;
GRANT SELECT ON customer_erasures, customer_settings TO regress_customers_leaver;
SET ROLE regress_customers_leaver;
SELECT customers_delete(ARRAY[50]);
RESET ROLE;
GRANT INSERT ON customer_erasures TO regress_customers_leaver;
SET ROLE regress_customers_leaver;
SELECT customers_delete(ARRAY[50]);
RESET ROLE;
GRANT UPDATE ON customer_erasures TO regress_customers_leaver;
SET ROLE regress_customers_leaver;
SELECT customers_delete(ARRAY[50]);
RESET ROLE;

DROP SCHEMA t_leave CASCADE;
DROP ROLE regress_customers_leaver;
