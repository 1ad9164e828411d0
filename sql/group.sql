-- Groups: cells that name them, and memberships that a file may touch.

CREATE SCHEMA t_group;
SET customers.schema = 't_group';
SET search_path = t_group, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql
CREATE VIEW members AS
	SELECT c.identifier, string_agg(g.name || CASE m.status WHEN 'rejected' THEN ' (rejected)' ELSE '' END,
		'|' ORDER BY g.name) AS groups
	FROM customers AS c JOIN customer_group_members AS m USING (customer_id) JOIN customer_groups AS g USING (group_id)
	GROUP BY 1 ORDER BY 1;

INSERT INTO customers (identifier) VALUES ('K-1'), ('K-2'), ('K-3');
INSERT INTO customer_groups (name) VALUES ('VIP'), ('Wholesale'), ('Art, old; and new');


-- A cell that is a group's name as a whole is that group; else | separates,
-- else ;, else a comma.  Case and outer spaces do not matter.
SELECT customers_import(file('identifier,groups
K-1,"Art, old; and new"
K-2,vip| Wholesale
K-3,"VIP; Bar, Cafe"
N-1,"VIP, Wholesale"
N-2,"one|two;three,four"
N-3,"VIP,,vip, "
'));
SELECT line, action, new_value FROM diff WHERE field = 'groups';
-- Nothing is made before the merge, then what is missing is made.
SELECT name FROM customer_groups ORDER BY 1;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT name FROM customer_groups ORDER BY 1;
TABLE members;
SELECT DISTINCT status, import_id, set_by = CURRENT_USER AS by_me FROM customer_group_members;

-- The same again is unchanged, in whatever order.
SELECT customers_import(file('identifier,groups
K-1,"art, OLD; and new"
K-2,Wholesale|VIP
K-3,"Bar, Cafe|VIP"
'));
TABLE counts;

-- add, the default, never removes; an empty cell and #N/A neither.
SELECT customers_import(file('identifier,groups
K-1,VIP
K-2,VIP
K-3,#N/A
N-1,
'));
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
TABLE members;

-- replace makes it what the cell says; an empty cell keeps, #N/A clears.
SELECT customers_import(file('identifier,groups
K-1,Wholesale
K-2,VIP|New one
K-3,#N/A
N-1,
'), group_mode => 'replace');
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
TABLE members;

-- A membership that was rejected is never overturned by a file, nor removed.
UPDATE customer_group_members SET status = 'rejected'
WHERE (customer_id, group_id) = (SELECT customer_id, group_id FROM customers, customer_groups AS g
	WHERE identifier = 'K-1' AND g.name = 'Wholesale');
SELECT customers_import(file('identifier,groups
K-1,Wholesale
'));
TABLE counts;
TABLE errors;
SELECT customers_import(file('identifier,groups
K-1,VIP|Wholesale
'), group_mode => 'replace');
TABLE diff;
TABLE errors;
TABLE messages;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT customers_import(file('identifier,groups
K-1,#N/A
'), group_mode => 'replace');
TABLE diff;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT * FROM members WHERE identifier = 'K-1';

-- unknown_groups => 'reject'
SELECT customers_import(file('identifier,groups
K-2,Wholesale|Nobody
K-3,VIP
'), unknown_groups => 'reject');
TABLE staged;
TABLE errors;
TABLE messages;
TABLE counts;

-- A name that no group can have.
SELECT customers_import(file('identifier,groups
K-2,' || repeat('g', 1001) || '
K-3,' || repeat('g', 1000) || '
'));
SELECT line, length(value) AS clipped, code FROM errors;

-- rules: fill only where there is none.
SELECT customers_import(file('identifier,groups
K-2,Wholesale
K-3,Wholesale
'), rules => '{"groups": "fill"}');
TABLE diff;

-- Changed since the preview: memberships are reviewed like any field.
INSERT INTO customer_group_members (customer_id, group_id)
SELECT customer_id, group_id FROM customers, customer_groups AS g
WHERE identifier = 'K-3' AND g.name = 'VIP';
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT * FROM members WHERE identifier = 'K-3';

-- So is being taken out of a group that the file puts the customer in.
INSERT INTO customer_groups (name) VALUES ('Retail');
SELECT customers_import(file('identifier,groups
K-3,Retail
'));
INSERT INTO customer_group_members (customer_id, group_id, status)
SELECT customer_id, group_id, 'rejected' FROM customers, customer_groups AS g
WHERE identifier = 'K-3' AND g.name = 'Retail';
SELECT * FROM customers_merge((SELECT import_id FROM last));

-- The words for it: departments, tags, customer groups.
SELECT customers_import(file('identifier,department,name
K-2,Wholesale,Bo
'));
TABLE diff;

-- Under mode update a record that is nobody is left out, whatever its cells say.
SELECT customers_import(file('identifier,vip,groups
K-1,yes,Nowhere
U-1,yes,Nowhere
U-2,perhaps,VIP
U-3,perhaps,"Nowhere, Never"
'), mode => 'update', unknown_groups => 'reject');
TABLE staged;
TABLE errors;

-- Case is that of letters of any script, in every database alike.
SELECT customers_import(file('identifier,groups
K-1,ØRSTED|Ærlig|ΣΊΣΥΦΟΣ|ЁЛКА|ƏLİ
K-2,ørsted|ærlig|σίσυφος|ёлка|əli
K-3,Ørsted|ÆRLIG
'));
SELECT line, new_value FROM diff WHERE field = 'groups';
SELECT created, changed FROM customers_merge((SELECT import_id FROM last));
SELECT name FROM customer_groups WHERE name ~ '[^ -~]' ORDER BY name COLLATE "C";
SELECT customers_group_create('ØRSTED');
SELECT customers_group_unassign('øRSTED', ARRAY(SELECT customer_id FROM customers WHERE identifier LIKE 'K-%'));
-- Two spellings that a plain INSERT made are two groups; any third is the older.
INSERT INTO customer_groups (name) VALUES ('øRsted');
SELECT customers_import(file('identifier,groups
K-1,øRsted
K-2,ørSTED
'));
SELECT created, changed FROM customers_merge((SELECT import_id FROM last));
TABLE counts;
SELECT c.identifier, g.name FROM customer_group_members AS m JOIN customers AS c USING (customer_id)
	JOIN customer_groups AS g USING (group_id) WHERE g.name ILIKE '%rsted' ORDER BY 1;
SELECT customers_import(file('identifier,groups
K-1,øRsted
K-2,ørSTED
'), again => true);
TABLE counts;

-- A new group is spelled as the first record spells it, though that one be rejected, or
-- judged after all others: without id and email, or as it takes an address over.
INSERT INTO customers (identifier, email) VALUES ('H-1', 'h1@x.example'), ('H-2', 'h2@x.example');
SELECT customers_import(file('identifier,email,name,phone,birth_date,groups
,,Ann Berg,22334455,,Opera
H-3,h1@x.example,,,,Ballet
,h5@x.example,,,soon,Chorus
H-1,h3@x.example,,,,OPERA|BALLET|CHORUS
H-2,h2@x.example,,,,opera|ballet|chorus
'));
SELECT line, action, new_value FROM diff WHERE field = 'groups';
DELETE FROM customers WHERE identifier LIKE 'H-%';


-- Lists as other programs write them.
DELETE FROM customers;
DELETE FROM customer_groups WHERE name <> 'VIP';
INSERT INTO customer_groups (name) VALUES ('{odd}');
SELECT customers_import(file(E'identifier|groups
L-01|"""VIP"",""Wholesale, B2B"""
L-02|"[""Gold"",""Silver""]"
L-03|[Gold, Silver]
L-04|"{Wine,""Modern Art"",NULL}"
L-05|VIP ::: B2B
L-06|"VIP\nB2B"
L-07|"VIP\r\nB2B"
L-08|{}
L-09|[]
L-10|"{""a \\""b\\"", c""}"
L-11|{odd}
L-12|"[VIP], [B2B]"
L-13|"The ""Old"" Guard; Wine"
L-14|"""open, B2B"
L-15|[VIP] and more
L-16|"""Alone"""
L-17|[\'VIP\', "Kids\' club", \'A, B\']
L-18|[\'90s, Dads]
L-19|\'90s; Dads\'
'));
SELECT line, new_value FROM diff WHERE field = 'groups';

DROP SCHEMA t_group CASCADE;
