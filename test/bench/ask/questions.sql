-- What is asked of customers, ours and by hand: ask.py runs each section, one
-- statement.  Better ones by hand are welcome: the best of a question counts.

--@ `orders_count > 15 AND vip`: ours
SELECT * FROM customers_find(filter => 'orders_count > 15 AND vip');

--@ `orders_count > 15 AND vip`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE vip) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_count, 0) > 15;

--@ `country = 'IT' AND vip AND orders_total > 1000`: ours
SELECT * FROM customers_find(filter => 'country = ''IT'' AND vip AND orders_total > 1000');

--@ `country = 'IT' AND vip AND orders_total > 1000`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE country = 'IT' AND vip) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_total, 0) > 1000;

--@ a group and `vip AND orders_count > 2`: ours
SELECT * FROM customers_find(filter => 'vip AND orders_count > 2', "group" => 'Group 1');

--@ a group and `vip AND orders_count > 2`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE vip AND EXISTS (SELECT FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted' AND g.name = 'Group 1')) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_count, 0) > 2;

--@ a group: ours
SELECT * FROM customers_find("group" => 'Group 7');

--@ a group: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE EXISTS (SELECT FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted' AND g.name = 'Group 7')) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true;

--@ `city = 'Oslo' AND tax_exempt`: ours
SELECT * FROM customers_find(filter => 'city = ''Oslo'' AND tax_exempt');

--@ `city = 'Oslo' AND tax_exempt`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE city = 'Oslo' AND tax_exempt) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true;

--@ everybody: ours
SELECT * FROM customers_find();

--@ everybody: by hand, orders of all, groups of all
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c) AS c
LEFT JOIN (SELECT customer_id, count(*) AS orders_count, sum(total) AS orders_total
	FROM customer_orders GROUP BY customer_id) AS o USING (customer_id)
LEFT JOIN (SELECT m.customer_id, array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.status = 'accepted' GROUP BY m.customer_id) AS g USING (customer_id);

--@ a search: ours
SELECT * FROM customers_find('b5234');

--@ a search: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE customers_search_text(name, first_name, last_name, email) LIKE '%b5234%') AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true;

--@ counts of ten segments: ours
SELECT name, customers FROM customers_segment_counts();

--@ counts of ten segments: by hand
SELECT v.name, v.customers FROM (SELECT count(*) FILTER (WHERE COALESCE(o.orders_count, 0) > 28) AS n1,
	count(*) FILTER (WHERE COALESCE(o.orders_total, 0) > 10000) AS n2,
	count(*) FILTER (WHERE vip) AS n3,
	count(*) FILTER (WHERE tax_exempt AND subscribed) AS n4,
	count(*) FILTER (WHERE city = 'Oslo') AS n5,
	count(*) FILTER (WHERE country IN ('NO', 'FR') AND COALESCE(o.orders_count, 0) = 0) AS n6,
	count(*) FILTER (WHERE g.customer_id IS NOT NULL) AS n7,
	count(*) FILTER (WHERE email LIKE '%99@%') AS n8,
	count(*) FILTER (WHERE created_at > now() - interval '1 week') AS n9,
	count(*) FILTER (WHERE subscribed AND email IS NOT NULL) AS n10
	FROM customers AS c
	LEFT JOIN (SELECT customer_id, count(*) AS orders_count, sum(total) AS orders_total
		FROM customer_orders GROUP BY customer_id) AS o USING (customer_id)
	LEFT JOIN (SELECT customer_id FROM customer_group_members JOIN customer_groups USING (group_id)
		WHERE name = 'Group 1' AND status = 'accepted') AS g USING (customer_id)) AS counts,
	LATERAL (VALUES ('Segment 1', n1),
	('Segment 2', n2),
	('Segment 3', n3),
	('Segment 4', n4),
	('Segment 5', n5),
	('Segment 6', n6),
	('Segment 7', n7),
	('Segment 8', n8),
	('Segment 9', n9),
	('Segment 10', n10)) AS v (name, customers);

--@ `mailable AND orders_count = 0`: ours
SELECT * FROM customers_find(filter => 'mailable AND orders_count = 0');

--@ `mailable AND orders_count = 0`: by hand, NOT EXISTS
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, 0 AS orders_count, 0::numeric AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM customers AS c
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE subscribed AND email IS NOT NULL AND NOT EXISTS (SELECT FROM customer_orders AS o WHERE o.customer_id = c.customer_id);

--@ a group and `vip`: ours
SELECT * FROM customers_find(filter => 'vip', "group" => 'Group 3');

--@ a group and `vip`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE vip AND EXISTS (SELECT FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted' AND g.name = 'Group 3')) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true;

--@ `orders_total BETWEEN 5000 AND 5100`: ours
SELECT * FROM customers_find(filter => 'orders_total BETWEEN 5000 AND 5100');

--@ `orders_total BETWEEN 5000 AND 5100`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_total, 0) BETWEEN 5000 AND 5100;

--@ `orders_total BETWEEN 5000 AND 5100`: by hand, orders of all
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c) AS c
LEFT JOIN (SELECT customer_id, count(*) AS orders_count, sum(total) AS orders_total
	FROM customer_orders GROUP BY customer_id) AS o USING (customer_id)
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_total, 0) BETWEEN 5000 AND 5100;

--@ `subscribed`: ours
SELECT * FROM customers_find(filter => 'subscribed');

--@ `subscribed`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE subscribed) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true;

--@ export of `country = 'IT' AND vip`: ours
SELECT customers_export_csv(filter => 'country = ''IT'' AND vip');

--@ export of `country = 'IT' AND vip`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, array_to_string(g.groups, '|') AS groups
FROM customers AS c
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE country = 'IT' AND vip
ORDER BY customer_id;

--@ the first 20 of `vip AND orders_count > 2`: ours
SELECT * FROM customers_find(filter => 'vip AND orders_count > 2', max_rows => 20);

--@ the first 20 of `vip AND orders_count > 2`: by hand
SELECT c.customer_id, c.identifier, c.email, c.name, c.first_name, c.last_name, c.phone, c.mobile, c.company, c.vat_number, c.address, c.address_2, c.postal_code, c.city, c.region, c.country, c.language, c.birth_date, c.customer_since, c.note, c.subscribed, c.vip, c.tax_exempt, c.loyalty_points, c.attributes, c.created_at, c.updated_at,
	COALESCE(NULLIF(c.name, ''), NULLIF(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'Customer') AS display_name,
	COALESCE(g.groups, '{}') AS groups, COALESCE(o.orders_count, 0) AS orders_count, COALESCE(o.orders_total, 0) AS orders_total,
	c.subscribed AND c.email IS NOT NULL AS mailable
FROM (SELECT * FROM customers AS c WHERE vip) AS c
CROSS JOIN LATERAL (SELECT count(*) AS orders_count, sum(o.total) AS orders_total
	FROM customer_orders AS o WHERE o.customer_id = c.customer_id) AS o
LEFT JOIN LATERAL (SELECT array_agg(g.name ORDER BY g.name) AS groups
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id)
	WHERE m.customer_id = c.customer_id AND m.status = 'accepted') AS g ON true
WHERE COALESCE(o.orders_count, 0) > 2
ORDER BY c.customer_id LIMIT 20;
