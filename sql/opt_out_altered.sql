-- What somebody has altered by hand in the tables of an import: no is lost in silence.

CREATE SCHEMA t_opt_out_altered;
SET customers.schema = 't_opt_out_altered';
SET search_path = t_opt_out_altered, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW mailing AS SELECT identifier, email FROM customer_profiles WHERE mailable ORDER BY 1, 2;
CREATE PROCEDURE start() LANGUAGE sql AS $$
	TRUNCATE customers, customer_consent_log, customer_erasures, customer_imports, customer_import_rows,
		customer_import_opt_outs, customer_group_members;
	INSERT INTO customers (customer_id, identifier, email, subscribed) VALUES
		(1, 'K-1', 'a@x.no', true), (2, 'K-2', 'b@x.no', true), (3, 'K-3', 'c@x.no', true);
$$;

-- A file of somebody new who says no, of a change, and of a no beside a record that is passed over.
CREATE FUNCTION stage() RETURNS bigint LANGUAGE sql AS $$
	SELECT customers_import(file('identifier,email,name,subscribed
K-9,n@x.no,New,no
K-1,a@x.no,Ann,
K-2,b@x.no,Bo,no
K-2,b@x.no,Bob,yes
'), duplicates => 'last') $$;

-- Cells cut short, moved, nested, or gone.
CALL start();
SELECT stage() > 0 AS staged;
CREATE FUNCTION altered(cells text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'UPDATE customer_import_rows SET cells = ' || cells || ' WHERE action = ''create''';
	PERFORM customers_merge((SELECT import_id FROM last), over_limits => true);
	RAISE EXCEPTION 'merged';
EXCEPTION WHEN OTHERS THEN
	RETURN regexp_replace(SQLERRM, 'import \d+', 'import N');
END $$;
SELECT altered('cells[1:3]') AS shorter, altered('cells || ''x''::text') AS longer, altered('NULL') AS gone, altered('''{}''') AS empty;
SELECT altered('(''[2:5]='' || cells::text)::text[]') AS moved, altered('ARRAY[[cells[1]],[cells[2]],[cells[3]],[cells[4]]]') AS nested,
	altered('cells') AS as_staged;
-- The same of a row that changes a customer, and may be left out.
CREATE FUNCTION altered_change(cells text, on_conflict text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'UPDATE customer_import_rows SET cells = ' || cells || ' WHERE action = ''update'' AND line = 3';
	PERFORM customers_merge((SELECT import_id FROM last), over_limits => true, on_conflict => on_conflict);
	RAISE EXCEPTION 'merged';
EXCEPTION WHEN OTHERS THEN
	RETURN regexp_replace(SQLERRM, 'import \d+', 'import N');
END $$;
SELECT p AS on_conflict, altered_change('cells[1:3]', p) AS shorter, altered_change('NULL', p) AS gone,
	altered_change('(''[2:5]='' || cells::text)::text[]', p) AS moved, altered_change('cells', p) AS as_staged
FROM unnest('{error,skip}'::text[]) AS p;
SELECT status FROM customers_merge((SELECT import_id FROM last), over_limits => true);
TABLE mailing;

-- A row in which consent was not spoken of when it was staged may be without it; not one
-- that was unsubscribed for what a remark says.
CALL start();
SELECT customers_import(file('identifier,email,name,note
K-9,n@x.no,New,please take her off our mailings
K-8,m@x.no,Mia,likes wine
')) > 0 AS staged;
SELECT cardinality(i.fields), r.line, cardinality(r.cells) FROM customer_import_rows AS r JOIN customer_imports AS i USING (import_id) ORDER BY line;
SELECT altered('CASE WHEN line = 2 THEN cells[1:4] ELSE cells END') AS shorter;
SELECT status FROM customers_merge((SELECT import_id FROM last));
TABLE mailing;

-- An opt-out of whom it is said that nothing is to change, or that a row does it; of
-- nobody, of somebody else, of who does not exist.
CREATE FUNCTION mailed(assignment text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	CALL start();
	PERFORM stage();
	EXECUTE 'UPDATE customer_import_opt_outs SET ' || assignment;
	PERFORM customers_merge((SELECT import_id FROM last), over_limits => true);
	SELECT string_agg(email, ' ' ORDER BY email) INTO found FROM mailing;
	RETURN found || ' opted_out ' || (SELECT opted_out FROM last);
END $$;
SELECT mailed('cell = cell') AS as_staged, mailed('old_subscribed = false') AS nothing, mailed('old_subscribed = NULL') AS by_row;
SELECT mailed('customer_id = NULL') AS nobody, mailed('customer_id = NULL, old_subscribed = NULL') AS unknown, mailed('customer_id = 3') AS another, mailed('customer_id = 99') AS none;

-- Who has said yes since it was staged has said so later.
CALL start();
UPDATE customers SET subscribed = false WHERE customer_id = 2;
SELECT stage() > 0 AS staged;
UPDATE customers SET subscribed = true WHERE customer_id = 2;
SELECT status FROM customers_merge((SELECT import_id FROM last), over_limits => true, on_conflict => 'skip');
TABLE mailing;

DROP SCHEMA t_opt_out_altered CASCADE;
