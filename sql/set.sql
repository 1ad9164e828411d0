-- set: what every record of a file has, as if there were a column of it.

CREATE SCHEMA t_set;
SET customers.schema = 't_set';
SET search_path = t_set, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW diff AS
	SELECT line, action, field, old_value, new_value
	FROM customer_import_diff JOIN last USING (import_id) ORDER BY line, field;
CREATE VIEW people AS
	SELECT email, name, subscribed, mailable, groups FROM customer_profiles ORDER BY email;

INSERT INTO customers (email, name) VALUES ('ann@x.no', 'Ann'), ('bo@x.no', 'Bo'), ('cy@x.no', 'Cy');
INSERT INTO customers (email, name, subscribed) VALUES ('left@x.no', 'Left', false);

-- A bare list of addresses of people who left unsubscribes them, in any case of
-- their letters; under update nobody else becomes a customer.
SELECT customers_import(file(E'email\nAnn@X.no\nleft@x.no\nstranger@x.no\n'), mode => 'update', set => '{"subscribed": "no"}') AS id \gset
TABLE diff;
SELECT fields, options -> 'set' AS set, changed, unchanged, excluded FROM last;
SELECT changed FROM customers_merge(:id);
TABLE people;
SELECT was_subscribed, is_subscribed, import_id = :id AS by_it FROM customer_consent_log;
SELECT reverted FROM customers_revert(:id, resubscribe => true);
TABLE people;
-- Without a header: the column of addresses is known by its cells.
SELECT customers_import(file(E'ann@x.no\nstranger@x.no\n'), mode => 'update', set => '{"subscribed": "no"}') AS id \gset
TABLE diff;
SELECT header, mapping, changed, excluded, warnings FROM last;
-- Mapped, and the other way round.
SELECT changed FROM import_csv(file(E'ann@x.no\nbo@x.no\n'), mode => 'update', header => false, mapping => '{"1": "email"}', set => '{"unsubscribed": true}');
TABLE people;
-- Who is unknown comes unsubscribed, where they are to come.
SELECT created FROM import_csv(file(E'email\nnew@x.no\n'), set => '{"subscribed": false}');
SELECT email, subscribed FROM customers WHERE email = 'new@x.no';
-- Nobody is subscribed again by it, unless that is said.
SELECT customers_import(file(E'email\nann@x.no\nnewer@x.no\n'), set => '{"subscribed": "yes"}') AS id \gset
TABLE diff;
SELECT line, field, value, code FROM customer_import_errors JOIN last USING (import_id);
SELECT changed FROM import_csv(file(E'email\nann@x.no\n'), again => true, set => '{"subscribed": "yes"}', resubscribe => true);
SELECT email, subscribed FROM customers WHERE email = 'ann@x.no';
-- Beside a column of consent, the stricter holds.
SELECT customers_import(file(E'email,subscribed\np1@x.no,yes\np2@x.no,no\np3@x.no,\n'), set => '{"subscribed": "no"}') AS id \gset
SELECT line, new_value FROM diff WHERE field = 'subscribed';
SELECT customers_import(file(E'email,subscribed\np1@x.no,yes\np2@x.no,no\np3@x.no,\n'), set => '{"subscribed": "yes"}') AS id \gset
SELECT line, new_value FROM diff WHERE field = 'subscribed';

-- A whole file goes into a group, beside what its own column says.
SELECT customers_group_create('VIP') > 0 AS created;
SELECT customers_group_assign('VIP', ARRAY(SELECT customer_id FROM customers WHERE email = 'bo@x.no'));
SELECT customers_import(file(E'email\nbo@x.no\ncy@x.no\ndi@x.no\n'), set => '{"groups": "Gala"}') AS id \gset
TABLE diff;
SELECT changed, created FROM customers_merge(:id);
SELECT email, groups FROM people WHERE groups <> '{}';
SELECT customers_import(file(E'email,groups\nbo@x.no,"Wine, Cheese"\ncy@x.no,\nes@x.no,Gala\n'), set => '{"groups": "Gala | Spring"}') AS id \gset
SELECT line, old_value, new_value FROM diff WHERE field = 'groups';
SELECT customers_import(file(E'email,groups\nbo@x.no,Wine\ncy@x.no,#N/A\n'), set => '{"groups": "Gala"}', group_mode => 'replace') AS id \gset
SELECT line, old_value, new_value FROM diff WHERE field = 'groups';
SELECT customers_import(file(E'email\nbo@x.no\n'), set => '{"groups": "Unheard of"}', unknown_groups => 'reject') AS id \gset
SELECT line, field, value, code FROM customer_import_errors JOIN last USING (import_id);

-- Any other field: it goes before a column of the file, which a warning names.
ALTER TABLE customers ADD COLUMN source_date date, ADD COLUMN price numeric(8,2);
SELECT customers_import(file(E'email,Language,name\nann@x.no,de,Ann\nfay@x.no,fr,Fay\n'),
	set => '{"language": "en", "vip": true, "loyalty_points": 10, "attributes.Campaign": "Gala 2026", "source_date": "2026-02-03", "price": "12.50"}') AS id \gset
TABLE diff;
SELECT warnings, mapping, fields FROM last;
SELECT changed, created FROM customers_merge(:id);
SELECT email, language, vip, loyalty_points, attributes, source_date, price FROM customers WHERE email IN ('ann@x.no', 'fay@x.no') ORDER BY 1;
-- The same again is unchanged; an undo takes all of it back.
SELECT unchanged FROM import_csv(file(E'email,Language,name\nann@x.no,de,Ann\nfay@x.no,fr,Fay\n'), again => true,
	set => '{"language": "en", "vip": true, "loyalty_points": 10, "attributes.Campaign": "Gala 2026", "source_date": "2026-02-03", "price": "12.50"}');
SELECT reverted FROM customers_revert(:id);
SELECT email, language, vip, loyalty_points, attributes, source_date, price FROM customers WHERE email IN ('ann@x.no', 'fay@x.no') ORDER BY 1;
-- Rules, blanks and clearing are those of a cell.
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"name": "Nobody", "city": "Oslo"}', rules => '{"name": "fill", "city": "fill"}') AS id \gset
TABLE diff;
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"name": ""}') AS id \gset
TABLE diff;
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"name": "#N/A"}') AS id \gset
TABLE diff;

-- A corrected record has it, too; it is no cell of one record.
SELECT customers_import(file(E'email,birth_date\nkim@x.no,31.02.1990\nlea@x.no\nmo@x.no,1990-01-01\nmo@x.no,1990-01-02\n'),
	set => '{"groups": "Gala", "city": "Oslo", "subscribed": "no"}') AS id \gset
SELECT raw FROM customer_import_rows WHERE import_id = :id ORDER BY line;
SELECT * FROM customers_import_rejects(:id);
SELECT customers_import_fix(:id, 2, 'birth_date', '1990-02-28'), customers_import_fix(:id, 3, 'birth_date', ''),
	customers_import_exclude(:id, '{4}');
TABLE diff;
SELECT customers_import_fix(:id, 2, 'email', 'kit@x.no');
SELECT * FROM diff WHERE line = 2;
SELECT customers_import_fix(:id, 2, 'city', 'Bergen');
SELECT created FROM customers_merge(:id);
SELECT email, city, subscribed FROM customers WHERE city = 'Oslo' ORDER BY 1;

-- A preset keeps it; what is given beside the preset goes before.
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, mode => 'update', set => '{"groups": "Gala"}') AS id \gset
SELECT customers_import_preset_save('gala', :id);
SELECT customers_import(file(E'email\nleft@x.no\nstranger@x.no\n'), preset => 'gala') AS id \gset
TABLE diff;
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, preset => 'gala', set => '{"groups": "Other"}') AS id \gset
TABLE diff;

-- What people read.
SELECT customers_import(file(E'email,city\nann@x.no,Oslo\nnora@x.no,Moss\n'), set => '{"groups": "Gala", "city": "Hamar"}') AS id \gset
SELECT * FROM customers_import_preview(:id);
SELECT customers_import_report(:id) ~ 'Gala' AS in_report;
SET client_min_messages = notice;
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"groups": "Gala", "vip": true}') IS NOT NULL AS imported;
SET client_min_messages = warning;

-- Errors.
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '["groups"]');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"groups": ["Gala"]}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"groups": null}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"Campaign": "Gala"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"email": "all@x.no"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"customer_id": 1}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"password": "hunter2"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"vip": "perhaps"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"subscribed": "perhaps"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"source_date": "03/02/2026"}');
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"source_date": "03/02/2026"}', date_order => 'DMY') IS NOT NULL AS imported;
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{"price": "much"}') IS NOT NULL AS imported;
SELECT line, field, value, code FROM customer_import_errors JOIN last USING (import_id);
SELECT customers_import(file(E'email\nann@x.no\n'), again => true, set => '{}') IS NOT NULL AS imported;

-- A group of those who left: whether they want mail is asked.
SELECT customers_import(E'email\nleft.1@x.no\n'::bytea, set => '{"groups": "Unsubscribed"}');
SELECT customers_import(E'email,groups\nleft.1@x.no,VIP\n'::bytea, set => '{"groups": "Gala|Avmeldt"}');
SELECT customers_import(E'email\nleft.1@x.no\n'::bytea, set => '{"groups": "Unsubscribed", "subscribed": "no"}') > 0 AS said,
	customers_import(E'email\nleft.1@x.no\n'::bytea, set => '{"groups": "Unsubscribers'' gala", "subscribed": "yes"}') > 0 AS said_yes;

DROP SCHEMA t_set CASCADE;
