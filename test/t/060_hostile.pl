# Files and texts made to do harm: huge cells, endless lines, thousands of
# columns, quotes that never close, words that would be SQL, log lines or JSON.
# Memory and time stay bounded, what is wrong is told clearly and briefly, and
# nothing of a text is ever run.
#
# CUSTOMERS_HOSTILE_SCALE (1) multiplies the sizes: 16 makes the cell 1 GB.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Faults;
use POSIX qw(mkfifo);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

plan skip_all => 'needs /proc' if !-r '/proc/self/status';

my $scale = $ENV{CUSTOMERS_HOSTILE_SCALE} // 1;
# how many times the memory a process may take, when it is built to take more
my $memory_factor = $ENV{CUSTOMERS_MEMORY_FACTOR} // 1;
my $megabyte = 1024 * 1024;
my $node = start_cluster('main', 'shared_buffers = 16MB', 'jit = off', 'max_wal_size = 4GB',
    "log_line_prefix = '%m [%p] '", 'log_statement = none',
    'statement_timeout = ' . 60 * $scale . 's', 'client_min_messages = warning');
my $folder = PostgreSQL::Test::Utils::tempdir();

$node->safe_psql('postgres', q{CREATE EXTENSION customers; SELECT customers_setup(); CREATE TABLE canary (here int)});

# Writes pieces, each so many times, to a file; returns its path.
sub make_file
{
    my ($name, @pieces) = @_;
    my $path = "$folder/$name";

    open(my $out, '>:raw', $path) or die "$path: $!";
    while (my ($piece, $times) = splice(@pieces, 0, 2))
    {
        my $block = int(65536 / length($piece)) || 1;

        for (; $times >= $block; $times -= $block)
        {
            print $out $piece x $block;
        }
        print $out $piece x $times;
    }
    close($out) or die "$path: $!";
    return $path;
}

# Runs the call in a session of its own; returns what it answered, its error,
# and by how many MB the session's memory grew at most.
sub run_alone
{
    my ($sql) = @_;
    my $peak = q{SELECT (regexp_match(pg_read_file('/proc/self/status'), 'VmHWM:\s+(\d+)'))[1]::int AS kb};
    my $start = time;
    my ($rc, $out, $err) = $node->psql('postgres', qq{
        SET client_min_messages = error;
        SELECT customers_setup() \\gset
        $peak \\gset before_
        \\set ON_ERROR_STOP off
        $sql;
        $peak \\gset after_
        SELECT (:after_kb - :before_kb) / 1024;
    }, on_error_stop => 0);
    my ($growth) = $out =~ /(\d+)\z/;

    $out =~ s/\n?\d+\z//;
    return ($out, $err, $growth // 'no', time - $start);
}

# An import of the file answers so, or is that error, in bounds.
sub bounded
{
    my ($path, $options, $expected, $name, $bar) = @_;
    my ($out, $err, $growth, $took) = run_alone(
        "SELECT customers_import('$path'$options) AS id \\gset\nSELECT uploaded, created, rejected FROM customer_imports WHERE import_id = :id");

    like($out . $err, $expected, "$name: the answer");
    cmp_ok($growth, '<=', ($bar // 80) * $memory_factor, sprintf('%s of %d MB: takes %d MB, %.1f s', $name, (-s $path) / $megabyte, $growth, $took));
    ok(clear_text($err), "$name: the error is short and legible") or diag(substr($err, 0, 2000));
    $node->safe_psql('postgres', q{SELECT customers_cancel(import_id) FROM customer_imports WHERE status = 'staged'});
    $node->safe_psql('postgres', 'VACUUM customer_import_rows');
    unlink $path;
    return;
}

# Is each line of the text short, and UTF-8 without control characters?
sub clear_text
{
    my ($text) = @_;

    $text =~ s/^.*syntax error at or near ":".*\n(LINE.*\n.*\n)?//mg;    # :id of an import that failed
    return utf8::decode($text) && $text !~ /[\x00-\x08\x0b-\x1f]/ && !grep { length($_) > 2500 } split(/\n/, $text);
}

# ---- sizes ----

my $mb = 64 * $scale;
bounded(make_file('cell.csv', "email,note\nann\@example.com,", 1, 'x', $mb * $megabyte, "\nben\@example.com,short\n", 1),
    '', qr/^2\|1\|1$/, 'a cell');
bounded(make_file('quoted.csv', "email,note\nann\@example.com,\"", 1, ('x' x 1023) . "\n", $mb * 1024, "\"\nben\@example.com,short\n", 1),
    '', qr/^\d+\|1\|\d+$/, 'a quoted cell of lines', 120);
bounded(make_file('unclosed.csv', "email,note\nann\@example.com,\"never closed\n", 1, "ben\@example.com,short\n", 20_000 * $scale),
    '', qr/^\d+\|\d+\|\d+$/, 'a quote that never closes', 80 + 10 * $scale);
bounded(make_file('one-line.csv', 'email,name,', 1, 'x', 16 * $scale * $megabyte), '', qr/ERROR|\|/, 'a file of one line');
bounded(make_file('columns.csv', 'email', 1, ',c', 99_999, "\na\@example.com", 1, ',v', 99_999, "\n", 1), '',
    qr/ERROR:.*columns/, '100 000 columns');
bounded(make_file('names.csv', join(',', 'email', map { "word $_" } 1 .. 99_999) . "\na\@example.com" . ',v' x 99_999 . "\n", 1),
    '', qr/ERROR:.*column/, '100 000 named columns');
bounded(make_file('lines.csv', "email\n", 1, "a\n", 300_000 * $scale), '',
    qr/^${\(300_000 * $scale)}\|0\|${\(300_000 * $scale)}$/, 'lines of one byte');
bounded(make_file('blank.csv', "\n", 30 * $scale * $megabyte), '', qr/ERROR:.*(no records|no table|blank)/, 'a file of blank lines');
bounded(make_file('blank-inside.csv', "email\na\@example.com\n", 1, "\r\n", 15 * $scale * $megabyte, "b\@example.com\n", 1), '',
    qr/^2\|2\|0$/, 'blank lines inside');
bounded(make_file('delimiters.csv', "email,name\na\@example.com,A\n", 1, ',' x 1000 . "\n", 16_000 * $scale), '',
    qr/^1\|1\|0$/, 'lines of delimiters alone');
bounded(make_file('nul.csv', "\0", 16 * $scale * $megabyte), '', qr/ERROR|\|/, 'a file of NUL', 140);
bounded(make_file('no-newline.csv', 'a', 16 * $scale * $megabyte), '', qr/ERROR|\|/, 'a file without an end of line');
bounded(make_file('quotes.csv', "email,note\na\@example.com,x\n", 1, '"', 8 * $scale * $megabyte), '', qr/ERROR|\|/, 'a file of quotes');

# ---- headers ----

my @words = ("na\0me", "\xe2\x80\xaename\xe2\x80\xac", "\x01\x02\x1b[31mred", "a\nb", 'x' x 5000, "'; DROP TABLE canary; --",
    '$$||pg_sleep(9)||$$', '\\', '"quoted"', "\xff\xfe", '%s%n%d', "\xf0\x9f\x98\x80", '{"a": 1}', '</script>', 'customer_id; --');
my $header = join(',', 'email', map { my $word = $_ =~ s/"/""/gr; "\"$word\"" } @words);
my $path = make_file('words.csv', $header . "\n" . join(',', 'a@example.com', ('v') x @words) . "\n", 1);
my ($out, $err) = run_alone("SELECT customers_import('$path'); SELECT * FROM customers_merge(max(import_id)) FROM customer_imports");

($out, $err) = run_alone("SELECT id FROM customers_import('$path') AS id");
ok(clear_text($err), 'words of a header that would do harm: what is said is legible') or diag($err);
like($out . $err, qr/^\d+$|ERROR/, 'and is either an import or an error');
bounded(make_file('twice.csv', "email,email\na\@example.com,b\@example.com\n", 1), '', qr/ERROR:.*email|\|/, 'the same column twice');
bounded(make_file('twice-other.csv', join(',', 'email', ('same') x 500) . "\n" . join(',', 'a@example.com', ('v') x 500) . "\n", 1),
    '', qr/ERROR|\|/, '500 columns of one name');

# ---- texts that reach SQL ----

my @texts = ("'; DROP TABLE canary; --", '"; DROP TABLE canary; --', "x\nLOG:  forged line", "x\r\n2026-01-01 00:00:00 UTC [1] LOG:  forged",
    "\\\x01\x1b[2J\xe2\x80\xae%s%n", '{"a":1}', '', 'x' x 20_000, "\xf0\x9f\x98\x80" x 300, 'NaN', '99999999999999999999', 'attributes.');

# The text as a literal of SQL.
sub literal
{
    my ($text) = @_;

    return "E'" . join('', map { $_ eq "'" ? "''" : $_ eq '\\' ? '\\\\' : ord($_) < 32 ? sprintf('\\x%02x', ord($_)) : $_ } split //, $text) . "'";
}

my $content = q{convert_to(E'email,name,city\nx%s@example.com,Name,City\n', 'UTF8')};
my $n = 0;
my @unclear;
my ($staged) = run_alone('SELECT customers_import(' . sprintf($content, 'staged') . ')');
foreach my $text (@texts)
{
    my $evil = literal($text);
    my $json = "jsonb_build_object($evil, $evil)";
    my @options = (map { "$_ => $evil" } qw(delimiter quote escape encoding preset mode blanks duplicates
          unknown_columns unknown_ids group_mode unknown_groups date_order));

    push @options, "mapping => $json", "mapping => jsonb_build_object('name', $evil)", "mapping => jsonb_build_object($evil, 'name')",
      "rules => $json", "rules => jsonb_build_object('name', $evil)", "match_by => ARRAY[$evil]";
    my @calls = (
        (map { 'SELECT customers_import(' . sprintf($content, $n++) . ", $_)" } @options),
        (map { "SELECT $_($evil)" } grep { has_function($node, $_) } qw(customers_import customers_sniff customers_read_csv customers_import_template)),
        "SELECT customers_import_fix($staged, 2, $evil, 'x')", "SELECT customers_import_fix($staged, 2, 'name', $evil)",
        "SELECT customers_import_fix($staged, 2, 'email', $evil)", "SELECT customers_merge($staged, on_conflict => $evil)",
        "SELECT customers_import_preset_save($evil, $staged)",
        "SELECT import_csv(convert_to(E'email,groups,name,' || $evil || E'\\ng$n\@example.com,' || quote_ident($evil) || ',' || quote_ident($evil) || E',y\\n', 'UTF8'))",
        "SET customers.schema = $evil; SELECT customers_setup(); RESET customers.schema",
        "SET customers.default_name = $evil; RESET customers.default_name",
        (has_function($node, 'customers_group_create') ? "SELECT customers_group_create($evil)" : ()),
        (has_function($node, 'customers_segment_define') ? "SELECT customers_segment_define($evil, $evil)" : ()),
        (has_function($node, 'customers_find') ? ("SELECT * FROM customers_find($evil)", "SELECT * FROM customers_find(filter => $evil)") : ()));
    my ($rc, $answer, $told) = $node->psql('postgres', join(";\n", @calls) . ";\n", on_error_stop => 0);

    push @unclear, "$evil: exit $rc" if $rc != 0 && $rc != 3;
    push @unclear, "$evil: not UTF-8" if !utf8::decode(my $copy = $told);
    push @unclear, "$evil: $1" while $told =~ /(ERROR:  (?:XX|.*cache lookup|.*unrecognized).*)/g;
}
is(join("\n", @unclear), '', scalar(@texts) . ' harmful texts in ' . $n / @texts . ' options and more: errors are clear');
is($node->safe_psql('postgres', 'SELECT count(*) FROM canary'), '0', 'and none was run');
is($node->safe_psql('postgres', problems('public')), '', 'all adds up');

# ---- what is no file, or not the same all the time ----

mkfifo("$folder/fifo", 0666) or die "mkfifo: $!";
symlink("$folder/loop", "$folder/loop") or die "symlink: $!";
foreach my $case ([ 'fifo', '42809' ], [ 'loop', '\w{5}' ], [ '.', '42809' ], [ 'none', '58P01' ])
{
    my ($file, $state) = @$case;
    my ($rc, $answer, $told) = $node->psql('postgres', "\\set VERBOSITY verbose\nSELECT customers_import('$folder/$file')");

    like($told, qr/ERROR:  $state: /, "a $file is an error at once");
}
foreach my $device ('/dev/zero', '/dev/full', '/dev/urandom', '/proc/self/mem', '/proc/self/environ', '/proc/kmsg')
{
    my ($answer, $told, $growth, $took) = run_alone("SELECT customers_import('$device')");

    ok($told =~ /ERROR/ && $took < 10, "$device is an error at once") or diag($answer . $told);
}

# A file that somebody writes to while it is read: the import waits in the
# middle of staging.
$node->safe_psql('postgres', q{
    CREATE FUNCTION linger() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('test.linger', true) = 'yes' THEN
            PERFORM set_config('test.linger', 'no', false);
            PERFORM pg_sleep(2);
        END IF;
        RETURN true;
    END $$;
    ALTER TABLE customer_import_rows ADD COLUMN lingers boolean;
    ALTER TABLE customer_import_rows ALTER COLUMN lingers SET DEFAULT linger();
});
foreach my $case ('grows', 'shrinks', 'is rewritten')
{
    my $file = make_file('changing.csv', "identifier,name\n" . join('', map { "$case-$_,Name $_\n" } 1 .. 100_000), 1);
    my $session = background_sql($node, "SET test.linger = 'yes'", "SELECT customers_import('$file')");

    $node->poll_query_until('postgres',
        q{SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'victim' AND wait_event = 'PgSleep'});
    if ($case eq 'grows')
    {
        open(my $more, '>>', $file) or die $!;
        print $more "late,Late\n";
        close($more);
    }
    elsif ($case eq 'shrinks')
    {
        truncate($file, 100_000) or die $!;
    }
    else
    {
        open(my $same, '+<', $file) or die $!;
        seek($same, -20, 2);
        print $same 'X';
        close($same);
    }
    my ($answer, $told) = finish_sql($session);

    like($told, qr/ERROR:  ".*changing\.csv" changed while it was being imported/, "a file that $case while it is read is an error");
}
is_calm($node, 'public', 'at the end');

# ---- the log ----

# A text of many lines is continued as PostgreSQL continues lines: by a tab.
my @forged = grep { !/^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] |^\t|^$/ } split /\n/, slurp_file($node->logfile);
is(join("\n", map { substr($_, 0, 200) } @forged[ 0 .. ($#forged < 5 ? $#forged : 5) ]), '', 'no line of the log is forged');
log_is_calm($node);
$node->stop;
done_testing();
