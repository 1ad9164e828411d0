# The files of the reference systems import with no option at all, and the
# second time nothing is left to do.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_cluster('main');

$node->safe_psql('postgres', 'CREATE EXTENSION customers');

my %records = (
    'auction-house.csv' => 18,
    'e-shop.csv' => 12,
    'ticketing.csv' => 14,
    'vouchers.csv' => 12,
    'unsubscribed.csv' => 9);

# each alone
foreach my $name (sort keys %records)
{
    my $schema = $name =~ s/\W/_/gr;
    my $path = data_file($name);
    my $n = $records{$name};

    is($node->safe_psql('postgres', qq{
        CREATE SCHEMA $schema;
        SET customers.schema = '$schema';
        SELECT created, changed, unchanged, rejected, excluded FROM import_csv('$path');
        SELECT created, changed, unchanged, rejected, excluded FROM import_csv('$path', again => true);
        SELECT count(*) FROM $schema.customer_import_errors WHERE severity = 'error';
    }), "$n|0|0|0|0\n0|0|$n|0|0\n0", "$name: all are new, then all are unchanged");
}

# all in one list: the unsubscribers are the auction house's, mostly
foreach my $name ('auction-house.csv', 'e-shop.csv', 'ticketing.csv', 'vouchers.csv', 'unsubscribed.csv')
{
    my $path = data_file($name);

    $node->safe_psql('postgres', "SELECT * FROM import_csv('$path')");
}
is($node->safe_psql('postgres', q{SELECT count(*), count(email), count(identifier) FROM customers}),
    '59|54|40', 'one list of all five');

# what the files' traps must come out as
my @expected = (
    [ q{SELECT name, first_name, last_name, subscribed, vip, phone FROM customers WHERE identifier = 'AH-20417'},
      '|Marguerite|Delacroix|t|t|+33 1 55 01 02 03', 'names, consent, VIP and phone' ],
    [ q{SELECT string_agg(DISTINCT g.name, ';' ORDER BY g.name) FROM customer_groups g WHERE name ~ 'Art|Design'},
      'Asian Art;Fine Art;Scandinavian Design', 'departments are groups' ],
    [ q{SELECT email, subscribed FROM customers WHERE identifier = 'AH-20419'},
      'ingrid.solberg@example.no|f', 'an email is kept in lower case' ],
    [ q{SELECT email, subscribed, first_name FROM customers WHERE identifier = 'AH-20427'},
      'w.hughes@example.com|f|William "Bill"', 'unsubscribed by a file with the address in capitals' ],
    [ q{SELECT email FROM customers WHERE identifier = 'AH-20426'}, 'l.ferrari@example.it', 'a quoted address is trimmed' ],
    [ q{SELECT email IS NULL, display_name FROM customer_profiles WHERE identifier = 'AH-20420'},
      't|Theodore Blackwood', 'no email' ],
    [ q{SELECT display_name FROM customer_profiles WHERE identifier = 'AH-20422'}, 'Customer', 'no name' ],
    [ q{SELECT first_name, last_name, address, birth_date, language, postal_code FROM customers WHERE identifier = '100231'},
      'Bjørn Åge|Ødegård|Storgata 5 – oppgang B|1968-05-17|Norsk|0155', 'Windows-1252, dates by day first, leading zeros' ],
    [ q{SELECT count(*) FROM customers WHERE identifier = '0'}, '0', 'ID 0 is no identifier' ],
    [ q{SELECT first_name FROM customers WHERE email = 'post@aerligtalt.example'}, 'Kafé “Ærlig talt”', 'curly quotes' ],
    [ q{SELECT count(*) FROM customers WHERE lower(identifier) = 'ab12cd'}, '2', 'identifiers keep their case' ],
    [ q{SELECT loyalty_points, attributes FROM customers WHERE identifier = '00417'},
      '1200|{"customer segment test": "Existing"}', 'thousands, and a segment category' ],
    [ q{SELECT name FROM customers WHERE identifier = '9007199254740993'}, 'Mateo Ruiz', 'a long number is exact' ],
    [ q{SELECT name FROM customers WHERE email = 'ines.costa@example.pt'}, "Ines Costa\n(Lisbon shop)", 'a line break in a cell' ],
    [ q{SELECT count(*) FROM customers WHERE password_hash LIKE 'SCRAM-SHA-256$%'}, '9', 'passwords are hashed' ]);

is($node->safe_psql('postgres', $_->[0]), $_->[1], $_->[2]) foreach @expected;

log_is_calm($node);
done_testing();
