-- What make quickstart plays, on two files of :samples; what it makes goes to :folder.  -e shows each
-- statement before its result.
\set monday :samples '/quickstart-monday.csv'
\set friday :samples '/quickstart-friday.csv'
\set report :folder '/report.html'
\set export :folder '/customers.csv'
\set QUIET on
\set ECHO queries

CREATE EXTENSION customers;

\echo
\echo '-- Monday''s list: nobody is known yet, so preview and merge at once.'
SELECT * FROM import_csv(:'monday');

\echo '-- Friday''s list, out of another system: semicolons, Windows-1252, Norwegian'
\echo '-- headers. Nobody says so; and nothing changes yet.'
SELECT customers_import(:'friday');

\echo '-- What it would do, a line a record:'
SELECT * FROM customers_import_preview(2);

\echo '-- The same cell by cell, as rows that SQL can ask:'
SELECT line, action, field, old_value, new_value
  FROM customer_import_diff
 WHERE import_id = 2 AND action = 'update'
 ORDER BY line, field;

\echo '-- What cannot be taken, and why:'
SELECT line, field, value, code, message
  FROM customer_import_errors
 WHERE import_id = 2
 ORDER BY line;

\echo '-- The same as a page, for whoever approves it:'
\pset tuples_only on
\pset format unaligned
\o :report
SELECT customers_import_report(2);
\o
\pset format aligned
\pset tuples_only off
\echo
\echo '-- That is right: apply exactly what was shown.'
SELECT * FROM customers_merge(2);

SELECT identifier, name, email, city, subscribed, attributes
  FROM customers
 ORDER BY customer_id;

\echo '-- Out again, to a file that imports as unchanged:'
SELECT customers_export(:'export');
SELECT customers_import(:'export');

\echo '-- It was wrong after all: undo Friday''s list.'
SELECT * FROM customers_revert(2);
SELECT identifier, name, email, city FROM customers ORDER BY customer_id;

\echo '-- The report of Friday''s list, for a browser:' :report
\echo '-- The export:' :export
