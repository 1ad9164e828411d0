-- Undo: what an import did is taken back, what others have done since is not.

CREATE SCHEMA t_revert;
SET customers.schema = 't_revert';
SET search_path = t_revert, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

-- A file's content; the last import; what a revert kept; who is there.
\i sql/include/file.sql
CREATE FUNCTION last() RETURNS bigint
	LANGUAGE sql AS $$ SELECT max(import_id) FROM t_revert.customer_imports $$;
CREATE VIEW kept AS
	SELECT line, field, value, code, message, hint FROM customer_import_errors
	WHERE import_id = last() AND code LIKE 'kept%' ORDER BY line, field, message;
CREATE VIEW people AS
	SELECT customer_id AS id, identifier, email, name, city, subscribed, attributes FROM customers
	ORDER BY customer_id;
CREATE VIEW members AS
	SELECT c.identifier, g.name, m.status, m.import_id FROM customer_group_members AS m
	JOIN customers AS c USING (customer_id) JOIN customer_groups AS g USING (group_id)
	ORDER BY identifier, g.name;

INSERT INTO customers (identifier, email, name, city, subscribed, attributes) VALUES
	('K-1', 'ann@x.no', 'Ann', 'Oslo', true, '{"shoe": "42", "hat": "7"}'),
	('K-2', 'bob@x.no', 'Bob', NULL, true, '{}'),
	('K-3', 'cy@x.no', 'Cy', 'Oslo', false, '{}');
CREATE TABLE first AS TABLE customers;


-- Everything back as it was, and everybody who came is gone.
SELECT import_id = last() AS id, created, changed FROM import_csv(file('identifier,email,name,city,shoe,hat
K-1,anna@x.no,Anna,#N/A,43,#N/A
K-2,bob@x.no,Bob,Bergen,40,
K-4,dee@x.no,Dee,Oslo,38,6
K-5,eve@x.no,Eve,,,
'));
SELECT email, name, city, attributes FROM people;
SET client_min_messages = notice;
SELECT import_id = last() AS id, reverted, kept FROM customers_revert(last());
SET client_min_messages = warning;
TABLE people;
SELECT count(*) AS differ FROM customers AS c FULL JOIN first AS f USING (customer_id)
	WHERE to_jsonb(c) - 'updated_at' IS DISTINCT FROM to_jsonb(f) - 'updated_at';
SELECT status, reverted, kept, reverted_at IS NOT NULL AS reverted_at, reverted_by = CURRENT_USER AS reverted_by
	FROM customer_imports WHERE import_id = last();
TABLE kept;
-- The journal stays, so that it can be told what was undone.
SELECT count(*) FROM customer_import_diff WHERE import_id = last();
-- Once is enough.
SELECT * FROM customers_revert(last());
-- The file can come again, without again => true.
SELECT created, changed FROM import_csv(file('identifier,email,name,city,shoe,hat
K-1,anna@x.no,Anna,#N/A,43,#N/A
K-2,bob@x.no,Bob,Bergen,40,
K-4,dee@x.no,Dee,Oslo,38,6
K-5,eve@x.no,Eve,,,
'));


-- What was edited since stays: by field, by category, by customer.
UPDATE customers SET name = 'Anne' WHERE identifier = 'K-1';
UPDATE customers SET attributes = attributes || '{"shoe": "44", "size": "L"}' WHERE identifier = 'K-1';
UPDATE customers SET city = 'Larvik' WHERE identifier = 'K-4';
UPDATE customers SET note = 'rang' WHERE identifier = 'K-5';
SELECT reverted, kept FROM customers_revert(last());
TABLE people;
TABLE kept;
SELECT status, reverted, kept FROM customer_imports WHERE import_id = last();
-- One that was edited back by hand is back.
SELECT created, changed FROM import_csv(file('identifier,name,city
K-1,Ann C.,Moss
'));
UPDATE customers SET name = 'Anne' WHERE identifier = 'K-1';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT name, city FROM people WHERE identifier = 'K-1';
DELETE FROM customers WHERE identifier IN ('K-4', 'K-5');


-- What was deleted since is gone.
SELECT created, changed FROM import_csv(file('identifier,name
K-2,Bo
K-6,Fay
K-7,Gil
'));
DELETE FROM customers WHERE identifier IN ('K-2', 'K-6');
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT identifier FROM people;
INSERT INTO customers (identifier, email, name) VALUES ('K-2', 'bob@x.no', 'Bob');


-- Who was erased since is passed over.
SELECT created, changed FROM import_csv(file('identifier,email,city
K-3,,Bergen
K-19,quit@x.no,Oslo
'));
SELECT customers_erase('quit@x.no') > 0 AS erased;
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
-- Later imports: taken back in turn, all is as it was; out of turn, what the
-- later one wrote stays.
CREATE TEMP TABLE before AS TABLE customers;
SELECT created, changed FROM import_csv(file('identifier,name,city
K-1,A,Alta
K-8,H,Hamar
K-9,I,Inderøy
'));
SELECT created, changed FROM import_csv(file('identifier,name,note
K-1,B,first
K-8,B,second
K-10,J,third
'));
SELECT reverted, kept FROM customers_revert(last());
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT count(*) AS differ FROM customers AS c FULL JOIN before AS f USING (customer_id)
	WHERE to_jsonb(c) - 'updated_at' IS DISTINCT FROM to_jsonb(f) - 'updated_at';
-- The same two, the first one first.
SELECT created, changed FROM import_csv(file('identifier,name,city
K-1,A,Alta
K-8,H,Hamar
K-9,I,Inderøy
'));
SELECT created, changed FROM import_csv(file('identifier,name,note
K-1,B,first
K-8,B,second
K-10,J,third
'));
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = last() - 1 ORDER BY line, field;
SELECT identifier, name, city, note FROM customers ORDER BY customer_id;
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier, name, city, note FROM customers ORDER BY customer_id;
DELETE FROM customers WHERE identifier IN ('K-8', 'K-9', 'K-10');


-- Used since: by any foreign key, whatever it does when the customer goes, in
-- any schema, of several columns, from a partition, and by an order, which has
-- none.
CREATE SCHEMA t_revert_shop;
CREATE TABLE t_revert_shop.baskets (id int, customer bigint REFERENCES customers ON DELETE CASCADE);
CREATE TABLE t_revert_shop.visits (id int, customer bigint REFERENCES customers ON DELETE SET NULL);
CREATE TABLE t_revert_shop.bills (id int, customer bigint REFERENCES customers) PARTITION BY LIST (id);
CREATE TABLE t_revert_shop.bills_1 PARTITION OF t_revert_shop.bills FOR VALUES IN (1);
CREATE TABLE t_revert_shop.bills_2 (id int, customer bigint);
ALTER TABLE t_revert_shop.bills ATTACH PARTITION t_revert_shop.bills_2 FOR VALUES IN (2);
ALTER TABLE customers ADD UNIQUE (identifier, name);
CREATE TABLE t_revert_shop."Name Tags" ("Id" text, "Name" text,
	FOREIGN KEY ("Id", "Name") REFERENCES customers (identifier, name) ON UPDATE CASCADE ON DELETE CASCADE);
SELECT created FROM import_csv(file('identifier,name
U-1,Basket
U-2,Visit
U-3,Bill
U-4,Tag
U-5,Order
U-6,Nothing
'));
INSERT INTO t_revert_shop.baskets SELECT 1, customer_id FROM customers WHERE identifier = 'U-1';
INSERT INTO t_revert_shop.visits SELECT 1, customer_id FROM customers WHERE identifier = 'U-2';
INSERT INTO t_revert_shop.bills SELECT 2, customer_id FROM customers WHERE identifier = 'U-3';
INSERT INTO t_revert_shop."Name Tags" VALUES ('U-4', 'Tag'), (NULL, 'Nothing');
INSERT INTO customer_orders (customer_id) SELECT customer_id FROM customers WHERE identifier = 'U-5';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT identifier FROM people WHERE identifier LIKE 'U%';
SELECT (SELECT count(*) FROM t_revert_shop.baskets) AS baskets, (SELECT count(customer) FROM t_revert_shop.visits) AS visits,
	(SELECT count(*) FROM t_revert_shop."Name Tags") AS tags;

-- Who may not see whether a customer is in use, cannot revert.
CREATE ROLE t_revert_clerk;
GRANT USAGE ON SCHEMA t_revert, t_revert_shop TO t_revert_clerk;
GRANT ALL ON ALL TABLES IN SCHEMA t_revert TO t_revert_clerk;
GRANT ALL ON ALL SEQUENCES IN SCHEMA t_revert TO t_revert_clerk;
SELECT created FROM import_csv(file('identifier,name
U-7,Unseen
'));
-- Nor can he who does not see all that the import did, or whoever finds rows gone.
BEGIN;
ALTER TABLE customer_import_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY later ON customer_import_rows USING (line > 2);
GRANT SELECT ON ALL TABLES IN SCHEMA t_revert_shop TO t_revert_clerk;
SET LOCAL ROLE t_revert_clerk;
SELECT reverted, kept FROM customers_revert(last());
ROLLBACK;
BEGIN;
DELETE FROM customer_import_rows WHERE import_id = last() AND line = 2;
SELECT reverted, kept FROM customers_revert(last());
ROLLBACK;
SET ROLE t_revert_clerk;
SELECT reverted, kept FROM customers_revert(last());
RESET ROLE;
GRANT SELECT ON ALL TABLES IN SCHEMA t_revert_shop TO t_revert_clerk;
ALTER TABLE t_revert_shop.visits ENABLE ROW LEVEL SECURITY;
SET ROLE t_revert_clerk;
SELECT reverted, kept FROM customers_revert(last());
RESET ROLE;
ALTER TABLE t_revert_shop.visits DISABLE ROW LEVEL SECURITY;
SET ROLE t_revert_clerk;
SELECT reverted, kept FROM customers_revert(last());
RESET ROLE;
REVOKE ALL ON ALL TABLES IN SCHEMA t_revert, t_revert_shop FROM t_revert_clerk;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA t_revert FROM t_revert_clerk;
REVOKE ALL ON SCHEMA t_revert, t_revert_shop FROM t_revert_clerk;
DROP ROLE t_revert_clerk;
DROP SCHEMA t_revert_shop CASCADE;
ALTER TABLE customers DROP CONSTRAINT customers_identifier_name_key;
TRUNCATE customer_orders;
DELETE FROM customers WHERE identifier LIKE 'U%';

-- Customers who refer to each other leave together, unless one stays, or one
-- who stays refers to them.
ALTER TABLE customers ADD COLUMN recruiter text;
CREATE UNIQUE INDEX full_identifier ON customers (identifier);
ALTER TABLE customers ADD FOREIGN KEY (recruiter) REFERENCES customers (identifier);
SELECT created FROM import_csv(file('identifier,name
R-1,Root
R-4,Lone
'));
SELECT created FROM import_csv(file('identifier,recruiter,name
R-2,R-1,Branch
R-3,R-1,Leaf
'));
SELECT created FROM import_csv(file('identifier,recruiter,name
R-5,R-2,Twig
'));
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT line, code, message, hint FROM customer_import_errors WHERE import_id = last() - 1;
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier, recruiter FROM customers WHERE identifier LIKE 'R%' ORDER BY 1;
CREATE FUNCTION recruit() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN NEW.recruiter := NULLIF('R-' || substr(NEW.identifier, 3)::int - 1, 'R-6'); RETURN NEW; END $$;
CREATE TRIGGER recruit BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION recruit();
SELECT created FROM import_csv(file('identifier,name
R-7,Top
R-8,Middle
R-9,Bottom
'));
SELECT created FROM import_csv(file('identifier,name
R-10,Lowest
'));
DROP TRIGGER recruit ON customers;
SELECT identifier, recruiter FROM customers WHERE name IN ('Top', 'Middle', 'Bottom', 'Lowest') ORDER BY 1;
SELECT reverted, kept FROM customers_revert(last());
SELECT reverted, kept FROM customers_revert(last() - 1);
UPDATE customers SET recruiter = NULL;
DELETE FROM customers WHERE identifier LIKE 'R%';
ALTER TABLE customers DROP COLUMN recruiter;
DROP INDEX full_identifier;


-- Groups: what the import made a member leaves, what it took out comes back,
-- with the import that had made it; a group that it made goes, if nobody has
-- taken it up.
INSERT INTO customer_groups (name) VALUES ('VIP'), ('Old'), ('Staff');
INSERT INTO customer_group_members (customer_id, group_id)
	SELECT customer_id, group_id FROM customers, customer_groups WHERE identifier = 'K-1' AND customer_groups.name = 'Staff';
SELECT changed FROM import_csv(file('identifier,groups
K-2,Old
'));
TABLE members;
SELECT created, changed FROM import_csv(file('identifier,groups,name
K-1,VIP|New,
K-2,VIP,
K-3,Old|Newer,
K-11,New|Old,Kay
'), group_mode => 'replace');
TABLE members;
SELECT reverted, kept FROM customers_revert(last());
TABLE members;
SELECT name FROM customer_groups ORDER BY group_id;
-- Memberships that somebody has decided on since are left to him.
SELECT created, changed FROM import_csv(file('identifier,groups,name
K-1,VIP|New,
K-2,VIP,
K-3,Old|Newer,
K-11,New|Old,Kay
K-12,VIP,Lea
'), group_mode => 'replace');
UPDATE customer_group_members AS m SET import_id = NULL FROM customers AS c, customer_groups AS g
	WHERE m.customer_id = c.customer_id AND m.group_id = g.group_id AND identifier = 'K-2' AND g.name = 'VIP';
INSERT INTO customer_group_members (customer_id, group_id, status)
	SELECT customer_id, group_id, 'rejected' FROM customers, customer_groups WHERE identifier = 'K-1' AND customer_groups.name = 'Staff';
UPDATE customer_group_members AS m SET status = 'rejected', import_id = NULL FROM customers AS c, customer_groups AS g
	WHERE m.customer_id = c.customer_id AND m.group_id = g.group_id AND identifier = 'K-3' AND g.name = 'Newer';
INSERT INTO customer_group_members (customer_id, group_id)
	SELECT customer_id, group_id FROM customers, customer_groups WHERE identifier = 'K-12' AND customer_groups.name = 'Old';
UPDATE customer_groups SET discount_percent = 5 WHERE name = 'New';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
TABLE members;
SELECT name FROM customer_groups ORDER BY group_id;
SELECT reverted, kept FROM customers_revert((SELECT import_id FROM customer_imports WHERE status = 'merged' AND fields = '{identifier,groups}'));
TABLE members;
DELETE FROM customers WHERE identifier = 'K-12';
-- A group is the same by another name.
SELECT changed FROM import_csv(file('identifier,groups
K-2,Staff
'), group_mode => 'replace');
UPDATE customer_groups SET name = 'Best' WHERE name = 'VIP';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
TABLE members;
UPDATE customer_groups SET name = 'VIP' WHERE name = 'Best';
TRUNCATE customer_group_members;


-- Consent gets stricter by an undo as well, unless it is told otherwise.
UPDATE customers SET subscribed = true WHERE identifier IN ('K-1', 'K-2');
SELECT changed FROM import_csv(file('identifier,city,subscribed
K-1,Ski,no
K-2,Ski,no
K-3,Ski,yes
'), resubscribe => true);
UPDATE customers SET subscribed = true WHERE identifier = 'K-2';
SET client_min_messages = notice;
SELECT reverted, kept FROM customers_revert(last());
SET client_min_messages = warning;
TABLE kept;
SELECT identifier, city, subscribed FROM people WHERE identifier IN ('K-1', 'K-2', 'K-3');
UPDATE customers SET subscribed = true WHERE identifier = 'K-1';
SELECT changed FROM import_csv(file('identifier,subscribed
K-1,no
'));
SELECT reverted, kept FROM customers_revert(last(), resubscribe => true);
SELECT identifier, subscribed FROM people WHERE identifier = 'K-1';
-- One who has opted out since stays, to stay opted out.
SELECT created FROM import_csv(file('identifier,email,subscribed
K-13,mo@x.no,yes
K-14,no@x.no,no
'));
UPDATE customers SET subscribed = false WHERE identifier = 'K-13';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
DELETE FROM customers WHERE identifier = 'K-13';


-- A key that somebody else has taken meanwhile is his.
SELECT created, changed FROM import_csv(file('identifier,email
K-1,ann@y.no
K-2,bob@y.no
'), match_by => '{identifier}');
SELECT created, changed FROM import_csv(file('customer_id,identifier
3,C-3
'));
INSERT INTO customers (identifier, email) VALUES ('new', 'Ann@X.no'), ('K-3', NULL);
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = last() - 1;
SELECT identifier, email FROM people;
DELETE FROM customers WHERE customer_id > 3 AND identifier IN ('new', 'K-3');
UPDATE customers SET identifier = 'K-3' WHERE identifier = 'C-3';
-- But not by one who leaves himself.
SELECT created, changed FROM import_csv(file('identifier,email
K-2,ben@x.no
'), match_by => '{identifier}');
SELECT created, changed FROM import_csv(file('identifier,email
K-15,bob@x.no
'));
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier, email FROM people;
UPDATE customers SET email = 'bob@x.no' WHERE identifier = 'K-2';


-- Passwords: the old verifier comes back, and is shown nowhere.
SELECT changed FROM import_csv(file('identifier,password
K-1,secret one
'));
CREATE TEMP TABLE verifier AS SELECT password_hash AS one FROM customers WHERE identifier = 'K-1';
SELECT changed FROM import_csv(file('identifier,password
K-1,secret two
K-2,secret three
'), rules => '{"password": "overwrite"}');
UPDATE customers SET password_hash = 'SCRAM-SHA-256$x' WHERE identifier = 'K-2';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT password_hash = one AS is_one FROM customers, verifier WHERE identifier = 'K-1';
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT identifier, password_hash IS NULL AS none FROM customers WHERE identifier < 'K-3' ORDER BY 1;


-- Columns of an application, of types with and without an equality; one that
-- is dropped again; one that a trigger fills.
ALTER TABLE customers ADD COLUMN tier varchar(5) DEFAULT 'basic', ADD COLUMN seen timestamptz,
	ADD COLUMN spot point, ADD COLUMN doc json, ADD COLUMN score numeric(6, 2), ADD COLUMN ratio float8,
	ADD COLUMN gone text, ADD COLUMN slug text;
CREATE FUNCTION fill_slug() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN NEW.slug := lower(NEW.name); RETURN NEW; END $$;
CREATE TRIGGER fill_slug BEFORE INSERT OR UPDATE OF name ON customers FOR EACH ROW EXECUTE FUNCTION fill_slug();
UPDATE customers SET tier = 'gold', seen = '2020-02-29 12:00+02', spot = '(1,2)', doc = '{"a":  1}',
	score = 1.50, ratio = 0.1, gone = 'x' WHERE identifier = 'K-1';
CREATE TEMP TABLE typed AS TABLE customers;
SELECT created, changed FROM import_csv(file('identifier,name,tier,seen,spot,doc,score,ratio,gone
K-1,Ann,free,2021-01-01 00:00+00,"(3,4)",[1],2.5,0.3,y
K-2,Bob,gold,2021-01-01 00:00+00,"(3,4)",[2],3.5,1e300,y
K-16,Ole,,2021-01-01 00:00+00,"(3,4)",[3],,,
K-17,Pia,,,,,,,
'));
SET DateStyle = 'German';
SET TimeZone = 'Asia/Tokyo';
UPDATE customers SET doc = '[5]' WHERE identifier = 'K-2';
ALTER TABLE customers DROP COLUMN gone;
SELECT reverted, kept FROM customers_revert(last());
RESET DateStyle;
RESET TimeZone;
TABLE kept;
SELECT count(*) AS differ FROM customers AS c FULL JOIN typed AS f USING (customer_id)
	WHERE to_jsonb(c) - '{updated_at,slug}'::text[] IS DISTINCT FROM to_jsonb(f) - '{updated_at,slug,gone}'::text[];
DROP TRIGGER fill_slug ON customers;
-- A trigger that holds an undo back is told of.
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
SELECT created, changed FROM import_csv(file('identifier,city
K-1,Lom
K-18,Lom
'));
CREATE TRIGGER hold BEFORE UPDATE OR DELETE ON customers FOR EACH ROW EXECUTE FUNCTION hold();
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
DROP TRIGGER hold ON customers;
DELETE FROM customers WHERE identifier = 'K-18';
UPDATE customers SET city = 'Oslo' WHERE identifier = 'K-1';


-- Within one transaction updated_at tells nothing: values do.
BEGIN;
SELECT created, changed FROM import_csv(file('identifier,name,city
S-1,Una,Bodø
S-2,Viv,Bodø
S-3,Wim,Bodø
'));
UPDATE customers SET note = 'rang' WHERE identifier = 'S-2';
UPDATE customers SET attributes = '{"shoe": "38"}' WHERE identifier = 'S-3';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT identifier FROM people WHERE identifier LIKE 'S%';
ROLLBACK;
BEGIN;
SELECT created FROM import_csv(file('identifier,name
S-1,Una
S-2,Viv
'));
SELECT changed FROM import_csv(file('identifier,note
S-2,second file
'));
COMMIT;
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT identifier, note FROM customers WHERE identifier LIKE 'S%';
DELETE FROM customers WHERE identifier LIKE 'S%';
-- An edit beside the merge is one too, unlike what a trigger does in it.
CREATE FUNCTION welcome() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN UPDATE customers SET phone = '0' WHERE customer_id = NEW.customer_id; RETURN NULL; END $$;
CREATE TRIGGER welcome AFTER INSERT ON customers FOR EACH ROW EXECUTE FUNCTION welcome();
BEGIN;
SELECT created FROM import_csv(file('identifier,name
S-1,Una
S-2,Viv
S-3,Wim
'));
UPDATE customers SET note = 'rang' WHERE identifier IN ('S-2', 'S-3');
UPDATE customers SET note = 'rang twice' WHERE identifier = 'S-3';
SELECT count(*) FROM customers_save('{"identifier": "S-2", "note": "rang, too"}');
COMMIT;
DROP TRIGGER welcome ON customers;
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT identifier, note FROM customers WHERE identifier LIKE 'S%' ORDER BY 1;
DELETE FROM customers WHERE identifier LIKE 'S%';
-- And so is one where nothing keeps updated_at.
SELECT created FROM import_csv(file('identifier,name
S-1,Una
S-2,Viv
'));
ALTER TABLE customers DISABLE TRIGGER customers_tidy_update;
UPDATE customers SET note = 'rang' WHERE identifier = 'S-2';
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier, note FROM customers WHERE identifier LIKE 'S%' ORDER BY 1;
ALTER TABLE customers ENABLE TRIGGER customers_tidy_update;
DELETE FROM customers WHERE identifier LIKE 'S%';


-- New customers of whom the file says nothing but the id leave like others.
SELECT created FROM import_csv(file('customer_id,city
9001,
9002,
9003,Lom
'), unknown_ids => 'create');
UPDATE customers SET note = 'rang' WHERE customer_id = 9002;
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT customer_id FROM customers WHERE customer_id > 9000;
DELETE FROM customers WHERE customer_id > 9000;


-- Rows that the merge left out are not its doing.
SELECT customers_import(file('identifier,name
K-1,Adam
K-2,Bert
')) = last() AS staged;
UPDATE customers SET name = 'Anita' WHERE identifier = 'K-1';
SELECT changed, excluded FROM customers_merge(last(), on_conflict => 'skip');
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier, name FROM people WHERE identifier IN ('K-1', 'K-2');


-- Only what was merged can be reverted.
SELECT customers_import(file('identifier,name
K-1,Staged
')) = last() AS staged;
SELECT * FROM customers_revert(last());
SELECT customers_cancel(last());
SELECT * FROM customers_revert(last());
SELECT * FROM customers_revert(4711);
SELECT * FROM customers_revert(NULL);
SELECT * FROM customers_revert(1, resubscribe => NULL);


-- An edit of what the file did not bring keeps a new customer, whoever made it
-- and whatever updated_at says; one that was taken back is none.
SELECT created FROM import_csv(file('identifier,email,name
N-1,n1@x.no,Ann
N-2,n2@x.no,Bo
N-3,n3@x.no,Cy
N-4,n4@x.no,Di
N-5,n5@x.no,Ed
N-6,n6@x.no,Flo
'));
UPDATE customers SET attributes = '{"Shoe size": "41"}' WHERE identifier = 'N-1';
SELECT count(*) FROM customers_save('{"identifier": "N-2", "attributes": {"Pet": "cat"}}');
SELECT changed FROM import_csv(file('identifier,Lot wins
N-3,17
'));
UPDATE customers SET created_at = '2020-01-01' WHERE identifier = 'N-4';
UPDATE customers SET note = 'rang', vip = true WHERE identifier = 'N-5';
UPDATE customers SET note = NULL, vip = false WHERE identifier = 'N-5';
ALTER TABLE customers DISABLE TRIGGER customers_tidy_update;
UPDATE customers SET note = 'unseen' WHERE identifier = 'N-6';
ALTER TABLE customers ENABLE TRIGGER customers_tidy_update;
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT identifier, attributes FROM customers WHERE identifier LIKE 'N-%' ORDER BY 1;
-- Whom only imports that are undone have written, goes with the last of them.
SELECT reverted, kept FROM customers_revert(last());
SELECT identifier FROM customers WHERE identifier LIKE 'N-%' ORDER BY 1;
SELECT reverted, kept FROM customer_imports WHERE import_id = last() - 1;
DELETE FROM customers WHERE identifier LIKE 'N-%';

-- Defaults: of the type, and of the time of the merge, whatever they are by
-- now; columns added since; in the transaction of the merge, too.
CREATE DOMAIN mood AS text DEFAULT 'calm';
ALTER TABLE customers ADD COLUMN mood mood, ADD COLUMN who text DEFAULT CURRENT_USER, ADD COLUMN tag text DEFAULT 'old',
	ADD COLUMN fold text COLLATE "C";
CREATE FUNCTION come_and_go(change text, edit text DEFAULT 'SELECT') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	PERFORM import_csv(convert_to(E'identifier,name,tag,fold\nD-1,Dee,,a\nD-2,Del,new,\n', 'UTF8'), again => true);
	EXECUTE change;
	EXECUTE edit;
	SELECT format('%s reverted, %s kept', reverted, kept) INTO result FROM customers_revert(t_revert.last());
	DELETE FROM customers WHERE identifier LIKE 'D-%';
	RETURN result;
END $$;
BEGIN;
SELECT come_and_go('SELECT') AS plain;
SELECT come_and_go('ALTER TABLE customers ALTER tag SET DEFAULT ''later'', ALTER mood SET DEFAULT ''glad''') AS other_default;
SELECT come_and_go('ALTER TABLE customers ADD COLUMN extra int DEFAULT 5, ADD COLUMN more text, ADD COLUMN at timestamptz DEFAULT now()') AS added;
SELECT come_and_go('SELECT', 'UPDATE customers SET extra = 6 WHERE identifier = ''D-1''') AS edited;
SELECT come_and_go('ALTER TABLE customers ADD COLUMN later text DEFAULT ''x''', 'UPDATE customers SET later = NULL WHERE identifier = ''D-1''') AS added_edited;
SELECT come_and_go('SELECT', 'UPDATE customers SET mood = NULL WHERE identifier = ''D-1''') AS mood;
SELECT come_and_go('ALTER TABLE customers ADD COLUMN dice float8 DEFAULT random()') AS unknown;
SELECT come_and_go('SELECT') AS hashed;
SELECT come_and_go('SELECT', 'UPDATE customers SET dice = 7 WHERE identifier = ''D-2''') AS hashed_edited;
SELECT come_and_go('ALTER TABLE customers ADD COLUMN even_more text DEFAULT ''x''') AS hashed_added;
SELECT come_and_go('ALTER TABLE customers DROP COLUMN tag') AS hashed_dropped;
ROLLBACK;
-- Also where the default raises an error that no record runs into.
CREATE FUNCTION must_be_given() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE 'must be given'; END $$;
ALTER TABLE customers ADD COLUMN given text;
ALTER TABLE customers ALTER given SET DEFAULT must_be_given();
SELECT created FROM import_csv(file('identifier,given
G-1,yes
G-2,no
'));
UPDATE customers SET given = 'maybe' WHERE identifier = 'G-2';
SELECT reverted, kept FROM customers_revert(last());
DELETE FROM customers WHERE identifier = 'G-2';
ALTER TABLE customers DROP COLUMN given, DROP COLUMN mood, DROP COLUMN who, DROP COLUMN tag, DROP COLUMN fold;

-- Volatile defaults, and triggers of either kind; an edit in the merge's own
-- transaction is one.
ALTER TABLE customers ADD COLUMN ext uuid DEFAULT gen_random_uuid(), ADD COLUMN seen_by text;
CREATE FUNCTION sees() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN UPDATE customers SET seen_by = 'trigger' WHERE customer_id = NEW.customer_id; RETURN NULL; END $$;
CREATE TRIGGER sees AFTER INSERT ON customers FOR EACH ROW EXECUTE FUNCTION sees();
BEGIN;
SELECT created FROM import_csv(file('identifier,name
V-1,Vi
V-2,Vo
'));
UPDATE customers SET ext = gen_random_uuid() WHERE identifier = 'V-2';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
ROLLBACK;
SELECT created FROM import_csv(file('identifier,name
V-1,Vi
V-2,Vo
'));
SELECT count(*) AS hashes FROM customer_import_created WHERE import_id = last();
UPDATE customers SET seen_by = 'me' WHERE identifier = 'V-2';
SELECT reverted, kept FROM customers_revert(last());
-- The hash of somebody erased goes with them.
SELECT customers_erase(customer_id) > 0 AS erased FROM customers WHERE identifier = 'V-2';
SELECT count(*) AS hashes FROM customer_import_created WHERE import_id = last();
DROP TRIGGER sees ON customers;
ALTER TABLE customers DROP COLUMN ext, DROP COLUMN seen_by;


-- Categories keep their types; a number for a text that reads like it is an edit.
UPDATE customers SET attributes = '{"n": 41, "arr": ["golf", {"a": null}], "obj": {"a": 1.50}, "b": true, "nul": null, "t": "x"}'
	WHERE identifier = 'K-1';
UPDATE customers SET attributes = '{"n": 41}' WHERE identifier = 'K-2';
CREATE TEMP TABLE odd AS SELECT customer_id, attributes::text AS attributes, updated_at FROM customers;
SELECT changed FROM import_csv(file('identifier,n,arr,obj,b,nul,t
K-1,a,b,c,#N/A,e,#N/A
K-2,42,,,,,
'));
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = last() ORDER BY line, field;
SELECT identifier, attributes FROM customers WHERE identifier IN ('K-1', 'K-2') ORDER BY 1;
SELECT reverted, kept FROM customers_revert(last());
SELECT count(*) AS differ FROM customers JOIN odd USING (customer_id)
	WHERE customers.attributes::text <> odd.attributes OR customers.updated_at <> odd.updated_at;
SELECT changed FROM import_csv(file('identifier,n
K-1,7
K-2,8
'), again => true);
UPDATE customers SET attributes = attributes || '{"n": 7}' WHERE identifier = 'K-1';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT identifier, attributes -> 'n' AS n FROM customers WHERE identifier IN ('K-1', 'K-2') ORDER BY 1;


-- Out of turn: whatever the order, what was before all comes back, and never
-- what an import wrote that was undone; in one transaction, and in several.
CREATE FUNCTION play(turns int[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	first bigint := t_revert.last();
	turn int;
	said text := '';
BEGIN
	PERFORM import_csv(convert_to(E'identifier,city,n,groups\nK-1,Moss,one,A\nK-2,Moss,one,\nO-1,Moss,one,\n', 'UTF8'), group_mode => 'replace', again => true);
	PERFORM import_csv(convert_to(E'identifier,n,city,groups\nK-1,two,Skien,A|B\nO-1,two,Skien,A\n', 'UTF8'), group_mode => 'replace', again => true);
	PERFORM import_csv(convert_to(E'identifier,groups,city,n\nK-1,Base,Moss,#N/A\nK-2,Base,Bodø,three\nO-1,Base,#N/A,#N/A\n', 'UTF8'), group_mode => 'replace', again => true);
	FOREACH turn IN ARRAY turns LOOP
		PERFORM customers_revert(first + turn);
		said := said || COALESCE((SELECT format(' %s/%s/%s', c.city, c.attributes ->> 'n',
			(SELECT string_agg(g.name, '|' ORDER BY g.name) FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
				WHERE m.customer_id = c.customer_id AND m.status = 'accepted')) FROM customers AS c WHERE identifier = 'K-1'), ' gone');
	END LOOP;
	RETURN said;
END $$;
UPDATE customers SET city = 'Oslo', attributes = '{"n": [1, 2.0]}' WHERE identifier IN ('K-1', 'K-2');
SELECT customers_group_assign('Base', ARRAY(SELECT customer_id FROM customers WHERE identifier = 'K-1')) FROM customers_group_create('Base');
CREATE FUNCTION state() RETURNS text LANGUAGE sql AS $$
	SELECT concat((SELECT string_agg(c::text, E'\n' ORDER BY customer_id) FROM customers AS c),
		(SELECT string_agg(m::text, E'\n' ORDER BY customer_id, group_id) FROM customer_group_members AS m),
		(SELECT string_agg(g::text, E'\n' ORDER BY group_id) FROM customer_groups AS g)) $$;
CREATE TEMP TABLE state_before AS SELECT state() AS state;
SELECT turns, play(turns) AS "K-1 after each", state() = state AS same FROM state_before,
	(VALUES ('{1,2,3}'::int[]), ('{1,3,2}'), ('{2,1,3}'), ('{2,3,1}'), ('{3,1,2}'), ('{3,2,1}')) AS orders (turns);
SELECT state() = state AS same FROM state_before;
DO $$ BEGIN PERFORM play('{}'); END $$;
SELECT last() AS three \gset
SELECT reverted, kept FROM customers_revert(:three - 2);
SELECT reverted, kept FROM customers_revert(:three - 1);
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = :three ORDER BY line, field;
SELECT reverted, kept FROM customers_revert(:three);
SELECT state() = state AS same FROM state_before;
UPDATE customers SET attributes = '{}' WHERE identifier IN ('K-1', 'K-2');


-- Purging: staged imports stay, old ones lose their rows, and the way back.
SELECT customers_import(file('identifier,name
K-1,Waiting
')) = last() AS staged;
SELECT changed FROM import_csv(file('identifier,name
K-2,Merged
'));
SELECT customers_import_purge(NULL);
SELECT customers_import_purge('-1 second');
SELECT customers_import_purge('1 hour');
UPDATE customer_imports SET merged_at = merged_at - interval '2 days' WHERE import_id = last();
SELECT customers_import_purge('1 day');
SELECT import_id = last() AS last, status, purged_at IS NOT NULL AS purged FROM customer_imports
	WHERE import_id >= last() - 2 ORDER BY import_id;
SELECT * FROM customers_revert(last());
SELECT customers_import_purge('0') > 20 AS all_others;
SELECT DISTINCT status FROM customer_imports WHERE purged_at IS NULL ORDER BY 1;
SELECT status, count(*) FROM customer_import_rows JOIN customer_imports USING (import_id) GROUP BY 1;
SELECT changed FROM customers_merge(last() - 1);
SELECT reverted, kept FROM customers_revert(last() - 1);


-- An erased person whom the import took in again is one again after its undo;
-- nobody else is, nor one who stays.
INSERT INTO customers (identifier, email) VALUES ('E-1', 'ed@x.no'), ('E-2', 'em@x.no');
SELECT count(customers_erase(email)) FROM customers WHERE identifier LIKE 'E-%';
CREATE TEMP TABLE erased AS SELECT key_hash, field, reason, recorded_at FROM customer_erasures;
SELECT created FROM import_csv(file('identifier,email,name
E-1,ed@y.no,Ed
E-2,em@x.no,Em
E-3,eva@x.no,Eva
'), restore_erased => true);
SELECT line, field, code, message, hint FROM customer_import_errors WHERE import_id = last() ORDER BY line, field;
UPDATE customers SET city = 'Oslo' WHERE identifier = 'E-2';
SELECT count(*) AS forgotten FROM erased AS e WHERE NOT EXISTS (SELECT FROM customer_erasures AS n WHERE n.key_hash = e.key_hash);
SELECT reverted, kept FROM customers_revert(last());
SELECT count(*) AS forgotten, (SELECT count(*) FROM customer_erasures) - (SELECT count(*) FROM erased) AS more
	FROM erased AS e WHERE NOT EXISTS (SELECT FROM customer_erasures AS n
		WHERE (n.key_hash, n.reason, n.recorded_at) = (e.key_hash, e.reason, e.recorded_at));
SELECT created, rejected FROM import_csv(file('identifier,email,name
E-1,ed@y.no,Ed again
E-3,eva@x.no,Eva again
'));


-- Money by default, also of a type or column that is made of it; a default that
-- an assignment casts beside values of the file.
BEGIN;
CREATE DOMAIN price AS money;
ALTER TABLE customers ADD COLUMN fee money DEFAULT 3, ADD COLUMN fees money[] DEFAULT '{1.50,-2}', ADD COLUMN price price DEFAULT -1234.5,
	ADD COLUMN tag text DEFAULT 7;
SELECT created FROM import_csv(file('email,fee,tag
m1@x.no,4.50,x
m2@x.no,,
m3@x.no,,
'));
ALTER TABLE customers ADD COLUMN late money DEFAULT 7;
UPDATE customers SET fees = '{1.50,2}' WHERE email = 'm3@x.no';
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT email, fee, fees, price, late FROM customers WHERE email LIKE 'm_@x.no';
ROLLBACK;


-- A value of attributes that was edited to another type between two imports
-- is an edit, though its text is the same.
INSERT INTO customers (customer_id, attributes) VALUES (5000, '{"n": 41, "z": 1}');
SELECT changed FROM import_csv(file('customer_id,attributes.n,attributes.z
5000,7,#N/A
'));
SELECT attributes FROM customers WHERE customer_id = 5000;
UPDATE customers SET attributes = '{"n": 7, "z": null}' WHERE customer_id = 5000;
SELECT changed FROM import_csv(file('customer_id,attributes.n,attributes.z
5000,9,3
'));
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT reverted, kept FROM customers_revert(last());
SELECT attributes FROM customers WHERE customer_id = 5000;
DELETE FROM customers WHERE customer_id = 5000;


-- A group that an import made goes though its only member was erased; one of an
-- import that was undone before goes, too.
SELECT created FROM import_csv(file('email,name,groups
erased1@x.no,Ann,Lost
'));
SELECT created FROM import_csv(file('email,name,groups
erased2@x.no,Ann,Lost|Found
'));
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT name, import_id = last() AS of_last FROM customer_groups WHERE name IN ('Lost', 'Found') ORDER BY 1;
SELECT customers_erase('erased2@x.no') > 0 AS erased;
SELECT reverted, kept FROM customers_revert(last());
SELECT name FROM customer_groups WHERE name IN ('Lost', 'Found') ORDER BY 1;

-- A key that a later import gave to somebody else: undone from the last to the
-- first, all is as before; the other way round it stays with them.
CREATE FUNCTION passed_on(first_one_first boolean) RETURNS TABLE (of text, reverted bigint, kept bigint, note text, keys text) LANGUAGE plpgsql AS $$
DECLARE
	earlier bigint;
	later bigint;
BEGIN
	DELETE FROM customers WHERE identifier LIKE 'P-%';
	INSERT INTO customers (identifier, email) VALUES ('P-1', 'x@p.no'), ('P-2', 'z@p.no');
	SELECT import_id INTO earlier FROM import_csv(file(E'identifier,email\nP-1,y@p.no\n'), again => true);
	SELECT import_id INTO later FROM import_csv(file(E'identifier,email\nP-2,x@p.no\n'), again => true);
	FOR of, reverted, kept IN
		SELECT i.of, r.reverted, r.kept FROM unnest(CASE WHEN first_one_first THEN ARRAY[earlier, later] ELSE ARRAY[later, earlier] END,
			CASE WHEN first_one_first THEN ARRAY['first', 'second'] ELSE ARRAY['second', 'first'] END) AS i (id, of), customers_revert(i.id) AS r
	LOOP
		note := (SELECT string_agg(code, ', ') FROM customer_import_errors WHERE import_id = CASE of WHEN 'first' THEN earlier ELSE later END);
		keys := (SELECT string_agg(email, ' ' ORDER BY identifier) FROM customers WHERE identifier LIKE 'P-%');
		RETURN NEXT;
	END LOOP;
END $$;
SELECT * FROM passed_on(false);
SELECT * FROM passed_on(true);

-- Whom a later import created anew by his id is somebody else: an earlier one
-- has nothing to do with him, and both can be undone.
INSERT INTO customers (customer_id, name, city) VALUES (5000, 'Ann', 'Oslo');
SELECT created, changed FROM import_csv(file('customer_id,name,city,groups
5000,,Moss,Anew
5001,Bo,,Anew
'), unknown_ids => 'create', again => true);
DELETE FROM customers WHERE customer_id IN (5000, 5001);
SELECT created FROM import_csv(file('customer_id,name,city
5000,Other,Moss
5001,Bo,
'), unknown_ids => 'create');
SELECT changed FROM import_csv(file('customer_id,city
5000,Ski
'));
BEGIN;
SELECT reverted, kept FROM customers_revert(last() - 2);
SELECT line, field, code FROM customer_import_errors WHERE import_id = last() - 2 AND code LIKE 'kept%' ORDER BY line, field;
SELECT reverted, kept FROM customers_revert(last());
SELECT customer_id, name, city FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT customer_id, name, city FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
ROLLBACK;
-- Also where the later one was undone before, and something of it was kept.
UPDATE customers SET note = 'rang' WHERE customer_id BETWEEN 5000 AND 5009;
SELECT reverted, kept FROM customers_revert(last());
SELECT reverted, kept FROM customers_revert(last() - 1);
SELECT reverted, kept FROM customers_revert(last() - 2);
SELECT customer_id, name, city, note FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
SELECT line, field, code FROM customer_import_errors WHERE import_id = last() - 2 AND code LIKE 'kept%' ORDER BY line, field;
DELETE FROM customers WHERE customer_id BETWEEN 5000 AND 5009;
DELETE FROM customers WHERE customer_id BETWEEN 5000 AND 5009;


-- A column of another type than at the merge: what its values cannot be read as
-- is kept, all else goes back.
BEGIN;
ALTER TABLE customers ADD COLUMN points numeric(10,2), ADD COLUMN visits int, ADD COLUMN rank text;
INSERT INTO customers (customer_id, name, points, visits, rank) VALUES
	(5000, 'Ann', 5, 1, 'first'), (5001, 'Bo', 5, 2, 'second'), (5002, 'Cy', 5.5, 3, NULL);
SELECT created, changed FROM import_csv(file('customer_id,points,visits,rank,city
5000,7.25,10,third,Oslo
5001,8,20,fourth,Moss
5002,9,30,fifth,Ski
5003,7.25,40,sixth,Ski
'), unknown_ids => 'create');
ALTER TABLE customers ALTER points TYPE int, ALTER visits TYPE numeric(10,2), ALTER rank TYPE varchar(3) USING left(rank, 3);
SELECT reverted, kept FROM customers_revert(last());
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = last() AND code LIKE 'kept%' ORDER BY line, field;
SELECT customer_id, city, points, visits, rank FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
ROLLBACK;
-- And one that must not be empty any more.
BEGIN;
ALTER TABLE customers ADD COLUMN rank text;
INSERT INTO customers (customer_id, name, rank) VALUES (5000, 'Ann', NULL);
UPDATE customers SET rank = 'none' WHERE customer_id <> 5000;
SELECT changed FROM import_csv(file('customer_id,rank,city
5000,first,Oslo
'));
ALTER TABLE customers ALTER rank SET NOT NULL;
SELECT reverted, kept FROM customers_revert(last());
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = last() AND code LIKE 'kept%' ORDER BY line, field;
SELECT customer_id, city, rank FROM customers WHERE customer_id BETWEEN 5000 AND 5009;
ROLLBACK;
-- A default of such a column: nobody can tell by it, or it is the same.
BEGIN;
ALTER TABLE customers ADD COLUMN rank numeric(8,2) DEFAULT 1.5, ADD COLUMN visits int DEFAULT 5;
SELECT created FROM import_csv(file('email,name
ret1@x.no,Ann
ret2@x.no,Bo
'));
ALTER TABLE customers ALTER visits TYPE numeric(10,2);
SAVEPOINT retyped;
SELECT reverted, kept FROM customers_revert(last());
ROLLBACK TO retyped;
ALTER TABLE customers ALTER rank TYPE int;
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
ROLLBACK;
-- A domain that takes neither NULL nor the old value any more.
BEGIN;
CREATE DOMAIN rank AS text NOT NULL;
ALTER TABLE customers ADD COLUMN rank rank DEFAULT 'none';
INSERT INTO customers (customer_id, name) VALUES (5000, 'Ann');
SELECT created, changed FROM import_csv(file('customer_id,rank,city
5000,first,Oslo
5001,second,Oslo
'), unknown_ids => 'create');
ALTER DOMAIN rank ADD CHECK (VALUE <> 'none') NOT VALID;
SELECT reverted, kept FROM customers_revert(last());
TABLE kept;
SELECT customer_id, city, rank FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
ROLLBACK;


-- A default of another type than its column is cast as an INSERT would: cells
-- are stored as they were shown, and the merge takes them.
BEGIN;
SET LOCAL timezone = 'Europe/Oslo';
ALTER TABLE customers ADD COLUMN at timestamp DEFAULT now(), ADD COLUMN big bigint DEFAULT random() * 10,
	ADD COLUMN number numeric DEFAULT random(), ADD COLUMN ref text DEFAULT nextval('customers_customer_id_seq'),
	ADD COLUMN code char(5) DEFAULT 12, ADD COLUMN clock time DEFAULT now();
SELECT created FROM import_csv(file('email,at,big,number,ref,code,clock
q1@x.no,2024-03-31 02:30:00,9007199254740993,12345678901234567890.123456789,abc,x,10:00
q2@x.no,,,,,,
'));
SELECT at, big, number, ref, code, clock FROM customers WHERE email = 'q1@x.no';
SELECT customers_save('{"email": "q3@x.no", "at": "2024-03-31 02:30:00", "ref": "z"}') IS NOT NULL AS saved;
SELECT at, ref FROM customers WHERE email = 'q3@x.no';
SELECT reverted, kept FROM customers_revert(last());
ROLLBACK;


-- What a constraint does not take any more is kept, all else goes back.
BEGIN;
CREATE TABLE ranks (rank text PRIMARY KEY);
INSERT INTO ranks VALUES ('a'), ('b'), ('c');
ALTER TABLE customers ADD COLUMN rank text REFERENCES ranks, ADD COLUMN badge text;
INSERT INTO customers (customer_id, phone, city, rank, badge, attributes) VALUES
	(5000, '22', 'Oslo', 'a', 'x', '{"n": 1}'), (5001, '+47', 'Oslo', 'a', 'y', '{"n": 2}'),
	(5002, '+46', 'Oslo', 'b', 'z', '{"n": 3}'), (5003, '+45', 'Oslo', 'b', 'w', '{"n": 4}');
SELECT changed FROM import_csv(file('customer_id,phone,city,rank,badge,attributes.n,groups
5000,+4722,Moss,c,x2,9,Kept
5001,+4733,Moss,c,y2,9,Kept
5002,+4744,Moss,c,z2,9,Kept
5003,+4755,Moss,c,w2,9,Kept
'));
ALTER TABLE customers ADD CHECK (phone ~ '^[+]'), ADD UNIQUE (badge), ADD CHECK (attributes ->> 'n' <> '4');
DELETE FROM ranks WHERE rank = 'a';
INSERT INTO customers (customer_id, badge, attributes) VALUES (5004, 'z', '{"n": 0}');
SELECT reverted, kept FROM customers_revert(last());
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = last() AND code LIKE 'kept%' ORDER BY line, field;
SELECT customer_id, phone, city, rank, badge, attributes FROM customers WHERE customer_id BETWEEN 5000 AND 5009 ORDER BY 1;
SELECT count(*) FROM customer_groups WHERE name = 'Kept';
ROLLBACK;


-- In a partitioned list two customers may have one key.  An undo gives it back
-- to whom the import took it from, unless somebody has taken it since.
CREATE SCHEMA t_revert_parts;
SET customers.schema = 't_revert_parts';
SET search_path = t_revert_parts, t_revert, public;
SELECT customers_setup(3) <> '' AS ready;
INSERT INTO customers (customer_id, email) VALUES (1, 'a@x.no'), (2, 'a@x.no'), (3, 'b@x.no');
SELECT import_id AS id FROM import_csv(file('customer_id,email
1,z@x.no
3,y@x.no
')) \gset
INSERT INTO customers (customer_id, email) VALUES (4, 'b@x.no');
SELECT reverted, kept FROM customers_revert(:id);
SELECT line, field, code, message, hint FROM customer_import_errors WHERE import_id = :id;
SELECT customer_id, email FROM customers ORDER BY 1;
SET customers.schema = 't_revert';
SET search_path = t_revert, public;
DROP SCHEMA t_revert_parts CASCADE;


-- A new customer of whom the file said nothing, deleted since, was not erased.
SELECT import_id AS id FROM import_csv(file('customer_id,city
0,
')) \gset
DELETE FROM customers WHERE customer_id = (SELECT customer_id FROM customer_import_rows WHERE import_id = :id);
SELECT reverted, kept FROM customers_revert(:id);
SELECT line, code FROM customer_import_errors WHERE import_id = :id AND code LIKE 'kept%';
