/*
 * group_retry.c
 *
 * A group's name and a membership are guarded by keys of our own two tables,
 * whose errors say which table it was: so it is known what got in the way.
 */
#include "postgres.h"

#include "access/xact.h"

#include "merge/group_lock.h"
#include "merge/group_retry.h"
#include "support/catalog.h"

/* So often is the work begun. */
#define MAX_ATTEMPTS 5

/* Is the error about a group or membership that is there by now, or gone? */
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
