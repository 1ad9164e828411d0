-- adopt_setting.sql
--
-- The rows "adopted" and "adopted_orders" of customer_settings; $1 is the key.


--@ read
SELECT value FROM @schema@.customer_settings WHERE key = $1

--@ write
INSERT INTO @schema@.customer_settings AS s (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value

--@ forget
DELETE FROM @schema@.customer_settings WHERE key = $1
