-- A web shop's look-up of customers beside its users, and orders that count on it.

--@ schema
CREATE TABLE wc_customer_lookup (
	customer_id bigserial PRIMARY KEY,
	user_id bigint DEFAULT NULL,
	username varchar(60) DEFAULT '' NOT NULL,
	first_name varchar(255) NOT NULL,
	last_name varchar(255) NOT NULL,
	email varchar(100) NULL DEFAULT NULL,
	date_last_active timestamp(0) NULL DEFAULT NULL,
	date_registered timestamp(0) NULL DEFAULT NULL,
	country char(2) DEFAULT '' NOT NULL,
	postcode varchar(20) DEFAULT '' NOT NULL,
	city varchar(100) DEFAULT '' NOT NULL,
	state varchar(100) DEFAULT '' NOT NULL,
	accepts_marketing integer DEFAULT 0 NOT NULL,
	CONSTRAINT user_id UNIQUE (user_id));
CREATE INDEX email ON wc_customer_lookup (email);
CREATE TABLE wc_order_stats (
	order_id bigint PRIMARY KEY,
	customer_id bigint NOT NULL REFERENCES wc_customer_lookup,
	date_created timestamp(0) NOT NULL DEFAULT '1970-01-01',
	total_sales double precision NOT NULL DEFAULT 0,
	status varchar(20) NOT NULL);
CREATE INDEX customer_id ON wc_order_stats (customer_id);
INSERT INTO wc_customer_lookup (user_id, username, first_name, last_name, email, country, city, accepts_marketing) VALUES
	(10, 'ann', 'Ann', 'Berg', 'Ann@x.example', 'NO', 'Oslo', 1),
	(11, 'bo', 'Bo', 'Dahl', 'bo@x.example', '', '', 1),
	(NULL, '', 'Cy', 'Lie', 'cy@x.example', 'SE', 'Lund', 0);
INSERT INTO wc_order_stats VALUES (100, 1, '2024-05-01', 99.5, 'wc-completed');

--@ adopt
SELECT * FROM customers_adopt('wc_customer_lookup', '{"accepts_marketing": "subscribed", "username": null, "user_id": null}');

--@ file
First Name,Last Name,Email,Accepts Marketing,Country,City,Zip
Anna,Berg,ann@x.example,yes,NO,Oslo,0150
Bo,Dahl,bo@x.example,no,,Bergen,5003
Cy,Lie,cy@x.example,yes,SE,Lund,
New,One,new@x.example,yes,NO,Voss,5700
Shy,,shy@x.example,,,,

--@ counts
5 1 2 1 1 0

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cy no
new@x.example New yes

--@ application
SELECT customer_id FROM wc_customer_lookup WHERE lower(email) = 'ann@x.example';
INSERT INTO wc_customer_lookup (user_id, first_name, last_name, email) VALUES (99, 'App', 'App', 'app@x.example')
	ON CONFLICT (user_id) DO UPDATE SET first_name = 'Again' RETURNING first_name;
INSERT INTO wc_customer_lookup (user_id, first_name, last_name, email) VALUES (99, 'App', 'App', 'app@x.example')
	ON CONFLICT (user_id) DO UPDATE SET first_name = 'Again' RETURNING first_name;
INSERT INTO wc_order_stats SELECT 101, customer_id, '2024-05-02', 1, 'wc-pending' FROM wc_customer_lookup WHERE user_id = 99 RETURNING status;
DELETE FROM wc_order_stats WHERE order_id = 101 RETURNING order_id;
DELETE FROM wc_customer_lookup WHERE user_id = 99 RETURNING email;
SELECT sum(total_sales) FROM wc_order_stats JOIN wc_customer_lookup USING (customer_id) WHERE user_id = 10;
