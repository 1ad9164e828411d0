# Read-only transactions and standbys: reading a file works, importing says
# clearly that it cannot; and what was staged on the primary is merged on the
# standby once that is promoted.  A logical subscriber gets what is merged.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $file = data_file('auction-house.csv');
my $primary = PostgreSQL::Test::Cluster->new('primary');

$primary->init(allows_streaming => 'logical', extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$primary->start;
$primary->safe_psql('postgres', 'CREATE EXTENSION customers');

# before the first use, and after
foreach my $when ('before setup', 'after setup')
{
    fails_with($primary, "BEGIN READ ONLY; SELECT customers_import('$file');", '25006',
        qr/read-only transaction/, "customers_import in a read-only transaction, $when");
    fails_with($primary, "BEGIN READ ONLY; SELECT import_csv('$file');", '25006',
        qr/read-only transaction/, "import_csv in a read-only transaction, $when");
    $primary->safe_psql('postgres', 'SELECT customers_setup()');
    is($primary->safe_psql('postgres',
        "BEGIN READ ONLY; SELECT count(*) FROM customers_read_csv('$file')"), '19',
        "customers_read_csv in a read-only transaction, $when")
      if has_function($primary, 'customers_read_csv');
}

# a physical standby
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

my $import = $primary->safe_psql('postgres', "SELECT customers_import('$file')");
fails_with($primary, "BEGIN READ ONLY; SELECT customers_merge($import);", '25006',
    qr/read-only transaction/, 'customers_merge in a read-only transaction');
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('flush'));
is(counts($standby, $import), '18|18|0|0|0|0', 'the standby shows what is staged');
is($standby->safe_psql('postgres', 'SELECT count(*) > 18 FROM customer_import_diff'), 't', 'and its diff');
is($standby->safe_psql('postgres', "SELECT count(*) FROM customers_sniff('$file')"), '1', 'a standby can sniff')
  if has_function($standby, 'customers_sniff');
foreach my $call ("customers_import('$file')", "customers_merge($import)", "customers_cancel($import)", "customers_import_approve($import)")
{
    fails_with($standby, "SELECT $call;", '25006', qr/read-only|recovery/, "$call on a standby");
}

# a logical subscriber
my $subscriber = start_cluster('subscriber');
$subscriber->safe_psql('postgres', 'CREATE EXTENSION customers; SELECT customers_setup()');
$primary->safe_psql('postgres', 'CREATE PUBLICATION shop FOR TABLE customers');
$subscriber->safe_psql('postgres', sprintf(
    q{CREATE SUBSCRIPTION shop CONNECTION '%s dbname=postgres' PUBLICATION shop}, $primary->connstr));
$subscriber->wait_for_subscription_sync($primary, 'shop');
is($primary->safe_psql('postgres', "SELECT created, changed FROM customers_merge($import)"), '18|0', 'merged');
$primary->safe_psql('postgres', "SELECT * FROM import_csv('@{[data_file('unsubscribed.csv')]}')");
$primary->wait_for_catchup('shop');
my $all = 'SELECT md5(string_agg(c::text, chr(10) ORDER BY customer_id)) FROM customers c';
is($subscriber->safe_psql('postgres', $all), $primary->safe_psql('postgres', $all),
    'a logical subscriber has the same customers');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION shop');

# failover with an import under review
my $second = $primary->safe_psql('postgres', "SELECT customers_import('@{[data_file('vouchers.csv')]}')");
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('flush'));
$primary->stop('immediate');
$standby->promote;
is($standby->safe_psql('postgres', "SELECT created, rejected FROM customers_merge($second)"), '12|0',
    'what was staged on the primary is merged on the promoted standby');

log_is_calm($_) foreach ($standby, $subscriber);
done_testing();
