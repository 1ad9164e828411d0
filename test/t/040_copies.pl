# Dumps and restores bring back all of a shop: rows, sequences, what an
# application added, owners, grants and policies; and it goes on as if nothing
# had happened: what was staged merges, what was merged reverts, who was erased
# stays out.  Dropping the extension and creating it again keeps the data.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Copies;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $folder = PostgreSQL::Test::Utils::tempdir();

# The copy is what the original was, and is of use.
sub is_whole
{
    my ($there, $copy, $rows, $objects, $name) = @_;

    same_lines(shop_rows($there, $copy), $rows, "$name: rows and sequences") if defined $rows;
    same_lines(shop_objects($there, $copy), $objects, "$name: objects");
    same_lines(use_shop($there, $copy), used_shop(), "$name: goes on");
    counts_add_up($there, $copy, $name);
    return;
}

sub dump_to
{
    my ($database, $name, @options) = @_;

    $node->command_ok([ 'pg_dump', '-d', $database, '-f', "$folder/$name", @options ], "$database: dump to $name");
    return "$folder/$name";
}

sub restore
{
    my ($there, $database, $file, @options) = @_;

    $there->command_ok([ 'pg_restore', '--exit-on-error', '-d', $database, @options, $file ],
        "$database: pg_restore @options");
    return;
}

make_roles($node);
make_shop($node, 'shop');
make_shop($node, 'parts');
$node->safe_psql($_, 'SET search_path = ext; CREATE EXTENSION IF NOT EXISTS pg_trgm') foreach ('shop', 'parts');
fill_shop($node, 'shop', 0);
fill_shop($node, 'parts', 3);
$node->safe_psql('shop', 'SELECT ext.customers_enable_fast_search()');
my $rows = shop_rows($node, 'shop');
my $objects = shop_objects($node, 'shop');
my $parts_rows = shop_rows($node, 'parts');
my $parts_objects = shop_objects($node, 'parts');
like($rows, qr/app_letter.*customer_consent_log.*customers_customer_id_seq\|\d/s, 'rows and sequences are looked at');
like($objects, qr/app_shoe_size.*customers_search_idx.*customers_log_consent.*app_open/s, 'and objects');

# ---- one database, in each format; --create brings its settings along ----

my $custom = dump_to('shop', 'custom', '--format=custom', '--create');
my $directory = dump_to('shop', 'directory', '--format=directory', '--jobs=2');
my $plain = dump_to('shop', 'plain', '--format=plain', '--clean', '--if-exists', '--create');
my $data = dump_to('shop', 'data', '--format=custom', '--data-only');
my $parts = dump_to('parts', 'parts', '--format=custom', '--create');

$node->safe_psql('postgres', q{CREATE DATABASE directory TEMPLATE template0;
    ALTER DATABASE directory SET customers.schema = 'crm'});
restore($node, 'directory', $directory, '--jobs=2');
is_whole($node, 'directory', $rows, $objects, 'directory');
restore($node, 'directory', $directory, '--clean', '--if-exists', '--jobs=2');
is_whole($node, 'directory', $rows, $objects, 'directory, over what is there');

# ---- data only, into relations made anew: columns stand in another order ----

make_shop($node, 'fresh');
$node->safe_psql('fresh', q{
    CREATE TABLE public.app_letter (letter_id int PRIMARY KEY, customer_id bigint);
    ALTER TABLE public.app_letter OWNER TO shop_owner;
    SET SESSION AUTHORIZATION shop_owner;
    SELECT ext.customers_setup();
    ALTER TABLE crm.customers ADD label text GENERATED ALWAYS AS (upper(name)) STORED;
    ALTER TABLE crm.customers ADD shoe_size integer;
    ALTER TABLE public.app_letter ADD FOREIGN KEY (customer_id) REFERENCES crm.customers;
    TRUNCATE crm.customer_settings, crm.customer_header_synonyms, crm.customer_value_words});
restore($node, 'fresh', $data);
is($node->safe_psql('fresh', 'SELECT count(*) FROM crm.customer_consent_log'), '1',
    'data only: no change of consent is recorded twice');
same_lines(shop_rows($node, 'fresh'), $rows, 'data only: rows and sequences');
is($node->safe_psql('fresh', q{SET SESSION AUTHORIZATION shop_owner; SELECT created, rejected FROM ext.customers_merge(3);
        SELECT reverted, kept FROM ext.customers_revert(2)}), "2|2\n1|3", 'data only: goes on');
counts_add_up($node, 'fresh', 'data only');

# ---- the database in place of itself; then a cluster of its own ----

my $other = start_cluster('other');
my ($all) = ("$folder/all");
$node->command_ok([ 'pg_dumpall', '--exclude-database=directory', '--exclude-database=fresh', '-f', $all ],
    'pg_dumpall');
$other->command_ok([ 'psql', '-X', '-q', '-o', "$folder/out", '-d', 'postgres', '-f', $all ], 'its restore');
is_whole($other, 'shop', $rows, $objects, 'pg_dumpall');
is_whole($other, 'parts', $parts_rows, $parts_objects, 'pg_dumpall, partitioned');
$other->command_ok([ 'psql', '-X', '-q', '-o', "$folder/out", '-v', 'ON_ERROR_STOP=1', '-d', 'postgres', '-f', $plain ],
    'plain dump in place of the database');
is_whole($other, 'shop', $rows, $objects, 'plain');
$other->safe_psql('postgres', 'DROP DATABASE shop; DROP DATABASE parts');
restore($other, 'postgres', $custom, '--create');
is_whole($other, 'shop', $rows, $objects, 'custom');
restore($other, 'postgres', $parts, '--create');
is_whole($other, 'parts', $parts_rows, $parts_objects, 'custom, partitioned');

# ---- the extension comes and goes, the data stays ----

fails_in('shop', 'ALTER EXTENSION customers SET SCHEMA public', qr/does not support SET SCHEMA/,
    'the extension cannot be moved');
fails_in('shop', 'DROP EXTENSION customers', qr/other objects depend on it.*HINT:  Use DROP \.\.\. CASCADE/s,
    'nor dropped by accident');

foreach my $schema ('ext', 'elsewhere')
{
    foreach my $database ('shop', 'parts')
    {
        $node->safe_psql($database, qq{
            DROP EXTENSION customers CASCADE;
            CREATE SCHEMA IF NOT EXISTS $schema;
            GRANT USAGE ON SCHEMA $schema TO shop_owner, shop_reader;
            CREATE EXTENSION customers SCHEMA $schema;
            SET SESSION AUTHORIZATION shop_owner;
            SELECT $schema.customers_setup()});
    }
    $node->safe_psql('shop', "SELECT $schema.customers_enable_fast_search()");
    same_lines(shop_rows($node, 'shop'), $rows, "DROP and CREATE EXTENSION in $schema: rows and sequences");
    same_lines(shop_objects($node, 'shop') =~ s/\b$schema\./ext./gr =~ s/customers\|1.0\|\K$schema/ext/r, $objects,
        "DROP and CREATE EXTENSION in $schema: objects");
    same_lines(shop_rows($node, 'parts'), $parts_rows, "partitioned, in $schema: rows and sequences");
    same_lines(shop_objects($node, 'parts') =~ s/\b$schema\./ext./gr =~ s/customers\|1.0\|\K$schema/ext/r,
        $parts_objects, "partitioned, in $schema: objects");
}

log_is_calm($_) foreach ($node, $other);
done_testing();

# The statement fails in the database, with a message like that.
sub fails_in
{
    my ($database, $sql, $pattern, $name) = @_;
    my ($rc, $out, $err) = $node->psql($database, $sql);

    isnt($rc, 0, $name);
    like($err, $pattern, "$name: says so");
    return;
}
