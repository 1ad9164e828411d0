/*
 * profile.c
 *
 *		ProfileFilter -> WHERE and parameters -> over profile_select(),
 *			of the columns it needs and in the form that is the cheapest
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

/* The query but for the profiles. */
typedef struct Parts
{
	const char *columns;
	StringInfoData where;
	bool		ordered;
	ProfileQuery *query;
} Parts;

/* ---- WHERE ---- */

/* Begins one more condition, which what is appended next is. */
static StringInfo
add_condition(Parts *parts)
{
	appendStringInfoString(&parts->where, parts->where.len == 0 ? " WHERE " : " AND ");
	return &parts->where;
}

/* Adds a parameter; returns its number. */
static int
add_parameter(Parts *parts, Oid type, Datum value)
{
	ProfileQuery *query = parts->query;
	int			n = query->nparams++;

	query->types = n == 0 ? palloc(sizeof(Oid)) : repalloc(query->types, (n + 1) * sizeof(Oid));
	query->values = n == 0 ? palloc(sizeof(Datum)) : repalloc(query->values, (n + 1) * sizeof(Datum));
	query->types[n] = type;
	query->values[n] = value;
	return n + 1;
}

static void
add_search(Parts *parts, const char *search)
{
	ListCell   *cell;

	foreach(cell, search_patterns(search))
	{
		int			n = add_parameter(parts, TEXTOID, CStringGetTextDatum(lfirst(cell)));

		appendStringInfo(add_condition(parts), "%s LIKE $%d", search_expression(), n);
	}
}

static void
add_group(Parts *parts, const char *group)
{
	MemoryContext context = CurrentMemoryContext;
	int64		group_id = membership_known_group(group);
	int			n;

	MemoryContextSwitchTo(context);
	n = add_parameter(parts, INT8OID, Int64GetDatum(group_id));

	appendStringInfo(add_condition(parts),
					 "EXISTS (SELECT FROM %s AS m WHERE m.customer_id = customer_profiles.customer_id"
					 " AND m.group_id = $%d AND m.status = 'accepted')",
					 catalog_name(REL_GROUP_MEMBERS), n);
}

static void
add_filter(Parts *parts, const ProfileFilter *filter)
{
	if (filter->ids != NULL)
	{
		int			n = add_parameter(parts, INT8ARRAYOID, PointerGetDatum(filter->ids));

		appendStringInfo(add_condition(parts), "customer_id = ANY ($%d)", n);
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

/* The query over these profiles, as a ProfileSql. */
static char *
build_sql(const char *profiles, void *state)
{
	const Parts *parts = state;

	return psprintf("SELECT %s FROM (%s) AS %s%s%s", parts->columns, profiles,
					catalog_bare_name(REL_PROFILES), parts->where.data,
					parts->ordered ? " ORDER BY customer_profiles.customer_id" : "");
}

ParamListInfo
profile_params(const ProfileQuery *query)
{
	ParamListInfo params;

	if (query->nparams == 0)
		return NULL;
	params = makeParamList(query->nparams);
	for (int i = 0; i < query->nparams; i++)
	{
		params->params[i].value = query->values[i];
		params->params[i].isnull = false;
		params->params[i].pflags = PARAM_FLAG_CONST;
		params->params[i].ptype = query->types[i];
	}
	return params;
}

void
profile_query(const ProfileFilter *filter, const char *columns, bool ordered, ProfileQuery *query)
{
	MemoryContext context = CurrentMemoryContext;
	Parts		parts = {.columns = columns, .ordered = ordered, .query = query};
	int			scope;

	memset(query, 0, sizeof(*query));
	query->has_condition = filter->condition != NULL || filter->segment != NULL;
	initStringInfo(&parts.where);
	add_filter(&parts, filter);
	MemoryContextSwitchTo(context);
	scope = settings_scope_enter();
	settings_scope_set("search_path", PROFILE_SEARCH_PATH);
	query->sql = profile_cheapest(build_sql, &parts, profile_params(query), &query->form);
	settings_scope_leave(scope);
	MemoryContextSwitchTo(context);
}
