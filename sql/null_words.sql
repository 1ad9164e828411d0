-- Words that only look like a value: NULL, n/a, -.

CREATE SCHEMA t_null_words;
SET customers.schema = 't_null_words';
SET search_path = t_null_words, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null ~
\i sql/include/views.sql
CREATE VIEW people AS
	SELECT email, identifier, name, first_name, last_name, phone, city, birth_date, vip, attributes
	FROM customers ORDER BY customer_id;

-- They are blank in every column, whatever the type, and replace nothing.
INSERT INTO customers (email, identifier, name, phone, city, vip, loyalty_points, attributes)
	VALUES ('ann@x.no', 'A1', 'Ann', '815 00', 'Oslo', true, 12, '{"Size": "38"}');
SELECT customers_import(file(E'email,identifier,name,phone,city,vip,loyalty_points,Size\n'
	'ann@x.no,NULL,Ann,-,n/a,none,\\N,(null)\n')) AS id \gset
TABLE counts;
SELECT customers_import(file(E'email,identifier,name,phone,city,vip,loyalty_points,Size\n'
	'bo@x.no,unknown,Bo,--,<NULL>,NaN,nil,k.A.\n'
	'cy@x.no,?,Cy,—,Néant,Undefined, - ,"N/A"\n')) AS id \gset
TABLE diff;
TABLE errors;
SELECT created FROM customers_merge(:id);
TABLE people;

-- What is a country or a letter is no such word.
SELECT customers_import(file(E'email,country,Grade,note\ndi@x.no,NA,N,none of these\n')) AS id \gset
TABLE diff;

-- An id or an address may be less: unknown, tbd, x.
SELECT customers_import(file(E'identifier,email,name,city\nX9,tbd,Ed,unknown\n')) AS id \gset
TABLE diff;

-- Neither is it with characters in it that cannot be seen: two such people are not one.
SELECT customers_import(file(E'identifier,email,name\nt\u2066bd,ed@x.no,Ed\nt\u2066bd,flo@x.no,Flo\nX8,n\u00AD/a,Gil\nX9,#N\u2066/A,Hal\n')) AS id \gset
TABLE diff;
TABLE errors;

-- There are people called Null: a word is no name only where it stands in more
-- than one record.
SELECT customers_import(file(E'email,first_name,last_name\nfay@x.no,Fay,Null\ngus@x.no,None,Berg\nhal@x.no,none,Dahl\n')) AS id \gset
TABLE diff;
SELECT formats FROM last;
-- A correction of another cell reads them as the import did.
SELECT customers_import_fix(:id, 3, 'last_name', 'Borg');
SELECT customers_import_fix(:id, 2, 'first_name', 'None');
TABLE diff;
SELECT customers_cancel(:id);
-- A ' before it says that it is a value, as export does.
SELECT customers_import(file(E'email,last_name,city\nivy@x.no,\'Null,\'none\n')) AS id \gset
TABLE diff;
SELECT customers_cancel(:id);

-- null_words names them; '{}' turns them off, but for keys.
SELECT customers_import(file(E'email,city,phone\nivy@x.no,n/a,(leer)\n'), null_words => '{(LEER),"a,b"}') AS id \gset
TABLE diff;
SELECT options -> 'null_words' AS null_words FROM last;
SELECT customers_import_fix(:id, 2, 'email', 'ivy2@x.no');
TABLE diff;
SELECT customers_import(file(E'identifier,email,city\n-,jo@x.no,NULL\n'), null_words => '{}') AS id \gset
TABLE diff;
SELECT customers_import(file(E'email\nx@x.no\n'), null_words => '{NULL}');

-- A preset keeps them; only an array is taken.
SELECT customers_import_preset_save('own', :id);
SELECT options -> 'null_words' AS null_words FROM customer_import_presets;
UPDATE customer_import_presets SET options = options || '{"null_words": ["", "zip"]}';
SELECT customers_import(file(E'identifier,email,city\n-,jo@x.no,zip\n'), preset => 'own') AS id \gset
TABLE diff;
UPDATE customer_import_presets SET options = options || '{"null_words": [1]}';
SELECT customers_import(file(E'identifier,email,city\n-,jo@x.no,zip\n'), preset => 'own') AS id \gset

-- Words of one's own are rows of customer_value_words.
INSERT INTO customer_value_words VALUES ('nothing', 'Vide', 'blank');
SELECT customers_import(file(E'email,city\nann@x.no,VIDE\n')) AS id \gset
TABLE counts;

-- Under blanks => 'clear' they clear as a blank does, but no key.
SELECT customers_import(file(E'email,identifier,city,phone\nann@x.no,-,-,815 00\n'), blanks => 'clear') AS id \gset
TABLE diff;

-- A live value that is such a word is unchanged by its own export.
UPDATE customers SET city = 'none', attributes = '{"Size": "n/a"}' WHERE email = 'ann@x.no';
SELECT string_agg(line, E'\n') || E'\n' AS exported FROM customers_export_csv(filter => $$ email = 'ann@x.no' $$) AS line \gset
SELECT customers_import(file(:'exported')) AS id \gset
TABLE counts;
SELECT customers_import(file(:'exported'), blanks => 'clear') AS id \gset
TABLE counts;

SELECT customers_export_csv(columns => '{email,city,attributes.Size}', filter => $$ email = 'ann@x.no' $$);

-- customers_save takes what an application gives.
SELECT customers_save('{"email": "kit@x.no", "city": "none", "name": "-"}') > 0 AS saved;
SELECT city, name FROM customers WHERE email = 'kit@x.no';

-- Addresses that stand for none: a word for nothing on both sides, or one that several
-- people have.  A family's, a company's and a letter's are addresses.
SELECT customers_import(file(E'name,email,phone\nAnn Lee,noemail@noemail.com,91234561\nBo Vik,noemail@noemail.com,91234562\nCy Moe,x@x.x,91234563\nDi Lo,unknown@unknown.com,91234564\nEd Ny,none@gmail.com,91234565\nFy Ro,none@gmail.com,91234566\nGo Berg,berg@berg.no,91234567\nHa Berg,info@berg.no,91234568\nIn Ro,zara@zara.com,91234569\nJo Si,a@x.no,91234510\nKa Tu,test@company.no,91234511\n')) AS id \gset
SELECT warnings FROM last;
SELECT line, field, new_value FROM diff WHERE field = 'email' ORDER BY line;
SELECT line, code, severity FROM errors;
SELECT customers_import_fix(:id, 2, 'phone', '91234599');
SELECT field, new_value FROM diff WHERE line = 2 ORDER BY field;
SELECT customers_import(file(E'name,email\nAnn Lee,x@x.x\n'), null_words => '{}') AS id \gset
SELECT new_value FROM diff WHERE field = 'email';

-- A text that says so in words is none, and speaks against no column of addresses; marks
-- alone are no key.
SELECT customers_import(file(E'E-Mail;Name;Telefon\nann@x.no;Ann;92234561\nkeine E-Mail;Bo;92234562\nsin correo;Cy;92234563\nkein;Di;92234564\nikke oppgitt;Ed;92234565\nnot given;Fy;92234566\n?!;Go;92234567\nno.mail.x.no;Ha;92234568\n')) AS id \gset
SELECT line, field, new_value FROM diff WHERE field IN ('email', 'name') ORDER BY line, field;
SELECT line, field, code FROM errors WHERE code <> 'weak_key';
SELECT customers_import(file(E'identifier,name,phone\n??,Ann,92234571\n***,Bo,92234572\nA#,Cy,92234573\n')) AS id \gset
SELECT line, field, new_value FROM diff WHERE field IN ('identifier', 'name') ORDER BY line, field;

DROP SCHEMA t_null_words CASCADE;
