-- Groups by hand: create, drop, assign, unassign, reject.

CREATE SCHEMA t_membership;
SET customers.schema = 't_membership';
SET search_path = t_membership, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/file.sql
CREATE VIEW members AS
	SELECT g.name, m.customer_id AS id, m.status, m.import_id, m.set_by = CURRENT_USER AS by_me,
		m.set_at = now() AS now
	FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id) ORDER BY 1, 2;

INSERT INTO customers (customer_id, email) SELECT i, 'c' || i || '@x.no' FROM generate_series(1, 9) AS i;


-- A group has a name, and may have a discount and a description.
SELECT customers_group_create('VIP', 12.5, 'the best') > 0 AS made;
SELECT customers_group_create(name => '  Wholesale ', description => 'shops') > 0 AS made;
SELECT customers_group_create('Press') AS press \gset
SELECT name FROM customer_groups WHERE group_id = :press;
SELECT name, discount_percent, description FROM customer_groups ORDER BY name;

\set VERBOSITY default
SELECT customers_group_create('vip');
SELECT customers_group_create('A|B');
SELECT customers_group_create('  ');
SELECT customers_group_create(NULL);
SELECT customers_group_create('Too much', 101);
SELECT customers_group_create('Too little', -0.01);
SELECT customers_group_create('No number', 'NaN');
SELECT customers_group_create(repeat('g', 1001));
SELECT customers_group_create(repeat('g', 1000), 100) > 0 AS made;
SELECT customers_group_drop(repeat('G', 1000));


-- Who is not in it is put in, and only that counts; the name in any case.
BEGIN;
SELECT customers_group_assign('VIP', ARRAY[1, 2, 3, 3, 1]);
SELECT customers_group_assign('vip ', ARRAY[3, 4]);
SELECT customers_group_assign('VIP', '{}');
TABLE members;

-- Rejected, where there was a membership and where there was none.
SELECT customers_group_reject('VIP', ARRAY[4, 5]);
SELECT customers_group_reject('VIP', ARRAY[4, 5]);
TABLE members;

-- Taking out leaves rejections as they are; a person overturns one.
SELECT customers_group_unassign('VIP', ARRAY[1, 4, 6]);
SELECT customers_group_assign('VIP', ARRAY[5]);
TABLE members;
COMMIT;

-- A file puts nobody in who was rejected, and says which import put others in;
-- a person's decision about those has no import.
SELECT created, changed FROM import_csv(file('email,groups
c4@x.no,VIP
c6@x.no,VIP
c7@x.no,VIP
'));
SELECT name, id, status, import_id FROM members;
SELECT customers_group_reject('VIP', ARRAY[6]);
SELECT customers_group_unassign('VIP', ARRAY[7]);
SELECT customers_group_assign('VIP', ARRAY[7]);
SELECT name, id, status, import_id FROM members;
SELECT customer_id FROM customer_profiles WHERE 'VIP' = ANY (groups) ORDER BY 1;

-- Errors name what is wrong, and nothing is done.
SELECT customers_group_assign('Nobody', ARRAY[1]);
SELECT customers_group_assign('Press', ARRAY[1, 77]);
SELECT customers_group_reject('Press', ARRAY[77, 78, 1]);
SELECT customers_group_unassign('Press', ARRAY[90, 91, 92, 93, 94, 95, 96, 1]);
SELECT customers_group_assign('Press', NULL);
SELECT customers_group_assign(NULL, ARRAY[1]);
SELECT customers_group_assign('Press', ARRAY[1, NULL]);
SELECT count(*) FROM members WHERE name = 'Press';

-- Dropped with its memberships, accepted and rejected; the customers stay.
SELECT customers_group_drop('VIP');
SELECT customers_group_drop('VIP');
TABLE members;
SELECT count(*) FROM customers;

-- Customers whom a role may not see do not exist for it.
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE ROLE regress_customers_grouper;
GRANT USAGE ON SCHEMA t_membership TO regress_customers_grouper;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers, customer_groups, customer_group_members TO regress_customers_grouper;
GRANT SELECT ON customer_settings TO regress_customers_grouper;
CREATE POLICY first_ones ON customers USING (customer_id < 5);
SET ROLE regress_customers_grouper;
SELECT customers_group_assign('Press', ARRAY[4]);
SELECT customers_group_assign('Press', ARRAY[5]);
RESET ROLE;
SELECT name, id, status FROM members;

DROP SCHEMA t_membership CASCADE;
DROP ROLE regress_customers_grouper;
