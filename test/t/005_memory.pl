# A file of 100 MB streams through: the backend does not grow with the file.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' if !-r '/proc/self/status';

my $megabyte = 1024 * 1024;
my $size = 100 * $megabyte;

# What an import may take beside the 16 MB of shared buffers that it touches:
# 64 MB and 50 bytes a customer.
my $bar = 64 + 16;

my $node = start_cluster('main', 'shared_buffers = 16MB', 'max_wal_size = 4GB', 'jit = off');
my $path = "$PostgreSQL::Test::Utils::tmp_check/large.csv";
my $rows = 0;

open(my $out, '>', $path) or die "$path: $!";
print $out "identifier,email,name,address,note\n";
for (my $written = 0; $written < $size; $rows++)
{
    my $line = sprintf("c-%07d,customer%07d\@example.com,\"Customer, %d\",%s,%s\n",
        $rows, $rows, $rows, 'Long Street ' x 20, 'a remark ' x 80);

    print $out $line;
    $written += length($line);
}
close($out) or die "$path: $!";

$node->safe_psql('postgres', qq{
    CREATE EXTENSION customers;
    SELECT customers_setup();
    CREATE TABLE files (content bytea);
    ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL;
    INSERT INTO files VALUES (pg_read_binary_file('$path'));
    SELECT lo_import('$path', 4242);
});

# The most memory a new backend had while it ran the statement, in MB above
# what it had before.
sub growth
{
    my ($sql) = @_;
    my $peak = q{SELECT (regexp_match(pg_read_file('/proc/self/status'), 'VmHWM:\s+(\d+)'))[1]::int AS kb};
    my $answer = $node->safe_psql('postgres', qq{
        SELECT customers_setup();
        $peak \\gset before_
        $sql
        $peak \\gset after_
        SELECT (:after_kb - :before_kb) / 1024;
    });

    return $answer =~ s/.*\n//sr;
}

my $staged = growth("SELECT customers_import('$path');");
cmp_ok($staged, '<=', $bar, "importing a path takes $staged MB");
is(counts($node, 1), "$rows|$rows|0|0|0|0", 'and stages all of it');

my $object = growth('SELECT customers_import(4242::oid);');
cmp_ok($object, '<=', $bar, "importing a large object takes $object MB");

my $bytea = growth('SELECT customers_import(content) FROM files;');
cmp_ok($bytea, '<=', $bar + 100, "importing a bytea takes $bytea MB, of which its own 100");

if (has_function($node, 'customers_read_csv'))
{
    my $read = growth("SELECT count(*) FROM customers_read_csv('$path');");
    cmp_ok($read, '<=', $bar, "customers_read_csv takes $read MB");
}

my $merged = growth('SELECT * FROM customers_merge(1);');
cmp_ok($merged, '<=', $bar, "merging takes $merged MB");

my $again = growth("SELECT customers_import('$path', again => true);");
cmp_ok($again, '<=', $bar + 50 * $rows / $megabyte + 1, "importing known customers takes $again MB");

unlink $path;
log_is_calm($node);
done_testing();
