-- Constraints that an application puts on customers reject a record, not the
-- merge of all.
\set VERBOSITY terse
CREATE SCHEMA t_constraint;
SET customers.schema = 't_constraint';
SET search_path = t_constraint, public;

SELECT customers_setup();
CREATE TABLE seats (hall text, seat int, PRIMARY KEY (hall, seat));
INSERT INTO seats VALUES ('main', 1), ('main', 2);
CREATE FUNCTION is_prime(int) RETURNS boolean IMMUTABLE LANGUAGE sql
	RETURN $1 IN (2, 3, 5, 7);
ALTER TABLE customers
	ADD hall text DEFAULT 'main',
	ADD seat int,
	ADD lucky int CONSTRAINT lucky_is_prime CHECK (is_prime(lucky)),
	ADD valid_from date DEFAULT '2020-01-01',
	ADD valid_to date,
	ADD serial_no text DEFAULT clock_timestamp()::text CHECK (serial_no <> 'x'),
	ADD CONSTRAINT valid_period CHECK (valid_from < valid_to),
	ADD FOREIGN KEY (hall, seat) REFERENCES seats;

-- new customers: alone, together, and with the defaults of columns not given
SELECT customers_import($$identifier,Hall,Seat,Lucky,valid_from,valid_to
C-1,main,1,7,2026-01-01,2026-12-31
C-2,main,9,8,2026-12-31,2026-01-01
C-3,,2,,,2019-12-31
C-4,cellar,,,,
C-5,cellar,1,5,,
$$::bytea) AS id \gset
SELECT line, field, value, code, message, hint FROM customer_import_errors
 WHERE import_id = :id ORDER BY line, message;
SELECT created, rejected FROM customers_merge(:id);

-- known customers: new cells over the live ones
SELECT customers_import($$identifier,seat,valid_to
C-1,2,2025-01-01
C-4,7,
$$::bytea) AS id \gset
SELECT line, field, code, message, hint FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT customers_import($$identifier,valid_from
C-1,2027-01-01
C-4,2027-01-01
$$::bytea) AS id \gset
SELECT line, field, code, message, hint FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT customers_import_fix(:id, 2, 'valid_from', '2026-06-01');
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT identifier, hall, seat, lucky, valid_from, valid_to FROM customers ORDER BY identifier;

-- cleared: NULL passes a CHECK, and is no reference
SELECT customers_import($$identifier,seat,lucky,valid_to
C-1,#N/A,#N/A,#N/A
$$::bytea) AS id \gset
SELECT changed, rejected FROM customers_merge(:id);

-- a file that brings none of the columns has nothing to check
SELECT created, rejected FROM import_csv($$identifier,city
C-6,Oslo
$$::bytea);

-- a check that raises an error rather than says no; and one whose function
-- looks for names where the merge finds them
CREATE TABLE prefixes (prefix text);
INSERT INTO prefixes VALUES ('NO');
CREATE FUNCTION is_vat_number(text) RETURNS boolean STRICT LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM prefixes WHERE prefix = left($1, 2)) THEN
		RAISE EXCEPTION 'no country has the prefix %', left($1, 2);
	END IF;
	RETURN length($1) > 2;
END $$;
ALTER TABLE customers ADD vat text CHECK (is_vat_number(vat)), ADD settings text CHECK (json_typeof(settings::json) <> 'null');
SELECT customers_import($$identifier,vat,settings
V-1,NO1,{}
V-2,NO,{}
V-3,XX1,{}
V-4,NO4,{
V-5,NO5,[]
C-1,XX,
$$::bytea) AS id \gset
SELECT line, field, code, message, hint FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created, rejected FROM customers_merge(:id);
SELECT customers_import($$identifier,vat
C-1,XX9
C-4,NO9
$$::bytea) AS id \gset
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT changed, rejected FROM customers_merge(:id);
SELECT identifier, vat, settings FROM customers WHERE vat IS NOT NULL ORDER BY identifier;
SELECT customers_save('{"identifier": "C-1", "vat": "XX7"}');

-- what cannot be known beforehand stops the merge, as it would any statement
SELECT customers_import($$identifier,serial_no
C-7,x
$$::bytea) AS id \gset
SELECT customers_merge(:id);

-- a table that the importer may not read is left to the merge, too
CREATE ROLE regress_constraint_clerk;
GRANT USAGE ON SCHEMA t_constraint TO regress_constraint_clerk;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA t_constraint TO regress_constraint_clerk;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA t_constraint TO regress_constraint_clerk;
REVOKE ALL ON seats FROM regress_constraint_clerk;
SET ROLE regress_constraint_clerk;
SELECT customers_import($$identifier,seat
C-8,77
$$::bytea) AS id \gset
SELECT customers_merge(:id);
RESET ROLE;
-- whether it is the table or its schema that is closed to him
CREATE SCHEMA t_constraint_closed;
ALTER TABLE seats SET SCHEMA t_constraint_closed;
GRANT SELECT ON t_constraint_closed.seats TO regress_constraint_clerk;
SET ROLE regress_constraint_clerk;
SELECT customers_import($$identifier,seat
C-9,78
$$::bytea) AS id \gset
SELECT customers_merge(:id);
RESET ROLE;

-- columns may be called as the query calls its own
BEGIN;
CREATE TABLE numbered (n bigint PRIMARY KEY);
ALTER TABLE customers ADD COLUMN n integer CHECK (n > 0), ADD COLUMN r integer DEFAULT 1, ADD COLUMN f0 integer CHECK (f0 > n),
	ADD COLUMN c integer DEFAULT 1, ADD CHECK (r + c > 0), ADD COLUMN customers integer CHECK (customers > 0),
	ADD COLUMN referenced bigint REFERENCES numbered;
SELECT customers_import($$identifier,n,f0,r,c,customers,referenced
C-20,0,1,1,1,1,
C-21,1,1,1,1,1,
C-22,1,2,-1,1,1,
C-23,1,2,1,1,0,
C-24,1,2,1,1,1,4711
C-25,1,2,1,1,1,
$$::bytea) AS id \gset
SELECT line, field, code FROM customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created FROM customers_merge(:id);
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA t_constraint, t_constraint_closed CASCADE;
DROP ROLE regress_constraint_clerk;
