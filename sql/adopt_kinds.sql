-- Kinds of columns of an adopted table: what each can hold is asked at the preview.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA app;
CREATE SCHEMA t_kinds;
SET customers.schema = 't_kinds';
SET search_path = public;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE app.color AS ENUM ('red', 'green', 'blue');
CREATE DOMAIN app.zip AS text CHECK (VALUE ~ '^\d{4}$');
CREATE TABLE app.plans (code text PRIMARY KEY);
INSERT INTO app.plans VALUES ('free'), ('paid');
CREATE TABLE app.people (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	email varchar(30) NOT NULL UNIQUE,
	name varchar(10),
	city char(8),
	postal_code app.zip,
	country char(2),
	language char(2),
	vip smallint NOT NULL DEFAULT 0 CHECK (vip IN (0, 1)),
	tax_exempt integer,
	phone citext,
	color app.color,
	tags text[],
	extra jsonb,
	seen timestamptz,
	seen_local timestamp,
	score numeric(6, 2) CHECK (score < 1000),
	plan text NOT NULL DEFAULT 'free' REFERENCES app.plans,
	shout text GENERATED ALWAYS AS (upper(name)) STORED,
	is_staff boolean NOT NULL DEFAULT false CHECK (NOT is_staff OR id > 0),
	updated_at timestamp);
INSERT INTO app.people (email, name, city, country, phone, color) VALUES ('Ann@X.example', 'Ann', 'Oslo', 'NO', '+47 ABC', 'red');
SELECT column_name, type, field, note FROM customers_adopt('app.people',
	'{"color": "color", "tags": "tags", "extra": "extra", "seen": "seen", "seen_local": "seen_local", "score": "score", "plan": "plan", "shout": "shout"}')
	WHERE column_name IS NOT NULL;

SELECT customers_import($$email,name,city,postal_code,country,language,vip,tax_exempt,phone,color,tags,extra,seen,seen_local,score,plan,shout
ann@x.example,Ann,Oslo,0150,NO,nb,yes,no,+47 ABC,red,"{a,b}","{""a"": 1}",2024-01-01,2024-01-02,5.5,paid,X
bo@x.example,Bo,Bergen,5003,no,,1,true,,blue,{},{},2024-01-01 12:00+02,2024-01-02 12:00,7,,
e1@x.example,Much too long,,,,,,,,,,,,,,,
e2@x.example,,Lillehammer,,,,,,,,,,,,,,
e3@x.example,,,12,,,,,,,,,,,,,
e4@x.example,,,,NOR,,,,,,,,,,,,
e5@x.example,,,,,,maybe,,,,,,,,,,
e6@x.example,,,,,,,,,gren,,,,,,,
e7@x.example,,,,,,,,,purple,,,,,,,
e8@x.example,,,,,,,,,,"{a",,,,,,
e9@x.example,,,,,,,,,,,"{",,,,,
e10@x.example,,,,,,,,,,,,never,,,,
e11@x.example,,,,,,,,,,,,,,1.234,,
e12@x.example,,,,,,,,,,,,,,99999,,
e13@x.example,,,,,,,,,,,,,,1000,,
e14@x.example,,,,,,,,,,,,,,,gold,
an-email-that-is-too-long@of-somebody.example,,,,,,,,,,,,,,,,
$$::bytea) AS id \gset
SELECT line, field, value, code, message, hint FROM t_kinds.customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT line, field, old_value, new_value FROM t_kinds.customer_import_diff WHERE import_id = :id ORDER BY line, field;
SELECT value, code, suggestion FROM customers_import_values(:id) WHERE field = 'color' ORDER BY value;
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT id, email, name, city, postal_code, country, language, vip, tax_exempt, phone, color, tags, extra, score, plan, shout FROM app.people ORDER BY id;

-- What was written comes back as unchanged, and is undone.

SELECT line FROM customers_export_csv() AS line;
SELECT customers_import((SELECT string_agg(line, E'\n') FROM customers_export_csv() AS line)::bytea) AS again \gset
SELECT uploaded, unchanged, rejected FROM t_kinds.customer_imports WHERE import_id = :again;
SELECT customers_cancel(:again);
SELECT customers_save('{"email": "bo@x.example", "vip": false, "tax_exempt": null, "color": "green"}');
SELECT customers_save('{"email": "bo@x.example", "color": "gren"}');
SELECT customer_id, vip, tax_exempt, country, city FROM customers_find('bo');
SELECT customers_segment_define('Important', 'vip AND NOT tax_exempt');
SELECT customer_id FROM customers_segment('Important');
SELECT reverted, kept FROM customers_revert(:id);
SELECT id, email, city, postal_code, vip, tax_exempt, color, tags, plan FROM app.people ORDER BY id;

-- NOT NULL without a default, which the file does not bring: by the column's name.

ALTER TABLE app.people ADD origin text;
UPDATE app.people SET origin = 'web';
ALTER TABLE app.people ALTER origin SET NOT NULL;
SELECT customers_import(E'email,name\nann@x.example,Anna\nnew@x.example,New\n'::bytea) AS id \gset
SELECT line, field, code, message FROM t_kinds.customer_import_errors WHERE import_id = :id;
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT customers_release();

-- CHECK and UNIQUE over columns that are not used: as the row would be.

CREATE TABLE app.members (id serial PRIMARY KEY, email text, phone text, name text, removed_at date, state text NOT NULL DEFAULT 'open',
	CHECK (state <> 'open' OR phone <> '0'));
CREATE UNIQUE INDEX members_phone ON app.members (phone) WHERE removed_at IS NULL;
INSERT INTO app.members (email, phone, removed_at, state) VALUES ('a@x.example', '111', NULL, 'open'), ('b@x.example', '222', '2020-01-01', 'closed');
SELECT column_name, field FROM customers_adopt('app.members') WHERE column_name IS NOT NULL;
SELECT customers_import($$email,phone
c@x.example,111
d@x.example,222
e@x.example,0
b@x.example,0
f@x.example,333
g@x.example,333
$$::bytea) AS id \gset
SELECT line, field, value, code, message FROM t_kinds.customer_import_errors WHERE import_id = :id ORDER BY line;
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT customers_release();
DROP SCHEMA t_kinds, app CASCADE;
