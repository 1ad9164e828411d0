# Sessions import, merge, correct, cancel, and write customers as applications
# do, all at once and at random, under each isolation level.  Whatever happened
# to each call: no record and no customer is lost or doubled, no two customers
# share a key, and each merge wrote exactly what its journal says, over exactly
# the values that were reviewed.
#
# CUSTOMERS_STRESS_SECONDS (15) and CUSTOMERS_STRESS_SEED make it longer, and
# repeat it.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use Faults;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seconds = $ENV{CUSTOMERS_STRESS_SECONDS} // 15;
my $seed = $ENV{CUSTOMERS_STRESS_SEED} // time;
my $sessions = 6;
my $people = 120;
my $node = start_cluster('main', 'jit = off', 'deadlock_timeout = 200ms', 'max_connections = 30');

diag("seed $seed");
srand($seed);

# Every row that anybody writes is noted, with the time of its transaction:
# that of a merge is in its import's row.
$node->safe_psql('postgres', qq{
    CREATE EXTENSION customers;
    SELECT customers_setup();
    CREATE TABLE written (number bigserial, at timestamptz DEFAULT now(), operation text,
                          customer_id bigint, was jsonb, became jsonb);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \$\$
    BEGIN
        INSERT INTO public.written (operation, customer_id, was, became)
        VALUES (TG_OP, coalesce(NEW.customer_id, OLD.customer_id), to_jsonb(OLD), to_jsonb(NEW));
        RETURN NULL;
    END \$\$;
    CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON customers
        FOR EACH ROW EXECUTE FUNCTION note();

    -- what a transaction did to a customer; a merge writes one who takes an address over twice
    CREATE VIEW changes AS SELECT at, customer_id, (array_agg(operation ORDER BY number))[1] AS operation,
        (array_agg(was ORDER BY number))[1] AS was, (array_agg(became ORDER BY number DESC))[1] AS became
        FROM written GROUP BY at, customer_id;

    -- a file of so many of the people, in any order
    CREATE FUNCTION file(records integer, header text) RETURNS bytea LANGUAGE sql AS \$\$
        SELECT convert_to(header || E'\\n' || string_agg(CASE header
                    WHEN 'email,name,city' THEN format('p%s\@x.no,N%s,C%s', n, (random() * 4)::int, (random() * 4)::int)
                    WHEN 'identifier,email,name' THEN format('i-%s,p%s\@x.no,N%s', n, n, (random() * 4)::int)
                    ELSE format('i-%s,p%s\@x.no,G%s', n, CASE WHEN random() < 0.2 THEN n + 1000 ELSE n END, (random() * 2)::int)
                END, E'\\n' ORDER BY random()) || E'\\n', 'UTF8')
          FROM (SELECT n FROM generate_series(1, $people) AS n ORDER BY random() LIMIT records) AS chosen \$\$;
    -- a staged import, if there is one
    CREATE FUNCTION any_import() RETURNS bigint LANGUAGE sql AS
        'SELECT import_id FROM customer_imports WHERE status = ''staged'' ORDER BY random() LIMIT 1';
});

my @headers = ('email,name,city', 'identifier,email,name', 'identifier,email,groups');
my @levels = (('READ COMMITTED') x 4, 'REPEATABLE READ', 'SERIALIZABLE');

sub one_of
{
    return $_[ int(rand(@_)) ];
}

# One step of a session, as statements.
sub step
{
    my $n = 1 + int(rand($people));
    my $other = 1 + int(rand($people));
    my $file = 'file(' . (1 + int(rand(30))) . ", '" . one_of(@headers) . "')";
    my $policy = one_of('error', 'skip', 'skip');
    my $merge = "SELECT customers_merge(id, on_conflict => '$policy') FROM any_import() AS id WHERE id IS NOT NULL;";
    my $wait = 'SELECT pg_sleep(random() * 0.01);';

    return one_of(
        ("SELECT customers_import($file);") x 4,
        ("SELECT import_csv($file);") x 2,
        ($merge) x 4,
        "BEGIN ISOLATION LEVEL " . one_of(@levels) . "; $merge $wait " . one_of('COMMIT', 'COMMIT', 'ROLLBACK') . ';',
        "BEGIN ISOLATION LEVEL " . one_of(@levels) . "; SELECT import_csv($file); $wait COMMIT;",
        "BEGIN; SELECT customers_import($file); $wait $merge COMMIT;",
        ("SELECT customers_import_fix(r.import_id, line, 'name', 'Fixed') FROM customer_import_rows r"
          . " WHERE import_id = any_import() AND action IN ('create', 'update', 'reject') ORDER BY random() LIMIT 1;") x 2,
        ("SELECT customers_import_fix(r.import_id, line, 'email', 'p$n\@x.no') FROM customer_import_rows r"
          . " WHERE import_id = any_import() AND action IN ('create', 'update', 'reject') ORDER BY random() LIMIT 1;") x 2,
        "SELECT customers_import_exclude(import_id, lines) FROM (SELECT import_id, array_agg(line) AS lines FROM customer_import_rows"
          . " WHERE import_id = any_import() AND random() < 0.1 GROUP BY import_id) AS chosen;",
        "SELECT customers_cancel(id) FROM any_import() AS id WHERE id IS NOT NULL;",
        ("UPDATE customers SET name = 'App', city = 'App' WHERE email = 'p$n\@x.no';") x 3,
        ("INSERT INTO customers (email, name) VALUES ('P$n\@x.no', 'App');") x 2,
        "INSERT INTO customers (identifier, name) VALUES ('i-$n', 'App');",
        ("DELETE FROM customers WHERE identifier = 'i-$n';") x 2,
        # two customers swap their emails, another has a new one
        "BEGIN; UPDATE customers SET email = NULL WHERE email = 'p$n\@x.no'; UPDATE customers SET email = 'p$n\@x.no' WHERE email = 'p$other\@x.no'; COMMIT;",
        "UPDATE customers SET email = 'moved' || customer_id || '\@x.no' WHERE email = 'p$n\@x.no';",
        "BEGIN; UPDATE customers SET city = 'Held' WHERE identifier = 'i-$n'; $wait COMMIT;");
}

# Each session runs its own steps until the time is up.
my @running;
foreach my $session (1 .. $sessions)
{
    my $script = "\\set VERBOSITY verbose\nSET client_min_messages = error;\n"
      . "SELECT clock_timestamp() + interval '$seconds s' AS until \\gset\n";

    foreach (1 .. 400 * $seconds)
    {
        $script .= step() . "\n" . "ROLLBACK;\nSELECT clock_timestamp() > :'until' AS done \\gset\n\\if :done\n\\q\n\\endif\n";
    }
    my %run = (out => '', err => '');
    my $path = write_file("session-$session.sql", $script);
    $run{run} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-f', $path, '-d', $node->connstr('postgres') ],
        '<', \undef, '>', \$run{out}, '2>', \$run{err});
    push @running, \%run;
}
my %errors;
foreach my $run (@running)
{
    $run->{run}->finish;
    $errors{$1}++ while $run->{err} =~ /ERROR:  (\w{5}): /g;
}

# ---- what was met ----

my $met = $node->safe_psql('postgres', q{
    SELECT string_agg(format('%s %s', n, status), ', ' ORDER BY status)
      FROM (SELECT status, count(*) AS n FROM customer_imports GROUP BY status) AS s;
    SELECT string_agg(format('%s %s', n, operation), ', ' ORDER BY operation)
      FROM (SELECT operation, count(*) AS n FROM written GROUP BY operation) AS s;
    SELECT format('%s rows left out for a conflict', count(*)) FROM customer_import_rows WHERE reason = 'conflict'});
diag($met);
diag('errors: ' . join(', ', map { "$errors{$_} x $_" } sort keys %errors));
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM customer_imports WHERE status = 'merged'}), '>=', 10,
    'imports were merged');
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM customer_import_rows WHERE reason = 'conflict'}), '>', 0,
    'merges met customers that had been edited');

# Nothing but what such meetings must end in: conflicts and serialization
# failures, keys that are taken, imports that are done with, files merged before,
# fields that the file to be corrected does not have, members deleted this moment.
my @expected = qw(40001 23505 23503 55000 42710 42703 25P02);
my %unexpected = %errors;
delete @unexpected{@expected};
# applications that swap emails in any order may well wait for each other
my $deadlocks = delete $unexpected{'40P01'} // 0;
is(join(', ', map { "$unexpected{$_} x $_" } sort keys %unexpected), '', 'no other errors')
  or diag(map { grep { !/ERROR:  (40001|23505|23503|55000|42710|42703|25P02|40P01)/ && /ERROR/ } split(/(?<=\n)/, $_->{err}) } @running);

# ---- nothing is lost or doubled ----

is($node->safe_psql('postgres', problems('public',
    q{SELECT customer_id FROM written w WHERE operation = 'INSERT' AND NOT EXISTS (SELECT FROM customer_imports WHERE merged_at = w.at)},
    q{SELECT customer_id FROM written WHERE operation = 'DELETE'}) . left_behind()), '',
    'all adds up, keys are unique, no customer is lost');

# Of each merge: the customers it wrote are those its rows say.
is($node->safe_psql('postgres', q{
    WITH journal AS (SELECT i.import_id, r.customer_id, CASE action WHEN 'create' THEN 'INSERT' ELSE 'UPDATE' END AS operation
                       FROM customer_imports i JOIN customer_import_rows r USING (import_id)
                      WHERE status = 'merged' AND (action = 'create'
                         OR (action = 'update' AND EXISTS (SELECT FROM unnest(fields, cells) AS c (f, v)
                                                            WHERE f <> 'groups' AND v IS NOT NULL)))),
         table_says AS (SELECT i.import_id, w.customer_id, w.operation
                          FROM customer_imports i JOIN changes w ON w.at = i.merged_at WHERE status = 'merged')
    SELECT 'only in the journal: ' || j::text FROM (TABLE journal EXCEPT ALL TABLE table_says) AS j
    UNION ALL
    SELECT 'only in the table: ' || t::text FROM (TABLE table_says EXCEPT ALL TABLE journal) AS t}), '',
    'each merge wrote the customers of its journal, and no others');

# Of each cell: it was as reviewed, and became what was shown.
is($node->safe_psql('postgres', q{
    SELECT d.import_id, d.line, d.action, d.field, d.old_value, w.was ->> d.field AS was, d.new_value, w.became ->> d.field AS became
      FROM customer_import_diff d JOIN customer_imports i USING (import_id)
      JOIN changes w ON w.at = i.merged_at AND w.customer_id = d.customer_id
     WHERE i.status = 'merged' AND d.field <> 'groups'
       AND ((d.action = 'update' AND (w.was ->> d.field) IS DISTINCT FROM d.old_value)
            OR (w.became ->> d.field) IS DISTINCT FROM d.new_value)}), '',
    'each cell was what was reviewed, and became what was shown');

# And no others.
is($node->safe_psql('postgres', q{
    SELECT i.import_id, w.customer_id, c.field
      FROM customer_imports i JOIN written w ON w.at = i.merged_at AND w.operation = 'UPDATE'
      CROSS JOIN LATERAL jsonb_each_text(w.became) AS c (field, value)
     WHERE i.status = 'merged' AND c.field <> 'updated_at' AND (w.was ->> c.field) IS DISTINCT FROM c.value
       AND NOT EXISTS (SELECT FROM customer_import_diff d WHERE d.import_id = i.import_id
                          AND d.customer_id = w.customer_id AND d.field = c.field)}), '',
    'no other cell changed');

# A customer was still known by the key that the file found him by.
is($node->safe_psql('postgres', q{
    SELECT i.import_id, r.line, w.was
      FROM customer_imports i JOIN customer_import_rows r USING (import_id)
      JOIN written w ON w.at = i.merged_at AND w.customer_id = r.customer_id AND w.operation = 'UPDATE'
      CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS c (field, new, old)
     WHERE i.status = 'merged' AND r.action = 'update' AND c.new IS NULL AND c.old IS NOT NULL
       AND c.field IN ('email', 'identifier') AND (w.was ->> c.field) IS DISTINCT FROM c.old}), '',
    'each customer still had the key that he was found by');

# Every version of a customer follows from the one before.
is($node->safe_psql('postgres', q{
    SELECT customer_id, number FROM (
        SELECT *, lag(became) OVER (PARTITION BY customer_id ORDER BY number) AS before,
               row_number() OVER (PARTITION BY customer_id ORDER BY number) AS version FROM written) AS w
     WHERE version > 1 AND was IS DISTINCT FROM before
    UNION ALL
    SELECT customer_id, 0 FROM customers c WHERE to_jsonb(c) IS DISTINCT FROM
        (SELECT became FROM written w WHERE w.customer_id = c.customer_id ORDER BY number DESC LIMIT 1)}), '',
    'no write was lost');

files_are_sound($node, 'after the storm');
log_is_calm($node);
$node->stop;
done_testing();
