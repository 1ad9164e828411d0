-- What people read of an import: the page, the preview, the summary.

CREATE SCHEMA t_report;
SET customers.schema = 't_report';
SET search_path = t_report, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE FUNCTION last() RETURNS bigint LANGUAGE sql AS 'SELECT max(import_id) FROM customer_imports';
-- What stays the same from one run to the next.
CREATE FUNCTION steady(text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(replace($1, current_user, 'somebody'), '\d{4}-\d\d-\d\d \d\d:\d\d \w*', 'TIME', 'g') $$;
-- The section of a page with this id, a line a row, without the frame.
CREATE FUNCTION section(page text, id text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT line FROM regexp_split_to_table(substring($1 FROM '<section id="' || $2 || '".*?</section>'), '\n') AS line $$;
-- Elements that are opened in a page and known to it.
CREATE FUNCTION foreign_elements(page text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT DISTINCT m[1] FROM regexp_matches($1, '<([^/\s>]+)', 'g') AS m
	WHERE m[1] NOT IN ('!DOCTYPE', 'html', 'head', 'meta', 'title', 'style', 'body', 'a', 'header', 'h1', 'h2', 'h3',
		'span', 'p', 'strong', 'nav', 'ul', 'li', 'b', 'main', 'section', 'div', 'table', 'caption', 'thead', 'tbody',
		'tr', 'th', 'td', 'small', 'del', 'ins', 'bdi', 'em', 'i', 'br', 'dl', 'dt', 'dd', 'details', 'summary', 'pre',
		'footer') $$;

INSERT INTO customers (identifier, email, name, city, subscribed) VALUES
	('K1', 'ann@x.no', 'Ann Hansen', 'Oslo', true),
	('K2', 'ben@x.no', 'Ben Carter', 'Bergen', false),
	('K3', 'cy@x.no', NULL, 'Tromsø', true);


-- Each kind of record.
SELECT customers_import(file('Kundenr;E-post;Navn;By;Nyhetsbrev;Password;Shoe size;
K1;ann@x.no;Ann Hansen;Trondheim;ja;;43;
K2;ben.carter@x.no;Ben Carter;Bergen;ja;;;
K3;cy@x.no;;Tromsø;ja;;;
K4;gro.vik(at)x.no;Gro Vik;Oslo;ja;secret;38;
;hal@x.no
K9;jo@x.no;Jo;Oslo;ja;secret;41;
'), mapping => '{"Navn": "name"}', duplicates => 'first') IS NOT NULL AS staged;
SELECT customers_import_exclude(last(), '{2}');
SELECT customers_import_report(last()) AS page \gset
SELECT steady(line) AS line FROM regexp_split_to_table(substring(:'page' FROM '<header>.*</header>'), '\n') AS line;
SELECT section(:'page', 'new') AS new;
SELECT section(:'page', 'changed') AS changed;
SELECT section(:'page', 'rejected') AS rejected;
SELECT section(:'page', 'excluded') AS excluded;
SELECT section(:'page', 'warnings') AS warnings;
SELECT section(:'page', 'reading') AS reading;
SELECT section(:'page', 'next') AS next;
SELECT foreign_elements(:'page');
SELECT :'page' ~ 'secret|SCRAM', :'page' ~ 'http:|https:|url\(|@import|<script',
	:'page' ~ '[^\n\t -~]' AS not_ascii, :'page' LIKE '<!DOCTYPE html>%</html>_' AS whole,
	substring(:'page' FROM 'Content-Security-Policy" content="([^"]*)"') AS policy;
SELECT * FROM customers_import_preview(last());
SELECT steady(customers_import_summary(last()));

-- Merged, and merged with a conflict.
UPDATE customers SET email = 'ben@y.no' WHERE identifier = 'K2';
SELECT created, changed, unchanged, rejected, excluded FROM customers_merge(last(), on_conflict => 'skip');
SELECT customers_import_report(last()) AS page \gset
SELECT steady(substring(:'page' FROM '<p class="lead">.*?</p>'));
SELECT section(:'page', 'excluded') AS excluded;
SELECT section(:'page', 'next') AS next;
SELECT steady(customers_import_summary(last()));
SELECT * FROM customers_import_preview(last()) WHERE action = 'exclude';

-- Taken back, as the rows say.
UPDATE customer_imports SET status = 'reverted', reverted_at = now(), reverted_by = current_user, reverted = 0, kept = 1
WHERE import_id = last();
UPDATE customer_import_rows SET errors = '[{"field": "city", "value": "Bergen", "code": "kept_edited", "message": "edited since", "severity": "warning"}]'
WHERE import_id = last() AND action = 'create';
SELECT customers_import_report(last()) AS page \gset
SELECT steady(substring(:'page' FROM '<p class="lead">.*?</p>'));
SELECT line FROM section(:'page', 'warnings') AS line WHERE line ~ 'kept';
SELECT section(:'page', 'next') AS next;
SELECT substring(customers_import_summary(last()) FROM 'Kept.*');
UPDATE customer_imports SET reverted = 1, kept = 0 WHERE import_id = last();
SELECT steady(substring(customers_import_report(last()) FROM '<p class="lead">.*?</p>'));
SELECT steady(substring(customers_import_summary(last()) FROM 'They were taken back[^\n]*'));

-- Cancelled; and purged, as the row says.
SELECT customers_import(file(E'email,name\nnew@x.no,New\n')) IS NOT NULL AS staged;
SELECT customers_cancel(last());
SELECT customers_import_report(last()) AS page \gset
SELECT substring(:'page' FROM '<p class="lead">.*?</p>');
SELECT section(:'page', 'new');
SELECT section(:'page', 'next');
SELECT customers_import(file(E'email,name\nnew@x.no,New\n')) IS NOT NULL AS staged;
SELECT created FROM customers_merge(last());
DELETE FROM customer_import_rows WHERE import_id = last();
UPDATE customer_imports SET purged_at = now() WHERE import_id = last();
SELECT steady(section(customers_import_report(last()), 'new'));
SELECT steady(customers_import_summary(last()));
SET client_min_messages = notice;
SELECT steady(substring(customers_import_summary(last()) FROM '^[^\n]*'));
SET client_min_messages = warning;

-- Cells and headers that are markup, or not to be seen.
INSERT INTO customers (email, name, note) VALUES
	('x@x.no', '<img src=x onerror=alert(1)>', repeat('long ', 3000)), ('y@x.no', 'Y', U&'a\202Eb');
SELECT customers_import(file(
'email,name,note,city,"<script>alert(1)</script>",}</style><script>x</script>,@title@
x@x.no,"</td></table><script>alert(1)</script>",' || repeat('long ', 3000) || 'end,<!--,"javascript:alert(1)",]]>,@labels@
y@x.no,' || U&'\202Egnirts\2069' || ',"two' || E'\n' || 'lines' || E'\t' || U&'\200B' || '",--!>,''&amp;,,
<y>@x.no,"'' onmouseover=''alert(1)","""><b>",' || U&'\0007\0085\FEFF' || ' x ,,,
z(at)x.no,"=HYPERLINK(1)",<textarea>,<plaintext>,,,
')) IS NOT NULL AS staged;
SELECT customers_import_report(last()) AS page \gset
SELECT section(:'page', 'new') AS new;
SELECT section(:'page', 'changed') AS changed;
SELECT section(:'page', 'rejected') AS rejected;
SELECT section(:'page', 'reading') AS reading;
SELECT substring(:'page' FROM '#rejected td:nth.*?</style>');
SELECT foreign_elements(:'page');
SELECT :'page' ~ '[^\n\t -~]' AS not_ascii, :'page' ~ 'SCRAM';
SELECT * FROM customers_import_preview(last(), width => 66);
-- In ASCII for a client that knows no arrows; nothing is wider than a terminal.
SET client_encoding = 'LATIN1';
SELECT * FROM customers_import_preview(last(), 1, 66);
RESET client_encoding;

-- More rows than are shown, more columns, more bytes.
SELECT customers_import(file('email,name' || E'\n' ||
	(SELECT string_agg('n' || n || '@x.no,New ' || n, E'\n') FROM generate_series(1, 700) AS n))) IS NOT NULL AS staged;
SELECT customers_import_report(last()) AS page \gset
SELECT count(*) FILTER (WHERE line LIKE '<tr><th%'), max(length(line)) FROM section(:'page', 'new') AS line;
SELECT substring(:'page' FROM '<div class="more">.*?</div>');
SELECT count(*), max(line) FROM customers_import_preview(last());
SELECT count(*) FROM customers_import_preview(last(), max_rows => NULL);
SET client_min_messages = notice;
SELECT line, action FROM customers_import_preview(last(), 1);
SET client_min_messages = warning;
-- Of each kind of error, change and warning some are shown, however late they come.
SELECT customers_import(file('E-post,navn,city,vip,birth_date' || E'\n' || (SELECT string_agg(CASE
	WHEN n <= 800 THEN format('bad%s,Bad,,,', n) WHEN n <= 803 THEN format('v%s@x.no,V,,perhaps,', n)
	WHEN n = 804 THEN 'both@x.no,B,,perhaps,31.02.1990' WHEN n = 805 THEN 'x@x.no,X,,#N/A,' WHEN n = 806 THEN 'y@x.no,Y,Oslo,,'
	WHEN n = 807 THEN 'ann@x.no,Ann Hansen,#N/A,,' WHEN n = 808 THEN 'ben@y.no,Ben,Hamar,,' ELSE format('z%s@x.no,Z,,,', n) END, E'\n' ORDER BY n)
	FROM generate_series(1, 1500) AS n)), limits => 'false', mapping => '{"E-post": "email", "navn": "name"}') IS NOT NULL AS staged;
SELECT customers_import_report(last()) AS page \gset
SELECT line FROM section(:'page', 'look') AS line WHERE line ~ '^<tr>';
SELECT count(n), max(n) FROM (SELECT substring(line FROM '^<tr><th scope="row">(\d+)')::int FROM section(:'page', 'rejected') AS line) AS l (n);
SELECT line FROM section(:'page', 'rejected') AS line WHERE line ~ '^<tr><th scope="row">80\d<' AND line ~ 'vip|birth';
SELECT line FROM section(:'page', 'changed') AS line WHERE line ~ '^<tr>';
SELECT line FROM regexp_split_to_table(customers_import_summary(last()), E'\n') AS line WHERE line ~ '^- (invalid|weak)';
SELECT customers_cancel(last());
SELECT customers_import(file('email,' || (SELECT string_agg('C ' || n, ',' ORDER BY n) FROM generate_series(2, 1000) AS n) ||
	(SELECT string_agg(E'\n' || CASE WHEN n % 2 = 0 THEN 'bad' || n ELSE 'w' || n || '@x.no' END ||
		repeat(U&',<\202E\4E2D>' || repeat('&', 20), 999), '') FROM generate_series(1, 100) AS n)), skip => 0,
	mapping => '{"email": "email"}') IS NOT NULL AS staged;
SELECT customers_import_report(last()) AS page \gset
SELECT length(:'page') < 1000000 AS fits, length(:'page') > 800000 AS is_used, count(*) FILTER (WHERE line LIKE '<tr><th%') > 5 AS some_rows
	FROM section(:'page', 'new') AS line;
SELECT regexp_replace(m[1], '\d+ of', 'N of') FROM regexp_matches(:'page', 'class="more">([^\n]*)', 'g') AS m;
SELECT max(length(changes)) <= 66 AS narrow FROM customers_import_preview(last(), width => 66);
-- What has just no room is told by its mark.
SELECT customers_import(file('identifier,name,city,note
1234567890123,1234567890123,123456789012,
1234567890124,1234567890123,123456789012,more
'), again => true) IS NOT NULL AS staged;
SELECT line, changes, length(changes) FROM customers_import_preview(last(), width => 66);

-- A row of customer_imports that was written into: whoever imports may.
SELECT customers_import(file(E'email,name\nodd@x.no,Odd\nbad,Bad'), skip => 0) IS NOT NULL AS staged;
UPDATE customer_imports SET status = 'merged', merged_at = now(), merged_by = NULL, formats = '{"email": null}',
	fields = ARRAY[NULL, 'name'] || fields[3:], header = ARRAY[NULL, NULL]::text[] WHERE import_id = last();
SELECT customers_import_report(last()) ~ '<bdi>\?</bdi>' AS by_nobody;
SELECT line, action, customer, changes FROM customers_import_preview(last(), width => 66);
SELECT customers_import_summary(last()) ~ 'merged on .* by \?\.' AS by_nobody;

-- Errors.
SELECT customers_import_report(NULL);
SELECT customers_import_report(4711);
SELECT customers_import_summary(NULL);
SELECT customers_import_summary(4711);
SELECT customers_import_preview(NULL);
SELECT customers_import_preview(4711);
SELECT customers_import_preview(last(), -1);

SET client_min_messages = error;
DROP SCHEMA t_report CASCADE;
