-- What changed a customer, and all that is held of a person.

CREATE SCHEMA t_history;
SET customers.schema = 't_history';
SET search_path = t_history, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\i sql/include/file.sql
CREATE VIEW story AS
	SELECT customer_id, field, old_value, new_value, by = current_user AS by_me, import_id, source, line
	FROM customer_history WHERE at IS NOT NULL ORDER BY customer_id, at, import_id, field, new_value;

SELECT import_id AS first FROM import_csv(file(E'identifier,email,name,shoe,groups,password\nA,a@x.no,Ann,38,VIP,secret words\nB,b@x.no,Bo,,,\n')) \gset
SELECT import_id AS second FROM import_csv(file(E'identifier,name,shoe,subscribed,groups\nA,Anna,#N/A,no,Gala\nB,Bo,44,yes,\nC,Cy,40,no,\n')) \gset
TABLE story;
-- What is staged has changed nothing.
SELECT customers_import(file(E'identifier,name\nA,Never\n')) AS staged \gset
SELECT count(*) FROM story WHERE import_id = :staged;
-- An undo is a change back, but for what it kept; consent is in the log, whoever changed it.
UPDATE customers SET name = 'Anna B.' WHERE identifier = 'A';
UPDATE customers SET subscribed = false WHERE identifier = 'B';
SELECT * FROM customers_revert(:second);
SELECT * FROM story WHERE import_id IS DISTINCT FROM :first;
-- It is read by the customer, whatever the order of the file.
SELECT created FROM import_csv(file((SELECT 'identifier,name' || string_agg(E'\nS' || i || ',Sam ' || i, '') FROM generate_series(1, 3000) AS i)));
SET customers.limits = 'false';
SELECT changed FROM import_csv(file((SELECT 'identifier,name' || string_agg(E'\nS' || i || ',Sue ' || i, '' ORDER BY i * 7919 % 3000) FROM generate_series(1, 3000) AS i) || E'\n,Nobody\n'));
RESET customers.limits;
SET enable_seqscan = off;
SELECT count(*), count(DISTINCT h.customer_id) FROM customers AS c
	CROSS JOIN LATERAL (SELECT * FROM customer_history AS h WHERE h.customer_id = c.customer_id AND h.field = 'name' OFFSET 0) AS h
	WHERE c.identifier ~ '^S';
SELECT count(*) FROM customer_import_rows WHERE customer_id IS NULL;
RESET enable_seqscan;

-- All that is held of a person, also in records that were rejected; no password.
SELECT customers_place_order('{"identifier": "A", "total": 12, "order_number": "N-1"}') > 0 AS ordered;
SELECT rejected FROM import_csv(file(E'email,vip\nA@X.no,perhaps\nother@x.no,perhaps\n'));
SELECT customer_id AS a FROM customers WHERE identifier = 'A' \gset
SELECT key, jsonb_typeof(value) AS type, CASE jsonb_typeof(value) WHEN 'array' THEN jsonb_array_length(value) END AS n FROM jsonb_each(customers_about(:a)) ORDER BY 1;
SELECT customers_about(:a) -> 'customer' ->> 'name' AS name, customers_about(:a) -> 'customer' -> 'has_password' AS has_password, customers_about(:a)::text ~ 'SCRAM|secret words' AS told;
SELECT r ->> 'action' AS action, r -> 'raw' AS raw, r ->> 'reason' AS reason FROM jsonb_array_elements(customers_about(:a) -> 'records') AS r ORDER BY (r -> 'import_id')::bigint;
-- All that an erasure would empty: also a record that was left out, a former email, a no.
SELECT customers_import(file(E'email,name\nzoe@x.no,Zoe\nother2@x.no,O\n')) AS left_out \gset
SELECT customers_import_exclude(:left_out, '{2}');
SELECT customers_cancel(customers_import(file(E'email\ngone@x.no\n')));
SELECT customers_save('{"email": "zoe@x.no", "name": "Zoe"}') AS zoe \gset
SELECT rejected FROM import_csv(file(E'email,vip,subscribed\nzoe@x.no,perhaps,no\n'));
SELECT r ->> 'action' AS action, r -> 'cells' AS cells, r -> 'raw' AS raw FROM jsonb_array_elements(customers_about(:zoe) -> 'records') AS r;
SELECT customers_about(:zoe) -> 'opt_outs' -> 0 ->> 'cell' AS opt_out;
-- Also of one who is deleted; of nobody nothing; of who was erased nothing.
SELECT customers_delete(ARRAY[:a]);
SELECT customers_about(:a) -> 'customer' AS customer, jsonb_array_length(customers_about(:a) -> 'orders') AS orders, jsonb_array_length(customers_about(:a) -> 'history') > 0 AS history;
SELECT customers_about(4711);
SELECT customers_about(NULL);
SELECT customer_id AS b FROM customers WHERE identifier = 'B' \gset
SELECT customers_erase(:b) > 0 AS erased;
SELECT * FROM story WHERE customer_id = :b;
-- What is purged is forgotten.
SELECT customers_import_purge('0 seconds') > 0 AS purged;
SELECT count(*) FROM story WHERE field <> 'subscribed';
