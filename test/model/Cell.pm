# What a cell of a file says: nothing, "clear it", a value, or an error.  The
# spellings are a closed list, so that no parser is needed to know what they
# mean; the generator draws from it (Case.pm), the model reads by it (Model.pm).
package Cell;

use strict;
use warnings;
use utf8;

my $NBSP = "\x{A0}";

# By type: spelling => canonical text, or ! and the code of the error.
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
        lots => '!invalid_number',
        '123456789.25' => '!out_of_range',
    },
    date => {
        (map { $_ => $_ } qw(2000-02-29 1968-05-17 1980-12-31)),
        '29.02.2000' => '2000-02-29',
        '17.05.1968' => '1968-05-17',
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
    $meaning->{$_} //= $_ foreach grep { !/^!/ } values %$meaning;
}

# Kinds of cells whose quoted outer spaces are the text's own.
my %is_text = map { $_ => 1 } qw(text varchar attribute);

sub trimmed
{
    my ($kind, $cell) = @_;
    my $space = $is_text{$kind} ? qr/[ \t$NBSP]/ : qr/[ \t\r\n$NBSP\x{200B}-\x{200F}\x{2060}\x{FEFF}]/;
    my $text = $cell->{text};

    $text =~ s/^$space+//;
    $text =~ s/$space+$//;
    return $cell->{text} if $is_text{$kind} && $cell->{quoted} && $text ne '';
    return $text;
}

# What the cell says about a field: (state, value), state being blank, zero
# (blank, but asks for a new customer), clear, set or error; the value is the
# canonical text or the code of the error.
sub read
{
    my ($field, $cell, $blanks) = @_;
    my $kind = $field->{kind};
    my $text = trimmed($kind, $cell);

    if ($text =~ /^'+(?:[=+\-@]|#N\/A$)/)
    {
        $text = substr($text, 1);
        return value_of($field, $text) if $text eq '#N/A';
    }
    elsif ($text =~ /^="([^"]*)"$/)
    {
        $text = $1;
    }
    if ($text eq '')
    {
        return $blanks eq 'clear' && !$field->{not_null} && $kind ne 'customer_id' ? 'clear' : 'blank';
    }
    if ($text eq '#N/A')
    {
        return 'blank' if $kind eq 'customer_id';
        return $field->{not_null} ? ('error', 'not_clearable') : 'clear';
    }
    return value_of($field, $text);
}

sub value_of
{
    my ($field, $text) = @_;
    my $kind = $field->{kind};

    return 'zero' if $text eq '0' && ($kind eq 'customer_id' || $kind eq 'identifier');
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
    my $meaning = $MEANING{$kind}{$text} // die "the model does not know what \"$text\" is as $kind";
    return $meaning =~ /^!(.*)/ ? ('error', $1) : ('set', $meaning);
}

1;
