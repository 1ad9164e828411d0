-- Undo against chance: random files over random customers, merged and reverted.
-- With no edits between, all tables are as they were but for updated_at; with
-- random edits between, these survive and nothing else differs.

CREATE SCHEMA t_revert_random;
SET customers.schema = 't_revert_random';
SET search_path = t_revert_random, public;
SET client_min_messages = warning;
SET customers.limits = 'false';	-- whole lists change here
SELECT customers_setup() <> '' AS ready;
ALTER TABLE customers ADD COLUMN tier varchar(8), ADD COLUMN seen timestamptz;
SELECT setseed(0.42);

-- One of some words, or none where two spaces meet.
CREATE FUNCTION word(words text) RETURNS text LANGUAGE sql VOLATILE AS
	$$ SELECT a[1 + floor(random() * array_length(a, 1))::int] FROM string_to_array(words, ' ') AS a $$;
CREATE FUNCTION random_file(first int, last int) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT E'identifier,email,name,city,subscribed,points,shoe,groups,tier,seen,birth_date\n' ||
		string_agg(concat_ws(',', 'K-' || n,
			CASE WHEN random() < 0.7 THEN format('%s%s@x.no', word('a b c'), n) ELSE '' END,
			word('Ann Bob "Cy,Dee"  #N/A Æ =1+1'),
			word('Oslo Bergen  #N/A'), word('yes no '), word('0 1 20 '), word('38 39  #N/A'),
			word('VIP VIP|New Staff  #N/A'), word('gold basic  #N/A'),
			word('2024-01-01T10:00+00  #N/A'), word('2000-02-29 1.2.1980  #N/A')) || E'\n', '')
	FROM generate_series(first, last) AS n WHERE random() < 0.6 OR n = first
$$;

-- Everything there is, but what a revert may change.
CREATE FUNCTION everything() RETURNS TABLE (relation text, key text, content jsonb) LANGUAGE sql AS $$
	SELECT 'customers', customer_id::text, to_jsonb(c) - '{updated_at}'::text[] FROM customers AS c
	UNION ALL
	SELECT 'groups', name, to_jsonb(g) FROM customer_groups AS g
	UNION ALL
	SELECT 'members', format('%s-%s', customer_id, group_id), to_jsonb(m) FROM customer_group_members AS m
$$;

-- Imports a random file; undone at once with undo.
CREATE FUNCTION import_random(mode text) RETURNS bigint LANGUAGE sql AS
	$$ SELECT (import_csv(convert_to(random_file(1, 40), 'UTF8'), group_mode => mode, resubscribe => true, again => true)).import_id $$;

-- What random edits left behind, and must be found again.
CREATE TABLE edits (customer_id bigint, field text, value text);
CREATE FUNCTION edit_random() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	who bigint;
	what text;
	text_value text;
BEGIN
	TRUNCATE edits;
	FOR i IN 1 .. 8 LOOP
		SELECT customer_id INTO who FROM customers ORDER BY random() LIMIT 1;
		what := word('name city note tier');
		text_value := 'edit' || i;
		DELETE FROM edits WHERE customer_id = who AND field = what;
		INSERT INTO edits VALUES (who, what, text_value);
		EXECUTE format('UPDATE customers SET %I = $1 WHERE customer_id = $2', what) USING text_value, who;
	END LOOP;
END $$;

-- First customers, some of them edited.
DO $$ BEGIN PERFORM import_random('add'); END $$;
CREATE TEMP TABLE result (edited boolean, rounds int, kept bigint, differ bigint, lost bigint);

-- Each import, merge, edit and revert is a transaction of its own, as in life.
CREATE PROCEDURE run(rounds int, edited boolean) LANGUAGE plpgsql AS $$
DECLARE
	import_a bigint;
	import_b bigint;
	kept_now bigint;
	kept_all bigint := 0;
	differ bigint := 0;
	lost bigint := 0;
BEGIN
	FOR i IN 1 .. rounds LOOP
		DROP TABLE IF EXISTS before;
		CREATE TEMP TABLE before AS SELECT * FROM everything();
		COMMIT;
		import_a := import_random(word('add replace'));
		COMMIT;
		import_b := import_random(word('add replace'));
		COMMIT;
		IF edited THEN
			PERFORM edit_random();
			COMMIT;
		END IF;
		SELECT kept INTO kept_now FROM customers_revert(import_b, resubscribe => true);
		kept_all := kept_all + kept_now;
		COMMIT;
		SELECT kept INTO kept_now FROM customers_revert(import_a, resubscribe => true);
		kept_all := kept_all + kept_now;
		COMMIT;
		lost := lost + (SELECT count(*) FROM edits AS e LEFT JOIN (SELECT * FROM customers OFFSET 0) AS c USING (customer_id)
			WHERE to_jsonb(c) ->> e.field IS DISTINCT FROM e.value);
		-- what differs beyond the edits and the customers who stay for them
		differ := differ + (SELECT count(*) FROM before AS b FULL JOIN everything() AS e USING (relation, key)
			WHERE CASE relation WHEN 'customers' THEN
				(CASE WHEN edited THEN
					b.content - ARRAY(SELECT field FROM edits WHERE customer_id::text = key)
					IS DISTINCT FROM e.content - ARRAY(SELECT field FROM edits WHERE customer_id::text = key)
					AND NOT (b.content IS NULL AND EXISTS (SELECT FROM edits WHERE customer_id::text = key))
				ELSE b.content IS DISTINCT FROM e.content END)
			WHEN 'members' THEN b.content IS DISTINCT FROM e.content
				AND split_part(key, '-', 1) NOT IN (SELECT customer_id::text FROM edits)
			ELSE b.content IS DISTINCT FROM e.content AND NOT edited END);
		COMMIT;
	END LOOP;
	INSERT INTO result VALUES (edited, rounds, kept_all, differ, lost);
END $$;

CALL run(10, false);
CALL run(10, true);
SELECT edited, rounds, kept > 0 AS kept_some, differ, lost FROM result;
-- Chance had its part: files that created, changed and were refused.
SELECT sum(created) > 100 AS created, sum(changed) > 200 AS changed, count(*) AS imports, count(*) FILTER (WHERE status = 'reverted') AS reverted
	FROM customer_imports;
