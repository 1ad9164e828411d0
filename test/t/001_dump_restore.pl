# A dump and restore keeps every row, sequence value, and whatever an
# application added to the tables: a column, a trigger, an index, a grant.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $folder = PostgreSQL::Test::Utils::tempdir();

# Everything about the customer relations that a restore has to bring back.
my $everything = q{
SELECT 'rows', c.relname,
       array_to_string(xpath('//t/text()', query_to_xml(format(
           'SELECT replace(t::text, chr(10), ''\n'') AS t FROM %s t ORDER BY 1', c.oid::regclass),
           false, false, '')), E'\n')
  FROM pg_class c WHERE relkind = 'r' AND relname ~ '^customer' AND relnamespace = :'schema'::regnamespace
UNION ALL
SELECT 'sequence', sequencename, last_value::text FROM pg_sequences WHERE schemaname = :'schema'
UNION ALL
SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = :'schema'
UNION ALL
SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger
 WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = :'schema'::regnamespace
UNION ALL
SELECT 'grant', relname, relacl::text FROM pg_class WHERE relnamespace = :'schema'::regnamespace
   AND relacl IS NOT NULL
UNION ALL
SELECT 'column', attrelid::regclass::text || '.' || attname, format_type(atttypid, atttypmod)
       || COALESCE(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
       LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'v')
   AND relnamespace = :'schema'::regnamespace
UNION ALL
SELECT 'comment', objoid::regclass::text || '.' || objsubid, description FROM pg_description
 WHERE classoid = 'pg_class'::regclass AND objoid IN
       (SELECT oid FROM pg_class WHERE relnamespace = :'schema'::regnamespace)
 ORDER BY 1, 2, 3;
};

sub snapshot
{
    my ($database, $schema) = @_;

    return $node->safe_psql($database, "\\set schema $schema\n$everything");
}

# A database in use: a merged import, a staged one, and an application.
sub fill
{
    my ($database, $schema) = @_;

    $node->safe_psql($database, qq{
        CREATE EXTENSION customers SCHEMA $schema;
        SET search_path = $schema, public;
        SELECT customers_setup();
        ALTER TABLE customers ADD COLUMN shoe_size integer CHECK (shoe_size < 60);
        SELECT customers_setup();
        CREATE FUNCTION public.app_shout() RETURNS trigger LANGUAGE plpgsql AS
            \$\$ BEGIN NEW.note := upper(NEW.note); RETURN NEW; END \$\$;
        CREATE TRIGGER app_shout BEFORE INSERT OR UPDATE ON customers
            FOR EACH ROW EXECUTE FUNCTION public.app_shout();
        CREATE INDEX app_shoe_size ON customers (shoe_size) WHERE shoe_size > 40;
        CREATE TABLE app_letter (customer_id bigint REFERENCES customers ON DELETE CASCADE);
        GRANT SELECT (customer_id, name) ON customers TO app_reader;
        GRANT SELECT ON customer_imports, customer_profiles TO app_reader;
        INSERT INTO customer_header_synonyms SELECT (jsonb_populate_record(s,
            jsonb_build_object('word', 'skostorrelse', 'field', 'shoe_size'))).*
            FROM customer_header_synonyms s LIMIT 1;
        SELECT * FROM import_csv(convert_to(
            E'identifier,name,email,shoe_size,note,tags\n'
            'a-1,Ann Åse,ann\@example.com,38,hello,VIP|Wholesale\n'
            'a-2,"Ben, B.",ben\@example.com,45,"two\nlines",\n', 'UTF8'));
        INSERT INTO app_letter SELECT customer_id FROM customers LIMIT 1;
        INSERT INTO customers (email, subscribed) VALUES ('left\@example.com', false), ('stays\@example.com', true);
        DELETE FROM customers WHERE email = 'left\@example.com';
        UPDATE customers SET subscribed = false WHERE email = 'stays\@example.com';
        ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
        CREATE POLICY app_all ON customers USING (true);
        SELECT customers_import(convert_to(
            E'identifier,name,shoe_size,password,email,subscribed\na-1,Ann Changed,39,sunny-1,,\na-3,New One,,,,\n'
            'a-4,Bad,big,,ben\@example.com,no\na-5,Bad,big,,who\@example.com,no\n', 'UTF8'));
    });
    return;
}

# What a restored database must still do: merge what was staged before.
sub works
{
    my ($database, $schema, $name) = @_;
    my $merged = $node->safe_psql($database, qq{
        SET search_path = $schema, public;
        SELECT created, changed, rejected FROM customers_merge(
            (SELECT import_id FROM customer_imports WHERE status = 'staged'));
        SELECT name, shoe_size, note FROM customers WHERE identifier = 'a-1';
        SELECT password_hash IS NOT NULL FROM customers WHERE identifier = 'a-1';
        SELECT created FROM import_csv(convert_to(
            E'email,name\nleft\@example.com,Left\nwho\@example.com,Who\nnew\@example.com,New\n', 'UTF8'));
        SELECT string_agg(email, ' ' ORDER BY email) FROM customer_profiles WHERE mailable;
        SELECT string_agg(email, ' ' ORDER BY email) FROM customer_profiles WHERE NOT mailable;
    });

    is($merged, "1|1|2\nAnn Changed|39|HELLO\nt\n3\nann\@example.com new\@example.com\n"
        . 'ben@example.com left@example.com stays@example.com who@example.com',
        "$name: the staged import can be merged, with its password, and every no is heard");
    return;
}

$node->safe_psql('postgres', 'CREATE ROLE app_reader');
foreach my $schema ('public', 'crm')
{
    my $source = "${schema}_source";

    $node->safe_psql('postgres', "CREATE DATABASE $source");
    $node->safe_psql($source, 'CREATE SCHEMA crm') if $schema eq 'crm';
    fill($source, $schema);
    my $before = snapshot($source, $schema);
    like($before, qr/app_shoe_size/, "$schema: the snapshot sees what was added");

    foreach my $format ('plain', 'custom', 'directory')
    {
        my $target = "${schema}_$format";
        my $dump = "$folder/$target";

        $node->safe_psql('postgres', "CREATE DATABASE $target TEMPLATE template0");
        $node->command_ok(
            [ 'pg_dump', "--format=$format", '-f', $dump, '-d', $node->connstr($source),
              $format eq 'directory' ? '--jobs=2' : () ],
            "$target: dumped");
        if ($format eq 'plain')
        {
            $node->command_ok(
                [ 'psql', '-X', '-q', '-o', "$folder/out", '-v', 'ON_ERROR_STOP=1',
                  '-d', $node->connstr($target), '-f', $dump ],
                "$target: restored");
        }
        else
        {
            $node->command_ok(
                [ 'pg_restore', '--exit-on-error', '--jobs=2', '-d', $node->connstr($target), $dump ],
                "$target: restored");
        }
        same_lines(snapshot($target, $schema), $before, "$target: everything is there");
        works($target, $schema, $target);
    }

    # The extension owns functions and types, not the data.
    my $rows = "SELECT count(*) FROM $schema.customers, $schema.customer_imports";
    my $kept = $node->safe_psql($source, $rows);
    $node->safe_psql($source, 'DROP EXTENSION customers CASCADE');
    is($node->safe_psql($source, $rows), $kept, "$schema: dropping the extension keeps the data");
    $node->safe_psql($source, "CREATE EXTENSION customers SCHEMA $schema; SELECT $schema.customers_setup()");
    same_lines(snapshot($source, $schema), $before, "$schema: setup brings back what depended on it");
    works($source, $schema, "$schema after DROP EXTENSION");
}

log_is_calm($node);
done_testing();
