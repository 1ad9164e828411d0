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
CREATE VIEW @view@ WITH (security_invoker = true) AS SELECT @columns@ FROM @table@ AS t

--@ comment view
COMMENT ON VIEW @view@ IS @comment@
