-- purge.sql
--
-- How to revert old imports is forgotten; $1 are their ids.  Filled in by purge.c.


--@ mark imports
-- Merged and reverted imports with which nothing was done for so long, $1.
UPDATE @schema@.customer_imports
SET purged_at = pg_catalog.now()
WHERE purged_at IS NULL AND status = ANY ('{merged,reverted}')
	AND COALESCE(reverted_at, merged_at) <= (pg_catalog.now() - $1)
RETURNING import_id

--@ forget created
-- Customers whom a merge has changed that cannot be reverted any more: no revert
-- of another one takes them away.
DELETE FROM @schema@.customer_import_created
WHERE customer_id = ANY (ARRAY(SELECT r.customer_id
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	WHERE r.import_id = ANY ($1) AND i.status = 'merged' AND r.action = 'update'))

--@ keep standing
-- No's that changed nothing: an undo of another import still asks them.
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, lines, customer_ids)
SELECT o.import_id, pg_catalog.min(o.line), pg_catalog.array_agg(o.line), pg_catalog.array_agg(o.customer_id)
FROM @schema@.customer_import_opt_outs AS o
JOIN @schema@.customer_imports AS i ON i.import_id = o.import_id AND i.status = 'merged'
WHERE o.import_id = ANY ($1) AND o.customer_id IS NOT NULL
GROUP BY o.import_id

--@ forget opt-outs
DELETE FROM @schema@.customer_import_opt_outs AS o
USING @schema@.customer_imports AS i
WHERE o.import_id = ANY ($1) AND i.import_id = o.import_id AND (o.lines IS NULL OR i.status <> 'merged')

--@ delete rows
DELETE FROM @relation@ WHERE import_id = ANY ($1)
