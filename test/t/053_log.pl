# What an import makes the server log: a line a call at most, and nothing of
# the file, however large that is and whatever becomes of it.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# Nobody works off what autovacuum is asked for: its queue is soon full.
my $node = start_cluster('log', 'autovacuum = off', 'log_statement = none', "log_line_prefix = '%m [%p] '");

$node->safe_psql('postgres', 'CREATE EXTENSION customers');

# What the server logged of these statements, sent as they are.
sub logged
{
    my ($name, $sql) = @_;
    my $from = -s $node->logfile;
    my ($rc, $out, $err) = $node->psql('postgres', $sql, timeout => 120);
    my $log = substr(slurp_file($node->logfile), $from);

    note("$name: exit $rc, " . length($log) . " bytes logged: " . substr($log, 0, 500));
    return $log;
}

# A file of so many lines, each with a word that must not be logged.
sub lines
{
    my ($from, $to) = @_;

    return join('', map { "L-$_,Secretperson $_\\n" } $from .. $to);
}

$node->safe_psql('postgres', q{SELECT customers_setup();
    ALTER INDEX customer_import_rows_import_id_idx SET (pages_per_range = 1);
    REINDEX INDEX customer_import_rows_import_id_idx});
for my $n (1 .. 2)
{
    my $log = logged("import $n", "SELECT customers_import(E'identifier,name\\n"
          . lines($n * 50000, $n * 50000 + 40000) . "'::bytea)");

    cmp_ok(length($log), '<', 1000, "import $n: bounded");
    ok(index($log, 'Secretperson') < 0, "import $n: nothing of the file");
}
is($node->safe_psql('postgres', q{SELECT count(*) FROM customer_import_rows WHERE import_id = 2 AND line = 40001}),
    '1', 'what was staged is found by the index');

# Calls that fail: the error is logged, and the statement if it has no room for
# the content; in either case nothing of that.
my $content = "E'identifier,name\\n" . lines(1, 5000);
my %failing = (
    'no key column' => "SELECT customers_import(E'city\\n" . ("Secretperson\\n" x 5000) . "'::bytea)",
    'an option that is none' => "SELECT customers_import($content'::bytea, mode => 'x')",
    'a merge that a trigger refuses' => "SELECT * FROM import_csv($content'::bytea, again => true)",
    'header words of 1 MB, in the statements that we run' => "SELECT * FROM import_csv(convert_to('identifier,'"
      . " || repeat('Wide', 100000) || ',' || repeat('Word', 100000) || E'\\nK-1,Secret' || 'person,1', 'UTF8'))",
    'a time limit' => "SET statement_timeout = '1s'; SET test.wait = '30'; SELECT * FROM import_csv($content'::bytea, again => true)",
    'sniffing' => "SELECT * FROM customers_sniff($content'::bytea, delimiter => 'xyzxyzxyzxyz')",
    'reading' => "SELECT * FROM customers_read_csv($content'::bytea, encoding => 'x')",
    'a merge of what the same statement imports' => "SELECT * FROM customers_merge(customers_import($content'::bytea, again => true))",
    'a merge of a small file that the same statement imports' =>
      "SELECT * FROM customers_merge(customers_import(E'identifier,name\nK-1,Secretperson\n'::bytea, again => true))",
    'an import, and in the same query a merge of an earlier one' =>
      "SELECT customers_import($content'::bytea, again => true) \\; SELECT * FROM customers_merge(2)",
    'a cell of what the same statement imports' => "SELECT customers_import_fix(customers_import($content'::bytea, again => true), 2, 'nofield', 'x')",
    'lines of it' => "SELECT customers_import_exclude(customers_import($content'::bytea, again => true), '{-1}')",
    'an undo of it' => "SELECT * FROM customers_revert(customers_import($content'::bytea, again => true))",
    'a preset of it' => "SELECT customers_import_preset_save('', customers_import($content'::bytea, again => true))",
    'an import that is none, in a statement with a file' => "SELECT customers_cancel(length($content') + 1000000)",
    'a segment with a file' => "SELECT customers_segment_define('x', $content')",
    'a file searched for' => "SELECT * FROM customers_find(filter => $content')",
    'an export with a file' => "SELECT customers_export($content')",
    'a group with a file' => "SELECT customers_group_assign($content', '{1}')",
    'a save' => q{SELECT * FROM customers_save('[} . join(',', map { qq{{"identifier": "S-$_", "name": "Secretperson"}} } 1 .. 2000) . q{, {"x": 1}]')},
    'an order' => q{SELECT * FROM customers_place_order('[} . join(',', map { qq{{"identifier": "S-$_", "name": "Secretperson", "total": 1}} } 1 .. 100) . q{, {"x": 1}]')});

$node->safe_psql('postgres', q{
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_sleep(COALESCE(current_setting('test.wait', true), '0')::float8);
        RAISE EXCEPTION 'refused';
    END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON customers FOR EACH STATEMENT EXECUTE FUNCTION refuse()});
foreach my $name (sort keys %failing)
{
    my $log = logged($name, $failing{$name});

    like($log, qr/ERROR: /, "$name: an error is logged");
    cmp_ok(length($log), '<', 6000, "$name: bounded");
    ok(index($log, 'Secretperson') < 0, "$name: nothing of the file");
}

# Passwords: with everything logged that can be, none that was not in a statement
# itself, nor what one can be tried out on.
$node->safe_psql('postgres', 'DROP TRIGGER refuse ON customers; TRUNCATE customers CASCADE');
$node->append_conf('postgresql.conf', join("\n", "log_statement = all", "log_min_messages = debug1",
    "log_min_error_statement = debug1", "log_min_duration_statement = 0", "log_error_verbosity = verbose",
    "log_parameter_max_length = -1", "log_parameter_max_length_on_error = -1",
    # plans and, as of PostgreSQL 16, parameters of all that we run
    "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0",
    "auto_explain.log_nested_statements = on", "auto_explain.log_verbose = on", ''));
$node->reload;
my $dir = PostgreSQL::Test::Utils::tempdir;
my %file = (
    passwords => "email,password,vip\npw1\@x.no,hunter1,yes\npw2\@x.no,hunter2,no\npw3\@x.no,hunter3,perhaps\n",
    others => "email,password\npw1\@x.no,hunter4\npw2\@x.no,hunter5\n",
    shifted => "email,user_pass,name\npw4\@x.no,hunter6\npw5\@x.no,hunter,7,x\npw6\@x.no,\"hunter8,x\npw7\@x.no,hunter9,y\n",
    slipped => "email,password,birth_date,vip\npw20\@x.no,,hunter20,1990-01-02\n,pw21\@x.no,hunter21,1990-01-02\n",
    swapped => "password,email\npw22\@x.no,hunter22\npw23\@x.no,hunter23\n",
    named => "email,meta,attributes.password\npw24\@x.no,\"{\"\"password\"\": \"\"hunter24\"\"}\",hunter25\n",
    mine => "mail,pw\npw26\@x.no,hunter26\nbroken,hunter27\n",
    twins => "email,password\npw8\@x.no,hunter10\npw8\@x.no,hunter11\n",
    json => '{"email": "pw9@x.no", "password": "hunter12"}',
    wrong => '{"email": "pw9@x.no", "password": ["hunter13"]}',
    unknown => '{"email": "pw9@x.no", "secret word": "x", "password": "hunter14"}',
    nobody => '[{"password": "hunter15"}, {"email": "no address", "password": "hunter16"}]');
foreach my $name (keys %file)
{
    append_to_file("$dir/$name", $file{$name});
    chmod(0644, "$dir/$name");
}
my $from = -s $node->logfile;
my @calls = (
    "SELECT customers_import('$dir/passwords')", 'SELECT * FROM customers_merge((SELECT max(import_id) FROM customer_imports))',
    map({ "SELECT customers_import('$dir/$_')" } qw(shifted slipped swapped named twins)),
    "UPDATE customer_import_errors SET value = '1990-01-02' WHERE value = '********'",
    "SELECT customers_import_report(import_id), customers_import_values(import_id)::text FROM customer_imports",
    'CREATE SCHEMA shop', 'CREATE TABLE shop.users (id bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, mail text, pw text)',
    "SET customers.schema = 'shop'; SELECT count(*) FROM customers_adopt('shop.users', '{\"mail\": \"email\", \"pw\": \"password_hash\"}')",
    "SET customers.schema = 'shop'; SELECT * FROM import_csv('$dir/mine'); SELECT * FROM customers_revert(1)",
    "SELECT customers_import('$dir/others', rules => '{\"password\": \"overwrite\"}')",
    # what the merge runs into
    q{CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE NOTICE '%', NEW USING DETAIL = NEW.password_hash;
        RAISE EXCEPTION '%', NEW USING HINT = NEW.password_hash, COLUMN = NEW.password_hash;
    END $$},
    'CREATE TRIGGER tell BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION tell()',
    'SELECT * FROM customers_merge((SELECT max(import_id) FROM customer_imports))', 'DROP TRIGGER tell ON customers',
    q{ALTER TABLE customers ADD CONSTRAINT no_verifier CHECK (password_hash !~ 'SCRAM') NOT VALID},
    'SELECT * FROM customers_merge((SELECT max(import_id) FROM customer_imports))',
    "SELECT * FROM import_csv('$dir/others', rules => '{\"password\": \"overwrite\"}')",
    map({ ("SELECT customers_save(pg_read_file('$dir/$_')::jsonb)") } qw(json wrong unknown nobody)),
    'ALTER TABLE customers DROP CONSTRAINT no_verifier',
    'ALTER TABLE customer_import_secrets ADD CHECK (line > 2) NOT VALID',
    "SELECT customers_import('$dir/twins')", 'ALTER TABLE customer_import_secrets DROP CONSTRAINT customer_import_secrets_line_check',
    'ALTER TABLE customers ADD COLUMN twin text GENERATED ALWAYS AS (password_hash) STORED',
    'CREATE UNIQUE INDEX twins ON customers (twin)',
    # each staged password is then that of one customer, which the index forbids for others
    q{UPDATE customer_import_secrets SET verifier = (SELECT password_hash FROM customers WHERE email = 'pw1@x.no')},
    'SELECT * FROM customers_merge((SELECT max(import_id) FROM customer_imports))',
    "SELECT customers_import_fix((SELECT max(import_id) FROM customer_imports), 2, 'nofield', 'x')",
    'SELECT * FROM customers_revert(1)',
    q{SELECT customers_erase(email => 'pw1@x.no')});

$node->psql('postgres', $_, timeout => 120) foreach @calls;
my $logged = substr(slurp_file($node->logfile), $from);
cmp_ok(scalar(() = $logged =~ /ERROR: /g), '>=', 5, 'calls with passwords fail');
like($logged, qr/Query Text: INSERT INTO \S*customer_import_secrets/, 'what we run is logged');
like($logged, qr/NOTICE: .*\(\d+,.*\*{8}/, 'a trigger shows the row');
like($logged, qr/Failing row contains/, 'a constraint shows the row');
is(join("\n", $logged =~ /^(.*hunter\d.*)$/mg), '', 'no password is logged');
is(join("\n", $logged =~ /^(.*SCRAM-SHA-256\$.*)$/mg), '', 'nor a verifier');

done_testing();
