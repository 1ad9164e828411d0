\i sql/include/file.sql
\set ECHO none
-- views.sql
--
-- And of the last import its counts, its rows, what it would change, and what it
-- objects to.

CREATE VIEW counts AS
	SELECT uploaded, created, changed, unchanged, rejected, excluded FROM last;
CREATE VIEW staged AS
	SELECT line, action, r.customer_id AS id, reason
	FROM customer_import_rows AS r JOIN last USING (import_id) ORDER BY line;
CREATE VIEW diff AS
	SELECT line, action, customer_id AS id, field, old_value, new_value
	FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
CREATE VIEW errors AS
	SELECT line, field, value, code, severity
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
CREATE VIEW standing AS
	SELECT s.key AS code, s.value -> 'records' AS records, s.value -> 'lines' AS lines
	FROM last CROSS JOIN LATERAL jsonb_each(last.standing) AS s ORDER BY s.key;
CREATE VIEW messages AS
	SELECT line, code, message, hint
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
\set ECHO all
