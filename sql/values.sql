-- What a cell says, kind by kind: test/data/values holds every class of cell.

CREATE SCHEMA t_values;
SET customers.schema = 't_values';
SET search_path = t_values, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\getenv abs_srcdir PG_ABS_SRCDIR
\set dir :abs_srcdir '/test/data/values/'

-- Columns of an application, of the types that have a parser of their own.
ALTER TABLE customers
	ADD amount numeric,
	ADD code varchar(5),
	ADD ip inet;

-- Of the last import, line by line: the value that was read, or what is wrong.
CREATE VIEW outcome AS
	SELECT r.line, d.field, d.new_value, e.code, e.value AS cell
	FROM customer_import_rows AS r
	LEFT JOIN customer_import_diff AS d
		ON d.import_id = r.import_id AND d.line = r.line AND d.field <> 'identifier'
	LEFT JOIN customer_import_errors AS e
		ON e.import_id = r.import_id AND e.line = r.line
	WHERE r.import_id = (SELECT max(import_id) FROM customer_imports)
	ORDER BY r.line, d.field, e.code;
CREATE VIEW messages AS
	SELECT DISTINCT code, severity, message, hint
	FROM customer_import_errors
	WHERE import_id = (SELECT max(import_id) FROM customer_imports)
	ORDER BY code, message;
CREATE VIEW decided AS
	SELECT formats, warnings
	FROM customer_imports
	WHERE import_id = (SELECT max(import_id) FROM customer_imports);


-- Emails: trimmed, in lower case, one address.
\set f :dir 'emails.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Yes and no in the supported languages.
\set f :dir 'booleans.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Words of subscription mean something in that column only.
\set f :dir 'subscriptions.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- Under a header that says the opposite they still mean what they say.
\set f :dir 'opt-outs.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- Whole numbers, with and without thousands separators.
\set f :dir 'integers.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- A column that writes both 1,000.00 and 1.000,00 does not tell what 1,000 is.
\set f :dir 'integers-mixed.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- 1250.0 is a thousand; beside it 1.250 is one and a quarter.
\set f :dir 'integers-points.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- Numbers: the column shows that its decimal sign is the point.
\set f :dir 'points.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- ... or the comma.
\set f :dir 'commas.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- ... or neither: what could be either is an error.
\set f :dir 'undecided.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- ... or both: the one that could be either is an error.
\set f :dir 'numbers-mixed.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- With semicolons between them, 1.250 and 12.500 are thousands: several cells, all
-- with three digits.
\set f :dir 'grouped.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- ... but nobody knows what a single one is, or one beside 12500.
\set f :dir 'grouped-once.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- A column of three decimals writes 1.250 itself, but no 250.
ALTER TABLE customers ADD exact numeric(12,3), ADD cents numeric(12,2), ADD rounded numeric(12,-2);
\set f :dir 'grouped-exact.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


SELECT customers_import(convert_to(E'identifier;exact\nG01;1.250\nG02;2.375\nG03;250\n', 'UTF8')) > 0 AS read;
TABLE outcome;


-- Another column of the file shows the sign.
\set f :dir 'grouped-beside.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;


-- No number is rounded in silence.
\set f :dir 'decimals.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;
SELECT customers_save('{"identifier": "X01", "cents": 12.345}');


-- Dates: 13/02/2018 settles that the day comes first.
\set f :dir 'dates-dmy.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- 17/05/1980 and 05/17/1980 in one column: what could be either is an error, and is
-- so for a correction.
\set f :dir 'dates-mixed.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE decided;
TABLE messages;
SELECT customers_import_fix(max(import_id), 4, 'birth_date', '06/05/1980') FROM customer_imports;
SELECT customers_import_fix(max(import_id), 4, 'birth_date', '25/05/1980') FROM customer_imports;


-- A column is decided by all of its cells, however late, and not by the first: the
-- first rows of this one need no decision.
SELECT customers_import(convert_to('identifier,birth_date,amount' || E'\n' || string_agg(
	'L' || n || CASE WHEN n < 2500 THEN ',1980-02-03,1250' WHEN n < 2600 THEN ',03/02/1980,"1,250"' WHEN n = 2700 THEN ',17/05/1980,"1,5"' ELSE ',,' END,
	E'\n' ORDER BY n), 'UTF8')) > 0 AS read FROM generate_series(1, 3000) AS n;
SELECT field, new_value, count(*) FROM customer_import_diff WHERE import_id = (SELECT max(import_id) FROM customer_imports) AND field <> 'identifier' GROUP BY 1, 2 ORDER BY 1, 2;
TABLE decided;
SELECT customers_import(convert_to('identifier,birth_date,amount' || E'\n' || string_agg(
	'L' || n || CASE WHEN n < 1000 THEN ',03/02/1980,"1,250"' WHEN n = 1000 THEN ',17/05/1980,"1,5"' WHEN n = 2900 THEN ',05/17/1980,1.5' ELSE ',,' END,
	E'\n' ORDER BY n), 'UTF8')) > 0 AS read FROM generate_series(1, 3000) AS n;
SELECT code, count(*), min(line), max(line) FROM customer_import_errors WHERE import_id = (SELECT max(import_id) FROM customer_imports) GROUP BY 1 ORDER BY 1;
TABLE decided;


-- 02/13/2018: the month.
\set f :dir 'dates-mdy.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- 85-02-13: the year.
\set f :dir 'dates-ymd.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- Names of months and days of the week settle themselves, in twelve languages.
\set f :dir 'dates-words.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- Nothing settles it: an error names the option ...
\set f :dir 'dates-undecided.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- ... and the option settles it, also for what is then no date.
\set f :dir 'dates-undecided.csv'
SELECT customers_import(:'f', date_order => 'MDY') > 0 AS read;
TABLE outcome;



\set f :dir 'dates-dmy.csv'
SELECT customers_import(:'f', date_order => 'MDY') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Text: trimmed unless quoted; the guard against formulas is undone.
\set f :dir 'texts.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- varchar(5) counts characters.
\set f :dir 'lengths.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Other types: what their own input function says.
\set f :dir 'types.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Our key.
\set f :dir 'ids.csv'
SELECT customers_import(:'f', mapping => '{"customer_id": "customer_id"}') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Passwords: nobody sees them, and an MD5 hash is none.
\set f :dir 'passwords.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;
SELECT created, rejected FROM customers_merge((SELECT max(import_id) FROM customer_imports));
SELECT identifier, password_hash LIKE 'SCRAM-SHA-256$%' AS hashed FROM customers ORDER BY identifier;


-- money is a number, however a session writes it.
ALTER TABLE customers ADD fee money, ADD day date, ADD ratio float8, ADD shape text;
SELECT created, changed, rejected FROM import_csv(convert_to(E'identifier;fee\nM-1;1 234,50\nM-2;$99.5\nM-3;-0,01\nM-4;1e30\nM-5;\'NaN\nM-6;(12,00)\n', 'UTF8'));
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = (SELECT max(import_id) FROM customer_imports);
SELECT identifier, fee::numeric FROM customers WHERE fee IS NOT NULL ORDER BY 1;
SELECT * FROM customers_export_csv(filter => 'fee IS NOT NULL', columns => '{identifier,fee}');
SELECT customers_save('{"identifier": "M-1", "fee": 1234.5}') IS NOT NULL AS same;
SELECT customers_save('{"identifier": "M-1", "fee": "1 000,25"}') IS NOT NULL AS saved;
SELECT unchanged, changed FROM import_csv(convert_to(E'identifier,fee\nM-1,1000.25\nM-2,99.50\nM-3,7\n', 'UTF8'));
SELECT old_value, new_value FROM customer_import_diff WHERE import_id = (SELECT max(import_id) FROM customer_imports);
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports));
SELECT identifier, fee::numeric FROM customers WHERE fee IS NOT NULL ORDER BY 1;

-- What PostgreSQL alone writes is read where export's ' stands before it.
SELECT customers_import(convert_to(E'identifier,day,ratio\nD-1,\'infinity,\'NaN\nD-2,"\'-infinity","\'-Infinity"\nD-3,\'0044-03-15 BC,\'Infinity\nD-4,\'12345-06-07,1\n' || E'D-5,\'Infinity,1\nD-6,\'44-03-15 BC,1\nD-7,\'0044-02-30 BC,1\nD-8,\'0000-01-01 BC,1\nD-9,\'9999999-01-01,1\nD-10,\'012345-01-01,1\nD-11,\'2020-01-01 bc,1\n' || E'D-12,,\'nan\nD-13,,\'inf\nD-14,\'4714-11-23 BC,1\nD-15,\'0005-02-29 BC,1\nD-16,infinity,NaN\n', 'UTF8')) AS id \gset
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY line, field;
SELECT created FROM customers_merge(:id);
SELECT identifier, day, ratio FROM customers WHERE identifier LIKE 'D-%' ORDER BY 1;
SELECT * FROM customers_export_csv(filter => 'identifier LIKE ''D-%''', columns => '{identifier,day,ratio}');

-- A ' in quotes keeps spaces that would be lost.
SELECT customers_import(convert_to(E'identifier,shape,attributes.,attributes.x\nS-1,"\'  ","\' ","\'\t"\nS-2,"\' x ","  ",\' \nS-3,"\'\'  ","\'=x ","\'  x"\n', 'UTF8')) AS id \gset
SELECT created FROM customers_merge(:id);
SELECT identifier, to_jsonb(shape) AS shape, attributes FROM customers WHERE identifier LIKE 'S-%' ORDER BY 1;
SELECT * FROM customers_export_csv(filter => 'identifier LIKE ''S-%''', columns => '{identifier,shape,attributes}');
SELECT customers_save('{"identifier": "S-4", "shape": "\u0027  "}') IS NOT NULL AS saved;
SELECT to_jsonb(shape) FROM customers WHERE identifier = 'S-4';

-- Dates that no cell of their column decides: as other dates of the file, as its numbers
-- or the language of its header have it, with a warning; else not at all.
CREATE FUNCTION born(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(convert_to(content, 'UTF8'));
BEGIN
	RETURN COALESCE((SELECT min(new_value) FROM customer_import_diff AS d WHERE d.import_id = id AND field = 'birth_date'),
		(SELECT min(code) FROM customer_import_errors AS e WHERE e.import_id = id));
END $$;
SELECT born(E'email,birth_date,Signup date\na@x.no,01/02/1980,11/30/2012\n') AS other_dates,
	born(E'email;birth_date\na@x.no;01/02/1980\n') AS semicolons,
	born(E'email,Fødselsdato\na@x.no,01/02/1980\n') AS language,
	born(E'email;birth_date;cents\na@x.no;01/02/1980;1,5\n') AS numbers,
	born(E'email;birth_date;Signup date\na@x.no;01/02/1980;11/30/2012\n') AS dates_first,
	born(E'email,Birthday\na@x.no,01/02/1980\n') AS open;
SELECT string_agg(warnings, E'\n' ORDER BY import_id) FROM customer_imports WHERE warnings LIKE '%no cell of the column proves it; date_order%';

DROP SCHEMA t_values CASCADE;
