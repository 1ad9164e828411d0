# The server process, or all of them, dies at 24 points of import and merge: by
# SIGKILL, in an immediate shutdown, or told to stop.  Afterwards nothing of the
# call is there, all of what was there before is, and the call can be made again.
#
# CUSTOMERS_FAULT_ROUNDS=n meets each point n times, each time in another way.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Faults;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $rounds = $ENV{CUSTOMERS_FAULT_ROUNDS} // 1;
my $node = start_cluster('main', 'restart_after_crash = on', 'shared_buffers = 16MB',
    'autovacuum = off', 'jit = off', 'log_error_verbosity = terse', "customers.limits = 'false'");
my @ways = ('kill backend', 'kill server', 'immediate shutdown', 'terminate', 'cancel');

# Half known and changed, half new; groups; a duplicate that comes late.
my $weekly = write_file('weekly.csv', "identifier,email,name,groups\n"
      . join('', map { "w-$_,w$_\@example.com,New $_,Group " . $_ % 3 . "\n" } 1501 .. 4500)
      . "w-1502,w1502\@example.com,Another,Group 1\n");
my $first = write_file('first.csv', "identifier,email,name\n"
      . join('', map { "w-$_,w$_\@example.com,Old $_\n" } 1 .. 3000));
my $bulk = write_file('bulk.csv', "identifier,email,name\n"
      . join('', map { "b-$_,b$_\@example.com,Bulk $_\n" } 1 .. 12_000));

# linger() sleeps when it is called for the n-th time in a session that says
# so; a point is where it is called from.
$node->safe_psql('postgres', q{
    CREATE EXTENSION customers;
    CREATE FUNCTION linger() RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE
        nth bigint := nullif(current_setting('test.linger', true), '')::bigint;
    BEGIN
        IF nth IS NULL THEN
            RETURN true;
        END IF;
        nth := nth - 1;
        PERFORM set_config('test.linger', nth::text, false);
        IF nth = 0 THEN
            PERFORM pg_sleep(60);
        END IF;
        RETURN true;
    END $$;
    CREATE FUNCTION linger_trigger() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM public.linger(); RETURN coalesce(NEW, OLD); END $$;
    CREATE FUNCTION linger_name(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
        $$ BEGIN PERFORM public.linger(); RETURN $1; END $$;
});

# A set of tables with 3 000 customers and a staged import, in a schema.
sub make_schema
{
    my ($schema) = @_;

    $node->safe_psql('postgres', qq{
        CREATE SCHEMA $schema;
        SET client_min_messages = error;
        SET customers.schema = '$schema';
        SELECT import_csv('$first');
        SELECT customers_import('$weekly');
    });
    return;
}

# A set of tables without customers and a staged import, for indexes put off.
sub make_empty_schema
{
    $node->safe_psql('postgres', qq{
        CREATE SCHEMA empty;
        SET client_min_messages = error;
        SET customers.schema = 'empty';
        SELECT customers_import('$bulk');
    });
    return;
}

my $import = "SELECT customers_import('$weekly')";
my $merge = 'SELECT * FROM customers_merge(2)';
my $skip = q{SELECT * FROM customers_merge(2, on_conflict => 'skip')};
my $bulk_merge = 'SELECT * FROM customers_merge(1)';

# A trigger that lingers; DDL, and DDL that takes it away.
sub trigger
{
    my ($when, $table, $deferred) = @_;
    my $constraint = $deferred ? 'CONSTRAINT' : '';
    my $deferral = $deferred ? 'DEFERRABLE INITIALLY DEFERRED' : '';

    return ("CREATE $constraint TRIGGER linger $when ON $table $deferral FOR EACH ROW EXECUTE FUNCTION public.linger_trigger()",
        "DROP TRIGGER linger ON $table");
}

# name, schema, call, the how-manieth call of linger() sleeps, DDL
my @points = (
    (map { [ "import, staging row $_", 's', $import, $_,
            'ALTER TABLE customer_import_rows ADD COLUMN lingers boolean; ALTER TABLE customer_import_rows ALTER lingers SET DEFAULT public.linger()',
            'ALTER TABLE customer_import_rows DROP COLUMN lingers' ] } 1, 2, 1000, 1001, 2999, 3000),
    [ 'import, second look at a duplicate', 's', $import, 1, trigger('BEFORE UPDATE', 'customer_import_rows') ],
    [ 'import, before its row', 's', $import, 1, trigger('BEFORE INSERT', 'customer_imports') ],
    [ 'import, after its row', 's', $import, 1, trigger('AFTER INSERT', 'customer_imports') ],
    [ 'import, at commit', 's', $import, 1, trigger('AFTER INSERT', 'customer_imports', 1) ],
    [ 'merge, before the claim', 's', $merge, 1, trigger('BEFORE UPDATE', 'customer_imports') ],
    [ 'merge, after the claim', 's', $merge, 1, trigger('AFTER UPDATE', 'customer_imports') ],
    (map { [ "merge, customer $_ changed", 's', $merge, $_, trigger('BEFORE UPDATE', 'customers') ] } 1, 700, 1499),
    (map { [ "merge, customer $_ created", 's', $merge, $_, trigger('BEFORE INSERT', 'customers') ] } 1, 1500),
    [ 'merge, customers created', 's', $merge, 1500, trigger('AFTER INSERT', 'customers') ],
    [ 'merge, a group made', 's', $merge, 2, trigger('AFTER INSERT', 'customer_groups') ],
    [ 'merge, a member made', 's', $merge, 1000, trigger('AFTER INSERT', 'customer_group_members') ],
    [ 'merge, at commit', 's', $merge, 1, trigger('AFTER INSERT', 'customers', 1) ],
    [ 'merge, leaving a conflict out', 's', $skip, 1, trigger('BEFORE UPDATE', 'customer_import_rows') ],
    [ 'bulk merge, without indexes', 'empty', $bulk_merge, 6000,
        'ALTER TABLE customers ADD CONSTRAINT linger CHECK (public.linger())',
        'ALTER TABLE customers DROP CONSTRAINT linger' ],
    [ 'bulk merge, indexes built', 'empty', $bulk_merge, 6000,
        'CREATE INDEX linger ON customers (public.linger_name(name))', 'DROP INDEX linger' ]);

# Kills the server's first process, and the victim; the others end when they
# miss it.  Starts the server again when all have let go.
sub kill_server
{
    my ($victim) = @_;
    my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
    my @children = split /\n/, `ps -o pid= --ppid $postmaster`;

    $node->kill9;
    kill 'KILL', $victim if $victim;
    for (my $i = 0; $i < 1000 && grep({ kill 0, $_ } @children); $i++)
    {
        sleep(0.02);
    }
    $node->start;
    return;
}

# Ends the victim, in one of the ways; returns when the server is there again.
sub strike
{
    my ($way, $pid) = @_;

    if ($way eq 'kill backend')
    {
        kill_backend($node, $pid);
    }
    elsif ($way eq 'kill server')
    {
        kill_server($pid);
    }
    elsif ($way eq 'immediate shutdown')
    {
        $node->stop('immediate');
        $node->start;
    }
    else
    {
        my $function = $way eq 'cancel' ? 'pg_cancel_backend' : 'pg_terminate_backend';
        $node->safe_psql('postgres', "SELECT $function($pid)");
    }
    return;
}

# What is in the tables of the schema, as sums, and all that is wrong.
sub state_of
{
    my ($schema) = @_;

    return $node->safe_psql('postgres', join(' UNION ALL ', map {
        "(SELECT '$_', count(*), sum(hashtextextended(t::text, 0)) FROM $schema.$_ t)"
    } qw(customers customer_imports customer_import_rows customer_groups customer_group_members))
        . ';' . problems($schema) . left_behind());
}

# Makes the call in one transaction that is rolled back; its answer.
sub try_call
{
    my ($schema, $call) = @_;

    return $node->safe_psql('postgres', qq{
        SET client_min_messages = error;
        SET customers.schema = '$schema';
        BEGIN;
        $call;
        SELECT status, uploaded, created, changed, rejected, excluded FROM $schema.customer_imports
         ORDER BY import_id DESC LIMIT 1;
        ROLLBACK});
}

# Takes away the room that interrupted loads took: by it, the table would not
# look empty, and its indexes would be kept in use.
sub make_room
{
    $node->safe_psql('postgres', 'VACUUM empty.customers');
    return;
}

# Does somebody hold the lock under which indexes are put off?
sub indexes_put_off
{
    return $node->safe_psql('postgres', q{
        SELECT count(*) > 0 FROM pg_locks
         WHERE mode = 'AccessExclusiveLock' AND relation = 'empty.customers'::regclass});
}

# One point, one way.
sub meet
{
    my ($point, $way) = @_;
    my ($name, $schema, $call, $nth, $ddl, $undo) = @$point;

    $node->safe_psql('postgres', "SET search_path = $schema, public; $ddl");
    make_room() if $schema eq 'empty';
    my $before = state_of($schema);
    my $session = background_sql($node, "SET client_min_messages = error",
        "SET customers.schema = '$schema'", "SET test.linger = $nth", $call);
    my $asleep = $node->poll_query_until('postgres',
        q{SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'victim' AND wait_event = 'PgSleep'});
    if (!ok($asleep, "$name: reached"))
    {
        diag(join("\n", finish_sql($session)));
        return;
    }
    is(indexes_put_off(), 't', "$name: its indexes are out of use") if $schema eq 'empty';
    strike($way, $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE application_name = 'victim'}));
    my ($out, $err) = finish_sql($session);
    $node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'victim'})
      or BAIL_OUT('the victim lives on');

    like($err, qr/server closed the connection|connection to server was lost|terminating connection|canceling statement/,
        "$name, $way: the caller is told");
    is(state_of($schema), $before, "$name, $way: nothing of the call is there or left behind, all else is");
    $node->safe_psql('postgres', "SET search_path = $schema, public; $undo");
    return;
}

make_schema('s');
make_empty_schema();
is_calm($node, $_, "at the start, $_") foreach ('s', 'empty');
# one customer was edited since, for the merge that leaves him out
my $conflict = q{UPDATE s.customers SET name = 'Edited' WHERE identifier = 'w-1600'};
my $met = 0;

foreach my $round (0 .. $rounds - 1)
{
    foreach my $i (0 .. $#points)
    {
        my $point = $points[$i];
        my $is_skip = $point->[2] eq $skip;

        $node->safe_psql('postgres', $conflict) if $is_skip;
        meet($point, $ways[ ($i + $round) % @ways ]);
        $node->safe_psql('postgres', q{UPDATE s.customers SET name = 'Old 1600' WHERE identifier = 'w-1600'})
          if $is_skip;
        $met++;
    }
    files_are_sound($node, "round $round");
}
diag("$met faults at " . scalar(@points) . ' points');

# what was interrupted can be done
is(try_call('s', $import) =~ s/^\d+\n//r, 'staged|3001|1500|1499|2|0', 'the import works');
is(try_call('s', $merge) =~ s/.*\n//sr, 'merged|3001|1500|1499|2|0', 'the merge works');
$node->safe_psql('postgres', "SET customers.schema = 's'; $merge");
make_room();
$node->safe_psql('postgres', "SET customers.schema = 'empty'; $bulk_merge");

# what was committed is there, though the server dies at once
kill_server();
is($node->safe_psql('postgres', q{SELECT status FROM s.customer_imports WHERE import_id = 2}), 'merged',
    'what was committed just before a crash is merged');
is($node->safe_psql('postgres', q{SELECT count(*), count(*) FILTER (WHERE name LIKE 'New%') FROM s.customers}),
    '4500|2999', 'with its customers');
is($node->safe_psql('postgres', 'SELECT count(*) FROM empty.customers'), '12000', 'and those loaded in bulk');
is_calm($node, $_, "at the end, $_") foreach ('s', 'empty');
files_are_sound($node, 'at the end');

$node->stop;
done_testing();
