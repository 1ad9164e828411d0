-- profile.sql
--
-- The parts of the SELECT of the view customer_profiles, and of every function
-- that finds customers.  The build makes a C string of it
-- (src/schema/profile.sql.h); profile_select.c puts the parts together.
--
-- Columns of customers are not named here: those of the type customer_profile
-- come first, in its order, those that an application has added come last.
--
-- @schema@ is the schema of the relations.  Groups and orders are looked up in
-- one of two ways: "each" by index for every customer, which is best for a few;
-- "all" in one pass, which is best for many.  profile_select.c leaves out
-- columns that a query does not use, and the look-ups that only they need.
--
-- Run with search_path = pg_catalog: only relations need a schema.


--@ computed columns
COALESCE(NULLIF(c.name, ''),
	NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''),
	NULLIF((SELECT current_setting('customers.default_name', true)), ''),
	'Customer') AS display_name,
COALESCE(g.groups, '{}') AS groups,
COALESCE(o.orders_count, 0) AS orders_count,
COALESCE(o.orders_total, 0) AS orders_total,
@mailable@ AS mailable

--@ customers
FROM @customers@ AS c

--@ groups each
LEFT JOIN LATERAL (
	SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM @schema@.customer_group_members AS m
	JOIN @schema@.customer_groups AS g ON g.group_id = m.group_id
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true

--@ groups all
LEFT JOIN (
	SELECT m.customer_id, array_agg(g.name ORDER BY g.name) AS groups
	FROM @schema@.customer_group_members AS m
	JOIN @schema@.customer_groups AS g ON g.group_id = m.group_id
	WHERE m.status = 'accepted'
	GROUP BY m.customer_id) AS g ON g.customer_id = c.customer_id

--@ orders each
LEFT JOIN LATERAL (
	SELECT count(*) AS orders_count, sum(o.total::numeric) AS orders_total
	FROM @orders@ AS o
	WHERE o.customer_id = c.customer_id@and_counted@) AS o ON true

--@ orders all
LEFT JOIN (
	SELECT o.customer_id, count(*) AS orders_count, sum(o.total::numeric) AS orders_total
	FROM @orders@ AS o
	WHERE o.customer_id IS NOT NULL@and_counted@
	GROUP BY o.customer_id) AS o ON o.customer_id = c.customer_id
