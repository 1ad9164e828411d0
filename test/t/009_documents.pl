# The examples of the README and of the pages in doc run, each page's in order
# and in one session, and print what the page says they print.
#
# A ```sql block is fed to psql; the ```text block that follows it, if one does,
# is its output.  An error is fine only where the page shows it.  Files of
# /tmp/customers are those of test/data.
#
# The reference is what test/scripts/reference makes of the comments in the
# database, and leaves nothing out; the page of other systems' files is what
# test/scripts/system-files makes of test/data/systems.  Links lead somewhere.
#
# ACCEPT=1 (make doc) writes what was printed and made into the pages instead of
# comparing: read it before you commit it.
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

    $output =~ s/\Q$data\E\//\/tmp\/customers\//g;
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
        (my $sql = $block) =~ s/\/tmp\/customers\//$data\//g;
        $script .= "$sql\n\\warn ==end of example==\n";
    }
    IPC::Run::run([ 'psql', '-Xq', '-P', 'footer=off', '-d', $node->connstr('shop') ],
        '<', \$script, '>&', \$output, IPC::Run::timeout(180));
    return map { as_shown($_) } split /==end of example==\n/, $output, scalar(@blocks) + 1;
}

# Names that the extension has: what the database knows, and the reasons that
# stand in the source.
sub names_of_extension
{
    my ($node) = @_;
    my $names = $node->safe_psql('reference', q{
        LOAD 'customers';
        SELECT proname FROM pg_proc JOIN pg_depend d ON d.objid = pg_proc.oid
          JOIN pg_extension e ON e.oid = d.refobjid WHERE extname = 'customers'
        UNION
        SELECT unnest(proargnames) FROM pg_proc WHERE proname ~ '^(customers_|import_csv$)'
        UNION
        SELECT name FROM pg_settings WHERE name LIKE 'customers.%'
        UNION
        SELECT relname FROM pg_class
         WHERE relnamespace = 'reference'::regnamespace AND relkind IN ('r', 'v')
        UNION
        SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
         WHERE relnamespace = 'reference'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0});
    my %names = map { $_ => 1 } split /\n/, $names;

    foreach my $file (glob "$tree/src/*/*.c")
    {
        my $source = slurp_file($file);

        $names{$1} = 1 while $source =~ /\breason = ['"]([a-z_]+)['"]/g;
    }
    my $notes = slurp_file("$tree/src/field/note.c");

    $names{$1} = 1 while $notes =~ /^\t\{"([a-z_]+)", [A-Z]/mg;
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
    write_page($file, $text);
    return;
}

sub write_page
{
    my ($file, $text) = @_;

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
        is($printed, $wanted->{output}, $name) unless $ENV{ACCEPT};
    }
    else
    {
        unlike($printed // 'psql ended',
            qr/^(ERROR|FATAL|PANIC|psql: error|invalid command|psql ended)|error:/m, $name);
    }
    return;
}

# Runs a page's examples in a database of its own.
sub check_page
{
    my ($node, $file) = @_;
    my $page = basename($file);
    my $text = slurp_file($file);
    my @wanted = examples_of($text);

    $node->safe_psql('postgres', 'DROP DATABASE IF EXISTS shop');
    $node->safe_psql('postgres', 'CREATE DATABASE shop');
    my @printed = run_examples($node, map { $_->{sql} } @wanted);

    update_page($file, $text, @printed) if $ENV{ACCEPT} && @wanted;
    check_example($page, $wanted[$_], $printed[$_]) for 0 .. $#wanted;
    return;
}

# The anchors of a page: its headings, as GitHub makes them.
sub anchors_of
{
    my ($text) = @_;

    $text =~ s/^```.*?^```$//msg;
    return map { lc($_) =~ s/[^\w\- ]//gr =~ tr/ /-/r } $text =~ /^#+ (.*)$/mg;
}

# Links to other pages, to headings and to files of the tree lead there.
sub check_links
{
    my ($file) = @_;
    my $text = slurp_file($file);
    my @broken;

    $text =~ s/^```.*?^```$//msg;
    foreach my $link (grep { !/:/ } $text =~ /\]\(([^)\s]+)\)/g)
    {
        my ($path, $anchor) = split /#/, $link;
        my $target = $path eq '' ? $file : dirname($file) . "/$path";

        push @broken, $link
          unless -e $target && (!defined $anchor || grep { $_ eq $anchor } anchors_of(slurp_file($target)));
    }
    is(join(' ', @broken), '', basename($file) . ': its links lead somewhere');
    return;
}

# The SQLSTATEs that the source raises, but for those of a broken installation or
# a trigger that is called otherwise than as one.
sub sqlstates_of_source
{
    my ($node) = @_;
    my $header = slurp_file($node->config_data('--includedir-server') . '/utils/errcodes.h');
    my %state_of = map { my ($name, @state) = @$_; $name => join('', @state) }
      map { [/^(\w+) MAKE_SQLSTATE\('(.)','(.)','(.)','(.)','(.)'\)/] } split /^#define /m, $header;
    my %states;

    foreach my $source (map { slurp_file($_) } glob "$tree/src/*/*.[ch]")
    {
        $states{ $state_of{$1} } = 1 while $source =~ /\berrcode\((ERRCODE_\w+)\)/g;
    }
    return grep { !/^(?:XX|39)/ } sort keys %states;
}

# A page is what a script of test/scripts makes of it.
sub check_made
{
    my ($file, $script, @arguments) = @_;
    my ($made, $errors) = run_command([ "$tree/test/scripts/$script", $file, @arguments ]);

    write_page($file, "$made\n") if $ENV{ACCEPT} && $errors eq '';
    is($errors, '', "$script runs");
    ok("$made\n" eq slurp_file($file), basename($file) . " is what $script makes of it: make doc");
    return;
}

# The reference is what is made of the comments, and names everything.
sub check_reference
{
    my ($node) = @_;
    my $file = "$tree/doc/reference.md";

    $node->safe_psql('postgres', 'CREATE DATABASE reference');
    $node->safe_psql('reference', q{
        SET client_min_messages = error;
        CREATE EXTENSION customers;
        CREATE SCHEMA reference;
        SET customers.schema = 'reference';
        SELECT customers_setup()});
    check_made($file, 'reference', '-d', $node->connstr('reference'));
    my $text = slurp_file($file);

    is(join(' ', grep { $text !~ /`[^`\n]*\b\Q$_\E\b[^`\n]*`|^### $_\b/m } names_of_extension($node)), '', 'and names everything');
    is(join(' ', grep { $text !~ /`$_`/ } sqlstates_of_source($node)), '', 'and each SQLSTATE of an error');
    return;
}

my $node = start_cluster('main');
my @pages = (sort(glob "$tree/doc/*.md"), "$tree/README.md");

check_reference($node);
check_made("$tree/doc/other-systems-files.md", 'system-files');
check_page($node, $_) for @pages;
check_links($_) for @pages, "$tree/CONTRIBUTING.md", "$tree/src/README.md", "$tree/test/README.md";
cmp_ok(-s "$tree/README.md", '<', 20_000, 'the README stays short');

check_version();
log_is_calm($node);
done_testing();
