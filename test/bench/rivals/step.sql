-- Marks the border between two steps of a measured session; bench.py reads it.  The
-- CPU is the backend's own, in ns.
\timing off
SELECT 'STEP', :'step', extract(epoch FROM clock_timestamp()),
       pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_lsn,
       split_part(pg_catalog.pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1);
\timing on
