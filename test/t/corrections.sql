-- Corrections against imports, at random: a staged import whose cells were
-- corrected and whose lines were left out and taken in again must be the same
-- as an import of the file with those cells, and without those lines.
--
-- SELECT * FROM corrections(seed, cases, padding) returns a row for each case
-- that differs, and at last how many were run.
--
-- A case is told by its seed alone: whatever random() is asked for row by row, the
-- rows are sorted first, as their order in the table depends on what ran before.

CREATE TABLE file_columns (col int PRIMARY KEY, field text, word text);
CREATE TABLE file_cells (line int, col int, cell text, quoted boolean, PRIMARY KEY (line, col));
CREATE TABLE file_lines (line int PRIMARY KEY, excluded boolean NOT NULL DEFAULT false,
	fixed boolean NOT NULL DEFAULT false);

CREATE FUNCTION pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE AS
	$$ SELECT choices[1 + floor(random() * cardinality(choices))::int] $$;

-- A cell of a field, clean or dirty.
CREATE FUNCTION any_cell(field text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	IF random() < 0.15 THEN
		RETURN pick('', '', '', '#N/A', '  ');
	END IF;
	RETURN CASE field
		WHEN 'customer_id' THEN pick('1', '2', '3', '4', '5', '1', '2', '3', '0', '77', '78', 'x', '')
		WHEN 'identifier' THEN pick('K1', 'K2', 'K3', 'K4', 'K5', 'K7', 'K8', 'K9', ' K2', '0', '="K3"', '')
		WHEN 'email' THEN pick('a@x.no', 'b@x.no', 'c@x.no', 'd@x.no', 'e@x.no', 'n1@x.no', 'n2@x.no',
			'N1@X.no', ' n3@x.no', 'no address', 'a@x.no', 'b@x.no', 'gone@x.no', 'out@x.no')
		WHEN 'birth_date' THEN pick('1990-02-01', '01.02.1990', '13/05/1985', '1985-05-13', 'soon', '')
		WHEN 'loyalty_points' THEN pick('10', '1 000', '1000', '0', 'many', '7', '20')
		WHEN 'subscribed' THEN pick('yes', 'no', 'ja', 'nei', 'true', 'perhaps', '1', '0')
		WHEN 'unsubscribed' THEN pick('yes', 'no', 'ja', 'nei', '12.01.2026', 'perhaps', 'Subscribed', '0')
		WHEN 'vip' THEN pick('yes', 'no', 'x1', '1', 'false')
		WHEN 'groups' THEN pick('VIP', 'VIP|Staff', 'Staff', 'New|VIP', 'New', '', 'Club, inner', '|', 'Staff;VIP')
		WHEN 'height' THEN pick('1,5', '2', 'tall', '')
		WHEN 'password' THEN pick('secret', 'hemmelig', '')
		WHEN 'code' THEN pick('abc', 'abcdef', '', 'ab ', 'x')
		-- whether NULL is a name is decided by all records of the file
		WHEN 'name' THEN pick('Ann', 'Bob', 'Cy', '''#N/A', '''="007"', '="007"', '''''=1', '''=1', ' outer ', 'outer', '#N/A',
			'007', '', 'a,b', 'say "hi"', E'two\nlines', '=1+1', '''''#N/A', 'Ann', 'Bob')
		ELSE pick('Ann', 'Bob', 'Cy', '''#N/A', '''="007"', '="007"', '''''=1', '''=1', ' outer ', 'outer', '#N/A',
			'007', 'NULL', '', 'a,b', 'say "hi"', E'two\nlines', '=1+1', '''''#N/A', 'Ann', 'Bob', '-')
	END;
END $$;

-- The file, or the same with what was corrected in it; padding lines come first.
CREATE FUNCTION file_text(padding int) RETURNS bytea LANGUAGE sql AS $$
	SELECT convert_to(
		(SELECT string_agg(word, ',' ORDER BY col) FROM file_columns) || E'\n'
		|| COALESCE((SELECT string_agg((SELECT string_agg(CASE field WHEN 'email' THEN 'pad' || n || '@x.no'
				WHEN 'identifier' THEN 'PAD' || n ELSE '' END, ',' ORDER BY col) FROM file_columns) || E'\n', '' ORDER BY n)
			FROM generate_series(1, padding) AS n), '')
		|| (SELECT string_agg(CASE WHEN l.excluded THEN '' ELSE (
				SELECT string_agg(CASE WHEN quoted OR (col = 1 AND l.blank) OR cell ~ '[",]' THEN '"' || replace(cell, '"', '""') || '"'
					ELSE cell END, ',' ORDER BY col)
				FROM file_cells AS c WHERE c.line = l.line) END || E'\n', '' ORDER BY l.line)
			FROM (SELECT line, excluded, NOT EXISTS (SELECT FROM file_cells AS c WHERE c.line = f.line
					AND (c.quoted OR c.cell ~ '[^ \t]')) AS blank FROM file_lines AS f) AS l), 'UTF8') $$;

-- Customers that files may name, and what is not theirs any more.
CREATE FUNCTION new_customers() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM customers;
	DELETE FROM customer_groups;
	INSERT INTO customers (customer_id, identifier, email, name, note, birth_date, loyalty_points, subscribed, vip,
		height, code, attributes)
	SELECT n, CASE WHEN random() < 0.8 THEN 'K' || n END,
		CASE WHEN random() < 0.8 THEN chr(96 + n) || '@x.no' END,
		pick('Ann', 'Bob', 'Cy', '#N/A', '="007"', NULL), pick('Ann', '''=1', ' outer ', 'outer', '007', NULL, ''),
		pick('1990-02-01', '1985-05-13', NULL)::date, pick('10', '1000', '0')::int, random() < 0.6, random() < 0.5,
		pick('1.5', '2', NULL)::numeric, pick('abc', 'x', NULL),
		CASE WHEN random() < 0.6 THEN jsonb_build_object('Colour', pick('Ann', 'Bob', ' outer ', '''=1')) ELSE '{}' END
	FROM generate_series(1, 5) AS n;
	INSERT INTO customer_groups (name) VALUES ('VIP'), ('Staff'), ('Club, inner');
	INSERT INTO customer_group_members (customer_id, group_id, status)
	SELECT customer_id, group_id, pick('accepted', 'accepted', 'rejected')
	FROM (SELECT customer_id, group_id FROM customers, customer_groups ORDER BY customer_id, group_id) AS m
	WHERE random() < 0.3;
	INSERT INTO customers (email, name, subscribed) VALUES ('out@x.no', 'Opted out', false);
	DELETE FROM customers WHERE email = 'out@x.no';
END $$;

-- Columns, records and their cells.
CREATE FUNCTION new_file(padding int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	first int := padding + 2;
BEGIN
	DELETE FROM file_columns;
	DELETE FROM file_cells;
	DELETE FROM file_lines;
	INSERT INTO file_columns SELECT row_number() OVER (ORDER BY random()), field, word
	FROM (VALUES ('customer_id', 'customer_id', 0.5), ('identifier', 'identifier', 0.6), ('email', 'email', 0.8),
		('name', 'name', 0.7), ('note', 'note', 0.5), ('birth_date', 'birth_date', 0.4),
		('loyalty_points', 'loyalty_points', 0.4), ('subscribed', pick('subscribed', 'Unsubscribed'), 0.4),
		('vip', 'vip', 0.3), ('groups', 'groups', 0.4), ('height', 'height', 0.3), ('code', 'code', 0.3), ('password', 'password', 0.1),
		('attributes.Colour', 'Colour', 0.4)) AS f (field, word, likely) WHERE random() < likely;
	UPDATE file_columns SET field = 'unsubscribed' WHERE word = 'Unsubscribed';
	IF NOT EXISTS (SELECT FROM file_columns WHERE field IN ('email', 'identifier')) THEN
		INSERT INTO file_columns SELECT count(*) + 1, 'email', 'email' FROM file_columns;
	END IF;
	INSERT INTO file_columns SELECT 2, 'name', 'name' FROM file_columns HAVING count(*) = 1;
	INSERT INTO file_lines SELECT n FROM generate_series(first, first + 3 + floor(random() * 5)::int) AS n;
	INSERT INTO file_cells SELECT line, col, any_cell(field), random() < 0.3
	FROM (SELECT line, col, field FROM file_lines, file_columns ORDER BY line, col) AS c;
	-- a record as the customer is, or as another line is, but for one cell
	WITH other AS MATERIALIZED (
		SELECT col, cell, quoted, random() < 0.6 AS is_copied
		FROM (SELECT * FROM file_cells WHERE line = first ORDER BY col) AS c)
	UPDATE file_cells AS f SET cell = other.cell, quoted = other.quoted FROM other
	WHERE f.line = first + 1 AND other.col = f.col AND is_copied;
	-- and one that lacks a cell, or has one too many
	IF random() < 0.2 THEN
		DELETE FROM file_cells WHERE line = first + 2 AND col = (SELECT max(col) FROM file_columns);
	ELSIF random() < 0.1 THEN
		INSERT INTO file_cells SELECT first + 2, max(col) + 1, 'surplus', false FROM file_columns;
	END IF;
	-- no blank line, which is no record
	UPDATE file_cells AS f SET cell = 'Ann' WHERE col = 1 AND NOT EXISTS (SELECT FROM file_cells AS c
		WHERE c.line = f.line AND btrim(c.cell) <> '');
	-- what is trimmed is no customer's letter for letter
	UPDATE file_cells SET quoted = true WHERE cell = ' outer ';
	-- a line break would move the lines behind it
	UPDATE file_cells SET cell = 'two lines' WHERE cell LIKE E'%\n%';
END $$;

CREATE FUNCTION import_file(options jsonb, padding int) RETURNS bigint LANGUAGE sql AS $$
	SELECT customers_import(file_text(padding), delimiter => ',', quote => '"', again => true, date_order => 'DMY',
		mode => options ->> 'mode', blanks => options ->> 'blanks', duplicates => options ->> 'duplicates',
		unknown_ids => options ->> 'unknown_ids', group_mode => options ->> 'group_mode',
		unknown_groups => options ->> 'unknown_groups', resubscribe => (options ->> 'resubscribe')::boolean,
		rules => NULLIF(options -> 'rules', 'null'),
		mapping => (SELECT jsonb_build_object(word, field) FROM file_columns WHERE field = 'customer_id'), match_by => (SELECT array_agg(k) FROM jsonb_array_elements_text(NULLIF(options -> 'match_by', 'null')) AS k)) $$;

-- What is left out by mode keeps no password, nor what is kept out by a rule.
CREATE FUNCTION new_options() RETURNS jsonb LANGUAGE sql VOLATILE AS $$
	SELECT jsonb_build_object('mode', CASE WHEN EXISTS (SELECT FROM file_columns WHERE field = 'password') THEN 'upsert'
			ELSE pick('upsert', 'upsert', 'upsert', 'create', 'update') END,
		'blanks', pick('keep', 'clear'), 'duplicates', pick('reject', 'first', 'last'),
		'unknown_ids', pick('reject', 'create'), 'group_mode', pick('add', 'replace'),
		'unknown_groups', pick('create', 'reject'), 'resubscribe', random() < 0.4,
		'rules', CASE WHEN random() < 0.3 THEN (SELECT jsonb_object_agg(field, pick('fill', 'keep'))
			FROM (SELECT field FROM file_columns ORDER BY col) AS c WHERE field NOT IN ('customer_id', 'identifier', 'email', 'password') AND random() < 0.5) END,
		'match_by', CASE WHEN random() < 0.4 THEN (SELECT jsonb_agg(field ORDER BY random())
			FROM (SELECT field FROM file_columns ORDER BY col) AS c WHERE field IN ('customer_id', 'identifier', 'email') AND random() < 0.7) END) $$;

-- Cells but one.
CREATE FUNCTION without(cells text[], place int) RETURNS text[] LANGUAGE sql AS $$
	SELECT CASE WHEN place IS NULL THEN cells ELSE cells[:place - 1] || cells[place + 1:] END $$;

-- What is staged, as it can be compared: ids of the sequence are any.  Consent apart.
CREATE FUNCTION outcome(id bigint) RETURNS TABLE (line bigint, what text, consent text) LANGUAGE sql AS $$
	SELECT r.line, concat_ws(' | ', action, CASE WHEN customer_id < 1000000 THEN customer_id END,
		'cells ' || without(cells, f.consent)::text, 'old ' || without(old_cells, f.consent)::text, reason,
		(SELECT 'secret' FROM customer_import_secrets AS s WHERE s.import_id = id AND s.line = r.line AND verifier IS NOT NULL),
		(SELECT string_agg(concat_ws(':', e ->> 'field', e ->> 'code', e ->> 'severity', e ->> 'message', e ->> 'hint'), '; ' ORDER BY n)
			FROM jsonb_array_elements(errors) WITH ORDINALITY AS e (e, n)
			-- whom an ambiguous record was compared with is any of them
			WHERE r.reason IS DISTINCT FROM 'ambiguous_match' OR e ->> 'severity' = 'error')),
		cells[f.consent]
	FROM customer_import_rows AS r
	CROSS JOIN (SELECT array_position(fields, 'subscribed') AS consent FROM customer_imports WHERE import_id = id) AS f
	WHERE import_id = id AND (action <> 'unchanged' OR EXISTS (
		SELECT FROM jsonb_array_elements(errors) AS e WHERE e ->> 'code' NOT IN ('consent_kept', 'group_rejected', 'identifier_kept'))) $$;

-- Lines with a warning that stands, of records that change nothing: staged, as a
-- correction leaves them, or only counted.
CREATE FUNCTION standing(id bigint) RETURNS TABLE (line bigint, code text) LANGUAGE sql AS $$
	SELECT r.line, e ->> 'code' FROM customer_import_rows AS r CROSS JOIN LATERAL jsonb_array_elements(r.errors) AS e
	WHERE r.import_id = id AND r.action = 'unchanged' AND e ->> 'code' IN ('consent_kept', 'group_rejected', 'identifier_kept')
	UNION SELECT l::bigint, s.key FROM customer_imports AS i CROSS JOIN LATERAL jsonb_each(i.standing) AS s
		CROSS JOIN LATERAL jsonb_array_elements_text(s.value -> 'lines') AS l WHERE i.import_id = id $$;

CREATE FUNCTION any_line() RETURNS int LANGUAGE sql VOLATILE AS $$
	SELECT line FROM (SELECT line FROM file_lines ORDER BY line) AS l ORDER BY random() LIMIT 1 $$;

-- One correction, and the same in the file; the error if it must not fail.
CREATE FUNCTION correct(id bigint, at int, trace INOUT text) LANGUAGE plpgsql AS $$
DECLARE
	target file_columns;
	value text;
	was file_lines;
	staged customer_import_rows;
	done text;
BEGIN
	SELECT * INTO was FROM file_lines WHERE line = at;
	SELECT * INTO staged FROM customer_import_rows WHERE import_id = id AND line = at;
	IF was.excluded THEN
		PERFORM customers_import_include(id, ARRAY[at]);
		UPDATE file_lines SET excluded = false WHERE line = at;
		trace := trace || format(' include(%s)', at);
		RETURN;
	ELSIF random() < 0.2 THEN
		trace := trace || format(' exclude(%s)', at);
		PERFORM customers_import_exclude(id, ARRAY[at]);
		UPDATE file_lines SET excluded = true WHERE line = at;
		RETURN;
	END IF;
	SELECT * INTO target FROM (SELECT * FROM file_columns ORDER BY col) AS c ORDER BY random() * CASE WHEN field IN ('customer_id', 'identifier', 'email')
		THEN 0.5 ELSE 1 END LIMIT 1;
	value := replace(any_cell(target.field), E'\n', ' ');
	trace := trace || format(' fix(%s, %L, %L)', at, target.field, value);
	done := customers_import_fix(id, at, target.field, value);
	trace := trace || '=' || done;
	INSERT INTO file_cells VALUES (at, target.col, value, false)
	ON CONFLICT (line, col) DO UPDATE SET cell = excluded.cell, quoted = false;
	UPDATE file_lines SET fixed = true WHERE line = at;
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	-- nothing is known of an unchanged record, nor of cells that are not there, or
	-- which of too many is a password
	IF staged.line IS NOT NULL AND NOT (SQLERRM LIKE '%has only%cells' OR SQLERRM LIKE '%cannot be corrected here') THEN
		trace := trace || ' FAILED: ' || SQLERRM;
	ELSE
		trace := trace || '=refused';
	END IF;
END $$;

-- Something that no row tells: an unchanged record shares a claim.
CREATE FUNCTION is_unknowable(id bigint, first bigint, second bigint) RETURNS boolean LANGUAGE sql AS $$
	SELECT EXISTS (SELECT FROM customer_import_rows AS r CROSS JOIN LATERAL jsonb_array_elements(r.errors) AS e
		WHERE r.import_id IN (id, first, second) AND e ? 'other_line' AND NOT EXISTS (SELECT FROM customer_import_rows AS o
			WHERE o.import_id = first AND o.line = (e ->> 'other_line')::bigint)) $$;

-- What only the whole file tells: that a record without a key is none, and which
-- column is which field, of what kind.
CREATE FUNCTION is_of_whole_file(ids bigint[]) RETURNS boolean LANGUAGE sql AS $$
	SELECT EXISTS (SELECT FROM customer_import_rows WHERE import_id = ANY (ids) AND reason = 'no_record')
		OR (SELECT count(DISTINCT fields) > 1 FROM customer_imports WHERE import_id = ANY (ids)) $$;

-- A row keeps the no of another record that does not say it any more: what its own
-- record says is not known then.
CREATE FUNCTION is_stricter(corrected text, imported text) RETURNS boolean LANGUAGE sql AS $$
	SELECT corrected IS DISTINCT FROM 'true' AND imported IS NOT DISTINCT FROM 'true' $$;

-- A record that is rejected all the same, because its keys contradict each other or
-- the customers: who has which address after the file is not judged anew for all.
CREATE FUNCTION is_rejected_by_keys(corrected text, imported text) RETURNS boolean LANGUAGE sql AS $$
	SELECT corrected LIKE 'reject %' AND imported LIKE 'reject %'
		AND corrected || imported ~ '(ambiguous_match|key_taken|identifier_differs)' $$;

CREATE FUNCTION corrections(seed int, cases int, padding int DEFAULT 0) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	options jsonb;
	trace text;
	text_before text;
	original bigint;
	corrected bigint;
	expected bigint;
	differs text;
	unknowable int := 0;
	changes int := 0;
BEGIN
	FOR n IN 1 .. cases LOOP
		PERFORM setseed((seed + n) % 100000 / 100000.0);
		PERFORM new_customers();
		PERFORM new_file(padding);
		options := new_options();
		trace := '';
		text_before := convert_from(file_text(0), 'UTF8');
		original := import_file(options, padding);
		corrected := import_file(options, padding);
		FOR i IN 1 .. 1 + floor(random() * 4)::int LOOP
			trace := correct(corrected, any_line(), trace);
		END LOOP;
		expected := import_file(options, padding);
		changes := changes + (trace LIKE '%fix%')::int;
		differs := (SELECT string_agg(format(E'line %s\n  corrected: %s, consent %s\n  imported:  %s, consent %s', line,
				a.what, a.consent, b.what, b.consent), E'\n' ORDER BY line)
			FROM outcome(corrected) AS a FULL JOIN outcome(expected) AS b USING (line)
			WHERE ((a.what IS DISTINCT FROM b.what AND is_rejected_by_keys(a.what, b.what) IS NOT TRUE) OR (a.consent IS DISTINCT FROM b.consent AND NOT is_stricter(a.consent, b.consent)))
				AND line NOT IN (SELECT l.line FROM file_lines AS l WHERE l.excluded));
		differs := concat_ws(E'\n', differs, (SELECT format('counts %s, imported %s', a, b) FROM (
			SELECT (SELECT (created, changed, unchanged, rejected, i.excluded - (SELECT count(*) FROM file_lines AS l WHERE l.excluded))::text
				FROM customer_imports AS i WHERE import_id = corrected) AS a,
				(SELECT (created, changed, unchanged, rejected, i.excluded)::text FROM customer_imports AS i WHERE import_id = expected) AS b) AS c
			WHERE a <> b));
		differs := concat_ws(E'\n', differs, (SELECT string_agg(format('standing of line %s: %s, imported %s', line, a.code, b.code), E'\n')
			FROM standing(corrected) AS a FULL JOIN standing(expected) AS b USING (line, code)
			WHERE (a.code IS NULL OR b.code IS NULL) AND line NOT IN (SELECT l.line FROM file_lines AS l WHERE l.excluded)));
		-- a rejected record that nobody touched is as it was in the file
		differs := NULLIF(concat_ws(E'\n', differs, (SELECT string_agg(format('raw of line %s: %s, imported %s', r.line, r.raw, e.raw), E'\n')
			FROM customer_import_rows AS r JOIN customer_import_rows AS e USING (line) JOIN customer_import_rows AS o USING (line)
			JOIN file_lines AS l USING (line)
			WHERE r.import_id = corrected AND e.import_id = expected AND o.import_id = original AND NOT l.fixed AND NOT l.excluded
				AND r.action = 'reject' AND e.action = 'reject' AND o.action = 'reject'
				AND r.raw <> e.raw)), '');
		IF is_unknowable(corrected, original, expected)
			OR (differs IS NOT NULL AND is_of_whole_file(ARRAY[original, corrected, expected])) THEN
			unknowable := unknowable + 1;
			differs := NULL;
		END IF;
		IF differs IS NOT NULL OR trace LIKE '%FAILED%' THEN
			RETURN NEXT format(E'case %s of seed %s, options %s:%s\n%s\n%s', n, seed, options, trace, text_before, differs);
		END IF;
		DELETE FROM customer_import_rows WHERE import_id IN (original, corrected, expected);
		DELETE FROM customer_imports WHERE import_id IN (original, corrected, expected);
	END LOOP;
	RETURN NEXT format('%s cases, %s with a corrected cell, %s that no row could tell', cases, changes, unknowable);
END $$;
