# Makes a failing case smaller while it still fails: fewer steps, records,
# columns, options, customers, values.
package Shrink;

use strict;
use warnings;
use utf8;

use Script;
use Storable qw(dclone);
use Trial;

# The smallest case that was found, and how it fails.
sub shrink
{
    my ($session, $case, @differences) = @_;
    my $tries = 400;
    my $progress = 1;
    my $kind = Trial::kind(@differences);

    while ($progress && $tries > 0)
    {
        $progress = 0;
        for (my $n = 0; ; $n++)
        {
            my $smaller = smaller($case, $n) or last;
            last if $tries-- <= 0;
            next if grep { $_->{do} eq 'import' && has_blank_record($_) } @{ $smaller->{steps} };
            my @now = eval { Trial::differences($smaller, Trial::on_server($session, $smaller)) };

            next if !@now || Trial::kind(@now) ne $kind;
            ($case, @differences) = ($smaller, @now);
            $progress = 1;
            redo if $tries > 0 && smaller($case, $n);
        }
    }
    return ($case, @differences);
}

# The case without its n-th part that it can be without; undef after the last.
sub smaller
{
    my ($case, $n) = @_;
    my $world = $case->{world};
    my $copy = bless dclone({ map { $_ => $case->{$_} } grep { $_ ne 'world' } keys %$case }), ref $case;
    my @cuts;

    $copy->{world} = $world;
    my $steps = $copy->{steps};
    push @cuts, map { my $i = $_; sub { splice(@$steps, $i, 1) } } reverse 0 .. $#$steps;
    push @cuts, sub { $copy->{one_transaction} = 0 } if $copy->{one_transaction};
    foreach my $file (grep { $_->{do} eq 'import' } @$steps)
    {
        my $records = $file->{records};
        my $columns = $file->{columns};

        push @cuts, map { my $i = $_; sub { splice(@$records, $i, 1); $file->{padded_at}-- if $i < $file->{padded_at} } } reverse 0 .. $#$records
          if @$records > 1;
        push @cuts, map { my $i = $_; sub { drop_column($file, $i) } } reverse 0 .. $#$columns if @$columns > 2 && !$file->{padding};
        push @cuts, sub { $file->{padding} = 0 } if $file->{padding};
        push @cuts, option_cuts($file->{options});
        foreach my $record (@$records)
        {
            push @cuts, map { my $cell = $_; sub { $cell->{text} = ''; $cell->{quoted} = 0 } } grep { $_->{text} ne '' } @{ $record->{cells} };
        }
    }
    my $live = $copy->{live};
    foreach my $list (@$live{qw(members groups customers)})
    {
        push @cuts, map { my $i = $_; sub { splice(@$list, $i, 1) } } reverse 0 .. $#$list;
    }
    foreach my $customer (@{ $live->{customers} })
    {
        push @cuts, map { my $name = $_; sub { delete $customer->{$name} } } grep { $_ ne 'customer_id' && $_ ne 'attributes' && !$world->field($_)->{required} } sort keys %$customer;
        push @cuts, map { my $name = $_; sub { delete $customer->{attributes}{$name} } } sort keys %{ $customer->{attributes} };
    }
    return undef if $n > $#cuts;
    $cuts[$n]->();
    forget_what_is_gone($copy);
    return $copy;
}

# A record that is blank is none.
sub has_blank_record
{
    my ($file) = @_;

    return scalar grep { !grep { $_->{text} =~ /[^\s\x{A0}#-]/ } @{ $_->{cells} } } @{ $file->{records} };
}

sub drop_column
{
    my ($file, $i) = @_;

    splice(@{ $file->{columns} }, $i, 1);
    splice(@{ $_->{cells} }, $i, 1) foreach grep { $i < @{ $_->{cells} } } @{ $file->{records} };
    return;
}

# Options back to what they are if nobody says.
sub option_cuts
{
    my ($options) = @_;
    my %usual = (
        mode => 'upsert',
        duplicates => 'reject',
        blanks => 'keep',
        unknown_ids => 'reject',
        keyless => 'reject',
        unknown_columns => 'attribute',
        group_mode => 'add',
        unknown_groups => 'create',
        invalid => 'reject',
        resubscribe => 0,
    );
    my @cuts = map { my $name = $_; sub { $options->{$name} = $usual{$name} } } grep { $options->{$_} ne $usual{$_} } sort keys %usual;

    push @cuts, map { my $name = $_; sub { delete $options->{rules}{$name} } } sort keys %{ $options->{rules} };
    push @cuts, sub { $options->{match_by} = [qw(customer_id identifier email)] } if "@{ $options->{match_by} }" ne 'customer_id identifier email';
    return @cuts;
}

# Memberships of customers and groups that are not there, rules of columns that
# are not, steps about imports that are not.
sub forget_what_is_gone
{
    my ($case) = @_;
    my $live = $case->{live};
    my %id = map { $_->{customer_id} => 1 } @{ $live->{customers} };
    my %group = map { $_ => 1 } @{ $live->{groups} };
    my %import = map { $_->{number} => 1 } grep { $_->{do} eq 'import' } @{ $case->{steps} };

    $live->{members} = [ grep { $id{ $_->[0] } && $group{ $_->[1] } } @{ $live->{members} } ];
    $case->{steps} = [ grep { !$_->{number} || $import{ $_->{number} } } @{ $case->{steps} } ];
    $case->{steps} = [ grep { ($_->{id} // '') !~ /^N(\d+)/ || $import{$1} } @{ $case->{steps} } ];
    foreach my $file (grep { $_->{do} eq 'import' } @{ $case->{steps} })
    {
        my %column = map { $_ => 1 } @{ $file->{columns} };

        delete $file->{options}{rules}{$_} foreach grep { $_ ne '*' && !$column{$_} } keys %{ $file->{options}{rules} };
    }
    return;
}

# The case as SQL that can be pasted into psql.
sub replay
{
    my ($case) = @_;
    my $n = 0;
    my $sql = Script::start($case) . join('', map { Script::step($case, $n++, $_) } @{ $case->{steps} }) . Script::end($case);

    $sql =~ s/^EXECUTE told_\w+ \((:i\d+).*\n/TABLE customer_import_errors; TABLE customer_import_diff; SELECT * FROM customer_import_rows WHERE import_id = $1;\n/gm;
    $sql =~ s/^EXECUTE customers_.*\n/TABLE customers;\n/gm;
    $sql =~ s/^EXECUTE others_.*\n/TABLE customer_group_members;\n/gm;
    $sql =~ s/^\\echo .*\n//gm;
    return $sql;
}

1;
