-- Segment categories have one spelling, the first that a merge or a save has
-- written: case, accents, spaces and punctuation do not make another.

CREATE SCHEMA t_category;
SET customers.schema = 't_category';
SET search_path = t_category, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\i sql/include/views.sql
CREATE VIEW lived AS SELECT identifier, attributes FROM customers ORDER BY identifier;

SELECT left(name, 30) AS name, customers_fold_category(name) FROM (VALUES ('Customer Segment Test'), ('customer_segment-test'),
	('Price (EUR)'), ('Größe'), ('№'), ('???'), (repeat('x', 1001))) AS n (name);

-- Nobody has written one yet: the file's own spelling.
SELECT created, changed FROM import_csv(file('identifier,customer segment test,Price (EUR),Price (USD)
K-1,A,1,2
'));
TABLE customer_categories ORDER BY 1;
-- From then on, another spelling is the same category.
SELECT created, changed FROM import_csv(file('identifier,Customer_Segment-Test,PRICE  (eur)
K-1,B,3
K-2,A,4
'));
TABLE lived;
-- A header attributes.X, a mapping and an application's key in a save are exact: it
-- reads back what it wrote.
SELECT created, changed FROM import_csv(file('identifier,attributes.Customer Segment Test
K-1,C
'));
SELECT created, changed FROM import_csv(file('identifier,What
K-2,C
'), mapping => '{"What": "attributes.CUSTOMER SEGMENT TEST"}');
SELECT customers_save('{"identifier": "K-3", "attributes": {"price (usd)": 5, "Pet": "cat"}}') > 0 AS saved;
TABLE lived;
TABLE customer_categories ORDER BY 1;
-- ... and what a save wrote first stands, too.
SELECT created, changed FROM import_csv(file('identifier,PET
K-3,dog
'));
SELECT attributes FROM customers WHERE identifier = 'K-3';

-- Rules, corrections and the columns of an export find it under any spelling.
SELECT customers_import(file('identifier,pet,note,vip
K-3,bird,x,maybe
'), rules => '{"attributes.PET": "fill"}') AS id \gset
SELECT customers_import_fix(:id, 2, 'VIP', 'yes'), customers_import_fix(:id, 2, 'NOTE', 'y'),
	customers_import_fix(:id, 2, 'attributes.pEt', 'fish');
TABLE diff;
SELECT customers_export_csv(columns => '{identifier,attributes.pet}');
SELECT customers_cancel(:id);

-- Two imports staged side by side: the second takes over the spelling of the one
-- that is merged first, and a value that this one wrote is a change since.
SELECT customers_import(file('identifier,Shoe Size,attributes.Hat size
K-1,41,7
')) AS first \gset
SELECT customers_import(file('identifier,shoe_size,hat size
K-1,42,8
K-2,43,9
')) AS second \gset
SELECT fields FROM customer_imports WHERE import_id = :second;
SELECT changed FROM customers_merge(:first);
SELECT customers_merge(:second);
SELECT changed, excluded FROM customers_merge(:second, on_conflict => 'skip');
SELECT fields, mapping, columns FROM customer_imports WHERE import_id = :second;
TABLE lived;
SELECT reverted, kept FROM customers_revert(:second);
TABLE lived;
-- What the file names exactly stays.
SELECT customers_import(file('identifier,attributes.glove size,Boot size
K-1,7,1
')) AS third \gset
SELECT customers_save('{"identifier": "K-9", "attributes": {"Glove Size": 1, "BOOT SIZE": 2}}') > 0 AS saved;
SELECT changed FROM customers_merge(:third);
SELECT fields FROM customer_imports WHERE import_id = :third;

-- What an operator writes is checked.
UPDATE customer_categories SET spelling = 'Something else' WHERE folded = 'pet';
SELECT customers_import(file('identifier,pet
K-3,bird
')) AS id \gset
SELECT fields FROM customer_imports WHERE import_id = :id;
SELECT changed FROM customers_merge(:id);
DELETE FROM customer_categories;
INSERT INTO customer_categories VALUES ('', 'x');

DROP SCHEMA t_category CASCADE;
