/*
 * opt_out_check.c
 *
 *		emails that rows give to subscribed customers -> hashes
 *			-> customer_erasures: opted out, and the customer has not subscribed
 *			   after that -> lines
 *		customers whom a row subscribes again -> customer_consent_log: unsubscribed
 *			since the import was staged -> lines
 *
 * Emails are hashed only if any opt-out is kept.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "field/consent_sql.h"
#include "field/key_sql.h"
#include "import/import_row.h"
#include "merge/opt_out_check.h"
#include "merge/opt_out_check.sql.h"
#include "schema/consent.h"
#include "schema/consent_follow.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* A row that gives a customer an email. */
typedef struct Arrival
{
	int64		line;
	int64		customer_id;	/* 0 = new */
	int			hash;			/* index into KeyHashes */
} Arrival;

typedef struct OptOutCheck
{
	Erasures   *erasures;
	TimestampTz staged_at;
	bool		resubscribes;	/* only opt-outs since staging count: earlier ones
								 * were overruled */
	MemoryContext context;
	ArrayBuildState *found;		/* int8 */
} OptOutCheck;

/* ---- addresses ---- */

/* Takes the fetched rows: line, customer_id, email. */
static Arrival *
take_arrivals(OptOutCheck *check, uint64 nrows, KeyHashes *hashes, Datum *ids, int *nids)
{
	Arrival    *arrivals = palloc(nrows * sizeof(Arrival));

	*nids = 0;
	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *id = spi_text(i, 2);
		char	   *email = spi_text_not_null(i, 3, "an email");

		arrivals[i].line = spi_int64(i, 1, "customer_import_rows.line");
		arrivals[i].customer_id = id == NULL ? 0 : spi_int64(i, 2, "customer_import_rows.customer_id");
		arrivals[i].hash = hashes->nhashes;
		key_hashes_add(hashes, check->erasures, KEY_EMAIL, email, strlen(email));
		if (id != NULL)
			ids[(*nids)++] = Int64GetDatum(arrivals[i].customer_id);
	}
	return arrivals;
}

/* Does the opt-out of this time hold for the customer of the row? */
static bool
holds(const OptOutCheck *check, const Arrival *arrival, TimestampTz said_at, const LastYes *yes, int nyes)
{
	if (check->resubscribes)
		return said_at > check->staged_at;
	return arrival->customer_id == 0 || !consent_yes_after(yes, nyes, arrival->customer_id, said_at);
}

static bool
check_fetched(void *state, uint64 nrows)
{
	OptOutCheck *check = state;
	KeyHashes	hashes = {0};
	Datum	   *ids = palloc(nrows * sizeof(Datum));
	int			nids,
				nfound,
				nyes = 0;
	Arrival    *arrivals = take_arrivals(check, nrows, &hashes, ids, &nids);
	FoundHash  *found = erasures_find(check->erasures, &hashes, &nfound);
	LastYes    *yes;

	if (nfound == 0)
		return true;
	yes = nids == 0 ? NULL : consent_last_yes(int8_array(ids, nids), &nyes);
	for (uint64 i = 0; i < nrows; i++)
	{
		const FoundHash *match = erasures_match(found, nfound, &hashes, arrivals[i].hash);

		if (match != NULL && (match->reasons & (1 << REASON_UNSUBSCRIBED)) != 0 &&
			holds(check, &arrivals[i], match->recorded_at[REASON_UNSUBSCRIBED], yes, nyes))
			check->found = accumArrayResult(check->found, Int64GetDatum(arrivals[i].line),
											false, INT8OID, check->context);
	}
	return true;
}

/* Checks the emails that a statement finds: line, customer_id (NULL: new), email. */
static void
check_addresses(OptOutCheck *check, int64 import_id, const char *sql)
{
	Statement	find;

	if ((erasures_reasons(catalog_schema_name()) & (1 << REASON_UNSUBSCRIBED)) == 0)
		return;
	check->erasures = erasures_open(catalog_schema_name());
	find = statement(sql);
	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, check_fetched, check);
}

static Datum
result(OptOutCheck *check)
{
	return check->found == NULL ? (Datum) 0 : makeArrayResult(check->found, check->context);
}

/* ---- before a merge ---- */

/* Reads when the import was staged, and whether resubscribe was given. */
static void
read_import(OptOutCheck *check, int64 import_id)
{
	ImportRow  *row = import_row_read(import_id, "imported_at, options");

	check->staged_at = row->imported_at;
	check->resubscribes = import_row_resubscribes(row);
}

/* Adds the lines that a statement finds. */
static void
add_lines(OptOutCheck *check, Statement *find)
{
	uint64		n = statement_select(find);

	for (uint64 i = 0; i < n; i++)
		check->found = accumArrayResult(check->found, Int64GetDatum(spi_int64(i, 1, "customer_import_rows.line")),
										false, INT8OID, check->context);
	statement_done();
}

/* Finds lines that subscribe again a customer who has unsubscribed since staging. */
static void
check_resubscribed(OptOutCheck *check, int64 import_id, const char *consent)
{
	Statement	find = statement(sql_text(opt_out_check_sql, "resubscribed", "consent", consent, NULL));

	statement_int8(&find, import_id);
	statement_datum(&find, TIMESTAMPTZOID, TimestampTzGetDatum(check->staged_at), false);
	add_lines(check, &find);
}

/* Finds lines that give a subscribed customer an address whose present customer has said no. */
static void
check_handed_over(OptOutCheck *check, int64 import_id, int email, const char *consent)
{
	Statement	find = statement(sql_text(opt_out_check_sql, "handed over", "email", sql_number(email + 1),
										  "indexed", key_sql_indexed(KEY_EMAIL, "o."), "consent", consent,
										  "bearers", target_found(psprintf("%s IN (SELECT r.cells[%d] FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1)",
																		   key_sql_indexed(KEY_EMAIL, "c."), email + 1, catalog_name(REL_IMPORT_ROWS))), NULL));

	statement_int8(&find, import_id);
	add_lines(check, &find);
}

Datum
opt_out_check_merge(int64 import_id, int email, int subscribed, bool hands_over)
{
	OptOutCheck check = {.context = CurrentMemoryContext};
	char	   *consent = subscribed < 0 ? "NULL::pg_catalog.text" : psprintf("r.cells[%d]", subscribed + 1);

	if (!target_has_consent())
		return (Datum) 0;
	read_import(&check, import_id);
	if (check.resubscribes && subscribed >= 0)
		check_resubscribed(&check, import_id, consent);
	if (hands_over)
		check_handed_over(&check, import_id, email, consent);
	if (email >= 0)
		check_addresses(&check, import_id, sql_text(opt_out_check_sql, "arrivals", "email", sql_number(email + 1),
													"consent", consent, NULL));
	return result(&check);
}

void
opt_out_check_refuse(int64 import_id, Datum lines)
{
	Statement	find = statement(sql_text(opt_out_check_sql, "opted out", NULL));

	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	if (statement_select(&find) == 0)
		import_row_missing(import_id);
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 spi_bool(0, 3, "whether the customer is new")
			 ? errmsg("the address of a new customer has opted out since import " INT64_FORMAT " was reviewed",
					  import_id)
			 : errmsg("customer %s, or the address that they would get, has opted out since import " INT64_FORMAT " was reviewed",
					  spi_text_not_null(0, 2, "customer_import_rows.customer_id"), import_id),
			 errdetail("Line %s of the file.", spi_text_not_null(0, 1, "customer_import_rows.line")),
			 errhint("Cancel the import and import the file again, or merge the other rows with on_conflict => 'skip'.")));
}

/* Runs an UPDATE of the consent of customers, whose ids another statement selects. */
static int64
write_consent(Statement *update, const Statement *ids)
{
	ConsentFollow *follow = consent_follow_begin(ids);
	int64		n = statement_write(update);

	consent_follow_end(follow);
	return n;
}

int64
opt_out_check_unsubscribe(int64 import_id, Datum lines)
{
	Statement	ids;
	Statement	update = statement(sql_text(opt_out_check_sql, "unsubscribe lines", "unsubscribe",
											consent_sql_assign("c", "false"), NULL));

	statement_int8(&update, import_id);
	statement_datum(&update, INT8ARRAYOID, lines, false);
	ids = update;
	ids.sql = sql_text(opt_out_check_sql, "customers of lines", NULL);
	return write_consent(&update, &ids);
}

/* ---- after a revert ---- */

int64
opt_out_check_unsubscribe_customers(Datum ids)
{
	Statement	write = statement(sql_text(opt_out_check_sql, "unsubscribe", "unsubscribe", consent_sql_assign("c", "false"), NULL));
	Statement	unnest;

	statement_datum(&write, INT8ARRAYOID, ids, false);
	unnest = write;
	unnest.sql = "SELECT pg_catalog.unnest($1)";
	return write_consent(&write, &unnest);
}

char *
opt_out_check_said_since(const char *customer, const char *merged_at)
{
	return sql_text(opt_out_check_sql, "said since", "customer", customer, "merged_at", merged_at, NULL);
}
