-- consent_follow.sql
--
-- Statements of consent_follow.c.


--@ read
SELECT c.customer_id::pg_catalog.int8, c.subscribed, c.email::pg_catalog.text, c.identifier::pg_catalog.text
FROM @customers@ AS c
WHERE c.customer_id IN (@ids@)

--@ log
INSERT INTO @schema@.customer_consent_log (customer_id, was_subscribed, is_subscribed, import_id,
	changed_by, changed_at, line, said)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
