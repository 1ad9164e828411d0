-- twice.sql
--
-- Who of a file comes once with a key and once without; filled in by twice.c.


--@ without key
-- New customers of import $1 who are known by weak keys alone, and others of the same
-- name (cells @names@) who share a phone (cells @phones@): how many, the first line,
-- and the first of theirs.
WITH people AS (
	SELECT r.line, COALESCE(r.errors @> '[{"code": "weak_key"}]', false) AS is_weak, phone,
		lower(regexp_replace(concat_ws(' ', @names@), '[^[:alnum:]]', '', 'g')) AS name
	FROM @schema@.customer_import_rows AS r
	CROSS JOIN LATERAL (
		SELECT DISTINCT right(regexp_replace(said, '[^0-9]', '', 'g'), 8) AS phone FROM unnest(ARRAY[@phones@]) AS said
	) AS p
	WHERE r.import_id = $1 AND r.action = 'create' AND length(phone) = 8
)
SELECT count(DISTINCT w.line), min(w.line), min(o.line)
FROM people AS w
JOIN people AS o ON o.name = w.name AND o.phone = w.phone AND NOT o.is_weak
WHERE w.is_weak AND w.name <> ''
