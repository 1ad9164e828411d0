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
	SELECT DISTINCT code, severity, message
	FROM customer_import_errors
	WHERE import_id = (SELECT max(import_id) FROM customer_imports)
	ORDER BY code, message;


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


-- Dates: 13/02/2018 settles that the day comes first.
\set f :dir 'dates-dmy.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- 02/13/2018: the month.
\set f :dir 'dates-mdy.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;


-- 85-02-13: the year.
\set f :dir 'dates-ymd.csv'
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
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;


-- Passwords: nobody sees them, and an MD5 hash is none.
\set f :dir 'passwords.csv'
SELECT customers_import(:'f') > 0 AS read;
TABLE outcome;
TABLE messages;
SELECT created, rejected FROM customers_merge((SELECT max(import_id) FROM customer_imports));
SELECT identifier, password_hash LIKE 'SCRAM-SHA-256$%' AS hashed FROM customers ORDER BY identifier;

DROP SCHEMA t_values CASCADE;
