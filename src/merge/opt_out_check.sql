-- opt_out_check.sql
--
-- Who is to be asked for before a merge and after a revert.  $1 is the import's
-- id.  Filled in by opt_out_check.c; run with pg_catalog first
-- (support/settings_scope.h).


--@ arrivals
-- Staged rows that give an address to a customer who would be subscribed: line,
-- customer (NULL: a new one), address.  @email@ is the number of the field,
-- @consent@ the cell of subscribed.
SELECT r.line, CASE WHEN r.action = 'update' THEN r.customer_id END, r.cells[@email@]
FROM @schema@.customer_import_rows AS r
LEFT JOIN @import_customers@ AS c ON c.customer_id = r.customer_id AND r.action = 'update'
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}') AND r.cells[@email@] <> ''
	AND CASE WHEN @consent@ <> '' THEN @consent@ = 'true'
		WHEN r.action = 'update' THEN c.subscribed
		ELSE (pg_catalog.current_setting('customers.default_subscription', true) = 'unsubscribed') IS NOT TRUE END

--@ handed over
-- Lines that give a customer who would be subscribed the address of one who is not.
SELECT r.line
FROM @schema@.customer_import_rows AS r
JOIN @bearers@ AS o ON @indexed@ OPERATOR(pg_catalog.=) r.cells[@email@]
LEFT JOIN @import_customers@ AS c ON c.customer_id = r.customer_id AND r.action = 'update'
WHERE r.import_id = $1 AND r.action = ANY ('{create,update}')
	AND o.customer_id <> r.customer_id AND NOT o.subscribed
	AND CASE WHEN @consent@ <> '' THEN @consent@ = 'true'
		WHEN r.action = 'update' THEN c.subscribed
		ELSE (pg_catalog.current_setting('customers.default_subscription', true) = 'unsubscribed') IS NOT TRUE END

--@ resubscribed
-- Lines that subscribe somebody again who has said no since $2.
SELECT r.line
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND @consent@ = 'true'
	AND EXISTS (SELECT FROM @schema@.customer_consent_log AS l
		WHERE l.customer_id = r.customer_id AND NOT l.is_subscribed AND l.changed_at > $2)

--@ said since
-- Has customer @customer@ said no since import $1 was merged, at @merged_at@:
-- themselves, or by another import that stands?  A no that changed nothing is not in the
-- log.
(@customer@ IN (SELECT u.customer_id
	FROM @schema@.customer_imports AS own
	JOIN @schema@.customer_imports AS i ON i.merge_number >= own.merge_number AND i.import_id <> own.import_id
	JOIN @schema@.customer_import_opt_outs AS o ON o.import_id = i.import_id
	CROSS JOIN LATERAL pg_catalog.unnest(COALESCE(o.customer_ids, ARRAY[o.customer_id])) AS u (customer_id)
	WHERE own.import_id = $1 AND i.status = 'merged' AND u.customer_id IS NOT NULL)
OR EXISTS (SELECT FROM @schema@.customer_consent_log AS l
	WHERE l.customer_id = @customer@ AND NOT l.is_subscribed AND l.changed_at >= @merged_at@
		AND l.import_id IS DISTINCT FROM $1
		AND l.log_id > ALL (SELECT o.log_id FROM @schema@.customer_consent_log AS o
			WHERE o.customer_id = l.customer_id AND o.import_id = $1)
		AND NOT EXISTS (SELECT FROM @schema@.customer_imports AS i
			WHERE i.import_id = l.import_id AND i.status = 'reverted')))

--@ opted out
-- The first of some lines, $2.
SELECT line, customer_id, action = 'create'
FROM @schema@.customer_import_rows
WHERE import_id = $1 AND line = ANY ($2)
ORDER BY line LIMIT 1

--@ customers of lines
SELECT r.customer_id FROM @schema@.customer_import_rows AS r WHERE r.import_id = $1 AND r.line = ANY ($2)

--@ unsubscribe lines
-- The customers of lines $2.
UPDATE @customers@ AS c SET @unsubscribe@
FROM (SELECT r.customer_id FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.line = ANY ($2)) AS r
WHERE c.customer_id = r.customer_id AND c.subscribed

--@ unsubscribe
UPDATE @customers@ AS c SET @unsubscribe@ WHERE customer_id = ANY ($1)
