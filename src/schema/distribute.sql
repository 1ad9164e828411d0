-- distribute.sql
--
-- Statements of distribute.c, run under the closed search_path.  The functions of citus
-- are in pg_catalog.


--@ kept out
-- What of table $1 citus cannot keep, where $2 says where a row is: a text each.  $3 is
-- the table of memberships.
SELECT string_agg(found.what, ', ' ORDER BY found.what)
FROM (SELECT format('trigger %I', t.tgname) AS what
	FROM pg_trigger AS t
	WHERE t.tgrelid = $1 AND NOT t.tgisinternal
	UNION ALL
	SELECT format('rule %I', r.rulename)
	FROM pg_rewrite AS r
	WHERE r.ev_class = $1
	UNION ALL
	SELECT format('foreign key %I of %s', k.conname, k.conrelid::regclass)
	FROM pg_constraint AS k
	WHERE k.contype = 'f' AND k.confrelid = $1 AND k.conrelid <> $3
	UNION ALL
	SELECT format('foreign key %I to %s', k.conname, k.confrelid::regclass)
	FROM pg_constraint AS k
	WHERE k.contype = 'f' AND k.conrelid = $1 AND k.confrelid <> $1
		AND NOT EXISTS (SELECT FROM pg_dist_partition AS p
			WHERE p.logicalrelid = k.confrelid AND p.partmethod = 'n' AND p.repmodel = 't')
	UNION ALL
	SELECT format('%s %I', CASE WHEN i.indisexclusion THEN 'exclusion constraint' ELSE 'unique index' END, c.relname)
	FROM pg_index AS i
	JOIN pg_class AS c ON c.oid = i.indexrelid
	WHERE i.indrelid = $1 AND (i.indisunique OR i.indisexclusion) AND $2 <> ALL (i.indkey)) AS found

--@ triggers
-- Our own triggers of table $1; $2 is the schema of our functions.
SELECT t.tgname
FROM pg_trigger AS t
JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE t.tgrelid = $1 AND NOT t.tgisinternal AND p.pronamespace = $2 AND starts_with(p.proname, 'customers_')
ORDER BY t.tgname

--@ distribute
SELECT create_distributed_table($1, 'customer_id')

--@ distribute in shards
SELECT create_distributed_table($1, 'customer_id', shard_count => $2, colocate_with => 'none')

--@ distribute beside
SELECT create_distributed_table($1, 'customer_id', colocate_with => $2)

--@ copy to all
SELECT create_reference_table($1)

--@ bring back
SELECT undistribute_table($1)

--@ orders of nobody
-- A distributed table has no rows of no customer: those of erased ones are of 0.
UPDATE @orders@ SET customer_id = 0 WHERE customer_id IS NULL

--@ orders of nobody again
UPDATE @orders@ SET customer_id = NULL WHERE customer_id = 0

--@ refer to customers
ALTER TABLE @schema@.customer_group_members
	ADD CONSTRAINT customer_group_members_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES @customers@ ON DELETE CASCADE

--@ refer to groups
ALTER TABLE @schema@.customer_group_members
	ADD CONSTRAINT customer_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES @schema@.customer_groups ON DELETE CASCADE
