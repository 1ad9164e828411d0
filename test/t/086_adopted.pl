# Tables of applications, as their frameworks make them, that customers_adopt() makes the
# customers: test/data/applications has one a file, in sections (--@ name):
#
#   requires     an extension of PostgreSQL; without it the file is passed over
#   session      settings of every session of ours
#   schema       the application's schema and rows
#   prepare      what the table must be given before it can be adopted
#   adopt        the one call
#   file         the weekly file, CSV
#   counts       of its preview: uploaded created changed unchanged rejected excluded
#   merged       email, first name, mailable (-: nobody knows) of all customers then
#   touched      the last column is written by a trigger of the application's own
#   application  its own statements, run by its own role again and again: they leave all as it is
#
# The application notices nothing, an undo right after a merge leaves its rows as they
# were, and its schema is what it was when the table is given back.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main', 'fsync = off', "timezone = 'UTC'");
my @files = sort glob(data_file('applications') . '/*.sql');

$node->safe_psql('postgres', 'CREATE ROLE maker; CREATE ROLE web; CREATE DATABASE model');
$node->safe_psql('model', 'CREATE EXTENSION customers');
cmp_ok(scalar @files, '>=', 8, 'applications');
foreach my $path (@files)
{
    my $name = basename($path, '.sql');
    my %part = sections($path);

    next if $ENV{APPLICATION} && $name ne $ENV{APPLICATION};
  SKIP:
    {
        skip "$name: no extension $part{requires}", 1
          if $part{requires} && $node->safe_psql('postgres',
            "SELECT count(*) FROM pg_available_extensions WHERE name = trim('$part{requires}')") eq '0';
        subtest $name => sub { adopted($name, \%part) };
    }
}
log_is_calm($node);
done_testing();

# The sections of a file by name.
sub sections
{
    my ($path) = @_;
    my (undef, @parts) = split /^--@ (\w+)\n/m, slurp_file($path);
    my %part = @parts;

    s/\s+\z// foreach values %part;
    return %part;
}

# The life of one adopted table.
sub adopted
{
    my ($name, $part) = @_;
    my $app = { name => $name, session => $part->{session} // '', touched => exists $part->{touched} };

    $node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE model OWNER maker");
    by_maker($app, "$part->{schema};" . ($part->{prepare} // ''));
    $node->safe_psql($name, 'GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO web;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO web');
    $app->{statements} = $part->{application};
    $app->{answers} = by_web($app);
    ok($app->{answers} ne '', 'the application runs');

    my $schema = dump_of($app, '-s');
    my $rows = rows_of($app);

    by_maker($app, $part->{adopt}) // return;
    notices_nothing($app, 'once it is adopted');
    my $id = staged($app, $part->{file}) // return;
    is(by_maker($app, "SELECT concat_ws(' ', uploaded, created, changed, unchanged, rejected, excluded)
        FROM customer_imports WHERE import_id = $id"), $part->{counts}, 'the preview')
      or diag(by_maker($app, "SELECT * FROM customer_import_errors WHERE import_id = $id"));
    notices_nothing($app, 'during the preview');
    is(rows_of($app), $rows, 'a preview writes nothing');
    by_maker($app, "SELECT customers_import_exclude($id, '{2}'); SELECT customers_merge($id)");
    notices_nothing($app, 'once half of it is merged');
    is(by_maker($app, "SELECT kept FROM customers_revert($id, resubscribe => true)"), '0', 'all is undone');
    is(rows_of($app), $rows, 'an undo leaves the rows as they were');
    $id = staged($app, $part->{file}) // return;
    is(by_maker($app, "SELECT status FROM customers_merge($id)"), 'merged', 'all of it is merged');
    is(known($app), $part->{merged}, 'who they are, and who is mailable');
    comes_back($app);
    notices_nothing($app, 'after the merge');
    by_maker($app, 'SELECT customers_release()');
    notices_nothing($app, 'after the release');
    same_lines(dump_of($app, '-s'), $schema, 'the schema is what it was');
    return;
}

# Output of statements of the role that owns the table; undef after a failed test if there is an error.
sub by_maker
{
    my ($app, $sql) = @_;

    return run_as($app, 'maker', $sql);
}

# Output of the application's own statements, or its error.
sub by_web
{
    my ($app) = @_;

    return run_as($app, 'web', $app->{statements});
}

sub run_as
{
    my ($app, $role, $sql) = @_;
    my ($rc, $out, $err) = $node->psql($app->{name}, "SET client_min_messages = warning; SET ROLE $role; $app->{session}\n$sql",
        timeout => 60);

    return $out if $rc == 0;
    fail("$role may do it");
    diag("$sql\n$err");
    return;
}

sub notices_nothing
{
    my ($app, $when) = @_;

    is(by_web($app), $app->{answers}, "the application notices nothing $when");
    return;
}

# Id of the import of a file.
sub staged
{
    my ($app, $file) = @_;

    return by_maker($app, "SELECT customers_import(convert_to(\$file\$$file\$file\$, 'UTF8'), again => true)");
}

# All customers.
sub known
{
    my ($app) = @_;

    return by_maker($app, "SELECT concat_ws(' ', lower(email), split_part(display_name, ' ', 1),
            CASE WHEN mailable THEN 'yes' WHEN NOT mailable THEN 'no' ELSE '-' END)
        FROM customer_profiles WHERE email <> '' ORDER BY 1");
}

# Does an export come back as unchanged, whole?
sub comes_back
{
    my ($app) = @_;
    my $sql = q{SELECT customers_import(convert_to(string_agg(line, E'\n'), 'UTF8')) AS id FROM customers_export_csv() AS line \gset
        SELECT concat_ws(' ', uploaded - unchanged, uploaded > 0) FROM customer_imports WHERE import_id = :id;
        SELECT * FROM customer_import_diff WHERE import_id = :id;
        SELECT * FROM customer_import_errors WHERE import_id = :id;
        SELECT customers_cancel(:id) AS cancelled \gset
    };

    is(by_maker($app, $sql), '0 t', 'an export comes back unchanged');
    return;
}

# What is the application's in a dump.
sub dump_of
{
    my ($app, @options) = @_;
    my ($out, $err) = run_command([ 'pg_dump', '-h', $node->host, '-p', $node->port, '-T', 'customer_*', '-T', 'crm.*',
        @options, $app->{name} ]);

    unlike($err, qr/error/, 'pg_dump writes it');
    return join "\n", grep { !/^(--|$|\\(un)?restrict)/ } split /\n/, $out;
}

# The application's rows, in no order.
sub rows_of
{
    my ($app) = @_;
    my @lines = grep { !/pg_catalog.setval/ } split /\n/, dump_of($app, '-a');

    s/\t[^\t]+$// foreach grep { $app->{touched} } @lines;
    return join "\n", sort @lines;
}
