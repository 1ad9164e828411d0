-- What a skilled engineer writes today, with the checks that an import makes:
-- stage as text, analyze, validate and diff by row, look for duplicates, diff
-- by cell, then merge what differs.
--
--   psql -v csv=PATH -v merge=updins|upsert|merge -v wm=64MB -f hand.sql
SET work_mem = :'wm';
\set values 's.email, s.first_name, s.last_name, s.phone, s.company, s.vip::boolean, s.tax_exempt::boolean, s.loyalty_points::int, s.region, s.country, s.city'
\set live 'c.email, c.first_name, c.last_name, c.phone, c.company, c.vip, c.tax_exempt, c.loyalty_points, c.region, c.country, c.city'
\set new 'excluded.email, excluded.first_name, excluded.last_name, excluded.phone, excluded.company, excluded.vip, excluded.tax_exempt, excluded.loyalty_points, excluded.region, excluded.country, excluded.city'
\set columns 'email, first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city'

\set step stage
\ir step.sql
CREATE UNLOGGED TABLE stage (customer_id text, email text, first_name text, last_name text, phone text, company text,
	vip text, tax_exempt text, loyalty_points text, region text, country text, city text);
SELECT format('COPY stage FROM %L (FORMAT csv, HEADER)', :'csv') \gexec

\set step analyze
\ir step.sql
ANALYZE stage;

-- customer_id decides; a row without one is matched on lower(email).  A bad
-- cell makes the row an error; LIKE and translate() say so in about half the time
-- of regular expressions.  Unchanged rows are not written.  The source is
-- inlined twice: as one materialized CTE it would be spilled to disk.
\set step diff_row
\ir step.sql
CREATE UNLOGGED TABLE diff_row AS
WITH s AS NOT MATERIALIZED (
	SELECT ctid AS line, *,
		coalesce(translate(customer_id, '0123456789', '') = '' AND length(customer_id) BETWEEN 1 AND 18, true)
		AND coalesce(email LIKE '_%@_%' AND email NOT LIKE '%@%@%' AND email NOT LIKE '% %', false)
		AND coalesce(vip IN ('true', 'false'), false) AND coalesce(tax_exempt IN ('true', 'false'), false)
		AND coalesce(translate(ltrim(loyalty_points, '-'), '0123456789', '') = '' AND loyalty_points NOT LIKE '_%-%'
			AND loyalty_points <> '-' AND length(loyalty_points) BETWEEN 1 AND 9, false) AS ok
	FROM stage)
SELECT s.line, c.id AS cid, CASE WHEN NOT ok THEN 'error' WHEN c.id IS NULL THEN 'new' ELSE 'changed' END AS kind
FROM s LEFT JOIN customers c ON c.id = CASE WHEN ok THEN s.customer_id::bigint END
WHERE s.customer_id IS NOT NULL
	AND CASE WHEN NOT ok OR c.id IS NULL THEN true ELSE (:live) IS DISTINCT FROM (:values) END
UNION ALL
SELECT s.line, c.id, CASE WHEN NOT ok THEN 'error' WHEN c.id IS NULL THEN 'new' ELSE 'changed' END
FROM s LEFT JOIN customers c ON lower(c.email) = lower(s.email)
WHERE s.customer_id IS NULL
	AND CASE WHEN NOT ok OR c.id IS NULL THEN true ELSE (:live) IS DISTINCT FROM (:values) END;

\set step dup_check
\ir step.sql
SELECT count(*) FROM (SELECT lower(email) FROM stage GROUP BY 1 HAVING count(*) > 1) d;

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
	('vip', c.vip::text, s.vip::boolean::text), ('tax_exempt', c.tax_exempt::text, s.tax_exempt::boolean::text),
	('loyalty_points', c.loyalty_points::text, s.loyalty_points::int::text),
	('region', c.region, s.region), ('country', c.country, s.country), ('city', c.city, s.city)) v (field, old, new)
WHERE d.kind = 'changed' AND v.old IS DISTINCT FROM v.new;

SELECT :'merge' = 'upsert' AS upsert, :'merge' = 'merge' AS merge, :'merge' = 'updins' AS updins \gset
\set step merge
\ir step.sql
\if :upsert
INSERT INTO customers AS c (id, :columns)
SELECT coalesce(d.cid, s.customer_id::bigint, nextval('customers_id_seq')), :values
FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE d.kind IN ('new', 'changed')
ON CONFLICT (id) DO UPDATE SET (:columns, updated_at) = (:new, now());
\elif :merge
MERGE INTO customers c
USING (SELECT d.cid, s.* FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE d.kind IN ('new', 'changed')) s ON c.id = s.cid
WHEN MATCHED THEN UPDATE SET (:columns, updated_at) = (:values, now())
WHEN NOT MATCHED THEN INSERT (id, :columns) VALUES (coalesce(s.customer_id::bigint, nextval('customers_id_seq')), :values);
\elif :updins
BEGIN;
UPDATE customers c SET (:columns, updated_at) = ROW(:values, now())
FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE d.kind = 'changed' AND c.id = d.cid;
INSERT INTO customers (id, :columns)
SELECT coalesce(s.customer_id::bigint, nextval('customers_id_seq')), :values
FROM diff_row d JOIN stage s ON s.ctid = d.line WHERE d.kind = 'new';
COMMIT;
\endif
\set step end
\ir step.sql
