-- view_renew.sql
--
-- Statements of view_renew.c; $1 is the view's oid.


--@ columns
-- As constants of their types.
SELECT string_agg(format('NULL::%s%s AS %I', format_type(a.atttypid, a.atttypmod),
	CASE WHEN a.attcollation <> t.typcollation THEN format(' COLLATE %I.%I', n.nspname, l.collname) END, a.attname),
	', ' ORDER BY a.attnum)
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
LEFT JOIN pg_namespace AS n ON n.oid = l.collnamespace
WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped

--@ stub
CREATE OR REPLACE VIEW @view@ WITH (security_invoker = true) AS
SELECT @columns@ WHERE @extschema@.customers_lost_table(@why@)

--@ comment
COMMENT ON VIEW @view@ IS @why@

--@ used
-- Does anything else depend on it, as a view of the application's?
SELECT EXISTS (
	SELECT FROM pg_depend AS d
	LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
	WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = $1 AND d.deptype = 'n' AND r.ev_class IS DISTINCT FROM $1)

--@ grants
-- Privilege, with the column or without, and role, with its grant option.
SELECT g.privilege, g.attname, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END
	|| CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
FROM (
	SELECT a.privilege_type AS privilege, NULL::name AS attname, a.grantee, a.is_grantable
	FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE c.oid = $1 AND a.grantee <> c.relowner
	UNION ALL
	SELECT a.privilege_type, t.attname, a.grantee, a.is_grantable
	FROM pg_attribute AS t CROSS JOIN LATERAL aclexplode(t.attacl) AS a
	WHERE t.attrelid = $1 AND NOT t.attisdropped) AS g
LEFT JOIN pg_roles AS r ON r.oid = g.grantee
WHERE g.grantee = 0 OR r.rolname IS NOT NULL
