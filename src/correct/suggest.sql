-- suggest.sql
--
-- What fields accept; read by suggest.c.


--@ groups
SELECT name
FROM @schema@.customer_groups
ORDER BY group_id

--@ labels
-- Of the enum $1, and the texts in CHECK constraints of the domain $2, and in those of
-- column $4 of table $3.
SELECT l.label
FROM (SELECT e.enumlabel::pg_catalog.text, e.enumsortorder
		FROM pg_catalog.pg_enum AS e
		WHERE e.enumtypid = $1
	UNION ALL
	SELECT pg_catalog.replace(m.texts[1], '''''', ''''), 0
		FROM pg_catalog.pg_constraint AS c
		CROSS JOIN LATERAL pg_catalog.regexp_matches(pg_catalog.pg_get_constraintdef(c.oid),
			'''((?:[^'']|'''')*)''::', 'g') AS m (texts)
		WHERE c.contype = 'c' AND (c.contypid = $2 OR (c.conrelid = $3 AND EXISTS (
			SELECT
			FROM pg_catalog.pg_attribute AS a
			WHERE a.attrelid = $3 AND a.attname = $4 AND a.attnum = ANY (c.conkey))))) AS l (label, place)
ORDER BY l.place, l.label
