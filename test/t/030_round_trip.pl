# What is exported imports again as unchanged: random customers with every
# nasty value, in each delimiter and encoding, guarded or not; and into another
# set of tables, it makes the same customers.
#
# ROUND_TRIP_SEED repeats a run; ROUND_TRIP_ROUNDS asks for more of them.  In CI
# the same customers are made each time.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{ROUND_TRIP_SEED} // ($ENV{CI} ? 30 : int(rand(2**31)));
my $rounds = $ENV{ROUND_TRIP_ROUNDS} // 2;
my $customers = 60;
srand($seed);
note("seed $seed: ROUND_TRIP_SEED=$seed repeats this run");

my $node = start_cluster('main');
my $dir = $node->basedir;
$node->safe_psql('postgres', 'CREATE EXTENSION customers');

# What WIN1252 and LATIN1 have too, and what only Unicode has.
my @plain = (
    'Ann', "O'Brien", 'Smith, Jr.', 'a;b', "a\tb", 'a|b', 'say "hi"', '"', '""', "two\nlines",
    "win\r\ndows", "old\rmac", ' lead', 'trail ', "\ttab", "tab\t", "\xA0nbsp", "nbsp\xA0",
    '007', '00417', '+47 22 33 44 55', '=1+1', '=SUM(A1:A9)', '="x"', '="00417"', '=""', '@cmd', '-2+3',
    "'=x", "''=x", "'", "''", "'quoted'", "'+1", "'#N/A", '#N/A', "''#N/A", '#n/a', 'N/A', 'NULL', '\N', '\.', '\\',
    "\r", "\n", "\n\n", 'true', '0', '1e5', '1.0', '12/31/1999', '1 000', '{}', '$1', '%s', '<b>', '--', '/*',
    'sep=;', 'customer_id', 'reason', '  ', "' ", "'\t", 'NaN', 'infinity', 'æøå ÆØÅ', 'é', 'ß', 'Ñandú', ',', ';', ',,', '|', "\t", ' , ', 'x' x 300,
    "\x{A0}", '"=1"', '#', '# comment', "a\x{B}b", "\x{1}", "end\\", '"start', 'end"', "'start");
my @unicode = (
    '😀', '👩‍👩‍👧', 'שלום', "\x{202E}rtl\x{202C}", "e\x{301}", '王小明', 'Łukasz', "\x{200B}zero", "bom\x{FEFF}",
    "\x{FEFF}bom", 'Ελλάδα', "\x{2028}line", "\x{85}nel", "\x{3000}wide", "smile\x{1F600}" x 20, 'ﬁ');
my @categories = (
    'Shoe size', 'a,b', 'x;y', 'p|q', 'tab' . "\t" . 'in', '"quoted"', "it's", "'single'", ' lead', 'trail ',
    'email', 'Name', 'customer_id', '=1+1', '+plus', 'reason', 'æøå', "two\nlines", '#N/A', 'attributes.x', 'attributes.', '1', '"', "nbsp\x{A0}", '', ' ', "\n");
my @groups = (
    'VIP', 'Wholesale', 'b2b, preferred', 'a;b', 'c,d;e', '=SUM(1)', '+plus', '#N/A', "'=x", '"q"', 'Ørsted', "it's",
    '="x"', '0', 'b2b', 'preferred');

my $add_columns = 'ALTER TABLE customers ADD price numeric, ADD ratio float8, ADD seen timestamptz, ADD token uuid,
    ADD tags text[], ADD extra jsonb, ADD code varchar(12), ADD colour public.colour, ADD photo bytea,
    ADD small smallint, ADD "Odd, ""col""" text, ADD span interval, ADD day date, ADD at timestamp, ADD fee money,
    ADD domained public.domained, ADD pair public.pair, ADD days daterange, ADD bits varbit, ADD letters char(4),
    ADD nums numeric[], ADD word name, ADD doc json, ADD net inet';

sub pick { return $_[ int(rand(@_)) ]; }

# A text: one nasty value, or some in a row.
sub nasty
{
    my ($unicode) = @_;
    my @pool = $unicode ? (@plain, @unicode) : @plain;
    my $kind = rand();

    return undef if $kind < 0.15;
    return '' if $kind < 0.2;
    return pick(@pool) if $kind < 0.7;
    return join('', map { pick(@pool) } 1 .. 2 + rand(4)) if $kind < 0.99;
    return substr(join(pick(' ', "\n", ','), map { pick(@pool) } 1 .. 2000), 0, 10000) . '.';
}

# What is empty is nothing in a new customer: not for comparing tables.
sub not_empty
{
    my ($text) = @_;

    return defined $text && $text eq '' ? undef : $text;
}

sub literal
{
    my ($text) = @_;

    return 'NULL' unless defined $text;
    $text =~ s/([\\'])/$1$1/g;
    return "E'$text'";
}

# SQL that fills the tables of a schema.
sub make_customers
{
    my ($schema, $unicode, $names) = @_;
    my $sql = "CREATE SCHEMA $schema; SET customers.schema = '$schema'; SET search_path = $schema, public;
        SELECT customers_setup();
        $add_columns;";
    my @columns = grep { !/^(email|identifier)$/ } qw(name first_name last_name phone mobile company vat_number address address_2
      postal_code city region country language note);

    $sql .= 'INSERT INTO customer_groups (name) VALUES ' . join(', ', map { '(' . literal($_) . ')' } @groups) . ';';
    for my $id (1 .. $customers)
    {
        my %row = map { $_ => literal(not_empty(nasty($unicode))) } @columns;
        my %attributes = map { $_ => not_empty(nasty($unicode)) } grep { rand() < 0.3 } @$names;

        $row{customer_id} = 10 * $id + int(rand(10));
        $row{email} = rand() < 0.2 ? 'NULL' : literal(pick('a', '+a', "o'x", '-a', '=a', 'é') . "$id\@example.com");
        $row{identifier} = rand() < 0.3 ? 'NULL' : literal(pick('000', '+47', 'C-', "=", "x'", 'a,b', '"') . $id);
        $row{$_} = pick('NULL', "'0001-01-01'", "'9999-12-31'", "'2024-02-29'", "'1999-12-31'", "'infinity'",
            "'-infinity'", "'0044-03-15 BC'", "'4713-01-01 BC'", "'12345-06-07'", "'5874897-12-31'") for qw(birth_date customer_since day);
        $row{at} = pick('NULL', "'infinity'", "'0044-03-15 12:00 BC'", "'2024-02-29 23:59:59.5'");
        $row{fee} = pick('NULL', '0', '-1234.56', '1234567.89', '0.01');
        $row{domained} = literal(not_empty(nasty($unicode)));
        $row{pair} = rand() < 0.5 ? 'NULL' : 'ROW(' . literal(nasty($unicode)) . ", 1)::public.pair";
        $row{days} = pick('NULL', "'empty'", "'(,)'", "'[2020-01-01,infinity)'", "'[0044-03-15 BC,2020-01-01)'");
        $row{bits} = pick('NULL', "'0101'");
        $row{letters} = pick('NULL', "'ab'", "' a'", "'    '");
        $row{nums} = pick('NULL', "'{}'", "'{NaN,NULL,-1.50}'", "'{{1},{2}}'");
        $row{word} = literal(not_empty(substr(pick(@plain), 0, 20)));
        $row{doc} = pick('NULL', q('{"a" :  1}'), q('  {"a": [1, null]}  '), "'null'");
        $row{net} = pick('NULL', "'::1/64'", "'10.0.0.0/8'");
        $row{loyalty_points} = pick(0, -5, '9223372036854775807', '-9223372036854775808', 12345);
        $row{$_} = pick('true', 'false') for qw(subscribed vip tax_exempt);
        $row{attributes} = 'jsonb_strip_nulls(jsonb_build_object(' .
          join(', ', map { literal($_) . '::text, ' . literal($attributes{$_}) . '::text' } keys %attributes) . '))';
        $row{price} = pick('NULL', 0, '1.50', '-0.001', '12345678901234567890.123456789', "'NaN'", "'Infinity'", "'-Infinity'");
        $row{ratio} = pick('NULL', '0.1', '1e300', '-1e-300', "'Infinity'", '0.30000000000000004', "'NaN'", "'-Infinity'", "'-0'");
        $row{seen} = pick('NULL', "'2024-02-29 23:59:59.123456+05:30'", "'0001-01-01 00:00:00+00'", "'infinity'");
        $row{token} = pick('NULL', 'gen_random_uuid()');
        $row{tags} = rand() < 0.5 ? 'NULL' : 'ARRAY[' . literal(nasty($unicode)) . ', ' . literal(nasty($unicode)) . ']::text[]';
        $row{extra} = rand() < 0.5 ? 'NULL' : 'to_jsonb(' . literal(pick(@plain)) . '::text)';
        $row{code} = literal(not_empty(substr(nasty($unicode) // '', 0, 12)));
        $row{colour} = pick('NULL', "'red, dark'", "'=blue'", "'grün'", "' pale '");
        $row{photo} = pick('NULL', "'\\x00ff'::bytea", "''::bytea");
        $row{small} = pick('NULL', 0, -32768);
        $row{'"Odd, ""col"""'} = literal(not_empty(nasty($unicode)));
        $row{span} = pick('NULL', "'-1 day'", "'1 year 2 mons 3 days 04:05:06.789'");
        my @keys = sort keys %row;
        $sql .= 'INSERT INTO customers (' . join(', ', @keys) . ') VALUES (' . join(', ', @row{@keys}) . ");\n";
        foreach my $group (grep { rand() < 0.15 } @groups)
        {
            $sql .= "INSERT INTO customer_group_members (customer_id, group_id, status)
                SELECT $row{customer_id}, group_id, '" . pick('accepted', 'accepted', 'rejected') . "'
                FROM customer_groups WHERE name = " . literal($group) . ";\n";
        }
    }
    return $sql;
}

# Runs SQL that is too long, and too odd, for a command line.
sub run_sql
{
    my ($sql) = @_;
    my $path = "$dir/run.sql";

    open(my $file, '>:encoding(UTF-8)', $path) or die "could not write $path: $!";
    print $file "SET client_min_messages = warning;\n$sql";
    close($file);
    return $node->safe_psql('postgres', "\\i $path");
}

# Exports and imports again: nothing is different, and nothing is remarked.
sub is_unchanged
{
    my ($schema, $export, $import, $name) = @_;

    comes_back($schema, "SELECT customers_export('$dir/$schema.csv'$export) AS exported \\gset", $import, "$name");
    return;
}

# The same of what a GUI makes of our relations.
sub is_copied_unchanged
{
    my ($schema, $relation, $format, $settings) = @_;

    comes_back($schema, "$settings; COPY (SELECT * FROM $relation) TO '$dir/$schema.csv' WITH (FORMAT csv, HEADER, $format);
        SELECT count(*) AS exported FROM customers \\gset", '', "COPY $relation, $format, $settings");
    return;
}

sub comes_back
{
    my ($schema, $export, $import, $name) = @_;
    my $sql = "SET customers.schema = '$schema'; SET search_path = $schema, public;
        $export
        SELECT customers_import('$dir/$schema.csv'$import) AS id \\gset
        SELECT uploaded = :exported AND unchanged = uploaded AND uploaded > 0, :id, uploaded, created, changed, unchanged, rejected, excluded, warnings
          FROM customer_imports WHERE import_id = :id;
        SELECT 'diff', line, field, to_jsonb(old_value), to_jsonb(new_value) FROM customer_import_diff WHERE import_id = :id LIMIT 5;
        SELECT 'error', line, field, to_jsonb(value), code, message, hint FROM customer_import_errors WHERE import_id = :id LIMIT 5;";
    my $result = run_sql($sql);
    my $ok = $result =~ /\At\|.*\|\z/ && $result !~ /\n/;

    ok($ok, "$schema $name") or diag("export $export, import $import: $result");
    return;
}

run_sql("CREATE TYPE colour AS ENUM ('red, dark', '=blue', 'grün', ' pale '); CREATE DOMAIN domained AS text;
    CREATE TYPE pair AS (x text, y int)");

foreach my $round (1 .. $rounds)
{
    my $unicode = $round % 2;
    my $schema = "round_$round";
    my @names = grep { rand() < 0.6 } @categories;
    my @encodings = $unicode
      ? (", bom => false", '', ", encoding => 'UTF16'", ", encoding => 'UTF32BE'")
      : (", bom => false", '', ", encoding => 'WIN1252'", ", encoding => 'LATIN1'");

    @names = grep { !/[\x{100}-\x{FFFF}]/ } @names unless $unicode;
    run_sql(make_customers($schema, $unicode, \@names));
    foreach my $delimiter (',', ';', 'tab', '|')
    {
        foreach my $encoding (@encodings)
        {
            foreach my $safe ('', ', excel_safe => true')
            {
                my ($name) = $encoding =~ /encoding => '(WIN1252|LATIN1)'/;

                is_unchanged($schema, ", delimiter => '$delimiter'$encoding$safe",
                    $name ? ", encoding => '$name'" : '', "$delimiter$encoding$safe");
            }
        }
    }

    # a part of the columns, or of the customers
    is_unchanged($schema, ", columns => '{customer_id,note,display_name,orders_count,mailable,updated_at}'", '', 'some columns');
    is_unchanged($schema, ", columns => '{email,name,groups}', filter => 'email IS NOT NULL'", '', 'few columns of free text');
    is_unchanged($schema, ", columns => '{email,birth_date,loyalty_points,groups}', filter => 'email IS NOT NULL'", '', 'by email alone');
    is_unchanged($schema, ", columns => '{identifier,attributes}', filter => 'identifier IS NOT NULL'", '', 'by identifier alone');
    is_unchanged($schema, ", filter => 'vip'", '', 'some customers');

    # what a GUI makes of the relations themselves
    is_copied_unchanged($schema, $_, "DELIMITER ';', FORCE_QUOTE *, ENCODING UTF8", "SET timezone = 'Europe/Oslo'")
        foreach 'customer_profiles', 'customers';

    # another set of tables
    my $copy = "copy_$round";
    my $compared = "SELECT customer_id, identifier, email, name, first_name, last_name, phone, mobile, company, vat_number,
            address, address_2, postal_code, city, region, country, language, birth_date, customer_since, note, subscribed, vip, tax_exempt, loyalty_points,
            attributes, price, ratio, seen, token, tags, extra, code, colour, photo, small, \"Odd, \"\"col\"\"\", span,
            day, at, fee, domained, pair, days, bits, letters, nums, word, doc::text, net,
            (SELECT array_agg(g.name ORDER BY g.name) FROM %s.customer_group_members AS m
               JOIN %s.customer_groups AS g USING (group_id)
              WHERE m.customer_id = c.customer_id AND status = 'accepted') AS groups
        FROM %s.customers AS c";
    my $difference = run_sql("SET customers.schema = '$schema';
        SELECT customers_export('$dir/$schema.csv') AS n \\gset
        CREATE SCHEMA $copy; SET customers.schema = '$copy'; SET search_path = $copy, public;
        SELECT customers_setup() \\g /dev/null
        $add_columns;
        SELECT import_id, created, rejected, excluded FROM import_csv('$dir/$schema.csv', unknown_ids => 'create') \\gset
        SELECT :created, :rejected, :excluded;
        SELECT 'error', line, field, to_jsonb(value), code, message, hint FROM customer_import_errors LIMIT 5;
        SELECT 'differs', w.customer_id, w.key, w.value, g.value
          FROM (" . sprintf("SELECT t.customer_id, e.* FROM ($compared) AS t, jsonb_each(to_jsonb(t)) AS e", ($schema) x 3) . ") AS w
          FULL JOIN (" . sprintf("SELECT t.customer_id, e.* FROM ($compared) AS t, jsonb_each(to_jsonb(t)) AS e", ($copy) x 3) . ") AS g
            ON g.customer_id = w.customer_id AND g.key = w.key
         WHERE normalize(w.value::text) IS DISTINCT FROM normalize(g.value::text) LIMIT 5;");
    is($difference, "$customers|0|0", "$copy has the same customers, their texts in normal form C");
}

# without quotes, a delimiter has to be found among what people write
run_sql(q{CREATE SCHEMA gui; SET customers.schema = 'gui'; SET search_path = gui, public;
    SELECT customers_setup() \\g /dev/null
    ALTER TABLE customers ADD tags text[], ADD seen timestamptz, ADD meta jsonb;
    SELECT customers_save('[{"identifier": "007", "email": "ann@example.com", "name": "Ann", "groups": ["Wine", "Modern Art", "a,b"],
            "attributes": {"Shoe size": "43", "Pet": "cat"}, "vip": true, "birth_date": "1980-02-29", "customer_since": "2020-05-01",
            "tags": ["a", "b c"], "seen": "2024-01-01 10:00+00", "meta": {"a": 1}, "password": "hunter22"},
        {"identifier": "c-2", "email": "ben@example.com", "first_name": "Ben", "last_name": "Lee", "subscribed": false,
            "phone": "+47 22", "note": "two\\nlines, \\"x\\"", "loyalty_points": -5, "groups": ["Wine; red"]}]') \\g /dev/null
    INSERT INTO customers (identifier, name, phone, note, city) VALUES
        ('x-3', '''=1+1', '#N/A', ' padded ', 'NULL'), ('x-4', '=1+1', '''0150', '#REF!', '-');});
foreach my $relation ('customer_profiles', 'customers')
{
    is_copied_unchanged('gui', $relation, "DELIMITER '$_'", "SET timezone = 'Asia/Kolkata'") foreach ',', ';';
}

log_is_calm($node);
done_testing();
