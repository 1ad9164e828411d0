-- Identity ALWAYS, an updated_at trigger of its own, foreign keys both ways, domains.

--@ schema
CREATE DOMAIN email_address AS text CHECK (VALUE ~ '^[^@ ]+@[^@ ]+$');
CREATE TABLE plans (code text PRIMARY KEY, price numeric NOT NULL);
CREATE TABLE people (
	person_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	email email_address NOT NULL,
	name text NOT NULL CHECK (name <> ''),
	plan text NOT NULL DEFAULT 'basic' REFERENCES plans,
	main_address_id int,
	opted_in_at timestamptz,
	search tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX people_email ON people (lower(email::text));
CREATE TABLE addresses (address_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id int NOT NULL REFERENCES people ON DELETE CASCADE, street text NOT NULL);
ALTER TABLE people ADD FOREIGN KEY (main_address_id) REFERENCES addresses DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.updated_at = now();
	RETURN NEW;
END $$;
INSERT INTO plans VALUES ('basic', 0), ('gold', 10);
INSERT INTO people (email, name, plan, opted_in_at, created_at, updated_at) VALUES
	('Ann@x.example', 'Ann Berg', 'gold', '2024-01-01 12:00 UTC', '2024-01-01 UTC', '2024-01-01 UTC'),
	('bo@x.example', 'Bo Dahl', 'basic', '2024-01-02 12:00 UTC', '2024-01-02 UTC', '2024-01-02 UTC'),
	('cy@x.example', 'Cy Lie', 'basic', NULL, '2024-01-03 UTC', '2024-01-03 UTC');
INSERT INTO addresses (person_id, street) VALUES (1, 'Main 1');
UPDATE people SET main_address_id = 1 WHERE person_id = 1;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION set_updated_at();

--@ adopt
SELECT * FROM customers_adopt('people', '{"opted_in_at": "subscribed", "plan": "plan"}');

--@ file
email,name,plan,newsletter
ann@x.example,Anna Berg,basic,yes
BO@x.example,Bo Dahl,basic,no
cy@x.example,Cyrus Lie,gold,yes
new@x.example,New One,gold,yes
bad@x.example,Bad Plan,silver,yes

--@ counts
5 1 3 0 1 0

--@ merged
ann@x.example Anna yes
bo@x.example Bo no
cy@x.example Cyrus no
new@x.example New yes

--@ touched

--@ application
SELECT person_id FROM people WHERE lower(email::text) = lower('ANN@x.example');
INSERT INTO people (email, name) VALUES ('App@x.example', 'App') ON CONFLICT (lower(email::text)) DO UPDATE SET name = 'Again' RETURNING name;
INSERT INTO people (email, name) VALUES ('app@x.example', 'App') ON CONFLICT (lower(email::text)) DO UPDATE SET name = 'Again' RETURNING name;
INSERT INTO addresses (person_id, street) SELECT person_id, 'Side 1' FROM people WHERE name = 'Again' RETURNING street;
BEGIN;
WITH added AS (INSERT INTO addresses (person_id, street) SELECT person_id, 'Side 2' FROM people WHERE name = 'Again' RETURNING address_id, person_id)
	UPDATE people SET main_address_id = address_id FROM added WHERE people.person_id = added.person_id RETURNING name;
COMMIT;
DELETE FROM people WHERE name = 'Again' RETURNING email;
