-- Finding customers: search, filter, group, segment
CREATE SCHEMA t_find;
SET customers.schema = 't_find';
SET search_path = t_find, public;
SELECT customers_setup() IS NOT NULL AS set_up;
INSERT INTO customers (email, name, first_name, last_name, company, tax_exempt, subscribed) VALUES
	('ann.hansen@example.com', 'Ann Hansen', NULL, NULL, 'Acme', false, true),
	('b@x.no', NULL, 'Bjørn Åge', 'Sæther', NULL, true, false),
	('jose@y.es', 'José Núñez', NULL, NULL, NULL, false, true),
	('50%_off\deal@z.se', 'O''Brien & Søn', NULL, NULL, NULL, true, true),
	(NULL, 'STRAẞE Müller', NULL, NULL, NULL, false, true),
	('elena@x.gr', 'ΕΛΈΝΗ Παπαδοπούλου', NULL, NULL, NULL, false, true),
	('anna@x.no', 'Анна Королёва', NULL, NULL, NULL, false, true),
	('kim@x.kr', '김민준', NULL, NULL, NULL, false, true),
	('viet@x.vn', 'Nguyễn Thị Hường', NULL, NULL, NULL, false, true),
	('nfd@x.no', E'Re\u0301ne\u0301e', NULL, NULL, NULL, false, true);
INSERT INTO customer_groups (name) VALUES ('VIP'), ('Wholesale');
INSERT INTO customer_group_members (customer_id, group_id) VALUES (1, 1), (2, 1), (2, 2);
INSERT INTO customer_group_members (customer_id, group_id, status) VALUES (3, 1, 'rejected');
INSERT INTO customer_orders (customer_id, total) VALUES (1, 10), (1, 20), (3, 5);
SELECT customers_segment_define('Buyers', 'orders_count > 0');

-- Any part of the name or the email, whatever the case and the accents; each
-- word must be there, in any order.
SELECT s.search, string_agg(c.customer_id::text, ',' ORDER BY c.customer_id) AS found
FROM (VALUES ('ann'), ('HANSEN'), ('hansen ann'), ('Hansen, Ann'), (','), ('ann@'), ('example.com'), ('n.hansen@exa'), ('Ann Berg'),
	('bjorn'), ('bjørn'), ('BJØRN ÅGE'), ('aage'), ('age saether'), ('age sæther'), ('jose nunez'), ('José'),
	('strasse'), ('straße MULLER'), ('ελενη'), ('ΠΑΠΑΔΟΠΟΥΛΟΥ'), ('анна королева'), ('김민'), ('nguyen thi huong'),
	('renee'), ('rénée'), ('o''brien'), ('obrien'), ('&'), ('acme'),
	('%'), ('_'), ('50%_'), ('50__'), ('%%'), ('\'), ('off\deal'), ('\%'), (''), ('  '), (E' \t ann  '),
	('nobody'), (E'ann\nhansen'), (''' OR true --')) AS s (search)
LEFT JOIN LATERAL customers_find(s.search) AS c ON true
GROUP BY s.search ORDER BY s.search COLLATE "C";
SELECT customers_search_text('Ann', NULL, 'Å', 'a@x.no');
SELECT count(*) FROM customers_find(repeat('x', 1001));

-- Nothing asked for: all of them.  What is asked for narrows it down.
SELECT count(*) FROM customers_find();
SELECT customer_id FROM customers_find(filter => 'tax_exempt') ORDER BY 1;
SELECT customer_id FROM customers_find(filter => 'subscribed AND NOT tax_exempt AND orders_count > 0') ORDER BY 1;
SELECT customer_id FROM customers_find("group" => 'vip') ORDER BY 1;
SELECT customer_id, groups, orders_count, orders_total
FROM customers_find(segment => 'Buyers') ORDER BY 1;
SELECT customer_id FROM customers_find('a', 'subscribed', 'VIP', 'Buyers');
SELECT customer_id FROM customers_find("group" => 'wholesale', segment => 'Buyers');
SELECT customer_id, display_name FROM customers_find() ORDER BY orders_total DESC, customer_id LIMIT 3 OFFSET 1;
SELECT customer_id, email, name, company, subscribed, attributes, groups, orders_count, mailable
FROM customers_find('ann hansen');
SELECT count(*) FROM customers_find("group" => 'VIPs');
SELECT count(*) FROM customers_find(segment => 'Sellers');
SELECT count(*) FROM customers_find(filter => 'name =');

-- Many at once: orders and groups in one pass, the same customers.
INSERT INTO customers (identifier) SELECT 'many' || i FROM generate_series(1, 5000) AS i;
INSERT INTO customer_orders (customer_id, total)
SELECT customer_id, i FROM customers, generate_series(1, 4) AS i WHERE identifier LIKE 'many%';
INSERT INTO customer_group_members (customer_id, group_id)
SELECT customer_id, 1 FROM customers WHERE identifier LIKE 'many%';
ANALYZE customers, customer_orders, customer_groups, customer_group_members;
CREATE FUNCTION find_plan(word text, search text DEFAULT NULL, filter text DEFAULT NULL) RETURNS boolean LANGUAGE sql AS
	$$SELECT COALESCE(bool_or(p LIKE '%' || word || '%'), false) FROM customers_find_explain(search, filter) AS p$$;
SELECT count(*), sum(orders_count) AS orders, sum(orders_total) AS total, sum(cardinality(groups)) AS groups
FROM customers_find(filter => 'orders_count > 3');
-- One pass over orders or groups for many customers, an index look-up for each of a few.
SELECT find_plan('Index Cond: (customer_id = c.customer_id)') AS all_by_index,
	find_plan('Group Key: o%.customer_id', filter => 'orders_count > 3') AS orders_in_one_pass,
	find_plan('Index Cond: (customer_id = c.customer_id)', filter => 'customer_id = 17') AS one_by_index,
	find_plan('Group Key:', filter => 'tax_exempt AND orders_count > 3') AS few_in_one_pass;
-- A group that is asked for by a condition, and the lack of orders, are joins.
SELECT find_plan('customer_group_members m_', filter => $$'Wholesale' = ANY (groups)$$) AS members,
	find_plan('Anti Join', filter => 'orders_count = 0 AND mailable') AS without_orders,
	find_plan('Anti Join', filter => 'orders_count = 0 OR mailable') AS some_without;
-- What is only shown is looked up after the filter; the rows are those of the view.
SELECT filter, ours.customers, ours.rows IS NOT DISTINCT FROM by_view.rows AS same
FROM (VALUES ('orders_count > 3 AND customer_id % 10 = 0'), ('orders_total = 0 AND mailable'), ('orders_count = 0 OR tax_exempt'),
	($$'Wholesale' = ANY (groups)$$), ($$'VIP' = ANY (groups) AND orders_total BETWEEN 1 AND 30$$),
	($$'WHOLESALE' = ANY (groups)$$), ($$'Nobody' = ANY (groups)$$), ($$NOT 'VIP' = ANY (groups)$$),
	($$'VIP' = ANY (groups) OR orders_count = 0$$), ($$'VIP' = ANY (groups) AND orders_count = 0$$),
	($$groups = '{}' AND orders_count IS NOT NULL$$), ($$display_name = 'Customer' AND orders_count = 4$$)) AS f (filter),
	LATERAL (SELECT count(*) AS customers, md5(string_agg(c::text, ',' ORDER BY c.customer_id)) AS rows FROM customers_find(filter => filter) AS c) AS ours,
	LATERAL (SELECT (xpath('/table/row/rows/text()', query_to_xml(format(
		$$SELECT md5(string_agg(ROW(c.*)::text, ',' ORDER BY c.customer_id)) AS rows FROM customer_profiles AS c WHERE %s$$, filter), true, false, '')))[1]::text AS rows) AS by_view;
SELECT count(*), min(orders_count), max(cardinality(groups)) FROM customers_find(filter => 'customer_id = 17');

-- max_rows: those with the lowest ids, and no more is computed.
SELECT customer_id, orders_count, cardinality(groups) AS groups FROM customers_find(max_rows => 3);
SELECT customer_id FROM customers_find(filter => 'orders_count = 4 AND customer_id > 20', max_rows => 2);
SELECT count(*) FROM customers_find('hansen', max_rows => 9223372036854775807);
SELECT bool_or(p LIKE '%Limit%') AS limited, bool_or(p LIKE '%Group Key%') AS in_one_pass
FROM customers_find_explain(filter => 'orders_count > 3', max_rows => 5) AS p;
SELECT customer_id FROM customers_find(max_rows => 0);
SELECT customer_id FROM customers_find(max_rows => -1);

-- To see how customers are found takes the rights that finding them takes.
ALTER TABLE customers ADD salary int;
CREATE ROLE regress_find_reader;
GRANT USAGE ON SCHEMA t_find TO regress_find_reader;
DO $$ BEGIN
	EXECUTE (SELECT format('GRANT SELECT (%s) ON customers TO regress_find_reader', string_agg(quote_ident(attname), ', '))
		FROM pg_attribute WHERE attrelid = 'customers'::regclass AND attnum > 0 AND attname NOT IN ('password_hash', 'salary'));
END $$;
GRANT SELECT ON customer_groups, customer_group_members, customer_orders TO regress_find_reader;
SET ROLE regress_find_reader;
SELECT count(*) FROM customers_find('ann hansen');
SELECT count(*) > 0 AS explained FROM customers_find_explain('ann hansen');
RESET ROLE;
DROP OWNED BY regress_find_reader;
DROP ROLE regress_find_reader;

-- Fast search needs pg_trgm.
SELECT customers_enable_fast_search();

-- Divided customers are found as well.
CREATE SCHEMA t_find_parts;
SET customers.schema = 't_find_parts';
SELECT customers_setup(4);
INSERT INTO t_find_parts.customers (name) SELECT 'Customer ' || i FROM generate_series(1, 20) AS i;
SELECT count(*) FROM customers_find('mer 1');
SELECT customers_segment_define('Teens', 'customer_id BETWEEN 13 AND 19');
SELECT * FROM customers_segment_counts();

\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA t_find, t_find_parts CASCADE;
