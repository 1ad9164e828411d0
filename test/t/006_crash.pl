# A crash at any point loses and doubles nothing: what was staged is there and
# can be merged, what was under way never happened.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main', 'restart_after_crash = on');
my $file = data_file('auction-house.csv');
my $large = write_file('many.csv',
    "identifier,name\n" . join('', map { "m-$_,Name $_\n" } 1 .. 200_000));

# Stops the server as a power cut would, and starts it again.
sub crash
{
    $node->stop('immediate');
    $node->start;
    return;
}

# Runs the statement until $reached is true of pg_stat_activity, then kills its
# backend; waits for the server to have recovered.
sub kill_while
{
    my ($sql, $reached) = @_;
    my $session = IPC::Run::start(
        [ 'psql', '-X', '-q', '-d', $node->connstr('postgres'), '-c', "SET application_name = victim", '-c', $sql ],
        '<', \undef, '>', \my $out, '2>', \my $err);

    $node->poll_query_until('postgres', qq{
        SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'victim' AND state = 'active' AND $reached})
      or die "never got there: $reached";
    my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE application_name = 'victim'});
    kill_backend($node, $pid);
    $session->finish;
    return;
}

$node->safe_psql('postgres', 'CREATE EXTENSION customers; SELECT customers_setup()');

# staged, then a crash
my $import = $node->safe_psql('postgres', "SELECT customers_import('$file')");
my $diff = 'SELECT md5(string_agg(d::text, chr(10) ORDER BY line, field)) FROM customer_import_diff d';
my $reviewed = $node->safe_psql('postgres', $diff);
crash();
is($node->safe_psql('postgres', $diff), $reviewed, 'what was staged is there after a crash');
is(counts($node, $import), '18|18|0|0|0|0', 'with its counts');

# a crash in the middle of the merge
$node->safe_psql('postgres', q{
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
    CREATE TRIGGER linger AFTER INSERT ON customers FOR EACH ROW WHEN (NEW.identifier = 'AH-20434')
        EXECUTE FUNCTION linger();
});
kill_while("SELECT * FROM customers_merge($import)", "wait_event = 'PgSleep'");
is($node->safe_psql('postgres', 'SELECT count(*) FROM customers'), '0', 'half a merge leaves no customer');
is($node->safe_psql('postgres', "SELECT status FROM customer_imports WHERE import_id = $import"),
    'staged', 'and the import is still staged');
$node->safe_psql('postgres', 'DROP TRIGGER linger ON customers');

# a crash in the middle of an import
$node->safe_psql('postgres', q{
    CREATE SEQUENCE staged;
    CREATE FUNCTION linger_at(nth bigint) RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN IF nth = 100000 THEN PERFORM pg_sleep(30); END IF; RETURN true; END $$;
    ALTER TABLE customer_import_rows ADD COLUMN lingers boolean;
    ALTER TABLE customer_import_rows ALTER lingers SET DEFAULT linger_at(nextval('staged'));
});
kill_while("SELECT customers_import('$large')",
    q{wait_event = 'PgSleep'
      AND EXISTS (SELECT FROM pg_stat_progress_copy p WHERE p.pid = pg_stat_activity.pid AND bytes_processed > 0)});
$node->safe_psql('postgres', 'ALTER TABLE customer_import_rows DROP COLUMN lingers');
is($node->safe_psql('postgres', q{
    SELECT (SELECT count(*) FROM customer_imports), (SELECT count(DISTINCT import_id) FROM customer_import_rows)}),
    '1|1', 'half an import leaves no trace');

is($node->safe_psql('postgres', "SELECT created, changed, unchanged, rejected FROM customers_merge($import)"),
    '18|0|0|0', 'after all that, it is merged');
crash();
is($node->safe_psql('postgres', q{
    SELECT count(*), count(DISTINCT customer_id), max(customer_id) <= (SELECT last_value FROM customers_customer_id_seq)
      FROM customers}), '18|18|t', 'what was merged is there after a crash, and the sequence is past it');
fails_with($node, "SELECT customers_merge($import);", '55000', qr/merged/, 'and is not merged twice');
is($node->safe_psql('postgres', "SELECT created FROM import_csv('$large')"), '200000',
    'the file whose import was killed imports');

# a backend that was told to stop, stops
my ($rc, $out, $err) = $node->psql('postgres', qq{
    SET statement_timeout = '50ms';
    SELECT customers_import('$large', again => true);});
like($err, qr/canceling statement due to statement timeout/, 'an import can be cancelled');
is($node->safe_psql('postgres', 'SELECT count(*) FROM customer_imports'), '2', 'and leaves no trace');

done_testing();
