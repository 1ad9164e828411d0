# Which PostgreSQL a machine builds for, and what it must install first: one that
# has a server without its headers, several, another one first in PATH, none.
# What cannot be done, as without root, is said in a sentence.  PostgreSQL installations are made up of a pg_config and the files looked for.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use File::Path qw(make_path remove_tree);
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = "$FindBin::RealBin/../..";
my $machine = PostgreSQL::Test::Utils::tempdir();

# Writes a program.
sub program
{
    my ($path, $text) = @_;

    make_path($path =~ s,/[^/]*$,,r);
    open(my $file, '>', $path) or die "could not write $path: $!";
    print $file "#!/bin/sh\n$text\n";
    close($file);
    chmod 0755, $path;
    return;
}

# An installation as Debian's packages make it: all have pg_config and PGXS.
sub install
{
    my ($major, @parts) = @_;
    my $folder = "$machine/lib/$major";

    program("$folder/bin/pg_config", qq{case \$1 in
        --version) echo "PostgreSQL $major.3 (Debian $major.3-1)" ;;
        --bindir) echo $folder/bin ;;
        --pgxs) echo $folder/pgxs.mk ;;
        --includedir-server) echo $folder/include ;;
        esac});
    program("$folder/pgxs.mk", '');
    program("$folder/bin/initdb", '') if grep { $_ eq 'server' } @parts;
    program("$folder/include/postgres.h", '') if grep { $_ eq 'headers' } @parts;
    return;
}

# What find-pg-config answers, in a line, on a machine where these are installed
# and pg_config in PATH is the one of this installation, if any.
sub answer
{
    my ($in_path, $installed, $in_apt, @arguments) = @_;
    my ($out, $err);

    remove_tree("$machine/lib", "$machine/bin");
    make_path("$machine/bin");
    install($_, @{ $installed->{$_} }) foreach keys %$installed;
    symlink("$machine/lib/$in_path/bin/pg_config", "$machine/bin/pg_config") if $in_path;
    symlink("/bin/$_", "$machine/bin/$_") foreach ('ls', 'sed', 'sort');
    program("$machine/bin/apt-cache", 'echo "postgresql:"; echo "  Installed: (none)"; echo "  Candidate: ' . $in_apt . '+278"');

    local $ENV{PATH} = "$machine/bin";
    local $ENV{PG_FOLDERS} = "$machine/lib/*";
    delete local $ENV{PG_CONFIG};
    IPC::Run::run([ "$tree/test/scripts/find-pg-config", @arguments ], '>', \$out, '2>', \$err);
    $out .= $err;
    $out =~ s,\Q$machine\E/lib/(\d+)/bin/pg_config,$1,;
    $out =~ s,\Q$machine\E/bin/pg_config,PATH,;
    return join(' ', split(/\n/, $out));
}

my @server = ('server');
my @both = ('server', 'headers');
# what is there, the installation of pg_config in PATH, what is to be installed,
# the pg_config before and after
my @machines = (
    [ 'nothing', {}, undef, 'postgresql-17 postgresql-server-dev-17', '' ],
    [ 'libpq-dev alone', { 15 => [] }, 15, 'postgresql-17 postgresql-server-dev-17', '' ],
    [ 'all', { 15 => \@both }, 15, '', 'PATH' ],
    [ 'all, nothing in PATH', { 15 => \@both }, undef, '', '15' ],
    [ 'a server without headers', { 15 => \@server }, 15, 'postgresql-server-dev-15', '' ],
    [ 'a server without headers, nothing in PATH', { 15 => \@server }, undef, 'postgresql-server-dev-15', '' ],
    [ 'headers without a server', { 15 => ['headers'] }, 15, 'postgresql-15', 'PATH' ],
    [ 'two servers without headers', { 15 => \@server, 17 => \@server }, undef, 'postgresql-server-dev-17', '' ],
    [ 'two servers without headers, the older in PATH', { 15 => \@server, 17 => \@server }, 15, 'postgresql-server-dev-15', '' ],
    [ 'two servers, one with headers', { 15 => \@both, 17 => \@server }, 17, '', '15' ],
    [ 'two servers with headers, the older in PATH', { 15 => \@both, 17 => \@both }, 15, '', 'PATH' ],
    [ 'two servers with headers', { 9 => \@both, 15 => \@both, 17 => \@both }, undef, '', '17' ],
    [ 'a newer client in PATH', { 15 => \@server, 17 => [] }, 17, 'postgresql-server-dev-15', '' ],
    [ 'an older client in PATH', { 14 => [], 15 => \@server }, 14, 'postgresql-server-dev-15', '' ],
    [ 'a newer client in PATH, all of the older', { 15 => \@both, 17 => [] }, 17, '', '15' ],
    [ 'newer headers in PATH, the server of the older', { 15 => \@server, 17 => ['headers'] }, 17, 'postgresql-server-dev-15', '' ],
    [ 'newer headers in PATH, all of the older', { 15 => \@both, 17 => ['headers'] }, 17, '', '15' ],
    [ 'one that is just too old', { 14 => \@both }, 14, 'postgresql-17 postgresql-server-dev-17', '' ],
    [ 'one that is too old', { 13 => \@both }, 13, 'postgresql-17 postgresql-server-dev-17', '' ],
    [ 'one that is too old in PATH', { 13 => \@both, 15 => \@server }, 13, 'postgresql-server-dev-15', '' ]);

foreach my $case (@machines)
{
    my ($name, $installed, $in_path, $packages, $pg_config) = @$case;

    is(answer($in_path, $installed, 17, '--packages'), $packages, "$name: what is missing");
    is(answer($in_path, $installed, 17), $pg_config, "$name: what it builds for");
}
like(answer(14, { 14 => \@both }, 14, '--packages'),
    qr{^customers needs PostgreSQL 15 or newer, and apt has 14 here: root can add PostgreSQL's own packages, https://\S+$},
    'one that is too old, and apt has no other');

# ---- one that is asked for ----

install(17, 'server');
install(15, @both);
foreach my $case ([ 17, 'postgresql-server-dev-17', '' ], [ 15, '', "$machine/lib/15/bin/pg_config" ])
{
    my ($major, $packages, $pg_config) = @$case;
    local $ENV{PG_CONFIG} = "$machine/lib/$major/bin/pg_config";

    is(join(' ', split /\n/, `$tree/test/scripts/find-pg-config --packages`), $packages, "PG_CONFIG of $major: what is missing");
    is(`$tree/test/scripts/find-pg-config` =~ s/\n//r, $pg_config, "PG_CONFIG of $major: what it builds for");
}
{
    local $ENV{PG_CONFIG} = '/nowhere/pg_config';
    is(`$tree/test/scripts/find-pg-config --packages 2>&1`, "there is no pg_config at /nowhere/pg_config\n", 'PG_CONFIG of nothing');
}

# ---- make, and what installs as root, on a machine without headers ----

install(15, 'server');
remove_tree("$machine/lib/15/include");
foreach my $target ('', 'clean', 'install')
{
    my $said = `make -s -C $tree PG_CONFIG=$machine/lib/15/bin/pg_config $target 2>&1`;

    like($said, qr/^PostgreSQL's server headers are not installed here: root can install postgresql-server-dev-15 \(.*\), or say make PG_CONFIG=.*\.\n/,
        "make $target says what is missing");
    unlike($said, qr/fatal error/, "make $target compiles nothing");
}
SKIP:
{
    skip 'root installs it', 2 if $< == 0;
    foreach my $target ('quickstart', 'test')
    {
        like(`make -s -C $tree PG_CONFIG=$machine/lib/15/bin/pg_config $target 2>&1`,
            qr/^\w+: missing here, and only root can install it: apt-get install postgresql-server-dev-15\n/, "make $target says what is missing");
    }
}

# ---- a path with a blank, folders of root, no libcsv ----

install(15, @both);
make_path("$machine/a blank");
symlink("$machine/lib/15/bin/pg_config", "$machine/a blank/pg_config");
is(`make -s -C $tree PG_CONFIG='$machine/a blank/pg_config' 2>&1` =~ s/^make.*\n//mgr,
    "no PostgreSQL can be built for under a path with a blank: $machine/a blank/pg_config\n",
    'make says that PG_CONFIG has a blank');

SKIP:
{
    skip 'root writes everywhere', 2 if $< == 0;
    make_path("$machine/lib/15/shut", "$machine/lib/15/share/extension");
    chmod 0555, "$machine/lib/15/shut";
    my $installing = "make -s -C $tree PG_CONFIG=$machine/lib/15/bin/pg_config datadir=$machine/lib/15/share installdirs";

    like(`$installing pkglibdir=$machine/lib/15/shut 2>&1`,
        qr/^make install writes to \S+\/shut, and \S+ may not: root can \(sudo make install\)\.\n/,
        'make install without root says who can');
    is(`$installing pkglibdir=$machine/lib/15 2>&1`,
        "Installing for PostgreSQL 15.3 (Debian 15.3-1), $machine/lib/15/bin/pg_config; make install PG_CONFIG=... names another.\n",
        'make install says for which PostgreSQL');
}

like(`gcc -E -nostdinc -isystem $machine $tree/src/csv/csv_libcsv.h 2>&1`,
    qr/#error "libcsv is not installed here: root can install libcsv-dev /, 'so does a build without libcsv');

done_testing();
