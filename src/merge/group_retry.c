/*
 * group_retry.c
 *
 * Errors of unique and foreign keys name the table: so those that a concurrent
 * change of groups or memberships causes can be told from others.
 */
#include "postgres.h"

#include "access/xact.h"

#include "merge/group_lock.h"
#include "merge/group_retry.h"
#include "support/catalog.h"

/* Attempts before the error is rethrown. */
#define MAX_ATTEMPTS 5

/* Is the error about a group or membership that another session wrote? */
static bool
is_about_groups(const ErrorData *error)
{
	if (error->sqlerrcode != ERRCODE_UNIQUE_VIOLATION &&
		error->sqlerrcode != ERRCODE_FOREIGN_KEY_VIOLATION)
		return false;
	return error->table_name != NULL && error->schema_name != NULL &&
		strcmp(error->schema_name, catalog_schema_name()) == 0 &&
		(strcmp(error->table_name, catalog_bare_name(REL_GROUPS)) == 0 ||
		 strcmp(error->table_name, catalog_bare_name(REL_GROUP_MEMBERS)) == 0);
}

void
group_retry(SubxactWork work, void *state)
{
	ErrorData  *error;

	for (int i = 1; !subxact_run(work, state, &error); i++)
	{
		if (!is_about_groups(error))
			ReThrowError(error);
		if (IsolationUsesXactSnapshot())
			group_lock_refuse_unseen();
		if (i == MAX_ATTEMPTS)
			ReThrowError(error);
	}
}
