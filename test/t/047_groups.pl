# Groups are the same whatever the database's locale, and a cell of very many of
# them costs no more than so many cells of one.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $names = 60000;

# VIP and vip, in databases whose lower('I') and lower('Ø') differ.
my %databases = (c => "LOCALE 'C' ENCODING 'UTF8'", latin1 => "LOCALE 'C' ENCODING 'LATIN1'",
    sql_ascii => "LOCALE 'C' ENCODING 'SQL_ASCII'", utf8 => "LOCALE 'C.UTF-8' ENCODING 'UTF8'");
if ($node->safe_psql('postgres', "SELECT count(*) > 0 FROM pg_collation WHERE collprovider = 'i'") eq 't')
{
    $databases{turkish} = "LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C.UTF-8' ENCODING 'UTF8'";
}
foreach my $database (sort keys %databases)
{
    $node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 $databases{$database}");
    my $client = $database eq 'latin1' ? 'LATIN1' : 'UTF8';
    my $result = $node->safe_psql($database, qq{
        SET client_min_messages = warning;
        CREATE EXTENSION customers;
        SELECT customers_setup() \\g /dev/null
        SELECT customers_group_create('VIP'), customers_group_create('Ilse');
        SELECT created, changed FROM import_csv('identifier,groups\nA,vip|ilse\nB,Vip;ILSE\n'::bytea);
        SELECT created, changed FROM import_csv('identifier,groups\nC,\\303\\230rsted INC\nD,\\303\\270RSTED inc\n'::bytea, encoding => 'UTF8');
        SELECT unchanged FROM import_csv('identifier,groups\nA,ILSE|vIp\nC,\\303\\230RSTED INC\nD,\\303\\230RSTED INC\n'::bytea,
            encoding => 'UTF8', again => true);
        SELECT count(*) FROM customer_groups;
        SELECT customers_group_unassign('vip', (SELECT array_agg(customer_id) FROM customers WHERE identifier < 'C'))});

    is($result, "1|2\n2|0\n2|0\n3\n3\n2", "groups in the database $database");
}

# Before revision 2, their case was folded by the database's rules.
SKIP:
{
    skip 'no ICU', 1 unless exists $databases{turkish};
    is($node->safe_psql('turkish', q{
        DELETE FROM customer_group_members;
        DROP INDEX customer_groups_name_key;
        CREATE UNIQUE INDEX customer_groups_name_key ON customer_groups (lower(name));
        INSERT INTO customer_groups (group_id, name) VALUES (1001, 'vip');
        UPDATE customer_settings SET value = '1' WHERE key = 'revision';
        SELECT customers_setup();
        SELECT name FROM customer_groups WHERE name ILIKE 'v%' ORDER BY group_id}),
        "brought the relations of customers in schema public from revision 1 to 2\nVIP\nvip (1001)",
        'the migration keeps both');
}

# Without the repair the merges below take hours.
$node->safe_psql('postgres', 'CREATE EXTENSION customers; SELECT customers_setup()');
my $result = $node->safe_psql('postgres', qq{
    SET client_min_messages = warning;
    SET statement_timeout = '60s';
    CREATE FUNCTION cell(first int, last int) RETURNS bytea LANGUAGE sql AS \$\$
        SELECT convert_to(E'identifier,groups\\nG-1,' || string_agg('g' || n, '|') || E'\\n', 'UTF8') FROM generate_series(first, last) AS n \$\$;
    SELECT created FROM import_csv(cell(1, $names));
    SELECT unchanged FROM import_csv(cell(2, $names));
    SELECT changed FROM import_csv(cell($names / 2, $names * 2), group_mode => 'replace');
    SELECT count(*), sum(cardinality(string_to_array(cells[2], '|'))), sum(jsonb_array_length(memberships)) FROM customer_import_rows;
    SELECT * FROM customers_revert(3);
    SELECT rejected FROM import_csv(cell($names * 3, $names * 4), unknown_groups => 'reject');
    SELECT count(*) FROM customer_group_members});
is($result, join("\n", 1, 1, 1, '2|' . ($names + $names * 3 / 2 + 1) . '|' . ($names / 2 - 1), '3|1|0', 1, $names),
    'a cell of 60 000 groups');

log_is_calm($node);
done_testing();
