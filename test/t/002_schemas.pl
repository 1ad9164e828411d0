# Two shops in one database, an extension that is off the search_path, and an
# application that has a table of one of our names.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');

# A decoy of each name stands first in the search_path; touching it fails.
$node->safe_psql('postgres', q{
    CREATE SCHEMA crm;
    CREATE SCHEMA shop1;
    CREATE SCHEMA shop2;
    CREATE SCHEMA decoy;
    CREATE EXTENSION customers SCHEMA crm;
    CREATE FUNCTION decoy.fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'the decoy was touched'; END $$;
    CREATE TABLE decoy.customers (customer_id bigint, email text);
    CREATE TABLE decoy.customer_imports (import_id bigint);
    CREATE TABLE decoy.customer_import_rows (import_id bigint);
    CREATE TABLE decoy.customer_settings (key text, value text);
    CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON decoy.customers EXECUTE FUNCTION decoy.fail();
    CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON decoy.customer_imports EXECUTE FUNCTION decoy.fail();
    CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON decoy.customer_import_rows EXECUTE FUNCTION decoy.fail();
    CREATE FUNCTION decoy.lower(text) RETURNS text LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'the decoy was called'; END $$;
    CREATE FUNCTION decoy.differs(text, text) RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'the decoy was called'; END $$;
    CREATE OPERATOR decoy.= (LEFTARG = text, RIGHTARG = text, FUNCTION = decoy.differs);
    CREATE OPERATOR decoy.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = decoy.differs);
});

my $file = data_file('auction-house.csv');
my $unsubscribed = data_file('unsubscribed.csv');

foreach my $path ('decoy, pg_catalog', 'pg_catalog', '')
{
    my $target = $path eq '' ? 'crm' : $path eq 'pg_catalog' ? 'shop2' : 'shop1';
    my $set = "SET search_path = " . ($path || "''") . ";\n"
      . ($target eq 'crm' ? '' : "SET customers.schema = '$target';\n");
    my $result = $node->safe_psql('postgres', $set . qq{
        SELECT created, changed, unchanged, rejected FROM crm.import_csv('$file');
        SELECT created OPERATOR(pg_catalog.>) 0, changed OPERATOR(pg_catalog.>) 0, rejected
          FROM crm.import_csv('$unsubscribed');
        SELECT unchanged, rejected FROM crm.import_csv('$file', again => true);
    });
    is($result, "18|0|0|0\nt|t|0\n18|0", "import into $target with search_path '$path'");
}

is($node->safe_psql('postgres', q{
    UPDATE shop1.customers SET note = 'one';
    SELECT (SELECT count(*) FROM crm.customers),
           (SELECT count(*) FROM shop1.customers WHERE note = 'one'),
           (SELECT count(*) FROM shop2.customers WHERE note = 'one'),
           (SELECT count(*) FROM decoy.customers)
}), '21|21|0|0', 'each shop has customers of its own');

is($node->safe_psql('postgres', q{
    SET customers.schema = 'shop2';
    SELECT crm.customers_setup();
    SET customers.schema = 'shop1';
    SELECT count(*) FROM shop2.customer_imports, pg_extension WHERE extname = 'customers'
}) =~ s/.*\n//sr, '3', 'setup of one shop leaves the other alone');

# Somebody else's table
$node->safe_psql('postgres', q{
    CREATE SCHEMA legacy;
    CREATE TABLE legacy.customers (id int, fax text);
    INSERT INTO legacy.customers VALUES (1, '555');
});
fails_with($node, "SET customers.schema = 'legacy'; SELECT crm.customers_import('$file');",
    '42P07', qr/customers\.schema/, "another application's customers is refused, naming customers.schema");
is($node->safe_psql('postgres', q{
    SELECT * FROM legacy.customers;
    SELECT count(*) FROM pg_class WHERE relnamespace = 'legacy'::regnamespace
}), "1|555\n1", 'and it is left as it was');

fails_with($node, "SET customers.schema = 'nowhere'; SELECT crm.customers_import('$file');",
    '3F000', qr/nowhere/, 'a schema that does not exist');

log_is_calm($node);
done_testing();
