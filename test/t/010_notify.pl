# Listeners on "customers" hear of a merge when it commits, and only then: its
# schema, import, counts and role, no names and no cells.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
$node->safe_psql('postgres', 'CREATE EXTENSION customers; CREATE SCHEMA "Shop ""2"""');
my $content = q{convert_to(E'email,name\nann@x.no,Ann\nben@x.no,Ben\nbad,Bad\n', 'UTF8')};

# What a session that listens is told while it runs the statements.
sub heard
{
    my ($statements) = @_;
    my (undef, $out) = $node->psql('postgres',
        qq{SET customers.schema = 'Shop "2"'; SET client_min_messages = warning;\nLISTEN customers;\n$statements\n});

    return join("\n", $out =~ /^Asynchronous notification .*$/mg);
}

is(heard("SELECT customers_import($content);"), '', 'nothing is told of an import');
is(heard("BEGIN; SELECT customers_merge(1); ROLLBACK;"), '', 'nor of a merge that was rolled back');

my $told = heard('SELECT customers_merge(1);');
like($told, qr/^Asynchronous notification "customers" with payload "(\{.*\})" received/, 'a merge is told of');
my ($payload) = $told =~ /payload "(\{.*\})"/;
is($node->safe_psql('postgres', "SELECT '$payload'::jsonb - 'role'"),
    '{"schema": "Shop \"2\"", "changed": 0, "created": 2, "excluded": 0, "rejected": 1, "uploaded": 3, "import_id": 1, "unchanged": 0}',
    'with schema, import and counts');
is($node->safe_psql('postgres', "SELECT '$payload'::jsonb ->> 'role' = current_user"), 't', 'and the role');
is(heard("SELECT import_csv($content, again => true);") =~ /"created": 0/, 1, 'import_csv is told of, too');

# A merge that is held is told of, too.
$told = heard("SELECT import_csv('email\n@\n'::bytea, limits => '{\"rejected\": 0}');");
is($node->safe_psql('postgres', "SELECT ('" . ($told =~ /payload "(\{.*\})"/)[0] . "'::jsonb - 'role') - 'schema'"),
    '{"held": [{"of": 1, "what": null, "reason": "too_many_rejected", "records": 1}], "status": "held", "changed": 0, "created": 0, "excluded": 0, "rejected": 1, "uploaded": 1, "import_id": 3, "unchanged": 0}',
    'with why it is held');

$node->stop;
done_testing();
