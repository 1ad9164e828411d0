-- adopt_triggers.sql
--
-- Our triggers on an adopted table, @table@; adopt_triggers.c runs the sections.
-- @name@ is the trigger's name; @schema_name@ the schema of the relations, as a
-- literal; @was@ and @is@ what the old and the new row say of consent; the others are
-- the table's own names of columns.  Where not every row is a customer, @stays@ says
-- that the old and the new row are, @enters@ that only the new one is, @leaves@ that
-- only the old one is; elsewhere they are nothing.


--@ log_consent
CREATE TRIGGER @name@ AFTER UPDATE ON @table@
	FOR EACH ROW
	WHEN (@stays@(@was@ IS DISTINCT FROM @is@@or_email_given@))
	EXECUTE FUNCTION @extschema@.customers_log_consent(@schema_name@)

--@ log_consent_insert
CREATE TRIGGER @name@ AFTER INSERT ON @table@
	FOR EACH ROW
	WHEN (@is_in@@is@ AND NOT @extschema@.customers_is_merging())
	EXECUTE FUNCTION @extschema@.customers_log_consent(@schema_name@)

--@ keep_opt_out
CREATE TRIGGER @name@ AFTER DELETE ON @table@
	FOR EACH ROW@when_was_in@
	EXECUTE FUNCTION @extschema@.customers_keep_opt_out(@schema_name@)

--@ keep_opt_out_update
CREATE TRIGGER @name@ AFTER UPDATE ON @table@
	FOR EACH ROW
	WHEN (@stays@OLD.@email@ IS DISTINCT FROM NEW.@email@
		AND (@was@ AND @is@) IS NOT TRUE)
	EXECUTE FUNCTION @extschema@.customers_keep_opt_out(@schema_name@)

--@ keep_opt_outs
CREATE TRIGGER @name@ BEFORE TRUNCATE ON @table@
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_keep_opt_outs(@schema_name@)

--@ or email given
 OR (@is@ AND OLD.@email@ IS DISTINCT FROM NEW.@email@)

--@ enter
CREATE TRIGGER @name@ AFTER UPDATE ON @table@
	FOR EACH ROW
	WHEN (@enters@ AND @is@)
	EXECUTE FUNCTION @extschema@.customers_log_consent(@schema_name@, 'enters')

--@ leave
CREATE TRIGGER @name@ AFTER UPDATE ON @table@
	FOR EACH ROW
	WHEN (@leaves@)
	EXECUTE FUNCTION @extschema@.customers_keep_opt_out(@schema_name@, 'leaves')

--@ leave_groups
CREATE TRIGGER @name@ AFTER UPDATE ON @table@
	FOR EACH ROW
	WHEN (@leaves@)
	EXECUTE FUNCTION @extschema@.customers_drop_members(@schema_name@, 'leaves')

--@ drop_members
CREATE TRIGGER @name@ AFTER DELETE ON @table@
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_drop_members(@schema_name@)

--@ drop_all_members
CREATE TRIGGER @name@ AFTER TRUNCATE ON @table@
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_drop_members(@schema_name@)
