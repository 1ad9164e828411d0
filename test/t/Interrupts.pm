# What the test of interrupts is made of: a schema in which every function has
# work to do, a small module that interrupts a statement at a chosen place
# (test/interrupt), and what must hold after each interruption, as SQL.
package Interrupts;

use strict;
use warnings;

use Calls;
use CustomersTest;
use Exporter qw(import);
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(build_interrupt make_interrupted all_calls start_script finish_scripts);

# A file of new customers; one of changes, creations, a duplicate and a reject.
sub first_file
{
    return write_file('first.csv', "identifier,email,name,groups\n"
          . join('', map { "w-$_,w$_\@example.com,Old $_,VIP\n" } 1 .. 120));
}

sub weekly_file
{
    return write_file('weekly.csv', "identifier,email,name,groups,Lot\n"
          . join('', map { "w-$_,w$_\@example.com,New $_,Group " . $_ % 3 . ",$_\n" } 61 .. 180)
          . "w-62,w62\@example.com,Another,Group 1,9\n,no address,Nobody,VIP,8\n");
}

# Compiles test/interrupt for the server under test; its path.
sub build_interrupt
{
    my $include = `$ENV{PG_CONFIG} --includedir-server` =~ s/\n//r;
    my $library = "$PostgreSQL::Test::Utils::tmp_check/interrupt.so";

    system_or_bail('gcc', '-shared', '-fPIC', '-Wall', '-Werror', '-O1', "-I$include",
        "$FindBin::RealBin/../interrupt/interrupt.c", '-o', $library, '-lrt');
    return $library;
}

# The functions of the schema "interrupt" of a database: the module's, and two that
# look for what an interrupted call left behind in its session.
sub interrupt_functions
{
    my ($library) = @_;

    return qq{
        SET check_function_bodies = off;
        CREATE SCHEMA interrupt;
        CREATE FUNCTION interrupt.next(text, bigint) RETURNS void LANGUAGE c AS '$library', 'interrupt_next';
        CREATE FUNCTION interrupt.took() RETURNS bigint LANGUAGE c AS '$library', 'interrupt_took';
        CREATE FUNCTION interrupt.events() RETURNS bigint LANGUAGE c AS '$library', 'interrupt_events';
        CREATE FUNCTION interrupt.open_files() RETURNS int LANGUAGE c AS '$library', 'interrupt_open_files';

        -- the settings of the session, and who it is
        CREATE FUNCTION interrupt.settings() RETURNS SETOF text LANGUAGE sql AS \$\$
            SELECT name || ' = ' || setting FROM pg_settings
             WHERE name NOT IN ('lock_timeout', 'statement_timeout', 'deadlock_timeout')
               AND (name NOT LIKE '%.%' OR name LIKE 'customers.%')
            UNION ALL SELECT 'user ' || current_user || ', ' || session_user \$\$;

        -- what is left in this session after a transaction, or in one, a line each
        CREATE FUNCTION interrupt.left_behind(files int) RETURNS SETOF text LANGUAGE plpgsql AS \$\$
        BEGIN
            RETURN QUERY
            SELECT format('lock %s %s %s', locktype, relation::regclass, mode) FROM pg_locks
             WHERE pid = pg_backend_pid() AND (locktype = 'advisory' AND classid <> 4242
                OR relation IN (SELECT oid FROM pg_class WHERE relnamespace = 'office'::regnamespace));
            RETURN QUERY SELECT interrupt.left_in_transaction(files);
        END \$\$;

        CREATE FUNCTION interrupt.left_in_transaction(files int) RETURNS SETOF text LANGUAGE plpgsql AS \$\$
        BEGIN
            RETURN QUERY
            SELECT 'temporary file ' || name FROM pg_ls_tmpdir()
             WHERE name LIKE 'pgsql_tmp' || pg_backend_pid() || '.%'
            UNION ALL SELECT 'progress of ' || command FROM pg_stat_progress_copy WHERE pid = pg_backend_pid()
            UNION ALL (SELECT interrupt.settings() EXCEPT SELECT setting FROM settings_before)
            UNION ALL SELECT 'open files: ' || n FROM interrupt.open_files() AS n WHERE n > files
            UNION ALL SELECT 'portal ' || name FROM pg_cursors WHERE statement NOT LIKE '%interrupt.left%';
        END \$\$;

        -- return when this session's lock n is waited for; when somebody has it
        CREATE FUNCTION interrupt.until_waited_for(n int) RETURNS void LANGUAGE plpgsql AS \$\$
        BEGIN
            WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND objid = n AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            LOOP
                PERFORM pg_sleep(0.001);
            END LOOP;
        END \$\$;
        CREATE FUNCTION interrupt.until_held(n int) RETURNS void LANGUAGE plpgsql AS \$\$
        BEGIN
            WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND objid = n AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            LOOP
                PERFORM pg_sleep(0.001);
            END LOOP;
        END \$\$;

        -- what is in the tables, but numbers from sequences, times, hashes, secrets, and
        -- what goes by times and statistics: defaults, strategy
        DO \$do\$
        BEGIN
            EXECUTE (SELECT 'CREATE FUNCTION interrupt.fingerprint() RETURNS text LANGUAGE plpgsql AS \$f\$ BEGIN RETURN concat_ws(''; '', '
                || string_agg(one, ', ') || '); END \$f\$'
                FROM (SELECT format('(SELECT %L || count(*) || '':'' || coalesce(sum(hashtext(ROW(%s)::text)), 0) FROM %s)', attrelid::regclass || ' ',
                        string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE attname !~ '(_ids?|_at|_until|_number|hash|secret|strategy|defaults)\$'), attrelid::regclass)
                    FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
                   WHERE relnamespace = 'office'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
                     AND relname NOT IN ('customer_header_synonyms', 'customer_value_words')
                   GROUP BY attrelid) AS tables (one));
        END \$do\$;

        CREATE FUNCTION interrupt.memory() RETURNS bigint LANGUAGE sql AS
            \$\$ SELECT sum(used_bytes)::bigint FROM pg_backend_memory_contexts \$\$;
        CREATE FUNCTION interrupt.memory_without_caches() RETURNS bigint LANGUAGE sql AS
            \$\$ SELECT sum(used_bytes)::bigint FROM pg_backend_memory_contexts WHERE name <> 'CacheMemoryContext' \$\$;
    };
}

# Makes a database with the extension and the fixture of Calls.pm, and more
# customers: import 3 is merged, import 4 staged, both of some pages.
sub make_interrupted
{
    my ($node, $database, $library) = @_;
    my ($first, $weekly) = (first_file(), weekly_file());

    $node->safe_psql('postgres', "CREATE DATABASE $database");
    $node->safe_psql($database, q{DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN CREATE EXTENSION pg_trgm; END IF; END $$;});
    $node->safe_psql($database, 'CREATE EXTENSION customers; CREATE SCHEMA office; SET client_min_messages = error;'
          . make_fixture('public')
          . "SELECT import_csv('$first'); SELECT customers_import('$weekly');"
          . interrupt_functions($library));
    $node->safe_psql('postgres', qq{
        ALTER DATABASE $database SET customers.schema = 'office';
        ALTER DATABASE $database SET client_min_messages = error});
    return;
}

# By name: a statement for each function, and some that have more to do.
sub all_calls
{
    my $weekly = weekly_file();

    return (
        function_calls($PostgreSQL::Test::Utils::tmp_check, 'public'),
        'import, larger' => "SELECT customers_import(source => text '$weekly', again => true)",
        'import by email, larger' => "SELECT customers_import(source => text '$weekly', again => true, match_by => '{email}', duplicates => 'last')",
        'import_csv, larger' => "SELECT * FROM import_csv(source => text '$weekly', again => true)",
        'merge, larger' => 'SELECT * FROM customers_merge(4)',
        'merge that skips' => q{SELECT * FROM customers_merge(4, on_conflict => 'skip')},
        'revert, larger' => 'SELECT * FROM customers_revert(3)',
        'exclude, larger' => 'SELECT customers_import_exclude(4, array_agg(line)) FROM office.customer_import_rows WHERE import_id = 4',
        'fix, larger' => q{SELECT customers_import_fix(4, 2, 'name', 'Someone else')},
        'cancel, larger' => 'SELECT customers_cancel(4)',
        'report, larger' => 'SELECT customers_import_report(4)',
        'preview, larger' => 'SELECT * FROM customers_import_preview(4)',
        'export, larger' => 'SELECT customers_export_csv()',
        'delete, larger' => q{SELECT customers_delete(array_agg(customer_id)) FROM office.customers WHERE identifier LIKE 'w-%'},
        'read through the view' => 'SELECT * FROM office.customer_import_diff WHERE import_id = 4',
    );
}

# Runs a script in a session without waiting.
sub start_script
{
    my ($node, $database, $name, $script) = @_;
    my %session = (out => '', err => '');
    my $path = write_file("$name-$database.sql", $script);

    $session{run} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-v', 'SHOW_CONTEXT=always', '-d', $node->connstr($database), '-f', $path ],
        '<', \undef, '>', \$session{out}, '2>', \$session{err});
    return \%session;
}

# Waits for scripts to end, all of them.
sub finish_scripts
{
    my (@sessions) = @_;

    foreach my $session (@sessions)
    {
        $session->{run}->finish;
    }
    return;
}

1;
