# Point-in-time recovery: a bad merge, and all that came after it, is undone by
# recovery to a restore point before it.  What was merged before is there, what
# was staged can be reviewed and merged, and every count adds up; the same at a
# point where a merge was under way.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Copies;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('live');
$node->init(has_archiving => 1, allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$node->start;
make_roles($node);
make_shop($node, 'shop');
$node->backup('base');

# A named point, and the rows of the shop then.
my %rows;

sub point
{
    my ($name) = @_;

    $rows{$name} = rows_of($node);
    $node->safe_psql('postgres', "SELECT pg_create_restore_point('$name')");
    return;
}

# Sequences may be ahead after a recovery, by what is logged of them in advance.
sub rows_of
{
    my ($there) = @_;

    return shop_rows($there, 'shop') =~ s/^\w+_seq\|.*$//mgr;
}

# An import of $1 customers under the name $2.
sub file_of
{
    my ($size, $name) = @_;

    return qq{(SELECT convert_to(E'identifier,name\n' || string_agg(format('p-%s,%s', n, '$name'), E'\n'), 'UTF8')
        FROM generate_series(1, $size) n)};
}

fill_shop($node, 'shop', 0);
point('reviewed');

# a merge that has written, but not committed, when the point is made
my $session = $node->background_psql('shop', on_error_die => 1);
$session->query_safe("SET client_min_messages = warning; BEGIN; SELECT * FROM ext.import_csv(@{[file_of(3000, 'Good')]})");
point('under_way');
$session->query_safe('COMMIT');
$session->quit;
point('good');

# the bad one: names of others, and consent taken from all
is($node->safe_psql('shop', qq{SELECT created, changed FROM ext.import_csv(@{[file_of(2000, 'Bad')]});
    SELECT created, changed FROM ext.customers_merge(3); SELECT ext.customers_erase('cay\@example.com');
    UPDATE crm.customers SET subscribed = false; SELECT ext.customers_import_purge('0') > 0}) =~ s/\n.*\n/ /sr,
    '0|2000 t', 'a bad merge, and more');
$node->safe_psql('postgres', 'SELECT pg_switch_wal()');
$node->stop;

foreach my $name ('reviewed', 'under_way', 'good')
{
    my $copy = PostgreSQL::Test::Cluster->new("to_$name");

    $copy->init_from_backup($node, 'base', has_restoring => 1, standby => 0);
    $copy->append_conf('postgresql.conf', "recovery_target_name = '$name'\nrecovery_target_action = promote\narchive_mode = off\n");
    $copy->start;
    $copy->poll_query_until('postgres', 'SELECT NOT pg_is_in_recovery()') or die 'recovery did not end';
    same_lines(rows_of($copy), $rows{$name}, "$name: the rows are those of then");
    counts_add_up($copy, 'shop', $name);
    is($copy->safe_psql('shop', q{SELECT count(*) FROM crm.customers WHERE name = 'Good'}),
        $name eq 'good' ? '3000' : '0', "$name: a merge is there whole or not at all");
    is($copy->safe_psql('shop', 'SELECT created, changed, unchanged, rejected FROM ext.customers_merge(3)'),
        '2|3|0|2', "$name: what was staged is merged");
    is($copy->safe_psql('shop', "SELECT created, unchanged FROM ext.import_csv(@{[file_of(3001, 'Good')]})"),
        $name eq 'good' ? '1|3000' : '3001|0', "$name: imports go on");
    is($copy->safe_psql('shop', 'SELECT reverted, kept FROM ext.customers_revert(2)'), '1|3', "$name: and reverts");
    counts_add_up($copy, 'shop', "$name, in use");
    log_is_calm($copy);
    $copy->stop;
}
done_testing();
