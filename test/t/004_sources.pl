# Where a file's bytes come from: each source gives the same import, and what
# cannot be read is a clear error at once.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use POSIX qw(mkfifo);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main', "statement_timeout = '30s'");
my $file = data_file('ticketing.csv');

$node->safe_psql('postgres', qq{
    CREATE EXTENSION customers;
    SELECT lo_import('$file', 4242), lo_create(4243);
});

# the same file in three ways
my %source = (
    path => "'$file'",
    bytea => "pg_read_binary_file('$file')",
    oid => '4242::oid');
foreach my $kind (sort keys %source)
{
    $node->safe_psql('postgres', qq{
        CREATE SCHEMA s_$kind;
        SET customers.schema = 's_$kind';
        SELECT customers_import($source{$kind})});
    my $result = $node->safe_psql('postgres', qq{
        SELECT uploaded, created, encoding, delimiter, newline,
               sha256 = sha256(pg_read_binary_file('$file')), size = (pg_stat_file('$file')).size
          FROM s_$kind.customer_imports});
    is($result, '14|14|WIN1252|;|CRLF|t|t', "source of type $kind");
    is($node->safe_psql('postgres', qq{
        SELECT md5(string_agg(line || cells::text, '' ORDER BY line)) FROM s_$kind.customer_import_rows}),
        $node->safe_psql('postgres', qq{
        SELECT md5(string_agg(line || cells::text, '' ORDER BY line)) FROM s_bytea.customer_import_rows}),
        "source of type $kind gives the same records") if $kind ne 'bytea';
}

# what only looks like another format
foreach my $list ("<Email>\n<ann\@x.example>\n<bo\@x.example>\n", "<Email>;<Name>\nann\@x.example;{Ann}\n")
{
    is($node->safe_psql('postgres', "SELECT fields[1] FROM customers_sniff(convert_to('$list', 'UTF8'));"), 'email',
        'addresses in angle brackets are a list');
}

# what is no file, or cannot be read
my $folder = PostgreSQL::Test::Utils::tempdir();
my $empty = write_file('empty.csv', '');
my $workbook = write_file('book.xlsx', "PK\x03\x04\x14\0");
my $secret = write_file('secret.csv', "email\na\@example.com\n");
my $header_only = write_file('header.csv', "email,name\n");

mkfifo("$folder/fifo", 0600) or die "mkfifo: $!";
chmod 0, $secret;
foreach my $verb (grep { has_function($node, $_) }
    'customers_import', 'import_csv', 'customers_sniff', 'customers_read_csv')
{
    fails_with($node, "SELECT $verb('$folder');", '42809', qr/is a directory/, "$verb of a directory");
    fails_with($node, "SELECT $verb('$folder/fifo');", '42809', qr/not a regular file/, "$verb of a FIFO");
    fails_with($node, "SELECT $verb('/dev/zero');", '42809', qr/not a regular file/, "$verb of a device");
    fails_with($node, "SELECT $verb('$folder/none.csv');", '58P01',
        qr/could not open file .*none\.csv.*HINT:  The file is read by the PostgreSQL server process, on its own machine\. Pass/s,
        "$verb of a missing file");
    fails_with($node, "SELECT $verb('none.csv');", '58P01',
        qr/on its own machine; a path that does not begin at the root begins at the data directory\./,
        "$verb of a missing file beside the client");
    fails_with($node, "SELECT $verb('$empty');", '02000', qr/is empty/, "$verb of an empty file");
    fails_with($node, "SELECT $verb(''::bytea);", '02000', qr/is empty/, "$verb of an empty bytea");
    fails_with($node, "SELECT $verb(4243::oid);", '02000', qr/is empty/,
        "$verb of an empty large object");
    fails_with($node, "SELECT $verb(123456::oid);", '42704', qr/large object 123456 does not exist/,
        "$verb of a missing large object");
    fails_with($node, "SELECT $verb('$workbook');", '22P04', qr/is an Excel workbook.*HINT:.*as CSV/s,
        "$verb of a workbook");
    fails_with($node, q{SELECT } . $verb . q{('\x1f8b0800'::bytea);}, '22P04', qr/is a gzip archive/,
        "$verb of a gzip archive");
    fails_with($node, q{SELECT } . $verb . q{('\x89504e470d0a1a0a'::bytea);}, '22P04', qr/is a picture/,
        "$verb of a picture");
    foreach my $format (
        ['{"email": "ann\@x.example"}', 'a JSON document'],
        ['[ {"email": "ann\@x.example"}, {}]', 'a JSON document'],
        ['[["email"], ["ann\@x.example"]]', 'a JSON document'],
        ["\n<!DOCTYPE html>\n<table><tr><td>email</td></tr></table>", 'a web page'],
        ['<?xml version="1.0"?><customers/>', 'an XML document'],
        ["<people>\n <person id=\"1\"><mail>ann\@x.example</mail></person></people>", 'an XML document or a web page'],
        ["BEGIN:VCARD\nEMAIL:ann\@x.example\nEND:VCARD", 'a file of contact cards'],
        ["Email           Name\nann\@x.example   Ann Berg\nbo\@x.example\nida\@x.example   Ida\n", 'a table of columns of fixed width'],
        ["insert into people values ('ann\@x.example');", 'a script of SQL'])
    {
        fails_with($node, "SELECT $verb(convert_to(\$text\$$format->[0]\$text\$, 'UTF8'));", '22P04',
            qr/is \Q$format->[1]\E.*not a CSV file/, "$verb of $format->[1]");
    }
    foreach my $type ('text', 'bytea', 'oid')
    {
        fails_with($node, "SELECT $verb(NULL::$type);", '22004', qr/null/i, "$verb of a NULL $type");
    }

  SKIP:
    {
        skip 'root reads everything', 1 if -r $secret;
        fails_with($node, "SELECT $verb('$secret');", '42501',
            qr/Permission denied.*HINT:  .*, and the user that it runs as may not read it\. Pass/s,
            "$verb of a file without permission");
    }
}
is($node->safe_psql('postgres', "SELECT created, rejected FROM import_csv('$header_only')"),
    '0|0', 'a file of a header alone is an import of nothing');

# a large object of another role
$node->safe_psql('postgres', q{
    CREATE ROLE bob; CREATE SCHEMA bob AUTHORIZATION bob; SELECT lo_from_bytea(777, 'email');
});
fails_with($node, "SET ROLE bob; SET customers.schema = 'bob'; SELECT customers_import(777::oid);",
    '42501', qr/permission denied for large object 777/, "another role's large object");

# neither success, nor failure, nor a reader that stops early leaves a file open
my $early = has_function($node, 'customers_read_csv')
  ? "SELECT count(*) FROM (SELECT * FROM customers_read_csv('$file') LIMIT 1) AS first;" : '';
my $left = $node->safe_psql('postgres', qq{
    SELECT customers_import('$file');
    SELECT customers_import('$file');
    \\set ON_ERROR_STOP off
    SELECT customers_import('$file', delimiter => 'no such');
    SELECT customers_import('$file', mapping => '{"email": "no_such"}');
    \\set ON_ERROR_STOP on
    $early
    SELECT pg_backend_pid() AS pid \\gset
    \\setenv BACKEND :pid
    \\! ls -l /proc/\$BACKEND/fd | grep -c '$file' || true
});
is($left =~ s/.*\n//sr, '0', 'no file stays open');

log_is_calm($node);
done_testing();
