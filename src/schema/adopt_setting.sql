-- adopt_setting.sql
--
-- The row "adopted" of customer_settings.


--@ read
SELECT value FROM @schema@.customer_settings WHERE key = 'adopted'

--@ write
INSERT INTO @schema@.customer_settings AS s (key, value) VALUES ('adopted', $1)
ON CONFLICT (key) DO UPDATE SET value = excluded.value

--@ forget
DELETE FROM @schema@.customer_settings WHERE key = 'adopted'
