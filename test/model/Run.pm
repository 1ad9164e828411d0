# Plays random cases, and says which failed, as small as they can be made.
package Run;

use strict;
use warnings;
use utf8;

use Case;
use Session;
use Shrink;
use Trial;
use World;

# Kinds of failures that are shown.
my $MAX_SHOWN = $ENV{CUSTOMERS_MODEL_SHOWN} // 3;

# Plays so many cases, from number first on; tell is called with each line that
# is to be told.  Returns how many failed, and a hash of what how many cases had.
sub all
{
    my ($seed, $count, $first, $tell) = @_;
    my $session = Session->new($ENV{CUSTOMERS_MODEL_LOG} // '/dev/null');
    my ($failed, %seen, %shown) = (0);

    $session->make_worlds(World::all());
    foreach my $number ($first .. $first + $count - 1)
    {
        my $case = Case->random($seed, $number);
        my $got = Trial::on_server($session, $case);
        my @differences = Trial::differences($case, $got);

        count_what_it_was(\%seen, $case, $got);
        next if !@differences;
        $failed++;
        my $kind = Trial::kind(@differences);
        $tell->("SEED=$seed CASE=$number fails: $kind");
        show($tell, $session, $case, @differences) if !$shown{$kind}++ && keys %shown <= $MAX_SHOWN;
    }
    $session->close;
    return ($failed, \%seen);
}

# What the cases had, to see that chance had its part.
sub count_what_it_was
{
    my ($seen, $case, $got) = @_;
    my %own;

    foreach my $step (values %{ $got || {} })
    {
        foreach my $line (@{ $step->{lines} })
        {
            $own{ $line->[0] eq 'way' ? "strategy $line->[1]" : $line->[0] eq 'row' ? $line->[2] : $line->[0] eq 'error' ? $line->[3] : $line->[0] } = 1;
        }
        $own{"error $step->{state}"} = 1 if $step->{state} ne '00000';
    }
    $seen->{$_}++ foreach keys %own;
    return;
}

sub show
{
    my ($tell, $session, $case, @differences) = @_;
    my ($small, @told) = $ENV{CUSTOMERS_MODEL_WHOLE} ? ($case, @differences) : Shrink::shrink($session, $case, @differences);

    $tell->("  $_") foreach map { s/\n/\\n/gr } @told;
    $tell->("  $_") foreach split(/\n/, $small->{world}->setup_sql . "\n" . Shrink::replay($small));
    return;
}

1;
