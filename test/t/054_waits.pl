# Every function while another session holds one of our tables, or rows of it: a
# wait that is timed out is that error and no other, in whatever state the call
# was; the server lives, nothing of the call is left, and it works afterwards.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main', 'autovacuum = off', 'jit = off');
my $folder = PostgreSQL::Test::Utils::tempdir();

$node->safe_psql('postgres', 'CREATE EXTENSION customers; CREATE EXTENSION pg_trgm; CREATE SCHEMA office; ALTER DATABASE postgres SET customers.schema = office');
$node->safe_psql('postgres', "SET client_min_messages = error; $_") for make_fixture('public');

my %calls = function_calls($folder, 'public');
my @tables = split /\n/, $node->safe_psql('postgres',
    q{SELECT relname FROM pg_class WHERE relnamespace = 'office'::regnamespace AND relkind = 'r' ORDER BY relname});
my $started = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');

# All rows of all tables, as a checksum.
sub contents
{
    return $node->safe_psql('postgres', join ' UNION ALL ',
        map { "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM office.$_ AS t" } @tables);
}

# Runs each call in a transaction that is rolled back; returns how often it
# ended with the error, and what else went wrong.
sub run_calls
{
    my ($setting, $error) = @_;
    my ($ended, @wrong) = (0);
    my $script = "\\set VERBOSITY verbose\nSET client_min_messages = error;\n\\o /dev/null\n";

    foreach my $name (sort keys %calls)
    {
        $script .= "\\warn call $name\nBEGIN; SET LOCAL $setting;\n$calls{$name};\nROLLBACK;\n";
    }
    $script .= "\\warn end\n";
    my ($rc, $out, $err) = $node->psql('postgres', $script, on_error_stop => 0);
    push @wrong, "the session came to no end: $err" if $err !~ /^end$/m;
    foreach my $part (split /^(?=call )/m, $err)
    {
        my ($name) = $part =~ /^call (.*)/;

        $ended++ if $part =~ /ERROR:  \Q$error\E:/;
        push @wrong, "$name: $part" if $part =~ /(?:ERROR|FATAL|PANIC):  (?!\Q$error\E:)/;
    }
    return ($ended, @wrong);
}

# The same while another session holds something.
sub run_calls_beside
{
    my ($hold, $setting, $error, $name) = @_;
    my $before = contents();
    my $holder = $node->background_psql('postgres');

    $holder->query_safe("SET client_min_messages = error; BEGIN; $hold");
    my ($ended, @wrong) = run_calls($setting, $error);
    $holder->query_safe('ROLLBACK');
    $holder->quit;
    push @wrong, 'something was written' if contents() ne $before;
    is(join("\n", @wrong), '', "$name: $ended calls waited in vain");
    return $ended;
}

my ($ended, @wrong) = run_calls("lock_timeout = '1min'", '55P03');
is(join("\n", @wrong), '', 'each call works while nobody else is there');

my $waited = 0;
foreach my $table (@tables)
{
    $waited += run_calls_beside("LOCK TABLE office.$table IN ACCESS EXCLUSIVE MODE",
        "lock_timeout = '3ms'", '55P03', "$table is locked");
    $waited += run_calls_beside("LOCK TABLE office.$table IN SHARE ROW EXCLUSIVE MODE",
        "lock_timeout = '3ms'", '55P03', "$table is locked against writers");
    $waited += run_calls_beside("SELECT count(*) FROM (SELECT FROM office.$table FOR UPDATE) AS t",
        "lock_timeout = '3ms'", '55P03', "rows of $table are locked");
}
cmp_ok($waited, '>', 300, "$waited waits were timed out");
foreach my $table ('customers', 'customer_imports', 'customer_import_rows')
{
    run_calls_beside("LOCK TABLE office.$table IN SHARE ROW EXCLUSIVE MODE",
        "statement_timeout = '20ms'", '57014', "$table is locked against writers, statement_timeout");
}
run_calls_beside('SELECT * FROM customers_merge(2)', "lock_timeout = '3ms'", '55P03', 'a merge is under way');
run_calls_beside("SELECT customers_erase('cleo\@example.com'::text)", "lock_timeout = '3ms'", '55P03', 'an erasure is under way');

($ended, @wrong) = run_calls("lock_timeout = '1min'", '55P03');
is(join("\n", @wrong), '', 'each call works afterwards');
is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $started, 'the server was not restarted');
log_is_calm($node);

done_testing();
