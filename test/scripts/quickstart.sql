-- What make quickstart plays, on the two files beside :folder.  -e shows each
-- statement before its result.
\set monday :folder '/quickstart-monday.csv'
\set friday :folder '/quickstart-friday.csv'
\set QUIET on
\set ECHO queries

CREATE EXTENSION customers;

\echo
\echo '-- Monday''s list: nobody is known yet, so preview and merge at once.'
SELECT * FROM import_csv(:'monday');

\echo '-- Friday''s list, out of another system: semicolons, Windows-1252, Norwegian'
\echo '-- headers. Nobody says so; and nothing changes yet.'
SELECT customers_import(:'friday');

\echo '-- What would change, cell by cell:'
SELECT line, action, field, old_value, new_value
  FROM customer_import_diff
 WHERE import_id = 2
 ORDER BY line, field;

\echo '-- What cannot be taken, and why:'
SELECT line, field, value, code, message
  FROM customer_import_errors
 WHERE import_id = 2
 ORDER BY line;

\echo '-- That is right: apply exactly what was shown.'
SELECT * FROM customers_merge(2);

SELECT identifier, name, email, city, subscribed, attributes
  FROM customers
 ORDER BY customer_id;

\echo '-- The same file again: nothing is left to do for those it could take.'
SELECT customers_import(:'friday', again => true);
SELECT uploaded, created, changed, unchanged, rejected, excluded
  FROM customer_imports
 WHERE import_id = 3;
