# The README's examples run, in order and in one session, and print what the
# README says they print.
#
# A ```sql block is fed to psql; the ```text block that follows it, if one does,
# is its output.  An error is fine only where the README shows it.  Files of
# /data are those of test/data.  README_UPDATE=1 writes what was printed into
# the README instead of comparing: read it before you commit it.
#
# And the reference leaves nothing out: functions, options, settings, relations,
# columns, and the codes of errors and warnings.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename qw(dirname);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $readme = dirname(__FILE__) . '/../../README.md';
my $data = dirname(data_file('quickstart-monday.csv'));
my $example = qr/^```sql\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/ms;

# Output as the README shows it: example paths, no process ids, no blanks at
# the ends of lines.
sub as_shown
{
    my ($output) = @_;

    $output =~ s/\Q$data\E\//\/data\//g;
    $output =~ s/with PID \d+/with PID 4711/g;
    $output =~ s/[ \t]+$//mg;
    $output =~ s/\n+\z/\n/;
    return $output eq "\n" ? '' : $output;
}

# What psql prints for each of the statements' blocks.
sub run_examples
{
    my ($node, @blocks) = @_;
    my $script = '';
    my $output = '';

    foreach my $block (@blocks)
    {
        (my $sql = $block) =~ s/\/data\//$data\//g;
        $script .= "$sql\n\\warn ==end of example==\n";
    }
    IPC::Run::run([ 'psql', '-Xq', '-P', 'footer=off', '-d', $node->connstr('shop') ],
        '<', \$script, '>&', \$output, IPC::Run::timeout(180));
    return map { as_shown($_) } split /==end of example==\n/, $output, scalar(@blocks) + 1;
}

# Names that the extension has: what the database knows, and the codes that
# stand in the source.
sub names_of_extension
{
    my ($node) = @_;
    my $names = $node->safe_psql('shop', q{
        LOAD 'customers';
        SELECT proname FROM pg_proc JOIN pg_depend d ON d.objid = pg_proc.oid
          JOIN pg_extension e ON e.oid = d.refobjid WHERE extname = 'customers'
        UNION
        SELECT unnest(proargnames) FROM pg_proc WHERE proname ~ '^(customers_|import_csv$)'
        UNION
        SELECT name FROM pg_settings WHERE name LIKE 'customers.%'
        UNION
        SELECT relname FROM pg_class
         WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('r', 'v')
        UNION
        SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
         WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
           AND relname <> ALL ('{customer_segments,customer_orders,customer_erasures,customer_consent_log}')});
    my %names = map { $_ => 1 } split /\n/, $names;

    foreach my $file (glob dirname($readme) . '/src/*.c')
    {
        my $source = slurp_file($file);

        while ($source =~ /(?:record_error|record_warning|record_note|value_fail)\(([^;]*);/g)
        {
            my $call = $1;

            $names{$1} = 1 while $call =~ /"([a-z]+(?:_[a-z]+)*)"\s*[,:]\s/g;
        }
        $names{$1} = 1 while $file =~ /csv_reader|value_typed/ && $source =~ /return "([a-z]+_[a-z_]+)";/g;
        $names{$1} = 1 while $source =~ /\breason = ['"]([a-z_]+)['"]/g;
    }
    return sort keys %names;
}

my $node = start_cluster('main');
$node->safe_psql('postgres', 'CREATE DATABASE shop');
my $text = slurp_file($readme);
my (@blocks, @expected, @names);

while ($text =~ /^#+ (.*)\n|$example/mg)
{
    push(@names, $1), next if defined $1;
    push @blocks, $2;
    push @expected, [ $names[-1], $3 ];
}

my @printed = run_examples($node, @blocks);

if ($ENV{README_UPDATE})
{
    my $i = 0;

    $text =~ s/$example/
        my $printed = $printed[$i++];
        "```sql\n$1```\n" . (defined $2 ? "\n```text\n$printed```\n" : '')/gmse;
    open(my $file, '>:raw', $readme) or die "could not write $readme: $!";
    print $file $text;
    close($file) or die "could not write $readme: $!";
}
cmp_ok(scalar(@blocks), '>', 10, 'the README has examples');
for my $i (0 .. $#blocks)
{
    my ($name, $wanted) = @{ $expected[$i] };
    my ($first) = $blocks[$i] =~ /\A(.*)/;

    if (defined $wanted && !$ENV{README_UPDATE})
    {
        is($printed[$i], $wanted, "$name: $first");
    }
    elsif (!defined $wanted)
    {
        unlike($printed[$i] // 'psql ended', qr/^(ERROR|FATAL|PANIC|psql: error|invalid command|psql ended)|error:/m, "$name: $first");
    }
}

my @unnamed = grep { $text !~ /`[^`\n]*\b\Q$_\E\b[^`\n]*`/ } names_of_extension($node);
is(join(' ', @unnamed), '', 'the reference names everything');

log_is_calm($node);
done_testing();
