-- A part of an application's table as the customers: fixed values, rows marked as deleted.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA app;
CREATE SCHEMA t_seven;
CREATE SCHEMA t_eight;
CREATE TABLE app.people (
	id bigserial PRIMARY KEY,
	tenant_id integer NOT NULL,
	email text,
	code text,
	name text NOT NULL DEFAULT '',
	city text,
	newsletter boolean NOT NULL DEFAULT false,
	deleted_at timestamptz,
	nick text,
	CONSTRAINT one_mail UNIQUE (tenant_id, email),
	CONSTRAINT one_nick UNIQUE (tenant_id, nick));
INSERT INTO app.people (tenant_id, email, code, name, newsletter, deleted_at) VALUES
	(7, 'ann@x.example', 'A1', 'Ann', true, NULL),
	(7, 'bo@x.example', 'B1', 'Bo', true, NULL),
	(7, 'gone@x.example', 'G1', 'Gone', false, '2026-01-01 UTC'),
	(8, 'ann@x.example', 'A1', 'Ann of eight', true, NULL),
	(8, 'eve@x.example', 'E1', 'Eve', false, NULL);
UPDATE app.people SET nick = 'A' WHERE id IN (1, 4);
\set map '{"code": "identifier", "newsletter": "subscribed", "nick": "nick"}'

-- What cannot be.
SET customers.schema = 't_seven';
SELECT * FROM customers_adopt('app.people', :'map', '7');
SELECT * FROM customers_adopt('app.people', :'map', '{"tenant": 7}');
SELECT * FROM customers_adopt('app.people', :'map', '{"tenant_id": null}');
SELECT * FROM customers_adopt('app.people', :'map', '{"tenant_id": "x"}');
SELECT * FROM customers_adopt('app.people', :'map', '{"code": "A1"}');
SELECT * FROM customers_adopt('app.people', '{"city": "deleted"}');

-- Two lists over one table.
SELECT column_name, field, note FROM customers_adopt('app.people', :'map', '{"tenant_id": 7}') WHERE note NOT LIKE 'no index%' OR note IS NULL;
SET customers.schema = 't_eight';
SELECT column_name, field FROM customers_adopt('app.people', :'map', '{"tenant_id": 8}') WHERE column_name = 'tenant_id';
SELECT tgname FROM pg_trigger WHERE tgrelid = 'app.people'::regclass AND NOT tgisinternal ORDER BY 1;
SELECT customer_id, email FROM customers_find() ORDER BY 1;
SET customers.schema = 't_seven';
SELECT customer_id, email FROM customers_find() ORDER BY 1;

-- A file finds and makes the rows of its list, and whoever was deleted stays away.
SELECT customers_import(E'identifier,email,name,city,subscribed\nA1,ann@x.example,Ann,Oslo,yes\nN1,new@x.example,New,Rome,yes\n,eve@x.example,Eve of seven,,yes\nG9,GONE@x.example,Gone,Paris,no\nG1,,Gone,Lyon,\n'::bytea) AS id \gset
SELECT line, action, reason, customer_id FROM t_seven.customer_import_rows ORDER BY line;
SELECT created, changed, excluded, opted_out FROM t_seven.customer_imports;
SELECT created, changed, unchanged, rejected, excluded, status FROM customers_merge(:id);
SELECT id, tenant_id, email, code, name, city, newsletter, deleted_at IS NOT NULL AS deleted FROM app.people ORDER BY id;
SELECT customers_import(E'customer_id,name\n3,Gone\n2,Bob\n99,Who\n'::bytea, mapping => '{"customer_id": "customer_id"}') AS id3 \gset
SELECT line, action, reason FROM t_seven.customer_import_rows WHERE import_id = :id3 ORDER BY line;
SELECT line, code, message FROM t_seven.customer_import_errors WHERE import_id = :id3;
SELECT customers_cancel(:id3);
SELECT customers_save('{"email": "gone@x.example", "name": "Back"}');
SELECT customers_save('{"email": "bo@x.example", "city": "Bergen"}');

SELECT customers_import(E'email,nick\nu@x.example,E\nv@x.example,E\nw@x.example,A\n'::bytea) AS id4 \gset
SELECT line, action, reason FROM t_seven.customer_import_rows WHERE import_id = :id4 ORDER BY line;
SELECT customers_cancel(:id4);

-- Undone: a created row is deleted for good.
SELECT reverted, kept FROM customers_revert(:id);
SELECT id, email, city, deleted_at IS NOT NULL AS deleted FROM app.people WHERE tenant_id = 7 ORDER BY id;

-- A deletion marks; consent and groups follow, by whatever way somebody leaves and comes back.
SELECT customers_group_create('VIP');
SELECT customers_group_assign('VIP', ARRAY[1, 2]);
UPDATE app.people SET newsletter = false WHERE id = 2;
SELECT customers_delete(ARRAY[2]);
SELECT id, deleted_at IS NOT NULL AS deleted FROM app.people WHERE tenant_id = 7 ORDER BY id;
SELECT customer_id FROM t_seven.customer_group_members;
SELECT count(*) AS hashes, bool_and(reason = 'unsubscribed') AS all_no FROM t_seven.customer_erasures;
UPDATE app.people SET deleted_at = NULL, newsletter = true WHERE id = 2;
SELECT count(*) AS hashes FROM t_seven.customer_erasures;
SELECT was_subscribed, is_subscribed FROM t_seven.customer_consent_log WHERE customer_id = 2 ORDER BY changed_at;
UPDATE app.people SET tenant_id = 8, email = 'bo8@x.example' WHERE id = 2;
SELECT customer_id, email FROM customers_find() ORDER BY 1;
SELECT count(*) FROM t_eight.customer_consent_log;

-- Erasing reaches the deleted.
SELECT customers_erase(3);
SELECT count(*) FROM app.people WHERE id = 3;
INSERT INTO app.people (tenant_id, email, name, deleted_at) VALUES (7, 'old@x.example', 'Old', now());
SELECT customers_erase('OLD@x.example');
SELECT count(*) FROM app.people WHERE email = 'old@x.example';
SELECT * FROM import_csv(E'email,name\nold@x.example,Old\n'::bytea);
SELECT code FROM t_seven.customer_import_errors WHERE value = 'old@x.example';

-- Given back, the table is as it was.
SELECT customers_release();
SET customers.schema = 't_eight';
SELECT customers_release();
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'app.people'::regclass AND NOT tgisinternal;

-- Marked by a boolean.
CREATE TABLE app.members (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(100), is_deleted boolean NOT NULL DEFAULT false);
INSERT INTO app.members (email, is_deleted) VALUES ('a@x.example', false), ('b@x.example', true);
SELECT column_name, field FROM customers_adopt('app.members') WHERE column_name IS NOT NULL;
SELECT customers_delete(ARRAY[1]);
TABLE app.members ORDER BY id;
SELECT customers_release();
DROP SCHEMA app, t_seven, t_eight CASCADE;
