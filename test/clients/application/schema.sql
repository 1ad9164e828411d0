-- A ticket shop that had its database before customers came: what an
-- application adds to the tables, and how its own tables hang on them.

SELECT customers_setup();

ALTER TABLE customers
	ADD seat_preference text CHECK (seat_preference IN ('aisle', 'window')),
	ADD credit numeric(10, 2) NOT NULL DEFAULT 0;

CREATE TABLE shows (show_id int PRIMARY KEY, title text NOT NULL);
CREATE TABLE tickets (
	ticket_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	show_id int NOT NULL REFERENCES shows,
	customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT,
	row_and_seat text NOT NULL,
	UNIQUE (show_id, row_and_seat));
CREATE TABLE newsletters_sent (
	customer_id bigint REFERENCES customers ON DELETE CASCADE,
	sent_at date NOT NULL);

-- Who changed what, as applications keep it.
CREATE TABLE audit (
	audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	operation text NOT NULL,
	customer_id bigint NOT NULL,
	old_city text,
	new_city text);

CREATE FUNCTION audit_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO audit (operation, customer_id, old_city, new_city)
	VALUES (TG_OP, COALESCE(NEW.customer_id, OLD.customer_id), OLD.city, NEW.city);
	RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON customers
	FOR EACH ROW EXECUTE FUNCTION audit_customer();

CREATE VIEW audience AS
SELECT s.title, c.name, c.email, c.seat_preference, t.row_and_seat
FROM tickets t JOIN shows s USING (show_id) JOIN customers c USING (customer_id);

INSERT INTO shows VALUES (1, 'Hamlet'), (2, 'The Magic Flute');
