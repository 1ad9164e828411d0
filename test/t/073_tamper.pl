# Tables of ours that somebody has tampered with.  Each column of each of them
# is set to NULL and to odd values of its type, with constraints out of the
# way, and is dropped, retyped and made a generated one; after each of these,
# functions are called: an error that says what is wrong, or a result.  Never
# an internal error, never the end of the server; and what comes next works.
#
# A run makes some calls of each, chosen by a seed; CUSTOMERS_TAMPER_CALLS=all
# makes all, which takes minutes, or another number of calls after each, and
# CUSTOMERS_TAMPER_ONLY='imports\.fields' takes columns by their names.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $calls_each = $ENV{CUSTOMERS_TAMPER_CALLS} // 3;
my $only = $ENV{CUSTOMERS_TAMPER_ONLY} // '';
my $seed = $ENV{CUSTOMERS_SEED} // time;
my $folder = PostgreSQL::Test::Utils::tempdir();

# What is an internal error all the same, and why.
my @internal = ();

my $node = start_cluster('tamper', 'autovacuum = off', 'log_statement = none', 'log_min_messages = fatal',
    'log_min_error_statement = panic', 'restart_after_crash = on');

$node->safe_psql('postgres', 'CREATE SCHEMA office; CREATE SCHEMA ext; CREATE EXTENSION customers SCHEMA ext');
$node->safe_psql('postgres', make_fixture('ext') . 'SELECT ext.customers_import_approve(2)');

my %calls = function_calls($folder, 'ext');
check_calls_complete($node, %calls);

# Beside one call of each function: those that look at an import in another
# state, and what fires the triggers.
my @calls = ((map { $calls{$_} } sort keys %calls),
    'SELECT * FROM ext.customers_merge(2, on_conflict => $$skip$$)',
    'SELECT * FROM ext.customers_revert(1)',
    'SELECT ext.customers_import_fix(2, 2, $$city$$, $$Rome$$)',
    'SELECT ext.customers_import_fix(2, 3, $$identifier$$, $$K-2$$)',
    'SELECT ext.customers_import_exclude(2, $${4}$$)',
    'SELECT * FROM ext.customers_import_rejects(1)',
    'SELECT * FROM ext.customers_import_values(1)',
    'SELECT * FROM ext.customers_import_fix_value(2, $$identifier$$, $$K-1$$, $$K-2$$)',
    'SELECT ext.customers_import_report(1)',
    'SELECT * FROM ext.customers_import_preview(1)',
    'SELECT ext.customers_import_summary(2)',
    'SELECT ext.customers_export_csv()',
    'SELECT * FROM ext.customers_find()',
    q{SELECT ext.customers_import(E'customer_id,name,email\n1,Ann,\n77,Una,una@example.com\n'::bytea, unknown_ids => 'create')},
    q{SELECT ext.customers_import(E'email,city,Shoe size,groups\nann@example.com,Rome,40,VIP\ngone@example.com,Oslo,1,X\n'::bytea, restore_erased => true)},
    q{INSERT INTO office.customers (email) VALUES (' New@Example.com ')},
    q{UPDATE office.customers SET subscribed = NOT subscribed, name = 'X', email = ' ' || email},
    q{DELETE FROM office.customers},
    q{SELECT count(*) FROM office.customer_profiles},
    q{SELECT count(*) FROM office.customer_import_diff},
    q{SELECT count(*) FROM office.customer_history}, q{SELECT count(*) FROM office.customer_import_errors},
    q{UPDATE office.customer_import_errors SET value = 'yes' WHERE import_id = 2 AND field = 'vip'},
    q{UPDATE office.customer_import_diff SET new_value = 'Rome' WHERE import_id = 2 AND field = 'city'},
    q{DELETE FROM office.customer_import_diff WHERE import_id = 2 AND line = 2});

# Odd values of each type, as SQL.
my %odd = (
    'bigint' => [ '0', '-1', '9223372036854775807', '(-9223372036854775808)' ],
    'text' => [ "''", "repeat('x', 20000)", q{E'\x01 |"\n;'}, "'nonsense'" ],
    'text[]' => [ "'{}'", "'{NULL}'", "'{{a,b},{c,d}}'", "'[5:6]={a,b}'", "array_fill('x'::text, '{3000}')", "'{email,email}'" ],
    'jsonb' => [ "'null'", "'[]'", "'{}'", "'1'", q{'"x"'}, q{'[1, null, {"a": []}]'},
        q{'{"delimiter": {"a": 1}, "mapping": [], "match_by": {}, "skip": -1, "restore_erased": "x"}'},
        q{'[{"code": 1, "other_line": "x", "field": {}, "severity": [], "value": 1}]'},
        q{'[{"code": "duplicate_in_file", "other_line": 99999999999999999999, "severity": "error"}]'},
        q{(repeat('[', 300) || repeat(']', 300))::jsonb}, q{'{"birth_date": "", "loyalty_points": 1}'} ],
    'bigint[]' => [ "'{}'", "'{NULL}'", "'{{1,2},{3,4}}'", "'[5:6]={1,-1}'", "'{9223372036854775807}'" ],
    'boolean' => [ 'true', 'false' ],
    'timestamp with time zone' => [ "'infinity'", "'-infinity'", "'4714-11-24 BC'" ],
    'bytea' => [ q{''}, q{'\x00'}, q{sha256('x') || '\x00'::bytea} ],
    'numeric' => [ "'NaN'", "'Infinity'", '-1', '1e300' ],
    'date' => [ "'infinity'", "'-infinity'", "'0044-03-15 BC'" ]);

# What a column is retyped to, and what it holds then.
my %retyped = (
    'bigint' => '1234567890123', 'text' => "repeat('0123456789', 3)", 'boolean' => 'true', 'integer' => '7',
    'jsonb' => q{'{"a": 1}'::jsonb}, 'text[]' => "'{a,b}'::text[]", 'bytea' => q{'\x6162'::bytea}, 'name' => "'x'::name");

# What is done to the tables, and the calls after it: each in a subtransaction.
$node->safe_psql('postgres', q{
    CREATE FUNCTION public.call_all(calls text[], OUT made bigint, OUT done bigint, OUT internal text[])
    LANGUAGE plpgsql AS $$
    DECLARE
        call text;
        state text;
        message text;
    BEGIN
        made := 0;
        done := 0;
        FOREACH call IN ARRAY calls LOOP
            BEGIN
                PERFORM set_config('tamper.call', call, false);
                EXECUTE call;
                RAISE EXCEPTION 'undo' USING ERRCODE = 'TAMPR';
            EXCEPTION WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
                done := done + (state = 'TAMPR')::int;
                IF state LIKE 'XX%' THEN
                    internal := internal || (left(call, 120) || ' -> ' || state || ' ' || left(message, 300));
                END IF;
            END;
            made := made + 1;
        END LOOP;
    END $$;

    CREATE FUNCTION public.tamper(relation text, preparations text[], calls text[],
        OUT made bigint, OUT done bigint, OUT internal text[])
    LANGUAGE plpgsql AS $$
    DECLARE
        preparation text;
        problem text;
    BEGIN
        FOREACH preparation IN ARRAY preparations LOOP
            BEGIN
                EXECUTE preparation;
            EXCEPTION WHEN unique_violation THEN
                EXECUTE preparation || format(' WHERE ctid = (SELECT min(ctid) FROM %s)', relation);
            END;
        END LOOP;
        SELECT * INTO made, done, internal FROM public.call_all(calls);
        RAISE EXCEPTION 'undo' USING ERRCODE = 'TAMPR';
    EXCEPTION WHEN OTHERS THEN
        IF SQLSTATE <> 'TAMPR' THEN
            made := 0;
            done := 0;
            internal := ARRAY['not done: ' || SQLSTATE || ' ' || SQLERRM];
        END IF;
    END $$});

my $next = "SET customers.schema = 'office'; SELECT count(*) FROM ext.customers_find()";
my $expected = $node->safe_psql('postgres', $next);
my %totals = (tamperings => 0, calls => 0, results => 0);

# A column of a table of ours.
sub columns
{
    my $rows = $node->safe_psql('postgres', q{
        SELECT c.oid::regclass, quote_ident(attname), format_type(atttypid, NULL)
          FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
         WHERE relnamespace = 'office'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
         ORDER BY relname, attnum});

    return map { [ split /\|/ ] } split(/\n/, $rows);
}

# What takes the constraints of a table away; with its keys, if a column of
# them is to be NULL.
sub without_constraints
{
    my ($table, $column, $keys) = @_;
    my $contypes = $keys ? "'c', 'f', 'p', 'u'" : "'c', 'f'";

    return split(/\n/, $node->safe_psql('postgres', qq{
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname)
          FROM pg_constraint WHERE contype IN ($contypes) AND conrelid = '$table'::regclass
        UNION ALL
        SELECT format('ALTER TABLE %s ALTER %I DROP NOT NULL', attrelid::regclass, attname)
          FROM pg_attribute
         WHERE attrelid = '$table'::regclass AND attnotnull AND attnum > 0 AND quote_ident(attname) = '$column'
           AND ($keys OR NOT EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey)))}));
}

# What takes the indexes away that know the column's type.
sub without_indexes
{
    my ($table, $column) = @_;

    return split(/\n/, $node->safe_psql('postgres', qq{
        SELECT DISTINCT format('DROP INDEX %s', indexrelid::regclass)
          FROM pg_index JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = indexrelid AND refobjid = indrelid
          JOIN pg_attribute ON attrelid = indrelid AND attnum = refobjsubid
         WHERE indrelid = '$table'::regclass AND quote_ident(attname) = '$column' AND NOT indisprimary}));
}

sub views
{
    return split(/\n/, $node->safe_psql('postgres', q{
        SELECT format('DROP VIEW IF EXISTS %s CASCADE', oid::regclass)
          FROM pg_class WHERE relnamespace = 'office'::regnamespace AND relkind = 'v'}));
}

# What takes the triggers of a table away whose columns or conditions may name
# the column.
sub triggers
{
    my ($table) = @_;

    return split(/\n/, $node->safe_psql('postgres', qq{
        SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
          FROM pg_trigger
         WHERE tgrelid = '$table'::regclass AND NOT tgisinternal AND tgtype & 1 = 1}));
}

sub literal
{
    my ($text) = @_;

    $text =~ s/'/''/g;
    return "'$text'";
}

# Calls after a tampering: all, or some of them.
my $random = $seed;

sub chosen
{
    my @left = @calls;
    my @chosen;

    return @calls if $calls_each eq 'all';
    for (1 .. $calls_each)
    {
        $random = ($random * 1103515245 + 12345) % 2147483648;
        push @chosen, splice(@left, ($random >> 8) % @left, 1);
    }
    return @chosen;
}

# Runs tamperings of one column, each with its calls, and the next call, in one
# session.
sub try_all
{
    my ($name, $table, @tamperings) = @_;
    my $sql = "SET customers.schema = 'office'; SET client_min_messages = error; SET statement_timeout = '60s';\n";
    my @problems;

    for my $tampering (@tamperings)
    {
        my @chosen = chosen();

        $sql .= 'SELECT ' . literal($tampering->[-1]) . ", * FROM public.tamper('$table', ARRAY["
          . join(', ', map { literal($_) } @$tampering) . '], ARRAY[' . join(', ', map { literal($_) } @chosen) . "]);\n";
        $totals{tamperings}++;
        $totals{calls} += @chosen;
    }
    my ($rc, $out, $err) = $node->psql('postgres', "$sql$next", on_error_stop => 0, timeout => 900);
    my @lines = split /\n/, $out;

    push @problems, "exit $rc: $err" if $rc != 0 || $err ne '';
    push @problems, 'the next call fails' if ($rc == 0 ? pop @lines : '') ne $expected;
    for my $line (@lines)
    {
        $totals{results} += $1 if $line =~ /\|\d+\|(\d+)\|/;
        push @problems, $line if $line !~ /\|$/ && !grep { $line =~ $_ } @internal;
    }
    $node->poll_query_until('postgres', 'SELECT true') if $rc == 2;
    is(join("\n", @problems), '', $name);
    return;
}

for (columns())
{
    my ($table, $column, $type) = @$_;
    next if "$table.$column" !~ $only;
    my @unchecked = without_constraints($table, $column, 'false');
    my @keyless = without_constraints($table, $column, 'true');
    my @unindexed = without_indexes($table, $column);
    my @views = views();
    my @triggers = triggers($table);
    # those that keep who staged, corrected and approved an import
    my @guards = grep { /_signe?d? ON/ } @triggers;
    my @free = (@keyless, @unindexed, @views, @triggers, "ALTER TABLE $table ALTER $column DROP DEFAULT");

    try_all("$table.$column",
        $table,
        [ @keyless, @guards, "UPDATE $table SET $column = NULL" ],
        (map { [ @unchecked, @guards, "UPDATE $table SET $column = $_" ] } @{ $odd{$type} // die "no odd values of type $type" }),
        (map { [ @free, "ALTER TABLE $table ALTER $column TYPE $_ USING $retyped{$_}" ] } grep { $_ ne $type } sort keys %retyped),
        [ "ALTER TABLE $table DROP COLUMN $column CASCADE" ],
        [ "ALTER TABLE $table DROP COLUMN $column CASCADE",
            "ALTER TABLE $table ADD COLUMN $column $type GENERATED ALWAYS AS (NULL) STORED" ]);
}

note("seed $seed: $totals{tamperings} tamperings, $totals{calls} calls, $totals{results} without an error");
unlike(slurp_file($node->logfile), qr/terminated by signal|PANIC/, 'the server lived');

done_testing();
