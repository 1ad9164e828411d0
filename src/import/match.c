/*
 * match.c
 *
 * Three ways to the live rows of a batch, all ending in attach():
 *
 *	in step		the batch's ids lie close together (a file in key order): the
 *				window of live rows they span is read in order beside it
 *	table		the file is large and in no order: all live customers were read
 *				once into a KeyTable; only rows that differ are read again
 *	probes		the file is small: its keys are looked up by index
 *
 * The strategy is chosen anew for each batch, by cost; see choose_strategy().  A batch's
 * keys are read and folded first, and final.  Keys that the first look did not
 * settle (a new email for a known id) are probed.  Whichever way a row was
 * found, attach() decides by the row's own keys whom it belongs to, and diff.c
 * what differs.
 *
 * Who a record is (settle()): of the customers who bear its first key in
 * match_by, the one who bears the strongest of its other keys too.  Two who do
 * equally are an error, and so is another key that names somebody else.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "import/claims.h"
#include "import/keytable.h"
#include "import/match.h"
#include "support/settings.h"

/*
 * Costs of reading a live customer in a scan and by an index probe, in the
 * same unit (microseconds on the machine of test/bench/README.md).
 */
#define COST_SCAN 0.5
#define COST_PROBE 4.0

/*
 * Windows are read when they hold at most this many live rows per record, one
 * window costing as much as reading this many rows.
 */
#define WINDOW_FACTOR 3.0
#define WINDOW_ROWS 64.0

/* Records by which the memory of look-ups is fetched ahead. */
#define PREFETCH_AHEAD 12

/* Customers that the table may name for one key, false ones included. */
#define KEY_CANDIDATES 16

/* And for one record: one by its customer_id. */
#define MAX_CANDIDATES (1 + (NUM_KEYS - 1) * KEY_CANDIDATES)

typedef enum MatchStrategy
{
	STRATEGY_NONE,					/* there is no live customer */
	STRATEGY_IN_STEP,
	STRATEGY_TABLE,
	STRATEGY_PROBES,
	NUM_STRATEGIES
} MatchStrategy;

/* A record waiting for the live row with a certain key. */
typedef struct Waiting
{
	uint64		hash;
	Record	   *record;
} Waiting;

struct Matcher
{
	FieldMap   *map;
	const ImportOptions *options;
	Differ	   *differ;
	LiveReader *live;
	const KeyReader *keys;
	MemoryContext context;
	uint32		matching;		/* keys of the file that are in match_by, as bits */
	Hash128		row_seed;

	/* what is known of the sizes */
	int64		live_rows;		/* estimate */
	double		live_density;	/* live rows per id */
	int64		file_size;
	int64		bytes_sampled;	/* of the first rows */
	int64		rows_sampled;
	int64		rows_done;

	KeyTable   *table;
	int64		table_rows;
	bool		table_too_large;
	bool		used[NUM_STRATEGIES];

	/* the batch at hand */
	Waiting    *waiting;		/* sorted by hash */
	int			nwaiting;
	int			position;		/* of a window read in order */
};

#define ST_SORT sort_waiting
#define ST_ELEMENT_TYPE Waiting
#define ST_COMPARE(a, b) ((a)->hash < (b)->hash ? -1 : (a)->hash > (b)->hash)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Does the file have this key as a column? */
static inline bool
has_key(const Matcher *matcher, KeyKind key)
{
	return key_reader_has(matcher->keys, key);
}

/* ---- attaching live rows to records ---- */

/*
 * Does the record bear this text key of the live row?  Others may bear one that
 * is not stored folded too, in another spelling: it is to be looked up still.
 */
static inline bool
text_key_agrees(const Matcher *matcher, Record *record, KeyKind key, const LiveRow *row)
{
	int			i = key_reader_index(matcher->keys, key);
	const RecordKey *own = &record->keys[key];
	const char *data;
	uint32		len;

	if (own->state != KEY_PRESENT || row->isnull[i])
		return false;
	if (value_text_equals(row->values[i], own->data, own->len))
	{
		record->bearers[key].complete = true;
		return true;
	}
	key_reader_fold_live(key, row->values[i], &data, &len);
	return own->len == len && memcmp(own->data, data, len) == 0;
}

/* Which of the record's keys does the live row bear?  (bits) */
static uint32
keys_agreeing(const Matcher *matcher, Record *record, const LiveRow *row)
{
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];
	uint32		agreeing = 0;

	if (id->state == KEY_PRESENT && id->number == row->customer_id)
	{
		record->bearers[KEY_CUSTOMER_ID].complete = true;
		agreeing |= 1 << KEY_CUSTOMER_ID;
	}
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (has_key(matcher, key) && text_key_agrees(matcher, record, key, row))
			agreeing |= 1 << key;
	return agreeing;
}

/* The stronger the keys that a customer bears, the higher. */
static uint8
rank_of(uint32 agreeing)
{
	uint8		rank = 0;

	for (int key = 0; key < NUM_KEYS; key++)
		rank = rank << 1 | (agreeing >> key & 1);
	return rank;
}

/* Does a customer come before another among those who bear a key? */
static inline bool
comes_before(uint8 rank, int64 id, uint8 other_rank, int64 other)
{
	return other == 0 || rank > other_rank || (rank == other_rank && id < other);
}

/* Another customer who bears the key. */
static void
add_bearer(KeyBearers *bearers, uint8 rank, int64 id)
{
	if (id == bearers->first || id == bearers->second)
		return;
	if (comes_before(rank, id, bearers->first_rank, bearers->first))
	{
		bearers->second = bearers->first;
		bearers->second_rank = bearers->first_rank;
		bearers->first = id;
		bearers->first_rank = rank;
	}
	else if (comes_before(rank, id, bearers->second_rank, bearers->second))
	{
		bearers->second = id;
		bearers->second_rank = rank;
	}
}

/* The first key in match_by among those (bits), or -1. */
static int
first_matching(const Matcher *matcher, uint32 keys)
{
	for (int i = 0; i < matcher->options->nmatch_by; i++)
		if (keys & (1 << matcher->options->match_by[i]))
			return matcher->options->match_by[i];
	return -1;
}

/*
 * What the record changes of a live row.  The key that it was found by is
 * reviewed, too, as it stands there.
 */
static void
diff_with(Matcher *matcher, Record *record, const LiveRow *row, int by)
{
	record->diffed = row->customer_id;
	diff_record(matcher->differ, record, row);
	if (by != KEY_CUSTOMER_ID)
	{
		int			i = key_reader_index(matcher->keys, by);

		if (!value_text_equals(row->values[i], record->keys[by].data, record->keys[by].len))
			record->matched_key = value_live_text(&matcher->map->fields[i], row->values[i], false);
	}
}

/* A live row that one of the record's keys may name. */
static void
attach(Matcher *matcher, Record *record, const LiveRow *row)
{
	uint32		agreeing = keys_agreeing(matcher, record, row);
	uint8		rank = rank_of(agreeing);

	for (int key = 0; key < NUM_KEYS; key++)
		if (agreeing & (1 << key))
			add_bearer(&record->bearers[key], rank, row->customer_id);
	if ((agreeing & matcher->matching) != 0 && record->diffed == 0)
		diff_with(matcher, record, row, first_matching(matcher, agreeing));
}

/* First of the waiting records with this hash, by binary search. */
static int
first_waiting(const Matcher *matcher, uint64 hash)
{
	int			low = 0,
				high = matcher->nwaiting;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (matcher->waiting[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Attaches a row to the waiting records from position i on with this hash. */
static inline void
attach_all(Matcher *matcher, int i, uint64 hash, const LiveRow *row)
{
	for (; i < matcher->nwaiting && matcher->waiting[i].hash == hash; i++)
		attach(matcher, matcher->waiting[i].record, row);
}

static void
wait_for(Matcher *matcher, uint64 hash, Record *record)
{
	matcher->waiting[matcher->nwaiting].hash = hash;
	matcher->waiting[matcher->nwaiting++].record = record;
}

/* Sorts who is waiting, unless they are in order already. */
static void
order_waiting(Matcher *matcher)
{
	for (int i = 1; i < matcher->nwaiting; i++)
		if (matcher->waiting[i - 1].hash > matcher->waiting[i].hash)
		{
			sort_waiting(matcher->waiting, matcher->nwaiting);
			return;
		}
}

/* ---- in step ---- */

/* A row of the window: the records are in the same order. */
static void
on_window_row(void *state, const LiveRow *row)
{
	Matcher    *matcher = state;
	uint64		id = (uint64) row->customer_id;

	while (matcher->position < matcher->nwaiting &&
		   matcher->waiting[matcher->position].hash < id)
		matcher->position++;
	attach_all(matcher, matcher->position, id, row);
}

/* Collects the records that have an id, in the order of their ids. */
static void
collect_ids(Matcher *matcher, Record **records, int nrecords)
{
	matcher->nwaiting = 0;
	for (int i = 0; i < nrecords; i++)
	{
		const RecordKey *id = &records[i]->keys[KEY_CUSTOMER_ID];

		if (id->state == KEY_PRESENT)
			wait_for(matcher, id->hash, records[i]);
	}
	order_waiting(matcher);
}

/*
 * Where the window that starts at waiting record first ends: before the next
 * gap that holds more live rows than another window costs.
 */
static int
window_end(const Matcher *matcher, int first)
{
	int			i = first + 1;

	while (i < matcher->nwaiting &&
		   (double) (matcher->waiting[i].hash - matcher->waiting[i - 1].hash) *
		   matcher->live_density <= WINDOW_ROWS)
		i++;
	return i;
}

/* Reads the windows of the waiting ids; one, but for ids far from the others. */
static void
match_in_step(Matcher *matcher)
{
	for (int first = 0, end; first < matcher->nwaiting; first = end)
	{
		end = window_end(matcher, first);
		matcher->position = first;
		live_read_window(matcher->live, (int64) matcher->waiting[first].hash,
						 (int64) matcher->waiting[end - 1].hash, on_window_row, matcher);
	}
	for (int i = 0; i < matcher->nwaiting; i++)
		matcher->waiting[i].record->bearers[KEY_CUSTOMER_ID].complete = true;
}

/* ---- probes ---- */

/* A row fetched by one of the waiting ids. */
static void
on_id_row(void *state, const LiveRow *row)
{
	Matcher    *matcher = state;

	attach_all(matcher, first_waiting(matcher, (uint64) row->customer_id),
			   (uint64) row->customer_id, row);
}

/* Reads the live rows with the waiting ids. */
static void
read_waiting_ids(Matcher *matcher, LiveRowCallback callback)
{
	int64	   *ids;
	int			nids = 0;

	if (matcher->nwaiting == 0)
		return;
	order_waiting(matcher);
	ids = palloc(matcher->nwaiting * sizeof(int64));
	for (int i = 0; i < matcher->nwaiting; i++)
		if (nids == 0 || ids[nids - 1] != (int64) matcher->waiting[i].hash)
			ids[nids++] = (int64) matcher->waiting[i].hash;
	live_read_ids(matcher->live, ids, nids, callback, matcher);
}

static void
probe_ids(Matcher *matcher)
{
	read_waiting_ids(matcher, on_id_row);
	for (int i = 0; i < matcher->nwaiting; i++)
		matcher->waiting[i].record->bearers[KEY_CUSTOMER_ID].complete = true;
}

/* A row fetched by one of the waiting identifiers or emails. */
static void
on_text_row(Matcher *matcher, KeyKind key, const LiveRow *row)
{
	int			i = key_reader_index(matcher->keys, key);
	const char *data;
	uint32		len;
	uint64		hash;

	if (row->isnull[i])
		return;
	key_reader_fold_live(key, row->values[i], &data, &len);
	hash = key_reader_hash(matcher->keys, data, len);
	attach_all(matcher, first_waiting(matcher, hash), hash, row);
}

static void
on_identifier_row(void *state, const LiveRow *row)
{
	on_text_row(state, KEY_IDENTIFIER, row);
}

static void
on_email_row(void *state, const LiveRow *row)
{
	on_text_row(state, KEY_EMAIL, row);
}

/* Probes the identifiers or emails that are still unresolved. */
static void
probe_texts(Matcher *matcher, KeyKind key, Record **records, int nrecords)
{
	Datum	   *texts;

	matcher->nwaiting = 0;
	for (int i = 0; i < nrecords; i++)
	{
		const RecordKey *own = &records[i]->keys[key];

		if (own->state == KEY_PRESENT && !records[i]->bearers[key].complete)
			wait_for(matcher, own->hash, records[i]);
	}
	if (matcher->nwaiting == 0)
		return;
	order_waiting(matcher);
	texts = palloc(matcher->nwaiting * sizeof(Datum));
	for (int i = 0; i < matcher->nwaiting; i++)
	{
		const RecordKey *own = &matcher->waiting[i].record->keys[key];

		texts[i] = PointerGetDatum(cstring_to_text_with_len(own->data, own->len));
	}
	live_read_texts(matcher->live, key, texts, matcher->nwaiting,
					key == KEY_IDENTIFIER ? on_identifier_row : on_email_row, matcher);
	for (int i = 0; i < matcher->nwaiting; i++)
		matcher->waiting[i].record->bearers[key].complete = true;
}

/* ---- table ---- */

/* Bytes that so many customers take, with the claims on them (claims.h). */
static Size
table_memory(const Matcher *matcher, int64 customers)
{
	return keytable_size_for(matcher->keys->present, customers) + customers * CLAIMS_NUMBER_BYTES;
}

static bool
fits_memory(Size bytes)
{
	return bytes <= (Size) customers_match_memory * 1024;
}

/* Keeps the scratch memory of the scan small, and the table in its bounds. */
static void
check_table(Matcher *matcher)
{
	if (++matcher->table_rows % CSV_BATCH_RECORDS != 0)
		return;
	MemoryContextReset(CurrentMemoryContext);
	matcher->table_too_large = !fits_memory(table_memory(matcher, matcher->table_rows));
}

/* A live row on its way into the table. */
static void
on_table_row(void *state, const LiveRow *row)
{
	Matcher    *matcher = state;
	const FieldMap *map = matcher->map;
	uint64		hashes[NUM_KEYS] = {0};
	Hash128		hash = matcher->row_seed;

	check_table(matcher);
	if (matcher->table_too_large)
		return;
	for (int i = 0; i < map->nfields; i++)
		if (i != map->groups && field_in_file(&map->fields[i]))
			value_hash_live(&hash, &map->fields[i], row->values[i], row->isnull[i]);
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
	{
		const char *data;
		uint32		len;

		if (!has_key(matcher, key) || row->isnull[key_reader_index(matcher->keys, key)])
			continue;
		key_reader_fold_live(key, row->values[key_reader_index(matcher->keys, key)], &data, &len);
		if (len > 0)
			hashes[key] = key_reader_hash(matcher->keys, data, len);
	}
	keytable_add(matcher->table, row->customer_id, hash, hashes);
}

/* Reads all live customers into the table; false if they do not fit. */
static bool
build_table(Matcher *matcher)
{
	MemoryContext old = MemoryContextSwitchTo(matcher->context);
	MemoryContext scratch = AllocSetContextCreate(matcher->context, "customers live rows",
												  ALLOCSET_DEFAULT_SIZES);

	matcher->table = keytable_create(matcher->keys->present);
	MemoryContextSwitchTo(scratch);
	live_read_all(matcher->live, on_table_row, matcher);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	if (matcher->table_too_large)
	{
		keytable_destroy(matcher->table);
		matcher->table = NULL;
	}
	else
		keytable_finish(matcher->table);
	return matcher->table != NULL;
}

/* The hash of a record's row; false if a cell of it is no value at all. */
static bool
hash_cells(Matcher *matcher, Record *record, Hash128 *hash)
{
	const FieldMap *map = matcher->map;

	*hash = matcher->row_seed;
	for (int i = 0; i < map->nfields; i++)
	{
		CellValue	value = {0};

		if (i == map->groups || !field_in_file(&map->fields[i]))
			continue;
		record_read_value(record, &map->fields[i], &value);
		if (value.state == VALUE_ERROR)
			return false;
		value_hash(hash, &map->fields[i], &value);
	}
	return true;
}

/* Is the record, cell for cell, the row of this customer? */
static bool
is_same_row(Matcher *matcher, Record *record, uint32 number)
{
	const KeyTableEntry *entry = keytable_entry(matcher->table, number);
	Hash128		hash;

	if (!hash_cells(matcher, record, &hash) ||
		hash.lo != entry->row.lo || hash.hi != entry->row.hi)
		return false;
	record->same = true;
	record->live_number = number;
	for (int key = 0; key < NUM_KEYS; key++)
		if (record->keys[key].state == KEY_PRESENT)
			record->bearers[key].first = entry->customer_id;
	record->diffed = entry->customer_id;
	return true;
}

/*
 * Waits for the rows of those who may bear a text key; false if they are more
 * than there is room for.
 */
static bool
wait_for_bearers(Matcher *matcher, KeyKind key, Record *record)
{
	int			before = matcher->nwaiting;
	KeyTableCursor cursor;

	for (uint32 number = keytable_first(matcher->table, key, record->keys[key].hash, &cursor);
		 number != 0; number = keytable_next(matcher->table, &cursor))
	{
		if (matcher->nwaiting - before == KEY_CANDIDATES)
		{
			matcher->nwaiting = before;
			return false;
		}
		wait_for(matcher, keytable_entry(matcher->table, number)->customer_id, record);
	}
	return true;
}

/*
 * Waits for the rows of all customers whom the record's keys may name.  A key
 * that very many bear is left to be probed.
 */
static void
wait_for_candidates(Matcher *matcher, Record *record)
{
	for (int key = 0; key < NUM_KEYS; key++)
	{
		const RecordKey *own = &record->keys[key];

		if (own->state != KEY_PRESENT)
			continue;
		if (key != KEY_CUSTOMER_ID)
			record->bearers[key].complete = wait_for_bearers(matcher, key, record);
		else if (keytable_find_id(matcher->table, own->number) != 0)
			wait_for(matcher, own->hash, record);
	}
}

/* The first key that the record has; NUM_KEYS if it has none. */
static int
leading_key(const Record *record)
{
	int			key = 0;

	while (key < NUM_KEYS && record->keys[key].state != KEY_PRESENT)
		key++;
	return key;
}

/*
 * The one customer whom the leading key (most likely) names; 0 if there is none,
 * or more than one.
 */
static uint32
find_leading(Matcher *matcher, const Record *record, int key)
{
	KeyTableCursor cursor;
	uint32		number;

	if (key == KEY_CUSTOMER_ID)
		return keytable_find_id(matcher->table, record->keys[key].number);
	number = keytable_first(matcher->table, key, record->keys[key].hash, &cursor);
	return number != 0 && keytable_next(matcher->table, &cursor) == 0 ? number : 0;
}

/*
 * Looks a record's keys up in the table.  Settles the record if its row is the
 * same as that of the customer whom its leading key names (its other keys are
 * among the cells that are the same); else it waits for the rows of all
 * customers that its keys may name.
 */
static void
look_up(Matcher *matcher, Record *record)
{
	int			leading = leading_key(record);
	uint32		number;

	for (int key = 0; key < NUM_KEYS; key++)
		record->bearers[key].complete = true;
	if (leading == NUM_KEYS)
		return;
	number = find_leading(matcher, record, leading);
	if (number == 0 || !is_same_row(matcher, record, number))
		wait_for_candidates(matcher, record);
}

/* Has the memory of a record's leading key fetched. */
static void
announce(Matcher *matcher, const Record *record)
{
	int			leading = leading_key(record);

	if (leading < NUM_KEYS)
		keytable_prefetch_slot(matcher->table, leading, record->keys[leading].hash);
}

/* Has the entry fetched, when the slot has come. */
static void
announce_entry(Matcher *matcher, const Record *record)
{
	int			leading = leading_key(record);

	if (leading < NUM_KEYS)
		keytable_prefetch_entry(matcher->table, leading, record->keys[leading].hash);
}

static void
match_by_table(Matcher *matcher, Record **records, int nrecords)
{
	matcher->nwaiting = 0;
	for (int i = 0; i < nrecords + 2 * PREFETCH_AHEAD; i++)
	{
		if (i < nrecords)
			announce(matcher, records[i]);
		if (i >= PREFETCH_AHEAD && i - PREFETCH_AHEAD < nrecords)
			announce_entry(matcher, records[i - PREFETCH_AHEAD]);
		if (i >= 2 * PREFETCH_AHEAD)
			look_up(matcher, records[i - 2 * PREFETCH_AHEAD]);
	}
	read_waiting_ids(matcher, on_id_row);
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (has_key(matcher, key))
			probe_texts(matcher, key, records, nrecords);
}

/* ---- choosing the strategy ---- */

/* Do the waiting ids lie so close together that reading their windows pays? */
static bool
windows_pay(const Matcher *matcher)
{
	double		rows = 0;

	if (matcher->nwaiting == 0)
		return false;
	for (int first = 0, end; first < matcher->nwaiting; first = end)
	{
		end = window_end(matcher, first);
		rows += WINDOW_ROWS + matcher->live_density *
			(double) (matcher->waiting[end - 1].hash - matcher->waiting[first].hash);
	}
	return rows <= WINDOW_FACTOR * matcher->nwaiting + 2 * WINDOW_ROWS;
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

/*
 * Is the rest of the file worth reading all live customers for, if each record
 * costs so many probes otherwise?
 */
static bool
table_pays(const Matcher *matcher, double probes)
{
	return !matcher->table_too_large &&
		estimate_rows_left(matcher) * probes * COST_PROBE > matcher->live_rows * COST_SCAN &&
		fits_memory(table_memory(matcher, matcher->live_rows));
}

static MatchStrategy
choose_strategy(Matcher *matcher, Record **records, int nrecords)
{
	if (matcher->live_rows == 0)
		return STRATEGY_NONE;
	if (matcher->table != NULL)
		return STRATEGY_TABLE;
	if (has_key(matcher, KEY_CUSTOMER_ID))
	{
		collect_ids(matcher, records, nrecords);
		/* those without an id are probed by their other keys */
		if (windows_pay(matcher) &&
			!table_pays(matcher, 1.0 - (double) matcher->nwaiting / nrecords))
			return STRATEGY_IN_STEP;
	}
	return table_pays(matcher, pg_number_of_ones[matcher->keys->present & 0xff])
		? STRATEGY_TABLE : STRATEGY_PROBES;
}

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

/* ---- the verdict on a record ---- */

/* The record's cell of a key, for a note. */
static const char *
key_cell(const Matcher *matcher, const Record *record, KeyKind key)
{
	const CsvCell *cell = record_cell(record, key_reader_field(matcher->keys, key));

	return record_clip(cell->data, cell->len);
}

static void
reject_ambiguous(Matcher *matcher, Record *record, KeyKind key, const char *message,
				 const char *hint)
{
	record->reason = "ambiguous_match";
	record_note(record, "ambiguous_match", options_key_name(key), key_cell(matcher, record, key),
				message, hint);
}

/* Two keys that name two customers. */
static void
reject_contradiction(Matcher *matcher, Record *record, KeyKind first, KeyKind second)
{
	reject_ambiguous(matcher, record, second,
					 psprintf("%s names customer " INT64_FORMAT ", but %s names customer " INT64_FORMAT,
							  options_key_name(first), record->bearers[first].first,
							  options_key_name(second), record->bearers[second].first),
					 "Correct one of them, or leave it empty.");
}

/* One key that two customers bear. */
static void
reject_shared(Matcher *matcher, Record *record, KeyKind key)
{
	const KeyBearers *bearers = &record->bearers[key];

	reject_ambiguous(matcher, record, key,
					 psprintf("customers " INT64_FORMAT " and " INT64_FORMAT " both have this %s",
							  Min(bearers->first, bearers->second), Max(bearers->first, bearers->second),
							  options_key_name(key)),
					 "Correct one of them, or say by another key which is meant.");
}

/* The number of the matched customer in the table; 0 if it is not there. */
static uint32
find_number(const Matcher *matcher, const Record *record)
{
	KeyTableCursor cursor;
	uint32		number;

	if (matcher->table == NULL)
		return 0;
	if (record->matched_by == KEY_CUSTOMER_ID)
		return keytable_find_id(matcher->table, record->customer_id);
	for (number = keytable_first(matcher->table, record->matched_by,
								 record->keys[record->matched_by].hash, &cursor);
		 number != 0 && keytable_entry(matcher->table, number)->customer_id != record->customer_id;)
		number = keytable_next(matcher->table, &cursor);
	return number;
}

/* Keys that customers bear, as bits. */
static uint32
keys_found(const Record *record)
{
	uint32		keys = 0;

	for (int key = 0; key < NUM_KEYS; key++)
		if (record->bearers[key].first != 0)
			keys |= 1 << key;
	return keys;
}

/* Takes back what was made of a row that is not the record's after all. */
static void
forget_diff(Matcher *matcher, Record *record)
{
	diff_forget(matcher->differ, record);
	record->diffed = 0;
	record->matched_key = NULL;
}

/* Whom the keys in match_by name, in that order. */
static void
settle(Matcher *matcher, Record *record)
{
	int			by = first_matching(matcher, keys_found(record));
	const KeyBearers *bearers;

	if (by < 0)
		return;
	bearers = &record->bearers[by];
	record->matched_by = by;
	if (bearers->second != 0 && bearers->second_rank == bearers->first_rank)
	{
		forget_diff(matcher, record);
		reject_shared(matcher, record, by);
		return;
	}
	record->matched = true;
	record->customer_id = bearers->first;
	if (record->live_number == 0)
		record->live_number = find_number(matcher, record);
}

/* A row that was attached to other records, or behind another one. */
static void
on_settled_row(void *state, const LiveRow *row)
{
	Matcher    *matcher = state;
	uint64		id = (uint64) row->customer_id;

	for (int i = first_waiting(matcher, id); i < matcher->nwaiting && matcher->waiting[i].hash == id; i++)
		diff_with(matcher, matcher->waiting[i].record, row, matcher->waiting[i].record->matched_by);
}

/*
 * Records of which another row was compared, because a weaker key had named it
 * before theirs came, are compared with their own.
 */
static void
diff_again(Matcher *matcher, Record **records, int nrecords)
{
	matcher->nwaiting = 0;
	for (int i = 0; i < nrecords; i++)
	{
		Record	   *record = records[i];

		if (!record->matched || record->same || record->diffed == record->customer_id)
			continue;
		forget_diff(matcher, record);
		wait_for(matcher, (uint64) record->customer_id, record);
	}
	read_waiting_ids(matcher, on_settled_row);
}

/* Would the record write a key into its customer's row? */
static bool
writes_key(const Matcher *matcher, const Record *record, KeyKind key)
{
	return key != KEY_CUSTOMER_ID && record->changes != NULL &&
		record->changes[key_reader_index(matcher->keys, key)].touched;
}

/* Rejects a record whose keys contradict each other. */
static void
check_keys(Matcher *matcher, Record *record)
{
	int			by = record->matched_by;

	for (int key = 0; key < NUM_KEYS; key++)
	{
		const KeyBearers *bearers = &record->bearers[key];

		if (bearers->first == 0)
			continue;
		if (!record->matched)
			record_note(record, "key_taken", options_key_name(key), NULL,
						psprintf("customer " INT64_FORMAT " has it already", bearers->first),
						"Add this key to match_by, or correct the cell.");
		else if (bearers->first != record->customer_id && bearers->second != record->customer_id)
			reject_contradiction(matcher, record, by, key);
		else if (bearers->second != 0 && writes_key(matcher, record, key))
			reject_shared(matcher, record, key);
	}
}

/* Looks the batch's keys up by window or by index; choose_strategy() has collected
 * the ids. */
static void
match_by_index(Matcher *matcher, MatchStrategy strategy, Record **records, int nrecords)
{
	if (strategy == STRATEGY_IN_STEP)
		match_in_step(matcher);
	else if (has_key(matcher, KEY_CUSTOMER_ID))
		probe_ids(matcher);
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		if (has_key(matcher, key))
			probe_texts(matcher, key, records, nrecords);
}

void
match_records(Matcher *matcher, Record **records, int nrecords)
{
	MatchStrategy			strategy;

	if (nrecords == 0)
		return;
	sample_batch(matcher, records, nrecords);
	matcher->waiting = palloc(nrecords * MAX_CANDIDATES * sizeof(Waiting));
	strategy = choose_strategy(matcher, records, nrecords);
	if (strategy == STRATEGY_TABLE && matcher->table == NULL && !build_table(matcher))
		strategy = STRATEGY_PROBES;
	matcher->used[strategy] = true;
	if (strategy == STRATEGY_TABLE)
		match_by_table(matcher, records, nrecords);
	else if (strategy != STRATEGY_NONE)
		match_by_index(matcher, strategy, records, nrecords);
	for (int i = 0; i < nrecords; i++)
		settle(matcher, records[i]);
	diff_again(matcher, records, nrecords);
	for (int i = 0; i < nrecords; i++)
		if (records[i]->reason == NULL)
			check_keys(matcher, records[i]);
	matcher->rows_done += nrecords;
	pfree(matcher->waiting);
}

int64
matcher_live_numbers(const Matcher *matcher)
{
	return matcher->table == NULL ? 0 : keytable_customers(matcher->table);
}

Size
matcher_memory(const Matcher *matcher)
{
	return matcher->table == NULL ? 0 : keytable_size(matcher->table);
}

const char *
matcher_strategy(const Matcher *matcher)
{
	static const char *const name[] = {"", "in step", "table", "probes"};
	StringInfoData words;

	initStringInfo(&words);
	for (int strategy = STRATEGY_IN_STEP; strategy < NUM_STRATEGIES; strategy++)
		if (matcher->used[strategy])
			appendStringInfo(&words, "%s%s", words.len > 0 ? ", " : "", name[strategy]);
	return words.len > 0 ? words.data : "no customers yet";
}

Matcher *
matcher_create(FieldMap *map, const ImportOptions *options, const KeyReader *keys,
			   Differ *differ, int64 file_size)
{
	Matcher    *matcher = palloc0(sizeof(Matcher));
	int64		smallest,
				largest;

	matcher->map = map;
	matcher->options = options;
	matcher->differ = differ;
	matcher->file_size = file_size;
	matcher->context = CurrentMemoryContext;
	matcher->live = live_reader_create(map);
	matcher->keys = keys;
	for (int i = 0; i < options->nmatch_by; i++)
		matcher->matching |= (1 << options->match_by[i]) & matcher->keys->present;
	if (!pg_strong_random(&matcher->row_seed, sizeof(matcher->row_seed)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate a random seed")));
	if (live_id_range(&smallest, &largest))
	{
		/* rows that are kept elsewhere (a foreign partition) take no room here */
		matcher->live_rows = live_estimate_rows();
		if (matcher->live_rows == 0)
			matcher->live_rows = largest - smallest + 1;
		matcher->live_density = Min(1.0, matcher->live_rows / ((double) largest - smallest + 1));
	}
	return matcher;
}
