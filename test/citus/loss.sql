-- A list, imports of it, and what has become of one.
SET client_min_messages = error;
CREATE SCHEMA lost;
SET customers.schema = 'lost';
SET customers.limits = 'false';
SELECT customers_setup();
SELECT * FROM customers_distribute();
ALTER DATABASE contrib_regression SET customers.limits = 'false';
CREATE FUNCTION rows_of(n int) RETURNS bytea LANGUAGE sql AS $$
	SELECT convert_to(E'identifier,email,name\n' || string_agg(format(E'K-%s,k%s@x.no,Name %s\n', i, i, n), ''), 'UTF8')
	FROM generate_series(n * 10000 - 9999, n * 10000 + 10000) AS i
$$;
SELECT * FROM import_csv(rows_of(0));
-- Half of its 20 000 rows are known, from the import before, if that was merged.
CREATE FUNCTION stage(n int) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('customers.schema', 'lost', false), set_config('client_min_messages', 'error', false);
	RETURN customers_import(rows_of(n));
END $$;
-- Some 3 000 of them, saved.
CREATE FUNCTION saved_as(n int) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_agg(jsonb_build_object('identifier', 'K-' || i, 'name', 'Saved ' || n)) FROM generate_series(1, 3000) AS i
$$;
CREATE FUNCTION saved(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found bigint := (SELECT count(*) FROM lost.customers WHERE name = 'Saved ' || n);
BEGIN
	RETURN CASE found WHEN 3000 THEN 'saved' WHEN 0 THEN 'not saved' ELSE found || ' of 3000 saved' END;
END $$;
CREATE FUNCTION state(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	written bigint := (SELECT count(*) FROM lost.customers WHERE name = 'Name ' || n);
	was text := (SELECT status FROM lost.customer_imports ORDER BY import_id DESC LIMIT 1);
	doubled bigint := (SELECT count(*) FROM (SELECT lower(email) FROM lost.customers GROUP BY 1 HAVING count(*) > 1) AS d);
BEGIN
	IF doubled > 0 OR written <> (CASE was WHEN 'merged' THEN 20000 ELSE 0 END) THEN
		RETURN format('%s, of 20 000 customers %s, doubled %s', was, written, doubled);
	END IF;
	IF was = 'staged' THEN
		PERFORM set_config('customers.schema', 'lost', false);
		PERFORM customers_cancel(max(import_id)) FROM lost.customer_imports;
	END IF;
	RETURN was;
END $$;
