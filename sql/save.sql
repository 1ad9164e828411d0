-- customers_save(): one customer, or many, by the rules of import.
CREATE SCHEMA t_save;
SET customers.schema = 't_save';
SET search_path = t_save, public;
SET client_min_messages = warning;
SELECT customers_setup() IS NOT NULL AS ready;
SET client_min_messages = notice;

-- A new customer: trimmed and folded as a file's; numbers and booleans as they are.
SELECT customers_save('{"email": " Ann@Example.com ", "name": "Ann", "vip": true, "loyalty_points": 1e3,
	"postal_code": "0150", "birth_date": "1990-02-13", "groups": ["VIP", "Bed; Bath"],
	"attributes": {"Shoe size": 42, "Weight": 12.50, "Pet": null}}');
SELECT customer_id, email, name, vip, loyalty_points, postal_code, birth_date, groups, attributes
FROM customer_profiles;

-- A key that is not there touches nothing, nor does ""; null clears.
SELECT customers_save('{"email": "ann@example.com", "name": "", "postal_code": null, "phone": "+47 22 33",
	"attributes": {"Weight": null, "Pet": "cat"}}');
SELECT name, postal_code, phone, birth_date, attributes FROM customers;

-- What import takes for a sign is text here.
SELECT customers_save('{"email": "ann@example.com", "note": "#N/A", "company": "''=x", "city": "=\"1\"", "address": " 2 "}');
SELECT note, company, city, '[' || address || ']' AS address FROM customers;

-- Nothing is written for who has not changed.
SELECT xmin AS before FROM customers \gset
SELECT customers_save('{"email": "ANN@example.com", "vip": "yes", "loyalty_points": "1000", "note": "#N/A", "groups": "VIP"}');
SELECT xmin::text = :'before' AS untouched FROM customers;

-- Many at once: ids in the order given, whatever becomes of each.
SELECT * FROM customers_save('[{"email": "cat@example.com", "identifier": "C-1"}, {"email": "ann@example.com", "city": "Oslo"},
	{"identifier": "B-1", "name": "Bob"}, {"customer_id": 1}]') WITH ORDINALITY AS saved (customer_id, place);
SELECT * FROM customers_save('[{"identifier": "B-1"}, {"email": "ann@example.com", "city": "Oslo"}, {"identifier": "b-1"}]')
	WITH ORDINALITY AS saved (customer_id, place);
SELECT count(*) FROM customers_save('[]');

-- A whole profile saves as unchanged; what is computed is passed over.
SELECT max(updated_at) AS before FROM customers \gset
SELECT bool_and(saved = customer_id) AS himself, count(*) > 2 AS several
	FROM customer_profiles AS p, LATERAL (SELECT customers_save(to_jsonb(p)) AS saved) AS s;
SELECT max(updated_at) = :'before' AS untouched FROM customers;
-- Also with columns of the application that hold arrays and objects.
BEGIN;
CREATE TYPE seat AS (row_ text, number int);
ALTER TABLE customers ADD sizes int[], ADD tags text[] DEFAULT '{}', ADD prefs jsonb, ADD seat seat, ADD days date[];
SELECT customers_save('{"email": "ann@example.com", "sizes": [38, null, 40], "tags": ["a,b", "say \"no\"", "=1+1", ""],
	"prefs": {"news": {"weekly": true}, "note": "it''s, \"it\""}, "seat": {"row_": "A b", "number": 7}, "days": ["2026-01-02", null]}');
SELECT sizes, tags, prefs, seat, days FROM customers WHERE email = 'ann@example.com';
SELECT xmin AS before FROM customers WHERE email = 'ann@example.com' \gset
SELECT saved = customer_id AS himself FROM customers AS c,
	LATERAL (SELECT customers_save(jsonb_build_object('email', email, 'sizes', sizes, 'tags', tags, 'prefs', prefs,
		'seat', seat, 'days', days)) AS saved) AS s WHERE email = 'ann@example.com';
SELECT xmin::text = :'before' AS untouched FROM customers WHERE email = 'ann@example.com';
SAVEPOINT s;
SELECT customers_save('{"email": "ann@example.com", "sizes": ["small"]}');
ROLLBACK TO s;
SELECT customers_save('{"email": "ann@example.com", "sizes": {"a": 1}}');
ROLLBACK;

-- All or nothing, and the error says what and where.
DO $$
DECLARE
	given text;
	state text;
	said text;
	where_ text;
BEGIN
	FOREACH given IN ARRAY ARRAY[
		'[{"email": "new@example.com"}, {"email": "dan@"}]',
		'{"name": "Nobody"}',
		'{"customer_id": 99}',
		'{"customer_id": 1, "email": "cat@example.com"}',
		'[{"email": "eve@example.com"}, {"email": "EVE@example.com"}]',
		'{"email": "ann@example.com", "vip": null}',
		'{"email": "ann@example.com", "vip": "perhaps"}',
		'{"email": "ann@example.com", "loyalty_points": 1.5}',
		'{"email": "ann@example.com", "loyalty_points": 1e30}',
		'{"email": "ann@example.com", "birth_date": "1/2/2003"}',
		'{"email": "ann@example.com", "shoe": 42}',
		'{"email": "ann@example.com", "name": {"first": "Ann"}}',
		'{"email": "ann@example.com", "name": ["Ann"]}',
		'{"email": "ann@example.com", "attributes": {"a": {"b": 1}}}',
		'{"email": "ann@example.com", "attributes": [1]}',
		'{"email": "ann@example.com", "groups": ["a|b"]}',
		'{"email": "ann@example.com", "groups": {"a": 1}}',
		'[1]', '[[{"email": "ann@example.com"}]]', '"ann@example.com"', 'null']
	LOOP
		BEGIN
			PERFORM customers_save(given::jsonb);
			RAISE NOTICE '% is taken', given;
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = MESSAGE_TEXT, where_ = PG_EXCEPTION_DETAIL;
			RAISE NOTICE '% -> % % [%]', given, state, said, where_;
		END;
	END LOOP;
END $$;
SELECT customers_save(NULL);
SELECT count(*) FROM customers;

-- Options.
SELECT customers_save('{"email": "ann@example.com"}', mode => 'create');
SELECT customers_save('{"email": "dan@example.com"}', mode => 'update');
SELECT customers_save('{"customer_id": 500, "email": "dan@example.com"}', unknown_ids => 'create');
SELECT customers_save('{"email": "dan@example.com", "groups": ["Nobody knows"]}', unknown_groups => 'reject');
SELECT customers_save('{"email": "ann@example.com", "groups": []}');
SELECT groups FROM customer_profiles WHERE customer_id = 1;
SELECT customers_save('{"email": "ann@example.com", "groups": ["Bed; Bath"]}', group_mode => 'replace');
SELECT groups FROM customer_profiles WHERE customer_id = 1;
SELECT import_id IS NULL AS by_application FROM customer_group_members;
SELECT customers_save('{"email": "ann@example.com", "phone": "other", "city": "Bergen"}', rules => '{"phone": "fill", "city": "keep"}');
SELECT phone, city FROM customers WHERE customer_id = 1;
SELECT customers_save('{"identifier": "C-1", "email": "kat@example.com"}', match_by => '{identifier}');
SELECT customers_save('{"email": "ann@example.com", "birth_date": "1/2/2003"}', date_order => 'DMY');
SELECT birth_date FROM customers WHERE customer_id = 1;

-- Consent gets stricter, unless the person asked.
SELECT customers_save('{"email": "ann@example.com", "subscribed": false}');
SELECT customers_save('{"email": "ann@example.com", "subscribed": true}');
SELECT subscribed FROM customers WHERE customer_id = 1;
SELECT customers_save('{"email": "ann@example.com", "subscribed": true}', resubscribe => true);
SELECT subscribed FROM customers WHERE customer_id = 1;

-- A password is kept as its verifier; one that is there stays, unless told.
SELECT customers_save('{"email": "ann@example.com", "password": "first secret"}');
SELECT password_hash AS first FROM customers WHERE customer_id = 1 \gset
SELECT customers_save('{"email": "ann@example.com", "password": "second secret"}');
SELECT password_hash LIKE 'SCRAM-SHA-256$%' AS hashed, password_hash = :'first' AS kept FROM customers WHERE customer_id = 1;
SELECT customers_save('{"email": "ann@example.com", "password": "second secret"}', rules => '{"password": "overwrite"}');
SELECT password_hash = :'first' AS kept FROM customers WHERE customer_id = 1;

-- An added column is a field at once; nothing is left where imports are staged.
ALTER TABLE customers ADD COLUMN credit numeric(10,2), ADD COLUMN seen timestamptz;
SELECT customers_save('{"email": "ann@example.com", "credit": 12.50, "seen": "2024-05-06 07:08:09+02"}');
SELECT credit, seen AT TIME ZONE 'UTC' AS seen FROM customers WHERE customer_id = 1;
SELECT customers_save('{"email": "ann@example.com", "credit": 1.234}');
SELECT customers_save('{"email": "ann@example.com", "credit": 1.2300000000000002}');
SELECT credit FROM customers WHERE customer_id = 1;
SELECT customers_save('{"email": "ann@example.com", "seen": "yesterday or so"}');
SELECT count(*) FROM customer_imports;
SELECT count(*) FROM customer_import_rows;

-- Many, in batches; a second time nothing changes.
SELECT count(*), count(DISTINCT id) FROM customers_save((SELECT jsonb_agg(jsonb_build_object('email', 'm' || i || '@example.com', 'name', 'M' || i))
	FROM generate_series(1, 2500) AS i)) AS id;
SELECT count(*) FROM customers WHERE name = 'M' || substr(split_part(email, '@', 1), 2);

-- Plain statements keep the same order in the table.
UPDATE customers SET updated_at = '2000-01-01' WHERE customer_id = 1;
UPDATE customers SET email = ' Ann2@Example.COM ' WHERE customer_id = 1;
SELECT email, updated_at > '2020-01-01' AS touched FROM customers WHERE customer_id = 1;
INSERT INTO customers (email) VALUES ('ANN2@example.com');
\set VERBOSITY terse
UPDATE customers SET email = 'not an email' WHERE customer_id = 1;
UPDATE customers SET identifier = '' WHERE customer_id = 1;
UPDATE customers SET attributes = '[]' WHERE customer_id = 1;
\set VERBOSITY default
INSERT INTO customers (email, name) VALUES ('', 'No email') RETURNING email IS NULL AS none;

-- The caller's rights, and no others.
CREATE ROLE regress_save_clerk;
GRANT USAGE ON SCHEMA t_save TO regress_save_clerk;
GRANT SELECT ON ALL TABLES IN SCHEMA t_save TO regress_save_clerk;
SET ROLE regress_save_clerk;
SELECT customers_save('{"email": "ann2@example.com"}');
\set SHOW_CONTEXT never
SELECT customers_save('{"email": "ann2@example.com", "name": "Clerk"}');
\set SHOW_CONTEXT errors
RESET ROLE;
GRANT UPDATE ON customers TO regress_save_clerk;
SET ROLE regress_save_clerk;
SELECT customers_save('{"email": "ann2@example.com", "name": "Clerk"}');
SELECT customers_save('{"email": "fresh@example.com"}');
RESET ROLE;
SELECT name FROM customers WHERE customer_id = 1;
DROP OWNED BY regress_save_clerk;
DROP ROLE regress_save_clerk;

-- One machine or more: keys are guarded without unique indexes, too.
CREATE SCHEMA t_save_parts;
SET customers.schema = 't_save_parts';
SET search_path = t_save_parts, public;
SET client_min_messages = warning;
SELECT customers_setup(partitions => 4) IS NOT NULL AS ready;
SET client_min_messages = notice;
SELECT * FROM customers_save('[{"email": "a@example.com", "identifier": "A"}, {"email": "b@example.com"}]');
SELECT * FROM customers_save('[{"email": "b@example.com", "name": "B"}, {"email": "A@example.com", "city": "Oslo"}]');
SELECT customers_save('{"customer_id": 2, "identifier": "A"}');
SELECT customer_id, identifier, email, name, city FROM customers ORDER BY 1;

-- Who was erased comes back only if the caller says so, or by an order; and
-- then is as anybody else.
SELECT customers_erase(1) IS NOT NULL AS erased;
SELECT customers_erase(2) IS NOT NULL AS erased;
SELECT customers_save('{"email": "a@example.com", "name": "A"}');
SELECT count(*) FROM customers_save('{"email": "a@example.com", "name": "A"}', restore_erased => true);
UPDATE customers SET email = 'other@example.com' WHERE email = 'a@example.com';
SELECT count(*) FROM customers_save('{"email": "a@example.com"}');
SELECT count(*) FROM customers_place_order('{"email": "b@example.com", "name": "B"}');
SELECT name, subscribed FROM customers WHERE email = 'b@example.com';

-- Who opted out and was deleted comes back unsubscribed.
SELECT count(*) FROM customers_save('{"email": "out@example.com", "subscribed": false}');
SELECT customers_delete(array_agg(customer_id)) FROM customers WHERE email = 'out@example.com';
SELECT count(*) FROM customers_place_order('{"email": "out@example.com"}');
SELECT subscribed FROM customers WHERE email = 'out@example.com';

-- Statements are planned once a session; of too many, the latest are kept.
SET client_min_messages = warning;
SELECT count(*) FROM generate_series(1, 200) AS i, customers_save(jsonb_build_object('email', 'plans@example.com',
	'attributes', jsonb_build_object('plan' || i, 'x')));
SELECT count(*) FILTER (WHERE ident LIKE '%plan1''%') AS first, count(*) FILTER (WHERE ident LIKE '%plan200''%') > 0 AS last,
	count(*) < 200 AS few FROM pg_backend_memory_contexts WHERE name = 'CachedPlanSource';
