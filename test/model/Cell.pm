# What a cell of a file says: nothing, "clear it", a value, or an error.  The
# spellings are a closed list, so that no parser is needed to know what they
# mean; the generator draws from it (Case.pm), the model reads by it (Model.pm).
package Cell;

use strict;
use warnings;
use utf8;

my $NBSP = "\x{A0}";

# By type: spelling => canonical text, or ! and the code of the error; by how the
# column is written where that matters.
our %MEANING = (
    boolean => {
        (map { $_ => 'true' } qw(yes true 1 Ja YES)),
        (map { $_ => 'false' } qw(no false 0 nei No)),
        maybe => '!invalid_boolean',
    },
    bigint => {
        (map { $_ => $_ } qw(0 7 20 1000 -5)),
        '2 000' => '2000',
        ten => '!invalid_integer',
        '99999999999999999999' => '!out_of_range',
    },
    integer => {
        (map { $_ => $_ } qw(1 3 8 10 11 50)),
        few => '!invalid_integer',
        '99999999999' => '!out_of_range',
    },
    numeric => {
        '12.50' => '12.50',
        '1.5' => '1.50',
        '7' => '7.00',
        '0' => '0.00',
        '12,5' => '12.50',
        '1,250' => { '.' => '1250.00', ',' => '1.25', '' => '!ambiguous_number' },
        '1.2555' => '!too_precise',
        '3.500000000' => '3.50',
        lots => '!invalid_number',
        '123456789.25' => '!out_of_range',
    },
    date => {
        (map { $_ => $_ } qw(2000-02-29 1968-05-17 1980-12-31)),
        '29.02.2000' => { MDY => '!invalid_date', '' => '2000-02-29' },
        '17.05.1968' => { MDY => '!invalid_date', '' => '1968-05-17' },
        '17/05/1968' => { MDY => '!invalid_date', '' => '1968-05-17' },
        '05/17/1968' => { DMY => '!invalid_date', '' => '1968-05-17' },
        '05/12/1980' => { DMY => '1980-12-05', MDY => '1980-05-12', '' => '!ambiguous_date' },
        '05/05/1980' => '1980-05-05',
        '2001-02-30' => '!invalid_date',
        soon => '!invalid_date',
    },
    timestamptz => {
        '2024-01-01T10:00+00' => '2024-01-01 10:00:00+00',
        '2024-01-01 10:00:00+00' => '2024-01-01 10:00:00+00',
        '2024-06-01 12:30:00+02' => '2024-06-01 10:30:00+00',
        once => '!invalid_value',
    },
    uuid => {
        '00000000-0000-0000-0000-00000000000a' => '00000000-0000-0000-0000-00000000000a',
        '00000000-0000-0000-0000-00000000000A' => '00000000-0000-0000-0000-00000000000a',
        '00000000-0000-0000-0000-00000000000b' => '00000000-0000-0000-0000-00000000000b',
        zz => '!invalid_value',
    },
    jsonb => {
        '{"a": 1}' => '{"a": 1}',
        '{"a":1}' => '{"a": 1}',
        '[1,2]' => '[1, 2]',
        '{' => '!invalid_value',
    },
    json => {
        '{"a": 1}' => '{"a": 1}',
        '{"a":1}' => '{"a":1}',
        '[' => '!invalid_value',
    },
    'text[]' => {
        '{a,b}' => '{a,b}',
        '{ a, b }' => '{a,b}',
        '{}' => '{}',
        '{a' => '!invalid_value',
    },
    customer_id => {
        '-4' => '!out_of_range',
        one => '!invalid_integer',
        '99999999999999999999' => '!out_of_range',
    },
);

# A canonical text means itself.
foreach my $meaning (values %MEANING)
{
    $meaning->{$_} //= $_ foreach grep { !/^!/ } map { ref $_ ? values %$_ : $_ } values %$meaning;
}

# How cells that read in one way only are written, and in which kinds of columns.
my %SHOWS = (
    date => [ [ DMY => qr/^(?:29\.|17[.\/])/ ], [ MDY => qr/^..\/17/ ] ],
    numeric => [ [ '.' => qr/\.(?!\d{3}$)\d+$/ ], [ ',' => qr/,\d{1,2}$/ ] ],
);

# The ways of writing that cells of a column show.
sub shown
{
    my ($kind, @cells) = @_;

    return map { $_->[0] } grep {
        my $way = $_;
        grep { trimmed($kind, $_) =~ $way->[1] } @cells
    } @{ $SHOWS{$kind} || [] };
}

# How each column is written by all cells of the file: '' if nothing says it, or its
# own cells contradict each other.  Dates that no cell of their column decides are as
# other dates of the file, or have the day first where its numbers have a comma.
sub written
{
    my ($kinds, @records) = @_;
    my @shown = map { my $n = $_; [ shown($kinds->[$n], map { $_->[$n] } @records) ] } 0 .. $#$kinds;
    my %of_kind;

    foreach my $n (0 .. $#$kinds)
    {
        $of_kind{ $kinds->[$n] }{$_} = 1 foreach @{ $shown[$n] };
    }
    my @orders = keys %{ $of_kind{date} || {} };
    my $comma = join(' ', keys %{ $of_kind{numeric} || {} }) eq ',';
    my $order = @orders == 1 ? $orders[0] : $comma ? 'DMY' : '';

    return map {
        my $n = $_;
        my $asks = $kinds->[$n] eq 'date' && grep { is_ambiguous('date', $_->[$n]) } @records;

        @{ $shown[$n] } == 1 ? $shown[$n][0] : @{ $shown[$n] } == 0 && $asks ? $order : '';
    } 0 .. $#$kinds;
}

# Words that stand for nothing: in any column, of names where several records have
# them, and as a key alone.  Dates that programs write for none.
our @NOTHING = ('NULL', 'n/a', '-', 'nil');
our @NO_KEY = ('.', 'tbd', 'Unknown');
our @NO_DATE = ('0000-00-00', '9999-12-31');

# What a spreadsheet broke.
our @BROKEN = ('#REF!', '########', '#NAVN?');
our $ROUNDED = '6.72457E+12';

my %nothing = map { lc($_) => 1 } @NOTHING;
my %no_key = (%nothing, map { lc($_) => 1 } @NO_KEY);
my %no_date = map { $_ => 1 } @NO_DATE;
my %broken = map { $_ => 1 } @BROKEN;

# Fields whose digits are no number.
my %is_code = map { $_ => 1 } qw(customer_id identifier phone mobile postal_code vat_number);
my %is_name = map { $_ => 1 } qw(name first_name last_name);

# Does the cell mean what its column shows?
sub is_ambiguous
{
    my ($kind, $cell) = @_;
    my $meaning = $MEANING{$kind} ? $MEANING{$kind}{ trimmed($kind, $cell) } : undef;

    return ref $meaning && $meaning->{''} =~ /^!ambiguous/;
}

# Kinds of cells whose quoted outer spaces are the text's own.
my %is_text = map { $_ => 1 } qw(text varchar attribute);
my %is_key = map { $_ => 1 } qw(customer_id identifier email);

sub trimmed
{
    my ($kind, $cell) = @_;
    my $space = $is_text{$kind} ? qr/[ \t$NBSP]/ : qr/[ \t\r\n$NBSP\x{200B}-\x{200F}\x{2060}\x{FEFF}]/;
    my $text = $cell->{text};

    $text =~ s/[\x{AD}\x{2066}]//g if $kind eq 'identifier' || $kind eq 'email';
    $text =~ s/^$space+//;
    $text =~ s/$space+$//;
    return $cell->{text} if $is_text{$kind} && $cell->{quoted} && $text ne '';
    return $text;
}

# The words that stand for nothing as names: those that several records have.
sub no_names
{
    my ($columns, @records) = @_;
    my @names = grep { $is_name{ $columns->[$_] } } 0 .. $#$columns;
    my %records;

    foreach my $cells (@records)
    {
        my %own = map { lc trimmed('attribute', { %{ $cells->[$_] }, quoted => 0 }) => 1 } grep { $cells->[$_] } @names;

        $records{$_}++ foreach grep { $nothing{$_} } keys %own;
    }
    return { map { $_ => 1 } grep { $records{$_} > 1 } keys %records };
}

# Does the text stand for nothing in the field?  An application that saves somebody
# means what it says.
sub is_nothing
{
    my ($field, $text) = @_;

    return 0 if $field->{by_name};
    return ($field->{no_names} || {})->{ lc $text } if $is_name{ $field->{name} };
    return ($is_key{ $field->{kind} } ? \%no_key : \%nothing)->{ lc $text };
}

sub is_rounded
{
    my ($field, $text) = @_;

    return $text eq $ROUNDED && ($is_code{ $field->{name} } || $field->{kind} =~ /^(?:text|varchar|attribute)$/);
}

# Is it a text with a ' before it, lest it be taken for something else?
sub is_guarded
{
    my ($field, $text) = @_;

    return 0 if $text !~ s/^'+(?=.)//s;
    return $text =~ /^[=+\-@]/ || $text eq '#N/A' || $broken{$text} || is_rounded($field, $text) || is_nothing($field, $text)
      || ($is_name{ $field->{name} } && $nothing{ lc $text }) || ($text =~ /^\d/ && $is_code{ $field->{name} });
}

# What the cell says about a field: (state, value), state being blank, zero
# (blank, but asks for a new customer), clear, set or error; the value is the
# canonical text or the code of the error.
sub read
{
    my ($field, $cell, $blanks) = @_;
    my $kind = $field->{kind};
    my $text = trimmed($kind, $cell);
    # no file clears a key
    my $blank = $blanks eq 'clear' && !$field->{not_null} && !$is_key{$kind} ? 'clear' : 'blank';

    return value_of($field, substr($text, 1)) if is_guarded($field, $text);
    $text = $1 if $text =~ /^="([^"]*)"$/;
    return $blank if $text eq '';
    if ($text eq '#N/A')
    {
        return 'blank' if $is_key{$kind};
        return $field->{not_null} ? ('error', 'not_clearable') : 'clear';
    }
    return $blank if is_nothing($field, $text) || ($kind eq 'date' && $no_date{$text} && !$field->{by_name});
    return ('error', 'spreadsheet_error') if $broken{$text};
    return ('error', 'rounded_number') if is_rounded($field, $text);
    return value_of($field, $text);
}

sub value_of
{
    my ($field, $text) = @_;
    my $kind = $field->{kind};

    return 'zero' if $text eq '0' && ($kind eq 'customer_id' || $kind eq 'identifier');
    return 'blank' if $text =~ /^0+$/ && ($kind eq 'identifier' || $kind eq 'email');
    return ('set', $text) if $kind eq 'customer_id' && $text =~ /^\d{1,18}$|^9223372036854775807$/;
    if ($kind eq 'email')
    {
        return ('error', 'invalid_email') if $text !~ /^[A-Za-z0-9.]+@[A-Za-z0-9.]+$/;
        return ('set', lc $text);
    }
    if ($kind eq 'varchar')
    {
        return length($text) > $field->{max} ? ('error', 'too_long') : ('set', $text);
    }
    return ('set', $text) if !$MEANING{$kind};
    my $meaning = $MEANING{$kind}{$text};
    $meaning = $meaning->{ $field->{written} // '' } // $meaning->{''} if ref $meaning;
    die "the model does not know what \"$text\" is as $kind" if !defined $meaning;
    return $meaning =~ /^!(.*)/ ? ('error', $1) : ('set', $meaning);
}

1;
