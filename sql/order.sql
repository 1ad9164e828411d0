-- customers_place_order(): orders, and customers who come with them.
CREATE SCHEMA t_order;
SET customers.schema = 't_order';
SET search_path = t_order, public;
SET client_min_messages = warning;
SELECT customers_setup() IS NOT NULL AS ready;
SET client_min_messages = notice;

-- A new customer placing an order appears in the list, with the default consent.
SELECT customers_place_order('{"email": "Ann@Example.com", "name": "Ann Lee", "order_number": "1001", "total": 99.50, "currency": "NOK"}');
SET customers.default_subscription = 'unsubscribed';
SELECT customers_place_order('{"customer": {"email": "bo@example.com", "first_name": "Bo", "last_name": "Ek", "city": "Oslo",
	"groups": ["Web"], "attributes": {"Source": "ad"}}, "order_number": 1002, "status": "paid", "details": {"lines": [1, 2]}, "ordered_at": "2024-05-06 07:08:09+00"}');
RESET customers.default_subscription;
SELECT customer_id, email, display_name, city, groups, attributes, subscribed, orders_count, orders_total
FROM customer_profiles ORDER BY customer_id;
SELECT order_id, customer_id, customer_name, customer_email, order_number, status, total, currency, details FROM customer_orders ORDER BY order_id;
SELECT ordered_at = '2024-05-06 07:08:09+00' AS as_given FROM customer_orders WHERE order_id = 2;

-- A known one is not changed; the order keeps what it was placed under.
SELECT * FROM customers_place_order('[{"email": "ANN@example.com", "name": "Anna Married", "total": 1},
	{"customer_id": 2, "email": "office@example.com", "total": 2},
	{"customer": {"email": "bo@example.com", "city": "Bergen", "subscribed": true}, "total": 3},
	{"customer_id": 1, "total": null},
	{"email": "ann@example.com", "customer_name": "The Lees", "customer_email": "Lees@Example.com"}]');
SELECT order_id, customer_id, customer_name, customer_email, total FROM customer_orders WHERE order_id > 2 ORDER BY order_id;
SELECT customer_id, email, name, first_name, city, subscribed FROM customers ORDER BY customer_id;

-- The first key that names a customer decides: an order is not lost for the others.
SELECT customers_save('{"identifier": "K-1", "email": "kim@example.com", "name": "Kim"}');
SELECT customers_place_order('{"identifier": "K-1", "email": "ann@example.com"}');
SELECT customer_id, customer_name, customer_email FROM customer_orders ORDER BY order_id DESC LIMIT 1;

-- What cannot be placed.
SELECT customers_place_order('{"total": 1}');
SELECT customers_place_order('{"customer_id": 99, "total": 1}');
SELECT customers_place_order('{"email": "x@", "total": 1}');
SELECT customers_place_order('{"email": "ann@example.com", "sum": 1}');
SELECT customers_place_order('{"email": "ann@example.com", "total": "much"}');
SELECT customers_place_order('{"email": "ann@example.com", "customer": {"name": "Ann"}}');
SELECT customers_place_order('{"customer": "Ann"}');
SELECT customers_place_order('{"email": "ann@example.com", "customer_name": 7}');
SELECT customers_place_order('{"email": "ann@example.com", "order_id": 7}');
SELECT customers_place_order('[7]');
SELECT customers_place_order('7');
SELECT customers_place_order(NULL);
SELECT customers_place_order('[{"email": "late@example.com"}, {"email": "x@"}]');
SELECT count(*) FROM customers WHERE email = 'late@example.com';

-- An added column of customer_orders is one of an order.
ALTER TABLE customer_orders ADD COLUMN lines integer[], ADD COLUMN shipped date;
SELECT customers_place_order('{"email": "ann@example.com", "lines": [1, 2], "shipped": "2024-05-06"}');
SELECT lines, shipped = '2024-05-06' AS as_given FROM customer_orders ORDER BY order_id DESC LIMIT 1;

-- Orders outlive the customer with the name and email they were placed under.
DELETE FROM customers WHERE customer_id = 1;
SELECT order_id, customer_name, customer_email FROM customer_orders WHERE customer_id = 1 ORDER BY order_id;

-- The orders of one customer, and of all by their customer now.
SELECT order_number, status FROM customer_orders WHERE customer_id = 2 ORDER BY ordered_at, order_id LIMIT 1;
SELECT customer_id, orders_count FROM customer_profiles ORDER BY customer_id;
