-- value_conflict.sql
--
-- Staged rows that an index forbids, filled in by value_conflict.c for each rule
-- (import/index_rule.h).  Expressions of an application run along: see "pg_catalog
-- first" in support/settings_scope.h for what stays qualified.


--@ pairs
-- Who is in the way of each staged row: of a live customer the id, else the line.
WITH foreseen AS MATERIALIZED (
	SELECT r.line AS ctid, COALESCE(c.@id@, 0)::pg_catalog.int8 AS xmin@columns@
	FROM @rows@ AS r
	LEFT JOIN @table@ AS c ON c.@id@ = r.customer_id AND r.action = 'update'
	WHERE @chosen@ AND r.action = ANY ('{create,update}'))
SELECT pairs.line, pairs.rule, pairs.customer_id, pairs.earlier
FROM (@pairs@) AS pairs
ORDER BY pairs.line, pairs.customer_id, pairs.earlier

--@ live pairs
SELECT customers.ctid AS line, @rule@ AS rule, live.@id@::pg_catalog.int8 AS customer_id, NULL::pg_catalog.int8 AS earlier
FROM foreseen AS customers
JOIN @table@ AS live ON live.@id@ <> customers.xmin AND @forbids_live@

--@ staged pairs
SELECT customers.ctid AS line, @rule@ AS rule, NULL::pg_catalog.int8 AS customer_id, earlier.ctid AS earlier
FROM foreseen AS customers
JOIN foreseen AS earlier ON earlier.ctid < customers.ctid AND @forbids@

--@ conflicts
SELECT f.line, (@fields@)[f.rule] AS field, (@names@)[f.rule] AS reviewed,
	CASE WHEN f.earlier = 0 THEN pg_catalog.concat('customer ', f.customer_id)
		ELSE pg_catalog.concat('line ', f.earlier) END AS present
FROM ROWS FROM (pg_catalog.unnest(@line@::bigint[]), pg_catalog.unnest(@rule@::bigint[]),
	pg_catalog.unnest(@customer_id@::bigint[]), pg_catalog.unnest(@earlier@::bigint[])) AS f (line, rule, customer_id, earlier)
