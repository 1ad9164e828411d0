# Plays a case on the server and in the model, and says where they differ.
package Trial;

use strict;
use warnings;
use utf8;

use Model;
use Script;

# What the server says, by step; undef if it was lost.
sub on_server
{
    my ($session, $case) = @_;
    my $output = $session->run(script($session, $case));

    return defined $output ? Script::read_output($output) : undef;
}

sub script
{
    my ($session, $case) = @_;
    my $n = 0;

    return $session->before($case->{world}) . Script::start($case)
      . join('', map { Script::step($case, $n++, $_) } @{ $case->{steps} }) . Script::end($case);
}

# Differences between a case's model and what the server said: the first step
# that differs, and its lines, - what the model has and + what the server has.
sub differences
{
    my ($case, $got) = @_;
    my $model = Model->new(@$case{qw(world live settings)});
    my %symbol;
    my $n = 0;

    return ('the server was lost') if !$got;
    foreach my $step (@{ $case->{steps} })
    {
        my $answer = $got->{$n} or return ("step $n was not run");
        my $expected = expected($model, $step);
        # the rules leave it open, or go by what the columns look like
        return if $model->{undefined} || grep { $_->[0] eq 'error' && $_->[3] eq 'cells_moved' } @{ $answer->{lines} };
        my @told = map { [@$_] } @{ $answer->{lines} };

        learn_symbols(\%symbol, $step, \@told);
        $symbol{ $answer->{saved} } //= "N$step->{name}.2" if $answer->{saved} && $answer->{state} eq '00000' && $answer->{saved} > 1000;
        my @differences = compare($case, $step, $expected, $answer, \@told, \%symbol);
        return ("step $n, $step->{do}" . ($step->{number} ? " of import $step->{number}" : '') . ":", @differences) if @differences;
        $n++;
    }
    return;
}

# What the model has of a step: refused, or lines.
sub expected
{
    my ($model, $step) = @_;
    my $do = $step->{do};
    my $said =
        $do eq 'import' ? $model->import_file($step->{number}, $step)
      : $do eq 'merge' ? $model->merge($step->{number}, $step->{on_conflict})
      : $do eq 'cancel' ? $model->cancel($step->{number})
      : $do eq 'revert' ? $model->revert($step->{number}, $step->{resubscribe})
      : $do eq 'fix' ? $model->fix(@$step{qw(number line field value)})
      : $do eq 'exclude' || $do eq 'include' ? $model->exclude($step->{number}, $do eq 'exclude', @{ $step->{lines} })
      : $do eq 'order' ? $model->order($step->{id})
      : $do eq 'delete' ? $model->remove_by_hand($step->{id})
      : $do eq 'save' ? $model->save($step->{name}, $step->{given})
      : $do eq 'edit' ? $model->edit(@$step{qw(id field value)})
      : $model->set_member(@$step{qw(id group status)});
    my @lines;

    push @lines, [ 'counts', @{ $said->{counts} } ] if $said->{counts};
    push @lines, map { [ 'row', @$_ ] } @{ $said->{rows} || [] };
    push @lines, map { [ 'diff', @$_ ] } @{ $said->{diff} || [] };
    push @lines, map { [ 'error', @$_ ] } @{ $said->{errors} || [] };
    push @lines, map { [ 'standing', @$_ ] } @{ $said->{standing} || [] };
    push @lines, map { [ 'kept', @$_ ] } @{ $said->{notes} || [] };
    push @lines, [ 'fixed', $said->{fixed} ] if defined $said->{fixed};
    push @lines, [ 'reverted', @$said{qw(reverted kept)} ] if defined $said->{reverted};
    push @lines, @{ $model->everything } if $do eq 'merge' || $do eq 'revert';
    my %unsaid = map { $_ => 1 } @{ $said->{unsaid} || [] };

    @lines = without_unsaid(\%unsaid, @lines);
    return { refused => $said->{refused}, lines => \@lines, unsaid => \%unsaid };
}

# Of records of which it is left open why they are left out, that they are: excluded or
# rejected.
sub without_unsaid
{
    my ($unsaid, @lines) = @_;

    return @lines if !%$unsaid;
    @lines = grep { $_->[0] ne 'error' || !$unsaid->{ $_->[1] } } @lines;
    foreach my $line (@lines)
    {
        $line = [ @$line[ 0 .. 4 ], $line->[5] + $line->[6] ] if $line->[0] eq 'counts' && @$line > 6;
        $line = [ 'row', $line->[1], 'left out', undef, undef ] if $line->[0] eq 'row' && $unsaid->{ $line->[1] } && $line->[2] =~ /^(?:exclude|reject)$/;
        $line = [ 'fixed', 'left out' ] if $line->[0] eq 'fixed' && ($line->[1] // '') =~ /^(?:exclude|reject)$/;
    }
    return @lines;
}

# New customers' ids are known by import and line, and imports by their number.
sub learn_symbols
{
    my ($symbol, $step, $told) = @_;

    foreach my $line (grep { $_->[0] eq 'row' && $_->[2] eq 'create' } @$told)
    {
        $symbol->{ $line->[3] } = "N$step->{number}.$line->[1]" if $line->[3] > 1000;
    }
    foreach my $line (grep { $_->[0] eq 'way' } @$told)
    {
        $symbol->{"import $line->[3]"} = $step->{number};
    }
    return;
}

# The columns that hold ids, by kind of line.
my %id_column = (row => 3, diff => 3, customer => 1, attribute => 1, member => 1);
my %length = (counts => 7, row => 5, diff => 7, error => 5, standing => 4, attribute => 4, group => 2, member => 6);

sub compare
{
    my ($case, $step, $expected, $answer, $told, $symbol) = @_;
    my $refused = $answer->{state} ne '00000';
    my (@wanted, @got);

    if ($refused != ($expected->{refused} ? 1 : 0))
    {
        return $refused ? ("+ error $answer->{state}") : ('- an error', map { '+ ' . shown($_) } @$told);
    }
    push @$told, [ 'reverted', @{ $answer->{reverted} } ] if $answer->{reverted} && !$refused;
    push @$told, [ 'fixed', $answer->{fixed} ] if $answer->{fixed} && !$refused;
    my %by_hand = map { $_->[1] => 1 } grep { $_->[0] eq 'row' && ($_->[4] // '') eq 'by_hand' } @$told;
    foreach my $line (@$told)
    {
        my $column = $id_column{ $line->[0] };

        next if $line->[0] eq 'standing' && ($refused || $step->{do} eq 'revert');
        next if $line->[0] eq 'way' || ($line->[0] eq 'error' && $by_hand{ $line->[1] } && $step->{do} ne 'revert');
        $#$line = $length{ $line->[0] } - 1 if $length{ $line->[0] };
        $line->[$column] = $symbol->{ $line->[$column] } // $line->[$column] if $column && defined $line->[$column];
        $line->[4] = $symbol->{"import $line->[4]"} if $line->[0] eq 'member' && ($line->[4] // '') ne '';
        push @got, $line;
    }
    @got = without_unsaid($expected->{unsaid}, @got);
    my %volatile = map { $_->[1] => $_ } grep { $_->[0] eq 'customer' } @{ $expected->{lines} };
    my %unknown = map { join(' ', @$_[ 1, 4 ]) => 1 } grep { $_->[0] eq 'diff' && ($_->[5] // '') eq '~' } @{ $expected->{lines} };
    my %count;

    foreach my $line (grep { $_->[0] eq 'diff' && $unknown{ join(' ', @$_[ 1, 4 ]) } } @got)
    {
        $line->[5] = '~' if defined $line->[5];
    }
    $count{$_}-- foreach unique(map { wanted_line($step, $_, $refused) } @{ $expected->{lines} });
    $count{$_}++ foreach unique(map { got_line($step, $_, \%volatile, $refused) } @got);
    return map { ($count{$_} < 0 ? '- ' : '+ ') . $_ } sort grep { $count{$_} } keys %count;
}

# What kind of difference it is, without names and values.
sub kind
{
    my ($step, @differences) = @_;
    my %kinds;

    $step =~ s/^step \d+, (\w+).*/$1/;
    foreach my $line (@differences)
    {
        my ($sign, $what, @rest) = split(/ (?:\| )?/, $line);
        my ($code) = $line =~ /\b((?:kept|invalid|unknown|no|ambiguous|duplicate|key|out)_\w+|\w+_(?:kept|taken|rejected|violation|cells|key)|required|conflict)\b/;

        $kinds{ join(' ', "$sign$what", $what =~ /^(?:error|kept)$/ && $code ? $code : ()) } = 1;
    }
    return join(', ', $step, sort keys %kinds);
}

sub unique
{
    my %seen;

    return grep { !$seen{$_}++ } @_;
}

sub shown
{
    my ($line) = @_;

    return join(' | ', map { defined $_ && $_ ne '' ? $_ : '' } @$line);
}

# Which key two lines share, or which field has changed, if several do, is not told.
sub plain
{
    my ($line) = @_;
    my @line = @$line;

    $line[2] = '' if $line[0] eq 'error' && $line[3] =~ /^(?:duplicate_in_file|conflict)$/;
    return \@line;
}

sub wanted_line
{
    my ($step, $line, $refused) = @_;

    return shown(plain($line)) if $line->[0] ne 'customer';
    my @line = @$line;
    $line[2] = $line[2] ? 't' : 'f';
    return shown(\@line);
}

# Makes a line of the server's comparable: the id of a record that is left out
# says nothing, nor do most reasons.
sub got_line
{
    my ($step, $line, $volatile, $refused) = @_;
    my @line = @{ plain($line) };

    if ($line[0] eq 'row')
    {
        $line[3] = '' if $line[2] !~ /^(?:create|update)$/;
        $line[4] = '' if $line[2] ne 'exclude';
    }
    elsif ($line[0] eq 'customer')
    {
        my $model = $volatile->{ $line[1] } || [];

        foreach my $i (3 .. $#line)
        {
            $line[$i] = '~' if defined $line[$i] && ($model->[$i] // '') eq '~';
        }
    }
    elsif ($line[0] eq 'member')
    {
        $line[5] = ($line[5] // '') eq 'true' ? 1 : '';
    }
    return () if $step->{do} eq 'revert' && $line[0] =~ /^(?:counts|row|diff)$/;
    if ($step->{do} eq 'revert' && $line[0] eq 'error')
    {
        return $line[3] =~ /^kept_/ ? shown([ 'kept', @line[ 1 .. 3 ] ]) : ();
    }
    return () if $refused && $line[0] =~ /^(?:counts|row|diff|error)$/;
    return shown(\@line);
}

1;
