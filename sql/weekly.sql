-- A list that comes every week: ordinary weeks are neither held nor warned of, and each
-- of many ways to spoil the file is.

CREATE SCHEMA t_weekly;
SET customers.schema = 't_weekly';
SET search_path = t_weekly, public;
SET client_min_messages = error;
SELECT customers_setup() <> '' AS ready;
\pset null -

-- What the other system knows of its customers, and the file that it sends.
CREATE TABLE people (i serial PRIMARY KEY, number text, email text, first_name text, last_name text, phone text, mobile text,
	street text, zip text, city text, newsletter text, birth date, level text, points int, rep text, note text);
CREATE FUNCTION pick(VARIADIC words text[]) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT words[1 + floor(random() * cardinality(words))::int] $$;
CREATE FUNCTION some_city() RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT t_weekly.pick('Oslo', 'Bergen', 'Tromsø', 'Ålesund', 'Bodø', 'Hamar', 'Moss', 'Ås', 'Førde', 'Voss', 'Molde', 'Narvik', 'Larvik', 'Skien') $$;
CREATE FUNCTION join_list(n int) RETURNS void LANGUAGE sql VOLATILE AS $$
	INSERT INTO t_weekly.people (first_name, last_name, phone, mobile, street, zip, city, newsletter, birth, level, points, rep, note)
	SELECT t_weekly.pick('Åse', 'Bjørn', 'Kåre', 'Ann', 'Ola', 'Øyvind', 'Eva', 'Per', 'Mia', 'Nils', 'Turid', 'Jon'),
		t_weekly.pick('Berg', 'Lund', 'Håland', 'Øien', 'Dahl', 'Vik', 'Moen', 'Strøm', 'Aas', 'Hagen') || t_weekly.pick('', '', 'stad', 'sen', 'rud', 'vold'),
		(20000000 + floor(random() * 9000000))::text, CASE WHEN random() < 0.3 THEN (90000000 + floor(random() * 9000000))::text END,
		t_weekly.pick('Storgata', 'Sjøgata', 'Kirkeveien', 'Åsveien') || ' ' || 1 + floor(random() * 90), lpad(floor(random() * 10000)::text, 4, '0'), t_weekly.some_city(),
		CASE WHEN random() < 0.8 THEN 'yes' ELSE 'no' END, DATE '1940-01-01' + (random() * 22000)::int,
		t_weekly.pick('bronze', 'bronze', 'silver', 'gold'), floor(random() * 5000)::int,
		'Rep ' || floor(random() * 15), CASE WHEN random() < 0.3 THEN 'likes ' || floor(random() * 1000) END
	FROM generate_series(1, n);
	UPDATE t_weekly.people SET number = 'K-' || 10000 + i, email = lower(translate(first_name, 'ÅØåø', 'AOao')) || i || '@example.com' WHERE number IS NULL $$;
-- A week of theirs: people move, marry, leave the newsletter, get points.
CREATE FUNCTION live_on() RETURNS void LANGUAGE sql VOLATILE AS $$
	UPDATE t_weekly.people SET email = 'new' || floor(random() * 100) || '.' || email WHERE random() < 0.01;
	UPDATE t_weekly.people SET phone = (20000000 + floor(random() * 9000000))::text WHERE random() < 0.02;
	UPDATE t_weekly.people SET mobile = (90000000 + floor(random() * 9000000))::text WHERE random() < 0.02;
	UPDATE t_weekly.people SET street = 'Ny vei ' || 1 + floor(random() * 90), zip = lpad(floor(random() * 10000)::text, 4, '0'), city = t_weekly.some_city() WHERE random() < 0.02;
	UPDATE t_weekly.people SET last_name = last_name || '-Vik' WHERE random() < 0.005;
	UPDATE t_weekly.people SET newsletter = 'no' WHERE random() < 0.01;
	UPDATE t_weekly.people SET points = points + floor(random() * 300)::int WHERE random() < 0.3;
	UPDATE t_weekly.people SET level = t_weekly.pick('bronze', 'silver', 'gold') WHERE random() < 0.05;
	UPDATE t_weekly.people SET rep = 'Rep ' || floor(random() * 15) WHERE random() < 0.04;
	UPDATE t_weekly.people SET note = 'likes ' || floor(random() * 1000) WHERE random() < 0.04;
	DELETE FROM t_weekly.people WHERE random() < 0.005;
	SELECT t_weekly.join_list(floor(random() * 8)::int) $$;
-- The file, of some of them, each cell as SQL says where it is not as it should be.
CREATE FUNCTION week_file(share float8 DEFAULT 1, VARIADIC wrong text[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	names text[] := '{number,email,first_name,last_name,phone,mobile,street,zip,city,newsletter,birth,level,points,rep,note}';
	cells text := '';
	lines text;
BEGIN
	FOR n IN 1 .. cardinality(names) LOOP
		cells := cells || ', COALESCE((' || COALESCE((SELECT substr(w, length(names[n]) + 2) FROM unnest(wrong) AS w WHERE w LIKE names[n] || '=%'), names[n]) || ')::text, '''')';
	END LOOP;
	EXECUTE format('SELECT string_agg(line, E''\n'' ORDER BY i) FROM (SELECT i, concat_ws('';''%s) AS line FROM (SELECT p.*, row_number() OVER w AS n, count(*) OVER () AS total FROM t_weekly.people AS p WHERE %s > random() WINDOW w AS (ORDER BY i)) AS q WINDOW w AS (ORDER BY i)) AS l', cells, share) INTO lines;
	RETURN E'Kundenr;Email;First name;Last name;Phone;Mobile;Address;Zip;City;Newsletter;Birthdate;Level;Points;Rep;Remark\n' || lines || E'\n';
END $$;
-- What an import is told to be: merged, held and why, warned of how.
CREATE FUNCTION verdict() RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws('; ', CASE WHEN status = 'merged' THEN 'merged' ELSE 'held: ' || (SELECT string_agg(DISTINCT h ->> 'reason', ', ') FROM jsonb_array_elements(held) AS h) END,
		'warned: ' || (SELECT string_agg(DISTINCT c[1], ', ') FROM regexp_matches(warnings, '(?n)^([a-z]+_[a-z_]+|swapped):|^columns that are (not what their words say)|converted to UTF-8 (twice)', 'g') AS m (a),
			LATERAL (SELECT array_remove(a, NULL)) AS n (c)))
	FROM t_weekly.customer_imports ORDER BY import_id DESC LIMIT 1 $$;

SELECT setseed(0.18);
SELECT join_list(300);
SELECT created, status FROM import_csv(convert_to(week_file(), 'UTF8'));
-- Weeks of the whole list, then of some of its customers.
CREATE TABLE verdicts (week int, verdict text);
CREATE PROCEDURE run_weeks(first int, last int, share float8) LANGUAGE plpgsql AS $$
BEGIN
	FOR week IN first .. last LOOP
		PERFORM t_weekly.live_on();
		PERFORM import_csv(convert_to(t_weekly.week_file(share), 'UTF8'));
		INSERT INTO t_weekly.verdicts VALUES (week, t_weekly.verdict());
	END LOOP;
END $$;
CALL run_weeks(1, 40, 1);
SELECT verdict, count(*) FROM verdicts GROUP BY 1;
SELECT sum(changed) > 1000 AS changed, sum(created) > 100 AS created, min(uploaded) > 250 AS whole FROM customer_imports;
BEGIN;
CALL run_weeks(41, 60, 0.5);
SELECT verdict, count(*) FROM verdicts WHERE week > 41 GROUP BY 1;
ROLLBACK;
SELECT live_on();

-- The same list, spoilt.
CREATE TABLE spoils (n serial, what text, file text);
INSERT INTO spoils (what, file) VALUES
	('emails moved down by a line', week_file(1, 'email=lag(email) OVER w')),
	('phones moved up by a line', week_file(1, 'phone=lead(phone) OVER w')),
	('mobiles, which few have, moved by a line', week_file(1, 'mobile=lag(mobile) OVER w')),
	('a category moved by a line', week_file(1, 'note=lag(note) OVER w')),
	('first and last names swapped', week_file(1, 'first_name=last_name', 'last_name=first_name')),
	('phone and mobile swapped', week_file(1, 'phone=mobile', 'mobile=phone')),
	('two categories swapped', week_file(1, 'rep=level', 'level=rep')),
	('half the file', (SELECT left(f, length(f) / 2) FROM week_file() AS f)),
	('half its lines', week_file(1) || 'x'),
	('ids of another shop', week_file(1, 'number=''K-'' || 10000 + 1 + (i * 7) % 300')),
	('all emails blank', week_file(1, 'email=''''')),
	('all phones blank', week_file(1, 'phone=''''')),
	('all phones #N/A', week_file(1, 'phone=''#N/A''')),
	('one city down the file', week_file(1, 'city=''Oslo''')),
	('one representative down the file', week_file(1, 'rep=''Rep 3''')),
	('phones sorted alone', (SELECT week_file(1, 'phone=(SELECT s.phone FROM (SELECT phone, row_number() OVER (ORDER BY phone) AS k FROM t_weekly.people) AS s WHERE s.k = n)'))),
	('newsletter turned round', week_file(1, 'newsletter=CASE newsletter WHEN ''yes'' THEN ''no'' ELSE ''yes'' END')),
	('day and month turned round', week_file(1, 'birth=CASE WHEN extract(day FROM birth) <= 12 THEN to_char(birth, ''YYYY-DD-MM'') ELSE birth::text END')),
	('letters become ?', week_file(1, 'last_name=regexp_replace(last_name, ''[^ -~]'', ''?'', ''g'')', 'first_name=first_name')),
	('letters are lost', week_file(1, 'city=regexp_replace(city, ''[^ -~]'', '''', ''g'')')),
	('zeros of postal codes are lost', week_file(1, 'zip=ltrim(zip, ''0'')')),
	('phones as a spreadsheet shows them', week_file(1, 'phone=''2.'' || left(phone, 4) || ''E+07''')),
	('emails without their @', week_file(1, 'email=replace(email, ''@'', '''')')),
	('levels that nobody has', week_file(1, 'level=''level '' || i'));
UPDATE spoils SET file = (SELECT string_agg(l, E'\n' ORDER BY k) FROM regexp_split_to_table(file, E'\n') WITH ORDINALITY AS s (l, k) WHERE k % 2 = 1) WHERE what = 'half its lines';
CREATE FUNCTION spoil(file bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	PERFORM import_csv(file);
	said := t_weekly.verdict();
	RAISE EXCEPTION 'undo' USING DETAIL = said;
EXCEPTION WHEN raise_exception THEN
	GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
	RETURN said;
WHEN duplicate_object THEN
	RETURN 'refused: ' || SQLERRM;
END $$;
SELECT what, spoil(convert_to(file, 'UTF8')) AS verdict FROM spoils ORDER BY n;
SELECT spoil(convert_to(convert_from(convert_to(week_file(), 'UTF8'), 'LATIN1'), 'UTF8')) AS twice_encoded;
-- Last month's file: these very bytes were merged before.
CREATE TABLE last_month AS SELECT week_file() AS file;
SELECT status FROM import_csv(convert_to((TABLE last_month), 'UTF8'));
CALL run_weeks(61, 64, 1);
SELECT regexp_replace(spoil(convert_to((TABLE last_month), 'UTF8')), 'import \d+', 'import N') AS verdict;
-- And the next week is an ordinary one.
CALL run_weeks(65, 66, 1);
SELECT verdict, count(*) FROM verdicts WHERE week > 60 GROUP BY 1;

-- Spoilt in other ways.
CREATE FUNCTION sorted(c text) RETURNS text LANGUAGE sql AS $$
	SELECT format('%1$s=(SELECT s.%1$s FROM (SELECT %1$s, row_number() OVER (ORDER BY %1$s) AS k FROM t_weekly.people) AS s WHERE s.k = n)', c) $$;
TRUNCATE spoils;
INSERT INTO spoils (what, file) VALUES
	('emails sorted alone', week_file(1, sorted('email'))),
	('newsletter sorted alone', week_file(1, sorted('newsletter'))),
	('points times 100, a decimal comma lost', week_file(1, 'points=points * 100')),
	('names in capitals', week_file(1, 'first_name=upper(first_name)', 'last_name=upper(last_name)')),
	('halves of two records joined', week_file(1, 'street=lead(street) OVER w', 'zip=lead(zip) OVER w', 'city=lead(city) OVER w', 'newsletter=lead(newsletter) OVER w', 'birth=lead(birth) OVER w')),
	('cells in an older order', week_file(1, 'street=zip', 'zip=city', 'city=street')),
	('header words in an older order', replace(week_file(), 'Phone;Mobile', 'Mobile;Phone')),
	('one postal code down the file', week_file(1, 'zip=''0000''')),
	('everybody has left', week_file(1, 'newsletter=''no''')),
	('cut at six letters', week_file(1, 'street=left(street, 6)', 'last_name=left(last_name, 4)')),
	('numbers of the next customer', week_file(1, 'number=''K-'' || 10001 + i')),
	('the header is gone', regexp_replace(week_file(), '^[^\n]*\n', '')),
	('a delimiter in a text', week_file(1, 'street=street || '';x''')),
	('names moved in the second half', week_file(1, 'last_name=CASE WHEN n > total / 2 THEN lag(last_name) OVER w ELSE last_name END'));
SELECT what, spoil(convert_to(file, 'UTF8')) AS verdict FROM spoils ORDER BY n;
-- Ordinary weeks of other kinds.
TRUNCATE spoils;
INSERT INTO spoils (what, file) VALUES
	('one in twenty moves', week_file(1, 'street=CASE WHEN i % 20 = 3 THEN ''Flyttevei '' || i ELSE street END', 'city=CASE WHEN i % 20 = 3 THEN ''Arendal'' ELSE city END')),
	('new postal codes in one city', week_file(1, 'zip=CASE WHEN city = ''Oslo'' THEN ''1'' || substr(zip, 2) ELSE zip END')),
	('phones with +47', week_file(1, 'phone=''+47 '' || left(phone, 2) || '' '' || substr(phone, 3, 2) || '' '' || substr(phone, 5)')),
	('phones with 0047', week_file(1, 'phone=''0047'' || phone', 'mobile=''0047'' || mobile')),
	('emails in capitals', week_file(1, 'email=upper(email)')),
	('a level has another name', week_file(1, 'level=replace(level, ''gold'', ''premium'')')),
	('dates written otherwise', week_file(1, 'birth=to_char(birth, ''DD.MM.YYYY'')')),
	('a new column', (SELECT string_agg(l || CASE WHEN k = 1 THEN ';Shoe' WHEN l <> '' THEN ';' || k % 10 + 35 ELSE '' END, E'\n' ORDER BY k) FROM regexp_split_to_table(week_file(), E'\n') WITH ORDINALITY AS s (l, k))),
	('a column less', (SELECT string_agg(regexp_replace(l, ';[^;]*$', ''), E'\n' ORDER BY k) FROM regexp_split_to_table(week_file(), E'\n') WITH ORDINALITY AS s (l, k))),
	('German header', replace(week_file(), 'First name;Last name;Phone;Mobile;Address;Zip;City', 'Vorname;Nachname;Telefon;Mobil;Strasse;PLZ;Ort')),
	('many new ones', week_file() || (SELECT string_agg(format('N-%s;n%s@example.com;Nils;Ny;2%s;;Vei 1;0150;Oslo;yes;;;;;', i, i, i + 1000000), E'\n') FROM generate_series(1, 130) AS i) || E'\n'),
	('points for all', week_file(1, 'points=points + 5 + i % 7'));
SELECT what, spoil(convert_to(file, 'UTF8')) AS verdict FROM spoils ORDER BY n;
-- What changes for all every week is told once, also without a preset.
SELECT changed > 300 AS all, status FROM import_csv(convert_to(week_file(1, 'points=points + 5 + i % 7'), 'UTF8'));
SELECT spoil(convert_to(week_file(1, 'points=points + 19 + i % 5'), 'UTF8')) AS verdict;
