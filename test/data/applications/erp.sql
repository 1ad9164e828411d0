-- An ERP's partners: sixty columns, companies and people in one table, an int key.

--@ schema
CREATE TABLE res_company (id serial PRIMARY KEY, name varchar NOT NULL);
CREATE TABLE res_partner (
	id serial PRIMARY KEY,
	company_id integer REFERENCES res_company ON DELETE SET NULL,
	create_date timestamp without time zone,
	name character varying,
	title integer,
	parent_id integer REFERENCES res_partner ON DELETE SET NULL,
	user_id integer,
	state_id integer,
	country_id integer,
	industry_id integer,
	color integer,
	commercial_partner_id integer REFERENCES res_partner ON DELETE SET NULL,
	create_uid integer,
	write_uid integer,
	complete_name character varying,
	ref character varying,
	lang character varying,
	tz character varying,
	vat character varying,
	company_registry character varying,
	website character varying,
	function character varying,
	type character varying,
	street character varying,
	street2 character varying,
	zip character varying,
	city character varying,
	email character varying,
	phone character varying,
	mobile character varying,
	commercial_company_name character varying,
	company_name character varying,
	date date,
	comment text,
	partner_latitude numeric,
	partner_longitude numeric,
	active boolean,
	employee boolean,
	is_company boolean,
	partner_share boolean,
	write_date timestamp without time zone,
	message_bounce integer,
	email_normalized character varying GENERATED ALWAYS AS (lower(email)) STORED,
	signup_type character varying,
	signup_expiration timestamp without time zone,
	signup_token character varying,
	partner_gid integer,
	additional_info character varying,
	phone_sanitized character varying,
	invoice_template_pdf_report_id integer,
	supplier_rank integer,
	customer_rank integer,
	invoice_warn character varying,
	autopost_bills character varying NOT NULL DEFAULT 'ask',
	credit_limit jsonb,
	property_account_payable_id jsonb,
	debit_limit numeric,
	last_time_entries_checked timestamp without time zone,
	sale_warn character varying,
	birthdate date,
	CONSTRAINT res_partner_check_name CHECK (((type = 'contact' AND name IS NOT NULL) OR type <> 'contact')));
CREATE INDEX res_partner_email_index ON res_partner (email);
CREATE INDEX res_partner_name_index ON res_partner (name);
CREATE TABLE sale_order (id serial PRIMARY KEY, partner_id integer NOT NULL REFERENCES res_partner ON DELETE RESTRICT, state varchar);
INSERT INTO res_partner (name, ref, type, street, zip, city, email, phone, is_company, parent_id, active, write_date) VALUES
	('Berg AS', 'B001', 'contact', 'Main 1', '0150', 'Oslo', 'post@berg.example', NULL, true, NULL, true, '2024-01-01'),
	('Ann Berg', 'B002', 'contact', NULL, NULL, NULL, '"Ann Berg" <ann@berg.example>', NULL, false, 1, true, '2024-01-01'),
	('Bo Dahl', 'B003', 'contact', 'Main 3', '0152', 'Oslo', 'bo@x.example', '+4790000002', false, NULL, true, '2024-01-01'),
	('Cy Lie', NULL, 'contact', NULL, NULL, NULL, 'cy@x.example', NULL, false, NULL, NULL, '2024-01-01');

--@ adopt
SELECT * FROM customers_adopt('res_partner', '{"ref": "identifier"}');

--@ file
ref;name;email;phone;street;zip;city;vat;birthdate
B001;Berg AS;post@berg.example;22 00 00 01;Main 1;0150;Oslo;NO123;
B003;Bo Dahl;BO@x.example;+4790000002;Main 4;0152;Oslo;;1980-02-01
;Cy Lie;CY@x.example;;Side 1;0160;Oslo;;
B009;New One;new@x.example;;Side 2;0161;Oslo;;2001-12-31

--@ counts
4 1 3 0 0 0

--@ merged
"ann berg" <ann@berg.example> Ann -
bo@x.example Bo -
cy@x.example Cy -
new@x.example New -
post@berg.example Berg -

--@ application
SELECT id FROM res_partner WHERE email ILIKE 'BO@x.example';
INSERT INTO res_partner (name, email, type) VALUES ('App', 'app@x.example', 'contact') ON CONFLICT DO NOTHING RETURNING email_normalized;
INSERT INTO sale_order (partner_id, state) SELECT id, 'draft' FROM res_partner WHERE email = 'app@x.example' RETURNING state;
TRUNCATE sale_order;
DELETE FROM res_partner WHERE email = 'app@x.example' RETURNING name;
