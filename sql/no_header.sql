-- Files whose first record is data: the option header, and what tells it without.

CREATE SCHEMA t_no_header;
SET customers.schema = 't_no_header';
SET search_path = t_no_header, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW kept AS SELECT uploaded, created, rejected, header_line, header, fields, mapping, warnings FROM last;
CREATE VIEW staged AS
	SELECT line, action, cells, raw, reason FROM customer_import_rows JOIN last USING (import_id) ORDER BY line;


-- Columns mapped by position: the first record is no header, and none of its
-- cells is kept as one.
SELECT customers_import(file(E'K-1,Ann Berg\nK-2,Bo Lie\n'), mapping => '{"1": "identifier", "2": "name"}');
TABLE kept;
TABLE staged;
SELECT options -> 'header' AS option FROM last;

-- The same by the option, whatever the first record looks like.
SELECT customers_import(file(E'email,name\nann@x.no,Ann\n'), header => false, mapping => '{"1": "identifier", "2": "name"}');
TABLE kept;
SELECT options -> 'header' AS option FROM last;
-- A title is not looked for, nor an export of ours; a short record is rejected.
SELECT customers_import(file(E'\nThe list\n\nK-1,,\nK-2,Bo,x\nK-3,Cy,x\n'), header => false, mapping => '{"1": "identifier", "2": "name", "3": "note"}');
TABLE kept;
TABLE staged;
SELECT message, hint FROM customer_import_errors JOIN last USING (import_id);
SELECT customers_import(file(E'customer_id,email\n1,a@x.no\n'), header => false, mapping => '{"2": "email", "1": null}');
TABLE staged;
SELECT customers_import(file(E'x,y,z\nK-1,Ann\n'), header => false, skip => 1, mapping => '{"1": "identifier", "2": "name"}');
TABLE staged;

-- Without a mapping it cannot be imported, and what is said quotes no cell.
SELECT customers_import(file(E'K-1,Ann Berg\n'), header => false);
SELECT customers_import(file(E'K-1,Ann Berg\n'), header => false, mapping => '{"K-1": "identifier"}');
SELECT customers_import(file(E'K-1,Ann Berg\n'), header => false, mapping => '{"3": "identifier"}');

-- What speaks for a header, though columns are mapped by position: known words,
-- words above data, or above cells with digits, the numbers of the columns, and
-- header => true.
CREATE FUNCTION records(content text, header boolean DEFAULT NULL, delimiter text DEFAULT NULL) RETURNS TABLE (uploaded bigint, header_line bigint, header text[])
	LANGUAGE sql AS $$
	SELECT customers_import(file(content), header => header, delimiter => delimiter,
		mapping => CASE WHEN delimiter IS NULL THEN '{"1": "identifier", "2": "name"}' ELSE '{"1": "email"}' END::jsonb);
	SELECT uploaded, header_line, header FROM last $$;
SELECT * FROM records(E'Kundenr,Navn\nK-1,Ann\nK-2,Bo\n');
SELECT * FROM records(E'Kode,Hvem\n17,Ann\n18,Bo\n');
SELECT * FROM records(E'Kode,Hvem\nK-17,Ann\nK-18,Bo\n');
SELECT * FROM records(E'0,1\nX,Ann\nY,Bo\n');
SELECT * FROM records(E'1,2\nX,Ann\nY,Bo\n');
SELECT * FROM records(E'Kode,Hvem\nX,Ann\nY,Bo\n', true);
SELECT * FROM records(E'A list\n\nKode,Hvem\nX,Ann\nY,Bo\n', true);
SELECT * FROM records(E'17,Ann\n18,Bo\n', true);
-- Nothing does: it is a record.
SELECT * FROM records(E'Kode,Hvem\nX,Ann\nY,Bo\n');
SELECT * FROM records(E'K-1,Ann\nK-2,Bo\n');
SELECT * FROM records(E'Ann,K-1\nBo,B-52\n');
SELECT * FROM records(E'1,2\n2,3\n3,4\n', false);
SELECT * FROM records(E'X,Ann\n');
-- A first record with gaps is no title where there is no header.
SELECT customers_import(file(E'1,,\n2,b@x.no,Bo\n3,c@x.no,Cy\n'), mapping => '{"1": "identifier", "2": "email", "3": "name"}');
TABLE kept;
SELECT customers_import(file(E'Customers,,\n,,\n1,a@x.no,Ann\n2,b@x.no,Bo\n'), mapping => '{"1": "identifier", "2": "email", "3": "name"}');
TABLE kept;

-- A record in quotes is one though it is empty, wherever it stands; a blank
-- line is none.
SELECT * FROM records(E'""\na2@x.no\nA1@X.no \n', false, 'semicolon');
SELECT * FROM records(E'""\na2@x.no\nA1@X.no \n', NULL, 'semicolon');
SELECT * FROM records(E'a2@x.no\n""\nA1@X.no \n', false, 'semicolon');
SELECT * FROM records(E'\n \n" "\na2@x.no\nA1@X.no \n', false, 'semicolon');
SELECT * FROM records(E'"",""\nK-1,Ann\nK-2,Bo\n');
SELECT * FROM records(E'"",\nK-1,Ann\nK-2,Bo\n', false);
SELECT * FROM records(E',\nK-1,Ann\nK-2,Bo\n');
SELECT * FROM records(E'""\n""\n', false, 'semicolon');
-- A header is looked for below it, as below a title.
SELECT * FROM records(E'""\nKundenr,Navn\nK-1,Ann\nK-2,Bo\n');
SELECT * FROM records(E'""\nKundenr\nK-1\nK-2\n', NULL, 'semicolon');
SELECT * FROM records(E'Customers,\n"",""\nKundenr,Navn\nK-1,Ann\nK-2,Bo\n');
SELECT customers_import(file(E'""\nKundenr;Navn\nK-1;Ann\n'), skip => 0);
TABLE kept;
-- Corrections, rejects and the report of such an import.
SELECT customers_import(file(E'K-1,ann@x.no,Ann\nK-2,bo@,Bo\n'), mapping => '{"1": "identifier", "2": "email"}') AS import_id \gset
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :import_id;
SELECT * FROM customers_import_rejects(:import_id);
SELECT customers_import_fix(:import_id, 2, 'email', 'bo@x.no');
SELECT regexp_matches(customers_import_summary(:import_id), 'read as .*');
SELECT customers_import_report(:import_id) ~ 'Header</dt>\s*<dd>none' AS reported;
SELECT created, rejected FROM customers_merge(:import_id);

-- A preset remembers either.
SELECT customers_import_preset_save('positions', :import_id);
SELECT mapping, options ? 'header' AS told FROM customer_import_presets;
SELECT customers_import(file(E'K-3,cy@x.no,Cy\nK-4,di@x.no,Di\n'), preset => 'positions');
TABLE kept;
SELECT customers_import(file(E'email,name\nann@x.no,Ann\n'), header => false, mapping => '{"1": "identifier", "2": "name"}') AS import_id \gset
SELECT customers_import_preset_save('told', :import_id);
SELECT options -> 'header' AS header FROM customer_import_presets WHERE name = 'told';
SELECT customers_import(file(E'identifier,name\nbo@x.no,Bo\n'), preset => 'told');
TABLE kept;
SELECT customers_import(file(E'identifier,name\nbo@x.no,Bo\n'), preset => 'told', header => true);
TABLE kept;

-- How it would be read.
SELECT header_line, columns, header, fields, warnings FROM customers_sniff(file(E'K-1,Ann Berg\nK-2,Bo Lie\n'), mapping => '{"1": "identifier", "2": "name"}');
SELECT header_line, columns, header, fields FROM customers_sniff(file(E'email,name\na@x.no,Ann\n'), header => false, mapping => '{"1": "identifier"}');
SELECT header_line, columns, header FROM customers_sniff(file(E'1,a@x.no\n2,b@x.no\n'), header => true, mapping => '{"2": "email"}');
SELECT * FROM customers_read_csv(file(E'A list\n\nemail,name\na@x.no,Ann\n'), header => false);
SELECT * FROM customers_read_csv(file(E'A list\n\nemail,name\na@x.no,Ann\n'));
SELECT lo_from_bytea(0, file(E'K-1,Ann Berg\nK-2,Bo Lie\n')) AS lo \gset
SELECT created FROM import_csv(:lo::oid, header => false, mapping => '{"1": "identifier", "2": "name"}');
SELECT * FROM customers_read_csv(:lo::oid, header => false);
SELECT lo_unlink(:lo);

-- A record that was taken for the header, as header => true made it be here,
-- goes with the person.
SELECT customers_import(file(E'E-1,Eva Hay,eva@x.no\nE-2,Finn Moe,finn@x.no\n'), header => true,
	mapping => '{"1": "identifier", "2": "name", "3": "email"}') AS import_id \gset
SELECT customers_import_preset_save('mistaken', :import_id);
SELECT header, mapping FROM last;
SELECT customers_save('{"identifier": "E-1", "name": "Eva Hay"}') AS eva \gset
SELECT customers_erase(:eva) > 0 AS erased;
TABLE kept;
SELECT mapping FROM customer_import_presets WHERE name = 'mistaken';
SELECT customers_import_fix(:import_id, 2, 'name', 'Finn Mo');
SELECT created FROM customers_merge(:import_id);
SELECT count(*) FROM customer_imports AS i WHERE to_jsonb(i)::text ~* 'eva|E-1';

SET client_min_messages = error;
DROP SCHEMA t_no_header CASCADE;
