-- Which column is which field, and the options that say so.

CREATE SCHEMA t_header;
SET customers.schema = 't_header';
SET search_path = t_header, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW fields AS
	SELECT fields FROM customer_imports ORDER BY import_id DESC LIMIT 1;
CREATE VIEW diff AS
	SELECT line, field, new_value FROM customer_import_diff
	WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line, field;


-- Header words in any case, with accents, spaces and punctuation, in the
-- supported languages; what is not known becomes a category.
SELECT customers_import(file(U&'\FEFF"Customer No.",E-MAIL ,First_Name,Surname,Mobile\00a0phone,Subscription Status,VIP,Department,Shoe size
1,a@x.no,Ann,Lee,1,yes,no,Sales,43
')) > 0 AS read;
TABLE fields;
TABLE diff;
SELECT customers_import(file('KundeID;Fornavn;Etternavn;Fødselsdato;Postnr.;Sted;Språk
1;Ann;Lee;1980-02-13;0150;Oslo;nb
'))  > 0 AS read;
TABLE fields;
SELECT customers_import(file('Kundnummer;Förnamn;Efternamn;Adress;Ort;Land
1;Ann;Lee;Gatan 1;Umeå;SE
')) > 0 AS read;
TABLE fields;
SELECT customers_import(file('Kunden-Nr.;Straße;PLZ;Ort;Firma;Geburtsdatum;Steuerbefreit
1;Weg 1;10115;Berlin;ACME;1980-02-13;ja
')) > 0 AS read;
TABLE fields;
SELECT customers_import(file('Courriel;Prénom;Nom;Téléphone;Société;Désabonné
a@x.fr;Ann;Lee;1;ACME;oui
')) > 0 AS read;
TABLE fields;
TABLE diff;
SELECT customers_import(file('Correo electrónico;Nombre;Apellidos;Teléfono;Ciudad;País;Puntos
a@x.es;Ann;Lee;1;Madrid;ES;10
')) > 0 AS read;
TABLE fields;
SELECT customers_import(file('E-mailadres;Voornaam;Achternaam;Woonplaats;Bedrijf;Taal;Klantgroep
a@x.nl;Ann;Lee;Delft;ACME;nl;Vaste klanten
')) > 0 AS read;
TABLE fields;

-- Only the word customer_id is our own key.
SELECT customers_import(file(' Customer_ID ,Customer ID,name
0,A1,Ann
')) > 0 AS read;
TABLE fields;

-- An application's column is a field at once; what an export computes is not.
ALTER TABLE customers
	ADD shirt_size text,
	ADD initials text GENERATED ALWAYS AS (left(first_name, 1)) STORED;
SELECT customers_import(file('email,Shirt size,display_name,orders_count,mailable,created_at,initials,Password hash,attributes.Car,reason
a@x.no,XL,Ann,3,true,2018-02-13,A,xyz,Volvo,wrong
')) > 0 AS read;
TABLE fields;

-- Of another system, created_at is the date of joining, whatever stands beside it;
-- of ours, it is computed.  Other words for it need no such look.
SELECT customers_import(file('customer_id,email,first_name,created_at,updated_at
900001,a@x.no,Ann,2024-05-01 12:33:01,2025-01-01 10:00:00
'), mapping => '{"customer_id": "identifier"}') > 0 AS read;
TABLE fields;
TABLE diff;
SELECT customers_import(file('customer_id,email,created_at
0,a@x.no,2024-05-01 12:33:01.123456+00
')) > 0 AS read;
TABLE fields;
SELECT customers_import(file('customer_id,email,created_at,updated_at,mailable
0,a@x.no,2024-05-01 12:33:01,2024-05-01,t
')) > 0 AS read;
TABLE fields;
SELECT customers_import(file('email,Date joined,Mobil,c/o,Org.nr
a@x.no,2024-05-01T22:33:01.5Z,99 88 77 66,Bo Berg,999 888 777
b@x.no,"May 2, 2024 at 10:33 PM",,,
c@x.no,1714689181,,,
d@x.no,2024-05-04 00:33:01 +0200,,,
')) > 0 AS read;
TABLE diff;
SELECT e.line, e.code FROM customer_import_errors AS e WHERE import_id = (SELECT max(import_id) FROM customer_imports);

-- reason is that of a rejects file only where that has it, behind all others.
SELECT customers_import(file('reason,email
too late,a@x.no
')) > 0 AS read;
TABLE fields;

-- A column without a word is ignored.
SELECT customers_import(file('email,,name
a@x.no,1,Ann
')) > 0 AS read;
TABLE fields;


-- mapping: exact words, then folded ones; null ignores; it comes before all else.
SELECT customers_import(file('Kundenr,Junk,Phone,Skostørrelse
0,1,2,3
'), mapping => '{"Kundenr": "customer_id", "JUNK": null, "Phone": "attributes.Phone", "Skostørrelse": "shirt_size"}') > 0 AS read;
TABLE fields;
TABLE diff;
SELECT mapping FROM customer_imports ORDER BY import_id DESC LIMIT 1;

-- A word that says the opposite goes on doing so.
SELECT customers_import(file('email,Avmeldt
a@x.no,ja
'), mapping => '{"Avmeldt": "subscribed"}') > 0 AS read;
TABLE diff;

-- The table of words is the user's: words are folded when they are read.
INSERT INTO customer_header_synonyms VALUES ('Kjøps-gruppe', 'groups'), ('Mystery', 'nothing');
SET client_min_messages = notice;
SELECT customers_import(file('email,KJØPSGRUPPE,Mystery
a@x.no,VIP,1
')) > 0 AS read;
SET client_min_messages = warning;
TABLE fields;

-- unknown_columns
SELECT customers_import(file('email,Shoe size
a@x.no,43
'), unknown_columns => 'ignore') > 0 AS read;
TABLE fields;
SELECT customers_import(file('email,Shoe size
a@x.no,43
'), unknown_columns => 'reject');

-- rules
SELECT customers_import(file('email,phone
a@x.no,1
'), rules => '{"fon": "fill"}');
SELECT customers_import(file('email,phone
a@x.no,1
'), rules => '{"phone": "maybe"}');


-- What cannot be.
SELECT customers_import(file('Size,Colour
1,red
'));
SELECT customers_import(file('email,name
a@x.no,Ann
'), match_by => '{customer_id,identifier}');
SELECT customers_import(file('email,name
a@x.no,Ann
'), mapping => '{"Name": "nmae"}');
SELECT customers_import(file('email,name
a@x.no,Ann
'), mapping => '{"Navn": "name"}');


-- Words of options.
SELECT customers_import(file('email
a@x.no
'), mode => 'merge');
SELECT customers_import(file('email
a@x.no
'), date_order => 'DYM');
SELECT customers_import(file('email
a@x.no
'), match_by => '{phone}');
SELECT customers_import(file('email
a@x.no
'), match_by => '{email,email}');
SELECT customers_import(file('email
a@x.no
'), delimiter => 'abcde');
SELECT customers_import(file('email
a@x.no
'), quote => 'ab');
SELECT customers_import(file('email
a@x.no
'), skip => -1);
SELECT customers_import(file('email
a@x.no
'), mapping => '["email"]');
SELECT customers_import(file('email
a@x.no
'), mapping => '{"email": 1}');
SELECT options FROM customer_imports ORDER BY import_id LIMIT 1;

-- What cannot be seen, of any script and direction, is no part of a header word,
-- an email or a number, and is shown by its number; joiners of scripts stay.
SELECT customers_import(file(U&'\061CEmail\2069,Loyalty\2003points,Na\FE0Fme,\3164Note\+0E0020
\180Eeve@x.no\061C,\3164\20072\2003000\2066,Eve\200D\061C,\202E'
	|| U&'
')) > 0 AS read;
TABLE fields;
\pset format unaligned
SELECT field, to_jsonb(new_value) AS value, length(new_value) FROM diff ORDER BY 1;
SELECT changes FROM customers_import_preview((SELECT max(import_id) FROM customer_imports));
\pset format aligned

DROP SCHEMA t_header CASCADE;
