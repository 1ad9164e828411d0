# Segments come through a dump and restore, also with a role of their own that
# no longer owns what they use; and EXPLAIN, as auto_explain shows the query
# that customers_find() runs, uses the index of the fast search.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $folder = PostgreSQL::Test::Utils::tempdir();

$node->safe_psql('postgres', 'CREATE DATABASE shop');
$node->safe_psql('shop', q{
CREATE SCHEMA ext; CREATE SCHEMA crm;
CREATE EXTENSION customers SCHEMA ext;
ALTER DATABASE shop SET customers.schema = 'crm';
});
$node->safe_psql('shop', q{
SELECT ext.customers_setup();
ALTER TABLE crm.customers ADD COLUMN "Shoe size" int;
INSERT INTO crm.customers (email, name, "Shoe size")
SELECT 'c' || i || '@x.no', 'Customer ' || i, 30 + i % 20 FROM generate_series(1, 2000) i;
INSERT INTO crm.customer_orders (customer_id, total) SELECT 1 + i % 100, i FROM generate_series(1, 1000) i;
SELECT ext.customers_segment_define('Buyers', 'orders_count > 3 AND orders_total >= 100.5');
SELECT ext.customers_segment_define('Feet', '"Shoe size" > 44 AND NOT (name ~~ ''%1%'' OR email IS NULL)', 'Large');
});

sub segments
{
    my ($database) = @_;

    return $node->safe_psql($database, q{
SELECT name, condition, description FROM crm.customer_segments ORDER BY name;
SELECT * FROM ext.customers_segment_counts();
SELECT md5(string_agg(c::text, '' ORDER BY customer_id)) FROM ext.customers_segment('Feet') c;
});
}

# ---- dump and restore ----

my $before = segments('shop');
like($before, qr/^Buyers\|100$/m, 'segments count what they should');
foreach my $format ('plain', 'custom')
{
    my $file = "$folder/$format";

    $node->safe_psql('postgres', "CREATE DATABASE $format");
    $node->safe_psql('postgres', "ALTER DATABASE $format SET customers.schema = 'crm'");
    $node->command_ok([ 'pg_dump', '-F', $format, '-f', $file, 'shop' ], "$format dump");
    $node->command_ok($format eq 'plain'
        ? [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $format, '-f', $file ]
        : [ 'pg_restore', '-e', '-d', $format, $file ], "$format restore");
    is(segments($format), $before, "segments are the same after a $format restore");
}

# ---- fast search ----

# The plan of customers_find() as the server logged it.
sub logged_plan
{
    my ($call) = @_;
    my $start = -s $node->logfile;

    $node->safe_psql('shop', qq{
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_nested_statements = on;
SELECT count(*) FROM ext.customers_find($call)});
    return substr(slurp_file($node->logfile), $start);
}

unlike(logged_plan("'er 1999'"), qr/customers_search_idx/, 'no index before');
my ($rc, $out, $err) = $node->psql('shop', 'SELECT ext.customers_enable_fast_search()');
like($err, qr/needs the extension pg_trgm.*HINT:  Run CREATE EXTENSION pg_trgm/s, 'fast search says what it needs');

SKIP:
{
    skip 'no pg_trgm here', 8
      unless $node->safe_psql('shop', q{SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'});
    $node->safe_psql('shop', 'CREATE SCHEMA trgm; CREATE EXTENSION pg_trgm SCHEMA trgm');
    is($node->safe_psql('shop', 'SELECT ext.customers_enable_fast_search()'),
        'created index crm.customers_search_idx on crm.customers: searches are fast now', 'fast search is built');
    is($node->safe_psql('shop', 'SELECT ext.customers_enable_fast_search()'),
        'searches of crm.customers are fast already', 'and once only');
    like(logged_plan("'er 1999'"), qr/Bitmap Index Scan on customers_search_idx/, 'the index is used');
    like(logged_plan("'c1999\@X'"), qr/Bitmap Index Scan on customers_search_idx/, 'for parts of emails too');
    is($node->safe_psql('shop', q{SELECT name FROM ext.customers_find('CUSTOMER 1999')}), 'Customer 1999',
        'and finds the same');
    like($node->safe_psql('shop', q{SELECT * FROM ext.customers_find_explain('er 1999')}),
        qr/Bitmap Index Scan on customers_search_idx/, 'customers_find_explain shows it');

    # a partitioned list, and what a dump makes of the index
    $node->safe_psql('shop', q{
CREATE SCHEMA parts; SET customers.schema = 'parts';
SELECT ext.customers_setup(4);
INSERT INTO parts.customers (name) SELECT 'Customer ' || i FROM generate_series(1, 4000) i;
SELECT ext.customers_enable_fast_search()});
    like($node->safe_psql('shop', q{SET customers.schema = 'parts'; SELECT * FROM ext.customers_find_explain('er 1999')}),
        qr/Bitmap Index Scan on customers_p\d/, 'partitions are searched by index');
    $node->safe_psql('postgres', "CREATE DATABASE fast");
    $node->command_ok([ 'pg_dump', '-F', 'custom', '-f', "$folder/fast", 'shop' ], 'dump with the index');
    $node->command_ok([ 'pg_restore', '-e', '-d', 'fast', "$folder/fast" ], 'restore of it');
}

log_is_calm($node);
done_testing();
