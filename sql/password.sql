-- Passwords: verifiers only, and plain text nowhere.

CREATE SCHEMA t_password;
SET customers.schema = 't_password';
SET search_path = t_password, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql
-- Where does a text occur in what imports keep?
CREATE FUNCTION traces(secret text) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
	RETURN (SELECT count(*) FROM customer_import_rows AS r WHERE r::text ~ secret)
		+ (SELECT count(*) FROM customer_imports AS i WHERE i::text ~ secret)
		+ (SELECT count(*) FROM customer_import_diff AS d WHERE d::text ~ secret)
		+ (SELECT count(*) FROM customer_import_errors AS e WHERE e::text ~ secret)
		+ (SELECT count(*) FROM customers AS c WHERE c::text ~ secret);
END $$;
CREATE FUNCTION is_verifier(hash text) RETURNS boolean LANGUAGE sql AS
	$$ SELECT hash LIKE 'SCRAM-SHA-256$4096:%$%:%' $$;

INSERT INTO customers (email) VALUES ('ann@x.no'), ('bob@x.no');


-- New customers, and known ones without a password: a verifier is staged apart,
-- and all else says only that there is one.
SELECT customers_import(file('email,password
dee@x.no,hunter2
ann@x.no,s3cret
'));
TABLE diff;
SELECT line, cells[2], is_verifier(verifier) AS verifier FROM customer_import_rows LEFT JOIN customer_import_secrets USING (import_id, line)
ORDER BY line;
SELECT traces('hunter2|s3cret');
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT email, is_verifier(password_hash) AS verifier FROM customers ORDER BY email;
SELECT count(DISTINCT password_hash) FROM customers;

-- The rule is fill: who has a password keeps it, whatever the file says.
SELECT customers_import(file('email,password
ann@x.no,other
ann@x.no,s3cret
dee@x.no,#N/A
bob@x.no,
'));
TABLE counts;
TABLE diff;
-- overwrite: the right password is unchanged, another one is a change.
SELECT customers_import(file('email,password
ann@x.no,s3cret
dee@x.no,new one
'), rules => '{"password": "overwrite"}');
TABLE counts;
TABLE diff;
SELECT traces('s3cret|new one');
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_import(file('email,password
dee@x.no,new one
'), rules => '{"password": "overwrite"}');
TABLE counts;
SELECT customers_import(file('email,password
dee@x.no,#N/A
'), rules => '{"password": "overwrite"}');
TABLE diff;

-- A verifier is taken as it is: this is how a rejected record comes back.
SELECT password_hash AS verifier FROM customers WHERE email = 'ann@x.no' \gset
SELECT customers_import(convert_to(E'email,password\neve@x.no,' || :'verifier' || E'\n', 'UTF8'));
SELECT cells[2], verifier = :'verifier' AS same FROM customer_import_rows JOIN last USING (import_id) LEFT JOIN customer_import_secrets USING (import_id, line);
-- An MD5 hash is no password: the record is taken without it.
SELECT customers_import(file('email,password
eve@x.no,md5900150983cd24fb0d6963f7d28e17f72
'));
TABLE errors;
SELECT traces('900150983cd24fb0');

-- Rejected records keep the verifier, and a mask in place of the cell, ...
SELECT customers_import(file('email,password,vip
no address,topsecret,no
eve@x.no,topsecret,perhaps
bob@x.no,topsecret,perhaps
fay@x.no,topsecret,no
fay@x.no,topsecret,no
,topsecret,no
'));
SELECT line, code FROM errors;
SELECT line, action, raw, is_verifier(verifier) AS verifier FROM customer_import_rows
	JOIN last USING (import_id) LEFT JOIN customer_import_secrets USING (import_id, line) ORDER BY line;
SELECT traces('topsecret');
-- ... so do those left out for a duplicate, whenever that comes: one of them may
-- be corrected; others that are left out keep none, ...
CREATE FUNCTION left_out(duplicates text, memory text, padding int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('customers.match_memory', memory, true);
	PERFORM customers_import(file('email,password,name
bob@x.no,topsecret,1
gil@x.no,topsecret,1
bob@x.no,topsecret,2
gil@x.no,topsecret,2
' || (SELECT COALESCE(string_agg(format(E'p%s@x.no,,%s\n', n, n), ''), '') FROM generate_series(1, padding) AS n)), duplicates => duplicates);
	RETURN (SELECT string_agg(line || CASE WHEN is_verifier(verifier) THEN ' verifier' ELSE '' END || COALESCE(' raw ' || raw::text, ''), ', ' ORDER BY line)
		FROM customer_import_rows JOIN last USING (import_id) LEFT JOIN customer_import_secrets USING (import_id, line) WHERE action = 'exclude');
END $$;
SELECT policy, left_out(policy, '256MB', 0) AS at_once, left_out(policy, '64kB', 9000) AS little_memory
FROM unnest(ARRAY['first', 'last']) AS policy;
RESET customers.match_memory;
SELECT customers_import(file('email,password,name
bob@x.no,topsecret,Bob
gil@x.no,topsecret,Gil
'), mode => 'update');
SELECT customers_import(file('email,password,name
gil@x.no,topsecret,1
gil@x.no,topsecret,2
'), duplicates => 'first');
SELECT customers_import(file('email,password,name
gil@x.no,topsecret,1
gil@x.no,topsecret,2
'), duplicates => 'last');
SELECT customers_import(file('email,password,name
bob@x.no,topsecret,Bob
'), mode => 'create');
SELECT traces('topsecret');
-- ... and where it is not known which cell it is, all are masked.
SELECT customers_import(file('email,password,name
fay@x.no,,Fay
gil@x.no,,Gil
hal@x.no,,Hal
eve@x.no,t*p,secret,Eve
eve@x.no;topsecret
"eve@x.no,topsecret,Eve
'));
SELECT line, raw, reason FROM customer_import_rows JOIN last USING (import_id) WHERE action = 'reject' ORDER BY line;
-- No verifier holds a * or a comma: it is in base64.
SELECT traces('t[*]p|secret,');

-- Every word for it, and by mapping.
SELECT customers_import(file('email;Passord
eve@x.no;topsecret
'));
TABLE diff;
SELECT customers_import(file('email,kode
eve@x.no,topsecret
'), mapping => '{"kode": "password"}');
TABLE diff;
SELECT traces('topsecret');

-- A column of passwords that is ignored is not kept with the rejects.
SELECT customers_import(file('email,password,name
not an email,topsecret,Eve
eve@x.no,topsecret
'), mapping => '{"password": null}');
SELECT line, raw, reason FROM customer_import_rows JOIN last USING (import_id) WHERE action = 'reject' ORDER BY line;
SELECT traces('topsecret');

-- A conflict says that it has changed, not what it is.
SELECT customers_import(file('email,password
bob@x.no,topsecret
'));
UPDATE customers SET password_hash = 'set since' WHERE email = 'bob@x.no';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT * FROM customers_merge((SELECT import_id FROM last), on_conflict => 'skip');
TABLE errors;

DROP SCHEMA t_password CASCADE;
