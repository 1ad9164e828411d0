# Files of names in the encodings that programs of their countries write, from
# one name to thirty, read with no option.  The names are read as they were
# written, or a warning says that the encoding is in doubt and names the option;
# the encodings of Windows and of ISO 8859, which most files are in, are read
# right from six names on.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Encode qw(encode decode FB_CROAK);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my %names = (
    Polish => 'Łukasz Grażyna Świątek Małgorzata Żółkowski Paweł Krzysztof|Dębski Wójcik Kamiński Dąbrowski Kozłowska Mazur',
    Czech => 'Jiří Tomáš Lukáš Božena Zdeněk Ondřej Věra|Dvořák Novák Černý Procházka Kučera Růžička',
    Hungarian => 'László István Erzsébet György Ágnes Zoltán Győző|Szabó Kovács Németh Szűcs Erdős Fülöp',
    German => 'Jürgen Günther Jörg Käthe Björn Anna Sören|Müller Schröder Weiß Jäger Köhler Groß',
    Danish => 'Søren Jørgen Åse Bjørn Kåre Lærke Anna|Sørensen Kjær Nørgård Bødker Åkjær Møller',
    Norwegian => 'Åse Bjørn Håkon Øystein Kåre Pål Ingrid|Ødegård Sæther Løken Bråten Næss Bø',
    Swedish => 'Åsa Björn Göran Märta Håkan Sören Anna|Öberg Sjöström Åkesson Hägg Lindström Nyström',
    French => 'René François Zoë Hélène Gérard Benoît Noël|Lefèvre Beauséjour Château Besançon Côté Müller',
    Spanish => 'José Íñigo Ángel María Begoña Raúl Martín|Núñez García Muñoz Pérez Ibáñez Agüero',
    Portuguese => 'João Inês Conceição Antônio Lúcia Simão Júlia|Gonçalves Magalhães Araújo Simões Fonseca Guimarães',
    Italian => 'Nicolò Andrea Niccolò Mosè Noè Giosuè Maria|Dalò Cantù Forlì Cafà Libertà Pontifè',
    Finnish => 'Päivi Väinö Jäämeri Työ Yrjö Anna Mikä|Hämäläinen Mäkinen Yliö Järvinen Öhman Lämsä',
    Turkish => 'Şükrü Çağla Gökhan İsmail Ayşe Müjgân Işıl|Yıldız Öztürk Şahin Koç Güneş Doğan',
    Russian => 'Иван Мария Сергей Ольга Пётр Юлия Артём|Иванов Смирнова Щербаков Цветаева Королёв Жуков',
    Greek => 'Γιώργος Μαρία Ελένη Νίκος Δημήτρης Σοφία Άννα|Παπαδόπουλος Οικονόμου Γεωργίου Βασιλείου Χρήστου Ιωάννου',
);
my %written_in = (
    (map { $_ => [ 'cp1250', 'iso-8859-2', 'cp852' ] } qw(Polish Czech Hungarian)),
    (map { $_ => [ 'cp1252', 'iso-8859-1', 'iso-8859-15', 'cp850', 'cp437', 'MacRoman' ] }
          qw(German Swedish French Spanish Portuguese Italian Finnish)),
    (map { $_ => [ 'cp1252', 'iso-8859-1', 'iso-8859-15', 'cp850', 'cp865', 'MacRoman' ] } qw(Danish Norwegian)),
    Turkish => [ 'cp1254', 'iso-8859-9' ],
    Russian => [ 'cp1251', 'iso-8859-5', 'koi8-r', 'cp866', ],
    Greek => [ 'cp1253', 'iso-8859-7' ]);

my $node = start_cluster('main', "client_min_messages = 'warning'");

$node->safe_psql('postgres', 'CREATE EXTENSION customers');

my @files;

foreach my $language (sort keys %names)
{
    my ($first, $last) = map { [ split ' ' ] } split /\|/, $names{$language};

    foreach my $encoding (@{ $written_in{$language} })
    {
        add_file($language, $encoding, 1, $_) foreach (grep { /[^\x00-\x7f]/ } @$first, @$last);
        foreach my $count (2, 6, 30)
        {
            add_file($language, $encoding, $count,
                map { "$first->[$_ % @$first] $last->[($_ * 5 + int($_ / 7)) % @$last]" } $_ .. $_ + $count - 1)
              foreach (0 .. 6);
        }
        add_file($language, $encoding, 2, @$first[ $_, ($_ + 1) % @$first ]) foreach (0 .. $#$first);
    }
}

# A sign that is a letter elsewhere is no letter where it stands by itself.
foreach my $sign ('5 €', '€5', '£5', '£ 12', 'Ann – Bo', '“Ann”', '12 °', '§ 5', 'Ann’s')
{
    add_file('signs', $_, 1, $sign) foreach ('cp1252', 'iso-8859-1', 'iso-8859-15');
}

# A file of these names, in an encoding that has all their letters.  Where it
# happens to be valid UTF-8, it is that.
sub add_file
{
    my ($language, $encoding, $count, @lines) = @_;
    my $text = join("\n", 'identifier,name', map { "$_,$lines[$_]" } 0 .. $#lines) . "\n";
    my $bytes = eval { encode($encoding, $text, FB_CROAK) };

    push @files, { language => $language, encoding => $encoding, count => $count, names => \@lines,
        bytes => $bytes } if defined $bytes && !eval { decode('UTF-8', my $copy = $bytes, FB_CROAK) };
    return;
}

my $all = write_file('all.sql', join('', map { question($files[$_], $_) } 0 .. $#files));
my @answers = split /\n/, $node->safe_psql('postgres', "\\i $all");
my (%seen, @silent, @unread);

sub question
{
    my ($file, $number) = @_;
    my $hex = unpack('H*', $file->{bytes});
    my $expected = unpack('H*', encode('UTF-8', join("\n", @{ $file->{names} })));

    return "SELECT $number, (SELECT string_agg(cells[2], E'\\n' ORDER BY line) = convert_from('\\x$expected', 'UTF8')"
      . " FROM customers_read_csv('\\x$hex'::bytea) WHERE line > 1), encoding, COALESCE(warnings ~ 'encoding =>', false) FROM customers_sniff('\\x$hex'::bytea);\n";
}

foreach my $answer (@answers)
{
    my ($number, $right, $encoding, $warned) = split /\|/, $answer;
    my $file = $files[$number];
    my $what = "$file->{language} $file->{encoding} $file->{count}";
    my $kind = ($right eq 't' ? 'right' : 'wrong') . ($warned eq 't' ? ' warned' : '');

    $seen{$what}{$kind}++;
    push @silent, "$what: $file->{names}[0] as $encoding" if $kind eq 'wrong';
    push @unread, "$what: $file->{names}[0] as $encoding"
      if $right ne 't' && $file->{count} >= 6 && $file->{encoding} =~ /^(cp12|iso)/;
}
foreach my $what (sort keys %seen)
{
    note(sprintf('%-30s', $what) . join(', ', map { "$_ $seen{$what}{$_}" } sort keys %{ $seen{$what} }));
}
is(scalar @answers, scalar @files, 'every file is read');
is(join("\n", map { encode('UTF-8', $_) } @silent), '', 'names are read as they were written, or a warning says that the encoding is in doubt');
is(join("\n", map { encode('UTF-8', $_) } @unread), '', 'six names tell the encodings of Windows and of ISO 8859');

log_is_calm($node);
done_testing();
