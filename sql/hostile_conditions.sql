-- Conditions that a person with bad intentions writes: refused with a clear
-- error, or harmless.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA t_hostile;
SET customers.schema = 't_hostile';
SET search_path = t_hostile, public;
SELECT customers_setup() IS NOT NULL AS set_up;
INSERT INTO customers (email, name, note) VALUES ('ann@x.no', 'Ann', 'secret');
CREATE TABLE ran (what text);

-- The customers that meet a condition, or the error.  Whatever ran left a trace.
CREATE FUNCTION attempt(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	SELECT 'customers: ' || count(*) INTO result FROM customers_find(filter => condition);
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

CREATE TABLE hostile (n int GENERATED ALWAYS AS IDENTITY, condition text);

-- Text that wants to be more than one expression.
INSERT INTO hostile (condition) VALUES
	(''), ('   '), ('true) OR (true'), ('true; DROP TABLE customers'), ('true;'),
	('true UNION SELECT true'), ('true FROM customers'), ('true AS x'), ('true, true'),
	('true WHERE true'), ('true ORDER BY 1'), ('true LIMIT 1'), ('true FOR UPDATE'),
	('DISTINCT true'), ('true INTO x'), ('true -- comment'), ('true /* ) OR (1=1 */'),
	('true /* not closed'), ('''not closed'), ('$1'), (':x'), ('true GROUP BY 1'), ('*'),
	('customer_profiles.*'), ('c.*'), ('(customer_profiles.*) IS NOT NULL'),
	('(customer_profiles).*'), ('DEFAULT'), ('name = DEFAULT'),
	(E'name = ''\\'' OR true --'''), ('U&''\0027'' = name'), (U&'na\FF4De IS NULL'),
	('name = $$x$$'), ('name = E''\x27) OR (true''');

-- What looks further than one customer, or is not a condition.
INSERT INTO hostile (condition) VALUES
	('EXISTS (SELECT FROM customers)'), ('(SELECT true)'), ('1 IN (SELECT 1)'),
	('name = ANY (SELECT name FROM customers)'), ('ARRAY(SELECT 1) IS NULL'),
	('count(*) > 0'), ('count(name) > 0'), ('sum(loyalty_points) > 0'), ('max(name) = ''x'''),
	('row_number() OVER () = 1'), ('count(*) OVER () > 0'), ('bool_or(vip) FILTER (WHERE vip)'),
	('percentile_cont(0.5) WITHIN GROUP (ORDER BY loyalty_points) > 1'), ('GROUPING(name) = 1'),
	('generate_series(1, 3) = 1'), ('unnest(groups) = ''VIP'''), ('regexp_matches(name, ''A'') IS NOT NULL'),
	('customer_profiles IS NOT NULL'), ('customer_profiles = customer_profiles'),
	('ROW(name, email) IS NOT NULL'), ('to_jsonb(customer_profiles) IS NOT NULL'),
	('ROW(1, 2) < ROW(customer_id, 3)'), ('row_to_json(ROW(1, name)) IS NOT NULL'),
	('ctid IS NULL'), ('tableoid = 1'), ('password_hash IS NULL'), ('c.password_hash IS NULL'),
	('customers.note = ''secret'''), ('o.total > 1'),
	('1'), ('name'), ('NULL'), ('''true'''), ('42 = ''abc'''), ('CURRENT OF x'),
	('xmlelement(name a) IS NOT NULL'), ('name IS NOT DISTINCT FROM (SELECT name)');

-- Built in, and not for a condition.
INSERT INTO hostile (condition) VALUES
	('pg_sleep(10) IS NULL'), ('random() < 2'), ('clock_timestamp() > now()'),
	('nextval(''customers_customer_id_seq'') > 0'), ('set_config(''work_mem'', ''1MB'', false) IS NULL'),
	('lo_import(''/etc/passwd'') > 0'), ('lo_get(1) IS NULL'), ('lo_create(0) > 0'), ('lo_unlink(1) = 1'),
	('pg_read_file(''/etc/passwd'') IS NULL'), ('pg_ls_dir(''/'') IS NULL'), ('pg_stat_file(''/'') IS NULL'),
	('pg_terminate_backend(1)'), ('pg_advisory_lock(1) IS NULL'), ('pg_notify(''a'', ''b'') IS NULL'),
	('query_to_xml(''SELECT 1'', true, true, '''') IS NULL'), ('table_to_xml(''ran'', true, true, '''') IS NULL'),
	('schema_to_xml(''t_hostile'', true, true, '''') IS NULL'), ('database_to_xml(true, true, '''') IS NULL'),
	('schema_to_xml_and_xmlschema(''t_hostile'', true, true, '''') IS NULL'),
	('cursor_to_xml(''c'', 1, true, true, '''') IS NULL'),
	('ts_stat(''SELECT 1'') IS NULL'), ('ts_rewrite(''a'', ''SELECT 1'') IS NULL'),
	('fmgr_sql_validator(1) IS NULL'), ('fmgr_c_validator(1) IS NULL'), ('satisfies_hash_partition(1, 1, 1, 1)'),
	('domain_in(''x'', 1, -1) IS NULL'), ('array_in(''{x}'', 1, -1) IS NULL'), ('record_in(''(1)'', 1, -1) IS NULL'),
	('textin(''x'') = name'), ('pg_get_viewdef(''customer_profiles''::regclass) IS NULL'),
	('pg_get_expr(NULL, 1) IS NULL'), ('pg_catalog.pg_get_userbyid(10) IS NULL'), ('txid_current() > 0 AND clock_timestamp() IS NULL'),
	('jsonb_populate_record(NULL::customers, ''{}'') IS NULL'), ('NULL::customers IS NULL'),
	('''(1)''::customer_profile IS NULL'), ('has_table_privilege(1::oid, ''SELECT'')');

SELECT n, condition, attempt(condition) FROM hostile ORDER BY n;


-- Sizes: a megabyte; deep nesting of each kind.
SELECT attempt('name = ''' || repeat('x', 1000000) || '''');
SELECT attempt(repeat('(', 100000) || 'true' || repeat(')', 100000));
SELECT attempt(repeat('(', 40000) || 'true' || repeat(')', 40000));
SELECT attempt(repeat('(', 4000) || 'true' || repeat(')', 4000));
SELECT attempt(repeat('NOT ', 100000) || 'true');
SELECT attempt(repeat('NOT ', 20000) || 'true');
SELECT attempt(repeat('NOT ', 2000) || 'true');
SELECT attempt('1 = ' || repeat('- ', 5000) || '1');
SELECT attempt('0 < 1' || repeat('+1', 2000));
SELECT attempt('true' || repeat(' OR name = ''x''', 5000));
SELECT attempt('true' || repeat(' AND true', 5000));
SELECT attempt(repeat('CASE WHEN true THEN ', 1000) || 'true' || repeat(' END', 1000));
SELECT attempt(repeat('lower(', 3000) || 'name' || repeat(')', 3000) || ' = ''x''');
SELECT attempt('ARRAY' || repeat('[', 3000) || '1' || repeat(']', 3000) || ' IS NULL');
SELECT attempt('customer_id IN (' || string_agg(i::text, ',') || ')') FROM generate_series(1, 10000) AS i;


-- What another role made: mallory's functions tell when they run.
CREATE ROLE regress_customers_mallory;
CREATE ROLE regress_customers_reader;
GRANT CREATE, USAGE ON SCHEMA t_hostile TO regress_customers_mallory;
GRANT USAGE, CREATE ON SCHEMA t_hostile TO regress_customers_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA t_hostile TO regress_customers_mallory, regress_customers_reader;
GRANT INSERT, UPDATE ON customer_segments TO regress_customers_mallory;
GRANT INSERT ON ran TO PUBLIC;

SET ROLE regress_customers_mallory;
-- Says that it only reads; the work is done by a volatile one that it calls.
CREATE FUNCTION trace(what text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	INSERT INTO t_hostile.ran VALUES (what || ' as ' || current_user);
	RETURN true;
END $$;
CREATE FUNCTION evil(bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN true; END';
CREATE FUNCTION evil_definer(bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN true; END';
CREATE FUNCTION evil_immutable(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN true; END';
CREATE FUNCTION evil_equal(text, text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN true; END';
CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = evil_equal);
CREATE OPERATOR ~= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_catalog.texteq, NEGATOR = !~=);
CREATE OPERATOR !~= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil_equal, NEGATOR = ~=);
CREATE OPERATOR !!! (RIGHTARG = text, FUNCTION = evil_immutable);
CREATE DOMAIN evil_domain AS text CHECK (t_hostile.evil_immutable(VALUE));
CREATE TYPE evil_row AS (a evil_domain);
CREATE TYPE evil_enum AS ENUM ('a', 'b');
CREATE FUNCTION evil_json(evil_enum) RETURNS json LANGUAGE plpgsql STABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN ''{}''; END';
CREATE CAST (evil_enum AS json) WITH FUNCTION evil_json(evil_enum);
CREATE FUNCTION evil_integer(evil_enum) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN 1; END';
CREATE CAST (evil_enum AS integer) WITH FUNCTION evil_integer(evil_enum) AS IMPLICIT;
CREATE TYPE text_enum AS ENUM ('a', 'b');
CREATE FUNCTION evil_text(text_enum) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN ''x''; END';
CREATE CAST (text_enum AS text) WITH FUNCTION evil_text(text_enum);
CREATE TYPE list_enum AS ENUM ('a', 'b');
CREATE FUNCTION evil_list(list_enum[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''ran as %'', current_user; RETURN ''x''; END';
CREATE CAST (list_enum[] AS text) WITH FUNCTION evil_list(list_enum[]);
CREATE VIEW evil_view AS SELECT t_hostile.evil(1) AS x;
CREATE FUNCTION evil_body() RETURNS boolean LANGUAGE sql STABLE AS
	'SELECT ''{x}''::t_hostile.evil_domain[] IS NULL';
RESET ROLE;
GRANT SELECT ON evil_view TO PUBLIC;

CREATE TABLE planted (n int GENERATED ALWAYS AS IDENTITY, condition text);
INSERT INTO planted (condition) VALUES
	('t_hostile.evil(customer_id)'), ('t_hostile.evil_definer(customer_id)'), ('evil(customer_id)'),
	('t_hostile.evil_immutable(''x'')'), ('t_hostile.evil_immutable(name)'), ('customer_id.evil'),
	('(customer_id).evil'), ('(customer_profiles).evil'), ('t_hostile.trace(''x'')'),
	('name OPERATOR(t_hostile.=) ''Ann'''), ('name OPERATOR(t_hostile.~=) ''Ann'''),
	('NOT (name OPERATOR(t_hostile.~=) ''Ann'')'), ('OPERATOR(t_hostile.!!!) name'),
	('name OPERATOR(t_hostile.=) ANY (groups)'), ('''x''::t_hostile.evil_domain IS NULL'),
	('name::t_hostile.evil_domain IS NULL'), ('CAST(name AS t_hostile.evil_domain) = ''x'''),
	('t_hostile.evil_domain ''x'' IS NULL'), ('''{x}''::t_hostile.evil_domain[] IS NULL'),
	('ARRAY[name]::t_hostile.evil_domain[] IS NULL'), ('groups::t_hostile.evil_domain[] IS NULL'),
	('''(x)''::t_hostile.evil_row IS NULL'), ('''{"(x)"}''::t_hostile.evil_row[] IS NULL'),
	('ROW(name)::t_hostile.evil_row IS NULL'), ('to_json(''a''::t_hostile.evil_enum) IS NULL'),
	('json_build_array(''a''::t_hostile.evil_enum) IS NULL'), ('''a''::t_hostile.evil_enum + 1 = 2'),
	('''a''::t_hostile.evil_enum::integer = 1'), ('1 = ''a''::t_hostile.evil_enum'),
	('jsonb_populate_record(NULL::t_hostile.evil_row, ''{"a": "x"}'') IS NULL'),
	('table_to_xml(''t_hostile.evil_view''::regclass, true, true, '''') IS NULL'),
	('schema_to_xml(''t_hostile'', true, true, '''') IS NULL'),
	('fmgr_sql_validator(''t_hostile.evil_body''::regproc) IS NULL'),
	('domain_in(''x'', ''t_hostile.evil_domain''::regtype, -1) IS NULL'),
	('array_in(''{x}'', ''t_hostile.evil_domain''::regtype, -1) IS NULL'),
	('COALESCE(''x'', name::t_hostile.evil_domain) IS NULL'),
	('CASE WHEN false THEN ''x''::t_hostile.evil_domain END IS NULL'),
	('name = ANY (''{x}''::t_hostile.evil_domain[])'), ('to_regtype(''t_hostile.evil_domain'') IS NULL'),
	('jsonb_path_exists(attributes, ''$.x ? (@ == 1)'')'),
	('quote_literal(''a''::t_hostile.text_enum) = name'), ('quote_nullable(''a''::t_hostile.text_enum) = name'),
	('''a''::t_hostile.text_enum || name = ''x'''), ('name || ''a''::t_hostile.text_enum = ''x'''),
	('quote_literal(''{a}''::t_hostile.list_enum[]) = name'), ('name || ''{a}''::t_hostile.list_enum[] = ''x''');

GRANT SELECT ON planted TO PUBLIC;

-- Read by the reader and by a superuser, as given and as stored by hand.
CREATE FUNCTION attempt_stored(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	SELECT 'customers: ' || count(*) INTO result FROM customers_segment('planted: ' || condition);
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SET ROLE regress_customers_mallory;
INSERT INTO customer_segments (name, condition) SELECT 'planted: ' || condition, condition FROM planted;
SET ROLE regress_customers_reader;
SELECT n, condition, attempt(condition) FROM planted ORDER BY n;
SELECT count(*) AS stored, count(*) FILTER (WHERE attempt_stored(condition) IN ('customers: 0', 'customers: 1')) AS ran
FROM planted;
RESET ROLE;
SELECT n, condition, attempt(condition) FROM planted
WHERE attempt(condition) LIKE 'customers: %' ORDER BY n;
SELECT count(*) AS stored, count(*) FILTER (WHERE attempt_stored(condition) IN ('customers: 0', 'customers: 1')) AS ran
FROM planted;

-- An operator that shadows = is not taken: not by search_path, nor stored so.
SET search_path = t_hostile, pg_catalog, public;
SELECT attempt('name = ''Ann''');
SET search_path = t_hostile, public;
SET ROLE regress_customers_mallory;
SET search_path = t_hostile, pg_catalog, public;
SELECT attempt('note IS NULL AND name = ''Ann''');
SELECT customers_segment_define('shadow', 'name = ''Ann''');
SET search_path = t_hostile, public;
RESET ROLE;
SELECT condition FROM customer_segments WHERE name = 'shadow';
SELECT * FROM customers_segment('shadow');

-- What was stored as pg_catalog's = stays that.
SELECT customers_segment_define('sound', 'name = ''Ann''');
SET search_path = t_hostile, pg_catalog, public;
SELECT name FROM customers_segment('sound');
SET search_path = t_hostile, public;

-- Mallory's own functions are mallory's to use: the same segment, read by each.
SET ROLE regress_customers_mallory;
SELECT customers_segment_define('mine', 'evil(customer_id)');
SELECT count(*) FROM customers_segment('mine');
SET ROLE regress_customers_reader;
SELECT count(*) FROM customers_segment('mine');
RESET ROLE;
SELECT count(*) FROM customers_segment('mine');
DELETE FROM customer_segments WHERE name LIKE 'planted: %';
SELECT * FROM customers_segment_counts();

-- Edited by hand.
UPDATE customer_segments SET condition = 'true) OR (t_hostile.trace(''x'')' WHERE name = 'mine';
SELECT count(*) FROM customers_segment('mine');
UPDATE customer_segments SET condition = 'EXISTS (SELECT t_hostile.trace(''x''))' WHERE name = 'mine';
SELECT count(*) FROM customers_segment('mine');
UPDATE customer_segments SET condition = 'true; DELETE FROM customers' WHERE name = 'mine';
SELECT count(*) FROM customers_segment('mine');

-- The reader's own domain whose check is mallory's.
SET ROLE regress_customers_reader;
CREATE DOMAIN reader_domain AS text CHECK (evil_immutable(VALUE));
SELECT attempt('name::t_hostile.reader_domain IS NULL');
SELECT attempt('''{x}''::t_hostile.reader_domain[] IS NULL');
CREATE DOMAIN sound_domain AS text CHECK (VALUE <> '');
SELECT attempt('name::t_hostile.sound_domain IS NOT NULL');
CREATE FUNCTION own(bigint) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > 0';
SELECT attempt('own(customer_id)');
RESET ROLE;
-- A superuser owns what he made, not all there is.
SELECT attempt('own(customer_id)');


-- An enum that is no more than that can be anybody's, for a column may have it.
CREATE TYPE mood AS ENUM ('happy', 'sad');
ALTER TABLE customers ADD COLUMN mood mood, ADD COLUMN hat sound_domain, ADD COLUMN whole evil_row;
SET ROLE regress_customers_mallory;
SELECT attempt('mood IS NULL OR mood > ''happy'' OR to_json(mood) IS NULL');
SELECT attempt('hat IS NULL OR hat = ''top''');
SELECT attempt('whole IS NULL');
RESET ROLE;

-- Nothing of all this ran.
SELECT * FROM ran;
SELECT count(*) FROM customers;

DROP SCHEMA t_hostile CASCADE;
DROP ROLE regress_customers_mallory, regress_customers_reader;
