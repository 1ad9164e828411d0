# A case as SQL for psql: what makes the world, what the customers are at
# first, the steps; and what the server says of each step, read back.
package Script;

use strict;
use warnings;
use utf8;

# What separates fields of psql's output, what each row ends with (a field of
# its own), and what marks our own words.
our ($FIELD, $END, $MARK) = ("\x1f", "\x1e", "\x02");
my $END_SQL = q{E'\x1e'};

sub quote
{
    my ($text) = @_;

    return 'NULL' if !defined $text;
    $text =~ s/'/''/g;
    return "'$text'";
}

# ---- the world ----

# Once for a connection.
sub prologue
{
    return "SET client_min_messages = warning; SET TimeZone = 'UTC'; SET DateStyle = 'ISO';\n";
}

sub use_world
{
    my ($world) = @_;
    my $schema = $world->schema;

    return "SET customers.schema = '$schema'; SET search_path = $schema, public;\n";
}

# Statements that ask what there is, prepared once for a connection and world.
sub prepare
{
    my ($world) = @_;
    my $schema = $world->schema;
    my $columns = join(', ', map { "${_}::text" } grep { $_ ne 'customer_id' } $world->columns);

    return use_world($world) . <<"END";
PREPARE told_$schema (bigint, bigint, bigint) AS
SELECT 'counts', uploaded::text, created::text, changed::text, unchanged::text, rejected::text, excluded::text, $END_SQL
  FROM customer_imports WHERE import_id = \$1
UNION ALL SELECT 'way', strategy, status, import_id::text, '', '', '', $END_SQL FROM customer_imports WHERE import_id = \$1
UNION ALL SELECT 'standing', s.key, s.value ->> 'records', btrim(s.value ->> 'lines', '[]'), '', '', '', $END_SQL
  FROM customer_imports, jsonb_each(standing) AS s WHERE import_id = \$1
UNION ALL SELECT 'row', line::text, action, customer_id::text, reason, '', '', $END_SQL
  FROM customer_import_rows WHERE import_id = \$1 AND NOT line BETWEEN \$2 AND \$3
UNION ALL SELECT 'diff', line::text, action, customer_id::text, field, old_value, new_value, $END_SQL
  FROM customer_import_diff WHERE import_id = \$1 AND NOT line BETWEEN \$2 AND \$3
UNION ALL SELECT 'error', line::text, field, code, severity, '', '', $END_SQL
  FROM customer_import_errors WHERE import_id = \$1 AND NOT line BETWEEN \$2 AND \$3;
PREPARE customers_$schema AS
SELECT 'customer', customer_id::text, created_at < '2020-01-02', $columns, $END_SQL FROM customers;
PREPARE others_$schema AS
SELECT 'attribute', c.customer_id::text, a.key, a.value::text, '', '', $END_SQL FROM customers AS c, jsonb_each(attributes) AS a
UNION ALL SELECT 'group', name, '', '', '', '', $END_SQL FROM customer_groups
UNION ALL SELECT 'member', m.customer_id::text, g.name, m.status, m.import_id::text, (set_at < '2020-01-02')::text, $END_SQL
  FROM customer_group_members AS m JOIN customer_groups AS g USING (group_id);
END
}

# Empties the world; $1 = its relations.
sub clear
{
    my ($world, @relations) = @_;
    my $schema = $world->schema;

    return "SET session_replication_role = replica; "
      . join(' ', map { "DELETE FROM $schema.$_;" } @relations)
      . " SET session_replication_role = origin;\n";
}

# ---- a case ----

sub start
{
    my ($case) = @_;
    my ($world, $live, $settings) = @$case{qw(world live settings)};
    my @columns = grep { $_ ne 'customer_id' } $world->columns;
    my $sql = use_world($world);

    $sql .= join('', map { "SET customers.$_ = '$settings->{$_}'; " } sort keys %$settings) . "\n";
    $sql .= "BEGIN;\n" if $case->{one_transaction};
    $sql .= "SET session_replication_role = replica;\n" if $case->{untidy};
    foreach my $customer (@{ $live->{customers} })
    {
        my @given = grep { defined $customer->{$_} } @columns;
        my $attributes = $customer->{attributes};
        my $json = '{' . join(', ', map { "\"$_\": $attributes->{$_}" } sort keys %$attributes) . '}';

        $sql .= sprintf("INSERT INTO customers (%s) VALUES (%s);\n",
            join(', ', 'customer_id', @given, 'attributes', 'created_at'),
            join(', ', $customer->{customer_id}, (map { quote($customer->{$_}) } @given), quote($json), "'2020-01-01'"));
    }
    $sql .= "SET session_replication_role = origin;\n" if $case->{untidy};
    $sql .= "INSERT INTO customer_groups (name) VALUES " . join(', ', map { '(' . quote($_) . ')' } @{ $live->{groups} }) . ";\n"
      if @{ $live->{groups} };
    $sql .= "INSERT INTO customer_group_members (customer_id, group_id, status, set_at) SELECT id, group_id, status, '2020-01-01'"
      . " FROM (VALUES " . join(', ', map { '(' . join(', ', $_->[0], quote($_->[1]), quote($_->[2])) . ')' } @{ $live->{members} })
      . ") AS m (id, name, status) JOIN customer_groups USING (name);\n"
      if @{ $live->{members} };
    return $sql;
}

sub end
{
    my ($case) = @_;

    return $case->{one_transaction} ? "ROLLBACK;\n" : '';
}

# The step's SQL.  It says how its call went, then what there is.
sub step
{
    my ($case, $n, $step) = @_;
    my $schema = $case->{world}->schema;
    my $number = $step->{number} // 0;
    my $do = $step->{do};
    my $state = "\\echo ${MARK}step $n :SQLSTATE\n";
    my ($file) = grep { $_->{do} eq 'import' && $_->{number} == $number } @{ $case->{steps} };
    my $told = "EXECUTE told_$schema (:i$number, " . join(', ', padded_lines($file || {})) . ");\n";
    my $everything = "EXECUTE customers_$schema;\nEXECUTE others_$schema;\n";

    return "\\set i$number 0\n" . import_sql($step) . " AS i$number \\gset\n$state$told" if $do eq 'import';
    return "SELECT created AS n FROM customers_merge(:i$number, on_conflict => '$step->{on_conflict}') \\gset\n$state$told$everything"
      if $do eq 'merge';
    return "SELECT customers_cancel(:i$number) AS n \\gset\n$state" if $do eq 'cancel';
    return "SELECT reverted, kept FROM customers_revert(:i$number, resubscribe => " . ($step->{resubscribe} ? 'true' : 'false') . ")"
      . " \\gset\n$state\\echo ${MARK}reverted :reverted :kept\n$told$everything" if $do eq 'revert';
    return "SELECT customers_import_fix(:i$number, $step->{line}, " . quote($step->{field}) . ', ' . quote($step->{value}) . ") AS fixed"
      . " \\gset\n$state\\echo ${MARK}fixed :fixed\n$told" if $do eq 'fix';
    return "SELECT customers_import_$do(:i$number, '{" . join(',', @{ $step->{lines} }) . "}') AS n \\gset\n$state$told" if $do eq 'exclude' || $do eq 'include';
    return edit_sql($case, $step) . "\n$state" if $do eq 'edit';
    return "DELETE FROM customers WHERE customer_id = " . id_sql($step->{id}) . ";\n$state" if $do eq 'delete';
    return "SELECT customers_save(" . quote(json($step->{given})) . ") AS saved \\gset\n$state\\echo ${MARK}saved :saved\n" if $do eq 'save';
    return "INSERT INTO customer_orders (customer_id) SELECT nullif(" . id_sql($step->{id}) . ", 0);\n$state" if $do eq 'order';
    return "SELECT customers_group_"
      . ($step->{status} eq 'accepted' ? 'assign' : 'reject') . "(" . quote($step->{group}) . ", ARRAY[" . id_sql($step->{id}) . "]::bigint[]) AS n \\gset\n$state";
}

# Fields as a JSON object, categories in one of their own.
sub json
{
    my ($given) = @_;
    my $pair = sub { my ($name, $value) = @_; return "\"$name\": " . (defined $value ? '"' . ($value =~ s/(["\\])/\\$1/gr =~ s/\n/\\n/gr) . '"' : 'null') };
    my @pairs = map { $pair->($_, $given->{$_}) } grep { !/^attributes\./ } sort keys %$given;
    my @categories = map { $pair->(s/^attributes\.//r, $given->{$_}) } grep { /^attributes\./ } sort keys %$given;

    return '{' . join(', ', @pairs, @categories ? '"attributes": {' . join(', ', @categories) . '}' : ()) . '}';
}

# A customer, as a number.
sub id_sql
{
    my ($id) = @_;
    my ($number, $line) = $id =~ /^N(\d+)\.(\d+)$/ or return $id;

    return "COALESCE((SELECT customer_id FROM customer_import_rows WHERE import_id = :i$number AND line = $line AND action = 'create'), 0)";
}

sub edit_sql
{
    my ($case, $step) = @_;
    my $field = $case->{world}->field($step->{field});
    my $category = quote($field->{category} // '');
    my $set = $field->{kind} ne 'attribute' ? "$field->{name} = " . quote($step->{value})
      : defined $step->{value} ? "attributes = attributes || jsonb_build_object($category, " . quote($step->{value}) . "::jsonb)"
      : "attributes = attributes - $category";

    return "UPDATE customers SET $set WHERE customer_id = " . id_sql($step->{id}) . ";";
}

sub import_sql
{
    my ($file) = @_;
    my $options = $file->{options};
    my @rules = map { qq{"$_": "$options->{rules}{$_}"} } sort keys %{ $options->{rules} };
    my @given = ("delimiter => ','", "quote => '\"'", "encoding => 'UTF8'", 'skip => 0', 'again => true',
        "match_by => '{" . join(',', @{ $options->{match_by} }) . "}'");

    push @given, "$_ => '$options->{$_}'"
      foreach grep { defined $options->{$_} } qw(mode duplicates blanks unknown_ids keyless unknown_columns group_mode unknown_groups invalid);
    push @given, "rules => '{" . join(', ', @rules) . "}'" if @rules;
    push @given, qq{mapping => '{"customer_id": "customer_id"}'} if grep { $_ eq 'customer_id' } @{ $file->{columns} };
    push @given, 'resubscribe => true' if $options->{resubscribe};
    return "SELECT customers_import(convert_to(" . content_sql($file) . ", 'UTF8'), " . join(', ', @given) . ')';
}

sub content_sql
{
    my ($file) = @_;
    my @columns = map { s/^attributes\.//r } @{ $file->{columns} };
    my @records = map { join(',', map { cell_text($_) } @{ $_->{cells} }) . "\n" } @{ $file->{records} };
    my $padding = '';

    if ($file->{padding})
    {
        my @cells = map { $_ eq 'identifier' ? "pad' || n || '" : $_ eq 'email' ? "p' || n || '\@pad.no" : $_ eq 'must' ? 'x' : '' } @columns;

        $padding = "\$csv\$ || (SELECT string_agg('" . join(',', @cells) . "', E'\\n' ORDER BY n) || E'\\n' FROM generate_series(1, $file->{padding}) AS n) || \$csv\$";
    }
    splice(@records, $file->{padded_at}, 0, $padding);
    return '$csv$' . join('', join(',', @columns) . "\n", @records) . '$csv$';
}

# The first and the last line of a file that only pad it.
sub padded_lines
{
    my ($file) = @_;

    return (0, 0) if !$file->{padding};
    my $line = 2;

    $line += 1 + grep { /\n/ } map { $_->{text} } @{ $_->{cells} } foreach @{ $file->{records} }[ 0 .. $file->{padded_at} - 1 ];
    return ($line, $line + $file->{padding} - 1);
}

sub cell_text
{
    my ($cell) = @_;
    my $text = $cell->{text};

    return $text if !$cell->{quoted};
    $text =~ s/"/""/g;
    return qq{"$text"};
}

# ---- what came back ----

# Output of the steps, by number: { state, reverted, fixed, saved, lines }.
sub read_output
{
    my ($output) = @_;
    my %steps;
    my $current;

    foreach my $part (split(/\Q$MARK\E/, $output))
    {
        if ($part =~ s/^step (\d+) (\S+)\n//)
        {
            $current = $steps{$1} = { state => $2, lines => [] };
        }
        elsif ($part =~ s/^reverted (\S+) (\S+)\n//)
        {
            $current->{reverted} = [ $1, $2 ];
        }
        elsif ($part =~ s/^saved (\S+)\n//)
        {
            $current->{saved} = $1;
        }
        elsif ($part =~ s/^fixed (\S+)\n//)
        {
            $current->{fixed} = $1;
        }
        next if !$current;
        push @{ $current->{lines} }, map { [ map { $_ eq '\N' ? undef : $_ } split(/\Q$FIELD\E/, $_, -1) ] }
          grep { $_ =~ /\Q$FIELD\E/ } split(/\Q$FIELD$END\E\n/, $part);
    }
    return \%steps;
}

1;
