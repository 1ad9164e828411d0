-- customers_import, then customers_merge, as a user calls them.  New rows of
-- the file may bring an id: the rivals create those too.
\set step import
\ir ../rivals/step.sql
SELECT customers_import(:'csv', unknown_ids => 'create') AS id \gset
\set step merge
\ir ../rivals/step.sql
SELECT * FROM customers_merge(:id);
\set step end
\ir ../rivals/step.sql
