# Debian's chromium, headless, driven by its DevTools protocol over a pair of
# pipes (file descriptors 3 and 4, a NUL behind each message): needs no
# websocket and no driver.
package Browser;

use strict;
use warnings;

use IO::Handle;
use JSON::PP;
use POSIX qw(dup2);

# Starts a browser that keeps its profile in a folder.
sub new
{
    my ($class, $folder) = @_;
    pipe(my $its_in, my $to) or die "pipe: $!";
    pipe(my $from, my $its_out) or die "pipe: $!";
    my $pid = fork() // die "fork: $!";

    if ($pid == 0)
    {
        # Moved out of the way first: they may be 3 or 4 themselves.
        dup2(fileno($its_in), 20);
        dup2(fileno($its_out), 21);
        dup2(20, 3);
        dup2(21, 4);
        open(STDOUT, '>', "$folder/browser.log");
        open(STDERR, '>&', \*STDOUT);
        $ENV{HOME} = $folder;
        exec('chromium-headless-shell', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
            '--hide-scrollbars', '--remote-debugging-pipe', "--user-data-dir=$folder/profile", 'about:blank')
          or die "chromium: $!";
    }
    close($its_in);
    close($its_out);
    binmode($_) for $to, $from;
    $to->autoflush(1);
    my $self = bless { pid => $pid, to => $to, from => $from, id => 0, buffer => '', events => [] }, $class;
    my $target = $self->call('Target.createTarget', { url => 'about:blank' });
    $self->{session} =
      $self->call('Target.attachToTarget', { targetId => $target->{targetId}, flatten => JSON::PP::true })->{sessionId};
    $self->call($_) for qw(Page.enable Runtime.enable Network.enable Log.enable);
    return $self;
}

# The next message of the browser.
sub read_message
{
    my ($self) = @_;

    while ($self->{buffer} !~ /\0/)
    {
        sysread($self->{from}, $self->{buffer}, 1 << 20, length $self->{buffer})
          or die 'the browser has gone';
    }
    $self->{buffer} =~ s/^([^\0]*)\0// or die 'no message';
    return decode_json($1);
}

# Calls a method; returns its result.  Events on the way are kept.
sub call
{
    my ($self, $method, $params) = @_;
    my $id = ++$self->{id};
    my %message = (id => $id, method => $method, params => $params // {});

    $message{sessionId} = $self->{session} if $self->{session};
    print { $self->{to} } encode_json(\%message), "\0";
    while (1)
    {
        my $answer = $self->read_message;

        if (defined $answer->{method})
        {
            push @{ $self->{events} }, $answer;
            next;
        }
        next unless ($answer->{id} // 0) == $id;
        die "$method: $answer->{error}{message}" if $answer->{error};
        return $answer->{result};
    }
}

# Opens a file in a window of this size, light or dark; returns the events.
sub open
{
    my ($self, $file, $width, $height, $scheme) = @_;

    $self->call('Emulation.setDeviceMetricsOverride',
        { width => $width, height => $height, deviceScaleFactor => 1, mobile => JSON::PP::false });
    $self->call('Emulation.setEmulatedMedia',
        { media => '', features => [ { name => 'prefers-color-scheme', value => $scheme } ] });
    $self->{events} = [];
    $self->call('Page.navigate', { url => "file://$file" });
    until (grep { $_->{method} eq 'Page.loadEventFired' } @{ $self->{events} })
    {
        my $event = $self->read_message;
        push @{ $self->{events} }, $event if defined $event->{method};
    }
    return @{ $self->{events} };
}

# Lays the page out as it will be printed, until the next one is opened.
sub print_layout
{
    my ($self) = @_;

    $self->call('Emulation.setEmulatedMedia', { media => 'print' });
}

# Value of an expression in the page.
sub value
{
    my ($self, $expression) = @_;
    my $result = $self->call('Runtime.evaluate', { expression => $expression, returnByValue => JSON::PP::true });

    die $result->{exceptionDetails}{exception}{description} if $result->{exceptionDetails};
    return $result->{result}{value};
}

# Presses the tab key.
sub press_tab
{
    my ($self) = @_;

    $self->call('Input.dispatchKeyEvent', { type => $_, key => 'Tab', code => 'Tab', windowsVirtualKeyCode => 9 })
      for qw(rawKeyDown keyUp);
}

sub DESTROY
{
    my ($self) = @_;

    local $?;
    kill('KILL', $self->{pid});
    waitpid($self->{pid}, 0);
}

1;
