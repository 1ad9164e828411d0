-- impose_no.sql
--
-- A no that a row does not say by its own cell; filled in by impose_no.c.


--@ add field
UPDATE @schema@.customer_imports
SET fields = pg_catalog.array_append(fields, 'subscribed')
WHERE import_id OPERATOR(pg_catalog.=) $1

--@ on new
cells[@consent@] = 'false', @kept@

--@ on known
cells[@consent@] = CASE WHEN c.subscribed IS NOT FALSE THEN 'false' END,
	old_cells[@consent@] = CASE WHEN c.subscribed THEN 'true' END, @kept@
