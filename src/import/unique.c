/*
 * unique.c
 *
 *		unique indexes -> one query over the foreseen rows: who has the values of row n
 *			by now, and a hash of them
 *		records -> that query -> taken by a customer? by a record before? -> errors
 *
 * A value that the file takes from one customer and gives to another is taken: an index
 * looks at each row when it is written.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "field/key_sql.h"
#include "import/diff.h"
#include "import/index_rule.h"
#include "import/unique.h"
#include "support/normal_form.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"

/* Columns of the query for each rule: bearer, and two hashes. */
#define RULE_COLUMNS 3

/* Values that a record of this file has. */
typedef struct SeenKey
{
	int64		rule;			/* number; int64 for there must be no padding */
	int64		hashes[2];
} SeenKey;

typedef struct Seen
{
	SeenKey		key;
	int64		line;
} Seen;

struct Uniques
{
	const FieldMap *map;
	ForeseenRows *rows;
	List	   *rules;			/* IndexRule */
	HTAB	   *seen;
};

/* What the query is to say of a rule. */
static void
append_rule(StringInfo list, const IndexRule *rule, const ForeseenRows *rows)
{
	appendStringInfo(list, ", %s", index_rule_bearer(rule, rows));
	for (int seed = 0; seed < 2; seed++)
	{
		char	   *hash = index_rule_hash(rule, "customers", seed);

		appendStringInfo(list, ", %s", hash == NULL ? "NULL::pg_catalog.int8" : hash);
	}
}

static HTAB *
create_seen(void)
{
	HASHCTL		control = {.keysize = sizeof(SeenKey), .entrysize = sizeof(Seen), .hcxt = CurrentMemoryContext};

	return hash_create("customers unique values", 1024, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

Uniques *
uniques_load(const FieldMap *map)
{
	Uniques    *all = palloc0(sizeof(Uniques));
	int			scope = settings_scope_enter();
	StringInfoData list;
	ListCell   *lc;

	settings_scope_pg_catalog_first();
	all->map = map;
	all->rows = foreseen_open(map);
	all->rules = index_rules(all->rows, false);
	initStringInfo(&list);
	foreach(lc, all->rules)
		append_rule(&list, lfirst(lc), all->rows);
	if (all->rules != NIL)
	{
		foreseen_prepare(all->rows, list.data);
		all->seen = create_seen();
	}
	foreseen_close(all->rows);
	settings_scope_leave(scope);
	return all->rules == NIL ? NULL : all;
}

/* ---- which records ---- */

/* Is a value of the record one that the rule's index may take for another? */
static bool
is_beyond_ascii(const CellValue *value)
{
	return value->state == VALUE_SET && !normal_form_is_ascii(value->data, value->len);
}

static bool
concerns_rule(const Uniques *all, const IndexRule *rule, const Record *record)
{
	int			email = all->map->email;

	if (rule->other_spellings)
		return email >= 0 && record->changes[email].touched && is_beyond_ascii(&record->changes[email].value);
	for (int i = 0; i < rule->nfields; i++)
		if (record->changes[rule->fields[i]].touched)
			return true;
	return !record->matched;
}

static bool
concerns(const Uniques *all, const Record *record)
{
	ListCell   *lc;

	if (record->has_error || record->changes == NULL)
		return false;
	foreach(lc, all->rules)
		if (concerns_rule(all, lfirst(lc), record))
			return true;
	return false;
}

/* ---- errors ---- */

/* The field whose cell brings the values: the first that the record touches. */
static const Field *
bringing_field(const Uniques *all, const IndexRule *rule, const Record *record)
{
	for (int i = 0; i < rule->nfields; i++)
		if (record->changes[rule->fields[i]].touched)
			return &all->map->fields[rule->fields[i]];
	return NULL;
}

static void
note_taken(const Uniques *all, const IndexRule *rule, Record *record, const char *by)
{
	const Field *field = bringing_field(all, rule, record);

	record_note(record, "value_taken", field == NULL ? NULL : field->name,
				field == NULL ? NULL : record_said(record, field),
				psprintf(rule->nfields > 1 ? "%s has these values already, and \"%s\" allows them once"
						 : "%s has this value already, and \"%s\" allows it once", by, rule->name),
				"Correct it, or leave the cell blank.");
}

/* The line before that has these values; 0 if none has, and the record has them now. */
static int64
line_before(Uniques *all, int rule, int row, int column, const Record *record)
{
	SeenKey		key = {.rule = rule};
	Seen	   *seen;
	bool		found;

	for (int i = 0; i < 2; i++)
		key.hashes[i] = spi_int64(row, column + i, "a hash");
	seen = hash_search(all->seen, &key, HASH_ENTER, &found);
	if (!found)
		seen->line = record->source->line;
	return seen->line == record->source->line ? 0 : seen->line;
}

/* What the query says of one rule and record. */
static void
check_rule(Uniques *all, int number, int row, Record *record)
{
	const IndexRule *rule = list_nth(all->rules, number);
	int			column = 2 + number * RULE_COLUMNS;
	int64		bearer = spi_int64_or(row, column, 0, "customers.customer_id");
	int64		line;
	bool		no_hash;

	if (bearer != 0)
		note_taken(all, rule, record, psprintf("customer " INT64_FORMAT, bearer));
	(void) spi_datum(row, column + 1, INT8OID, &no_hash, "a hash");
	if (bearer != 0 || no_hash)
		return;
	line = line_before(all, number, row, column + 1, record);
	if (line != 0)
		note_taken(all, rule, record, psprintf("line " INT64_FORMAT, line));
}

/* ForeseenFound */
static void
note_all_taken(void *state, Record **records, uint64 nrows)
{
	Uniques    *all = state;

	for (uint64 row = 0; row < nrows; row++)
	{
		Record	   *record = records[spi_int32(row, 1, "the number of a record")];

		for (int i = 0; i < list_length(all->rules); i++)
			check_rule(all, i, row, record);
	}
}

/* ForeseenFailed: an expression of an index raised an error, as it would in the merge. */
static void
note_failed(void *state, Record *record, const ErrorData *error)
{
	const Uniques *all = state;
	int			only = foreseen_only_field(all->rows);
	const Field *field = only < 0 ? NULL : &all->map->fields[only];

	record_note(record, "check_violation", field == NULL ? NULL : field->name,
				field == NULL ? NULL : record_said(record, field),
				psprintf("the table does not allow it: %s", error->message), NULL);
}

void
uniques_check(Uniques *all, Record **records, int nrecords)
{
	Record	  **concerned = palloc(Max(nrecords, 1) * sizeof(Record *));
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
		if (concerns(all, records[i]))
			concerned[n++] = records[i];
	foreseen_check(all->rows, concerned, n, note_all_taken, note_failed, all);
}
