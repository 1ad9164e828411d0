-- Which column is which field: header words, mapping, presets, what is unknown,
-- and the columns that an application adds.

CREATE SCHEMA t_columns;
SET customers.schema = 't_columns';
SET search_path = t_columns, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (identifier, email, name, attributes) VALUES
	('K-1', 'ann@x.no', 'Ann', '{"shoe": "38", "hat": "6"}'), ('K-2', 'bob@x.no', 'Bob', '{}');


-- Case, accents, spaces and punctuation of header words do not matter.
SELECT customers_import(file(' E-POST ;FØDSELSDATO;Post-nr.;first NAME
dee@x.no;2018-02-13;0150;Dee
'));
SELECT fields, mapping FROM last;
TABLE diff;

-- Unknown columns become segment categories; a new value replaces the old one
-- and the others stay.
SELECT customers_import(file('identifier,shoe,Customer segment test
K-1,39,A
K-2,,B
'));
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, attributes FROM customers ORDER BY identifier;
SELECT customers_import(file('identifier,attributes.shoe,hat
K-1,39,#N/A
'));
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, attributes FROM customers ORDER BY identifier;
-- ... or are ignored, or are an error.
SELECT customers_import(file('identifier,shoe,name
K-1,41,Anna
'), unknown_columns => 'ignore');
TABLE diff;
SELECT warnings FROM last;
SELECT customers_import(file('identifier,shoe,name
K-1,41,Anna
'), unknown_columns => 'reject');

-- Two columns for one field: the other one is a category (column_evidence.sql).
SELECT customers_import(file('email,E-mail
ann@x.no,bob@x.no
'));
TABLE diff;

-- Columns that an export computes are not taken.
SELECT customers_import(file('identifier,name,display_name,orders_count,created_at,updated_at
K-1,Ann,Somebody else,7,1970-01-01,1970-01-01
'));
TABLE counts;

-- mapping: by header word, or by position; null ignores.
SELECT customers_import(file('Kundenr,Junk,What,name
K-1,x,Oslo,Anna
'), mapping => '{"Kundenr": "identifier", "Junk": null, "3": "city"}');
TABLE diff;
SELECT mapping FROM last;
SELECT customers_import(file('identifier,What
K-1,Oslo
'), mapping => '{"What": "town"}') AS "no such field";
SELECT customers_import(file('identifier,What
K-1,Oslo
'), mapping => '{"Where": "city"}');
SELECT customers_import(file('identifier
K-1
'), mapping => '["identifier"]');

-- A header word of one's own.
INSERT INTO customer_header_synonyms (word, field) VALUES ('Wo wohnt er', 'city');
SELECT customers_import(file('identifier,wo WOHNT er?
K-1,Ulm
'));
TABLE diff;

-- Presets: options and mapping under a name; what the call says comes first.
INSERT INTO customer_import_presets (name, mapping, options) VALUES
	('weekly', '{"No": "identifier", "Town": "city"}', '{"delimiter": ";", "blanks": "clear", "mode": "update"}');
SELECT customers_import(file('No;Town;name
K-1;Oslo;
N-1;Oslo;Fay
'), preset => 'weekly');
TABLE diff;
TABLE staged;
SELECT options -> 'mode' AS mode, options -> 'blanks' AS blanks, delimiter FROM last;
SELECT customers_import(file('No;Town;name
K-1;Oslo;
N-1;Oslo;Fay
'), preset => 'weekly', mode => 'upsert', blanks => 'keep');
TABLE diff;
SELECT customers_import(file('No
K-1
'), preset => 'monthly');
INSERT INTO customer_import_presets (name, options) VALUES ('broken', '{"colour": "blue"}');
SELECT customers_import(file('No
K-1
'), preset => 'broken');


-- Columns that an application adds are fields at once, whatever their types.
CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0);
CREATE TYPE size AS ENUM ('small', 'large');
ALTER TABLE customers ADD nickname text, ADD visits int, ADD balance numeric(8,2),
	ADD seen timestamptz, ADD address_seen inet, ADD extra json, ADD pairs even,
	ADD shirt size, ADD code varchar(5), ADD weight real, ADD tags text[],
	ADD doubled int GENERATED ALWAYS AS (visits * 2) STORED;
SELECT customers_import(file('identifier;nickname;visits;balance;seen;address_seen;extra;pairs;shirt;code;weight;tags
K-1;Annie;1 200;1 234,50;2018-02-13 10:00:00+01;10.0.0.1;"{""a"": 1}";4;large;abcde;1,5;{a,b}
'));
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT nickname, visits, balance, address_seen, extra, pairs, shirt, code, weight, tags, doubled
FROM customers WHERE identifier = 'K-1';
-- The same in other words is unchanged.
SELECT customers_import(file('identifier;nickname;visits;balance;seen;address_seen;extra;pairs;shirt;code;weight;tags
K-1; Annie ;1200;1234,5;2018-02-13 09:00:00Z; 10.0.0.1/32;"{""a"": 1}"; 4 ;large;abcde;1,50;"{a, b}"
'));
TABLE diff;
TABLE counts;
-- Bad cells reject their records, each with its own message, and nobody else.
SELECT customers_import(file('identifier;visits;balance;seen;address_seen;extra;pairs;shirt;code
B-1;many;;;;;;;
B-2;;1234567,00;;;;;;
B-3;;;yesterday-ish;;;;;
B-4;;;;10.0.0.256;;;;
B-5;;;;;{;;;
B-6;;;;;;3;;
B-7;;;;;;;medium;
B-8;;;;;;;;abcdef
G-1;7;1,50;2018-02-13;10.0.0.2;[];2;small;abc
B-9;x;;never;;;;;
K-2;;;;;;5;;
'));
SELECT line, field, value, code FROM errors;
TABLE messages;
TABLE counts;
SELECT created FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, visits, balance, pairs, shirt, code FROM customers WHERE identifier LIKE 'G%' OR identifier LIKE 'B%';
-- A type that knows no better than to call it an internal error.
CREATE FUNCTION is_code(text) RETURNS boolean STRICT LANGUAGE plpgsql AS $$
BEGIN
	IF $1 ~ '^[0-9]+$' THEN
		RETURN true;
	END IF;
	RAISE EXCEPTION 'unexpected end of code' USING ERRCODE = 'internal_error';
END $$;
CREATE DOMAIN old_code AS text CHECK (is_code(VALUE));
ALTER TABLE customers ADD old_code old_code;
SELECT customers_import(file('identifier,old_code
O-1,123
O-2,abc
'));
SELECT line, field, value, code FROM errors;
TABLE counts;
-- Types whose name alone has a length of one; others that compare in their own way.
ALTER TABLE customers ADD initials char(3), ADD flags bit(4), ADD range int4range, ADD token uuid, ADD opens time;
SELECT changed FROM import_csv(file('identifier,initials,flags,range,token,opens
K-1,ab,1010,"[1,5)",a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,10:00
'));
SELECT initials, flags, range, token, opens FROM customers WHERE identifier = 'K-1';
SELECT changed, unchanged FROM import_csv(file('identifier,initials,flags,range,token,opens
K-1,ab ,1010,"[1,4]",A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11,10:00:00
'));
SELECT customers_import(file('identifier,initials,flags,range
K-1,xyz,0101,"[7,8)"
'));
UPDATE customers SET flags = B'1111' WHERE identifier = 'K-1';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_import(file('identifier,initials,flags
K-1,abcd,10101
'));
SELECT line, field, code FROM errors;

-- A generated column cannot be set; it is passed over, and no category either.
SELECT customers_import(file('identifier,doubled
K-1,7
'));
SELECT fields FROM last;
TABLE counts;
-- A column of a name that has a synonym wins.
ALTER TABLE customers ADD town text;
SELECT customers_import(file('identifier,town
K-1,Oslo
'));
TABLE diff;
-- A column that went away between preview and merge: nothing is merged.
ALTER TABLE customers DROP town;
SELECT * FROM customers_merge((SELECT import_id FROM last));

-- A column that must have a value and has no default: a new customer without
-- it is rejected, and the others are merged.
ALTER TABLE customers ADD branch text;
UPDATE customers SET branch = 'Bergen';
ALTER TABLE customers ALTER branch SET NOT NULL;
SELECT customers_import(file('identifier,branch
B-1,Oslo
B-2,
'));
TABLE staged;
TABLE errors;
SELECT created, rejected FROM customers_merge((SELECT import_id FROM last));
SELECT customers_import(file('identifier,city
B-1,Moss
B-3,Moss
'));
TABLE staged;
TABLE errors;

-- A merge changes as many columns as an import stages; more are said to be too many
-- at once before anything is staged.
BEGIN;
ALTER TABLE customers DROP COLUMN branch CASCADE;
SELECT customers_import(file(E'email\nwide@example.com\n')) > 0 AS staged;
SELECT m.created FROM last, customers_merge(import_id) AS m;
DO $$
BEGIN
	EXECUTE (SELECT 'ALTER TABLE customers ' || string_agg('ADD x' || n || ' text', ', ') FROM generate_series(1, 560) AS n);
END $$;
CREATE FUNCTION wide(columns int) RETURNS bytea LANGUAGE sql AS $$
	SELECT file('email,' || string_agg('x' || n, ',') || E'\nwide@example.com,' || string_agg(n::text, ',') || E'\n')
	FROM generate_series(1, columns) AS n
$$;
SELECT customers_import(wide(549)) > 0 AS staged;
SELECT m.changed FROM last, customers_merge(import_id) AS m;
SELECT x1, x549 FROM customers WHERE email = 'wide@example.com';
SELECT m.reverted FROM last, customers_revert(import_id) AS m;
SAVEPOINT wider;
SELECT customers_import(wide(550));
ROLLBACK TO wider;
SELECT customers_save((SELECT jsonb_object_agg('x' || n, n) || '{"email": "wide@example.com"}' FROM generate_series(1, 560) AS n));
ROLLBACK;


DROP SCHEMA t_columns CASCADE;
