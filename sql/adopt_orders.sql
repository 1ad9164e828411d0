-- customers_adopt_orders(): an application's own table as the orders of a schema.

\set VERBOSITY terse
SET client_min_messages = warning;
CREATE SCHEMA app;
CREATE SCHEMA t_adopt;
SET customers.schema = 't_adopt';
SET search_path = public;
CREATE TABLE app.users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE, name text, subscribed boolean);
CREATE TYPE app.order_status AS ENUM ('new', 'paid', 'cancelled');
CREATE TABLE app.orders (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	user_id integer REFERENCES app.users,
	number varchar(20),
	status app.order_status NOT NULL DEFAULT 'new',
	amount integer NOT NULL DEFAULT 0,
	email varchar(320) NOT NULL DEFAULT '',
	ship_to text,
	details json,
	secret text,
	created_at timestamp NOT NULL DEFAULT '2026-01-02');
INSERT INTO app.users (email, name, subscribed) VALUES ('ann@x.example', 'Ann Berg', true), ('bo@x.example', 'Bo Dahl', true), ('cy@x.example', 'Cy Lie', false);
INSERT INTO app.orders (user_id, number, amount, email, ship_to, secret) VALUES
	(1, 'A-1', 1000, 'ann@x.example', 'Oslo', 'x'), (1, 'A-2', 550, 'Ann@x.example', 'Oslo', 'x'), (2, 'B-1', 70, 'bo@x.example', NULL, 'x');
SELECT count(*) FROM customers_adopt('app.users');

-- Seen before it is done, and nothing is left of that; the foreign key says who it is.

\x on
SELECT * FROM customers_adopt_orders('app.orders', dry_run => true);
\x off
SELECT to_regclass('t_adopt.adopted_orders');
SELECT orders_count FROM t_adopt.customer_profiles WHERE customer_id = 1;
CREATE INDEX ON app.orders (user_id);
SELECT column_name, type, field, note FROM customers_adopt_orders('app.orders',
	'{"number": "order_number", "amount": "total", "email": "customer_email", "ship_to": "ship_to", "created_at": "ordered_at"}');

-- Counted and totalled everywhere.

SELECT customer_id, orders_count, orders_total FROM t_adopt.customer_profiles ORDER BY 1;
SELECT customer_id, orders_count, orders_total FROM customers_find('ann');
SELECT customers_segment_define('Buyers', 'orders_total > 100');
SELECT customers_segment_define('None', 'orders_count = 0');
SELECT customer_id FROM customers_segment('Buyers');
SELECT customer_id FROM customers_segment('None');
UPDATE app.orders SET amount = 170 WHERE number = 'B-1';
SELECT customer_id FROM customers_segment('Buyers') ORDER BY 1;
SELECT pg_typeof(orders_total) FROM t_adopt.customer_profiles LIMIT 1;
SELECT customers_about(1) -> 'orders' -> 0;

-- Placed there, each number once.

SELECT customers_place_order('{"email": "CY@x.example", "order_number": "C-1", "total": 99, "status": "paid", "ship_to": "Voss"}') AS c1 \gset
SELECT customers_place_order('{"email": "cy@x.example", "order_number": "C-1", "total": 99, "status": "paid"}') = :c1;
\set VERBOSITY default
SELECT customers_place_order('{"email": "cy@x.example", "order_number": "C-1", "total": 98}');
SELECT customers_place_order('{"email": "cy@x.example", "currency": "NOK"}');
SELECT customers_place_order('{"email": "cy@x.example", "secret": "x"}');
SELECT customers_place_order('{"email": "cy@x.example", "status": "lost"}');
SELECT customers_place_order('{"email": "cy@x.example", "order_number": "a number that is much too long"}');
\set VERBOSITY terse
SELECT user_id, number, status, amount, email, ship_to, created_at FROM app.orders WHERE id = :c1;
SELECT customers_place_order('{"email": "new@x.example", "total": "1"}') IS NOT NULL;
SELECT u.email, o.amount FROM app.orders AS o JOIN app.users AS u ON u.id = o.user_id WHERE o.user_id > 3;

-- An undo keeps who has ordered since.

SELECT customers_import(E'email,name\nuse@x.example,Used\nfree@x.example,Free\n'::bytea) AS id \gset
SELECT * FROM customers_merge(:id);
SELECT customers_place_order('{"email": "use@x.example", "total": 5}') IS NOT NULL;
SELECT * FROM customers_revert(:id);
SELECT email FROM app.users WHERE email LIKE '%e@x.example' ORDER BY 1;

-- An erasure empties what columns names of a person, and nothing else.

SELECT customers_erase('ann@x.example');
SELECT id, user_id, number, amount, email, ship_to, secret FROM app.orders WHERE id <= 3 ORDER BY 1;
SELECT customers_place_order('{"email": "ann@x.example", "order_number": "A-1", "ship_to": "Oslo"}') = 1;

-- A deletion copies the email, but no name: there is no column for it.

ALTER TABLE app.orders DROP CONSTRAINT orders_user_id_fkey, ALTER email DROP NOT NULL;
UPDATE app.orders SET email = NULL WHERE number = 'B-1';
SELECT customers_delete('{2}');
SELECT user_id, email FROM app.orders WHERE number = 'B-1';

-- A column that an order must have, and cannot be given.

ALTER TABLE app.orders ADD branch integer;
UPDATE app.orders SET branch = 1;
ALTER TABLE app.orders ALTER branch SET NOT NULL;
\set VERBOSITY default
SELECT customers_place_order('{"email": "cy@x.example", "total": 5}');
\set VERBOSITY terse

-- Adopted again, otherwise: a column renamed since, a NOT NULL customer, by the primary key.

ALTER TABLE app.orders RENAME amount TO sum;
SELECT sum(orders_total) FROM t_adopt.customer_profiles;
DELETE FROM app.orders WHERE user_id IS NULL;
ALTER TABLE app.orders ALTER user_id SET NOT NULL;
SELECT column_name, field, note FROM customers_adopt_orders('app.orders', '{"user_id": "customer_id", "details": "details"}');
SELECT sum(orders_count) AS count, sum(orders_total) AS total FROM t_adopt.customer_profiles;
SELECT customers_erase('cy@x.example');
SELECT user_id, number, email FROM app.orders WHERE id = :c1;

-- What cannot be adopted.

\set VERBOSITY default
CREATE TABLE app.keyless (who bigint, what money, at date NOT NULL, why uuid NOT NULL);
SELECT customers_adopt_orders('app.keyless');
SELECT customers_adopt_orders('app.keyless', '{"who": "customer_id", "what": "cost"}');
SELECT customers_adopt_orders('app.keyless', '{"why": "customer_id"}');
SELECT customers_adopt_orders('app.keyless', '{"who": "customer_id", "why": "why"}');
SELECT customers_adopt_orders('app.keyless', '{"who": "customer_id", "at": "total"}');
SELECT customers_adopt_orders('app.keyless', '{"who": "customer_id", "nobody": "total"}');
SELECT customers_adopt_orders('app.keyless', '["who"]');
SELECT customers_adopt_orders('app.users', '{"id": "customer_id"}');
SELECT customers_adopt_orders('t_adopt.customer_groups', '{"group_id": "customer_id"}');
SELECT customers_adopt_orders('pg_class');
SELECT customers_adopt_orders(NULL);
\set VERBOSITY terse
SELECT column_name, field, note FROM customers_adopt_orders('app.keyless', '{"who": "customer_id", "what": "total"}');
INSERT INTO app.keyless SELECT id, 12.50, '2026-01-01', '00000000-0000-0000-0000-000000000001' FROM app.users WHERE email = 'use@x.example';
SELECT email, orders_count, orders_total > 12 AS more FROM t_adopt.customer_profiles WHERE orders_count > 0;
\set VERBOSITY default
SELECT customers_place_order('{"email": "use@x.example", "total": 5}');
\set VERBOSITY terse

-- Given back, together with the customers; and without any that were adopted.

SELECT customers_release();
SELECT to_regclass('t_adopt.adopted_orders'), to_regclass('t_adopt.adopted_customers');
SELECT customers_setup();
SELECT customers_place_order('{"email": "ours@x.example", "total": 5}');
\set VERBOSITY default
SELECT customers_adopt_orders('app.orders', '{"user_id": "customer_id"}');
\set VERBOSITY terse
DELETE FROM t_adopt.customer_orders;
UPDATE app.orders SET user_id = 1;
SELECT count(*) FROM customers_adopt_orders('app.orders', '{"user_id": "customer_id", "sum": "total"}');
SELECT email, orders_count FROM t_adopt.customer_profiles;
SELECT customers_setup();
SELECT customers_release();
SELECT email, orders_count FROM t_adopt.customer_profiles;
SELECT customers_release();

-- A view of another name's owner stands for nothing.

CREATE ROLE regress_planter;
GRANT CREATE, USAGE ON SCHEMA t_adopt TO regress_planter;
SET ROLE regress_planter;
CREATE VIEW t_adopt.adopted_orders AS SELECT 1::bigint AS customer_id, 100::numeric AS total;
RESET ROLE;
SELECT orders_count FROM customers_find('ours');
DROP VIEW t_adopt.adopted_orders;
REVOKE ALL ON SCHEMA t_adopt FROM regress_planter;
DROP ROLE regress_planter;
DROP SCHEMA t_adopt CASCADE;
DROP SCHEMA app CASCADE;

-- Which orders count; totals in cents; numbers that are integers or uuids; guests, who are no customers.

CREATE SCHEMA app;
CREATE SCHEMA t_adopt;
CREATE TABLE app.users (id bigserial PRIMARY KEY, email text, name text);
INSERT INTO app.users (email) VALUES ('ann@x.example'), ('bo@x.example');
SELECT count(*) FROM customers_adopt('app.users');
CREATE TYPE app.state AS ENUM ('open', 'paid', 'cancelled');
CREATE TABLE app.sales (id bigserial PRIMARY KEY, user_id bigint REFERENCES app.users, number bigint UNIQUE, state app.state NOT NULL DEFAULT 'open',
	test boolean, refunded_at timestamptz, amount_cents integer NOT NULL DEFAULT 0, currency char(3));
INSERT INTO app.sales (user_id, number, state, test, refunded_at, amount_cents) VALUES
	(1, 1, 'paid', false, NULL, 1050), (1, 2, 'cancelled', false, NULL, 99900), (1, 3, 'paid', NULL, NULL, 25), (1, 4, 'open', true, NULL, 1),
	(1, 5, 'paid', false, '2026-01-01', 7), (2, 6, 'cancelled', false, NULL, 5), (NULL, 7, 'paid', false, NULL, 5000);
SELECT column_name, field, note FROM customers_adopt_orders('app.sales', '{"state": "status", "amount_cents": "total"}', dry_run => true);
SELECT customers_adopt_orders('app.sales', counted => '{"lost": 1}');
SELECT customers_adopt_orders('app.sales', counted => '{"state": "lost"}');
SELECT customers_adopt_orders('app.sales', counted => '{"state": {"a": 1}}');
SELECT customers_adopt_orders('app.sales', counted => '["paid"]');
SELECT customers_adopt_orders('app.sales', '{"amount_cents": "total_cents", "currency": "total"}');
SELECT column_name, field, note FROM customers_adopt_orders('app.sales', '{"state": "status", "amount_cents": "total_cents", "number": "order_number"}',
	counted => '{"state": ["open", "paid"], "test": [false, null], "refunded_at": null}');
SELECT email, orders_count, orders_total FROM t_adopt.customer_profiles ORDER BY 1;
SELECT email, orders_count, orders_total FROM customers_find(filter => 'orders_count > 1');
SELECT email FROM customers_find(filter => 'orders_count = 0');
SELECT customers_place_order('{"email": "bo@x.example", "order_number": "0012", "total": "99,50", "status": "paid"}') AS order_id \gset
SELECT customers_place_order('{"email": "bo@x.example", "order_number": 12, "total": 99.5, "status": "paid"}') = :order_id;
SELECT customers_place_order('{"email": "bo@x.example", "order_number": 12, "total": 99}');
SELECT customers_place_order('{"email": "bo@x.example", "order_number": "twelve", "total": 99}');
SELECT customers_place_order('{"email": "bo@x.example", "order_number": 13, "total": 0.005}');
SELECT customers_place_order('{"email": "bo@x.example", "order_number": 13, "total": "much"}');
SELECT customers_place_order('{"email": "bo@x.example", "order_number": 13, "total": null}') > 0;
SELECT user_id, number, state, amount_cents FROM app.sales WHERE id >= :order_id AND number < 13;
SELECT email, orders_count, orders_total FROM t_adopt.customer_profiles ORDER BY 1;
ALTER TABLE app.sales RENAME state TO status;
ALTER TABLE app.sales ALTER status TYPE text, ALTER number TYPE uuid USING NULL;
SELECT email, orders_count, orders_total FROM t_adopt.customer_profiles ORDER BY 1;
SELECT customers_place_order('{"email": "bo@x.example", "order_number": "{00000000000000000000000000000001}", "total": 1, "status": "paid"}') AS order_id \gset
SELECT customers_place_order('{"email": "bo@x.example", "order_number": "00000000-0000-0000-0000-000000000001", "total": 1, "status": "paid"}') = :order_id;
ALTER TABLE app.sales DROP status;
SELECT count(*) FROM t_adopt.customer_profiles;
SELECT customers_release();
DROP SCHEMA t_adopt, app CASCADE;
