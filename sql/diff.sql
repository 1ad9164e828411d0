-- What differs: comparing, blanks, rules, names, and what mode leaves out.

CREATE SCHEMA t_diff;
SET customers.schema = 't_diff';
SET search_path = t_diff, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (identifier, email, name, phone, birth_date, loyalty_points, vip, note)
VALUES ('K-1', 'ann@x.no', 'Ann', '+47 555', '2018-02-13', 1000, true, 'likes tea');


-- Equal in another way of writing is unchanged ...
SELECT customers_import(file('identifier;email;vip;loyalty_points;birth_date;name
 K-1 ; Ann@X.NO ;YES;1 000;13.02.2018; Ann
'));
TABLE counts;
TABLE diff;

-- ... and what is unchanged is not written: no row version, no trigger.
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN RAISE WARNING '% %', TG_OP, NEW.identifier; RETURN NEW; END $$;
CREATE TRIGGER tell BEFORE INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO customers (identifier, name) VALUES ('K-2', 'Bob');
CREATE TABLE before AS SELECT identifier, xmin::text AS version, updated_at FROM customers;
SELECT customers_import(file('identifier,name,vip
K-1,Ann,yes
K-2,Robert,no
'));
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT c.identifier, c.xmin::text = b.version AS same_row, c.updated_at = b.updated_at AS same_time
FROM customers AS c JOIN before AS b USING (identifier) ORDER BY 1;
DROP TRIGGER tell ON customers;

-- A change shows the old value and the new one, as the column writes them.
SELECT customers_import(file('identifier,email,vip,loyalty_points,birth_date
K-1,ANN@new.no,No,"2,000",14.02.2018
'));
TABLE diff;
-- A field without a column is not touched.
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT email, vip, loyalty_points, birth_date, name, phone, note FROM customers WHERE identifier = 'K-1';

-- Letters count, and so do spaces inside; keys of identifier and email aside,
-- quoted text is as somebody wanted it.
SELECT customers_import(file('identifier,name,note
K-1,ANN,likes  tea
K-2," Robert ",
'));
TABLE diff;


-- Blanks: an empty cell keeps, #N/A clears.
SELECT customers_import(file('identifier,name,phone,birth_date,note
K-1,,#N/A,  , #N/A
'));
TABLE diff;
-- blanks => 'clear': empty clears too; what is empty already is unchanged.
SELECT customers_import(file('identifier,name,phone,birth_date,city
K-1,Ann,,,
'), blanks => 'clear');
TABLE diff;
-- A key can be cleared as well.
SELECT customers_import(file('identifier,email
K-1,#N/A
'));
TABLE diff;
-- Columns that are never NULL: a blank says nothing, #N/A is an error.
SELECT customers_import(file('identifier,vip,loyalty_points
K-1,,
K-2,#N/A,#N/A
'), blanks => 'clear');
TABLE errors;
TABLE counts;
-- Of a new customer too: blank cells take the columns' defaults.
SELECT customers_import(file('identifier,vip,subscribed,loyalty_points,phone
K-3,,,,
K-4,,,,#N/A
'), blanks => 'clear');
TABLE diff;
SELECT created FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, vip, subscribed, loyalty_points, phone, attributes FROM customers
WHERE identifier IN ('K-3', 'K-4') ORDER BY 1;


-- What cannot be read is rejected, cell by cell, and stops nobody else.
SELECT customers_import(file('identifier,email,vip,loyalty_points,birth_date
B-1,not an address,perhaps,ten,31.02.2018
B-2,bo@x.no,x,99999999999999999999,2018-02-13
B-3,good@x.no,1,7,2018-02-13
'));
TABLE errors;
TABLE messages;
TABLE counts;
SELECT line, raw FROM customer_import_rows JOIN last USING (import_id) WHERE action = 'reject' ORDER BY line;
-- Keys that no customer can have.
SELECT customers_import(file('identifier,email
' || repeat('k', 1001) || ',a@x.no
' || repeat('k', 1000) || ',b@x.no
B-4,' || repeat('a', 250) || '@x.no
'));
SELECT line, field, code FROM errors;
-- Of a known customer as well; the good cells of a bad record change nothing.
SELECT customers_import(file('identifier,name,vip
K-1,Anna,perhaps
'));
TABLE counts;
TABLE diff;

-- Records with too few or too many cells; empty surplus cells do no harm.
SELECT customers_import(file('identifier,name,city
B-1,Bo
B-2,Bo,Oslo,Norway
B-3,Bo,Oslo,,
B-4,Bo,Oslo
'));
TABLE messages;
TABLE counts;

-- Dates by the column, or by date_order.
SELECT customers_import(file('identifier,birth_date
D-1,01/02/2018
D-2,13/02/2018
'));
SELECT line, new_value FROM diff WHERE field = 'birth_date';
SELECT customers_import(file('identifier,birth_date
D-1,01/02/2018
D-2,13/02/2018
'), date_order => 'MDY');
SELECT line, new_value FROM diff WHERE field = 'birth_date';
TABLE errors;
SELECT customers_import(file('identifier,birth_date
D-1,01/02/2018
'));
TABLE errors;
SELECT warnings FROM last;


-- rules: keep, fill, overwrite; of new customers none.
SELECT customers_import(file('identifier,name,phone,city,note
K-1,Anna,+47 777,Oslo,likes coffee
K-5,Eve,+47 888,Bergen,new
'), rules => '{"name": "keep", "phone": "fill", "city": "fill", "note": "overwrite"}');
TABLE diff;
SELECT options -> 'rules' AS rules FROM last;
SELECT customers_import(file('identifier,shoe,hat
K-1,42,6
'), rules => '{"attributes.shoe": "keep"}');
TABLE diff;
SELECT customers_import(file('identifier
K-1
'), rules => '{"shoes": "keep"}');
SELECT customers_import(file('identifier
K-1
'), rules => '{"name": "never"}');
-- A kept cell is not even read: what is in it cannot reject the record.
SELECT customers_import(file('identifier,vip,name
K-1,perhaps,Anna
'), rules => '{"vip": "keep"}');
TABLE counts;

-- "*" is for all fields that have no rule of their own, whatever the order.
SELECT customers_import(file('identifier,name,phone,city,note,hat
K-1,Anna,+47 777,Oslo,likes coffee,6
K-5,Eve,+47 888,Bergen,new,7
'), rules => '{"note": "overwrite", "*": "fill"}');
TABLE diff;
SELECT options -> 'rules' AS rules FROM last;
SELECT customers_import(file('identifier,name,phone,city,note,hat
K-1,Anna,+47 777,Oslo,likes coffee,6
'), rules => '{"*": "keep", "attributes.Hat": "overwrite", "city": "fill"}');
TABLE diff;
SELECT customers_import(file('identifier,name
K-1,Anna
'), rules => '{"*": "never"}');
-- Keys are fields, too, but not the one by which a record finds its customer.
SELECT customers_import(file('identifier,email
K-1,ann@other.example
K-2,bob@x.no
'), rules => '{"*": "fill"}');
TABLE diff;


-- fill: 0 and false are nothing where the column has them by default ...
ALTER TABLE customers ADD COLUMN credit numeric(12, 2) NOT NULL DEFAULT 0, ADD COLUMN tip money DEFAULT 0,
	ADD COLUMN visits smallint DEFAULT 0, ADD COLUMN score double precision DEFAULT 0,
	ADD COLUMN children integer, ADD COLUMN dog boolean, ADD COLUMN active boolean DEFAULT true;
INSERT INTO customers (identifier, children, dog, active) VALUES ('F-1', 0, false, false);
INSERT INTO customers (identifier, vip, tax_exempt, loyalty_points, credit, tip, visits, score)
VALUES ('F-2', true, true, 5, 7.50, 1, 3, 0.5);
SELECT customers_import(file('identifier,vip,tax_exempt,loyalty_points,credit,tip,visits,score,children,dog,active
F-1,yes,yes,20,1.25,2,4,1.5,2,yes,yes
F-2,no,no,30,0,3,0,0,1,yes,no
'), rules => '{"*": "fill"}');
TABLE diff;
-- ... but not a no to mail, whatever else the file may do.
INSERT INTO customers (identifier, email, subscribed) VALUES ('F-3', 'f3@x.no', false), ('F-4', 'f4@x.no', true);
SELECT customers_import(file('identifier,subscribed,vip
F-3,yes,yes
F-4,no,no
'), rules => '{"*": "fill"}', resubscribe => true);
TABLE diff;
DELETE FROM customers WHERE identifier ~ '^F-';
ALTER TABLE customers DROP COLUMN credit, DROP COLUMN tip, DROP COLUMN visits, DROP COLUMN score,
	DROP COLUMN children, DROP COLUMN dog, DROP COLUMN active;


-- mode: who is left out is counted, with the reason.
SELECT customers_import(file('identifier,name
K-1,Anna
K-2,Robert
K-9,Fay
'), mode => 'create');
TABLE staged;
TABLE diff;
TABLE counts;
SELECT customers_import(file('identifier,name
K-1,Anna
K-2,Robert
K-9,Fay
'), mode => 'update');
TABLE staged;
TABLE diff;
TABLE counts;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT identifier, name FROM customers WHERE identifier IN ('K-1', 'K-2', 'K-9') ORDER BY 1;
SELECT customers_import(file('identifier
K-1
'), mode => 'replace');


-- Names: name, else first and last, else the setting.
SELECT created FROM import_csv(file('identifier,name,first_name,last_name
N-1,Ada Name,Ada,Lovelace
N-2,,Ada,Lovelace
N-3,,,Lovelace
N-4,,,
'));
SELECT identifier, display_name FROM customer_profiles WHERE identifier LIKE 'N-%' ORDER BY 1;
SET customers.default_name = 'Somebody';
SELECT display_name FROM customer_profiles WHERE identifier = 'N-4';
RESET customers.default_name;

DROP SCHEMA t_diff CASCADE;
