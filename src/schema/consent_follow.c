/*
 * consent_follow.c
 *
 *		customers as they were, by id -> customers as they are
 *			-> consent differs				-> a row of customer_consent_log
 *			-> gone, or another email		-> the no of the old one as hashes
 *			-> subscribed, by no import		-> their opt-out is deleted
 *
 * The rules are those of consent.c, which says why.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "schema/consent.h"
#include "schema/consent_follow.h"
#include "schema/consent_follow.sql.h"
#include "schema/consent_source.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* What a customer says. */
typedef enum Said
{
	SAID_NOTHING,
	SAID_NO,
	SAID_YES
} Said;

typedef struct Follow
{
	int64		customer_id;	/* the hash key */
	Said		said;
	char	   *email;			/* NULL = none */
	char	   *identifier;
	bool		is_seen;		/* they are still there */
} Follow;

/* A change of consent, for the log. */
typedef struct Change
{
	int64		customer_id;
	bool		was;
	bool		is;
} Change;

struct ConsentFollow
{
	Statement	read;
	MemoryContext context;
	HTAB	   *before;			/* Follow */
	const char *caller;			/* role that changes them */
	int			nchanges;
	int			maxchanges;
	Change	   *changes;
	KeyHashes	kept;			/* of no's whose address is gone */
	Erasures   *erasures;		/* opened when first needed */
	bool		hears_yes;		/* opt-outs are deleted */
	int64	   *unsaid;			/* consent_sources_unsaid() */
	int			nunsaid;
};

static ConsentSources *
load_sources(const ConsentFollow *follow)
{
	return customers_current_import[0] == '\0' ? NULL
		: consent_sources_load(follow->context, catalog_schema_name(), strtoi64(customers_current_import, NULL, 10));
}

static Erasures *
erasures_of(ConsentFollow *follow)
{
	if (follow->erasures == NULL)
		follow->erasures = erasures_open(catalog_schema_name());
	return follow->erasures;
}

/* ---- reading ---- */

/* A fetched row: customer_id, subscribed, email, identifier. */
static Follow
read_row(int row)
{
	char	   *subscribed = spi_text(row, 2);

	return (Follow) {
		.customer_id = spi_int64(row, 1, "customers.customer_id"),
		.said = subscribed == NULL ? SAID_NOTHING : subscribed[0] == 't' ? SAID_YES : SAID_NO,
		.email = spi_text(row, 3), .identifier = spi_text(row, 4)
	};
}

static char *
copy_text(MemoryContext context, const char *text)
{
	return text == NULL ? NULL : MemoryContextStrdup(context, text);
}

/* Work for statement_each(). */
static bool
take_before(void *state, uint64 nrows)
{
	ConsentFollow *follow = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		Follow		was = read_row((int) i);
		Follow	   *entry = hash_search(follow->before, &was.customer_id, HASH_ENTER, NULL);

		*entry = was;
		entry->email = copy_text(follow->context, was.email);
		entry->identifier = copy_text(follow->context, was.identifier);
	}
	return true;
}

ConsentFollow *
consent_follow_begin(const Statement *ids)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(Follow)};
	ConsentFollow *follow;

	if (!target_is_distributed() || !target_has_consent())
		return NULL;
	follow = palloc0(sizeof(ConsentFollow));
	follow->context = AllocSetContextCreate(CurrentMemoryContext, "customers consent", ALLOCSET_DEFAULT_SIZES);
	control.hcxt = follow->context;
	follow->before = hash_create("customers before", 256, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	follow->caller = GetUserNameFromId(GetUserId(), false);
	follow->read = *ids;
	follow->read.kept = false;
	follow->read.sql = sql_text(consent_follow_sql, "read", "ids", ids->sql, NULL);
	statement_each(&follow->read, FETCH_ROWS, take_before, follow);
	return follow;
}

/* ---- what differs ---- */

static void
add_key(ConsentFollow *follow, KeyHashes *hashes, KeyKind key, const char *text)
{
	if (text != NULL)
		key_hashes_add(hashes, erasures_of(follow), key, text, strlen(text));
}

static void
add_change(ConsentFollow *follow, int64 customer_id, bool was, bool is)
{
	if (follow->nchanges == follow->maxchanges)
	{
		follow->maxchanges = Max(2 * follow->maxchanges, 256);
		follow->changes = follow->changes == NULL
			? MemoryContextAllocHuge(follow->context, follow->maxchanges * sizeof(Change))
			: repalloc_huge(follow->changes, follow->maxchanges * sizeof(Change));
	}
	follow->changes[follow->nchanges++] = (Change) {customer_id, was, is};
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Keeps the no of an old address, unless the new one folds to the same. */
static void
keep_replaced(ConsentFollow *follow, const Follow *was, const Follow *is)
{
	KeyHashes	old = {0},
				new = {0};

	if (is_same_text(was->email, is->email) || (was->said != SAID_NO && is->said != SAID_NO))
		return;
	add_key(follow, &old, KEY_EMAIL, was->email);
	add_key(follow, &new, KEY_EMAIL, is->email);
	if (!key_hashes_equal(&old, &new))
		add_key(follow, &follow->kept, KEY_EMAIL, was->email);
}

/* Deletes the opt-out of who subscribes themselves; was there one? */
static bool
hear_yes(ConsentFollow *follow, const Follow *is)
{
	KeyHashes	hashes = {0};

	if (!follow->hears_yes)
		return false;
	add_key(follow, &hashes, KEY_IDENTIFIER, is->identifier);
	add_key(follow, &hashes, KEY_EMAIL, is->email);
	return erasures_forget(erasures_of(follow), &hashes, REASON_UNSUBSCRIBED);
}

/* was: NULL for a new customer. */
static void
compare(ConsentFollow *follow, const Follow *was, const Follow *is)
{
	bool		yes = is->said == SAID_YES,
				was_yes = was == NULL ? yes : was->said == SAID_YES,
				turned = yes && (was == NULL || !was_yes || !is_same_text(was->email, is->email)) && hear_yes(follow, is),
				first_no = was != NULL && was->said == SAID_NOTHING && is->said == SAID_NO;

	if (was != NULL)
		keep_replaced(follow, was, is);
	if (was_yes != yes || turned || first_no)
		add_change(follow, is->customer_id, was_yes && !turned, yes);
}

/* Fetched rows, which are read before another statement runs. */
typedef struct Batch
{
	ConsentFollow *follow;
	MemoryContext context;
} Batch;

/* Work for statement_each(). */
static bool
compare_fetched(void *state, uint64 nrows)
{
	Batch	   *batch = state;
	ConsentFollow *follow = batch->follow;
	Follow	   *rows = palloc(nrows * sizeof(Follow));
	MemoryContext caller;

	for (uint64 i = 0; i < nrows; i++)
		rows[i] = read_row((int) i);
	/* hashes outlive the batch */
	caller = MemoryContextSwitchTo(batch->context);
	for (uint64 i = 0; i < nrows; i++)
	{
		Follow	   *was = hash_search(follow->before, &rows[i].customer_id, HASH_FIND, NULL);

		if (was != NULL)
			was->is_seen = true;
		compare(follow, was, &rows[i]);
	}
	MemoryContextSwitchTo(caller);
	return true;
}

/* Of a customer who is gone the no is kept, unless nobody has said it. */
static void
keep_gone(ConsentFollow *follow)
{
	HASH_SEQ_STATUS all;
	Follow	   *was;

	hash_seq_init(&all, follow->before);
	while ((was = hash_seq_search(&all)) != NULL)
	{
		if (was->is_seen || was->said != SAID_NO ||
			(follow->nunsaid > 0 && bsearch(&was->customer_id, follow->unsaid, follow->nunsaid, sizeof(int64), int8_compare) != NULL))
			continue;
		add_key(follow, &follow->kept, KEY_IDENTIFIER, was->identifier);
		add_key(follow, &follow->kept, KEY_EMAIL, was->email);
	}
}

/* ---- the log ---- */

static int
compare_changes(const void *a, const void *b)
{
	return int8_compare(&((const Change *) a)->customer_id, &((const Change *) b)->customer_id);
}

/* Logs the changes in the order of ids, each at a time of the clock. */
static void
write_log(ConsentFollow *follow)
{
	static const Oid types[] = {INT8OID, BOOLOID, BOOLOID, INT8OID, TEXTOID, TIMESTAMPTZOID, INT8OID, TEXTOID};
	ConsentSources *sources = load_sources(follow);
	Statement	insert = statement(sql_text(consent_follow_sql, "log", NULL));
	bool		by_import = customers_current_import[0] != '\0';
	Datum		import_id = by_import ? Int64GetDatum(strtoi64(customers_current_import, NULL, 10)) : (Datum) 0;

	statement_prepare(&insert, follow->context, lengthof(types), types);
	qsort(follow->changes, follow->nchanges, sizeof(Change), compare_changes);
	for (int i = 0; i < follow->nchanges; i++)
	{
		const Change *change = &follow->changes[i];
		const ConsentSource *source = sources == NULL ? NULL : consent_sources_find(sources, change->customer_id);

		CHECK_FOR_INTERRUPTS();
		statement_again(&insert);
		statement_int8(&insert, change->customer_id);
		statement_datum(&insert, BOOLOID, BoolGetDatum(change->was), false);
		statement_datum(&insert, BOOLOID, BoolGetDatum(change->is), false);
		statement_datum(&insert, INT8OID, import_id, !by_import);
		statement_text(&insert, follow->caller);
		statement_datum(&insert, TIMESTAMPTZOID, TimestampTzGetDatum(GetCurrentTimestamp()), false);
		statement_datum(&insert, INT8OID, source == NULL ? (Datum) 0 : Int64GetDatum(source->line), source == NULL);
		statement_text(&insert, source != NULL && source->subscribed == change->is ? source->said : NULL);
		statement_write(&insert);
	}
}

/* Are opt-outs kept that a yes, which is the person's own word, deletes? */
static bool
hears_yes(void)
{
	return customers_current_import[0] == '\0' && !customers_saving &&
		(erasures_reasons(catalog_schema_name()) & (1 << REASON_UNSUBSCRIBED)) != 0 &&
		erasures_have_secret(catalog_schema_name());
}

/* Work for consent_run_as_owner(). */
static void
follow_as_owner(void *state)
{
	ConsentFollow *follow = state;

	if (customers_current_import[0] != '\0')
		follow->unsaid = consent_sources_unsaid(follow->context, catalog_schema_name(),
												strtoi64(customers_current_import, NULL, 10), &follow->nunsaid);
	keep_gone(follow);
	if (follow->kept.nhashes > 0)
		erasures_keep(erasures_of(follow), &follow->kept, REASON_UNSUBSCRIBED);
	if (follow->nchanges > 0)
		write_log(follow);
}

/* Work for consent_run_as_owner(): reads the customers again. */
static void
compare_as_owner(void *state)
{
	Batch		batch = {.follow = state, .context = ((ConsentFollow *) state)->context};

	batch.follow->hears_yes = hears_yes();
	statement_each(&batch.follow->read, FETCH_ROWS, compare_fetched, &batch);
}

void
consent_follow_end(ConsentFollow *follow)
{
	MemoryContext caller;

	if (follow == NULL)
		return;
	caller = MemoryContextSwitchTo(follow->context);
	consent_run_as_owner(compare_as_owner, follow);
	consent_run_as_owner(follow_as_owner, follow);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(follow->context);
	pfree(follow);
}
