/* sql/customers--1.0.sql */

\echo Use "CREATE EXTENSION customers" to load this file. \quit

-- The extension owns functions and types; the tables belong to the user and
-- are made by customers_setup() (src/setup.sql).


-- Types

-- A customer as functions return him: the columns of customer_profiles without
-- those that an application has added.
CREATE TYPE customer_profile AS (
	customer_id bigint,
	identifier text,
	email text,
	name text,
	first_name text,
	last_name text,
	phone text,
	company text,
	address text,
	postal_code text,
	city text,
	region text,
	country text,
	language text,
	birth_date date,
	note text,
	subscribed boolean,
	vip boolean,
	tax_exempt boolean,
	loyalty_points bigint,
	attributes jsonb,
	created_at timestamptz,
	updated_at timestamptz,
	display_name text,
	groups text[],
	orders_count bigint,
	orders_total numeric,
	mailable boolean
);
COMMENT ON TYPE customer_profile IS
	'A customer as functions return him; its columns are those of the view customer_profiles';


-- Setup

CREATE FUNCTION customers_setup() RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_setup() IS
	'Creates the tables, views and triggers of customers, or brings those of an older release to this one; says what it did';

CREATE FUNCTION customers_tidy() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_tidy() IS
	'Trigger of customers: keeps email trimmed and in lower case, and updated_at';
