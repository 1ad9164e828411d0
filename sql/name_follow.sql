-- A name that is first and last name together follows them; one that is not is told of.

CREATE SCHEMA t_name_follow;
SET customers.schema = 't_name_follow';
SET search_path = t_name_follow, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

CREATE VIEW people AS
SELECT identifier, display_name, name, first_name, last_name FROM customer_profiles ORDER BY identifier;
CREATE VIEW told AS
SELECT line, field, value, code, message, hint FROM customer_import_errors
WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line;
INSERT INTO customers (identifier, name, first_name, last_name) VALUES
	('N-1', 'Ann Berg', 'Ann', 'Berg'),
	('N-2', 'Dr. Bo Lie', 'Bo', 'Lie'),
	('N-3', 'Cy Dahl', NULL, NULL),
	('N-4', NULL, 'Di', 'Moe'),
	('N-5', E'a\u030ASE  berg', 'Åse', 'Berg'),
	('N-6', 'Eve Foss', 'Eve', 'Foss'),
	('N-7', 'Fay', 'Fay', NULL),
	('N-8', 'Gil Ek', NULL, NULL),
	('N-9', 'Ek, Hal', 'Hal', 'Ek');


-- First and last name change.
SELECT customers_import(file('identifier,first_name,last_name
N-1,Anna,Nilsen
N-2,Bo,Moen
N-3,Cyril,Dahl
N-4,Dina,Moe
N-5,Åse,Berg-Lie
N-6,#N/A,#N/A
N-7,Fay,Ek
N-8,Gil,Ek
N-9,Hal,Aas
N-10,Ida,Lund
')) AS id \gset
TABLE diff;
TABLE told;
SELECT fields FROM last;
-- A correction is judged likewise.
SELECT customers_import_fix(:id, 2, 'last_name', 'Foss');
SELECT customers_import_fix(:id, 3, 'last_name', 'Lie');
SELECT * FROM diff WHERE line < 4;
SELECT line, code FROM told;
SELECT customers_import_fix(:id, 2, 'name', 'Anna');
-- It is merged, and undone.
SELECT * FROM customers_merge(:id);
TABLE people;
SELECT customers_revert(:id);
TABLE people;


-- One of the two is enough; and what others wrote meanwhile is not overwritten.
SELECT customers_import(file('identifier,last_name
N-1,Nilsen
N-6,Lie
')) AS id \gset
TABLE diff;
UPDATE customers SET name = 'Eva Foss' WHERE identifier = 'N-6';
SELECT * FROM customers_merge(:id);
SELECT * FROM people WHERE identifier IN ('N-1', 'N-6');
SELECT customers_revert(:id);


-- A record that says the name is heard, one that leaves it blank is not asked.
SELECT customers_import(file('identifier,name,first_name,last_name
N-1,Ann Berg,Anna,Nilsen
N-2,B. Moen,Bo,Moen
N-7,,Fay,Ek
N-9,#N/A,Hal,Aas
'));
TABLE diff;
TABLE told;


-- rules hold for the name as well.
SELECT customers_import(file('identifier,first_name,last_name
N-1,Anna,Nilsen
N-7,Fay,Ek
'), rules => '{"name": "keep"}');
TABLE diff;
TABLE told;
SELECT customers_import(file('identifier,first_name,last_name
N-3,Cy,Dahl
N-7,Fay,Ek
'), rules => '{"*": "fill"}');
TABLE diff;
TABLE told;


-- The name alone changes: first and last name stay.
SELECT customers_import(file('identifier,name
N-1,Ann Lie
N-2,Bo Lie
N-3,Cyril Dahl
N-4,Moe Di
N-6,Eve  FOSS
'));
TABLE diff;
TABLE told;


-- An application that saves a customer gives names in the same way.
SELECT customers_save('{"identifier": "N-1", "last_name": "Foss"}') AS customer;
SELECT customers_save('{"identifier": "N-2", "last_name": "Foss"}') AS customer;
SELECT * FROM people WHERE identifier IN ('N-1', 'N-2');


-- Every strategy gives the same answer.
INSERT INTO customers (identifier, name, first_name, last_name)
SELECT 'M-' || i, CASE WHEN i % 3 = 0 THEN 'Mrs ' ELSE '' END || 'Ann B' || i, 'Ann', 'B' || i FROM generate_series(1, 3000) AS i;
SELECT string_agg(format(E'M-%s,Ann,%s%s\n', i, CASE WHEN i % 2 = 0 THEN 'C' ELSE 'B' END, i), '' ORDER BY i) AS records
FROM generate_series(1, 3000) AS i \gset
SELECT customers_import(file(E'identifier,first_name,last_name\n' || :'records'));
SELECT strategy <> '' AS known, changed, unchanged FROM last;
SELECT count(*) FILTER (WHERE field = 'name') AS names, count(*) FILTER (WHERE field = 'last_name') AS last_names FROM diff;
SELECT code, count(*) FROM told GROUP BY 1;


-- What the table does not take is said of the name, or it stays.
ALTER TABLE customers ADD CONSTRAINT no_zed CHECK (name NOT LIKE '%Zed');
SELECT customers_import(file('identifier,last_name
N-1,Zed
'));
TABLE errors;
ALTER TABLE customers DROP CONSTRAINT no_zed;
DELETE FROM customers WHERE identifier LIKE 'M-%';
DROP VIEW people;
DROP VIEW customer_profiles;
ALTER TABLE customers ALTER name TYPE varchar(12);
SELECT customers_setup() <> '' AS ready;
SELECT customers_import(file('identifier,last_name
N-1,Featherstonehaugh
N-6,Lie
'));
TABLE diff;
SELECT line, value, code FROM told;
-- Without one of the columns no name follows.
ALTER TABLE customers DROP COLUMN last_name CASCADE;
SELECT customers_import(file('identifier,first_name
N-1,Annie
'));
TABLE diff;

DROP SCHEMA t_name_follow CASCADE;
