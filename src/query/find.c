/*
 * find.c
 *
 *		ProfileFilter -> profile_query() -> executor -> tuplestore of the caller
 */
#include "postgres.h"

#include "executor/tstoreReceiver.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "query/find.h"
#include "query/profile_form.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* The columns of customer_profile, by their names. */
static char *
profile_columns(TupleDesc desc)
{
	StringInfoData columns;

	initStringInfo(&columns);
	for (int i = 0; i < desc->natts; i++)
		appendStringInfo(&columns, "%s%s", i > 0 ? ", " : "",
						 quote_identifier(NameStr(TupleDescAttr(desc, i)->attname)));
	return columns.data;
}

void
find_customers(const ProfileFilter *filter, SrfRows *rows)
{
	DestReceiver *receiver = CreateDestReceiver(DestTuplestore);
	ProfileQuery query;
	int			scope;

	profile_query(filter, profile_columns(rows->desc), false, &query);
	scope = settings_scope_enter();
	profile_pin_settings(query.form);
	SetTuplestoreDestReceiverParams(receiver, rows->store, rows->context, false,
									rows->desc, "the columns of customer_profiles are not those of customer_profile");
	statement_send(&query.statement, receiver);
	receiver->rDestroy(receiver);
	settings_scope_leave(scope);
}

/* Requires the same privileges as find_customers(). */
void
find_explain(const ProfileFilter *filter, bool analyze, SrfRows *rows)
{
	ProfileQuery query;
	uint64		nlines;
	int			scope;

	profile_query(filter, profile_columns(profile_type()), false, &query);
	scope = settings_scope_enter();
	profile_pin_settings(query.form);
	query.statement.sql = psprintf("EXPLAIN %s%s", analyze ? "(ANALYZE) " : "", query.statement.sql);
	nlines = statement_run(&query.statement);
	for (uint64 i = 0; i < nlines; i++)
	{
		char	   *line = spi_text_not_null(i, 1, "a line of the plan");

		srf_put_text(rows, line, strlen(line));
	}
	settings_scope_leave(scope);
}
