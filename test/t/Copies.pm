# A shop in use, for the tests of copies: what a dump, a standby, a subscriber or
# a recovery has to bring back, and what must work there afterwards.
package Copies;

use strict;
use warnings;

use Exporter qw(import);
use PostgreSQL::Test::Cluster;
use Test::More;

our @EXPORT = qw(make_roles make_shop fill_shop shop_rows shop_objects use_shop used_shop counts_add_up);

# Roles of the whole cluster: the tables' owner, and a reader.
sub make_roles
{
    my ($node) = @_;

    $node->safe_psql('postgres', 'CREATE ROLE shop_owner; CREATE ROLE shop_reader');
    return;
}

# A database with the extension in the schema ext and nothing else in it.
sub make_shop
{
    my ($node, $database) = @_;

    $node->safe_psql('postgres', qq{
        CREATE DATABASE $database TEMPLATE template0;
        ALTER DATABASE $database SET customers.schema = 'crm'});
    $node->safe_psql($database, q{
        CREATE SCHEMA ext;
        CREATE SCHEMA crm AUTHORIZATION shop_owner;
        CREATE EXTENSION customers SCHEMA ext;
        GRANT USAGE ON SCHEMA ext TO shop_owner, shop_reader});
    return;
}

# What an application adds, then imports that were merged (2), staged (3), and
# people who bought, left and were erased.
sub fill_shop
{
    my ($node, $database, $partitions) = @_;

    $node->safe_psql($database, qq{
        CREATE TABLE public.app_letter (letter_id int PRIMARY KEY, customer_id bigint);
        CREATE FUNCTION public.app_shout() RETURNS trigger LANGUAGE plpgsql AS
            \$\$ BEGIN NEW.note := upper(NEW.note); RETURN NEW; END \$\$;
        ALTER TABLE public.app_letter OWNER TO shop_owner;
        SET SESSION AUTHORIZATION shop_owner;
        SELECT ext.customers_setup($partitions);
        ALTER TABLE crm.customers ADD shoe_size integer DEFAULT 40 CHECK (shoe_size < 60);
        ALTER TABLE crm.customers ADD label text GENERATED ALWAYS AS (upper(name)) STORED;
        SELECT ext.customers_setup();
        COMMENT ON COLUMN crm.customers.shoe_size IS 'Of the left foot';
        CREATE TRIGGER app_shout BEFORE INSERT OR UPDATE ON crm.customers
            FOR EACH ROW EXECUTE FUNCTION public.app_shout();
        CREATE INDEX app_shoe_size ON crm.customers (shoe_size) WHERE shoe_size > 40;
        CREATE VIEW crm.app_big_feet AS SELECT * FROM crm.customers WHERE shoe_size > 44;
        ALTER TABLE public.app_letter ADD FOREIGN KEY (customer_id) REFERENCES crm.customers ON DELETE CASCADE;
        GRANT USAGE ON SCHEMA crm TO shop_reader;
        GRANT SELECT (customer_id, name, note) ON crm.customers TO shop_reader;
        GRANT SELECT ON crm.customer_imports, crm.customer_profiles TO shop_reader;
        ALTER TABLE crm.customers ENABLE ROW LEVEL SECURITY;
        CREATE POLICY app_open ON crm.customers FOR SELECT TO shop_reader USING (note <> 'SECRET');
        INSERT INTO crm.customer_header_synonyms (word, field) VALUES ('skostorrelse', 'shoe_size');
    });
    $node->safe_psql($database, q{
        SET SESSION AUTHORIZATION shop_owner;
        SELECT * FROM ext.import_csv(convert_to(
            E'identifier,name,email,shoe_size,note,subscribed,groups\n'
            'a-1,Ann Åse,ann@example.com,38,hello,yes,VIP|Wholesale\n'
            'a-2,"Ben, B.",ben@example.com,45,"two\nlines",yes,VIP\n'
            'a-3,Cay,cay@example.com,,secret,yes,\n'
            'a-4,Eve,eve@example.com,41,,yes,Wholesale\n'
            'a-5,Gus,gus@example.com,42,,no,\n', 'UTF8'));
        SELECT * FROM ext.import_csv(convert_to(
            E'identifier,name,skostorrelse,subscribed,groups\n'
            'a-1,Ann Berg,39,,Gold\na-2,Ben,,no,\na-6,Dag,43,yes,Gold\na-7,Ida,44,yes,\n', 'UTF8'));
        INSERT INTO public.app_letter SELECT 1, customer_id FROM crm.customers WHERE identifier = 'a-6';
        SELECT ext.customers_group_reject('Gold', ARRAY[2]);
        SELECT ext.customers_segment_define('Buyers', 'orders_count > 0 AND shoe_size > 30', 'Bought');
        SELECT ext.customers_place_order('{"email": "ann@example.com", "total": 100.5, "currency": "NOK"}');
        SELECT ext.customers_place_order('{"email": "fay@example.com", "name": "Fay", "total": 7}');
        SELECT ext.customers_erase('eve@example.com');
        SELECT ext.customers_delete(ARRAY[5]);
        SELECT ext.customers_import_preset_save('weekly', 2);
        SELECT ext.customers_import(convert_to(
            E'identifier,name,email,shoe_size,note\n'
            'a-1,Ann Changed,,40,\na-2,,ben@new.example,,\na-3,Cay,,,secret\na-8,New One,,,\n'
            'a-9,Bad,bad@example.com,big,\na-10,Eve,eve@example.com,,\na-11,Gus,gus@example.com,,\n', 'UTF8'));
    });
    return;
}

# Every row of every table (a digest where there are many), and the sequences.
sub shop_rows
{
    my ($node, $database) = @_;

    return $node->safe_psql($database, q{
        SET search_path = crm, public;
        SELECT c.relname, xpath('//m/text()', query_to_xml(format(
                   'SELECT CASE WHEN count(*) > 200 THEN count(*) || '' rows '' || md5(string_agg(t, '';'' ORDER BY t))
                                ELSE string_agg(t, '';'' ORDER BY t) END AS m
                      FROM (SELECT replace(to_jsonb(t)::text, chr(10), '' '') AS t FROM %s t) s', c.oid::regclass),
                   false, false, ''))
          FROM pg_class c
         WHERE relkind IN ('r', 'p') AND NOT relispartition
           AND (relnamespace = 'crm'::regnamespace OR relname = 'app_letter') ORDER BY 1;
        SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'crm' ORDER BY 1});
}

# Everything else that was made in the shop.
sub shop_objects
{
    my ($node, $database) = @_;

    return $node->safe_psql($database, q{
        SELECT 'relation', c.oid::regclass, c.relkind, pg_get_userbyid(relowner), relrowsecurity, reloptions,
               relreplident, obj_description(c.oid), ARRAY(SELECT unnest(relacl)::text ORDER BY 1)
          FROM pg_class c WHERE relnamespace = 'crm'::regnamespace OR relname ~ '^app_' ORDER BY 1, 2::text;
        SELECT 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attcollation,
               pg_get_expr(adbin, adrelid), attacl, col_description(attrelid, attnum)
          FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attnum > 0 AND NOT attisdropped AND attrelid IN
               (SELECT oid FROM pg_class WHERE relnamespace = 'crm'::regnamespace) ORDER BY 1, 2::text, 3;
        SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'crm' ORDER BY 2;
        SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'crm' ORDER BY 2;
        SELECT 'trigger', pg_get_triggerdef(oid), tgenabled, obj_description(oid) FROM pg_trigger
         WHERE NOT tgisinternal ORDER BY 2;
        SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid <> 0 AND (connamespace = 'crm'::regnamespace OR conrelid = 'public.app_letter'::regclass)
         ORDER BY 2::text, 3;
        SELECT 'policy', * FROM pg_policies ORDER BY 2, 3, 4;
        SELECT 'extension', extname, extversion, extnamespace::regnamespace FROM pg_extension ORDER BY 2});
}

# Goes on with the shop: mends and merges what is staged, takes the merge before
# it back, lets people buy and come again.  Says what came of it.
sub use_shop
{
    my ($node, $database) = @_;

    return $node->safe_psql($database, q{
        SET SESSION AUTHORIZATION shop_owner;
        SELECT 'segment', * FROM ext.customers_segment_counts();
        SELECT 'fixed', ext.customers_import_fix(3, 6, 'shoe_size', '46');
        SELECT 'errors', line, code FROM crm.customer_import_errors WHERE import_id = 3 ORDER BY 2, 3;
        SELECT 'merged', * FROM ext.customers_merge(3);
        SELECT 'reverted', reverted, kept FROM ext.customers_revert(2);
        SELECT 'customer', identifier, name, email, shoe_size, replace(note, chr(10), ' '), label, subscribed, groups, orders_total
          FROM crm.customer_profiles ORDER BY customer_id;
        SELECT 'log', log_id, customer_id, was_subscribed, is_subscribed, import_id FROM crm.customer_consent_log ORDER BY 2;
        SELECT 'again', rejected, created FROM ext.import_csv(convert_to(E'email,name\neve@example.com,Eve\n', 'UTF8'));
        SELECT 'preset', ext.customers_import(
            convert_to(E'identifier,name,skostorrelse,subscribed,groups\na-3,,47,,\n', 'UTF8'), preset => 'weekly');
        SELECT 'order', ext.customers_place_order('{"email": "ann@example.com", "total": 1}');
        SELECT 'saved', ext.customers_save('{"identifier": "z", "name": "Zoe"}') >
                        (SELECT max(customer_id) FROM crm.customers);
        SELECT 'group', ext.customers_group_create('New');
        SELECT 'found', customer_id FROM ext.customers_find('changed');
        SELECT 'exported', count(*) FROM ext.customers_export_csv();
        SET SESSION AUTHORIZATION shop_reader;
        SELECT 'hidden', count(*) FROM crm.customers WHERE name = 'Cay'});
}

# What use_shop() says of a shop as fill_shop() left it.
sub used_shop
{
    return <<'END' =~ s/\n\z//r;
segment|Buyers|2
fixed|create
errors|7|erased
merged|3|3|3|0|1|0|merged
reverted|1|3
customer|a-1|Ann Changed|ann@example.com|40|HELLO|ANN CHANGED|t|{VIP,Wholesale}|100.5
customer|a-2|Ben, B.|ben@new.example|45|TWO LINES|BEN, B.|f|{VIP}|0
customer|a-3|Cay|cay@example.com|40|SECRET|CAY|t|{}|0
customer|a-6|Dag||43||DAG|t|{Gold}|0
customer||Fay|fay@example.com|40||FAY|t|{}|7
customer|a-8|New One||40||NEW ONE|t|{}|0
customer|a-11|Gus|gus@example.com|40||GUS|f|{}|0
customer|a-9|Bad|bad@example.com|46||BAD|t|{}|0
log|1|2|t|f|2
again|1|0
preset|5
order|3
saved|t
group|4
found|1
exported|10
hidden|0
END
}

# No import of the shop has lost a record or counted it twice, and what was
# created is there once.
sub counts_add_up
{
    my ($node, $database, $name) = @_;

    is($node->safe_psql($database, q{
        SELECT 'import', i.import_id FROM crm.customer_imports i
          JOIN (SELECT import_id, count(*) FILTER (WHERE action = 'create') AS created,
                       count(*) FILTER (WHERE action = 'update') AS changed,
                       count(*) FILTER (WHERE action = 'reject') AS rejected,
                       count(*) FILTER (WHERE action = 'exclude') AS excluded
                  FROM crm.customer_import_rows GROUP BY import_id) r USING (import_id)
         WHERE i.uploaded <> i.created + i.changed + i.unchanged + i.rejected + i.excluded
            OR (i.created, i.changed, i.rejected, i.excluded) IS DISTINCT FROM
               (r.created, r.changed, r.rejected, r.excluded);
        SELECT 'customer', customer_id FROM crm.customers GROUP BY customer_id HAVING count(*) > 1;
        SELECT 'email', lower(email) FROM crm.customers GROUP BY 2 HAVING count(*) > 1 AND lower(email) IS NOT NULL}),
        '', "$name: counts add up");
    return;
}

1;
