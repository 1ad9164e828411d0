-- references.sql
--
-- Foreign keys to tables; read by references.c under the closed search_path
-- (support/settings_scope.h).


--@ foreign keys
-- One row a foreign key to the tables $1 that is not part of another one of them
-- (a partition's of its parent's).  Columns $2 of the tables are called $3 in c; one
-- that has no name there is looked up in the table $4, by its own key $5.
SELECT k.conrelid, k.convalidated,
	CASE WHEN bool_and(seen.name IS NOT NULL)
		THEN string_agg(format('c.%I OPERATOR(%I.%s) x.%I', COALESCE(seen.name, ''), n.nspname, o.oprname, fa.attname),
			' AND ' ORDER BY col.n)
		ELSE format('EXISTS (SELECT FROM %s AS b WHERE b.%I = c.customer_id AND %s)', $4, $5,
			string_agg(format('b.%I OPERATOR(%I.%s) x.%I', pa.attname, n.nspname, o.oprname, fa.attname),
				' AND ' ORDER BY col.n)) END,
	string_agg(format('x.%I IS NOT NULL', fa.attname), ' AND ' ORDER BY col.n),
	min(quote_ident(fa.attname)) FILTER (WHERE seen.name = 'customer_id')
FROM pg_constraint AS k
CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY AS col (fk, pk, operator, n)
JOIN pg_attribute AS fa ON fa.attrelid = k.conrelid AND fa.attnum = col.fk
JOIN pg_attribute AS pa ON pa.attrelid = k.confrelid AND pa.attnum = col.pk
LEFT JOIN unnest($2, $3) AS seen (own, name) ON seen.own = pa.attname
JOIN pg_operator AS o ON o.oid = col.operator
JOIN pg_namespace AS n ON n.oid = o.oprnamespace
WHERE k.contype = 'f' AND k.confrelid = ANY ($1)
	AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = k.conparentid AND p.confrelid = ANY ($1))
GROUP BY k.oid, k.conrelid, k.convalidated
ORDER BY k.oid
