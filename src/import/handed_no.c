/*
 * handed_no.c
 *
 *		staged rows -> who gets whose address
 *			customers, their rows, opt-outs -> who says no
 *			-> who gets their addresses says no, too, and so on
 *			-> customer_import_rows: unsubscribed
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "field/key_sql.h"
#include "field/note.h"
#include "import/handed_no.h"
#include "import/handed_no.sql.h"
#include "import/impose_no.h"
#include "import/live.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

static const char *const handed_no_code = "consent_handed_over";

/* A row that gets a customer's address. */
typedef struct Taking
{
	int64		line;
	int64		bearer;			/* live customer who has it */
	int64		customer_id;	/* who gets it; 0 = a new one */
} Taking;

typedef struct Passing
{
	int64		import_id;
	const FieldMap *map;
	MemoryContext context;
	Taking	   *takings;		/* by bearer */
	int			ntakings;
	int			maxtakings;
	HTAB	   *saying_no;		/* int64: customers */
	int64	   *list;			/* the same, in the order in which they are handled */
	int			nlist;
	int			maxlist;
} Passing;

/* ---- who gets what ---- */

static void
add_taking(Passing *passing, Taking taking)
{
	if (passing->ntakings == passing->maxtakings)
	{
		passing->maxtakings = Max(2 * passing->maxtakings, 64);
		passing->takings = passing->takings == NULL
			? MemoryContextAllocHuge(passing->context, passing->maxtakings * sizeof(Taking))
			: repalloc_huge(passing->takings, passing->maxtakings * sizeof(Taking));
	}
	passing->takings[passing->ntakings++] = taking;
}

/* Work for statement_each(): line, bearer, customer. */
static bool
take_takings(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
		add_taking(state, (Taking) {
			.line = spi_int64(i, 1, "customer_import_rows.line"),
			.bearer = spi_int64(i, 2, "customers.customer_id"),
			.customer_id = spi_text(i, 3) == NULL ? 0 : spi_int64(i, 3, "customer_import_rows.customer_id")
		});
	return true;
}

static int
compare_bearers(const void *a, const void *b)
{
	return int8_compare(&((const Taking *) a)->bearer, &((const Taking *) b)->bearer);
}

static void
sort_takings(Passing *passing)
{
	if (passing->ntakings > 0)
		qsort(passing->takings, passing->ntakings, sizeof(Taking), compare_bearers);
}

/* SQL of the customers who have an email, as live, of the lines $2. */
static char *
bearers_of_lines(const char *live, const char *email)
{
	return target_found(psprintf("%s IN (SELECT r.cells[%s] FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
								 " AND r.line OPERATOR(pg_catalog.=) ANY ($2))", live, email, catalog_name(REL_IMPORT_ROWS)));
}

static void
read_takings(Passing *passing, Datum lines)
{
	char	   *email = sql_number(passing->map->email + 1);
	char	   *bearers = sql_text(handed_no_sql, "bearers", "email", email,
								   "indexed", key_sql_indexed(KEY_EMAIL, "c."), "found", bearers_of_lines(key_sql_indexed(KEY_EMAIL, "c."), email), NULL);
	Statement	find;

	if (live_has_untidy(KEY_EMAIL))
		bearers = psprintf("%s %s", bearers,
						   sql_text(handed_no_sql, "untidy bearers", "email", email,
									"untidy", key_sql_untidy(KEY_EMAIL, "c."),
									"folded", key_sql_folded(KEY_EMAIL, "c."),
									"found", bearers_of_lines(key_sql_folded(KEY_EMAIL, "c."), email), NULL));
	find = statement(sql_text(handed_no_sql, "takings", "email", email, "bearers", bearers,
							  "among", sql_line_among("r.line", "$2"), NULL));
	statement_int8(&find, passing->import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	statement_each(&find, FETCH_ROWS, take_takings, passing);
	sort_takings(passing);
}

/* ---- who says no ---- */

static void
add_saying_no(Passing *passing, int64 customer_id)
{
	bool		found;

	hash_search(passing->saying_no, &customer_id, HASH_ENTER, &found);
	if (found)
		return;
	if (passing->nlist == passing->maxlist)
	{
		passing->maxlist = Max(2 * passing->maxlist, 64);
		passing->list = passing->list == NULL
			? MemoryContextAllocHuge(passing->context, passing->maxlist * sizeof(int64))
			: repalloc_huge(passing->list, passing->maxlist * sizeof(int64));
	}
	passing->list[passing->nlist++] = customer_id;
}

/* Work for statement_each(): customers. */
static bool
take_saying_no(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
		add_saying_no(state, spi_int64(i, 1, "customers.customer_id"));
	return true;
}

/* The customers whose addresses are taken, as int8[]. */
static Datum
bearer_ids(const Passing *passing)
{
	Datum	   *ids = palloc(Max(passing->ntakings, 1) * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < passing->ntakings; i++)
		if (i == 0 || passing->takings[i].bearer != passing->takings[i - 1].bearer)
			ids[n++] = Int64GetDatum(passing->takings[i].bearer);
	return int8_array(ids, n);
}

/* Reads which of them say no; staged: by rows of an import, too. */
static void
read_saying_no(Passing *passing, bool staged)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = passing->context};
	int			consent = passing->map->subscribed;
	char	   *by_rows = !staged || consent < 0 ? "" : psprintf("\n%s", sql_text(handed_no_sql, "by rows", "consent", sql_number(consent + 1),
																	   "code", handed_no_code, NULL));
	Statement	find = statement(sql_text(handed_no_sql, "saying no", "by_rows", by_rows, NULL));

	passing->saying_no = hash_create("customers saying no", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	statement_int8(&find, passing->import_id);
	statement_datum(&find, INT8ARRAYOID, bearer_ids(passing), false);
	statement_each(&find, FETCH_ROWS, take_saying_no, passing);
}

/* ---- passing it on ---- */

/* The first of the takings of a customer's address, or their number. */
static int
first_of_bearer(const Passing *passing, int64 bearer)
{
	int			low = 0,
				high = passing->ntakings;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (passing->takings[middle].bearer < bearer)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The lines that get an address that says no, as int8[]. */
static Datum
lines_with_no(Passing *passing)
{
	Datum	   *lines = palloc(Max(passing->ntakings, 1) * sizeof(Datum));
	int			n = 0;

	for (int done = 0; done < passing->nlist; done++)
	{
		int64		bearer = passing->list[done];

		CHECK_FOR_INTERRUPTS();
		for (int i = first_of_bearer(passing, bearer); i < passing->ntakings && passing->takings[i].bearer == bearer; i++)
		{
			lines[n++] = Int64GetDatum(passing->takings[i].line);
			if (passing->takings[i].customer_id != 0)
				add_saying_no(passing, passing->takings[i].customer_id);
		}
	}
	return int8_array(lines, n);
}

/* The same of the lines of an import. */
static Datum
find_lines(int64 import_id, const FieldMap *map, Datum lines)
{
	Passing		passing = {.import_id = import_id, .map = map, .context = CurrentMemoryContext};

	read_takings(&passing, lines);
	if (passing.ntakings > 0)
		read_saying_no(&passing, true);
	return lines_with_no(&passing);
}

#define HANDED_NO_MESSAGE "the address that this customer gets has said no"
#define HANDED_NO_HINT "Once this is merged, import the file again with resubscribe => true if the person asked for it."

/* Runs a section that unsubscribes customers of some lines; returns how many. */
static uint64
impose(int64 import_id, const FieldMap *map, Datum lines, const char *section, const char *set)
{
	char	   *note = note_sql(handed_no_code, "'subscribed'", NULL,
								quote_literal_cstr(HANDED_NO_MESSAGE), quote_literal_cstr(HANDED_NO_HINT));
	Statement	update = statement(sql_text(handed_no_sql, section, "note", note, "impose", set,
											"among", sql_line_among("r.line", "$2"),
											"consent", sql_number(map->subscribed + 1), NULL));

	statement_int8(&update, import_id);
	statement_datum(&update, INT8ARRAYOID, lines, false);
	return statement_write(&update);
}

static bool
is_empty(Datum array)
{
	ArrayType  *values = DatumGetArrayTypeP(array);

	return ArrayGetNItems(ARR_NDIM(values), ARR_DIMS(values)) == 0;
}

bool
handed_no_impose(int64 import_id, FieldMap *map, Datum lines)
{
	Datum		found = target_has_consent() ? find_lines(import_id, map, lines) : (Datum) 0;

	if (found == (Datum) 0 || is_empty(found))
		return false;
	impose_no_add_field(import_id, map);
	return impose(import_id, map, found, "impose on new", impose_no_on_new(map)) +
		impose(import_id, map, found, "impose on known", impose_no_on_known(map)) > 0;
}

Datum
handed_no_stale(int64 import_id, const FieldMap *map, Datum lines)
{
	Statement	find = statement(sql_text(handed_no_sql, "noted", "code", handed_no_code,
										  "among", sql_line_among("r.line", "$2"), NULL));
	ArrayType  *stale;

	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	statement_datum(&find, INT8ARRAYOID, find_lines(import_id, map, lines), false);
	statement_select(&find);
	stale = spi_array(0, 1, INT8ARRAYOID, "customer_import_rows.line");
	statement_done();
	return PointerGetDatum(stale);
}

/* ---- records in memory ---- */

/* Does the record unsubscribe its customer? */
static bool
says_no(const FieldMap *map, const Record *record)
{
	const CellChange *change = record->changes == NULL ? NULL : &record->changes[map->subscribed];

	return change != NULL && change->touched && change->value.state == VALUE_SET && change->value.number == 0;
}

/* Unsubscribes the customer of a record, or keeps them so; message: for what reason. */
static void
unsubscribe_record(const FieldMap *map, Record *record, const char *message)
{
	CellChange *change = record->changes == NULL ? NULL : &record->changes[map->subscribed];

	if (change == NULL || says_no(map, record) || (record->matched && !record->was_subscribed && !change->touched))
		return;
	record_note(record, handed_no_code, "subscribed", NULL, message, HANDED_NO_HINT);
	if (record->matched && !record->was_subscribed)
	{
		change->touched = false;
		record->ntouched--;
		return;
	}
	if (!change->touched)
		record->ntouched++;
	record_impose(change, false);
	change->old = record->matched ? "true" : NULL;
}

/* The takings of records; their lines are the numbers of the records. */
static void
add_records(Passing *passing, Record **records, int nrecords)
{
	for (int i = 0; i < nrecords; i++)
		if (records[i]->given_by != 0 && !records[i]->has_error)
			add_taking(passing, (Taking) {
				.line = i, .bearer = records[i]->given_by,
				.customer_id = records[i]->matched ? records[i]->customer_id : 0
			});
	sort_takings(passing);
}

/* Unsubscribes whom a record names that says no and gets their address. */
static void
unsubscribe_givers(Passing *passing, Record **records, int nrecords)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};
	HTAB	   *givers = hash_create("customers givers", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	for (int i = 0; i < nrecords; i++)
		if (records[i]->given_by != 0 && says_no(passing->map, records[i]))
			hash_search(givers, &records[i]->given_by, HASH_ENTER, NULL);
	for (int i = 0; i < nrecords; i++)
		if (records[i]->matched && hash_search(givers, &records[i]->customer_id, HASH_FIND, NULL) != NULL)
			unsubscribe_record(passing->map, records[i], "the record of who gets this customer's address says no");
	hash_destroy(givers);
}

void
handed_no_impose_records(const FieldMap *map, Record **records, int nrecords)
{
	Passing		passing = {.map = map, .context = CurrentMemoryContext};
	Datum	   *lines;
	int			n;

	add_records(&passing, records, nrecords);
	if (passing.ntakings == 0 || map->subscribed < 0)
		return;
	unsubscribe_givers(&passing, records, nrecords);
	read_saying_no(&passing, false);
	for (int i = 0; i < nrecords; i++)
		if (records[i]->matched && says_no(map, records[i]))
			add_saying_no(&passing, records[i]->customer_id);
	lines = int8_array_elements(DatumGetArrayTypeP(lines_with_no(&passing)), &n);
	for (int i = 0; i < n; i++)
		unsubscribe_record(map, records[DatumGetInt64(lines[i])], HANDED_NO_MESSAGE);
}
