-- merge_part.sql
--
-- Statements of merge_part.c.  $1 is the import's id, $2 the time of its merge.


--@ parts
-- The changed customers of each part, of $4 shards in a row, of table $3: citus hashes an
-- id to a shard, and shards in a row are on several machines.
SELECT pg_catalog.array_agg(r.customer_id)
FROM @rows@ AS r
WHERE @chosen@ AND r.action = 'update'
GROUP BY (pg_catalog.width_bucket(pg_catalog.worker_hash(r.customer_id::@type@),
	(SELECT pg_catalog.array_agg(s.shardminvalue::pg_catalog.int4 ORDER BY s.shardminvalue::pg_catalog.int4)
	FROM pg_catalog.pg_dist_shard AS s WHERE s.logicalrelid = $3)) - 1) / $4
