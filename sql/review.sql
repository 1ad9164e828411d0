-- A review by single statements, as a GUI sends them: results are rows, and the views of
-- an import are edited.

CREATE SCHEMA t_review;
SET customers.schema = 't_review';
SET search_path = t_review, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -
\i sql/include/file.sql
SELECT created FROM import_csv(file(E'identifier,email,name,city,points,shoe\nA,a@x.no,Ann,Oslo,3,38\nB,b@x.no,Bo,Moss,4,43\nC,c@x.no,Cy,Hamar,5,44\n'));

-- What waits, and what to do next.
SELECT * FROM customers_import_status();
SET client_min_messages = notice;
SELECT customers_import(file(E'identifier,email,name,city,vip,shoe\nA,a@x.no,Anna,Voss,yes,38\nB,b2@x.no,Bo Berg,Moss,perhaps,41\nD,d@x.no,Dag,Moss,perhaps,\n,,Di,,,\nE,e@x.no,Eva,,,36\n')) AS id \gset
SELECT import_id, status, source, created, changed, unchanged, rejected, excluded, opted_out, remarks, next FROM customers_import_status();
-- Errors: cells are corrected, rows of one statement are judged together, ...
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY 1, 2;
UPDATE customer_import_errors SET value = 'yes' WHERE import_id = :id AND code = 'invalid_boolean';
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY 1, 2;
-- ... in what they give each other, too: two lines swap their addresses at once, ...
BEGIN;
UPDATE customer_import_diff SET new_value = CASE line WHEN 4 THEN 'e@x.no' ELSE 'd@x.no' END WHERE import_id = :id AND field = 'email' AND line IN (4, 6);
SELECT line, action, field, new_value FROM customer_import_diff WHERE import_id = :id AND field = 'email' ORDER BY 1;
ROLLBACK;
-- ... and a deleted error is a record that is left out.
DELETE FROM customer_import_errors WHERE import_id = :id AND code = 'no_key';
SELECT line, action, reason FROM customer_import_rows WHERE import_id = :id AND action = 'exclude';
SELECT customers_import_include(:id, '{5}');
DELETE FROM customer_import_errors WHERE import_id = :id AND line = 5;
-- The diff: a value is another, or none; or its change is dropped.
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
UPDATE customer_import_diff SET new_value = 'Vossestrand' WHERE import_id = :id AND line = 2 AND field = 'city';
UPDATE customer_import_diff SET new_value = NULL WHERE import_id = :id AND field IN ('name', 'attributes.shoe') AND line IN (3, 6);
DELETE FROM customer_import_diff WHERE import_id = :id AND field IN ('email', 'vip') AND line < 4;
SELECT line, field, old_value, new_value FROM customer_import_diff WHERE import_id = :id ORDER BY 1, 2;
-- A record of which every change is dropped changes nothing.
DELETE FROM customer_import_diff WHERE import_id = :id AND line = 2;
SELECT line, action FROM customer_import_rows WHERE import_id = :id ORDER BY 1;
SELECT * FROM customers_merge(:id);
SELECT identifier, email, name, city, vip, attributes FROM customers ORDER BY customer_id;
SELECT * FROM customers_import_status();

-- What is not to be edited.
UPDATE customer_import_diff SET new_value = 'x' WHERE import_id = :id;
DELETE FROM customer_import_errors WHERE import_id = :id;
SELECT customers_import(file(E'identifier,points\nA,some\n,1\n')) AS id \gset
UPDATE customer_import_errors SET value = 'x' WHERE import_id = :id AND field IS NULL;
UPDATE customer_import_errors SET value = '1', line = 9 WHERE import_id = :id AND field IS NOT NULL;
UPDATE customer_import_errors SET message = 'all is well' WHERE import_id = :id;
UPDATE customer_import_errors SET value = 'no number' WHERE import_id = :id AND field IS NOT NULL;
-- One that cannot be read hides none of the others.
BEGIN;
SELECT customers_import(file(E'identifier\nother\n')) AS other \gset
UPDATE customer_imports SET held = '{"nonsense": 1}' WHERE import_id = :id;
SELECT import_id, status, created, remarks, next FROM customers_import_status();
ROLLBACK;
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY 1, 2;
INSERT INTO customer_import_errors (import_id) VALUES (:id);
UPDATE customer_import_errors SET value = 'x' WHERE false;
-- An error leaves nothing behind, also in a subtransaction; nor is one edit inside of another.
DO $$
BEGIN
	UPDATE t_review.customer_import_errors SET value = 'x', line = 1;
EXCEPTION WHEN feature_not_supported THEN
	RAISE NOTICE '%', SQLERRM;
END $$;
UPDATE customer_import_errors SET value = '12' WHERE import_id = :id AND field = 'loyalty_points';
CREATE FUNCTION edit(id bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	UPDATE t_review.customer_import_diff SET new_value = '77' WHERE import_id = id;
	RETURN '78';
END $$;
UPDATE customer_import_diff SET new_value = edit(import_id) WHERE import_id = :id;
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :id;
UPDATE customer_import_diff SET new_value = '79' WHERE import_id = :id RETURNING edit(import_id);
-- A statement may have several parts: all edits are judged together.
SELECT customers_import(file(E'identifier,name,city,loyalty_points\nK1,Ann,Oslo,no number\nK2,Bo,Moss,1\nK3,Cy,Voss,2\n')) AS parts \gset
WITH a AS (UPDATE customer_import_diff SET new_value = 'Bodil' WHERE import_id = :parts AND field = 'name' AND line = 3 RETURNING 1),
	b AS (UPDATE customer_import_errors SET value = '5' WHERE import_id = :parts RETURNING 1),
	c AS (DELETE FROM customer_import_diff WHERE import_id = :parts AND field = 'city' RETURNING 1)
	UPDATE customer_import_diff SET new_value = 'Cyril' WHERE import_id = :parts AND field = 'name' AND line = 4;
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :parts ORDER BY line, field;
SELECT customers_cancel(:parts);
-- The schema is that of the view, whatever the setting.
SET customers.schema = 'public';
UPDATE t_review.customer_import_diff SET new_value = '13' WHERE import_id = :id;
SET customers.schema = 't_review';
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :id;
SELECT customers_cancel(:id);

-- A change is shown whole, unless a width is asked for.
SELECT customers_import(file(E'identifier,name,city\nA,' || repeat('Anna ', 12) || ',' || repeat('Voss ', 12) || E'\n')) AS id \gset
SELECT changes FROM customers_import_preview(:id);
SELECT changes FROM customers_import_preview(:id, width => 40);
SELECT changes FROM customers_import_preview(:id, width => 0);
SELECT customers_import_purge('0 seconds');
