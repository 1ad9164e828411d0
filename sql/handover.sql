-- An address that one customer gives up and another gets within one file: who has it
-- is judged by the state after the file, whatever the order of the lines.

CREATE SCHEMA t_handover;
SET customers.schema = 't_handover';
SET search_path = t_handover, public;
SET client_min_messages = warning;
SET customers.limits = 'false';	-- whole lists change here
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

CREATE VIEW live AS
	SELECT customer_id AS id, identifier, email, name, subscribed FROM customers ORDER BY identifier;
CREATE FUNCTION last_id() RETURNS bigint LANGUAGE sql AS 'SELECT import_id FROM last';

INSERT INTO customers (customer_id, identifier, email, name, updated_at) VALUES
	(101, 'S1', 'a@x.example', 'Ann', '2020-01-01'), (102, 'S2', 'b@x.example', 'Bo', '2020-01-02'),
	(103, 'S3', 'c@x.example', 'Cy', '2020-01-03');


-- To a new customer, in either order.
SELECT customers_import(file('identifier,email,name
S9,a@x.example,Di
S1,new@x.example,Ann
'));
TABLE counts;
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
SELECT reverted, kept FROM customers_revert(last_id());
TABLE live;
SELECT customers_import(file('identifier,email,name
S1,new@x.example,Ann
S9,a@x.example,Di
'));
TABLE counts;
TABLE errors;

-- To a known one; a chain; a circle.  The undo gives each their own back.
SELECT customers_import(file('identifier,email
S9,c@x.example
S3,b@x.example
S2,a@x.example
S1,new@x.example
'));
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
SELECT reverted, kept FROM customers_revert(last_id());
SELECT identifier, email, updated_at::date FROM customers ORDER BY 1;
SELECT customers_import(file('identifier,email
S1,b@x.example
S2,c@x.example
S3,a@x.example
'));
TABLE counts;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
-- it comes back as unchanged
SELECT customers_import(file('identifier,email
S1,b@x.example
S2,c@x.example
S3,a@x.example
'), again => true);
TABLE counts;
SELECT customers_cancel(last_id());
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports WHERE status = 'merged'));
SELECT identifier, email, updated_at::date FROM customers ORDER BY 1;

-- An undo after one of them was edited: who still has the address keeps it.
SELECT customers_import(file('identifier,email
S1,b@x.example
S2,a@x.example
S3,d@x.example
'));
SELECT changed FROM customers_merge(last_id());
UPDATE customers SET email = 'own@x.example' WHERE identifier = 'S2';
SELECT reverted, kept FROM customers_revert(last_id());
TABLE live;
TABLE errors;
UPDATE customers AS c SET email = v.email
FROM (VALUES ('S1', 'a@x.example'), ('S2', 'b@x.example'), ('S3', 'c@x.example')) AS v (identifier, email)
WHERE c.identifier = v.identifier AND c.email <> v.email;
TABLE live;


-- Nobody gives it up: as ever.
SELECT customers_import(file('identifier,email,name
S9,a@x.example,Di
S8,b@x.example,Bo
S3,a@x.example,Cy
'));
TABLE staged;
TABLE errors;
-- nor where a rule, a mode or an error keeps it
SELECT customers_import(file('identifier,email,name
S9,a@x.example,Di
S1,new@x.example,Ann
'), rules => '{"email": "keep"}');
TABLE staged;
SELECT customers_import(file('identifier,email,name
S9,a@x.example,Di
S1,new@x.example,Ann
'), mode => 'create', again => true);
TABLE staged;
SELECT customers_import(file('identifier,email,birth_date
S9,b@x.example,1970-01-01
S2,a@x.example,1970-01-01
S1,new@x.example,nonsense
'));
TABLE staged;
-- or who gives it up is left out for another line
SELECT customers_import(file('identifier,email
S9,a@x.example
S1,new@x.example
S1,other@x.example
'));
TABLE staged;
TABLE messages;
SELECT customers_import(file('identifier,email
S9,a@x.example
S1,new@x.example
S1,other@x.example
'), duplicates => 'first', again => true);
TABLE staged;
-- two who would have it
SELECT customers_import(file('identifier,email
S9,a@x.example
S8,a@x.example
S1,new@x.example
'));
TABLE staged;


-- A no belongs to the mailbox.
UPDATE customers SET subscribed = false WHERE identifier = 'S1';
SELECT customers_import(file('identifier,email
S9,b@x.example
S2,a@x.example
S1,new@x.example
'));
TABLE diff;
TABLE messages;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
SELECT reverted, kept FROM customers_revert(last_id());
TABLE live;
TRUNCATE customer_erasures;
UPDATE customers SET subscribed = true;
-- one that is said in the same file, or since the preview
SELECT customers_import(file('identifier,email,subscribed
S9,a@x.example,yes
S1,new@x.example,no
'));
TABLE diff;
SELECT customers_import(file('identifier,email
S9,a@x.example
S1,new@x.example
'));
UPDATE customers SET subscribed = false WHERE identifier = 'S1';
SELECT customers_merge(last_id());
SELECT created, changed, excluded FROM customers_merge(last_id(), on_conflict => 'skip');
TABLE live;
SELECT reverted, kept FROM customers_revert(last_id());
UPDATE customers SET subscribed = true;
TRUNCATE customer_erasures;


-- Who gives it up was edited since the preview, and still has it: the whole stops, or
-- the others are left out, too.
SELECT customers_import(file('identifier,email,name
S9,b@x.example,Di
S2,a@x.example,Bo
S1,new@x.example,Anne
'), again => true);
UPDATE customers SET name = 'Annie' WHERE identifier = 'S1';
SELECT customers_merge(last_id());
SELECT created, changed, excluded FROM customers_merge(last_id(), on_conflict => 'skip');
TABLE staged;
TABLE live;


-- Corrections come out as an import of the corrected file.
SELECT customers_import(file('identifier,email,phone
S9,b@x.example,11111111
S2,a@x.example,
S1,new@x.example,
'));
SELECT customers_import_fix(last_id(), 4, 'email', 'a@x.example');
TABLE staged;
SELECT customers_import_exclude(last_id(), ARRAY[4]);
SELECT customers_import_include(last_id(), ARRAY[4]);
SELECT customers_import_fix(last_id(), 4, 'email', 'newer@x.example');
TABLE staged;
SELECT customers_import_fix(last_id(), 2, 'phone', '22222222');
TABLE staged;
TABLE counts;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
-- a circle that is broken, and closed again
SELECT customers_import(file('identifier,email
S3,newer@x.example
S1,c@x.example
'));
SELECT customers_import_exclude(last_id(), ARRAY[3]);
TABLE staged;
SELECT customers_import_include(last_id(), ARRAY[3]);
TABLE staged;
TABLE counts;

-- An application's own, within one call.
SELECT customers_merge(last_id()) IS NOT NULL AS merged;
SELECT customers_save('[{"identifier": "S1", "email": "b@x.example"}, {"identifier": "S9", "email": "c@x.example"}]');
SELECT identifier, email FROM live;
SELECT customers_save('[{"identifier": "S10", "email": "a@x.example"}, {"identifier": "S3", "email": "b@x.example"},
	{"identifier": "S2", "email": "c@x.example"}, {"identifier": "S9", "email": "newer@x.example"}, {"identifier": "S1", "email": "d@x.example"}]');
SELECT identifier, email FROM live;
-- nobody gives it up, or not all are sound: nothing is written
SELECT customers_save('[{"identifier": "S1", "email": "b@x.example"}, {"identifier": "S2", "email": "d@x.example"}]');
SELECT customers_save('[{"identifier": "S1", "email": "c@x.example"}, {"identifier": "S2", "email": "d@x.example", "birth_date": "soon"}]');
-- identifiers say who somebody is: they do not change hands
SELECT customers_save('[{"customer_id": 101, "identifier": "S2"}, {"customer_id": 102, "identifier": "S1"}]');
SELECT customers_import(file('customer_id,identifier,email
101,S2,d@x.example
102,S1,c@x.example
103,S3,b2@x.example
'));
TABLE staged;

-- With little memory, and over many records: the same.
SET customers.match_memory = '1MB';
INSERT INTO customers (customer_id, identifier, email)
	SELECT 20000 + n, 'M' || n, 'm' || n || '@x.example' FROM generate_series(1, 6000) AS n;
SELECT customers_import(convert_to('identifier,email' || E'\n' || string_agg('M' || n || ',m' || n % 6000 + 1 || '@x.example', E'\n'), 'UTF8'))
	FROM generate_series(1, 6000) AS n;
TABLE counts;
SELECT changed FROM customers_merge(last_id());
SELECT count(*) FROM customers WHERE identifier ~ '^M' AND email = 'm' || substr(identifier, 2)::int % 6000 + 1 || '@x.example';
SELECT reverted, kept FROM customers_revert(last_id());
SELECT count(*) FROM customers WHERE identifier ~ '^M' AND email = 'm' || substr(identifier, 2) || '@x.example';
RESET customers.match_memory;

DROP SCHEMA t_handover CASCADE;
