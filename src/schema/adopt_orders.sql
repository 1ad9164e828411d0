-- adopt_orders.sql
--
-- The view of an adopted table of orders; statements of adopt_orders.c.


--@ create view
CREATE OR REPLACE VIEW @view@ WITH (security_invoker = true) AS SELECT @columns@ FROM @table@ AS t

--@ lost view
CREATE OR REPLACE VIEW @view@ WITH (security_invoker = true) AS
SELECT @columns@ WHERE @extschema@.customers_lost_table(@why@)

--@ comment view
COMMENT ON VIEW @view@ IS @comment@

--@ drop profiles
DROP VIEW IF EXISTS @schema@.customer_profiles

--@ own orders
SELECT FROM @schema@.customer_orders
