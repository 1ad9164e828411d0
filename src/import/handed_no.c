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
#include "utils/hsearch.h"

#include "field/key_sql.h"
#include "field/note.h"
#include "import/handed_no.h"
#include "import/handed_no.sql.h"
#include "import/impose_no.h"
#include "import/live.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

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

/* Work for statement_each(): line, bearer, customer. */
static bool
take_takings(void *state, uint64 nrows)
{
	Passing    *passing = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		if (passing->ntakings == passing->maxtakings)
		{
			passing->maxtakings = Max(2 * passing->maxtakings, 64);
			passing->takings = passing->takings == NULL
				? MemoryContextAllocHuge(passing->context, passing->maxtakings * sizeof(Taking))
				: repalloc_huge(passing->takings, passing->maxtakings * sizeof(Taking));
		}
		passing->takings[passing->ntakings++] = (Taking) {
			.line = spi_int64(i, 1, "customer_import_rows.line"),
			.bearer = spi_int64(i, 2, "customers.customer_id"),
			.customer_id = spi_text(i, 3) == NULL ? 0 : spi_int64(i, 3, "customer_import_rows.customer_id")
		};
	}
	return true;
}

static int
compare_bearers(const void *a, const void *b)
{
	return int8_compare(&((const Taking *) a)->bearer, &((const Taking *) b)->bearer);
}

static void
read_takings(Passing *passing, Datum lines)
{
	char	   *email = sql_number(passing->map->email + 1);
	char	   *bearers = sql_text(handed_no_sql, "bearers", "email", email,
								   "indexed", key_sql_indexed(KEY_EMAIL, "c."), NULL);
	Statement	find;

	if (live_has_untidy(KEY_EMAIL))
		bearers = psprintf("%s %s", bearers,
						   sql_text(handed_no_sql, "untidy bearers", "email", email,
									"untidy", key_sql_untidy(KEY_EMAIL, "c."),
									"folded", key_sql_folded(KEY_EMAIL, "c."), NULL));
	find = statement(sql_text(handed_no_sql, "takings", "email", email, "bearers", bearers, NULL));
	statement_int8(&find, passing->import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	statement_each(&find, FETCH_ROWS, take_takings, passing);
	if (passing->ntakings > 0)
		qsort(passing->takings, passing->ntakings, sizeof(Taking), compare_bearers);
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

static void
read_saying_no(Passing *passing)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = passing->context};
	int			consent = passing->map->subscribed;
	char	   *by_rows = consent < 0 ? "" : psprintf("\n%s", sql_text(handed_no_sql, "by rows", "consent", sql_number(consent + 1),
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
		read_saying_no(&passing);
	return lines_with_no(&passing);
}

/* Runs a section that unsubscribes customers of some lines; returns how many. */
static uint64
impose(int64 import_id, const FieldMap *map, Datum lines, const char *section, const char *set)
{
	char	   *note = note_sql(handed_no_code, "'subscribed'", NULL,
								"'the address that this customer gets has said no'",
								"'Once this is merged, import the file again with resubscribe => true if the person asked for it.'");
	Statement	update = statement(sql_text(handed_no_sql, section, "note", note, "impose", set,
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
	Datum		found = find_lines(import_id, map, lines);

	if (is_empty(found))
		return false;
	impose_no_add_field(import_id, map);
	return impose(import_id, map, found, "impose on new", impose_no_on_new(map)) +
		impose(import_id, map, found, "impose on known", impose_no_on_known(map)) > 0;
}

Datum
handed_no_stale(int64 import_id, const FieldMap *map, Datum lines)
{
	Statement	find = statement(sql_text(handed_no_sql, "noted", "code", handed_no_code, NULL));
	ArrayType  *stale;

	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	statement_datum(&find, INT8ARRAYOID, find_lines(import_id, map, lines), false);
	statement_select(&find);
	stale = spi_array(0, 1, INT8ARRAYOID, "customer_import_rows.line");
	statement_done();
	return PointerGetDatum(stale);
}
