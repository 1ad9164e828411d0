# An import reads its file at most twice: also one that is read to its end before
# anything is staged, because no cell of a column of numbers says how they are
# written, and whose staged records turn out to be duplicates of its last ones.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'the bytes that a process reads are told by Linux only' unless -r '/proc/self/io';

my $node = start_cluster('reads');
my $folder = PostgreSQL::Test::Utils::tempdir;

$node->safe_psql('postgres', 'CREATE EXTENSION customers; SELECT customers_setup(); ALTER TABLE customers ADD balance numeric');

# What the backend has read so far, files and tables together.
my $bytes_read = q{(SELECT substring(pg_read_file('/proc/self/io') FROM 'rchar: (\d+)')::bigint)};

# Many records with numbers, of which the first may have a decimal sign; two that
# matter; and the same two once more.
sub write_records
{
    my ($path, $first_balance, $ids, @twice) = @_;
    my $padding = 'x' x 200;

    open my $file, '>', $path or die "$path: $!";
    print $file "customer_id,email,name,balance,password,note\n";
    print $file ",c0\@x.example,Name,$first_balance,,\n";
    print $file ",c$_\@x.example,Name $_,9,,$padding\n" foreach 1 .. 24_000;
    print $file ($ids ? 900001 : ''), qq{,first\@x.example," First ",7,pw-1,"'=1"\n};
    print $file ",second\@x.example,Second,8,,$padding\n";
    print $file ",$_\n" foreach @twice;
    close $file;
    return -s $path;
}

# Imports in a new session; returns how often the file was read, and its rows.
sub import_file
{
    my ($path, $size, $options, $settings) = @_;
    my $sql = "SET client_min_messages = warning; SET work_mem = '$settings';
        CREATE TEMP TABLE read AS SELECT $bytes_read AS bytes;
        SELECT customers_import('$path', again => true, $options) AS id \\gset
        SELECT round(($bytes_read - bytes)::numeric / $size, 1) FROM read;
        SELECT jsonb_agg(to_jsonb(r) - 'import_id' ORDER BY line)
        FROM customer_import_rows AS r WHERE import_id = :id AND reason = 'duplicate_in_file'";
    my ($times, $rows) = (split /\n/, $node->safe_psql('postgres', $sql))[-2, -1];

    $rows =~ s/SCRAM-[^"]*/a verifier/g;
    return ($times, $rows);
}

my @twice = ('first@x.example,Again,,,', 'second@x.example,Again,,,');
my ($open, $decided) = ("$folder/open.csv", "$folder/decided.csv");
my $size = write_records($open, '7', 0, @twice);

write_records($decided, '7.25', 0, @twice);
chmod 0755, $folder;
foreach my $work_mem ('256MB', '64kB')
{
    my ($times, $rows) = import_file($open, $size, "duplicates => 'reject'", $work_mem);
    my ($other_times, $expected) = import_file($decided, $size, "duplicates => 'reject'", $work_mem);

    cmp_ok($times, '<', 2.5, "read $times times, work_mem $work_mem") if $work_mem eq '256MB';
    cmp_ok($other_times, '<', 2.5, "read $other_times times where the first number decides") if $work_mem eq '256MB';
    is($rows, $expected, "and its duplicates are rejected with the cells of the file, work_mem $work_mem");
    like($rows, qr/" First ", "7", "\*+", "'=1"/, 'as they stand there');
}

# Records that are excluded give back the ids they brought.
$size = write_records($open, '7', 1, @twice);
write_records($decided, '7.25', 1, @twice);
{
    my $options = "duplicates => 'last', unknown_ids => 'create'";
    my ($times, $rows) = import_file($open, $size, $options, '256MB');
    my ($other_times, $expected) = import_file($decided, $size, $options, '256MB');

    cmp_ok($times, '<', 2.5, "read $times times to exclude");
    is($rows, $expected, 'the same are excluded');
    like($rows, qr/"customer_id": 900001/, 'with the ids that they brought');
}

done_testing();
