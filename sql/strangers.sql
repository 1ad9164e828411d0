-- Lists as strangers have them, where one column or cell needs more than its word.

CREATE SCHEMA t_strangers;
SET customers.schema = 't_strangers';
SET search_path = t_strangers, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- What columns become, and new customers: what of a field is not blank.
CREATE VIEW found AS
	SELECT c.n, header[c.n] AS word, COALESCE(c.field, 'ignored') AS field
	FROM last, ROWS FROM (jsonb_to_recordset(columns) AS (field text)) WITH ORDINALITY AS c(field, n)
	ORDER BY n;
CREATE VIEW people AS
	SELECT line, string_agg(field || '=' || new_value, ', ' ORDER BY field) AS cells
	FROM diff WHERE action = 'create' AND field <> 'subscribed' GROUP BY line ORDER BY line;


-- Dates of six digits, in one order over a column; one that has lost its zero.  A
-- correction is read as the file is.
SELECT customers_import(file('email,DOB,Member since
a@example.com,170561,900101
b@example.com,40765,991231
c@example.com,31.02.1961,50102
'));
TABLE people;
TABLE errors;
SELECT customers_import_fix((SELECT import_id FROM last), 4, 'birth_date', '50260');
SELECT new_value FROM diff WHERE line = 4 AND field = 'birth_date';
SELECT customers_import(file('email,DOB
a@example.com,010203
b@example.com,40506
'));
TABLE errors;
SELECT customers_import(file('email,DOB
a@example.com,040765
b@example.com,40506
'), date_order => 'DMY');
TABLE people;


-- A town with its region, and with a postal code or without.
SELECT customers_import(file('email,City State Zip,Address
a@example.com,"Springfield, IL 62701",1 Main St
b@example.com,New York NY 10001,2 Main St
c@example.com,"Toronto, ON M5V 2T6",3 King St
d@example.com,"St. Paul, Minnesota 55101-2233",
e@example.com,Chicago,
'));
TABLE found;
TABLE people;
SELECT customers_import_fix((SELECT import_id FROM last), 6, 'region', 'IL');
SELECT customers_import_fix((SELECT import_id FROM last), 2, 'postal_code', '62702');
SELECT line, field, new_value FROM diff WHERE line IN (2, 6) AND field IN ('city', 'region', 'postal_code');
SELECT customers_import(file('email,City,Zip
a@example.com,"Springfield, IL",62701
b@example.com,"Decatur, IL",62521
'));
TABLE people;
SELECT customers_import(file('email,City
a@example.com,"Oslo, Norway"
b@example.com,"Paris, France"
'));
TABLE people;

-- Two phones in a cell, where no other column is one.
SELECT customers_import(file('email,Phone
a@example.com,22334455 / 91234567
b@example.com,"0221/123456"
c@example.com,"22 33 44 57, +47 912 34 568"
'));
TABLE people;
SELECT customers_import_fix((SELECT import_id FROM last), 2, 'mobile', '91234569');
SELECT field, new_value FROM diff WHERE line = 2;
SELECT customers_import(file('email,Phone,Mobile
a@example.com,22334455 / 91234567,
'));
TABLE people;

-- Another address of the same person stands in for none; that of a payer does not, and
-- it never replaces the one that a customer has.
INSERT INTO customers (customer_id, identifier, email, name) VALUES (501, 'M1', 'ann@example.com', 'Ann');
SELECT customers_import(file('Member no,Name,Personal Email,Work Email,Payer Email
M1,Ann,,ann@work.example,boss@work.example
M2,Bo,,bo@work.example,boss@work.example
M3,Cy,cy@example.com,cy@work.example,
M4,Di,,,boss@work.example
'));
TABLE found;
TABLE diff;

-- Names beside some of the addresses.
SELECT customers_import(file('Subscribers
ann@example.net
Bo Dahl <bo@example.net>
cy@example.net
'));
TABLE people;

-- Words of keys and phones that nobody knows; row, order and answer numbers are no keys.
SELECT customers_import(file('Skater ID;Name;Day Ph;ST
4711;Ann Berg;22 33 44 55;IL
4713;Bo Dahl;22 33 44 56;CA
4718;Cy Eide;22 33 44 57;IL
'));
TABLE found;
CREATE FUNCTION first_field(word text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(file(word || E',email\n17,a@example.com\n19,b@example.com\n22,c@example.com\n'), again => true);
BEGIN
	RETURN (SELECT columns -> 0 ->> 'field' FROM customer_imports WHERE import_id = id);
END $$;
SELECT word, first_field(word) FROM unnest('{Skater No.,SKTNR,Rytternummer,Kod,No.,#,Order No,Row No,Ticket number,Skater}'::text[]) AS word;

-- A header one column off is read as it should stand, and the import is held.
SELECT customers_import(file('Email,First Name,Last Name,Phone,City,Member ID
1001,ann@example.com,Ann,Berg,22334455,Oslo
1002,bo@example.com,Bo,Dahl,22334456,Bergen
1003,cy@example.com,Cy,Eide,22334457,Oslo
'));
TABLE found;
SELECT held -> 0 ->> 'reason' AS held FROM last;
SELECT customers_merge((SELECT import_id FROM last));
SELECT customers_import(file('email,name,phone,city,zip
1001,ann@example.com,Ann Berg,22334455,Oslo
1002,bo@example.com,Bo Dahl,22334456,Bergen
1003,cy@example.com,Cy Eide,22334457,Oslo
'));
TABLE found;
SELECT customers_import(file('email,name,phone,city,zip
1001,ann@example.com,Ann Berg,22334455,Oslo
1002,bo@example.com,Bo Dahl,22334456,Bergen
1003,cy@example.com,Cy Eide,22334457,Oslo
'), mapping => '{"name": "email"}', again => true);
TABLE found;

-- Words below the table, where keys are numbers; somebody may take them in.
SELECT customers_import(file('Member no,Name,Balance
1001,Ann Berg,10
1002,Bo Dahl,20
1003,Cy Eide,30
1004,Di Foss,40
1005,Ed Gran,50
Total members: 5,,150
Printed by admin,,
'));
TABLE staged;
SELECT customers_import_include((SELECT import_id FROM last), '{8}');
TABLE staged;

-- Lists of groups as JSON, with what it escapes and its null.
SELECT customers_import(file('email,groups
a@example.com,"[""Gala"", null, ""Caf\u00e9"", ""a\""b"", ""\ud83c\udf77 club"", ""two\nlines""]"
b@example.com,"{Gala,NULL,""Say \""hi\""""}"
c@example.com,"[]"
d@example.com,{}
e@example.com,null
f@example.com,"[""\ud83c""]"
'));
SELECT line, field, new_value FROM diff WHERE field = 'groups';

-- The column attributes, as a GUI exports customers: it is not taken, and who has
-- changed it is told.
INSERT INTO customers (customer_id, email, attributes) VALUES (601, 'g@example.com', '{"size": "L"}'), (602, 'h@example.com', '{}');
SELECT customers_import(file('customer_id,identifier,email,attributes,created_at
601,,g@example.com,"{""size"": ""L""}",2026-01-01 00:00:00+00
602,,h@example.com,{},2026-01-01 00:00:00+00
'));
SELECT fields, unchanged, warnings FROM last;
SELECT customers_import(file('customer_id,identifier,email,attributes,created_at
601,,g@example.com,"{""size"": ""XL""}",2026-01-01 00:00:00+00
602,,h@example.com,{},2026-01-01 00:00:00+00
'));
SELECT fields, unchanged, warnings FROM last;

-- Once with an email and once without: two customers, which is told.  A row an order: so
-- is that.
SELECT customers_import(file('name,email,phone
Ann Berg,ann@example.se,22 33 44 51
Bo Dahl,bo@example.se,22334452
ann berg,,+47 22334451
Cy Eide,,22334453
'));
SELECT created, warnings FROM last;
SELECT customers_import(file('email,name,event
ann@example.dk,Ann,Hamlet
ann@example.dk,Ann,Lear
bo@example.dk,Bo,Hamlet
bo@example.dk,Bo,Macbeth
cy@example.dk,Cy,Lear
'));
SELECT rejected, warnings FROM last;

-- Of several names that one which has the addition of the first name is the last name; whose
-- phone it is, is the name, where there is no other.
SELECT customers_import(file('Name (Firma),Name (Person),Vorname (Person),E-Mail
,Berg,Anna,anna@example.at
Dahl GmbH,,,info@dahl.example
'));
TABLE people;
SELECT customers_import(file('Owner,Owner phone,Pet
Ann Berg,22334461,Rex
Bo Dahl,22334462,Luna
'));
TABLE people;
SELECT customers_import(file('Child,Parent name,Parent email
Ola,Anna Berg,anna@example.fi
Per,Bo Dahl,bo@example.fi
'));
TABLE people;

-- Names go with the email: something may be sent to somebody else.
SELECT customers_import(file('Billing First,Billing Last,Billing Email,Shipping First,Shipping Last,Shipping City
Ann,Berg,ann@example.is,Tor,Hansen,Oslo
Bo,Dahl,bo@example.is,,,
'));
TABLE people;

-- A spreadsheet's moment.
SELECT customers_import(file('Email,DOB,Joined
ann@example.fo,22417,43831
bo@example.fo,28825,44000.5
'));
TABLE people;

-- Places that are none of the customer's: of an event, a shop, somebody to call.
SELECT fields FROM customers_sniff(convert_to('First Name,Last Name,Email,Event Address,Event City,Event State,Event Zip
Ann,Berg,ann@example.com,1 Hall St,Boston,MA,02108
Ben,Lund,ben@example.com,2 Park Ave,Austin,TX,73301
Cy,Moe,cy@example.com,1 Hall St,Boston,MA,02108
', 'UTF8'));
SELECT fields FROM customers_sniff(convert_to('Name,Email,Emergency Contact,Emergency Phone,Emergency Address,Emergency City,Emergency Postcode
Ann Berg,ann@example.com,Pat,020 7946 0001,1 High St,Leeds,LS1 4AP
Ben Lund,ben@example.com,Lou,020 7946 0002,2 High St,Leeds,LS1 4AP
Cy Moe,cy@example.com,Kim,020 7946 0003,3 High St,York,YO1 7HH
', 'UTF8'));
-- The people of a CRM are none of the list; a number that is dialled is a phone, and one of orders no key.
SELECT fields FROM customers_sniff(convert_to('Owner Name,Name,Number
Kim Rep,Ann Berg,07700900001
Lou Rep,Ben Lund,07700900002
Kim Rep,Cy Moe,07700900003
', 'UTF8'));
SELECT fields FROM customers_sniff(convert_to('Číslo objednávky,Zákazník,E-mail
10000,Ann Berg,ann@example.com
10007,Ben Lund,ben@example.com
10014,Cy Moe,cy@example.com
', 'UTF8'));
-- Two surnames; a company is the name where nothing else is.
SELECT customers_import(file('Nombre,Apellido Paterno,Apellido Materno,Correo
Ana,López,Ruiz,ana@example.mx
Eva,Díaz,,eva@example.mx
Ivo,Gil Paz,Paz,ivo@example.mx
'));
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = (SELECT max(import_id) FROM customer_imports) AND field = 'last_name' ORDER BY line;
SELECT fields, fields_evidence FROM customers_sniff(convert_to('Company,Phone,City
Acme Ltd,22334455,Oslo
Beta AS,22334456,Oslo
Gamma,22334457,Moss
', 'UTF8'));
