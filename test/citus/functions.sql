-- Every function on customers of a schema :"schema", which are distributed, or not: what
-- comes out must be the same.
SET customers.schema = :'schema';
SET search_path = :"schema", public;
SET client_min_messages = error;
SET customers.limits = 'false';
\pset null -
CREATE FUNCTION file(content text) RETURNS bytea LANGUAGE sql AS $$ SELECT convert_to($1, 'UTF8') $$;
CREATE FUNCTION many(first int, last int, suffix text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file(E'identifier,email,name,city,birth_date,shoe,groups\n' || string_agg(format(E'K-%s,a%s@x.no,Name %s%s,Oslo,2000-01-%s,%s,%s\n',
		n, n, n, suffix, 1 + n % 28, 30 + n % 15, CASE WHEN n % 10 = 0 THEN 'VIP' END), '' ORDER BY n))
	FROM generate_series(first, last) AS n
$$;
ALTER TABLE customers ADD COLUMN tier char(3), ADD COLUMN score numeric;
SELECT customers_setup() <> '' AS ready;

\echo import, by each strategy
SELECT created, changed, unchanged, rejected FROM import_csv(many(1, 2000, ''));
SELECT created, changed, unchanged, rejected FROM import_csv(many(1, 2000, ''), again => true);
SELECT created, changed, unchanged, rejected FROM import_csv(many(1991, 2010, ' Jr'));
SELECT created, changed, unchanged, rejected FROM import_csv((SELECT file(string_agg(l, E'\n'))
	FROM customers_export_csv() AS l));
SELECT created, changed, unchanged, rejected FROM import_csv((SELECT file(string_agg(l, E'\n' ORDER BY l DESC))
	FROM customers_export_csv(columns => '{customer_id,city}') WITH ORDINALITY AS l (l, n)));

\echo preview, fix, exclude, merge
SELECT customers_import(file('identifier,email,name,tier,score,birth_date,pet,groups
K-1,a1@x.no,Ann,abc,1.50,1999-12-31,cat,VIP|Gold
K-2,new@x.no,Bo,,x,,,
K-3,a3@x.no,Cy,,,,dog,Gold
N-1,n1@x.no,New,ab,7,1980-02-29,,Gold
')) AS id \gset
SELECT line, action, customer_id, field, old_value, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY line, field;
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY line, field;
SELECT customers_import_fix(:id, 3, 'score', '2.25');
SELECT customers_import_exclude(:id, '{4}');
SELECT count(*) > 3 AS shown FROM customers_import_preview(:id);
SELECT length(customers_import_report(:id)) > 1000 AS reported;
SELECT created, changed, unchanged, rejected, excluded FROM customers_merge(:id);
SELECT customer_id, identifier, email, name, tier, score, birth_date, attributes, groups FROM customer_profiles
	WHERE identifier IN ('K-1', 'K-2', 'K-3', 'N-1') ORDER BY 1;

\echo conflicts
SELECT customers_import(file('identifier,email,name
K-5,a5@x.no,Five
K-6,six@x.no,Six
X-1,x1@x.no,New
')) AS id \gset
UPDATE customers SET name = 'Edited' WHERE identifier = 'K-5';
INSERT INTO customers (identifier, email) VALUES ('app', 'x1@x.no');
SELECT * FROM customers_merge(:id);
SELECT created, changed, excluded FROM customers_merge(:id, on_conflict => 'skip');
SELECT line, code, field FROM customer_import_errors WHERE import_id = :id ORDER BY line, code;
SELECT lower(email), count(*) FROM customers GROUP BY 1 HAVING count(email) > 1;

\echo undo
CREATE TEMP TABLE before AS TABLE customers;
SELECT created, changed FROM import_csv(file('identifier,email,name,tier,score,birth_date,pet,shoe,groups
K-1,other@x.no,Anna,x,9,1998-01-01,horse,,Silver
K-7,a7@x.no,Seven,y,8,,fish,99,
U-1,u1@x.no,Uno,,,,bird,,Silver
'), group_mode => 'replace') \gset
SELECT :created AS created, :changed AS changed;
SELECT reverted, kept FROM customers_revert((SELECT max(import_id) FROM customer_imports));
SELECT count(*) AS differ FROM (SELECT * FROM customers OFFSET 0) AS c FULL JOIN before AS b USING (customer_id)
	WHERE to_jsonb(c) IS DISTINCT FROM to_jsonb(b);
SELECT name FROM customer_groups ORDER BY 1;
SELECT import_id FROM import_csv(many(2001, 2100, ' II')) \gset
UPDATE customers SET name = 'Edited' WHERE identifier IN ('K-2001', 'K-2050');
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT line, field, code FROM customer_import_errors WHERE import_id = :import_id ORDER BY line, code;

\echo save, orders
SELECT count(*) FROM customers_save('[{"email": "A10@x.no", "name": "Saved", "birth_date": "1970-05-05"}, {"identifier": "S-1", "email": "s@x.no", "groups": ["VIP"]}]');
SELECT identifier, email, name, birth_date FROM customers WHERE email IN ('a10@x.no', 's@x.no') ORDER BY 2;
SELECT customers_save('{"email": "a10@x.no", "identifier": "K-11"}');
SELECT count(*) FROM customers_place_order('[{"email": "a10@x.no", "order_number": "1", "total": 10}, {"email": "fresh@x.no", "total": 5.5}, {"email": "a10@x.no", "order_number": "1", "total": 10}]');
SELECT email, orders_count, orders_total FROM customer_profiles WHERE orders_count > 0 ORDER BY 1;

\echo groups, segments, find, export
SELECT customers_group_create('Hand') > 0 AS made;
SELECT customers_group_assign('Hand', '{1,2,3}'), customers_group_unassign('Hand', '{2}'), customers_group_reject('Hand', '{3,4}');
SELECT m.customer_id, m.status FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id) WHERE g.name = 'Hand' ORDER BY 1;
SELECT customers_segment_define('feet', $$attributes ->> 'shoe' = '40' AND 'VIP' = ANY (groups)$$);
SELECT customers_segment_define('buyers', 'orders_count > 0');
SELECT count(*) FROM customers_segment('feet');
SELECT count(*) FROM customers_segment('buyers');
SELECT email FROM customers_find(search => 'a1234@x.no');
SELECT customer_id, name FROM customers_find(filter => 'orders_count > 0', max_rows => 3) ORDER BY 1;
SELECT count(*) FROM customers_find("group" => 'VIP', filter => 'customer_id > 100');
SELECT email, groups, orders_count FROM customers_find(max_rows => 2) ORDER BY customer_id;
SELECT * FROM customers_export_csv(filter => $$identifier IN ('K-10', 'S-1')$$, columns => '{customer_id,identifier,email,groups,orders_count}');
SELECT customers_group_drop('Hand');

\echo consent and its log
SELECT created, changed FROM import_csv(file('email,subscribed
a20@x.no,no
a21@x.no,no
c1@x.no,yes
c2@x.no,no
'));
SELECT changed, rejected FROM import_csv(file('email,subscribed
a22@x.no,no
a22@x.no,yes
a20@x.no,yes
'));
SELECT count(*) FROM customers_save('[{"email": "a23@x.no", "subscribed": false}, {"email": "a21@x.no", "name": "Still no"}]');
SELECT count(*) FROM customers_save('{"email": "a20@x.no", "subscribed": true}', resubscribe => true);
SELECT c.email, l.was_subscribed, l.is_subscribed, l.import_id IS NULL AS by_hand, l.line, l.said
	FROM customer_consent_log AS l JOIN (SELECT * FROM customers OFFSET 0) AS c USING (customer_id) ORDER BY l.log_id;
SELECT customers_delete(ARRAY(SELECT customer_id FROM customers WHERE email IN ('a21@x.no', 'c1@x.no')));
SELECT created FROM import_csv(file('email
a21@x.no
c1@x.no
'));
SELECT email, mailable FROM customer_profiles WHERE email IN ('a20@x.no', 'a21@x.no', 'a22@x.no', 'a23@x.no', 'c1@x.no', 'c2@x.no') ORDER BY 1;
SELECT count(*) FROM customers_save('{"identifier": "K-24", "email": "a24@x.no", "subscribed": false}');
SELECT count(*) FROM customers_save('{"identifier": "K-24", "email": "moved@x.no"}');
SELECT created FROM import_csv(file('email
a24@x.no
'));
SELECT email, mailable FROM customer_profiles WHERE email IN ('a24@x.no', 'moved@x.no') ORDER BY 1;

\echo handing an address on; weak keys
SELECT changed FROM import_csv(file('identifier,email
K-30,a31@x.no
K-31,a30@x.no
'));
SELECT identifier, email FROM customers WHERE identifier IN ('K-30', 'K-31') ORDER BY 1;
SELECT created, changed FROM import_csv(file('name,phone,city
Una Weak,22334455,Bergen
'));
SELECT created, changed FROM import_csv(file('name,phone,city
Una Weak,22 33 44 55,Moss
'));

\echo many at once
SELECT created FROM import_csv(many(20001, 32000, ''));
CREATE TABLE many_before AS SELECT * FROM customers WHERE customer_id > 0;
SELECT import_id, changed, unchanged FROM import_csv(many(20001, 32000, ' Sr')) \gset
SELECT :changed AS changed, :unchanged AS unchanged;
SELECT count(*), count(DISTINCT updated_at) FROM customers WHERE name LIKE '% Sr';
SELECT strategy ~ 'table' AS table FROM customer_imports WHERE import_id = :import_id;
SELECT reverted, kept FROM customers_revert(:import_id);
SELECT count(*) AS differ FROM (SELECT * FROM customers OFFSET 0) AS c FULL JOIN many_before AS b USING (customer_id)
	WHERE to_jsonb(c) IS DISTINCT FROM to_jsonb(b);
SET customers.match_memory = '64kB';
SELECT changed, unchanged FROM import_csv((SELECT file(E'identifier,city\n' || string_agg(format(E'K-%s,%s\n', n, CASE WHEN n % 3 = 0 THEN 'Bergen' ELSE 'Oslo' END), ''))
	FROM generate_series(20001, 32000) AS n));
SELECT changed, unchanged FROM import_csv((SELECT file(E'customer_id,city\n' || string_agg(format(E'%s,Voss\n', customer_id), '' ORDER BY customer_id))
	FROM customers WHERE identifier ~ '^K-2.[^0]'));
RESET customers.match_memory;
SELECT city, count(*) FROM customers GROUP BY 1 ORDER BY 1;

\echo erase, about
SELECT jsonb_array_length(customers_about(customer_id) -> 'orders') AS orders
	FROM (SELECT customer_id FROM customers WHERE email = 'a10@x.no' OFFSET 0) AS c;
SELECT customers_erase('a10@x.no') > 0 AS erased;
SELECT count(*) FILTER (WHERE COALESCE(customer_id, 0) = 0) AS of_nobody, count(customer_email) AS emails, count(*) FROM customer_orders;
SELECT rejected FROM import_csv(file('email
a10@x.no
'));
SELECT customers_import_purge('0') >= 0 AS purged;
SELECT count(*), count(DISTINCT email), count(DISTINCT identifier) FROM customers;
SELECT customers_setup() LIKE '%up to date' AS whole;
