/*
 * limits.c
 *
 *		customer_imports.changes, counts -> how many of how many
 *			-> more than the limit of the word allows? -> HeldReason
 *
 * The limit of a word is that of the option, else of the setting, else the default.
 * Under a preset, what its last merged import changed is allowed once more, and half as
 * much again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/field.h"
#include "field/limit.h"
#include "import/changes.h"
#include "import/held.h"
#include "import/import_row.h"
#include "import/limits.h"
#include "import/limits.sql.h"
#include "support/json.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* How much more than last time is allowed under a preset. */
#define PRESET_FACTOR 1.5

/* 10 % of 30 are 3, whatever floating point makes of it. */
#define EPSILON 1e-6

/* Below this share all subscribed customers are counted. */
#define SMALL_SHARE 0.001

static const struct
{
	const char *word;
	double		share;
}			default_limits[] = {
	{"identifier", 0.10},
	{"email", 0.10},
	{"name", 0.25},
	{"first_name", 0.25},
	{"last_name", 0.25},
	{"phone", 0.25},
	{"mobile", 0.25},
	{"birth_date", 0.25},
	{"address", 0.25},
	{"address_2", 0.25},
	{"postal_code", 0.25},
	{"city", 0.25},
	{"region", 0.25},
	{"country", 0.25},
	{LIMIT_CLEARED, 0.20},
	{LIMIT_UNSUBSCRIBED, 0.20},
	{LIMIT_REJECTED, 0.50}
};

/* What an import does, as its row says. */
typedef struct Shares
{
	ImportCounts counts;
	char	  **fields;
	int			nfields;
	Changes    *changes;
	int64		unsubscribed;	/* customers, by all its records */
	int64		met;			/* customers that the file names */
} Shares;

typedef struct LimitCheck
{
	int64		import_id;
	Shares		now;
	Shares	   *last;			/* the last merged import under the preset, or NULL */
	Jsonb	   *option;			/* NULL = none */
	Jsonb	   *setting;
	bool		tells_consent;	/* that is what the file, or set, is for */
	List	   *reasons;
} LimitCheck;

/* ---- limits ---- */

static ChangeLimit
default_limit(const char *word)
{
	ChangeLimit limit = {LIMIT_NONE, 0};

	for (size_t i = 0; i < lengthof(default_limits); i++)
		if (strcmp(default_limits[i].word, word) == 0)
			limit = (ChangeLimit) {LIMIT_SHARE, default_limits[i].share};
	return limit;
}

/*
 * The limit of a word.  Whoever sends a list of those who have left is stopped by the
 * option alone.
 */
static ChangeLimit
find_limit(const LimitCheck *check, const char *word)
{
	ChangeLimit limit = limit_find(check->option, word);

	if (limit.kind == LIMIT_NOT_SET && check->tells_consent && strcmp(word, LIMIT_UNSUBSCRIBED) == 0)
		limit.kind = LIMIT_NONE;
	if (limit.kind == LIMIT_NOT_SET)
		limit = limit_find(check->setting, word);
	return limit.kind == LIMIT_NOT_SET ? default_limit(word) : limit;
}

static double
share_of(int64 n, int64 of)
{
	return of > 0 ? (double) n / of : 0;
}

/* The same of the last import under the preset: of few it is none. */
static double
last_share(int64 n, int64 of)
{
	return of < LIMITS_FROM ? 0 : share_of(n, of);
}

/*
 * How many of so many are allowed; -1 = any number.  last: the share of the last import
 * under the preset.
 */
static double
allowed(ChangeLimit limit, int64 of, double last)
{
	double		number = limit.kind == LIMIT_NUMBER ? limit.value : limit.value * of;

	if (limit.kind == LIMIT_NONE || (limit.kind == LIMIT_SHARE && of < LIMITS_FROM))
		return -1;
	return Max(number, last * PRESET_FACTOR * of);
}

static bool
is_over(double number, int64 n)
{
	return number >= 0 && n > number + EPSILON;
}

/* ---- reasons ---- */

/* "30 %", "2.5 %" */
static char *
percent(double share)
{
	double		number = share * 100;

	return number >= 10 || number == (int) number ? psprintf("%.0f %%", number) : psprintf("%.1f %%", number);
}

/* Reads the first lines that a section finds; field: its place, -1 = none. */
static void
read_lines(const LimitCheck *check, HeldReason *reason, const char *section, int field)
{
	Statement	find = statement(sql_text(limits_sql, "lines", "lines", sql_text(limits_sql, section, NULL),
										  "limit", sql_number(HELD_LINES), NULL));

	statement_int8(&find, check->import_id);
	statement_datum(&find, INT4OID, Int32GetDatum(field + 1), field < 0);
	reason->nlines = statement_select(&find);
	for (int i = 0; i < reason->nlines; i++)
		reason->lines[i] = spi_int64(i, 1, "customer_import_rows.line");
	statement_done();
}

/*
 * Adds a reason.  what: the field or word; field: its place, -1 = none; said: what
 * happens to whom.
 */
static void
add_reason(LimitCheck *check, const char *code, const char *what, int field, int64 n, int64 of,
		   double number, const char *said, const char *section, const char *hint)
{
	HeldReason *reason = palloc0(sizeof(HeldReason));

	reason->code = code;
	reason->what = what;
	reason->message = psprintf("%s (%s; allowed: " INT64_FORMAT ")", said, percent(share_of(n, of)), (int64) (number + EPSILON));
	reason->hint = hint;
	reason->records = n;
	reason->of = of;
	read_lines(check, reason, section, field);
	check->reasons = lappend(check->reasons, reason);
}

static const char *const wrong_file =
"Have columns been swapped or moved by a line, or is it the file of another list? If all of it is right, the option limits says so.";

/* ---- what is held to a limit ---- */

/* Place of a field; -1 = it is none of the import. */
static int
field_place(const Shares *shares, const char *name)
{
	for (int i = 0; i < shares->nfields; i++)
		if (shares->fields[i] != NULL && strcmp(shares->fields[i], name) == 0)
			return i;
	return -1;
}

/* What the last import under the preset did to a field. */
static FieldChanges
last_changes(const LimitCheck *check, const char *field)
{
	int			i = check->last == NULL ? -1 : field_place(check->last, field);

	return i < 0 ? (FieldChanges) {0} : check->last->changes->fields[i];
}

static void
check_field(LimitCheck *check, int i)
{
	const Shares *now = &check->now;
	const char *name = now->fields[i];
	FieldChanges changes = now->changes->fields[i],
				last = last_changes(check, name);
	int64		last_met = check->last == NULL ? 0 : check->last->met;
	double		number = allowed(find_limit(check, name), now->met, last_share(last.changed, last_met)),
				number_cleared = allowed(find_limit(check, LIMIT_CLEARED), now->met, last_share(last.cleared, last_met));
	bool		cleared = is_over(number_cleared, changes.cleared);

	if (is_over(number, changes.changed - (cleared ? changes.cleared : 0)))
		add_reason(check, "too_many_changed", name, i, changes.changed, now->met, number,
				   psprintf("%s changes for " INT64_FORMAT " of the " INT64_FORMAT " customers that the file names",
							name, changes.changed, now->met),
				   "changed lines", wrong_file);
	if (cleared)
		add_reason(check, "too_many_cleared", name, i, changes.cleared, now->met, number_cleared,
				   psprintf("%s is emptied for " INT64_FORMAT " of the " INT64_FORMAT " customers that the file names",
							name, changes.cleared, now->met),
				   "cleared lines", wrong_file);
}

/*
 * Counts the subscribed customers of the list, no further than decides whether n of
 * them are over the limit.
 */
static int64
count_subscribed(ChangeLimit limit, int64 n)
{
	Statement	count = statement(sql_text(limits_sql, "subscribed", NULL));
	bool		all = limit.kind != LIMIT_SHARE || limit.value < SMALL_SHARE;
	int64		subscribed;

	/* twice as many: what falls short of half the limit is nothing under a preset */
	statement_datum(&count, INT8OID, Int64GetDatum(all ? 0 : (int64) (n / limit.value * 2) + LIMITS_FROM), all);
	statement_select(&count);
	subscribed = spi_int64(0, 1, "count");
	statement_done();
	return subscribed;
}

static void
check_unsubscribed(LimitCheck *check)
{
	Shares	   *now = &check->now;
	ChangeLimit limit = find_limit(check, LIMIT_UNSUBSCRIBED);
	double		number,
				last = check->last == NULL ? 0 : last_share(check->last->unsubscribed, check->last->changes->subscribed);

	if (now->unsubscribed == 0 || limit.kind == LIMIT_NONE)
		return;
	now->changes->subscribed = count_subscribed(limit, now->unsubscribed);
	number = allowed(limit, now->changes->subscribed, last);
	if (is_over(number, now->unsubscribed))
		add_reason(check, "too_many_unsubscribed", "subscribed", field_place(now, "subscribed"),
				   now->unsubscribed, now->changes->subscribed, number,
				   psprintf(INT64_FORMAT " of the " INT64_FORMAT " subscribed customers become unsubscribed",
							now->unsubscribed, now->changes->subscribed),
				   "unsubscribed lines",
				   "Is a column of consent read the wrong way round? If they have all left, the option limits says so.");
}

static void
check_rejected(LimitCheck *check)
{
	const ImportCounts *counts = &check->now.counts;
	double		number = allowed(find_limit(check, LIMIT_REJECTED), counts->uploaded,
								 check->last == NULL ? 0 : last_share(check->last->counts.rejected, check->last->counts.uploaded));

	if (is_over(number, counts->rejected))
		add_reason(check, "too_many_rejected", NULL, -1, counts->rejected, counts->uploaded, number,
				   psprintf(INT64_FORMAT " of the " INT64_FORMAT " records are rejected", counts->rejected, counts->uploaded),
				   "rejected lines", "Is a column read as the wrong field, or is the file damaged?");
}

/* ---- the import ---- */

static Shares
shares_of(const ImportRow *row)
{
	Shares		shares = {.counts = row->counts};

	if (row->fields == NULL)
		spi_refuse_null("customer_imports.fields");
	shares.fields = spi_array_texts(row->fields, &shares.nfields);
	shares.changes = changes_read(row->changes, shares.fields, shares.nfields);
	shares.unsubscribed = shares.changes->unsubscribed + row->opted_out;
	shares.met = row->counts.changed + row->counts.unchanged;
	return shares;
}

#define SHARES_COLUMNS "fields, changes, opted_out, " IMPORT_ROW_COUNTS

/* The import that a statement finds; NULL = none. */
static Shares *
load_found(Statement *find)
{
	Shares	   *last;
	int64		import_id;

	statement_int8(find, LIMITS_FROM);
	if (statement_select(find) == 0)
		return NULL;
	import_id = spi_int64(0, 1, "customer_imports.import_id");
	statement_done();
	last = palloc(sizeof(Shares));
	*last = shares_of(import_row_read(import_id, SHARES_COLUMNS));
	return last;
}

/* The last import that was merged under a preset; NULL = none. */
static Shares *
load_last(const char *preset)
{
	Statement	find = statement(sql_text(limits_sql, "last merged", NULL));

	if (preset == NULL)
		return NULL;
	statement_text(&find, preset);
	return load_found(&find);
}

/* The last import that was merged and had this header; NULL = none. */
static Shares *
load_like(ArrayType *header)
{
	Statement	find = statement(sql_text(limits_sql, "last like it", NULL));

	if (header == NULL)
		return NULL;
	find.closed = true;			/* arrays are compared */
	statement_datum(&find, TEXTARRAYOID, PointerGetDatum(header), false);
	return load_found(&find);
}

double
limits_last_share(const char *preset, ArrayType *header, const char *field)
{
	const Shares *last = preset != NULL ? load_last(preset) : load_like(header);
	int			i = last == NULL ? -1 : field_place(last, field);

	return i < 0 ? 0 : last_share(last->changes->fields[i].changed, last->met) * PRESET_FACTOR;
}

bool
limits_hold(const ImportOptions *options, const char *field)
{
	LimitCheck	check = {.option = options->limits, .setting = limit_setting()};

	return find_limit(&check, field).kind > LIMIT_NONE;
}

/* Is it for telling consent: set says it, or the file has only keys, names and that? */
static bool
tells_consent(const Shares *shares, Jsonb *options)
{
	static const char *const others[] = {
		"identifier", "email", "name", "first_name", "last_name", "subscribed"
	};
	JsonbValue *set = json_get(&options->root, "set");
	int			nothers = 0;

	if (set != NULL && set->type == jbvBinary &&
		(json_get(set->val.binary.data, "subscribed") != NULL || json_get(set->val.binary.data, "unsubscribed") != NULL))
		return true;
	for (int i = 0; i < shares->nfields; i++)
		for (size_t j = 0; j < lengthof(others); j++)
			nothers += shares->fields[i] != NULL && strcmp(shares->fields[i], others[j]) == 0;
	return nothers == shares->nfields;
}

/* The option limits among the options of an import, which an operator may have written. */
static Jsonb *
option_limits(Jsonb *options)
{
	JsonbValue *value = json_get(&options->root, "limits");

	if (value == NULL || value->type == jbvNull)
		return NULL;
	return limit_check(JsonbValueToJsonb(value), "\"limits\" of customer_imports.options");
}

void
limits_require_fields(const ImportOptions *options)
{
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *word;

	if (options->limits == NULL || !JB_ROOT_IS_OBJECT(options->limits))
		return;
	pairs = json_pairs(options->limits);
	while (json_next_pair(&pairs, &word, &value))
		if (!limit_is_word(word) && field_by_name(word) == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"limits\" names \"%s\", which is no field", word),
					 errhint("Give names of fields, attributes.<category>, or one of: cleared, unsubscribed, rejected.")));
}

/* Reasons that are no limits: these are the same as long as the file is. */
static List *
other_reasons(const List *held)
{
	List	   *reasons = NIL;
	ListCell   *cell;

	foreach(cell, held)
		if (strncmp(((const HeldReason *) lfirst(cell))->code, "too_many_", strlen("too_many_")) != 0)
			reasons = lappend(reasons, lfirst(cell));
	return reasons;
}

/* Writes what has changed of the import's row. */
static void
write_row(const LimitCheck *check, const ImportRow *before)
{
	ImportRow	row = {
		.import_id = check->import_id, .held = held_json(check->reasons),
		.changes = changes_json(check->now.changes, check->now.fields)
	};
	bool		same_held = (row.held == NULL) == (before->held == NULL) &&
		(row.held == NULL || compareJsonbContainers(&row.held->root, &before->held->root) == 0);
	bool		same_changes = before->changes != NULL &&
		compareJsonbContainers(&row.changes->root, &before->changes->root) == 0;

	if (!same_held || !same_changes)
		import_row_update(&row, "held, changes");
}

List *
limits_settle(int64 import_id)
{
	ImportRow  *row = import_row_read(import_id, "options, preset, held, " SHARES_COLUMNS);
	LimitCheck	check = {.import_id = import_id, .now = shares_of(row)};

	if (row->options == NULL)
		spi_refuse_null("customer_imports.options");
	check.last = load_last(row->preset);
	check.option = option_limits(row->options);
	check.setting = limit_setting();
	check.tells_consent = tells_consent(&check.now, row->options);
	check.reasons = other_reasons(held_read(row->held));
	for (int i = 0; i < check.now.nfields; i++)
		if (check.now.fields[i] != NULL)
			check_field(&check, i);
	check_unsubscribed(&check);
	check_rejected(&check);
	write_row(&check, row);
	held_load_examples(import_id, check.reasons);
	return check.reasons;
}
