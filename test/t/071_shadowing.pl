# Nothing runs as somebody else but what PostgreSQL and the extension bring.
#
# Shadowing: a schema of somebody else stands first on the search_path, with a
# function, operator, aggregate, type, collation and catalog for each of
# pg_catalog's, and tables of our names with triggers.  Each of them writes to
# the server's log who called it.  Every function of the extension is called by
# a superuser, and the log says that none of them was.
#
# Planting: tables and views of our names that belong to somebody else are
# refused before anything of theirs runs.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my %calls = function_calls($PostgreSQL::Test::Utils::tmp_check, 'crm');
my $content = "pg_catalog.bytea 'identifier,name\\012K-7,Gro\\012'";

# A function of the schema evil for each of pg_catalog's that can have one, and
# for each operator; count(*) and its kin; a domain for each type we use; a
# relation for each catalog; all owned by mallory.
my $decoys = q{
    CREATE ROLE mallory;
    CREATE SCHEMA evil AUTHORIZATION mallory;
    GRANT USAGE ON SCHEMA evil TO PUBLIC;
    SET ROLE mallory;
    CREATE FUNCTION evil.note(what text) RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN RAISE LOG 'decoy % called as %', what, current_user; RETURN true; END $$;
    DO $$
    DECLARE
        f record;
    BEGIN
        FOR f IN
            SELECT 'function' AS kind, p.proname AS name, p.prorettype AS result, p.proretset,
                   p.provariadic, p.proargtypes::oid[] AS args, NULL AS operator_args
              FROM pg_proc AS p
             WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'w')
            UNION ALL
            SELECT 'operator', 'op_' || o.oid, o.oprresult, false, 0,
                   ARRAY[o.oprleft, o.oprright], o.oprname
              FROM pg_operator AS o
             WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0
        LOOP
            BEGIN
                EXECUTE format(
                    'CREATE FUNCTION evil.%I(%s) RETURNS %s%s LANGUAGE plpgsql AS %L', f.name,
                    (SELECT string_agg(CASE WHEN t = '"any"'::regtype THEN 'anyelement' ELSE format_type(t, NULL) END, ', ' ORDER BY n)
                       FROM unnest(f.args) WITH ORDINALITY AS a (t, n)),
                    CASE WHEN f.proretset THEN 'SETOF ' ELSE '' END,
                    CASE WHEN f.result IN ('record'::regtype, '"any"'::regtype) THEN 'text' ELSE format_type(f.result, NULL) END,
                    format('BEGIN PERFORM evil.note(%L); RETURN%s; END', COALESCE(f.operator_args, f.name),
                        CASE WHEN f.proretset OR f.result = 'void'::regtype THEN '' ELSE ' NULL' END));
                IF f.kind = 'operator' THEN
                    EXECUTE format('CREATE OPERATOR evil.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = evil.%I)',
                        f.operator_args, format_type(f.args[1], NULL), format_type(f.args[2], NULL), f.name);
                END IF;
            EXCEPTION WHEN OTHERS THEN
                NULL;               -- internal and other types that PL/pgSQL has not
            END;
        END LOOP;
    END $$;
    DO $$
    DECLARE
        f record;
        arguments text;
    BEGIN
        FOR f IN SELECT oid, proname, proargtypes::oid[] AS args FROM pg_proc
                  WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'a' LOOP
            SELECT string_agg(CASE WHEN t = '"any"'::regtype THEN 'anyelement' ELSE format_type(t, NULL) END, ', ' ORDER BY n)
              INTO arguments FROM unnest(f.args) WITH ORDINALITY AS a (t, n);
            BEGIN
                EXECUTE format('CREATE FUNCTION evil.step_%s(%s) RETURNS text LANGUAGE plpgsql AS %L',
                    f.oid, concat_ws(', ', 'text', arguments),
                    format('BEGIN PERFORM evil.note(%L); RETURN NULL; END', f.proname));
                EXECUTE format('CREATE AGGREGATE evil.%I(%s) (SFUNC = evil.step_%s, STYPE = text)',
                    f.proname, COALESCE(arguments, '*'), f.oid);
            EXCEPTION WHEN OTHERS THEN
                NULL;               -- variadic and ordered-set ones
            END;
        END LOOP;
    END $$;
    -- What fits better than pg_catalog's own, wherever that stands on the path:
    -- functions, aggregates and operators of one type for those of any.
    CREATE FUNCTION evil.fitting(type oid, one regtype) RETURNS text LANGUAGE sql AS $$
        SELECT CASE WHEN type IN ('anyarray'::regtype, 'anycompatiblearray'::regtype) THEN format_type(one, NULL) || '[]'
                    WHEN type IN ('anyelement'::regtype, 'anynonarray'::regtype, '"any"'::regtype, 'anycompatible'::regtype,
                                  'anycompatiblenonarray'::regtype) THEN format_type(one, NULL)
                    WHEN type = 'internal'::regtype THEN NULL
                    WHEN type = 'record'::regtype THEN 'text'
                    ELSE format_type(type, NULL) END $$;
    DO $$
    DECLARE
        f record;
        one regtype;
        arguments text;
        called text;
    BEGIN
        FOREACH one IN ARRAY '{int8,text,jsonb,timestamptz,bool}'::regtype[] LOOP
            FOR f IN SELECT p.oid, p.proname, p.prokind, p.proretset, p.prorettype, p.proargtypes::oid[] AS args FROM pg_proc AS p
                      WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a')
                        AND p.proargtypes::oid[] && ARRAY['anyarray', 'anyelement', 'anynonarray', 'anycompatible',
                            'anycompatiblearray', 'anycompatiblenonarray', '"any"']::regtype[]::oid[] LOOP
                SELECT string_agg(evil.fitting(t, one), ', ' ORDER BY n) INTO arguments FROM unnest(f.args) WITH ORDINALITY AS a (t, n);
                called := format('BEGIN PERFORM evil.note(%L); RETURN%s; END', 'fitting ' || f.proname,
                    CASE WHEN f.proretset OR f.prorettype = 'void'::regtype THEN '' ELSE ' NULL' END);
                BEGIN
                    IF f.prokind = 'a' THEN
                        EXECUTE format('CREATE FUNCTION evil.fit_%s(%s) RETURNS text LANGUAGE plpgsql AS %L', f.oid,
                            concat_ws(', ', 'text', arguments), called);
                        EXECUTE format('CREATE AGGREGATE evil.%I(%s) (SFUNC = evil.fit_%s, STYPE = text)', f.proname, arguments, f.oid);
                    ELSE
                        EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s%s LANGUAGE plpgsql AS %L', f.proname, arguments,
                            CASE WHEN f.proretset THEN 'SETOF ' ELSE '' END, COALESCE(evil.fitting(f.prorettype, one), 'text'), called);
                    END IF;
                EXCEPTION WHEN OTHERS THEN
                    NULL;           -- of types that cannot be, and what is there already
                END;
            END LOOP;
        END LOOP;
        FOREACH one IN ARRAY '{varchar,name,int8[],text[],jsonb[]}'::regtype[] LOOP
            EXECUTE format('CREATE FUNCTION evil.fits(%1$s, %1$s) RETURNS boolean LANGUAGE plpgsql AS %2$L', one,
                'BEGIN PERFORM evil.note(''fitting operator''); RETURN NULL; END');
            FOREACH called IN ARRAY '{=,<>,<,>,<=,>=,||,@>,<@}'::text[] LOOP
                BEGIN
                    EXECUTE format('CREATE OPERATOR evil.%1$s (LEFTARG = %2$s, RIGHTARG = %2$s, FUNCTION = evil.fits)', called, one);
                EXCEPTION WHEN duplicate_function THEN
                    NULL;
                END;
            END LOOP;
        END LOOP;
    END $$;
    DO $$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY '{text,int4,int8,bool,bytea,jsonb,json,numeric,date,timestamptz,regclass,name,oid,regtype,"char"}'::text[] LOOP
            EXECUTE format('CREATE DOMAIN evil.%1$I AS pg_catalog.%1$I CHECK (evil.note(%2$L))', name, 'type ' || name);
        END LOOP;
    END $$;
    DO $$
    DECLARE
        name text;
    BEGIN
        FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
            AND relname ~ '^pg_(class|attribute|attrdef|type|proc|namespace|constraint|index|inherits|depend|settings|roles|trigger|policy|operator|collation|largeobject)$' LOOP
            EXECUTE format('CREATE VIEW evil.%I AS SELECT %s FROM pg_catalog.%1$I WHERE evil.note(%3$L)', name,
                (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
                  WHERE attrelid = ('pg_catalog.' || name)::regclass AND attnum > 0 AND atttypid <> 'anyarray'::regtype),
                'catalog ' || name);
        END LOOP;
    END $$;
    CREATE COLLATION evil."C" FROM "und-x-icu";
    CREATE FUNCTION evil.fired() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM evil.note('trigger of ' || TG_TABLE_NAME); RETURN NEW; END $$;
    DO $$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY '{customers,customer_groups,customer_group_members,customer_segments,customer_orders,customer_imports,customer_import_rows,customer_import_opt_outs,customer_import_approvals,customer_import_secrets,customer_import_created,customer_import_changed,customer_header_synonyms,customer_value_words,customer_categories,customer_import_presets,customer_settings,customer_erasures,customer_consent_log}'::text[] LOOP
            EXECUTE format('CREATE TABLE evil.%I (LIKE office.%1$I)', name);
            EXECUTE format('CREATE TRIGGER fired BEFORE INSERT OR UPDATE OR DELETE ON evil.%I FOR EACH ROW EXECUTE FUNCTION evil.fired()', name);
        END LOOP;
    END $$;
};

# What of it a temporary schema can hold, which is searched first for these.
my $temporary = q{
    CREATE TEMP TABLE customers (LIKE office.customers);
    CREATE TEMP TABLE customer_import_rows (LIKE office.customer_import_rows);
    CREATE TEMP VIEW pg_class AS SELECT * FROM evil.pg_class;
    CREATE TEMP VIEW pg_constraint AS SELECT * FROM evil.pg_constraint;
    CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (evil.note('temporary text'));
    CREATE DOMAIN pg_temp.jsonb AS pg_catalog.jsonb CHECK (evil.note('temporary jsonb'));
    CREATE DOMAIN pg_temp.int8 AS pg_catalog.int8 CHECK (evil.note('temporary int8'));
};

# Who was called, and as whom, since that was last asked.
my $seen = 0;

sub decoys_called
{
    my $log = slurp_file($node->logfile);
    my %called = map { $_ => 1 } substr($log, $seen) =~ /LOG:  decoy (.*? called as \w+)/g;

    $seen = length $log;
    return join(', ', sort keys %called);
}

# Statements that work call no decoy; "before" is run first, with pg_catalog.
sub calls_no_decoy
{
    my ($before, $path, $sql, $name) = @_;
    my ($rc, $out, $err) = $node->psql('postgres',
        "SET customers.schema = 'office'; $before; SET search_path = $path; $sql;", on_error_stop => 1);

    is("$rc " . decoys_called(), '0 ', $name) or diag($err);
    return;
}

# Statements are refused, and no decoy ran before.
sub is_refused
{
    my ($sql, $state, $pattern, $name) = @_;

    decoys_called();
    fails_with($node, $sql, $state, $pattern, $name);
    is(decoys_called(), '', "$name, before anything ran");
    return;
}

$node->safe_psql('postgres', q{
    CREATE EXTENSION pg_trgm;
    CREATE SCHEMA crm;
    CREATE EXTENSION customers SCHEMA crm;
    CREATE SCHEMA office;
    GRANT USAGE ON SCHEMA office, crm TO PUBLIC;
});
$node->safe_psql('postgres', make_fixture('crm') . 'GRANT SELECT ON ALL TABLES IN SCHEMA office TO PUBLIC;');
$node->safe_psql('postgres', $decoys);
check_calls_complete($node, %calls);

# The decoys bite whoever does not look out.
decoys_called();
$node->safe_psql('postgres', q{SET search_path = evil, pg_catalog;
    SELECT 'a'::pg_catalog.text = 'b', lower('a'), 'x'::text, count(*) FROM pg_class LIMIT 1});
is(decoys_called(), join(', ', map { "$_ called as postgres" } '=', 'catalog pg_class', 'count', 'lower', 'type text'),
    'the decoys shadow functions, operators, aggregates, types and catalogs');
$node->safe_psql('postgres', q{SET search_path = pg_catalog, evil;
    SELECT 'a'::varchar = 'b'::varchar, unnest('{1}'::bigint[]);});
is(decoys_called(), 'fitting operator called as postgres, fitting unnest called as postgres',
    'behind pg_catalog, those still do that fit better');
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM pg_proc WHERE pronamespace = 'evil'::regnamespace}),
    '>', 3000, 'and there are many');

foreach my $function (sort keys %calls)
{
    my $call = "BEGIN; $calls{$function}; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK";

    calls_no_decoy($temporary, 'pg_temp, evil, pg_catalog', $call, "$function with temporary decoys");
    calls_no_decoy($call, 'evil, pg_catalog', $call, "$function, planned before");
}
calls_no_decoy($temporary, 'evil, pg_catalog', q{BEGIN;
    UPDATE office.customers SET email = ' X@Example.com ', subscribed = NOT subscribed
     WHERE customer_id OPERATOR(pg_catalog.=) 1;
    DELETE FROM office.customers;
    ROLLBACK}, 'the triggers');
calls_no_decoy($temporary, 'evil, pg_catalog', "SET customers.match_memory = '64kB'; SELECT crm.customers_import($content)",
    'an import that looks customers up');

# A condition of the caller's own does find the decoys, and is refused for that.
is_refused(q{SET customers.schema = 'office'; SET search_path = evil, pg_catalog;
    SELECT * FROM crm.customers_find(filter => 'city = ''Oslo''');}, '42501', qr/evil/,
    'a condition with an operator of somebody else');

# A function with its owner's rights, called with the caller's settings.
$node->safe_psql('postgres', qq{
    CREATE FUNCTION public.hand_in() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
        \$\$ SELECT import_id FROM crm.import_csv($content) \$\$;
    CREATE SCHEMA trap AUTHORIZATION mallory;
    SET ROLE mallory;
    SET customers.schema = 'trap';
    SELECT crm.customers_setup();
    CREATE TRIGGER fired BEFORE INSERT ON trap.customers FOR EACH ROW EXECUTE FUNCTION evil.fired();
    CREATE TRIGGER fired BEFORE INSERT ON trap.customer_imports FOR EACH ROW EXECUTE FUNCTION evil.fired();
});
calls_no_decoy('SET ROLE mallory', 'evil, pg_catalog', 'BEGIN; SELECT public.hand_in(); ROLLBACK', 'a SECURITY DEFINER function');
is_refused("SET ROLE mallory; SET customers.schema = 'trap'; SELECT public.hand_in();", '42501',
    qr/belongs to role "mallory".*SECURITY DEFINER/s, 'a SECURITY DEFINER function whose caller chose the schema');

# Which import writes, which triggers believe, is nobody's to say.
fails_with($node, "LOAD 'customers'; SET customers.current_import = '1';", '55P02', qr/current_import/,
    'customers.current_import cannot be set');
is($node->safe_psql('postgres', q{
    SET customers.current_import = '1';
    SET client_min_messages = error;
    DO $$ BEGIN PERFORM crm.customers_email_is_tidy('x'); END $$;
    SELECT current_setting('customers.current_import')}), '', 'nor before the library is loaded');

# Planted in a schema where all may create, before there was a setup.
my $names = $node->safe_psql('postgres',
    q{SELECT relname FROM pg_class WHERE relnamespace = 'office'::regnamespace AND relkind IN ('r', 'v')});
my %plants = (
    views => 'CREATE VIEW open.%1$s AS SELECT * FROM office.%1$s WHERE evil.note(\'planted view\');',
    tables => 'CREATE TABLE open.%1$s AS SELECT * FROM office.%1$s;
        CREATE TRIGGER fired BEFORE INSERT OR UPDATE OR DELETE ON open.%1$s
            FOR EACH ROW EXECUTE FUNCTION evil.fired();');
my %needs_no_table = map { $_ => 1 } (
    'customers_read_csv(text)', 'customers_read_csv(bytea)', 'customers_read_csv(oid)',
    'customers_search_text(text)', 'customers_email_is_tidy(text)', 'customers_identifier_is_tidy(text)',
    'customers_fold_email(text)', 'customers_fold_identifier(text)', 'customers_fold_category(text)', 'customers_group_key(text)', 'customers_is_merging()', 'customers_lost_table(text)',
    'customers_import_journal(bigint)', 'customers_adopt(regclass)', 'customers_adopt_orders(regclass)', 'customers_release()');
foreach my $kind (sort keys %plants)
{
    $node->safe_psql('postgres', 'CREATE SCHEMA open; GRANT ALL ON SCHEMA open TO PUBLIC; SET ROLE mallory;'
          . join('', map { sprintf($plants{$kind}, $_) } split /\n/, $names));
    foreach my $function (grep { !$needs_no_table{$_} } sort keys %calls)
    {
        is_refused("SET customers.schema = 'open'; $calls{$function};", '42501',
            qr/belongs to role "mallory", which is not trusted here/, "planted $kind: $function");
    }
    $node->safe_psql('postgres', 'SET client_min_messages = error; DROP SCHEMA open CASCADE;');
}

# Planted where one of ours is missing: the trigger on deletions reads it.
foreach my $plant ('VIEW office.customer_erasures AS SELECT * FROM evil.customer_erasures WHERE evil.note(\'planted view\')',
    'TABLE office.customer_erasures (LIKE evil.customer_erasures)')
{
    my ($kind) = $plant =~ /^(\w+)/;

    $node->safe_psql('postgres', "GRANT CREATE ON SCHEMA office TO mallory;
        ALTER TABLE office.customer_erasures RENAME TO kept_erasures;
        SET ROLE mallory;
        CREATE $plant;
        GRANT ALL ON office.customer_erasures TO PUBLIC;");
    is_refused('DELETE FROM office.customers;', '42501', qr/customer_erasures belongs to role "mallory"/,
        "a planted $kind customer_erasures");
    $node->safe_psql('postgres', "DROP $kind office.customer_erasures;
        ALTER TABLE office.kept_erasures RENAME TO customer_erasures;");
}

log_is_calm($node);
done_testing();
