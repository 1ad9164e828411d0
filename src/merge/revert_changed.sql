-- revert_changed.sql
--
-- What a revert does with the customers that the import has changed; filled in by
-- revert_changed.c.  The parameters are those of revert_parts.h, and @source@ is
-- "staged rows" of revert_parts.sql.


--@ before
-- The value of a category before the import.  to_jsonb() of a text is not immutable, as
-- citus asks for.
COALESCE(s.odd -> @category@::pg_catalog.text,
	CASE WHEN s.old_cells[@n@] IS NOT NULL THEN pg_catalog.jsonb_object('{v}', ARRAY[s.old_cells[@n@]]) -> 'v' END)

--@ set attributes
-- Categories that were not there go, old values come back.
attributes = CASE @first@WHEN @back@
	THEN (c.attributes - ARRAY[@gone@])@values@
	ELSE c.attributes END,

--@ value back
 || COALESCE(pg_catalog.jsonb_set('{}', ARRAY[@category@::pg_catalog.text], @value@), '{}')

--@ updated at
-- Where the import was the last to write the customer, and all that it wrote goes
-- back, it is what it was; where a later import was, as that one left it; where
-- somebody else was, now.
CASE WHEN c.updated_at = $4 AND s.was_updated IS NOT NULL @whole@ THEN s.was_updated
	WHEN c.updated_at = ANY ($9) THEN c.updated_at
	ELSE s.at_now END

--@ update customers
-- The fields that still are as the import wrote them get their old values back.
UPDATE @customers@ AS c
SET @assigned@
FROM @source@
WHERE c.customer_id = s.customer_id @lines@ AND (@any@)

--@ taken lines
-- Lines whose old key another customer has now, in whatever spelling: it goes back
-- folded.
SELECT pg_catalog.array_agg(taken.line)
FROM (@indexed@ UNION @untidy@) AS taken

--@ lines of key
SELECT r.line
FROM @schema@.customer_import_rows AS r
JOIN @customers@ AS c ON @live@ OPERATOR(pg_catalog.=) @old@ AND c.customer_id <> r.customer_id
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[@n@] IS NOT NULL @since@

--@ held by lines
-- The lines $2, whether their email is as the import wrote it, and the line of the
-- import that gave the old one to who has it now.
SELECT held.line, (own.email_now = held.written) IS TRUE, h.line
FROM (@indexed@ UNION @untidy@) AS held
JOIN (SELECT o.customer_id, @own_live@ AS email_now FROM @customers@ AS o) AS own
	ON own.customer_id = held.customer_id
LEFT JOIN @schema@.customer_import_rows AS h ON h.import_id = $1 AND h.customer_id = held.holder
	AND h.action = 'update' AND h.cells[@n@] <> '' AND @held@ = held.old

--@ holders
SELECT r.line, r.customer_id, @new@ AS written, @old@ AS old, c.customer_id AS holder
FROM @schema@.customer_import_rows AS r
JOIN @customers@ AS c ON @live@ OPERATOR(pg_catalog.=) @old@ AND c.customer_id <> r.customer_id
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[@n@] IS NOT NULL AND r.line = ANY ($2)

--@ put handed back
-- Old emails that another customer has given back by now.
UPDATE @customers@ AS c
SET email = s.o_@n@@keep_updated_at@
FROM @source@
WHERE c.customer_id = s.customer_id AND @handed@ AND c.email IS NULL

--@ find held
-- Customers who keep a value of the import that nobody has edited.
SELECT pg_catalog.array_agg(c.customer_id::pg_catalog.int8)
FROM @source@
JOIN @import_customers@ AS c ON @join@
WHERE @held@

--@ said since
-- Lines that unsubscribed customers who have said no since: they stay so.
SELECT pg_catalog.array_agg(r.line ORDER BY r.line)
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1 AND r.action = 'update' AND r.cells[@consent@] = 'false' AND @said_since@

--@ count consent
-- How many stay unsubscribed.
SELECT pg_catalog.count(*)
FROM @source@
JOIN @import_customers@ AS c ON @join@
WHERE s.cells[@n@] IS NOT NULL AND @own@ AND @consent@

--@ stray groups
-- Names in one of a row's two sets of groups that are not in the other, and of
-- which the customer is an accepted member now, or is not.
(SELECT pg_catalog.string_agg(n.name, '|')
	FROM (SELECT pg_catalog.unnest(pg_catalog.string_to_array(s.@in@[@groups@], '|'))
		EXCEPT SELECT pg_catalog.unnest(pg_catalog.string_to_array(s.@not_in@[@groups@], '|'))) AS n (name)
	WHERE EXISTS (SELECT 1 FROM @import_groups@ AS m
		WHERE m.customer_id = s.customer_id AND m.status = 'accepted'
			AND @extschema@.customers_group_key(m.name) = @extschema@.customers_group_key(n.name)) <> @absent@)

--@ lacks membership
-- Is a membership that the merge took away not there now?  The group may have
-- another name by now.
EXISTS (SELECT FROM pg_catalog.jsonb_to_recordset(s.memberships) AS was (group_id bigint)
	WHERE NOT EXISTS (SELECT 1 FROM @import_members@ AS m
		WHERE m.group_id = was.group_id AND m.customer_id = s.customer_id AND m.status = 'accepted'))

--@ group notes
CASE WHEN s.cells[@groups@] IS NOT NULL AND @stays@ IS NOT NULL THEN @stays_note@ END,
CASE WHEN s.cells[@groups@] IS NOT NULL AND @lacks@ AND @left@ IS NOT NULL THEN @left_note@ END

--@ changed notes
-- Notes on the fields that are not what they were before the import.
SELECT s.line,
	CASE WHEN c.customer_id IS NULL THEN pg_catalog.jsonb_build_array(@deleted@) ELSE @notes@ END AS notes
FROM @source@
LEFT JOIN @import_customers@ AS c ON @join@
WHERE c.customer_id IS NULL @any@

--@ erased
-- Rows that customers_erase() has emptied.
@erased@ AND (r.action = 'update'
	OR (r.action = 'create' AND NOT EXISTS (SELECT 1 FROM @import_customers@ AS c WHERE @join@)))
