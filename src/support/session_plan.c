/*
 * session_plan.c
 *
 * A table of statements and their plans.  When it is full, the least recently used
 * plan is dropped, unless it is running: a trigger may call this from within a
 * running statement.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "executor/spi.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "support/session_plan.h"

#define MAX_PLANS 128

typedef struct SessionPlan
{
	uint64		hash;			/* of the statement; the key */
	char	   *sql;
	SPIPlanPtr	plan;
	uint64		used;			/* plans_used at the last use */
	int			running;		/* number of executions under way */
} SessionPlan;

static HTAB *session_plans;
static uint64 plans_used;

static HTAB *
plans_table(void)
{
	HASHCTL		control = {0};

	if (session_plans == NULL)
	{
		control.keysize = sizeof(uint64);
		control.entrysize = sizeof(SessionPlan);
		session_plans = hash_create("customers plans", MAX_PLANS, &control,
									HASH_ELEM | HASH_BLOBS);
	}
	return session_plans;
}

static uint64
statement_hash(const char *sql)
{
	return hash_bytes_extended((const unsigned char *) sql, strlen(sql), 0);
}

static void
forget(SessionPlan *entry)
{
	SPI_freeplan(entry->plan);
	pfree(entry->sql);
	hash_search(plans_table(), &entry->hash, HASH_REMOVE, NULL);
}

/* Makes room for one more; false if all are running. */
static bool
make_room(void)
{
	SessionPlan *oldest = NULL;
	SessionPlan *entry;
	HASH_SEQ_STATUS status;

	if (hash_get_num_entries(plans_table()) < MAX_PLANS)
		return true;
	hash_seq_init(&status, plans_table());
	while ((entry = hash_seq_search(&status)) != NULL)
		if (entry->running == 0 && (oldest == NULL || entry->used < oldest->used))
			oldest = entry;
	if (oldest == NULL)
		return false;
	forget(oldest);
	return true;
}

/* Keeps a plan; returns its entry, or NULL if it cannot be kept. */
static SessionPlan *
keep_plan(const char *sql, SPIPlanPtr plan)
{
	uint64		hash = statement_hash(sql);
	char	   *copy;
	SessionPlan *entry;
	bool		found;

	hash_search(plans_table(), &hash, HASH_FIND, &found);
	if (found || !make_room())	/* preparing may have run code that called this */
		return NULL;
	/* an error here leaks the text or the plan, but leaves no incomplete entry */
	copy = MemoryContextStrdup(TopMemoryContext, sql);
	SPI_keepplan(plan);
	entry = hash_search(plans_table(), &hash, HASH_ENTER, NULL);
	entry->sql = copy;
	entry->plan = plan;
	entry->running = 0;
	return entry;
}

/*
 * Runs the plan of an entry, which is not dropped meanwhile.  A plan that a rule has
 * made empty is dropped: PostgreSQL would not notice when the rule is dropped.
 */
static int
run_kept(SessionPlan *entry, Datum *values, const char *nulls, bool read_only, long count)
{
	int			rc;

	entry->used = ++plans_used;
	entry->running++;
	PG_TRY();
	{
		rc = SPI_execute_plan(entry->plan, values, nulls, read_only, count);
	}
	PG_FINALLY();
	{
		entry->running--;
	}
	PG_END_TRY();
	if (rc == SPI_OK_REWRITTEN && entry->running == 0)
		forget(entry);
	return rc;
}

int
session_plan_execute(const char *sql, int nparams, Oid *types, Datum *values, const char *nulls,
					 bool read_only, long limit)
{
	uint64		hash = statement_hash(sql);
	SessionPlan *entry = hash_search(plans_table(), &hash, HASH_FIND, NULL);
	SPIPlanPtr	plan;

	if (entry != NULL && strcmp(entry->sql, sql) == 0)
		return run_kept(entry, values, nulls, read_only, limit);
	plan = SPI_prepare(sql, nparams, types);
	if (plan == NULL)
		return SPI_result;
	entry = keep_plan(sql, plan);
	return entry != NULL ? run_kept(entry, values, nulls, read_only, limit)
		: SPI_execute_plan(plan, values, nulls, read_only, limit);
}
