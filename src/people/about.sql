-- about.sql
--
-- All that is held of customer $1, whose rows are lines $3 of imports $2; by about.c.


--@ about
-- A password is not told, but that there is one.
SELECT pg_catalog.jsonb_build_object(
	'customer', (SELECT (pg_catalog.to_jsonb(c) - 'password_hash') || pg_catalog.jsonb_build_object(
			'has_password', pg_catalog.to_jsonb(c) ->> 'password_hash' IS NOT NULL)
		FROM @customers@ AS c WHERE c.customer_id = $1),
	'groups', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('group', g.name, 'status', m.status,
			'import_id', m.import_id, 'set_by', m.set_by, 'set_at', m.set_at) ORDER BY g.name), '[]')
		FROM @schema@.customer_group_members AS m
		JOIN @schema@.customer_groups AS g ON g.group_id = m.group_id
		WHERE m.customer_id = $1),
	'orders', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(o) ORDER BY o.order_id), '[]')
		FROM @orders@ AS o WHERE o.customer_id = $1),
	'consent', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(l) ORDER BY l.log_id), '[]')
		FROM @schema@.customer_consent_log AS l WHERE l.customer_id = $1),
	'history', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(h) ORDER BY h.at, h.import_id, h.line), '[]')
		FROM @schema@.customer_history AS h WHERE h.customer_id = $1),
	'records', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('import_id', r.import_id, 'line', r.line,
			'source', i.source, 'imported_at', i.imported_at, 'status', i.status, 'action', r.action, 'reason', r.reason,
			'fields', i.fields, 'cells', r.cells, 'old_cells', r.old_cells, 'header', i.header, 'raw', r.raw, 'errors', r.errors)
			ORDER BY r.import_id, r.line), '[]')
		FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS f (import_id, line)
		JOIN @schema@.customer_import_rows AS r ON r.import_id = f.import_id AND r.line = f.line
		LEFT JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id),
	'opt_outs', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('import_id', o.import_id, 'line', o.line,
			'cell', o.cell, 'old_subscribed', o.old_subscribed) ORDER BY o.import_id, o.line), '[]')
		FROM (SELECT o.import_id, o.line, o.cell, o.old_subscribed
			FROM @schema@.customer_import_opt_outs AS o WHERE o.customer_id = $1
			UNION ALL
			SELECT o.import_id, u.line, NULL, false
			FROM @schema@.customer_import_opt_outs AS o
			CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(o.lines), pg_catalog.unnest(o.customer_ids)) AS u (line, customer_id)
			WHERE $1 = ANY (o.customer_ids) AND u.customer_id = $1) AS o))

--@ keys
-- The customer's keys, folded.
SELECT @email@, @identifier@ FROM @customers@ AS c WHERE c.customer_id = $1
