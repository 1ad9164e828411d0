-- Reading, among :customers customers with ten orders each on average (none to 30,
-- most have few), 20 groups and 10 segments: each question is asked a few times
-- and timed, and its plan shown.  make bench BENCH_ONLY=reading runs it.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
\o /dev/null
CREATE EXTENSION customers;
CREATE EXTENSION pg_trgm;
SELECT customers_setup();
INSERT INTO customers (identifier, email, name, first_name, last_name, city, country, subscribed, tax_exempt, vip)
	SELECT 'shop-' || n, 'b' || n || '@example.com', first || ' ' || last || n % 1000, first, last || n % 1000,
		(ARRAY['Oslo', 'Bergen', 'Tromsø', 'Paris', 'Leeds'])[n % 5 + 1], (ARRAY['NO', 'FR', 'GB'])[n % 3 + 1],
		n % 3 = 0, n % 50 = 0, n % 50 = 1
	FROM generate_series(1, :customers) AS n,
		LATERAL (SELECT (ARRAY['Ann', 'Ben', 'Chloé', 'Dag', 'Eva'])[n % 5 + 1] AS first,
			(ARRAY['Berg', 'Carter', 'Dubois', 'Ødegård'])[n % 4 + 1] AS last) AS names;
INSERT INTO customer_orders (customer_id, order_number, total, currency)
	SELECT n, n || '-' || k, (n * k) % 997 + 0.5, 'NOK'
	FROM generate_series(1, :customers) AS n, generate_series(1, ((hashint8(n)::bigint & 4095)::float8 ^ 2 / 4096 ^ 2 * 30)::int) AS k;
SELECT customers_group_create('Group ' || g) FROM generate_series(1, 20) AS g;
INSERT INTO customer_group_members (customer_id, group_id)
	SELECT customer_id, group_id FROM customers, customer_groups WHERE customer_id % 40 = group_id;
SELECT customers_segment_define('Segment ' || n, condition) FROM unnest(ARRAY[
	'orders_count > 28', 'orders_total > 10000', 'vip', 'tax_exempt AND subscribed', $$city = 'Oslo'$$,
	$$country IN ('NO', 'FR') AND orders_count = 0$$, $$'Group 1' = ANY (groups)$$, $$email LIKE '%99@%'$$,
	$$created_at > now() - interval '1 week'$$, 'mailable']) WITH ORDINALITY AS s (condition, n);
VACUUM ANALYZE;
\o
SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM customer_orders) AS orders,
	(SELECT count(*) FROM customer_group_members) AS memberships, (SELECT count(*) FROM customer_segments) AS segments;

\pset footer off
\pset tuples_only on

\echo
\echo '## A profile page: three by id, one by email, the orders of one'
\timing on
SELECT length(p::text) > 0 FROM customer_profiles AS p WHERE customer_id = :customers / 2;
SELECT length(p::text) > 0 FROM customer_profiles AS p WHERE customer_id = :customers / 3;
SELECT length(p::text) > 0 FROM customer_profiles AS p WHERE customer_id = :customers / 4;
SELECT length(p::text) > 0 FROM customer_profiles AS p WHERE lower(email) = 'b77777@example.com';
SELECT count(*) FROM customer_orders WHERE customer_id = :customers / 2;
\timing off
EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) SELECT * FROM customer_profiles WHERE customer_id = :customers / 2;

\echo
\echo '## Part of an email, by scan'
\timing on
SELECT count(*) FROM customers_find('b52340');
SELECT count(*) FROM customers_find('b52341');
SELECT count(*) FROM customers_find('b52342');
\timing off
SELECT * FROM customers_find_explain('b52340', run => true);

\echo
\echo '## Part of an email, with fast search'
\timing on
SELECT customers_enable_fast_search();
SELECT count(*) FROM customers_find('b52340');
SELECT count(*) FROM customers_find('b52341');
SELECT count(*) FROM customers_find('odegard775');
\timing off
SELECT * FROM customers_find_explain('b52340', run => true);

\echo
\echo '## A segment on the number of orders'
\timing on
SELECT count(*) FROM customers_segment('Segment 1');
SELECT count(*) FROM customers_segment('Segment 1');
SELECT count(*) FROM customers_segment('Segment 1');
\timing off
SELECT * FROM customers_find_explain(segment => 'Segment 1', run => true);

\echo
\echo '## VIPs, 1 of 50, with their orders'
\timing on
SELECT count(*), sum(orders_total) IS NOT NULL FROM customers_find(filter => 'vip AND orders_count > 2');
SELECT count(*), sum(orders_total) IS NOT NULL FROM customers_find(filter => 'vip AND orders_count > 2');
\timing off
SELECT * FROM customers_find_explain(filter => 'vip AND orders_count > 2', run => true);

\echo
\echo '## A group'
\timing on
SELECT count(*) FROM customers_find("group" => 'Group 7');
SELECT count(*) FROM customers_find("group" => 'Group 7');
\timing off
SELECT * FROM customers_find_explain("group" => 'Group 7', run => true);

\echo
\echo '## Most customers, with their orders'
\timing on
SELECT count(*) FROM customers_find(filter => 'orders_count > 3');
SELECT count(*) FROM customers_find(filter => 'orders_count > 3');
\timing off

\echo
\echo '## The counts of all segments'
\timing on
SELECT * FROM customers_segment_counts();
SELECT count(*) FROM customers_segment_counts();
\timing off
