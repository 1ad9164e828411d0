# Logical replication of a shop, to a subscriber that has the extension and to
# one that has only tables: the first copy, merges large and small, reverts,
# erasures, deletions, groups.  A change of consent is recorded once, and the
# subscriber can take over.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Copies;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = PostgreSQL::Test::Utils::tempdir();
my $publisher = start_cluster('publisher', 'wal_level = logical', 'max_wal_senders = 10', 'max_replication_slots = 10');
my $subscriber = start_cluster('subscriber', 'max_logical_replication_workers = 8', 'wal_retrieve_retry_interval = 100ms');
my $sequence = qr/^\w+_seq\|.*$/m;    # not replicated
my @tables = qw(customers customer_groups customer_group_members customer_orders customer_consent_log);

make_roles($_) foreach ($publisher, $subscriber);
make_shop($publisher, 'shop');
fill_shop($publisher, 'shop', 0);

# ---- what the subscribers start with: the definitions, no rows ----

$publisher->command_ok([ 'pg_dump', '--schema-only', '-f', "$folder/schema", 'shop' ], 'the definitions are dumped');
foreach my $database ('whole', 'tables')
{
    $subscriber->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0;
        ALTER DATABASE $database SET customers.schema = 'crm'");
    $subscriber->command_ok([ 'psql', '-X', '-q', '-o', "$folder/out", '-v', 'ON_ERROR_STOP=1', '-d', $database,
            '-f', "$folder/schema" ], "$database: and restored");
}
$subscriber->safe_psql('tables', 'DROP EXTENSION customers CASCADE');
$publisher->safe_psql('shop', 'CREATE PUBLICATION whole FOR ALL TABLES; CREATE PUBLICATION tables FOR TABLE '
      . join(', ', map { "crm.$_" } @tables));
$subscriber->safe_psql($_, sprintf(q{CREATE SUBSCRIPTION %s CONNECTION '%s dbname=shop' PUBLICATION %1$s},
        $_, $publisher->connstr)) foreach ('whole', 'tables');
$subscriber->wait_for_subscription_sync($publisher, $_, $_) foreach ('whole', 'tables');

# Both subscribers have what the publisher has.
sub is_replicated
{
    my ($what) = @_;
    my $rows = shop_rows($publisher, 'shop');

    $publisher->wait_for_catchup($_) foreach ('whole', 'tables');
    same_lines(shop_rows($subscriber, 'whole') =~ s/$sequence//gr, $rows =~ s/$sequence//gr, "$what: all tables");
    same_lines(some_of(shop_rows($subscriber, 'tables')), some_of($rows), "$what: some tables, without the extension");
    return;
}

# The rows of the tables that are published by name.
sub some_of
{
    my ($rows) = @_;

    return join("\n", map { $rows =~ /^(\Q$_\E\|.*)$/m ? $1 : die "no $_" } @tables);
}

sub run
{
    my ($sql) = @_;

    return $publisher->safe_psql('shop', "SET SESSION AUTHORIZATION shop_owner; $sql");
}

# An import of so many new customers.
sub new_customers
{
    my ($size) = @_;

    return qq{(SELECT convert_to(E'identifier,name,email,subscribed,groups\n' || string_agg(
        format('n$size-%s,New %s,n$size-%s\@example.com,%s,%s', n, n, n, n % 2 = 0, CASE n % 100 WHEN 0 THEN 'Hundreds' END),
        E'\n'), 'UTF8') FROM generate_series(1, $size) n)};
}

is_replicated('first copy');
is(run('SELECT created, changed, rejected FROM ext.customers_merge(3)'), '2|3|2', 'a staged import is merged');
is_replicated('merge');
is(run('SELECT reverted, kept FROM ext.customers_revert(2)'), '1|3', 'one is reverted');
is_replicated('revert');
run(q{SELECT ext.customers_delete(ARRAY[2]); SELECT ext.customers_erase('ann@example.com');
    SELECT ext.customers_place_order('{"email": "fay@example.com", "total": 3}');
    SELECT ext.customers_group_assign('VIP', ARRAY[3]); SELECT ext.customers_group_drop('Wholesale');
    SELECT ext.customers_save('{"customer_id": 3, "subscribed": false, "note": null}')});
is_replicated('erase, delete, order, groups, save');
run(q{SELECT ext.customers_import(convert_to(E'identifier,name\na-3,Cancelled\na-30,Gone\n', 'UTF8'));
    SELECT ext.customers_import_exclude(4, ARRAY[2]); SELECT ext.customers_import_fix(4, 3, 'name', 'Fixed');
    SELECT ext.customers_cancel(4)});
is_replicated('review and cancel');

# a load so large that indexes are built after it, and changes of its rows in
# the same transaction
my $file = q{SELECT pg_relation_filenode('crm.customers_email_key')};
my $before = run("DROP TRIGGER app_shout ON crm.customers; $file");
run(qq{BEGIN; SELECT * FROM ext.import_csv(@{[new_customers(10500)]});
    UPDATE crm.customers SET note = 'at once', subscribed = NOT subscribed WHERE identifier LIKE 'n10500-110%';
    DELETE FROM crm.customers WHERE identifier LIKE 'n10500-70%'; COMMIT;
    SELECT * FROM ext.import_csv(convert_to(E'identifier,subscribed\nn10500-2,no\nn10500-4,no\nn10500-6,no\n', 'UTF8'))});
isnt(run($file), $before, 'the indexes were built after a large load');
is_replicated('a large merge, and more in its transaction');
run('SELECT ext.customers_revert(5, resubscribe => true)');
is_replicated('its revert');

# ---- once, and only there ----

my $log = 'SELECT count(*), count(DISTINCT (customer_id, changed_at, is_subscribed)) FROM crm.customer_consent_log';
my $logged = $publisher->safe_psql('shop', $log);
like($logged, qr/^(\d{2,})\|\1$/, 'the publisher records each change of consent once');
is($subscriber->safe_psql($_, $log), $logged, "and so does subscriber $_") foreach ('whole', 'tables');

# ---- the subscriber takes over ----

$subscriber->safe_psql('whole', 'DROP SUBSCRIPTION whole');
$subscriber->safe_psql('whole', q{
    SELECT setval(pg_get_serial_sequence('crm.customers', 'customer_id'), max(id) + 1, false)
      FROM (SELECT max(customer_id) FROM crm.customers UNION ALL SELECT max(customer_id) FROM crm.customer_orders
            UNION ALL SELECT max(customer_id) FROM crm.customer_import_rows
            UNION ALL SELECT max(customer_id) FROM crm.customer_consent_log) AS used (id)});
foreach my $key ([ 'groups', 'group_id' ], [ 'orders', 'order_id' ], [ 'imports', 'import_id' ], [ 'consent_log', 'log_id' ])
{
    $subscriber->safe_psql('whole', sprintf(q{
        SELECT setval(pg_get_serial_sequence('crm.customer_%1$s', '%2$s'), max(%2$s) + 1, false) FROM crm.customer_%1$s},
        @$key));
}
is($subscriber->safe_psql('whole', q{
    SET SESSION AUTHORIZATION shop_owner;
    SELECT created, rejected FROM ext.import_csv(convert_to(E'email,name\nann@example.com,Ann\nnew@example.com,New\n', 'UTF8'));
    SELECT reverted, kept FROM ext.customers_revert(1);
    UPDATE crm.customers SET subscribed = NOT subscribed WHERE email = 'new@example.com';
    SELECT count(*) FROM crm.customer_consent_log WHERE log_id > (SELECT count(*) FROM crm.customer_consent_log) - 1}),
    "1|1\n0|5\n1", 'a subscriber takes over: imports, reverts, keeps the erased out, records consent');

log_is_calm($_) foreach ($publisher, $subscriber);
unlike(slurp_file($subscriber->logfile), qr/ERROR:/, 'the subscriber had no error');
done_testing();
