# Relations of revision 1, as test/data/relations-1.sql keeps them: setting up
# makes them those of this release, to the last constraint, and what was staged
# and merged before is merged and reverted afterwards.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('first');
my ($revision) = slurp_file("$FindBin::RealBin/../../src/schema/setup.c") =~ /^#define SETUP_REVISION (\d+)$/m;

foreach my $database ('old', 'new')
{
    $node->safe_psql('postgres', "CREATE DATABASE $database");
    $node->safe_psql($database, qq{
        CREATE SCHEMA ext;
        CREATE EXTENSION customers SCHEMA ext;
        ALTER DATABASE $database SET search_path = crm, ext;
        ALTER DATABASE $database SET customers.schema = 'crm'});
}
$node->command_ok([ 'psql', '-Xqd', $node->connstr('old'), '-v', 'ON_ERROR_STOP=1', '-f', data_file('relations-1.sql') ],
    'relations of revision 1');
# a password that was staged among the other cells
$node->safe_psql('old', q{
    INSERT INTO customer_imports (import_id, source, header, fields, mapping, options, status, uploaded, created, changed)
    VALUES (50, 'x', '{identifier,password}', '{identifier,password}', '{"identifier": "identifier", "password": "password"}',
        '{}', 'staged', 1, 0, 1);
    INSERT INTO customer_import_rows (import_id, line, action, customer_id, cells, old_cells, raw)
    VALUES (50, 2, 'update', 3, '{NULL,SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy}', '{K-3,NULL}', '{K-3,SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy}')});
# categories in several spellings
$node->safe_psql('old', q{
    INSERT INTO customers (customer_id, attributes) VALUES (901, '{"shoe SIZE": 1, "Pet": 1}'), (902, '{"pet": 1}')});
$node->safe_psql('new', 'CREATE SCHEMA crm; SELECT ext.customers_setup()');
is($node->safe_psql('old', 'SELECT customers_setup()'),
    "brought the relations of customers in schema crm from revision 1 to $revision", 'are brought to this one');
is($node->safe_psql('old', 'SELECT customers_setup()'),
    'the relations of customers in schema crm are up to date', 'a second setup has nothing to do');
same_lines(relations_catalog($node, 'old'), relations_catalog($node, 'new'), 'they are those of a new setup');
is($node->safe_psql('old', 'SELECT count(*) FROM customer_header_synonyms'),
    $node->safe_psql('new', 'SELECT count(*) FROM customer_header_synonyms'), 'and have its header words');
same_lines($node->safe_psql('old', 'TABLE customer_header_synonyms ORDER BY word COLLATE "C"'),
    $node->safe_psql('new', 'TABLE customer_header_synonyms ORDER BY word COLLATE "C"'), 'as they are now');
is($node->safe_psql('old', 'TABLE customer_categories ORDER BY folded'), "pet|Pet\nshoesize|Shoe size",
    'the spelling of most customers, or the smallest, is that of a category');
$node->safe_psql('old', 'DELETE FROM customers WHERE customer_id > 900');
is($node->safe_psql('old', q{
    SELECT source, size, encoding, delimiter, quote, header, fields, mapping, options FROM customer_imports WHERE import_id = 3}),
    'bytea content|0|UTF8|,|"|{}|{}|{}|{}', 'what was NULL has a value');

# what was done before goes on
is($node->safe_psql('old', q{SELECT created, changed FROM customers_merge(2)}), '1|1', 'what was staged is merged');
is($node->safe_psql('old', q{SELECT identifier, name, city FROM customers WHERE identifier IN ('K-2', 'K-5') ORDER BY 1}),
    "K-2|Bo Lie|Skien\nK-5|Eva|Bonn", 'as it was staged');
is($node->safe_psql('old', q{SELECT cells, old_cells, raw FROM customer_import_rows WHERE import_id = 50}),
    '{NULL,********}|{K-3,NULL}|{K-3,********}', 'a staged password is masked');
is($node->safe_psql('old', q{SELECT changed FROM customers_merge(50)}), '1', 'and merged');
is($node->safe_psql('old', q{SELECT password_hash FROM customers WHERE identifier = 'K-3'}),
    'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy', 'as what it was');
fails_with($node, qq{\\c old\nSELECT * FROM customers_merge(3)}, '22000',
    qr/customer_imports.fields cannot be "\{\}"/, 'what has lost its fields is not merged as nothing');
is($node->safe_psql('old', q{SELECT reverted, kept FROM customers_revert(1)}), '2|0', 'what was merged is reverted');
is($node->safe_psql('old', q{SELECT name, city, attributes FROM customers WHERE identifier IN ('K-1', 'K-4')}),
    'Ann|Oslo|{"Shoe size": "38"}', 'as it was before');
is($node->safe_psql('old', q{SELECT orders_total FROM customers_find(segment => 'Oslo')}), '0', 'segments work');
is($node->safe_psql('old', q{SELECT customers_import(E'identifier,name,city,groups,Shoe size\nK-3,Cyd,,,\n'::bytea, preset => 'weekly')}), '4',
    'presets work');

log_is_calm($node);
done_testing();
