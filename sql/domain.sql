CREATE SCHEMA t_domain;
SET customers.schema = 't_domain';
SET search_path = t_domain, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\set VERBOSITY terse
\i sql/include/file.sql
CREATE VIEW errors AS
	SELECT line, field, value, code FROM customer_import_errors
	WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line, field;
-- Domains that refuse NULL are as a NOT NULL of the column.
CREATE DOMAIN not_null AS text NOT NULL;
CREATE DOMAIN is_not_null AS varchar(5) CHECK (value IS NOT NULL);
CREATE DOMAIN nested_not_null AS not_null CHECK (value <> 'bad');
CREATE DOMAIN counted AS int NOT NULL DEFAULT 7;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN felt AS mood CHECK (num_nulls(value) = 0);
CREATE DOMAIN priced AS numeric(8, 2) NOT NULL;
CREATE DOMAIN listed AS int[] CHECK (value IS NOT NULL);
CREATE DOMAIN any_text AS text DEFAULT 'any';
ALTER TABLE customers ADD a not_null DEFAULT 'x', ADD b is_not_null DEFAULT 'y',
	ADD c nested_not_null DEFAULT 'z', ADD d counted, ADD e felt DEFAULT 'sad', ADD f priced DEFAULT 1,
	ADD g listed DEFAULT '{}', ADD h any_text;
CREATE VIEW people AS
	SELECT customer_id AS id, name, a, b, c, d, e, f, g, h FROM customers ORDER BY customer_id;
SELECT created FROM import_csv(file('email,name,a,b,c,d,e,f,g,h
ann@x.no,Ann,,,,,,,,
bob@x.no,Bob,q,q,q,1,happy,2.50,"{1,2}",q
'));
TABLE people;
-- Only some of the cells change, and rows of which none does.
SELECT changed FROM import_csv(file('email,name,a,b,c,d,e,f,g,h
ann@x.no,Anna,r,,r,,happy,,"{3}",r
bob@x.no,Bobby,,r,,2,,3.25,,
'));
TABLE people;
SELECT reverted, kept FROM customers_revert(2);
TABLE people;
SELECT count(*) FROM customer_import_errors;
-- Cleared: refused as for a NOT NULL column.
SELECT rejected, changed FROM import_csv(file('email,name,a,b,c,d,e,f,g,h
ann@x.no,Anna,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A
bob@x.no,Bobby,,,,,,,,
'));
TABLE errors;
SELECT changed FROM import_csv(file('email,name,a,b,c,d,e,f,g,h
ann@x.no,Anna,,,,,,,,
'), blanks => 'clear');
TABLE people;
-- Without a default that is a value, each new customer must have one.
ALTER TABLE customers ALTER a DROP DEFAULT, ALTER b SET DEFAULT NULL, ALTER c DROP DEFAULT, ALTER d SET DEFAULT NULL;
SELECT rejected, created FROM import_csv(file('email,name,a,b,c,d
cy@x.no,Cy,,,s,
dee@x.no,Dee,s,s,s,3
'));
TABLE errors;
SELECT rejected, created FROM import_csv(file('email,a,b
eve@x.no,s,s
'));
TABLE errors;
SELECT rejected, created FROM import_csv(file('email,name,a,b,c,d
ann@x.no,Ann,,,,
'));
TABLE people;
-- A correction, and a save.
SELECT customers_import(file('email,name,a,b,c,d
gus@x.no,Gus,s,s,s,x
ann@x.no,Annie,s,s,s,3
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'd', '');
TABLE errors;
SELECT customers_import_fix(:import_id, 2, 'd', '4');
SELECT customers_import_fix(:import_id, 3, 'a', '#N/A');
SELECT customers_import_fix(:import_id, 3, 'a', '');
SELECT created, changed FROM customers_merge(:import_id);
TABLE people;
SELECT customers_save('[{"email": "ann@x.no", "a": null}]');
SELECT customers_save('[{"email": "ann@x.no", "name": "Anne"}]');
SELECT customers_save('[{"email": "hal@x.no", "a": "t", "b": "t", "c": "t"}]');
SELECT customers_save('[{"email": "hal@x.no", "a": "t", "b": "t", "c": "t", "d": 5}]');
TABLE people;
