-- A no belongs to the mailbox and to the person who says it, where an address is handed
-- from one customer to another within a file (src/import/handed_no.h).

CREATE SCHEMA t_handed_no;
SET customers.schema = 't_handed_no';
SET search_path = t_handed_no, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

CREATE VIEW live AS SELECT identifier, email, subscribed FROM customers ORDER BY identifier;
CREATE FUNCTION last_id() RETURNS bigint LANGUAGE sql AS 'SELECT import_id FROM last';
CREATE PROCEDURE begin_anew() LANGUAGE sql BEGIN ATOMIC
	DELETE FROM customers;
	DELETE FROM customer_erasures;
	INSERT INTO customers (customer_id, identifier, email) VALUES
		(101, 'S1', 'a@x.example'), (102, 'S2', 'b@x.example'), (103, 'S3', 'c@x.example');
END;


-- Two swap their addresses, and one says no: whom a key of that record names is both.
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed
S1,b@x.example,no
S2,a@x.example,yes
'));
TABLE counts;
TABLE diff;
TABLE messages;
SELECT changed FROM customers_merge(last_id());
TABLE live;
SELECT reverted, kept FROM customers_revert(last_id());
TABLE live;
-- who asks for it is subscribed again by the undo
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed
S1,b@x.example,no
S2,a@x.example,yes
'), again => true);
SELECT changed FROM customers_merge(last_id());
SELECT reverted, kept FROM customers_revert(last_id(), resubscribe => true);
TABLE live;

-- Through a chain, from who says no; not back to those before.
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed
S9,c@x.example,yes
S3,b@x.example,
S2,new@x.example,no
S1,a2@x.example,yes
S8,a@x.example,yes
'));
TABLE counts;
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;
-- a no of another record, that is rejected
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed,birth_date
S9,a@x.example,yes,
S1,new@x.example,yes,
,a@x.example,no,nonsense
'));
TABLE counts;
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;

-- An old no goes with the mailbox, whatever the yes; not to who gives up an address to
-- somebody who has said no.
CALL begin_anew();
UPDATE customers SET subscribed = false WHERE identifier = 'S2';
SELECT customers_import(file('identifier,email,subscribed
S2,a@x.example,
S3,b@x.example,yes
S1,new@x.example,
'), resubscribe => true);
TABLE diff;
TABLE messages;
SELECT changed FROM customers_merge(last_id());
TABLE live;
-- once it is theirs, a yes is their own
SELECT changed FROM import_csv(file('identifier,email,subscribed
S3,b@x.example,yes
'), resubscribe => true);
TABLE live;

-- A file that has no column of consent, but a category in which a no is heard.
CALL begin_anew();
SELECT customers_import(file('identifier,email,Standing
S2,a@x.example,Unsubscribed
S1,new@x.example,Good
S9,b@x.example,Better
S3,d@x.example,Best
'));
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;

-- Half of it is left out, or a conflict: nobody who said no is mailed.
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed
S1,b@x.example,no
S2,a@x.example,
'), again => true);
SELECT customers_import_exclude(last_id(), ARRAY[3]);
TABLE staged;
TABLE diff;
SELECT changed, rejected, excluded FROM customers_merge(last_id());
TABLE live;
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed,city
S1,b@x.example,no,Oslo
S2,a@x.example,,Oslo
'));
UPDATE customers SET city = 'Moss' WHERE identifier = 'S2';
SELECT changed, rejected, excluded FROM customers_merge(last_id(), on_conflict => 'skip');
TABLE staged;
TABLE live;

-- Corrections come out as an import of the corrected file: a no that is said no more
-- goes, and one that is new goes on.
CALL begin_anew();
SELECT customers_import(file('identifier,email,subscribed
S9,b@x.example,
S2,a@x.example,yes
S1,new@x.example,no
'));
TABLE diff;
SELECT customers_import_fix(last_id(), 4, 'subscribed', 'yes');
TABLE diff;
TABLE messages;
SELECT customers_import_fix(last_id(), 4, 'subscribed', 'no');
TABLE diff;
SELECT customers_import_exclude(last_id(), ARRAY[4]);
TABLE staged;
SELECT customers_import_include(last_id(), ARRAY[4]);
TABLE diff;
SELECT opted_out FROM customer_imports WHERE import_id = last_id();
-- a yes of its own is known again
SELECT customers_import_fix(last_id(), 2, 'subscribed', 'yes');
SELECT customers_import_fix(last_id(), 4, 'subscribed', '');
TABLE diff;
SELECT created, changed FROM customers_merge(last_id());
TABLE live;

-- An application's save.
SET client_min_messages = notice;
CALL begin_anew();
UPDATE customers SET subscribed = false WHERE identifier = 'S1';
SELECT customers_save('[{"identifier": "S2", "email": "a@x.example", "subscribed": true}, {"identifier": "S1", "email": "new@x.example"},
	{"identifier": "S9", "email": "b@x.example"}]', resubscribe => true);
TABLE live;
CALL begin_anew();
SELECT customers_save('[{"identifier": "S1", "email": "b@x.example", "subscribed": false}, {"identifier": "S2", "email": "d@x.example"}]');
TABLE live;

SET client_min_messages = warning;
DROP SCHEMA t_handed_no CASCADE;
