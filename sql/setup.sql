-- customers_setup(): relations that belong to the user

CREATE SCHEMA t_setup;
SET search_path = public;

-- The first call creates everything, later ones find it there.
SET customers.schema = 't_setup';
SELECT customers_setup();
SELECT customers_setup();
SELECT c.relname, c.relkind, c.relacl IS NULL AS private,
	obj_description(c.oid, 'pg_class') IS NOT NULL AS commented
FROM pg_class AS c
WHERE c.relnamespace = 't_setup'::regnamespace AND c.relkind IN ('r', 'v', 'S')
ORDER BY c.relkind, c.relname COLLATE "C";

-- Every column and function has a comment.
SELECT c.relname, a.attname
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relnamespace = 't_setup'::regnamespace AND c.relkind IN ('r', 'v')
	AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL;
SELECT p.oid::regprocedure
FROM pg_depend AS d JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
	AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'customers')
	AND obj_description(p.oid, 'pg_proc') IS NULL;

-- No column has a type of the extension: dropping that must not cost data.
SELECT c.relname, a.attname
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_depend AS d ON d.classid = 'pg_type'::regclass AND d.objid = a.atttypid AND d.deptype = 'e'
WHERE c.relnamespace = 't_setup'::regnamespace AND c.relkind = 'r';

-- customer_profile has the columns of customer_profiles.
SELECT count(*) AS columns,
	bool_and(v.attname = t.attname AND v.atttypid = t.atttypid) AS same
FROM pg_attribute AS v
FULL JOIN pg_attribute AS t ON t.attnum = v.attnum
	AND t.attrelid = (SELECT typrelid FROM pg_type WHERE oid = 'customer_profile'::regtype)
WHERE v.attrelid = 't_setup.customer_profiles'::regclass;

SELECT key, CASE key WHEN 'secret' THEN (value ~ '^[0-9a-f]{64}$')::text ELSE value END AS value
FROM t_setup.customer_settings ORDER BY key;


-- Rows are tidy however they come in.
SET search_path = t_setup, public;
INSERT INTO customers (customer_id, email, name, created_at, updated_at)
VALUES (1, E' \tAnn@X.No ', 'Ann', '2020-01-01', '2020-01-01'),
	(2, '  ', 'Bob', '2020-01-01', '2020-01-01'),
	(3, 'eva@x.no', '', '2020-01-01', '2020-01-01');
SELECT setval('customers_customer_id_seq', 100);
SELECT customer_id, '[' || email || ']' AS email, updated_at = created_at AS untouched
FROM customers ORDER BY customer_id;
UPDATE customers SET email = 'EVA@x.no ' WHERE customer_id = 3;
UPDATE customers SET city = 'Oslo' WHERE customer_id = 2;
UPDATE customers SET city = 'Oslo', updated_at = '2021-01-01' WHERE customer_id = 1;
SELECT customer_id, '[' || email || ']' AS email, updated_at > '2022-01-01' AS touched,
	updated_at = '2021-01-01' AS as_given
FROM customers ORDER BY customer_id;
BEGIN;
UPDATE customers SET email = ' ANN@y.no' WHERE customer_id = 1
	RETURNING email, updated_at = now() AS now;
ROLLBACK;

-- What holds for every way in.
\set VERBOSITY terse
\set SHOW_CONTEXT never
INSERT INTO customers (email) VALUES ('ANN@x.no');
INSERT INTO customers (email) VALUES ('ann');
INSERT INTO customers (email) VALUES ('ann b@x.no');
INSERT INTO customers (email) VALUES (repeat('a', 320) || '@x.no');
INSERT INTO customers (identifier) VALUES ('');
INSERT INTO customers (customer_id) VALUES (0);
INSERT INTO customers (identifier) VALUES ('k-1'), ('K-1');
INSERT INTO customers (identifier) VALUES ('K-1');
INSERT INTO customers (attributes) VALUES ('[]');
INSERT INTO customer_groups (name) VALUES ('a|b');
INSERT INTO customer_groups (name) VALUES (' a');
INSERT INTO customer_groups (name, discount_percent) VALUES ('a', 101);
INSERT INTO customer_groups (name) VALUES ('VIP'), ('Wholesale');
INSERT INTO customer_groups (name) VALUES ('vip');
INSERT INTO customer_imports (uploaded, created) VALUES (2, 1);
INSERT INTO customer_imports (status) VALUES ('done');
INSERT INTO customer_import_rows (import_id, line, action) VALUES (1, 1, 'delete');
\set VERBOSITY default

-- The same bytes are merged once, unless again says so.
INSERT INTO customer_imports (sha256, status, again) VALUES
	(sha256('a'), 'merged', false), (sha256('a'), 'merged', true),
	(sha256('a'), 'reverted', false), (sha256('a'), 'staged', false);
\set VERBOSITY terse
UPDATE customer_imports SET status = 'merged' WHERE status = 'staged';
\set VERBOSITY default
DELETE FROM customer_imports;

-- The default of consent follows the setting.
SET customers.default_subscription = 'unsubscribed';
INSERT INTO customers (identifier) VALUES ('quiet') RETURNING subscribed;
RESET customers.default_subscription;
INSERT INTO customers (identifier) VALUES ('open') RETURNING subscribed;
SET customers.default_subscription = 'maybe';
SET customers.no_such_setting = 1;
SHOW customers.match_memory;
SHOW customers.max_field_size;


-- Profiles.
INSERT INTO customer_group_members (customer_id, group_id, status)
SELECT c, g.group_id, CASE WHEN c = 3 THEN 'rejected' ELSE 'accepted' END
FROM customer_groups AS g, generate_series(1, 3, 2) AS c;
INSERT INTO customer_orders (customer_id, total) VALUES (1, 10), (1, 2.5), (2, NULL);
UPDATE customers SET first_name = ' Bo', last_name = 'Berg', name = NULL WHERE customer_id = 2;
UPDATE customers SET subscribed = false WHERE customer_id = 1;
SELECT customer_id, display_name, groups, orders_count, orders_total, mailable
FROM customer_profiles WHERE customer_id <= 3 ORDER BY customer_id;
SET customers.default_name = 'Nobody';
SELECT display_name FROM customer_profiles WHERE customer_id = 3;
RESET customers.default_name;

-- Orders and groups are looked up where they are asked for only, by index.
CREATE FUNCTION plan_mentions(query text, word text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		IF line LIKE '%' || word || '%' THEN
			RETURN true;
		END IF;
	END LOOP;
	RETURN false;
END $$;
SELECT plan_mentions('SELECT customer_id, display_name, mailable FROM customer_profiles', 'customer_orders') AS orders,
	plan_mentions('SELECT customer_id, display_name, mailable FROM customer_profiles', 'customer_group') AS groups;
SET enable_seqscan = off;
SELECT plan_mentions('SELECT * FROM customer_profiles WHERE customer_id = 1', 'customer_orders_customer_id_idx') AS orders,
	plan_mentions('SELECT * FROM customer_profiles WHERE customer_id = 1', 'customer_group_members_pkey') AS groups,
	plan_mentions('SELECT * FROM customer_profiles WHERE customer_id = 1', 'Seq Scan') AS scan;
RESET enable_seqscan;

-- Orders stay when their customer goes, memberships do not.
DELETE FROM customers WHERE customer_id = 1;
SELECT order_id, customer_id, total FROM customer_orders ORDER BY order_id;
SELECT customer_id, status FROM customer_group_members ORDER BY group_id;


-- Staged rows as a diff and as errors.
INSERT INTO customer_imports (import_id, header, fields) VALUES
	(1, '{E-mail,Name,Password,Shoe size}', '{email,name,password,attributes.Shoe size}');
INSERT INTO customer_import_rows (import_id, line, action, customer_id, cells, old_cells, errors) VALUES
	(1, 2, 'create', 11, ARRAY['eve@x.no', NULL, '********', ''], NULL, NULL),
	(1, 3, 'update', 3, ARRAY[NULL, 'Eva', NULL, ''], ARRAY[NULL, '', NULL, '38'], NULL),
	(1, 4, 'update', 2, ARRAY[NULL, NULL, '********', NULL], ARRAY[NULL, NULL, '', NULL],
		'[{"field": "email", "value": "B@", "code": "bad_email", "message": "no email", "severity": "warning"}]'),
	(1, 5, 'reject', NULL, NULL, NULL,
		'[{"field": "email", "value": "x", "code": "bad_email", "message": "no email", "severity": "error"},
		  {"field": null, "value": null, "code": "no_key", "message": "no key", "severity": "error"}]'),
	(1, 6, 'exclude', 3, ARRAY[NULL, 'Eve', NULL, NULL], ARRAY[NULL, '', NULL, NULL], NULL);
SELECT * FROM customer_import_diff WHERE import_id = 1 ORDER BY line, field;
SELECT * FROM customer_import_errors WHERE import_id = 1 ORDER BY line, field;


-- What an application adds stays, and shows in the profiles.
ALTER TABLE customers ADD COLUMN "Shoe size" int, ADD COLUMN hat text;
CREATE INDEX app_hat ON customers (hat);
CREATE FUNCTION app_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER app_trigger BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION app_trigger();
SELECT customers_setup();
UPDATE customers SET hat = 'top', "Shoe size" = 44 WHERE customer_id = 2;
SELECT customer_id, mailable, "Shoe size", hat FROM customer_profiles WHERE customer_id = 2;
ALTER TABLE customers ADD COLUMN coat text;
SELECT customers_setup();
SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = 'customer_profiles'::regclass AND attnum > 32;
SELECT tgname FROM pg_trigger
WHERE tgrelid = 'customers'::regclass AND NOT tgisinternal ORDER BY tgname;

-- Where nothing is to be done, nobody is kept waiting.
CREATE VIEW locks AS
	SELECT relation::regclass, mode FROM pg_locks
	WHERE pid = pg_backend_pid() AND relation::regclass::text ~ '^customer'
	AND mode NOT IN ('AccessShareLock', 'RowExclusiveLock');
BEGIN;
SELECT customers_setup();
TABLE locks;
ROLLBACK;
-- Views that are not as they should be are made so, and no other one.
BEGIN;
ALTER VIEW customer_import_errors RESET (security_invoker);
ALTER TABLE customers RENAME coat TO cloak;
COMMIT;
BEGIN;
SELECT customers_setup();
TABLE locks ORDER BY 1, 2;
COMMIT;
SELECT reloptions FROM pg_class WHERE oid = 'customer_import_errors'::regclass;
SELECT count(cloak) FROM customer_profiles;
DROP VIEW customer_import_errors;
CREATE VIEW customer_import_errors WITH (security_invoker) AS
	SELECT import_id, line, NULL::text AS field, reason AS value, reason AS code, reason AS message, reason AS severity
	FROM customer_import_rows;
SELECT customers_setup();
SELECT count(field) AS fields FROM customer_import_errors WHERE import_id = 1;
BEGIN;
SELECT customers_setup();
TABLE locks;
ROLLBACK;
DROP VIEW locks;

-- What is missing comes back; a trigger that was disabled stays so.
DROP TABLE customer_consent_log CASCADE;
DROP VIEW customer_import_errors;
DROP TRIGGER customers_tidy_insert ON customers;
ALTER TABLE customers DISABLE TRIGGER customers_tidy_update;
SELECT customers_setup();
SELECT tgname, tgenabled FROM pg_trigger
WHERE tgrelid = 'customers'::regclass AND NOT tgisinternal ORDER BY tgname;

-- Of an older release, of a later one.  A user's header words stay his.
INSERT INTO customer_header_synonyms (word, field) VALUES ('whereto', 'email');
UPDATE customer_header_synonyms SET field = 'note' WHERE word = 'epost';
DELETE FROM customer_header_synonyms WHERE word = 'email';
-- Notes as one sentence each become message and hint; others stay.
INSERT INTO customer_import_rows (import_id, line, action, errors) VALUES
	(1, 10, 'reject', '[{"field": "birth_date", "value": "x", "code": "invalid_date", "message": "not a date: write it as YYYY-MM-DD, such as 2018-02-13", "severity": "error"},
		{"field": "n", "value": "x", "code": "invalid_value", "message": "invalid input syntax for type uuid: \"x: y\": the column takes values of type uuid", "severity": "error"},
		{"field": null, "value": null, "code": "check_violation", "message": "the table does not allow it: constraint \"c\", CHECK ((n > 0))", "severity": "error"}]'),
	(1, 11, 'reject', '[{"field": "email", "value": null, "code": "nul_byte", "message": "The cell holds a NUL byte. Remove it, or export the file again.", "severity": "error"}]'),
	(1, 12, 'update', '[{"field": "subscribed", "value": "yes", "code": "consent_kept", "message": "the customer is unsubscribed and stays so; import with resubscribe => true if this person asked for it", "severity": "warning"},
		{"field": "city", "value": "Oslo", "code": "kept_edited", "message": "edited since the import: the present value stays", "severity": "warning"},
		{"field": "email", "value": "B@", "code": "invalid_email", "message": "not an email address", "hint": null, "severity": "warning"}, "planted", 4]'),
	(1, 13, 'update', '{"planted": 1}');
-- Passwords go where they are apart, and leave a mask.
INSERT INTO customer_import_rows (import_id, line, action, customer_id, cells, old_cells, raw) VALUES
	(1, 14, 'create', 12, ARRAY['fay@x.no', 'SCRAM-SHA-256$no', 'SCRAM-SHA-256$new', ''], NULL, NULL),
	(1, 15, 'update', 2, ARRAY[NULL, 'Bo', 'SCRAM-SHA-256$new', NULL], ARRAY[NULL, NULL, 'SCRAM-SHA-256$old', NULL], NULL),
	(1, 16, 'update', 2, ARRAY[NULL, NULL, '', NULL], ARRAY[NULL, NULL, 'anything', NULL], NULL),
	(1, 17, 'reject', NULL, NULL, NULL, ARRAY['x', 'Gil', 'SCRAM-SHA-256$raw', '44']),
	(1, 18, 'reject', NULL, NULL, NULL, ARRAY['x', 'Gil', '', '44']);
UPDATE customer_settings SET value = '0' WHERE key = 'revision';
SELECT value AS secret FROM customer_settings WHERE key = 'secret' \gset
ALTER TABLE customers ENABLE ALWAYS TRIGGER customers_tidy_insert;
SELECT customers_setup();
SELECT tgname, tgenabled FROM pg_trigger
WHERE tgrelid = 'customers'::regclass AND NOT tgisinternal ORDER BY tgname;
SELECT line, jsonb_pretty(errors) FROM customer_import_rows WHERE import_id = 1 AND line BETWEEN 10 AND 13 ORDER BY line;
SELECT line, cells, old_cells, raw, verifier, old_verifier FROM customer_import_rows
LEFT JOIN customer_import_secrets USING (import_id, line) WHERE import_id = 1 AND line >= 14 ORDER BY line;
SELECT count(*) FROM customer_import_secrets;
DELETE FROM customer_import_rows WHERE import_id = 1 AND line >= 10;
SELECT value = :'secret' AS same_secret FROM customer_settings WHERE key = 'secret';
SELECT word, field FROM customer_header_synonyms
WHERE word IN ('email', 'epost', 'whereto') ORDER BY word COLLATE "C";
SELECT value AS revision FROM customer_settings WHERE key = 'revision' \gset
UPDATE customer_settings SET value = '9999' WHERE key = 'revision';
SELECT customers_setup();

-- Triggers of each partition are enabled, or not, as they were.
CREATE SCHEMA t_setup_parts;
SET customers.schema = 't_setup_parts';
SELECT customers_setup(2);
ALTER TABLE t_setup_parts.customers ENABLE REPLICA TRIGGER customers_tidy_insert;
ALTER TABLE ONLY t_setup_parts.customers_p0 ENABLE TRIGGER customers_tidy_insert;
ALTER TABLE ONLY t_setup_parts.customers_p1 DISABLE TRIGGER customers_tidy_update;
UPDATE t_setup_parts.customer_settings SET value = '1' WHERE key = 'revision';
SELECT customers_setup();
SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger
WHERE tgname LIKE 'customers_tidy%' AND tgrelid::regclass::text LIKE 't_setup_parts.%' ORDER BY tgrelid::regclass::text, tgname;
SET client_min_messages = warning;
DROP SCHEMA t_setup_parts CASCADE;
RESET client_min_messages;


-- A second shop; a schema that is not there; names that need quotes.
CREATE SCHEMA "T ""setup"" @schema@";
SET customers.schema = 'T "setup" @schema@';
SELECT customers_setup();
INSERT INTO "T ""setup"" @schema@".customers (email) VALUES ('Ann@X.no') RETURNING customer_id, email;
SELECT count(*) FROM "T ""setup"" @schema@".customer_profiles;
SET customers.schema = 't_setup_none';
SELECT customers_setup();

-- PostgreSQL's own schemas, and such as end with a session, are none to work in.
CREATE TEMP TABLE t_setup_temp ();
SELECT nspname AS temp_schema FROM pg_namespace WHERE oid = pg_my_temp_schema() \gset
\set VERBOSITY sqlstate
SET customers.schema = :'temp_schema';
SELECT customers_setup();
SET customers.schema = 'pg_toast';
SELECT customers_setup();
SET customers.schema = 'pg_catalog';
SELECT customers_import('x'::bytea);
\set VERBOSITY default
SET customers.schema = 'information_schema';
SELECT customers_setup();
SELECT * FROM customers_find();
DROP TABLE t_setup_temp;

-- Relations of our names that are not ours are left alone.
CREATE SCHEMA t_setup_other;
CREATE TABLE t_setup_other.customers (id int);
CREATE TABLE t_setup_other.customer_settings (key text, value text);
SET customers.schema = 't_setup_other';
SELECT customers_setup();
DROP TABLE t_setup_other.customer_settings;
CREATE TABLE t_setup_other.customer_settings (id int);
SELECT customers_setup();
\d t_setup_other.*

-- Planted by another role, they are refused, whatever they say they are.
CREATE ROLE regress_customers_mallory;
GRANT CREATE, USAGE ON SCHEMA t_setup_other TO regress_customers_mallory;
DROP TABLE t_setup_other.customers, t_setup_other.customer_settings;
SET ROLE regress_customers_mallory;
SELECT customers_setup();
RESET ROLE;
SELECT customers_setup();
-- ... but not by the owner of the schema, nor to a member of the owner.
ALTER SCHEMA t_setup_other OWNER TO regress_customers_mallory;
SELECT customers_setup();
ALTER SCHEMA t_setup_other OWNER TO CURRENT_USER;
CREATE ROLE regress_customers_helper;
GRANT regress_customers_mallory TO regress_customers_helper;
GRANT CREATE, USAGE ON SCHEMA t_setup_other TO regress_customers_helper;
SET ROLE regress_customers_helper;
SELECT customers_setup();
RESET ROLE;

-- A role that may not create tables; a transaction that may not write.
CREATE SCHEMA t_setup_denied;
GRANT USAGE ON SCHEMA t_setup_denied TO regress_customers_mallory;
SET customers.schema = 't_setup_denied';
SET ROLE regress_customers_mallory;
SELECT customers_setup();
RESET ROLE;
BEGIN READ ONLY;
SELECT customers_setup();
ROLLBACK;

-- Everything works without the triggers.
SET customers.schema = 't_setup';
UPDATE t_setup.customer_settings SET value = :'revision' WHERE key = 'revision';
DROP TRIGGER customers_tidy_insert ON t_setup.customers;
DROP TRIGGER customers_tidy_update ON t_setup.customers;
INSERT INTO t_setup.customers (email) VALUES ('Una@X.no') RETURNING email;
INSERT INTO t_setup.customers (email) VALUES ('una@x.no');
SELECT customers_setup();
UPDATE t_setup.customers SET city = 'Bergen' WHERE lower(email) = 'una@x.no' RETURNING email;

\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA t_setup, "T ""setup"" @schema@", t_setup_other, t_setup_denied CASCADE;
DROP ROLE regress_customers_mallory, regress_customers_helper;
