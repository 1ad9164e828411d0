# A streaming standby: whatever reads, reads there what the primary holds; what
# writes says why it cannot, and what to do.  Merges go on while the standby is
# queried, and a query that runs there sees all of a merge or nothing of it.  A
# promoted standby takes over with what was staged on the primary.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Copies;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $file = data_file('auction-house.csv');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $primary = PostgreSQL::Test::Cluster->new('primary');

$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$primary->start;
make_roles($primary);
make_shop($primary, 'shop');
make_shop($primary, 'empty');
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
fill_shop($primary, 'shop', 0);

sub catch_up
{
    $primary->wait_for_catchup($standby, 'replay', $primary->lsn('flush'));
    return;
}

# The rows of all tables; sequences of a standby are ahead by what is logged of
# them in advance.
sub rows_of
{
    my ($node) = @_;

    return shop_rows($node, 'shop') =~ s/^\w+_seq\|.*$//mgr;
}

# ---- reads, as on the primary; twice, so that kept plans are used ----

my @reads = (
    "customers_find('ann')", q{customers_find(filter => 'shoe_size > 41', "group" => 'Gold')},
    "customers_find(segment => 'Buyers')", "customers_segment('Buyers')", 'customers_segment_counts()',
    "customers_find_explain('ann')", 'customers_export_csv()', "customers_export('$folder/%s.csv')",
    'customers_import_preview(3)', 'customers_import_status()', 'customers_about(1)', 'customers_import_report(3)', 'customers_import_summary(2)',
    'customers_import_rejects(3)', 'customers_import_values(3)', 'customers_import_template()', "customers_sniff('$file')",
    "customers_read_csv('$file')");
my $reads = join("\n", map { "SELECT '$_->[0]', x FROM ext.$_->[1] x;" }
      map { my $call = $_; [ $call =~ s/'.*//sr, $call ] } @reads)
  . 'SELECT * FROM crm.customer_profiles ORDER BY customer_id;
     SELECT * FROM crm.customer_import_diff ORDER BY 1, 2, 5; SELECT * FROM crm.customer_import_errors ORDER BY 1, 2, 3;';

sub read_all
{
    my ($node) = @_;

    return $node->safe_psql('shop', sprintf($reads, $node->name) x 2 =~ s/%%/%/r);
}

catch_up();
my $seen = read_all($primary);
ok($seen =~ qr/customers_find\(\|.*customers_import_report\(3\)\|<!DOCTYPE html>.*customers_read_csv/s, 'there is something to read');
same_lines(read_all($standby), $seen, 'a standby reads the same');
is(slurp_file("$folder/standby.csv"), slurp_file("$folder/primary.csv"), 'and exports the same file');
same_lines(rows_of($standby), rows_of($primary), 'it has the same rows');

# ---- writes say why not ----

my @writes = (
    'customers_setup()', "customers_adopt('pg_class')", "customers_adopt_orders('pg_class')", 'customers_release()', 'customers_distribute()', 'customers_undistribute()', "customers_import('$file')", "import_csv('$file')", "customers_import_text('$file')", 'customers_merge(3)', 'customers_cancel(3)', 'customers_import_approve(3)',
    "customers_import_fix(3, 6, 'shoe_size', '46')", 'customers_import_exclude(3, ARRAY[6])',
    "customers_import_fix_value(3, 'shoe_size', 'x', '46')",
    'customers_import_include(3, ARRAY[6])',
    "customers_import_preset_save('x', 3)", q{customers_save('{"customer_id": 1, "name": "Ann Berg"}')},
    q{customers_place_order('{"email": "ann@example.com"}')}, "customers_group_create('y')", "customers_group_drop('VIP')",
    "customers_group_assign('VIP', ARRAY[1])", "customers_group_unassign('VIP', ARRAY[1])",
    "customers_group_reject('VIP', ARRAY[1])", "customers_segment_define('a', 'vip')", "customers_segment_drop('Buyers')",
    'customers_enable_fast_search()', 'customers_delete(ARRAY[1])', 'customers_erase(1)',
    "customers_erase('ann\@example.com')", 'customers_revert(2)', "customers_import_purge('0')");

# Runs the calls one by one in one session; returns what each failed with.
sub refusals
{
    my ($node, $database, $before, @calls) = @_;
    my $err;

    $node->psql($database, join("\n", '\set VERBOSITY verbose', $before, map { "SELECT ext.$_;" } @calls),
        stderr => \$err, on_error_stop => 0);
    return map { s/\nLOCATION.*//sr } grep { /^ERROR/ } split /^psql:<stdin>:\d+: /m, $err;
}

my @refused = refusals($standby, 'shop', '', @writes);
is(scalar @refused, scalar @writes, 'nothing can be written on a standby');
is(join("\n", grep { !/^ERROR:  25006: .*read-only transaction\n.*HINT: .* on the primary/s } @refused), '',
    'and each call says so, with a hint');
@refused = refusals($primary, 'shop', 'SET default_transaction_read_only = on;', @writes);
is(scalar @refused, scalar @writes, 'nothing can be written in a read-only transaction');
is(join("\n", grep { !/^ERROR:  25006: .*read-only transaction\n.*HINT: .*may write/s } @refused), '',
    'and each call says so, with a hint');
my @all = grep { !/sniff|read_csv/ } (@writes, map { sprintf($_, 'x') } @reads);
@refused = refusals($standby, 'empty', '', @all);
is(scalar(grep { /^ERROR:  25006: .*cannot be set up.*HINT: .*on the primary/s } @refused), scalar @all,
    'where there is no setup yet, the hint is to run it on the primary');
my @written = sort map { /^\s*"?(?:ext\.)?(\w+)\(/ } @writes, @reads;
is($primary->safe_psql('shop', q{SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM pg_proc
      WHERE pronamespace = 'ext'::regnamespace AND proname ~ '^(customers_|import_csv)'
        AND proname !~ 'tidy$|_log_consent$|_keep_opt_outs?$|_drop_members$|_guard_session$|_edit_review$|_search_text$|_group_key$|_import_journal$|_is_merging$|_ddl$|_lost_table$|_fold_'}),
    join(' ', do { my %once; grep { !$once{$_}++ } @written }), 'no function was forgotten');

# ---- merges, while a session of the standby asks ----

my $reader = $standby->background_psql('shop', on_error_die => 1);
my %asked;
foreach my $i (1 .. 6)
{
    my $size = $i == 1 ? 20000 : 200;

    $primary->safe_psql('shop', qq{
        SELECT * FROM ext.import_csv((SELECT convert_to(E'identifier,name,subscribed\n'
            || string_agg(format('m$i-%s,Merged $i,%s', n, n % 2 = 0), E'\n'), 'UTF8') FROM generate_series(1, $size) n))});
    $primary->safe_psql('shop', q{
        SELECT ext.customers_revert(max(import_id)) FROM crm.customer_imports WHERE status = 'merged'}) if $i % 3 == 0;
    my $counts = $reader->query_safe(qq{
        SELECT (SELECT count(*) FROM crm.customers WHERE name = 'Merged $i')
            || ' ' || (SELECT count(*) FROM ext.customers_find(filter => 'name = ''Merged $i'''))
            || ' ' || (SELECT COALESCE(sum(created) FILTER (WHERE status = 'merged'), 0)
                         FROM crm.customer_imports WHERE import_id = $i + 3)});
    $asked{ $counts =~ s/\b$size\b/all/gr }++;
}
$reader->quit;
is(join(', ', grep { !/^(?:(?:all|0) (?:all|0) (?:all|0))$/ } sort keys %asked), '',
    'a standby sees merges and reverts whole');
catch_up();
same_lines(rows_of($standby), rows_of($primary), 'and all of them in the end');

# ---- the primary is gone ----

my $expected = $primary->safe_psql('shop', 'SELECT count(*), max(customer_id) FROM crm.customers');
$primary->stop('immediate');
$standby->promote;
is($standby->safe_psql('shop', 'SELECT count(*), max(customer_id) FROM crm.customers'), $expected,
    'a promoted standby has the same customers');
same_lines(
    $standby->safe_psql('shop', q{
        SELECT created, changed, rejected FROM ext.customers_merge(3);
        SELECT reverted, kept FROM ext.customers_revert(2);
        SELECT created, rejected FROM ext.import_csv(convert_to(E'email,name\neve@example.com,Eve\nnew@example.com,New\n', 'UTF8'));
        SELECT ext.customers_save('{"identifier": "z", "name": "Zoe"}') > (SELECT max(customer_id) FROM crm.customers)}),
    "2|3|2\n1|3\n1|1\nt", 'merges what was staged on the primary, reverts what was merged, imports');
counts_add_up($standby, 'shop', 'after the promotion');
log_is_calm($_) foreach ($primary, $standby);
done_testing();
