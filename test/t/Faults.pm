# What the tests of faults share: what must hold of an import whatever has
# happened, as one query whose rows are what is wrong, and a look for what an
# interrupted call may have left behind.
package Faults;

use strict;
use warnings;

use Exporter qw(import);
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(problems left_behind is_calm files_are_sound background_sql finish_sql);

# A query for what is wrong with the imports and customers of the schema, a line
# each: nothing, if no record and no customer is lost or doubled.  Of customers
# that no import made, $made is a query for the ids; of those deleted, $gone.
sub problems
{
    my ($schema, $made, $gone) = @_;

    $made = defined $made ? "UNION ALL $made" : '';
    $gone = defined $gone ? "EXCEPT ALL $gone" : '';
    return qq{
        SET search_path = $schema, public;
        WITH r AS (
            SELECT import_id, count(*) FILTER (WHERE action = 'create') AS creates,
                   count(*) FILTER (WHERE action = 'update') AS updates,
                   count(*) FILTER (WHERE action = 'reject') AS rejects,
                   count(*) FILTER (WHERE action = 'exclude') AS excludes,
                   count(DISTINCT line) = count(*) AS lines_differ, count(*) AS rows
              FROM customer_import_rows GROUP BY import_id),
        i AS (
            SELECT i.*, coalesce(creates, 0) AS creates, coalesce(updates, 0) AS updates,
                   coalesce(rejects, 0) AS rejects, coalesce(excludes, 0) AS excludes,
                   coalesce(lines_differ, true) AS lines_differ, coalesce(rows, 0) AS rows
              FROM customer_imports i LEFT JOIN r USING (import_id)),
        made AS (
            SELECT r.customer_id FROM customer_import_rows r JOIN customer_imports USING (import_id)
             WHERE status = 'merged' AND action = 'create' $made),
        expected AS (SELECT customer_id FROM made $gone)
        SELECT 'import ' || import_id || ' does not add up' FROM i
         WHERE uploaded <> created + changed + unchanged + rejected + excluded
        UNION ALL
        SELECT format('import %s counts %s, its rows are %s', import_id,
                      (created, changed, rejected, excluded), (creates, updates, rejects, excludes)) FROM i
         WHERE status <> 'cancelled'
           AND (created, changed, rejected, excluded) <> (creates, updates, rejects, excludes)
        UNION ALL
        SELECT format('import %s is cancelled, and has %s rows', import_id, rows) FROM i
         WHERE status = 'cancelled' AND rows > 0
        UNION ALL
        SELECT 'import ' || import_id || ' has a line twice' FROM i WHERE NOT lines_differ
        UNION ALL
        SELECT 'rows of import ' || import_id || ', which is not there' FROM r
         WHERE import_id NOT IN (SELECT import_id FROM customer_imports)
        UNION ALL
        SELECT format('%s customers have email %s', count(*), lower(email)) FROM customers
         WHERE email IS NOT NULL GROUP BY lower(email) HAVING count(*) > 1
        UNION ALL
        SELECT format('%s customers have identifier %s', count(*), identifier) FROM customers
         WHERE identifier IS NOT NULL GROUP BY identifier HAVING count(*) > 1
        UNION ALL
        (SELECT 'lost customer ' || customer_id FROM
            (TABLE expected EXCEPT ALL SELECT customer_id FROM customers) AS lost LIMIT 5)
        UNION ALL
        (SELECT 'doubled or unasked customer ' || customer_id FROM
            (SELECT customer_id FROM customers EXCEPT ALL TABLE expected) AS doubled LIMIT 5)
        UNION ALL
        SELECT 'member of nobody: ' || customer_id FROM customer_group_members
         WHERE customer_id NOT IN (SELECT customer_id FROM customers);
    };
}

# A query for what nobody has left behind when nobody is at work: temporary
# files, large objects, locks.
sub left_behind
{
    return q{
        SELECT 'temporary file ' || name FROM pg_tablespace t, pg_ls_tmpdir(t.oid)
         WHERE spcname <> 'pg_global'
        UNION ALL SELECT 'large object ' || oid FROM pg_largeobject_metadata
        UNION ALL SELECT 'advisory lock of ' || pid FROM pg_locks WHERE locktype = 'advisory'
        UNION ALL SELECT 'index ' || indexrelid::regclass || ' out of use' FROM pg_index
         WHERE NOT (indisvalid AND indisready AND indislive);
    };
}

# Nothing is wrong in the schema, and nothing left behind.
sub is_calm
{
    my ($node, $schema, $name) = @_;

    is($node->safe_psql('postgres', problems($schema) . left_behind()), '',
        "$name: all adds up, nothing is left behind");
    return;
}

# Every table and index of all databases is sound, by pg_amcheck.
sub files_are_sound
{
    my ($node, $name) = @_;

    $node->command_ok([ 'pg_amcheck', '--all', '--install-missing', '--heapallindexed', '-p', $node->port ],
        "$name: pg_amcheck finds nothing");
    return;
}

# Runs statements in a session of their own, named victim, without waiting.
sub background_sql
{
    my ($node, @statements) = @_;
    my %session = (out => '', err => '');
    my @command = ('psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d',
        $node->connstr('postgres') . ' application_name=victim');

    push @command, '-c', $_ foreach @statements;
    $session{run} = IPC::Run::start(\@command, '<', \undef, '>', \$session{out}, '2>', \$session{err});
    return \%session;
}

# Waits for the session to end; returns what it answered, and its errors.
sub finish_sql
{
    my ($session) = @_;

    $session->{run}->finish;
    return ($session->{out}, $session->{err});
}

1;
