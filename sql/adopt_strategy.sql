-- An adopted table, by each way to find customers: the same file comes to the same.

CREATE SCHEMA app;
CREATE SCHEMA t_ways;
SET customers.schema = 't_ways';
SET search_path = t_ways, public;
SET client_min_messages = warning;
SET DateStyle = ISO;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE app.clients (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	ref uuid UNIQUE,
	mail citext UNIQUE,
	full_name varchar(40),
	phone text,
	birthday date,
	vip smallint NOT NULL DEFAULT 0,
	balance numeric(10,2) NOT NULL DEFAULT 0 CHECK (balance < 1000000),
	card text UNIQUE,
	archived_at timestamptz);
CREATE UNIQUE INDEX clients_phone ON app.clients (phone) WHERE archived_at IS NULL;
INSERT INTO app.clients (ref, mail, full_name, phone, birthday, vip, balance, card)
SELECT md5('ref' || n)::uuid, CASE WHEN n % 10 > 0 THEN 'C' || n || '@x.example' END, 'Name ' || n,
	CASE WHEN n % 3 = 0 THEN '555' || n END, CASE WHEN n % 4 = 0 THEN date '1970-01-01' + n % 9000 END,
	(n % 5 = 0)::int, n * 1.5, CASE WHEN n % 8 = 0 THEN 'K' || n END
FROM generate_series(1, 6000) AS n;
SELECT column_name, field FROM customers_adopt('app.clients', '{"mail": "email", "ref": "identifier", "balance": "balance", "card": "card"}')
	WHERE column_name IS NOT NULL AND field IS NOT NULL;

CREATE TABLE records AS
SELECT id AS n, CASE n
	WHEN 1 THEN format('%s,%s,c%s@x.example,Changed,777%s,1999-01-01,yes,2.50,Z%s', id, ref, id, id, id)
	WHEN 2 THEN format('%s,,moved%s@x.example,,,,,,', id, id)
	WHEN 3 THEN format(',%s,new%s@x.example,New,,,,,', md5('new' || id)::uuid, id)
	WHEN 4 THEN format('%s,%s,c%s@x.example,Two customers,,,,,', id, ref, id + 1)
	WHEN 5 THEN format('%s,%s,,,,yesterday,perhaps,x,', id, ref)
	WHEN 6 THEN format(',{%s},,By identifier,,,,,', upper(ref::text))
	WHEN 7 THEN format(',, C%s@X.example ,By email,,,,,', id)
	WHEN 8 THEN format('%s,,,Nobody,,,,,', id + 50000)
	WHEN 9 THEN format('%s,%s,,Other identifier,,,,,', id, md5('other' || id)::uuid)
	WHEN 11 THEN format(E'%s,,,Twice,,,,,\n,%s,,Twice,,,,,', id, ref)
	WHEN 13 THEN format('%s,,,,,,,2000000,', id)
	WHEN 14 THEN format('%s,no uuid,,,,,,,', id)
	WHEN 15 THEN format(',,fresh%s@x.example,Fresh,555%s,,,,', id, id / 3 * 3)
	WHEN 17 THEN format(',,card%s@x.example,Card,,,,,K%s', id, id / 8 * 8)
	ELSE concat_ws(',', id, ref, COALESCE(mail::text, ''), full_name, COALESCE(phone, ''), COALESCE(birthday::text, ''), vip, balance, COALESCE(card, ''))
	END AS record
FROM app.clients, LATERAL (SELECT id % 100 AS n) AS x;
CREATE FUNCTION file_by(key text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
	content text;
BEGIN
	EXECUTE format('SELECT string_agg(record, E''\n'' ORDER BY %s) FROM records', key) INTO content;
	RETURN convert_to(E'customer_id,identifier,email,name,phone,birth_date,vip,balance,card\n' || content || E'\n', 'UTF8');
END $$;

SELECT customers_import(file_by('md5(n::text)'));
SET customers.match_memory = '64kB';
SET cpu_operator_cost = 0;
SELECT customers_import(file_by('md5(n::text)'));
RESET cpu_operator_cost;
SELECT customers_import(file_by('n'));
RESET customers.match_memory;
SELECT import_id, strategy, uploaded, created, changed, unchanged, rejected, excluded
FROM customer_imports ORDER BY import_id;

-- What came of each record; a generated id and the number of a line aside.
CREATE VIEW outcome AS
SELECT import_id, action, CASE WHEN action <> 'create' THEN customer_id END AS id, reason, cells, old_cells, raw,
	(SELECT string_agg(concat_ws(' ', e ->> 'field', e ->> 'value', e ->> 'code', e ->> 'severity'), E'\n')
	 FROM jsonb_array_elements(errors) AS e) AS errors
FROM customer_import_rows;
CREATE FUNCTION differences(one bigint, other bigint) RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM (
		(SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = one
		 EXCEPT ALL SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = other)
		UNION ALL
		(SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = other
		 EXCEPT ALL SELECT to_jsonb(o) - 'import_id' FROM outcome AS o WHERE import_id = one)) AS d $$;
SELECT differences(1, 2), differences(2, 3);
SELECT action, reason, count(*) FROM customer_import_rows WHERE import_id = 1 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT e.code, e.severity, count(*) FROM customer_import_errors AS e WHERE import_id = 1 GROUP BY 1, 2 ORDER BY 1, 2;

-- Merged, the same file changes nothing more; undone, the table is as before.
CREATE TABLE before AS SELECT * FROM app.clients;
SELECT created, changed FROM customers_merge(1, over_limits => true);
SELECT customers_import(file_by('md5(n::text)'), again => true);
SELECT created, changed FROM customer_imports ORDER BY import_id DESC LIMIT 1;
SELECT reverted, kept FROM customers_revert(1);
SELECT count(*) FROM (SELECT * FROM app.clients EXCEPT SELECT * FROM before) AS d;
SELECT count(*) FROM (SELECT * FROM before EXCEPT SELECT * FROM app.clients) AS d;
SELECT count(customers_cancel(id)) FROM generate_series(2, 4) AS id;
SELECT customers_release();
DROP SCHEMA t_ways, app CASCADE;
