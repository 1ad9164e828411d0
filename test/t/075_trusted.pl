# The owner of a database, who is no superuser, installs the extension, uses it
# and drops it.  What others have planted in the schema changes nothing: neither
# what the script of the extension makes, nor whom it is made as.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');

$node->safe_psql('postgres', q{
    CREATE ROLE keeper LOGIN;
    CREATE ROLE mallory LOGIN;
    CREATE ROLE guest LOGIN;
    CREATE DATABASE shop OWNER keeper;
});
my $keeper = $node->connstr('shop') . ' user=keeper';

sub as_keeper
{
    my ($sql) = @_;
    my ($out, $err) = ('', '');

    $node->psql('shop', $sql, connstr => $keeper, stdout => \$out, stderr => \$err, on_error_stop => 1);
    diag $err if $err =~ /ERROR/;
    return $out;
}

# Decoys in the schema of the extension, for what its script and functions name.
# Each says in the server's log who has called it.
$node->safe_psql('shop', q{
    CREATE SCHEMA crm AUTHORIZATION keeper;
    GRANT CREATE, USAGE ON SCHEMA crm TO mallory;
    GRANT CREATE ON SCHEMA public TO mallory;
    SET ROLE mallory;
    CREATE FUNCTION crm.note(what text) RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN RAISE LOG 'decoy % called as %', what, current_user; RETURN true; END $$;
    CREATE FUNCTION crm.lower(varchar) RETURNS text LANGUAGE plpgsql AS
        $$ BEGIN PERFORM crm.note('lower'); RETURN ''; END $$;
    CREATE FUNCTION crm.current_setting(varchar, boolean) RETURNS text LANGUAGE plpgsql AS
        $$ BEGIN PERFORM crm.note('current_setting'); RETURN ''; END $$;
    CREATE FUNCTION crm.equals(varchar, varchar) RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN PERFORM crm.note('='); RETURN true; END $$;
    CREATE OPERATOR crm.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = crm.equals);
    CREATE DOMAIN crm.text AS pg_catalog.text CHECK (crm.note('type text'));
    CREATE DOMAIN crm.jsonb AS pg_catalog.jsonb CHECK (crm.note('type jsonb'));
    CREATE DOMAIN crm.int8 AS pg_catalog.int8 CHECK (crm.note('type int8'));
});

my ($out, $err) = ('', '');
$node->psql('shop', 'CREATE EXTENSION customers', connstr => $node->connstr('shop') . ' user=guest',
    stdout => \$out, stderr => \$err);
like($err, qr/permission denied to create extension "customers"/, 'a role without CREATE on the database installs nothing');

as_keeper('CREATE EXTENSION customers SCHEMA crm');
is(as_keeper("SELECT extowner::regrole FROM pg_extension WHERE extname = 'customers'"), 'keeper',
    'the owner of the database installs it, and owns it');
is(as_keeper(q{
    SELECT count(*) FROM pg_depend AS d
      JOIN pg_proc AS p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
      JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'customers'
     WHERE NOT (SELECT rolsuper FROM pg_roles WHERE oid = p.proowner) OR p.prosecdef
        OR p.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')
}), '0', "its functions are the superuser's, in C, and run as their caller");
is(as_keeper(q{
    SELECT count(*) FROM pg_depend AS d
      JOIN pg_proc AS p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
      JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'customers',
           unnest(p.proargtypes::oid[] || COALESCE(p.proallargtypes, '{}') || p.prorettype) AS t (type)
      JOIN pg_type ON pg_type.oid = t.type JOIN pg_class AS c ON c.reltype = pg_type.oid OR c.oid = 0
     WHERE pg_type.typnamespace = 'crm'::regnamespace AND c.relname <> 'customer_profile'
}), '0', 'and take no planted type');
is(as_keeper(q{
    SELECT count(*) FROM pg_proc AS p, unnest(p.proargtypes) AS t (type)
      JOIN pg_type ON pg_type.oid = t.type
     WHERE p.proname ~ '^(customers_|import_csv$)' AND typtype = 'd'
}), '0', 'nor a domain');

is(as_keeper(q{SET search_path = crm, public;
    SELECT created, status FROM import_csv(E'email,name,note\\nann@x.example,Ann,1\\nben@x.example,Ben,2\\n'::bytea)}),
    '2|merged', 'imports');
is(as_keeper(q{SET search_path = crm, public;
    SELECT changed, status FROM customers_merge(customers_import(E'email,name\\nann@x.example,Anna\\n'::bytea));
    SELECT string_agg(name::pg_catalog.text, ',' ORDER BY customer_id) FROM customers}), "1|merged\nAnna,Ben", 'and merges');
is(as_keeper(q{SET search_path = crm, public;
    SELECT reverted FROM customers_revert(2);
    SELECT customers_segment_define('new', 'orders_count = 0');
    SELECT count(*) FROM customers_segment('new');
    SELECT count(*) FROM customers_find('ann');
    SELECT count(*) FROM customers_export_csv()}), "1\n\n2\n1\n3", 'undoes, asks and exports');

foreach my $call ("customers_import('/etc/passwd')", "customers_export('/tmp/customers.csv')",
    "customers_read_csv('/etc/passwd')")
{
    ($out, $err) = ('', '');
    $node->psql('shop', "SELECT crm.$call", connstr => $keeper, stdout => \$out, stderr => \$err);
    like($err, qr/pg_(read|write)_server_files/, "$call: files of the server need their role");
}
unlike(slurp_file($node->logfile), qr/LOG:  decoy /, 'nothing that was planted has run');

as_keeper('SET client_min_messages = error; DROP EXTENSION customers CASCADE');
is(as_keeper('SELECT count(*) FROM crm.customers'), '2', 'the extension is dropped by its owner, and the customers stay');
log_is_calm($node);
done_testing();
