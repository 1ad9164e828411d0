-- Passwords of staged records stand apart from what a reader may see, and still
-- get where they are meant to go.

CREATE SCHEMA t_password_apart;
SET customers.schema = 't_password_apart';
SET search_path = t_password_apart, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
-- Where verifiers are, but for the two tables that they belong to.
CREATE FUNCTION leaks() RETURNS TABLE (place text) LANGUAGE plpgsql AS $$
DECLARE
	name text;
	found bigint;
BEGIN
	FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 't_password_apart'::regnamespace
		AND relkind IN ('r', 'v') AND relname NOT IN ('customers', 'customer_import_secrets', 'last', 'staged') ORDER BY 1
	LOOP
		EXECUTE format('SELECT count(*) FROM %I AS x WHERE x::text ~ ''SCRAM-SHA|hunter|winter''', name) INTO found;
		IF found > 0 THEN place := name; RETURN NEXT; END IF;
	END LOOP;
	FOR place IN SELECT i.import_id || ': ' || f.name FROM customer_imports AS i
		CROSS JOIN LATERAL (VALUES ('rejects', (SELECT string_agg(r, '') FROM customers_import_rejects(i.import_id) AS r)),
			('report', customers_import_report(i.import_id)),
			('summary', customers_import_summary(i.import_id)),
			('preview', (SELECT string_agg(p::text, '') FROM customers_import_preview(i.import_id) AS p))) AS f (name, content)
		WHERE f.content ~ 'SCRAM-SHA|hunter|winter'
	LOOP
		RETURN NEXT;
	END LOOP;
END $$;
CREATE VIEW staged AS
	SELECT line, action, r.reason, cells, old_cells, raw, verifier LIKE 'SCRAM-SHA-256$4096:%' AS verifier, old_verifier IS NOT NULL AS old
	FROM customer_import_rows AS r JOIN last USING (import_id) LEFT JOIN customer_import_secrets USING (import_id, line) ORDER BY line;

-- Do people log in with it?  Its verifier is what this password gives.
CREATE FUNCTION logs_in(customer text, password text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	SELECT customers_import(file(format(E'email,password\n%s,"%s"\n', customer, password)), rules => '{"password": "overwrite"}', again => true) INTO n;
	RETURN (SELECT unchanged = 1 FROM customer_imports WHERE import_id = n)
		AND customers_cancel(n) IS NOT NULL;
END $$;

INSERT INTO customers (email) VALUES ('ann@x.no'), ('bo@x.no');
SELECT count(*) FROM import_csv(file(E'email,password\nbo@x.no,hunter1\n'));

-- Every kind of record.
SELECT customers_import(file('email,password,vip,birth_date
ann@x.no,hunter2,yes,
bo@x.no,winter1,yes,
cy@x.no,winter2,,
di@x.no,winter3,,31.02.1990
ed@x.no,winter4,,
ed@x.no,winter5,,
fay@x.no,winter,6,,
no address,********,,
bo@x.no;winter7
')) AS id \gset
TABLE staged;
SELECT * FROM leaks();
SELECT field, old_value, new_value FROM customer_import_diff WHERE import_id = :id AND field = 'password';
SELECT * FROM customers_import_rejects(:id);

-- A corrected record still has its password, whatever happened between.
SELECT customers_import_fix(:id, 5, 'vip', 'no');
SELECT customers_import_fix(:id, 5, 'birth_date', '1990-02-28');
SELECT customers_import_exclude(:id, '{6}');
SELECT customers_import_exclude(:id, '{4}'), customers_import_include(:id, '{4}');
TABLE staged;
SELECT * FROM leaks();
SELECT * FROM customers_merge(:id);
-- What was not merged is not corrected any more.
SELECT r.line, r.action FROM customer_import_rows AS r JOIN customer_import_secrets USING (import_id, line) WHERE import_id = :id ORDER BY 1;
SELECT email, logs_in(email, password) FROM (VALUES ('ann@x.no', 'hunter2'), ('bo@x.no', 'hunter1'), ('cy@x.no', 'winter2'),
	('di@x.no', 'winter3'), ('ed@x.no', 'winter5')) AS p (email, password);
SELECT * FROM leaks();
-- The rejects, corrected in a spreadsheet: the mask is no password, the record is.
SELECT created, rejected FROM import_csv(file('email,password,vip,birth_date,reason
gil@x.no,********,,,no address: not an email address
'));
SELECT email, password_hash FROM customers WHERE email = 'gil@x.no';
SELECT warnings FROM last;

-- A password that a correction moves to a new customer, and one it takes away.
SELECT customers_import(file(E'email,password\nhal@x.no,hunter3\nnobody,hunter4\n')) AS id \gset
SELECT customers_import_fix(:id, 2, 'email', 'hans@x.no'), customers_import_fix(:id, 3, 'password', ''),
	customers_import_fix(:id, 3, 'email', 'ib@x.no');
SELECT action, cells, raw, verifier FROM staged;
SELECT created FROM customers_merge(:id);
SELECT logs_in('hans@x.no', 'hunter3');
SELECT email, password_hash IS NULL AS none FROM customers WHERE email = 'ib@x.no';

-- A merge overwrites, an undo puts back, and in any order.
SELECT customers_import(file(E'email,password\nbo@x.no,hunter5\nann@x.no,#N/A\n'), rules => '{"password": "overwrite"}') AS first \gset
TABLE staged;
SELECT changed FROM customers_merge(:first);
SELECT customers_import(file(E'email,password\nbo@x.no,hunter6\nann@x.no,hunter7\n'), rules => '{"password": "overwrite"}') AS second \gset
SELECT changed FROM customers_merge(:second);
SELECT logs_in('bo@x.no', 'hunter6'), logs_in('ann@x.no', 'hunter7');
SELECT reverted, kept FROM customers_revert(:first);
SELECT logs_in('bo@x.no', 'hunter6'), logs_in('ann@x.no', 'hunter7');
SELECT field, old_value, new_value FROM customer_import_diff WHERE import_id = :second ORDER BY line;
SELECT reverted, kept FROM customers_revert(:second);
SELECT logs_in('bo@x.no', 'hunter1'), logs_in('ann@x.no', 'hunter2');
SELECT * FROM leaks();
-- Somebody set another one between the two: what they set comes back.
SELECT customers_import(file(E'email,password\nbo@x.no,hunter8\n'), rules => '{"password": "overwrite"}') AS first \gset
SELECT changed FROM customers_merge(:first);
UPDATE customers SET password_hash = (SELECT password_hash FROM customers WHERE email = 'cy@x.no') WHERE email = 'bo@x.no';
SELECT customers_import(file(E'email,password\nbo@x.no,hunter9\n'), rules => '{"password": "overwrite"}') AS second \gset
SELECT changed FROM customers_merge(:second);
SELECT reverted, kept FROM customers_revert(:first);
SELECT reverted, kept FROM customers_revert(:second);
SELECT logs_in('bo@x.no', 'winter2');
-- Of a new customer: the undo takes them away, or sees that it is another one now.
SELECT customers_import(file(E'email,password\nkim@x.no,hunter3\nlea@x.no,hunter4\n')) AS id \gset
SELECT created FROM customers_merge(:id);
UPDATE customers SET password_hash = 'set since' WHERE email = 'lea@x.no';
SELECT reverted, kept FROM customers_revert(:id);
SELECT email FROM customers WHERE email IN ('kim@x.no', 'lea@x.no');
-- A conflict is one of what is there, not of masks.
SELECT customers_import(file(E'email,password\nbo@x.no,hunter4\n'), rules => '{"password": "overwrite"}', again => true) AS id \gset
UPDATE customers SET password_hash = (SELECT password_hash FROM customers WHERE email = 'ann@x.no') WHERE email = 'bo@x.no';
SELECT * FROM customers_merge(:id);

-- Nothing is hashed where there is one, of rejected records neither.
SELECT customers_import(file('email,password,vip
' || (SELECT string_agg(format(E'p%s@x.no,,no\n', n), '') FROM generate_series(1, 40) AS n))) AS id \gset
SELECT created FROM customers_merge(:id);
UPDATE customers SET password_hash = (SELECT password_hash FROM customers WHERE email = 'cy@x.no') WHERE email ~ '^p\d';
SELECT customers_import(file('email,password,vip
' || (SELECT string_agg(format(E'p%s@x.no,hunter%s,%s\n', n, n, CASE WHEN n % 2 = 0 THEN 'yes' ELSE 'perhaps' END), '') FROM generate_series(1, 40) AS n))) AS id \gset
SELECT changed, rejected FROM last;
SELECT count(*) FROM customer_import_secrets WHERE import_id = :id;

-- A quote that is not closed takes in what stands behind it, others' passwords
-- among it: the whole record is masked, and corrected in the file.
SELECT customers_import(file('email,user_pass,name,vip
pia@x.no,winter1,"Pia,no
per@x.no,winter2,Per,no
')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT * FROM leaks();
SELECT customers_import_fix(:id, 2, 'name', 'Pia');
SELECT customers_import(file('email,user_pass,name
pia@x.no,winter1,"Pia
per@x.no,winter2,Per
')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT * FROM leaks();
SELECT customers_import(file('email,user_pass,name
pia@x.no,"winter1" or 2,Pia
per@x.no,winter2,Per
')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT * FROM leaks();

-- A delimiter too many and one too few: the password stands in another column, and so
-- do a header that is wrong and words below the table.  What may be it is masked.
SELECT customers_import(file('email,password,birth_date,vip
ok@x.no,winter1,1990-01-02,yes
,pia@x.no,winter2,1990-01-02
per@x.no,,winter3,1990-01-02
winter4,1990-01-02,no,
pål@x.no,1990-01-02,winter5,
pat.x.no,,1990-01-02,yes
pen@x.no,winter6,1990-01-02,perhaps
,1990-01-02,1990-01-02,perhaps
Standard password is winter7,,,
')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY line, field;
SELECT * FROM leaks();
-- A cell that is masked alone can be given anew; no other of its record, as what it was is not known.
SELECT customers_import_fix(:id, 4, 'birth_date', '1990-01-02'), customers_import_fix(:id, 8, 'vip', 'no');
SELECT customers_import_fix(:id, 3, 'email', 'pia@x.no');
SELECT customers_import(file(E'password,email\npia@x.no,winter1\nper@x.no,winter2\n')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT * FROM leaks();
SELECT customers_import(file(E'name,email,password,Confirm password,vip\nPia,pia@x.no,winter1,winter1,yes\nPer,per@x.no,,winter2,winter2\n')) AS id \gset
SELECT line, action, reason, raw FROM staged;
SELECT * FROM leaks();

-- So where cells that are refused are left out, and the rest of the record is taken.
SELECT customers_import(file('email,password,birth_date,vip
s1@x.no,winter1,1990-01-02,yes
s2@x.no,,winter2,yes
s3@x.no,winter3,soon,yes
'), invalid => 'skip') AS id \gset
SELECT line, action, cells, raw FROM staged;
SELECT line, field, value, code FROM customer_import_errors WHERE import_id = :id ORDER BY line, field;
SELECT * FROM leaks();

-- Gone with what they belong to: cancelled, purged, erased.
SELECT customers_cancel(:id);
SELECT customers_import(file(E'email,password\nmo@x.no,hunter1\nno@x.no,hunter2\n')) AS id \gset
SELECT count(*) FROM customer_import_secrets WHERE import_id = :id;
SELECT customers_erase(email => 'mo@x.no');
SELECT line FROM customer_import_secrets WHERE import_id = :id;
SELECT customers_cancel(:id);
SELECT count(*) FROM customer_import_secrets WHERE import_id = :id;
SELECT customers_import_purge('0') > 0 AS purged;
SELECT count(*) FROM customer_import_secrets;

-- Who has taken them away: an error, not a mask for a password.
SELECT customers_import(file(E'email,password\noz@x.no,hunter1\n')) AS id \gset
DELETE FROM customer_import_secrets;
SELECT * FROM customers_merge(:id);
SELECT customers_import_fix(:id, 2, 'email', 'ola@x.no');
SELECT action, cells, verifier FROM staged;

-- A password that was not taken, since the customer has one, is told of when a
-- correction makes the record about another one.
SELECT customers_save('{"email": "has@x.no", "password": "sunny-1"}') > 0 AS saved;
SELECT customers_import(file('email,name,password
has@x.no,Ann,rainy-2
')) AS id \gset
SELECT raw FROM customer_import_rows WHERE import_id = :id;
SELECT customers_import_fix(:id, 2, 'name', 'Anna');
SELECT count(*) FROM customer_import_errors WHERE import_id = :id;
SELECT customers_import_fix(:id, 2, 'email', 'hasnot@x.no');
SELECT field, code, message, severity, hint FROM customer_import_errors WHERE import_id = :id;
SELECT customers_import_fix(:id, 2, 'email', 'has@x.no');
SELECT count(*) FROM customer_import_errors WHERE import_id = :id;
SELECT customers_cancel(:id);

DROP SCHEMA t_password_apart CASCADE;
