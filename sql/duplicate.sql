-- Two records of a file about one customer.

CREATE SCHEMA t_duplicate;
SET customers.schema = 't_duplicate';
SET search_path = t_duplicate, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (identifier, email, name) VALUES
	('K-1', 'ann@x.no', 'Ann'), ('K-2', 'bob@x.no', 'Bob');


-- Both are rejected and each names the other; by the same key of a new
-- customer, whatever its case, ...
SELECT customers_import(file('email,name
dee@x.no,Dee
eve@x.no,Eve
 DEE@x.no ,Dee again
'));
TABLE staged;
TABLE messages;
TABLE counts;

-- ... by different keys of one that is known, ...
SELECT customers_import(file('customer_id,identifier,email,name
1,,,by id
,K-1,,by identifier
,,bob@x.no,Bob by email
,,ann@x.no,by email
'));
TABLE staged;
TABLE messages;

-- ... or by a key that one brings and another has, new or known.
SELECT customers_import(file('identifier,email,name
K-1,same@x.no,Ann changes her email
K-9,same@x.no,a new one has it
'));
TABLE staged;
TABLE messages;
SELECT customers_import(file('identifier,email
K-1,a@x.no
k-1,b@x.no
'));
TABLE counts;

-- One that writes nothing stays, whether it comes first or last.
SELECT customers_import(file('email,name
ann@x.no,Ann
ann@x.no,Anna
bob@x.no,Bobby
bob@x.no,Bob
ann@x.no,Ann
'));
TABLE staged;
TABLE counts;

-- One that is rejected anyway is nobody's duplicate.
SELECT customers_import(file('email,loyalty_points
dee@x.no,many
dee@x.no,7
'));
TABLE staged;
TABLE errors;

-- Three in a row, under each policy.
SELECT customers_import(file('email,name
dee@x.no,1
dee@x.no,2
dee@x.no,3
'));
TABLE staged;
SELECT customers_import(file('email,name
dee@x.no,1
dee@x.no,2
dee@x.no,3
'), duplicates => 'first');
TABLE staged;
TABLE diff;
TABLE errors;
SELECT customers_import(file('email,name
dee@x.no,1
dee@x.no,2
dee@x.no,3
'), duplicates => 'last');
TABLE staged;
TABLE diff;
TABLE errors;
TABLE counts;

-- first and last among known customers; the last word may be no change at all.
SELECT customers_import(file('customer_id,email,name
1,,Anna
,ann@x.no,Anne
2,,Bobby
,bob@x.no,Bob
'), duplicates => 'first');
TABLE staged;
SELECT customers_import(file('customer_id,email,name
1,,Anna
,ann@x.no,Anne
2,,Bobby
,bob@x.no,Bob
'), duplicates => 'last');
TABLE staged;
TABLE diff;
TABLE counts;

-- Records that say the same are one: the first counts, the others are repeated, whatever
-- the policy; spaces, capitals of an email, ways to write a number do not matter.
SELECT customers_import(file('email,name,loyalty_points
dee@x.no,Dee,1000
 DEE@x.no ,Dee ,"1,000"
eve@x.no,Eve,1
dee@x.no,"Dee",1000
eve@x.no,Eve,2
eve@x.no,Eve,1
ann@x.no,Ann,
ann@x.no,Ann,
bob@x.no,Bobby,
bob@x.no,Bobby,
'));
TABLE staged;
TABLE counts;
SELECT line, code, severity, message FROM customer_import_errors JOIN last USING (import_id) ORDER BY line;
SELECT customers_import(file('email,name
dee@x.no,1
dee@x.no,2
dee@x.no,1
eve@x.no,1
eve@x.no,1
'), duplicates => 'first');
TABLE staged;
SELECT customers_import(file('email,name
dee@x.no,1
dee@x.no,2
dee@x.no,1
eve@x.no,1
eve@x.no,1
'), duplicates => 'last');
TABLE staged;
-- A correction ends as an import of the corrected file does.
SELECT customers_import(file('email,name
dee@x.no,Dee
dee@x.no,Dee
dee@x.no,Dee
eve@x.no,Eve
eve@x.no,Eva
')) AS id \gset
SELECT customers_import_fix(:id, 2, 'name', 'Di'), customers_import_fix(:id, 6, 'name', 'Eve');
TABLE staged;
SELECT customers_import_fix(:id, 2, 'name', 'Dee');
TABLE staged;
SELECT customers_import_exclude(:id, ARRAY[2, 5]);
TABLE staged;
SELECT customers_import_include(:id, ARRAY[5]);
TABLE staged;
TABLE counts;
SELECT created, excluded FROM customers_merge(:id);
SELECT customers_delete(ARRAY(SELECT customer_id FROM customers WHERE email IN ('dee@x.no', 'eve@x.no')));
-- Without a key nobody can tell that they are one; with passwords nobody looks.
SELECT customers_import(file('customer_id,email,name
0,,Dee
0,,Dee
'));
TABLE staged;
SELECT customers_import(file('email,password
dee@x.no,secret one
dee@x.no,secret one
'));
TABLE staged;
SELECT customers_save('[{"email": "dee@x.no", "name": "Dee"}, {"email": "dee@x.no", "name": "Dee"}]');

-- A record passed over claims nothing: its own keys are free for others.
SELECT customers_import(file('identifier,email
K-1,one@x.no
K-1,two@x.no
K-9,two@x.no
'), duplicates => 'first');
TABLE staged;


-- The earlier record may have been staged long before: batches are of 1024.
-- 1500 records, then the first, the 700th and the 1400th again.
CREATE FUNCTION long_file(again text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file(E'email,name\n' ||
		string_agg(format(E'c%s@x.no,%s\n', n, n), '' ORDER BY n) ||
		format(E'c1@x.no,%1$s\nc700@x.no,%1$s\nc1400@x.no,%1$s\n', again))
	FROM generate_series(1, 1500) AS n $$;
SELECT customers_import(long_file('again'));
SELECT * FROM staged WHERE action <> 'create';
SELECT line, message, hint FROM messages;
SELECT line, raw FROM customer_import_rows JOIN last USING (import_id) WHERE action = 'reject' ORDER BY line;
TABLE counts;
SELECT customers_import(long_file('again'), duplicates => 'first');
SELECT * FROM staged WHERE action <> 'create';
TABLE counts;
SELECT customers_import(long_file('again'), duplicates => 'last');
SELECT line, action, reason FROM staged WHERE action <> 'create' OR line > 1501;
SELECT line, field, new_value FROM diff WHERE line > 1501;
TABLE counts;
-- What the counts say is what is merged.
SELECT created, changed, rejected, excluded FROM customers_merge((SELECT import_id FROM last));
SELECT email, name FROM customers WHERE name = 'again' ORDER BY customer_id;

-- The same of known customers, changed ones and unchanged.
SELECT customers_import(long_file('once more'));
SELECT line, action, reason, id IS NOT NULL AS known FROM staged LIMIT 10;
TABLE counts;

-- Keys that do not fit into customers.match_memory are sorted on disk: what
-- they come to is the same.
CREATE FUNCTION many(tag text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file(E'email,name\n' || string_agg(
		format(E'%s%s@x.no,%s\n', tag, CASE WHEN n % 1000 = 0 THEN n - 500 ELSE n END, n), '' ORDER BY n))
	FROM generate_series(1, 20000) AS n $$;
CREATE VIEW outcome AS
	SELECT policy, count(*), sum(line), md5(string_agg(concat_ws(':', line, action, reason, errors), ';' ORDER BY line))
	FROM (SELECT options ->> 'duplicates' AS policy, import_id FROM last) AS i
		JOIN customer_import_rows USING (import_id)
	WHERE action <> 'create' GROUP BY policy;
CREATE TABLE in_memory AS SELECT * FROM outcome LIMIT 0;
SELECT customers_import(many('m')) > 0 AS done;
INSERT INTO in_memory TABLE outcome;
SELECT customers_import(many('m'), duplicates => 'first') > 0 AS done;
INSERT INTO in_memory TABLE outcome;
SELECT customers_import(many('m'), duplicates => 'last') > 0 AS done;
INSERT INTO in_memory TABLE outcome;
SELECT policy, count FROM in_memory ORDER BY policy;
SET customers.match_memory = '64kB';
SELECT customers_import(many('m')) > 0 AS done;
SELECT o.md5 = m.md5 AS same FROM outcome AS o JOIN in_memory AS m USING (policy);
SELECT customers_import(many('m'), duplicates => 'first') > 0 AS done;
SELECT o.md5 = m.md5 AS same FROM outcome AS o JOIN in_memory AS m USING (policy);
SELECT customers_import(many('m'), duplicates => 'last') > 0 AS done;
SELECT o.md5 = m.md5 AS same FROM outcome AS o JOIN in_memory AS m USING (policy);
RESET customers.match_memory;

-- Many rows that were staged before their duplicate came: rewritten together.
SET statement_timeout = '60s';
SELECT customers_import(file(E'email,name\n' || (SELECT string_agg('many' || i % 15000 || '@x.no,N' || i, E'\n')
	FROM generate_series(1, 30000) AS i))) IS NOT NULL AS staged;
TABLE counts;
SELECT action, reason, count(*), count(raw) AS raw, count(cells) AS cells, count(id.customer_id) AS ids
FROM customer_import_rows AS id JOIN last USING (import_id) GROUP BY 1, 2;
RESET statement_timeout;

DROP SCHEMA t_duplicate CASCADE;
