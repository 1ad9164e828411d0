-- What was not understood in a file, each value once, and corrected in one call.

CREATE SCHEMA t_fix_value;
SET customers.schema = 't_fix_value';
SET search_path = t_fix_value, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql
CREATE FUNCTION fix_value(field text, value text, new_value text, always boolean DEFAULT false,
	OUT fixed bigint, OUT rejected bigint)
	LANGUAGE sql AS $$ SELECT * FROM customers_import_fix_value((SELECT import_id FROM last), $1, $2, $3, $4) $$;
CREATE VIEW misread AS SELECT v.* FROM last, customers_import_values(import_id) AS v;

CREATE TYPE colour AS ENUM ('Red', 'Dark green');
CREATE DOMAIN size AS text CHECK (VALUE IN ('small', 'medium', 'large'));
ALTER TABLE customers ADD COLUMN colour colour, ADD COLUMN size size,
	ADD COLUMN tier text CHECK (tier IN ('gold', 'silver', 'o''neill'));
SELECT customers_group_create('VIP'), customers_group_create('Wholesale'), customers_group_create('Wholesale, B2B');


-- Each value once, as trimmed, the most frequent first; and what is near to it: a
-- word, a group, a label, the same day, an address.  What is near to a yes and to a
-- no is neither.
SELECT customers_import(file('email,name,vip,subscribed,groups,birth_date,colour,size,tier
ann@example.com,Ann,yes,yes,VIP,2000-01-02,Red,small,gold
bob@example.com,Bob,certainly,yes,VIP,2000-01-02,Red,small,gold
cyd@example.com,Cyd, certainly,yes,VIP,2000-01-02,Red,small,gold
dee@example.com,Dee,"certainly ",yes,VIP,2000-01-02,Red,small,gold
eve@example.com,Eve,yse,unsubscribd,VIP,2000-01-02,Red,small,gold
fay(at)example.com,Fay,yes,usubscribed,VIP,2000-01-02,Red,small,gold
gil @example.com,Gil,yes,yes,VIP,2000-31-12,dark-green,smal,gold
hal@@example.com,Hal,yes,yes,VIP,2000-02-31,blue,huge,gold
ian@example.com,Ian,yes,yes,Wholesail;VIP,2000-01-02,Red,small,gold
joy@example.com,Joy,yes,yes,Wholesail,2000-01-02,Red,small,gold
kim@example.com,Kim,yes,yes,VIP,2000-01-02,Red,small,oneil
leo@example.com,Leo,yes,yes,VIP,2000-01-02,Red,small,lead
'), unknown_groups => 'reject') > 0 AS staged;
TABLE counts;
TABLE misread;
TABLE errors;


-- All records of a value at once, whatever blanks are around it.
SELECT * FROM fix_value('vip', 'certainly', 'yes');
SELECT * FROM fix_value('vip', 'certainly', 'yes');
SELECT * FROM fix_value(' vip', 'yse ', 'yes');
SELECT * FROM fix_value('Email', 'gil @example.com', 'gil@example.com');
SELECT * FROM fix_value('groups', 'Wholesail', 'Wholesale');
SELECT * FROM fix_value('colour', 'dark-green', 'Dark green');
SELECT * FROM fix_value('birth_date', '2000-31-12', '2000-12-31');
SELECT * FROM fix_value('size', 'smal', '');
SELECT * FROM fix_value('email', 'hal@@example.com', 'hal@example.com');
TABLE misread;
-- a new value that is bad, too, stays where it is; nothing is lost
SELECT * FROM fix_value('tier', 'oneil', 'tin');
SELECT * FROM fix_value('tier', 'tin', 'o''neill');
-- what was left out by hand is not touched, and not listed
SELECT customers_import_exclude(import_id, '{9,13}') FROM last;
SELECT * FROM fix_value('tier', 'lead', 'gold');
TABLE misread;
SELECT customers_import_include(import_id, '{13}') FROM last;
SELECT * FROM fix_value('tier', 'lead', 'gold');
TABLE counts;
TABLE errors;
SELECT line, field, new_value FROM diff WHERE field IN ('groups', 'vip', 'colour', 'birth_date', 'tier', 'size') AND line IN (3, 8, 10, 11, 12) ORDER BY 1, 2;


-- A name in a list of groups, and only that; one that holds a comma.
SELECT customers_import(file('email;groups
ann@example.com;["VIP", "B2B"]
bob@example.com;B2B|VIP
cyd@example.com;b2b
dee@example.com;B2B
eve@example.com;"B2B,B2B"
'), unknown_groups => 'reject') > 0 AS staged;
TABLE misread;
SELECT * FROM fix_value('groups', 'B2B', 'Wholesale, B2B');
SELECT * FROM fix_value('groups', 'b2b', '');
TABLE errors;
SELECT line, field, new_value FROM diff WHERE field = 'groups';
SELECT line, raw FROM last JOIN customer_import_rows USING (import_id) ORDER BY line;


-- A long value is listed whole, and corrected.
ALTER TABLE customers ADD COLUMN code varchar(10);
SELECT customers_import(file('email,code
ann@example.com,' || repeat('x', 300) || '1
bob@example.com,' || repeat('x', 300) || '1
cyd@example.com,' || repeat('x', 300) || '2
')) > 0 AS staged;
SELECT field, length(value), right(value, 1) AS last_letter, records, code, suggestion FROM misread;
SELECT * FROM fix_value('code', repeat('x', 300) || '1', 'x1');
SELECT line, field, length(value), code FROM errors;


-- What is as near to a yes as to a no is neither, whatever else is near.  A list of
-- thousands of words is none to choose from.
INSERT INTO customer_value_words (field, word, value)
VALUES ('vip', 'zabba', 'no'), ('vip', 'zebbo', 'yes'), ('vip', 'zubba', 'no');
SELECT customers_import(file('email,vip
ann@example.com,zebba
bob@example.com,zabbb
cyd@example.com,zaba
dee@example.com,zbabba
eve@example.com,abba
fay@example.com,yes
gus@example.com,no
')) > 0 AS staged;
TABLE misread;
INSERT INTO customer_value_words (field, word, value) SELECT 'vip', 'word' || g, 'yes' FROM generate_series(1, 6000) AS g;
TABLE misread;
DELETE FROM customer_value_words WHERE field = 'vip';


-- Records that are corrected together are judged together, and with those that
-- share a key with them.
SELECT customers_import(file('identifier,email,vip
a-1,ann@example.com,certainly
a-1,ann@example.org,certainly
b-1,bob@example.com,yes
b-2,bob@example.com,certainly
c-1,cyd@example.com,certainly
')) > 0 AS staged;
TABLE staged;
SELECT * FROM fix_value('vip', 'certainly', 'no');
TABLE staged;
TABLE errors;
SELECT customers_import(file('email,name
x!y,Ann
x!y,Bob
')) > 0 AS staged;
SELECT * FROM fix_value('email', 'x!y', 'x@example.com');
TABLE errors;


-- Consent: a new value is meant as the field says, whatever column the cell is in.
-- Other columns keep what they say.
SELECT customers_import(file('email,Newsletter,Unsubscribed
ann@example.com,perhaps,
bob@example.com,,perhaps
cyd@example.com,yes,perhaps
dee@example.com,perhaps,perhaps
eve@example.com,no,perhaps
fay@example.com,yes,yes
gil@example.com,yes,no
hal@example.com,yes,no
')) > 0 AS staged;
TABLE errors;
SELECT field, value, records, code FROM misread;
SELECT * FROM fix_value('subscribed', 'perhaps', 'no');
SELECT line, field, new_value FROM diff WHERE field = 'subscribed';
SELECT customers_import(file('email,Unsubscribed
ann@example.com,perhaps
bob@example.com,perhaps
cyd@example.com,no
dee@example.com,yes
')) > 0 AS staged;
SELECT * FROM fix_value('unsubscribed', 'perhaps', 'no');
SELECT line, field, new_value FROM diff WHERE field = 'subscribed';


-- always: the word is known from then on, for this field, in any spelling.
SELECT customers_import(file('email,vip,tax_exempt,subscribed
ann@example.com,Most Certainly,yes,yes
bob@example.com,yes,Most Certainly,yes
cyd@example.com,yes,yes,yes please
dee@example.com,yes,yes,Gladly
')) > 0 AS staged;
SELECT * FROM fix_value('vip', 'Most Certainly', 'yes', always => true);
SELECT * FROM fix_value('subscribed', 'Gladly', 'subscribed', always => true);
SELECT * FROM customer_value_words WHERE word IN ('mostcertainly', 'gladly') ORDER BY field;
SELECT customers_import(file('email,vip,tax_exempt,subscribed
ann@example.com,most  certainly,yes,gladly
bob@example.com,yes,most certainly,no
')) > 0 AS staged;
TABLE errors;
SELECT line, field, new_value FROM diff WHERE field IN ('vip', 'subscribed');
-- said otherwise later; and a user's own word wins
SELECT * FROM fix_value('vip', 'most certainly', 'no', always => true);
INSERT INTO customer_value_words (field, word, value) VALUES ('tax_exempt', 'Most certainly', 'yes'), ('vip', 'Yes', 'no');
SELECT customers_import(file('email,vip,tax_exempt
ann@example.com,MOST CERTAINLY,Most certainly
bob@example.com,yes,yes
')) > 0 AS staged;
SELECT line, field, new_value FROM diff WHERE field IN ('vip', 'tax_exempt');
DELETE FROM customer_value_words WHERE field = 'vip' AND word = 'Yes';

-- A word may say nothing, but not of consent.
SELECT customers_import(file('email,vip,subscribed
ann@example.com,we shall see,yes
bob@example.com,yes,we shall see
cyd@example.com,no,no
dee@example.com,yes,yes
')) > 0 AS staged;
SELECT * FROM fix_value('subscribed', 'we shall see', '', always => true);
SELECT * FROM fix_value('vip', 'we shall see', '', always => true);
SELECT * FROM customer_value_words WHERE word = 'weshallsee';
SELECT customers_import(file('email,vip
ann@example.com,We shall see
bob@example.com,yes
cyd@example.com,no
')) > 0 AS staged;
TABLE errors;
SELECT line, field, new_value FROM diff WHERE field = 'vip';

-- Never a word of refusal as a yes; nothing is changed then.
SELECT customers_import(file('email,vip,subscribed,birth_date,Unsubscribed
ann@example.com,yes,unsubscribd,2000-31-12,
bob@example.com,nopes,yes,2000-01-02,
cyd@example.com,yes,yes,2000-01-02,perhaps
dee@example.com,yes,no,2000-01-02,2020-01-02
')) > 0 AS staged;
SELECT * FROM fix_value('subscribed', 'unsubscribd', 'yes', always => true);
SELECT * FROM fix_value('subscribed', 'please stop', 'yes', always => true);
SELECT * FROM fix_value('subscribed', 'perhaps', 'yes', always => true);
SELECT * FROM fix_value('vip', 'not really', 'perhaps', always => true);
SELECT * FROM fix_value('vip', 'nei', 'yes', always => true);
SELECT * FROM fix_value('vip', repeat('long ', 20), 'yes', always => true);
SELECT * FROM fix_value('vip', '?', 'yes', always => true);
SELECT * FROM fix_value('birth_date', '2000-31-12', '2000-12-31', always => true);
SELECT * FROM fix_value('phone', 'x', 'y');
TABLE misread;
SELECT * FROM fix_value('subscribed', 'unsubscribd', 'no', always => true);
SELECT * FROM customer_value_words WHERE word = 'unsubscribd';


-- A staged import only; no import; no argument.
SELECT customers_merge(import_id) IS NOT NULL AS merged FROM last;
TABLE misread;
SELECT * FROM fix_value('vip', 'nopes', 'no');
SELECT * FROM customers_import_values(0);
SELECT * FROM customers_import_values(NULL);
SELECT * FROM customers_import_fix_value(NULL, 'vip', 'x', 'y');
SELECT * FROM customers_import_fix_value(1, NULL, 'x', 'y');
SELECT * FROM customers_import_fix_value(1, 'vip', NULL, 'y');
SELECT * FROM customers_import_fix_value(1, 'vip', 'x', NULL);

DROP SCHEMA t_fix_value CASCADE;
