# Random customers, files and options, played on the server and in a model of
# the rules in doc (test/model): what an import says, what a merge and a revert
# leave, must be the same.  A case that differs is shown as small as it can be
# made, as SQL for psql.
#
# CUSTOMERS_MODEL_SEED, _COUNT and _CASE: which cases, how many, from which
# number on; make model SEED=7 COUNT=1 CASE=12 plays case 12 of seed 7 again.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;
use lib "$FindBin::RealBin/../model";

use CustomersTest;
use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Run;
use Test::More;

# What chance must have brought about among so many cases.
my $ENOUGH = 1000;
my @RARE = (
    qw(ambiguous_date),
    (map { "strategy $_" } 'in step', 'table', 'probes', 'names', 'no customers yet'),
    qw(create update unchanged reject exclude ambiguous_match key_taken unknown_customer no_key duplicate_in_file repeated
      check_violation required unknown_group group_rejected spreadsheet_error rounded_number consent_kept id_not_kept identifier_kept identifier_differs new_without_key weak_key not_clearable name_differs consent_handed_over
      conflict kept_edited kept_used kept_consent));

# CI plays the same cases each time; whoever else runs this, others.
my $seed = $ENV{CUSTOMERS_MODEL_SEED} || ($ENV{CI} ? 1795812682 : time());
my $count = $ENV{CUSTOMERS_MODEL_COUNT} || 2000;
my $first = $ENV{CUSTOMERS_MODEL_CASE} || 1;
my $node = start_cluster('main', 'autovacuum = off', 'jit = off');

$node->safe_psql('postgres', 'CREATE EXTENSION customers');
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
note("seed $seed");

my ($failed, $seen) = Run::all($seed, $count, $first, sub { diag(encode('UTF-8', $_[0])) });

is($failed, 0, "$count random cases come out as the rules say (seed $seed)");
note('cases with: ' . join(', ', map { "$_ $seen->{$_}" } sort keys %$seen));
is(join(', ', grep { !$seen->{$_} } $count >= $ENOUGH ? @RARE : ()), '', 'chance had its part');
log_is_calm($node);
$node->stop;
done_testing();
