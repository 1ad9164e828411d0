# What people without id and email are known by: a name with a phone, a birth
# date or an address.
package Weak;

use strict;
use warnings;
use utf8;

use Unicode::Normalize qw(NFD);

# In the order in which they are tried.
our @TESTS = qw(phone birth_date address);

# Letters and digits alone, without case and accents; "#" reads "no".
sub folded
{
    my ($text) = @_;

    return '' if !defined $text;
    $text = lc NFD($text);
    $text =~ s/#/no/g;
    $text =~ s/[^a-z0-9]//g;
    return $text;
}

# The last eight digits of a phone; undef if there are too few.
sub digits
{
    my ($phone) = @_;

    return if !defined $phone;
    $phone =~ s/[^0-9]//g;
    return length $phone < 6 ? undef : length $phone > 8 ? substr($phone, -8) : $phone;
}

# Keys under one folded name, test => [ texts ], of a person (field => text).
sub keys_under
{
    my ($name, $person) = @_;
    my %keys = map { $_ => [] } @TESTS;

    return \%keys if $name eq '';
    push @{ $keys{phone} }, map { "phone $name $_" } grep { defined } map { digits($person->{$_}) } qw(phone mobile);
    push @{ $keys{birth_date} }, "birth_date $name $person->{birth_date}" if defined $person->{birth_date};
    my ($code, $address) = map { folded($person->{$_}) } qw(postal_code address);

    push @{ $keys{address} }, "address $name $code/$address" if $code ne '' && $address ne '';
    return \%keys;
}

# Of a record: under its name, or else its first name.
sub keys_of_record
{
    my ($person) = @_;
    my $name = folded($person->{name});

    return keys_under($name ne '' ? $name : folded($person->{first_name}), $person);
}

sub contradict
{
    my ($one, $other) = @_;
    my @first = map { folded($_->{first_name}) } $one, $other;
    my @born = map { $_->{birth_date} } $one, $other;

    return ($first[0] ne '' && $first[1] ne '' && $first[0] ne $first[1]) ||
      (defined $born[0] && defined $born[1] && $born[0] ne $born[1]);
}

# Ids of the customers whom a record is, by the first test that finds any.
sub find
{
    my ($person, $customers) = @_;
    my $own = keys_of_record($person);

    foreach my $test (@TESTS)
    {
        my %wanted = map { $_ => 1 } @{ $own->{$test} };
        my @ids = grep {
            my $customer = $customers->{$_};
            !contradict($person, $customer) && grep { $wanted{$_} }
              map { @{ keys_under(folded($customer->{$_}), $customer)->{$test} } } qw(name first_name)
        } keys %$customers;

        return @ids if @ids;
    }
    return;
}

1;
