/*
 * opt_out_write.c
 *
 *		customer_import_opt_outs -> UPDATE of customers; the trigger logs it
 *			-> addresses of nobody, or of who has another one now -> customer_erasures
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "field/consent_sql.h"
#include "field/key_sql.h"
#include "merge/opt_out_bearers.h"
#include "merge/opt_out_check.h"
#include "merge/opt_out_write.h"
#include "merge/opt_out_write.sql.h"
#include "schema/consent.h"
#include "schema/consent_follow.h"
#include "schema/consent_log.h"
#include "schema/consent_source.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* Keeps the times of consent for a revert, where the live table has such. */
static void
keep_times(int64 import_id)
{
	TargetConsent consent = target_consent();
	Statement	update;

	if (!target_consent_is_time(&consent) || consent.refuses)
		return;
	update = statement(sql_text(opt_out_write_sql, "keep times", "time",
								consent_sql_time(&consent, psprintf("c.%s", consent.name)), NULL));
	statement_int8(&update, import_id);
	statement_write(&update);
}

/* Runs an UPDATE of the consent of those whom opt-outs are about. */
static void
write_consent(Statement *update, int64 import_id)
{
	Statement	ids = statement(sql_text(opt_out_write_sql, "customers", NULL));
	ConsentFollow *follow;

	statement_int8(&ids, import_id);
	follow = consent_follow_begin(&ids);
	statement_write(update);
	consent_follow_end(follow);
}

/* Unsubscribes the customers, but those of whom some rows see to that. */
static void
unsubscribe(const MergeRows *rows, const char *but_own)
{
	Statement	update = statement(sql_text(opt_out_write_sql, "unsubscribe", "but_own", but_own,
											"unsubscribe", consent_sql_assign("c", "false"), NULL));

	keep_times(DatumGetInt64(rows->params[0]));
	statement_int8(&update, DatumGetInt64(rows->params[0]));
	write_consent(&update, DatumGetInt64(rows->params[0]));
}

/* Counts the customers again. */
static void
write_count(int64 import_id)
{
	Statement	count = statement(sql_text(opt_out_write_sql, "count", NULL));

	statement_int8(&count, import_id);
	statement_write(&count);
}

/* SELECT of the customers who have a key, which text gives; keys is a SELECT of all such. */
static char *
bearers(KeyKind key, const char *text, const char *keys)
{
	char	   *indexed = key_sql_indexed(key, "c."),
			   *untidy = key_sql_untidy(key, "c."),
			   *folded = key_sql_folded(key, "c.");

	return sql_text(opt_out_write_sql, "bearers", "key", text, "indexed", indexed, "untidy", untidy, "folded", folded,
					"found", target_found(psprintf("%s IN (%s)", indexed, keys)),
					"found_untidy", target_found(psprintf("%s AND %s IN (%s)", untidy, folded, keys)), NULL);
}

/* SELECT of the keys, field number i, of rows that a conflict has left out. */
static char *
keys_of_conflicts(int i)
{
	return sql_text(opt_out_write_sql, "keys of conflicts", "key", sql_number(i + 1), NULL);
}

/* Runs a section about who has a key of nobody; returns how many rows it writes. */
static uint64
write_bearers(const char *section, int64 import_id, KeyKind key, int field)
{
	const char *name = options_key_name(key);
	char	   *text;
	char	   *of_nobody;
	Statement	write;

	if (field < 0)
		return 0;
	text = psprintf("COALESCE(r.cells[%d], r.raw[p.place])", field + 1);
	of_nobody = sql_text(opt_out_write_sql, "of nobody", "fold", key_sql_fold(key, text),
						 "key", quote_literal_cstr(name), "hash", psprintf("%s_hash", name), NULL);
	write = statement(sql_text(opt_out_write_sql, section, "of_nobody", of_nobody, "bearers", 
							   bearers(key, "o.key", psprintf("SELECT o.key FROM (%s) AS o", of_nobody)),
							   "unsubscribe", consent_sql_assign("h", "false"), NULL));
	statement_int8(&write, import_id);
	return statement_write(&write);
}

/*
 * Somebody may have altered the rows since they were reviewed: whether a no changes
 * anything is decided by the live row.
 */
static uint64
judge_again(int64 import_id, const char *but_own)
{
	Statement	update;

	if (!consent_log_is_readable())
		return 0;
	update = statement(sql_text(opt_out_write_sql, "judge again", "but_own", but_own, NULL));
	statement_int8(&update, import_id);
	return statement_write(&update);
}

/* Whom somebody has unsubscribed since, the import does not: its undo is not about them. */
static uint64
judge_unsubscribed(int64 import_id)
{
	Statement	update = statement(sql_text(opt_out_write_sql, "said already", NULL));

	statement_int8(&update, import_id);
	return statement_write(&update);
}

void
opt_out_write_merge(const MergeRows *rows)
{
	int64		import_id = DatumGetInt64(rows->params[0]);
	const char *but_own;

	if (!target_has_consent())
		return;
	but_own = rows->fields.subscribed < 0 ? ""
		: sql_text(opt_out_write_sql, "but own", "consent", sql_number(rows->fields.subscribed + 1), NULL);
	if (judge_again(import_id, but_own) + judge_unsubscribed(import_id) +
		write_bearers("hear newcomers", import_id, KEY_EMAIL, rows->fields.email) +
		write_bearers("hear newcomers", import_id, KEY_IDENTIFIER, rows->fields.identifier) > 0)
		write_count(import_id);
	unsubscribe(rows, but_own);
}

/* SQL: is the no of row r of a new customer more than the default? */
static char *
said(void)
{
	return sql_text(opt_out_write_sql, "said", "by_default", sql_number(CONSENT_BY_DEFAULT), NULL);
}

/* Who has a key that a row would have brought; "" = the file has no such key. */
static char *
conflicts_of_bearers(KeyKind key, int field, const char *consent)
{
	if (field < 0)
		return "";
	return sql_text(opt_out_write_sql, "conflicts of bearers", "consent", consent,
					"bearers", bearers(key, psprintf("r.cells[%d]", field + 1), keys_of_conflicts(field)), "said", said(), NULL);
}

/* Work for statement_each(): emails. */
static bool
keep_fetched(void *state, uint64 nrows)
{
	Erasures   *erasures;
	KeyHashes	hashes = {0};
	char	  **emails = palloc(nrows * sizeof(char *));

	for (uint64 i = 0; i < nrows; i++)
		emails[i] = spi_text_not_null(i, 1, "customer_import_rows.cells");
	erasures = erasures_open(catalog_schema_name());
	for (uint64 i = 0; i < nrows; i++)
		key_hashes_add(&hashes, erasures, KEY_EMAIL, emails[i], strlen(emails[i]));
	consent_keep_hashes(&hashes);
	return true;
}

/* A no belongs to the address, which the row has not brought to anybody. */
static void
keep_addresses_of_conflicts(const MergeRows *rows)
{
	Statement	find;

	if (rows->fields.email < 0)
		return;
	find = statement(sql_text(opt_out_write_sql, "addresses of conflicts",
							  "consent", sql_number(rows->fields.subscribed + 1),
							  "email", sql_number(rows->fields.email + 1), "said", said(),
							  "bearers", bearers(KEY_EMAIL, psprintf("r.cells[%d]", rows->fields.email + 1),
											  keys_of_conflicts(rows->fields.email)), NULL));
	statement_int8(&find, DatumGetInt64(rows->params[0]));
	statement_each(&find, FETCH_ROWS, keep_fetched, NULL);
}

void
opt_out_write_conflicts(const MergeRows *rows)
{
	int64		import_id = DatumGetInt64(rows->params[0]);
	Statement	insert;
	const char *consent;

	if (rows->fields.subscribed < 0)
		return;
	keep_addresses_of_conflicts(rows);
	consent = sql_number(rows->fields.subscribed + 1);
	insert = statement(sql_text(opt_out_write_sql, "hear conflicts", "consent", consent, "newcomers",
								psprintf("%s %s", conflicts_of_bearers(KEY_EMAIL, rows->fields.email, consent),
										 conflicts_of_bearers(KEY_IDENTIFIER, rows->fields.identifier, consent)), NULL));
	statement_int8(&insert, import_id);
	if (statement_write(&insert) == 0)
		return;
	write_count(import_id);
	unsubscribe(rows, "");
}

/* Work for consent_run_as_owner(). */
static void
unsubscribe_hidden(void *state)
{
	const MergeRows *rows = state;
	int64		import_id = DatumGetInt64(rows->params[0]);
	Statement	update = statement(sql_text(opt_out_write_sql, "unsubscribe hidden", "unsubscribe",
											consent_sql_assign("c", "false"), NULL));

	statement_int8(&update, import_id);
	write_consent(&update, import_id);
	(void) write_bearers("unsubscribe hidden bearers", import_id, KEY_EMAIL, rows->fields.email);
	(void) write_bearers("unsubscribe hidden bearers", import_id, KEY_IDENTIFIER, rows->fields.identifier);
}

void
opt_out_write_hidden(MergeRows *rows)
{
	if (target_has_consent())
		consent_run_as_owner(unsubscribe_hidden, rows);
}

/* State of opt_out_write_unknown(). */
typedef struct Mailboxes
{
	Erasures   *erasures;		/* NULL = not needed so far */
	MemoryContext context;
	bool		has_consent;	/* else no customer keeps a no */
	KeyHashes	unknown;		/* of keys that nobody has */
	List	   *strayed;		/* bytea: of emails that were a customer's, who has
								 * another one by now */
} Mailboxes;

/* Reads the secret of the hashes, while rows are being read. */
static void
open_erasures(Mailboxes *mailboxes)
{
	MemoryContext old = MemoryContextSwitchTo(mailboxes->context);
	StatementResult rows = statement_put_aside();

	mailboxes->erasures = erasures_open(catalog_schema_name());
	statement_take_up(&rows);
	MemoryContextSwitchTo(old);
}

/* Has one of the emails the hash? */
static bool
has_hash(Mailboxes *mailboxes, ArrayType *emails, Datum hash)
{
	KeyHashes	hashes = {0};
	int			n;
	char	  **texts = spi_array_texts(emails, &n);

	if (mailboxes->erasures == NULL)
		open_erasures(mailboxes);
	for (int i = 0; i < n; i++)
		key_hashes_add(&hashes, mailboxes->erasures, KEY_EMAIL, texts[i], strlen(texts[i]));
	for (int i = 0; i < n; i++)
		if (datumIsEqual(hashes.hashes[i], hash, false, -1))
			return true;
	return false;
}

/* Takes a key that nobody has. */
static void
add_unknown(Mailboxes *mailboxes, Datum hash, const char *field)
{
	KeyHashes  *unknown = &mailboxes->unknown;
	MemoryContext old = MemoryContextSwitchTo(mailboxes->context);

	if (unknown->nhashes == unknown->maxhashes)
	{
		Size		size = (unknown->maxhashes = Max(2 * unknown->maxhashes, 64)) * sizeof(Datum);

		unknown->hashes = unknown->hashes == NULL ? palloc(size) : repalloc_huge(unknown->hashes, size);
		unknown->fields = unknown->fields == NULL ? palloc(size) : repalloc_huge(unknown->fields, size);
	}
	unknown->hashes[unknown->nhashes] = datumCopy(hash, false, -1);
	unknown->fields[unknown->nhashes++] = CStringGetTextDatum(field);
	MemoryContextSwitchTo(old);
}

/* The last of them was somebody's. */
static void
add_strayed(Mailboxes *mailboxes)
{
	MemoryContext old = MemoryContextSwitchTo(mailboxes->context);

	mailboxes->strayed = lappend(mailboxes->strayed, DatumGetPointer(mailboxes->unknown.hashes[mailboxes->unknown.nhashes - 1]));
	MemoryContextSwitchTo(old);
}

/* Work for statement_each(): hash, field, whether anybody is there, emails. */
static bool
take_mailboxes(void *state, uint64 nrows)
{
	Mailboxes  *mailboxes = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		Datum		hash = PointerGetDatum(PG_DETOAST_DATUM(spi_datum_not_null(i, 1, BYTEAOID, "customer_import_opt_outs.email_hash")));
		char	   *field = spi_text_not_null(i, 2, "the key that was hashed");
		bool		is_email = strcmp(field, options_key_name(KEY_EMAIL)) == 0;
		bool		known = spi_bool(i, 3, "whether a customer is there");
		ArrayType  *emails = spi_array(i, 4, TEXTARRAYOID, "customers.email");

		if (known && mailboxes->has_consent && (!is_email || (emails != NULL && has_hash(mailboxes, emails, hash))))
			continue;
		add_unknown(mailboxes, hash, field);
		if (is_email && spi_bool(i, 5, "whether it was known whose it was"))
			add_strayed(mailboxes);
	}
	return true;
}

void
opt_out_write_unknown(int64 import_id)
{
	Mailboxes	mailboxes = {.context = CurrentMemoryContext, .has_consent = target_has_consent()};
	Statement	find = statement(sql_text(opt_out_write_sql, "mailboxes", NULL));

	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, take_mailboxes, &mailboxes);
	if (mailboxes.unknown.nhashes == 0)
		return;
	consent_keep_hashes(&mailboxes.unknown);
	if (mailboxes.strayed != NIL && mailboxes.has_consent)
		opt_out_hear_bearers(import_id, mailboxes.strayed);
}

/* Work for statement_each(): customer_id, line, cell. */
static bool
log_fetched(void *state, uint64 nrows)
{
	const int64 *import_id = state;
	Datum	   *customers = palloc(nrows * sizeof(Datum));
	Datum	   *lines = palloc(nrows * sizeof(Datum));
	Datum	   *said = palloc(nrows * sizeof(Datum));
	bool	   *nulls = palloc(nrows * sizeof(bool));
	int			n = nrows;
	int			lower = 1;

	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *cell = spi_text(i, 3);

		customers[i] = Int64GetDatum(spi_int64(i, 1, "customer_import_opt_outs.customer_id"));
		lines[i] = Int64GetDatum(spi_int64(i, 2, "customer_import_opt_outs.line"));
		nulls[i] = cell == NULL;
		said[i] = cell == NULL ? (Datum) 0 : CStringGetTextDatum(cell);
	}
	consent_log_no(*import_id, int8_array(customers, n), int8_array(lines, n),
				   PointerGetDatum(construct_md_array(said, nulls, 1, &n, &lower, TEXTOID, -1, false, TYPALIGN_INT)));
	return true;
}

void
opt_out_write_log(int64 import_id)
{
	Statement	find = statement(sql_text(opt_out_write_sql, "standing", NULL));

	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, log_fetched, &import_id);
}

/* SQL: the time of consent before the merge; NULL = the live table has none. */
static char *
kept_time(const TargetConsent *consent)
{
	return target_consent_is_time(consent) ? consent_sql_time(consent, "o.consent_at") : NULL;
}

/* Subscribes them again who have not said no since. */
static void
resubscribe_all(int64 import_id, Datum merged_at)
{
	TargetConsent consent = target_consent();
	Statement	update = statement(sql_text(opt_out_write_sql, "resubscribe", "column", quote_identifier(consent.name),
											"value", consent_sql_value(&consent, "true", kept_time(&consent)),
											"said_since", opt_out_check_said_since("o.customer_id", "$2"), NULL));

	statement_int8(&update, import_id);
	statement_datum(&update, TIMESTAMPTZOID, merged_at, false);
	write_consent(&update, import_id);
}

int64
opt_out_write_revert(int64 import_id, Datum merged_at, bool resubscribe)
{
	Statement	find = statement(sql_text(opt_out_write_sql, "stay", NULL));
	int64		n;

	if (!target_has_consent())
		return 0;
	if (resubscribe)
	{
		resubscribe_all(import_id, merged_at);
		return 0;
	}
	statement_int8(&find, import_id);
	statement_select(&find);
	n = spi_int64(0, 1, "the count of who stays unsubscribed");
	statement_done();
	return n;
}
