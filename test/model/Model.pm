# The rules of the pages in doc, in their simplest form: a few customers in a hash,
# one record at a time, each key compared with each customer.  No batch, no
# index, no hash of a row, no SQL: what is fast about the extension is left out,
# and what is right about it is written down once more.
#
# Values are canonical texts, undef for NULL; attributes are JSON texts.  A new
# customer's id is N<import>.<line>, for its number is not foreseeable.
package Model;

use strict;
use warnings;
use utf8;

use Cell;
use Handover;
use Weak;
use Storable qw(dclone);
use Unicode::Normalize qw(NFD);

my @KEYS = qw(customer_id identifier email);

# world: a World; live: customers, groups and members to start with.
sub new
{
    my ($class, $world, $live, $settings) = @_;
    my $self = bless {
        world => $world,
        settings => $settings || {},
        customers => {},
        groups => {},       # folded name => { name, import }
        members => {},      # id => folded name => { status, import }
        categories => {},   # folded name => attributes.<the spelling>
        imports => {},
    }, $class;

    foreach my $customer (@{ $live->{customers} })
    {
        $self->{customers}{ $customer->{customer_id} } = { %{ $self->filled($customer) }, old => 1 };
    }
    $self->{groups}{ lc $_ } = { name => $_ } foreach @{ $live->{groups} };
    foreach my $member (@{ $live->{members} })
    {
        my ($id, $group, $status) = @$member;
        $self->{members}{$id}{ lc $group } = { status => $status, old => 1 };
    }
    return $self;
}

# The customer as a row, with the defaults of its columns.
sub filled
{
    my ($self, $given) = @_;
    my %row = (attributes => {}, %$given);

    foreach my $name ($self->{world}->columns)
    {
        next if defined $row{$name};
        $row{$name} = $name eq 'subscribed' ? $self->default_subscription : $self->{world}->field($name)->{default};
    }
    $row{attributes} = { %{ $row{attributes} } };
    return \%row;
}

sub default_subscription
{
    my ($self) = @_;

    return ($self->{settings}{default_subscription} || '') eq 'unsubscribed' ? 'false' : 'true';
}

# ---- what is there ----

# A category as text, as attributes ->> category has it.
sub attribute_text
{
    my ($json) = @_;

    return undef if !defined $json || $json eq 'null';
    return $json if $json !~ /^"(.*)"$/s;
    my $text = $1;
    $text =~ s/\\n/\n/g;
    $text =~ s/\\(.)/$1/g;
    return $text;
}

sub attribute_json
{
    my ($text) = @_;

    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/\n/\\n/g;
    return qq{"$text"};
}

# The live value of a field, as text.
sub live_value
{
    my ($self, $id, $field) = @_;
    my $customer = $self->{customers}{$id};

    return attribute_text($customer->{attributes}{ $field->{category} }) if $field->{kind} eq 'attribute';
    return $self->group_text($self->accepted($id)) if $field->{kind} eq 'groups';
    return $customer->{ $field->{name} };
}

# Of a category, its JSON: 41 is not "41".
sub exact_value
{
    my ($self, $id, $field) = @_;

    return $field->{kind} eq 'attribute' ? $self->{customers}{$id}{attributes}{ $field->{category} } : $self->live_value($id, $field);
}

# A value that an import writes.
sub exactly
{
    my ($field, $value) = @_;

    return $field->{kind} eq 'attribute' && defined $value ? attribute_json($value) : $value;
}

# What was there before a row was merged.
sub before
{
    my ($field, $row) = @_;

    return $field->{kind} eq 'attribute' ? $row->{was}{ $field->{name} } : $row->{old}{ $field->{name} };
}

sub set_value
{
    my ($self, $id, $field, $value) = @_;
    my $customer = $self->{customers}{$id};

    if ($field->{kind} ne 'attribute')
    {
        $customer->{ $field->{name} } = $value;
    }
    elsif (defined $value)
    {
        $customer->{attributes}{ $field->{category} } = attribute_json($value);
    }
    else
    {
        delete $customer->{attributes}{ $field->{category} };
    }
    return;
}

sub same
{
    my ($one, $other) = @_;

    return defined $one ? defined $other && $one eq $other : !defined $other;
}

# Folded names of the groups that a customer is in.
sub accepted
{
    my ($self, $id) = @_;
    my $members = $self->{members}{$id} || {};

    return grep { $members->{$_}{status} eq 'accepted' } keys %$members;
}

sub status
{
    my ($self, $id, $folded) = @_;
    my $member = $self->{members}{$id} && $self->{members}{$id}{$folded};

    return $member ? $member->{status} : '';
}

# A set of groups, by folded names, as the diff shows it.
sub group_text
{
    my ($self, @folded) = @_;
    my $spelling = $self->{spelling} || {};
    my @names = map { $self->{groups}{$_} ? $self->{groups}{$_}{name} : $spelling->{$_} } @folded;

    return @names ? join('|', sort @names) : undef;
}

# ---- staging ----

# Stages a file.  Returns what the import must say:
#   refused           the call is an error
#   counts            uploaded, created, changed, unchanged, rejected, excluded
#   rows              [line, action, id, reason], those that are staged
#   diff              [line, action, id, field, old, new]
#   errors            [line, field, code, severity]
sub import_file
{
    my ($self, $number, $file) = @_;
    my $import = { number => $number, status => 'refused', file => dclone($file), by_hand => {} };

    $self->{imports}{$number} = $import;
    return { refused => 1 } if !$self->can_be_read($file);
    $import->{status} = 'staged';
    $self->stage($import);
    return $self->told($import);
}

# All records of the file, as they are now.
sub stage
{
    my ($self, $import) = @_;
    my $file = $import->{file};
    my ($line, $n) = (2, 0);

    $import->{staged_at} //= $self->now;

    $self->look_at_columns($file) if !$file->{written};
    $import->{kept}{ $_->{line} } = 1 foreach grep { is_kept($_) } @{ $import->{rows} || [] };
    $import->{rows} = [];
    $import->{uploaded} = $file->{padding};
    $self->{spelling} = {};
    foreach my $record (@{ $file->{records} })
    {
        $line += $file->{padding} if $n++ == $file->{padded_at};
        my $row = { line => $line, notes => [], cells => {}, old => {}, was_kept => $import->{kept}{$line} };

        $record->{at} = $line;
        $record->{lines} //= 1 + grep { /\n/ } map { $_->{text} } @{ $record->{cells} };
        $line += $record->{lines};
        $import->{uploaded}++;
        push @{ $import->{rows} }, $row;
    }
    $self->spell_groups($file);
    $self->assess_all($import);
    $self->find_duplicates($import, $file->{options}{duplicates});
    Handover::reject_kept($import->{rows});
    $self->hear_all($import);
    Handover::pass_no_on($self, $import);
    # corrections stage no other record
    $import->{standing} //= standing($import);
    return;
}

# Assesses all records, and those once more that get an address somebody gives away.
sub assess_all
{
    my ($self, $import) = @_;
    my $file = $import->{file};
    my %record = map { $_->{at} => $_ } @{ $file->{records} };
    my $rows = $import->{rows};

    foreach my $row (@$rows)
    {
        $self->assess($file, $record{ $row->{line} }, $row);
        next if !$import->{by_hand}{ $row->{line} };
        $row->{action} = 'exclude';
        $row->{reason} = 'by_hand';
    }
    foreach my $taker (Handover::who_gets(grep { ($_->{reason} // '') ne 'by_hand' } @$rows))
    {
        my %given = (given_by => $taker->{taken_from}, map { $_ => $taker->{$_} } qw(line was_kept taken_from taker));

        %$taker = (%given, notes => [], cells => {}, old => {});
        $self->assess($file, $record{ $taker->{line} }, $taker);
    }
    return;
}

# The fields of a file's columns; undef where one is ignored.
sub fields_of
{
    my ($self, $file) = @_;

    return map {
        my $field = $self->{world}->field(($file->{spelled} || {})->{$_} // $_);
        $field->{kind} eq 'attribute' && $file->{options}{unknown_columns} eq 'ignore' ? undef
          : { %$field, written => $file->{written}{$_}, no_names => $file->{no_names}, by_name => $file->{options}{left_out} }
    } @{ $file->{columns} };
}

# What is known of the columns when all cells have been looked at.  What an import
# decides holds for its corrections.
sub look_at_columns
{
    my ($self, $file) = @_;
    my @columns = @{ $file->{columns} };
    my @records = grep { !grep { $_->{text} ne '' } @$_[ @columns .. $#$_ ] }
      grep { @$_ >= @columns } map { $_->{cells} } @{ $file->{records} };

    $file->{no_names} = Cell::no_names(\@columns, @records);
    my @kinds = map { $self->{world}->field($_)->{kind} } @columns;
    # nothing is decided where no cell asks for it
    my $asked = grep { my $cells = $_; grep { Cell::is_ambiguous($kinds[$_], $cells->[$_]) } 0 .. $#columns } @records;

    my @written = $asked ? Cell::written(\@kinds, @records) : ();
    $file->{written} = { map { $columns[$_] => $written[$_] } 0 .. $#written };
    # whoever saves somebody names a category exactly
    $file->{spelled} = { map { $_ => $file->{options}{left_out} ? $_ : $self->spelling_of($_) } grep { /^attributes\./ } @columns };
    return;
}

# ---- one spelling of a category ----

sub folded_category
{
    my ($name) = @_;

    return lc($name =~ s/^attributes\.//r) =~ s/[^a-z0-9]//gr;
}

# The spelling that a category is kept under: the first that was written.
sub spelling_of
{
    my ($self, $name) = @_;

    return $self->{categories}{ folded_category($name) } // $name;
}

# Whoever writes first says how the categories of a file are spelled.
sub settle_categories
{
    my ($self, $import) = @_;
    my $file = $import->{file};
    my %renamed;

    return if $file->{options}{unknown_columns} eq 'ignore';
    foreach my $column (keys %{ $file->{spelled} })
    {
        my $name = $file->{spelled}{$column};

        $self->{categories}{ folded_category($name) } //= $name;
        $file->{spelled}{$column} = $self->spelling_of($name) if !$file->{options}{left_out};
        $renamed{$name} = $file->{spelled}{$column} if $name ne $file->{spelled}{$column};
    }
    foreach my $row (%renamed ? @{ $import->{rows} } : ())
    {
        foreach my $values (grep { $_ } @$row{qw(cells old)})
        {
            my %was = %$values;

            delete @$values{ keys %renamed };
            $values->{ $renamed{$_} } = $was{$_} foreach grep { exists $was{$_} } keys %renamed;
        }
    }
    return;
}

sub can_be_read
{
    my ($self, $file) = @_;
    my %present = map { $_ => 1 } @{ $file->{columns} };

    return 0 if $file->{options}{unknown_columns} eq 'reject' && grep { /^attributes\./ } @{ $file->{columns} };
    return 1 if !(grep { $present{$_} } @KEYS) && ($present{name} || $present{first_name});
    return 0 < grep { $present{$_} } @{ $file->{options}{match_by} };
}

sub note
{
    my ($row, $field, $code, $severity) = @_;

    push @{ $row->{notes} }, [ $field, $code, $severity ];
    $row->{wrong} = 1 if $severity eq 'error';
    return;
}

# A cell that is wrong: with invalid => 'skip' the record may do without it, but not
# without a key.
sub note_cell
{
    my ($record, $name, $code) = @_;
    my $skips = $record->{options}{invalid} eq 'skip' && $name ne 'identifier'
      && ($name ne 'email' || grep { ($record->{key}{$_}{state} // '') eq 'set' } qw(customer_id identifier));

    note($record->{row}, $name, $code, $skips ? 'warning' : 'error');
    return $skips;
}

# Who it is, what it changes, and what becomes of it.
sub assess
{
    my ($self, $file, $record, $row) = @_;
    my @fields = $self->fields_of($file);
    my @cells = @{ $record->{cells} };
    my $options = $file->{options};

    $row->{action} = 'reject';
    if (@cells < @fields)
    {
        return note($row, undef, 'too_few_cells', 'error');
    }
    if (grep { $_->{text} ne '' } @cells[ @fields .. $#cells ])
    {
        return note($row, undef, 'too_many_cells', 'error');
    }

    my %cell = map { $fields[$_] ? ($fields[$_]{name} => $cells[$_]) : () } 0 .. $#fields;
    my %field = map { $_->{name} => $_ } grep { $_ } @fields;
    my %record = (cell => \%cell, field => \%field, options => $options, row => $row);

    $self->find_customer(\%record);
    if ($record{matched})
    {
        $self->compare(\%record, $_) foreach grep { $_->{kind} ne 'groups' && $_->{kind} ne 'customer_id' } values %field;
    }
    @$row{qw(taken_from taker)} = Handover::taking($self, \%record) if !defined $row->{given_by};
    if ($record{matched})
    {
        $self->follow_names(\%record);
        $self->keep_identifier(\%record);
        $self->mend_keys(\%record) if %{ $row->{cells} };
        $self->keep_opt_out(\%record) if !$row->{wrong} && defined $row->{cells}{email};
        foreach my $name (grep { exists $row->{cells}{$_} && @{ $record{found}{$_} || [] } > 1 } @KEYS)
        {
            note($row, $name, 'ambiguous_match', 'error');
        }
    }
    elsif ($options->{mode} ne 'update' && !$row->{wrong})
    {
        $self->read_new(\%record);
        $self->keep_opt_out(\%record) if !$row->{wrong};
    }
    my $left_out = $options->{mode} eq 'update' && !$record{matched} && !$row->{wrong};
    if (!$left_out)
    {
        $self->check_constraints(\%record) if !$row->{wrong};
        $self->compare_groups(\%record) if !$row->{wrong} && $field{groups};
    }
    $self->decide(\%record);
    return;
}

# Keys in the order of match_by; the first that finds a customer decides.
sub find_customer
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my (%key, %found);

    foreach my $name (@KEYS)
    {
        next if !$record->{cell}{$name};
        my ($state, $value) = Cell::read($record->{field}{$name}, $record->{cell}{$name}, 'keep');

        $key{$name} = { state => $state, value => $value };
        note($row, $name, $value, 'error') if $state eq 'error' && $name eq 'customer_id';
        next if $state ne 'set';
        my @ids = $self->bearers($name, $value);

        # after the file it is not theirs
        @ids = grep { $_ ne ($row->{given_by} // '') } @ids if $name eq 'email';
        $found{$name} = \@ids if @ids;
    }

    my ($by) = grep { $found{$_} } @{ $options->{match_by} };
    my @ids = $by ? strongest($found{$by}, \%found) : ();

    if (@ids == 1)
    {
        $record->{matched} = 1;
        $row->{id} = $ids[0];
        $row->{found_by} = [ $by, $key{$by}{value} ];
        foreach my $name (grep { $found{$_} } @KEYS)
        {
            note($row, $name, 'ambiguous_match', 'error') if !grep { $_ eq $row->{id} } @{ $found{$name} };
        }
    }
    elsif (@ids)
    {
        note($row, $by, 'ambiguous_match', 'error');
    }
    else
    {
        note($row, $_, 'key_taken', 'error') foreach grep { $found{$_} } @KEYS;
    }
    $self->check_id($record, \%key, \%found);
    $self->find_by_weak_keys($record, \%key) if !$record->{matched} && !$row->{wrong};
    $self->check_new($record, \%key) if !$record->{matched} && !$row->{wrong} && !$row->{person};
    $record->{key} = \%key;
    $record->{found} = \%found;
    return;
}

# A record of a file that has no key at all, not even 0 or one that is wrong.
sub find_by_weak_keys
{
    my ($self, $record, $key) = @_;
    my ($row, $options) = @$record{qw(row options)};

    return if $options->{left_out} || grep { $_->{state} =~ /^(?:set|zero|error)$/ } values %$key;
    my %person = map {
        my ($state, $value) = $record->{cell}{$_} ? Cell::read($record->{field}{$_}, $record->{cell}{$_}, 'keep') : 'blank';
        $state eq 'set' ? ($_ => $value) : ()
    } qw(name first_name phone mobile birth_date postal_code address);

    return if !grep { @$_ } values %{ Weak::keys_of_record(\%person) };
    $row->{person} = \%person;
    my @ids = Weak::find(\%person, $self->{customers});

    if (@ids > 1)
    {
        note($row, 'name', 'ambiguous_match', 'error');
    }
    elsif (@ids)
    {
        $record->{matched} = 1;
        $row->{id} = $ids[0];
    }
    elsif ($options->{mode} ne 'update')
    {
        note($row, undef, 'weak_key', 'warning');
    }
    return;
}

# Who bears a key, however it is stored.
sub bearers
{
    my ($self, $name, $value) = @_;

    return grep { same(folded($name, $self->{customers}{$_}{$name}), $value) } keys %{ $self->{customers} };
}

# A live key as records bear it.
sub folded
{
    my ($name, $value) = @_;

    return $value if !defined $value || ($name ne 'identifier' && $name ne 'email');
    my $text = Cell::trimmed($name, { text => $value, quoted => 0 });
    return $name eq 'email' ? lc $text : $text;
}

# Of several customers with one key, those with the strongest of the record's
# other keys.
sub strongest
{
    my ($ids, $found) = @_;
    my @ids = @$ids;

    foreach my $name (@KEYS)
    {
        my @bearers = grep { my $id = $_; grep { $_ eq $id } @{ $found->{$name} || [] } } @ids;

        @ids = @bearers if @bearers;
    }
    return @ids;
}

# A customer_id that nobody has.
sub check_id
{
    my ($self, $record, $key, $found) = @_;
    my ($row, $options) = @$record{qw(row options)};

    return if !$key->{customer_id} || $key->{customer_id}{state} ne 'set' || $found->{customer_id};
    return if $options->{mode} eq 'update' && !$record->{matched};
    if ($options->{unknown_ids} ne 'create')
    {
        note($row, 'customer_id', 'unknown_customer', 'error');
    }
    elsif ($record->{matched})
    {
        note($row, 'customer_id', 'id_not_kept', 'warning');
    }
    elsif (length $key->{customer_id}{value} > 18)
    {
        note($row, 'customer_id', 'out_of_range', 'error');
    }
    return;
}

# A record that names nobody: may it become a customer?
sub check_new
{
    my ($self, $record, $key) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my @matching = grep { $_ } map { $key->{$_} } @{ $options->{match_by} };

    return if $options->{mode} eq 'update';
    $row->{id} = $key->{customer_id}{value} if $key->{customer_id} && $key->{customer_id}{state} eq 'set';
    return if grep { $_->{state} eq 'set' } @matching;
    if ($options->{keyless} eq 'create' || grep { $_->{state} eq 'zero' } @matching)
    {
        return note($row, undef, 'new_without_key', 'warning');
    }
    foreach my $name (qw(identifier email))
    {
        next if !$key->{$name} || $key->{$name}{state} ne 'error';
        note($row, $name, $key->{$name}{value}, 'error');
    }
    note($row, undef, 'no_key', 'error') if !$row->{wrong};
    return;
}

# What a file may do to a field: the rule for all is for those without their own.
sub rule_of
{
    my ($options, $name) = @_;

    my ($own) = grep { $_ eq $name || (/^attributes\./ && folded_category($_) eq folded_category($name)) } keys %{ $options->{rules} };

    return $options->{rules}{ $own // '*' } // 'overwrite';
}

# Is there a value that the rule fill keeps?  Not a 0 or false that came by default.
sub is_filled
{
    my ($field, $live) = @_;

    return 0 if !defined $live;
    return ($field->{default} // '') !~ /^(?:0|false)$/ || $live ne $field->{default};
}

# A cell of a known customer.
sub compare
{
    my ($self, $record, $field) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my $name = $field->{name};
    my $live = $self->live_value($row->{id}, $field);
    my $rule = rule_of($options, $name);

    return if same($live, $record->{cell}{$name}{text});
    return if $rule eq 'keep' || ($rule eq 'fill' && is_filled($field, $live));
    my ($state, $value) = Cell::read($field, $record->{cell}{$name}, $options->{blanks});

    return if $state eq 'blank' || $state eq 'zero';
    return note_cell($record, $name, $value) if $state eq 'error';
    return if same(folded($name, $live), $state eq 'clear' ? undef : $value);
    if ($name eq 'subscribed' && $value eq 'true' && !$options->{resubscribe})
    {
        return note($row, $name, 'consent_kept', 'warning');
    }
    $row->{cells}{$name} = $state eq 'clear' ? undef : $value;
    $row->{old}{$name} = $live;
    return;
}

# Only the email names the customer, and the identifier is another one: one person
# if the names agree, else two.
sub keep_identifier
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my $found = $record->{found};
    my $live = $self->{customers}{ $row->{id} };

    return if exists $options->{rules}{identifier} || !$self->identifier_differs($record);
    return if $row->{found_by}[0] ne 'email' || grep { $_ eq $row->{id} } @{ $found->{customer_id} || [] };
    return if grep { $_->[1] eq 'ambiguous_match' } @{ $row->{notes} };
    my %said;

    foreach my $name (grep { $record->{field}{$_} } qw(name first_name last_name))
    {
        my ($state, $value) = Cell::read($record->{field}{$name}, $record->{cell}{$name}, $options->{blanks});

        $said{$name} = $value if $state eq 'set';
    }
    return note($row, 'identifier', 'identifier_differs', 'error') if %said && !names_agree(\%said, $live);
    note($row, 'identifier', 'identifier_kept', 'warning');
    delete $row->{cells}{identifier};
    delete $row->{old}{identifier};
    return;
}

# Has the record another identifier than its customer?  A rule for all fields hides none.
sub identifier_differs
{
    my ($self, $record) = @_;
    my $row = $record->{row};
    my $live = $self->{customers}{ $row->{id} }{identifier};
    my $own = $record->{key}{identifier};

    return defined $row->{old}{identifier} if defined $row->{cells}{identifier};
    return 0 if rule_of($record->{options}, 'identifier') eq 'overwrite' || @{ $record->{found}{identifier} || [] };
    return ($own->{state} // '') eq 'set' && defined $live && !same(folded('identifier', $live), $own->{value});
}

# A name that was the first name (no file has a last one) follows it; else a warning
# says that one of them stays.
sub follow_names
{
    my ($self, $record) = @_;
    my ($row, $options, $field) = @$record{qw(row options field)};
    my $cells = $row->{cells};
    my ($name, $first) = @{ $self->{customers}{ $row->{id} } }{qw(name first_name)};

    if (!$field->{first_name})
    {
        return if !defined $name || !defined $cells->{name};
        return if !names_fit($name, $first) || names_fit($cells->{name}, $first);
        return note($row, 'name', 'name_differs', 'warning');
    }
    return if !exists $cells->{first_name} || exists $cells->{name} || !defined $name || $name eq '';
    return if $field->{name} && (Cell::read($field->{name}, $record->{cell}{name}, $options->{blanks}))[0] ne 'blank';
    my $new = $cells->{first_name} // '';

    return if $new eq $name;
    if (join('', name_words($first)) ne '' && join('', name_words($first)) eq join('', name_words($name)) && rule_of($options, 'name') eq 'overwrite')
    {
        $cells->{name} = $new eq '' ? undef : $new;
        $row->{old}{name} = $name;
    }
    elsif (!names_fit($name, $new))
    {
        note($row, 'name', 'name_differs', 'warning');
    }
    return;
}

# Does the name have the words of the first, where there are both?
sub names_fit
{
    my ($name, $first) = @_;
    my ($whole, $part) = map { [ name_words($_) ] } $name, $first;

    return !@$whole || !@$part || join('', @$whole) eq join('', @$part) || join(' ', sort @$whole) eq join(' ', sort @$part);
}

# The words of a name, folded.
sub name_words
{
    my $name = NFD(lc join(' ', grep { defined } @_));

    $name =~ s/\p{M}//g;
    $name =~ s/#/no/g;
    my @words = split(m{[\s,;/-]+}, $name);

    s/[^\p{L}\p{N}]//g foreach @words;
    return grep { $_ ne '' } @words;
}

# The whole name is the same, or the one part that is said is in it.
sub names_agree
{
    my ($said, $live) = @_;
    my @own = defined $said->{name} ? name_words($said->{name}) : name_words(@$said{qw(first_name last_name)});
    my $whole = defined $said->{name} || (defined $said->{first_name} && defined $said->{last_name});

    foreach my $known ([ name_words($live->{name}) ], [ name_words(@$live{qw(first_name last_name)}) ])
    {
        my %known = map { $_ => 1 } @$known;

        return 1 if $whole && @own && (join('', @own) eq join('', @$known) || join(' ', sort @own) eq join(' ', sort @$known));
        return 1 if !$whole && @own && !grep { !$known{$_} } @own;
    }
    return 0;
}

# A row that is written anyway gets its keys as they should be stored.
sub mend_keys
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};

    foreach my $name (grep { ($record->{key}{$_}{state} // '') eq 'set' && !exists $row->{cells}{$_} } qw(identifier email))
    {
        my $live = $self->{customers}{ $row->{id} }{$name};
        my $value = $record->{key}{$name}{value};

        next if rule_of($options, $name) eq 'keep' || same($live, $value) || !same(folded($name, $live), $value);
        $row->{cells}{$name} = $value;
        $row->{old}{$name} = $live;
    }
    return;
}

sub read_new
{
    my ($self, $record) = @_;
    my $row = $record->{row};
    my %field = %{ $record->{field} };

    foreach my $column (grep { $self->{world}->field($_)->{required} } $self->{world}->columns)
    {
        note($row, $column, 'required', 'error') if !$field{$column};
    }
    foreach my $field (grep { $_->{kind} ne 'groups' && $_->{kind} ne 'customer_id' } values %field)
    {
        my $name = $field->{name};
        my ($state, $value) = Cell::read($field, $record->{cell}{$name}, $record->{options}{blanks});

        $state = 'blank' if $state eq 'error' && note_cell($record, $name, $value);
        $row->{cells}{$name} = $value if $state eq 'set';
        note($row, $name, 'required', 'error')
          if $field->{required} && $state ne 'set' && $state ne 'error';
        # a blank beside those who said yes is no yes; an application says nothing by it
        $row->{cells}{$name} = 'false'
          if $name eq 'subscribed' && $state ne 'set' && $state ne 'error' && !$record->{options}{left_out};
    }
    return;
}

# ---- a no belongs to the mailbox ----

# The time, for what was said before what.
sub now
{
    my ($self) = @_;
    return ++$self->{clock};
}

# Whoever gets an address that said no is unsubscribed with it, unless they said
# yes after that; a new customer also by an identifier.
sub keep_opt_out
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my $known = $record->{matched};
    my $field = $record->{field}{subscribed};
    my $consent = $row->{cells}{subscribed} // ($known ? $self->{customers}{ $row->{id} }{subscribed} : 'true');

    return if $options->{mode} eq ($known ? 'create' : 'update') || $consent ne 'true';
    my @times = grep { defined } map { $self->{opted_out}{"$_ $row->{cells}{$_}"} }
      grep { defined $row->{cells}{$_} } $known ? ('email') : qw(identifier email);

    return if !grep { !$known || $_ > ($self->{said}{yes}{ $row->{id} } // 0) } @times;
    my ($state, $value) = $field ? Cell::read($field, $record->{cell}{subscribed}, $options->{blanks}) : ('blank');
    my $yes = $state eq 'set' && $value eq 'true';

    return if $yes && $options->{resubscribe};
    note($row, 'subscribed', 'consent_kept', 'warning') if $yes || $known;
    $row->{cells}{subscribed} = 'false';
    $row->{old}{subscribed} = 'true' if $known;
    return;
}

# Something writes a customer: a no that loses its address is kept, and the yes of
# an application (no import) to an address takes the no away.
sub writing
{
    my ($self, $id, $import, $write) = @_;
    my %old = %{ $self->{customers}{$id} };
    my $new = $self->{customers}{$id};

    $write->();
    my $moved = !same(folded('email', $old{email}), folded('email', $new->{email}));
    my ($was, $is) = ($old{subscribed} eq 'true', $new->{subscribed} eq 'true');

    $self->{said}{ $is ? 'yes' : 'no' }{$id} = $self->now if $was != $is;
    $self->{opted_out}{ 'email ' . folded('email', $old{email}) } = $self->now
      if $moved && defined $old{email} && !($was && $is);
    return if $import || !$is || !($moved || !$was);
    foreach my $key (map { "$_ " . folded($_, $new->{$_}) } grep { defined $new->{$_} } qw(identifier email))
    {
        $self->{said}{yes}{$id} = $self->now if delete $self->{opted_out}{$key};
    }
    return;
}

# A customer goes, and their no stays.
sub leaving
{
    my ($self, $customer) = @_;

    return if $customer->{subscribed} ne 'false';
    $self->{opted_out}{$_} = $self->now
      foreach map { "$_ " . folded($_, $customer->{$_}) } grep { defined $customer->{$_} } qw(identifier email);
    return;
}

# A no is heard from every record, also where its row does not write it.
sub hear_all
{
    my ($self, $import) = @_;
    my ($file, $options) = ($import->{file}, $import->{file}{options});
    my @fields = $self->fields_of($file);
    my %said;

    $import->{opt_outs} = [];
    foreach my $i (0 .. $#{ $import->{rows} })
    {
        my ($row, @cells) = ($import->{rows}[$i], @{ $file->{records}[$i]{cells} });

        next if ($row->{reason} // '') eq 'by_hand' || @cells < @fields || grep { $_->{text} ne '' } @cells[ @fields .. $#cells ];
        my %value;

        foreach my $n (grep { $fields[$_] && $fields[$_]{name} =~ /^(subscribed|identifier|email|customer_id)$/ } 0 .. $#fields)
        {
            my ($state, $value) = Cell::read($fields[$n], $cells[$n], $options->{blanks});

            $value{ $fields[$n]{name} } = $value if $state eq 'set';
        }
        next if ($value{subscribed} // '') ne 'false';
        delete $value{subscribed};
        if ($self->writes_no($options, $row))
        {
            # who has the address by now is named, too, and else the address is
            next if !defined $row->{given_by} && (($row->{cells}{subscribed} // '') eq 'false' || !($row->{action} eq 'update' && defined $row->{cells}{email}));
            delete @value{qw(customer_id identifier)};
        }
        my @known = grep { $self->is_named($_, \%value) } keys %{ $self->{customers} };

        push @{ $import->{opt_outs} }, map { { line => $row->{line}, id => $_, old => $self->{customers}{$_}{subscribed} } }
          grep { $self->{customers}{$_}{subscribed} eq 'true' || $options->{resubscribe} } @known;
        push @{ $import->{opt_outs} }, { line => $row->{line}, email => $value{email} }
          if defined $value{email} && !$self->bearers('email', $value{email});
        $said{"$_ $value{$_}"} = 1 foreach grep { $_ ne 'customer_id' } keys %value;
    }
    $self->hold_strictest($import, $_, \%said) foreach grep { writes($_) } @{ $import->{rows} };
    return;
}

# Does the row write the record's no, or has the customer said it?
sub writes_no
{
    my ($self, $options, $row) = @_;

    return 1 if writes($row) && ($row->{cells}{subscribed} // '') eq 'false';
    return $row->{action} =~ /^(update|unchanged)$/ && rule_of($options, 'subscribed') eq 'overwrite' && !$options->{resubscribe};
}

sub is_named
{
    my ($self, $id, $value) = @_;

    return 1 if ($value->{customer_id} // '') eq $id;
    return scalar grep { defined $value->{$_} && same(folded($_, $self->{customers}{$id}{$_}), $value->{$_}) } qw(identifier email);
}

# Of several records of one person the strictest holds.
sub hold_strictest
{
    my ($self, $import, $row, $said) = @_;
    my $cells = $row->{cells};
    my @keys = grep { defined $cells->{$_} && $said->{"$_ $cells->{$_}"} } qw(identifier email);

    if ($row->{action} eq 'create')
    {
        $cells->{subscribed} = 'false' if @keys;
        return;
    }
    my $live = $self->{customers}{ $row->{id} }{subscribed};

    if (grep({ $_ eq 'email' } @keys) && ($cells->{subscribed} // 'true') eq 'true')
    {
        delete $cells->{subscribed};
        delete $row->{old}{subscribed};
        ($cells->{subscribed}, $row->{old}{subscribed}) = ('false', 'true') if $live eq 'true';
    }
    elsif (($cells->{subscribed} // '') eq 'true' && grep { ($_->{id} // '') eq $row->{id} && $_->{old} eq 'false' } @{ $import->{opt_outs} })
    {
        delete $cells->{subscribed};
        delete $row->{old}{subscribed};
    }
    return;
}

# Who gets an address that has said no is unsubscribed, or stays so.
sub impose_no
{
    my ($self, $row) = @_;
    my $cells = $row->{cells};
    my $live = $row->{action} eq 'update' ? $self->{customers}{ $row->{id} }{subscribed} : undef;

    return if ($cells->{subscribed} // '') eq 'false' || (defined $live && $live eq 'false' && !defined $cells->{subscribed});
    note($row, 'subscribed', 'consent_handed_over', 'warning');
    delete $cells->{subscribed};
    delete $row->{old}{subscribed};
    $cells->{subscribed} = 'false' if ($live // 'true') eq 'true';
    $row->{old}{subscribed} = 'true' if defined $live && $live eq 'true';
    return;
}

# Customers whom records beside their rows unsubscribe.
sub opted_out
{
    my ($self, $import) = @_;

    return grep { defined $_->{id} && $_->{old} eq 'true' } @{ $import->{opt_outs} || [] };
}

# A merge unsubscribes them before it writes its rows, which may see to it.
sub merge_opt_outs
{
    my ($self, $import) = @_;
    my %own = map { $_->{id} => 1 } grep { $_->{action} eq 'update' && exists $_->{cells}{subscribed} } @{ $import->{rows} };

    $self->unsubscribe($_->{id}) foreach grep { !$own{ $_->{id} } } $self->opted_out($import);
    return;
}

sub unsubscribe
{
    my ($self, $id) = @_;
    my $customer = $self->{customers}{$id};

    return if !$customer || $customer->{subscribed} ne 'true';
    $self->writing($id, 1, sub { $customer->{subscribed} = 'false' });
    return;
}

# Has the customer of a row, or the address that they would get, said no since it
# was staged?
sub said_no
{
    my ($self, $import, $row) = @_;
    my $resubscribes = $import->{file}{options}{resubscribe};
    my $known = $row->{action} eq 'update';
    my $consent = $row->{cells}{subscribed};

    return 1 if $resubscribes && $known && ($consent // '') eq 'true' && ($self->{said}{no}{ $row->{id} } // 0) > $import->{staged_at};
    $consent //= $known ? ($self->{customers}{ $row->{id} } || {})->{subscribed} // 'false' : $self->default_subscription;
    return 0 if $consent ne 'true' || !defined $row->{cells}{email};
    return 1 if grep { $_ ne $row->{id} && $self->{customers}{$_}{subscribed} eq 'false' } $self->bearers('email', $row->{cells}{email});
    my $time = $self->{opted_out}{"email $row->{cells}{email}"} // return 0;

    return $time > ($resubscribes ? $import->{staged_at} : $known ? $self->{said}{yes}{ $row->{id} } // 0 : 0);
}

# An address that an undo gave back said no meanwhile.
sub ask_again
{
    my ($self, $row) = @_;
    my $customer = $row->{action} eq 'update' ? $self->{customers}{ $row->{id} } : undef;

    return if !$customer || !exists $row->{cells}{email} || !defined $row->{old}{email};
    return if $customer->{subscribed} ne 'true' || !same(folded('email', $customer->{email}), folded('email', $row->{old}{email}));
    my $time = $self->{opted_out}{ 'email ' . folded('email', $customer->{email}) } // return;

    $self->writing($row->{id}, 1, sub { $customer->{subscribed} = 'false' }) if $time > ($self->{said}{yes}{ $row->{id} } // 0);
    return;
}

# Constraints of the table, over the row that a merge would write.
sub check_constraints
{
    my ($self, $record) = @_;
    my $row = $record->{row};

    return if $record->{matched} && !%{ $row->{cells} };
    foreach my $check (@{ $self->{world}{checks} })
    {
        my @brought = grep { $record->{field}{$_} } @{ $check->{columns} };
        my $before = $record->{matched} ? $self->{customers}{ $row->{id} } : $self->filled({});
        my %after = (%$before, map { $_ => $row->{cells}{$_} } grep { exists $row->{cells}{$_} } @{ $check->{columns} });

        next if !@brought;
        next if $record->{matched} && !grep { exists $row->{cells}{$_} } @{ $check->{columns} };
        note($row, $check->{field}, 'check_violation', 'error') if $check->{breaks}->(\%after);
    }
    return;
}

# The names in a cell of groups.
sub names_in
{
    my ($self, $text) = @_;

    return $text if $self->{groups}{ lc $text };
    my ($separator) = grep { index($text, $_) >= 0 } ('|', ';', ',');
    my @names = defined $separator ? split(/\Q$separator\E/, $text) : $text;

    s/^\s+|\s+$//g foreach @names;
    return grep { $_ ne '' } @names;
}

# New groups are spelled as the first record spells them, whatever becomes of it.
sub spell_groups
{
    my ($self, $file) = @_;
    my @fields = $self->fields_of($file);
    my ($n) = grep { $fields[$_] && $fields[$_]{kind} eq 'groups' } 0 .. $#fields;

    return if !defined $n;
    foreach my $cells (map { $_->{cells} } @{ $file->{records} })
    {
        next if @$cells < @fields || grep { $_->{text} ne '' } @$cells[ @fields .. $#$cells ];
        my ($state, $text) = Cell::read($fields[$n], $cells->[$n], $file->{options}{blanks});

        next if $state ne 'set';
        $self->{spelling}{ lc $_ } //= $_ foreach grep { !$self->{groups}{ lc $_ } } $self->names_in($text);
    }
    return;
}

sub compare_groups
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};
    my $id = $record->{matched} ? $row->{id} : undef;
    my @before = defined $id ? $self->accepted($id) : ();
    my $rule = rule_of($options, 'groups');

    return if defined $id && ($rule eq 'keep' || ($rule eq 'fill' && @before));
    my ($state, $text) = Cell::read($record->{field}{groups}, $record->{cell}{groups}, $options->{blanks});
    my @names = $state eq 'set' ? $self->names_in($text) : ();
    my %after = $options->{group_mode} eq 'add' ? (map { $_ => 1 } @before) : ();

    return if $state eq 'blank' || ($state eq 'clear' && $options->{group_mode} eq 'add');
    my @unknown = $options->{unknown_groups} eq 'reject' ? grep { !$self->{groups}{ lc $_ } } @names : ();

    note_cell($record, 'groups', $text) if $state eq 'error';
    note_cell($record, 'groups', 'unknown_group') foreach @unknown;
    # what is wrong says nothing
    return if @unknown || $state eq 'error';
    foreach my $name (@names)
    {
        my $folded = lc $name;

        if (defined $id && $self->status($id, $folded) eq 'rejected')
        {
            note($row, 'groups', 'group_rejected', 'warning');
        }
        else
        {
            $after{$folded} = 1;
        }
    }
    my ($old, $new) = ($self->group_text(@before), $self->group_text(keys %after));

    return if same($old, $new);
    $row->{cells}{groups} = $new;
    $row->{old}{groups} = $old;
    return;
}

sub decide
{
    my ($self, $record) = @_;
    my ($row, $options) = @$record{qw(row options)};

    if ($row->{wrong})
    {
        $row->{action} = 'reject';
    }
    elsif (!$record->{matched})
    {
        $row->{action} = $options->{mode} eq 'update' ? 'exclude' : 'create';
        $row->{reason} = 'unknown_customer' if $row->{action} eq 'exclude';
    }
    elsif (!%{ $row->{cells} })
    {
        $row->{action} = 'unchanged';
    }
    else
    {
        $row->{action} = $options->{mode} eq 'create' ? 'exclude' : 'update';
        $row->{reason} = 'known_customer' if $row->{action} eq 'exclude';
    }
    return;
}

# ---- duplicates ----

# What nobody else in the file may have: the customer, and the keys it brings.
sub claims
{
    my ($row) = @_;
    my %claims;

    $claims{"customer $row->{id}"} = 1 if defined $row->{id};
    foreach my $name (qw(identifier email))
    {
        $claims{"$name $row->{cells}{$name}"} = 1 if defined $row->{cells}{$name};
    }
    if ($row->{person} && $row->{action} eq 'create')
    {
        $claims{$_} = 1 foreach map { @$_ } values %{ Weak::keys_of_record($row->{person}) };
    }
    return \%claims;
}

sub share
{
    my ($one, $other) = @_;

    return scalar grep { $other->{$_} } keys %$one;
}

sub writes
{
    my ($row) = @_;

    return $row->{action} eq 'create' || $row->{action} eq 'update';
}

sub find_duplicates
{
    my ($self, $import, $policy) = @_;
    my @rows = grep { writes($_) || $_->{action} eq 'unchanged' } @{ $import->{rows} };
    my %out;

    $_->{claims} = claims($_) foreach @rows;
    $self->exclude_repeated($import, \@rows);
    %out = left_out($policy, @rows);
    # what an unchanged record claims is known while the file is read, not later
    my %later = left_out($policy, grep { is_kept($_) } @rows);
    $self->{undefined} = 1 if $import->{told} && join(' ', sort keys %out) ne join(' ', sort keys %later);
    $import->{told} = 1;
    foreach my $row (grep { $out{ $_->{line} } } @rows)
    {
        note($row, undef, 'duplicate_in_file', $policy eq 'reject' ? 'error' : 'warning');
        $row->{action} = $policy eq 'reject' ? 'reject' : 'exclude';
        $row->{reason} = 'duplicate_in_file';
    }
    foreach my $row (grep { $_->{action} eq 'create' && !defined $_->{id} } @{ $import->{rows} })
    {
        $row->{id} = "N$import->{number}.$row->{line}";
    }
    return;
}

# What the cells of a record say, as one text.
sub content
{
    my ($self, $import, $row) = @_;
    my $file = $import->{file};
    my ($record) = grep { $_->{at} == $row->{line} } @{ $file->{records} };
    my @fields = $self->fields_of($file);
    my @said;

    foreach my $i (grep { $fields[$_] } 0 .. $#fields)
    {
        my $cell = $record->{cells}[$i] || { text => '', quoted => 0 };
        my ($state, $value) = Cell::read($fields[$i], $cell, $file->{options}{blanks});

        $value = $cell->{text} if $state eq 'error' || $fields[$i]{kind} !~ /^(?:customer_id|identifier|email|text|varchar|integer|bigint|date|boolean|attribute|groups)$/;
        push @said, $state, $state eq 'set' || $state eq 'error' ? $value : '';
    }
    return join("\x1f", map { $_ // '' } @said);
}

# Of records that say the same, the first counts.
sub exclude_repeated
{
    my ($self, $import, $rows) = @_;
    my @others;

    foreach my $row (@$rows)
    {
        $row->{content} = writes($row) ? $self->content($import, $row) : undef;
        if (writes($row) && grep { writes($_) && $_->{content} eq $row->{content} && share($row->{claims}, $_->{claims}) } @others)
        {
            note($row, undef, 'repeated', 'warning');
            $row->{action} = 'exclude';
            $row->{reason} = 'repeated';
            next;
        }
        push @others, $row;
    }
    @$rows = @others;
    return;
}

# Lines that are left out for others.
sub left_out
{
    my ($policy, @rows) = @_;
    my @kept;
    my %out;

    foreach my $row ($policy eq 'last' ? reverse(@rows) : @rows)
    {
        my @rivals = $policy eq 'reject' ? grep { $_ != $row } @rows : @kept;

        if (writes($row) && grep { share($row->{claims}, $_->{claims}) } @rivals)
        {
            $out{ $row->{line} } = 1;
        }
        else
        {
            push @kept, $row;
        }
    }
    return %out;
}

# ---- what an import says ----

sub told
{
    my ($self, $import) = @_;
    my %count = map { $_ => 0 } qw(create update unchanged reject exclude);
    my (@rows, @diff, @errors);

    $count{create} = $import->{file}{padding};
    foreach my $row (@{ $import->{rows} })
    {
        $count{ $row->{action} }++;
        next if !is_kept($row);
        push @errors, map { [ $row->{line}, @$_ ] } @{ $row->{notes} } if ($row->{reason} // '') ne 'by_hand';
        push @rows, [ $row->{line}, $row->{action}, writes($row) ? $row->{id} : undef,
            $row->{action} eq 'exclude' ? $row->{reason} : undef ];
        next if !writes($row);
        foreach my $name (keys %{ $row->{cells} })
        {
            push @diff, [ $row->{line}, $row->{action}, $row->{id}, $name, $row->{old}{$name}, $row->{cells}{$name} ]
              if $row->{action} eq 'update' || defined $row->{cells}{$name};
        }
    }
    push @diff, map { [ $_->{line}, 'update', $_->{id}, 'subscribed', 'true', 'false' ] } $self->opted_out($import);
    return {
        counts => [ $import->{uploaded}, @count{qw(create update unchanged reject exclude)} ],
        rows => \@rows,
        diff => \@diff,
        errors => \@errors,
        standing => $import->{standing},
        # a correction does not say anew why a record that would take an address over is
        # left out all the same
        unsaid => [ map { $_->{line} } grep { $import->{is_corrected} && defined $_->{taken_from} && !writes($_) } @{ $import->{rows} } ],
    };
}

# ---- by hand, before the merge ----

# Corrects a cell: the file is staged as if that were in it.  Refused are lines
# that were not kept, or left out, and a cell with none before it.
sub fix
{
    my ($self, $number, $line, $name, $value) = @_;
    my $import = $self->{imports}{$number};
    my $columns = $import->{file}{columns};
    my ($i) = grep { $import->{rows}[$_]{line} == $line } 0 .. $#{ $import->{rows} || [] };

    return { refused => 1 } if $import->{status} ne 'staged' || !defined $i;
    my $row = $import->{rows}[$i];

    # of other records of the person the rows are not looked at again
    $self->{undefined} = 1 if @{ $import->{opt_outs} };
    my $cells = $import->{file}{records}[$i]{cells};
    my ($column) = grep { $columns->[$_] eq $name } 0 .. $#$columns;
    my $field = defined $column ? ($self->fields_of($import->{file}))[$column] : undef;

    return { refused => 1 } if !$field || $column > @$cells || !is_kept($row);
    return { refused => 1 } if ($row->{reason} // '') eq 'by_hand';
    $cells->[$column] = { text => $value, quoted => 0 };
    $import->{is_corrected} = 1;
    $self->stage($import);
    $self->{undefined} = 1 if @{ $import->{opt_outs} };
    return { %{ $self->told($import) }, fixed => $import->{rows}[$i]{action} };
}

# Leaves lines out, or takes them in again, as if they had never been left out.
# Lines that are not staged are an error.
sub exclude
{
    my ($self, $number, $by_hand, @lines) = @_;
    my $import = $self->{imports}{$number};
    my %kept = map { $_->{line} => 1 } grep { is_kept($_) } @{ $import->{rows} || [] };

    return { refused => 1 } if $import->{status} ne 'staged' || grep { !$kept{$_} } @lines;
    $self->{undefined} = 1 if @{ $import->{opt_outs} };
    $import->{by_hand}{$_} = $by_hand foreach @lines;
    $import->{is_corrected} = 1;
    $self->stage($import);
    $self->{undefined} = 1 if @{ $import->{opt_outs} };
    return $self->told($import);
}

# Warnings that come again with the same file: of a record that changes nothing, and
# has no other, they are counted.
my %standing = map { $_ => 1 } qw(consent_kept group_rejected identifier_kept name_differs);

# Is it among the staged rows?  What was once, stays there.
sub is_kept
{
    my ($row) = @_;

    return $row->{action} ne 'unchanged' || $row->{was_kept} || grep { !$standing{ $_->[1] } } @{ $row->{notes} };
}

# Warnings that stand of records that are not staged: code, how many, lines.
sub standing
{
    my ($import) = @_;
    my %lines;

    foreach my $row (grep { !is_kept($_) } @{ $import->{rows} })
    {
        my %codes = map { $_->[1] => 1 } @{ $row->{notes} };

        push @{ $lines{$_} }, $row->{line} foreach keys %codes;
    }
    return [ map { [ $_, scalar @{ $lines{$_} }, join(', ', @{ $lines{$_} }) ] } keys %lines ];
}

# ---- merge ----

# Applies a staged import.  Returns what it says now, or refused: with a
# conflict nothing is written.
sub merge
{
    my ($self, $number, $on_conflict) = @_;
    my $import = $self->{imports}{$number};
    my @conflicts;

    return { refused => 1 } if $import->{status} ne 'staged';
    my %before = %{ $self->{opted_out} || {} };
    my $unsettled = dclone({ %$self{qw(categories)}, %$import{qw(file rows)} });

    $self->settle_categories($import);
    # the addresses of nobody, and of who is gone
    foreach my $said (grep { defined $_->{email} } @{ $import->{opt_outs} || [] })
    {
        $self->{opted_out}{"email $said->{email}"} = $self->now;
    }
    my @writing = grep { writes($_) } @{ $import->{rows} };
    my %left_out = map { $_->{line} => 1 } grep { $self->conflicts($_) || $self->said_no($import, $_) } @writing;

    %left_out = Handover::not_given_up($self, \%left_out, @writing);
    @conflicts = grep { $left_out{ $_->{line} } } @writing;

    if ((@conflicts && $on_conflict ne 'skip')
        || grep { writes($_) && !$left_out{ $_->{line} } && $self->breaks_check($_) } @{ $import->{rows} })
    {
        $self->{opted_out} = \%before;
        $self->{categories} = $unsettled->{categories};
        @$import{qw(file rows)} = @$unsettled{qw(file rows)};
        return { refused => 1 };
    }
    foreach my $row (@conflicts)
    {
        note($row, undef, 'conflict', 'warning');
        $row->{action} = 'exclude';
        $row->{reason} = 'conflict';
    }
    $self->merge_opt_outs($import);
    $self->apply($import, $_) foreach grep { writes($_) } @{ $import->{rows} };
    foreach my $row (grep { $_->{old}{subscribed} && ($_->{cells}{subscribed} // '') eq 'false' } @conflicts)
    {
        next if (($self->{customers}{ $row->{id} } || {})->{subscribed} // '') ne 'true';
        push @{ $import->{opt_outs} }, { line => $row->{line}, id => $row->{id}, old => 'true' };
    }
    $self->unsubscribe($_->{id}) foreach $self->opted_out($import);
    $import->{status} = 'merged';
    $import->{order} = ++$self->{merges};
    return $self->told($import);
}

# Does a constraint refuse the row as it would be now?
sub breaks_check
{
    my ($self, $row) = @_;
    my %after = (%{ $self->{customers}{ $row->{id} } || $self->filled({}) }, %{ $row->{cells} });

    return scalar grep { $_->{breaks}->(\%after) } @{ $self->{world}{checks} };
}

# Was the customer edited, or a key taken, since the preview?
sub conflicts
{
    my ($self, $row) = @_;
    my $id = $row->{id};

    return 1 if defined $row->{cells}{identifier} && grep { $_ ne $id } $self->bearers('identifier', $row->{cells}{identifier});
    return 1 if $row->{action} eq 'create' && $row->{person} && Weak::find($row->{person}, $self->{customers});
    return exists $self->{customers}{$id} if $row->{action} eq 'create';
    return 1 if !$self->{customers}{$id};
    my ($key, $value) = @{ $row->{found_by} || [] };

    return 1 if defined $key && !exists $row->{cells}{$key} && !same(folded($key, $self->{customers}{$id}{$key}), $value);
    foreach my $name (keys %{ $row->{cells} })
    {
        return 1 if !same($self->live_value($id, $self->{world}->field($name)), $row->{old}{$name});
    }
    foreach my $name (split(/\|/, $row->{cells}{groups} // ''))
    {
        return 1 if $self->status($id, lc $name) eq 'rejected';
    }
    return 0;
}

sub apply
{
    my ($self, $import, $row) = @_;
    my $id = $row->{id};

    if ($row->{action} eq 'create')
    {
        $self->{customers}{$id} = { %{ $self->filled({ customer_id => $id }) }, arrived => $self->now };
        $self->write_cells($row);
        $row->{arrived} = $self->{customers}{$id}{arrived};
    }
    else
    {
        $row->{arrived} = $self->{customers}{$id}{arrived};
        $self->writing($id, $import->{status} eq 'staged', sub { $self->write_cells($row) });
    }
    $self->apply_groups($import, $row) if exists $row->{cells}{groups};
    $row->{made} = $self->image($id) if $row->{action} eq 'create';
    return;
}

sub write_cells
{
    my ($self, $row) = @_;
    my $id = $row->{id};

    foreach my $name (grep { $_ ne 'groups' } keys %{ $row->{cells} })
    {
        next if $row->{action} eq 'create' && !defined $row->{cells}{$name};
        my $field = $self->{world}->field($name);

        $row->{was}{$name} = $self->{customers}{$id}{attributes}{ $field->{category} } if $field->{kind} eq 'attribute';
        $self->set_value($id, $field, $row->{cells}{$name});
    }
    # whoever writes a row, it has its keys folded, but for one that it does not
    # touch and that somebody else bears
    if (grep { $_ ne 'groups' } keys %{ $row->{cells} })
    {
        foreach my $key (qw(identifier email))
        {
            my $folded = folded($key, $self->{customers}{$id}{$key});

            next if !exists $row->{cells}{$key} && grep { $_ ne $id } $self->bearers($key, $folded);
            $self->{customers}{$id}{$key} = $folded;
        }
    }
    return;
}

sub apply_groups
{
    my ($self, $import, $row) = @_;
    my $members = $self->{members}{ $row->{id} } ||= {};
    my %named = map { lc($_) => $_ } split(/\|/, $row->{cells}{groups} // '');

    foreach my $folded (grep { $members->{$_}{status} eq 'accepted' && !$named{$_} } keys %$members)
    {
        $row->{joined}{$folded} = { old => delete $members->{$folded}, new => undef };
    }
    foreach my $folded (keys %named)
    {
        $self->{groups}{$folded} ||= { name => $named{$folded}, import => $import->{number} };
        next if $members->{$folded};
        $members->{$folded} = { status => 'accepted', import => $import->{number} };
        $row->{joined}{$folded} = { old => undef, new => $members->{$folded} };
    }
    return;
}

# All that a customer's row holds, as one text.
sub image
{
    my ($self, $id) = @_;
    my $customer = $self->{customers}{$id};
    my $attributes = $customer->{attributes};

    return join("\x1f",
        (map { $_ . '=' . ($customer->{$_} // "\x00") } $self->{world}->columns),
        (map { "$_:$attributes->{$_}" } sort keys %$attributes));
}

# ---- revert ----

# Takes a merged import back.  Returns reverted, kept, and the notes.
sub revert
{
    my ($self, $number, $resubscribe) = @_;
    my $import = $self->{imports}{$number};
    my ($reverted, $kept) = (0, 0);
    my @notes;

    return { refused => 1 } if $import->{status} ne 'merged';

    # whom nothing has written since is subscribed again: by updated_at
    $self->{undefined} = 1 if $resubscribe && $self->opted_out($import);
    foreach my $action (qw(create update))
    {
        my @rows = grep { $_->{action} eq $action } @{ $import->{rows} };

        # keys that somebody else has now, before any goes back
        my %stays = $action eq 'update' ? Handover::stays_taken($self, @rows) : ();

        foreach my $row ($action eq 'update' ? @rows : ())
        {
            $row->{taken} = { identifier => $self->is_taken($row->{id}, 'identifier', $row->{old}{identifier}), email => $stays{ $row->{line} } };
            # who had the key before, too, has not taken it, as far as can be told
            $self->{undefined} = 1 if grep { $row->{taken}{$_} && $self->{world}->may_share($_) } qw(identifier email);
        }
        foreach my $row (@rows)
        {
            my @own = $action eq 'create' ? $self->remove($import, $row) : $self->put_back($import, $row, $resubscribe);

            push @notes, map { [ $row->{line}, @$_ ] } @own;
            @own ? $kept++ : $reverted++;
        }
    }
    $import->{status} = 'reverted';
    $self->ask_again($_) foreach $resubscribe ? () : @{ $import->{rows} };
    $self->drop_groups($import, map { $self->remove_left_behind($_) } @{ $import->{rows} });
    return { reverted => $reverted, kept => $kept, notes => \@notes };
}

# A customer whose import was undone before stays if this one had changed it.
# Now nothing keeps it.  Returns the import that had made it.
sub remove_left_behind
{
    my ($self, $row) = @_;

    return if $row->{action} ne 'update' || !$self->{customers}{ $row->{id} };
    foreach my $earlier (grep { $_->{status} eq 'reverted' } values %{ $self->{imports} })
    {
        foreach my $made (grep { $_->{action} eq 'create' && $_->{id} eq $row->{id} } @{ $earlier->{rows} })
        {
            return $earlier if !$self->remove($earlier, $made);
        }
    }
    return;
}

# Groups go that these imports name, that an undone one has made, and that have
# no members.
sub drop_groups
{
    my ($self, @imports) = @_;

    foreach my $row (grep { writes($_) } map { @{ $_->{rows} } } @imports)
    {
        foreach my $folded (map { lc } map { split(/\|/, $_ // '') } $row->{cells}{groups}, $row->{old}{groups})
        {
            my $group = $self->{groups}{$folded};

            next if !$group || !$group->{import} || $self->{imports}{ $group->{import} }{status} ne 'reverted';
            delete $self->{groups}{$folded} if !grep { $_->{$folded} } values %{ $self->{members} };
        }
    }
    return;
}

# A new customer goes, unless edited or used since.
sub remove
{
    my ($self, $import, $row) = @_;
    my $id = $row->{id};
    my @notes;

    return [ undef, 'kept_deleted' ] if !$self->is_there($row);
    foreach my $member (values %{ $self->{members}{$id} || {} })
    {
        next if $member->{status} eq 'accepted' && ($member->{import} || 0) == $import->{number};
        push @notes, [ undef, 'kept_used' ];
        last;
    }
    push @notes, [ undef, 'kept_used' ] if $self->{ordered}{$id};
    if ($self->image($id) ne $row->{made})
    {
        foreach my $field (map { $self->{world}->field($_) } grep { $_ ne 'groups' && defined $row->{cells}{$_} } keys %{ $row->{cells} })
        {
            push @notes, [ $field->{name}, 'kept_edited' ]
              if !same($self->exact_value($id, $field), exactly($field, $row->{cells}{ $field->{name} }));
        }
        push @notes, [ undef, 'kept_edited' ] if !@notes;
    }
    if (!@notes)
    {
        # whom a setting unsubscribed has not said no
        $self->leaving($self->{customers}{$id}) if grep { $_ && $_->{name} eq 'subscribed' } $self->fields_of($import->{file});
        delete $self->{customers}{$id};
        delete $self->{members}{$id};
    }
    return @notes;
}

# Is the customer of a merged row there still?  Another one may have the id by now.
sub is_there
{
    my ($self, $row) = @_;
    my $customer = $self->{customers}{ $row->{id} };

    return $customer && same($customer->{arrived}, $row->{arrived});
}

sub put_back
{
    my ($self, $import, $row, $resubscribe) = @_;
    my $id = $row->{id};
    my (@notes, %back);

    return [ undef, 'kept_deleted' ] if !$self->is_there($row);
    foreach my $name (grep { $_ ne 'groups' } keys %{ $row->{cells} })
    {
        my $field = $self->{world}->field($name);
        my $live = $self->exact_value($id, $field);

        if ($self->pass_on($import, $row, $name) || !same($live, exactly($field, $row->{cells}{$name})))
        {
            push @notes, [ $name, 'kept_edited' ] if !same($live, before($field, $row));
        }
        elsif ($name eq 'subscribed' && $live eq 'false' && $row->{old}{$name} eq 'true' && !$resubscribe)
        {
            push @notes, [ $name, 'kept_consent' ];
        }
        elsif ($row->{taken}{$name})
        {
            push @notes, [ $name, 'kept_key_taken' ];
        }
        else
        {
            $back{$name} = 1;
        }
    }
    $self->writing($id, 1, sub { $self->give_back($id, $row, $_) foreach keys %back });
    push @notes, $self->put_back_groups($import, $row) if exists $row->{cells}{groups};
    return @notes;
}

sub is_taken
{
    my ($self, $id, $name, $value) = @_;

    return 0 if !defined $value || ($name ne 'identifier' && $name ne 'email');
    return scalar grep { $_ ne $id } $self->bearers($name, folded($name, $value));
}

sub give_back
{
    my ($self, $id, $row, $name) = @_;
    my $field = $self->{world}->field($name);

    if ($field->{kind} ne 'attribute' || !defined $row->{was}{$name})
    {
        $self->set_value($id, $field, $row->{old}{$name});
    }
    else
    {
        $self->{customers}{$id}{attributes}{ $field->{category} } = $row->{was}{$name};
    }
    return;
}

# The next merged import's row about the same customer for which found is true.
sub next_change
{
    my ($self, $import, $row, $found) = @_;
    my @later = sort { $a->{order} <=> $b->{order} }
      grep { $_->{status} eq 'merged' && $_->{order} > $import->{order} } values %{ $self->{imports} };

    foreach my $other (map { @{ $_->{rows} } } @later)
    {
        return $other if $other->{action} eq 'update' && $other->{id} eq $row->{id} && $found->($other);
    }
    return undef;
}

# A value of an import that was undone never comes back: a later import that
# replaced it is to give back what was there before both.  Has one written since?
sub pass_on
{
    my ($self, $import, $row, $name) = @_;
    my $other = $self->next_change($import, $row, sub { exists $_[0]{cells}{$name} });

    my $field = $self->{world}->field($name);

    return 0 if !$other;
    if (same(before($field, $other), exactly($field, $row->{cells}{$name})))
    {
        $other->{old}{$name} = $row->{old}{$name};
        $other->{was}{$name} = $row->{was}{$name};
    }
    return 1;
}

sub same_member
{
    my ($one, $other) = @_;

    return !$one == !$other && (!$one || ($one->{status} eq $other->{status} && same($one->{import}, $other->{import})));
}

# Each membership is as a field is: what the import made goes, what it took comes
# back, and what a later import has changed since is passed on to that.
sub put_back_groups
{
    my ($self, $import, $row) = @_;
    my $id = $row->{id};
    my $members = $self->{members}{$id} ||= {};
    my $kept = 0;

    foreach my $folded (keys %{ $row->{joined} || {} })
    {
        my ($old, $new) = @{ $row->{joined}{$folded} }{qw(old new)};

        if (same_member($members->{$folded}, $new))
        {
            delete $members->{$folded};
            $members->{$folded} = $old if $old && $self->{groups}{$folded};
        }
        else
        {
            my $other = $self->next_change($import, $row, sub { $_[0]{joined}{$folded} });

            $other->{joined}{$folded}{old} = $old if $other && same_member($other->{joined}{$folded}{old}, $new);
        }
        $kept = 1 if ($self->status($id, $folded) eq 'accepted') ne ($old ? $old->{status} eq 'accepted' : '');
    }
    return $kept ? [ 'groups', 'kept_edited' ] : ();
}

# ---- by hand ----

# The id of a customer: a number, or that of import and line, if it made one.
sub id_of
{
    my ($self, $who) = @_;
    my ($number, $line) = $who =~ /^N(\d+)\.(\d+)$/ or return $who;
    my $import = $self->{imports}{$number} or return undef;
    my ($row) = grep { $_->{line} == $line && $_->{action} eq 'create' } @{ $import->{rows} };

    return $row ? $row->{id} : undef;
}

# A plain UPDATE; refused if a constraint does not allow it.
sub edit
{
    my ($self, $who, $name, $value) = @_;
    my $id = $self->id_of($who);
    my $field = $self->{world}->field($name);

    return {} if !defined $id || !$self->{customers}{$id};
    if ($field->{kind} eq 'attribute')
    {
        if (defined $value)
        {
            $self->{customers}{$id}{attributes}{ $field->{category} } = $value;
        }
        else
        {
            delete $self->{customers}{$id}{attributes}{ $field->{category} };
        }
    }
    else
    {
        return { refused => 1 } if !$self->{world}->may_share($name) && $self->is_taken($id, $name, $value);
        $self->writing($id, 0, sub { $self->{customers}{$id}{$name} = $value });
    }
    return {};
}

# Deletes a customer: an opt-out is remembered by the keys.
sub remove_by_hand
{
    my ($self, $who) = @_;
    my $id = $self->id_of($who);
    my $customer = defined $id ? $self->{customers}{$id} : undef;

    return {} if !$customer;
    $self->leaving($customer);
    delete $self->{customers}{$id};
    delete $self->{members}{$id};
    return {};
}

# customers_save() of one object: an import of one record that is applied at
# once, or an error.
sub save
{
    my ($self, $name, $given) = @_;
    my @columns = sort keys %$given;
    my $import = {
        number => $name,
        status => 'saved',
        by_hand => {},
        file => {
            padding => 0,
            padded_at => 0,
            columns => \@columns,
            records => [ { cells => [ map { { text => $given->{$_} // '#N/A', quoted => 0 } } @columns ] } ],
            options => {
                match_by => \@KEYS, rules => {}, mode => 'upsert', duplicates => 'reject', blanks => 'keep', unknown_ids => 'reject', keyless => 'reject',
                unknown_columns => 'attribute', group_mode => 'add', unknown_groups => 'create', resubscribe => 0,
                invalid => 'reject', left_out => 'default',
            },
        },
    };

    $self->stage($import);
    my $row = $import->{rows}[0];

    return { refused => 1 } if $row->{action} eq 'reject';
    $self->settle_categories($import) if writes($row);
    $self->apply($import, $row) if writes($row);
    return {};
}

# An order of theirs.
sub order
{
    my ($self, $who) = @_;
    my $id = $self->id_of($who);

    $self->{ordered}{$id} = 1 if defined $id;
    return {};
}

# customers_group_assign and _reject.
sub set_member
{
    my ($self, $who, $group, $status) = @_;
    my $id = $self->id_of($who);
    my $folded = lc $group;

    return { refused => 1 } if !defined $id || !$self->{customers}{$id} || !$self->{groups}{$folded};
    $self->{members}{$id}{$folded} = { status => $status } if $self->status($id, $folded) ne $status;
    return {};
}

sub cancel
{
    my ($self, $number) = @_;
    my $import = $self->{imports}{$number};

    return { refused => 1 } if $import->{status} ne 'staged';
    $import->{status} = 'cancelled';
    return {};
}

# ---- everything that is there ----

# Lines of texts: a customer (is it as old as the case?), a category, a group, a
# membership.

sub everything
{
    my ($self) = @_;
    my @lines;

    foreach my $id (keys %{ $self->{customers} })
    {
        my $customer = $self->{customers}{$id};
        my $attributes = $customer->{attributes};

        push @lines, [ 'customer', $id, $customer->{old}, (map { $customer->{$_} } grep { $_ ne 'customer_id' } $self->{world}->columns) ];
        push @lines, map { [ 'attribute', $id, $_, $attributes->{$_} ] } keys %$attributes;
    }
    push @lines, map { [ 'group', $_->{name} ] } values %{ $self->{groups} };
    foreach my $id (keys %{ $self->{members} })
    {
        my $members = $self->{members}{$id};

        push @lines, map { [ 'member', $id, $self->{groups}{$_}{name}, $members->{$_}{status}, $members->{$_}{import}, $members->{$_}{old} ] } keys %$members;
    }
    return \@lines;
}

1;
