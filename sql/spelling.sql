-- What looks the same is one key, one text, one group: Unicode's normal form C, without characters
-- that cannot be seen.  {e} is one code point, {e+} has an accent of its own.

CREATE SCHEMA t_spelling;
SET customers.schema = 't_spelling';
SET search_path = t_spelling, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\i sql/include/views.sql
CREATE PROCEDURE write_past_triggers(statement text) LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	EXECUTE statement;
	SET LOCAL session_replication_role = DEFAULT;
END $$;
CREATE FUNCTION spelt(content text) RETURNS bytea LANGUAGE sql AS $$
	SELECT convert_to(replace(replace(replace(replace(content, '{e}', U&'\00E9'), '{e+}', U&'e\0301'), '{-}', U&'\00AD'), '{<}', U&'\2066'), 'UTF8') $$;
CREATE VIEW shown AS
	SELECT customer_id AS id, identifier = normalize(identifier) AND identifier !~ U&'[\00AD\2066]' AS identifier_folded,
		email = normalize(email) AND email !~ U&'[\00AD\2066]' AS email_folded,
		replace(replace(concat_ws(' ', identifier, email, name, city), U&'\00AD', '-'), U&'\0301', '+') AS customer
	FROM customers ORDER BY customer_id;
CREATE FUNCTION one_spelling(strategy text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	counts record;
BEGIN
	DELETE FROM customers;
	-- by triggers
	INSERT INTO customers (customer_id, identifier, email, name) VALUES
		(1, U&'Zo\00E9-1', U&'zoe\0301@e.example', U&'Zo\00E9'), (2, U&'Re\0301-2', U&'r\00E9@e.example', U&'Re\0301e');
	-- and past them
	CALL write_past_triggers(format('INSERT INTO customers (customer_id, identifier, email, name) VALUES (3, %L, %L, %L)',
		U&'Le\0301\00AD-3', U&'LE\0301@e.example', U&'Le\0301a'));
	INSERT INTO customers (customer_id, identifier, email)
		SELECT n, 'F-' || n, 'f' || n || '@e.example' FROM generate_series(10, CASE strategy WHEN 'probes' THEN 20000 ELSE 12 END) AS n;
	ANALYZE customers;
	id := customers_import(again => true, source => spelt(E'identifier,email,name,city\n'
		'Zo{e+}-1,zo{e}@e.example,Zo{e+},Oslo\n{<}R{e}-2,r{e+}@e.ex{-}ample,R{e}e,Oslo\nL{e}-3,l{e}@e.example,L{e}a,Oslo\nN{e+}-4,n{e+}@e.example,N{e+}e,Oslo\n'));
	SELECT i.strategy, i.created, i.changed, i.unchanged, i.rejected INTO counts FROM customer_imports AS i WHERE import_id = id;
	RAISE INFO '%', counts;
	RAISE INFO '%', (SELECT string_agg(DISTINCT d.field, ' ') FROM customer_import_diff AS d JOIN customer_import_rows AS r USING (import_id, line) WHERE import_id = id AND r.action = 'update');
	PERFORM customers_merge(id);
END $$;
SELECT one_spelling('table');
SELECT * FROM shown WHERE id < 10 OR customer LIKE 'N%';
SELECT one_spelling('probes');
SELECT count(*) FILTER (WHERE id < 10), count(*) FILTER (WHERE identifier_folded AND email_folded AND id < 10) FROM shown;

-- By one key alone, by save, order and search.
SELECT customers_import(spelt(E'email,city\n{<}ZO{e}@e.example,Moss\n'), match_by => '{email}') > 0 AS read;
TABLE staged;
SELECT customers_import(spelt(E'identifier,city\nR{e}{-}-2,Moss\n'), match_by => '{identifier}') > 0 AS read;
TABLE staged;
SELECT customers_save(jsonb_build_object('identifier', U&'Re\0301-2', 'city', 'Moss'));
SELECT customers_save(jsonb_build_object('email', U&'l\00E9@e.example', 'city', 'Moss'));
SELECT customer_id FROM customers_find(search => U&'Le\0301a');
SELECT customer_id FROM customers_find(search => U&'Le\00ADa') ORDER BY 1;

-- Two spellings in one file are two records of one person.
SELECT customers_import(spelt(E'identifier,name\nX{e}-9,A\nX{e+}-9,B\n')) > 0 AS read;
TABLE staged;

-- A no and an erasure of one spelling are heard for all.
UPDATE customers SET subscribed = false WHERE customer_id = 1;
SELECT customers_delete('{1}');
SELECT customers_erase(2);
SELECT created FROM import_csv(spelt(E'email,name\nzo{e+}@e.example,Zoe\n'));
SELECT subscribed FROM customers WHERE name = 'Zoe';
SELECT customers_import(spelt(E'identifier,name\nR{e+}-{-}2,Ree\n')) > 0 AS read;
SELECT code FROM messages;

-- Texts that look the same are unchanged; what is written is in normal form C.
SELECT customers_import(spelt(E'customer_id,name,R{e}sum{e}\n3,L{e}{-}a,\n')) > 0 AS read;
SELECT uploaded, changed, unchanged FROM last;
SELECT changed FROM import_csv(spelt(E'customer_id,name,R{e+}sum{e+}\n3,L{e+}a X,{e+}t{e+}\n'));
SELECT name = U&'L\00E9a X' AS composed, (SELECT bool_and(value = normalize(value)) FROM jsonb_each_text(attributes)) AS category FROM customers WHERE customer_id = 3;

-- Categories, in scripts whose letters have marks, too.
SELECT changed FROM import_csv(convert_to(U&'customer_id,\0420\0430\0439\043E\043D\000A3,a\000A', 'UTF8'));
SELECT changed FROM import_csv(convert_to(U&'customer_id,\0420\0430\0438\0306\043E\043D\000A3,b\000A', 'UTF8'));
SELECT count(*) FROM customers, jsonb_each_text(attributes) WHERE customer_id = 3 AND value IN ('a', 'b');

-- Groups.
SELECT changed FROM import_csv(spelt(E'customer_id,groups\n3,Caf{e+}|Caf{e}|{<}Caf{e}\n'));
SELECT customers_group_create(U&' Soire\0301e\200B') > 0 AS made;
SELECT changed, unchanged FROM import_csv(spelt(E'customer_id,groups\n3,Soir{e}e; Caf{e+}\n'));
SELECT name = normalize(name) AS composed, length(name) FROM customer_groups ORDER BY name;

-- A character that was lost is no key.
SELECT customers_import(convert_to(U&'identifier,email\000AK\FFFD-1,\000AK-2,\FFFDnn@e.example\000A', 'UTF8')) > 0 AS read;
SELECT line, code, message FROM messages;

DROP SCHEMA t_spelling CASCADE;
