-- adopt.sql
--
-- Statements of adopt.c.


--@ waiting
SELECT pg_catalog.count(*) FROM @schema@.customer_imports WHERE status = 'staged'

--@ drop profiles
DROP VIEW IF EXISTS @schema@.customer_profiles

--@ drop reference
ALTER TABLE @schema@.customer_group_members DROP CONSTRAINT IF EXISTS customer_group_members_customer_id_fkey

--@ create view
CREATE OR REPLACE VIEW @view@ WITH (security_invoker = true) AS SELECT @columns@ FROM @table@ AS t@where@

--@ lost view
-- In place of one whose columns may have types of the application.
CREATE OR REPLACE VIEW @view@ WITH (security_invoker = true) AS
SELECT NULL::pg_catalog.int8 AS customer_id WHERE @extschema@.customers_lost_table(@why@)

--@ comment view
COMMENT ON VIEW @view@ IS @comment@

--@ search index
-- That of the fast search, on table $1.
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE i.indrelid = $1 AND c.relname = 'customers_search_idx'
	AND strpos(pg_get_indexdef(i.indexrelid), 'customers_search_text') > 0
