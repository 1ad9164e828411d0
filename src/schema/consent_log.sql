-- consent_log.sql
--
-- Statements of consent_log.c.


--@ unsaid
-- The last that the log says of @customer@ is no no.  Not in the order of an index: it
-- would be read from its end, past the rows of all others.
(SELECT l.is_subscribed FROM @schema@.customer_consent_log AS l
	WHERE l.customer_id OPERATOR(pg_catalog.=) @customer@
	ORDER BY (l.log_id OPERATOR(pg_catalog.+) 0) DESC LIMIT 1) IS NOT FALSE

--@ unsaid themselves
-- It is not their own no.
NOT EXISTS (SELECT FROM (SELECT l.is_subscribed, l.import_id FROM @schema@.customer_consent_log AS l
	WHERE l.customer_id OPERATOR(pg_catalog.=) @customer@
	ORDER BY (l.log_id OPERATOR(pg_catalog.+) 0) DESC LIMIT 1) AS l WHERE NOT l.is_subscribed AND l.import_id IS NULL)

--@ log no
-- Import $1 (NULL: none), by role $2: customers $3, lines $4, cells $5.
INSERT INTO @schema@.customer_consent_log (customer_id, was_subscribed, is_subscribed, import_id, line, said,
	changed_by, changed_at)
SELECT v.customer_id, false, false, $1, v.line, v.said, $2, pg_catalog.clock_timestamp()
FROM (SELECT DISTINCT ON (u.customer_id) u.customer_id, u.line, u.said
	FROM ROWS FROM (pg_catalog.unnest($3), pg_catalog.unnest($4), pg_catalog.unnest($5))
		AS u (customer_id, line, said)
	ORDER BY u.customer_id, u.line) AS v
JOIN @found@ AS c ON c.customer_id OPERATOR(pg_catalog.=) v.customer_id
WHERE c.subscribed IS NOT TRUE AND @unsaid@
ORDER BY v.customer_id
