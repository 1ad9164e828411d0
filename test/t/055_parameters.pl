# What a planner or an executor of another extension is handed: a list of
# parameters, or NULL where there are none, as PostgreSQL itself does.  Some (of
# Citus, say) take a list that is not NULL for one that holds something.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use Calls;
use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = PostgreSQL::Test::Utils::tempdir();
my $source = write_file('strict_params.c', <<'C');
#include "postgres.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "optimizer/planner.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

static void
check(ParamListInfo params, const char *by)
{
	if (params != NULL && params->numParams == 0)
		elog(ERROR, "the %s was given an empty list of parameters", by);
}

static PlannedStmt *
strict_planner(Query *parse, const char *sql, int options, ParamListInfo params)
{
	check(params, "planner");
	return standard_planner(parse, sql, options, params);
}

static void
strict_start(QueryDesc *desc, int flags)
{
	check(desc->params, "executor");
	standard_ExecutorStart(desc, flags);
}

void
_PG_init(void)
{
	planner_hook = strict_planner;
#if PG_VERSION_NUM < 180000
	ExecutorStart_hook = strict_start;
#else
	ExecutorStart_hook = (ExecutorStart_hook_type) strict_start;
#endif
}
C
my $pg_config = $ENV{PG_CONFIG} // 'pg_config';
chomp(my $include = `"$pg_config" --includedir-server`);
system('gcc', '-shared', '-fPIC', "-I$include", '-o', "$folder/strict_params.so", $source) == 0
  or BAIL_OUT('the module could not be compiled');

my $node = start_cluster('main', 'autovacuum = off', "shared_preload_libraries = '$folder/strict_params.so'");

$node->safe_psql('postgres', 'CREATE EXTENSION customers; CREATE EXTENSION pg_trgm; CREATE SCHEMA office; ALTER DATABASE postgres SET customers.schema = office');
$node->safe_psql('postgres', "SET client_min_messages = error; $_") for make_fixture('public');

my %calls = function_calls($folder, 'public');
my @more = ('SELECT count(*) FROM customers_find()', 'SELECT count(*) FROM customers_export_csv()',
    "SELECT customers_export('$folder/all.csv')",
    q{SELECT customers_import(convert_to('identifier,name' || string_agg(E'\nX-' || i || ',N', ''), 'UTF8')) FROM generate_series(1, 30000) AS i});
foreach my $sql ((map { $calls{$_} } sort keys %calls), @more)
{
    my ($rc, $out, $err) = $node->psql('postgres', "SET client_min_messages = error; BEGIN; $sql; ROLLBACK");

    is($err, '', $sql =~ /(\w+)\(/ ? $1 : $sql);
}
log_is_calm($node);

done_testing();
