-- Segments: stored conditions
CREATE SCHEMA t_segment;
SET customers.schema = 't_segment';
SET search_path = t_segment, public;
SELECT customers_setup() IS NOT NULL AS set_up;
INSERT INTO customers (email, name, city, vip, subscribed, attributes) VALUES
	('ann@x.no', 'Ann', 'Oslo', true, true, '{"shoe": "38"}'),
	('bob@x.no', 'Bob', 'Bergen', false, false, '{}'),
	('eva@x.no', 'Eva', 'Oslo', false, true, '{"shoe": "44"}');
INSERT INTO customer_orders (customer_id, total) VALUES (1, 10), (1, 20), (1, 30), (1, 40), (3, 5);
INSERT INTO customer_groups (name) VALUES ('VIP'), ('Staff');
INSERT INTO customer_group_members (customer_id, group_id) VALUES (1, 1), (2, 1), (2, 2);
INSERT INTO customer_group_members (customer_id, group_id, status) VALUES (3, 1, 'rejected');

SELECT customers_segment_define('Regulars', 'orders_count > 3 AND ''VIP'' = ANY (groups)', 'Come often');
SELECT customers_segment_define('Oslo', 'city ILIKE ''oslo'' AND mailable');
SELECT customers_segment_define('Big feet', '(attributes->>''shoe'')::int >= 40');
SELECT customers_segment_define('Nobody', 'orders_total > 1000000');
SELECT name, condition, description, defined_by = current_user AS mine
FROM customer_segments ORDER BY name COLLATE "C";
SELECT customer_id, display_name, groups, orders_count, orders_total
FROM customers_segment('Regulars');
SELECT s.name, string_agg(c.name, ', ' ORDER BY c.name) AS customers
FROM (VALUES ('Oslo'), ('Big feet'), ('Nobody')) AS s (name)
LEFT JOIN LATERAL customers_segment(s.name) AS c ON true GROUP BY s.name ORDER BY s.name;
SELECT * FROM customers_segment_counts();

-- Counts ask for the members of a group, wherever the test for it stands.
SELECT customers_segment_define('Either', 'NOT ''VIP'' = ANY (groups) OR (vip AND ''Staff'' <> ALL (groups)) OR ''Staff'' = ANY (groups)');
SELECT customers_segment_define('Not one', '''No "such" group''''s'' = ANY (groups)');
SELECT n.name, n.customers, count(s.customer_id) AS found
FROM customers_segment_counts() AS n LEFT JOIN LATERAL customers_segment(n.name) AS s ON true
WHERE n.name IN ('Either', 'Not one') GROUP BY 1, 2 ORDER BY 1;
SELECT customers_segment_drop(name) FROM customer_segments WHERE name IN ('Either', 'Not one');

-- 'today' is the day on which it is asked for; other literals are as they were read.
SELECT customers_segment_define('New', 'created_at >= ''today'' AND created_at < ''Tomorrow''::date'
	' AND birth_date IS DISTINCT FROM ''2020-1-2'' AND name <> ''now''');
SELECT condition FROM customer_segments WHERE name = 'New';
SELECT customers FROM customers_segment_counts() WHERE name = 'New';
SELECT customers_segment_define('New', 'created_at >= ''todays''');
SELECT customers_segment_drop('New');
SELECT customers_segment_define('Oslo', 'name <> ''Å'' AND city = "Oslo"');

-- Membership is computed: it is never stale.
UPDATE customers SET city = 'OSLO', subscribed = true WHERE customer_id = 2;
SELECT customers FROM customers_segment_counts() WHERE name = 'Oslo';

-- Defined anew; the description stays unless there is a new one.
SELECT customers_segment_define('Regulars', 'orders_count > 0');
SELECT customers_segment_define('Oslo', 'city = ''Oslo''', 'In town');
SELECT name, condition, description FROM customer_segments
WHERE name IN ('Regulars', 'Oslo') ORDER BY name COLLATE "C";
SELECT customers_segment_drop('Nobody');
SELECT customers_segment_drop('Nobody');
SELECT * FROM customers_segment('Nobody');

-- What may be in a condition: the kinds of expressions that shops write.
CREATE FUNCTION found(condition text) RETURNS text LANGUAGE sql AS
	$$SELECT string_agg(name, ', ' ORDER BY name) FROM customers_find(filter => condition)$$;
SELECT c.condition, found(c.condition) FROM (VALUES
	('vip'), ('NOT vip AND true'), ('email LIKE ''%@x.no'''), ('name ~ ''^A'''), ('name IN (''Ann'', ''Bob'')'),
	('orders_total BETWEEN 1 AND 60'), ('orders_total / orders_count > 10 AND orders_count <> 0 OR false'),
	('CASE WHEN orders_count > 0 THEN orders_total / orders_count END > 10'),
	('groups && ARRAY[''VIP'', ''Staff'']'), ('groups @> ''{VIP,Staff}'''), ('cardinality(groups) = 0'),
	('created_at > now() - interval ''30 days'''), ('extract(year FROM created_at) >= 2020'),
	('created_at::date = current_date'), ('birth_date IS NULL'), ('age(birth_date) > interval ''18 years'''),
	('attributes ? ''shoe'''), ('attributes @> ''{"shoe": "38"}'''), ('attributes[''shoe''] IS NOT NULL'),
	('COALESCE(company, '''') = '''''), ('NULLIF(city, ''Bergen'') IS NULL'), ('lower(name) || city = ''annOslo'''),
	('loyalty_points::text = ''0'''), ('GREATEST(orders_count, 1) = 1'), ('name COLLATE "C" < ''B'''),
	('(city, name) = (''Oslo'', ''Ann'')'), ('upper(substring(email FROM 1 FOR 3)) = ''ANN'''),
	('vip IS NOT TRUE'), ('city IS DISTINCT FROM ''Oslo'''), ('groups[1] = ''VIP'''), ('groups::varchar(3)[] = ''{VIP}'''),
	('to_tsvector(''simple'', name) @@ to_tsquery(''simple'', ''ann | eva'')'),
	('to_jsonb(groups) @> ''["Staff"]'''), ('concat(name, ''-'', city) = ''Ann-Oslo'''),
	('customer_profiles.name = ''Eva'''), ('display_name = ''Bob'''), ('format(''%s'', name) = ''Eva'''),
	('current_user IS NOT NULL'), ('customer_id = ANY (''{1,3}'')'), ('date ''2000-01-01'' < created_at'))
	AS c (condition);

-- Text a shop gets wrong is answered with where and why.
SELECT customers_segment_define('Wrong', 'orders_cuont > 3');
SELECT customers_segment_define('Wrong', 'city = ''Oslo'' AND orders_count > ');
SELECT customers_segment_define('Wrong', 'city = Oslo');
SELECT customers_segment_define('Wrong', 'orders_count');
SELECT customers_segment_define('Wrong', 'birth_date = ''yesterdey''');
SELECT customers_segment_define('Wrong', 'city = 5');
SELECT customers_segment_define('Wrong', 'random() > 0.5');
SELECT customers_segment_define('', 'true');
SELECT customers_segment_define(' Wrong', 'true');
SELECT customers_segment_define(NULL, 'true');
SELECT customers_segment_define('Wrong', NULL);
SELECT * FROM customers_segment(NULL);
SELECT customers_segment_drop(NULL);

-- Dates are read as the definer writes them, whatever the readers' settings.
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'sql_standard';
SELECT customers_segment_define('Before', 'birth_date < ''03/12/1980'' AND interval ''-1 2:00'' < interval ''1''');
RESET IntervalStyle;
SET DateStyle = 'SQL, MDY';
SELECT condition FROM customer_segments WHERE name = 'Before';
SELECT count(*) FROM customers_segment('Before');
RESET DateStyle;
SELECT customers_segment_drop('Before');

-- Added columns at once, renamed and dropped ones.
ALTER TABLE customers ADD COLUMN hat text, ADD COLUMN coat text;
UPDATE customers SET hat = 'top', coat = 'fur' WHERE customer_id = 3;
SELECT customers_segment_define('Hats', 'hat IS NOT NULL');
SELECT customers_segment_define('Coats', 'coat = ''fur''');
SELECT name FROM customers_segment('Hats');
SELECT customers_setup();
SELECT customer_id FROM customer_profiles WHERE hat = 'top';
ALTER TABLE customers RENAME COLUMN hat TO cap;
SELECT name FROM customers_segment('Hats');
SELECT * FROM customers_segment_counts();
SELECT name FROM customers_find(filter => 'cap = ''top''');
SELECT customers_setup();
SELECT customer_id, cap FROM customer_profiles WHERE cap = 'top';
-- names that change places
ALTER TABLE customers RENAME COLUMN cap TO shoe;
ALTER TABLE customers RENAME COLUMN coat TO cap;
ALTER TABLE customers RENAME COLUMN shoe TO coat;
SELECT customers_setup();
SELECT customer_id, cap, coat FROM customer_profiles WHERE customer_id = 3;
-- a dropped one takes the view along, if told to; the functions need no view
ALTER TABLE customers DROP COLUMN cap;
ALTER TABLE customers DROP COLUMN cap CASCADE;
SELECT name FROM customers_segment('Coats');
SELECT name FROM customers_segment('Regulars');
SELECT customers_setup();
SELECT customer_id, coat FROM customer_profiles WHERE customer_id = 3;

-- A segment that fails on a customer does not stop the others.
UPDATE customers SET attributes = '{"shoe": "large"}' WHERE customer_id = 1;
SELECT * FROM customers_segment_counts();
\set SHOW_CONTEXT never
SELECT name FROM customers_segment('Big feet');
\set SHOW_CONTEXT errors

-- Whoever asks sees what he may see: row security and rights are his.
CREATE ROLE regress_customers_reader;
GRANT USAGE ON SCHEMA t_segment TO regress_customers_reader;
SET ROLE regress_customers_reader;
SELECT count(*) FROM customers_segment('Regulars');
RESET ROLE;
GRANT SELECT ON customers, customer_orders, customer_groups, customer_group_members, customer_segments
	TO regress_customers_reader;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY bergen ON customers TO regress_customers_reader USING (city <> 'OSLO');
SET ROLE regress_customers_reader;
SELECT name FROM customers_find() ORDER BY name;
SELECT * FROM customers_segment_counts();
SELECT customers_segment_define('Theirs', 'true');
RESET ROLE;

DROP SCHEMA t_segment CASCADE;
DROP ROLE regress_customers_reader;
