# Files that an export writes on the server: whole or not at all, by whoever
# may, and clear words where it cannot be.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Fcntl qw(:mode);
use POSIX qw(mkfifo);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

my $node = start_cluster('main');
my $dir = PostgreSQL::Test::Utils::tempdir;
my $file = "$dir/customers.csv";

$node->safe_psql('postgres', q{
    CREATE EXTENSION customers;
    SELECT customers_setup();
    INSERT INTO customers (email, name, note)
        SELECT 'u' || n || '@example.com', 'Name ' || n, repeat('n', 200) FROM generate_series(1, 20000) AS n;
});

sub mode_of { my @st = stat($_[0]); return sprintf('%04o', S_IMODE($st[2])); }

# What is in the folder, but for the names given.
sub others
{
    my %known = map { $_ => 1 } @_;

    opendir(my $handle, $dir) or die "could not read $dir: $!";
    return join(' ', sort grep { !/^\.\.?$/ && !$known{$_} } readdir($handle));
}

is($node->safe_psql('postgres', "SELECT customers_export('$file')"), '20000', 'a file is written');
is(mode_of($file), '0644', 'as COPY writes it');
like(slurp_file($file), qr/\A\xEF\xBB\xBFcustomer_id,.*\n20000,[^\n]*\n\z/s, 'marked, with a header, to the last line');
is(others('customers.csv'), '', 'and nothing beside it');

# what is there is replaced, with its permissions; a link stays one
chmod(0600, $file);
symlink($file, "$dir/link.csv");
is($node->safe_psql('postgres', "SELECT customers_export('$dir/link.csv', ids => '{7}', bom => false)"), '1', 'a file is replaced');
is(mode_of($file), '0600', 'and keeps its permissions');
ok(-l "$dir/link.csv", 'a link is followed');
like(slurp_file($file), qr/\Acustomer_id,[^\n]*\n7,,u7\@example.com,[^\n]*\n\z/, 'by the new content');
unlink("$dir/link.csv");

# errors leave nothing, and what was there
$node->safe_psql('postgres', "UPDATE customers SET name = U&'\\20AC' WHERE customer_id = 20000");
fails_with($node, "SELECT customers_export('$file', encoding => 'LATIN1');", '22P05',
    qr/character .* does not exist in encoding LATIN1.*field name of customer 20000/s, 'a character that the encoding lacks');
like(slurp_file($file), qr/\n7,,u7\@example.com,[^\n]*\n\z/, 'leaves the file as it was');
is(others('customers.csv'), '', 'and none beside it');
fails_with($node, "SET statement_timeout = '300ms'; SELECT customers_export('$file', filter => 'length(repeat(note, 20000)) > 0');", '57014',
    qr/statement timeout/, 'a cancelled export');
is(others('customers.csv'), '', 'removes its file');

# a session that is terminated
my ($in, $out, $timer) = ('', '', IPC::Run::timeout(60));
my $background = IPC::Run::start(
    [ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c',
        "SET application_name = 'exporter'; SELECT customers_export('$file', filter => 'length(repeat(note, 20000)) > 0')" ],
    '<', \$in, '>', \$out, '2>', \my $err, $timer);
$node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_progress_copy WHERE type = 'FILE' AND command = 'COPY TO'");
like(others('customers.csv'), qr/^customers\.csv\.\d+\.tmp$/, 'a running export writes beside its file, and shows in pg_stat_progress_copy');
is($node->safe_psql('postgres', "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'exporter'"), 't', 'terminated');
$background->finish;
$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'exporter'");
is(others('customers.csv'), '', 'it removes its file');

# a reader never sees half a file
my $size = -s $file;
my %sizes;
$background = IPC::Run::start(
    [ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', "SELECT customers_export('$file', bom => false)" ],
    '<', \$in, '>', \$out, '2>', \$err, $timer);
while ($background->pumpable)
{
    $sizes{ -s $file // 'gone' } = 1;
    $background->pump_nb;
    usleep(500);
}
$background->finish;
is(join(' ', sort { $a <=> $b } keys %{ { %sizes, (-s $file) => 1 } }), join(' ', $size, -s $file), 'a reader sees the old file or the new one');

# what is no file
mkdir("$dir/folder");
mkfifo("$dir/pipe", 0600);
fails_with($node, "SELECT customers_export('$dir/folder');", '42809', qr/is a directory/, 'a directory');
fails_with($node, "SELECT customers_export('$dir/folder/');", '42809', qr/is a directory/, 'and so spelt');
fails_with($node, "SELECT customers_export('$dir/pipe');", '42809', qr/is a pipe/, 'a pipe: nobody waits for a reader');
fails_with($node, "SELECT customers_export('$dir/none/customers.csv');", '58P01', qr/No such file or directory.*HINT:.*server process/s, 'a missing directory');
fails_with($node, "SELECT customers_export('customers.csv');", '42602', qr/relative path/, 'a relative path');
chmod(0500, "$dir/folder");
SKIP:
{
    skip 'root may write everywhere', 1 if $> == 0;
    fails_with($node, "SELECT customers_export('$dir/folder/customers.csv');", '42501', qr/Permission denied/, 'a directory that may not be written');
}
rmdir("$dir/folder");
unlink("$dir/pipe");

# no space left
SKIP:
{
    skip '/dev/full is not here', 1 unless -c '/dev/full';
    fails_with($node, "SELECT customers_export('/dev/full');", '42809', qr/special file/, 'a device');
}
SKIP:
{
    my $small = "$dir/small";
    mkdir($small);
    skip 'a small file system cannot be mounted', 2
      if system("mount -t tmpfs -o size=1m,mode=0777 tmpfs '$small' 2>/dev/null") != 0;
    fails_with($node, "SELECT customers_export('$small/customers.csv');", '53100', qr/No space left on device/, 'no space left');
    is(join(' ', glob("$small/*")), '', 'leaves nothing');
    system("umount '$small'");
}

# who may
$node->safe_psql('postgres', 'CREATE ROLE clerk; GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk');
fails_with($node, "SET ROLE clerk; SELECT customers_export('$dir/clerk.csv');", '42501',
    qr/pg_write_server_files role.*HINT:.*customers_export_csv/s, 'a server path needs pg_write_server_files');
fails_with($node, "SET ROLE clerk; SELECT customers_export('/nowhere/at/all.csv');", '42501',
    qr/pg_write_server_files/, 'and nobody learns which directories there are');
is($node->safe_psql('postgres', "SET ROLE clerk; SELECT count(*) FROM customers_export_csv()"), '20001', 'lines need none');
$node->safe_psql('postgres', 'GRANT pg_write_server_files TO clerk');
is($node->safe_psql('postgres', "SET ROLE clerk; SELECT customers_export('$dir/clerk.csv', ids => '{1}')"), '1', 'with the role, it is written');

# row level security
$node->safe_psql('postgres', q{
    ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
    CREATE POLICY few ON customers TO clerk USING (customer_id <= 3);
});
is($node->safe_psql('postgres', "SET ROLE clerk; SELECT customers_export('$dir/clerk.csv')"), '3', 'hidden rows stay hidden');

# memory: neither the table nor the file is held
$node->safe_psql('postgres', "INSERT INTO customers (email, note) SELECT 'v' || n || '\@example.com', repeat('m', 2000) FROM generate_series(1, 30000) AS n");
is($node->safe_psql('postgres', q{
    COPY (SELECT customers_export_csv()) TO '/dev/null';
    SELECT sum(total_bytes) < 16 * 1024 * 1024 FROM pg_backend_memory_contexts;
}), 't', 'lines are not collected');

log_is_calm($node);
done_testing();
