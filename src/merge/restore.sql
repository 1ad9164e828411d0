-- restore.sql
--
-- People who were erased and whom an import has taken in again.  Filled in by
-- restore.c; run with pg_catalog first (support/settings_scope.h).


--@ find keys
-- The identifiers and emails that rows have brought.
SELECT r.line, @identifier@, @email@
FROM @rows@ AS r
WHERE @chosen@ AND r.action = ANY ('{create,update}')

--@ note restored
-- Notes which rows ($2, lines) of import $1 brought a key, by its field ($3), of
-- somebody who had been erased, and when that was ($4).
UPDATE @schema@.customer_import_rows AS r
SET errors = COALESCE(r.errors, '[]') || pg_catalog.jsonb_build_array(
	@note@ || pg_catalog.jsonb_build_object('recorded_at', k.recorded_at))
FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($4)) AS k (line, recorded_at)
WHERE r.import_id = $1 AND r.line = k.line

--@ gone keys
-- The keys of restored people who are not customers by them any more: line,
-- identifier, email, and when they had been recorded.
SELECT r.line,
	CASE WHEN n.field = 'identifier' THEN @identifier@ END,
	CASE WHEN n.field = 'email' THEN @email@ END,
	COALESCE(n.recorded_at, pg_catalog.now())
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL pg_catalog.jsonb_to_recordset(r.errors)
	AS n (field pg_catalog.text, code pg_catalog.text, recorded_at timestamp with time zone)
WHERE r.import_id = $1 AND n.code = '@code@'
	AND NOT EXISTS (SELECT 1 FROM @import_customers@ AS c
		WHERE c.customer_id = r.customer_id
			AND (@live_identifier@ = @identifier@ OR @live_email@ = @email@))
