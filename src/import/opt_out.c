/*
 * opt_out.c
 *
 *		CsvRecord -> a no in its consent cell, which its row does not write
 *			-> its keys, the hash of its email
 *			-> customers who bear one of the keys, or nobody
 *			-> customer_import_opt_outs
 *
 * Customers are looked up by index, some thousand records at a time.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/memutils.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/consent_read.h"
#include "field/key_sql.h"
#include "field/value.h"
#include "import/consent_watch.h"
#include "import/diff.h"
#include "import/impose_no.h"
#include "import/live.h"
#include "import/opt_out.h"
#include "import/opt_out.sql.h"
#include "import/opt_out_own.h"
#include "schema/consent_log.h"
#include "schema/consent_source.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Records that are staged at a time. */
#define MAX_TAKEN 1000

/* Parameters of a record: line, id, identifier, email, hashes, cell. */
enum
{
	TAKEN_LINE, TAKEN_ID, TAKEN_IDENTIFIER, TAKEN_EMAIL, TAKEN_EMAIL_HASH, TAKEN_IDENTIFIER_HASH, TAKEN_CELL, NUM_TAKEN
};

static const Oid taken_types[] = {INT8OID, INT8OID, TEXTOID, TEXTOID, BYTEAOID, BYTEAOID, TEXTOID};

struct OptOuts
{
	int64		import_id;
	FieldMap   *map;
	const ImportOptions *options;
	ConsentWatch *watch;		/* of categories; NULL = none is watched */
	ArrayBuildState *created;	/* lines of new customers whom it heard: int8 */
	OwnOptOuts *own;			/* of records whose own row writes them */
	const char *or_unsaid;		/* of who is unsubscribed: also those of whom the log
								 * does not say so; SQL */
	Erasures   *erasures;		/* NULL = not needed so far */
	MemoryContext context;		/* of the import */
	MemoryContext taken_context;	/* of what is to be staged */
	ArrayBuildState *taken[NUM_TAKEN];
	int			ntaken;
	ArrayBuildState *emails;	/* text: of all that were taken */
	ArrayBuildState *identifiers;
	ArrayBuildState *unsubscribed;	/* int8: known customers, by their own rows */
};

OptOuts *
opt_outs_create(int64 import_id, FieldMap *map, const ImportOptions *options)
{
	OptOuts    *opt_outs = palloc0(sizeof(OptOuts));

	opt_outs->import_id = import_id;
	opt_outs->map = map;
	opt_outs->options = options;
	opt_outs->watch = consent_watch_create(map);
	opt_outs->own = own_opt_outs_create(import_id);
	opt_outs->or_unsaid = consent_log_is_readable() ? psprintf(" OR %s", consent_log_unsaid_sql("c.customer_id")) : "";
	opt_outs->context = CurrentMemoryContext;
	opt_outs->taken_context = AllocSetContextCreate(CurrentMemoryContext, "customers opt-outs",
													ALLOCSET_DEFAULT_SIZES);
	return opt_outs;
}

/* ---- what a record says ---- */

/* The value of a field's cell; false if it has none. */
static bool
read_cell(const Field *field, const CsvRecord *source, CellValue *value)
{
	*value = (CellValue) {0};
	if (field == NULL || !field_in_file(field))
		return false;
	if (field->nconsent > 1)
		consent_read(field, source, value);
	else
		value_parse(field, &source->cells[field->file_column], value);
	return value->state == VALUE_SET;
}

static const Field *
field_or_null(const FieldMap *map, int i)
{
	return i < 0 ? NULL : &map->fields[i];
}

bool
opt_outs_says_no(const FieldMap *map, const CsvRecord *source)
{
	CellValue	value;

	return record_fits(source, map->ncolumns) &&
		read_cell(field_map_consent(map), source, &value) && value.number == 0;
}

/* ---- staging ---- */

/*
 * SELECTs of the customers who bear a key of record v, from one kind of key on, united;
 * found is SQL of the customers, or of those who bear any.
 */
static char *
bearers_sql(KeyKind first, const char *found)
{
	StringInfoData sql;

	initStringInfo(&sql);
	if (first == KEY_CUSTOMER_ID)
		sql_add(&sql, " UNION ", "%s", sql_text(opt_out_sql, "bearers by", "found", found, "live", "c.customer_id", "key", "v.id", NULL));
	for (int key = Max(first, KEY_IDENTIFIER); key < NUM_KEYS; key++)
	{
		const char *own = key == KEY_EMAIL ? "v.email" : "v.identifier";

		sql_add(&sql, " UNION ", "%s", sql_text(opt_out_sql, "bearers by", "found", found,
												"live", key_sql_indexed(key, "c."), "key", own, NULL));
		if (live_has_untidy(key))
			sql_add(&sql, " UNION ", "%s AND %s",
					sql_text(opt_out_sql, "bearers by", "found", found, "live", key_sql_folded(key, "c."), "key", own, NULL),
					key_sql_untidy(key, "c."));
	}
	return sql.data;
}

/*
 * Of distributed customers, those who bear a key are read first: what they say is the
 * next parameter of the INSERT, $10.
 */
static const char *
find_bearers(const Datum *taken, Statement *insert)
{
	static const int keys[] = {TAKEN_ID, TAKEN_IDENTIFIER, TAKEN_EMAIL};
	Statement	find;

	if (!target_is_distributed())
		return catalog_name(REL_CUSTOMERS);
	find = statement(sql_text(opt_out_sql, "find bearers",
							  "identifier", key_sql_indexed(KEY_IDENTIFIER, "c."), "email", key_sql_indexed(KEY_EMAIL, "c."),
							  "untidy_identifier", key_sql_untidy(KEY_IDENTIFIER, "c."), "folded_identifier", key_sql_folded(KEY_IDENTIFIER, "c."),
							  "untidy_email", key_sql_untidy(KEY_EMAIL, "c."), "folded_email", key_sql_folded(KEY_EMAIL, "c."), NULL));
	for (int i = 0; i < (int) lengthof(keys); i++)
		statement_datum(&find, get_array_type(taken_types[keys[i]]), taken[keys[i]], false);
	statement_select(&find);
	statement_datum(insert, JSONBOID, JsonbPGetDatum(spi_jsonb(0, 1, "customers")), false);
	statement_done();
	return sql_text(opt_out_sql, "bearers found", NULL);
}

/* Stages the records taken so far. */
static void
flush(OptOuts *opt_outs)
{
	Statement	insert = {0};
	Datum		taken[NUM_TAKEN];
	const char *found;

	statement_int8(&insert, opt_outs->import_id);
	for (int i = 0; i < NUM_TAKEN; i++)
	{
		taken[i] = opt_outs->ntaken == 0 ? PointerGetDatum(construct_empty_array(taken_types[i]))
			: makeArrayResult(opt_outs->taken[i], CurrentMemoryContext);
		statement_datum(&insert, get_array_type(taken_types[i]), taken[i], false);
	}
	statement_datum(&insert, BOOLOID, BoolGetDatum(opt_outs->options->resubscribe), false);
	found = find_bearers(taken, &insert);
	insert.sql = sql_text(opt_out_sql, "insert", "bearers", bearers_sql(KEY_CUSTOMER_ID, found),
						  "mailboxes", bearers_sql(KEY_EMAIL, found), "or_unsaid", opt_outs->or_unsaid,
						  "kept_by_key", target_has_consent() ? "false" : "true", NULL);
	statement_write(&insert);
	memset(opt_outs->taken, 0, sizeof(opt_outs->taken));
	opt_outs->ntaken = 0;
	MemoryContextReset(opt_outs->taken_context);
}

static void
add(OptOuts *opt_outs, int i, Datum value, bool isnull)
{
	opt_outs->taken[i] = accumArrayResult(opt_outs->taken[i], value, isnull, taken_types[i],
										  opt_outs->taken_context);
}

/* The hash of a key; the secret is read when the first one comes. */
static Datum
key_hash(OptOuts *opt_outs, KeyKind kind, const CellValue *key)
{
	KeyHashes	hashes = {0};

	if (opt_outs->erasures == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(opt_outs->context);

		opt_outs->erasures = erasures_open(catalog_schema_name());
		MemoryContextSwitchTo(old);
	}
	key_hashes_add(&hashes, opt_outs->erasures, kind, key->data, key->len);
	return hashes.hashes[0];
}

/* A text key of the record, for its customers, and for others of its records. */
static void
add_key(OptOuts *opt_outs, int column, const CellValue *value, bool present, ArrayBuildState **all)
{
	Datum		text = present ? PointerGetDatum(cstring_to_text_with_len(value->data, value->len)) : (Datum) 0;

	add(opt_outs, column, text, !present);
	if (present)
		*all = accumArrayResult(*all, text, false, TEXTOID, opt_outs->context);
}

/* The cell of the consent of a record. */
static const CsvCell *
consent_cell_of(const FieldMap *map, const CsvRecord *source)
{
	const Field *consent = field_map_consent(map);

	return consent->nconsent > 1 ? consent_deciding_cell(consent, source)
		: &source->cells[consent->file_column];
}

/*
 * Takes the no of a record, which its cell says, if it says whose.  mailbox: only for
 * who has the email; its own row is about somebody else.
 */
static void
take(OptOuts *opt_outs, const CsvRecord *source, const CsvCell *cell, bool mailbox)
{
	const FieldMap *map = opt_outs->map;
	CellValue	id,
				identifier,
				email;
	bool		has_id = !mailbox && read_cell(map->customer_id, source, &id),
				has_identifier = !mailbox && read_cell(field_or_null(map, map->identifier), source, &identifier),
				has_email = read_cell(field_or_null(map, map->email), source, &email),
				by_identifier;

	if (!has_id && !has_identifier && !has_email)
		return;
	add(opt_outs, TAKEN_LINE, Int64GetDatum(source->line), false);
	add(opt_outs, TAKEN_ID, Int64GetDatum(has_id ? id.number : 0), !has_id);
	add_key(opt_outs, TAKEN_IDENTIFIER, &identifier, has_identifier, &opt_outs->identifiers);
	add_key(opt_outs, TAKEN_EMAIL, &email, has_email, &opt_outs->emails);
	add(opt_outs, TAKEN_EMAIL_HASH, has_email ? key_hash(opt_outs, KEY_EMAIL, &email) : (Datum) 0, !has_email);
	by_identifier = has_identifier && !has_email;
	add(opt_outs, TAKEN_IDENTIFIER_HASH, by_identifier ? key_hash(opt_outs, KEY_IDENTIFIER, &identifier) : (Datum) 0,
		!by_identifier);
	add(opt_outs, TAKEN_CELL, cell == NULL ? (Datum) 0 : CStringGetTextDatum(record_clip(cell->data, cell->len)), cell == NULL);
	if (++opt_outs->ntaken == MAX_TAKEN)
		flush(opt_outs);
}

/* Does the record's own row write its no? */
static bool
writes_no(const OptOuts *opt_outs, const Record *record)
{
	const CellChange *change = record->changes == NULL || opt_outs->map->subscribed < 0 ? NULL
		: &record->changes[opt_outs->map->subscribed];

	return (record->action == RECORD_CREATE || record->action == RECORD_UPDATE) &&
		change != NULL && change->touched && change->value.number == 0;
}

/* Does its no change nothing? */
static bool
stands(const OptOuts *opt_outs, const Record *record)
{
	const Field *field = field_or_null(opt_outs->map, opt_outs->map->subscribed);

	return field != NULL && (record->action == RECORD_UNCHANGED || record->action == RECORD_UPDATE) &&
		field->rule == RULE_OVERWRITE && !opt_outs->options->resubscribe;
}

/* Would its row give its customer another email? */
static bool
brings_email(const OptOuts *opt_outs, const Record *record)
{
	return record->action == RECORD_UPDATE && record->changes != NULL && opt_outs->map->email >= 0 &&
		record->changes[opt_outs->map->email].touched;
}

/* Adds a text key of a record to those of all. */
static void
add_key_again(OptOuts *opt_outs, const Field *field, const CsvRecord *source, ArrayBuildState **all)
{
	CellValue	key;

	if (read_cell(field, source, &key))
		*all = accumArrayResult(*all, PointerGetDatum(cstring_to_text_with_len(key.data, key.len)),
								false, TEXTOID, opt_outs->context);
}

void
opt_outs_take_again(OptOuts *opt_outs, const CsvRecord *source)
{
	const FieldMap *map = opt_outs->map;

	if (!record_fits(source, map->ncolumns))
		return;
	add_key_again(opt_outs, field_or_null(map, map->email), source, &opt_outs->emails);
	add_key_again(opt_outs, field_or_null(map, map->identifier), source, &opt_outs->identifiers);
}

/* A new customer who comes unsubscribed, whatever the row says. */
static void
take_created(OptOuts *opt_outs, const Record *record)
{
	opt_outs->created = accumArrayResult(opt_outs->created, Int64GetDatum(record->source->line), false,
										 INT8OID, opt_outs->context);
}

/*
 * A no in a category.  That of a new customer goes into its own row, and into those
 * of other records of the same person; that of a known one beside it.
 */
static void
take_watched(OptOuts *opt_outs, const Record *record, const CsvCell *cell)
{
	if (record->action != RECORD_CREATE)
	{
		take(opt_outs, record->source, cell, false);
		return;
	}
	if (record->given_by != 0)
		take(opt_outs, record->source, cell, true);
	take_created(opt_outs, record);
	opt_outs_take_again(opt_outs, record->source);
}

/* The no of a record in its column of consent. */
static void
take_no(OptOuts *opt_outs, const Record *record, const CsvCell *cell)
{
	bool		writes = writes_no(opt_outs, record);

	if (!writes && !stands(opt_outs, record))
	{
		take(opt_outs, record->source, cell, false);
		return;
	}
	/* who hands the address on is named by it, too; and no row says no of the address */
	if (record->given_by != 0 || (!writes && brings_email(opt_outs, record)))
		take(opt_outs, record->source, cell, true);
	if (record->matched)
		own_opt_outs_take(opt_outs->own, record->customer_id, record->source->line, cell, writes);
}

void
opt_outs_take(OptOuts *opt_outs, const Record *record)
{
	const FieldMap *map = opt_outs->map;
	const CsvCell *watched = consent_watch_count(opt_outs->watch, record->source);

	if (opt_outs_says_no(map, record->source))
		take_no(opt_outs, record, consent_cell_of(map, record->source));
	else if (watched != NULL)
		take_watched(opt_outs, record, watched);
	else if (record->action == RECORD_CREATE && consent_watch_is_silent(opt_outs->watch, record->source))
		take_created(opt_outs, record);
}

void
opt_outs_take_revised(OptOuts *opt_outs, const CsvRecord *source)
{
	const CsvCell *watched = consent_watch_hear(opt_outs->watch, source);

	if (opt_outs_says_no(opt_outs->map, source))
		take(opt_outs, source, consent_cell_of(opt_outs->map, source), false);
	else if (watched != NULL)
		take(opt_outs, source, watched, false);
}

char *
opt_outs_warning(const OptOuts *opt_outs)
{
	return consent_watch_warning(opt_outs->watch);
}

/* ---- the strictest holds ---- */

/* Rows of new customers whose key, by the number of its field, says no. */
static void
strictest_new(OptOuts *opt_outs, int key, Datum keys)
{
	const FieldMap *map = opt_outs->map;
	Statement	update;

	if (key < 0 || keys == (Datum) 0)
		return;
	update = statement(sql_text(opt_out_sql, "strictest new", "key", sql_number(key + 1),
								"impose", impose_no_on_new(map), "consent", sql_number(map->subscribed + 1),
								"by_default", sql_number(CONSENT_BY_DEFAULT), NULL));
	statement_int8(&update, opt_outs->import_id);
	statement_datum(&update, TEXTARRAYOID, keys, false);
	statement_write(&update);
}

/* Rows of known customers who get an address that says no. */
static void
strictest_known(OptOuts *opt_outs, Datum emails)
{
	const FieldMap *map = opt_outs->map;
	Statement	update;
	uint64		n;

	if (map->email < 0 || emails == (Datum) 0)
		return;
	update = statement(sql_text(opt_out_sql, "strictest known", "key", sql_number(map->email + 1),
								"impose", impose_no_on_known(map), "consent", sql_number(map->subscribed + 1), NULL));
	statement_int8(&update, opt_outs->import_id);
	statement_datum(&update, TEXTARRAYOID, emails, false);
	n = statement_write(&update);
	for (uint64 i = 0; i < n; i++)
		opt_outs->unsubscribed = accumArrayResult(opt_outs->unsubscribed,
												  Int64GetDatum(spi_int64(i, 1, "customer_import_rows.customer_id")),
												  false, INT8OID, opt_outs->context);
	statement_done();
}

/* An array of what was gathered; (Datum) 0 = nothing. */
static Datum
as_array(ArrayBuildState *elements)
{
	return elements == NULL ? (Datum) 0 : makeArrayResult(elements, CurrentMemoryContext);
}

/* Gives the staged rows the field subscribed, where only a category spoke of it. */
static void
add_consent(OptOuts *opt_outs)
{
	if (opt_outs->created != NULL || opt_outs->emails != NULL || opt_outs->identifiers != NULL)
		impose_no_add_field(opt_outs->import_id, opt_outs->map);
}

/* New customers whose category says no. */
static void
unsubscribe_created(OptOuts *opt_outs)
{
	Statement	update;

	if (opt_outs->created == NULL)
		return;
	update = statement(sql_text(opt_out_sql, "unsubscribe created", "impose", impose_no_on_new(opt_outs->map), NULL));
	statement_int8(&update, opt_outs->import_id);
	statement_datum(&update, INT8ARRAYOID, makeArrayResult(opt_outs->created, CurrentMemoryContext), false);
	statement_write(&update);
}

int64
opt_outs_finish(OptOuts *opt_outs)
{
	FieldMap   *map = opt_outs->map;
	Datum		emails = as_array(opt_outs->emails),
				identifiers = as_array(opt_outs->identifiers);

	flush(opt_outs);
	own_opt_outs_finish(opt_outs->own);
	if (map->heard != NULL)		/* no row can say it */
		return 0;
	add_consent(opt_outs);
	unsubscribe_created(opt_outs);
	strictest_new(opt_outs, map->email, emails);
	strictest_new(opt_outs, map->identifier, identifiers);
	strictest_known(opt_outs, emails);
	/* or in an adopted table by the first yes of who has never said anything */
	if ((opt_outs->options->resubscribe || !target_is_ours()) && map->subscribed >= 0)
	{
		Statement	update = statement(sql_text(opt_out_sql, "not again", "consent", sql_number(map->subscribed + 1), NULL));

		statement_int8(&update, opt_outs->import_id);
		statement_write(&update);
	}
	return opt_outs_count(opt_outs->import_id);
}

Datum
opt_outs_unsubscribed(const OptOuts *opt_outs)
{
	return as_array(opt_outs->unsubscribed);
}

Datum
opt_outs_customers(int64 import_id, Datum lines)
{
	Statement	find = statement(sql_text(opt_out_sql, "customers", NULL));
	ArrayType  *customers;

	statement_int8(&find, import_id);
	statement_datum(&find, INT8ARRAYOID, lines, false);
	statement_select(&find);
	customers = spi_array(0, 1, INT8ARRAYOID, "customer_import_opt_outs.customer_id");
	statement_done();
	return PointerGetDatum(customers);
}

void
opt_outs_forget(int64 import_id, Datum lines)
{
	static const char *const sections[] = {"forget lines", "forget standing"};

	for (int i = 0; i < (int) lengthof(sections); i++)
	{
		Statement	forget = statement(sql_text(opt_out_sql, sections[i], NULL));

		statement_int8(&forget, import_id);
		statement_datum(&forget, INT8ARRAYOID, lines, false);
		statement_write(&forget);
	}
}

bool
opt_outs_any(int64 import_id)
{
	Statement	find = statement(sql_text(opt_out_sql, "any", NULL));
	bool		any;

	statement_int8(&find, import_id);
	any = statement_select(&find) > 0;
	statement_done();
	return any;
}

int64
opt_outs_count(int64 import_id)
{
	Statement	find = statement(sql_text(opt_out_sql, "count", NULL));
	int64		n;

	statement_int8(&find, import_id);
	statement_select(&find);
	n = spi_int64(0, 1, "the count of who opts out");
	statement_done();
	return n;
}
