#!/usr/bin/perl
# Calls the extension's functions at random with arguments made to do harm, in a
# database of its own, and says what must not be: a backend that died, an
# internal error (SQLSTATE XX...), a call that does not end.
#
#	PGHOST=... PGUSER=... test/fuzz/calls.pl [seconds [seed]]
#
# The functions and their arguments are read from the catalog, so that new ones
# take part without being named here.
use strict;
use warnings;
no warnings 'qw';

use IPC::Run;
use POSIX qw(strftime);

my ($seconds, $seed) = @ARGV;
$seconds //= 60;
$seed //= time;
srand($seed);

my $database = 'customers_fuzz';
my $calls_at_once = 50;
my $end = time + $seconds;
my ($calls, %states, @bad) = (0);

# Runs statements; returns their answer and errors.
sub sql
{
    my ($statements, $where) = @_;
    my ($out, $err) = ('', '');

    IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-d', $where // $database ], '<', \$statements, '>', \$out, '2>', \$err);
    return ($out, $err);
}

sub one_of
{
    return $_[ int(rand(@_)) ];
}

sub literal
{
    my ($text) = @_;

    return "'" . $text =~ s/'/''/gr . "'";
}

my @words = ('', ' ', 'email', 'name', 'customer_id', 'identifier', 'groups', 'attributes.x', 'attributes.', 'no_such', 'VIP', 'VIP|Gold',
    ',', ';', "\t", '||', '"', "'", '\\', 'UTF8', 'utf16', 'BIG5', 'SQL_ASCII', 'upsert', 'create', 'update', 'keep', 'clear', 'reject',
    'first', 'last', 'attribute', 'ignore', 'add', 'replace', 'DMY', 'skip', 'error', 'weekly', '-1', '0', '1e400', '%n%s', '#N/A', 'null',
    "x\ny", "\x01", "\xe2\x80\xae", 'x' x 3000, '/nonexistent/file.csv', '/dev/null', '.', 'vip', 'vip AND true', 'orders_count > 3',
    "'VIP' = ANY (groups)", '(SELECT 1)', ') OR (true', 'name ~ $$(a+)+$$', 'orders_count / 0', '1', 'true', 'NULL', 'email IS NULL', '*');
my @files = ("email,name\na\@x.no,A\n", "identifier;email;groups\n1;b\@x.no;VIP\n2;;Gold|VIP\n", "customer_id,name\n1,One\n2,Two\n999,None\n",
    "email\n", "\n\n\n", "email,password\na\@x.no,secret\n", "email,name\n\"a\@x.no,A\n", "\xff\xfee\0m\0a\0i\0l\0\n\0a\0", "identifier,note\n1,\"x\ny\"\n1,z\n",
    "email,birth_date,loyalty_points\nc\@x.no,31.12.1999,1 000\nd\@x.no,1999-13-45,many\n", join(',', 'email', map { "c$_" } 1 .. 300) . "\n");

# A random value of a type, as SQL.
sub value
{
    my ($type) = @_;

    return 'NULL' if rand() < 0.08;
    if ($type =~ /^(.*)\[\]$/)
    {
        my $element = $1;

        return one_of("'{}'", "'{{1,2},{3,4}}'", "'[5:6]={1,2}'",
            map { 'ARRAY[' . join(',', map { value($element) } 1 .. $_) . "]::$type" } 1, 2, 5, 60) . "::$type";
    }
    return one_of(0, 1, 2, 3, -1, 5, 50, 2147483647, -2147483648) . '::integer' if $type eq 'integer';
    return one_of(0, 1 .. 12, -1, '9223372036854775807', '(-9223372036854775808)', '(SELECT max(import_id) FROM customer_imports)',
        '(SELECT import_id FROM customer_imports ORDER BY random() LIMIT 1)', '(SELECT customer_id FROM customers ORDER BY random() LIMIT 1)')
      . '::bigint' if $type eq 'bigint';
    return one_of(0, 1, 4294967295) . '::oid' if $type eq 'oid';
    return one_of('true', 'false') if $type eq 'boolean';
    return one_of(0, 1, -1, '100.005', "'NaN'", "'Infinity'", '1e300') . '::numeric' if $type eq 'numeric';
    return one_of("'0'", "'-1 day'", "'1000000 years'", "'1 day'") . '::interval' if $type eq 'interval';
    return 'convert_to(' . literal(one_of(@words)) . ", 'UTF8')" if $type eq 'bytea' && rand() < 0.1;
    return "decode('" . unpack('H*', mutated(one_of(@files))) . "', 'hex')" if $type eq 'bytea';
    return one_of(qw('{}' '[]' 'null' '1' '[1,{"a":[]}]' '{"email":null}' '{"email":"name"}' '{"1":"email"}' '{"name":"fill"}'
          '{"email":"s@x.no","name":"S"}' '[{"email":"t@x.no"},{"identifier":7}]' '{"customer_id":1,"groups":["VIP"]}'
          '{"email":{"a":1}}' '{"attributes":{"x":null}}' '{"items":[]}')) . '::jsonb' if $type eq 'jsonb';
    return literal(one_of(@words)) . "::$type" if $type =~ /^(text|character varying|name)$/;
    return "NULL::$type";
}

# The bytes, now and then with a few of them changed, cut or repeated.
sub mutated
{
    my ($bytes) = @_;

    for (my $i = int(rand(4)); $i > 0 && length($bytes) > 0; $i--)
    {
        my $at = int(rand(length($bytes)));

        substr($bytes, $at, int(rand(3))) = one_of('', chr(int(rand(256))), '"', "\n", ',', $bytes) if length($bytes) < 100_000;
    }
    return $bytes;
}

# A call of the function; arguments with a default may be left out.
sub call
{
    my ($function) = @_;
    my ($name, $required, @arguments) = @$function;
    my @given;

    foreach my $i (0 .. $#arguments)
    {
        my ($argument, $type) = @{ $arguments[$i] };

        next if $i >= $required && rand() < 0.75;
        push @given, ($argument eq '' ? '' : "\"$argument\" => ") . value($type);
    }
    return "SELECT * FROM $name(" . join(', ', @given) . ') LIMIT 50';
}

my ($dropped, $problem) = sql("DROP DATABASE IF EXISTS $database; CREATE DATABASE $database ENCODING UTF8 TEMPLATE template0;", 'postgres');
sql(q{CREATE EXTENSION customers; SELECT customers_setup();
    SELECT import_csv(convert_to(E'identifier,email,name,groups\n1,a@x.no,A,VIP\n2,b@x.no,B,Gold\n', 'UTF8'));
    SELECT customers_import(convert_to(E'identifier,email,name\n1,a@x.no,AA\n3,c@x.no,C\n4,bad,D\n', 'UTF8'))});
my ($list) = sql(q{
    SELECT p.proname || E'\t' || (p.pronargs - p.pronargdefaults) || E'\t' || coalesce((
               SELECT string_agg(coalesce(p.proargnames[n], '') || '=' || format_type(p.proargtypes[n - 1], NULL), E'\t' ORDER BY n)
                 FROM generate_series(1, p.pronargs) AS n), '')
      FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
      JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'customers'
     WHERE p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)});
my @functions = map { my ($name, $required, @arguments) = split /\t/; [ $name, $required, map { [ split /=/ ] } @arguments ] } split /\n/, $list;
die "no functions of the extension were found: $problem\n" if !@functions;

while (time < $end)
{
    my $script = "SET statement_timeout = '20s'; SET client_min_messages = error;\n\\set VERBOSITY verbose\n";
    my @made;

    foreach (1 .. $calls_at_once)
    {
        my $call = call(one_of(@functions));
        my $finish = one_of('COMMIT', 'ROLLBACK', 'ROLLBACK');

        push @made, $call;
        $script .= "BEGIN;\n$call;\n$finish;\n";
    }
    my ($out, $err) = sql($script);

    $calls += $calls_at_once;
    $states{$1}++ while $err =~ /(?:ERROR|FATAL):  (\w{5}):/g;
    # a name that is too long for a file is an internal error to COPY, too
    push @bad, grep { !/could not open file.*File name too long/ } $err =~ /((?:ERROR|FATAL|PANIC):  XX\w{3}:.*)/g;
    push @bad, $1 while $err =~ /(ERROR:  57014:.*)/g;
    if ($err =~ /server closed|connection to server/)
    {
        push @bad, "a backend died; one of:\n\t" . join("\n\t", map { substr($_, 0, 500) } @made);
        sleep(2);
    }
}

printf("%d calls of %d functions, seed %d: %s\n", $calls, scalar(@functions), $seed,
    join(', ', map { "$states{$_} x $_" } sort { $states{$b} <=> $states{$a} } keys %states));
my %seen;
print "$_\n" foreach grep { !$seen{ s/\d+/N/gr }++ } @bad;
printf("%d that must not be\n", scalar(@bad));
exit(@bad ? 1 : 0);
