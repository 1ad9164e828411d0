# An address that one record of a file gives away and another one takes: who has it is
# judged by the state after the file.  At first all who would take an address get it;
# then those do not whom nobody gives one, and so on, as long as there are any.
package Handover;

use strict;
use warnings;
use utf8;

# The one customer who has the email of an assessed record that is about somebody
# else: about another customer by all of its other keys, or about a new one, who has
# an identifier of their own.  Returns the bearer, and that other customer if there is
# one; nothing if the record takes nothing over.
sub taking
{
    my ($model, $record) = @_;
    my ($row, $key, $found, $options) = @$record{qw(row key found options)};
    my @bearers = @{ $found->{email} || [] };
    my @others = grep { @$_ } map { $found->{$_} || [] } qw(customer_id identifier);
    my %other = map { $_ => 1 } map { @$_ } @others;

    return if $options->{mode} eq 'create' || @bearers != 1 || $other{ $bearers[0] } || keys %other > 1;
    my ($other) = keys %other;

    if (defined $other)
    {
        my $by_email = !$record->{matched} || $row->{found_by}[0] eq 'email';

        return $by_email || exists $row->{cells}{email} ? ($bearers[0], $other) : ();
    }
    return if ($key->{identifier}{state} // '') ne 'set' || ($key->{customer_id}{state} // '') eq 'set';
    return $bearers[0] if !$record->{matched};
    return defined $row->{cells}{identifier} && defined $row->{old}{identifier} ? $bearers[0] : ();
}

# Does a row give its customer another address?
sub gives
{
    my ($row) = @_;

    return $row->{action} eq 'update' && defined $row->{cells}{email}
      && !Model::same(Model::folded('email', $row->{old}{email}), $row->{cells}{email});
}

# The takers whose bearer gives the address up: to begin with, all of them do, if they
# take one themselves.
sub who_gets
{
    my (@rows) = @_;
    my @getting = grep { defined $_->{taken_from} } @rows;
    my %plainly = map { $_->{id} => 1 } grep { !defined $_->{taken_from} && gives($_) } @rows;
    my $before;

    do
    {
        my %gives = (%plainly, map { $_->{taker} => 1 } grep { defined $_->{taker} } @getting);

        $before = @getting;
        @getting = grep { $gives{ $_->{taken_from} } } @getting;
    } while (@getting < $before);
    return @getting;
}

# Who gets an address that is kept after all, as the record that would give it away is
# left out or rejected, is rejected.
sub reject_kept
{
    my ($rows) = @_;
    my @getting = grep { defined $_->{given_by} } @$rows;
    my $again;

    do
    {
        my %gives = map { $_->{id} => 1 } grep { gives($_) } @$rows;

        $again = 0;
        foreach my $row (grep { Model::writes($_) && !$gives{ $_->{given_by} } } @getting)
        {
            Model::note($row, 'email', 'ambiguous_match', 'error');
            $row->{action} = 'reject';
            $again = 1;
        }
    } while ($again);
    return;
}

# What a mailbox has said goes with it: who gets the address of somebody who says no,
# whether in the list, by the file, or as they get such an address themselves, comes
# unsubscribed.
sub pass_no_on
{
    my ($model, $import) = @_;
    my @takings;
    my %no = map { $_->{id} => 1 } grep { defined $_->{id} } @{ $import->{opt_outs} };

    foreach my $row (grep { defined $_->{taken_from} && Model::writes($_) && defined $_->{cells}{email} } @{ $import->{rows} })
    {
        push @takings, map { [ $row, $_ ] } grep { $_ ne $row->{id} } $model->bearers('email', $row->{cells}{email});
    }
    $no{$_} = 1 foreach grep { $model->{customers}{$_}{subscribed} eq 'false' } map { $_->[1] } @takings;
    $no{ $_->{id} } = 1 foreach grep { $_->{action} eq 'update' && ($_->{cells}{subscribed} // '') eq 'false' } @{ $import->{rows} };
    my $again;

    do
    {
        $again = 0;
        foreach my $row (map { $_->[0] } grep { $no{ $_->[1] } } @takings)
        {
            $again = 1 if $row->{action} eq 'update' && !$no{ $row->{id} }++;
            $row->{hears_no} = 1;
        }
    } while ($again);
    $model->impose_no($_) foreach grep { $_->{hears_no} } @{ $import->{rows} };
    return;
}

# Of rows that are to be merged: those whose address somebody else has who does not
# give it up by one of these rows; left_out: lines that are not merged.
sub not_given_up
{
    my ($model, $left_out, @rows) = @_;
    my %out = %$left_out;
    my $again;

    do
    {
        my %gives = map { $_->{id} => 1 } grep { !$out{ $_->{line} } && gives($_) } @rows;

        $again = 0;
        foreach my $row (grep { !$out{ $_->{line} } && defined $_->{cells}{email} } @rows)
        {
            next if !grep { $_ ne $row->{id} && !$gives{$_} } $model->bearers('email', $row->{cells}{email});
            $again = $out{ $row->{line} } = 1;
        }
    } while ($again);
    return %out;
}

# Rows of an import that is undone whose old address somebody else has: it comes back
# if the import has given it to them, and theirs comes back, too.
sub stays_taken
{
    my ($model, @rows) = @_;
    my %holder;

    foreach my $row (grep { exists $_->{cells}{email} && $model->is_taken($_->{id}, 'email', $_->{old}{email}) } @rows)
    {
        my $old = Model::folded('email', $row->{old}{email});
        my %has = map { $_ => 1 } grep { $_ ne $row->{id} } $model->bearers('email', $old);

        $holder{ $row->{line} } = [ grep { $has{ $_->{id} } && ($_->{cells}{email} // '') eq $old } @rows ];
    }
    my %stays = map { $_ => 1 } grep { !@{ $holder{$_} } } keys %holder;
    my $again;

    do
    {
        $again = 0;
        foreach my $line (grep { !$stays{$_} } keys %holder)
        {
            next if !grep { $stays{ $_->{line} } } @{ $holder{$line} };
            $again = $stays{$line} = 1;
        }
    } while ($again);
    return %stays;
}

1;
