-- Many tenants in one table, kept apart by the application: one is a list of ours.

--@ session
SET customers.schema = 'crm'; SET search_path = public, crm;

--@ schema
CREATE SCHEMA crm;
CREATE TABLE contacts (
	contact_id serial PRIMARY KEY,
	tenant_id int NOT NULL,
	email varchar(255),
	first_name varchar(80),
	last_name varchar(80),
	opted_out boolean NOT NULL DEFAULT false,
	UNIQUE (tenant_id, email));
CREATE TABLE notes (contact_id int NOT NULL REFERENCES contacts ON DELETE CASCADE, note text);
INSERT INTO contacts (tenant_id, email, first_name, last_name, opted_out) VALUES
	(7, 'Ann@x.example', 'Ann', 'Berg', false), (7, 'bo@x.example', 'Bo', 'Dahl', false), (7, 'cy@x.example', 'Cy', 'Lie', true),
	(8, 'ann@x.example', 'Ann', 'Eight', false), (8, 'new@x.example', 'New', 'Eight', true);

--@ adopt
SELECT * FROM customers_adopt('contacts', '{"opted_out": "unsubscribed"}', '{"tenant_id": 7}');

--@ file
Email;First name;Last name;Unsubscribed;tenant_id
ann@x.example;Anna;Berg;no;8
BO@x.example;Bo;Dahl;yes;8
cy@x.example;Cy;Lie;no;8
new@x.example;New;One;no;8

--@ counts
4 1 2 1 0 0

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cy no
new@x.example New yes

--@ application
SELECT contact_id FROM contacts WHERE tenant_id = 7 AND lower(email) = 'ann@x.example';
INSERT INTO contacts (tenant_id, email) VALUES (7, 'app@x.example') ON CONFLICT (tenant_id, email) DO UPDATE SET first_name = 'Again' RETURNING first_name;
INSERT INTO contacts (tenant_id, email) VALUES (7, 'app@x.example') ON CONFLICT (tenant_id, email) DO UPDATE SET first_name = 'Again' RETURNING first_name;
INSERT INTO contacts (tenant_id, email) VALUES (8, 'app@x.example') ON CONFLICT (tenant_id, email) DO UPDATE SET first_name = 'Again' RETURNING first_name;
INSERT INTO notes SELECT contact_id, 'x' FROM contacts WHERE email = 'app@x.example' RETURNING note;
TRUNCATE notes;
DELETE FROM contacts WHERE email = 'app@x.example' RETURNING tenant_id;
