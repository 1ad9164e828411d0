/*
 * profile.c
 *
 *		ProfileFilter -> WHERE and parameters
 *			-> over profile_select() of the columns used, in the cheapest form
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

#include "people/membership.h"
#include "query/condition.h"
#include "query/profile.h"
#include "query/profile_form.h"
#include "query/search.h"
#include "query/segment.h"
#include "support/catalog.h"
#include "support/settings_scope.h"

/* The query without the profiles. */
typedef struct Parts
{
	const char *columns;
	StringInfoData where;
	bool		ordered;
	ProfileQuery *query;
} Parts;

/* ---- WHERE ---- */

/* Appends WHERE or AND; the caller appends the condition. */
static StringInfo
add_condition(Parts *parts)
{
	appendStringInfoString(&parts->where, parts->where.len == 0 ? " WHERE " : " AND ");
	return &parts->where;
}

static void
add_search(Parts *parts, const char *search)
{
	ListCell   *cell;

	foreach(cell, search_patterns(search))
	{
		statement_text(&parts->query->statement, lfirst(cell));
		appendStringInfo(add_condition(parts), "%s LIKE $%d", search_expression(),
						 parts->query->statement.nparams);
	}
}

static void
add_group(Parts *parts, const char *group)
{
	statement_int8(&parts->query->statement, membership_known_group(group));
	appendStringInfo(add_condition(parts),
					 "EXISTS (SELECT FROM %s AS m WHERE m.customer_id = customer_profiles.customer_id"
					 " AND m.group_id = $%d AND m.status = 'accepted')",
					 catalog_name(REL_GROUP_MEMBERS), parts->query->statement.nparams);
}

static void
add_filter(Parts *parts, const ProfileFilter *filter)
{
	if (filter->ids != NULL)
	{
		statement_datum(&parts->query->statement, INT8ARRAYOID, PointerGetDatum(filter->ids), false);
		appendStringInfo(add_condition(parts), "customer_id = ANY ($%d)", parts->query->statement.nparams);
	}
	if (filter->group != NULL)
		add_group(parts, filter->group);
	if (filter->search != NULL)
		add_search(parts, filter->search);
	if (filter->segment != NULL)
		appendStringInfo(add_condition(parts), "(%s)", segment_condition(filter->segment));
	if (filter->condition != NULL)
		appendStringInfo(add_condition(parts), "(%s)",
						 condition_check(filter->condition, CONDITION_GIVEN, "filter"));
}

/* ---- the query ---- */

/* ProfileSql: the query over these profiles. */
static char *
build_sql(const char *profiles, void *state)
{
	const Parts *parts = state;

	return psprintf("SELECT %s FROM (%s) AS %s%s", parts->columns, profiles,
					catalog_bare_name(REL_PROFILES),
					parts->ordered ? " ORDER BY customer_profiles.customer_id" : "");
}

void
profile_query(const ProfileFilter *filter, const char *columns, bool ordered, ProfileQuery *query)
{
	Parts		parts = {.columns = columns, .ordered = ordered || filter->max_rows > 0, .query = query};
	int			scope;

	memset(query, 0, sizeof(*query));
	query->has_condition = filter->condition != NULL || filter->segment != NULL;
	initStringInfo(&parts.where);
	add_filter(&parts, filter);
	scope = settings_scope_enter();
	settings_scope_close_path();
	query->statement.sql = profile_cheapest(build_sql, &parts, parts.where.data, filter->max_rows,
											statement_params(&query->statement), &query->form);
	settings_scope_leave(scope);
}
