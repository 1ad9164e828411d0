-- The toughest rival: typed staging (one bad cell stops the whole file), no
-- validation, no duplicate check.
--
--   psql -v csv=PATH -v merge=updins|upsert -v wm=64MB -f lean.sql
SET work_mem = :'wm';
\set values 's.email, s.first_name, s.last_name, s.phone, s.company, s.vip, s.tax_exempt, s.loyalty_points, s.region, s.country, s.city'
\set live 'c.email, c.first_name, c.last_name, c.phone, c.company, c.vip, c.tax_exempt, c.loyalty_points, c.region, c.country, c.city'
\set new 'excluded.email, excluded.first_name, excluded.last_name, excluded.phone, excluded.company, excluded.vip, excluded.tax_exempt, excluded.loyalty_points, excluded.region, excluded.country, excluded.city'
\set columns 'email, first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city'

\set step stage
\ir step.sql
CREATE UNLOGGED TABLE stage (customer_id bigint, email text, first_name text, last_name text, phone text, company text,
	vip boolean, tax_exempt boolean, loyalty_points int, region text, country text, city text);
SELECT format('COPY stage FROM %L (FORMAT csv, HEADER)', :'csv') \gexec

\set step analyze
\ir step.sql
ANALYZE stage;

\set step diff_row
\ir step.sql
CREATE UNLOGGED TABLE diff_row AS
SELECT s.ctid AS line, c.id AS cid FROM stage s LEFT JOIN customers c ON c.id = s.customer_id
WHERE s.customer_id IS NOT NULL AND (c.id IS NULL OR (:live) IS DISTINCT FROM (:values))
UNION ALL
SELECT s.ctid, c.id FROM stage s LEFT JOIN customers c ON lower(c.email) = lower(s.email)
WHERE s.customer_id IS NULL AND (c.id IS NULL OR (:live) IS DISTINCT FROM (:values));

\set step analyze_diff
\ir step.sql
ANALYZE diff_row;

\set step diff_cell
\ir step.sql
CREATE UNLOGGED TABLE diff_cell AS
SELECT d.line, d.cid, v.field, v.old, v.new
FROM diff_row d JOIN stage s ON s.ctid = d.line JOIN customers c ON c.id = d.cid
CROSS JOIN LATERAL (VALUES
	('email', c.email, s.email), ('first_name', c.first_name, s.first_name), ('last_name', c.last_name, s.last_name),
	('phone', c.phone, s.phone), ('company', c.company, s.company),
	('vip', c.vip::text, s.vip::text), ('tax_exempt', c.tax_exempt::text, s.tax_exempt::text),
	('loyalty_points', c.loyalty_points::text, s.loyalty_points::text),
	('region', c.region, s.region), ('country', c.country, s.country), ('city', c.city, s.city)) v (field, old, new)
WHERE v.old IS DISTINCT FROM v.new;

SELECT :'merge' = 'upsert' AS upsert, :'merge' = 'updins' AS updins \gset
\set step merge
\ir step.sql
\if :upsert
INSERT INTO customers AS c (id, :columns)
SELECT coalesce(d.cid, s.customer_id, nextval('customers_id_seq')), :values
FROM diff_row d JOIN stage s ON s.ctid = d.line
ON CONFLICT (id) DO UPDATE SET (:columns, updated_at) = (:new, now());
\elif :updins
BEGIN;
UPDATE customers c SET (:columns, updated_at) = ROW(:values, now())
FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE c.id = d.cid;
INSERT INTO customers (id, :columns) SELECT coalesce(s.customer_id, nextval('customers_id_seq')), :values
FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE d.cid IS NULL;
COMMIT;
\endif
\set step end
\ir step.sql
