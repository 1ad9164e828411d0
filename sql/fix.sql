-- Mending a staged import: fix, exclude, include, the rejects file, the template.

CREATE SCHEMA t_fix;
SET customers.schema = 't_fix';
SET search_path = t_fix, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE FUNCTION fix(line bigint, field text, value text) RETURNS text
	LANGUAGE sql AS $$ SELECT customers_import_fix(import_id, line, field, value) FROM last $$;
CREATE VIEW counts AS
	SELECT uploaded, created, changed, unchanged, rejected, excluded FROM last;
CREATE VIEW staged AS
	SELECT line, action, r.customer_id AS id, cells, old_cells, reason
	FROM customer_import_rows AS r JOIN last USING (import_id) ORDER BY line;
CREATE VIEW errors AS
	SELECT line, field, value, code, message, hint, severity
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;

INSERT INTO customers (identifier, email, name, phone, birth_date) VALUES
	('K1', 'ann@x.no', 'Ann', '1', '1990-02-01'),
	('K2', 'bob@x.no', 'Bob', '2', NULL),
	('K3', 'cy@x.no', 'Cy', '3', NULL);


-- A rejected row becomes a new customer, then a known one; then it is rejected
-- for another reason, and its first value comes back.
SELECT customers_import(file('email,name,phone,loyalty_points
dan at x.no,Dan,4,10
ann@x.no,Anna,1,20
bob@x.no,Bob,2,0
')) IS NOT NULL AS staged;
TABLE errors;
SELECT fix(2, 'email', 'Dan@X.no');
TABLE staged;
TABLE counts;
SELECT fix(2, 'email', 'cy@x.no');
TABLE staged;
SELECT fix(2, 'loyalty_points', 'many');
TABLE errors;
TABLE counts;
SELECT fix(2, 'loyalty_points', '10');
-- A changed row: another value, the live one, another customer, no customer.
SELECT fix(3, 'name', 'Anne');
SELECT fix(3, 'loyalty_points', '');
SELECT fix(3, 'name', 'Ann');
TABLE counts;
SELECT fix(3, 'email', 'ann@new.no');
TABLE staged;
SELECT fix(3, 'email', '');
TABLE counts;
SELECT fix(3, 'email', 'ann@x.no');
SELECT fix(3, 'name', 'Anna');
-- What is staged now is what is merged.
SELECT created, changed, unchanged, rejected, excluded FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, email, name, phone, loyalty_points FROM customers ORDER BY customer_id;
SELECT fix(3, 'name', 'Late');


-- Duplicates of a corrected row are judged again.
SELECT customers_import(file('email,name
eva@x.no,Eva
eva@x.no,Eva Two
eva@x.no,Eva Three
fay@x.no,Fay
')) IS NOT NULL AS staged;
SELECT line, action, reason FROM staged;
-- Two of three remain.
SELECT fix(2, 'email', 'eva1@x.no');
SELECT line, action, reason FROM staged;
SELECT fix(3, 'email', 'eva2@x.no');
SELECT line, action, reason FROM staged;
TABLE counts;
-- Two rows that clash now: both are rejected, each with the other's line.
SELECT fix(4, 'email', 'FAY@x.no');
SELECT line, action, reason FROM staged;
SELECT line, code, message, hint FROM errors;
TABLE counts;
-- Left out, the other one counts again.
SELECT customers_import_exclude((SELECT import_id FROM last), '{5, 5}');
SELECT line, action, reason FROM staged;
TABLE counts;
SELECT customers_import_exclude((SELECT import_id FROM last), '{5}');
SELECT created, changed, unchanged, rejected, excluded FROM customers_merge((SELECT import_id FROM last));
SELECT email, name FROM customers ORDER BY customer_id DESC LIMIT 3;

-- A duplicate of an unchanged record, which is not staged, remains one; until
-- its key is corrected.
SELECT customers_import(file('email,name
bob@x.no,Bob
bob@x.no,Robert
')) IS NOT NULL AS staged;
SELECT fix(3, 'name', 'Bobby');
SELECT fix(3, 'email', 'robert@x.no');
TABLE counts;

-- By identifier and email together, on one customer.
SELECT customers_import(file('identifier,email,name
K1,,Ann A
,ann@x.no,Ann B
')) IS NOT NULL AS staged;
SELECT line, reason FROM staged;
SELECT fix(3, 'email', 'ann.b@x.no');
SELECT line, action, id IS NOT NULL AS has_id, reason FROM staged;

-- first and last: those that were passed over come back.
SELECT customers_import(file('email,name
gro@x.no,Gro 1
gro@x.no,Gro 2
gro@x.no,Gro 3
'), duplicates => 'first') IS NOT NULL AS staged;
SELECT line, action, reason FROM staged;
SELECT fix(2, 'email', 'gro1@x.no');
SELECT line, action, reason FROM staged;
TABLE counts;
SELECT customers_import(file('email,name
gro@x.no,Gro 1
gro@x.no,Gro 2
gro@x.no,Gro 3
'), duplicates => 'last', again => true) IS NOT NULL AS staged;
SELECT line, action, reason FROM staged;
SELECT fix(4, 'email', 'gro3@x.no');
SELECT line, action, cells, reason FROM staged;
SELECT fix(3, 'email', 'gro3@x.no');
SELECT line, action, cells, reason FROM staged;
TABLE counts;


-- Values are read as the other cells of the column: day first, negated words.
SELECT customers_import(file('email;birth_date;Unsubscribed
ann@x.no;13/02/1990;no
bob@x.no;01/02/1991;maybe
cy@x.no;01/02/1992;no
')) IS NOT NULL AS staged;
SELECT formats FROM last;
SELECT line, code, field FROM errors;
SELECT fix(3, 'Unsubscribed', 'yes');
SELECT fix(4, 'birth_date', '03/04/1992');
SELECT line, field, old_value, new_value FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
-- The other cells of a row that stands are what was staged.
SELECT fix(4, 'subscribed', 'yes');
SELECT fix(2, 'birth_date', '14/02/1990');
SELECT line, field, old_value, new_value FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
TABLE counts;
-- Rows that an older release staged, which kept less, can be corrected as far
-- as that goes.
BEGIN;
UPDATE customer_import_rows SET raw = NULL, marks = NULL WHERE import_id = (SELECT import_id FROM last);
SELECT fix(4, 'subscribed', 'no');
SELECT fix(3, 'birth_date', '15/02/1991');
SELECT line, field, old_value, new_value FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
UPDATE customer_import_rows SET raw = NULL, marks = NULL WHERE import_id = (SELECT import_id FROM last);
SELECT fix(2, 'email', 'bob@x.no');
ROLLBACK;
-- Given to another customer, it is compared with that one, and is a duplicate.
SELECT fix(2, 'email', 'bob@x.no');
TABLE staged;


-- A correction is the same as an import of the corrected file, in the first
-- line and past the 10 000th: only the cell is read anew, whatever stands in the
-- others (guards, outer spaces in quotes, #N/A, nothing under blanks => 'clear').
CREATE FUNCTION dirty_file(far boolean, identifier text, email text, third text, fourth text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file(E'customer_id,identifier,email,name,note,phone\n' || CASE WHEN far THEN (SELECT string_agg(
			format(E',F%s,,Filler %s,,\n', n, n), '' ORDER BY n) FROM generate_series(1, 10000) AS n) ELSE '' END
		|| format(E',%s,,\'#N/A,"\'=""007""",#N/A\n', identifier)
		|| format(E',M2,%s,"  outer ",\'\'=1,\n', email)
		|| format(E'%s,,,Anna,,#N/A\n', third)
		|| format(E'%s,K2,,Bobby,,\n', fourth)) $$;
CREATE VIEW kept AS SELECT (r.line - 2) % 10000 AS n, action, r.customer_id < 4 AS known, cells, old_cells, reason,
		errors -> 0 ->> 'code' AS code
	FROM customer_import_rows AS r JOIN last USING (import_id)
	WHERE cells[1] IS NULL OR cells[1] NOT LIKE 'F%' ORDER BY line;
CREATE TABLE results (far boolean, how text, blanks text, n bigint, action text, known boolean, cells text[],
	old_cells text[], reason text, code text);

CREATE FUNCTION compare(far boolean, blanks text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	at bigint := CASE WHEN far THEN 10002 ELSE 2 END;
BEGIN
	PERFORM customers_import(dirty_file(far, 'M1', 'x@y@z', '1', '2'), blanks => blanks, again => true, mapping => '{"customer_id": "customer_id"}');
	PERFORM fix(at, 'identifier', 'N1'), fix(at + 1, 'email', 'new@x.no'), fix(at + 2, 'customer_id', '3'),
		fix(at + 3, 'customer_id', '1');
	INSERT INTO results SELECT far, 'fixed', blanks, * FROM kept;
	PERFORM customers_import(dirty_file(far, 'N1', 'new@x.no', '3', '1'), blanks => blanks, again => true, mapping => '{"customer_id": "customer_id"}');
	INSERT INTO results SELECT far, 'imported', blanks, * FROM kept;
END $$;
SELECT compare(far, blanks) FROM (VALUES (false), (true)) AS f (far), (VALUES ('keep'), ('clear')) AS b (blanks);
SELECT n, action, known, cells, old_cells, code FROM results WHERE how = 'fixed' AND far ORDER BY blanks DESC, n;
SELECT DISTINCT ON (n, blanks, action, known, cells, old_cells, reason, code) n, blanks
	FROM results ORDER BY n, blanks, action, known, cells, old_cells, reason, code;
SELECT far, how, blanks, count(*) FROM results GROUP BY far, how, blanks ORDER BY far, how, blanks;

-- Cells that were the same as the customer's are known as long as that one is.
UPDATE customers SET city = 'Oslo' WHERE customer_id IN (1, 2);
SELECT customers_import(file('customer_id,name,city
1,Anne,Oslo
2,Bobby,Oslo
')) AS import_id \gset
UPDATE customers SET city = 'Bergen' WHERE customer_id = 1;
SELECT fix(2, 'customer_id', '3');
SELECT fix(2, 'name', 'Annie');
SELECT fix(2, 'customer_id', '3');
SELECT fix(3, 'customer_id', '3');
TABLE staged;
UPDATE customers SET city = NULL;

-- Taken in again, a line is judged as if it had never been left out.
SELECT customers_import(file('email,name,loyalty_points
eve@x.no,Eve,1
eve@x.no,Eve Two,2
ann@x.no,Ann A,many
bob@x.no,Bob,
')) AS import_id \gset
SELECT customers_import_exclude(:import_id, '{3, 4}');
TABLE staged;
SELECT customers_import_rejects(:import_id);
SELECT customers_import_include(:import_id, '{2, 4}');
TABLE staged;
SELECT customers_import_rejects(:import_id);
SELECT customers_import_include(:import_id, '{3, 4}');
TABLE staged;
TABLE counts;
SELECT customers_import_exclude(:import_id, '{2}');
SELECT fix(2, 'name', 'Eva');
SELECT customers_import_include(:import_id, '{2}');
SELECT fix(2, 'email', 'eva@x.no');
TABLE staged;
SELECT customers_import_rejects(:import_id);

-- So is one that changes an id that the file brings, or a known customer.
SELECT customers_import(file('customer_id,name,note
4001,New,a
1,Ann B,b
'), unknown_ids => 'create') AS import_id \gset
SELECT customers_import_exclude(:import_id, '{2, 3}');
SELECT customers_import_include(:import_id, '{2, 3}');
TABLE staged;
-- What the mode left out can be corrected, too.
SELECT customers_import(file('email,name
ann@x.no,Ann C
nobody@x.no,Bobby
'), mode => 'update') AS import_id \gset
SELECT fix(3, 'email', 'bob@x.no');
TABLE staged;
TABLE counts;
-- A line that is not staged can be none of that.
SELECT customers_import(file('email,name
ann@x.no,Anna
bob@x.no,Bobby
')) AS import_id \gset
SELECT line FROM staged;
SELECT fix(2, 'name', 'Ann');
SELECT customers_import_exclude(:import_id, '{3, 2}');
SELECT customers_import_include(:import_id, '{2}');
SELECT customers_import_include(:import_id, '{3}');


-- A record that lacks its last cells can be given them.
SELECT customers_import(file('email,name,phone,city
hal@x.no,Hal
ida@x.no,Ida,5,Oslo,surplus
jo@x.no,Jo,6,Oslo
')) IS NOT NULL AS staged;
SELECT fix(2, 'city', 'Bergen');
SELECT fix(2, 'phone', '7');
SELECT fix(2, 'city', 'Bergen');
SELECT line, action, cells, reason FROM staged;

-- Groups, passwords and added columns.
ALTER TABLE customers ADD shoe_size integer, ADD height numeric;
SELECT customers_import(file('email,groups,password,shoe size,height,Colour
jon@x.no,VIP|Staff,secret,x,"1,5",red
')) IS NOT NULL AS staged;
SELECT fix(2, 'shoe_size', '44');
SELECT fix(2, 'attributes.Colour', 'blue');
SELECT fix(2, 'groups', 'VIP');
SELECT fix(2, 'height', '1,75');
SELECT cells[1] AS email, cells[2] AS groups, left(cells[3], 13) AS password, cells[4] AS shoe_size, cells[5] AS height, cells[6] AS colour,
	left(raw[3], 13) AS raw_password FROM customer_import_rows JOIN last USING (import_id);


-- The rejects file: cells as they were, the reason last; corrected, it imports.
SELECT customers_import(file('E-post;navn;telefon
bad;"Dan ""D"" ;x";4
kim@x.no;Kim;5
kim@x.no;"Kim
Two";6
;Lou;7
short;row
ma@x.no;Ma;8;surplus;cells
')) AS import_id \gset
SELECT * FROM customers_import_rejects(:import_id);
SELECT customers_import((SELECT file(string_agg(replace(replace(line, 'bad;', 'dan@y.no;'), 'short;row', 'short@x.no;row;9'), E'\n'))
	FROM customers_import_rejects(:import_id) AS line)) AS import_id \gset
SELECT line, action, reason FROM staged;
SELECT * FROM customers_import_rejects(:import_id);

-- A new customer of whom nothing is known can be given a key.
SELECT customers_import(file('customer_id,identifier
0,
')) IS NOT NULL AS staged;
SELECT fix(2, 'identifier', 'K-8');
SELECT line, action, cells FROM customer_import_rows JOIN last USING (import_id);
-- So can one that was left out for another, and brings nothing but its id.
SELECT customers_import(file('customer_id,name
501,
501,
'), unknown_ids => 'create', duplicates => 'first') IS NOT NULL AS staged;
SELECT fix(3, 'customer_id', '503');
TABLE staged;

-- So can one that changes nothing, and was staged for an id that is not kept.
SELECT customers_import(file('identifier,name
K-77,Kay
')) AS import_id \gset
SELECT created FROM customers_merge(:import_id);
SELECT customers_import(file('customer_id,identifier
909,K-77
'), unknown_ids => 'create') IS NOT NULL AS staged;
SELECT fix(2, 'identifier', 'K-78');
TABLE staged;

-- A live key that is not stored folded stays the record's key.
ALTER TABLE customers DISABLE TRIGGER USER;
INSERT INTO customers (email) VALUES ('Lea@X.no');
ALTER TABLE customers ENABLE TRIGGER USER;
SELECT customers_import(file('email,name,groups
lea@x.no,,Readers
')) IS NOT NULL AS staged;
SELECT fix(2, 'name', 'Lea');
SELECT line, action, cells FROM customer_import_rows JOIN last USING (import_id);

-- Without a header, the fields give it one.
SELECT customers_import(file('1;Ann;ann(at)x.no
2;Bob;bob(at)x.no
'), mapping => '{"2": "name", "3": "email"}') AS import_id \gset
SELECT * FROM customers_import_rejects(:import_id);

-- The template imports without an error.
SELECT * FROM customers_import_template('semicolon');
SELECT customers_import((SELECT file(string_agg(line, E'\n')) FROM customers_import_template() AS line)) IS NOT NULL AS staged;
TABLE counts;


-- Errors.
SELECT fix(99, 'name', 'Nobody');
SELECT fix(2, 'nonsense', 'x');
SELECT customers_import_exclude((SELECT import_id FROM last), '{2}');
SELECT fix(2, 'name', 'x');
SELECT customers_import_fix(4711, 2, 'name', 'x');
SELECT customers_import_exclude(4711, '{2}');
SELECT customers_import_rejects(4711);
SELECT customers_cancel((SELECT import_id FROM last));
SELECT fix(2, 'name', 'x');
SELECT customers_import_fix(NULL, 2, 'name', 'x');
SELECT customers_import_fix(1, NULL, 'name', 'x');
SELECT customers_import_fix(1, 2, NULL, 'x');
SELECT customers_import_fix(1, 2, 'name', NULL);
SELECT customers_import_exclude(NULL, '{2}');
SELECT customers_import_exclude(1, NULL);
SELECT customers_import_exclude(1, '{2, NULL}');
SELECT customers_import_include(4711, '{2}');
SELECT customers_import_include(NULL, '{2}');
SELECT customers_import_include(1, NULL);
SELECT customers_import_include(1, '{NULL}');
SELECT customers_import_rejects(NULL);
SELECT customers_import_template('');

-- A blank that clears takes away the text #N/A, after the record was rejected, too.
INSERT INTO customers (identifier, email, phone) VALUES ('NA', 'na@x.no', '#N/A');
SELECT customers_import(file('identifier,email,phone
NA,na@x.no,
'), blanks => 'clear') IS NOT NULL AS staged;
SELECT action, cells, old_cells FROM staged;
SELECT fix(2, 'email', 'no address');
SELECT fix(2, 'email', 'na@x.no');
SELECT action, cells, old_cells FROM staged;

-- Uploaded is the sum, whatever was fixed; so says the table's CHECK, and so
-- do its rows.
SELECT count(*) FROM customer_imports AS i WHERE status = 'staged' AND
	(created, changed, rejected, excluded) <> (SELECT
		count(*) FILTER (WHERE action = 'create'), count(*) FILTER (WHERE action = 'update'),
		count(*) FILTER (WHERE action = 'reject'), count(*) FILTER (WHERE action = 'exclude')
		FROM customer_import_rows AS r WHERE r.import_id = i.import_id);

SET client_min_messages = error;
DROP SCHEMA t_fix CASCADE;
