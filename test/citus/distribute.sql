-- customers_distribute(): what it says, what it refuses, and back.
CREATE SCHEMA t_distribute;
SET customers.schema = 't_distribute';
SET search_path = t_distribute, public;
SET client_min_messages = error;
SELECT * FROM customers_undistribute();
SELECT created FROM import_csv(E'email,groups\nann@x.no,VIP\nben@x.no,\n'::bytea);
INSERT INTO customer_orders (customer_id, total) VALUES (1, 10), (NULL, 5);

-- What cannot be kept is named, and nothing is done.
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER note AFTER INSERT ON customers EXECUTE FUNCTION nothing();
CREATE TABLE visits (customer bigint REFERENCES customers);
CREATE TABLE ranks (rank text PRIMARY KEY);
ALTER TABLE customers ADD COLUMN rank text REFERENCES ranks, ADD COLUMN card text UNIQUE;
SELECT * FROM customers_distribute();
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'customers'::regclass AND NOT tgisinternal;
SELECT customers_distribute(0);
DROP TABLE visits;
ALTER TABLE customers DROP COLUMN rank, DROP COLUMN card;
DROP TRIGGER note ON customers;

SELECT relation, note FROM customers_distribute(4);
SELECT logicalrelid, partmethod, count(*) AS shards FROM pg_dist_partition JOIN pg_dist_shard USING (logicalrelid)
	WHERE logicalrelid::text LIKE 'customer%' GROUP BY 1, 2 ORDER BY 1::text;
SELECT relation, note FROM customers_distribute();
SELECT customers_setup();
SELECT email, groups, orders_total FROM customer_profiles ORDER BY email;
SELECT customer_id, total FROM customer_orders ORDER BY 1;
-- Not on a worker.
SELECT customers_erase(customer_id) FROM customers;

SELECT relation, note FROM customers_undistribute();
SELECT customers_setup();
SELECT customer_id, total FROM customer_orders ORDER BY 1;
SELECT indexrelid::regclass, indisunique FROM pg_index WHERE indrelid IN ('customers'::regclass, 'customer_orders'::regclass) ORDER BY 1::text;
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'customers'::regclass AND NOT tgisinternal;
SELECT conname FROM pg_constraint WHERE conrelid = 'customer_group_members'::regclass AND contype = 'f' ORDER BY 1;
SELECT created FROM import_csv(E'email,groups\ncy@x.no,VIP\n'::bytea);

-- An application's own table is written through a view, which citus does not.
CREATE SCHEMA t_distribute_app;
CREATE TABLE t_distribute_app.users (id bigint PRIMARY KEY, mail text, full_name text, newsletter boolean);
CREATE SCHEMA t_distribute_list;
SET customers.schema = 't_distribute_list';
SELECT count(*) FROM customers_adopt('t_distribute_app.users', '{"mail": "email", "full_name": "name", "newsletter": "subscribed"}');
SELECT * FROM customers_distribute();
SELECT customers_release();
SELECT create_distributed_table('t_distribute_app.users', 'id');
SELECT * FROM customers_adopt('t_distribute_app.users', '{"mail": "email", "full_name": "name", "newsletter": "subscribed"}');
