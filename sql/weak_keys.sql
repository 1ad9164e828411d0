-- People without id and email: known by name with phone, birth date or address.

CREATE SCHEMA t_weak_keys;
SET customers.schema = 't_weak_keys';
SET search_path = t_weak_keys, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql
SET DateStyle = ISO;

-- An address book: nobody is there yet.  A name alone is not enough.
SELECT * FROM import_csv(file('name,phone,birth_date,postal_code,address,city
Ann Berg,+47 912 34 567,,,,Oslo
Bo Dahl,,1980-05-17,,,Moss
Cy Eng,,,0150,Storgata 1,Oslo
Di Foss,,,,,Bergen
,22 33 44 55,,,,Bergen
'));
TABLE staged;
TABLE messages;
SELECT weak_keys FROM last;

-- The same list again: everybody is there, as they are.
SELECT customers_import(file('name,phone,birth_date,postal_code,address,city
Ann Berg,+47 912 34 567,,,,Oslo
Bo Dahl,,1980-05-17,,,Moss
Cy Eng,,,0150,Storgata 1,Oslo
Di Foss,,,,,Bergen
,22 33 44 55,,,,Bergen
'), again => true);
TABLE counts;
SELECT strategy, warnings, weak_keys FROM last;

-- And as another program writes it: other spellings, a mobile, an address as well,
-- the name in two columns.
SELECT customers_import(file('Last name,First name,Mobile,Birthday,Zip,Street,City
BERG,Ann,0047-91234567,,,,Bergen
Dahl,Bo,,17.05.1980,,,Moss
Eng,Cy,,,0150,"STORGATA 1",Oslo
'));
TABLE diff;
SELECT customers_import(file('name,phone,city
"Berg, Ann",(912)34567,Oslo
Änn  Bérg,91 23 45 67,Oslo
Ann Bergh,91234567,Oslo
' || U&'A\0308nn Be\0301rg' || ',91234567,Oslo
'), duplicates => 'first');
TABLE staged;
TABLE messages;

-- The tests are tried in turn, until one finds somebody.
INSERT INTO customers (customer_id, identifier, email, name, first_name, phone, mobile, birth_date, postal_code, address) VALUES
	(101, 'K-1', 'eva@x.no', 'Eva Lie', 'Eva', '11111111', NULL, '1970-01-01', '5000', 'Torget 2'),
	(102, NULL, NULL, 'Eva Lie', NULL, '22222222', '33333333', '1990-01-01', NULL, NULL),
	(103, NULL, NULL, 'Per Moe', NULL, '44444444', NULL, '1950-02-03', NULL, NULL),
	(104, NULL, NULL, 'Per Moe', NULL, '44444444', NULL, '1980-02-03', NULL, NULL),
	(105, NULL, NULL, 'Tor Ness', NULL, '12345', NULL, NULL, NULL, NULL),
	(106, NULL, NULL, 'Una Ost', NULL, '123456', NULL, NULL, NULL, NULL),
	(107, NULL, NULL, NULL, 'Vera', '77777777', NULL, NULL, NULL, NULL);
UPDATE customers SET last_name = 'Pratt' WHERE customer_id = 107;
CREATE TABLE runs AS
SELECT record, customers_import(file(E'name,first_name,phone,mobile,birth_date,postal_code,address,note\n' || record || E'\n')) AS id
FROM unnest(ARRAY[
	'Eva Lie,,33333333,,,,,by the mobile of a customer',
	'Eva Lie,,99999999,11111111,,,,by the mobile of the record',
	'Eva Lie,,99999999,,1990-01-01,,,"by birth date, as the phone is new"',
	'Eva Lie,,,,,5000,"torget, 2",by address',
	'Eva Lie,,11111111,,1971-01-01,,,another birth date',
	'Eva Lie,Eva Marie,11111111,,,,,another first name',
	'Eva Lie,,11111111,22222222,,,,two customers by two phones',
	'Per Moe,,44444444,,,,,two customers by one phone',
	'Per Moe,,44444444,,1980-02-03,,,one of them by the birth date',
	'Per Moe,,44444444,,1999-02-03,,,none of them',
	'Tor Ness,,12345,,,,,too few digits',
	'Una Ost,,123456,,,,,enough of them',
	'Vera Pratt,,77777777,,,,,a name in two parts',
	',Vera,+1 777-777-77,,,,,no last name'
]) AS record;
SELECT id - min(id) OVER () AS n, record, action, CASE WHEN action <> 'create' THEN customer_id END AS customer, errors -> 0 ->> 'message' AS message
FROM runs LEFT JOIN customer_import_rows ON import_id = id ORDER BY id;

-- A customer is claimed once, by whatever key; and a new one, too.  Which of the
-- records stays does not depend on which are looked for first.
CREATE TABLE policies AS SELECT unnest('{reject,first,last}'::text[]) AS policy;
DROP TABLE runs;
CREATE TABLE runs AS SELECT policy, customers_import(file('email,name,phone,city
eva@x.no,,,by email
,Eva Lie,11111111,by phone
,Bo Dahl,,no key
new@x.no,Nils Dahl,55555555,a new one with a key
,Nils Dahl,55555555,and without
,Nils Dahl,55555555,and once more
,Una Ost,123456,
,Una Ost,123456,Oslo
'), duplicates => policy) AS id FROM policies;
SELECT policy, line, action, CASE WHEN action <> 'create' THEN customer_id END AS customer, e ->> 'field' AS field, e ->> 'code' AS code, e ->> 'other_line' AS other
FROM runs JOIN customer_import_rows ON import_id = id LEFT JOIN LATERAL jsonb_array_elements(errors) AS e ON true ORDER BY id, line, code;
SELECT message FROM messages WHERE code = 'duplicate_in_file' LIMIT 1;

-- A key cell with nothing, or with an error, is no key; an error is rejected.
SELECT customers_import(file('identifier,email,name,phone,city
,,Ann Berg,91234567,Moss
,wrong,Ann Berg,91234567,Moss
0,,Ann Berg,91234567,0 creates
,free@x.no,Ann Berg,91234567,another by email
'), duplicates => 'first');
TABLE staged;
TABLE messages;

-- What is left out, and what is made of a record that says nobody.
SELECT customers_import(file('name,phone,city
Ann Berg,91234567,Moss
Odd Quist,88888888,Moss
'), mode => 'create');
TABLE staged;
SELECT customers_import(file('name,phone,city
Ann Berg,91234567,Moss
Odd Quist,88888888,Moss
'), mode => 'update');
TABLE staged;
SELECT customers_import(file('name,phone,city
Odd Quist,88888888,Moss
Odd Quist,,Moss
Odd Quist,,Moss
,,Moss
'), keyless => 'create');
TABLE staged;
TABLE errors;
SELECT customers_import(file('name,phone
Odd Quist,88888888
'), keyless => 'perhaps');
SELECT customers_import(file('email,name,phone
,Ann Berg,91234567
ann@x.no,Ann Berg,91234567
'), match_by => '{identifier,email}');
TABLE staged;
SELECT customers_import(file('name,phone,city,note
Ann Berg,91234567,Moss,a note
'), rules => '{"city": "keep", "note": "fill"}', set => '{"country": "NO"}');
TABLE diff;

-- An application says by a key whom it means.
DO $$
BEGIN
	PERFORM customers_save('{"name": "Ann Berg", "phone": "91234567"}');
EXCEPTION WHEN not_null_violation THEN
	RAISE WARNING '%', SQLERRM;
END $$;

-- A no of a record without a key is heard in its own row alone.
SELECT customers_import(file('name,phone,subscribed
Ann Berg,91234567,no
Eva Lie,11111111,no
')) AS import_id \gset
TABLE diff;
SELECT count(*) FROM customer_import_opt_outs WHERE import_id = :import_id;

-- Corrections look for the person again.
SELECT customers_import(file('email,name,phone,city
,Ann Bergg,91234567,Moss
,Siv Rud,66666666,Moss
,Siv Rud,66666666,Oslo
,Siv Rud,66666667,Rana
')) AS import_id \gset
TABLE staged;
SELECT customers_import_fix(:import_id, 2, 'name', 'Ann Berg');
SELECT customers_import_fix(:import_id, 4, 'phone', '66666667');
TABLE staged;
SELECT line, code, message FROM messages;
SELECT customers_import_fix(:import_id, 4, 'email', 'siv@x.no');
TABLE staged;
SELECT customers_import_fix(:import_id, 2, 'phone', '');
SELECT customers_import_fix(:import_id, 5, 'phone', '66666666');
TABLE staged;
SELECT customers_import_exclude(:import_id, ARRAY[3]);
TABLE staged;
SELECT customers_import_include(:import_id, ARRAY[3]);
TABLE staged;
SELECT customers_import_fix(:import_id, 5, 'email', 'eva@x.no');
TABLE staged;
TABLE counts;
SELECT weak_keys FROM last;
SELECT * FROM customers_merge(:import_id);
SELECT name, email, phone, city FROM customers WHERE name LIKE 'Siv%' OR customer_id = 101 ORDER BY 1, 2;
SELECT * FROM customers_revert(:import_id);
SELECT name, email, phone, city FROM customers WHERE name LIKE 'Siv%' OR customer_id = 101 ORDER BY 1, 2;

-- Two imports that wait at once: the second merge does not make the people twice.
SELECT customers_import(file('name,phone
Ada Sund,12121212
Ida Sund,13131313
')) AS first \gset
SELECT customers_import(file('name,phone
"Sund, Ada",12 12 12 12
Liv Sund,14141414
')) AS second \gset
SELECT created FROM customers_merge(:first);
\set VERBOSITY terse
SELECT created FROM customers_merge(:second);
\set VERBOSITY default
SELECT created, excluded FROM customers_merge(:second, on_conflict => 'skip');
TABLE staged;
SELECT line, code, message, hint FROM messages WHERE code = 'conflict';
SELECT count(*) FROM customers WHERE name LIKE '%Sund%';

-- A password waits as a verifier.
SELECT created FROM import_csv(file('name,phone,password
Pia Torp,15151515,secret1
'));
SELECT customers_import(file('name,phone,password
Pia Torp,15151515,secret2
'), rules => '{"password": "overwrite"}');
TABLE diff;
SELECT customers_import(file('name,phone,password
Pia Torp,15151515,secret1
'), rules => '{"password": "overwrite"}', again => true);
TABLE counts;


-- The same file comes to the same, whatever the memory, the strategy and the order
-- of its records.
INSERT INTO customers (customer_id, identifier, name, phone, birth_date, city)
SELECT 10000 + n, CASE WHEN n % 2 = 0 THEN 'N-' || n END, 'Name ' || n / 2, (10000000 + n / 4)::text,
	CASE WHEN n % 3 > 0 THEN date '1950-01-01' + n END, 'Oslo'
FROM generate_series(1, 6000) AS n;
ANALYZE customers;
CREATE TABLE records AS
SELECT n, format('%s,Name %s,%s,%s,%s', CASE WHEN n % 7 = 0 THEN 'N-' || n END, (n + n % 5) / 2, CASE WHEN n % 11 > 0 THEN 10000000 + n / 4 END,
	CASE WHEN n % 3 = 1 THEN date '1950-01-01' + n END, CASE WHEN n % 13 = 0 THEN 'Moss' ELSE 'Oslo' END) AS record
FROM generate_series(1, 7000) AS n;
CREATE FUNCTION import_by(key text, memory text, policy text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	content text;
BEGIN
	PERFORM set_config('customers.match_memory', memory, true);
	EXECUTE format('SELECT string_agg(record, E''\n'' ORDER BY %s) FROM records', key) INTO content;
	RETURN customers_import(file(E'identifier,name,phone,birth_date,city\n' || content || E'\n'), duplicates => policy);
END $$;
DROP TABLE runs;
CREATE TABLE runs AS
SELECT policy, memory, key, import_by(key, memory, policy) AS id
FROM policies, unnest('{256MB,64kB}'::text[]) AS memory, unnest('{n,md5(n::text)}'::text[]) AS key
ORDER BY policy, memory, key;
CREATE FUNCTION outcome(id bigint) RETURNS TABLE (line bigint, action text, customer text, reason text, cells text[], old_cells text[], raw text[], errors jsonb)
LANGUAGE sql AS $$
	SELECT r.line, r.action, CASE WHEN r.action <> 'create' THEN r.customer_id::text END, r.reason,
		r.cells, r.old_cells, CASE WHEN r.action = 'reject' THEN r.raw END, r.errors
	FROM customer_import_rows AS r WHERE import_id = id $$;
SELECT r.policy, r.key, r.memory, i.created, i.changed, i.unchanged, i.rejected, i.excluded,
	(SELECT count(*) FROM (SELECT * FROM outcome(r.id) EXCEPT ALL SELECT * FROM outcome(b.id)) AS d) AS more,
	(SELECT count(*) FROM (SELECT * FROM outcome(b.id) EXCEPT ALL SELECT * FROM outcome(r.id)) AS d) AS fewer
FROM runs AS r JOIN runs AS b ON b.policy = r.policy AND b.key = r.key AND b.memory = '256MB'
JOIN customer_imports AS i ON i.import_id = r.id
ORDER BY r.policy, r.key, r.memory;
-- The rows are found by their lines, by the index, too.
SELECT count(*) AS lines, sum((SELECT count(*) FROM customer_import_rows AS o WHERE o.import_id = r.import_id AND o.line = r.line)) AS found
FROM customer_import_rows AS r WHERE r.import_id = (SELECT max(id) FROM runs) AND line % 500 = 0;


-- Partitions.
CREATE SCHEMA t_weak_keys_parts;
SET customers.schema = 't_weak_keys_parts';
SET search_path = t_weak_keys_parts, t_weak_keys, public;
SELECT customers_setup(4) <> '' AS ready;
SELECT created FROM import_csv(file('name,phone
Ann Berg,91234567
Bo Dahl,22334455
'));
SELECT customers_import(file('name,phone,city
Ann Berg,91234567,
Bo Dahl,22334455,Oslo
')) AS import_id \gset
SELECT created, changed, unchanged FROM customer_imports WHERE import_id = :import_id;
SELECT changed FROM customers_merge(:import_id);
-- What is exported without ids comes back as it is.
SELECT customers_import(file((SELECT string_agg(line, E'\n' ORDER BY n) || E'\n'
	FROM customers_export_csv(columns => '{name,phone,city}', delimiter => ';') WITH ORDINALITY AS e (line, n)))) IS NOT NULL AS staged;
SELECT uploaded, unchanged FROM customer_imports ORDER BY import_id DESC LIMIT 1;

-- Somebody sees only a part of the customers, and learns nothing of the others.
CREATE ROLE weak_keys_importer;
GRANT USAGE ON SCHEMA t_weak_keys, t_weak_keys_parts TO weak_keys_importer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA t_weak_keys_parts TO weak_keys_importer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA t_weak_keys_parts TO weak_keys_importer;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON customers USING (name <> 'Ann Berg') WITH CHECK (true);
SET ROLE weak_keys_importer;
SELECT customers_import(file('name,phone,city
Ann Berg,91234567,Rana
Bo Dahl,22334455,Rana
')) IS NOT NULL AS staged;
RESET ROLE;
SELECT line, action FROM customer_import_rows WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line;

SET client_min_messages = warning;
DROP SCHEMA t_weak_keys CASCADE;
DROP SCHEMA t_weak_keys_parts CASCADE;
DROP ROLE weak_keys_importer;
