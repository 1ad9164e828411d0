# The live tables that cases play in: each is a schema of its own, with columns
# and constraints as an application adds them.
package World;

use strict;
use warnings;

# name => what a field is.  not_null: a blank keeps it, and it is never cleared.
our %CORE = (
    customer_id => { kind => 'customer_id', not_null => 1 },
    identifier => { kind => 'identifier' },
    email => { kind => 'email' },
    (map { $_ => { kind => 'text' } } qw(name first_name phone mobile vat_number postal_code address address_2 city note)),
    birth_date => { kind => 'date' },
    customer_since => { kind => 'date' },
    loyalty_points => { kind => 'bigint', not_null => 1, default => '0' },
    vip => { kind => 'boolean', not_null => 1, default => 'false' },
    subscribed => { kind => 'boolean', not_null => 1 },
    groups => { kind => 'groups' },
);

# Columns of an application: definition, and what the model has to know.
# default ~ is a value that nobody can foresee.
my %ADDED = (
    tier => { sql => 'varchar(8)', kind => 'varchar', max => 8 },
    level => { sql => 'int DEFAULT 3', kind => 'integer', default => '3' },
    credit => { sql => 'numeric(8,2)', kind => 'numeric' },
    seen => { sql => 'timestamptz', kind => 'timestamptz' },
    flag => { sql => 'boolean DEFAULT false', kind => 'boolean', default => 'false' },
    rank9 => { sql => q{text DEFAULT 'plain'}, kind => 'text', default => 'plain' },
    ext => { sql => 'uuid DEFAULT gen_random_uuid()', kind => 'uuid', default => '~' },
    born => { sql => 'timestamptz NOT NULL DEFAULT clock_timestamp()', kind => 'timestamptz', default => '~', not_null => 1 },
    settings9 => { sql => 'jsonb', kind => 'jsonb' },
    doc9 => { sql => 'json', kind => 'json' },
    labels9 => { sql => 'text[]', kind => 'text[]' },
    must => { sql => 'text NOT NULL', kind => 'text', not_null => 1, required => 1 },
);

my $level_check = {
    field => 'level',
    columns => ['level'],
    sql => 'CHECK (level <= 10)',
    breaks => sub { defined $_[0]{level} && $_[0]{level} > 10 },
};
my $vip_check = {
    field => undef,
    columns => [ 'vip', 'name' ],
    sql => 'CHECK (NOT vip OR name IS NOT NULL)',
    breaks => sub { $_[0]{vip} eq 'true' && !defined $_[0]{name} },
};

# shared: several live customers may have one email.
my @WORLDS = (
    {},
    { added => [qw(tier level)] },
    { added => [qw(level credit flag)], checks => [$level_check] },
    { added => [qw(ext tier)] },
    { added => [qw(born settings9)] },
    { added => [qw(seen doc9 labels9)] },
    { added => [qw(must rank9)] },
    { added => [qw(tier)], checks => [$vip_check] },
    { added => [qw(level)], shared => 1, sql => 'DROP INDEX customers_email_key; CREATE INDEX ON customers (lower(email))' },
    { added => [qw(tier ext)], shared => 1, partitions => 3 },
);

sub all
{
    my $n = 0;

    return map { World->new($n++, $_) } @WORLDS;
}

sub new
{
    my ($class, $number, $definition) = @_;
    my %fields = %CORE;

    $fields{$_} = $ADDED{$_} foreach @{ $definition->{added} || [] };
    $fields{$_} = { %{ $fields{$_} }, name => $_ } foreach keys %fields;
    return bless { number => $number, checks => [], %$definition, fields => \%fields }, $class;
}

sub schema
{
    my ($self) = @_;

    return "model_$self->{number}";
}

sub field
{
    my ($self, $name) = @_;

    return { name => $name, kind => 'attribute', category => $1 } if $name =~ /^attributes\.(.*)/;
    return $self->{fields}{$name};
}

# May several customers have one of these keys?
sub may_share
{
    my ($self, $key) = @_;

    return $self->{partitions} || ($self->{shared} && $key eq 'email');
}

# Columns of customers that are compared, customer_id first.
sub columns
{
    my ($self) = @_;

    return ('customer_id', grep { $_ ne 'customer_id' && $_ ne 'groups' } sort keys %{ $self->{fields} });
}

# The SQL that makes it.
sub setup_sql
{
    my ($self) = @_;
    my $schema = $self->schema;
    my @added = @{ $self->{added} || [] };

    return join("\n",
        "CREATE SCHEMA $schema;",
        "SET customers.schema = '$schema'; SET search_path = $schema, public;",
        'SELECT customers_setup(' . ($self->{partitions} || '') . ');',
        (map { "ALTER TABLE customers ADD $_ $ADDED{$_}{sql};" } @added),
        (map { "ALTER TABLE customers ADD $_->{sql};" } @{ $self->{checks} }),
        ($self->{sql} ? "$self->{sql};" : ()),
        "SELECT setval('customers_customer_id_seq', 1000);");
}

1;
