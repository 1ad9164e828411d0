-- merge_rows.sql
--
-- What a merge and customers_save() write.  merge_rows.c fills the statements
-- in for the fields of one import.  Each runs once, whatever the number of rows.
--
-- $1 is the import's id; NULL for a save.  $2 is the time of the merge; for a
-- save the rows, as jsonb.  @rows@ is where the rows come from, r, and @chosen@
-- which of them are meant.  @groups@ is the number of the field groups.
--
-- Triggers, rules, policies and defaults of an application run along: see
-- "pg_catalog first" in support/settings_scope.h for what stays qualified.


--@ given rows
-- The rows of a save: each an object like a row of customer_import_rows.
(SELECT * FROM pg_catalog.jsonb_to_recordset($2) AS given (line bigint, customer_id bigint,
	action pg_catalog.text, cells pg_catalog.text[], old_cells pg_catalog.text[]))

--@ changed rows
-- Rows that change a customer, typed: s.  Those to be written come in the order
-- of their ids, in which applications that write many customers usually take
-- them, too: else the two would wait for each other.  They are sorted once: each
-- subquery says the order, for a plan to know it.
(SELECT r.line, r.customer_id, r.cells, r.old_cells@time@@typed@
	FROM (SELECT r.line, r.customer_id, r.cells, r.old_cells@time@@taken@
		FROM (SELECT r.line, r.customer_id, @cells@ AS cells, @old_cells@ AS old_cells@time@
			FROM (SELECT r.line, r.customer_id, r.cells, r.old_cells@time@
				FROM @rows@ AS r
				WHERE @chosen@ AND r.action = 'update'@whole@@order@) AS r@order@@fence@) AS r@order@@fence@) AS r@hashes@@apart@) AS s

--@ detoasted
-- An array, detoasted.  Each subscript detoasts an array that is stored short or
-- compressed; this gives it as it is in memory.  Of use behind a fence alone.
pg_catalog.array_cat(@array@, '{}'::pg_catalog.text[])

--@ expanded
-- The same for arrays whose cells are mostly set: their places are looked up once.
pg_catalog.array_append(@array@, NULL::pg_catalog.text)

--@ fence
-- Keeps the planner from repeating the expressions of a subquery wherever they are used.
 OFFSET 0

--@ join hashes
-- The hash of a customer whom an import has created, if they have one.
LEFT JOIN @schema@.customer_import_created AS h ON h.customer_id = r.customer_id

--@ same key
-- Is a key of the live customer the reviewed one, in whatever spelling?  One that
-- was not stored folded may have been corrected since.
(@indexed@ OPERATOR(pg_catalog.=) s.o_@n@ OR @folded@ = @fold@) IS TRUE

--@ key as reviewed
-- A key is as it was reviewed, or still the one that the customer was found by.
CASE WHEN s.o_@n@ IS NOT NULL THEN @same@ ELSE NOT s.t_@n@ OR c.@column@ IS NULL END

--@ value as reviewed
-- A field is not touched, or as it was reviewed.
(NOT (@touched@) OR (@live@ @equals@ @old@) IS TRUE OR (@live@ IS NULL AND @old@ IS NULL))

--@ attributes given
-- The categories that a row gives a value to.
pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_object(
	ARRAY[@categories@]::pg_catalog.text[], ARRAY[@values@]::pg_catalog.text[]))

--@ set attributes
-- Cleared categories go, new values come.
attributes = CASE @first@WHEN @any@ THEN (c.attributes - ARRAY[@cleared@]) || @given@ ELSE c.attributes END,

--@ insert customers
-- New customers.  The id is given, also where it is GENERATED ALWAYS AS IDENTITY.
INSERT INTO @customers@ (customer_id@columns@)
OVERRIDING SYSTEM VALUE
SELECT r.customer_id@values@
FROM (SELECT r.customer_id, @cells@ AS cells@time@
	FROM @rows@ AS r
	WHERE @chosen@ AND r.action = 'create'@whole@@fence@) AS r

--@ update customers
-- Changed customers whose reviewed values still hold.
UPDATE @customers@ AS c
SET @assigned@
FROM @source@
WHERE c.customer_id = s.customer_id@part@@reviewed@@touched@

--@ note first
-- Where the table has no updated_at, whose new value would call it, a column that is
-- written calls the journal, which never returns NULL.
WHEN @journal@ IS NULL THEN c.@column@ 

--@ count updates
-- How many customers the UPDATE has to change: a row may touch only groups.
SELECT pg_catalog.count(*)
FROM @rows@ AS r
WHERE @chosen@ AND r.action = 'update' AND (@touched@)

--@ changed since
-- Rows that are not as reviewed any more: line, customer_id, field, reviewed and
-- present value.
SELECT *
FROM (SELECT s.line, s.customer_id,
		CASE WHEN c.customer_id IS NULL THEN 'customer_id'@field@ END AS field,
		CASE WHEN c.customer_id IS NULL THEN NULL::pg_catalog.text@reviewed@ END AS reviewed,
		CASE WHEN c.customer_id IS NULL THEN NULL::pg_catalog.text@present@ END AS present
	FROM @source@
	LEFT JOIN @found@ AS c ON c.customer_id = s.customer_id) AS found
WHERE field IS NOT NULL
ORDER BY line

--@ live groups
-- The accepted groups of a customer, as staging writes them.
(SELECT pg_catalog.string_agg(m.name, '|' ORDER BY m.name COLLATE pg_catalog."C")
	FROM @members@ AS m
	WHERE m.customer_id = s.customer_id AND m.status = 'accepted')

--@ rejected now
-- Has the customer been taken out of a group that the row puts them in?
EXISTS (SELECT 1 FROM @members@ AS m
	WHERE m.customer_id = s.customer_id AND m.status = 'rejected'
		AND m.name = ANY (pg_catalog.string_to_array(s.cells[@groups@], '|')))

--@ groups changed
-- Are the groups of the customer not as reviewed?
s.cells[@groups@] IS NOT NULL AND (COALESCE(@live@, '') <> COALESCE(s.old_cells[@groups@], '') OR @rejected@)

--@ taken keys
-- Rows whose new id, identifier or email somebody else has by now; the columns
-- of "changed since", with the key as reviewed and who has it as present value.
SELECT *
FROM (@taken@) AS found
ORDER BY line, pg_catalog.array_position('{customer_id,identifier,email}'::pg_catalog.text[], field)

--@ taken id
SELECT r.line, r.customer_id, 'customer_id' AS field, r.customer_id::pg_catalog.text AS reviewed,
	c.customer_id::pg_catalog.text AS present
FROM @rows@ AS r
JOIN @customers@ AS c ON c.customer_id = r.customer_id AND r.action = 'create'
WHERE @chosen@

--@ taken key
-- By the index of keys that are stored folded, or by that of the others.
SELECT r.line, r.customer_id, '@key@' AS field, r.cells[@n@] AS reviewed,
	c.customer_id::pg_catalog.text AS present@action@
FROM @rows@ AS r
JOIN @customers@ AS c ON @live@ OPERATOR(pg_catalog.=) r.cells[@n@]
	AND r.cells[@n@] IS NOT NULL AND r.action = ANY ('{create,update}')
	AND c.customer_id <> r.customer_id
WHERE @chosen@@not_given_up@

--@ not given up
-- Does not another of the rows give that customer another email?  The set is made once,
-- and only if any key is taken.
 AND c.customer_id NOT IN (SELECT g.customer_id
	FROM (SELECT * FROM @rows@ AS r WHERE @chosen@) AS g
	WHERE g.action = 'update' AND g.customer_id IS NOT NULL AND g.cells[@n@] <> '' AND @new@ <> @old@)

--@ handed lines
-- Lines that give known customers an email that another customer has.
SELECT pg_catalog.array_agg(DISTINCT found.line)
FROM (@taken@) AS found
WHERE found.action = 'update'

--@ update handed
-- The emails of those lines, once all of them are given up.
UPDATE @customers@ AS c
SET email = s.n_@n@@keep_updated_at@
FROM @source@
WHERE c.customer_id = s.customer_id AND s.handed AND c.email IS NULL

--@ new groups
-- Names of the groups that are to be made, one of each spelling.
SELECT pg_catalog.min(n.name) AS name
FROM @rows@ AS r
CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.cells[@groups@], '|')) AS n (name)
WHERE @chosen@ AND r.action = ANY ('{create,update}') AND r.cells[@groups@] IS NOT NULL
	AND NOT EXISTS (SELECT FROM @schema@.customer_groups AS g
		WHERE @extschema@.customers_group_key(g.name) = @extschema@.customers_group_key(n.name))
GROUP BY @extschema@.customers_group_key(n.name)
ORDER BY @extschema@.customers_group_key(n.name)

--@ insert groups
-- Those groups.
INSERT INTO @schema@.customer_groups (name, import_id)
SELECT n.name, $1 FROM (@new_groups@) AS n

--@ insert members
-- New memberships.  A name is the group of this very spelling, or else the oldest
-- of another.  OFFSET 0 keeps the look-up of a membership one by its whole key:
-- as a join, planned before anybody has counted the rows, it went through all
-- members of the group each time.
INSERT INTO @schema@.customer_group_members (customer_id, group_id, status, import_id)
SELECT r.customer_id, COALESCE(same.group_id, g.group_id), 'accepted', $1
FROM @rows@ AS r
CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.string_to_array(r.cells[@groups@], '|')) AS n (name)
JOIN (SELECT @extschema@.customers_group_key(o.name) AS key, pg_catalog.min(o.group_id) AS group_id
	FROM @schema@.customer_groups AS o GROUP BY 1) AS g
	ON g.key = @extschema@.customers_group_key(n.name)
LEFT JOIN @schema@.customer_groups AS same
	ON pg_catalog.lower(same.name COLLATE pg_catalog."C") = pg_catalog.lower(n.name COLLATE pg_catalog."C")
	AND same.name = n.name
WHERE @chosen@ AND r.action = ANY ('{create,update}') AND r.cells[@groups@] IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM @members@ AS m
		WHERE m.customer_id = r.customer_id
			AND m.group_id = COALESCE(same.group_id, g.group_id) OFFSET 0)
ORDER BY 1, 2

--@ removed members
-- What row r takes away: its names n that it has no more, their groups g and the
-- memberships m.  Groups are found by their index, however many there are.
@rows@ AS r
CROSS JOIN LATERAL (SELECT pg_catalog.unnest(pg_catalog.string_to_array(r.old_cells[@groups@], '|'))
	EXCEPT SELECT pg_catalog.unnest(pg_catalog.string_to_array(r.cells[@groups@], '|'))) AS n (name)
JOIN @schema@.customer_groups AS g
	ON pg_catalog.lower(g.name COLLATE pg_catalog."C") = pg_catalog.lower(n.name COLLATE pg_catalog."C")
	AND g.name = n.name

--@ is removed member
@chosen@ AND r.action = ANY ('{create,update}') AND r.cells[@groups@] IS NOT NULL

--@ keep members
-- Memberships that are going to be deleted are kept in the staged rows, for
-- customers_revert().
UPDATE @schema@.customer_import_rows AS w
SET memberships = k.memberships
FROM (SELECT r.line, pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
		'group_id', m.group_id, 'import_id', m.import_id, 'set_by', m.set_by, 'set_at', m.set_at)) AS memberships
	FROM @removed@
	JOIN @members@ AS m ON m.customer_id = r.customer_id AND m.group_id = g.group_id AND m.status = 'accepted'
	WHERE @is_removed@
	GROUP BY r.line@fence@) AS k
WHERE w.import_id = $1 AND w.line = k.line

--@ keep times
-- When the customers had consented, or refused, whose consent is about to change.
UPDATE @schema@.customer_import_rows AS w
SET consent_at = @time@
FROM @import_customers@ AS c
WHERE w.import_id = $1 AND w.action = 'update' AND w.cells[@consent@] IS NOT NULL
	AND c.customer_id = w.customer_id AND c.@column@ IS NOT NULL

--@ delete members
DELETE FROM @schema@.customer_group_members AS m
USING (SELECT r.customer_id, g.group_id FROM @removed@ WHERE @is_removed@@fence@) AS gone
WHERE m.customer_id = gone.customer_id AND m.group_id = gone.group_id AND m.status = 'accepted'
