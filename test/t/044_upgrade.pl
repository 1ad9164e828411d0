# The way from this release to the next: a release is made of this tree that has
# another version, one function more, one revision of the relations more (a
# column with an index and a check, and a table).  A database of this release,
# with data and what an application added, is brought to it, and then has the
# catalog of one that was made by the next release, and still its data.  An
# older library leaves relations of a later release alone.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = "$FindBin::RealBin/../..";
my $folder = PostgreSQL::Test::Utils::tempdir();
my $control = slurp_file("$tree/customers.control");
my ($version) = $control =~ /^default_version = '(.*)'$/m;
my ($revision) = slurp_file("$tree/src/schema/setup.c") =~ /^#define SETUP_REVISION (\d+)$/m;
my $next_revision = $revision + 1;

# Edits one file of the next release; what is replaced must be there.
sub edit
{
    my ($name, $pattern, $replacement) = @_;
    my $path = "$folder/next/$name";
    my $text = slurp_file($path);

    $text =~ s/$pattern/$replacement/m or die "$name has no $pattern";
    overwrite($path, $text);
    return;
}

sub overwrite
{
    my ($path, $text) = @_;

    open(my $file, '>', $path) or die "could not write $path: $!";
    print $file $text;
    close($file) or die "could not write $path: $!";
    return;
}

# Makes the next release of a copy of the tree.
sub make_next_release
{
    my $function = "CREATE FUNCTION customers_next() RETURNS integer\n"
      . "\tAS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;\n"
      . "COMMENT ON FUNCTION customers_next() IS 'Is in the next release';\n";
    my $column = "next_mark text DEFAULT 'none' CONSTRAINT customers_next_mark_check CHECK (next_mark <> '')";
    my $index = "CREATE INDEX customers_next_mark ON \@schema\@.customers (next_mark);\n";
    my $comment = "COMMENT ON COLUMN \@schema\@.customers.next_mark IS 'Of the next release';\n";

    system_or_bail('cp', '-a', $tree, "$folder/next");
    edit('customers.control', qr/^default_version = .*$/m, "default_version = 'next'");
    overwrite("$folder/next/sql/customers--next.sql",
        slurp_file("$tree/sql/customers--$version.sql") . $function);
    overwrite("$folder/next/sql/customers--$version--next.sql", $function);
    overwrite("$folder/next/src/api/next.c",
        qq{#include "postgres.h"\n\n#include "fmgr.h"\n\nPG_FUNCTION_INFO_V1(customers_next);\n\n}
          . "Datum\ncustomers_next(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_INT32(42);\n}\n");
    edit('src/schema/setup.c', qr/^#define SETUP_REVISION \d+$/m, "#define SETUP_REVISION $next_revision");
    edit('src/schema/setup.sql', qr/^(\tupdated_at timestamptz NOT NULL DEFAULT now\(\))\n\) \@storage\@;\n/m,
        "\tupdated_at timestamptz NOT NULL DEFAULT now(),\n\t$column\n) \@storage\@;\n$index$comment");
    edit('src/schema/setup.sql', qr/^--\@ view customer_import_diff$/m,
        "--\@ table customer_next\n\nCREATE TABLE \@schema\@.customer_next (next_id bigserial PRIMARY KEY);\n\n"
          . "--\@ migration $next_revision\n\nALTER TABLE \@schema\@.customers ADD COLUMN $column;\n$index$comment\n"
          . "--\@ view customer_import_diff");
    return;
}

# Installs a release into the test's own copy of PostgreSQL, as a package would.
sub install
{
    my ($source) = @_;

    system_or_bail('bash', '-c', q{
        requested_pg_config=$PG_CONFIG
        . "$1/test/scripts/common.sh"
        [ -e "$2" ] || copy_postgres "$2"
        export PG_CONFIG=$2$("$requested_pg_config" --bindir)/pg_config
        [ -e "$PG_CONFIG" ] || { echo "no $PG_CONFIG"; exit 1; }
        make -s -C "$1" COPT=-Werror with_llvm=no install >"$3" 2>&1 || { cat "$3"; exit 1; }
        "$PG_CONFIG" --bindir >"$2.bin"
    }, 'bash', $source, "$folder/postgres", "$folder/make.log");
    return;
}

# A database of the release that is installed, as an application uses it.
sub fill
{
    my ($node, $database) = @_;

    $node->safe_psql('postgres', "CREATE DATABASE $database");
    $node->safe_psql($database, qq{
        CREATE SCHEMA ext;
        CREATE SCHEMA crm;
        ALTER DATABASE $database SET search_path = crm, ext, public;
        ALTER DATABASE $database SET customers.schema = 'crm';
        CREATE EXTENSION customers SCHEMA ext;
    });
    $node->safe_psql($database, q{
        SELECT customers_setup();
        ALTER TABLE customers ADD COLUMN shoe_size integer CHECK (shoe_size < 60);
        COMMENT ON COLUMN customers.shoe_size IS 'European';
        SELECT customers_setup();
        CREATE FUNCTION crm.app_shout() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN NEW.note := upper(NEW.note); RETURN NEW; END $$;
        CREATE TRIGGER app_shout BEFORE INSERT OR UPDATE ON customers
            FOR EACH ROW EXECUTE FUNCTION crm.app_shout();
        CREATE INDEX app_shoe_size ON customers (shoe_size) WHERE shoe_size > 40;
        CREATE VIEW app_profiles AS SELECT customer_id, display_name, shoe_size FROM customer_profiles;
        CREATE TABLE app_letter (customer_id bigint REFERENCES customers ON DELETE CASCADE);
        GRANT SELECT (customer_id, name) ON customers TO app_reader;
        GRANT SELECT ON customer_imports, customer_profiles TO app_reader;
        REVOKE EXECUTE ON FUNCTION ext.customers_setup(integer) FROM PUBLIC;
        SELECT * FROM import_csv(convert_to(
            E'identifier,name,email,shoe_size,note,tags\n'
            'a-1,Ann Åse,ann@example.com,38,hello,VIP|Wholesale\n'
            'a-2,"Ben, B.",ben@example.com,45,"two\nlines",\n', 'UTF8'));
        INSERT INTO app_letter SELECT customer_id FROM customers LIMIT 1;
        SELECT customers_import(convert_to(
            E'identifier,name,shoe_size\na-1,Ann Changed,39\na-3,New One,\na-4,Bad,big\n', 'UTF8'));
    });
    return;
}

# The rows of each table, without what the next release adds to them.
sub rows
{
    my ($node, $database) = @_;

    return $node->safe_psql($database, q{
        SELECT 'customers', to_jsonb(c) - 'next_mark' FROM customers c
        UNION ALL SELECT 'orders', to_jsonb(t) FROM customer_orders t
        UNION ALL SELECT 'groups', to_jsonb(t) FROM customer_groups t
        UNION ALL SELECT 'members', to_jsonb(t) FROM customer_group_members t
        UNION ALL SELECT 'imports', to_jsonb(t) FROM customer_imports t
        UNION ALL SELECT 'import rows', to_jsonb(t) FROM customer_import_rows t
        UNION ALL SELECT 'synonyms', to_jsonb(t) FROM customer_header_synonyms t
        UNION ALL SELECT 'words', to_jsonb(t) FROM customer_value_words t
        UNION ALL SELECT 'secret', to_jsonb(t) FROM customer_settings t WHERE key = 'secret'
        UNION ALL SELECT 'letters', to_jsonb(t) FROM app_letter t
        ORDER BY 1, 2});
}

make_next_release();
install($tree);
my $bin = slurp_file("$folder/postgres.bin");
chomp $bin;
my $node = PostgreSQL::Test::Cluster->new('main', install_path => $bin =~ s{/bin$}{}r);
$node->init(extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE app_reader');

fill($node, 'upgraded');
fill($node, 'left_behind');
my $this_catalog = relations_catalog($node, 'upgraded');
my $before = rows($node, 'upgraded');

install("$folder/next");
fill($node, 'fresh');
my $fresh = relations_catalog($node, 'fresh');
like($fresh, qr/next_mark.*\n(.*\n)*.*customers_next/, 'the next release has more than this one');

# the upgrade
is($node->safe_psql('upgraded', q{
    ALTER EXTENSION customers UPDATE;
    SELECT extversion, customers_next() FROM pg_extension WHERE extname = 'customers'}),
    'next|42', 'the extension is of the next release');
is($node->safe_psql('upgraded', 'SELECT customers_setup()'),
    "brought the relations of customers in schema crm from revision $revision to $next_revision",
    'so are the relations');
is($node->safe_psql('upgraded', 'SELECT customers_setup()'),
    'the relations of customers in schema crm are up to date', 'a second setup has nothing to do');
same_lines(relations_catalog($node, 'upgraded'), $fresh,
    'an upgraded database has the catalog of a new one, and what the application added');
is(rows($node, 'upgraded'), $before, 'the data is as it was');
is($node->safe_psql('upgraded', q{
    SELECT created, changed, rejected FROM customers_merge((SELECT import_id FROM customer_imports WHERE status = 'staged'));
    SELECT name, shoe_size, note, next_mark FROM customers WHERE identifier = 'a-1';
    SELECT display_name, shoe_size FROM app_profiles WHERE customer_id = 1}),
    "1|1|1\nAnn Changed|39|HELLO|none\nAnn Changed|39", 'what was staged before can be merged');

# relations that nobody set up again: the first call does
my ($rc, $out, $err) = $node->psql('left_behind', 'SELECT created FROM import_csv($$identifier,name
a-9,Cy
$$::bytea)');
is("$rc|$out", '0|1', 'the new library works with the functions of the old script');
like($err, qr/NOTICE:  brought the relations of customers in schema crm from revision $revision to $next_revision/,
    'and brings the relations to its revision');

# the way back is refused, before anything is written
install($tree);
my $newer = rows($node, 'upgraded');
foreach my $call ('customers_setup()', 'customers_import($$identifier,name
a-9,Dee
$$::bytea)', "customers_find('Ann')")
{
    my ($name) = $call =~ /^(\w+)/;

    ($rc, $out, $err) = $node->psql('upgraded', "\\set VERBOSITY verbose\nSELECT $call");
    like($err, qr/ERROR:  55000: the relations of customers in schema crm are of a later release\n.*revision $next_revision, the installed library is for $revision/,
        "an older library refuses newer relations: $name");
}
is(rows($node, 'upgraded'), $newer, 'and leaves them alone');

# A released revision never changes: its catalog is kept from the release on.
SKIP:
{
    my $pinned = data_file("catalog-$revision");

    overwrite("$PostgreSQL::Test::Utils::log_path/catalog-$revision", "$this_catalog\n");
    skip("revision $revision is not released: no catalog is kept of it", 1) unless -e $pinned;
    same_lines($this_catalog, slurp_file($pinned),
        "revision $revision is as it was released: a change needs a revision and a migration");
}

log_is_calm($node);
done_testing();
