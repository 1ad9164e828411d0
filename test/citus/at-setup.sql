-- Distributes each set of relations at the end of its setup: when the revision is stored.
create schema at_setup;
create function at_setup.on_revision() returns trigger language plpgsql as $$
begin
 if new.key = 'revision' and to_regclass(quote_ident(tg_table_schema)||'.customers') is not null and (select relkind = 'r' from pg_class where oid = to_regclass(quote_ident(tg_table_schema)||'.customers')) then
  set local client_min_messages = error;
  perform set_config('customers.schema', tg_table_schema, true);
  perform public.customers_distribute();
 end if; return null;
end $$;
create function at_setup.on_table() returns event_trigger language plpgsql as $$
declare o record;
begin
 for o in select * from pg_event_trigger_ddl_commands() where command_tag='CREATE TABLE' loop
  if o.object_identity ~ '\.customer_settings$' then
   execute format('create trigger zz_dist after insert or update on %s for each row execute function at_setup.on_revision()', o.object_identity);
  end if;
 end loop;
end $$;
create event trigger at_setup_on_table on ddl_command_end when tag in ('CREATE TABLE') execute function at_setup.on_table();
