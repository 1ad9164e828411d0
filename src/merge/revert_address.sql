-- revert_address.sql
--
-- Whose address says no after a revert; filled in by revert_address.c.  $1 is the
-- import that is reverted; its status says so already.  Run with pg_catalog first
-- (support/settings_scope.h).


--@ unsubscribed
SELECT pg_catalog.array_agg(c.customer_id::pg_catalog.int8)
FROM @import_customers@ AS c
WHERE c.subscribed IS NOT TRUE AND c.customer_id IN (SELECT r.customer_id
	FROM @schema@.customer_import_rows AS r
	WHERE r.import_id = $1 AND r.action = 'update'
	UNION ALL SELECT o.customer_id
	FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = $1 AND o.customer_id IS NOT NULL)

--@ addresses
-- Customers who are subscribed, were not before, $2, or have their old address back, or
-- keep the one that the import gave them: with their address, and whether an import has
-- brought it that is none of before.
SELECT c.customer_id::pg_catalog.int8, @live_email@, k.customer_id IS NOT NULL OR b.customer_id IS NULL AND c.customer_id IN (SELECT r.customer_id
	FROM @schema@.customer_imports AS own
	JOIN @schema@.customer_imports AS i ON i.merge_number >= own.merge_number AND i.import_id <> own.import_id
	JOIN @schema@.customer_import_rows AS r ON r.import_id = i.import_id
	WHERE own.import_id = $1 AND i.status = 'merged' AND r.action = 'update'
		AND r.cells[pg_catalog.array_position(i.fields, 'email')] <> '')
FROM @import_customers@ AS c
LEFT JOIN (@returned@) AS b ON b.customer_id = c.customer_id AND b.email = @live_email@
LEFT JOIN (@kept@) AS k ON k.customer_id = c.customer_id AND k.email = @live_email@
WHERE c.subscribed AND c.email <> ''
	AND (c.customer_id = ANY ($2) OR b.customer_id IS NOT NULL OR k.customer_id IS NOT NULL)

--@ returned
SELECT r.customer_id, @old_email@ AS email
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[@n@] IS NOT NULL AND r.old_cells[@n@] <> ''

--@ kept
SELECT r.customer_id, @new_email@ AS email
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action IN ('create', 'update') AND r.cells[@n@] <> ''

--@ nobody
SELECT NULL::pg_catalog.int8 AS customer_id, NULL::pg_catalog.text AS email WHERE false

--@ saying no
-- Which of the customers $2, with the addresses $3 of the hashes $4, have one that says
-- no; $5: a later import has brought it, so that any no counts, not only a newer one.  A no
-- of an earlier import counts, too, where it came after the customer had left the address.
SELECT v.customer_id
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4), pg_catalog.unnest($5))
	AS v (customer_id, email, hash, is_new)
JOIN @schema@.customer_imports AS own ON own.import_id = $1
WHERE EXISTS (SELECT FROM @schema@.customer_import_opt_outs AS o
		JOIN @schema@.customer_imports AS i ON i.import_id = o.import_id
		WHERE o.email_hash = v.hash AND i.status = 'merged' AND i.import_id <> own.import_id
			AND (i.merge_number >= own.merge_number OR EXISTS (SELECT FROM @schema@.customer_imports AS l
				JOIN @schema@.customer_import_rows AS r ON r.import_id = l.import_id
				WHERE l.merge_number < i.merge_number AND r.action = 'update' AND r.customer_id = v.customer_id
					AND r.cells[pg_catalog.array_position(l.fields, 'email')] IS NOT NULL AND @left_email@ = v.email)))
	OR EXISTS (SELECT FROM @schema@.customer_erasures AS e
		WHERE e.key_hash = v.hash AND e.reason = 'unsubscribed'
			AND (v.is_new OR e.recorded_at > COALESCE(own.merged_until, own.merged_at))
			AND NOT EXISTS (SELECT FROM @schema@.customer_imports AS i
				JOIN @schema@.customer_import_rows AS r ON r.import_id = i.import_id
				WHERE r.action = 'update' AND CASE WHEN e.recorded_at >= i.merged_at AND e.recorded_at <= i.merged_until
					THEN r.customer_id = v.customer_id AND @old_email@ = v.email
					WHEN e.recorded_at >= i.reverted_at AND (e.recorded_at <= i.reverted_until) IS NOT FALSE
					THEN @new_email@ = v.email AND (r.customer_id = v.customer_id
						OR (i.import_id = own.import_id AND NOT @said_since@)) END))
