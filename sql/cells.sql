-- What spreadsheets and other programs leave in cells: errors, rounded numbers,
-- guards, addresses with more around them.

CREATE SCHEMA t_cells;
SET customers.schema = 't_cells';
SET search_path = t_cells, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\i sql/include/views.sql

-- What a cell of a column becomes; NULL = it says nothing, or its error.
CREATE FUNCTION says(header text, cell text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(file('key,' || header || E'\n"k1","' || replace(cell, '"', '""') || E'"\n'),
		mapping => '{"key": "identifier"}');
BEGIN
	RETURN COALESCE(
		(SELECT string_agg(code, ',') FROM customer_import_errors AS e WHERE e.import_id = id AND e.severity = 'error'),
		(SELECT new_value FROM customer_import_diff AS d WHERE d.import_id = id AND field NOT IN ('identifier', 'subscribed') AND (field <> 'name' OR header = 'name')));
END $$;

-- Errors of spreadsheets, in their languages, in any column.
SELECT cell, says('city', cell) AS city, says('points', cell) AS points, says('birth_date', cell) AS birth_date
FROM unnest(ARRAY['#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NULL!', '#NUM!', '#SPILL!', '########', 'Err:502']) AS cell;
SELECT cell, says('city', cell) AS city
FROM unnest(ARRAY['#BEZUG!', '#WERT!', '#ZAHL!', '#ÜBERLAUF!', '#NV', '#NAVN?', '#VERDI!', '#VÆRDI!', '#OVERLØB!', '#I/T',
	'#VÄRDEFEL!', '#REFERENS!', '#SAKNAS!', '#NIMI?', '#ARVO!', '#VIITTAUS!', '#PUUTTUU!', '#NOM?', '#VALEUR!', '#NOMBRE!',
	'#¡REF!', '#¿NOMBRE?', '#¡VALOR!', '#¡DIV/0!', '#N/D', '#RIF!', '#NOME?', '#VALORE!', '#VERW!', '#WAARDE!', '#GETAL!', '#DEEL/0!',
	'#NÚM!', '#NULO!', '#ADR!', '#ARG!', '#LICZBA!', '#NAZWA?', '#DZIEL/0!', '#ERROR!', '#CALC!', '#GETTING_DATA']) AS cell
WHERE says('city', cell) IS DISTINCT FROM 'spreadsheet_error';
-- These are none.
SELECT cell, says('note', cell) AS note
FROM unnest(ARRAY['#1', '##', '#wow', '#SALE!', '# REF', 'Err:50', 'Note:100', '#N/A', '#merci!']) AS cell;

-- Nothing of them replaces a value; #N/A clears, but no key.
INSERT INTO customers (identifier, email, phone, city, note) VALUES ('A1', 'ann@x.no', '815 00', 'Oslo', 'old');
SELECT customers_import(file(E'identifier,email,phone,city,note\nA1,#REF!,#N/A,Rome,#N/A\nA1,#N/A,4.79123E+10,Rome,#NAVN?\n#VALUE!,ann@x.no,815 00,Oslo,old\n'),
	duplicates => 'first') AS id \gset
TABLE staged;
TABLE errors;
SELECT customers_import(file(E'identifier,email,phone,city,note\nA1,#N/A,#N/A,Rome,#NAVN?\n'), invalid => 'skip') AS id \gset
TABLE diff;
TABLE errors;

-- Nor does a broken cell of groups make a record without them.
SELECT customers_import(file(E'identifier,email,groups\nA1,ann@x.no,#REF!\nA2,bo@x.no,VIP\n')) AS id \gset
TABLE staged;
TABLE errors;
SELECT customers_import(file(E'identifier,email,groups\nA3,cy@x.no,#REF!\n'), invalid => 'skip') AS id \gset
TABLE staged;
TABLE errors;

-- Numbers that a spreadsheet has rounded.
SELECT cell, says('phone', cell) AS phone, says('postal_code', cell) AS postal_code, says('Serial', cell) AS "Serial"
FROM unnest(ARRAY['6.72457E+12', '6,72457E+12', '4.79123e+10', '1E+05', '1.5E-05', '2.5E+01', '12E+05', '1E5', 'A.1E+12', '6.7.2E+12']) AS cell;
SELECT customers_import(file(E'identifier,email,name\n6.72457E+12,cy@x.no,Cy\n6.72457E+12,dy@x.no,Dy\n')) AS id \gset
TABLE errors;
SELECT hint FROM messages LIMIT 1;

-- Guards of other programs are undone.
SELECT cell, says('postal_code', cell) AS postal_code, says('note', cell) AS note
FROM unnest(ARRAY['="0150"', '=("0150")', '''0150', '''0150 Oslo', '''90s', '''+47 22', '''tis', '=("a"b")', '''''0150']) AS cell;
SELECT customers_import(file(E'identifier,email,birth_date\n''6724570000001,ed@x.no,''1980-05-17\n"=(""00013"")",fay@x.no,\n')) AS id \gset
TABLE diff;

-- What is guarded, or looks so, comes back by an export.
INSERT INTO customers (identifier, note, postal_code) VALUES ('''0150', '#REF!', '''0150'), ('6.72457E+12', '''90', '=("1")');
SELECT string_agg(line, E'\n') || E'\n' AS exported FROM customers_export_csv(columns => '{identifier,note,postal_code}') AS line \gset
SELECT customers_export_csv(columns => '{identifier,note,postal_code}');
SELECT customers_import(file(:'exported')) AS id \gset
TABLE counts;

-- Addresses.
DELETE FROM customers;
SELECT cell, says('email', cell) AS email FROM unnest(ARRAY[
	'Ann <Ann@x.no>', 'Berg, Ann <ann@x.no>', '"Berg, Ann" <ann@x.no>', '<ann@x.no>', 'mailto:ann@x.no', 'MAILTO:ann@x.no?subject=Hi',
	'<mailto:ann@x.no>', '''ann@x.no''', 'ann@x.no;', 'ann@x.no,', 'ann@x.no <ann@x.no>', 'ann@x.no;ann@X.no',
	'ann@x.no;bo@x.no', 'ann@x.no, bo@x.no', 'ann@x.no bo@x.no', 'ann@x.no / bo@x.no', 'ann@x.no/bo@x.no', E'ann@x.no\nbo@x.no',
	'Ann <ann@x.no>, Bo <bo@x.no>', 'ann@x.no; Bo <bo@x.no>', 'ann@x.no|bo@x.no']) AS cell;
SELECT cell, says('email', cell) AS email FROM unnest(ARRAY[
	'o''brien@x.no', 'ann+tag@x.no', 'ann/b=c@x.no', 'ann_b-c.d@x-y.co.uk', 'ann@münchen.de', 'änn@x.no', 'ann@xn--mnchen-3ya.de', 'ann@localhost',
	'!#$%&*+/=?^`{|}~@x.no', 'ann@7.no', '''ann@x.no', 'ann@例え.テスト']) AS cell;
SELECT cell, says('email', cell) AS email FROM unnest(ARRAY[
	'ann@x.no''', 'ann@x.com%20', 'ann@x.com?subject=x', 'mia@example。com', 'mia@example．com', 'ann@x..no', 'ann@x.no.', '.ann@x.no', 'ann.@x.no', 'a..b@x.no',
	'ann@-x.no', 'ann@x-.no', 'ann@x.no-', 'ann berg@x.no', 'ann@x no', 'ann', '@x.no', 'ann@', 'ann@@x.no', 'ann@x.no; bo', 'bo; ann@x.no', 'Ann <ann>', 'Ann <ann@x.no',
	'o’brien@x.no', 'bo@ Ann <ann@x.no>', 'a@b@c.no']) AS cell
WHERE says('email', cell) IS DISTINCT FROM 'invalid_email';

-- Of several the first, with a warning; a correction of another cell keeps it.
SELECT customers_import(file(E'identifier,email,city\nG1,gus@x.no; gus@y.no,Oslo\n,hal@x.no hal@y.no,Rome\n')) AS id \gset
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 2, 'city', 'Bergen');
TABLE errors;
SELECT created FROM customers_merge(:id);
SELECT email FROM customers WHERE email LIKE '%al@%' OR email LIKE 'gus%' ORDER BY 1;
-- Matched by it, too, and once more.
SELECT customers_import(file(E'email,city\n"hal@x.no, hal@y.no",Roma\nhal@x.no hal@z.no,Rome\n'), duplicates => 'first') AS id \gset
TABLE diff;
TABLE errors;

-- Dates for none are blank, however they are written; a day without a year is no date.
SELECT cell, says('birth_date', cell) AS birth_date, says('note', cell) AS note FROM unnest(ARRAY[
	'0000-00-00', '0.0.00', '00.00.0000', '00/00/0000', '0000-00-00 00:00:00', '0', '1900-01-00', '1/0/1900',
	'0001-01-01', '01.01.0001', '1753-01-01', '01/01/1753', '9999-12-31', '31.12.9999', '30.12.1899', '1900-01-01', '1970-01-01']) AS cell;
SELECT customers_import(file('identifier,birth_date' || string_agg(format(E'\nD%s,%s', n, cell), '' ORDER BY n) || E'\n')) AS id
FROM unnest(ARRAY['05/17', '--05-17', '--0517', '17.05.', '17.5', '17.05.0000', '0000-05-17', '17 May', '17. mai', '1604-05-17', '45/17', '13/13', 'May', '17'])
	WITH ORDINALITY AS c (cell, n) \gset
SELECT line, value, code, severity FROM errors ORDER BY line;
TABLE counts;
SELECT customers_import(file(E'identifier,birth_date\nD1,0000-00-00\n'), null_words => '{}') AS id \gset
TABLE errors;
SELECT customers_save('{"identifier": "S1", "birth_date": "05/17"}');

-- Ids that a spreadsheet wrote with decimals, down the whole column.
INSERT INTO customers (identifier, name) VALUES ('1001', 'Ann'), ('2001.0', 'Bo'), ('2002.0', 'Cy');
SELECT customers_import(file(E'identifier,name,birth_date\n1001.0,Ann Berg,x\n1002.0,Dee,\n,Eva,\n')) AS id \gset
TABLE staged;
SELECT formats, warnings FROM customer_imports WHERE import_id = :id;
-- A correction reads them so, too.
SELECT customers_import_fix(:id, 2, 'birth_date', '1980-02-01');
SELECT customers_import_fix(:id, 3, 'identifier', '1003.0');
TABLE staged;
-- Ids that are so, one alone, and a column of which only some are.
SELECT customers_import(file(E'identifier,name\n2001.0,Bo\n2002.0,Cy\n')) AS id \gset
TABLE staged;
SELECT unchanged FROM customer_imports WHERE import_id = :id;
SELECT customers_import(file(E'identifier,name\n3001.0,Flo\n')) AS id \gset
TABLE staged;
SELECT customers_import(file(E'identifier,name\n3001.0,Flo\n3002,Gil\n')) AS id \gset
TABLE staged;

DROP SCHEMA t_cells CASCADE;
