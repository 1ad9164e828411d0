/*
 * match_table.c
 *
 *		all live customers -> KeyTable: their keys, and a hash of their row
 *		record -> is its hash that of the customer whom it names? -> settled
 *			-> else the rows of all whom its keys may name are read
 *
 * The file's columns alone are hashed.  Rows of customers on other machines are copied as
 * they come (live_copy.h), and read again from there.
 */
#include "postgres.h"

#include "utils/float.h"
#include "utils/memutils.h"

#include "field/value_live.h"
#include "import/claims.h"
#include "import/keytable.h"
#include "import/live_copy.h"
#include "import/live_cost.h"
#include "import/match_probe.h"
#include "support/settings.h"
#include "support/target.h"

/* Records by which the memory of look-ups is fetched ahead. */
#define PREFETCH_AHEAD 12

/*
 * Rows that are read for one key of a record; one that more customers may bear
 * is looked up by index.
 */
#define KEY_CANDIDATES 16

typedef struct TableStrategy
{
	MatchStrategy strategy;
	MemoryContext context;
	KeyTable   *table;			/* NULL = not made */
	LiveCopy   *copy;			/* its rows, by their numbers in it; or NULL */
	Hash128		seed;			/* of a row's hash */
	int64		nrows;			/* read so far */
	bool		too_large;
	bool		is_copied;
} TableStrategy;

/* ---- making the table ---- */

/* Bytes that so many customers take, with the claims on them (claims.h). */
static Size
table_memory(const TableStrategy *self, double customers)
{
	return keytable_size_for(self->strategy.search->keys->present, customers) +
		customers * (CLAIMS_NUMBER_BYTES + (self->is_copied ? LIVE_COPY_ROW_BYTES : 0));
}

static bool
fits_memory(Size bytes)
{
	return bytes <= (Size) customers_match_memory * 1024;
}

/* Keeps the scratch memory of the scan small, and the table in its bounds. */
static void
check_table(TableStrategy *self)
{
	if (++self->nrows % CSV_BATCH_RECORDS != 0)
		return;
	MemoryContextReset(CurrentMemoryContext);
	self->too_large = !fits_memory(table_memory(self, self->nrows));
}

/* A live row on its way into the table. */
static void
on_table_row(void *state, const LiveRow *row)
{
	TableStrategy *self = state;
	const KeyReader *keys = self->strategy.search->keys;
	const FieldMap *map = keys->map;
	uint64		hashes[NUM_KEYS] = {0};
	Hash128		hash = self->seed;

	check_table(self);
	if (self->too_large)
		return;
	for (int i = 0; i < map->nfields; i++)
		if (i != map->groups && field_in_file(&map->fields[i]))
			value_hash_live(&hash, &map->fields[i], row->values[i], row->isnull[i]);
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
	{
		const char *data;
		uint32		len;

		if (!key_reader_has(keys, key) || row->isnull[key_reader_index(keys, key)])
			continue;
		key_reader_fold_live(key, row->values[key_reader_index(keys, key)], &data, &len);
		if (len > 0)
			hashes[key] = key_reader_hash(keys, data, len);
	}
	keytable_add(self->table, row->customer_id, hash, hashes);
	if (self->copy != NULL)
		live_copy_put(self->copy, row);
}

/* The table does not fit. */
static void
drop_table(TableStrategy *self)
{
	keytable_destroy(self->table);
	self->table = NULL;
	if (self->copy != NULL)
		live_copy_close(self->copy);
	self->copy = NULL;
}

/* Reads all live customers into the table; false if they do not fit. */
static bool
make_table(TableStrategy *self)
{
	MemoryContext old = MemoryContextSwitchTo(self->context);
	MemoryContext scratch = AllocSetContextCreate(self->context, "customers live rows",
												  ALLOCSET_DEFAULT_SIZES);

	self->table = keytable_create(self->strategy.search->keys->present);
	if (self->is_copied)
		self->copy = live_copy_create(self->strategy.search->live);
	MemoryContextSwitchTo(scratch);
	live_read_all(self->strategy.search->live, on_table_row, self);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	if (self->too_large)
		drop_table(self);
	else
		keytable_finish(self->table);
	return self->table != NULL;
}

/* ---- one record ---- */

/* The hash of a record's row; false if a cell of it is no value at all. */
static bool
hash_cells(const TableStrategy *self, const Record *record, Hash128 *hash)
{
	const FieldMap *map = self->strategy.search->map;

	*hash = self->seed;
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
is_same_row(const TableStrategy *self, Record *record, uint32 number)
{
	const KeyTableEntry *entry = keytable_entry(self->table, number);
	Hash128		hash;

	if (!hash_cells(self, record, &hash) ||
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

/* Waits for the row of a customer: by their number, if that is copied; else by their id. */
static void
wait_for(const TableStrategy *self, uint32 number, Record *record, Waiting *waiting)
{
	waiting_add(waiting, self->copy != NULL ? number : (uint64) keytable_entry(self->table, number)->customer_id, record);
}

/*
 * Waits for the rows of those who may bear a text key; false if they are more
 * than there is room for.
 */
static bool
wait_for_bearers(const TableStrategy *self, KeyKind key, Record *record, Waiting *waiting)
{
	int			before = waiting->nwaiters;
	KeyTableCursor cursor;

	for (uint32 number = keytable_first(self->table, key, record->keys[key].hash, &cursor);
		 number != 0; number = keytable_next(self->table, &cursor))
	{
		if (waiting->nwaiters - before == KEY_CANDIDATES)
		{
			waiting->nwaiters = before;
			return false;
		}
		wait_for(self, number, record, waiting);
	}
	return true;
}

/*
 * Waits for the rows of all customers whom the record's keys may name.  A key
 * that very many bear is left to be probed.
 */
static void
wait_for_candidates(const TableStrategy *self, Record *record, Waiting *waiting)
{
	for (int key = 0; key < NUM_KEYS; key++)
	{
		const RecordKey *own = &record->keys[key];
		uint32		number;

		if (own->state != KEY_PRESENT)
			continue;
		if (key != KEY_CUSTOMER_ID)
			record->bearers[key].complete = wait_for_bearers(self, key, record, waiting);
		else if ((number = keytable_find_id(self->table, own->number)) != 0)
			wait_for(self, number, record, waiting);
	}
}

/*
 * The one customer whom the leading key (most likely) names; 0 if there is none,
 * or more than one.
 */
static uint32
find_leading(const TableStrategy *self, const Record *record, int key)
{
	KeyTableCursor cursor;
	uint32		number;

	if (key == KEY_CUSTOMER_ID)
		return keytable_find_id(self->table, record->keys[key].number);
	number = keytable_first(self->table, key, record->keys[key].hash, &cursor);
	return number != 0 && keytable_next(self->table, &cursor) == 0 ? number : 0;
}

/*
 * Looks a record's keys up in the table.  Settles the record if its row is the
 * same as that of the customer whom its leading key names (its other keys are
 * among the cells that are the same); else it waits for the rows of all
 * customers that its keys may name.
 */
static void
look_up(const TableStrategy *self, Record *record, Waiting *waiting)
{
	int			leading = record_leading_key(record);
	uint32		number;

	for (int key = 0; key < NUM_KEYS; key++)
		record->bearers[key].complete = true;
	if (leading == NUM_KEYS)
		return;
	number = find_leading(self, record, leading);
	if (number == 0 || !is_same_row(self, record, number))
		wait_for_candidates(self, record, waiting);
}

/* Has the memory of a record's leading key fetched. */
static void
announce(const TableStrategy *self, const Record *record)
{
	int			leading = record_leading_key(record);

	if (leading < NUM_KEYS)
		keytable_prefetch_slot(self->table, leading, record->keys[leading].hash);
}

/* Has the entry fetched, when the slot has come. */
static void
announce_entry(const TableStrategy *self, const Record *record)
{
	int			leading = record_leading_key(record);

	if (leading < NUM_KEYS)
		keytable_prefetch_entry(self->table, leading, record->keys[leading].hash);
}

/* ---- the strategy ---- */

/* Columns that a row's hash is made of. */
static int
hashed_columns(const FieldMap *map)
{
	int			n = 0;

	for (int i = 0; i < map->nfields; i++)
		n += i != map->groups && field_in_file(&map->fields[i]);
	return n;
}

/*
 * The table, once for the file; records that differ from their row, which have
 * it read again, are counted as none.
 */
static double
table_cost(MatchStrategy *strategy, const MatchBatch *batch)
{
	const TableStrategy *self = (TableStrategy *) strategy;
	const Search *search = strategy->search;
	int			ncolumns = hashed_columns(search->map);

	if (self->too_large || !fits_memory(table_memory(self, search->size.rows)))
		return get_float8_infinity();
	return live_cost_table(&search->size, ncolumns) +
		live_cost_look_ups(batch->nrecords * batch->batches, ncolumns);
}

/* A row of the copy, for the records that wait for its number. */
typedef struct Copied
{
	Search	   *search;
	const Waiting *waiting;
	uint64		number;
} Copied;

static void
on_copied_row(void *state, const LiveRow *row)
{
	const Copied *copied = state;

	match_probe_attach(copied->search, copied->waiting, copied->number, row);
}

/* Reads the rows that are waited for by their numbers. */
static void
read_copied(const TableStrategy *self, Waiting *waiting)
{
	Copied		copied = {.search = self->strategy.search, .waiting = waiting};

	waiting_order(waiting);
	for (int i = 0; i < waiting->nwaiters; i++)
	{
		if (i > 0 && waiting->waiters[i].hash == waiting->waiters[i - 1].hash)
			continue;
		copied.number = waiting->waiters[i].hash;
		live_copy_read(self->copy, (int64) copied.number, on_copied_row, &copied);
	}
}

static bool
table_find(MatchStrategy *strategy, const MatchBatch *batch)
{
	TableStrategy *self = (TableStrategy *) strategy;
	Record	  **records = batch->records;
	int			nrecords = batch->nrecords;
	Waiting		waiting = {0};

	if (self->table == NULL && !make_table(self))
		return false;
	for (int i = 0; i < nrecords + 2 * PREFETCH_AHEAD; i++)
	{
		if (i < nrecords)
			announce(self, records[i]);
		if (i >= PREFETCH_AHEAD && i - PREFETCH_AHEAD < nrecords)
			announce_entry(self, records[i - PREFETCH_AHEAD]);
		if (i >= 2 * PREFETCH_AHEAD)
			look_up(self, records[i - 2 * PREFETCH_AHEAD], &waiting);
	}
	if (self->copy != NULL)
		read_copied(self, &waiting);
	else
		match_probe_ids(strategy->search, &waiting);
	match_probe_texts(strategy->search, batch);
	return true;
}

/* The customer among those who bear a key of theirs. */
static uint32
number_among(const KeyTable *table, KeyKind key, uint64 hash, int64 customer_id)
{
	KeyTableCursor cursor;
	uint32		number = keytable_first(table, key, hash, &cursor);

	while (number != 0 && keytable_entry(table, number)->customer_id != customer_id)
		number = keytable_next(table, &cursor);
	return number;
}

/* The matched customer's, by the key that named them. */
static uint32
table_number(MatchStrategy *strategy, const Record *record)
{
	const KeyTable *table = ((TableStrategy *) strategy)->table;
	KeyKind		by = record->matched_by;

	if (record->same)
		return record->live_number;
	return by == KEY_CUSTOMER_ID ? keytable_find_id(table, record->customer_id)
		: number_among(table, by, record->keys[by].hash, record->customer_id);
}

/* By any key that the row has. */
static uint32
table_number_of_row(MatchStrategy *strategy, const LiveRow *row)
{
	const KeyTable *table = ((TableStrategy *) strategy)->table;
	const KeyReader *keys = strategy->search->keys;

	if (key_reader_has(keys, KEY_CUSTOMER_ID))
		return keytable_find_id(table, row->customer_id);
	for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
	{
		const char *data;
		uint32		len;

		if (!key_reader_has(keys, key) || row->isnull[key_reader_index(keys, key)])
			continue;
		key_reader_fold_live(key, row->values[key_reader_index(keys, key)], &data, &len);
		if (len > 0)
			return number_among(table, key, key_reader_hash(keys, data, len), row->customer_id);
	}
	return 0;
}

int64
match_table_customers(const MatchStrategy *strategy)
{
	const KeyTable *table = ((const TableStrategy *) strategy)->table;

	return table == NULL ? 0 : keytable_customers(table);
}

Size
match_table_memory(const MatchStrategy *strategy)
{
	const KeyTable *table = ((const TableStrategy *) strategy)->table;

	return table == NULL ? 0 : keytable_size(table);
}

MatchStrategy *
match_table_create(Search *search)
{
	TableStrategy *self = palloc0(sizeof(TableStrategy));

	self->strategy = (MatchStrategy) {
		.name = "table", .search = search, .cost = table_cost, .find = table_find,
		.number = table_number, .number_of_row = table_number_of_row
	};
	self->context = CurrentMemoryContext;
	self->is_copied = target_is_distributed();
	if (!pg_strong_random(&self->seed, sizeof(self->seed)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate a random seed")));
	return &self->strategy;
}
