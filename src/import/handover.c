/*
 * handover.c
 *
 *		takers, set aside -> the customers whose email they have
 *			-> staged rows that give these customers another one
 *			-> takers who get the email (a taker may be a giver, too: chains, swaps)
 *			-> assessed and staged
 *			-> revisions of givers -> revisions of their takers
 *
 * At first every taker is taken for a giver, too, and those whose address nobody
 * gives up are dropped until no more are: so customers may swap their addresses.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "field/key_sql.h"
#include "import/handover.h"
#include "import/handover.sql.h"
#include "import/late.h"
#include "import/taker.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* A record that takes an address over. */
typedef struct Taker
{
	int64		line;
	int64		bearer;			/* live customer who has the address */
	int64		customer_id;	/* who gets it; 0 = a new one */
	bool		gets;			/* the address, as far as is known */
	bool		gives;			/* an address of its own up */
	bool		writes;			/* it is staged, and not rejected */
	bool		falls;			/* its giver is left out after all */
} Taker;

/* A staged row that gives an address up, and is no taker. */
typedef struct Giver
{
	int64		line;
	int64		customer_id;
} Giver;

/* A live customer who may give an address up. */
typedef struct Source
{
	int64		customer_id;	/* hash key */
	int			ngivers;		/* records that give it up */
	int			first;			/* number of the first taker, by bearer; -1 = none */
} Source;

struct Handover
{
	MemoryContext context;
	int64		import_id;
	const FieldMap *map;
	LateRecords *late;			/* NULL = none was put */
	Taker	   *takers;			/* by line */
	int			ntakers;
	int			maxtakers;
	int			nread;			/* given to the caller */
	int			nstaged;
	int		   *by_bearer;		/* numbers of takers, by bearer */
	Giver	   *givers;
	int			ngivers;
	int			maxgivers;
	HTAB	   *sources;
	int64	   *losses;			/* customers who have one giver less, to be handled */
	int			nlosses;
	int			maxlosses;
};

/* ---- setting aside ---- */

Handover *
handover_create(int64 import_id, const FieldMap *map)
{
	Handover   *handover = palloc0(sizeof(Handover));

	handover->context = CurrentMemoryContext;
	handover->import_id = import_id;
	handover->map = map;
	return handover;
}

/* Makes room for one element more in an array of the handover. */
static void *
grow(Handover *handover, void *array, int n, int *max, Size size)
{
	if (n < *max)
		return array;
	*max = Max(*max * 2, 64);
	return array == NULL ? MemoryContextAllocHuge(handover->context, *max * size)
		: repalloc_huge(array, *max * size);
}

void
handover_add(Handover *handover, const Record *record, bool left_out)
{
	Taker		taker = {
		.line = record->source->line, .bearer = record->bearers[KEY_EMAIL].first,
		.customer_id = left_out ? 0 : taker_customer(record)
	};

	handover->takers = grow(handover, handover->takers, handover->ntakers, &handover->maxtakers, sizeof(Taker));
	handover->takers[handover->ntakers++] = taker;
}

void
handover_put(Handover *handover, const Record *record)
{
	handover_add(handover, record, false);
	if (handover->late == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(handover->context);

		handover->late = late_create(handover->map);
		MemoryContextSwitchTo(old);
	}
	late_put(handover->late, record);
}

/* ---- who gives an address up? ---- */

static int
compare_by_bearer(const void *a, const void *b, void *state)
{
	const Taker *takers = state;
	int			x = *(const int *) a,
				y = *(const int *) b;

	if (takers[x].bearer != takers[y].bearer)
		return takers[x].bearer < takers[y].bearer ? -1 : 1;
	return x < y ? -1 : x > y;
}

static Source *
source_of(const Handover *handover, int64 customer_id)
{
	return hash_search(handover->sources, &customer_id, HASH_FIND, NULL);
}

/* A source for each bearer, who so far gives nothing up. */
static void
make_sources(Handover *handover)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(Source), .hcxt = handover->context};
	const Taker *takers = handover->takers;

	handover->sources = hash_create("customers handover", Max(handover->ntakers, 64), &control,
									HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	handover->by_bearer = MemoryContextAllocHuge(handover->context, handover->ntakers * sizeof(int));
	for (int i = 0; i < handover->ntakers; i++)
		handover->by_bearer[i] = i;
	qsort_arg(handover->by_bearer, handover->ntakers, sizeof(int), compare_by_bearer, handover->takers);
	for (int i = 0; i < handover->ntakers; i++)
	{
		int64		bearer = takers[handover->by_bearer[i]].bearer;
		bool		found;
		Source	   *source = hash_search(handover->sources, &bearer, HASH_ENTER, &found);

		if (!found)
			*source = (Source) {.customer_id = bearer, .first = i};
	}
}

/* The bearers, as int8[]. */
static Datum
bearer_ids(const Handover *handover)
{
	Datum	   *ids = palloc(hash_get_num_entries(handover->sources) * sizeof(Datum));
	HASH_SEQ_STATUS scan;
	Source	   *source;
	int			n = 0;

	hash_seq_init(&scan, handover->sources);
	while ((source = hash_seq_search(&scan)) != NULL)
		ids[n++] = Int64GetDatum(source->customer_id);
	return int8_array(ids, n);
}

static int
compare_lines(const void *a, const void *b)
{
	return int8_compare(&((const Taker *) a)->line, &((const Taker *) b)->line);
}

/* Is the line a taker's, which is judged by what it takes? */
static bool
is_taker_line(const Handover *handover, int64 line)
{
	Taker		wanted = {.line = line};

	return bsearch(&wanted, handover->takers, handover->ntakers, sizeof(Taker), compare_lines) != NULL;
}

/* Work for statement_each(): customer, line. */
static bool
take_givers(void *state, uint64 nrows)
{
	Handover   *handover = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		Giver		giver = {
			.customer_id = spi_int64(i, 1, "customer_import_rows.customer_id"),
			.line = spi_int64(i, 2, "customer_import_rows.line")
		};
		Source	   *source = source_of(handover, giver.customer_id);

		if (is_taker_line(handover, giver.line))
			continue;
		source->ngivers++;
		handover->givers = grow(handover, handover->givers, handover->ngivers, &handover->maxgivers, sizeof(Giver));
		handover->givers[handover->ngivers++] = giver;
	}
	return true;
}

/* Reads which bearers give their address up. */
static void
read_sources(Handover *handover)
{
	char	   *email = sql_number(handover->map->email + 1);
	Statement	find = statement(sql_text(handover_sql, "givers", "email", email,
										  "new", key_sql_fold(KEY_EMAIL, psprintf("r.cells[%s]", email)),
										  "old", key_sql_fold(KEY_EMAIL, psprintf("r.old_cells[%s]", email)), NULL));

	statement_int8(&find, handover->import_id);
	statement_datum(&find, INT8ARRAYOID, bearer_ids(handover), false);
	statement_each(&find, FETCH_ROWS, take_givers, handover);
}

/* ---- who gets one? ---- */

/* Remembers a customer whose address one record less gives up. */
static void
add_loss(Handover *handover, int64 customer_id)
{
	if (customer_id == 0)
		return;
	handover->losses = grow(handover, handover->losses, handover->nlosses, &handover->maxlosses, sizeof(int64));
	handover->losses[handover->nlosses++] = customer_id;
}

/* A taker does not get the address: then it does not give its own up, either. */
static void
drop(Handover *handover, Taker *taker)
{
	if (!taker->gets)
		return;
	taker->gets = false;
	taker->falls = true;
	if (taker->gives)
		add_loss(handover, taker->customer_id);
	taker->gives = false;
}

/* Drops the takers of a customer's address. */
static void
drop_takers_of(Handover *handover, const Source *source)
{
	for (int i = source->first; i >= 0 && i < handover->ntakers; i++)
	{
		Taker	   *taker = &handover->takers[handover->by_bearer[i]];

		if (taker->bearer != source->customer_id)
			break;
		drop(handover, taker);
	}
}

/* Drops the takers of the customers who do not give their address up any more. */
static void
handle_losses(Handover *handover)
{
	while (handover->nlosses > 0)
	{
		Source	   *source = source_of(handover, handover->losses[--handover->nlosses]);

		CHECK_FOR_INTERRUPTS();
		if (source != NULL && --source->ngivers == 0)
			drop_takers_of(handover, source);
	}
}

/* Takes every taker for one who gets the address, and then drops those who do not. */
static void
drop_takers(Handover *handover)
{
	for (int i = 0; i < handover->ntakers; i++)
	{
		Taker	   *taker = &handover->takers[i];
		Source	   *source = taker->customer_id == 0 ? NULL : source_of(handover, taker->customer_id);

		taker->gets = true;
		taker->gives = source != NULL;
		if (source != NULL)
			source->ngivers++;
	}
	for (int i = 0; i < handover->ntakers; i++)
	{
		Taker	   *taker = &handover->takers[i];

		if (source_of(handover, taker->bearer)->ngivers == 0)
			drop(handover, taker);
		handle_losses(handover);
	}
	for (int i = 0; i < handover->ntakers; i++)
		handover->takers[i].falls = false;
}

/* Does an assessed record give its customer another address? */
static bool
gives_address(const FieldMap *map, const Record *record)
{
	const CellChange *email = record->changes == NULL ? NULL : &record->changes[map->email];

	return record->matched && !record->has_error && email != NULL && email->touched && !email->respelled &&
		email->value.state == VALUE_SET;
}

void
handover_settle_records(Handover *handover, Record **records, int nrecords)
{
	qsort(handover->takers, handover->ntakers, sizeof(Taker), compare_lines);
	make_sources(handover);
	for (int i = 0; i < nrecords; i++)
	{
		Source	   *source = records[i]->is_taker || !gives_address(handover->map, records[i]) ? NULL
			: source_of(handover, records[i]->customer_id);

		if (source != NULL)
			source->ngivers++;
	}
	drop_takers(handover);
}

void
handover_settle(Handover *handover)
{
	qsort(handover->takers, handover->ntakers, sizeof(Taker), compare_lines);
	make_sources(handover);
	read_sources(handover);
	drop_takers(handover);
	if (handover->late != NULL)
		late_rewind(handover->late);
}

/* ---- judging the takers ---- */

int
handover_next(Handover *handover, Record ***records)
{
	int			n;

	if (handover->nread == handover->ntakers)
		return 0;
	n = late_next(handover->late, handover->ntakers - handover->nread, records);
	for (int i = 0; i < n; i++)
	{
		const Taker *taker = &handover->takers[handover->nread++];

		if (taker->gets)
			(*records)[i]->given_by = taker->bearer;
	}
	return n;
}

void
handover_staged(Handover *handover, Record **records, int nrecords)
{
	for (int i = 0; i < nrecords; i++)
	{
		Taker	   *taker = &handover->takers[handover->nstaged++];

		taker->writes = records[i]->action == RECORD_CREATE || records[i]->action == RECORD_UPDATE;
		if (!taker->gives || (records[i]->action == RECORD_UPDATE && gives_address(handover->map, records[i])))
			continue;
		taker->gives = false;
		add_loss(handover, taker->customer_id);
	}
}

/* ---- at the end ---- */

static int
compare_revisions(const void *a, const void *b)
{
	return int8_compare(&((const Revision *) a)->line, &((const Revision *) b)->line);
}

static bool
is_revised(const Revision *revisions, int n, int64 line)
{
	Revision	wanted = {.line = line};

	return n > 0 && bsearch(&wanted, revisions, n, sizeof(Revision), compare_revisions) != NULL;
}

void
handover_drop_rejected(Handover *handover)
{
	handle_losses(handover);
}

/* Drops the takers whose givers are left out. */
static void
drop_revised(Handover *handover, const Revision *revisions, int n)
{
	for (int i = 0; i < handover->ngivers; i++)
		if (is_revised(revisions, n, handover->givers[i].line))
			add_loss(handover, handover->givers[i].customer_id);
	for (int i = 0; i < handover->ntakers; i++)
	{
		Taker	   *taker = &handover->takers[i];

		if (!taker->gives || !is_revised(revisions, n, taker->line))
			continue;
		taker->gives = false;
		add_loss(handover, taker->customer_id);
	}
	handle_losses(handover);
}

const Revision *
handover_finish(Handover *handover, const Revision *revisions, int *nrevisions)
{
	int			n = *nrevisions;
	Revision   *all = MemoryContextAllocHuge(handover->context, (n + handover->ntakers) * sizeof(Revision));

	drop_revised(handover, revisions, n);
	if (n > 0)
		memcpy(all, revisions, n * sizeof(Revision));
	for (int i = 0; i < handover->ntakers; i++)
	{
		const Taker *taker = &handover->takers[i];

		if (taker->falls && taker->writes && !is_revised(revisions, n, taker->line))
			all[(*nrevisions)++] = (Revision) {.line = taker->line, .bearer = taker->bearer, .key = KEY_EMAIL};
	}
	qsort(all, *nrevisions, sizeof(Revision), compare_revisions);
	return all;
}

Datum
handover_lines(const Handover *handover)
{
	Datum	   *lines = palloc(Max(handover->ntakers, 1) * sizeof(Datum));

	for (int i = 0; i < handover->ntakers; i++)
		lines[i] = Int64GetDatum(handover->takers[i].line);
	return int8_array(lines, handover->ntakers);
}

bool
handover_gives(const Handover *handover, int64 bearer)
{
	const Source *source = source_of(handover, bearer);

	return source != NULL && source->ngivers > 0;
}

void
handover_close(Handover *handover)
{
	if (handover->late != NULL)
		late_close(handover->late);
}
