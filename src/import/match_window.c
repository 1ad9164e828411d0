/*
 * match_window.c
 *
 *		ids of a batch, in order -> windows without large gaps -> live rows, mostly
 *			in the same order -> merged with the records
 */
#include "postgres.h"

#include "utils/float.h"

#include "import/live_cost.h"
#include "import/match_probe.h"

/* A window being read beside the records that wait for its rows. */
typedef struct Window
{
	Search	   *search;
	const Waiting *ids;
	int			position;		/* of the first one that may wait for the next row,
								 * if that has a higher id */
	uint64		last;			/* id of the last row */
} Window;

static void
on_window_row(void *state, const LiveRow *row)
{
	Window	   *window = state;
	const Waiting *ids = window->ids;
	uint64		id = (uint64) row->customer_id;

	if (id < window->last)
		window->position = waiting_find(ids, id);
	window->last = id;
	while (window->position < ids->nwaiters && ids->waiters[window->position].hash < id)
		window->position++;
	for (int i = window->position; i < ids->nwaiters && ids->waiters[i].hash == id; i++)
		resolver_attach(window->search->resolver, ids->waiters[i].record, row);
}

/* Live rows behind one of the waiting ids, up to and with another one. */
static double
rows_between(const Search *search, const Waiting *ids, int first, int last)
{
	return (double) (ids->waiters[last].hash - ids->waiters[first].hash) * search->density;
}

/*
 * Where the window that starts at waiting record first ends: before the next
 * gap that costs more to read than to begin another window behind it.
 */
static int
window_end(const Search *search, const Waiting *ids, int first)
{
	double		begin = live_cost_window(&search->size);
	double		row = live_cost_window_row(&search->size);
	int			i = first + 1;

	while (i < ids->nwaiters && rows_between(search, ids, i - 1, i) * row <= begin)
		i++;
	return i;
}

static double
window_cost(MatchStrategy *self, const MatchBatch *batch)
{
	const Search *search = self->search;
	double		cost = 0;

	if (batch->ids.nwaiters == 0)
		return get_float8_infinity();
	for (int first = 0, end; first < batch->ids.nwaiters; first = end)
	{
		end = window_end(search, &batch->ids, first);
		cost += live_cost_window(&search->size) +
			(1 + rows_between(search, &batch->ids, first, end - 1)) * live_cost_window_row(&search->size);
	}
	return cost * batch->batches + match_probe_cost(search, batch, KEY_IDENTIFIER);
}

static bool
window_find(MatchStrategy *self, const MatchBatch *batch)
{
	Search	   *search = self->search;
	Window		window = {.search = search, .ids = &batch->ids};

	for (int first = 0, end; first < batch->ids.nwaiters; first = end)
	{
		end = window_end(search, &batch->ids, first);
		window.position = first;
		window.last = 0;
		live_read_window(search->live, (int64) batch->ids.waiters[first].hash,
						 (int64) batch->ids.waiters[end - 1].hash, on_window_row, &window);
	}
	match_probe_texts(search, batch);
	return true;
}

MatchStrategy *
match_window_create(Search *search)
{
	MatchStrategy *strategy = palloc0(sizeof(MatchStrategy));

	*strategy = (MatchStrategy) {
		.name = "in step", .search = search, .cost = window_cost, .find = window_find
	};
	return strategy;
}
