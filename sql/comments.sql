-- \df+ and \d+ explain everything: no function, type, relation, column or
-- trigger of ours is without a comment, no setting without a description.

CREATE SCHEMA t_comments;
SET customers.schema = 't_comments';
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;

-- Members of the extension.
SELECT pg_describe_object(d.classid, d.objid, 0) AS without_comment
FROM pg_depend AS d
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'customers')
	AND obj_description(d.objid, d.classid::regclass::name) IS NULL
	AND NOT EXISTS (SELECT FROM pg_type AS t WHERE t.oid = d.objid AND t.typelem <> 0)
ORDER BY 1;

-- Relations of the user.
SELECT relname AS without_comment FROM pg_class
WHERE relnamespace = 't_comments'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
	AND obj_description(oid, 'pg_class') IS NULL
ORDER BY 1;
SELECT c.relname, a.attname AS without_comment
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 't_comments'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
	AND a.attnum > 0 AND NOT a.attisdropped AND col_description(a.attrelid, a.attnum) IS NULL
ORDER BY 1, a.attnum;
SELECT t.tgrelid::regclass, t.tgname AS without_comment
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace = 't_comments'::regnamespace AND NOT t.tgisinternal
	AND obj_description(t.oid, 'pg_trigger') IS NULL
ORDER BY 1, 2;
SELECT proname AS without_comment FROM pg_proc
WHERE pronamespace = 't_comments'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL
ORDER BY 1;

-- Settings.
SELECT name FROM pg_settings WHERE name LIKE 'customers.%' AND length(short_desc) < 20 ORDER BY 1;

-- Overloads are one C function, and name their options alike.
SELECT proname, count(*) AS overloads, count(DISTINCT prosrc) AS c_functions,
	count(DISTINCT proargnames[2:]) AS options
FROM pg_proc JOIN pg_depend ON objid = pg_proc.oid AND classid = 'pg_proc'::regclass
WHERE refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'customers')
GROUP BY 1 HAVING count(*) > 1 ORDER BY 1;

-- A column that every customer has stands in three places of the source: in the
-- table, in the type that functions return, and among the header words.
SELECT c.attname AS not_in_type
FROM pg_attribute AS c
WHERE c.attrelid = 't_comments.customers'::regclass AND c.attnum > 0
	AND NOT EXISTS (SELECT FROM pg_attribute AS p WHERE p.attrelid = 'customer_profile'::regclass AND p.attname = c.attname);
SELECT p.attname AS not_in_table
FROM pg_attribute AS p
WHERE p.attrelid = 'customer_profile'::regclass AND p.attnum > 0
	AND NOT EXISTS (SELECT FROM pg_attribute AS c WHERE c.attrelid = 't_comments.customers'::regclass AND c.attname = p.attname)
ORDER BY p.attnum;
SELECT c.attname AS without_header_words
FROM pg_attribute AS c
WHERE c.attrelid = 't_comments.customers'::regclass AND c.attnum > 0
	AND NOT EXISTS (SELECT FROM t_comments.customer_header_synonyms AS s WHERE s.field = replace(c.attname, '_hash', ''))
ORDER BY c.attnum;
SELECT string_agg(v.attname, ' ' ORDER BY v.attnum) AS commented_otherwise
FROM pg_attribute AS v JOIN pg_attribute AS c ON c.attrelid = 't_comments.customers'::regclass AND c.attname = v.attname
WHERE v.attrelid = 't_comments.customer_profiles'::regclass AND v.attnum > 0
	AND col_description(v.attrelid, v.attnum) IS DISTINCT FROM col_description(c.attrelid, c.attnum);

-- NULL is the default that the declaration has.
CREATE SCHEMA t_comments_export;
SET customers.schema = 't_comments_export';
SELECT customers_save('{"email": "ann@x.no", "name": "Ann; Lee", "note": "=1"}');
SELECT customers_export_csv(columns => '{email,name,note}');
SELECT customers_export_csv(columns => '{email,name,note}', delimiter => NULL, encoding => NULL, bom => NULL,
	header => NULL, excel_safe => NULL);
SELECT email FROM customers_find(search => NULL, filter => NULL, "group" => NULL, segment => NULL);

-- That the queries above find something where there is something.
SELECT count(*) > 20 AS functions, count(*) FILTER (WHERE obj_description(objid, 'pg_proc') ~ '^[A-Z]') = count(*) AS sentences
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND classid = 'pg_proc'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'customers');
SELECT count(*) > 10 AS relations FROM pg_class
WHERE relnamespace = 't_comments'::regnamespace AND relkind IN ('r', 'v');
SELECT count(*) >= 5 AS settings FROM pg_settings WHERE name LIKE 'customers.%';

SET client_min_messages = error;
DROP SCHEMA t_comments, t_comments_export CASCADE;
