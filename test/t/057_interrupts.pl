# Every call of the extension, interrupted: at random moments, at each event of
# the queries it runs, and at each lock that somebody else may hold, by a
# cancel, statement_timeout, lock_timeout, and as a deadlock's victim.  The
# server lives, nothing is left in the session, and the next call in that session
# does what it does in one that was never disturbed.
#
# CUSTOMERS_INTERRUPT_ROUNDS=n interrupts n times as often at random;
# CUSTOMERS_INTERRUPT_SEED=n draws the same moments (of calls that may take
# another time).  CUSTOMERS_INTERRUPT_CALLS=pattern tries these calls alone.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use Encode qw(decode);
use Faults;
use Interrupts;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $rounds = $ENV{CUSTOMERS_INTERRUPT_ROUNDS} // 1;
my $seed = $ENV{CUSTOMERS_INTERRUPT_SEED} // int(rand(1_000_000));
my $pattern = $ENV{CUSTOMERS_INTERRUPT_CALLS} // '.';
my $injections = 2400;
my @databases = ('one', 'two');

diag("seed $seed");
my $node = start_cluster('main', 'autovacuum = off', 'jit = off', 'shared_buffers = 32MB');
my $library = build_interrupt();
make_interrupted($node, $_, $library) foreach @databases;
my %calls = all_calls();
delete $calls{'customers_enable_fast_search()'}
  if $node->safe_psql('one', q{SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'}) eq '0';
my @names = grep { /$pattern/ } sort keys %calls;

# How often each is interrupted at random in each database.
my $each = int($rounds * $injections / (@names * @databases) + 1);
# What each call leaves in the tables, undisturbed.
my %expected;
# What came of the interruptions, by SQLSTATE; what was wrong, each with an example.
my %states;
my %wrong;
# What the first line of an error's context is about.
my $contexts = qr/^(SQL statement "|SQL function "|PL\/pgSQL function |import of "|(merge|revert) of import \d|order \d|deletion of customers|filter|condition of segment "|while (deleting|updating|locking|inserting) )/;
# How many events each call has.
my %events;

sub note_wrong
{
    my ($what, $where) = @_;

    $wrong{$what} //= $where;
    return;
}

# ---- parts of scripts ----

# The head of a session: what is the same before and after each call.
sub head
{
    my ($database) = @_;

    return "SELECT setseed(" . ($seed % 1000 / 1000) . ");\n"
      . "SELECT interrupt.next('watch', 0);\nSELECT public.customers_email_is_tidy('a');\n"
      . "CREATE TEMP TABLE settings_before AS SELECT interrupt.settings() AS setting;\n"
      . "SELECT interrupt.open_files() AS files \\gset\n\\echo database $database\n";
}

# A statement whose rows are of no interest.
sub quiet
{
    my ($sql) = @_;

    return "\\o /dev/null\n$sql;\n\\o\n";
}

# The call, undisturbed, in a transaction that is open.
sub again
{
    my ($name) = @_;

    return quiet($calls{$name}) . "\\echo again $name: :SQLSTATE\nSELECT 'print $name: ' || interrupt.fingerprint();\n";
}

# The call, interrupted, on its own or in a savepoint, and undisturbed.
sub interrupted
{
    my ($name, $how, $place, $is_alone, $is_repeated) = @_;
    my $call = "SELECT interrupt.next('$how', $place);\n" . quiet($calls{$name})
      . "\\echo hit $name, $how: :SQLSTATE :LAST_ERROR_MESSAGE\nSELECT :'SQLSTATE' <> 'TL000' AS waits \\gset\n";
    my $left = "SELECT 'left $name, $how: ' || p FROM interrupt.left_behind(:files) AS p;\n";

    return $call . $left if $is_alone && !$is_repeated;
    return $call . $left . "BEGIN;\n" . again($name) . "ROLLBACK;\n" if $is_alone;
    return "BEGIN;\nSAVEPOINT s;\n" . $call . "ROLLBACK TO s;\n"
      . ($left =~ s/left_behind/left_in_transaction/r) . again($name) . "ROLLBACK;\n" . $left;
}

# What the call did to each table is what it does undisturbed.
sub note_print
{
    my ($database, $part, $name, $print) = @_;
    my @before = split /; /, $expected{$database}{$name} //= $print;
    my @now = split /; /, $print;

    foreach my $i (0 .. $#before)
    {
        my $table = $before[$i] =~ s/ .*//r;

        note_wrong("the next call of $name does something else to $table", "$part: $before[$i], then $now[$i]")
          if $before[$i] ne $now[$i];
    }
    return;
}

# Reads what a script said: each line's first word tells what it is.
sub read_answers
{
    my ($session, $part) = @_;
    my $ended = 0;

    foreach my $line (split /\n/, $session->{out})
    {
        if ($line =~ /^hit (.*): (\w{5})(.*)/)
        {
            my ($call, $state, $message) = ($1, $2, $3);
            $states{$part}{ $state eq '57014' ? "$state$message" =~ s/canceling statement due to //r : $state }++;
            note_wrong("$state$message", "$part, $call") if $state !~ /^(57014|55P03|40P01|TL000)$/;
        }
        elsif ($line =~ /^again (.*): (\w{5})/)
        {
            note_wrong("the next call fails: $2", "$part, $1") if $2 ne '00000';
        }
        elsif ($line =~ /^print (.*?): (.*)/)
        {
            note_print($session->{database}, $part, $1, $2);
        }
        elsif ($line =~ /^left (.*): (.*)/)
        {
            note_wrong("left behind: $2", "$part, $1");
        }
        elsif ($line =~ /^grown (.*): (.*)/)
        {
            note_wrong("memory grows by $2 bytes", "$part, $1") if $2 > 65_536 && $each >= 16;
        }
        elsif ($line =~ /^events (.*): (.*)/)
        {
            $events{$1} = $2 - 2;
        }
        elsif ($line =~ /^database (.*)/)
        {
            $session->{database} = $1;
        }
        $ended = 1 if $line eq 'end';
    }
    foreach my $line ($session->{err} =~ /^CONTEXT:  (.*)/mg)
    {
        note_wrong("context: $line", $part) if $line !~ $contexts;
    }
    note_wrong("bytes of nobody: $1", $part)
      if decode('UTF-8', $session->{err}) =~ /(.*(?:[^\t\n[:print:]]|\x{FFFD}).*)/;
    my ($last) = reverse(grep { /^hit/ } split /\n/, $session->{out});
    note_wrong("a session ended early: " . substr($session->{err}, -300), "$part, after $last") if !$ended;
    return;
}

# Runs scripts, one a database, and reads what they say.
sub run_part
{
    my ($part, %scripts) = @_;
    my $start = time;
    my @sessions = map { start_script($node, $_, $part =~ s/\W+/-/gr, head($_) . $scripts{$_} . "\\echo end\n") } sort keys %scripts;

    finish_scripts(@sessions);
    read_answers($_, $part) foreach @sessions;
    diag(sprintf('%s: %.0f s, %s', $part, time - $start,
            join(', ', map { "$states{$part}{$_} x $_" } sort keys %{ $states{$part} })));
    return @sessions;
}

# ---- at random moments ----

# How long the call takes by now, into the variable took.
sub measured
{
    my ($name) = @_;
    my $once = "BEGIN;\nSELECT interrupt.next('watch', 0);\n" . quiet($calls{$name}) . "ROLLBACK;\n";

    return $once x 3 . "SELECT interrupt.took() AS took \\gset\nSELECT 'events $name: ' || interrupt.events();\n";
}

my %scripts = map { $_ => '' } @databases;
foreach my $name (@names)
{
    # PostgreSQL's own caches grow with relations that are made and rolled back.
    my $memory = $name =~ /^customers_(adopt|release)/ ? 'interrupt.memory_without_caches()' : 'interrupt.memory()';

    foreach my $database (@databases)
    {
        $scripts{$database} .= measured($name);
        foreach my $i (1 .. $each)
        {
            $scripts{$database} .= "SELECT floor(random() * 0.9 * :took)::bigint AS place \\gset\n"
              . interrupted($name, 'signal', ':place', $i % 2, 1);
            $scripts{$database} .= "SELECT $memory AS memory \\gset\n" if $i == int($each / 2);
        }
        $scripts{$database} .= "SELECT 'grown $name: ' || $memory - :memory;\n";
    }
}
run_part('at random', %scripts);

# ---- at each event ----

my @ways = ('cancel', 'lock', 'deadlock', 'timeout');
my $most = int(32 * $rounds) || 1;
%scripts = map { $_ => '' } @databases;
foreach my $name (@names)
{
    my $step = $events{$name} > $most ? $events{$name} / $most : 1;

    for (my $n = 1; int($n) <= $events{$name}; $n += $step)
    {
        my $event = int($n);
        $scripts{ $databases[ $event % 2 ] } .= interrupted($name, $ways[ ($event + int($event / 4)) % 4 ], $event, $event % 4 < 2, $event % 3 == 0);
    }
}
run_part('at events', %scripts);

# ---- at each lock ----

# What somebody else may be doing: something to a table, or a call.
sub holders
{
    my %holders = map { $_ => $calls{$_} } grep { !/larger/ } @names;

    foreach my $relation (split /\n/, $node->safe_psql('one', q{SELECT relname FROM pg_class
        WHERE relnamespace = 'office'::regnamespace AND relkind IN ('r', 'v')}))
    {
        $holders{"$relation, ACCESS EXCLUSIVE"} = "LOCK TABLE office.$relation IN ACCESS EXCLUSIVE MODE";
        next if $relation =~ /diff|errors|profiles/;
        $holders{"$relation, SHARE ROW EXCLUSIVE"} = "LOCK TABLE office.$relation IN SHARE ROW EXCLUSIVE MODE";
        $holders{"$relation, rows"} = "SELECT count(*) FROM (SELECT FROM office.$relation FOR UPDATE) AS locked";
    }
    return %holders;
}

# How a wait ends: settings of the session, how the call is interrupted if it
# does not wait.  A statement that waits before its executor starts, to be
# analyzed, meets no cancel of ours: hence the statement_timeout.
my %ends = (
    'lock timeout' => [ "SET lock_timeout = '4ms'; SET statement_timeout = 0; SET deadlock_timeout = '1min'", 'cancel', 1_000_000_000 ],
    'statement timeout' => [ "SET lock_timeout = 0; SET statement_timeout = '8ms'; SET deadlock_timeout = '1min'", 'cancel', 1_000_000_000 ],
    'deadlock' => [ "SET lock_timeout = 0; SET statement_timeout = '1s'; SET deadlock_timeout = '3ms'", 'cancel', 1_000_000_000 ],
    'a cancel' => [ "SET lock_timeout = 0; SET statement_timeout = '50ms'; SET deadlock_timeout = '1min'", 'signal', 5_000 ]);

# The two scripts, of who holds something and of who waits for it: the second
# also has a lock that the first waits for, so that its own waits are deadlocks.
sub lock_scripts
{
    my ($shift, %holders) = @_;
    my @holders = sort keys %holders;
    my @how = sort keys %ends;
    my @waiting = grep { !/larger/ } @names;
    my ($holder, $waiter) = ('', '');

    foreach my $i (0 .. $#holders)
    {
        next if $i % @databases != $shift;
        $holder .= "SET deadlock_timeout = '1h';\nSELECT interrupt.until_held($i);\nBEGIN;\n" . quiet($holders{ $holders[$i] })
          . "SELECT pg_advisory_xact_lock(4242, $i);\nROLLBACK;\n";
        $waiter .= "SELECT pg_advisory_lock(4242, $i);\nSELECT interrupt.until_waited_for($i);\n";
        foreach my $j (0 .. $#waiting)
        {
            my $is_table = $holders[$i] =~ /ACCESS EXCLUSIVE/;

            # a call waits for half of the others, another half in each run
            next if $calls{ $holders[$i] } && ($i + $j + $seed) % 2 && $rounds <= 1;
            foreach my $k (0 .. ($is_table ? 3 : 0))
            {
                my $end = $how[ ($i + $j + $k + $seed) % 4 ];
                my ($settings, $how, $place) = @{ $ends{$end} };
                my $call = interrupted($waiting[$j], $how, $place, 1, 0) =~ s/hit/hit $end, $holders[$i],/r;

                # one that did not wait at first does not later
                $waiter .= "\\if :waits\n" if $k > 0;
                $waiter .= "$settings;\n$call";
                $waiter .= "\\endif\n" if $k > 0;
            }
        }
        $waiter .= "RESET lock_timeout; RESET statement_timeout; RESET deadlock_timeout;\n"
          . "SELECT pg_advisory_unlock(4242, $i) \\gset\n";
    }
    return ($holder, $waiter . join('', map { "BEGIN;\n" . again($_) . "ROLLBACK;\n" } @names));
}

my %holders = holders();
my @background;
foreach my $n (0 .. $#databases)
{
    my ($holder, $waiter) = lock_scripts($n, %holders);

    push @background, start_script($node, $databases[$n], 'holder', $holder);
    $scripts{ $databases[$n] } = $waiter;
}
run_part('at locks', %scripts);
finish_scripts(@background);
is(join('', map { $_->{err} } @background), '', 'who held the locks met no error');

# ---- what came of it ----

is(join("\n", map { "$_ ($wrong{$_})" } sort keys %wrong), '', 'nothing is left, and the next call works');
if ($pattern eq '.')
{
    my %random = %{ $states{'at random'} };
    my %events_met = %{ $states{'at events'} };
    my %locks = %{ $states{'at locks'} };
    my $tried = 0;

    $tried += $_ foreach values %random;
    cmp_ok($tried, '>=', 2000 * $rounds, 'calls interrupted at random moments');
    cmp_ok($random{'57014 user request'}, '>', $tried / 2, 'most of them before their end');
    cmp_ok($events_met{$_}, '>', 100 * $rounds, "at events: $_")
      foreach ('57014 user request', '57014 statement timeout', '55P03', '40P01');
    cmp_ok($locks{$_}, '>', 100, "at locks: $_")
      foreach ('57014 user request', '57014 statement timeout', '55P03', '40P01');
}
foreach my $database (@databases)
{
    is($node->safe_psql($database, problems('office', q{SELECT customer_id FROM office.customers WHERE identifier LIKE 'K-_' AND NOT EXISTS
            (SELECT FROM office.customer_import_rows AS r WHERE r.customer_id = customers.customer_id AND action = 'create')}) . left_behind()),
        'large object 424242', "all adds up in $database, and nothing is left but the fixture's large object");
}
is(join(' ', glob("$PostgreSQL::Test::Utils::tmp_check/*.tmp")), '', 'no half of an export is left');
log_is_calm($node);

$node->stop;
done_testing();
