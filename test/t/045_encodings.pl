# In a database of another encoding than the file's, text arrives converted; a
# record with a character that the database cannot hold is rejected, with all of
# it that can be shown.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');
my $utf8 = write_file('utf8.csv',
    "identifier,name,note\nE-1,\xc3\x85se \xc3\x98deg\xc3\xa5rd,fine\n"
      . "E-2,Ben,costs 5 \xe2\x82\xac or \xf0\x9f\x98\x80\nE-3,\xc3\x86 \xc4\x80,x\nE-4,Plain,fine\n");
my $windows = write_file('windows.csv', "identifier;name\nW-1;\xc5se\nW-2;5 \x80\n");

foreach my $encoding ('latin1', 'latin9', 'sql_ascii')
{
    $node->safe_psql('postgres',
        "CREATE DATABASE $encoding TEMPLATE template0 ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'");
    $node->safe_psql($encoding, 'CREATE EXTENSION customers; SELECT customers_setup()');
}

sub imported
{
    my ($database, $file) = @_;

    return $node->safe_psql($database, qq{
        SELECT created, rejected FROM import_csv('$file');
        SELECT line, field, code FROM customer_import_errors
         WHERE import_id = (SELECT max(import_id) FROM customer_imports) ORDER BY line, field;
        SELECT identifier, encode(convert_to(name, 'SQL_ASCII'), 'hex') FROM customers ORDER BY identifier});
}

is(imported('latin1', $utf8),
    "2|2\n3|note|bad_encoding\n4|name|bad_encoding\nE-1|c5736520d8646567e57264\nE-4|506c61696e",
    'UTF-8 into LATIN1: what it cannot hold is rejected');
is(imported('latin9', $windows), "2|0\nW-1|c57365\nW-2|3520a4", 'Windows-1252 into LATIN9: the euro sign is another byte');
is(imported('sql_ascii', $utf8),
    "4|0\nE-1|c385736520c398646567c3a57264\nE-2|42656e\nE-3|c38620c480\nE-4|506c61696e",
    'UTF-8 into SQL_ASCII: the bytes are kept');

# What comes in goes out, converted from what the database holds.
foreach my $database ('latin1', 'sql_ascii')
{
    my $path = $node->basedir . "/$database.csv";

    foreach my $encoding ('LATIN1', 'UTF8', 'UTF16')
    {
        is($node->safe_psql($database, qq{
            SELECT customers_export('$path', filter => 'identifier = ''E-1''', columns => '{identifier,name}', encoding => '$encoding');
            SELECT encode(convert_to(convert_from(pg_read_binary_file('$path'), 'SQL_ASCII'), 'SQL_ASCII'), 'hex') WHERE '$encoding' <> 'UTF16';
            SELECT unchanged FROM import_csv('$path', encoding => '$encoding')}),
            "1\n" . { LATIN1 => "6964656e7469666965722c6e616d650a452d312cc5736520d8646567e572640a\n",
                UTF8 => "efbbbf6964656e7469666965722c6e616d650a452d312cc385736520c398646567c3a572640a\n", UTF16 => '' }->{$encoding} . '1',
            "$database as $encoding");
    }
}
fails_with_in('sql_ascii', "SELECT customers_export_csv(encoding => 'LATIN1')", qr/character "\xe2\x82\xac" does not exist in encoding LATIN1/,
    'SQL_ASCII with what LATIN1 has not');
$node->safe_psql('sql_ascii', q{UPDATE customers SET name = E'\\xe5' WHERE identifier = 'E-3'});
fails_with_in('sql_ascii', "SELECT customers_export_csv(encoding => 'LATIN1')", qr/does not exist in encoding LATIN1/,
    'SQL_ASCII with what is not UTF-8');
like($node->safe_psql('sql_ascii', q{SELECT encode(convert_to(string_agg(l, '' ORDER BY l), 'SQL_ASCII'), 'hex') FROM customers_export_csv() AS l}),
    qr/452d332c2ce5/, 'which is exported as it is');

sub fails_with_in
{
    my ($database, $sql, $pattern, $name) = @_;
    my ($rc, $out, $err) = $node->psql($database, $sql);

    ok($rc != 0 && $err =~ $pattern, $name) or diag("got $rc: $out$err");
    return;
}

# words of yes and no in the letters that the database has; those it has not are no words
foreach my $encoding ('win1251', 'euc_jp', 'latin1')
{
    $node->safe_psql('postgres',
        "CREATE DATABASE words_$encoding TEMPLATE template0 ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'");
    $node->safe_psql("words_$encoding", 'CREATE EXTENSION customers; SELECT customers_setup()');
    is($node->safe_psql("words_$encoding", q{SELECT count(*) FROM customer_value_words WHERE word = '';
        SELECT created FROM import_csv('email,Status
a@x.no,Unsubscribed
b@x.no,Subscribed
'::bytea);
        SELECT string_agg(email, ' ' ORDER BY email) FROM customers WHERE subscribed}), "0\n2\nb\@x.no",
        "$encoding: words are read");
    next if $encoding eq 'latin1';
    is($node->safe_psql("words_$encoding", q{SELECT created FROM import_csv(decode('}
          . unpack('H*', "email,\xd0\xa1\xd1\x82\xd0\xb0\xd1\x82\xd1\x83\xd1\x81\nc\@x.no,\xd0\x9e\xd1\x82\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbd\n")
          . q{', 'hex')); SELECT subscribed FROM customers WHERE email = 'c@x.no'}), "1\nf", "$encoding: a no in Cyrillic is heard");
}

log_is_calm($node);
done_testing();
