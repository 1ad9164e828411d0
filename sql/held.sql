-- Imports that are held: staged, shown, corrected, and merged only where somebody says so.

CREATE SCHEMA t_held;
SET customers.schema = 't_held';
SET search_path = t_held, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

-- The gate: a warning and no error, nothing is written, the import stays staged, ...
SELECT customers_import(file(E'email,name\nann@x.no,Ann\nbo@x.no,Bo\n')) AS id \gset
UPDATE customer_imports SET held = '[{"reason": "doubtful", "what": "name", "message": "the names are odd",
	"hint": "Look at them.", "records": 7, "of": 9, "lines": [2, 3]}]' WHERE import_id = :id;
SELECT * FROM customers_merge(:id);
SELECT * FROM customers_merge(:id, on_conflict => 'skip');
SELECT count(*) FROM customers;
SELECT status, held IS NOT NULL AS held, merged_at, merge_number FROM last;
-- ... also one that the transaction has staged itself, ...
BEGIN;
SELECT status FROM customers_merge(:id);
SELECT status FROM last;
COMMIT;
-- ... and is looked at, ...
SET client_min_messages = notice;
SELECT * FROM customers_import_preview(:id);
SET client_min_messages = warning;
\pset format unaligned
SELECT * FROM regexp_split_to_table(regexp_replace(customers_import_summary(:id), ' was read on .* by [^.]*', ' was read'), E'\n') AS summary;
SELECT line FROM regexp_split_to_table(customers_import_report(:id), E'\n') AS line WHERE line ~ 'held|Held|doubtful' AND line !~ '^[.@]';
\pset format aligned
-- ... corrected, and merged if somebody says so.
SELECT customers_import_fix(:id, 3, 'name', 'Bodil');
SELECT status FROM customers_merge(:id);
SELECT * FROM customers_merge(:id, over_limits => true);
SELECT customer_id, name FROM customers ORDER BY 1;
SELECT status, held ->> 0 ~ 'doubtful' AS held FROM last;
SELECT customers_import_summary(:id) ~ 'held' AS still_told;
-- Once merged, it is merged.
SELECT status FROM customers_merge(:id);
SELECT status FROM customers_merge(:id, over_limits => true);
SELECT customers_merge(:id, over_limits => NULL);
-- An import that is not held is merged either way; one that does not exist is an error.
SELECT status FROM import_csv(file(E'email,name\nann@x.no,Ann Berg\n'));
SELECT customers_import(file(E'email,name\nann@x.no,Anna Berg\n')) AS id \gset
SELECT status FROM customers_merge(:id, over_limits => true);
SELECT customers_merge(999999);
SELECT customers_merge(999999, over_limits => true);

-- What an operator writes there is checked like a file.
SELECT customers_import(file(E'email,name\nann@x.no,Ann C.\n')) AS id \gset
UPDATE customer_imports SET held = '1' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[]' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[null]' WHERE import_id = :id;
SELECT customers_merge(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y"}]' WHERE import_id = :id;
SELECT customers_import_summary(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1e40, "of": 1, "lines": []}]' WHERE import_id = :id;
SELECT customers_import_report(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1, "of": 1, "lines": [2, "a"]}]' WHERE import_id = :id;
SELECT count(*) FROM customers_import_preview(:id);
UPDATE customer_imports SET held = '[{"reason": "x", "message": "y", "records": 1, "of": 1, "lines": [1,2,3,4,5,6,7,8,9]}]' WHERE import_id = :id;
SELECT status FROM customers_merge(:id);
SELECT customers_cancel(:id);
SELECT status FROM last;

-- unlike_before: a column whose cells are not as they were in the imports under the
-- preset before.
CREATE FUNCTION week(first int, n int, form text DEFAULT 'K-%s;p%s@x.no;%s;+47 %s;Storgata %s;Oslo', header text DEFAULT 'Kundenr;Epost;Navn;Telefon;Adresse;Sted')
RETURNS bytea LANGUAGE sql AS $$
	SELECT t_held.file(header || E'\n' || string_agg(format(form, i, i, 'Ann ' || repeat('b', 3 + i % 9), 20000000 + i * 31, i % 90 + 1), E'\n' ORDER BY i) || E'\n')
	FROM generate_series(first, first + n - 1) AS i $$;
SELECT import_id AS id, status FROM import_csv(week(1000, 30)) \gset
SELECT customers_import_preset_save('weekly', :id);
SELECT jsonb_pretty(shapes -> 3) FROM last;
SELECT preset FROM customer_imports WHERE import_id = :id;
-- Other people are no reason, few or many; nor are empty phones, or phones without
-- the code of the country, or another order of the columns.
SELECT status FROM import_csv(week(2000, 1), preset => 'weekly');
SELECT status FROM import_csv(week(2100, 12), preset => 'weekly');
SELECT status FROM import_csv(week(2200, 40, 'K-%s;p%s@x.no;%s;;Storgata %5$s;Oslo'), preset => 'weekly');
SELECT status FROM import_csv(week(2300, 12, 'K-%s;p%s@x.no;%s;%s;Gate %s;Mo i Rana'), preset => 'weekly');
SELECT status FROM import_csv(week(2400, 20, '%4$s;Oslo;K-%1$s;p%1$s@x.no;Vei %5$s;%3$s', 'Telefon;Sted;Kundenr;Epost;Adresse;Navn'), preset => 'weekly');
SELECT status, preset FROM last;
-- Phone and name are swapped, ...
SELECT * FROM import_csv(week(3000, 20, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo'), preset => 'weekly');
SELECT status, jsonb_array_length(held) AS reasons, held -> 0 ->> 'what' AS what, held -> 0 -> 'records' AS records, held -> 0 -> 'of' AS of, held -> 0 -> 'lines' AS lines FROM last;
SELECT count(*) FROM customers WHERE identifier ~ '^K-30';
-- ... as a NOTICE says when it is staged only, and where it begins in the middle of the file; ...
SET client_min_messages = notice;
SELECT customers_import(week(3100, 10) || substr(week(3200, 10, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo'), length(file(E'Kundenr;Epost;Navn;Telefon;Adresse;Sted\n')) + 1), preset => 'weekly') AS id \gset
SET client_min_messages = warning;
-- ... no one has an email any more, ids are of another kind.
SELECT status FROM import_csv(week(3300, 20, 'K-%s;;%3$s;+47 %4$s;Storgata %5$s;Oslo'), preset => 'weekly');
SELECT status FROM import_csv(week(3400, 20, '7000%s;p%s@x.no;%s;+47 %s;Storgata %s;Oslo'), preset => 'weekly');
-- What somebody has looked at, and merged, is as before from then on.
SELECT status FROM customers_merge((SELECT import_id FROM last), over_limits => true);
SELECT status FROM import_csv(week(3500, 20, '7000%s;p%s@x.no;%s;+47 %s;Storgata %s;Oslo'), preset => 'weekly');
-- It is compared under the preset alone, with what was merged, and is merged still.
SELECT status FROM import_csv(week(3600, 20, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo'));
SELECT customers_import(week(3700, 20, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo')) AS id \gset
SELECT customers_import_preset_save('staged', :id);
SELECT status FROM import_csv(week(3800, 20), preset => 'staged');
SELECT import_id AS id FROM customers_merge(:id) \gset
SELECT count(*) > 0 AS undone FROM customers_revert(:id);
SELECT status FROM import_csv(week(3900, 20), preset => 'staged');
-- What an operator writes there is checked like a file.
UPDATE customer_imports SET shapes = '{}' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import(week(4000, 5), preset => 'staged');
UPDATE customer_imports SET shapes = '[{"distinct": 1, "of": 1, "shapes": {"digits 99": 1}}]' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import(week(4000, 5), preset => 'staged');
UPDATE customer_imports SET shapes = '[{"distinct": 1, "of": 1, "shapes": {"digits 9": -1}}]' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import(week(4000, 5), preset => 'staged');
UPDATE customer_imports SET shapes = '[]' WHERE import_id = (SELECT import_id FROM last);
SELECT status FROM import_csv(week(4000, 5), preset => 'staged');
-- Without a header columns are known by their places.
SELECT import_id AS id FROM import_csv(week(5000, 20, header => 'K-1;p1@x.no;Ann B;+47 1;Vei 1;Oslo'), header => false,
	mapping => '{"1": "identifier", "2": "email", "3": "name", "4": "phone"}') \gset
SELECT customers_import_preset_save('bare', :id);
SELECT status FROM import_csv(week(5100, 20, header => 'K-2;p2@x.no;Ann C;+47 1;Vei 1;Oslo'), header => false, preset => 'bare');
SELECT status FROM import_csv(week(5200, 20, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo', header => 'K-3;p3@x.no;Ann D;+47 1;Vei 1;Oslo'), header => false, preset => 'bare');

-- A person who is erased, and whose record had been taken for a header, leaves no word
-- in what is told of the import.
SELECT import_id AS id FROM import_csv(week(6000, 20, header => 'E-6;eve@x.no;Eve Hay;+47 1;Vei 1;Oslo'), header => true,
	mapping => '{"1": "identifier", "2": "email", "3": "name", "4": "phone"}') \gset
SELECT customers_import_preset_save('mistaken', :id);
SELECT status FROM import_csv(week(6100, 20, 'K-%s;p%s@x.no;+47 %4$s;%3$s;Storgata %5$s;Oslo', 'E-6;eve@x.no;Eve Hay;+47 1;Vei 1;Oslo'), header => true, preset => 'mistaken');
SELECT held -> 0 ->> 'what' AS what FROM last;
SELECT customers_save('{"identifier": "E-6", "email": "eve@x.no", "name": "Eve Hay"}') AS eve \gset
SELECT customers_erase(:eve) > 0 AS erased;
SELECT count(*) FROM customer_imports AS i WHERE to_jsonb(i)::text ~* 'eve hay|eve@|E-6';
SELECT status FROM customers_merge((SELECT import_id FROM last));
-- Nor does a warning that stands: it has lines, and no cells.
SELECT customers_save('{"identifier": "E-7", "email": "edd@x.no", "subscribed": false}') AS edd \gset
SELECT customers_import(file(E'identifier,email,subscribed\nE-7,edd@x.no,yes\n'));
TABLE standing;
TABLE staged;
SELECT customers_erase(:edd) > 0 AS erased;
SELECT count(*) FROM customer_imports AS i WHERE to_jsonb(i)::text ~* 'edd|E-7';
UPDATE customer_imports SET standing = '[]' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import_summary((SELECT import_id FROM last));
UPDATE customer_imports SET standing = '{"x": {"records": "many"}}' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import_report((SELECT import_id FROM last));
UPDATE customer_imports SET standing = '{"x": 1}' WHERE import_id = (SELECT import_id FROM last);
SELECT customers_import_report((SELECT import_id FROM last));

-- Many errors are told by their codes, each with the first of its lines.
SELECT customers_import(file(E'email,vip\n' || string_agg(format(E'%s,%s\n', CASE WHEN i % 3 = 0 THEN 'x' || i ELSE 'v' || i || '@x.no' END,
	CASE WHEN i % 5 = 0 THEN 'perhaps' ELSE 'yes' END), '' ORDER BY i))) AS id FROM generate_series(1, 60) AS i \gset
\pset format unaligned
SELECT substr(customers_import_summary(:id), strpos(customers_import_summary(:id), 'Rejected')) AS summary;
SELECT line FROM regexp_split_to_table(customers_import_report(:id), E'\n') AS line WHERE line ~ 'invalid_' AND line ~ 'class="n"';
\pset format aligned
