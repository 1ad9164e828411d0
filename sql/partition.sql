-- customers in partitions by hash of customer_id: no index keeps emails and
-- identifiers unique there, and everything works all the same.

CREATE SCHEMA t_partition;
SET customers.schema = 't_partition';
SET search_path = t_partition, public;
SET client_min_messages = warning;
SET customers.limits = 'false';	-- whole lists change here
SELECT customers_setup(4);
\pset null -
\i sql/include/file.sql
CREATE FUNCTION last() RETURNS bigint
	LANGUAGE sql AS $$ SELECT max(import_id) FROM t_partition.customer_imports $$;
CREATE VIEW people AS
	SELECT customer_id AS id, identifier, email, name, city, attributes FROM customers ORDER BY customer_id;

-- Four parts; the indexes of the keys are there, and not unique.
SELECT count(*) FROM pg_inherits WHERE inhparent = 'customers'::regclass;
SELECT c.relname, indisunique, indisvalid FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid
	WHERE indrelid = 'customers'::regclass ORDER BY 1;
-- Once set up, they stay as they are.
SELECT customers_setup(4), customers_setup();

-- Import, and merge: enough for each strategy of matching, in any part.
CREATE FUNCTION many(first int, last int, suffix text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file(E'identifier,email,name,city,shoe,groups\n' || string_agg(format(E'K-%s,a%s@x.no,Name %s%s,Oslo,%s,%s\n',
		n, n, n, suffix, 30 + n % 15, CASE WHEN n % 10 = 0 THEN 'VIP' END), '' ORDER BY n))
	FROM generate_series(first, last) AS n
$$;
SELECT created, changed, unchanged, rejected FROM import_csv(many(1, 3000, ''));
SELECT count(DISTINCT tableoid) AS parts, count(*) AS customers FROM customers;
SELECT created, changed, unchanged, rejected FROM import_csv(many(1, 3000, ''), again => true);
SELECT strategy FROM customer_imports WHERE import_id = last();
SELECT created, changed, unchanged, rejected FROM import_csv(many(2991, 3010, ' Jr'));
SELECT strategy FROM customer_imports WHERE import_id = last();
SELECT id, identifier, name FROM people WHERE id BETWEEN 2988 AND 2993;
-- How many there are is found by looking at the parts.
SELECT customers_import(file('customer_id,city
17,Bergen
2999,Bergen
')) = last() AS staged;
SELECT line, customer_id, field, old_value, new_value FROM customer_import_diff WHERE import_id = last() ORDER BY line;
SELECT changed FROM customers_merge(last());
SELECT id, city FROM people WHERE city = 'Bergen';

-- Keys: what is taken is matched, or refused, never doubled.
SELECT created, changed, rejected FROM import_csv(file('identifier,email
K-1,a2@x.no
X-1,A5@x.no
'), rules => '{"identifier": "overwrite"}');
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = last() ORDER BY line;
SELECT customers_import(file('identifier,email
X-2,new@x.no
X-3,other@x.no
')) = last() AS staged;
INSERT INTO customers (identifier, email) VALUES ('app', 'New@x.no');
SELECT created FROM customers_merge(last());
SELECT created, excluded FROM customers_merge(last(), on_conflict => 'skip');
SELECT id, identifier, email FROM people WHERE id > 3010;

-- Revert: all of it, and what was edited or is in use stays.
CREATE TABLE visits (customer_id bigint REFERENCES customers ON DELETE CASCADE);
CREATE TEMP TABLE before AS TABLE customers;
SELECT created, changed FROM import_csv(many(2001, 4000, ' II'));
SELECT reverted, kept FROM customers_revert(last());
SELECT count(*) AS differ FROM customers AS c FULL JOIN before AS b USING (customer_id)
	WHERE to_jsonb(c) - 'updated_at' IS DISTINCT FROM to_jsonb(b) - 'updated_at';
SELECT created, changed FROM import_csv(many(2001, 4000, ' II'));
UPDATE customers SET name = 'Edited' WHERE identifier IN ('K-2001', 'K-3999');
INSERT INTO visits SELECT customer_id FROM customers WHERE identifier = 'K-4000';
DELETE FROM customers WHERE identifier = 'K-2002';
SELECT reverted, kept FROM customers_revert(last());
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = last() ORDER BY line;
SELECT identifier, name FROM customers WHERE identifier IN ('K-2001', 'K-2002', 'K-3998', 'K-3999', 'K-4000') ORDER BY 1;
-- An old key that somebody has taken since.
SELECT changed FROM import_csv(file('identifier,email
K-7,seven@x.no
'), match_by => '{identifier}');
INSERT INTO customers (identifier, email) VALUES ('heir', 'a7@x.no');
SELECT reverted, kept FROM customers_revert(last());
SELECT line, field, value, code, message, hint FROM customer_import_errors WHERE import_id = last();
SELECT identifier, email FROM people WHERE identifier IN ('K-7', 'heir');

-- Find, segments, groups, save, export, delete.
SELECT customer_id, name FROM customers_find(search => 'a1234@x.no');
SELECT count(*) FROM customers_find("group" => 'VIP');
SELECT customers_segment_define('large feet', $$attributes ->> 'shoe' = '40' AND 'VIP' = ANY (groups)$$);
SELECT count(*) FROM customers_segment('large feet');
SELECT count(*) FROM customers_save('[{"email": "A10@x.no", "name": "Saved"}, {"identifier": "S-1", "email": "s@x.no"}]');
SELECT id, identifier, email, name FROM people WHERE email IN ('a10@x.no', 's@x.no');
SELECT * FROM customers_export_csv(filter => $$identifier IN ('K-10', 'S-1')$$, columns => '{customer_id,identifier,email,name}');
SELECT customers_delete(ARRAY[10, 11]);
SELECT count(*) FROM customers WHERE customer_id IN (10, 11);
-- No key is doubled by any of this.
SELECT lower(email), count(*) FROM customers GROUP BY 1 HAVING count(email) > 1;
SELECT identifier, count(*) FROM customers GROUP BY 1 HAVING count(identifier) > 1;

-- An export comes back as unchanged.
SELECT created, changed, unchanged, rejected FROM import_csv(
	(SELECT file(string_agg(line, E'\n')) FROM customers_export_csv() AS line));

-- What cannot be.
SELECT customers_setup(-1);
SELECT customers_setup(5000);
CREATE SCHEMA t_partition_none;
SET customers.schema = 't_partition_none';
SELECT customers_setup();
SELECT customers_setup(4);
SET customers.schema = 't_partition';
DROP SCHEMA t_partition_none CASCADE;

-- Nor without the extension citus.
SELECT * FROM customers_distribute();
SELECT * FROM customers_distribute(0);
SELECT * FROM customers_undistribute();
