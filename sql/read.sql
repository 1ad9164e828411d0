-- How a file is read, without importing it: customers_sniff, customers_read_csv.

CREATE SCHEMA t_read;
SET customers.schema = 't_read';
SET search_path = t_read, public;
SET client_min_messages = warning;
\pset null -

\i sql/include/file.sql


-- All records as read, the header first: empty cells are '', records have the
-- cells they have, a line is that of the file.  No table is needed.
SELECT * FROM customers_read_csv(file(E'email;name\r\nann@x.no;"Ann; A\r\nsecond line"\r\n;\r\n\r\nbob@x.no\r\ncy@x.no;Cy;surplus\r\n'));
SELECT to_regclass('t_read.customers') AS tables;

-- What is found can be overridden.
SELECT * FROM customers_read_csv(file(E'a,b;c\n1,2;3\n'), delimiter => ';');
SELECT * FROM customers_read_csv(file(E'a,b\n''1,2'',3\n'), quote => '''');
SELECT * FROM customers_read_csv(file(E'a,b\n"1",3\n'), quote => '');
SELECT * FROM customers_read_csv(file(E'a,b\n"1\\"2",3\n'), escape => '\');
SELECT * FROM customers_read_csv('\x612c620ae62c310a'::bytea, encoding => 'LATIN1');
SELECT * FROM customers_read_csv(file(E'a title\nanother\na,b\n1,2\n'), skip => 2);
SELECT * FROM customers_read_csv(file(E'a title\n\nemail,name\na@x.no,Ann\nb@x.no,Bob\n'));

-- A line break in a cell, and an empty cell too many: one record, however its
-- quotes stand; but a stray quote swallows none.
SELECT * FROM customers_read_csv(file(E'a,b,c\n1,"x\ny",z,\n2,"x\n3,y",z, ,\n4,"5 "inch" wide",z,\n5,z,"x\n6,z,y",\n'));
SELECT created, rejected FROM import_csv(file(E'identifier,name,note\nK-1,"Ann\nBerg",x,\nK-2,Bo,x\n'));
SELECT identifier, name FROM customers ORDER BY 1;

-- Defective records, as far as they can be read.
SELECT line, cells FROM customers_read_csv('\x612c620a31ff2c320a332c340a'::bytea, encoding => 'UTF8');

-- A large object; a path on the server.
SELECT lo_from_bytea(0, file(E'a,b\n1,2\n')) AS lo \gset
SELECT * FROM customers_read_csv(:lo::oid);
SELECT delimiter, columns FROM customers_sniff(:lo::oid);
\getenv abs_srcdir PG_ABS_SRCDIR
\set f :abs_srcdir '/test/data/ticketing.csv'
SELECT count(*), max(cardinality(cells)) AS cells FROM customers_read_csv(:'f');
SELECT encoding, delimiter, newline, header_line, columns, fields FROM customers_sniff(:'f');
CREATE ROLE t_read_clerk;
GRANT USAGE ON SCHEMA t_read TO t_read_clerk;
SET ROLE t_read_clerk;
SELECT * FROM customers_read_csv('/nowhere.csv');
SELECT * FROM customers_sniff('/nowhere.csv');
SELECT * FROM customers_read_csv(file(E'a,b\n1,2\n'));
RESET ROLE;


-- How an import would read it; the field of each column, NULL = ignored.
\x
SELECT * FROM customers_sniff(convert_to(E'\uFEFFE-post\tKundeID\tAvmeldt\tSko\tmailable\nann@x.no\t1\tja\t38\tyes\n', 'UTF8'));
SELECT * FROM customers_sniff(file(E'Our customers\n\nKundeID;Navn\n1;Ann\n2;Bob\n'), mapping => '{"KundeID": "customer_id", "Navn": null}');
-- What an import would refuse is a warning here.
SELECT columns, header, fields, warnings FROM customers_sniff(file(E'email;E-post;name\na@x.no;b@x.no;c\n'));
SELECT header_line, columns, header, fields, warnings FROM customers_sniff(file(E'1;ann@x.no\n2;bob@x.no\n'));
SELECT fields FROM customers_sniff(file(E'1;ann@x.no\n2;bob@x.no\n'), mapping => '{"2": "email"}');
\x

-- Presets: what an import used, under a name.
SELECT customers_import(file(E'Kode;Hvem\nann@x.no;Ann\n'), mapping => '{"Kode": "email", "Hvem": "name"}', blanks => 'clear', again => true) AS import_id \gset
SELECT customers_import_preset_save('weekly', :import_id);
SELECT mapping, options ->> 'blanks' AS blanks, options ? 'again' AS again FROM customer_import_presets;
SELECT fields FROM customers_sniff(file(E'Kode;Hvem\nbob@x.no;Bob\n'), preset => 'weekly');
SELECT customers_import(file(E'Kode;Hvem\nbob@x.no;Bob\n'), preset => 'weekly') IS NOT NULL AS imported;
SELECT fields, options ->> 'blanks' AS blanks FROM customer_imports ORDER BY import_id DESC LIMIT 1;
-- Saving again replaces it.
SELECT customers_import(file(E'Kode;Hvem\nann@x.no;Ann\n'), mapping => '{"Kode": "email", "Hvem": "company"}') AS import_id \gset
SELECT customers_import_preset_save('weekly', :import_id);
SELECT mapping FROM customer_import_presets;


-- Errors.
SELECT * FROM customers_read_csv(NULL::bytea);
SELECT * FROM customers_sniff(NULL::text);
SELECT * FROM customers_read_csv(''::bytea);
SELECT * FROM customers_read_csv(file('a,b'), delimiter => '');
SELECT * FROM customers_read_csv(file('a,b'), encoding => 'klingon');
SELECT * FROM customers_sniff(file('a,b'), preset => 'none');
SELECT customers_import_preset_save(NULL, 1);
SELECT customers_import_preset_save('x', NULL);
SELECT customers_import_preset_save('', 1);
SELECT customers_import_preset_save('x', 4711);

SET client_min_messages = error;
DROP SCHEMA t_read CASCADE;
DROP ROLE t_read_clerk;
