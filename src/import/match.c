/*
 * match.c
 *
 *		batch, keys read -> the cheapest strategy -> live rows -> resolve.c
 *			-> records that were compared with another's row: again
 *
 * The strategy (match_strategy.h) is chosen anew for each batch.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/key_sql.h"
#include "import/match.h"
#include "import/match_strategy.h"

#define NUM_STRATEGIES 3

struct Matcher
{
	Search		search;
	MatchStrategy *strategies[NUM_STRATEGIES];
	MatchStrategy *table;		/* one of them */
	MatchStrategy *lasting;		/* strategy kept to the end of the file, or NULL */

	/* for estimating what is to come */
	int64		file_size;
	int64		bytes_sampled;	/* of the first rows */
	int64		rows_sampled;
	int64		rows_done;
	int64		batches_done;
};

/* How many customers there are, and how densely their ids lie. */
static void
measure_live(Search *search)
{
	int64		smallest,
				largest;
	double		ids;

	if (!live_id_range(&smallest, &largest))
		return;
	ids = (double) largest - smallest + 1;
	search->size = live_size();
	/* rows that are kept elsewhere (a foreign partition) have no pages here */
	if (search->size.rows < 1)
		search->size.rows = ids;
	search->density = Min(1.0, search->size.rows / ids);
	for (int key = 0; key < NUM_KEYS; key++)
		search->indexed[key] = key == KEY_CUSTOMER_ID || key_sql_is_indexed(key);
}

Matcher *
matcher_create(const FieldMap *map, const ImportOptions *options, const KeyReader *keys,
			   Differ *differ, int64 file_size)
{
	Matcher    *matcher = palloc0(sizeof(Matcher));
	Search	   *search = &matcher->search;

	search->map = map;
	search->keys = keys;
	search->resolver = resolver_create(keys, options, differ);
	search->live = live_reader_create(map);
	measure_live(search);
	matcher->table = match_table_create(search);
	/* of two that cost the same, the first */
	matcher->strategies[0] = match_probe_create(search);
	matcher->strategies[1] = match_window_create(search);
	matcher->strategies[2] = matcher->table;
	matcher->file_size = file_size;
	return matcher;
}

/* ---- choosing the strategy ---- */

/* Takes the first batches' bytes for the estimate of what is still to come. */
static void
sample_batch(Matcher *matcher, Record **records, int nrecords)
{
	if (matcher->rows_sampled > 4 * CSV_BATCH_RECORDS)
		return;
	for (int i = 0; i < nrecords; i++)
		for (int j = 0; j < records[i]->source->ncells; j++)
			matcher->bytes_sampled += records[i]->source->cells[j].len + 1;
	matcher->rows_sampled += nrecords;
}

/* Records from this batch on, judged by the size of those that have come. */
static double
estimate_rows_left(const Matcher *matcher)
{
	double		rows;

	if (matcher->file_size < 0)
		return PG_INT64_MAX;
	rows = (double) matcher->file_size * matcher->rows_sampled / Max(matcher->bytes_sampled, 1);
	return Max(rows - matcher->rows_done, 0) + 1;
}

/* Batches from this one on: of the usual size, which this one may not have. */
static double
estimate_batches_left(const Matcher *matcher, int nrecords)
{
	double		usual = (double) (matcher->rows_done + nrecords) / (matcher->batches_done + 1);

	return Max(estimate_rows_left(matcher) / usual, 1);
}

/* Describes the batch for the strategies. */
static void
describe_batch(const Matcher *matcher, MatchBatch *batch)
{
	batch->batches = estimate_batches_left(matcher, batch->nrecords);
	for (int i = 0; i < batch->nrecords; i++)
	{
		Record	   *record = batch->records[i];
		int			leading = record_leading_key(record);

		if (leading < NUM_KEYS)
			batch->leading[leading]++;
		if (leading == KEY_CUSTOMER_ID)
			waiting_add(&batch->ids, record->keys[KEY_CUSTOMER_ID].hash, record);
	}
	waiting_order(&batch->ids);
}

static MatchStrategy *
choose_strategy(Matcher *matcher, const MatchBatch *batch)
{
	MatchStrategy *cheapest = NULL;
	double		lowest = 0;

	for (int i = 0; i < NUM_STRATEGIES; i++)
	{
		double		cost = matcher->strategies[i]->cost(matcher->strategies[i], batch);

		if (cheapest != NULL && cost >= lowest)
			continue;
		cheapest = matcher->strategies[i];
		lowest = cost;
	}
	return cheapest;
}

/* Attaches the live rows, in the cheapest way that works; returns which did. */
static MatchStrategy *
find_rows(Matcher *matcher, MatchBatch *batch)
{
	MatchStrategy *strategy = matcher->lasting;

	if (strategy == NULL)
	{
		describe_batch(matcher, batch);
		strategy = choose_strategy(matcher, batch);
	}
	/* one that failed says from then on that it cannot be done */
	while (!strategy->find(strategy, batch))
		strategy = choose_strategy(matcher, batch);
	strategy->used = true;
	if (strategy->number != NULL)
		matcher->lasting = strategy;
	return strategy;
}

/* ---- a batch ---- */

/* A row that was attached to other records, or behind another one. */
static void
on_settled_row(void *state, const LiveRow *row)
{
	void	  **arguments = state;
	Matcher    *matcher = arguments[0];
	const Waiting *waiting = arguments[1];
	uint64		id = (uint64) row->customer_id;

	for (int i = waiting_find(waiting, id);
		 i < waiting->nwaiters && waiting->waiters[i].hash == id; i++)
	{
		Record	   *record = waiting->waiters[i].record;

		resolver_compare(matcher->search.resolver, record, row);
		if (record->matched_weakly && matcher->lasting != NULL)
			record->live_number = matcher->lasting->number_of_row(matcher->lasting, row);
	}
}

void
match_compare(Matcher *matcher, Record **records, int nrecords)
{
	Resolver   *resolver = matcher->search.resolver;
	Waiting		waiting = {0};
	void	   *arguments[] = {matcher, &waiting};
	int64	   *ids;
	int			nids;

	for (int i = 0; i < nrecords; i++)
		if (resolver_lacks_row(resolver, records[i]))
			waiting_add(&waiting, (uint64) records[i]->customer_id, records[i]);
	if (waiting.nwaiters == 0)
		return;
	waiting_order(&waiting);
	ids = waiting_ids(&waiting, &nids);
	live_read_ids(matcher->search.live, ids, nids, on_settled_row, arguments);
}

void
match_records(Matcher *matcher, Record **records, int nrecords)
{
	MatchBatch	batch = {.records = records, .nrecords = nrecords};
	Resolver   *resolver = matcher->search.resolver;
	MatchStrategy *strategy;

	if (nrecords == 0 || matcher->search.size.rows < 1) /* no customers yet */
		return;
	sample_batch(matcher, records, nrecords);
	strategy = find_rows(matcher, &batch);
	matcher->rows_done += nrecords;
	matcher->batches_done++;
	for (int i = 0; i < nrecords; i++)
	{
		resolver_settle(resolver, records[i]);
		if (records[i]->matched && strategy->number != NULL)
			records[i]->live_number = strategy->number(strategy, records[i]);
	}
	match_compare(matcher, records, nrecords);
	for (int i = 0; i < nrecords; i++)
		if (records[i]->reason == NULL)
			resolver_check(resolver, records[i]);
}

/* ---- what others are told ---- */

int64
matcher_live_numbers(const Matcher *matcher)
{
	return match_table_customers(matcher->table);
}

Size
matcher_memory(const Matcher *matcher)
{
	return match_table_memory(matcher->table);
}

const char *
matcher_strategy(const Matcher *matcher, const char *other)
{
	static const int order[] = {1, 2, 0};
	StringInfoData words;

	initStringInfo(&words);
	for (int i = 0; i < NUM_STRATEGIES; i++)
		if (matcher->strategies[order[i]]->used)
			appendStringInfo(&words, "%s%s", words.len > 0 ? ", " : "",
							 matcher->strategies[order[i]]->name);
	if (other != NULL && matcher->search.size.rows >= 1)
		appendStringInfo(&words, "%s%s", words.len > 0 ? ", " : "", other);
	return words.len > 0 ? words.data : "no customers yet";
}
