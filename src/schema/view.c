/*
 * view_state.c
 *
 *		CREATE VIEW ... AS query -> parsed, analyzed -> deparsed
 *			= the view's definition, as pg_get_viewdef() deparses it?
 */
#include "postgres.h"

#include "access/relation.h"
#include "nodes/parsenodes.h"
#include "parser/analyze.h"
#include "parser/parser.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "schema/view_state.h"

/* The query of a CREATE VIEW statement, as pg_get_viewdef() would show it. */
static char *
statement_definition(const char *statement)
{
	RawStmt    *parsed = linitial_node(RawStmt, raw_parser(statement, RAW_PARSE_DEFAULT));
	RawStmt    *query = makeNode(RawStmt);

	query->stmt = castNode(ViewStmt, parsed->stmt)->query;
	query->stmt_location = parsed->stmt_location;
	query->stmt_len = parsed->stmt_len;
	return psprintf("%s;", pg_get_querydef(parse_analyze_fixedparams(query, statement, NULL, 0, NULL),
										   false));
}

bool
view_state_is(Oid view, const char *statement)
{
	Relation	relation = relation_open(view, AccessShareLock);
	bool		same = relation->rd_rel->relkind == RELKIND_VIEW &&
		RelationHasSecurityInvoker(relation);
	Datum		definition;

	relation_close(relation, NoLock);
	if (!same)
		return false;
	definition = DirectFunctionCall1(pg_get_viewdef, ObjectIdGetDatum(view));
	return strcmp(TextDatumGetCString(definition), statement_definition(statement)) == 0;
}
