-- A small file against the big table: times, and what was read of customers.
-- In one transaction, so that its own counters can be read.
BEGIN;
\set step import
\ir ../rivals/step.sql
SELECT customers_import(:'csv', unknown_ids => 'create') AS id \gset
\set step scans
\ir ../rivals/step.sql
SELECT 'SCANNED', seq_scan, seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'customers';
\set step merge
\ir ../rivals/step.sql
SELECT * FROM customers_merge(:id);
\set step commit
\ir ../rivals/step.sql
COMMIT;
\set step end
\ir ../rivals/step.sql
