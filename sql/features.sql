-- What the help pages of five systems promise, in their order: the statements
-- of the table in doc/other-systems.md, as a shop would give them.
CREATE SCHEMA t_features;
SET customers.schema = 't_features';
SET search_path = t_features, public;
SET client_min_messages = warning;

-- An auction house: upload by email or by customer ID, see errors, correct them.
SELECT created, rejected FROM import_csv($$Client ID,Email,Name,Phone
A-1,ann@example.com,Ann Berg,1
A-2,ben(at)example.com,Ben Carter,2
A-3,,Cat Dee,3
$$::bytea);
SELECT customers_import($$Client ID,Email,Phone
,ANN@example.com,11
A-3,cat@example.com,33
A-4,dan(at)example.com,44
$$::bytea) AS id \gset
SELECT line, action, customer, changes FROM customers_import_preview(:id);
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id;
SELECT customers_import_report(:id) LIKE '%dan(at)example.com%' AS error_shown;
SELECT customers_import_fix(:id, 4, 'email', 'dan@example.com');
SELECT created, changed, rejected FROM customers_merge(:id);
SELECT split_part(customers_import_summary(:id), E'\n', 1) AS mail;

-- Campaigns: who has an email and is subscribed; "Customer", or another word.
SELECT customers_save('{"identifier": "A-5", "name": "Eve"}') > 0 AS saved;
SELECT display_name, mailable FROM customer_profiles WHERE identifier IN ('A-1', 'A-4', 'A-5') ORDER BY identifier;
SET customers.default_name = 'Art lover';
SELECT display_name FROM customer_profiles WHERE identifier = 'A-4';

-- Subscription: a default, and a list of unsubscribers.
SET customers.default_subscription = 'unsubscribed';
SELECT created FROM import_csv($$email
fay@example.com
$$::bytea);
RESET customers.default_subscription;
SELECT created, changed FROM import_csv($$Email,Subscription Status
ann@example.com,Unsubscribed
$$::bytea);
SELECT email, subscribed FROM customers WHERE email IN ('ann@example.com', 'dan@example.com', 'fay@example.com') ORDER BY 1;

-- One profile: email, ID, name, phone, subscription, VIP; a department.
SELECT customer_id AS ann FROM customers WHERE identifier = 'A-1' \gset
SELECT customers_save(jsonb_build_object('customer_id', :ann, 'email', 'ann.berg@example.com', 'identifier', 'A-100',
	'name', 'Ann K. Berg', 'phone', '+47 1', 'vip', true, 'subscribed', true), resubscribe => true) = :ann AS saved;
SELECT identifier, email, name, phone, subscribed, vip FROM customers WHERE customer_id = :ann;
SELECT customers_group_create('Prints') > 0 AS department;
SELECT customers_group_assign('Prints', ARRAY[:ann]);
SELECT customers_group_reject('Prints', ARRAY[:ann]);
SELECT groups FROM customer_profiles WHERE customer_id = :ann;

-- A shop: name, email and password with commas; a new customer who orders.
SELECT created FROM import_csv($$"name","email","password"
"Lee, Gus","gus@example.com","secret-1"
"Hall, Ida","ida@example.com",
$$::bytea);
SELECT name, password_hash IS NOT NULL AS has_password FROM customers WHERE email IN ('gus@example.com', 'ida@example.com') ORDER BY 1;
SELECT customers_place_order('{"email": "new@example.com", "name": "Jo New", "total": 10}') > 0 AS placed;
SELECT customers_place_order('{"email": "new@example.com", "total": 30}') > 0 AS placed;
SELECT customer_id AS jo FROM customers WHERE email = 'new@example.com' \gset
SELECT total, customer_name FROM customer_orders WHERE customer_id = :jo ORDER BY order_id;

-- Tax exemption, groups with discounts.
SELECT customers_group_create('B2B', discount_percent => 10) > 0 AS created;
SELECT customers_save(jsonb_build_object('customer_id', :jo, 'tax_exempt', true, 'groups', '["B2B"]'::jsonb)) = :jo AS saved;
SELECT p.tax_exempt, p.groups, g.discount_percent FROM customer_profiles AS p, customer_groups AS g
WHERE p.customer_id = :jo AND g.name = 'B2B';

-- Search by full name or email; filters, one and several; pages; none.
SELECT display_name FROM customers_find('ann k. berg');
SELECT display_name FROM customers_find('ANN.BERG@example.com');
SELECT display_name FROM customers_find("group" => 'B2B');
SELECT display_name FROM customers_find(filter => 'tax_exempt');
SELECT count(*) FROM customers_find(filter => 'subscribed');
SELECT display_name FROM customers_find(filter => 'orders_count > 1');
SELECT display_name FROM customers_find(filter => 'tax_exempt AND orders_count > 1', "group" => 'B2B');
SELECT display_name FROM customers_find() ORDER BY customer_id LIMIT 2 OFFSET 2;
SELECT count(*) FROM customers_find();
SELECT customers_group_unassign('B2B', ARRAY[:jo]);

-- Export all found, for a newsletter service.
SELECT customers_export_csv(filter => 'mailable', columns => '{email,display_name}');
SELECT customers_export_csv(search => 'jo new', columns => '{email}');

-- Delete one or many; orders stay.
SELECT customers_delete(ARRAY[:jo]);
SELECT total, customer_id, customer_name, customer_email FROM customer_orders ORDER BY order_id;

-- A ticketing system: a list downloaded, edited, and uploaded again.
SELECT customers_segment_define('With phone', 'phone IS NOT NULL');
CREATE TEMP TABLE list AS
SELECT line FROM customers_export_csv(segment => 'With phone', delimiter => ';', columns => '{customer_id,email,name,phone}') AS line;
SELECT unchanged FROM import_csv((SELECT convert_to(string_agg(line, E'\n'), 'UTF8') FROM list));
UPDATE list SET line = replace(line, '+47 1', '+47 2');
INSERT INTO list VALUES ('0;kim@example.com;Kim;5');
SELECT customers_import((SELECT convert_to(string_agg(line, E'\n'), 'UTF8') FROM list)) AS id \gset
SELECT uploaded, created, changed, unchanged FROM customer_imports WHERE import_id = :id;
SELECT action, field, old_value, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY line, field;
SELECT count(*) AS shown FROM regexp_matches(customers_import_report(:id), '\+47 2', 'g');
SELECT customers_cancel(:id);
SELECT count(*) AS lines FROM customers_import_template(delimiter => ';');
SELECT created, changed FROM import_csv((SELECT convert_to(string_agg(line, E'\n'), 'UTF8') FROM list));
SELECT customer_id > 0 AS numbered, phone FROM customers WHERE email = 'kim@example.com';

-- The same with Norwegian words; an id that was changed names another customer.
SELECT created, changed FROM import_csv($$KundeID;Navn;E-post
A-3;Cat D. Dee;cat@example.com
$$::bytea);
SELECT customers_import($$KundeID;E-post
A-4;cat@example.com
$$::bytea) AS id \gset
SELECT code FROM customer_import_errors WHERE import_id = :id;

-- A voucher system: one customer; a list with a category; an update of it.
SELECT customers_save('{"identifier": "V-1", "loyalty_points": 10, "attributes": {"tier": "New"}}') > 0 AS saved;
SELECT loyalty_points, attributes FROM customers WHERE identifier = 'V-1';
SELECT created, changed FROM import_csv($$identifier,tier,customer segment test
V-1,Existing,a
V-2,New,b
$$::bytea);
SELECT identifier, attributes FROM customers WHERE identifier LIKE 'V-%' ORDER BY 1;
SELECT created, changed, excluded FROM import_csv($$identifier,tier
V-2,Existing
V-3,New
$$::bytea, mode => 'create');
SELECT identifier, attributes ->> 'tier' AS tier FROM customers WHERE identifier LIKE 'V-%' ORDER BY 1;
