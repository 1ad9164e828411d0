-- Which of the records that name one customer are left out, and for which line,
-- depends on the file alone: not on the memory there is, nor on what stands
-- before them, nor on how customers are looked up.

CREATE SCHEMA t_duplicate_memory;
SET customers.schema = 't_duplicate_memory';
SET search_path = t_duplicate_memory, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

CREATE FUNCTION padding(n int) RETURNS text LANGUAGE sql AS
	$$ SELECT string_agg(',P-' || i || ',,', E'\n') || E'\n' FROM generate_series(1, n) AS i $$;
CREATE FUNCTION import_after(n int, records text, memory text, policy text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('customers.match_memory', memory, true);
	RETURN customers_import(convert_to(E'customer_id,identifier,email,city\n' || COALESCE(padding(n), '') || records || E'\n', 'UTF8'),
		duplicates => policy, unknown_ids => 'create');
END $$;
-- What came of each record, its line counted from the first that is no padding.
CREATE FUNCTION outcome(id bigint, n int) RETURNS TABLE (line bigint, action text, customer text, reason text, cells text[], old_cells text[], raw text[], errors text)
LANGUAGE sql AS $$
	SELECT r.line - n, r.action, CASE WHEN r.action <> 'create' OR r.customer_id >= 700 AND r.customer_id < 1000 THEN r.customer_id::text END, r.reason,
		r.cells, r.old_cells, CASE WHEN r.action = 'reject' THEN r.raw END,
		(SELECT string_agg(concat_ws(' ', e ->> 'code', e ->> 'severity', e ->> 'field', (e ->> 'other_line')::bigint - n), ', ')
		 FROM jsonb_array_elements(r.errors) AS e)
	FROM customer_import_rows AS r WHERE import_id = id AND r.line > n + 1 $$;

-- A record that is excluded itself claims nothing.
CREATE TABLE chain AS SELECT E',R-1,a@e.example,\n,R-1,b@e.example,\n,R-3,b@e.example,' AS records;
SELECT policy, memory, n, (SELECT string_agg(concat_ws(' ', o.line, action, errors), '; ' ORDER BY o.line) FROM outcome(id, n) AS o) AS rows
FROM chain, unnest(ARRAY['first', 'last', 'reject']) AS policy, (VALUES ('256MB', 0), ('256MB', 4000), ('64kB', 4000)) AS m (memory, n),
	LATERAL import_after(n, records, memory, policy) AS id
ORDER BY policy DESC, n, memory;

-- Files of few keys, so that records meet in all ways: new, changed, unchanged,
-- wrong ones, by one key or several; at random, from a seed.
INSERT INTO customers (customer_id, identifier, email, city)
SELECT n, 'K-' || n, 'k' || n || '@e.example', 'Oslo' FROM generate_series(1, 60) AS n;
SELECT setseed(0.17);
CREATE FUNCTION any_of(VARIADIC texts text[]) RETURNS text LANGUAGE sql VOLATILE AS
	$$ SELECT texts[1 + floor(random() * array_length(texts, 1))::int] $$;
CREATE TABLE files AS
SELECT file, string_agg(record, E'\n' ORDER BY n) AS records
FROM (SELECT file, n, concat_ws(',',
		any_of('', '', '', '', floor(1 + random() * 60)::text, floor(700 + random() * 10)::text),
		any_of('', 'K-' || floor(1 + random() * 60), 'R-' || floor(random() * 60), 'R-' || floor(random() * 60)),
		any_of('', 'k' || floor(1 + random() * 60) || '@e.example', 'r' || floor(random() * 60) || '@e.example', 'r' || floor(random() * 60) || '@e.example', 'wrong'),
		any_of('', 'Oslo', 'Moss')) AS record
	FROM generate_series(1, 6) AS file, generate_series(1, 120) AS n) AS r
GROUP BY file;
CREATE TABLE runs AS
SELECT file, policy, memory, n, import_after(n, records, memory, policy) AS id
FROM files, unnest(ARRAY['first', 'last', 'reject']) AS policy, (VALUES ('256MB', 0), ('256MB', 4000), ('64kB', 4000)) AS m (memory, n)
ORDER BY file, policy, memory, n;
SELECT policy, memory, n, count(*) AS files, sum((SELECT count(*) FROM outcome(id, n) WHERE reason = 'duplicate_in_file')) AS duplicates,
	sum((SELECT count(*) FROM (SELECT * FROM outcome(id, n) EXCEPT ALL SELECT * FROM outcome(base, 0)) AS d)) AS more,
	sum((SELECT count(*) FROM (SELECT * FROM outcome(base, 0) EXCEPT ALL SELECT * FROM outcome(id, n)) AS d)) AS fewer,
	sum((SELECT count(*) FROM customer_imports AS i JOIN customer_imports AS b ON b.import_id = base
		 WHERE i.import_id = id AND (i.created - n, i.changed, i.unchanged, i.rejected, i.excluded)
			IS DISTINCT FROM (b.created, b.changed, b.unchanged, b.rejected, b.excluded))) AS other_counts
FROM runs JOIN (SELECT file, policy, id AS base FROM runs WHERE n = 0) AS b USING (file, policy)
GROUP BY policy, memory, n ORDER BY 1, 3, 2;

DROP SCHEMA t_duplicate_memory CASCADE;
