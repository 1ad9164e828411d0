-- Marks the border between two steps of a measured session; bench.py reads it.
\timing off
SELECT 'STEP', :'step', extract(epoch FROM clock_timestamp()),
       pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_lsn;
\timing on
