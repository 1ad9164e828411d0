-- Which column is which, by words and cells: what is put around a word, two
-- columns for one field, cells that contradict a word, groups of columns.

CREATE SCHEMA t_column_evidence;
SET customers.schema = 't_column_evidence';
SET search_path = t_column_evidence, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- A file's columns, and why each is what it is.
CREATE FUNCTION as_read(content text, mapping jsonb DEFAULT NULL) RETURNS TABLE (word text, field text, evidence text)
	LANGUAGE sql AS $$
	SELECT unnest(header), unnest(fields), unnest(fields_evidence) FROM customers_sniff(file(content), mapping => mapping) $$;


-- What stands in brackets does not matter, nor what a system puts around a word.
SELECT * FROM as_read(E'Email Address [Required],Name (optional),E-post (privat),Phone (mobile)\na@x.no,Ann Lee,b@x.no,91234567\n');
SELECT * FROM as_read(E'billing_email,billing_phone,billing_postcode,billing_city,customer_first_name,customerLastName\na@x.no,91234567,0150,Oslo,Ann,Lee\n');
SELECT * FROM as_read(E'id,properties.email,properties.firstname,properties.phone\n7,a@x.no,Ann,91234567\n');
SELECT * FROM as_read(E'row: Email,row: Full name,row: City,row: Shoe\na@x.no,Ann Lee,Oslo,38\n');
-- Of somebody else, and of something else, it does.
SELECT * FROM as_read(E'email,parent_name,product_name,user_name,partner_email,emergency_phone,username\na@x.no,Liv Lee,Hat,ann,b@x.no,1,ann\n');

-- Beside a first name alone, a name without it is the last name; and the other way round.
SELECT * FROM as_read(E'Vorname;Name;E-Mail\nUwe;Zimmer;a@x.no\nIna;Berg;b@x.no\n');
SELECT * FROM as_read(E'Name,Last name,Email\nFay,Berg,a@x.no\n');
SELECT * FROM as_read(E'Vorname;Name;E-Mail\nUwe;Uwe Zimmer;a@x.no\nIna;Berg, Ina;b@x.no\n');
SELECT * FROM as_read(E'first_name,name,email\nUwe,Zimmer,a@x.no\n');
-- Two columns whose cells are clearly each other's are swapped, be they few.
SELECT * FROM as_read(E'Name,Email\na@x.no,Ann Lee\nb@x.no,Bo Vik\n');
SELECT * FROM as_read(E'email,Phone,City\na@x.no,Oslo,+47 91234567\nb@x.no,Moss,+47 91234568\n');
SELECT * FROM as_read(E'Name,Email\na@x.no,Ann Lee\nBo Vik,b@x.no\n');
SELECT * FROM as_read(E'Contact,Mail\na@x.no,home\nb@x.no,office\nc@x.no,home\n');
-- Half of a name alone may be the whole; a column of years is no date.
SELECT * FROM as_read(E'Nom,Courriel\nAnn Lee,a@x.no\nBo Vik,b@x.no\n');
SELECT * FROM as_read(E'email,Medlem siden\na@x.no,2015\nb@x.no,1999\nc@x.no,2015\n');
-- Without a key and a name, a word about a name is believed.
SELECT * FROM as_read(E'Label name,Zip\nMr & Mrs Berg,62704\nTor Vik,97201\n');
-- Without a header and without addresses: names beside phones.
SELECT * FROM as_read(E'Anna Berg,+47 91 23 45 67,Oslo\nTor Vik,+47 91 23 45 68,Moss\nOla Moe,+47 91 23 45 69,Oslo\n');
SELECT * FROM as_read(E'Oslo,+47 91 23 45 67\nMoss,+47 91 23 45 68\nOslo,+47 91 23 45 69\n', '{"1": "name"}');

-- A department is a group where nothing else is.
SELECT * FROM as_read(E'email,Department,Categories\na@x.no,Sales,Customers\n');
SELECT * FROM as_read(E'email,Abteilung\na@x.no,Sales\n');

-- Two columns for one field: the field's name, the better filled, the first.
SELECT * FROM as_read(E'Email,E-mail address,Notes,Comments\na@x.no,b@x.no,x,y\n');
SELECT * FROM as_read(E'E-mail,email,id,identifier\na@x.no,b@x.no,1,K-1\n');
SELECT * FROM as_read(E'Telefon,Tlf,email\n,91234567,a@x.no\n,91234568,b@x.no\n');
SELECT * FROM as_read(E'Medlemsnr,Kundenr,email\n1,K-1,a@x.no\n');
SELECT * FROM as_read(E'Country,Country Code,Tags,Groups,email\nNorway,NO,x,VIP,a@x.no\n');
-- ... or the one that names customers.
INSERT INTO customers (identifier, email) VALUES ('M-1', 'known@x.no');
SELECT * FROM as_read(E'Kundenr,Medlemsnr,E-post 1,Mail\nK-1, M-1 ,new@x.no,Known@x.no\nK-2,M-2,new2@x.no,new3@x.no\n');
-- The second of one word gets a number.
SELECT * FROM as_read(E'email,attributes.Hue,hue\na@x.no,red,blue\n');
SELECT * FROM as_read(E'email,Color,Color,color,Color 2,email\na@x.no,red,blue,green,black,b@x.no\n');
SELECT customers_import(file(E'email,Color,Color\na@x.no,red,blue\n')) > 0 AS read;
TABLE diff;
SELECT mapping FROM last;
-- What mapping says goes before all words; only mapping can contradict itself.
SELECT * FROM as_read(E'Phone,Tlf,email\n91234567,91234568,a@x.no\n', '{"Tlf": "phone"}');
SELECT customers_import(file(E'Phone,Tlf,email\n91234567,91234568,a@x.no\n'), mapping => '{"Tlf": "phone", "Phone": "phone"}');

SELECT * FROM as_read(E'Tlf,Tlf,email\n91234567,91234568,a@x.no\n', '{"Tlf": "phone"}');
SELECT * FROM as_read(E'Tlf,Tlf,email\n91234567,91234568,a@x.no\n', '{"Tlf": null}');

-- One's own word beside a built-in one.
INSERT INTO customer_header_synonyms (word, field) VALUES ('Telefon', 'note');
SELECT * FROM as_read(E'email,telefon\na@x.no,91234567\n');
DELETE FROM customer_header_synonyms WHERE word = 'Telefon';

-- Cells that a word contradicts; a few dirty ones do not.
SELECT * FROM as_read(E'Contact,Mail,Phone,Country,Born\na@x.no,Yes,office,1,Oslo\nb@x.no,No,home,2,Rome\nc@x.no,Yes,office,3,Bonn\n');
SELECT * FROM as_read(E'E-mail,Tlf,Fødselsdato,Postnr\na@x.no,91234567,1980-01-31,0150\nn/a,n/a,unknown,-\nb@,ask Bob,1981,0151\nc@x.no,91234569,31.2.1980,x\n');
-- Of our own words only what nothing could be read of.
SELECT * FROM as_read(E'email,name,birth_date\na@x.no,1,Oslo\nb@x.no,2,Rome\nc@x.no,3,Bonn\nd@x.no,4,Lima\ne@x.no,5,Bern\n');
-- A key whose cells are wrong is a key, if there is no other.
SELECT * FROM as_read(E'E-mail,City\nann,Oslo\nbob,Rome\ncy,Bonn\n');
-- An unknown column of addresses is the email, if there is no other.
SELECT * FROM as_read(E'Kol A,Kol B\na@x.no,Ann\nb@x.no,Bob\n');
SELECT * FROM as_read(E'E-mail,Kol A\na@x.no,z@x.no\nb@x.no,y@x.no\n');

-- Somebody else's key.
SELECT * FROM as_read(E'Id,AccountId,OwnerId,LastName,Email\n1,A1,O1,Lee,a@x.no\n2,A2,O1,Ray,b@x.no\n');
SELECT * FROM as_read(E'user_id,email\n7,a@x.no\n8,b@x.no\n');
SELECT * FROM as_read(E'user_id,email\n7,a@x.no\n7,b@x.no\n');
SELECT * FROM as_read(E'List ID,Record ID,Email\n1,7,a@x.no\n1,8,b@x.no\n');
SELECT * FROM as_read(E'Kontonummer,E-post\n12345678901,a@x.no\n12345678902,b@x.no\n');
SELECT * FROM as_read(E'parent_id,City\n7,Oslo\n8,Rome\n');

-- Address columns of one group.
SELECT * FROM as_read(E'email,Shipping Street,Shipping City,Shipping Zip,Billing Street,Billing City,Billing Zip\na@x.no,Way 1,Oslo,0150,Lane 2,Rome,00100\n');
SELECT * FROM as_read(E'email,Home Street,Home City,Business Street,Business City,Home Phone,Business Phone\na@x.no,,,Lane 2,Rome,,1234567\nb@x.no,,,Lane 3,Rome,,1234568\n');
SELECT * FROM as_read(E'email,Leveringsadresse,Postnr,Sted\na@x.no,Gata 1,0150,Oslo\n');
SELECT * FROM as_read(E'email;Rechnungsstraße;Rechnungs-PLZ;Rechnungsort;Lieferstraße;Lieferort\na@x.no;Weg 1;10115;Berlin;Weg 2;Bonn\n');
SELECT * FROM as_read(E'email,Ciudad de facturación,Dirección (facturación),Código postal facturación,Ciudad de envío\na@x.no,Lima,Calle 1,15001,Cusco\n');
SELECT * FROM as_read(E'email,MailingStreet,MailingCity,MailingPostalCode,MailingCountry,OtherCity\na@x.no,Way 1,Oslo,0150,NO,Rome\n');

-- A house number in its own column is part of the address.
SELECT * FROM as_read(E'email;Straße;Hausnummer;PLZ\na@x.no;Storgata;1;0150\n');
SELECT customers_import(file(E'email;Straße;Hausnummer;PLZ\na@x.no;Storgata;1;0150\nb@x.no;;7;0151\nc@x.no;Parkvei 3;3;0152\nd@x.no;Torget;;x\n')) > 0 AS read;
SELECT * FROM diff WHERE field = 'address';
SELECT created FROM customers_merge((SELECT import_id FROM last));
SELECT email, address FROM customers ORDER BY email;
SELECT customers_import(file(E'email,No,Street number,Street\na@x.no,x,2,High St\n')) > 0 AS read;
TABLE diff;
-- Unchanged when it comes again; corrected, as a whole and in part; as a preset; rejected.
SELECT customers_import(file(E'email;Straße;Hausnummer\na@x.no;Storgata;1\nd@x.no;Torget;5\nbad;Gate;9\n')) AS import_id \gset
TABLE counts;
SELECT line, raw, cells FROM customer_import_rows WHERE import_id = :import_id ORDER BY line;
SELECT * FROM customers_import_rejects(:import_id);
SELECT customers_import_fix(:import_id, 3, 'Hausnummer', '6');
TABLE diff;
SELECT customers_import_fix(:import_id, 3, 'address', 'Torget 7');
TABLE diff;
SELECT customers_import_fix(:import_id, 4, 'email', 'e@x.no');
TABLE diff;
SELECT customers_import_preset_save('houses', :import_id);
SELECT mapping FROM customer_import_presets;
SELECT created, changed FROM customers_merge(:import_id);
SELECT customers_import(file(E'email;Straße;Hausnummer\na@x.no;Storgata;3\n'), preset => 'houses') > 0 AS read;
TABLE diff;
SELECT * FROM as_read(E'Kunde;Gate;Nr;Postnr\nAnn Lee;Storgata;1;0150\n');
-- Without a street it is no address.
SELECT * FROM as_read(E'email;Hausnummer\na@x.no;1\n');
SELECT * FROM as_read(E'email;Nr\na@x.no;1\n', '{"Nr": "house_number"}');

-- Names: whole ones in a first-name column; a spare word where there is no other.
SELECT * FROM as_read(E'email,Nombre\na@x.no,Ann Lee\nb@x.no,Bo Ray\nc@x.no,Cy\n');
SELECT * FROM as_read(E'email,first_name\na@x.no,Ann Lee\nb@x.no,Bo Ray\nc@x.no,Cy\n');
SELECT * FROM as_read(E'email,Nombre,Apellidos\na@x.no,Ann Mia,Lee\nb@x.no,Bo Kim,Ray\nc@x.no,Cy,Fox\n');
SELECT * FROM as_read(E'email,display_name,Company\na@x.no,Ann,X\n');
SELECT * FROM as_read(E'email,display_name,Name,Contact\na@x.no,ann7,Ann,Ann\n');
SELECT * FROM as_read(E'Customer,City\n1001,Oslo\n1002,Rome\n');
SELECT * FROM as_read(E'customer_id,email,display_name\n0,a@x.no,Ann\n');

-- What each column is, and why, is kept.
SELECT customers_import(file(E'E-mail,Mail,Phone\na@x.no,b@x.no,office\nb@x.no,c@x.no,home\nc@x.no,d@x.no,office\n')) > 0 AS read;
SELECT columns, warnings FROM last;
SELECT warnings FROM customers_sniff(file(E'email,Home Street,Home City,Work Street,Work City,Other City,group_id\na@x.no,Way 1,Oslo,Lane 2,Rome,Bonn,7\n'));

DROP SCHEMA t_column_evidence CASCADE;
