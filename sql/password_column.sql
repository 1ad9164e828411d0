-- Which columns hold passwords, and which cells of them are some.

CREATE SCHEMA t_password_column;
SET customers.schema = 't_password_column';
SET search_path = t_password_column, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql

-- What a column headed so is taken for.
CREATE FUNCTION field_of(word text) RETURNS text LANGUAGE sql AS $$
	SELECT COALESCE(fields[2], '-') FROM customers_sniff(file(format(E'email;%s\nann@x.no;sunny-day-9\nbo@x.no;rainy-day-8\n', word)))
$$;

-- The password, under any name, in any language, ...
SELECT word, field_of(word) FROM unnest(ARRAY['password', 'user_pass', 'userPass', 'New password', 'Login password',
	'password_plain', 'Password (plain text)', 'cleartext_password', 'Customer Password', 'shop_pwd', 'UserPassword',
	'USERPASS', 'login_pw', 'pass', 'Pass-word', 'unhashed_password', 'Agent password',
	'Passord', 'Nytt passord', 'kundepassord', 'Lösenord', 'inloggningslösenord', 'Adgangskode', 'Ny kodeord',
	'Passwort', 'Neues Passwort', 'Kundenpasswort', 'Kennwort', 'mot de passe', 'Nouveau mot de passe', 'MotDePasse client',
	'mdp', 'contraseña', 'Nueva contraseña', 'contraseña de usuario', 'Clave de acceso', 'Wachtwoord', 'Nieuw wachtwoord',
	'klantwachtwoord', 'Zugangscode', 'Zugangsdaten', 'Parola', 'Code d''accès', 'Tilgangskode',
	'Salasana', 'Uusi salasana', 'Senha', 'nova senha', 'Palavra-passe', 'Password utente', 'Nuova password',
	'Hasło', 'Nowe hasło', 'hasło użytkownika', 'Pasword', 'Passwrod', 'Passw.', 'Paßwort', 'P/W', 'Passe', 'Passkode', 'user_pass_2', 'pass1', 'userpass2', 'Пароль', 'Новый пароль клиента', 'Şifre', 'Heslo', 'Nové heslo', 'Jelszó', 'Lozinka', 'Κωδικός πρόσβασης',
	'Contrasenya']) AS word WHERE field_of(word) <> 'password';
-- ... or nothing, and never a category: hashes, what one forgot, answers and keys.
SELECT word, field_of(word) FROM unnest(ARRAY['hashed_password', 'password_digest', 'encrypted_password', 'password_md5',
	'Password hint', 'password_reset_token', 'passwordSalt', 'Password question', 'Old password', 'Confirm password',
	'passordhint', 'lösenordstips', 'Passwort-Hinweis', 'Passwortfrage', 'Altes Passwort', 'indice mot de passe',
	'pista de contraseña', 'dica da senha', 'suggerimento password', 'wachtwoordhint', 'salasanavihje',
	'podpowiedź hasła', 'Password changed at']) AS word WHERE field_of(word) <> '-';
-- What tells when or whether is no secret: the cells decide.
SELECT fields FROM customers_sniff(file(E'email;Password changed at;Password set;Passwort abgelaufen;Password attempts;Password reset code
ann@x.no;2026-01-02 10:00;yes;nein;2;482913
bo@x.no;;no;ja;0;
'));
SELECT fields FROM customers_sniff(file(E'email;Password changed at;Password hint;Login password
ann@x.no;before the holidays;2026-01-02;yes
bo@x.no;2026-01-02;my dog;no
'));
-- Nor is what tells how strong they are, or a word that means something else, where the
-- cells are none that people choose.  Yes and no down a column tell whether there is one.
CREATE FUNCTION field_of(word text, VARIADIC cells text[]) RETURNS text LANGUAGE sql AS $$
	SELECT COALESCE(fields[2], '-') FROM customers_sniff(file(format(E'email;%s\n', word) ||
		(SELECT string_agg(format(E'p%s@x.no;%s\n', n, cell), '' ORDER BY n) FROM unnest(cells) WITH ORDINALITY AS c (cell, n))))
$$;
SELECT word, field_of(word, VARIADIC cells) FROM (VALUES ('Password strength', '{strong,weak,medium}'::text[]), ('Password manager', '{1Password,Bitwarden,LastPass}'),
	('Passwort vergessen', '{0,1,0}'), ('Passwordless login', '{yes,no,yes}'), ('Password age in days', '{120,1300,1400}'),
	('Pass', '{Day,Season,Weekend}'), ('Member pass', '{Gold,Silver,Gold}'), ('Site pass', '{2024-01-02,2024-03-04,2025-01-01}'),
	('Hasło kampanii', '{Lato,Zima,Wiosna}'), ('Senha de atendimento', '{A12,A13,A14}'), ('Has password', '{yes,no,yes}'),
	('Token balance', '{12000,51232,77123}'), ('Pin count', '{1200,1333,4444}'), ('Access code', '{Front,Back,Side}'),
	('Secret Santa', '{Bob,Ann,Cy}')) AS w (word, cells)
WHERE field_of(word, VARIADIC cells) IS DISTINCT FROM 'attributes.' || word;
SELECT word, field_of(word, VARIADIC cells) FROM (VALUES ('Pass', '{sunny,rainy8,cloudy}'::text[]), ('Password changed at', '{sun2024x,rain!23x,Snow-1985}'),
	('Password', '{yes,no,yes}'), ('Password', '{yes}')) AS w (word, cells);
-- What only looks like it stays what it is.
SELECT word, field_of(word) FROM unnest(ARRAY['Passport', 'Passnummer', 'Season pass', 'Boarding Pass No', 'Bypass', 'Compass words',
	'Clave', 'Parola chiave', 'Resenha', 'Passenger', 'Passion', 'Keyword', 'Stichwort', 'palabra clave']) AS word;

-- One column of a file is it: by the name of the field, else by a known word,
-- else the first; the others are not imported.
SELECT fields, warnings FROM customers_sniff(file(E'email;user_pass;password\nann@x.no;a;b\n'));
SELECT fields, warnings FROM customers_sniff(file(E'email;user_pass;Passwort;Kennwort\nann@x.no;a;b;c\n'));
SELECT fields, warnings FROM customers_sniff(file(E'email;Password;Confirm password;Password hint\nann@x.no;a;a;my dog\n'));
-- A mapping decides; a user's synonym does.
SELECT fields, warnings FROM customers_sniff(file(E'email;Web;user_pass\nann@x.no;a;b\n'), mapping => '{"Web": "password"}');
SELECT fields, warnings FROM customers_sniff(file(E'email;user_pass\nann@x.no;a\n'), mapping => '{"user_pass": null}');
INSERT INTO customer_header_synonyms (word, field) VALUES ('Password hint', 'note');
SELECT fields, warnings FROM customers_sniff(file(E'email;Password hint\nann@x.no;a\n'));
DELETE FROM customer_header_synonyms WHERE word = 'Password hint';
-- Other secrets: by word, by cells, or by both; a word alone that means other things
-- is not enough, and what is in an address is a postal code.
SELECT word, field_of(word, 'a8f3k29dk2kd9s', 'b9fk3k2ld93kd2', 'kd93kd0a1kd83k') AS token,
	field_of(word, 'Morning', 'Afternoon', 'Evening') AS word_cells, field_of(word, '', '', '') AS blank,
	field_of(word, 'C-0012', 'C-0013', 'C-0014') AS keys, field_of(word, 'sol2024x', 'perro!23', 'Maria-1985x') AS passwords,
	field_of(word, '1234', '0021', '9913') AS pins, field_of(word, '560001', '110 002', '400050') AS postal
FROM unnest(ARRAY['api_key', 'apiKey', 'reset_token', 'remember_token', 'Token', 'session', 'otp_secret', 'credentials', 'PIN',
	'PIN code', 'Clave', 'Clave cliente', 'Remark', 'Login code', 'Código de acceso', 'Pinkod', 'secret', 'salt', 'security_stamp']) AS word;
SELECT field_of('Whatever', '$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', '') AS hash,
	field_of('Whatever', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', '') AS web_token,
	field_of('Whatever', 'Asia and the Pacific, north', 'key-accounts of the region') AS words;
SELECT fields FROM customers_sniff(file(E'name;city;Pincode;email\nAnn;Oslo;0150;a@x.no\nBo;Bergen;5003;b@x.no\n'));
SELECT fields, warnings FROM customers_sniff(file(E'name;email;city;zip;PIN code;remember_token\nAnn;a@x.no;Oslo;0150;1234;\nBo;b@x.no;Bergen;5003;8313;\n'));

-- Header words that are swapped, or a column off: neither is what its word says.
SELECT fields, warnings FROM customers_sniff(file(E'email;password;name\na@x.no;Ann Berg;sunny-day9\nb@x.no;Bo Dahl;Rain45a\nc@x.no;Cy;x99cloudy\n'));
SELECT fields, warnings FROM customers_sniff(file(E'email;password;name\na@x.no;Ann Berg;sunny-day9\nb@x.no;Bo Dahl;Rain45a\nc@x.no;Cy;x99cloudy\n'),
	mapping => '{"password": "name", "name": "password"}');
-- A password of letters, and a name with digits, are no such thing.
SELECT fields FROM customers_sniff(file(E'email;password;name\na@x.no;sunny;Ann Berg\nb@x.no;rainy;X-Ray2000\nc@x.no;cloudy;Cy\n'));
-- Cells that are written as nothing else, under any word or none.
SELECT field_of('Field 7', 'Sunny!day9', 'rainy#45a', 'x99$cloudy') AS passwords, field_of('Size', '10%off-now1', '10%off-now2', '20%off-now3') AS alike,
	field_of('Link', 'https://x.no/?a=1', 'https://x.no/?b=22', 'http://y.no/#3') AS links;
SELECT fields, warnings FROM customers_sniff(file(E'ann@x.no,Ann Berg,Sunny!day9\nbo@x.no,Bo Dahl,rainy#45a\ncy@x.no,Cy Lie,x99$cloudy\n'));
-- Several values in a cell, a password among them; a remark is none.
SELECT cell, field_of('meta', '"' || replace(cell, '"', '""') || '"') FROM unnest(ARRAY['{"password": "sunny-day-9", "size": 1}', '[{"user": {"api_key": "k7", "x": 1}}]',
	'a:2:{s:8:"password";s:9:"sunny-day";s:4:"city";s:4:"Oslo";}', 'size: 1| password: sunny-day-9', 'city=Oslo&user_pass=sunny',
	'{"password": "", "size": 1}', '{"has_password": true}', '{"password": "********"}', '{"pass": "Gold"}', 'size: 1| password: changed in May',
	'Password: ask Bob']) AS cell;
SELECT warnings FROM customers_sniff(file(E'email;meta\nann@x.no;{"password": "sunny"}\n'));
-- Nor by the name of a category; and an application is told.
SELECT fields, warnings FROM customers_sniff(file(E'email;attributes.password;attributes.api_key;attributes.Password changed at;attributes.Pass\nann@x.no;a;b;2026-01-02;Gold\n'));
\set VERBOSITY default
SELECT customers_save('{"email": "x@x.no", "attributes": {"Password": "sunny-day-9"}}');
SELECT customers_save('{"email": "x@x.no", "user_pass": "sunny-day-9"}');
SELECT customers_save('{"email": "x@x.no", "attributes": {"Password": null, "Pass": "Gold", "Password changed": "2026-01-02"}}');
SELECT attributes FROM customers WHERE email = 'x@x.no';

-- Nor do rejected records keep what is not imported.
SELECT customers_import(file(E'email;Password hint;old_password;birth_date\nann@x.no;mydogrex;winter-7;31.02.1990\n')) AS id \gset
SELECT raw FROM customer_import_rows WHERE import_id = :id;
SELECT * FROM customers_import_rejects(:id);

-- Cells that are no password are not taken, the record is, and one warning
-- counts them.
CREATE TABLE cells (n int, cell text, taken boolean);
INSERT INTO cells SELECT row_number() OVER (), * FROM (VALUES
	('sunny-day-9', true), ('changeme', true), ('secret', true), ('Null!', true), ('nullify', true), ('x', true),
	('$ecret$1', true), ('{curly}!', true), ('p4$$word', true), ('**!a', true), ('0123456789abcdef', true),
	('correct horse battery staple', true), ('пароль', true), ('1234', true), ('yes', true), ('=1+2', true),
	('sha1 is not for passwords, they say', true), ('md5', true),
	('********', false), ('*', false), ('••••••', false), ('●●●●', false), ('s******9', false), ('xxxxxxxx', false),
	('----', false), ('-', false), ('?', false), ('....', false),
	('NULL', false), ('null', false), ('n/a', false), ('N.A.', false), ('none', false), ('\N', false), ('(null)', false),
	('<hidden>', false), ('[redacted]', false), ('(not exported)', false), ('keine', false), ('brak', false), ('#NAME?', false),
	('$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', false),
	('$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', false),
	('$wp$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', false),
	('$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/', false), ('$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', false),
	('$1$salt$qJH7.N4xYta3aEG/dfqo/0', false), ('$6$rounds=5000$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO', false),
	('$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG', false),
	('$S$DxZ5.JXjNmcaJ5GIbqGVzSsgAHXTvbWQDrpTLqRLGVJ1tEJmhXGS', false),
	('pbkdf2_sha256$260000$bXw2v1Ir$7y6Ge8jmG1nSx0YvVjPo9W2cAV1tqHnXbmFi7m3n0Pk=', false),
	('scrypt:32768:8:1$abcdefgh$0123456789abcdef0123456789abcdef', false),
	('sha1$12345678$0123456789abcdef0123456789abcdef01234567', false),
	('{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=', false), ('{CRYPT}rqXexS6ZhobKA', false), ('{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG', false),
	('900150983cd24fb0d6963f7d28e17f72', false), ('md5900150983cd24fb0d6963f7d28e17f72', false),
	('900150983cd24fb0d6963f7d28e17f72:Xy', false), ('A9993E364706816ABA3E25717850C26C9CD0D89D', false),
	('*A4B6157319038724E3560894F7F932C8886EBFCF', false),
	('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', false),
	('0x0100F0E1D2C3B4A5968778695A4B3C2D1E0F00112233445566778899', false),
	('AQAAAAEAACcQAAAAEJ5Yj4vH0P0lqLxJ8yJt3kq2gk1oGkqzYx8m0b7x0m3dQ4zVh2oO2f8Wc1s6yQ9Lbg==', false),
	('S:8F2D65FB5547B71C8DA3760F10960428CD307B1C6271691FC55C1F56554A;H:0BC7', false), ('{noop}sunny-day', false),
	('vault:v1:abcdefghijklmnopqrstuvwxyz', false), ('**hidden**', false), ('--none--', false), ('PROTECTED', false),
	('*sunny*', true), ('12345678901234567890123456789012345', true), ('deadbeef-sunny', true),
	('SCRAM-SHA-1$4096:abcdefgh$0123456789abcdef', false), ('SCRAM-SHA-256$4096:cut', false)) AS c (cell, taken);
SELECT customers_import(file(E'email;password\n' || (SELECT string_agg(format(E'p%s@x.no;"%s"\n', n, cell), '') FROM cells))) AS id \gset
SELECT warnings FROM last;
SELECT created, rejected FROM customers_merge(:id);
SELECT c.cell, c.taken FROM cells AS c JOIN customers AS p ON p.email = format('p%s@x.no', c.n)
WHERE c.taken <> (p.password_hash IS NOT NULL) ORDER BY n;
SELECT count(*) FILTER (WHERE taken) AS taken, count(*) FILTER (WHERE NOT taken) AS not_taken FROM cells;

-- Nor do they take a password away, or count as a change of one.
SELECT password_hash AS before FROM customers WHERE email = 'p1@x.no' \gset
SELECT unchanged FROM import_csv(file(E'email;password\np1@x.no;********\n'), rules => '{"password": "overwrite"}', blanks => 'clear');
SELECT password_hash = :'before' AS kept FROM customers WHERE email = 'p1@x.no';
SELECT warnings FROM last;
SET client_min_messages = notice;
SELECT customers_save('{"email": "p1@x.no", "password": "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"}',
	rules => '{"password": "overwrite"}') IS NOT NULL AS saved;
SET client_min_messages = warning;
SELECT password_hash = :'before' AS kept FROM customers WHERE email = 'p1@x.no';
