-- What cells of a column of consent say that are more than one word.

CREATE SCHEMA t_consent_cells;
SET customers.schema = 't_consent_cells';
SET search_path = t_consent_cells, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql

-- What a cell says of somebody new: true, false, nothing (-), or the code of an error.
CREATE FUNCTION says(header text, cell text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(file('email,"' || header || E'"\nc1@example.com,"' || cell ||
		E'"\nc2@example.com,yes\n'), mapping => jsonb_build_object(header,
			CASE WHEN header IN ('Unsubscribed') THEN 'unsubscribed' ELSE 'subscribed' END));
	result text;
BEGIN
	SELECT COALESCE(max(d.new_value), (SELECT max(e.code) FROM customer_import_errors AS e
		WHERE e.import_id = id AND e.line = 2)) INTO result
	FROM customer_import_diff AS d WHERE d.import_id = id AND d.line = 2 AND d.field = 'subscribed';
	PERFORM customers_cancel(id);
	RETURN result;
END $$;

-- In "Newsletter", and in "Unsubscribed" (where nothing said is the default, true).
CREATE TABLE cells (n serial, cell text, newsletter text, unsubscribed text);
INSERT INTO cells (cell, newsletter, unsubscribed) VALUES
	-- a word, and a remark
	('No (2024)', 'false', 'true'),
	('Nei takk', 'false', 'true'),
	('Nein, danke', 'false', 'true'),
	('non merci', 'false', 'true'),
	('Yes (2024-01-03)', 'true', 'false'),
	('Ja - per web', 'true', 'false'),
	('Y (web)', 'true', 'false'),
	('Oui, le 3 mars', 'true', 'false'),
	('Subscribed (web form)', 'true', 'true'),
	('Opted in 2024-01-03', 'true', 'true'),
	-- a word of refusing, anywhere
	('Unsubscribed (manual)', 'false', 'false'),
	('Opted out 2024-01-03', 'false', 'false'),
	('opted-out', 'false', 'false'),
	('abgemeldet am 3.3.2024', 'false', 'false'),
	('3.3.2024 abgemeldet', 'false', 'false'),
	('Ja (avmeldt)', 'false', 'false'),
	('Désabonné le 03/03/2024', 'false', 'false'),
	('De baja', 'false', 'false'),
	('Nei, avmeldt', 'false', 'false'),
	('Subscribed - bounced', 'false', 'false'),
	-- a hint of a no
	('Ingen samtykke', 'false', 'false'),
	('stop', 'false', 'invalid_boolean'),
	('remove', 'false', 'invalid_boolean'),
	('löschen', 'false', 'invalid_boolean'),
	('-1', 'false', 'false'),
	('ikke lenger', 'false', 'invalid_boolean'),
	('Do Not Allow', 'false', 'false'),
	('Yes, but not any more', 'false', 'invalid_boolean'),
	-- marks
	('❌', 'false', 'true'),
	('✗', 'false', 'true'),
	('✘', 'false', 'true'),
	('✅', 'true', 'false'),
	('✔', 'true', 'false'),
	('✔️', 'true', 'false'),
	('✓', 'true', 'false'),
	-- numbers of programs that count in fractions
	('1.0', 'true', 'false'),
	('0.0', 'false', 'true'),
	('1,0', 'true', 'false'),
	('0,00', 'false', 'true'),
	-- neither, or against itself
	('what', 'invalid_boolean', 'invalid_boolean'),
	('Not unsubscribed', 'invalid_boolean', 'invalid_boolean'),
	('ikke avmeldt', 'invalid_boolean', 'invalid_boolean'),
	('N/A', 'false', 'true'),
	('1 time', 'invalid_boolean', 'invalid_boolean'),
	('0.5', 'invalid_boolean', 'invalid_boolean'),
	('2.0', 'invalid_boolean', 'invalid_boolean'),
	('10', 'invalid_boolean', 'invalid_boolean'),
	('Notiz', 'invalid_boolean', 'invalid_boolean');
SELECT cell, newsletter, says('Newsletter', cell) AS found FROM cells
WHERE says('Newsletter', cell) IS DISTINCT FROM newsletter ORDER BY n;
SELECT cell, unsubscribed, says('Unsubscribed', cell) AS found FROM cells
WHERE says('Unsubscribed', cell) IS DISTINCT FROM unsubscribed ORDER BY n;

-- Such cells bear out what the header says, and an ordinary yes and no reads them, too.
INSERT INTO customers (email, subscribed, vip) VALUES ('in@x.no', true, false), ('in2@x.no', true, true);
SELECT changed, created FROM import_csv(file('email,Newsletter
in@x.no,0.0
new1@x.no,1.0
new2@x.no,0.0
'));
SELECT changed, created FROM import_csv(file('email,Samtykke
in2@x.no,Ja (avmeldt 2024)
new3@x.no,Nei takk
new4@x.no,Ja (web)
'));
SELECT changed, rejected FROM import_csv(file('email,VIP
in@x.no,1.0
in2@x.no,"0,0"
'));
SELECT email, subscribed, vip FROM customers ORDER BY email;
-- Titles and numbers stay what they are.
SELECT fields, consent FROM customers_sniff(file('email,Newsletter
a@x.no,Spring 2024
b@x.no,Autumn 2024
'));

-- A column that stays unclear is told of before an import, too.
SELECT consent FROM customers_sniff(file('email,Status
in@x.no,Gold
in2@x.no,Silver
new5@x.no,Unsubscribed
'));

-- ---- a no in a column that is a category ----

-- Beyond the sample, in a column of states; somebody known, somebody new, and two
-- records of one new person.
DELETE FROM customers;
INSERT INTO customers (email, subscribed) VALUES ('k1@x.no', true), ('k2@x.no', true);
SELECT customers_import(file('email,Status' || E'\n' || string_agg('far' || i || '@x.no,' ||
	CASE WHEN i % 2 = 0 THEN 'Lead' ELSE '' END, E'\n' ORDER BY i) || E'\nk1@x.no,Unsubscribed\n' ||
	E'k2@x.no,Lead\nn1@x.no,Opted out\nn2@x.no,Lead\nn2@x.no,abgemeldet\n'))
FROM generate_series(1, 20000) AS i;
SELECT fields, created, changed, rejected, opted_out, warnings FROM last;
SELECT line, action, new_value FROM customer_import_diff JOIN last USING (import_id)
WHERE field = 'subscribed' ORDER BY line;
SELECT created, changed FROM customers_merge((SELECT import_id FROM last));
SELECT email, subscribed, attributes ->> 'Status' AS state FROM customers WHERE email !~ 'far' ORDER BY email;
SELECT count(*) FROM customers WHERE subscribed;
SELECT customers_revert((SELECT import_id FROM last)) IS NOT NULL AS reverted;
SELECT email, subscribed FROM customers ORDER BY email;

-- Where it stays unclear what the column is.
SELECT customers_import(file('email,Status
k1@x.no,Unsubscribed
k2@x.no,Gold
n3@x.no,Silver
n4@x.no,Unsubscribed
')) AS import_id \gset
SELECT warnings FROM last;
SELECT line, action, old_value, new_value FROM customer_import_diff JOIN last USING (import_id)
WHERE field = 'subscribed' ORDER BY line;
SELECT customers_import_fix(:import_id, 4, 'email', 'n5@x.no');
SELECT customers_import_fix(:import_id, 2, 'Status', 'Gold');
SELECT line, action, old_value, new_value FROM customer_import_diff JOIN last USING (import_id)
WHERE field = 'subscribed' ORDER BY line;
SELECT customers_cancel(:import_id);

-- A correction may be the first to say it.
SELECT customers_import(file('email,State of it
k1@x.no,a
n6@x.no,b
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'State of it', 'Unsubscribed');
SELECT customers_import_fix(:import_id, 3, 'State of it', 'Unsubscribed');
SELECT fields FROM last;
SELECT created, changed FROM customers_merge(:import_id);
SELECT email, subscribed FROM customers ORDER BY email;

-- Among the groups of a record, and in a remark; not what only sounds like it.
UPDATE customers SET subscribed = true;
SELECT customers_import(file('email,groups,note
k1@x.no,VIP|unsubscribed,
k2@x.no,"[""VIP"",""Do not email""]",
k3@x.no,Gold,Called in 2024. Do not email!
n10@x.no,Gold;no newsletter,
n11@x.no,,wants no mail
n12@x.no,Spam filter,nospam@x.no
n13@x.no,No subscription,prefers mail
n14@x.no,VIP,"vil ikke ha e-post"
')) AS import_id \gset
SELECT opted_out, warnings FROM last;
SELECT line, action, old_value, new_value FROM customer_import_diff JOIN last USING (import_id)
WHERE field = 'subscribed' ORDER BY line;
SELECT customers_cancel(:import_id);

-- Not in one that is about another channel, or that mapping names.
UPDATE customers SET subscribed = true;
SELECT customers_import(file('email,SMS status
k1@x.no,Unsubscribed
k2@x.no,Gold
k3@x.no,Silver
'));
SELECT opted_out, warnings FROM last;
SELECT customers_import(file('email,Status
k1@x.no,Unsubscribed
k2@x.no,Gold
k3@x.no,Silver
'), mapping => '{"Status": "attributes.Status"}');
SELECT opted_out, warnings FROM last;

-- Behind any number of different cells: of a category, a remark, groups; and in a long one.
SELECT customers_import(file('email,Remark,note,groups' || E'\n' ||
	string_agg(format('far%s@x.no,text %s,remark by mail %s,VIP;group %s', i, i, i, i), E'\n' ORDER BY i) || E'\n' ||
	'k1@x.no,Unsubscribed,,' || E'\n' || 'k2@x.no,,Wants no newsletter.,' || E'\n' || 'k3@x.no,,,VIP;do not email' || E'\n' ||
	'n20@x.no,"' || repeat('Asked about the delivery again. ', 200) || 'Do not email! ' || repeat('Said thanks. ', 200) || '",,' || E'\n')) > 0 AS staged
FROM generate_series(1, 3000) AS i;
SELECT opted_out, regexp_replace(warnings, 'Asked about[^"]*', '...', 'g') AS warnings FROM last;
SELECT line, action, old_value, new_value FROM customer_import_diff JOIN last USING (import_id)
WHERE field = 'subscribed' AND new_value = 'false' ORDER BY line;

DROP SCHEMA t_consent_cells CASCADE;
