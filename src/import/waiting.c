/*
 * waiting.c
 *
 * A sorted array: most files are in order already.
 */
#include "postgres.h"

#include "import/waiting.h"

#define ST_SORT sort_waiters
#define ST_ELEMENT_TYPE Waiter
#define ST_COMPARE(a, b) ((a)->hash < (b)->hash ? -1 : (a)->hash > (b)->hash)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

void
waiting_add(Waiting *waiting, uint64 hash, Record *record)
{
	if (waiting->nwaiters == waiting->maxwaiters)
	{
		waiting->maxwaiters = Max(2 * waiting->maxwaiters, CSV_BATCH_RECORDS);
		waiting->waiters = waiting->waiters == NULL
			? palloc(waiting->maxwaiters * sizeof(Waiter))
			: repalloc(waiting->waiters, waiting->maxwaiters * sizeof(Waiter));
	}
	waiting->waiters[waiting->nwaiters++] = (Waiter) {hash, record};
}

void
waiting_order(Waiting *waiting)
{
	for (int i = 1; i < waiting->nwaiters; i++)
		if (waiting->waiters[i - 1].hash > waiting->waiters[i].hash)
		{
			sort_waiters(waiting->waiters, waiting->nwaiters);
			return;
		}
}

int
waiting_find(const Waiting *waiting, uint64 hash)
{
	int			low = 0,
				high = waiting->nwaiters;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (waiting->waiters[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64 *
waiting_ids(const Waiting *waiting, int *nids)
{
	int64	   *ids = palloc(Max(waiting->nwaiters, 1) * sizeof(int64));
	int			n = 0;

	for (int i = 0; i < waiting->nwaiters; i++)
		if (n == 0 || ids[n - 1] != (int64) waiting->waiters[i].hash)
			ids[n++] = (int64) waiting->waiters[i].hash;
	*nids = n;
	return ids;
}
