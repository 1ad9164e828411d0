# Files as other systems export them, imported with no option: test/data/systems
# has NAME.csv, and in NAME.expected what a careful person would want of it, in
# the format of account.sql there.
#
# What is merged is unchanged when the file comes again, and when its export
# comes; an undo leaves nothing.  A failure shows the lines that differ.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $folder = data_file('systems');
my $account = slurp_file("$folder/account.sql");
my @files = sort glob("$folder/*.csv");

$node->safe_psql('postgres', 'CREATE EXTENSION customers');

cmp_ok(scalar @files, '>=', 40, 'systems');
foreach my $path (@files)
{
    my $name = basename($path, '.csv');
    my $schema = $name =~ s/\W/_/gr;
    my $got = $node->safe_psql('postgres', "\\set path '$path'\n\\set schema '$schema'\n$account") . "\n";

    same_lines($got, slurp_file("$folder/$name.expected"), "$name: as imported");
    is(again($schema, $path), '0|0', "$name: unchanged the second time");
    is(exported($schema), 't', "$name: unchanged by export");
    is(undone($schema), '0|0', "$name: undone, nothing is left");
}

# SQL in the tables of a file.
sub in_schema
{
    my ($schema, $sql) = @_;

    return $node->safe_psql('postgres', "SET client_min_messages = error; SET customers.schema = '$schema';
        SET search_path = $schema, public; $sql");
}

# Customers that the same file makes or changes once more.
sub again
{
    my ($schema, $path) = @_;

    return in_schema($schema, "SELECT created, changed FROM import_csv('$path', again => true)");
}

# Does an export come back as unchanged, whole?
sub exported
{
    my ($schema) = @_;
    my $path = $node->basedir . "/$schema.csv";

    return in_schema($schema, "SELECT customers_export('$path') AS exported \\gset
        SELECT unchanged = :exported AND created + changed + rejected = 0 FROM import_csv('$path')");
}

# Customers and memberships that undoing all imports leaves.
sub undone
{
    my ($schema) = @_;

    return in_schema($schema, q{
        SELECT count(customers_revert(import_id)) AS undone FROM (
            SELECT import_id FROM customer_imports WHERE merged_at IS NOT NULL AND created + changed > 0
            ORDER BY import_id DESC) AS merged \gset
        SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM customer_group_members)});
}

log_is_calm($node);
done_testing();
