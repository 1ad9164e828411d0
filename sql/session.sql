-- Whatever the session has set, and where the extension is.

-- The first use makes the relations, whether or not anybody sees the notice.
CREATE SCHEMA t_session;
SET customers.schema = 't_session';
SET search_path = t_session, public;
SET client_min_messages = warning;
\pset null -
\i sql/include/file.sql
SELECT created FROM import_csv(file('identifier,name
K-1,Ann
'));
SELECT customer_id, identifier, name FROM customers;

-- What a person is told: counts, how the file was read, what to type next.
RESET client_min_messages;
SELECT customers_import(file('Kundenr;Navn;Sko
K-1;Anna;38
K-2;Bob;39
K-3;Cy
'));
SELECT * FROM import_csv(file('identifier
K-1
'));
SELECT customers_import(file('identifier,name
K-1,Ann
'), again => true);
RESET search_path;
SELECT customers_import('\x6964656e7469666965722c6e616d650a4b2d312c416e6e610a'::bytea);
SET search_path = t_session, public;
SET client_min_messages = warning;

-- Dates, times, numbers and intervals are staged and merged in one way, whatever
-- the session's; and the session's come back.
ALTER TABLE customers ADD seen timestamptz, ADD every interval, ADD ratio double precision, ADD mark bytea;
SET DateStyle = 'SQL, DMY';
SET TimeZone = 'America/New_York';
SET IntervalStyle = 'sql_standard';
SET extra_float_digits = 0;
SET bytea_output = 'escape';
SELECT customers_import(file('identifier,birth_date,seen,every,ratio,mark
K-1,2018-02-03,2018-02-03 12:00:00,1 day 02:00:00,0.1234567890123456,\x00ff
'));
SELECT customer_id, cells FROM customer_import_rows ORDER BY import_id DESC LIMIT 1;
SET DateStyle = 'German';
SET TimeZone = 'Asia/Tokyo';
SET IntervalStyle = 'iso_8601';
SELECT changed FROM customers_merge((SELECT max(import_id) FROM customer_imports));
SHOW DateStyle;
SHOW TimeZone;
SELECT birth_date, seen, every, ratio, mark FROM customers WHERE identifier = 'K-1';
SET DateStyle = 'Postgres, MDY';
SELECT customers_import(file('identifier,birth_date,seen,every,ratio,mark
K-1,2018-02-03,2018-02-03 12:00:00+00,1 day 02:00:00,0.1234567890123456,\x00ff
'));
SELECT unchanged FROM customer_imports ORDER BY import_id DESC LIMIT 1;
RESET DateStyle; RESET TimeZone; RESET IntervalStyle; RESET extra_float_digits; RESET bytea_output;

-- A cell that is not touched is not the text NULL.
SET array_nulls = off;
SELECT customers_save('[{"identifier": "K-3", "city": "Oslo"}, {"identifier": "K-4", "name": "Di"}]') > 0 AS saved;
SELECT customers_import(file('identifier,name,city
K-3,Cyd,Bergen
K-4,Didi,Moss
'));
SELECT customers_import_fix((SELECT max(import_id) FROM customer_imports), 2, 'name', '');
SELECT changed FROM customers_merge((SELECT max(import_id) FROM customer_imports));
RESET array_nulls;
SELECT identifier, email, name, city FROM customers WHERE identifier IN ('K-3', 'K-4') ORDER BY 1;

-- Plans and rules of thumb do not matter either.
SET enable_indexscan = off;
SET enable_seqscan = off;
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SET default_transaction_isolation = 'serializable';
SELECT changed, unchanged FROM import_csv(file('identifier,name
K-1,back\\slash
'));
RESET enable_indexscan; RESET enable_seqscan; RESET standard_conforming_strings; RESET escape_string_warning;
RESET default_transaction_isolation;
SELECT name FROM customers WHERE identifier = 'K-1';

-- Names that hide those of pg_catalog, on a search_path that puts them first.
CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'fooled' $$;
CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz '1999-01-01 00:00+00' $$;
CREATE FUNCTION never(text, text) RETURNS boolean LANGUAGE plpgsql AS
	$$ BEGIN RAISE EXCEPTION 'fooled'; END $$;
CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = never);
CREATE OPERATOR <> (LEFTARG = text, RIGHTARG = text, FUNCTION = never);
CREATE OPERATOR || (LEFTARG = text, RIGHTARG = text, FUNCTION = never);
SET search_path = t_session, public, pg_catalog;
SELECT created, changed FROM import_csv(file('identifier,email,name,groups,shoe,subscribed
K-1,ann@x.no,Ann,VIP|New,38,
K-9,eve@x.no,Eve,VIP,39,
'), group_mode => 'replace');
SELECT m.created, m.changed, m.excluded FROM customers_merge(customers_import(file('identifier,email,name,groups,shoe
K-1,ann@x.no,Anna,VIP,40
K-10,fay@x.no,Fay,VIP,39
')), on_conflict => 'skip') AS m;
DROP OPERATOR = (text, text);
DROP OPERATOR <> (text, text);
DROP OPERATOR || (text, text);
SET search_path = t_session, public;
SELECT identifier, name, updated_at > '2000-01-01' AS now FROM customers ORDER BY identifier;

-- An error while a file is read says where it is.
CREATE FUNCTION stop(even int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	IF even = 13 THEN
		RAISE EXCEPTION 'out of luck' USING ERRCODE = 'disk_full';
	END IF;
	RETURN true;
END $$;
CREATE DOMAIN lucky AS int CHECK (stop(VALUE));
ALTER TABLE customers ADD lucky lucky;
SELECT customers_import(file('identifier,lucky
K-1,12
K-2,13
'));
SELECT customers_import(file(''));
SELECT customers_import(file(E'\n\n'));

-- In a schema that is on nobody's search_path, beside tables of the same names.
RESET customers.schema;
\set database :DBNAME
CREATE DATABASE regress_customers_crm;
\c regress_customers_crm
SET client_min_messages = warning;
CREATE TABLE customers (mine text);
CREATE SCHEMA "The CRM";
CREATE EXTENSION customers SCHEMA "The CRM";
SELECT "The CRM".customers_import(convert_to(E'email,name\nann@x.no,Ann\n', 'UTF8'));
SELECT created FROM "The CRM".customers_merge(1);
SELECT customer_id, email, name FROM "The CRM".customers;
SELECT line, field, new_value FROM "The CRM".customer_import_diff ORDER BY line, field;
SELECT display_name FROM "The CRM".customer_profiles;
SELECT count(*) FROM customers;
SET client_min_messages = notice;
SELECT "The CRM".customers_import(convert_to(E'email,name\nann@x.no,Anna\n', 'UTF8'));
\c :database
SET client_min_messages = warning;
DROP DATABASE regress_customers_crm;

DROP SCHEMA t_session CASCADE;
