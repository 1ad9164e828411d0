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
  has_function same_lines relations_catalog log_is_calm);

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

# What a database has: all that a new release could bring or forget, and what an
# application added; one line each, for the schemas of the extension (ext) and of
# its relations (crm).
sub relations_catalog
{
    my ($node, $database) = @_;

    return $node->safe_psql($database, q{
WITH spaces AS (SELECT oid FROM pg_namespace WHERE nspname IN ('crm', 'ext'))
SELECT 'column', attrelid::regclass::text, row_to_json(ROW(attname, format_type(atttypid, atttypmod), attnotnull,
       attstorage, attcollation::regcollation, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum), attacl))::text
  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attnum > 0 AND NOT attisdropped AND relnamespace IN (TABLE spaces) AND relkind IN ('r', 'v', 'c', 'p')
UNION ALL
SELECT 'relation', oid::regclass::text, row_to_json(ROW(relkind, reloptions, relrowsecurity, relpersistence,
       CASE WHEN relkind = 'v' AND relname NOT IN ('customer_profiles', 'app_profiles') THEN pg_get_viewdef(oid) END,
       obj_description(oid, 'pg_class'), relacl))::text
  FROM pg_class WHERE relnamespace IN (TABLE spaces)
UNION ALL
SELECT 'constraint', conrelid::regclass::text, row_to_json(ROW(conname, pg_get_constraintdef(oid), convalidated,
       contype, obj_description(oid, 'pg_constraint')))::text
  FROM pg_constraint WHERE connamespace IN (TABLE spaces)
UNION ALL
SELECT 'index', indexrelid::regclass::text, row_to_json(ROW(pg_get_indexdef(indexrelid), indisunique, indisvalid))::text
  FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace IN (TABLE spaces)
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, row_to_json(ROW(tgname, pg_get_triggerdef(t.oid), tgenabled,
       obj_description(t.oid, 'pg_trigger')))::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace IN (TABLE spaces) AND NOT tgisinternal
UNION ALL
SELECT 'function', p.oid::regprocedure::text, row_to_json(ROW(pg_get_function_result(p.oid), proisstrict, proparallel,
       provolatile, prosecdef, prosrc, proconfig, pg_get_function_arguments(p.oid), obj_description(p.oid, 'pg_proc'),
       proacl))::text
  FROM pg_proc p WHERE pronamespace IN (TABLE spaces)
UNION ALL
SELECT 'member', pg_describe_object(classid, objid, 0), NULL
  FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
       AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'customers')
UNION ALL
SELECT 'extension', extname, extversion FROM pg_extension WHERE extname = 'customers'
 ORDER BY 1, 2, 3});
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
