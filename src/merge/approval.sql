-- approval.sql
--
-- Who has staged, corrected and approved import $1, and what; filled in by approval.c.


--@ import
-- Who has had a hand in it; $2 is the session user.
SELECT i.status, i.session_role, i.session_role = $2 OR $2 = ANY (i.corrected_roles)
FROM @schema@.customer_imports AS i
WHERE i.import_id = $1

--@ content
-- All that its merge goes by, each row as a text.  A corrected password is no other mask,
-- so that corrections count.
SELECT ROW(i.fields, i.options, i.corrections)::pg_catalog.text
FROM @schema@.customer_imports AS i
WHERE i.import_id = $1
UNION ALL
(SELECT ROW(r.line, r.action, r.customer_id, r.cells, r.old_cells, r.consent_at)::pg_catalog.text
FROM @schema@.customer_import_rows AS r
WHERE r.import_id = $1
ORDER BY r.line, r.customer_id)
UNION ALL
(SELECT ROW(o.line, o.customer_id, o.old_subscribed, pg_catalog.encode(o.email_hash, 'hex'), o.cell,
	o.lines, o.customer_ids)::pg_catalog.text
FROM @schema@.customer_import_opt_outs AS o
WHERE o.import_id = $1
ORDER BY o.line, o.customer_id, o.cell, o.lines)

--@ approve
-- The trigger writes who does.
INSERT INTO @schema@.customer_import_approvals (import_id, rows_hash) VALUES ($1, $2)

--@ approved
-- By somebody who has had no hand in it, as it is now: its rows have hash $2.
SELECT
FROM @schema@.customer_import_approvals AS a
JOIN @schema@.customer_imports AS i ON i.import_id = a.import_id
WHERE a.import_id = $1 AND a.rows_hash = $2
	AND a.session_role <> i.session_role AND a.session_role <> ALL (i.corrected_roles)
LIMIT 1
