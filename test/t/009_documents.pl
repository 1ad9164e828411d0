# The examples of the README and of the pages in doc run, each page's in order
# and in one session, and print what the page says they print.
#
# A ```sql block is fed to psql; the ```text block that follows it, if one does,
# is its output.  An error is fine only where the page shows it.  Files of
# /data are those of test/data.  README_UPDATE=1 writes what was printed into
# the pages instead of comparing: read it before you commit it.
#
# And the README's reference leaves nothing out: functions, options, settings,
# relations, columns, reasons, and each code of an error or warning, and no other.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename qw(basename dirname);
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = dirname(__FILE__) . '/../..';
my $data = dirname(data_file('quickstart-monday.csv'));
my $example = qr/^```sql\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/ms;

# Output as a page shows it: example paths, no process ids, no blanks at
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

# The codes of notes, as the table in the source has them: of errors, of warnings.
sub codes_of_notes
{
    my ($severity) = @_;
    my $source = slurp_file("$tree/src/field/note.c");

    return sort $source =~ /^\t\{"([a-z_]+)", $severity/mg;
}

# The codes that a page's table explains, by the sentence above it.
sub codes_of_table
{
    my ($text, $sentence) = @_;
    my ($table) = $text =~ /^[^\n]*\Q$sentence\E\n\n((?:\|[^\n]*\n)+)/m;

    return sort map { /^\| ([^|]*) \|/ ? $1 =~ /`([a-z_]+)`/g : () } split /\n/, $table // '';
}

# Names that the extension has: what the database knows, and the reasons that
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

    foreach my $file (glob "$tree/src/*/*.c")
    {
        my $source = slurp_file($file);

        $names{$1} = 1 while $source =~ /\breason = ['"]([a-z_]+)['"]/g;
    }
    return sort keys %names;
}

# The version that the control file says, where it must be said once more.
sub check_version
{
    my ($version) = slurp_file("$tree/customers.control") =~ /^default_version = '(.*)'$/m;
    my $meta = decode_json(slurp_file("$tree/META.json"));
    my ($package) = slurp_file("$tree/debian/changelog") =~ /\A\S+ \((.*?)-\d+\)/;

    # The archive of extensions wants three numbers.
    is($meta->{version}, "$version.0", 'META.json has the version');
    is($meta->{provides}{customers}{version}, "$version.0", 'of what it provides, too');
    ok(-e "$tree/$meta->{provides}{customers}{file}", 'and names the script');
    is($package, $version, "so has Debian's package");
    return;
}

# A page's examples: for each its heading, its statements, and what it says they
# print, if it does.
sub examples_of
{
    my ($text) = @_;
    my $heading = '';
    my @examples;

    while ($text =~ /^#+ (.*)\n|$example/mg)
    {
        $heading = $1, next if defined $1;
        push @examples, { heading => $heading, sql => $2, output => $3 };
    }
    return @examples;
}

# Writes what was printed into the page.
sub update_page
{
    my ($file, $text, @printed) = @_;
    my $i = 0;

    $text =~ s/$example/
        my $printed = $printed[$i++];
        "```sql\n$1```\n" . (defined $2 ? "\n```text\n$printed```\n" : '')/gmse;
    open(my $out, '>:raw', $file) or die "could not write $file: $!";
    print $out $text;
    close($out) or die "could not write $file: $!";
    return;
}

# An example did what its page says.
sub check_example
{
    my ($page, $wanted, $printed) = @_;
    my ($first) = $wanted->{sql} =~ /\A(.*)/;
    my $name = "$page, $wanted->{heading}: $first";

    if (defined $wanted->{output})
    {
        is($printed, $wanted->{output}, $name) unless $ENV{README_UPDATE};
    }
    else
    {
        unlike($printed // 'psql ended',
            qr/^(ERROR|FATAL|PANIC|psql: error|invalid command|psql ended)|error:/m, $name);
    }
    return;
}

# Runs a page's examples in a database of its own; returns the page's text.
sub check_page
{
    my ($node, $file) = @_;
    my $page = basename($file);
    my $text = slurp_file($file);
    my @wanted = examples_of($text);

    $node->safe_psql('postgres', 'DROP DATABASE IF EXISTS shop');
    $node->safe_psql('postgres', 'CREATE DATABASE shop');
    my @printed = run_examples($node, map { $_->{sql} } @wanted);

    update_page($file, $text, @printed) if $ENV{README_UPDATE};
    cmp_ok(scalar(@wanted), '>', 1, "$page has examples");
    check_example($page, $wanted[$_], $printed[$_]) for 0 .. $#wanted;
    return $text;
}

my $node = start_cluster('main');

check_page($node, $_) for sort glob "$tree/doc/*.md";
my $readme = check_page($node, "$tree/README.md");
my @unnamed = grep { $readme !~ /`[^`\n]*\b\Q$_\E\b[^`\n]*`/ } names_of_extension($node);
is(join(' ', @unnamed), '', 'the reference names everything');
cmp_ok(scalar(my @codes = codes_of_notes('(?:ERROR_OF|WARNING_ONLY|WARNING_OF_CELL|STANDING_WARNING)')), '>', 40, 'the codes of notes are found');
is(join(' ', codes_of_table($readme, 'Errors reject the record.')), join(' ', codes_of_notes('ERROR_OF')),
    'and each code of an error');
is(join(' ', codes_of_table($readme, 'Warnings do not reject it.')), join(' ', codes_of_notes('(?:WARNING_ONLY|WARNING_OF_CELL|STANDING_WARNING)')),
    'and of a warning');

check_version();
log_is_calm($node);
done_testing();
