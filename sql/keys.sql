-- Keys of live customers however they are stored, and however many bear one:
-- what is reviewed is what is there, and who is meant is never guessed.

CREATE SCHEMA t_keys;
SET customers.schema = 't_keys';
SET search_path = t_keys, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW rows AS
	SELECT line, action, r.customer_id AS id, reason, cells, old_cells
	FROM customer_import_rows AS r JOIN last USING (import_id) ORDER BY line;
CREATE VIEW messages AS
	SELECT line, field, value, code, message, hint
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
CREATE PROCEDURE write_past_triggers(statement text) LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	EXECUTE statement;
	SET LOCAL session_replication_role = DEFAULT;
END $$;


-- A customer is found by one of the keys in match_by, whichever of them the file
-- has beside it, in whatever way its cells and the live row are written: what is
-- staged as the old value is the live value, and the merge takes it.
CREATE TABLE live (identifier text, email text);
INSERT INTO live VALUES
	('B-3', 'b@e.example'), ('B-3', NULL), (NULL, 'b@e.example'),
	('B-3', 'B@E.example'), (U&'\00A0B-3', U&'b@e.example\00A0'), (E'B-3\t', E'\tB@E.EXAMPLE\u200B'),
	(U&'B\00AD-\20663\2069', U&'b\200B@e.exam\2060ple');
CREATE TABLE spelling (identifier text, email text);
INSERT INTO spelling VALUES ('B-3', 'b@e.example'), ('" B-3 "', ' B@E.example '), (U&'\00A0B-3', U&'b@e.example\00A0'),
	(U&'\202AB-\00AD3\202C', U&'b@e\200D.example\FEFF'), ('B-3', ''), ('', 'b@e.example');
CREATE FUNCTION subsets(keys text[]) RETURNS SETOF text[] LANGUAGE sql AS $$
	SELECT ARRAY[a] FROM unnest(keys) AS a
	UNION ALL SELECT ARRAY[a, b] FROM unnest(keys) AS a, unnest(keys) AS b WHERE a <> b
	UNION ALL SELECT ARRAY[a, b, c] FROM unnest(keys) AS a, unnest(keys) AS b, unnest(keys) AS c
	WHERE a <> b AND a <> c AND b <> c $$;
CREATE FUNCTION try(live live, spelling spelling, match_by text[], columns text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	cell jsonb := jsonb_build_object('customer_id', '7', 'identifier', spelling.identifier, 'email', spelling.email);
	named boolean := false;
	known boolean;
	id bigint;
	old text[];
	fields text[];
	present customers;
BEGIN
	IF NOT match_by && columns THEN
		RETURN NULL;				-- a file without any key
	END IF;
	DELETE FROM customers;
	CALL write_past_triggers(format('INSERT INTO customers (customer_id, identifier, email, city) VALUES (7, %L, %L, %L)',
		live.identifier, live.email, 'Oslo'));
	SELECT * INTO present FROM customers;
	SELECT COALESCE(bool_or(cell ->> k <> '' AND to_jsonb(present) ->> k IS NOT NULL), false) INTO known
	FROM unnest(match_by) AS k WHERE k = ANY (columns);
	id := customers_import(file(array_to_string(columns || 'city'::text, ',') || E'\n' ||
		(SELECT string_agg(cell ->> c, ',' ORDER BY n) FROM unnest(columns) WITH ORDINALITY AS c (c, n)) || E',Bergen\n'),
		match_by => match_by, unknown_ids => 'create', again => true);
	IF NOT known THEN
		RETURN NULL;				-- nothing that names the customer: not our matter here
	END IF;
	SELECT old_cells, i.fields INTO old, fields FROM customer_import_rows JOIN customer_imports AS i USING (import_id)
	WHERE import_id = id AND action = 'update' AND customer_id = 7;
	IF NOT FOUND THEN
		RETURN 'not found';
	END IF;
	IF EXISTS (SELECT FROM unnest(fields, old) AS o (field, value)
			   WHERE value IS NOT NULL AND value <> to_jsonb(present) ->> field) THEN
		RETURN 'reviewed ' || old::text;
	END IF;
	PERFORM customers_merge(id);
	PERFORM customers_save(jsonb_strip_nulls(jsonb_build_object('city', 'Voss') ||
		(SELECT jsonb_object_agg(c, CASE WHEN cell ->> c <> '' THEN btrim(cell ->> c, '"') END) FROM unnest(columns) AS c)),
		match_by => match_by);
	SELECT * INTO present FROM customers WHERE customer_id = 7;
	IF (SELECT count(*) FROM customers) > 1 OR present.city <> 'Voss' THEN
		RETURN 'saved as another';
	END IF;
	IF NOT (customers_email_is_tidy(present.email) AND customers_identifier_is_tidy(present.identifier)) THEN
		RETURN 'not mended: ' || to_json(present.identifier) || to_json(present.email);
	END IF;
	RETURN 'found';
EXCEPTION WHEN raise_exception OR serialization_failure OR unique_violation OR object_not_in_prerequisite_state THEN
	RETURN SQLERRM;
END $$;
SELECT COALESCE(result, 'not named') AS result, count(*), min(sample) FILTER (WHERE result <> 'found') AS sample
FROM (SELECT try(live, spelling, match_by, columns) AS result,
		concat_ws(' ', to_json(live), to_json(spelling), match_by::text, columns::text) AS sample
	FROM (SELECT live, spelling, match_by, columns, row_number() OVER (ORDER BY live, spelling, match_by, columns) AS n
		FROM live, spelling, subsets('{customer_id,identifier,email}') AS match_by,
			(SELECT DISTINCT ON ((SELECT array_agg(x ORDER BY x) FROM unnest(c) AS x)) c
			 FROM subsets('{customer_id,identifier,email}') AS c ORDER BY (SELECT array_agg(x ORDER BY x) FROM unnest(c) AS x), c) AS columns (columns)) AS all_of_them
	WHERE n % 17 = 0) AS t			-- all of them takes a minute
GROUP BY result ORDER BY 1;


-- Two customers with one key, where no index forbids it: neither is guessed.
-- The other keys of the record may say which one is meant.
CREATE SCHEMA t_keys_shared;
SET customers.schema = 't_keys_shared';
SET search_path = t_keys_shared, t_keys, public;
SELECT customers_setup(4) <> '' AS ready;
CREATE VIEW last AS SELECT * FROM customer_imports ORDER BY import_id DESC LIMIT 1;
CREATE VIEW rows AS
	SELECT line, action, r.customer_id AS id, reason, cells, old_cells
	FROM customer_import_rows AS r JOIN last USING (import_id) ORDER BY line;
CREATE VIEW messages AS
	SELECT line, field, value, code, message, hint
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
INSERT INTO customers (customer_id, identifier, email, name, city) VALUES
	(1, 'A-1', 'ann@x.example', 'Ann', 'Oslo'), (2, 'A-2', 'ann@x.example', 'Another Ann', 'Bergen'),
	(3, 'B-1', 'bo@x.example', 'Bo', 'Oslo'), (4, 'B-1', NULL, 'Another Bo', 'Voss'),
	(5, 'C-1', 'cy@x.example', 'Cy', 'Oslo');
CALL write_past_triggers($$INSERT INTO customers (customer_id, email, name) VALUES (6, 'CY@x.example', 'Another Cy')$$);
SELECT customers_import(file('customer_id,identifier,email,city
,,ann@x.example,Moss
,A-2,Ann@X.example,Moss
1,,ann@x.example,Moss
,B-1,,Moss
,B-1,bo@x.example,Moss
4,B-1,,Moss
,,cy@x.example,Moss
6,,CY@x.example,Moss
5,C-1,cy@x.example,Moss
'));
TABLE rows;
TABLE messages;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customer_id, city FROM customers ORDER BY 1;
-- By a key that is not in match_by.
SELECT customers_import(file('customer_id,email,city
,ann@x.example,Moss
1,cy@x.example,Moss
'), match_by => '{customer_id}', unknown_ids => 'create');
TABLE rows;
TABLE messages;
SELECT customers_save('{"email": "ann@x.example", "city": "Moss"}');
SELECT customers_save('{"identifier": "A-1", "email": "ann@x.example", "city": "Skien"}');
SELECT customers_save('{"identifier": "B-1", "city": "Moss"}');
SELECT customers_place_order('{"email": "ann@x.example", "total": 10}');
SELECT customers_place_order('{"identifier": "B-1", "total": 10}');
SELECT customers_place_order('{"email": "cy@X.example", "total": 10}');
SELECT customers_place_order('{"identifier": "B-1", "email": "BO@x.example", "total": 10}') AS placed;
SELECT customers_place_order('{"customer_id": 2, "email": "ann@x.example", "total": 11}') AS placed;
SELECT customer_id, customer_name, total FROM customer_orders ORDER BY order_id;
SELECT customers_erase('ann@x.example');
SELECT customers_erase(2) >= 0 AS erased, customers_erase('ann@x.example') >= 0 AS erased_too;
SELECT customer_id FROM customers ORDER BY 1;


-- Whichever way live rows are read, and wherever in the file a record stands.
CREATE SCHEMA t_keys_random;
SET customers.schema = 't_keys_random';
SET search_path = t_keys_random, t_keys, public;
SELECT customers_setup(2) <> '' AS ready;
SELECT setseed(0.42);
CREATE FUNCTION any_of(variadic texts text[]) RETURNS text LANGUAGE sql VOLATILE AS
	$$ SELECT texts[1 + floor(random() * array_length(texts, 1))::int] $$;
CREATE TABLE given AS
SELECT n AS customer_id,
	any_of(NULL, 'I-' || n, 'I-' || n, 'I-' || n % 300, U&'\00A0I-' || n % 500, CASE WHEN n % 9 = 0 THEN 'I-' || n % 5 END) AS identifier,
	any_of(NULL, 'e' || n || '@x.example', 'e' || n || '@x.example', 'e' || n % 300 || '@x.example',
		   'E' || n % 500 || '@X.example', 'e' || n % 400 || U&'@x.example\00A0', CASE WHEN n % 9 = 0 THEN 'e' || n % 5 || '@x.example' END) AS email,
	any_of('Oslo', 'Moss') AS city
FROM generate_series(1, 3000) AS n;
INSERT INTO given SELECT n FROM generate_series(3001, 5000) AS n;
CALL write_past_triggers('INSERT INTO customers (customer_id, identifier, email, city) SELECT * FROM given');
CREATE TABLE records AS
SELECT m, concat_ws(',', any_of('', '', '', floor(random() * 600)::text),
	any_of('', 'I-' || m, 'I-' || floor(random() * 600), ' I-' || floor(random() * 600), 'I-' || floor(random() * 6)),
	any_of('', 'e' || m || '@x.example', 'E' || floor(random() * 600) || '@x.example', 'e' || floor(random() * 600) || '@x.example',
		   'e' || floor(random() * 6) || '@x.example'),
	any_of('Oslo', 'Moss', '')) AS record
FROM generate_series(1, 300) AS m;
CREATE FUNCTION imported(padding text, options text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
BEGIN
	IF options NOT LIKE '%mapping%' THEN
		options := options || ', mapping => ''{"customer_id": "customer_id"}''';
	END IF;
	EXECUTE format('SELECT customers_import(file($1), %s)', options) INTO id
	USING E'customer_id,identifier,email,city\n' || padding ||
		(SELECT string_agg(record, E'\n' ORDER BY m) FROM records) || E'\n';
	RETURN id;
END $$;
CREATE FUNCTION outcome(id bigint, first bigint) RETURNS TABLE (outcome jsonb) LANGUAGE sql AS $$
	SELECT to_jsonb(r) - 'import_id' - 'customer_id' - 'errors' - 'line' - 'raw'
		|| jsonb_build_object('line', r.line - first, 'id', CASE WHEN r.action <> 'create' THEN r.customer_id END,
			'errors', (SELECT jsonb_agg(e - 'message' - 'other_line' || jsonb_build_object('message',
				CASE WHEN e ->> 'code' = 'duplicate_in_file' THEN '' ELSE e ->> 'message' END,
				'other', (e ->> 'other_line')::bigint - first)) FROM jsonb_array_elements(r.errors) AS e))
	FROM customer_import_rows AS r WHERE r.import_id = id AND r.line >= first $$;
CREATE TABLE runs (options text, way text, import_id bigint, first bigint, strategy text);
CREATE PROCEDURE run(tried text) LANGUAGE plpgsql AS $$
DECLARE
	known text := (SELECT string_agg(n || E',,,\n', '' ORDER BY n) FROM generate_series(3001, 4900) AS n);
	unordered text := (SELECT string_agg(n || E',,,\n', '' ORDER BY md5(n::text)) FROM generate_series(3001, 4900) AS n);
	new text := (SELECT string_agg(format(E',New-%s,,\n', n), '' ORDER BY n) FROM generate_series(1, 3500) AS n);
	way text;
	padding text;
	id bigint;
BEGIN
	FOREACH way IN ARRAY ARRAY['short', 'known', 'unordered', 'new', 'no table', 'probes'] LOOP
		padding := CASE way WHEN 'short' THEN '' WHEN 'known' THEN known WHEN 'no table' THEN known
			WHEN 'unordered' THEN unordered WHEN 'new' THEN new ELSE ' ' END;
		IF way = 'no table' THEN
			SET LOCAL customers.match_memory = '128kB';
		ELSIF way = 'probes' THEN	-- an index costs next to nothing
			SET LOCAL cpu_operator_cost = 0;
		END IF;
		id := imported(ltrim(padding), tried);
		INSERT INTO runs SELECT tried, way, id,
			2 + length(padding) - length(replace(padding, E'\n', '')), i.strategy FROM customer_imports AS i WHERE import_id = id;
	END LOOP;
	SET LOCAL cpu_operator_cost = 0.0025;
	SET LOCAL customers.match_memory = '256MB';
END $$;
CALL run($$match_by => '{customer_id,identifier,email}'$$);
CALL run($$match_by => '{email,identifier}', duplicates => 'first'$$);
CALL run($$match_by => '{identifier,customer_id}', duplicates => 'last'$$);
CALL run($$match_by => '{email}', duplicates => 'first'$$);
CALL run($$match_by => '{email,identifier}', mapping => '{"customer_id": null}'$$);
SELECT options, string_agg(way || ': ' || strategy, ', ' ORDER BY way) FROM runs GROUP BY 1 ORDER BY 1;
SELECT options, (SELECT jsonb_object_agg(COALESCE(r.reason, r.action), r.n) FROM
	(SELECT reason, action, count(*) AS n FROM customer_import_rows WHERE import_id = base GROUP BY 1, 2) AS r) AS rows,
	sum((SELECT count(*) FROM (SELECT * FROM outcome(import_id, first) EXCEPT ALL SELECT * FROM outcome(base, 2)) AS d) +
		(SELECT count(*) FROM (SELECT * FROM outcome(base, 2) EXCEPT ALL SELECT * FROM outcome(import_id, first)) AS d)) AS differences
FROM runs JOIN (SELECT options, import_id AS base FROM runs WHERE way = 'short') AS b USING (options)
GROUP BY options, base ORDER BY 1;

-- A key that an UPDATE does not touch is folded where nobody else has it then,
-- and else left as it is: an UPDATE of something else does not fail for it.
CREATE PROCEDURE update_untidy(partitions int) LANGUAGE plpgsql AS $$
DECLARE
	shown record;
BEGIN
	CREATE SCHEMA t_keys_untouched;
	SET LOCAL customers.schema = 't_keys_untouched';
	SET LOCAL search_path = t_keys_untouched, t_keys, public;
	PERFORM customers_setup(partitions);
	CALL write_past_triggers($w$INSERT INTO customers (customer_id, identifier, email) VALUES
		(1, NULL, U&'ann@x.example\00A0'), (2, NULL, 'ann@x.example'),
		(3, NULL, U&'bo@x.example\00A0'), (4, NULL, U&'BO@x.example\200B'),
		(5, E'C-1\t', 'Cy@x.example'), (6, 'C-1', NULL), (7, U&'\00A0D-1', NULL), (8, 'E-1 ', NULL)$w$);
	UPDATE customers SET city = 'Oslo' WHERE customer_id <= 3;
	UPDATE customers SET city = 'Oslo', email = email, identifier = identifier WHERE customer_id > 3;
	UPDATE customers SET identifier = ' F-1 ' WHERE customer_id = 8;
	FOR shown IN SELECT customer_id, customers_fold_identifier(identifier) AS identifier, customers_fold_email(email) AS email,
			CASE WHEN customers_email_is_tidy(email) IS FALSE OR customers_identifier_is_tidy(identifier) IS FALSE
				THEN 'untidy' ELSE 'tidy' END AS stored, city
		FROM customers ORDER BY 1 LOOP
		RAISE INFO '%', shown;
	END LOOP;
	BEGIN
		UPDATE customers SET email = U&'ann@x.example\00A0' WHERE customer_id = 3;
		RAISE INFO 'taken, and no index forbids it';
	EXCEPTION WHEN unique_violation THEN
		RAISE INFO '%', SQLERRM;
	END;
	-- Whoever may update, and no more, gets no further than that.
	GRANT USAGE ON SCHEMA t_keys_untouched TO t_keys_clerk;
	GRANT UPDATE (city) ON customers TO t_keys_clerk;
	SET LOCAL ROLE t_keys_clerk;
	UPDATE customers SET city = 'Moss';
	RESET ROLE;
	RAISE INFO '% in Moss', (SELECT count(*) FROM customers WHERE city = 'Moss');
	DROP SCHEMA t_keys_untouched CASCADE;
END $$;
CREATE ROLE t_keys_clerk;
CALL update_untidy(0);
CALL update_untidy(4);
DROP ROLE t_keys_clerk;

-- An undo gives a key back that was not stored folded: folded, unless somebody
-- has it by now, in whatever spelling.
CREATE PROCEDURE undo_untidy(partitions int, taken text) LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	shown record;
BEGIN
	CREATE SCHEMA t_keys_undone;
	SET LOCAL customers.schema = 't_keys_undone';
	SET LOCAL search_path = t_keys_undone, t_keys, public;
	PERFORM customers_setup(partitions);
	CALL write_past_triggers($w$INSERT INTO customers (customer_id, identifier, email) VALUES
		(1, E'A-1\t', 'Ann@x.example'), (2, U&'\00A0B-1', U&'bo@x.example\00A0'), (3, 'C-1', 'Cy@x.example')$w$);
	id := customers_import(file(E'customer_id,identifier,email\n1,A-2,ann@y.example\n2,B-2,bo@y.example\n3,C-2,cy@y.example\n'), mapping => '{"customer_id": "customer_id"}');
	PERFORM customers_merge(id);
	CALL write_past_triggers(taken);
	SELECT reverted, kept INTO shown FROM customers_revert(id);
	RAISE INFO '%', shown;
	FOR shown IN SELECT line, field, value, code FROM customer_import_errors ORDER BY line, field LOOP
		RAISE INFO '%', shown;
	END LOOP;
	RAISE INFO '%', (SELECT jsonb_object_agg(customer_id, jsonb_build_array(identifier, email)) FROM customers WHERE customer_id <= 3);
	DROP SCHEMA t_keys_undone CASCADE;
END $$;
CALL undo_untidy(0, 'SELECT');
CALL undo_untidy(4, 'SELECT');
CREATE FUNCTION taken_by(identifiers text[], emails text[]) RETURNS text LANGUAGE sql AS $$
	SELECT 'INSERT INTO customers (customer_id, identifier, email) VALUES ' || string_agg(format('(%s, %L, %L)', 10 + n, i, e), ', ')
	FROM unnest(identifiers, emails) WITH ORDINALITY AS t (i, e, n) $$;
CALL undo_untidy(0, taken_by('{A-1,B-1,NULL,C-1}', '{NULL,ann@x.example,bo@x.example,CY@x.example}'));
CALL undo_untidy(4, taken_by('{A-1,B-1,NULL,C-1}', '{NULL,ann@x.example,bo@x.example,CY@x.example}'));
CALL undo_untidy(0, taken_by(ARRAY['A-1 ', E'B-1\t', NULL, 'C-1 '], ARRAY[NULL, E'ANN@x.example\t', U&'bo@x.example\200B', E'cy@x.example\t']));

-- A key that is mended between review and merge is the same key.
CREATE PROCEDURE mended_meanwhile(match_by text[], content text) LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	shown record;
BEGIN
	CREATE SCHEMA t_keys_mended;
	SET LOCAL customers.schema = 't_keys_mended';
	SET LOCAL search_path = t_keys_mended, t_keys, public;
	PERFORM customers_setup();
	CALL write_past_triggers($w$INSERT INTO customers (customer_id, identifier, email) VALUES
		(1, E'A-1\t', 'Ann@x.example'), (2, U&'\00A0B-1', U&'bo@x.example\00A0'), (3, 'C-1', U&'cy@x.example\200B')$w$);
	id := customers_import(file(content), match_by => match_by);
	UPDATE customers SET note = 'mended';
	BEGIN
		SELECT created, changed, unchanged INTO shown FROM customers_merge(id);
		RAISE INFO '%', shown;
		RAISE INFO '%', (SELECT jsonb_agg(jsonb_build_array(identifier, email, city) ORDER BY customer_id) FROM customers);
		SELECT reverted, kept INTO shown FROM customers_revert(id);
		RAISE INFO '%', shown;
		RAISE INFO '%', (SELECT jsonb_agg(jsonb_build_array(identifier, email, city) ORDER BY customer_id) FROM customers);
	EXCEPTION WHEN serialization_failure OR object_not_in_prerequisite_state THEN
		RAISE INFO '%', SQLERRM;
	END;
	DROP SCHEMA t_keys_mended CASCADE;
END $$;
CALL mended_meanwhile('{email}', E'email,city\nann@x.example,Oslo\nbo@x.example,Oslo\ncy@x.example,Oslo\n');
CALL mended_meanwhile('{identifier}', E'identifier,city\nA-1,Oslo\nB-1,Oslo\nC-1,Oslo\n');
CALL mended_meanwhile('{identifier}', E'identifier,email,city\nA-1,ann@y.example,Oslo\nB-1,bo@x.example,Oslo\nC-1,cy@y.example,Oslo\n');
CALL mended_meanwhile('{customer_id}', E'customer_id,identifier,email\n1,A-2,ann@x.example\n2,B-1,bo@y.example\n3,C-2,cy@y.example\n');

DROP SCHEMA t_keys, t_keys_shared, t_keys_random CASCADE;
