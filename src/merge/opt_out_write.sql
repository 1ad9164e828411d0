-- opt_out_write.sql
--
-- Opt-outs beside the rows of an import, its $1.  $2 is the time of its merge.
-- Filled in by opt_out_write.c; run with pg_catalog first
-- (support/settings_scope.h).


--@ customers
SELECT o.customer_id FROM @schema@.customer_import_opt_outs AS o WHERE o.import_id = $1

--@ of nobody
-- No's of which nobody was known when their records were staged, each with its key.
-- @key@ is its field; a record that is not merged may have it among its raw cells alone.
SELECT o.import_id, o.line, o.email_hash, o.identifier_hash, o.cell, @fold@ AS key
FROM @schema@.customer_import_opt_outs AS o
JOIN @schema@.customer_import_rows AS r ON r.import_id = o.import_id AND r.line = o.line
CROSS JOIN (SELECT pg_catalog.min(c.place) AS place
	FROM @schema@.customer_imports AS i, pg_catalog.jsonb_array_elements(i.columns) WITH ORDINALITY AS c (found, place)
	WHERE i.import_id = $1 AND c.found ->> 'field' = @key@) AS p
WHERE o.import_id = $1 AND o.customer_id IS NULL AND o.@hash@ IS NOT NULL

--@ hear newcomers
-- Customers who have got such a key since.
INSERT INTO @schema@.customer_import_opt_outs
	(import_id, line, customer_id, old_subscribed, email_hash, identifier_hash, cell)
SELECT o.import_id, o.line, c.customer_id, c.subscribed IS TRUE, o.email_hash, o.identifier_hash, o.cell
FROM (@of_nobody@) AS o
CROSS JOIN LATERAL (@bearers@) AS c
WHERE c.subscribed IS NOT FALSE

--@ unsubscribe hidden bearers
-- The same of those whom row-level security hides from the role that merges.
UPDATE @customers@ AS h
SET @unsubscribe@
WHERE h.customer_id IN (SELECT c.customer_id FROM (@of_nobody@) AS o CROSS JOIN LATERAL (@bearers@) AS c
	WHERE c.subscribed IS NOT FALSE)

--@ unsubscribe hidden
-- And of those whom another role has staged.
UPDATE @customers@ AS c
SET @unsubscribe@
FROM (SELECT DISTINCT o.customer_id FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed IS NOT FALSE) AS o
WHERE c.customer_id = o.customer_id AND c.subscribed

--@ hear conflicts
-- Rows that a conflict has left out, and that say no to a known customer: also where it
-- changes nothing any more.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, old_subscribed, cell)
SELECT r.import_id, r.line, r.customer_id, c.subscribed IS TRUE, 'no'
FROM @schema@.customer_import_rows AS r
JOIN @import_customers@ AS c ON c.customer_id = r.customer_id
WHERE r.import_id = $1 AND r.action = 'exclude' AND r.reason = 'conflict'
	AND r.old_cells IS NOT NULL AND r.cells[@consent@] = 'false'
@newcomers@
--@ conflicts of bearers
-- And to who has a key that such a row brings, since another has brought it: not
-- where a new customer has the no by default.
UNION
SELECT r.import_id, r.line, c.customer_id, c.subscribed IS TRUE, 'no'
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL (@bearers@) AS c
WHERE r.import_id = $1 AND r.action = 'exclude' AND r.reason = 'conflict'
	AND r.cells[@consent@] = 'false' AND (r.old_cells IS NOT NULL OR @said@)

--@ said
(pg_catalog.octet_length(r.marks) > 0 AND (pg_catalog.get_byte(r.marks, 0) & @by_default@) <> 0) IS NOT TRUE

--@ addresses of conflicts
-- The emails that such rows would have brought, and that nobody has.
SELECT DISTINCT r.cells[@email@]
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'exclude' AND r.reason = 'conflict'
	AND r.cells[@consent@] = 'false' AND r.cells[@email@] <> '' AND (r.old_cells IS NOT NULL OR @said@)
	AND NOT EXISTS (@bearers@)

--@ keys of conflicts
SELECT r.cells[@key@]
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'exclude' AND r.reason = 'conflict'

--@ bearers
SELECT c.customer_id, c.subscribed FROM @found@ AS c WHERE @indexed@ = @key@
	UNION SELECT c.customer_id, c.subscribed FROM @found_untidy@ AS c WHERE @untidy@ AND @folded@ = @key@

--@ count
UPDATE @schema@.customer_imports
SET opted_out = (SELECT pg_catalog.count(DISTINCT o.customer_id)
	FROM @schema@.customer_import_opt_outs AS o WHERE o.import_id = $1 AND o.old_subscribed)
WHERE import_id = $1

--@ unsubscribe
-- updated_at stays: a row of the import may be about the customer, too.  Those
-- whom such a row unsubscribes are left to it.  In the order of ids, as the rows.
-- Of who had never said anything, which an adopted table may have, the no is kept, too.
UPDATE @customers@ AS c
SET @unsubscribe@
FROM (SELECT o.customer_id, pg_catalog.bool_or(o.old_subscribed) AS old_subscribed
	FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed IS NOT NULL@but_own@
	GROUP BY o.customer_id ORDER BY o.customer_id) AS o
WHERE c.customer_id = o.customer_id AND (c.subscribed AND o.old_subscribed OR c.subscribed IS NULL)

--@ keep times
-- Since when those had consented who are about to be unsubscribed.
UPDATE @schema@.customer_import_opt_outs AS o
SET consent_at = @time@
FROM @opt_out_customers@ AS c
WHERE o.import_id = $1 AND o.old_subscribed AND c.customer_id = o.customer_id AND c.subscribed

--@ judge again
-- No's of which the row says that nothing was to be changed, of customers who are
-- subscribed all the same, and have not said yes since the import was staged.
UPDATE @schema@.customer_import_opt_outs AS o
SET old_subscribed = true
FROM @opt_out_customers@ AS c, @schema@.customer_imports AS i
WHERE o.import_id = $1 AND i.import_id = $1 AND o.old_subscribed IS NOT TRUE
	AND c.customer_id = o.customer_id AND c.subscribed
	AND NOT EXISTS (SELECT FROM @schema@.customer_consent_log AS l
		WHERE l.customer_id = c.customer_id AND l.is_subscribed AND l.changed_at >= i.imported_at)@but_own@

--@ said already
-- No's that were to change something, of customers whom somebody has unsubscribed since.
UPDATE @schema@.customer_import_opt_outs AS o
SET old_subscribed = false
FROM @import_customers@ AS c
WHERE o.import_id = $1 AND o.old_subscribed AND c.customer_id = o.customer_id AND NOT c.subscribed

--@ but own
	AND NOT EXISTS (SELECT FROM @schema@.customer_import_rows AS r
		WHERE r.import_id = $1 AND r.action = 'update' AND r.customer_id = o.customer_id
			AND r.cells[@consent@] IS NOT NULL)

--@ mailboxes
-- Keys that say no, by their hashes: whether any customer known by it is there, and the
-- emails of these; and whether it was known whose it was, or its record is of a customer.
SELECT h.key_hash, h.field, pg_catalog.count(c.customer_id) > 0,
	pg_catalog.array_agg(c.email::pg_catalog.text) FILTER (WHERE c.email IS NOT NULL),
	pg_catalog.bool_or(o.customer_id IS NOT NULL OR NOT EXISTS (SELECT
		FROM @schema@.customer_import_rows AS r
		WHERE r.import_id = o.import_id AND r.line = o.line AND (r.customer_id IS NULL OR r.action = 'create')))
FROM @schema@.customer_import_opt_outs AS o
CROSS JOIN LATERAL (VALUES (o.email_hash, 'email'), (o.identifier_hash, 'identifier')) AS h (key_hash, field)
LEFT JOIN @opt_out_customers@ AS c ON c.customer_id = o.customer_id
WHERE o.import_id = $1 AND h.key_hash IS NOT NULL
GROUP BY h.key_hash, h.field

--@ standing
-- No's of customers who were not subscribed.
SELECT o.customer_id, o.line, o.cell
FROM @schema@.customer_import_opt_outs AS o
WHERE o.import_id = $1 AND NOT o.old_subscribed

--@ stay
SELECT pg_catalog.count(*)
FROM @customers@ AS c
WHERE NOT c.subscribed AND c.customer_id = ANY (ARRAY(SELECT o.customer_id
	FROM @schema@.customer_import_opt_outs AS o WHERE o.import_id = $1 AND o.old_subscribed))

--@ resubscribe
UPDATE @customers@ AS c
SET @column@ = @value@
FROM (SELECT o.customer_id, pg_catalog.min(o.consent_at) AS consent_at FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.old_subscribed AND NOT @said_since@ GROUP BY o.customer_id) AS o
WHERE c.customer_id = o.customer_id AND NOT c.subscribed
	AND ((c.updated_at > $2) IS NOT TRUE OR c.updated_at = ANY (ARRAY(SELECT i.merged_at
		FROM @schema@.customer_imports AS i WHERE i.status = 'merged')))
