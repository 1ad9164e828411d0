# A call of each function that a user calls, and a schema that they all work
# in: what the tests of rights and of shadowing run through.  The calls name
# everything with its schema, so that they mean the same on any search_path.
package Calls;

use strict;
use warnings;

use Exporter qw(import);
use Test::More;

use CustomersTest;

our @EXPORT = qw(make_fixture function_calls check_calls_complete);

# Content of a file, as a literal.
sub content
{
    my (@lines) = @_;

    return "pg_catalog.bytea '" . join('', map { "$_\\012" } @lines) . "'";
}

my $file = data_file('vouchers.csv');
my $content = content('identifier,name,groups', 'K-1,Anna,VIP|Web', 'K-9,Nina,', ',Nobody,');
my $large_object = 424242;

# Fills the schema "office", which is the caller's: customers with consents,
# groups, orders, a segment, a preset, an erased person, import 1 merged (a change and a
# creation), import 2 staged (a change, a creation, two rejected
# records).  In the schema "annex", an application's table that can be adopted.
# Run as its owner, with functions in the schema $schema.
sub make_fixture
{
    my ($schema) = @_;
    my $first = content('identifier,name,groups', 'K-1,Ann Berg,VIP', 'K-4,Dag,VIP');
    my $second = content('identifier,name,city,Shoe size,vip', 'K-2,Ben Carter,London,43,yes', 'K-5,Eva,Bonn,38,no', ',Nobody,,,',
        'K-6,Finn,Rome,44,certainly');

    return qq{
        SET customers.schema = 'office';
        SELECT $schema.customers_setup();
        SELECT $schema.customers_save('[
            {"identifier": "K-1", "email": "ann\@example.com", "name": "Ann", "city": "Oslo", "country": "Norway"},
            {"identifier": "K-2", "email": "ben\@example.com", "name": "Ben", "city": "Leeds", "country": "Britain", "subscribed": false},
            {"identifier": "K-3", "email": "cleo\@example.com", "name": "Cleo", "city": "Lyon", "country": "France", "groups": ["VIP"]}]');
        SELECT $schema.customers_place_order('{"identifier": "K-3", "total": 100, "order_number": "A-1"}');
        SELECT $schema.customers_segment_define('French', 'country = ''France''');
        SELECT * FROM $schema.import_csv($first);
        SELECT $schema.customers_import_preset_save('weekly', 1);
        SELECT $schema.customers_import($second);
        -- somebody else has staged it, so that it can be approved
        ALTER TABLE office.customer_imports DISABLE TRIGGER customer_imports_signed;
        UPDATE office.customer_imports SET session_role = 'somebody else' WHERE import_id = 2;
        ALTER TABLE office.customer_imports ENABLE TRIGGER customer_imports_signed;
        SELECT $schema.customers_erase(email => 'gone\@example.com');
        SELECT pg_catalog.lo_from_bytea($large_object, $content);
        CREATE SCHEMA annex;
        CREATE TABLE annex.people (id bigint PRIMARY KEY, email text);
    };
}

# By name and first argument's type: a statement that calls the function.
sub function_calls
{
    my ($folder, $schema) = @_;

    return (
        'customers_setup(integer)' => "SELECT $schema.customers_setup()",
        'customers_adopt(regclass)' => "SELECT a.* FROM (SELECT pg_catalog.set_config('customers.schema', 'annex', true)) AS s (name)"
            . " CROSS JOIN LATERAL $schema.customers_adopt('annex.people', dry_run => s.name IS NOT NULL) AS a",
        'customers_adopt_orders(regclass)' => "SELECT a.* FROM (SELECT pg_catalog.set_config('customers.schema', 'annex', true)) AS s (name)"
            . " CROSS JOIN LATERAL $schema.customers_adopt_orders('annex.people', pg_catalog.jsonb '{\"id\": \"customer_id\"}', dry_run => s.name IS NOT NULL) AS a",
        'customers_release()' => "SELECT r.* FROM (SELECT pg_catalog.set_config('customers.schema', 'annex', true)) AS s (name)"
            . " CROSS JOIN LATERAL (SELECT pg_catalog.count(*) AS n FROM $schema.customers_adopt('annex.people', dry_run => s.name IS NULL)) AS a"
            . " CROSS JOIN LATERAL (SELECT $schema.customers_release() WHERE a.n IS NOT NULL) AS r",
        'customers_import(text)' => "SELECT $schema.customers_import(source => pg_catalog.text '$file')",
        'customers_import(bytea)' => "SELECT $schema.customers_import(source => $content, group_mode => 'replace')",
        'customers_import(oid)' => "SELECT $schema.customers_import(source => pg_catalog.oid '$large_object', preset => 'weekly')",
        'customers_import_text(text)' => "SELECT $schema.customers_import_text(content => pg_catalog.convert_from($content, 'UTF8'))",
        'import_csv(text)' => "SELECT * FROM $schema.import_csv(source => pg_catalog.text '$file')",
        'import_csv(bytea)' => "SELECT * FROM $schema.import_csv(source => $content, group_mode => 'replace')",
        'import_csv(oid)' => "SELECT * FROM $schema.import_csv(source => pg_catalog.oid '$large_object')",
        'customers_merge(bigint)' => "SELECT * FROM $schema.customers_merge(2)",
        'customers_import_approve(bigint)' => "SELECT $schema.customers_import_approve(2)",
        'customers_cancel(bigint)' => "SELECT $schema.customers_cancel(2)",
        'customers_sniff(text)' => "SELECT * FROM $schema.customers_sniff(source => pg_catalog.text '$file')",
        'customers_sniff(bytea)' => "SELECT * FROM $schema.customers_sniff(source => $content)",
        'customers_sniff(oid)' => "SELECT * FROM $schema.customers_sniff(source => pg_catalog.oid '$large_object', preset => 'weekly')",
        'customers_read_csv(text)' => "SELECT * FROM $schema.customers_read_csv(source => pg_catalog.text '$file')",
        'customers_read_csv(bytea)' => "SELECT * FROM $schema.customers_read_csv(source => $content)",
        'customers_read_csv(oid)' => "SELECT * FROM $schema.customers_read_csv(source => pg_catalog.oid '$large_object')",
        'customers_import_preset_save(text)' => "SELECT $schema.customers_import_preset_save('weekly', 2)",
        'customers_import_fix(bigint)' => "SELECT $schema.customers_import_fix(2, 4, 'identifier', 'K-8')",
        'customers_import_values(bigint)' => "SELECT * FROM $schema.customers_import_values(2)",
        'customers_import_fix_value(bigint)' => "SELECT * FROM $schema.customers_import_fix_value(2, 'vip', 'certainly', 'yes', always => true)",
        'customers_import_exclude(bigint)' => "SELECT $schema.customers_import_exclude(2, '{2,3}')",
        'customers_import_include(bigint)' => "SELECT $schema.customers_import_include(2, '{2,3}')",
        'customers_import_rejects(bigint)' => "SELECT * FROM $schema.customers_import_rejects(2)",
        'customers_import_template(text)' => "SELECT * FROM $schema.customers_import_template(delimiter => ';')",
        'customers_save(jsonb)' => qq{SELECT * FROM $schema.customers_save('[{"identifier": "K-1", "city": "Bergen", "subscribed": false, "groups": ["Web", "New"]}, {"email": "new\@example.com", "name": "New", "attributes": {"Shoe size": 42}}]')},
        'customers_place_order(jsonb)' => qq{SELECT * FROM $schema.customers_place_order('[{"identifier": "K-1", "total": 5}, {"email": "hugo\@example.com", "name": "Hugo", "total": 7.5}]')},
        'customers_group_create(text)' => "SELECT $schema.customers_group_create('Loyal', 10)",
        'customers_group_drop(text)' => "SELECT $schema.customers_group_drop('VIP')",
        'customers_group_assign(text)' => "SELECT $schema.customers_group_assign('VIP', '{1,2}')",
        'customers_group_unassign(text)' => "SELECT $schema.customers_group_unassign('VIP', '{1,3}')",
        'customers_group_reject(text)' => "SELECT $schema.customers_group_reject('VIP', '{2,3}')",
        'customers_segment_define(text)' => "SELECT $schema.customers_segment_define('Many', 'orders_count OPERATOR(pg_catalog.>) 3')",
        'customers_segment_drop(text)' => "SELECT $schema.customers_segment_drop('French')",
        'customers_segment(text)' => "SELECT * FROM $schema.customers_segment('French')",
        'customers_segment_counts()' => "SELECT * FROM $schema.customers_segment_counts()",
        'customers_find(text)' => qq{SELECT * FROM $schema.customers_find('cleo', 'NOT vip', 'VIP', 'French', 10)},
        'customers_find_explain(text)' => qq{SELECT * FROM $schema.customers_find_explain('cleo', 'subscribed', 'VIP', 'French', run => true)},
        'customers_search_text(text)' => qq{SELECT $schema.customers_search_text('Ann', '', '', 'ann\@example.com')},
        'customers_group_key(text)' => qq{SELECT $schema.customers_group_key('VIP')},
        'customers_is_merging()' => qq{SELECT $schema.customers_is_merging()},
        'customers_lost_table(text)' => qq{SELECT $schema.customers_lost_table(NULL)},
        'customers_email_is_tidy(text)' => qq{SELECT $schema.customers_email_is_tidy('ann\@example.com')},
        'customers_identifier_is_tidy(text)' => qq{SELECT $schema.customers_identifier_is_tidy('K-1')},
        'customers_fold_email(text)' => qq{SELECT $schema.customers_fold_email(' Ann\@Example.com ')},
        'customers_fold_category(text)' => qq{SELECT $schema.customers_fold_category('Shoe size')},
        'customers_fold_identifier(text)' => qq{SELECT $schema.customers_fold_identifier(' K-1 ')},
        'customers_import_journal(bigint)' => "SELECT $schema.customers_import_journal(1, pg_catalog.now(), '{}', '{}', NULL, false)",
        'customers_enable_fast_search()' => "SELECT $schema.customers_enable_fast_search()",
        'customers_delete(bigint[])' => "SELECT $schema.customers_delete('{1,3}')",
        'customers_about(bigint)' => "SELECT $schema.customers_about(1)",
        'customers_erase(bigint)' => "SELECT $schema.customers_erase(id => 1)",
        'customers_erase(text)' => "SELECT $schema.customers_erase(email => 'cleo\@example.com')",
        'customers_export(text)' => "SELECT $schema.customers_export('$folder/export.csv', segment => 'French')",
        'customers_export_csv(text)' => qq{SELECT $schema.customers_export_csv(filter => 'subscribed', columns => '{customer_id,display_name,groups,orders_total,attributes.Shoe size}')},
        'customers_import_report(bigint)' => "SELECT $schema.customers_import_report(2)",
        'customers_import_status()' => "SELECT * FROM $schema.customers_import_status()",
        'customers_import_preview(bigint)' => "SELECT * FROM $schema.customers_import_preview(2)",
        'customers_import_summary(bigint)' => "SELECT $schema.customers_import_summary(1)",
        'customers_revert(bigint)' => "SELECT * FROM $schema.customers_revert(1, resubscribe => true)",
        'customers_import_purge(interval)' => "SELECT $schema.customers_import_purge('0 days')",
    );
}

# No function of the extension is without a call, but those for triggers.
# Those that need citus are called by make test-citus.
sub check_calls_complete
{
    my ($node, %calls) = @_;

    my $functions = $node->safe_psql('postgres', q{
        SELECT proname || '(' || COALESCE(format_type(proargtypes[0], NULL), '') || ')'
          FROM pg_proc JOIN pg_depend AS d ON d.objid = pg_proc.oid AND d.classid = 'pg_proc'::regclass
          JOIN pg_extension AS e ON e.oid = d.refobjid AND d.deptype = 'e'
         WHERE extname = 'customers' AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
           AND proname !~ '^customers_(un)?distribute$'});

    is(join("\n", sort split(/\n/, $functions)), join("\n", sort keys %calls),
        'each function of the extension is called');
    return;
}

1;
