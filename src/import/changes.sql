-- changes.sql
--
-- Counts what staged rows of import $1 change; filled in by changes.c.


--@ count
-- Of lines $2, by field: values that change, and those that are cleared.  $3 is what
-- stands for no value in each field beside '', $4 the place of subscribed, $5 those
-- of phones, which may be written in another way (field/phone_digits.h).  Lines of a
-- batch follow each other: the BRIN index is asked once for their range, and not for
-- each of them.
SELECT c.n, pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE c.new = ''),
	pg_catalog.count(*) FILTER (WHERE c.n = $4 AND c.new = 'false')
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(r.cells), pg_catalog.unnest(r.old_cells), pg_catalog.unnest($3)) WITH ORDINALITY AS c (new, old, nothing, n)
WHERE r.import_id = $1 AND @among@
	AND r.action = 'update'
	AND c.new IS NOT NULL AND c.old <> '' AND c.old <> c.nothing
	AND (c.n <> ALL ($5)
		OR pg_catalog.right(pg_catalog.regexp_replace(c.old, '[^0-9]', '', 'g'), @digits@)
			<> pg_catalog.right(pg_catalog.regexp_replace(c.new, '[^0-9]', '', 'g'), @digits@)
		OR pg_catalog.length(pg_catalog.regexp_replace(c.new, '[^0-9]', '', 'g')) < @least_digits@)
GROUP BY c.n
