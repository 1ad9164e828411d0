-- What the reader meets past its limits: cells and records too large, and text
-- whose encoding shows only far into the file.

CREATE SCHEMA t_reader_limits;
SET customers.schema = 't_reader_limits';
SET search_path = t_reader_limits, public;
SET client_min_messages = warning;
\pset null -

SELECT customers_setup() IS NOT NULL AS setup;
\i sql/include/file.sql
CREATE VIEW errors AS
	SELECT import_id, line, field, length(value) AS kept, code, message, hint
	FROM customer_import_errors ORDER BY import_id, line, field, code;

-- A cell past customers.max_field_size is cut and its record rejected, between
-- characters; the others are read on, be the cell larger than the reader's window
-- or in quotes over many lines.
SET customers.max_field_size = '1kB';
SELECT created, rejected FROM import_csv(file(
	E'identifier,note\nA-1,fine\nA-2,' || repeat('x', 1023) || E'øl\nA-3,' || repeat('x', 1024)
	|| E'\nA-4,' || repeat('y', 700000) || E'\nA-5,"' || repeat(E'z,\n', 300) || E'"\nA-6,fine\n'));
SELECT line, field, kept, code, message, hint FROM errors;
SELECT identifier, length(note) FROM customers ORDER BY 1;
RESET customers.max_field_size;
TRUNCATE customer_import_rows, customer_imports, customers CASCADE;

-- More cells than are kept of a record.
SELECT created, rejected FROM import_csv(file(
	E'identifier,name\nB-1,Ann\nB-2,Ben' || repeat(',', 12000) || E'\nB-3,Cy\n'));
SELECT line, code, message, hint FROM errors;
SELECT identifier, name FROM customers ORDER BY 1;
TRUNCATE customer_import_rows, customer_imports, customers CASCADE;

-- The first character that is not ASCII comes late: only then is the encoding
-- known, and nothing before it is read otherwise.
SELECT import_id, created, rejected FROM import_csv((
	SELECT convert_to(E'identifier,name\n' || string_agg(format(E'C-%s,A name to fill the window %s\n', i, i), '' ORDER BY i)
		|| E'C-x,Åse Ødegård\nC-y,Bjørn\n', 'LATIN1') FROM generate_series(1, 10000) AS i)) \gset i_
SELECT encoding, :i_created AS created, :i_rejected AS rejected FROM customer_imports WHERE import_id = :i_import_id;
SELECT identifier, name FROM customers WHERE identifier IN ('C-x', 'C-y', 'C-10000') ORDER BY 1;
TRUNCATE customer_import_rows, customer_imports, customers RESTART IDENTITY CASCADE;

-- The sample that a dialect is found by may end anywhere in an export, be it behind
-- a space of a cell: the export is known as one.  Of other files known header words
-- prove the delimiter, whatever their long cells look like.
SELECT behind, bool_and(s.delimiter = E'\t' AND s.columns = 3) AS is_tab
	FROM generate_series(0, 1) AS behind,
		(VALUES ('customer_id'), ('Kundenr')) AS first (word),
		customers_sniff(file(first.word || E'\tidentifier\tnote\n'
			|| (SELECT string_agg(format(E'%s\tA-%s\t"%s"\n', i, i, repeat(E'x, y\n', 2400)), '' ORDER BY i) FROM generate_series(10, 31) AS i)
			|| E'32\tA-32\t' || repeat('.', behind) || repeat('w ', 15000) || E'w\n')) AS s
	GROUP BY behind ORDER BY behind;

-- An export of ours is read by its quotes alone: lines of a cell that hold as many
-- delimiters as a record does are no records.
SELECT line, cells FROM customers_read_csv(file(E'email,name,groups\na@x.example,"Smith, Jr.\nAnn, Sr.",VIP\nb@x.example,"Smith, Jr.\rmacSmith, Jr.",\n')) ORDER BY line;
-- A file with some ids of its own: one that this import has just given to
-- another record goes to the one that brings it, and nobody is lost.
SELECT created, rejected FROM import_csv((
	SELECT file(E'customer_id,identifier,name\n' || string_agg(format(E',D-%s,Name\n', i), '' ORDER BY i)
		|| E'7,D-seven,Brings 7\n8,D-eight,Brings 8\n20000,D-far,Brings 20000\n,D-last,Brings none\n')
	FROM generate_series(1, 5000) AS i), unknown_ids => 'create');
SELECT customer_id, identifier FROM customers
	WHERE customer_id IN (7, 8, 20000) OR identifier IN ('D-7', 'D-8', 'D-last') ORDER BY identifier;
SELECT count(*), count(DISTINCT customer_id) FROM customers;

DROP SCHEMA t_reader_limits CASCADE;
