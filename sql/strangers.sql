-- Lists as strangers have them, where one column or cell needs more than its word.

CREATE SCHEMA t_strangers;
SET customers.schema = 't_strangers';
SET search_path = t_strangers, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- What columns become, and new customers: what of a field is not blank.
CREATE VIEW found AS
	SELECT c.n, header[c.n] AS word, COALESCE(c.field, 'ignored') AS field
	FROM last, ROWS FROM (jsonb_to_recordset(columns) AS (field text)) WITH ORDINALITY AS c(field, n)
	ORDER BY n;
CREATE VIEW people AS
	SELECT line, string_agg(field || '=' || new_value, ', ' ORDER BY field) AS cells
	FROM diff WHERE action = 'create' AND field <> 'subscribed' GROUP BY line ORDER BY line;


-- Dates of six digits, in one order over a column; one that has lost its zero.  A
-- correction is read as the file is.
SELECT customers_import(file('email,DOB,Member since
a@example.com,170561,900101
b@example.com,40765,991231
c@example.com,31.02.1961,50102
'));
TABLE people;
TABLE errors;
SELECT customers_import_fix((SELECT import_id FROM last), 4, 'birth_date', '50260');
SELECT new_value FROM diff WHERE line = 4 AND field = 'birth_date';
SELECT customers_import(file('email,DOB
a@example.com,010203
b@example.com,40506
'));
TABLE errors;
SELECT customers_import(file('email,DOB
a@example.com,040765
b@example.com,40506
'), date_order => 'DMY');
TABLE people;
