-- :customers customers, who have ten orders each on average (none to 30, most have
-- few) and are each in one of 20 groups; ten segments.  One of ten is a VIP, one of
-- ten lives in Italy.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
CREATE EXTENSION customers;
SELECT customers_setup();
INSERT INTO customers (identifier, email, name, first_name, last_name, city, country, subscribed, tax_exempt, vip)
	SELECT 'shop-' || n, 'b' || n || '@example.com', first || ' ' || last || n % 1000, first, last || n % 1000,
		(ARRAY['Oslo', 'Bergen', 'Tromsø', 'Paris', 'Leeds'])[n % 5 + 1],
		(ARRAY['IT', 'NO', 'NO', 'FR', 'FR', 'FR', 'GB', 'GB', 'GB', 'GB'])[n / 10 % 10 + 1],
		n % 3 = 0, n % 50 = 0, n % 10 = 1
	FROM generate_series(1, :customers) AS n,
		LATERAL (SELECT (ARRAY['Ann', 'Ben', 'Chloé', 'Dag', 'Eva'])[n % 5 + 1] AS first,
			(ARRAY['Berg', 'Carter', 'Dubois', 'Ødegård'])[n % 4 + 1] AS last) AS names;
INSERT INTO customer_orders (customer_id, order_number, total, currency)
	SELECT n, n || '-' || k, (n * k) % 997 + 0.5, 'NOK'
	FROM generate_series(1, :customers) AS n,
		generate_series(1, ((hashint8(n)::bigint & 4095)::float8 ^ 2 / 4096 ^ 2 * 30)::int) AS k;
SELECT customers_group_create('Group ' || g) FROM generate_series(1, 20) AS g;
INSERT INTO customer_group_members (customer_id, group_id)
	SELECT customer_id, (hashint8(customer_id)::bigint & 1048575) % 20 + 1 FROM customers ON CONFLICT DO NOTHING;
SELECT customers_segment_define('Segment ' || n, condition) FROM unnest(ARRAY[
	'orders_count > 28', 'orders_total > 10000', 'vip', 'tax_exempt AND subscribed', $$city = 'Oslo'$$,
	$$country IN ('NO', 'FR') AND orders_count = 0$$, $$'Group 1' = ANY (groups)$$, $$email LIKE '%99@%'$$,
	$$created_at > now() - interval '1 week'$$, 'mailable']) WITH ORDINALITY AS s (condition, n);
VACUUM ANALYZE;
