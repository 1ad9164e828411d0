\set ECHO none
-- file.sql
--
-- For tests that import: a file's content as a client would send it, and the
-- last import, if there are tables.  Goes into the first schema of the
-- search_path.

CREATE FUNCTION file(content text) RETURNS bytea
	LANGUAGE sql AS $$ SELECT convert_to(content, 'UTF8') $$;
SELECT to_regclass('customer_imports') IS NOT NULL AS has_tables \gset
\if :has_tables
CREATE VIEW last AS SELECT * FROM customer_imports ORDER BY import_id DESC LIMIT 1;
\endif
\set ECHO all
