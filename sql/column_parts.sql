-- Columns that are parts of a field, or hold parts of several.

CREATE SCHEMA t_column_parts;
SET customers.schema = 't_column_parts';
SET search_path = t_column_parts, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

CREATE FUNCTION as_read(content text, mapping jsonb DEFAULT NULL) RETURNS TABLE (word text, field text, evidence text)
	LANGUAGE sql AS $$
	SELECT unnest(header), unnest(fields), unnest(fields_evidence) FROM customers_sniff(file(content), mapping => mapping) $$;
CREATE VIEW became AS
	SELECT line, string_agg(field || '=' || new_value, '  ' ORDER BY field COLLATE "C") AS became
	FROM diff WHERE field NOT IN ('email', 'subscribed') GROUP BY line ORDER BY line;


-- A name and an address in one cell: both, where no other column is the name.
SELECT * FROM as_read(E'Tor Vik <tor@x.no>\n"Berg, Anna" <anna@x.no>\n');
SELECT customers_import(file(E'To\nTor Vik <tor@x.no>;\n"Berg, Anna" <anna@x.no>;\nola@x.no;\n''Liv Lie'' <liv@x.no>\n')) AS id \gset
TABLE became;
SELECT * FROM as_read(E'Name,E-mail\nTor,Tor Vik <tor@x.no>\nAnna,Anna Berg <anna@x.no>\n');
SELECT * FROM as_read(E'Who,City\nTor Vik <tor@x.no>,Oslo\nAnna Berg <anna@x.no>,Moss\n', '{"Who": "email"}');
SELECT * FROM as_read(E'Who,City\nTor Vik <tor@x.no>,Oslo\nann@x.no,Moss\n', '{"Who": "recipient"}');

-- Corrected, the one keeps the other.
SELECT customers_import(file(E'Recipients\nTor Vik <tor@x@no>\nAnna Berg <anna@x.no>\nOla Moe <ola@x.no>\n')) AS id \gset
TABLE errors;
SELECT customers_import_fix(:id, 2, 'email', 'tor@x.no');
SELECT customers_import_fix(:id, 3, 'name', 'Anna Bergersen');
SELECT customers_import_fix(:id, 4, 'recipient', 'Ole Moe <ole@x.no>');
SELECT line, field, new_value FROM diff WHERE field IN ('name', 'email') ORDER BY line, field;
SELECT created, rejected FROM customers_merge(:id);
-- The same again says nothing new; nor does an export.
SELECT customers_import(file(E'Recipients\nTor Vik <tor@x.no>\nAnna Bergersen <anna@x.no>\n"Ole Moe" <ole@x.no>\n')) AS id \gset
TABLE counts;
SELECT customers_import(file((SELECT string_agg(line, E'\n') FROM customers_export_csv() AS line))) AS id \gset
TABLE counts;

-- What stands before a last name; initials where there is no first name.
SELECT * FROM as_read(E'Voorl.,Tussenv.,Achternaam,E-mail\nJ.P.,van der,Berg,a@x.no\nM.,,Visser,b@x.no\n');
SELECT customers_import(file(E'Voorletters,Voornaam,Tussenvoegsel,Achternaam,E-mail\nJ.P.,Jan,van der,Berg,j@x.no\nM.,Mia,,Visser,m@x.no\nK.,Kees,d'',Or,k@x.no\nL.,Lo,van,van Dam,l@x.no\n')) AS id \gset
TABLE became;
SELECT * FROM as_read(E'Vorname,Zusatz,Nachname,E-Mail\nUte,von,Berg,a@x.no\nIna,,Lee,b@x.no\nUwe,zu der,Aue,c@x.no\n');
SELECT * FROM as_read(E'Vorname,Namenszusatz,Nachname,E-Mail\nUte,Dr.,Berg,a@x.no\nIna,MdB,Lee,b@x.no\nUwe,Prof.,Aue,c@x.no\n');
SELECT * FROM as_read(E'Name,Tussenvoegsel,E-mail\nJan Berg,van,a@x.no\n');

-- A house number and its addition.
SELECT customers_import(file(E'E-mail,Straat,Huisnr,Toev.,Plaats\na@x.no,Laan,12,A,Delft\nb@x.no,Laan,7,bis,Delft\nc@x.no,Laan,3,,Delft\nd@x.no,Laan,5,-1,Delft\ne@x.no,,,,Delft\n')) AS id \gset
TABLE became;
SELECT * FROM as_read(E'Email,Street,House number,Flat,City\na@x.no,High St.,12,A,Hull\nb@x.no,High St.,7,,Hull\n');
SELECT * FROM as_read(E'Email,Street,House number,Remarks,City\na@x.no,High St.,12,the red door on the left,Hull\n');
SELECT customers_import_fix(:id, 2, 'address', 'Laan 14 B');
SELECT new_value FROM diff WHERE line = 2 AND field = 'address';

-- A date of birth in three columns.
SELECT customers_import(file(E'E-mail,Birth Year,Birth Month,Birth Day\na@x.no,1980,5,17\nb@x.no,,,\nc@x.no,1999,12,1\nd@x.no,,5,17\ne@x.no,1980,2,31\nf@x.no,1970,,\n')) AS id \gset
TABLE became;
TABLE errors;
SELECT customers_import_fix(:id, 6, 'birth_date', '1980-02-28');
SELECT new_value FROM diff WHERE line = 6 AND field = 'birth_date';
SELECT customers_import(file(E'E-mail,Geburtstag,Geburtsmonat,Geburtsjahr\na@x.no,17,Mai,80\nb@x.no,3,Dezember,49\n')) AS id \gset
TABLE became;
SELECT * FROM as_read(E'E-mail,Birth Day,Birth Month\na@x.no,17,5\nb@x.no,3,4\nc@x.no,4,5\n');
SELECT * FROM as_read(E'E-mail,Start Year,Start Month,Start Day\na@x.no,1980,5,17\n');

-- A postal code and a town in one column.
SELECT customers_import(file(E'E-mail;PLZ/Ort\na@x.no;10115 Berlin\nb@x.no;D-80331 München\nc@x.no;1234 AB Den Haag\nd@x.no;123 45 Lund\ne@x.no;SW1A 1AA London\nf@x.no;00-950 Warszawa\ng@x.no;Oslo, 0150\nh@x.no;1000-205 Lisboa\ni@x.no;K1A 0B1 Ottawa\nj@x.no;London SW1A 1AA\n')) AS id \gset
TABLE became;
SELECT customers_import_fix(:id, 2, 'city', 'Potsdam');
SELECT customers_import_fix(:id, 3, 'postal_code', '80333');
SELECT line, field, new_value FROM diff WHERE line <= 3 AND field IN ('city', 'postal_code');
-- By its cells, where all of them agree, and the code is nowhere else.
SELECT * FROM as_read(E'Navn,E-post,Poststed\nAnn,a@x.no,0150 Oslo\nBo,b@x.no,5003 Bergen\n');
SELECT * FROM as_read(E'Navn,E-post,Poststed\nAnn,a@x.no,0150 Oslo\nBo,b@x.no,Bergen\n');
SELECT * FROM as_read(E'Navn,E-post,Postnr,Poststed\nAnn,a@x.no,0150,0150 Oslo\nBo,b@x.no,5003,5003 Bergen\n');
SELECT * FROM as_read(E'E-post,Adresse,Sted 2\na@x.no,Storgata 1,0150 Oslo\nb@x.no,Storgata 2,5003 Bergen\n');
SELECT * FROM as_read(E'Mél,CP Ville\na@x.no,75001 Paris\nb@x.no,69002 Lyon\n');
SELECT * FROM as_read(E'E-post,Kurs\na@x.no,2024 Vår\nb@x.no,2025 Vår\n');
SELECT * FROM as_read(E'Email,Postcode and town\na@x.no,near the church\nb@x.no,by the sea\nc@x.no,at home\n');

-- Two words in one header: each is asked.
SELECT * FROM as_read(E'Vorname / First name;Nachname / Last name;E-Mail Adresse / Email address;Ort / City\nAnn;Lee;a@x.no;Hull\n');
SELECT * FROM as_read(E'Prénom | Voornaam,Nom - Naam,Courriel,Titre | Titel,Ville | Woonst\nAnn,Lee,a@x.no,Mme,Hull\n');
SELECT * FROM as_read(E'Fornavn og etternavn,E-post,Telefon / Mobil,Firma / Stilling\nAnn Lee,a@x.no,91234567,x\n');
SELECT * FROM as_read(E'Email,Company / Position,City / Phone\na@x.no,x,y\n');

-- Several columns of groups are united.
SELECT customers_import(file(E'email,Groups,Tags,Medlemstype\na@x.no,Gold,"VIP, Wine",Senior\nb@x.no,,Wine,\nc@x.no,Gold,,Gold\n')) AS id \gset
TABLE became;
SELECT customers_import_fix(:id, 2, 'groups', 'Silver');
SELECT new_value FROM diff WHERE line = 2 AND field = 'groups';
SELECT customers_import(file(E'email,Groups,Tags\na@x.no,Gold,"VIP, Wine"\nb@x.no,Wine,Wine\nc@x.no,Wine|Gold,\n'), unknown_groups => 'reject') AS id \gset
SELECT count(customers_group_create(name)) FROM unnest('{Gold,VIP,Beer}'::text[]) AS name;
SELECT * FROM customers_import_fix_value(:id, 'groups', 'Wine', 'Beer');
SELECT line, new_value FROM diff WHERE field = 'groups';
SELECT * FROM as_read(E'email,Gruppe 1,Gruppe 2\na@x.no,Chor,Wine\n');
SELECT * FROM as_read(E'email,Groups,Tags\na@x.no,Gold,Wine\n', '{"Tags": "groups"}');
SELECT * FROM as_read(E'email,A,B\na@x.no,Gold,Wine\n', '{"A": "groups", "B": "groups"}');

-- A preset keeps the parts.
SELECT customers_import(file(E'Voornaam,Tussenvoegsel,Achternaam,E-mail\nJan,van,Berg,j@x.no\n')) AS id \gset
SELECT customers_import_preset_save('leden', :id) IS NOT NULL AS saved;
SELECT customers_import(file(E'Voornaam,Tussenvoegsel,Achternaam,E-mail\nMia,de,Wit,m@x.no\n'), preset => 'leden') AS id \gset
TABLE became;

DROP SCHEMA t_column_parts CASCADE;
