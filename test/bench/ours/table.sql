-- Our live table, filled from :csv, unless '': what customers_setup() makes,
-- with all its triggers, checks and indexes.
CREATE EXTENSION customers;
SELECT customers_setup();
SELECT :'csv' <> '' AS load \gset
\if :load
CREATE UNLOGGED TABLE load (customer_id bigint, email text, first_name text, last_name text, phone text, company text,
	vip boolean, tax_exempt boolean, loyalty_points bigint, region text, country text, city text);
SELECT format('COPY load FROM %L (FORMAT csv, HEADER)', :'csv') \gexec
INSERT INTO customers (customer_id, email, first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city)
SELECT customer_id, lower(email COLLATE "C"), first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city
FROM load;
DROP TABLE load;
SELECT setval(pg_get_serial_sequence('customers', 'customer_id'), (SELECT max(customer_id) * 2 FROM customers));
\endif
VACUUM (FREEZE, ANALYZE) customers;
