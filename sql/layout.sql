-- What a file looks like: what stands around its table, and what a person is told
-- of it.  How each such file is read, test/data/dirty has.

CREATE SCHEMA t_layout;
SET customers.schema = 't_layout';
SET search_path = t_layout, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW kept AS
	SELECT encoding, delimiter, header_line, header, uploaded, created, rejected, excluded, warnings FROM last;
CREATE VIEW errors AS
	SELECT line, severity, code, field, message FROM customer_import_errors
	WHERE import_id = (SELECT import_id FROM last) ORDER BY line, code;


-- What stands around each line is taken off, and told.
SELECT customers_import(file(E'"email","name","city";\n"ann@x.no","Ann","Oslo";\n"bo@x.no","Bo, Jr","Rome";\n')) > 0 AS read;
TABLE kept;
SELECT customers_import(file(E'"email,name,city";;;\n"ann@x.no,""Ann 1"",""Oslo""";;;\n"bo@x.no,""Bo, 2"",""Rome""";;;\n')) > 0 AS read;
TABLE kept;
SELECT raw FROM customer_import_rows WHERE import_id = (SELECT import_id FROM last) AND raw IS NOT NULL;

-- A file larger than the sample, in which it goes on; also where a block ends
-- within it.
SELECT created, rejected FROM import_csv((
	SELECT file(E'"identifier,name,note";;;\n' || string_agg(format(E'"K-%s,""Name, %s"",%s";;;\n', i, i, repeat('x', i % 40)), '' ORDER BY i))
	FROM generate_series(1, 20000) AS i));
SELECT count(*), count(*) FILTER (WHERE name <> 'Name, ' || substr(identifier, 3) OR note ~ '[";]') AS wrong FROM customers WHERE identifier LIKE 'K-%';

-- The delimiter can be told as it is shown.
SELECT delimiter, columns, warnings FROM customers_sniff(file(E'email;name,x\nann@x.no;Ann,y\nbo@x.no;Bo,z\n'));
SELECT delimiter, columns FROM customers_sniff(file(E'email\x01name\nann@x.no\x01Ann\n'));
SELECT warnings FROM customers_sniff(file(E'email,name\nann@x.no;Ann\nbo@x.no;Bo\n'), delimiter => ';');

-- One that leaves one column is told with the one that would not; so is what the
-- refusal of a file comes with.
SELECT dialect_certainty, columns, warnings FROM customers_sniff(file(E'farbe;form\nrot;rund\nblau;eckig\n'), delimiter => ',', mapping => '{"1": "name"}');
SELECT customers_import(file(E'email;name\nann@x.no;Ann\nbo@x.no;Bo\n'), delimiter => '|');
SELECT warnings FROM customers_sniff(file(E'email\nann@x.no\nbo@x.no, or b@x.no\n'));

-- What shows encoding, dialect and header, and how sure that is.
\pset format unaligned
SELECT encoding_certainty, encoding_evidence, dialect_certainty, dialect_evidence, header_certainty, header_evidence
FROM (VALUES (1, file(E'email,name\nann@x.no,Ann\nbo@x.no,Bo\n')),
	(2, convert_to(E'sep=;\nfarbe;größe\nrot;1,5\nblau;2,5\n', 'LATIN1')),
	(3, file(E'farbe\tform\nrot\trund\nblau\teckig\n')),
	(4, file(E'ann@x.no;1\nbo@x.no;2\n')),
	(5, convert_to(E'\uFEFFcustomer_id,email\n1,ann@x.no\n', 'UTF8')),
	(6, file(E'email,name\nann@x.no;Ann\nbo@x.no;Bo\n'))) AS f (n, content), customers_sniff(content) ORDER BY n;
SELECT encoding_certainty, dialect_certainty, header_certainty
FROM customers_sniff(file(E'email,name\nann@x.no,Ann\nbo@x.no,Bo\n'), encoding => 'UTF8', delimiter => ',', header => false, mapping => '{"1": "email"}');
\pset format aligned

-- Where it stays in doubt which column has which name, the file says so once.
SELECT customers_import(file(E'name,email\nAnn,ann@x.no,a\nBo,bo@x.no,c\n')) > 0 AS read;
TABLE kept;
SELECT warnings FROM customers_sniff(file(E'email,name,note\nann@x.no,Berg, Ann,b\nbo@x.no,Lie, Bo,d\n'));
SELECT customers_import(file(E'identifier,name,note\nK-x,Ann,a,b\nK-y,Bo,c,d\n')) > 0 AS read;
TABLE kept;
TABLE errors;

-- Records may end early where many do, and their cells are of the right kinds; a
-- single one is a mistake.
SELECT customers_import(file(E'name,email,phone,city,zip\nAnn,a@x.no,123456,Oslo,0150\nBen,b@x.no\nCy,c@x.no,234567\nEd,234567\n')) > 0 AS read;
TABLE kept;
TABLE errors;
SELECT customers_import(file(E'name,email,city\nAnn,a1@x.no,Oslo\nBen,b1@x.no\nCy,c1@x.no,Rome\n')) > 0 AS read;
TABLE errors;


-- Encodings.  A file that mixes them is read line by line, and says how many lines
-- are in which; also where the other lines come only far into it.
SELECT customers_import(file(E'email,name\nzoe@x.no,Zoë\n') || convert_to(E'jose@x.no,José\nbo@x.no,Bø\n', 'LATIN1')) > 0 AS read;
TABLE kept;
SELECT customers_import(file((SELECT E'email,name\nzoe1@x.no,Zoë\n' || string_agg(format(E'k%s@x.no,A name to fill the window %s\n', i, i), '' ORDER BY i) FROM generate_series(1, 9000) AS i))
	|| convert_to(E'jose1@x.no,José\nbo1@x.no,Bø\n', 'LATIN1')) > 0 AS read;
TABLE kept;
SELECT new_value FROM customer_import_diff WHERE import_id = (SELECT import_id FROM last) AND field = 'name' AND new_value ~ 'Jos|Zo';
SELECT customers_import(convert_to((SELECT E'email,name\njose2@x.no,José\n' || string_agg(format(E'k%s@x.no,A name to fill the window %s\n', i, i), '' ORDER BY i) FROM generate_series(1, 9000) AS i), 'LATIN1')
	|| file(E'zoe2@x.no,Zoë\n')) > 0 AS read;
TABLE kept;
SELECT new_value FROM customer_import_diff WHERE import_id = (SELECT import_id FROM last) AND field = 'name' AND new_value ~ 'Jos|Zo';

-- Code pages by name, however it is spelt; what is none; and written.
SELECT name, s.encoding, r.cells[2] FROM (VALUES ('MacRoman', '\x656d61696c2c6e616d650a612c9a'::bytea), ('x-mac-roman', '\x656d61696c2c6e616d650a612c9a'),
		('CP850', '\x656d61696c2c6e616d650a612c9b'), ('ibm 437', '\x656d61696c2c6e616d650a612c94'), ('cp865', '\x656d61696c2c6e616d650a612c9b'),
		('windows-1252', '\x656d61696c2c6e616d650a612cf8'), ('CP1250', '\x656d61696c2c6e616d650a612cb3')) AS n (name, content),
	customers_sniff(content, encoding => name) AS s, customers_read_csv(content, encoding => name) AS r WHERE r.line = 2;
SELECT * FROM customers_read_csv(file('a,b'), encoding => 'CP037');
SELECT * FROM customers_read_csv(file('a,b'), encoding => '../../tmp/x');
SELECT * FROM customers_read_csv(file('a,b'), encoding => 'UTF-7');
INSERT INTO customers (email, name) VALUES ('export@x.no', 'Åse Øy');
SELECT convert_to(line, 'LATIN1') FROM customers_export_csv(filter => $$email = 'export@x.no'$$, columns => '{email,name}', encoding => 'CP850', bom => false) AS line;
SELECT customers_export_csv(filter => $$email = 'export@x.no'$$, columns => '{email,name}', encoding => 'MACINTOSH', bom => true);

-- Text that was encoded twice: undone where all of it shows that, else told.
SELECT customers_import(file(convert_from(convert_to(E'email,name\njose3@x.no,José Åse\n', 'UTF8'), 'LATIN1'))) > 0 AS read;
TABLE kept;
SELECT new_value FROM customer_import_diff WHERE import_id = (SELECT import_id FROM last) AND field = 'name';
SELECT customers_import(file(E'email,name\nzoe4@x.no,Zoë\njose4@x.no,' || convert_from(convert_to(E'José Åse\n', 'UTF8'), 'LATIN1'))) > 0 AS read;
TABLE kept;
SELECT customers_import(file(E'email,name\n' || string_agg(format(E'k%s@x.no,%s\n', i,
		CASE WHEN i IN (5, 15000, 16000) THEN convert_from(convert_to('José Åse', 'UTF8'), 'LATIN1')
			WHEN i % 1000 = 7 THEN 'Zoë “Zo”' ELSE 'Ann of the house' END), '' ORDER BY i))) > 0 AS read
	FROM generate_series(1, 17000) AS i;
SELECT uploaded, warnings FROM kept;
-- What one word of letters of a distant script may be is left as it is.
SELECT n, warnings, r.cells[2] FROM (VALUES (1, E'email,name\na@x.no,Olá…”\n'), (2, E'email,name\na@x.no,Olá…”\nb@x.no,Olá…”\nc@x.no,Olá…”\n'),
		(3, E'email,name\na@x.no,CAFé…”\nb@x.no,CAFé…”\n'), (4, E'email,name\na@x.no,Olá»”\n'),
		(5, 'email,name' || convert_from(convert_to(E'\na@x.no,山田 太郎\n', 'UTF8'), 'LATIN1')),
		(6, 'email,name' || convert_from(convert_to(E'\na@x.no,It’s\n', 'UTF8'), 'LATIN1'))) AS t (n, content),
	customers_sniff(file(content)), customers_read_csv(file(content)) AS r WHERE r.line = 2 ORDER BY n;


-- What is no record of the table is left out, with its cells; it can be taken in.
SELECT customers_import(file(E'identifier,name,city,points\nA-1,Ann,Oslo,10\n-----,----,----,---\nidentifier,name,city,points\nA-2,Bo,Rome,20\nTotal,,,30\n\nReport generated,2024-01-31,,\n')) AS id \gset
TABLE kept;
SELECT line, action, reason, raw FROM customer_import_rows WHERE import_id = :id AND action = 'exclude' ORDER BY line;
SELECT customers_import_include(:id, '{3,6}');
SELECT line, action, reason, cells FROM customer_import_rows WHERE import_id = :id ORDER BY line;
TABLE kept;
SELECT customers_import_fix(:id, 4, 'points', '4');
SELECT customers_import_exclude(:id, '{3,8}');
SELECT line, action, reason FROM customer_import_rows WHERE import_id = :id ORDER BY line;


SET client_min_messages = error;

-- Text that a client pastes: nothing in it is an escape, its encoding is known, and
-- it takes the options of an import.
SELECT customers_import_text($$email,note
ann@x.no,C:\temp \101
zoë@x.no,Ã©$$) AS id \gset
SELECT source, encoding FROM customer_imports WHERE import_id = :id;
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
SELECT customers_import_text(U&'\FEFFMail;What\000D\000Aben@x.no;Oslo\000D\000A', delimiter => ';',
	mapping => '{"what": "city"}', mode => 'create', "set" => '{"subscribed": "no"}') AS id \gset
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
SELECT customers_import_preset_save('weekly', :id);
SELECT options ? 'encoding' AS keeps_encoding FROM customer_import_presets;
SELECT customers_import_text(NULL);
SELECT customers_import_text('');
SELECT customers_import(E'email,note\nann@x.no,x\n'::text);

DROP SCHEMA t_layout CASCADE;
