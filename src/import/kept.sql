-- kept.sql
--
-- Parts of an UPDATE of customer_import_rows, r, that gives a field another value than
-- the row's own cells say: these stay known.  Filled in by kept.c.


--@ set of known
-- A row of an older release has no marks.
marks = CASE WHEN pg_catalog.octet_length(r.marks) OPERATOR(pg_catalog.>=) @head@ THEN @marks@ ELSE r.marks END

--@ set of new
-- A yes that only the value tells goes into raw.
raw = @raw@, marks = pg_catalog.set_bit(@marks@, @default_bit@, 0)

--@ bits of known
-- Marks that are 0 at the end are left out.
(r.marks OPERATOR(pg_catalog.||) '\x@zeros@'::pg_catalog.bytea)

--@ bits of new
(COALESCE(r.marks, '\x00') OPERATOR(pg_catalog.||) '\x@zeros@'::pg_catalog.bytea)

--@ silent
-- MARK_SILENT; a cell in raw keeps its mark.
pg_catalog.set_bit(pg_catalog.set_bit(@marks@, @bit@,
	CASE WHEN r.raw[@column@] IS NULL THEN 1 ELSE pg_catalog.get_bit(@bits@, @bit@) END), @next_bit@, 0)

--@ raw with yes
CASE WHEN r.cells[@field@] OPERATOR(pg_catalog.=) 'true' AND r.raw[@column@] IS NULL
		AND pg_catalog.get_bit(@bits@, @bit@) OPERATOR(pg_catalog.=) 0
	THEN (@all@)[:@before@] OPERATOR(pg_catalog.||) ARRAY['true'::pg_catalog.text] OPERATOR(pg_catalog.||) (@all@)[@after@:]
	ELSE r.raw END

--@ all raw
COALESCE(r.raw, pg_catalog.array_fill(NULL::pg_catalog.text, ARRAY[@ncolumns@]))
