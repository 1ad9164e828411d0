-- erase.sql
--
-- Statements of erase.c.  $1 are the person's ids, $2 is their email.


--@ former ids
-- Finds deleted customers who had the person's email: rows that have only their
-- customer_id are the person's too.  Run under the closed search_path.
WITH f AS MATERIALIZED (SELECT customer_id FROM @orders@ WHERE @extschema@.customers_fold_email(customer_email) = $2
	UNION ALL
	SELECT r.customer_id
	FROM @schema@.customer_import_rows AS r
	JOIN (SELECT import_id, array_position(fields, 'email') AS email
		FROM @schema@.customer_imports) AS i USING (import_id)
	WHERE $2 = r.cells[i.email] OR $2 = @extschema@.customers_fold_email(r.old_cells[i.email]))
SELECT $1 || COALESCE(array_agg(DISTINCT f.customer_id), '{}')
FROM f
WHERE f.customer_id > 0
	AND f.customer_id NOT IN (SELECT c.customer_id FROM @customers@ AS c WHERE c.customer_id IN (SELECT f.customer_id FROM f))

--@ empty orders
UPDATE @orders@
SET @emptied@
WHERE customer_id = ANY ($1) OR @extschema@.customers_fold_email(customer_email) = $2

--@ copy orders
-- Orders of a distributed table cannot be given another customer, nor none: those of
-- nobody are of customer 0.
INSERT INTO @orders@ (@columns@)
SELECT @values@
FROM @orders@
WHERE customer_id <> 0 AND (customer_id = ANY ($1) OR @extschema@.customers_fold_email(customer_email) = $2)

--@ delete copied orders
DELETE FROM @orders@
WHERE customer_id <> 0 AND (customer_id = ANY ($1) OR @extschema@.customers_fold_email(customer_email) = $2)

--@ delete members
DELETE FROM @schema@.customer_group_members WHERE customer_id = ANY ($1)

--@ delete hashes
DELETE FROM @schema@.customer_import_created WHERE customer_id = ANY ($1)

--@ delete opt-outs
DELETE FROM @schema@.customer_import_opt_outs WHERE customer_id = ANY ($1)

--@ delete odd
DELETE FROM @schema@.customer_import_changed WHERE attributes IS NOT NULL AND customer_ids[1] = ANY ($1)
