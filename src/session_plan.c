/*
 * session_plan.c
 *
 * A table of statements and their plans.  It takes no more of them once it is
 * full: plans of a caller up the stack must not go.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "session_plan.h"

#define MAX_PLANS 128

typedef struct SessionPlan
{
	uint64		hash;			/* of the statement; the key */
	char	   *sql;
	SPIPlanPtr	plan;
} SessionPlan;

static HTAB *session_plans;

/* The entry of a statement, or NULL if there is no room for it. */
static SessionPlan *
find_entry(const char *sql)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) sql, strlen(sql), 0);
	SessionPlan *entry;
	bool		found;

	if (session_plans == NULL)
	{
		HASHCTL		control = {0};

		control.keysize = sizeof(uint64);
		control.entrysize = sizeof(SessionPlan);
		session_plans = hash_create("customers plans", MAX_PLANS, &control,
									HASH_ELEM | HASH_BLOBS);
	}
	if (hash_get_num_entries(session_plans) >= MAX_PLANS)
		entry = hash_search(session_plans, &hash, HASH_FIND, NULL);
	else
	{
		entry = hash_search(session_plans, &hash, HASH_ENTER, &found);
		if (!found)
			entry->sql = NULL;
	}
	return entry == NULL || (entry->sql != NULL && strcmp(entry->sql, sql) != 0) ? NULL : entry;
}

SPIPlanPtr
session_plan(const char *sql, int nargs, const Oid *types)
{
	SessionPlan *entry = find_entry(sql);
	SPIPlanPtr	plan;

	if (entry != NULL && entry->sql != NULL)
		return entry->plan;
	plan = SPI_prepare(sql, nargs, unconstify(Oid *, types));
	if (plan == NULL)
		elog(ERROR, "could not prepare a statement: %s", SPI_result_code_string(SPI_result));
	entry = find_entry(sql);	/* to prepare it may have run code that came here */
	if (entry == NULL || entry->sql != NULL)
		return plan;
	entry->plan = plan;
	entry->sql = MemoryContextStrdup(TopMemoryContext, sql);
	SPI_keepplan(plan);
	return plan;
}

int
session_execute(const char *sql, bool read_only, long count)
{
	return SPI_execute_plan(session_plan(sql, 0, NULL), NULL, NULL, read_only, count);
}
