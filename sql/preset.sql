-- What a preset keeps: options, and nothing that is said of one file.

CREATE SCHEMA t_preset;
SET customers.schema = 't_preset';
SET search_path = t_preset, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql

-- This person asked for it; who else is in a later file did not.
INSERT INTO customers (email, subscribed) VALUES ('asked@x.no', false), ('other@x.no', false);
SELECT customers_import(file(E'email,subscribed\nasked@x.no,yes\n'),
	resubscribe => true, again => true, restore_erased => true, blanks => 'clear') AS id \gset
SELECT customers_import_preset_save('weekly', :id);
SELECT options ?| '{again,resubscribe,restore_erased}' AS of_one_file, options ->> 'blanks' AS blanks
FROM customer_import_presets;
SELECT changed FROM customers_merge(:id);
SELECT changed FROM import_csv(file(E'email,subscribed\nother@x.no,yes\n'), preset => 'weekly');
SELECT email, subscribed FROM customers ORDER BY email;

-- Nor does one that an older release saved, or that was written by hand, ...
UPDATE customer_import_presets SET options = options || '{"resubscribe": true, "again": true, "restore_erased": true}';
SELECT changed FROM import_csv(file(E'email,subscribed\nother@x.no,Yes\n'), preset => 'weekly');
SELECT options -> 'resubscribe' AS resubscribe, options -> 'again' AS again, options -> 'restore_erased' AS restore_erased
FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT email, subscribed FROM customers ORDER BY email;
-- ... but it may be said beside it.
SELECT changed FROM import_csv(file(E'email,subscribed\nother@x.no,Yes\n'), preset => 'weekly',
	resubscribe => true, again => true);
SELECT email, subscribed FROM customers ORDER BY email;

-- A category of one week may say who has left in the next; what was told to be
-- one, or nothing, stays that.
INSERT INTO customers (email) VALUES ('left1@x.no'), ('left2@x.no'), ('left3@x.no');
SELECT customers_import(file(E'email,Status,Stage,Junk\nleft1@x.no,Lead,Lead,a\nleft2@x.no,Gold,Gold,b\n'),
	mapping => '{"Stage": "attributes.Stage", "Junk": null}') AS id \gset
SELECT customers_import_preset_save('stages', :id);
SELECT mapping FROM customer_import_presets WHERE name = 'stages';
SELECT changed FROM import_csv(file(E'email,Status,Stage,Junk\nleft1@x.no,Unsubscribed,,\nleft2@x.no,Lead,Unsubscribed,\nleft3@x.no,Gold,,Unsubscribed\n'),
	preset => 'stages');
SELECT email, subscribed FROM customers WHERE email ~ '^left' ORDER BY 1;
-- So may a column that is not imported.
SELECT changed FROM import_csv(file((SELECT E'email,City,Status\nleft2@x.no,Oslo,Lead\nleft3@x.no,Bergen,Unsubscribed\n' ||
	string_agg('stay' || i || E'@x.no,Moss,Lead\n', '' ORDER BY i) FROM generate_series(1, 20) AS i)), unknown_columns => 'ignore');
SELECT warnings FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT email, subscribed FROM customers WHERE email ~ '^left' ORDER BY 1;

-- A preset does without columns that the file lacks: what it ignores, and what is not
-- the only key.
INSERT INTO customers (identifier, email, city) VALUES ('P-1', 'p1@x.no', 'Oslo');
SELECT customers_import(file(E'Kortnr;Epost;Sted;Blad;Junk\nP-1;p1@x.no;Oslo;ja;x\n'),
	mapping => '{"Kortnr": "identifier", "Epost": "email", "Sted": "city", "Blad": "attributes.Blad", "Junk": null}') AS id \gset
SELECT customers_import_preset_save('cards', :id);
SELECT changed FROM import_csv(file(E'Kortnr;Epost;Sted;Blad\nP-1;p1@x.no;Oslo;nei\n'), preset => 'cards');
SELECT warnings FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT changed FROM import_csv(file(E'Epost;Blad\np1@x.no;ja\n'), preset => 'cards');
SELECT warnings FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT changed FROM import_csv(file(E'Kortnr;Sted\nP-1;Bergen\n'), preset => 'cards');
SELECT warnings FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT identifier, email, city, attributes FROM customers WHERE identifier = 'P-1';
-- Without the only key it is another file, ...
SELECT customers_import(file(E'Sted;Blad;Navn\nMoss;ja;Ann\n'), preset => 'cards');
SELECT customers_import(file(E'Epost;Sted\np1@x.no;Moss\n'), preset => 'cards', match_by => '{identifier}');
-- ... and the option means this file.
SELECT customers_import(file(E'Kortnr;Sted\nP-1;Moss\n'), preset => 'cards', mapping => '{"Kortnr": "identifier", "Junk": null}');
SELECT warnings FROM customers_sniff(file(E'Kortnr;Sted\nP-1;Moss\n'), preset => 'cards');
-- A file without a header that has fewer columns.
SELECT customers_import(file(E'P-1;p1@x.no;Oslo;x\n'), header => false,
	mapping => '{"1": "identifier", "2": "email", "3": "city", "4": null}') AS id \gset
SELECT customers_import_preset_save('bare', :id);
SELECT unchanged FROM import_csv(file(E'P-1;p1@x.no\n'), header => false, preset => 'bare');
SELECT warnings FROM customer_imports ORDER BY import_id DESC LIMIT 1;
-- An import that was staged so can be corrected.
SELECT customers_import(file(E'Kortnr;Sted\nP-1;Moss\n'), preset => 'cards') AS id \gset
SELECT customers_import_fix(:id, 2, 'city', 'Voss');
SELECT changed FROM customers_merge(:id);
