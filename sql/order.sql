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

-- The first key that names a customer decides; keys that nobody has do no harm.
-- One that names somebody else does: neither is given the order.
SELECT customers_save('{"identifier": "K-1", "email": "kim@example.com", "name": "Kim"}');
SELECT customers_place_order('{"identifier": "K-1", "email": "kim@office.example.com"}');
SELECT customers_place_order('{"customer_id": 3, "identifier": "K-1", "email": "KIM@example.com"}');
SELECT customer_id, customer_name, customer_email FROM customer_orders ORDER BY order_id DESC LIMIT 2;
SELECT customers_place_order('{"identifier": "K-1", "email": "ann@example.com"}');
SELECT customers_place_order('{"customer": {"customer_id": 1, "email": "Bo@example.com"}}');
SELECT customers_place_order('[{"customer_id": 1}, {"customer_id": 2, "identifier": "K-1", "email": "bo@example.com"}]');
SELECT customer_id, count(*) FROM customer_orders GROUP BY customer_id ORDER BY customer_id;

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

-- An order_number is placed once: the same again is the order that is there,
-- whether or not its customer is; another one is an error.
SELECT max(order_id) AS last FROM customer_orders \gset
SELECT customers_place_order('[{"email": "ann@example.com", "order_number": "N-1", "total": 10, "details": {"lines": [1]}, "currency": "NOK"},
	{"email": "Ann@Example.com", "name": "Anna", "order_number": "N-1", "total": "10,00", "details": {"lines": [1]}},
	{"customer_id": 1, "order_number": "N-1"}, {"email": "late@example.com", "order_number": "n-1"},
	{"email": "ann@example.com", "order_number": ""}, {"email": "ann@example.com", "order_number": ""}]') - :last AS id;
SELECT customers_place_order('{"email": "ann@example.com", "order_number": "N-1", "total": 11}');
SELECT customers_place_order('{"email": "ann@example.com", "order_number": "N-1", "status": "paid"}');
SELECT customers_place_order('{"email": "ann@example.com", "order_number": "N-1", "details": {"lines": [2]}}');
SELECT customers_place_order('{"email": "bo@example.com", "order_number": "N-1"}');
SELECT customers_place_order('{"email": "nobody@example.com", "order_number": "N-1"}');
SELECT customers_place_order('{"order_number": "N-1"}');
SELECT count(*) FROM customers WHERE email = 'nobody@example.com';
DELETE FROM customers WHERE email = 'late@example.com';
SELECT count(*) FROM customers_place_order('{"email": "LATE@example.com", "order_number": "n-1"}');
BEGIN;
UPDATE customer_orders SET customer_email = U&'\00A0Late@example.com\200B' WHERE order_number = 'n-1';
SELECT count(*) FROM customers_place_order('{"email": "LATE@example.com", "order_number": "n-1"}');
ROLLBACK;
SELECT count(*) FROM customers WHERE email = 'late@example.com';
SELECT customers_erase('late@example.com') > 0 AS erased;
SELECT count(*) FROM customers_place_order('{"email": "late@example.com", "name": "Late", "order_number": "n-1", "details": {}}');
SELECT count(*) FROM customers WHERE email = 'late@example.com';
-- A number is trimmed, as a key of a customer is.
SELECT count(DISTINCT id) FROM customers_place_order(jsonb_build_array(
	'{"customer_id": 2, "order_number": "T-1"}'::jsonb, '{"customer_id": 2, "order_number": " T-1\t"}'::jsonb,
	jsonb_build_object('customer_id', 2, 'order_number', U&'\00A0T-1\FEFF'))) AS id;
SELECT count(*) FROM customers_place_order('{"customer_id": 2, "order_number": "\nT-1", "total": 5}');
SELECT count(*) FROM customers_place_order('[{"customer_id": 2, "order_number": " T-2 "}, {"customer_id": 2, "order_number": "T-2"}]');
SELECT order_number, count(*) FROM customer_orders WHERE order_number ~ 'T-[12]' GROUP BY 1 ORDER BY 1;
-- A number that plain SQL has used twice: any that is the same.
INSERT INTO customer_orders (customer_id, order_number, total) VALUES (2, 'D-1', 1), (2, 'D-1', 2);
SELECT o.total FROM customers_place_order('{"customer_id": 2, "order_number": "D-1", "total": 2}') AS id JOIN customer_orders AS o ON o.order_id = id;
SELECT customers_place_order('{"customer_id": 2, "order_number": "D-1", "total": 3}') > 0;

-- Values are read as import reads cells; what a column does not take is named.
ALTER TABLE customer_orders ADD COLUMN due date, ADD COLUMN gift boolean, ADD COLUMN pieces integer, ADD COLUMN code varchar(3), ADD COLUMN fee numeric(4, 2);
SELECT count(*) FROM customers_place_order('[{"customer_id": 2, "order_number": "V-1", "total": "1 200,50", "due": "13.02.2018", "gift": "ja", "pieces": "1.000", "code": "abc", "fee": "kr 9,5"},
	{"customer_id": 2, "order_number": "V-2", "total": 1e3, "due": "infinity", "gift": false, "pieces": 7, "code": 12}]');
SELECT order_number, total, due, gift, pieces, code, fee FROM customer_orders WHERE order_number LIKE 'V-%' ORDER BY 1;
SELECT customers_place_order('{"customer_id": 2, "total": "1,234"}');
SELECT customers_place_order('{"customer_id": 2, "total": [1]}');
SELECT customers_place_order('{"customer_id": 2, "due": "03.04"}');
SELECT customers_place_order('{"customer_id": 2, "due": "3/4/2018"}');
SELECT customers_place_order('{"customer_id": 2, "gift": "perhaps"}');
SELECT customers_place_order('{"customer_id": 2, "pieces": 3000000000}');
SELECT customers_place_order('{"customer_id": 2, "code": "abcd"}');
SELECT customers_place_order('{"customer_id": 2, "fee": 100}');
SELECT customers_place_order('{"customer_id": 2, "ordered_at": "soon", "total": 1}');
SELECT customers_place_order('[{"customer_id": 2}, {"customer_id": 2, "ordered_at": {"a": 1}}]');

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
