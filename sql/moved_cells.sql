-- Records whose cells stand one column off, among records that are right.

CREATE SCHEMA t_moved_cells;
SET customers.schema = 't_moved_cells';
SET search_path = t_moved_cells, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- A delimiter is missing, and one too many hides it; before the line ends or at its
-- end; two cells are swapped.  Neither a new customer nor a known one gets them.
INSERT INTO customers (customer_id, email, name, phone, city) VALUES (101, 'a4@example.com', 'Di Foss', '22 33 44 99', 'Bergen');
SELECT customers_import(file('email,name,phone,city,postal_code,company
a1@example.com,Ann Berg,+47 22 33 44 01,Oslo,0150,Berg AS
a2@example.com,Bo Dahl,+47 22 33 44 02,Bergen,5003,
a3@example.com,Cy Eide,+47 22 33 44 03,Oslo,0151,
a4@example.com,Di Foss,Oslo,0152,+47 22 33 44 04,
a5@example.com,Ed Gran,+47 22 33 44 05,Voss,5700,
a6@example.com,Fi Haug,+47 22 33 44 06,Oslo,0153,
a7@example.com,Gu Iver,,+47 22 33 44 07,Oslo,0157
a8@example.com,Hi Jahr,+47 22 33 44 08,0154,Oslo,
a9@example.com,Io Krog,+47 22 33 44 09,Oslo,0155,
'));
TABLE staged;
TABLE messages;
TABLE diff;

-- As if the file had been corrected: with one such cell left the record is taken.
SELECT customers_import_fix((SELECT import_id FROM last), 9, 'city', 'Oslo');
SELECT customers_import_fix((SELECT import_id FROM last), 9, 'postal_code', '0154');
SELECT customers_import_fix((SELECT import_id FROM last), 5, 'email', 'other@example.com');
TABLE staged;

-- One such cell is what people write; so are words that stand for nothing, and columns
-- that have both.
SELECT customers_import(file('name,phone,note,postal_code,birth_date,city
Ann,22334455,call late,0150,1980-01-02,Oslo
Bo,22334456,12,SW1A 1AA,1980-01-03,Oslo
Cy,ask Ann,,0152,1980-01-04,Oslo
Di,none,-,none,1980-01-05,Oslo
Ed,22334457,vip,n/a,n/a,n/a
Fi,n/a,n/a,0153,1980-01-06,2 Oslo
Gu,22334459,knows Bo,0154,,Bergen
Hi,22334450,nice,0155,,Bergen
Io,see note,91234567,0156,1980-01-07,Bergen
'));
TABLE staged;

-- Nor does what a spreadsheet writes where it has no value, or a word for nothing
-- under numbers: what stood there is not known.
SELECT customers_import(file('email,subscribed,loyalty_points,phone,birth_date,company
a1@example.com,no,5,22334451,1980-01-02,Berg AS
a2@example.com,yes,99,22334452,1980-01-03,Dahl AS
a3@example.com,0, #N/A,22334453,1980-01-04,Eide AS
a4@example.com,no,7,########,1980-01-05,12345678
a5@example.com,1,nil,22334455,#REF!,2
a6@example.com,yes,2 000,22334456,1980-01-06,Haug AS
'));
TABLE messages;

-- Nor a 0 as the key of somebody new, or such a word between spaces that are quoted.
SELECT customers_import(file('email,phone,city
b1@example.com,22334451,Oslo
b2@example.com,22334452,Oslo
b3@example.com,22334453,Bergen
0," #N/A",Bergen
'));
TABLE messages;

-- A column of the file that is no field has no say, and a password is not shown.
SELECT customers_import(file('email,password,city,phone
a1@example.com,secret one 1,Oslo,22334451
a2@example.com,secret two 2,Oslo,22334452
a3@example.com,secret three 3,Oslo,22334453
a4@example.com,Oslo,22334454,secret four
a5@example.com,secret five 5,Oslo,22334455
a6@example.com,22334456,secret six,Oslo
'), set => '{"groups": "Guests"}');
TABLE messages;

-- Shapes that somebody has spoiled are refused, and older imports have none.
BEGIN;
UPDATE customer_imports SET shapes = '{"a": 1}' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import_fix((SELECT import_id FROM last), 5, 'city', 'Oslo');
ROLLBACK;
UPDATE customer_imports SET shapes = NULL WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import_fix((SELECT import_id FROM last), 5, 'city', 'Oslo');
