# Undo against chance: random tables, files and options; several imports merged
# and undone in random orders, in one transaction or in several.  Where nothing
# happened between, every live table is to the letter what it was, but for
# sequences, the consent log, the columns that the tables' own triggers write, and
# the hashes of mailboxes that had said no.
#
# CUSTOMERS_UNDO_TABLES (16) and CUSTOMERS_UNDO_SEED make it longer, and repeat
# it.
use strict;
use warnings;
no warnings 'qw';

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $tables = $ENV{CUSTOMERS_UNDO_TABLES} // 16;
my $rounds = 12;
my $people = 10;
my $seed = $ENV{CUSTOMERS_UNDO_SEED} // ($ENV{CI} ? 1795811623 : time);
my $node = start_cluster('main', 'jit = off');

diag("seed $seed");

# ---- chance ----

sub one_of { return $_[ int(rand(@_)) ]; }
sub some_of
{
    my ($share, @things) = @_;

    return grep { rand() < $share } @things;
}

# ---- tables ----

# Columns that an application may add: definition, and values for a file's cells.
my %columns = (
    score => [ 'numeric(8,2)', qw(1.50 -3 7 0.005 #N/A) ],
    amount => [ 'numeric', qw(1.50 1.5 1000000000000.000001 0) ],
    ratio => [ 'float8', qw(0.1 1e300 -0 NaN) ],
    part => [ 'real', qw(0.1 3.4e38) ],
    visits => [ 'integer DEFAULT 5', qw(1 2 #N/A) ],
    few => [ 'smallint NOT NULL DEFAULT 3', qw(1 2 3) ],
    day => [ q{date DEFAULT '2020-01-01'}, qw(2024-02-29 1999-12-31 #N/A) ],
    seen => [ 'timestamptz DEFAULT now()', '2024-01-01 10:00+02', '2021-06-01 00:00:00.123456+00' ],
    clock => [ 'timestamptz DEFAULT clock_timestamp()', '2024-01-01 10:00+02' ],
    stamp => [ 'timestamp(0)', '2024-01-01 10:00', '#N/A' ],
    span => [ 'interval', '1 day 02:00', '3 mons' ],
    ext => [ 'uuid DEFAULT gen_random_uuid()' ],
    token => [ 'text DEFAULT md5(random()::text)', qw(tok #N/A) ],
    tier => [ q{varchar(8) DEFAULT 'basic'}, qw(gold basic #N/A) ],
    grade => [ 'char(5)', qw(a bb #N/A) ],
    doc => [ 'json', '{"a":  1}', '[1, 2]' ],
    docb => [ q{jsonb DEFAULT '{"k": null}'}, '{"a": 1.0}', 'null' ],
    numbers => [ 'integer[]', '{1,NULL,2}', '{}' ],
    tags => [ q{text[] DEFAULT '{a,b}'}, '{x,NULL,""}', '#N/A' ],
    spot => [ 'point', '(1,2)', '(3,4)' ],
    bits => [ 'bit(3)', '101', '010' ],
    span_of => [ 'int4range', '[1,5)', 'empty' ],
    mood => [ 'mood', qw(glad sad #N/A) ],
    calm => [ 'calm', qw(very little #N/A) ],
    who => [ 'text DEFAULT CURRENT_USER', qw(me) ],
    serial => [ 'serial', 7, 8 ],
    address_of => [ 'inet', '10.0.0.1', '::1' ],
    raw => [ 'bytea', '\x00ff', '#N/A' ],
    flag => [ 'boolean', qw(yes no #N/A) ],
    folded => [ 'text COLLATE folding', qw(ann ANN Ann) ],
    local => [ 'timestamp DEFAULT now()', '2024-03-31 02:30:00', '#N/A' ],
    hour => [ 'time(0) DEFAULT now()', '10:30:00' ],
    big => [ 'bigint DEFAULT random() * 10', 9007199254740993 ],
    exact => [ 'numeric DEFAULT random()', '12345678901234567890.123456789' ],
    price => [ 'money DEFAULT 3', qw(4.50 #N/A) ],
    since => [ 'text DEFAULT now()', qw(abc #N/A) ],
    nth => [ q{text DEFAULT nextval('customers_customer_id_seq')}, qw(abc) ],
    short => [ 'char(5) DEFAULT 12', qw(a #N/A) ],
    pair => [ 'pair', '(1,)', '(,x)', '(,)' ],
    fee => [ 'money DEFAULT 3', qw(4.50 -7 #N/A) ],
    fees => [ q{money[] DEFAULT '{1.50,-2}'} ],
    tag => [ 'text DEFAULT 7', qw(x #N/A) ],
);
# Computed, filled by triggers, and so on: never in a file.
my @computed = (
    'ADD COLUMN shout text GENERATED ALWAYS AS (upper(name)) STORED',
    'ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY');

# Triggers write these columns only.
my @trigger_columns = qw(slug touched stamped);
my %triggers = (
    slug => q{CREATE FUNCTION slug() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.slug := lower(NEW.name); RETURN NEW; END $$;
        CREATE TRIGGER slug BEFORE INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION slug();},
    touched => q{CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.touched := clock_timestamp(); RETURN NEW; END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch();},
    stamped => q{CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN UPDATE customers SET stamped = coalesce(stamped, '') || TG_TABLE_NAME WHERE customer_id = NEW.customer_id; RETURN NULL; END $$;
        CREATE TRIGGER stamp AFTER INSERT ON customers FOR EACH ROW EXECUTE FUNCTION stamp();});

# Columns that may have another type between a merge and its undo.
my %retyped = (
    visits => [ 'bigint', 'integer' ],
    tier => [ 'text', 'varchar(8)' ],
    score => [ 'numeric(12,2)', 'numeric(8,2)' ],
    folded => [ 'varchar(30) COLLATE folding', 'text COLLATE folding' ]);

my @odd_values = ('41', '1.50', '"text"', 'true', 'null', '[1, {"a": null}]', '{"deep": [1.0]}', '""');
my @categories = qw(shoe hat lot);

sub odd_attributes
{
    return '{' . join(', ', map { qq{"$_": } . one_of(@odd_values) } some_of(0.5, @categories)) . '}';
}

# A schema with customers in it; returns the columns that files may bring.
sub make_table
{
    my ($n) = @_;
    my @added = some_of(rand(0.4), sort keys %columns);
    my @add = map { "ADD COLUMN $_ $columns{$_}[0]" } @added;
    my @fired = rand() < 0.4 ? some_of(0.6, @trigger_columns) : ();
    my $partitions = one_of(0, 0, 0, 3);
    my $sql = "CREATE SCHEMA u$n; SET customers.schema = 'u$n'; SET search_path = u$n, public;\n"
      . "SELECT customers_setup($partitions);\n";

    # a partitioned table takes no identity column later
    push @add, some_of(0.2, $partitions ? $computed[0] : @computed), map { "ADD COLUMN $_ text" } @trigger_columns;
    $sql .= 'ALTER TABLE customers ' . join(', ', @add) . ";\n";
    foreach my $p (1 .. $people)
    {
        next if rand() < 0.3;
        $sql .= sprintf("INSERT INTO customers (identifier, email, name, city, subscribed, attributes) VALUES ('K-%d', %s, '%s', %s, %s, '%s');\n",
            $p, one_of('NULL', "'p$p\@x.no'"), one_of('Ann', 'Bo', ''), one_of('NULL', "'Oslo'"), one_of(qw(true false)), odd_attributes());
    }
    $sql .= "INSERT INTO customer_groups (name) SELECT unnest('{VIP,Web}'::text[]);\n";
    $sql .= "INSERT INTO customer_group_members (customer_id, group_id, status) SELECT customer_id, group_id, "
      . "CASE WHEN random() < 0.2 THEN 'rejected' ELSE 'accepted' END FROM customers, customer_groups WHERE random() < 0.3;\n";
    $sql .= "INSERT INTO customer_orders (customer_id, total) SELECT customer_id, 5 FROM customers WHERE random() < 0.2;\n";
    $sql .= "UPDATE customers SET updated_at = now() - interval '1 day' * customer_id;\n" if rand() < 0.5;
    $sql .= "$triggers{$_}\n" foreach @fired;
    return ($sql, grep { @{ $columns{$_} } > 1 } @added);
}

# ---- files ----

sub quoted
{
    my ($cell) = @_;

    return $cell unless $cell =~ /[",]/ || $cell eq '';
    $cell =~ s/"/""/g;
    return qq{"$cell"};
}

# Every so often a new email; each import has its own, so that no key is taken.
sub email_cell
{
    my ($p, $n) = @_;

    return one_of('', '', "p$p\@x.no", "new-$p-$n\@x.no");
}

sub random_file
{
    my ($n, @added) = @_;
    my %cells = (
        name => [ qw(Ann Bo Cy #N/A), '' ],
        city => [ qw(Oslo Moss Skien #N/A), '' ],
        note => [ 'a note', 'Æ', '' ],
        loyalty_points => [ qw(0 1 20), '' ],
        subscribed => [ qw(yes no), '' ],
        groups => [ 'VIP', 'VIP|New', 'Web|Other', '#N/A', '' ],
        (map { $_ => [ qw(38 41 #N/A text), '' ] } @categories),
        (map { my @values = @{ $columns{$_} }; $_ => [ @values[ 1 .. $#values ], '' ] } @added));
    my @fields = some_of(0.2 + rand(0.5), sort keys %cells);
    my $with_email = rand() < 0.5;
    my $text = join(',', 'identifier', ($with_email ? 'email' : ()), @fields) . "\n";

    foreach my $p (1 .. $people + 3)
    {
        next if rand() < 0.4;
        $text .= join(',', "K-$p", ($with_email ? email_cell($p, $n) : ()), map { quoted(one_of(@{ $cells{$_} })) } @fields) . "\n";
    }
    return $text;
}

sub random_options
{
    return join('', map { ", $_" } 'again => true', q{match_by => '{identifier}'}, 'resubscribe => true',
        some_of(0.3, q{group_mode => 'replace'}), some_of(0.2, q{blanks => 'clear'}),
        some_of(0.2, q{rules => '{"name": "fill"}'}),
        some_of(0.15, 'mode => \'' . one_of(qw(create update)) . '\''));
}

# ---- what happens between the merges and their undos ----

# Somebody whom these imports made is deleted, and made anew by the id by
# another import; or erased.  None of them is there in the end.
sub use_new_customer
{
    my ($anew) = @_;
    my $then = $anew
      ? q{DELETE FROM customers WHERE customer_id = who.customer_id;
        INSERT INTO merged SELECT (import_csv(convert_to(format(E'customer_id,name,city\\n%s,Anew,Moss\\n', who.customer_id), 'UTF8'), unknown_ids => 'create', again => true)).import_id;}
      : 'PERFORM customers_erase(who.email);';

    return "DO \$do\$ DECLARE who record; BEGIN\n"
      . "SELECT customer_id, email INTO who FROM customers AS c WHERE " . ($anew ? 'true' : 'email IS NOT NULL')
      . " AND EXISTS (SELECT FROM customer_import_rows AS r JOIN merged ON id = import_id WHERE r.customer_id = c.customer_id AND action = 'create')"
      . " ORDER BY customer_id LIMIT 1;\nIF FOUND THEN $then END IF; END \$do\$;\n";
}

# What was erased in this round is forgotten, to compare the rest.
my $forget_erased = "DELETE FROM customer_erasures AS e WHERE NOT EXISTS (SELECT FROM state WHERE relation = 'erasures' AND content = e::text);\n";

# A no belongs to the mailbox: it is kept when an undo takes its customer away, or
# when they get another address and their old one back.  Whoever was unsubscribed
# when the round began, or is by a row of its files, may leave hashes of the keys
# that they had.  What these are is seen from customers who have them and go; the hash
# of an address of nobody that a record says no to is kept by the merge itself.
my $said_no = q{
    CREATE FUNCTION said_no() RETURNS bytea[] LANGUAGE plpgsql AS $$
    DECLARE
        hashes bytea[];
        k record;
    BEGIN
        DELETE FROM customer_erasures;
        DELETE FROM customers;
        FOR k IN WITH cell AS (SELECT r.customer_id, f.field, unnest(ARRAY[f.new, f.old]) AS value
                FROM customer_import_rows AS r JOIN merged ON id = import_id JOIN customer_imports AS i USING (import_id)
                CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS f (field, new, old))
            SELECT DISTINCT field, value FROM cell
            WHERE field IN ('email', 'identifier') AND value <> '' AND customer_id IN (SELECT customer_id FROM unsubscribed
                UNION SELECT customer_id FROM cell WHERE field = 'subscribed' AND value = 'false')
            UNION SELECT 'email', email FROM unsubscribed WHERE email IS NOT NULL
        LOOP
            EXECUTE format('INSERT INTO customers (%I, subscribed) VALUES (%L, false)', k.field, k.value);
            DELETE FROM customers;
        END LOOP;
        SELECT array_agg(key_hash) INTO hashes FROM (
            SELECT key_hash FROM customer_erasures UNION SELECT email_hash FROM customer_import_opt_outs JOIN merged ON id = import_id) AS h;
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN RETURN hashes;
    END $$;
};
my $forget_said = "DELETE FROM customer_erasures WHERE reason = 'unsubscribed' AND key_hash = ANY (said_no());\n";

# ---- rounds ----

my $number = 0;

# A round as SQL: imports, some of them refused, and their undos, in any order.
sub make_round
{
    my ($table, $round, @added) = @_;
    my $imports = 1 + int(rand(4));
    my $together = rand() < 0.3;
    my $sql = $together ? "BEGIN;\n" : '';
    my @retyped = $together ? () : some_of(0.1, grep { $retyped{$_} } @added);
    my $used = one_of(0, 0, 0, 0, 0, 0, 1, 2);

    $sql .= "SELECT keep_state();\n";
    foreach my $i (1 .. $imports)
    {
        my $file = random_file(++$number, @added);

        $sql .= "DO \$do\$ BEGIN INSERT INTO merged SELECT (import_csv(convert_to(\$file\$$file\$file\$, 'UTF8')"
          . random_options() . ")).import_id; EXCEPTION WHEN OTHERS THEN INSERT INTO refused VALUES (SQLERRM); END \$do\$;\n";
    }
    $sql .= "ALTER TABLE customers ADD COLUMN later_$number text" . one_of('', q{ DEFAULT 'x'}, ' DEFAULT now()') . ";\n"
      if rand() < 0.1;
    $sql .= use_new_customer($used == 1) if $used;
    $sql .= "ALTER TABLE customers ALTER COLUMN $_ TYPE $retyped{$_}[0];\n" foreach @retyped;
    $sql .= "DO \$do\$ DECLARE i bigint; BEGIN FOR i IN SELECT id FROM merged ORDER BY "
      . one_of('id', 'id DESC', 'md5(id::text || ' . int(rand(1000)) . ')') . " LOOP PERFORM customers_revert(i, resubscribe => true);"
      . ($together ? '' : ' COMMIT;') . " END LOOP; END \$do\$;\n";
    $sql .= "ALTER TABLE customers ALTER COLUMN $_ TYPE $retyped{$_}[1];\n" foreach @retyped;
    $sql .= $forget_erased if $used;
    $sql .= $forget_said;
    $sql .= "SELECT compare_state('table $table, round $round');\n";
    return $sql . ($together ? "COMMIT;\n" : '');
}

# What each schema has: what was there, and what is not any more.
my $functions = q{
    CREATE TABLE merged (id bigint);
    CREATE TABLE refused (message text);
    CREATE TABLE unsubscribed (customer_id bigint, email text);
    CREATE TABLE state (relation text, content text);
    CREATE FUNCTION live() RETURNS TABLE (relation text, content text) LANGUAGE plpgsql AS $$
    BEGIN
        RETURN QUERY EXECUTE format('SELECT ''customers'', row(%s)::text FROM customers AS c', (SELECT string_agg(format('c.%I', attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = 'customers'::regclass AND attnum > 0 AND NOT attisdropped
            AND attname <> ALL ('{slug,touched,stamped}') AND attname NOT LIKE 'later%'))
          || ' UNION ALL SELECT ''groups'', c::text FROM customer_groups AS c UNION ALL SELECT ''members'', c::text FROM customer_group_members AS c'
          || ' UNION ALL SELECT ''orders'', c::text FROM customer_orders AS c UNION ALL SELECT ''erasures'', c::text FROM customer_erasures AS c';
    END $$;
    CREATE FUNCTION keep_state() RETURNS void LANGUAGE sql AS
        'TRUNCATE state, merged, unsubscribed; INSERT INTO state SELECT * FROM live();
        INSERT INTO unsubscribed SELECT customer_id, email FROM customers WHERE NOT subscribed';
    -- Not compared: several imports of which one has heard a no beside its rows.  Their
    -- undos, in some orders, leave who was unsubscribed so, or keep them as edited; what
    -- is left then may go with a later round.
    CREATE TABLE left_over (place text);
    CREATE FUNCTION is_compared() RETURNS boolean LANGUAGE sql AS $$
        SELECT NOT EXISTS (SELECT FROM left_over) AND ((SELECT count(*) FROM merged) < 2
            OR NOT EXISTS (SELECT FROM customer_import_opt_outs JOIN merged ON id = import_id)) $$;
    CREATE FUNCTION compare_state(place text) RETURNS SETOF text LANGUAGE sql AS $$
        INSERT INTO left_over SELECT place
        WHERE NOT is_compared() AND EXISTS ((TABLE state EXCEPT ALL SELECT * FROM live()) UNION ALL (SELECT * FROM live() EXCEPT ALL TABLE state));
        SELECT 'done ' || place UNION ALL
        SELECT format('differs %s: lost %s', place, l) FROM (TABLE state EXCEPT ALL SELECT * FROM live()) AS l WHERE is_compared() UNION ALL
        SELECT format('differs %s: new %s', place, l) FROM (SELECT * FROM live() EXCEPT ALL TABLE state) AS l WHERE is_compared() UNION ALL
        SELECT format('differs %s: kept %s', place, e) FROM customer_import_errors AS e JOIN merged ON id = import_id WHERE code LIKE 'kept%' AND is_compared()
            AND EXISTS ((TABLE state EXCEPT ALL SELECT * FROM live()) UNION ALL (SELECT * FROM live() EXCEPT ALL TABLE state)) $$;
};

$node->safe_psql('postgres', q{
    CREATE EXTENSION customers;
    CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE TYPE pair AS (a integer, b text);
    CREATE DOMAIN calm AS text DEFAULT 'rather';
    CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)});

my ($cases, $created, $changed, $refused) = (0, 0, 0, 0);
my @differ;
foreach my $table (1 .. $tables)
{
    srand($seed + $table);
    my ($script, @added) = make_table($table);

    $script = "SET client_min_messages = error; SELECT setseed(" . rand() . ");\n$script$functions$said_no";
    $script .= make_round($table, $_, @added) foreach 1 .. $rounds;
    $script .= "SELECT 'sums', sum(created), sum(changed), (SELECT count(*) FROM refused) FROM customer_imports;\n"
      . "SELECT DISTINCT 'refused', message FROM refused;\n";
    my $path = write_file("table-$table.sql", $script);
    my ($rc, $out, $err) = $node->psql('postgres', "\\i $path", on_error_stop => 0);

    $cases += () = $out =~ /^done /mg;
    push @differ, $out =~ /^(differs .*)/mg;
    push @differ, map { "table $table: $_" } $err =~ /(ERROR: .*(?:\n.*){0,4})/g;
    if ($out =~ /^sums\|(\d+)\|(\d+)\|(\d+)/m)
    {
        $created += $1;
        $changed += $2;
        $refused += $3;
    }
    diag(join("\n", $out =~ /^refused\|(.*)/mg)) if $ENV{CUSTOMERS_UNDO_VERBOSE};
}
diag("$cases cases: $created customers created, $changed changed, $refused files refused");
is(join("\n", @differ[ 0 .. ($#differ < 20 ? $#differ : 20) ]), '', 'all is as it was');
cmp_ok($cases, '>=', 0.9 * $tables * $rounds, 'all cases were run');
cmp_ok($created, '>=', 2 * $tables * $rounds, 'customers were created');
cmp_ok($changed, '>=', 5 * $tables * $rounds, 'and changed');

done_testing();
