-- opt_out.sql
--
-- What records say no beside what they write.  $1 is the import's id.  Filled in
-- by opt_out.c.


--@ insert
-- Records that say no, each with its keys, the hash of its email, or of its identifier
-- if it has no email, and the cell: every customer whom a key names, and nobody for a
-- key of those hashed that no customer has.
-- $9: also those who are unsubscribed already, for another record may subscribe
-- them again; and those of whom the log does not say that they have said no.  In an
-- adopted table there may be some who have never said anything.  The no's that are left
-- change nothing; they are kept as arrays.
WITH v AS MATERIALIZED (SELECT * FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4),
	pg_catalog.unnest($5), pg_catalog.unnest($6), pg_catalog.unnest($7), pg_catalog.unnest($8))
	AS u (line, id, identifier, email, email_hash, identifier_hash, cell)),
b AS MATERIALIZED (SELECT v.line, c.customer_id, c.subscribed, v.email_hash, v.identifier_hash, v.cell,
		c.subscribed IS NOT FALSE OR $9@or_unsaid@ AS alone
	FROM v CROSS JOIN LATERAL (@bearers@) AS c)
INSERT INTO @schema@.customer_import_opt_outs
	(import_id, line, customer_id, old_subscribed, email_hash, identifier_hash, cell, lines, customer_ids)
SELECT $1, b.line, b.customer_id, b.subscribed IS TRUE, b.email_hash, b.identifier_hash, b.cell,
	NULL::pg_catalog.int8[], NULL::pg_catalog.int8[]
FROM b
WHERE b.alone
UNION ALL
SELECT $1, v.line, NULL, NULL, v.email_hash, v.identifier_hash, v.cell, NULL, NULL
FROM v
WHERE @kept_by_key@ OR CASE WHEN v.email_hash IS NOT NULL THEN NOT EXISTS (@mailboxes@)
	ELSE v.identifier_hash IS NOT NULL AND NOT EXISTS (@bearers@) END
UNION ALL
SELECT $1, pg_catalog.min(b.line), NULL, NULL, NULL, NULL, NULL, pg_catalog.array_agg(b.line), pg_catalog.array_agg(b.customer_id)
FROM b
WHERE NOT b.alone
HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 0

--@ bearers by
SELECT c.customer_id::pg_catalog.int8 AS customer_id, c.subscribed FROM @found@ AS c WHERE @live@ OPERATOR(pg_catalog.=) @key@

--@ find bearers
-- Who has one of the ids $1, identifiers $2 and emails $3.
SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('customer_id', c.customer_id,
	'subscribed', c.subscribed, 'identifier', c.identifier, 'email', c.email)), '[]')
FROM @customers@ AS c
WHERE c.customer_id = ANY ($1) OR @identifier@ = ANY ($2) OR @email@ = ANY ($3)
	OR (@untidy_identifier@ AND @folded_identifier@ = ANY ($2)) OR (@untidy_email@ AND @folded_email@ = ANY ($3))

--@ bearers found
(SELECT * FROM pg_catalog.jsonb_to_recordset($10) AS found (customer_id bigint, subscribed boolean,
	identifier pg_catalog.text, email pg_catalog.text))

--@ strictest new
-- Of several records of one new customer the strictest holds: $2 are keys of
-- records that say no.  Then it is no default any more.
UPDATE @schema@.customer_import_rows AS r
SET @impose@
FROM (SELECT DISTINCT u.key FROM pg_catalog.unnest($2) AS u (key)) AS v
WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.action OPERATOR(pg_catalog.=) 'create'
	AND r.cells[@key@] OPERATOR(pg_catalog.=) v.key
	AND (COALESCE(r.cells[@consent@], '') OPERATOR(pg_catalog.<>) 'false'
		OR (pg_catalog.octet_length(r.marks) OPERATOR(pg_catalog.>) 0
			AND (pg_catalog.get_byte(r.marks, 0) OPERATOR(pg_catalog.&) @by_default@) OPERATOR(pg_catalog.<>) 0))

--@ strictest known
-- The same where a known customer gets an address, $2, that says no: returns who.
UPDATE @schema@.customer_import_rows AS r
SET @impose@
FROM (SELECT DISTINCT u.key FROM pg_catalog.unnest($2) AS u (key)) AS v
CROSS JOIN @import_customers@ AS c
WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.action OPERATOR(pg_catalog.=) 'update'
	AND r.cells[@key@] OPERATOR(pg_catalog.=) v.key
	AND c.customer_id OPERATOR(pg_catalog.=) r.customer_id
	AND (r.cells[@consent@] OPERATOR(pg_catalog.=) 'true' OR (r.cells[@consent@] IS NULL AND c.subscribed IS NOT FALSE))
RETURNING r.customer_id

--@ unsubscribe created
-- New customers of the lines $2.
UPDATE @schema@.customer_import_rows AS r
SET @impose@
WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.line OPERATOR(pg_catalog.=) ANY ($2)
	AND r.action OPERATOR(pg_catalog.=) 'create'

--@ not again
-- Nobody is subscribed by one record while another one says no.
UPDATE @schema@.customer_import_rows AS r
SET cells[@consent@] = NULL, old_cells[@consent@] = NULL
FROM (SELECT DISTINCT o.customer_id FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id OPERATOR(pg_catalog.=) $1 AND NOT o.old_subscribed) AS o
WHERE r.import_id OPERATOR(pg_catalog.=) $1 AND r.action OPERATOR(pg_catalog.=) 'update'
	AND r.customer_id OPERATOR(pg_catalog.=) o.customer_id
	AND r.cells[@consent@] OPERATOR(pg_catalog.=) 'true'

--@ any
-- But those that a record's own row writes.
SELECT FROM @schema@.customer_import_opt_outs
WHERE import_id OPERATOR(pg_catalog.=) $1 AND lines IS NULL AND (customer_id IS NULL OR old_subscribed IS NOT NULL) LIMIT 1

--@ count
SELECT pg_catalog.count(DISTINCT customer_id)
FROM @schema@.customer_import_opt_outs
WHERE import_id OPERATOR(pg_catalog.=) $1 AND old_subscribed

--@ forget lines
DELETE FROM @schema@.customer_import_opt_outs
WHERE import_id OPERATOR(pg_catalog.=) $1 AND lines IS NULL AND line OPERATOR(pg_catalog.=) ANY ($2)

--@ forget standing
-- The same of the arrays.
UPDATE @schema@.customer_import_opt_outs AS o
SET (line, lines, customer_ids) = (SELECT COALESCE(pg_catalog.min(u.line), o.line),
		COALESCE(pg_catalog.array_agg(u.line), '{}'), COALESCE(pg_catalog.array_agg(u.customer_id), '{}')
	FROM ROWS FROM (pg_catalog.unnest(o.lines), pg_catalog.unnest(o.customer_ids)) AS u (line, customer_id)
	WHERE (u.line OPERATOR(pg_catalog.=) ANY ($2)) IS NOT TRUE)
WHERE o.import_id OPERATOR(pg_catalog.=) $1 AND o.lines IS NOT NULL
	AND EXISTS (SELECT FROM pg_catalog.unnest(o.lines) AS u (line) WHERE u.line OPERATOR(pg_catalog.=) ANY ($2))

--@ customers
-- Customers whom records of the lines $2 unsubscribe.
SELECT pg_catalog.array_agg(DISTINCT customer_id)
FROM @schema@.customer_import_opt_outs
WHERE import_id OPERATOR(pg_catalog.=) $1 AND line OPERATOR(pg_catalog.=) ANY ($2) AND customer_id IS NOT NULL
