-- COPY into an ordinary, logged table of typed columns, no index.
CREATE TABLE target (customer_id bigint, email text, first_name text, last_name text, phone text, company text,
	vip boolean, tax_exempt boolean, loyalty_points int, region text, country text, city text);
SELECT format('COPY target FROM %L (FORMAT csv, HEADER)', :'csv') AS statement \gset
\set step copy
\ir step.sql
:statement;
\set step end
\ir step.sql
