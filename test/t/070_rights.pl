# Who may do what: each function of the extension as each of the roles that
# doc/roles.md tells to make.  Their statements are taken from there.  A call
# works, or fails for want of a right, with a message that names what is
# missing.  And no grant is more than is needed: without it, something fails.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use File::Basename qw(dirname);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# What each call gives reader and operator: "ok", or what the message names.
# Nobody may call any but those of @anyone; admin may call all.
my $owner = 'must be owner of table customers';
my $read_file = 'pg_read_server_files';
my $number = 'customer_imports_import_id_seq';
my %matrix = (
    'customers_setup(integer)' => [ 'customers_setup', 'customers_setup' ],
    'customers_adopt(regclass)' => [ 'annex', 'annex' ],
    'customers_adopt_orders(regclass)' => [ 'annex', 'annex' ],
    'customers_release()' => [ 'annex', 'annex' ],
    'customers_import(text)' => [ $read_file, $read_file ],
    'customers_import(bytea)' => [ $number, 'ok' ],
    'customers_import(oid)' => [ $number, 'ok' ],
    'customers_import_text(text)' => [ $number, 'ok' ],
    'import_csv(text)' => [ $read_file, $read_file ],
    'import_csv(bytea)' => [ $number, 'ok' ],
    'import_csv(oid)' => [ $number, 'ok' ],
    'customers_merge(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_import_approve(bigint)' => [ 'customer_import_approvals', 'customer_import_approvals' ],
    'customers_cancel(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_sniff(text)' => [ $read_file, $read_file ],
    'customers_sniff(bytea)' => [ 'ok', 'ok' ],
    'customers_sniff(oid)' => [ 'ok', 'ok' ],
    'customers_read_csv(text)' => [ $read_file, $read_file ],
    'customers_read_csv(bytea)' => [ 'ok', 'ok' ],
    'customers_read_csv(oid)' => [ 'ok', 'ok' ],
    'customers_import_preset_save(text)' => [ 'customer_import_presets', 'customer_import_presets' ],
    'customers_import_fix(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_import_values(bigint)' => [ 'ok', 'ok' ],
    'customers_import_fix_value(bigint)' => [ 'customer_imports', 'customer_value_words' ],
    'customers_import_exclude(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_import_include(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_import_rejects(bigint)' => [ 'ok', 'ok' ],
    'customers_import_template(text)' => [ 'ok', 'ok' ],
    'customers_save(jsonb)' => [ 'customer_erasures', 'ok' ],
    'customers_place_order(jsonb)' => [ 'customer_orders', 'ok' ],
    'customers_group_key(text)' => [ 'ok', 'ok' ],
    'customers_is_merging()' => [ 'ok', 'ok' ],
    'customers_lost_table(text)' => [ 'ok', 'ok' ],
    'customers_group_create(text)' => [ 'customer_groups', 'ok' ],
    'customers_group_drop(text)' => [ 'customer_group_members', 'ok' ],
    'customers_group_assign(text)' => [ 'customer_group_members', 'ok' ],
    'customers_group_unassign(text)' => [ 'customer_group_members', 'ok' ],
    'customers_group_reject(text)' => [ 'customer_group_members', 'ok' ],
    'customers_segment_define(text)' => [ 'customer_segments', 'customer_segments' ],
    'customers_segment_drop(text)' => [ 'customer_segments', 'customer_segments' ],
    'customers_segment(text)' => [ 'ok', 'ok' ],
    'customers_segment_counts()' => [ 'ok', 'ok' ],
    'customers_find(text)' => [ 'ok', 'ok' ],
    'customers_find_explain(text)' => [ 'ok', 'ok' ],
    'customers_search_text(text)' => [ 'ok', 'ok' ],
    'customers_email_is_tidy(text)' => [ 'ok', 'ok' ],
    'customers_identifier_is_tidy(text)' => [ 'ok', 'ok' ],
    'customers_fold_email(text)' => [ 'ok', 'ok' ],
    'customers_fold_identifier(text)' => [ 'ok', 'ok' ],
    'customers_fold_category(text)' => [ 'ok', 'ok' ],
    'customers_import_journal(bigint)' => [ 'ok', 'ok' ],
    'customers_enable_fast_search()' => [ $owner, $owner ],
    'customers_delete(bigint[])' => [ 'customer_orders', 'customer_orders' ],
    'customers_about(bigint)' => [ 'customer_history', 'ok' ],
    'customers_erase(bigint)' => [ 'customer_imports', 'customer_orders' ],
    'customers_erase(text)' => [ 'customer_imports', 'customer_orders' ],
    'customers_export(text)' => [ 'pg_write_server_files', 'pg_write_server_files' ],
    'customers_export_csv(text)' => [ 'ok', 'ok' ],
    'customers_import_report(bigint)' => [ 'ok', 'ok' ],
    'customers_import_status()' => [ 'ok', 'ok' ],
    'customers_import_preview(bigint)' => [ 'ok', 'ok' ],
    'customers_import_summary(bigint)' => [ 'ok', 'ok' ],
    'customers_revert(bigint)' => [ 'customer_imports', 'ok' ],
    'customers_import_purge(interval)' => [ 'customer_imports', 'ok' ],
);
my @anyone = (
    'customers_read_csv(bytea)', 'customers_read_csv(oid)', 'customers_import_template(text)',
    'customers_search_text(text)', 'customers_email_is_tidy(text)', 'customers_identifier_is_tidy(text)',
    'customers_fold_email(text)', 'customers_fold_identifier(text)', 'customers_fold_category(text)',
    'customers_group_key(text)', 'customers_is_merging()', 'customers_lost_table(text)',
    'customers_import_journal(bigint)');

# Rights of reader and operator on the tables themselves: select, insert,
# update, delete.
my %table_rights = (
    customers => [ '', 'siud' ],    # of a reader, columns
    customer_profiles => [ 's', 's' ],
    customer_groups => [ 's', 'sid' ],
    customer_group_members => [ 's', 'siud' ],
    customer_segments => [ 's', 's' ],
    customer_orders => [ 's', 'si' ],
    customer_imports => [ 's', 'siu' ],
    customer_import_rows => [ 's', 'siud' ],
    customer_import_secrets => [ '', 'siud' ],
    customer_import_created => [ '', 'siud' ],
    customer_import_opt_outs => [ 's', 'siud' ],
    customer_import_changed => [ '', 'siud' ],
    customer_import_diff => [ 's', 'sud' ],
    customer_history => [ '', 's' ],
    customer_import_errors => [ 's', 'sud' ],
    customer_import_presets => [ 's', 's' ],
    customer_header_synonyms => [ 's', 's' ],
    customer_value_words => [ 's', 's' ],
    customer_categories => [ 's', 'si' ],
    customer_settings => [ '', 's' ],
    customer_consent_log => [ '', 's' ],
    customer_erasures => [ '', 's' ],
);

my $node = start_cluster('main');
my %calls = function_calls($PostgreSQL::Test::Utils::tmp_check, 'public');
my $page = slurp_file(dirname(__FILE__) . '/../../doc/roles.md');
my ($statements) = $page =~ /^## Three roles\n.*?^```sql\n(.*?)^```/ms;

# Runs a statement as a role and undoes it: "ok", or the error with its hint.
# "fail_without": which of the statements fail once a right is taken away?
my $helpers = q{
    CREATE ROLE nobody;
    CREATE FUNCTION public.subxact_run(role text, statement text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
        state text;
        message text;
        hint text;
    BEGIN
        PERFORM set_config('role', role, true);
        EXECUTE statement;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE SQLSTATE 'TT000';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
        RETURN CASE state WHEN 'TT000' THEN 'ok' ELSE concat_ws(' ', state, message, hint) END;
    END $$;
    CREATE FUNCTION public.fail_without(privilege text, role text, statements text[]) RETURNS integer LANGUAGE plpgsql AS $$
    DECLARE
        failed integer;
    BEGIN
        EXECUTE format('REVOKE %s FROM %I', privilege, role);
        SELECT count(*) INTO failed FROM unnest(statements) AS s WHERE subxact_run(role, s) <> 'ok';
        RAISE SQLSTATE 'TT000';
    EXCEPTION WHEN SQLSTATE 'TT000' THEN
        RETURN failed;
    END $$;
    SET client_min_messages = error;
};
my $settings = "SET customers.schema = 'office'; SET client_min_messages = error;\n";

# What a call gives each of the roles.
sub check_call
{
    my ($function, %wanted) = @_;

    foreach my $role (sort keys %wanted)
    {
        my $result = $node->safe_psql('postgres', "$settings SELECT public.subxact_run('$role', \$call\$$calls{$function}\$call\$)");

        if ($wanted{$role} eq 'ok')
        {
            is($result, 'ok', "$role: $function");
        }
        else
        {
            like($result, qr/^42501 .*\Q$wanted{$role}\E/s, "$role: no $function");
        }
    }
    return;
}

# Each privilege that a role was granted is needed by something it may do.
sub check_no_more
{
    my ($role, @statements) = @_;
    my $list = join(', ', map { "\$call\$$_\$call\$" } @statements);

    is($node->safe_psql('postgres', "$settings
        SELECT a.privilege_type, c.relname FROM pg_class AS c, aclexplode(c.relacl) AS a
         WHERE c.relnamespace = 'office'::regnamespace AND a.grantee = '$role'::regrole
           AND public.fail_without(format('%s ON %s office.%I', a.privilege_type,
               CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname), '$role', ARRAY[$list]) = 0"),
        '', "$role has no right too many");
    return;
}

$node->safe_psql('postgres', 'CREATE EXTENSION pg_trgm; CREATE EXTENSION customers;');
$node->safe_psql('postgres', $statements);
$node->safe_psql('postgres', $helpers);
$node->safe_psql('postgres', 'GRANT CREATE ON DATABASE postgres TO admin; SET ROLE admin;' . make_fixture('public'));
# so that merges keep hashes of new customers
$node->safe_psql('postgres', 'ALTER TABLE office.customers ADD COLUMN token uuid DEFAULT gen_random_uuid();
    GRANT SELECT (token) ON office.customers TO reader');
$node->safe_psql('postgres', 'GRANT SELECT ON LARGE OBJECT 424242 TO PUBLIC');

check_calls_complete($node, %calls);
is(join("\n", sort keys %matrix), join("\n", sort keys %calls), 'each function has its row in the matrix');
foreach my $function (sort keys %matrix)
{
    my $for_nobody = (grep { $_ eq $function } @anyone) ? 'ok' : '';

    check_call($function, nobody => $for_nobody, reader => $matrix{$function}[0],
        operator => $matrix{$function}[1], admin => 'ok');
}

is($node->safe_psql('postgres', q{
    SELECT relname, role, string_agg(left(lower(p), 1), '' ORDER BY array_position('{SELECT,INSERT,UPDATE,DELETE}', p))
      FROM pg_class, unnest('{nobody,reader,operator}'::text[]) AS role, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p
     WHERE relnamespace = 'office'::regnamespace AND relkind IN ('r', 'v', 'p') AND has_table_privilege(role, pg_class.oid, p)
     GROUP BY relname, role ORDER BY relname, role}),
    join("\n", map { my $t = $_; ("$t|operator|$table_rights{$t}[1]", $table_rights{$t}[0] ? "$t|reader|$table_rights{$t}[0]" : ()) }
        sort keys %table_rights), 'rights on the tables');

my @views = map { "SELECT * FROM office.$_" } qw(customer_profiles customer_import_diff customer_import_errors);
check_no_more('reader', @views, map { $calls{$_} } grep { $matrix{$_}[0] eq 'ok' } sort keys %matrix);
my $passwords = join(' ', map { "SELECT * FROM public.import_csv(E'email,password\\ncalls\@x.no,hunter$_\\n'::bytea, "
      . qq{rules => '{"password": "overwrite"}');} } 1 .. 3);
check_no_more('operator', "$calls{'customers_merge(bigint)'}; $calls{'customers_revert(bigint)'}",
    "$passwords SELECT * FROM public.customers_revert((SELECT max(import_id) - 1 FROM office.customer_imports))",
    "UPDATE office.customer_import_diff SET new_value = 'Rome' WHERE import_id = 2 AND field = 'city'",
    "DELETE FROM office.customer_import_diff WHERE import_id = 2 AND field = 'city'",
    "UPDATE office.customer_import_errors SET value = 'yes' WHERE import_id = 2 AND field = 'vip'",
    'DELETE FROM office.customer_import_errors WHERE import_id = 2',
    map { $calls{$_} } grep { $matrix{$_}[1] eq 'ok' } sort keys %matrix);

is($node->safe_psql('postgres', "$settings
    SELECT public.subxact_run('reader', 'SELECT password_hash FROM office.customers') LIKE '42501%'"),
    't', 'a reader has no right to password hashes');

# Passwords in every state that an import can leave them in: in their column and, by a
# slip or a wrong header, in another one; merged, rejected, corrected in each way, passed
# over, undone; of an application's own table, too.
$node->safe_psql('postgres', "$settings SET search_path = office, public; SET ROLE operator;" . q{
    SELECT * FROM import_csv(E'email,user_pass\nseen@x.no,hunter1\n'::bytea);
    SELECT * FROM import_csv(E'email,password\nseen@x.no,hunter2\nnew@x.no,hunter3\nbroken,hunter4\n'::bytea,
        rules => '{"password": "overwrite"}');
    SELECT customers_import(E'email,Passwort,subscribed\nseen@x.no,hunter5,\nnewer@x.no,hunter6,perhaps\ntwice@x.no,hunter7,\ntwice@x.no,hunter8,\nmore@x.no,hunter9,x,y\n'::bytea,
        rules => '{"password": "overwrite"}') AS id \gset
    SELECT customers_import_fix(:id, 3, 'subscribed', 'no');
    SELECT customers_import_exclude(:id, '{4}');
    SELECT customers_revert(:id - 1);
    SELECT customers_import(E'email,password,birth_date,vip,attributes.password,meta\na1@x.no,hunter10,1990-01-02,perhaps,hunter11,"{""password"": ""hunter12""}"\na2@x.no,,hunter13,1990-01-02,,\n,a3@x.no,hunter14,1990-01-02,,\na4@x.no,hunter15,1990-01-02,sure,,\n'::bytea) AS id \gset
    UPDATE customer_import_errors SET value = 'yes' WHERE import_id = :id AND line = 2;
    UPDATE customer_import_diff SET new_value = 'hunter16' WHERE import_id = :id AND field = 'password';
    SELECT customers_import_fix(:id, 2, 'password', 'hunter17');
    SELECT * FROM customers_import_fix_value(:id, 'vip', 'sure', 'yes');
    SELECT customers_import(E'password,email\nb1@x.no,hunter18\nb2@x.no,hunter19\n'::bytea);
    SELECT customers_save('{"email": "saved@x.no", "password": "hunter20"}')});
is($node->safe_psql('postgres', q{SELECT count(*) > 5 FROM office.customer_import_secrets}), 't', 'passwords are staged');
$node->safe_psql('postgres', q{
    CREATE SCHEMA shop AUTHORIZATION admin;
    SET ROLE admin;
    CREATE TABLE shop.users (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, mail text, pw text, attributes jsonb);
    SET customers.schema = 'shop';
    SELECT count(*) FROM customers_adopt('shop.users', '{"mail": "email", "pw": "password_hash"}');
    SELECT * FROM import_csv(E'mail,pw\nc1@x.no,hunter21\nbroken,hunter22\n'::bytea);
    SELECT customers_import(E'mail,pw,birthday\nc1@x.no,hunter23,\nc2@x.no,hunter24,x\n'::bytea, rules => '{"password": "overwrite"}')});

# Beside the reader, a role that may read all there is but what passwords are in: the
# column of customers, of whatever name, and the relation for those that are staged.
$node->safe_psql('postgres', q{CREATE ROLE auditor; GRANT USAGE ON SCHEMA office, shop TO auditor; GRANT reader TO auditor;
    SELECT format('GRANT SELECT (%s) ON %s TO auditor', string_agg(quote_ident(attname), ', '), attrelid::regclass)
      FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE relnamespace IN ('office'::regnamespace, 'shop'::regnamespace) AND relkind IN ('r', 'v', 'p') AND attnum > 0 AND NOT attisdropped
       AND relname <> 'customer_import_secrets' AND attname NOT IN ('password_hash', 'pw')
     GROUP BY attrelid \gexec});

# All that a role may read, by column, as pg_dump does it; and all that the functions tell
# it that it may execute: those of an import of each, others as above.
sub told
{
    my ($role, $schema) = @_;
    my $dump = $node->safe_psql('postgres', qq{
        SELECT format('COPY (SELECT %s FROM $schema.%I) TO STDOUT;', string_agg(quote_ident(attname), ', '), relname)
          FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
         WHERE relnamespace = '$schema'::regnamespace AND relkind IN ('r', 'v', 'p', 'm')
           AND has_column_privilege('$role', pg_class.oid, attname, 'SELECT')
         GROUP BY relname ORDER BY relname});
    my $functions = $node->safe_psql('postgres', qq{
        SELECT format('BEGIN; SELECT * FROM %s(%s); ROLLBACK;', p.oid::regproc, i.import_id)
          FROM pg_proc AS p JOIN pg_depend AS d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
          JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'customers' CROSS JOIN $schema.customer_imports AS i
         WHERE p.proargnames[1] = 'import_id' AND has_function_privilege('$role', p.oid, 'EXECUTE')
         UNION ALL SELECT format('SELECT customers_about(%s);', customer_id) FROM $schema.customer_profiles});
    my $calls = $schema eq 'office' ? join('', map { "BEGIN; $calls{$_}; ROLLBACK;\n" } sort keys %calls) : '';
    my ($rc, $out, $err) = $node->psql('postgres', "SET customers.schema = '$schema'; SET search_path = $schema, public; SET ROLE $role;\n$dump\n$functions\n$calls",
        on_error_stop => 0);

    unlike($dump, qr/customer_import_secrets|password_hash|\bpw\b/, "$role of $schema: not what passwords are in");
    return "$out\n$err";
}

foreach ([ 'reader', 'office' ], [ 'auditor', 'office' ], [ 'auditor', 'shop' ])
{
    my ($role, $schema) = @$_;
    my $told = told($role, $schema);

    like($told, $schema eq 'office' ? qr/seen\@x\.no/ : qr/c1\@x\.no/, "$role of $schema: what may be read");
    like($told, qr/<html/, "$role of $schema: and what functions tell");
    is(join("\n", $told =~ /^(.*(?:SCRAM-SHA-256\$|hunter\d).*)$/mg), '', "$role of $schema: holds no verifier and no password");
}

# What that page says beside the statements
is($node->safe_psql('postgres', "$settings REVOKE DELETE ON office.customers FROM operator;
    SELECT public.subxact_run('operator', 'SELECT * FROM customers_revert(1)') LIKE '42501 permission denied for table customers%'"),
    't', 'undo of created customers needs DELETE');
log_is_calm($node);
done_testing();
