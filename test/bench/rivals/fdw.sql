-- One statement that previews nothing: file_fdw + MERGE (PostgreSQL 15).
--
--   psql -v csv=PATH -v wm=64MB -f fdw.sql
SET work_mem = :'wm';
\set columns 'email, first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city'
\set live 'c.email, c.first_name, c.last_name, c.phone, c.company, c.vip, c.tax_exempt, c.loyalty_points, c.region, c.country, c.city'
\set values 's.email, s.first_name, s.last_name, s.phone, s.company, s.vip, s.tax_exempt, s.loyalty_points, s.region, s.country, s.city'
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
SELECT format('CREATE FOREIGN TABLE src (customer_id text, email text, first_name text, last_name text, phone text, company text, vip text, tax_exempt text, loyalty_points text, region text, country text, city text) SERVER files OPTIONS (filename %L, format ''csv'', header ''true'')', :'csv') \gexec
\set step merge
\ir step.sql
MERGE INTO customers c
USING (
	SELECT coalesce(customer_id::bigint, (SELECT id FROM customers l WHERE lower(l.email) = lower(src.email))) AS cid,
		email, first_name, last_name, phone, company, vip::boolean AS vip, tax_exempt::boolean AS tax_exempt,
		loyalty_points::int AS loyalty_points, region, country, city
	FROM src
	WHERE coalesce(customer_id ~ '^\d{1,18}$', true) AND coalesce(email ~ '^[^@\s]+@[^@\s]+$', false)
		AND coalesce(vip IN ('true', 'false'), false) AND coalesce(tax_exempt IN ('true', 'false'), false)
		AND coalesce(loyalty_points ~ '^-?\d{1,9}$', false)) s
ON c.id = s.cid
WHEN MATCHED AND (:live) IS DISTINCT FROM (:values) THEN UPDATE SET (:columns, updated_at) = (:values, now())
WHEN NOT MATCHED THEN INSERT (id, :columns) VALUES (coalesce(s.cid, nextval('customers_id_seq')), :values);
\set step end
\ir step.sql
