# A staged import that was corrected is the same as an import of the corrected
# file: random files, options, and cells corrected, lines left out and taken in
# again (corrections.sql), in the first lines and behind 10 000 others.
#
# CUSTOMERS_SEED=n repeats a run, CUSTOMERS_CASES=n makes a longer one.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{CUSTOMERS_SEED} // ($ENV{CI} ? 18 : int(rand(90_000)));
my $cases = $ENV{CUSTOMERS_CASES} // 240;

# Cases that share a transaction, and cases behind many lines for one that is not.
my ($together, $far) = (6, 40);

my $node = start_cluster('corrections', 'client_min_messages = warning', 'jit = off');

$node->safe_psql('postgres', q{CREATE EXTENSION customers;
    SELECT customers_setup();
    ALTER TABLE customers ADD height numeric, ADD code varchar(5);
    SELECT setval('customers_customer_id_seq', 1000000)});
$node->safe_psql('postgres', slurp_file("$FindBin::RealBin/corrections.sql"));

note("CUSTOMERS_SEED=$seed");

# Runs so many cases; those that differ, and how many were of use.
sub run_cases
{
    my ($cases, $padding) = @_;
    my ($run, $used, @different) = (0, 0);

    while ($run < $cases)
    {
        my $answer = $node->safe_psql('postgres',
            "SELECT corrections(@{[$seed + $run]}, $together, $padding)");

        if ($answer =~ s/\n?(\d+) cases, (\d+) with a corrected cell, (\d+) that no row could tell$//)
        {
            $run += $1;
            $used += $2 - $3;
        }
        else
        {
            BAIL_OUT("no result: $answer");
        }
        push(@different, $answer) if $answer ne '';
    }
    return ($used / $run, @different);
}

for my $padding (0, 10_000)
{
    my ($used, @different) = run_cases($padding ? $cases / $far : $cases, $padding);

    is(join("\n", @different), '', "corrections behind $padding lines are as imports");
    cmp_ok($used, '>', 0.6, 'and most cases corrected something');
}

done_testing();
