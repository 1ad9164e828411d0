# Nothing is granted to others, server files need a role as for COPY, and a
# planted table does not run its triggers as whoever imports.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $file = data_file('vouchers.csv');
my $bytes = "convert_to(E'identifier,name\\na-1,Ann\\na-2,Ben\\n', 'UTF8')";

$node->safe_psql('postgres', q{
    CREATE EXTENSION customers;
    CREATE ROLE alice;
    CREATE ROLE bob;
    CREATE SCHEMA shop AUTHORIZATION alice;
    GRANT USAGE ON SCHEMA shop TO bob;
});
my $alice = "SET ROLE alice; SET customers.schema = 'shop';";
my $bob = "SET ROLE bob; SET customers.schema = 'shop';";

is($node->safe_psql('postgres', "$alice SELECT created FROM import_csv($bytes)"),
    '2', 'an ordinary role imports content into its own schema');
is($node->safe_psql('postgres', q{
    SELECT count(*) FROM pg_class WHERE relnamespace = 'shop'::regnamespace
       AND relkind IN ('r', 'v', 'S') AND relowner <> 'alice'::regrole
}), '0', 'and owns all of the relations');

# server paths
fails_with($node, "$alice SELECT customers_import('$file');", '42501',
    qr/must be superuser or have privileges of the pg_read_server_files role.*HINT:.*(bytea|large object|\\lo_import)/s,
    'a server path needs pg_read_server_files');
foreach my $reader (grep { has_function($node, $_) } 'customers_sniff', 'customers_read_csv')
{
    fails_with($node, "$alice SELECT * FROM $reader('$file');", '42501',
        qr/pg_read_server_files/, "so does $reader");
}
fails_with($node, "$alice SELECT customers_import('/nowhere/at/all.csv');", '42501',
    qr/pg_read_server_files/, 'and nobody learns which files there are');
$node->safe_psql('postgres', 'GRANT pg_read_server_files TO alice');
is($node->safe_psql('postgres', "$alice SELECT created FROM import_csv('$file')"),
    '12', 'with the role, it is read');

# other roles
is($node->safe_psql('postgres', q{
    SELECT relname FROM pg_class WHERE relnamespace = 'shop'::regnamespace
       AND CASE relkind
           WHEN 'S' THEN has_sequence_privilege('bob', oid, 'USAGE, SELECT, UPDATE')
           WHEN 'i' THEN false
           ELSE has_table_privilege('bob', oid,
               'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') END
}), '', 'no other role has any right on tables, views, sequences');
foreach my $call (
    "customers_import($bytes, again => true)", "import_csv($bytes, again => true)",
    'customers_merge(1)', 'customers_cancel(1)', 'customers_setup()')
{
    fails_with($node, "$bob SELECT $call;", '42501', qr/permission denied|must be owner/,
        "another role cannot call $call");
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM shop.customers'), '14', 'nothing changed');
is($node->safe_psql('postgres', q{
    SELECT count(*) FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid
      JOIN pg_extension e ON e.oid = d.refobjid
     WHERE extname = 'customers' AND prosecdef
}), '0', 'no function is SECURITY DEFINER');

# row level security: a preview reveals no hidden row
$node->safe_psql('postgres', q{
    CREATE ROLE clerk;
    GRANT USAGE ON SCHEMA shop TO clerk;
    GRANT ALL ON ALL TABLES IN SCHEMA shop TO clerk;
    GRANT ALL ON ALL SEQUENCES IN SCHEMA shop TO clerk;
    ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON shop.customers TO clerk USING (identifier LIKE 'a-%');
});
is($node->safe_psql('postgres', qq{
    SET ROLE clerk; SET customers.schema = 'shop';
    SELECT customers_import(convert_to(E'identifier,name\\na-1,Ann X\\ncust-0001,Spy\\n', 'UTF8')) AS id \\gset
    SELECT identifier, old_value FROM shop.customer_import_diff
        JOIN shop.customers USING (customer_id) WHERE import_id = :id AND field = 'name';
    SELECT count(*) FROM shop.customer_import_diff WHERE import_id = :id AND old_value = 'Olivia Park';
}), "a-1|Ann\n0", 'a preview shows only rows that the importer may see');

# a table planted by somebody else
$node->safe_psql('postgres', qq{
    CREATE SCHEMA open;
    CREATE ROLE mallory;
    GRANT ALL ON SCHEMA open TO mallory;
    SET ROLE mallory;
    SET customers.schema = 'open';
    SELECT customers_setup();
    CREATE FUNCTION open.rise() RETURNS trigger LANGUAGE plpgsql AS
        \$\$ BEGIN ALTER ROLE mallory SUPERUSER; RETURN NEW; END \$\$;
    CREATE TRIGGER rise BEFORE INSERT ON open.customers FOR EACH ROW EXECUTE FUNCTION open.rise();
});
fails_with($node, "SET customers.schema = 'open'; SELECT import_csv($bytes);", '42501',
    qr/owner|owned by/, "a superuser's import refuses a table planted by another role");
is($node->safe_psql('postgres', "SELECT rolsuper FROM pg_roles WHERE rolname = 'mallory'"),
    'f', 'and runs no trigger of it');

# passwords
$node->safe_psql('postgres', qq{
    RESET ROLE;
    CREATE SCHEMA secret;
    SET customers.schema = 'secret';
    SET log_statement = 'none';
    SELECT import_csv('@{[data_file('e-shop.csv')]}');
    SELECT customers_import(convert_to(E'name,email,password\\nX,no mail,open-sesame-1\\n"Y,y\@example.com,open-sesame-2\\nZ,z\@example.com,open-sesame-3,open-sesame-4\\n', 'UTF8'));
});
ok(slurp_file($node->logfile) !~ /sunflower|croissant|7654321|open-sesame/, 'no password is in the log');
is($node->safe_psql('postgres', q{
    SELECT count(*) FROM secret.customers WHERE password_hash LIKE 'SCRAM-SHA-256$%'
}), '9', 'passwords are kept as verifiers');
is($node->safe_psql('postgres', q{
    SELECT count(*) FROM (
        SELECT t::text FROM secret.customers t UNION ALL
        SELECT t::text FROM secret.customer_import_rows t UNION ALL
        SELECT t::text FROM secret.customer_import_errors t UNION ALL
        SELECT t::text FROM secret.customer_import_diff t UNION ALL
        SELECT t::text FROM secret.customer_imports t) AS all_text (t)
     WHERE t ~ 'sunflower|croissant|7654321|open-sesame'
}), '0', 'and in plain text nowhere, not even of rejected records');

log_is_calm($node);
done_testing();
