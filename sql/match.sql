-- Who is this record: keys, new customers, and whose id a column holds.

CREATE SCHEMA t_match;
SET customers.schema = 't_match';
SET search_path = t_match, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (identifier, email, name) VALUES
	('K-1', 'ann@x.no', 'Ann'), ('k-1', 'bob@x.no', 'Bob'), (NULL, 'cy@x.no', 'Cy');


-- Each key finds its customer, trimmed; emails in any case, identifiers in
-- their own only.
SELECT customers_import(file('customer_id,identifier,email,name
 1 ,,,Ann by id
, k-1 ,,Bob by identifier
,, CY@X.no ,Cy by email
,K-2,,other case is nobody
'));
TABLE diff;
TABLE counts;

-- Quoted keys too; and live emails in capitals, where no trigger of ours was.
ALTER TABLE customers DISABLE TRIGGER USER;
INSERT INTO customers (email, name) VALUES ('Una@X.no', 'Una');
SELECT customers_import(file('identifier,email,name
" K-1 ",,Ann by identifier
," BOB@x.no",Bob by email
,una@x.no,Una by email
'));
TABLE diff;
DELETE FROM customers WHERE name = 'Una';
ALTER TABLE customers ENABLE TRIGGER USER;

-- A blank key never matches and 0 is a blank: the next key decides.
INSERT INTO customers (identifier, name) VALUES ('0', 'Zero');
SELECT customers_import(file('customer_id,identifier,email,name
0,k-1,,Bob by the second key
,0,cy@x.no,Cy by the third key
 0 , ,ann@x.no,Ann by the third key
'));
TABLE diff;

-- No key at all: 0 asks for a new customer, blank for nothing.
SELECT customers_import(file('customer_id,identifier,email,name
0,,,Dee
,0,,Eve
,,,Fay
'));
TABLE staged;
TABLE errors;
SELECT * FROM messages WHERE code = 'no_key';
TABLE counts;
DELETE FROM customers WHERE identifier = '0';
-- A key that cannot be read is called that, not missing.
SELECT customers_import(file('email,name
gil at x.no,Gil
'));
TABLE errors;

-- Two keys that name two customers; both are named.
SELECT customers_import(file('customer_id,identifier,email,name
1,,bob@x.no,Ann or Bob
,K-1,cy@x.no,Ann or Cy
'));
TABLE staged;
TABLE messages;

-- A new value for a key that did not match is an ordinary change, of any key.
SELECT customers_import(file('customer_id,identifier,email
1,,ann@new.no
2,B-2,
'));
TABLE diff;
SELECT customers_import(file('identifier,email
k-1,bob@new.no
C-3,cy@x.no
'));
TABLE diff;


-- match_by: its order, and keys that are not in it.
SELECT customers_import(file('customer_id,email,name
1,bob@new.no,by id
'), match_by => '{email}');
TABLE errors;
SELECT customers_import(file('identifier,email,name
K-1,new@x.no,K-1 has moved
'), match_by => '{email}');
TABLE messages;
SELECT customers_import(file('customer_id,identifier,email
,K-1,bob@x.no
'), match_by => '{email,identifier}');
TABLE messages;
-- A customer_id that nobody has is not dropped in silence there, either.
SELECT customers_import(file('customer_id,email,name
99,new@x.no,unknown id
98,bob@x.no,unknown id of a known one
,new2@x.no,no id
0,new3@x.no,no id
'), match_by => '{email}');
TABLE staged;
TABLE messages;
SELECT customers_import(file('customer_id,email,name
9900,new@x.no,kept
9899,bob@x.no,not kept
9900,new4@x.no,twice
9999999999999999999,new5@x.no,too large
9000000000000000000,new6@x.no,too large
'), match_by => '{email}', unknown_ids => 'create');
TABLE staged;
TABLE messages;
SELECT customers_import(file('customer_id,email,name
99,new@x.no,unknown
98,bob@x.no,unknown id of a known one
'), match_by => '{email}', mode => 'update');
TABLE staged;
TABLE messages;
SELECT customers_save('{"customer_id": 99, "email": "new@x.no"}', match_by => '{email}');
SELECT customers_save('{"customer_id": 99, "email": "bob@x.no"}', match_by => '{email}');
BEGIN;
SELECT customers_save('[{"customer_id": 9900, "email": "new@x.no"}, {"customer_id": 9901, "email": "bob@x.no"}]', match_by => '{email}', unknown_ids => 'create');
ROLLBACK;
\set VERBOSITY terse
SELECT customers_import(file('customer_id,name
1,Ann
'), match_by => '{email,identifier}');
\set VERBOSITY default
SELECT customers_import(file('email
a@x.no
'), match_by => '{phone}');
SELECT customers_import(file('email
a@x.no
'), match_by => '{}');


-- A customer_id that is nobody's is not invented, whatever other keys say.
SELECT customers_import(file('customer_id,email,name
99,dee@x.no,Dee
99999999999999999999,eve@x.no,Eve
-5,fay@x.no,Fay
one,gil@x.no,Gil
98,ann@x.no,Ann by email
'), mapping => '{"customer_id": "customer_id"}');
TABLE errors;
TABLE counts;

-- ... unless the ids of the file are to be kept.  Generated ones go around
-- them, wherever in the file they stand.
SELECT last_value, is_called FROM customers_customer_id_seq;
SELECT customers_import(file('customer_id,email
,gen1@x.no
6,six@x.no
0,gen2@x.no
8,eight@x.no
1,ann@moved.no
'), unknown_ids => 'create');
TABLE staged;
SELECT count(*) AS collisions FROM (
	SELECT r.customer_id FROM customer_import_rows AS r JOIN last USING (import_id)
	GROUP BY 1 HAVING count(*) > 1) AS twice;
SELECT created, changed FROM customers_merge((SELECT import_id FROM last));
SELECT customer_id, email FROM customers ORDER BY customer_id;

-- The sequence moves forward, and never back.
SELECT setval('customers_customer_id_seq', 1000) > 0 AS moved;
SELECT customers_import(file('customer_id,email
500,half@x.no
,next@x.no
'), unknown_ids => 'create');
TABLE staged;
SELECT customers_cancel((SELECT import_id FROM last));
SELECT last_value > 1000 AS forward FROM customers_customer_id_seq;
SELECT customers_import(file('email
one@x.no
'));
TABLE staged;


-- Whose id?  Only customer_id is ours; every other word is another system's.
SELECT customers_import(file('Customer ID,name
1,Not our first customer
'));
TABLE diff;
SELECT warnings FROM last;
SELECT customers_import(file('KundeID;Navn
1;Heller ikke
'));
SELECT fields, mapping FROM last;
SELECT customers_import(file('CUSTOMER_ID,name
1,Ann of ours
'));
TABLE diff;
SELECT customers_import(file('Customer ID,name
1,Ann as mapped
'), mapping => '{"Customer ID": "customer_id"}');
TABLE diff;
SELECT warnings FROM last;

-- Without any key or name there is nothing to match by; the words are named.
DO $$
DECLARE
	detail text;
	hint text;
BEGIN
	PERFORM customers_import(file(E'phone,city\n91234567,Oslo\n'));
EXCEPTION WHEN undefined_column THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RAISE WARNING '%', SQLERRM USING DETAIL = detail,
		HINT = regexp_replace(hint, ': [a-z0-9, ]+, \.\.\.', ': ...', 'g');
END $$;

-- An id to be kept, on a record whose email is here already: the customer keeps
-- the id it has, and a warning says so.
SELECT created FROM import_csv(file('email
known@x.no
'));
SELECT customers_import(file('customer_id,email,city
990001,known@x.no,Elsewhere
'), unknown_ids => 'create');
TABLE staged;
TABLE errors;

-- A file of ids alone, to be kept.
SELECT created FROM import_csv(file('customer_id,Internal
990005,
'), unknown_ids => 'create', unknown_columns => 'ignore');
SELECT customer_id, email FROM customers WHERE customer_id = 990005;

-- An id that would use the sequence up.
SELECT customers_import(file('customer_id,email
9223372036854775807,huge@x.no
'), unknown_ids => 'create');
TABLE staged;
TABLE errors;

-- Of two who share an email, the identifier says which; what is wrong with the
-- record is told beside what is wrong with its id.
DROP INDEX customers_email_key;
INSERT INTO customers (customer_id, identifier, email) VALUES (990011, NULL, 'two@x.no'), (990012, 'T-2', 'two@x.no');
SELECT customers_import(file('customer_id,identifier,email,vip
-4,T-2,two@x.no,#N/A
'), mapping => '{"customer_id": "customer_id"}');
TABLE errors;

-- A key that is not stored folded is written with the row only if something else
-- of it is, and a value in another spelling is nothing else.
ALTER TABLE customers ADD ref uuid;
ALTER TABLE customers DISABLE TRIGGER USER;
INSERT INTO customers (email, ref) VALUES ('Vera@X.no', '00000000-0000-0000-0000-00000000000a');
ALTER TABLE customers ENABLE TRIGGER USER;
SELECT customers_import(file('email,ref
vera@x.no,00000000-0000-0000-0000-00000000000A
'));
TABLE counts;

DROP SCHEMA t_match CASCADE;
