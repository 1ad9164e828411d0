# Calls that run into a limit: cancelled at random times, timed out, no room on
# the disk, no memory.  Each is an error, of which nothing is left, or is done
# whole; and the next call works.
#
# CUSTOMERS_FAULT_ROUNDS=n tries each n times as often.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Faults;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $rounds = $ENV{CUSTOMERS_FAULT_ROUNDS} // 1;
my $node = start_cluster('main', 'shared_buffers = 16MB', 'autovacuum = off', 'jit = off', 'work_mem = 1MB');
my $known = 4000;
my $first = write_file('first.csv', "identifier,email,name,groups\n"
      . join('', map { "l-$_,l$_\@example.com,Old $_,VIP\n" } 1 .. $known));
my $weekly = write_file('weekly.csv', "identifier,email,name,groups\n"
      . join('', map { "l-$_,l$_\@example.com,New $_,Group " . $_ % 3 . "\n" } $known / 2 + 1 .. $known * 2));
my $counts = join('|', $known * 1.5, $known, $known / 2, 0, 0, 0);

# The schema that each fault meets: known customers, and a staged import.
sub make_schema
{
    my ($database) = @_;

    $node->safe_psql($database, qq{
        SET client_min_messages = error;
        SELECT import_csv('$first');
        SELECT customers_import('$weekly');
    });
    return;
}

# What is there of the imports and customers, as counts.
my $there = q{SELECT (SELECT string_agg(status, ',' ORDER BY import_id) FROM customer_imports),
    (SELECT count(*) FROM customers), (SELECT count(*) FROM customer_import_rows)};

$node->safe_psql('postgres', 'CREATE EXTENSION customers');
make_schema('postgres');
my $before = $node->safe_psql('postgres', $there);

# ---- cancelled, at random times ----

# The calls, each with what undoes it: that makes the next one meet the same.
my @calls = (
    [ 'customers_import', "SELECT customers_import('$weekly')", 'SELECT customers_cancel(max(import_id)) FROM customer_imports; DELETE FROM customer_imports WHERE status = \'cancelled\'' ],
    [ 'customers_merge', 'BEGIN; SELECT * FROM customers_merge(2); ROLLBACK', 'SELECT 1' ],
    [ 'customers_import_exclude', 'BEGIN; SELECT customers_import_exclude(2, array_agg(line)) FROM customer_import_rows WHERE import_id = 2; ROLLBACK', 'SELECT 1' ],
    [ 'import_csv', "BEGIN; SELECT import_csv('$weekly', again => true); ROLLBACK", 'SELECT 1' ]);

# Seconds that the call takes when nobody disturbs it.
sub duration
{
    my ($call, $undo) = @_;
    my $start = time;

    $node->safe_psql('postgres', "SET client_min_messages = error; $call");
    my $took = time - $start;
    $node->safe_psql('postgres', $undo);
    return $took;
}

foreach my $call (@calls)
{
    my ($name, $sql, $undo) = @$call;
    my $took = duration($sql, $undo);
    my ($cancelled, $done) = (0, 0);
    my @wrong;

    # on a busy machine, many come before the session has begun
    for (my $try = 1; $try <= 13 * $rounds || ($cancelled == 0 && $try <= 100); $try++)
    {
        my $session = background_sql($node, 'SET client_min_messages = error', $sql);

        sleep(rand($took));
        $node->safe_psql('postgres',
            q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'});
        my ($out, $err) = finish_sql($session);

        if ($err =~ /canceling statement due to user request/)
        {
            $cancelled++;
        }
        else
        {
            $done++;
            push @wrong, $err if $err ne '';
            $node->safe_psql('postgres', $undo);
        }
        my $now = $node->safe_psql('postgres', "$there;" . problems('public') . left_behind());
        push @wrong, "try $try: $now" if $now ne $before;
    }
    is(join("\n", @wrong), '', "$name cancelled $cancelled times, was faster $done times: all or nothing");
    cmp_ok($cancelled, '>', 0, "$name was met by cancels");
}

# ---- statement_timeout ----

my $timeouts = 0;
my @wrong;
foreach my $call (@calls)
{
    my ($name, $sql, $undo) = @$call;

    foreach my $ms (map { $_ * 11 / $rounds } 1 .. 3 * $rounds)
    {
        my ($rc, $out, $err) = $node->psql('postgres', "SET statement_timeout = $ms; SET client_min_messages = error; $sql");

        if ($rc == 0)
        {
            $node->safe_psql('postgres', $undo);
        }
        elsif ($err =~ /ERROR:  canceling statement due to statement timeout/)
        {
            $timeouts++;
        }
        else
        {
            push @wrong, "$name: $err";
        }
        my $now = $node->safe_psql('postgres', "$there;" . problems('public') . left_behind());
        push @wrong, "$name after $ms ms: $now" if $now ne $before;
    }
}
is(join("\n", @wrong), '', "$timeouts timeouts: all or nothing");
cmp_ok($timeouts, '>', 0, 'statement_timeout is heard');

# ---- no memory ----

# Runs the call in a session whose address space can grow by so many MB only.
sub with_memory
{
    my ($megabytes, $sql) = @_;
    my ($rc, $out, $err) = $node->psql('postgres', qq{
        SET client_min_messages = error;
        LOAD 'customers';
        SELECT count(*) FROM customer_profiles;
        SELECT pg_backend_pid() AS pid,
               (regexp_match(pg_read_file('/proc/self/status'), 'VmSize:\\s+(\\d+)'))[1]::bigint * 1024
                 + $megabytes * 1024 * 1024 AS bytes \\gset
        \\setenv BACKEND :pid
        \\setenv BYTES :bytes
        \\! prlimit --pid \$BACKEND --as=\$BYTES
        $sql;
    });

    return ($rc, $err);
}

SKIP:
{
    skip 'needs prlimit and /proc', 3 if system('prlimit --version >/dev/null 2>&1') != 0 || !-r '/proc/self/status';
    my ($denied, $done) = (0, 0);
    my $large = write_file('large-cell.csv', "email,note\nann\@example.com,\"" . 'x' x 20_000_000 . "\"\n");
    my @memory_calls = (@calls,
        [ 'a cell of 20 MB', "SET customers.max_field_size = '256MB'; BEGIN; SELECT customers_import('$large'); ROLLBACK", 'SELECT 1' ]);

    @wrong = ();
    foreach my $call (@memory_calls)
    {
        my ($name, $sql, $undo) = @$call;

        foreach my $megabytes (map { 4**($_ / $rounds) } 0 .. 3 * $rounds)
        {
            my ($rc, $err) = with_memory($megabytes, $sql);

            if ($rc == 0)
            {
                $done++;
                $node->safe_psql('postgres', $undo);
            }
            # a time zone that there is no memory for is an invalid one to PostgreSQL
            elsif ($err =~ /ERROR:  out of memory|Cannot allocate memory|invalid value for parameter "TimeZone"/)
            {
                $denied++;
            }
            else
            {
                push @wrong, "$name with $megabytes MB: $err";
            }
            my $now = $node->safe_psql('postgres', "$there;" . problems('public') . left_behind());
            push @wrong, "$name with $megabytes MB: $now" if $now ne $before;
        }
    }
    is(join("\n", @wrong), '', "out of memory $denied times, enough $done times: all or nothing");
    cmp_ok($denied, '>', 0, 'memory did run out');
    unlike(slurp_file($node->logfile), qr/terminated by signal/, 'and no process died of it');
    unlink $large;
}

is($node->safe_psql('postgres', 'SELECT created, changed, unchanged, rejected, excluded FROM customers_merge(2)'),
    join('|', $known, $known / 2, 0, 0, 0), 'after all that, the import is merged');
is_calm($node, 'public', 'at the end');
files_are_sound($node, 'after cancels, timeouts and too little memory');
log_is_calm($node);
$node->stop;

# ---- no room on the disk ----

# A server with a small file system of its own, that it alone sees: nobody has
# to be root for that where user namespaces are allowed.
my $small = PostgreSQL::Test::Utils::tempdir_short();
my $full = start_cluster('full', 'shared_buffers = 8MB', 'autovacuum = off', 'jit = off');
$full->safe_psql('postgres', 'CREATE DATABASE bare');
$full->safe_psql('bare', 'SET client_min_messages = error; CREATE EXTENSION customers; SELECT customers_setup()');
my $setup = $full->safe_psql('bare', q{SELECT pg_database_size('bare') - pg_database_size('template0')});
my $ballast = 1024 * 1024;
my $size = $setup + $ballast + 6 * 1024 * 1024;
$full->safe_psql('postgres', 'DROP DATABASE bare');
$full->stop;
my @namespace = ('unshare', '--user', '--mount', '--map-user=' . $<, '--map-group=' . ($( + 0), '--keep-caps');
my $start = "mount -t tmpfs -o size=$size,mode=0700 none '$small' && mkdir '$small/space' && "
  . "exec pg_ctl -w -D '" . $full->data_dir . "' -l '" . $full->logfile . "' start";

SKIP:
{
    skip 'may not mount a file system here (user namespaces are needed)', 7
      if $< == 0 || system(@namespace, 'sh', '-c', "mount -t tmpfs none '$small' 2>/dev/null") != 0;
    system(@namespace, 'sh', '-c', "$start >/dev/null") == 0 or BAIL_OUT('the server with a small disk did not start');
    $full->_update_pid(1);
    $full->safe_psql('postgres', "CREATE TABLESPACE small LOCATION '$small/space'");
    $full->safe_psql('postgres', "CREATE DATABASE shop; ALTER DATABASE shop SET default_tablespace = small;
        ALTER DATABASE shop SET temp_tablespaces = small");
    my $run = sub { my @result = $full->psql('shop', "SET client_min_messages = error; $_[0]"); return @result; };

    # what is given up when there is to be room again: on a full disk even VACUUM FULL needs some
    $full->safe_psql('shop', "CREATE TABLE ballast AS SELECT repeat('x', 1000) AS x FROM generate_series(1, $ballast / 1024)");
    $run->('CREATE EXTENSION customers; SELECT customers_setup()');
    my $rows = 0;
    my ($rc, $out, $err) = (0);
    # files that fit, until one does not
    while ($rc == 0 && $rows < 200_000)
    {
        my $n = 5000;
        my $file = write_file('more.csv', "identifier,email,name\n"
              . join('', map { "d-$_,d$_\@example.com,Name $_ " . 'long ' x 10 . "\n" } $rows + 1 .. $rows + $n));

        ($rc, $out, $err) = $run->("SELECT import_csv('$file')");
        $rows += $n if $rc == 0;
    }
    like($err, qr/ERROR:  could not (extend|write to) file .*No space left on device/,
        "the disk is full after $rows customers");
    is($full->safe_psql('shop', 'SELECT count(*) FROM customers'), $rows, 'those that were merged are there');
    is($full->safe_psql('shop', problems('public') . left_behind()), '', 'all adds up, nothing is left behind');
    # on and on
    my @answers = map { ($run->("SELECT customers_import('" . write_file('more.csv',
        "identifier,email,name\n" . join('', map { "e-$_,,Name $_ " . 'long ' x 10 . "\n" } 1 .. 30_000)) . "')"))[2] } 1 .. 2 * $rounds;
    is(scalar(grep { /No space left on device/ } @answers), scalar(@answers), 'imports find no room, again and again');
    is($full->safe_psql('shop', problems('public') . left_behind()), '', 'and leave nothing');
    $full->safe_psql('shop', 'DROP TABLE ballast');
    my $more = write_file('room.csv', "identifier,email\nf-1,f1\@example.com\n");
    is($full->safe_psql('shop', "SET client_min_messages = error; SELECT created FROM import_csv('$more')"), '1',
        'with room again, an import works');
    files_are_sound($full, 'after a full disk');
    $full->stop;
}

done_testing();
