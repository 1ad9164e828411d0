# Row-level security on customers: whatever a role does, it finds, changes and
# counts only those whom its policy shows, learns nothing of the others, and is
# told so where a hidden customer stands in the way.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename qw(dirname);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $page = slurp_file(dirname(__FILE__) . '/../../doc/roles.md');
my ($statements) = $page =~ /^## Three roles\n.*?^```sql\n(.*?)^```/ms;
my $settings = "SET customers.schema = 'office'; SET app.country = 'Norway';\n";
my $operator = "$settings SET ROLE operator;\n";
my $norwegian_admin = "$settings SET ROLE admin;\n";
my $admin = "$settings SET app.everyone = 'yes'; SET ROLE admin;\n";

# Nothing that a role is shown of these may be seen in what the operator gets.
my $secret = qr/Svensson|Holm|Lund|Malm|55 66/;

# A file of these lines, as an argument.
sub content
{
    return '$file$' . join("\n", @_, '') . '$file$::bytea';
}

# What statements give the operator holds nothing of the hidden customers.
sub reveals_nothing
{
    my ($sql, $wanted, $name) = @_;
    my ($rc, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\n$operator$sql", on_error_stop => 0);

    like("$out\n$err", $wanted, $name);
    unlike("$out\n$err", $secret, "$name, and nothing is revealed");
    return;
}

$node->safe_psql('postgres', 'CREATE EXTENSION customers;');
$node->safe_psql('postgres', $statements);
$node->safe_psql('postgres', $admin . q{
    SELECT customers_save('[
        {"identifier": "N-1", "email": "ann@example.no", "name": "Ann", "city": "Oslo", "country": "Norway", "groups": ["VIP"]},
        {"identifier": "N-2", "email": "nils@example.no", "name": "Nils", "city": "Bergen", "country": "Norway"},
        {"identifier": "S-1", "email": "eva@example.se", "name": "Eva Svensson", "phone": "55 66", "city": "Lund", "country": "Sweden", "groups": ["VIP"]},
        {"identifier": "S-2", "email": "bo@example.se", "name": "Bo Holm", "city": "Malmö", "country": "Sweden"}]');
    SELECT customers_segment_define('Everybody', 'true');
    ALTER TABLE office.customers ENABLE ROW LEVEL SECURITY;
    ALTER TABLE office.customers FORCE ROW LEVEL SECURITY;
    CREATE POLICY country ON office.customers
        USING (current_setting('app.everyone', true) = 'yes' OR country = current_setting('app.country', true));
});
my $everything = q{SELECT string_agg((to_jsonb(c) - 'updated_at')::text, ',' ORDER BY customer_id) FROM office.customers AS c WHERE country = 'Sweden'};
my $before = $node->safe_psql('postgres', $everything);

# finding and showing
is($node->safe_psql('postgres', $operator . q{
    SELECT string_agg(name, ',' ORDER BY name) FROM customers_find();
    SELECT count(*) FROM customers_find('svensson');
    SELECT string_agg(name, ',' ORDER BY name) FROM customers_find("group" => 'VIP');
    SELECT customers FROM customers_segment_counts();
    SELECT count(*) FROM customers_segment('Everybody');
    SELECT customers_export_csv(columns => '{identifier,name}');
    SELECT count(*) FROM office.customer_profiles;
}), "Ann,Nils\n0\nAnn\n2\n2\nidentifier,name\nN-1,Ann\nN-2,Nils\n2", 'find, groups, segments, counts, export and the view');
is($node->safe_psql('postgres', $norwegian_admin . 'SELECT count(*) FROM customers_find()'), '2',
    'FORCE ROW LEVEL SECURITY holds for the owner');
reveals_nothing(q{SELECT * FROM customers_find(filter => 'name::int > 0')},
    qr/22P02: .*"(Ann|Nils)"/, 'a condition that fails on its first customer meets a visible one');
reveals_nothing(q{SELECT * FROM customers_find_explain(filter => 'name::int > 0 AND city = ''x''', run => true)},
    qr/./, 'an explained one');

# keys of hidden customers
reveals_nothing(q{SELECT customers_import(} . content('identifier,email,name,country',
        'N-1,,Ann B,Norway', 'S-1,,Spy,Norway', 'N-8,n8@example.no,New,Norway') . q{) AS id \gset
    SELECT line, action, field, old_value FROM office.customer_import_diff WHERE import_id = :id;
    SELECT * FROM office.customer_import_errors WHERE import_id = :id;
    SELECT * FROM customers_import_preview(:id);
    SELECT customers_import_report(:id), customers_import_summary(:id);
    SELECT * FROM customers_merge(:id);
    SELECT * FROM customers_merge(:id, on_conflict => 'skip');},
    qr/2 new, 1 changed.*23505: duplicate key.*row-level security may hide the customer who has a key.*23505/s,
    'a hidden identifier is a new customer to a preview, and taken to the merge');
my ($rc, $out, $err) = $node->psql('postgres',
    $operator . q{SELECT * FROM import_csv(} . content('email,name,country', 'bo@example.se,Spy,Norway') . ');');
ok($rc == 3 && $err =~ /duplicate key/ && $err !~ /already exists|Holm|Malm/, 'a hidden email is taken to the merge');
reveals_nothing(q{SELECT customers_import(} . content('customer_id,name', '3,Spy') . q{) AS id \gset
    SELECT code FROM office.customer_import_errors WHERE import_id = :id;},
    qr/unknown_customer/, 'the id of a hidden customer is unknown');
foreach my $call (
    [ q{customers_save('{"identifier": "S-1", "name": "Spy", "country": "Norway"}')}, '23505' ],
    [ q{customers_save('{"customer_id": 3, "name": "Spy"}')}, 'P0002' ],
    [ q{customers_place_order('{"identifier": "S-1", "total": 1}')}, '42501' ],
    [ q{customers_place_order('{"customer_id": 3, "total": 1}')}, 'P0002' ],
    [ q{customers_group_assign('VIP', '{4}')}, 'does not exist' ],
    [ q{customers_group_unassign('VIP', '{3}')}, 'does not exist' ],
    [ q{customers_save('{"identifier": "N-1", "country": "Sweden"}')}, '42501: new row violates row-level security' ])
{
    reveals_nothing("SELECT $call->[0];", qr/ERROR: .*\Q$call->[1]\E/, $call->[0]);
}
is($node->safe_psql('postgres', $everything), $before, 'no hidden customer has changed');

# what another role has staged or merged
my $id = $node->safe_psql('postgres', $admin . 'SET client_min_messages = error; SELECT customers_import('
      . content('identifier,name,country', 'N-1,Ann C,Norway', 'S-1,Eva New,Sweden') . ')');
fails_with($node, "$operator SELECT customers_merge($id);", '40001', qr/Row-level security may also hide the customer/,
    'a merge of hidden customers is a conflict');
is($node->safe_psql('postgres', $operator . "SELECT changed, excluded FROM customers_merge($id, on_conflict => 'skip');
    SELECT message FROM office.customer_import_errors WHERE import_id = $id"),
    "1|1\ndeleted since the preview, or hidden by row-level security", 'which skip leaves out');
$id = $node->safe_psql('postgres', $admin . 'SET client_min_messages = error; SELECT import_id FROM import_csv('
      . content('identifier,name,country', 'N-2,Nils C,Norway', 'S-2,Bo New,Sweden', 'S-9,Newest,Sweden') . ')');
fails_with($node, "$operator SELECT customers_revert($id);", '42501', qr/may hide rows of office\.customers.*sees all rows/s,
    'an import that changed hidden customers is not half undone');
is($node->safe_psql('postgres', $admin . "SET client_min_messages = error; SELECT reverted, kept FROM customers_revert($id)"),
    '3|0', 'whoever sees all undoes it');
$id = $node->safe_psql('postgres', $operator . 'SET client_min_messages = error; SELECT import_id FROM import_csv('
      . content('identifier,name,country', 'N-2,Nils D,Norway', 'N-9,Newest,Norway') . ')');
is($node->safe_psql('postgres', $operator . "SET client_min_messages = error; SELECT reverted, kept FROM customers_revert($id)"),
    '2|0', 'an import of visible customers is undone under a policy');

# a no about somebody hidden is heard, unless the owner is kept from them, too; and
# nothing is told of them
$node->safe_psql('postgres', 'ALTER TABLE office.customers NO FORCE ROW LEVEL SECURITY');
$id = $node->safe_psql('postgres', $operator . 'SET client_min_messages = error; SELECT customers_import('
      . content('identifier,email,subscribed,birth_date', ',eva@example.se,no,31.02.1990', 'S-2,,no,31.02.1990') . ')');
reveals_nothing("SELECT * FROM customers_merge($id); SELECT customer_id FROM office.customer_import_opt_outs WHERE import_id = $id;
    SELECT * FROM office.customer_import_diff WHERE import_id = $id; SELECT opted_out FROM office.customer_imports WHERE import_id = $id;
    SELECT customers_import_summary($id);", qr/0/, 'a no about hidden customers');
is($node->safe_psql('postgres', $admin . "SELECT count(*) FROM office.customers WHERE country = 'Sweden' AND subscribed;
    SELECT count(*) FROM office.customer_import_opt_outs WHERE import_id = $id AND customer_id IS NOT NULL"),
    "0\n0", 'unsubscribes them');
$node->safe_psql('postgres', $admin . q{UPDATE office.customers SET subscribed = true WHERE country = 'Sweden';
    UPDATE office.customers SET updated_at = now()});
$id = $node->safe_psql('postgres', $admin . 'SET client_min_messages = error; SELECT customers_import('
      . content('identifier,subscribed,country', 'S-1,no,Sweden', 'S-2,no,Sweden') . ')');
$node->safe_psql('postgres', $operator . "SELECT FROM customers_merge($id, on_conflict => 'skip');");
is($node->safe_psql('postgres', $admin . "SELECT count(*) FROM office.customers WHERE country = 'Sweden' AND subscribed"),
    '0', 'so does that of another who sees them, whoever merges it');
$node->safe_psql('postgres', $admin . q{UPDATE office.customers SET subscribed = true WHERE country = 'Sweden';
    ALTER TABLE office.customers FORCE ROW LEVEL SECURITY});
$before = $node->safe_psql('postgres', $everything);

# leaving
is($node->safe_psql('postgres', $norwegian_admin . "SELECT customers_delete('{2,3,4}')"), '1', 'delete passes hidden customers by');
fails_with($node, "$norwegian_admin SELECT customers_erase(3);", '42704', qr/does not exist/, 'nor are they erased by id');
fails_with($node, "$norwegian_admin SELECT customers_erase('eva\@example.se');", '42501', qr/would not be erased/,
    'nor half erased by email');
is($node->safe_psql('postgres', $everything), $before, 'no hidden customer has changed');
is($node->safe_psql('postgres', $norwegian_admin . 'SELECT customers_erase(1); SELECT count(*) FROM office.customers')
      =~ s/^\d+\n//r, '0', 'who is visible is erased');
fails_with($node, q{
    ALTER TABLE office.customer_import_rows ENABLE ROW LEVEL SECURITY;
    ALTER TABLE office.customer_import_rows FORCE ROW LEVEL SECURITY;
    CREATE POLICY few ON office.customer_import_rows USING (line < 3);
    } . $admin . "SELECT customers_erase(3);", '42501', qr/customer_import_rows/, 'nor is anybody half erased from imports');
$node->safe_psql('postgres', 'ALTER TABLE office.customer_import_rows DISABLE ROW LEVEL SECURITY');

# visible, but not to be changed
$node->safe_psql('postgres', q{
    DROP POLICY country ON office.customers;
    CREATE POLICY see ON office.customers FOR SELECT USING (true);
    CREATE POLICY change ON office.customers FOR UPDATE USING (country = 'Norway');
    CREATE POLICY add ON office.customers FOR INSERT WITH CHECK (true);
});
fails_with($node, $operator . 'SELECT * FROM import_csv(' . content('identifier,name', 'S-1,Changed') . ');',
    '42501', qr/Row-level security may keep you from changing/, 'a merge that may not change what it sees changes nothing');
fails_with($node, $operator . q{SELECT customers_save('{"identifier": "S-1", "name": "Changed"}');},
    '42501', qr/Row-level security may keep you from changing/, 'nor does a save');
is($node->safe_psql('postgres', $everything), $before, 'no such customer has changed');

log_is_calm($node);
done_testing();
