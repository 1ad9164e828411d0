/*
 * value_conflict.c
 *
 *		index rules -> the pairs of a staged row and a live one, or an earlier staged one,
 *			that they forbid
 *		pairs, in the order of lines -> is the earlier row left out?  -> the rows to leave
 *			out
 *
 * Asked only where rows are to be left out rather than the merge stopped: else the
 * statement that writes them says which constraint it is.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"

#include "import/foreseen.h"
#include "import/index_rule.h"
#include "merge/value_conflict.h"
#include "merge/value_conflict.sql.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"

#define PAIRS_AT_ONCE 1000

/* Columns of a conflict that is found. */
typedef enum ConflictColumn
{
	CONFLICT_LINE,
	CONFLICT_RULE,
	CONFLICT_CUSTOMER,
	CONFLICT_EARLIER,
	NUM_CONFLICT_COLUMNS
} ConflictColumn;

typedef struct Conflicts
{
	FieldMap	map;
	List	   *rules;			/* IndexRule */
	MemoryContext context;
	HTAB	   *lines;			/* that are left out */
	Datum	   *columns[NUM_CONFLICT_COLUMNS];
	int			n;
	int			max;
} Conflicts;

/* The fields, as of a file. */
static FieldMap
map_of(const MergeFields *fields)
{
	FieldMap	map = {.nfields = fields->nfields};

	map.fields = palloc(Max(map.nfields, 1) * sizeof(Field));
	for (int i = 0; i < map.nfields; i++)
		map.fields[i] = *fields->fields[i];
	return map;
}

/* ---- the query ---- */

static char *
pairs_of(const char *section, const IndexRule *rule, int number, const ForeseenRows *rows)
{
	return sql_text(value_conflict_sql, section, "rule", sql_number(number), "id", foreseen_id(rows),
					"table", foreseen_table(rows),
					"forbids_live", index_rule_forbids_live(rule, "customers", "live"),
					"forbids", index_rule_forbids(rule, "customers", "earlier"), NULL);
}

/* All pairs, of the rules of open rows. */
static char *
all_pairs(const MergeFields *fields, ForeseenRows *rows, List *rules)
{
	StringInfoData pairs;
	int			number = 0;
	ListCell   *lc;

	initStringInfo(&pairs);
	foreach(lc, rules)
	{
		number++;
		sql_add(&pairs, " UNION ALL ", "%s", pairs_of("live pairs", lfirst(lc), number, rows));
		sql_add(&pairs, " UNION ALL ", "%s", pairs_of("staged pairs", lfirst(lc), number, rows));
	}
	return sql_text(value_conflict_sql, "pairs", "id", foreseen_id(rows), "table", foreseen_table(rows),
					"columns", foreseen_columns(rows, "r.cells[%d + 1]"), "rows", fields->rows,
					"chosen", fields->chosen, "pairs", pairs.data, NULL);
}

/* The query, or NULL if the rows can break no rule. */
static char *
make_query(Conflicts *conflicts, const MergeFields *fields)
{
	int			scope = settings_scope_enter();
	ForeseenRows *rows;
	char	   *sql;

	settings_scope_pg_catalog_first();
	rows = foreseen_open(&conflicts->map);
	conflicts->rules = index_rules(rows, true);
	sql = conflicts->rules == NIL ? NULL : all_pairs(fields, rows, conflicts->rules);
	foreseen_close(rows);
	settings_scope_leave(scope);
	return sql;
}

/* ---- pairs ---- */

static bool
is_left_out(const Conflicts *conflicts, int64 line)
{
	return hash_search(conflicts->lines, &line, HASH_FIND, NULL) != NULL;
}

/* Makes room for one more conflict. */
static void
widen(Conflicts *conflicts)
{
	MemoryContext old;

	if (conflicts->n < conflicts->max)
		return;
	old = MemoryContextSwitchTo(conflicts->context);
	conflicts->max = Max(conflicts->max * 2, 64);
	for (int i = 0; i < NUM_CONFLICT_COLUMNS; i++)
		conflicts->columns[i] = conflicts->columns[i] == NULL ? palloc(conflicts->max * sizeof(Datum))
			: repalloc_huge(conflicts->columns[i], conflicts->max * sizeof(Datum));
	MemoryContextSwitchTo(old);
}

/* A pair; pairs come in the order of their lines, and so earlier lines are decided. */
static void
take_pair(Conflicts *conflicts, uint64 row)
{
	int64		line = spi_int64(row, 1, "customer_import_rows.line"),
				earlier = spi_int64_or(row, 4, 0, "customer_import_rows.line");

	if (is_left_out(conflicts, line) || (earlier != 0 && is_left_out(conflicts, earlier)))
		return;
	hash_search(conflicts->lines, &line, HASH_ENTER, NULL);
	widen(conflicts);
	conflicts->columns[CONFLICT_LINE][conflicts->n] = Int64GetDatum(line);
	conflicts->columns[CONFLICT_RULE][conflicts->n] = Int64GetDatum(spi_int32(row, 2, "the number of a rule"));
	conflicts->columns[CONFLICT_CUSTOMER][conflicts->n] = Int64GetDatum(spi_int64_or(row, 3, 0, "customers.customer_id"));
	conflicts->columns[CONFLICT_EARLIER][conflicts->n++] = Int64GetDatum(earlier);
}

/* StatementBatch */
static bool
take_pairs(void *state, uint64 nrows)
{
	for (uint64 row = 0; row < nrows; row++)
		take_pair(state, row);
	return true;
}

static void
find(Conflicts *conflicts, const MergeRows *rows, const char *sql)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};
	Statement	select = merge_rows_statement(rows, sql);

	conflicts->context = CurrentMemoryContext;
	conflicts->lines = hash_create("customers lines left out", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	statement_each(&select, PAIRS_AT_ONCE, take_pairs, conflicts);
	hash_destroy(conflicts->lines);
}

/* ---- what was found, as SQL ---- */

static char *
column_sql(const Conflicts *conflicts, ConflictColumn column)
{
	return quote_literal_cstr(OidOutputFunctionCall(F_ARRAY_OUT,
													int8_array(conflicts->columns[column], conflicts->n)));
}

/* The names of the rules, or of the first field of each, as an array. */
static char *
rules_sql(const Conflicts *conflicts, bool fields)
{
	StringInfoData list;
	ListCell   *lc;

	initStringInfo(&list);
	foreach(lc, conflicts->rules)
	{
		const IndexRule *rule = lfirst(lc);

		sql_add(&list, ", ", "%s", quote_literal_cstr(fields ? conflicts->map.fields[rule->fields[0]].name : rule->name));
	}
	return psprintf("ARRAY[%s]::pg_catalog.text[]", list.data);
}

char *
value_conflicts_sql(const MergeRows *rows)
{
	Conflicts	conflicts = {.map = map_of(&rows->fields)};
	char	   *sql = make_query(&conflicts, &rows->fields);

	if (sql == NULL)
		return NULL;
	find(&conflicts, rows, sql);
	if (conflicts.n == 0)
		return NULL;
	return sql_text(value_conflict_sql, "conflicts", "fields", rules_sql(&conflicts, true),
					"names", rules_sql(&conflicts, false),
					"line", column_sql(&conflicts, CONFLICT_LINE), "rule", column_sql(&conflicts, CONFLICT_RULE),
					"customer_id", column_sql(&conflicts, CONFLICT_CUSTOMER),
					"earlier", column_sql(&conflicts, CONFLICT_EARLIER), NULL);
}
