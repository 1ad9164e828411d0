/*
 * attempt.c
 *
 * Work in a subtransaction, so that what made it fail can be looked for in the
 * tables as they are then.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "attempt.h"

bool
attempt(AttemptWork work, void *state, ErrorData **error)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData  *volatile caught = NULL;
	volatile bool good = false;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		good = work(state);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		caught = CopyErrorData();
		FlushErrorState();
	}
	PG_END_TRY();
	if (good)
		ReleaseCurrentSubTransaction();
	else
		RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	if (caught != NULL && caught->sqlerrcode == ERRCODE_QUERY_CANCELED)
		ReThrowError(caught);
	*error = caught;
	return good;
}
