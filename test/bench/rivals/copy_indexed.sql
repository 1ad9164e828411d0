-- COPY straight into the empty live table with its key and unique index.  The
-- file must hold the ids: COPY cannot leave a column of it out.
SELECT format('COPY customers (id, email, first_name, last_name, phone, company, vip, tax_exempt, loyalty_points, region, country, city) FROM %L (FORMAT csv, HEADER)', :'csv') AS statement \gset
\set step copy
\ir step.sql
:statement;
\set step end
\ir step.sql
