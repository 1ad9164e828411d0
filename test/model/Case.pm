# A case: live customers, and what is done to them, one step after the other.
# Random ones are made here, and made smaller while they still fail.
package Case;

use strict;
use warnings;
use utf8;

use Cell;
use World;

my @WORLDS = World::all();
my $NBSP = "\x{A0}";

my @NAMES = ('Ann', 'Bo', 'Åse Berg', '=1+1', '#N/A');
my @CITIES = ('Oslo', 'Bergen', 'Moss');
my @PHONES = ('007', '+47 555', '22', '+47 915 55 000');
my @JSON = ('"38"', '41', '"cat"', '["golf", "art"]', '{"a": 1}', 'true', 'null', '1.50');
my @CATEGORIES = ('Shoe size', 'Pet');
my %SPELLINGS = ('Shoe size' => [ 'shoe-size', 'SHOE SIZE' ], Pet => ['pet']);
my @GROUPS = ('VIP', 'Staff', 'Art, old');

# Cells by kind: what says something, in several spellings; what does not, is
# added by random_cell().
my %CELLS = (
    name => [ 'Ann', 'Bo', 'Åse Berg', "'=1+1", '=1+1', "'#N/A", "two\nlines", ' Ann ' ],
    first_name => [ 'Ada', 'Bo' ],
    city => [ @CITIES, 'OSLO' ],
    phone => [ '007', '="007"', '+47 555', "'+47 555", '22', '91555000', '+47 915 55 000' ],
    mobile => [ '+47 900', '22', '91-55-50-00' ],
    address => [ 'Storgata 1', 'STORGATA 1' ],
    postal_code => [ '0155', '5003' ],
    address_2 => [ 'c/o Bo', 'Flat 2' ],
    vat_number => [ '999 888 777', 'NO1' ],
    note => [ 'x', "it's", 'a "b"', 'c,d', "e\nf" ],
    tier => [ 'gold', 'basic', 'åäöåäöåä', 'much too long' ],
    rank9 => [ 'plain', 'other' ],
    must => [ 'a', 'b' ],
    attribute => [ '38', '41', 'cat', '["golf", "art"]', 'true', '1.50' ],
    groups => [ 'VIP', 'vip|Staff', 'New', 'new|VIP', 'Art, old', 'VIP;New', 'VIP, Staff', 'Gold', 'Gold||VIP' ],
);

# Steps that come before the first merge.
my $STAGING = qr/^(?:import|fix|exclude|include)$/;

sub pick
{
    return $_[ int(rand(@_)) ];
}

sub chance
{
    return rand() < $_[0];
}

sub some
{
    my ($n, @of) = @_;
    my @result;

    push @result, splice(@of, int(rand(@of)), 1) while @of && $n-- > 0;
    return @result;
}

# The case of this number in the run of this seed: always the same.
sub random
{
    my ($class, $seed, $number) = @_;

    srand($seed * 1_000_003 + $number);
    my $world = pick(@WORLDS);
    my $self = bless {
        world => $world,
        one_transaction => chance(0.2),
        settings => {
            default_subscription => chance(0.1) ? 'unsubscribed' : 'subscribed',
            match_memory => pick('64kB', '256MB'),
        },
    }, $class;

    $self->{live} = random_live($world);
    $self->{steps} = [ $self->random_steps ];
    $self->make_untidy if chance(0.1) && !grep { $_->{do} !~ /$STAGING|^(?:cancel|merge)$/ } @{ $self->{steps} };
    return $self;
}

# ---- live customers ----

sub random_live
{
    my ($world) = @_;
    my @ids = sort { $a <=> $b } some(int(rand(7)), 1 .. 9);
    my @identifiers = some(9, (map { "K-$_" } 1 .. 5), 'k-1', '007', 'Å-1', '#N/A');
    my @emails = some(9, map { "$_\@x.no" } 'a' .. 'h');
    my @customers;

    foreach my $id (@ids)
    {
        my $email = $world->{shared} && @customers && chance(0.4) ? pick(@customers)->{email} : pop @emails;
        my %customer = (
            customer_id => $id,
            identifier => chance(0.8) ? pop @identifiers : undef,
            email => chance(0.8) ? $email : undef,
            name => chance(0.8) ? pick(@NAMES) : undef,
            city => chance(0.6) ? pick(@CITIES) : undef,
            phone => chance(0.5) ? pick(@PHONES) : undef,
            address => chance(0.4) ? 'Storgata 1' : undef,
            postal_code => chance(0.5) ? '0155' : undef,
            birth_date => chance(0.4) ? pick('2000-02-29', '1968-05-17') : undef,
            loyalty_points => pick(0, 7, 1000),
            vip => pick('true', 'false'),
            subscribed => pick('true', 'false'),
            attributes => { map { $_ => pick(@JSON) } grep { chance(0.4) } @CATEGORIES, 'Other' },
        );
        foreach my $name (@{ $world->{added} || [] })
        {
            my $value = random_value($world->field($name));
            $customer{$name} = $value if defined $value && ($name ne 'level' || $value <= 10);
        }
        $customer{name} //= 'Ann' if $customer{vip} eq 'true';
        push @customers, \%customer;
    }
    my @groups = grep { chance(0.7) } @GROUPS;
    my @members = map { my $group = $_; map { chance(0.35) ? [ $_, $group, pick('accepted', 'accepted', 'rejected') ] : () } @ids } @groups;
    return { customers => \@customers, groups => \@groups, members => \@members };
}

# Keys as nobody should store them, written past our triggers.
sub make_untidy
{
    my ($self) = @_;

    $self->{untidy} = 1;
    foreach my $customer (grep { chance(0.5) } @{ $self->{live}{customers} })
    {
        my $space = pick($NBSP, "\x{200B}");

        $customer->{email} = pick(ucfirst $customer->{email}, uc $customer->{email}, $customer->{email} . $space, "\x{2066}" . $customer->{email} =~ s/@/\x{AD}@/r) if defined $customer->{email};
        $customer->{identifier} .= $space if defined $customer->{identifier} && chance(0.5);
    }
    return;
}

# A value that a field can have, as canonical text.
sub random_value
{
    my ($field) = @_;
    my $meaning = $Cell::MEANING{ $field->{kind} };

    return undef if !$field->{not_null} && chance(0.3);
    return pick(grep { !ref && !/^!/ } map { $meaning->{$_} } sort keys %$meaning) if $meaning;
    return pick(grep { length($_) <= 8 && !/^[' =]/ } @{ $CELLS{ $field->{name} } });
}

# ---- files ----

sub random_file
{
    my ($self, $number) = @_;
    my $world = $self->{world};
    my $padded = chance(0.006) ? 10_050 : chance(0.03) ? 1700 : 0;
    my @keys = $padded ? ('identifier', 'email', grep { chance(0.3) } 'customer_id')
      : some(1 + int(rand(3)), qw(customer_id identifier email));
    # people without any key
    my @person = $padded || chance(0.9) ? () : ('name', some(2, qw(phone mobile birth_date address postal_code first_name)));
    @keys = () if @person && chance(0.7);
    my @others = some(1 + int(rand(4)), grep { !/^(?:customer_id|identifier|email)$/ } sort(keys %{ $world->{fields} }),
        map { 'attributes.' . (chance(0.2) ? pick(@{ $SPELLINGS{$_} }) : $_) } @CATEGORIES);
    # addresses that change hands
    my $hands = !$padded && !@person && chance(0.15);
    @keys = ('email', pick([qw(identifier)], [qw(identifier)], [qw(identifier customer_id)], [qw(customer_id)])) if $hands;
    @keys = map { ref $_ ? @$_ : $_ } @keys;
    my %person = map { $_ => 1 } @person;
    my @columns = some(99, @keys, @person, grep { $_ ne 'must' && !$person{$_} } @others);
    push @columns, 'must' if $world->{fields}{must} && ($padded || chance(0.8));
    my $options = random_options(\@columns, $padded);
    my $file = {
        do => 'import',
        number => $number,
        columns => \@columns,
        options => $options,
        padding => $padded,
        hands => $hands,
    };

    $file->{records} = [ map { $self->random_record($file) } 1 .. 1 + int(rand(7)) ];
    random_widths($file->{records});
    end_with_record($file->{records});
    $file->{padded_at} = chance(0.5) ? 0 : int(rand(@{ $file->{records} }));
    return $file;
}

# A record that ends early, or has a cell too many: one of each, as more of them
# would tell the reader how this file is written.
sub random_widths
{
    my ($records) = @_;
    my ($short, $wide, $ordinary) = some(3, map { $_->{cells} } @$records);

    return if !$ordinary;
    pop @$short if chance(0.2) && grep { $_->{text} =~ /\S/ } @$short[ 0 .. $#$short - 1 ];
    # behind a line break the reader would suspect a stray quote
    push @$wide, cell(pick('', '', grep({ $_->{text} =~ /\n/ } @$wide) ? () : 'surplus')) if chance(0.3);
    return;
}

# Words at the start of the last record may be a line below the table: where other
# records do not begin so, one of them is the last.
sub end_with_record
{
    my ($records) = @_;
    my ($words, $others) = ([], []);

    push @{ $_->{cells}[0]{text} =~ /\S[ $NBSP]+\S/ ? $words : $others }, $_ foreach @$records;
    @$records = (@$words, @$others);
    return;
}

sub random_options
{
    my ($columns, $padded) = @_;
    my $sometimes = sub { my ($odds, $usual, @other) = @_; return chance($odds) ? pick(@other) : $usual };
    my @match_by = chance(0.5) || $padded ? qw(customer_id identifier email) : some(1 + int(rand(3)), qw(customer_id identifier email));
    my %rules = chance(0.25)
      ? map { $_ => pick(qw(overwrite fill keep)) } some(2, grep { $_ ne 'customer_id' } @$columns)
      : ();

    $rules{'*'} = pick(qw(fill keep overwrite)) if chance(0.08);
    return {
        match_by => \@match_by,
        rules => \%rules,
        mode => $padded ? 'upsert' : $sometimes->(0.25, 'upsert', qw(create update)),
        duplicates => pick(qw(reject first last), $padded ? qw(first first) : ()),
        blanks => $sometimes->(0.25, 'keep', 'clear'),
        unknown_ids => $sometimes->(0.4, 'reject', 'create'),
        keyless => $sometimes->(0.2, 'reject', 'create'),
        unknown_columns => $sometimes->(0.1, 'attribute', 'ignore', 'ignore', 'reject'),
        group_mode => $sometimes->(0.4, 'add', 'replace'),
        unknown_groups => $sometimes->(0.3, 'create', 'reject'),
        invalid => $sometimes->(0.3, 'reject', 'skip'),
        resubscribe => chance(0.3) ? 1 : 0,
    };
}

sub cell
{
    my ($text, $quoted) = @_;

    return { text => $text, quoted => $quoted || $text =~ /[",\n]/ || ($text =~ /^ | $/ && chance(0.5)) ? 1 : 0 };
}

sub random_record
{
    my ($self, $file) = @_;
    my $customers = $self->{live}{customers};
    my $about = @$customers && chance($file->{padding} ? 0.3 : 0.65) ? pick(@$customers) : undef;
    my @cells = map { $self->random_cell($_, $about, $file->{padding}) } @{ $file->{columns} };

    $self->hand_over($file, $about, \@cells) if $file->{hands} && chance(0.8);

    # a record that is blank is none, nor is a rule
    while (!grep { $_->{text} =~ /[^ \t\n$NBSP#-]/ } @cells)
    {
        $cells[0] = $self->random_cell($file->{columns}[0], $about, $file->{padding});
    }
    return { cells => \@cells };
}

# The customer gets the address of another one, or a new one; who is new gets an
# identifier of their own.
sub hand_over
{
    my ($self, $file, $about, $cells) = @_;
    my @columns = @{ $file->{columns} };
    my @emails = grep { defined } map { $_->{email} } @{ $self->{live}{customers} };

    foreach my $n (0 .. $#columns)
    {
        my $own = $about ? $about->{ $columns[$n] } : undef;

        $cells->[$n] = cell(@emails && chance(0.7) ? pick(@emails) : pick(map { "$_\@x.no" } 'i' .. 'p')) if $columns[$n] eq 'email';
        $cells->[$n] = cell(defined $own ? $own : $columns[$n] eq 'identifier' ? 'K-' . pick(6 .. 12) : '')
          if $columns[$n] =~ /^(?:customer_id|identifier)$/;
    }
    return;
}

sub random_cell
{
    my ($self, $name, $about, $few) = @_;
    my $field = $self->{world}->field($name);

    return random_key($name, $about, $few) if $name =~ /^(?:customer_id|identifier|email)$/;
    return cell('') if chance(0.15);
    return cell(pick(' ', $NBSP, ''), 1) if chance(0.03);
    return cell(pick('#N/A', ' #N/A')) if chance(0.07);
    return random_oddity($name, $field, $few) if chance(0.06);
    my $live = $about && $field->{kind} ne 'attribute' ? $about->{$name} : undef;
    return cell($live) if defined $live && chance(0.35);
    my $meaning = $Cell::MEANING{ $field->{kind} };
    my @texts = $meaning ? (sort keys %$meaning) : @{ $CELLS{$name} || $CELLS{ $field->{kind} } };

    @texts = grep { $meaning->{$_} !~ /^!/ } @texts if $meaning && chance(0.8);
    my $text = pick(@texts);
    return cell($text, $text =~ /^ / || chance(0.1)) if !$meaning;
    return cell(chance(0.1) ? " $text" : $text, chance(0.1));
}

# Words that stand for nothing, what a spreadsheet broke, and texts that are guarded
# from being taken for either.
sub random_oddity
{
    my ($name, $field, $few) = @_;
    my $is_text = $field->{kind} =~ /^(?:text|varchar|attribute)$/;
    my $guard = $is_text && chance(0.2) ? "'" : '';

    # of a long file not all names are looked at
    return cell($guard . pick(@Cell::BROKEN, $is_text ? $Cell::ROUNDED : ())) if chance(0.3) || ($few && $name =~ /name$/);
    return cell(pick(@Cell::NO_DATE)) if $field->{kind} eq 'date' && chance(0.5);
    return cell($guard . pick(@Cell::NOTHING, 'n/a'));
}

# A key: mostly that of the customer whom the record is about, in some spelling;
# one of a few others, so that records share them.
sub random_key
{
    my ($name, $about, $few) = @_;
    my $own = $about ? $about->{$name} : undef;
    my $text = defined $own && chance(0.75) ? $own
      : chance(0.35) ? ''
      : chance(0.15) ? pick('0', '0', ' ', '#N/A')
      : chance(0.1) ? pick(@Cell::NOTHING, @Cell::NO_KEY, @Cell::BROKEN, $Cell::ROUNDED)
      : $name eq 'customer_id' ? pick(1 .. 9, 501 .. 504, 501 .. 504, '-4', 'one', '9223372036854775807', '99999999999999999999')
      : $name eq 'identifier' ? pick((map { "K-$_" } 1 .. ($few ? 3 : 8)), $few ? () : ('k-1', '007', '="007"'))
      : pick((map { "$_\@x.no" } 'a' .. ($few ? 'c' : 'j')), $few ? () : ('b-ad', 'not-an-address'));

    return cell($text) if chance(0.6) || $text eq '';
    $text = uc $text if $name eq 'email' && chance(0.5);
    return cell(substr($text, 0, 1) . pick("\x{AD}", "\x{2066}") . substr($text, 1)) if $name ne 'customer_id' && $text =~ /^[A-Za-z]/ && chance(0.2);
    return cell(pick(" $text", "$text ", $NBSP . $text, "\t$text", $text), chance(0.3));
}

# ---- steps ----

sub random_steps
{
    my ($self) = @_;
    my $shape = rand();

    my $first = $self->random_file(1);
    return ($first, $self->random_corrections($first), { do => 'cancel', number => 1 }) if $first->{padding} || $shape < 0.35;
    return ($first, $self->random_merge(1)) if $shape < 0.4;
    if ($shape < 0.7)
    {
        return ($first, (chance(0.15) ? $self->random_edits(1) : chance(0.3) ? $self->random_corrections($first) : ()),
            $self->random_merge(1), { do => 'revert', number => 1, resubscribe => chance(0.7) ? 1 : 0 });
    }

    my $imports = 1 + int(rand(3));
    my @steps = ($first);

    foreach my $number (1 .. $imports)
    {
        push @steps, $self->random_file($number) if $number > 1;
        $steps[-1]{padding} = 0 if $steps[-1]{padding};
        push @steps, chance(0.15) ? $self->random_edits($number) : chance(0.2) ? $self->random_corrections($steps[-1]) : ();
        push @steps, $self->random_merge($number);
        push @steps, $self->random_edits($number) if chance(0.3);
    }
    # all are staged before the first is merged
    @steps = sort { ($a->{do} !~ $STAGING) <=> ($b->{do} !~ $STAGING) } @steps if chance(0.15);
    foreach my $number (some(9, 1 .. $imports))
    {
        push @steps, $self->random_merge($number) if chance(0.03);
        push @steps, { do => 'revert', number => $number, resubscribe => chance(0.7) ? 1 : 0 } if chance(0.9);
        push @steps, $self->random_edits($number) if chance(0.1);
    }
    return @steps;
}

# The lines that the records of a file begin on.
sub lines_of
{
    my ($file) = @_;
    my ($line, $n) = (2, 0);
    my @lines;

    foreach my $record (@{ $file->{records} })
    {
        $line += $file->{padding} if $n++ == $file->{padded_at};
        push @lines, $line;
        $line += 1 + grep { $_->{text} =~ /\n/ } @{ $record->{cells} };
    }
    return @lines;
}

# Groups as they are spelled elsewhere.
sub spelled
{
    my ($text) = @_;

    return $text =~ s/^new\|/New|/r =~ s/^vip\|/VIP|/r;
}

# Cells that are corrected, lines that are left out.
sub random_corrections
{
    my ($self, $file) = @_;
    my @lines = lines_of($file);
    my @steps;

    return () if !chance(0.6);
    foreach (1 .. 1 + int(rand(3)))
    {
        my $column = pick(@{ $file->{columns} }, grep { /^(?:identifier|email|customer_id)$/ } @{ $file->{columns} });
        my $cell = $self->random_cell($column, pick(undef, @{ $self->{live}{customers} }));

        push @steps, chance(0.3)
          ? { do => pick('exclude', 'exclude', 'include'), number => $file->{number}, lines => [ some(pick(1, 1, 2), @lines) ] }
          : { do => 'fix', number => $file->{number}, line => pick(@lines), field => $column, value => $cell->{text} };
    }
    # how a new group is spelled, whoever names it first says
    foreach my $cell (map { @{ $_->{cells} } } @{ $file->{records} })
    {
        $cell->{text} = spelled($cell->{text});
    }
    $_->{value} = spelled($_->{value}) foreach grep { defined $_->{value} } @steps;
    return @steps;
}

sub random_merge
{
    my ($self, $number) = @_;

    return { do => 'merge', number => $number, on_conflict => chance(0.3) ? 'skip' : 'error' };
}

# Edits by hand, of live customers and of those that came with imports.
sub random_edits
{
    my ($self, $imports) = @_;
    my $world = $self->{world};
    my @ids = ((map { $_->{customer_id} } @{ $self->{live}{customers} }), 501 .. 503,
        map { my $import = $_; map { "N$import.$_" } 2 .. 6 } 1 .. $imports);

    return map { $self->random_edit(pick(@ids)) } 1 .. 1 + int(rand(3));
}

# A customer who is saved: known by some key, or new.
sub random_save
{
    my ($self) = @_;
    my $world = $self->{world};
    my @fields = some(3, 'city', 'phone', 'mobile', 'address_2', 'vat_number', 'customer_since', 'first_name', 'note',
        'loyalty_points', 'birth_date', @{ $world->{added} || [] },
        map { "attributes.$_" } @CATEGORIES);
    my $customers = $self->{live}{customers};
    my $about = @$customers && chance(0.6) ? pick(@$customers) : undef;
    my %given = (email => $about && defined $about->{email} ? $about->{email} : pick(map { "$_\@x.no" } 'a' .. 'j'));

    $given{identifier} = $about && ($about->{identifier} // '') =~ /^\w/ ? $about->{identifier} : pick(map { "K-$_" } 1 .. 8) if chance(0.4);
    $given{customer_id} = $about->{customer_id} if $about && chance(0.2);
    delete $given{email} if $given{identifier} && chance(0.4);
    foreach my $name (@fields)
    {
        my $field = $world->field($name);

        next if $field->{kind} =~ /json|\[\]/;
        $given{$name} = $field->{kind} eq 'attribute' ? pick('38', 'cat', undef) : chance(0.1) && !$field->{not_null} ? undef : random_value($field);
    }
    return { do => 'save', name => 'S' . ++$self->{saves}, given => \%given };
}

sub random_edit
{
    my ($self, $id) = @_;
    my $world = $self->{world};
    my @fields = grep { !/^(?:customer_id|groups|level|vip|name|must)$/ } sort keys %{ $world->{fields} };
    my $name = pick(@fields, 'city', 'city', map { "attributes.$_" } @CATEGORIES);
    my $field = $world->field($name);

    return { do => 'member', id => $id, group => pick(@GROUPS, 'New'), status => pick(qw(accepted rejected)) } if chance(0.15);
    return { do => 'edit', id => $id, field => $name, value => chance(0.2) ? undef : pick(@JSON) } if $field->{kind} eq 'attribute';
    return { do => 'order', id => $id } if chance(0.05);
    return { do => 'delete', id => $id } if chance(0.08);
    return $self->random_save if chance(0.2);
    my $value = $name eq 'email' ? pick(map { "$_\@x.no" } 'a' .. 'j')
      : $name eq 'identifier' ? pick(map { "K-$_" } 1 .. 8)
      : random_value($field);
    return { do => 'edit', id => $id, field => $name, value => $value };
}

1;
