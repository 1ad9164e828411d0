# Four eyes: with customers.approval = 'other', no import is merged unless another
# session user than those who staged and corrected it has approved it as it is.
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

$node->safe_psql('postgres', 'CREATE EXTENSION customers;' . $statements);
$node->safe_psql('postgres', q{
    CREATE ROLE ann LOGIN IN ROLE operator; CREATE ROLE ben LOGIN IN ROLE operator; CREATE ROLE cat LOGIN IN ROLE reader;
    GRANT SELECT, INSERT ON office.customer_import_approvals TO ann, ben, cat;
    ALTER DATABASE postgres SET customers.schema = 'office';
    ALTER DATABASE postgres SET search_path = office, public;
    ALTER DATABASE postgres SET client_min_messages = error;
    ALTER DATABASE postgres SET customers.approval = 'other'});

# What statements give a session of a role: the last row, or the error.
sub as
{
    my ($role, $statements) = @_;
    my ($code, $out, $err) = $node->psql('postgres', $statements, extra_params => [ '-U', $role ]);

    return $code == 0 ? (split(/\n/, $out))[-1] // '' : $err =~ s/^.*?ERROR:  (.*?)\n.*$/$1/sr;
}

my $number = 0;

# A new import of Ann's.
sub stage
{
    $number++;
    return as('ann', "SELECT customers_import('email,name\np$number\@example.com,P\n'::bytea)");
}

sub merge
{
    my ($id, $role) = @_;

    return as($role // 'ann', "SELECT status FROM customers_merge($id)");
}

my $id = stage();
is(merge($id), 'needs_approval', 'an import is not merged unapproved');
is(as('ann', 'SELECT count(*) FROM customers'), 0, 'nothing is written');
is(as('ann', "SELECT status FROM customer_imports WHERE import_id = $id"), 'staged', 'and it stays staged');
is(merge($id, 'ben'), 'needs_approval', 'nor by somebody else');
is(as('ann', "SELECT status FROM import_csv('email\nx\@example.com\n'::bytea)"), 'needs_approval', 'nor at once');

like(as('ann', "SELECT customers_import_approve($id)"), qr/cannot be approved by "ann"/, 'who stages it does not approve it');
like(as('ann', "SET ROLE operator; SELECT customers_import_approve($id)"), qr/cannot be approved by "ann"/, 'nor as another role');
is(merge($id), 'needs_approval', 'so it is not approved');
is(as('cat', "SELECT customers_import_approve($id)"), '', 'a reader may');
is(merge($id), 'merged', 'and then it is merged');
like(as('cat', "SELECT customers_import_approve($id)"), qr/is merged/, 'what is merged is not approved');
like(as('cat', 'SELECT customers_import_approve(999)'), qr/does not exist/, 'nor what is none');
like(as('cat', 'SELECT customers_import_approve(NULL)'), qr/must not be null/, 'nor nothing');

# A correction withdraws it.
$id = stage();
as('cat', "SELECT customers_import_approve($id)");
is(as('ann', "SELECT customers_import_fix($id, 2, 'name', 'Q')"), 'create', 'a correction');
is(merge($id), 'needs_approval', 'withdraws the approval');
as('cat', "SELECT customers_import_approve($id)");
as('ann', "SELECT customers_import_exclude($id, '{2}')");
is(merge($id), 'needs_approval', 'so does leaving a line out');
as('ann', "SELECT customers_import_include($id, '{2}')");
is(merge($id), 'needs_approval', 'and it was so of another customer_id');
as('cat', "SELECT customers_import_approve($id)");
is(merge($id), 'merged', 'as it was approved, it is merged');

# Also one that nobody can see: a password is a mask in the staged rows.
$id = as('ann', "SELECT customers_import('email,name,password\npw\@example.com,P,first secret\n'::bytea)");
as('cat', "SELECT customers_import_approve($id)");
is(as('ann', "SELECT customers_import_fix($id, 2, 'password', 'another secret')"), 'create', 'a password is corrected');
is(merge($id), 'needs_approval', 'which withdraws the approval');
like(as('ann', "UPDATE customer_imports SET corrections = 0 WHERE import_id = $id"), qr/corrections .* cannot be changed/, 'nor is it forgotten');
as('cat', "SELECT customers_import_approve($id)");
is(merge($id), 'merged', 'once approved, it is merged');

# Nor does who corrects it approve it.
$id = stage();
is(as('ben', "SELECT customers_import_fix($id, 2, 'name', 'Evil')"), 'create', 'Ben corrects it');
like(as('ben', "SELECT customers_import_approve($id)"), qr/cannot be approved by "ben"/, 'and does not approve it');
like(as('ann', "SELECT customers_import_approve($id)"), qr/cannot be approved by "ann"/, 'nor does Ann, still');
like(as('ben', "UPDATE customer_imports SET corrected_roles = '{}' WHERE import_id = $id"), qr/corrected_roles .* cannot be changed/, 'it stays known who did');
like(as('ben', "UPDATE customer_imports SET corrected_roles = '{ben,cat}' WHERE import_id = $id"), qr/corrected_roles .* cannot be changed/, 'and that others did not');
is(as('cat', "SELECT customers_import_approve($id)"), '', 'Cat does');
is(merge($id, 'ben'), 'merged', 'and it is merged');

# Ways around it.
$id = stage();
like(as('ann', "UPDATE customer_imports SET session_role = 'cat' WHERE import_id = $id"), qr/session_role .* cannot be changed/, 'nobody else has staged it');
my $others = as('ben', "SELECT customers_import('email\nben\@example.com\n'::bytea)");
like(as('ann', "UPDATE customer_imports SET import_id = -import_id WHERE import_id = $others"), qr/import_id .* cannot be changed/, 'nor under another number');
as('ann', "INSERT INTO customer_import_approvals (import_id, session_role, rows_hash) VALUES ($id, 'cat', sha256('x'))");
is(as('ann', "SELECT session_role FROM customer_import_approvals WHERE import_id = $id"), 'ann', 'an approval is of the session user');
like(as('cat', "UPDATE customer_import_approvals SET session_role = 'ben'"), qr/permission denied/, 'and is not changed');
$node->safe_psql('postgres', 'GRANT UPDATE, DELETE ON office.customer_import_approvals TO ann');
like(as('ann', "UPDATE customer_import_approvals SET session_role = 'cat' WHERE import_id = $id"), qr/cannot be changed/, 'whoever has the right');
like(as('ann', "UPDATE customer_import_approvals SET rows_hash = sha256('y') WHERE import_id = $id"), qr/cannot be changed/, 'nor what it is of');
$node->safe_psql('postgres', qq{
    CREATE FUNCTION office.approve_it(id bigint) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT customers_import_approve(id)';
    ALTER FUNCTION office.approve_it(bigint) OWNER TO admin;
    GRANT CREATE ON SCHEMA office TO ben; GRANT ben TO ann});
like(as('ann', "SELECT office.approve_it($id)"), qr/cannot be approved by "ann"/, 'SECURITY DEFINER is nobody else');
like(as('ann', "SET ROLE ben; SELECT customers_import_approve($id)"), qr/cannot be approved by "ann"/, 'nor is SET ROLE');
like(as('ann', 'SET SESSION AUTHORIZATION ben'), qr/permission denied/, 'and she is nobody else');
like(as('ann', "SELECT customers_group_key('x'); SET customers.approval = 'none'"), qr/permission denied/, 'the setting is not hers');
like(as('ann', "SELECT customers_group_key('x'); SELECT set_config('customers.approval', 'none', false)"), qr/permission denied/, 'in no way');
is(as('ann', "SET customers.approval = 'none'; SELECT status FROM customers_merge($id)"), 'needs_approval', 'nor before the library is loaded');
is(as('ann', "UPDATE customer_imports SET status = 'staged', held = NULL WHERE import_id = $id; SELECT status FROM customers_merge($id, over_limits => true)"),
    'needs_approval', 'over_limits is another question');
is(as('ann', "BEGIN; SELECT customers_import('email\nt\@example.com\n'::bytea) AS id \\gset\nSELECT status FROM customers_merge(:id); COMMIT"), 'needs_approval', 'nor in one transaction');

# Rows that were changed by hand are not those that were approved.
as('cat', "SELECT customers_import_approve($id)");
as('ann', "UPDATE customer_import_rows SET cells[2] = 'Changed' WHERE import_id = $id");
is(merge($id), 'needs_approval', 'an UPDATE of the staged rows withdraws it');
as('cat', "SELECT customers_import_approve($id)");
as('ann', "UPDATE customer_imports SET fields = '{email,city}' WHERE import_id = $id");
is(merge($id), 'needs_approval', 'so does one of what they mean');
as('ann', "UPDATE customer_imports SET fields = '{email,name}' WHERE import_id = $id");
is(merge($id), 'merged', 'what was approved is merged');

# Of imports that an older release staged, it is not known who did.
$id = stage();
$node->safe_psql('postgres', "ALTER TABLE office.customer_imports DISABLE TRIGGER customer_imports_signed;
    UPDATE office.customer_imports SET session_role = NULL WHERE import_id = $id;
    ALTER TABLE office.customer_imports ENABLE TRIGGER customer_imports_signed");
like(as('cat', "SELECT customers_import_approve($id)"), qr/not known who staged/, 'nobody approves them');

# Off, nobody is asked.
$node->safe_psql('postgres', 'ALTER DATABASE postgres RESET customers.approval');
is(merge(stage()), 'merged', 'by default nobody is asked');
$node->safe_psql('postgres', 'REVOKE ALL ON office.customer_import_approvals FROM ann');
is(merge(stage()), 'merged', 'and no right is needed');

$node->stop;
done_testing();
