# Random tables, written in random dialects, are read back exactly, with no
# option.  CUSTOMERS_SEED and CUSTOMERS_CASES choose other cases than usual.
#
# A text is ambiguous if another delimiter, too, stands equally often in each
# of its records, if backslashes are escaped but no quote is, if it has too few
# letters to tell a code page by, or a sign that is one in some encodings only, or
# if lines are wrapped that hold two columns, as names and places may: what is read of those is counted, but not
# asserted.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{CUSTOMERS_SEED} // 20180213;
my $ncases = $ENV{CUSTOMERS_CASES} // 4000;

my @delimiters = (',', ';', "\t", '|', ':', ' ', ', ', '||', '~', '^', '¦', '§', "\x1f", "\x01");
my @plain_delimiters = (',', ';', "\t", '|', ':', ' ');
my %encodings = (
    'UTF-8' => 'UTF-8', 'UTF-8 with BOM' => 'UTF-8', 'UTF-16LE' => 'UTF-16LE',
    'UTF-16BE' => 'UTF-16BE', 'UTF-16LE with BOM' => 'UTF-16LE', 'UTF-32LE' => 'UTF-32LE',
    'UTF-32BE with BOM' => 'UTF-32BE', 'Windows-1252' => 'cp1252', 'ISO-8859-1' => 'iso-8859-1',
    'MacRoman' => 'MacRoman', 'CP850' => 'cp850', 'mixed' => 'mixed');
my @words = ('name', 'First name', 'city', 'phone', 'company', 'Postal code', 'country', 'note', 'language',
    'Land/region', 'address', 'x1', 'Shoe size', 'Kunde seit', 'Größe', 'a-b', 'Notes (internal)', 'Fax:', 'Q&A');
my %cells = (
    names => [ 'Ann', 'Bob Ray', 'Zoë', 'José García', 'Søren Ødegård', 'Mary Ann', 'Robert "Bob" Lee',
        "O'Brien", "D'Arcy", 'Li, Wei', 'Müller; Groß', '', '"', "'quoted'", 'back\\slash' ],
    places => [ 'Oslo', 'New York', 'Washington, DC', 'München', '', 'São Paulo', '5" tape', 'a|b', '7:30',
        'Tromsø', "tab\there", 'x;y', '# 12', 'https://example.com/a?b=c,d' ],
    texts => [ "two\nlines", "a\n\nb", ' leading', 'trailing ', '', '=1+2', "it's", '""', '-', 'N/A', ',', ';',
        'Hello, world; and | all: of "it"' ],
    numbers => [ '0', '12', '-3', '12.50', '12,50', '1 234', '00417', '1e5', '' ],
    dates => [ '2018-02-13', '13.02.2018', '13/02/2018', '2018-02-13 10:00:00', '' ]);
my @unicode = ('Łukasz', '山田太郎', 'Иван', 'مرحبا', '😀 ok', 'Ελένη');

srand($seed);
my @cases = map { make_case($_) } 1 .. $ncases;
my $node = start_cluster('main');
my %failed = map { $_ => 1 } failures();
my (%right, %all);

foreach my $case (@cases)
{
    my $kind = $case->{ambiguous} ? 'ambiguous' : 'unambiguous';

    foreach my $trait ('delimiter', 'quoting', 'newline', 'encoding', 'preamble', 'layout')
    {
        my $key = "$kind, $trait $case->{$trait}";

        $all{$key}++;
        $right{$key} += $failed{ $case->{id} } ? 0 : 1;
    }
}
note("seed $seed, $ncases cases");
note(sprintf('%-48s %5d of %5d  %6.2f %%', $_, $right{$_}, $all{$_}, 100 * $right{$_} / $all{$_}))
  foreach sort keys %all;

my @wrong = grep { $failed{ $_->{id} } && !$_->{ambiguous} } @cases;
is(scalar @wrong, 0, 'every unambiguous text is read as the table it was written from');
show($_) foreach @wrong[0 .. ($#wrong < 4 ? $#wrong : 4)];

log_is_calm($node);
done_testing();

sub pick
{
    return $_[int rand @_];
}

sub shuffled
{
    my %order = map { $_ => rand } @_;

    return sort { $order{$a} <=> $order{$b} } @_;
}

# A table, how it is written, and the bytes of that.
sub make_case
{
    my ($id) = @_;
    my $encoding = pick(sort keys %encodings);
    my $table = make_table($encodings{$encoding} =~ /^UTF/);
    my $layout = pick(('plain') x 6, 'padded lines', 'quoted lines', 'longer header', 'row numbers', 'metadata', 'groups', 'no header');
    my %case = (
        id => $id,
        encoding => $encoding,
        table => $table,
        delimiter => pick(@delimiters),
        layout => $layout,
        newline => pick("\n", "\r\n", "\r"),
        quoting => pick('" all', '" needed', '" some', "' all", "' needed", '" all \\'));
    $case{delimiter} = '§' if $encoding eq 'MacRoman' && $case{delimiter} eq '¦';
    my ($quote, $style, $escape) = split ' ', $case{quoting};
    my @above = lay_out(\%case);
    my @texts;

    foreach my $record (@above, @{ $case{written} })
    {
        s/\n/$case{newline}/g foreach @$record;
        push @texts, join($case{delimiter}, map { write_cell($_, $case{delimiter}, $quote, $style, $escape) } @$record);
    }
    $case{preamble} = $layout ne 'plain' ? 'none' : pick('none', 'none', 'title', 'notes', 'comments', 'blank lines',
        $case{delimiter} =~ /^[,;\t|: ~^]$/ ? 'sep=' : 'none');
    $case{ambiguous} = is_ambiguous(\%case, $quote, @texts)
      || ($escape && "@texts" =~ /\\\\/ && "@texts" !~ /\\$quote/)
      || ($case{delimiter} eq ' ' && $layout =~ /lines/)
      || ($case{delimiter} =~ /[¦§]/ && $encoding !~ /^UTF/)
      || ($layout =~ /lines/ && @{ $table->[0] } < 3)
      || ($layout eq 'row numbers' && !grep { $_->[-1] ne '' } @$table[ 1 .. $#$table ]);

    @texts = wrap(\%case, @texts);
    my $text = preamble(\%case) . join($case{newline}, @texts) . pick('', ($case{newline}) x 4);

    $text = "\x{feff}$text" if $encoding =~ /BOM/;
    $case{text} = $text;
    $case{bytes} = bytes_of(\%case, $text, $encodings{$encoding});
    $case{newline} =~ s/\r/CR/;
    $case{newline} =~ s/\n/LF/;
    return \%case;
}

# What stands above the table, and what of it is written otherwise than it is read.
sub lay_out
{
    my ($case) = @_;
    my $table = $case->{table};
    my $width = @{ $table->[0] };
    my $layout = $case->{layout};
    my @above;

    $case->{written} = $table;
    if ($layout eq 'longer header')
    {
        $case->{written} = [ [ @{ $table->[0] }, '' ], @$table[ 1 .. $#$table ] ];
    }
    elsif ($layout eq 'row numbers')
    {
        my $line = int rand 2;

        $case->{written} = [ $table->[0], map { [ $line++, @$_ ] } @$table[ 1 .. $#$table ] ];
        $line = $case->{written}[1][0];
        $case->{table} = [ [ '', @{ $table->[0] } ], @{ $case->{written} }[ 1 .. $#$table ] ];
    }
    elsif ($layout eq 'metadata' && $width > 2)
    {
        push @above, [ 'Report', 'Customers', ('') x ($width - 2) ], [ 'Made by', 'Ann', ('') x ($width - 2) ],
          [ ('') x $width ];
    }
    elsif ($layout eq 'groups' && $width > 3)
    {
        push @above, [ 'Person', ('') x ($width - 3), 'Other', '' ];
    }
    elsif ($layout eq 'no header')
    {
        $case->{written} = $case->{table} = [ @$table[ 1 .. $#$table ] ];
    }
    return @above;
}

# What a spreadsheet puts around each line that it took for one cell.
sub wrap
{
    my ($case, @texts) = @_;
    my $tail = pick(grep { $_ ne substr($case->{delimiter}, 0, 1) } ';', ',', "\t") x (1 + int rand 3);

    return map { "$_$tail" } @texts if $case->{layout} eq 'padded lines';
    return map { '"' . s/"/""/gr . '"' . $tail } @texts if $case->{layout} eq 'quoted lines';
    return @texts;
}

# The text in an encoding; mixed is every other line in UTF-8, the rest in Windows-1252.
sub bytes_of
{
    my ($case, $text, $encoding) = @_;
    my $check = Encode::FB_CROAK | Encode::LEAVE_SRC;
    my $bytes = '';
    my $line = 0;

    if ($encoding =~ /Mac|850/)
    {
        my %letters = map { $_ => 1 } $text =~ /([\x80-\x{ffff}])/g;

        $case->{ambiguous} ||= keys %letters < 6 || $case->{delimiter} =~ /[¦§]/;
    }
    return encode($encoding, $text, $check) if $encoding ne 'mixed';
    $case->{ambiguous} ||= $text =~ /[¦§]/;
    $bytes .= encode($line++ % 2 ? 'UTF-8' : 'cp1252', $_, $check) foreach split /(?<=[\r\n])/, $text;
    return $bytes;
}

sub make_table
{
    my ($is_unicode) = @_;
    my $ncolumns = 2 + int rand 8;
    my @kinds = map { pick(sort keys %cells) } 2 .. $ncolumns;
    my @header = ('email', shuffled(@words));
    my @records = ([ @header[ 0 .. $ncolumns - 1 ] ]);

    foreach my $line (1 .. 2 + int rand 40)
    {
        push @records, [ "user$line\@example.com",
            map { $is_unicode && rand() < 0.1 ? pick(@unicode) : pick(@{ $cells{$_} }) } @kinds ];
    }
    return \@records;
}

# In quotes if it must be, or if the style says so.
sub write_cell
{
    my ($cell, $delimiter, $quote, $style, $escape) = @_;
    my $first = substr($delimiter, 0, 1);
    my $must = $cell =~ /[\r\n"']|^[\s#]|\s$|\Q$first\E/;

    return $cell unless $must || $style eq 'all' || ($style eq 'some' && rand() < 0.5);
    return $quote . $cell =~ s/([$quote\\])/\\$1/gr . $quote if $escape;
    return $quote . $cell =~ s/$quote/$quote$quote/gr . $quote;
}

# Does another delimiter stand equally often, outside quotes, in each record?
sub is_ambiguous
{
    my ($case, $quote, @texts) = @_;

    foreach my $other (@plain_delimiters)
    {
        my %counts;

        next if index($case->{delimiter}, $other) >= 0;
        foreach my $text (@texts)
        {
            my $bare = $text =~ s/$quote(?:[^$quote\\]|\\.|$quote$quote)*$quote//grs;

            $counts{ () = $bare =~ /\Q$other\E/g }++;
        }
        return 1 if keys %counts == 1 && !$counts{0};
    }
    return 0;
}

sub preamble
{
    my ($case) = @_;
    my %preambles = (
        'none' => '',
        'title' => "Customer list 2018\n\n",
        'notes' => "Customers\nexported on Monday by Ann\n\n",
        'comments' => "# exported by Ann, on Monday\n# for internal use\n",
        'blank lines' => "\n\n",
        'sep=' => "sep=$case->{delimiter}\n");

    return $preambles{ $case->{preamble} } =~ s/\n/$case->{newline}/gr;
}

sub json
{
    my ($text) = @_;

    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf('\\u%04x', ord $1)/ge;
    return qq{"$text"};
}

# Ids of the cases that are not read as they should.
sub failures
{
    my $lines = '';

    foreach my $case (@cases)
    {
        my $table = join(',', map { '[' . join(',', map { json($_) } @$_) . ']' } @{ $case->{table} });

        $lines .= join("\t", $case->{id}, '\\\\x' . unpack('H*', $case->{bytes}),
            encode('UTF-8', "[$table]" =~ s/\\/\\\\/gr)) . "\n";
    }
    my $path = write_file('cases.txt', $lines);

    return split /\n/, $node->safe_psql('postgres', qq{
        CREATE EXTENSION customers;
        SET client_min_messages = 'warning';
        SELECT customers_setup() \\g /dev/null
        CREATE TABLE cases (id int, content bytea, expected jsonb);
        COPY cases FROM '$path';
        SELECT id FROM cases
         WHERE expected IS DISTINCT FROM (
            SELECT jsonb_agg(to_jsonb(cells) ORDER BY line) FROM customers_read_csv(content))
         ORDER BY id});
}

# A case that failed, and what came of it.
sub show
{
    my ($case) = @_;
    my $got = $node->safe_psql('postgres', qq{
        SELECT encoding, delimiter, quote, escape, newline, header_line, columns, warnings
          FROM customers_sniff((SELECT content FROM cases WHERE id = $case->{id}));
        SELECT line, to_json(cells)
          FROM customers_read_csv((SELECT content FROM cases WHERE id = $case->{id})) LIMIT 6});

    diag(encode('UTF-8', "case $case->{id}: delimiter $case->{delimiter}, quoting $case->{quoting}, "
        . "newline $case->{newline}, encoding $case->{encoding}, preamble $case->{preamble}, layout $case->{layout}\n"
        . substr($case->{text}, 0, 600)), "\ngives\n$got");
    return;
}
