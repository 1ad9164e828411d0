# What the TAP tests share: a server with the extension in its database, and
# a look at its log.
package CustomersTest;

use strict;
use warnings;

use Exporter qw(import);
use File::Basename qw(basename dirname);
use File::Spec;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(start_cluster kill_backend data_file write_file fails_with counts
  has_function same_lines log_is_calm);

# A running server with a UTF-8 database; settings are lines of its
# configuration.
sub start_cluster
{
    my ($name, @settings) = @_;
    my $node = PostgreSQL::Test::Cluster->new($name);

    $node->init(extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
    $node->append_conf('postgresql.conf', join("\n", @settings, ''));
    $node->start;
    return $node;
}

# Kills a server process by SIGKILL; returns when the server has restarted for
# it.  That an answer comes is no proof: the first process may not have heard of
# the death yet, and ends the session that asked a moment later.
sub kill_backend
{
    my ($node, $pid) = @_;
    my $offset = -s $node->logfile;

    kill 'KILL', $pid;
    $node->wait_for_log(qr/all server processes terminated; reinitializing/, $offset);
    $node->wait_for_log(qr/database system is ready to accept connections/, $offset);
    return;
}

# Path of a file of test/data.
sub data_file
{
    my ($name) = @_;

    return File::Spec->rel2abs(dirname(__FILE__) . "/../data/$name");
}

# Writes a file in the test's own folder, for tests run side by side; returns
# its path.
sub write_file
{
    my ($name, $content) = @_;
    my $folder = "$PostgreSQL::Test::Utils::tmp_check/" . basename($0, '.pl');
    my $path = "$folder/$name";

    mkdir $folder;
    open(my $file, '>:raw', $path) or die "could not write $path: $!";
    print $file $content;
    close($file) or die "could not write $path: $!";
    return File::Spec->rel2abs($path);
}

# The statements fail, with this SQLSTATE and a message like that.
sub fails_with
{
    my ($node, $sql, $state, $pattern, $name) = @_;
    my ($rc, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\n$sql",
        timeout => 60);

    if ($rc == 3 && $err =~ /ERROR:  \Q$state\E: / && $err =~ $pattern)
    {
        pass($name);
    }
    else
    {
        fail($name);
        diag("wanted $state and $pattern, got $rc: $out$err");
    }
    return;
}

# The counts of an import as uploaded|created|changed|unchanged|rejected|excluded.
sub counts
{
    my ($node, $import_id, $database) = @_;

    return $node->safe_psql($database // 'postgres',
        "SELECT uploaded, created, changed, unchanged, rejected, excluded
           FROM customer_imports WHERE import_id = $import_id");
}

# Is this function of ours in this release?
sub has_function
{
    my ($node, $name) = @_;

    return $node->safe_psql('postgres', "SELECT count(*) > 0 FROM pg_proc WHERE proname = '$name'") eq 't';
}

# Both texts have the same lines; a failure shows those that only one has.
sub same_lines
{
    my ($got, $expected, $name) = @_;
    my %in_got = map { $_ => 1 } split /\n/, $got;
    my %in_expected = map { $_ => 1 } split /\n/, $expected;
    my @differences = (
        (map { "- $_" } grep { !$in_got{$_} } sort keys %in_expected),
        (map { "+ $_" } grep { !$in_expected{$_} } sort keys %in_got));

    is(join("\n", @differences), '', $name);
    return;
}

# The server's log has no line that an error of ours would leave there.
sub log_is_calm
{
    my ($node) = @_;
    my @lines = grep {
        /(LOG|WARNING|ERROR|FATAL|PANIC|TRAP):/
          && /PANIC|TRAP|terminated by signal|\bleak|was not closed|cache lookup failed|invalid memory alloc|still active/
    } split /\n/, slurp_file($node->logfile);

    is(join("\n", @lines), '', 'nothing unexpected in the log of ' . $node->name);
    return;
}

1;
