-- revert_consent.sql
--
-- Corrects what later imports keep as the old consent when an earlier one is reverted;
-- see revert_consent.c.  $1 is the import that is reverted, $2 when it was merged, $3
-- the later ones that stand, $4 customers who are others by now, $5: a no may become a
-- yes.
--
-- Run under the closed search_path (support/settings_scope.h).


--@ items
-- What imports say of customers, and what their consent was: by a row, beside the rows,
-- or by a no that changed nothing.
SELECT s.import_id, s.customer_id, bool_and(s.new) AS new, bool_and(s.old) AS old, min(s.consent_at) AS consent_at
FROM (SELECT r.import_id, r.customer_id, r.cells[f.place] = 'true' AS new, r.old_cells[f.place] = 'true' AS old, r.consent_at
	FROM @schema@.customer_imports AS i
	CROSS JOIN LATERAL (SELECT array_position(i.fields, 'subscribed') AS place) AS f
	JOIN @schema@.customer_import_rows AS r ON r.import_id = i.import_id
	WHERE i.import_id = ANY (@imports@) AND r.action = 'update' AND r.cells[f.place] <> ''
	UNION ALL
	SELECT o.import_id, o.customer_id, false, o.old_subscribed, o.consent_at
	FROM @schema@.customer_import_opt_outs AS o
	WHERE o.import_id = ANY (@imports@) AND o.customer_id IS NOT NULL AND o.old_subscribed IS NOT NULL
	UNION ALL
	SELECT o.import_id, u.customer_id, false, NULL, NULL
	FROM @schema@.customer_import_opt_outs AS o
	CROSS JOIN LATERAL unnest(o.customer_ids) AS u (customer_id)
	WHERE o.import_id = ANY (@imports@) AND o.lines IS NOT NULL) AS s
GROUP BY s.import_id, s.customer_id

--@ said otherwise
-- Has the customer said since what the import that is reverted did not find?
EXISTS (SELECT FROM @schema@.customer_consent_log AS l
	WHERE l.customer_id = gone.customer_id AND l.import_id IS NULL AND l.changed_at >= $2
		AND l.is_subscribed <> gone.old)

--@ correct
WITH gone AS (SELECT g.* FROM (@gone@) AS g
	WHERE g.old <> g.new AND (NOT g.old OR $5) AND g.customer_id <> ALL ($4)),
later AS (@later@),
next AS (SELECT DISTINCT ON (later.customer_id) later.*
	FROM later
	JOIN gone ON gone.customer_id = later.customer_id
	JOIN @schema@.customer_imports AS i ON i.import_id = later.import_id
	ORDER BY later.customer_id, i.merge_number, i.import_id),
hit AS (SELECT next.import_id, next.customer_id, gone.old, gone.consent_at
	FROM gone
	JOIN next ON next.customer_id = gone.customer_id
	WHERE COALESCE(next.old, false) = gone.new AND NOT @said_otherwise@),
by_rows AS (UPDATE @schema@.customer_import_rows AS r
	SET old_cells[array_position(i.fields, 'subscribed')] = hit.old::text, consent_at = hit.consent_at
	FROM hit
	JOIN @schema@.customer_imports AS i ON i.import_id = hit.import_id
	WHERE r.import_id = hit.import_id AND r.customer_id = hit.customer_id AND r.action = 'update'
		AND r.cells[array_position(i.fields, 'subscribed')] <> ''
	RETURNING r.import_id, r.customer_id),
beside AS (UPDATE @schema@.customer_import_opt_outs AS o
	SET old_subscribed = hit.old, consent_at = hit.consent_at
	FROM hit
	WHERE o.import_id = hit.import_id AND o.customer_id = hit.customer_id AND o.old_subscribed IS NOT NULL
	RETURNING o.import_id, o.customer_id)
INSERT INTO @schema@.customer_import_opt_outs (import_id, line, customer_id, old_subscribed, consent_at)
SELECT hit.import_id, min(u.line), hit.customer_id, true, hit.consent_at
FROM hit
JOIN @schema@.customer_import_opt_outs AS o ON o.import_id = hit.import_id AND o.lines IS NOT NULL
CROSS JOIN LATERAL unnest(o.lines, o.customer_ids) AS u (line, customer_id)
WHERE hit.old AND u.customer_id = hit.customer_id
	AND NOT EXISTS (SELECT FROM by_rows AS b WHERE b.import_id = hit.import_id AND b.customer_id = hit.customer_id)
	AND NOT EXISTS (SELECT FROM beside AS b WHERE b.import_id = hit.import_id AND b.customer_id = hit.customer_id)
GROUP BY hit.import_id, hit.customer_id, hit.consent_at
