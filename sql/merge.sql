-- Merging what was reviewed: once, whole, and nothing else.

CREATE SCHEMA t_merge;
SET customers.schema = 't_merge';
SET search_path = t_merge, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (identifier, email, name, city) VALUES
	('K-1', 'ann@x.no', 'Ann', 'Oslo'), ('K-2', 'bob@x.no', 'Bob', 'Oslo'), ('K-3', 'cy@x.no', 'Cy', 'Oslo');


-- Import only stages.
SELECT customers_import(file('identifier,email,name,city
K-1,ann@x.no,Anna,Oslo
K-2,bob@x.no,Bob,Oslo
K-3,not an email,Cy,Oslo
K-4,dee@x.no,Dee,Bergen
'));
TABLE counts;
SELECT count(*), string_agg(name, ' ' ORDER BY customer_id) AS names FROM customers;
SELECT status, merged_at, merged_by FROM last;

-- The merge does what the diff says; it says what it did.
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customer_id, identifier, email, name, city FROM customers ORDER BY customer_id;
SELECT status, merged_at IS NOT NULL AS merged_at, merged_by = CURRENT_USER AS merged_by FROM last;
\set VERBOSITY terse
-- A second merge is refused, and so is cancelling; the rows stay, to be undone by.
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_cancel((SELECT import_id FROM last));
SELECT count(*) FROM customer_import_rows JOIN last USING (import_id);
-- What is cancelled is gone, and cannot be merged.
SELECT customers_import(file('identifier,name
K-1,Another
'));
SELECT customers_cancel((SELECT import_id FROM last));
SELECT status FROM last;
SELECT count(*) FROM customer_import_rows JOIN last USING (import_id);
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_cancel((SELECT import_id FROM last));
\set VERBOSITY default
-- Nor what never was.
SELECT * FROM customers_merge(4711);
SELECT customers_cancel(4711);
SELECT * FROM customers_merge(NULL);
SELECT * FROM customers_merge(1, on_conflict => 'ignore');
SELECT customers_cancel(NULL);
SELECT customers_import(NULL::bytea);


-- The same bytes again: refused when imported, ...
SELECT customers_import(file('identifier,name
K-1,Anna B.
'));
SELECT customers_import(file('identifier,name
K-1,Anna B.
'));
SELECT * FROM customers_merge((SELECT import_id FROM last));
\set VERBOSITY terse
SELECT customers_import(file('identifier,name
K-1,Anna B.
'));
-- ... or when merged, if it was staged before; ...
SELECT * FROM customers_merge((SELECT import_id - 1 FROM last));
\set VERBOSITY default
SELECT status FROM customer_imports ORDER BY import_id DESC LIMIT 2;
-- ... unless again says so.  One byte more is another file.
UPDATE customers SET name = 'Ann' WHERE identifier = 'K-1';
SELECT changed FROM import_csv(file('identifier,name
K-1,Anna B.
'), again => true);
SELECT customers_import(file('identifier,name
K-1,Anna B.

'));


-- Changed since the preview: nothing at all is merged, and it is said what.
SELECT customers_import(file('identifier,email,name,city
K-1,ann@x.no,Anne,Bergen
K-2,bob@x.no,Bobby,Bergen
K-5,eve@x.no,Eve,Bergen
'));
UPDATE customers SET city = 'Bodo' WHERE identifier = 'K-2';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT status FROM last;
SELECT identifier, name, city FROM customers ORDER BY customer_id;
-- A column that the file does not change is nobody's conflict; nor is the same
-- value again.
UPDATE customers SET city = 'Oslo', phone = '555' WHERE identifier = 'K-2';
UPDATE customers SET email = 'other@x.no' WHERE identifier = 'K-1';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, email, name, city, phone FROM customers ORDER BY customer_id;
-- From nothing to something, and from something to nothing.
SELECT customers_import(file('identifier,phone,city
K-1,777,#N/A
'));
UPDATE customers SET phone = '666' WHERE identifier = 'K-1';
SELECT * FROM customers_merge((SELECT import_id FROM last));
UPDATE customers SET phone = NULL, city = NULL WHERE identifier = 'K-1';
SELECT * FROM customers_merge((SELECT import_id FROM last));
-- Unchanged when it was read: an edit since is left alone.
SELECT customers_import(file('identifier,name
K-2,Bobby
K-3,Cyril
'));
UPDATE customers SET name = 'Robert' WHERE identifier = 'K-2';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, name FROM customers WHERE identifier IN ('K-2', 'K-3') ORDER BY 1;

-- Deleted since; taken since, by whoever and in any case.
SELECT customers_import(file('identifier,email,name
K-3,cy@x.no,Cy deleted
K-6,fay@x.no,Fay
K-7,gil@x.no,Gil
K-1,ann@new.no,Ann with a new email
K-2,bob@x.no,Bob
'));
BEGIN;
DELETE FROM customers WHERE identifier = 'K-3';
SELECT * FROM customers_merge((SELECT import_id FROM last));
ROLLBACK;
BEGIN;
INSERT INTO customers (email) VALUES ('FAY@X.no');
SELECT * FROM customers_merge((SELECT import_id FROM last));
ROLLBACK;
BEGIN;
INSERT INTO customers (identifier) VALUES ('K-7');
SELECT * FROM customers_merge((SELECT import_id FROM last));
ROLLBACK;
BEGIN;
INSERT INTO customers (email) VALUES ('ann@new.no');
SELECT * FROM customers_merge((SELECT import_id FROM last));
ROLLBACK;
-- on_conflict => 'skip' leaves those rows out, with the reason, and does the rest.
DELETE FROM customers WHERE identifier = 'K-3';
INSERT INTO customers (email) VALUES ('fay@x.no');
INSERT INTO customers (identifier) VALUES ('K-7');
INSERT INTO customers (email) VALUES ('ann@new.no');
TABLE counts;
SELECT * FROM customers_merge((SELECT import_id FROM last), on_conflict => 'skip');
TABLE counts;
TABLE staged;
TABLE errors;
SELECT line, message, hint FROM messages;
SELECT identifier, email, name FROM customers ORDER BY customer_id;
-- A row with two conflicts is one row.
SELECT customers_import(file('identifier,email,name,city
K-2,two@x.no,Two,Two
K-8,three@x.no,Three,Three
'));
UPDATE customers SET name = 'x', city = 'x' WHERE identifier = 'K-2';
INSERT INTO customers (identifier, email) VALUES ('K-8', 'two@x.no'), (NULL, 'three@x.no');
SELECT * FROM customers_merge((SELECT import_id FROM last), on_conflict => 'skip');
TABLE staged;
SELECT line, field FROM errors;


-- Counts add up, whatever is in a file; and say what is staged.
SELECT customers_import(file('identifier,email,name,vip
K-1,ann@x.no,Changed,no
K-2,bob@x.no,x,no
N-1,n1@x.no,New,no
N-2,n2@x.no,Twice,no
N-2,n3@x.no,Twice,no
N-4,bad,Bad,no
N-5,n5@x.no,Bad,perhaps
,,,
,,No key,no
K-1,bob@x.no,Two customers,no
N-7,n7@x.no
'));
TABLE counts;
SELECT uploaded = created + changed + unchanged + rejected + excluded AS add_up,
	created = count(*) FILTER (WHERE action = 'create') AS created,
	changed = count(*) FILTER (WHERE action = 'update') AS changed,
	rejected = count(*) FILTER (WHERE action = 'reject') AS rejected,
	excluded = count(*) FILTER (WHERE action = 'exclude') AS excluded
FROM last JOIN customer_import_rows USING (import_id)
GROUP BY import_id, uploaded, last.created, last.changed, unchanged, last.rejected, last.excluded;


-- Beside an application: its triggers run, its foreign keys hold, and a rule
-- that only a trigger knows stops the merge whole.
CREATE TABLE invoices (customer_id bigint REFERENCES customers, total numeric);
CREATE TABLE audit (n serial, what text);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.name = 'Forbidden' THEN
		RAISE EXCEPTION 'that name is not allowed' USING ERRCODE = 'check_violation';
	END IF;
	INSERT INTO audit (what) VALUES (format('%s %s %s', TG_WHEN, TG_OP, NEW.name));
	NEW.region := 'by trigger';
	RETURN NEW;
END $$;
CREATE TRIGGER audit BEFORE INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION audit();
SELECT * FROM import_csv(file('identifier,name
K-1,Audited
K-9,Audited too
'));
SELECT what FROM audit ORDER BY n;
SELECT identifier, name, region FROM customers WHERE identifier IN ('K-1', 'K-9') ORDER BY 1;
SELECT customers_import(file('identifier,name
K-1,Fine
K-2,Forbidden
'));
\set VERBOSITY terse
SELECT * FROM customers_merge((SELECT import_id FROM last));
\set VERBOSITY default
SELECT identifier, name FROM customers WHERE identifier IN ('K-1', 'K-2') ORDER BY 1;
SELECT status FROM last;
-- A trigger that holds rows back: the merge does not pretend.
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN RETURN CASE WHEN NEW.identifier LIKE 'H-%' THEN NULL ELSE NEW END; END $$;
CREATE TRIGGER hold BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION hold();
SELECT * FROM import_csv(file('identifier,name
K-10,Ten
H-1,Held
'));
-- Import and merge at once is one transaction: it has left no trace.
SELECT count(*) FROM customers WHERE identifier IN ('K-10', 'H-1');
SELECT count(*) FROM customer_imports WHERE source IS NOT NULL AND uploaded = 2 AND created = 2;
-- The same for an update: no conflict that another try could get over.
CREATE TRIGGER hold_update BEFORE UPDATE ON customers FOR EACH ROW
	WHEN (NEW.identifier = 'K-10') EXECUTE FUNCTION hold();
CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
DROP TRIGGER hold ON customers;
INSERT INTO customers (identifier, name) VALUES ('K-10', 'Ten');
SELECT customers_import(file('identifier,name
K-1,Not alone
K-10,Held
'));
SELECT * FROM customers_merge((SELECT import_id FROM last));
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM customers_merge((SELECT import_id FROM last), on_conflict => 'skip');
SELECT customers_save('{"identifier": "K-10", "name": "Held"}');
\echo :LAST_ERROR_SQLSTATE
SELECT name FROM customers WHERE identifier = 'K-1';
DROP TRIGGER hold_update ON customers;
-- A rule that does something else instead is told; dropped, it is forgotten.
CREATE RULE instead AS ON UPDATE TO customers DO INSTEAD NOTHING;
SELECT customers_import(file('identifier,name
K-1,Ruled
'));
\set VERBOSITY terse
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_save('{"identifier": "K-1", "name": "Ruled"}');
DROP RULE instead ON customers;
SELECT customers_save('{"identifier": "K-1", "name": "Ruled"}') > 0 AS saved;
CREATE RULE instead AS ON DELETE TO customers DO INSTEAD UPDATE customers SET note = 'left' WHERE customer_id = OLD.customer_id;
SELECT customers_delete(ARRAY(SELECT customer_id FROM customers WHERE identifier = 'K-1'));
DROP RULE instead ON customers;
\set VERBOSITY default
-- The one-liner.
SELECT m.changed FROM customers_merge(customers_import(file('identifier,name
K-1,One line
'))) AS m;

-- An import whose counts pass over staged rows is not merged without them.
SELECT customers_import(file('identifier,email,name,groups,subscribed
K-1,,Ann,VIP,no
K-70,gus@x.no,Gus,,no
')) AS id \gset
BEGIN;
SAVEPOINT staged;
UPDATE customer_imports SET uploaded = uploaded - created, created = 0 WHERE import_id = :id;
SELECT * FROM customers_merge(:id);
ROLLBACK TO staged;
UPDATE customer_imports SET uploaded = uploaded - changed, changed = 0 WHERE import_id = :id;
SELECT * FROM customers_merge(:id);
ROLLBACK TO staged;
SELECT m.created, m.changed FROM customers_merge(:id) AS m;
SELECT identifier, subscribed FROM customers WHERE identifier IN ('K-1', 'K-70') ORDER BY 1;
ROLLBACK;

DROP SCHEMA t_merge CASCADE;


-- A load builds the indexes afterwards, but for those of keys that are not
-- stored folded: it has none of them.
CREATE SCHEMA t_merge_load;
SET customers.schema = 't_merge_load';
SET search_path = t_merge_load, public;
SELECT customers_setup() <> '' AS ready;
CREATE TEMP TABLE index_file AS
	SELECT indexrelid, pg_relation_filenode(indexrelid) AS file FROM pg_index WHERE indrelid = 'customers'::regclass;
SELECT customers_import(convert_to('identifier,email' || string_agg(format(E'\nL-%s,l%s@x.no', n, n), '' ORDER BY n), 'UTF8')) AS id
FROM generate_series(1, 10000) AS n \gset
SELECT created FROM customers_merge(:id);
SELECT indexrelid::regclass AS index, file <> pg_relation_filenode(indexrelid) AS built,
	indisvalid AND indisready AND indislive AS usable
FROM index_file JOIN pg_index USING (indexrelid) ORDER BY indexrelid::regclass::text COLLATE "C";
DROP SCHEMA t_merge_load CASCADE;


-- A load without identifiers builds no index of them.
CREATE SCHEMA t_merge_load;
SELECT customers_setup() <> '' AS ready;
CREATE TEMP TABLE index_before AS
	SELECT indexrelid, pg_relation_filenode(indexrelid) AS file FROM pg_index WHERE indrelid = 'customers'::regclass;
SELECT customers_import(convert_to('email,city' || string_agg(format(E'\nl%s@x.no,Oslo', n), '' ORDER BY n), 'UTF8')) AS id
FROM generate_series(1, 10000) AS n \gset
SELECT created FROM customers_merge(:id);
SELECT indexrelid::regclass AS index, file <> pg_relation_filenode(indexrelid) AS built,
	indisvalid AND indisready AND indislive AS usable
FROM index_before JOIN pg_index USING (indexrelid) ORDER BY indexrelid::regclass::text COLLATE "C";

-- Where many customers change, they are read in order; triggers see the settings as they were.
CREATE TABLE seen (nestloop text, hashjoin text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO seen VALUES (current_setting('enable_nestloop'), current_setting('enable_hashjoin'));
	RETURN NULL;
END $$;
CREATE TRIGGER see AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION see();
SELECT customers_import(convert_to('email,first_name,city' || string_agg(format(E'\nl%s@x.no,%s,%s', n,
	CASE WHEN n % 3 = 0 THEN 'Ann ' || n END, CASE WHEN n % 4 = 0 THEN 'Bergen' WHEN n % 5 = 0 THEN '#N/A' ELSE 'Oslo' END), '' ORDER BY n DESC), 'UTF8')) AS id
FROM generate_series(1, 8000) AS n \gset
SELECT changed, unchanged FROM customers_merge(:id, over_limits => true);
SELECT nestloop, hashjoin, count(*) FROM seen GROUP BY 1, 2;
SELECT count(*) FILTER (WHERE first_name = 'Ann ' || substr(email, 2, strpos(email, '@') - 2)) AS named,
	count(*) FILTER (WHERE city = 'Bergen') AS moved, count(*) FILTER (WHERE city IS NULL) AS cleared
FROM customers;
SELECT reverted, kept FROM customers_revert(:id);
SELECT count(*) AS as_before FROM customers WHERE first_name IS NULL AND city = 'Oslo';
DROP SCHEMA t_merge_load CASCADE;
