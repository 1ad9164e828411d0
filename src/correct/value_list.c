/*
 * value_list.c
 *
 *		notes of cells -> field, value as quoted, code, how many
 *			-> trimmed, added up -> by how many -> a suggestion for each
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "correct/suggest.h"
#include "correct/value_list.h"
#include "correct/value_list.sql.h"
#include "field/note.h"
#include "field/value_trim.h"
#include "import/import_row.h"
#include "import/record.h"
#include "schema/setup.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Values read at a time. */
#define FETCH_ROWS 1000

#define NUM_COLUMNS 5

typedef struct Misread
{
	const char *field;
	const char *value;			/* trimmed */
	const char *code;
} Misread;

typedef struct MisreadEntry
{
	Misread		misread;		/* hash key */
	int64		records;
} MisreadEntry;

typedef struct ValueList
{
	MemoryContext context;
	HTAB	   *entries;
} ValueList;

static uint32
misread_hash(const void *key, Size keysize)
{
	const Misread *misread = key;

	return hash_combine(hash_bytes((const unsigned char *) misread->field, strlen(misread->field)),
						hash_bytes((const unsigned char *) misread->value, strlen(misread->value)));
}

static int
misread_match(const void *a, const void *b, Size keysize)
{
	const Misread *x = a,
			   *y = b;

	return strcmp(x->value, y->value) != 0 || strcmp(x->field, y->field) != 0 || strcmp(x->code, y->code) != 0;
}

/* Adds records with a value. */
static void
add_value(ValueList *list, Misread misread, int64 records)
{
	bool		found;
	MisreadEntry *entry = hash_search(list->entries, &misread, HASH_ENTER, &found);

	if (!found)
	{
		entry->misread.field = MemoryContextStrdup(list->context, misread.field);
		entry->misread.value = MemoryContextStrdup(list->context, misread.value);
		entry->misread.code = MemoryContextStrdup(list->context, misread.code);
		entry->records = 0;
	}
	entry->records += records;
}

/* Work for statement_each(). */
static bool
take_values(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
	{
		const char *value = spi_text_not_null(i, 2, "customer_import_rows.errors");
		uint32		len = strlen(value);

		value_trim(&value, &len);
		if (len > 0)
			add_value(state, (Misread) {
					  spi_text_not_null(i, 1, "customer_import_rows.errors"), pnstrdup(value, len),
					  spi_text_not_null(i, 3, "customer_import_rows.errors")
		},
					  spi_count(i, 4, "count"));
	}
	return true;
}

static void
read_values(ValueList *list, int64 import_id)
{
	Statement	find = statement(sql_text(value_list_sql, "values", "clip", sql_number(RECORD_CLIP), NULL));

	statement_int8(&find, import_id);
	statement_datum(&find, TEXTARRAYOID, note_cell_codes(), false);
	statement_each(&find, FETCH_ROWS, take_values, list);
}

/* The most frequent first; then by field and value. */
static int
compare_entries(const void *a, const void *b)
{
	const MisreadEntry *x = *(MisreadEntry *const *) a,
			   *y = *(MisreadEntry *const *) b;
	int			order = (x->records < y->records) - (x->records > y->records);

	if (order == 0)
		order = strcmp(x->misread.field, y->misread.field);
	if (order == 0)
		order = strcmp(x->misread.value, y->misread.value);
	return order != 0 ? order : strcmp(x->misread.code, y->misread.code);
}

static MisreadEntry **
sorted_entries(const ValueList *list, int *n)
{
	HASH_SEQ_STATUS scan;
	MisreadEntry *entry,
			  **entries = palloc_extended(Max(hash_get_num_entries(list->entries), 1) * sizeof(MisreadEntry *),
										  MCXT_ALLOC_HUGE);

	*n = 0;
	hash_seq_init(&scan, list->entries);
	while ((entry = hash_seq_search(&scan)) != NULL)
		entries[(*n)++] = entry;
	qsort(entries, *n, sizeof(MisreadEntry *), compare_entries);
	return entries;
}

static void
put_value(SrfRows *rows, const MisreadEntry *entry, const char *suggestion)
{
	bool		nulls[NUM_COLUMNS] = {false, false, false, false, suggestion == NULL};
	Datum		values[NUM_COLUMNS] = {
		CStringGetTextDatum(entry->misread.field), CStringGetTextDatum(entry->misread.value),
		Int64GetDatum(entry->records), CStringGetTextDatum(entry->misread.code),
		suggestion == NULL ? (Datum) 0 : CStringGetTextDatum(suggestion)
	};

	srf_put(rows, values, nulls);
}

/* Puts all values with a suggestion; what that takes is freed value by value. */
static void
put_values(const ValueList *list, SrfRows *rows)
{
	int			n;
	MisreadEntry **entries = sorted_entries(list, &n);
	Suggester  *suggester = suggester_create();
	MemoryContext once = AllocSetContextCreate(CurrentMemoryContext, "customers suggestion",
											   ALLOCSET_DEFAULT_SIZES),
				old = MemoryContextSwitchTo(once);

	for (int i = 0; i < n; i++)
	{
		const Misread *misread = &entries[i]->misread;

		CHECK_FOR_INTERRUPTS();
		put_value(rows, entries[i], suggest(suggester, misread->field, misread->value));
		MemoryContextReset(once);
	}
	MemoryContextSwitchTo(old);
}

void
value_list(int64 import_id, SrfRows *rows)
{
	ValueList	list = {.context = CurrentMemoryContext};
	HASHCTL		control = {
		.keysize = sizeof(Misread), .entrysize = sizeof(MisreadEntry),
		.hash = misread_hash, .match = misread_match, .hcxt = CurrentMemoryContext
	};

	setup_ensure();
	(void) import_row_read(import_id, "status");	/* errors if there is none */
	list.entries = hash_create("customers values", 256, &control,
							   HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	read_values(&list, import_id);
	put_values(&list, rows);
}
