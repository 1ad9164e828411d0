# Files as people really have them, read with no option.  test/data/dirty has
# NAME.csv, and in NAME.expected how a careful person would read it:
#
#   delimiter ";"               a column of customers_sniff, or several
#   1 ["email","name"]          line and cells of each record, all of them
#   import birth_date           what customers_import makes of these fields:
#   2 birth_date "2018-02-13"   a new value of customer_import_diff
#   3 error invalid_date birth_date "31.2."     a row of customer_import_errors
#   4 excluded duplicate        a record that is left out, and why
#
# A failure shows the lines that differ.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main', "client_min_messages = 'warning'");
my $folder = data_file('dirty');
my @files = sort glob("$folder/*.csv");

$node->safe_psql('postgres', q{
    CREATE EXTENSION customers;
    SELECT customers_setup();
    ALTER TABLE customers ADD amount numeric;
});

cmp_ok(scalar @files, '>=', 60, 'classes of dirt');
foreach my $path (@files)
{
    my $name = basename($path, '.csv');
    my $expected = slurp_file("$folder/$name.expected");
    my ($reading, $import) = split /^(?=import\b)/m, $expected, 2;
    my @properties = $reading =~ /^([a-z]\w*) /mg;

    is(read_file($path, @properties), $reading, "$name: as read");
    is(import_file($path, $import =~ /^import(.*)/), $import, "$name: as imported")
      if defined $import;
}

# How a file is read, in the format of .expected.
sub read_file
{
    my ($path, @properties) = @_;
    my $sniffed = join('', map { " || '$_ ' || COALESCE(to_json($_)::text, 'null') || E'\\n'" } @properties);

    return $node->safe_psql('postgres', qq{
        SELECT ''$sniffed || (SELECT string_agg(line || ' ' || array_to_json(cells), E'\\n' ORDER BY line)
                                FROM customers_read_csv('$path'))
          FROM customers_sniff('$path')}) . "\n";
}

# What an import makes of a file, in the format of .expected.
sub import_file
{
    my ($path, $fields) = @_;
    my $list = join(', ', map { "'$_'" } split ' ', $fields);

    return "import$fields\n" . $node->safe_psql('postgres', qq{
        SELECT customers_import('$path') AS id \\gset
        SELECT line || ' ' || what FROM (
            SELECT line, 1 AS part, field || ' ' || COALESCE(to_json(new_value)::text, 'null')
              FROM customer_import_diff WHERE import_id = :id AND field IN ($list)
            UNION ALL
            SELECT line, 2, concat_ws(' ', severity, code, field, to_json(value))
              FROM customer_import_errors WHERE import_id = :id
            UNION ALL
            SELECT line, 3, concat_ws(' ', 'excluded', reason)
              FROM customer_import_rows WHERE import_id = :id AND action = 'exclude'
        ) AS outcome (line, part, what)
        ORDER BY line, part, what}) . "\n";
}

log_is_calm($node);
done_testing();
