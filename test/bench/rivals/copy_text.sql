-- COPY into an unlogged table of text columns, no index: the fastest bare load.
CREATE UNLOGGED TABLE target (customer_id text, email text, first_name text, last_name text, phone text, company text,
	vip text, tax_exempt text, loyalty_points text, region text, country text, city text);
SELECT format('COPY target FROM %L (FORMAT csv, HEADER)', :'csv') AS statement \gset
\set step copy
\ir step.sql
:statement;
\set step end
\ir step.sql
