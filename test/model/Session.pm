# One psql that runs case after case.
package Session;

use strict;
use warnings;
use utf8;

use Encode qw(decode encode);
use IO::Handle;
use IPC::Open3;

use Script;

# The server is that of the environment (PGHOST ...); log takes what psql says
# of errors.
sub new
{
    my ($class, $log) = @_;

    return bless { log => $log, relations => {} }, $class;
}

sub connect
{
    my ($self) = @_;
    my @command = ('psql', '-X', '-q', '-A', '-t', '-F', $Script::FIELD, '-P', 'null=\N', '-v', 'ON_ERROR_ROLLBACK=on');

    open(my $log, '>>', $self->{log}) or die "could not write $self->{log}: $!";
    $self->{pid} = open3($self->{in}, $self->{out}, '>&' . fileno($log), @command);
    $self->{in}->autoflush(1);
    $self->{ready} = {};
    $self->run(Script::prologue());
    return;
}

# Runs SQL; returns what psql says, undef if the session is lost.
sub run
{
    my ($self, $sql) = @_;

    $self->send($sql);
    return $self->receive;
}

sub send
{
    my ($self, $sql) = @_;

    $self->connect if !$self->{in};
    local $SIG{PIPE} = 'IGNORE';
    print { $self->{in} } encode('UTF-8', $sql), "\\echo ${Script::MARK}done\n";
    return;
}

sub receive
{
    my ($self) = @_;
    my $output = '';

    while ($output !~ /${Script::MARK}done\n\z/)
    {
        if (!sysread($self->{out}, $output, 65536, length $output))
        {
            $self->close;
            return undef;
        }
    }
    $output =~ s/${Script::MARK}done\n\z//;
    return decode('UTF-8', $output);
}

sub close
{
    my ($self) = @_;

    return if !$self->{in};
    close $self->{in};
    close $self->{out};
    waitpid($self->{pid}, 0);
    delete @$self{qw(in out pid)};
    return;
}

# Makes the worlds, anew.
sub make_worlds
{
    my ($self, @worlds) = @_;

    foreach my $world (@worlds)
    {
        my $schema = $world->schema;

        $self->run("DROP SCHEMA IF EXISTS $schema CASCADE;\n" . $world->setup_sql . "\n");
        my $relations = $self->run("SELECT relname FROM pg_class WHERE relnamespace = '$schema'::regnamespace AND relkind IN ('r', 'p')"
              . " AND NOT relispartition AND relname !~ '_(settings|synonyms|words)\$';\n");
        $self->{relations}{$schema} = [ split(/\n/, $relations) ];
    }
    return;
}

# The SQL before a case in its world.
sub before
{
    my ($self, $world) = @_;
    my $schema = $world->schema;
    my @relations = @{ $self->{relations}{$schema} };
    my $sql = Script::clear($world, @relations);

    $self->connect if !$self->{in};
    $sql = 'TRUNCATE ' . join(', ', map { "$schema.$_" } @relations) . ";\n" if ++$self->{used}{$schema} % 40 == 0;
    $sql .= Script::prepare($world) if !$self->{ready}{$schema}++;
    return $sql;
}

1;
