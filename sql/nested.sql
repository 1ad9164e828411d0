-- Our functions called from within a change of customers that one of them makes:
-- by a trigger, by a CHECK.  Each does its work or errors; neither spoils the
-- other, and what both have merged can be undone.

CREATE SCHEMA t_nested;
SET customers.schema = 't_nested';
SET search_path = t_nested, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\set VERBOSITY terse

\i sql/include/file.sql
CREATE VIEW people AS
	SELECT customer_id AS id, email, name, city FROM customers ORDER BY customer_id;

-- What the trigger does, once in a statement of the outermost function.
CREATE TABLE nested (statement text);
CREATE FUNCTION nest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	todo text;
BEGIN
	IF pg_trigger_depth() > 1 THEN
		RETURN NULL;
	END IF;
	DELETE FROM nested RETURNING statement INTO todo;
	IF todo IS NOT NULL THEN
		EXECUTE todo;
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER nest AFTER INSERT OR UPDATE OR DELETE ON customers
	FOR EACH ROW EXECUTE FUNCTION nest();

SELECT created FROM import_csv(file('email,name,city
ann@x.no,Ann,Oslo
bob@x.no,Bob,Oslo
cy@x.no,Cy,Oslo
'));
CREATE TABLE before AS TABLE customers;

-- A merge within the UPDATE of a merge: both are kept, and undone one by one.
INSERT INTO nested VALUES ($$SELECT import_csv(file('email,city
bob@x.no,Rome
cy@x.no,Rome
'))$$);
SELECT changed FROM import_csv(file('email,name
ann@x.no,Anna
bob@x.no,Bobby
'));
TABLE people;
SELECT import_id, merge_number, status, changed FROM customer_imports ORDER BY import_id;
SELECT import_id, customer_ids FROM customer_import_changed ORDER BY import_id, customer_ids;
SELECT reverted, kept FROM customers_revert(3);
SELECT reverted, kept FROM customers_revert(2);
SELECT count(*) FROM (TABLE before EXCEPT TABLE customers) AS d;

-- A revert within it.
SELECT changed FROM import_csv(file('email,city
cy@x.no,Rome
'));
INSERT INTO nested VALUES ('SELECT customers_revert(4)');
SELECT changed FROM import_csv(file('email,name
ann@x.no,Anna
bob@x.no,Bobby
'), again => true);
TABLE people;
SELECT reverted, kept FROM customers_revert(5);
SELECT count(*) FROM (TABLE before EXCEPT TABLE customers) AS d;

-- One that fails within its own UPDATE, and whose error the trigger catches:
-- the outer merge goes on, and keeps what it needs for its undo.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE 'no';
END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON customers
	FOR EACH ROW WHEN (new.city = 'Nowhere') EXECUTE FUNCTION refuse();
CREATE FUNCTION try(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END $$;
INSERT INTO nested VALUES ($$SELECT try($try$SELECT import_csv(file('email,city
bob@x.no,Nowhere
cy@x.no,Nowhere
'))$try$)$$);
SELECT changed FROM import_csv(file('email,name
ann@x.no,Anna
bob@x.no,Bobby
'), again => true);
TABLE people;
SELECT import_id, customer_ids FROM customer_import_changed
	WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY customer_ids;
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports));
SELECT count(*) FROM (TABLE before EXCEPT TABLE customers) AS d;

-- By a CHECK, which is looked at before the row is written.
CREATE FUNCTION check_row(city text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	todo text;
BEGIN
	IF city = 'Bergen' THEN
		DELETE FROM nested RETURNING statement INTO todo;
		IF todo IS NOT NULL THEN
			EXECUTE todo;
		END IF;
	END IF;
	RETURN true;
END $$;
ALTER TABLE customers DISABLE TRIGGER nest, ADD CHECK (check_row(city));
SELECT changed FROM import_csv(file('email,name
cy@x.no,Cyril
'));
SELECT customers_import(file('email,city
ann@x.no,Bergen
bob@x.no,Bergen
')) AS import_id \gset
INSERT INTO nested SELECT format('SELECT customers_revert(%s)', :import_id - 1);
SELECT changed FROM customers_merge(:import_id);
TABLE people;
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT count(*) FROM (TABLE before EXCEPT TABLE customers) AS d;

-- The import under way cannot be undone from within its own merge, nor purged.
ALTER TABLE customers ENABLE TRIGGER nest;
INSERT INTO nested VALUES ('SELECT customers_revert((SELECT max(import_id) FROM customer_imports))');
SELECT changed FROM import_csv(file('email,name
ann@x.no,Annie
dee@x.no,Dee
'));
UPDATE nested SET statement = 'SELECT customers_import_purge(''0 days'')';
SELECT changed FROM import_csv(file('email,name
ann@x.no,Annie
bob@x.no,Bobby
'), again => true);
TRUNCATE nested;
TABLE people;
