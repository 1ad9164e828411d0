-- invalid => 'skip': a record is taken without its bad cells.

CREATE SCHEMA t_invalid;
SET customers.schema = 't_invalid';
SET search_path = t_invalid, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\i sql/include/views.sql
ALTER TABLE customers ADD height numeric(5,2), ADD visits int, ADD seen timestamptz, ADD code varchar(3);
INSERT INTO customers (identifier, email, name, birth_date, vip, loyalty_points, height, visits, code)
	VALUES ('A1', 'ann@x.no', 'Ann', '1980-05-17', true, 12, 1.7, 3, 'abc');

-- Without it, one bad cell rejects the record.
\set bad 'E''identifier,email,name,birth_date,vip,loyalty_points,height,visits,seen,code,groups\nA1,ann@x.no,Anna,soon,perhaps,many,tall,3.5,whenever,abcd,VIP\nB2,bo@,Bo,1981-05-17,yes,7,1.8,4,2020-01-01,x,\n'''
SELECT customers_import(file(:bad)) AS id \gset
TABLE counts;
TABLE staged;

-- With it, each bad cell is a warning of its own, and what was there stays.
SELECT customers_import(file(:bad), invalid => 'skip') AS id \gset
TABLE counts;
TABLE staged;
TABLE diff;
TABLE errors;
SELECT options -> 'invalid' AS invalid FROM last;
SELECT count(*) FROM customers_import_rejects(:id);

-- A correction of one cell leaves the others as they are; the last one leaves none.
SELECT customers_import_fix(:id, 2, 'birth_date', '1980-05-18');
SELECT customers_import_fix(:id, 2, 'code', 'xyz');
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 3, 'email', 'bo@x.no');
SELECT line, code FROM errors WHERE line = 3;
SELECT created, changed FROM customers_merge(:id);
SELECT identifier, email, name, birth_date, vip, loyalty_points, height, visits, code FROM customers ORDER BY 1;

-- A key is never passed over: neither an id, nor the only address.
SELECT customers_import(file(E'identifier,email,city\nA1,ann@,Oslo\n,cy@,Oslo\n' || repeat('1', 1001) || ',di@x.no,Oslo\n'), invalid => 'skip') AS id \gset
TABLE staged;
SELECT line, field, code, severity FROM errors;
SELECT customers_import(file(E'customer_id,email\nabc,ed@x.no\n'), invalid => 'skip', mapping => '{"customer_id": "customer_id"}') AS id \gset
SELECT line, field, code, severity FROM errors;

-- A new customer whose consent is not understood is not subscribed.
SELECT customers_import(file(E'email,subscribed\nfay@x.no,perhaps\ngus@x.no,yes\n'), invalid => 'skip') AS id \gset
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 2, 'subscribed', 'yes');
TABLE diff;
TABLE errors;

-- Of a group that there is not, the whole cell; no customer loses any.
SELECT customers_import(file(E'identifier,groups,city\nA1,VIP|Gold,Rome\n'), unknown_groups => 'reject', group_mode => 'replace', invalid => 'skip') AS id \gset
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 2, 'city', 'Bergen');
TABLE diff;
TABLE errors;
SELECT customers_import_fix(:id, 2, 'groups', 'VIP');
TABLE diff;
TABLE errors;

-- What every customer must have is still an error, and so is a rule of the table.
ALTER TABLE customers ADD level int;
UPDATE customers SET level = 1;
ALTER TABLE customers ALTER level SET NOT NULL;
ALTER TABLE customers ADD CONSTRAINT customers_level_check CHECK (level < 10);
SELECT customers_import(file(E'email,level\nhal@x.no,high\nann@x.no,high\nbo@x.no,12\n'), invalid => 'skip') AS id \gset
TABLE staged;
TABLE errors;
SELECT customers_import(file(E'email\nann@x.no\n'), invalid => 'ignore');

DROP SCHEMA t_invalid CASCADE;
