-- adopt_consent.sql
--
-- Statements of adopt_consent.c.


--@ keys
-- Customers who are not unsubscribed: id, identifier, email, and whether the log has
-- their no.
SELECT c.customer_id::pg_catalog.int8, c.identifier::pg_catalog.text, c.email::pg_catalog.text,
	(SELECT l.is_subscribed FROM @schema@.customer_consent_log AS l
		WHERE l.customer_id OPERATOR(pg_catalog.=) c.customer_id ORDER BY l.log_id DESC LIMIT 1) IS FALSE
FROM @customers@ AS c
WHERE c.subscribed IS NOT FALSE

--@ unsubscribe
UPDATE @customers@ AS c SET @unsubscribe@ WHERE c.customer_id OPERATOR(pg_catalog.=) ANY ($1)
