/*
 * match_probe.c
 *
 *		keys of a batch -> customer_id, identifier, lower(email) = ANY (...)
 *			-> live rows -> the records that wait for them
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "import/live_cost.h"
#include "import/match_probe.h"

/* What a callback needs. */
typedef struct Probe
{
	Search	   *search;
	Waiting    *waiting;
	KeyKind		key;			/* of match_probe_texts() */
} Probe;

void
match_probe_attach(Search *search, const Waiting *waiting, uint64 hash, const LiveRow *row)
{
	for (int i = waiting_find(waiting, hash);
		 i < waiting->nwaiters && waiting->waiters[i].hash == hash; i++)
		resolver_attach(search->resolver, waiting->waiters[i].record, row);
}

static void
on_id_row(void *state, const LiveRow *row)
{
	const Probe *probe = state;

	match_probe_attach(probe->search, probe->waiting, (uint64) row->customer_id, row);
}

void
match_probe_ids(Search *search, Waiting *waiting)
{
	Probe		probe = {.search = search, .waiting = waiting};
	int64	   *ids;
	int			nids;

	if (waiting->nwaiters == 0)
		return;
	waiting_order(waiting);
	ids = waiting_ids(waiting, &nids);
	live_read_ids(search->live, ids, nids, on_id_row, &probe);
}

static void
on_text_row(void *state, const LiveRow *row)
{
	const Probe *probe = state;
	int			i = key_reader_index(probe->search->keys, probe->key);
	const char *data;
	uint32		len;

	if (row->isnull[i])
		return;
	key_reader_fold_live(probe->key, row->values[i], &data, &len);
	match_probe_attach(probe->search, probe->waiting, key_reader_hash(probe->search->keys, data, len), row);
}

static void
probe_texts(Search *search, const MatchBatch *batch, KeyKind key)
{
	Waiting		waiting = {0};
	Probe		probe = {.search = search, .waiting = &waiting, .key = key};
	Datum	   *texts;

	for (int i = 0; i < batch->nrecords; i++)
	{
		const RecordKey *own = &batch->records[i]->keys[key];

		if (own->state == KEY_PRESENT && !batch->records[i]->bearers[key].complete)
			waiting_add(&waiting, own->hash, batch->records[i]);
	}
	if (waiting.nwaiters == 0)
		return;
	waiting_order(&waiting);
	texts = palloc(waiting.nwaiters * sizeof(Datum));
	for (int i = 0; i < waiting.nwaiters; i++)
	{
		const RecordKey *own = &waiting.waiters[i].record->keys[key];

		texts[i] = PointerGetDatum(cstring_to_text_with_len(own->data, own->len));
	}
	live_read_texts(search->live, key, texts, waiting.nwaiters, on_text_row, &probe);
}

void
match_probe_texts(Search *search, const MatchBatch *batch)
{
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (key_reader_has(search->keys, key))
			probe_texts(search, batch, key);
}

/*
 * Of look-ups by a text.  Without an index, each batch reads the whole table: some of
 * its records are mostly new, or bring another key than their customer has.
 */
static double
text_cost(const Search *search, const MatchBatch *batch, KeyKind key)
{
	if (search->indexed[key] || !key_reader_has(search->keys, key))
		return live_cost_text_probes(&search->size, batch->leading[key], batch->batches);
	return batch->batches * live_cost_table(&search->size, search->map->nfields + 1);
}

/*
 * A record costs one look-up: most are found by their first key, and the row
 * has the others.
 */
double
match_probe_cost(const Search *search, const MatchBatch *batch, KeyKind first)
{
	double		cost = 0;

	for (int key = first; key < NUM_KEYS; key++)
		cost += key == KEY_CUSTOMER_ID
			? live_cost_id_probes(&search->size, batch->leading[key], batch->batches)
			: text_cost(search, batch, key);
	return cost;
}

/* ---- the strategy ---- */

static double
probe_cost(MatchStrategy *self, const MatchBatch *batch)
{
	return match_probe_cost(self->search, batch, KEY_CUSTOMER_ID);
}

static bool
probe_find(MatchStrategy *self, const MatchBatch *batch)
{
	Waiting		ids = batch->ids;

	match_probe_ids(self->search, &ids);
	match_probe_texts(self->search, batch);
	return true;
}

MatchStrategy *
match_probe_create(Search *search)
{
	MatchStrategy *strategy = palloc0(sizeof(MatchStrategy));

	*strategy = (MatchStrategy) {
		.name = "probes", .search = search, .cost = probe_cost, .find = probe_find
	};
	return strategy;
}
