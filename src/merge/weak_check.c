/*
 * weak_check.c
 *
 *		staged rows of new customers -> their weak keys -> one scan of the customers
 *			(weak_match.h) -> who has them by now
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "import/weak_match.h"
#include "merge/weak_check.h"
#include "merge/weak_check.sql.h"
#include "support/settings.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

typedef struct WeakCheck
{
	MemoryContext context;
	WeakReader *reader;
	WeakMatcher *matcher;
	int64	   *lines;			/* of what the matcher looks for */
	int			nlines;
	int			maxlines;
	WeakConflict *conflicts;
	int			nconflicts;
	int			maxconflicts;
} WeakCheck;

/* A map of the fields, of which none is a key. */
static FieldMap *
map_of(Field *const *fields, int nfields)
{
	FieldMap   *map = palloc0(sizeof(FieldMap));

	map->identifier = map->email = map->groups = map->password = map->subscribed = -1;
	map->fields = palloc(Max(nfields, 1) * sizeof(Field));
	map->nfields = nfields;
	for (int i = 0; i < nfields; i++)
		map->fields[i] = *fields[i];
	return map;
}

static void
add_line(WeakCheck *check, int64 line)
{
	if (check->nlines == check->maxlines)
	{
		check->maxlines = Max(2 * check->maxlines, FETCH_ROWS);
		check->lines = check->lines == NULL
			? MemoryContextAllocHuge(check->context, check->maxlines * sizeof(int64))
			: repalloc_huge(check->lines, check->maxlines * sizeof(int64));
	}
	check->lines[check->nlines++] = line;
}

static void
add_conflict(WeakCheck *check, int64 line, const WeakFound *found)
{
	if (check->nconflicts == check->maxconflicts)
	{
		check->maxconflicts = Max(2 * check->maxconflicts, 64);
		check->conflicts = check->conflicts == NULL
			? MemoryContextAllocHuge(check->context, check->maxconflicts * sizeof(WeakConflict))
			: repalloc_huge(check->conflicts, check->maxconflicts * sizeof(WeakConflict));
	}
	check->conflicts[check->nconflicts++] = (WeakConflict) {line, found->first, found->test};
}

/* Looks for the rows that were read. */
static void
look_for_rows(WeakCheck *check)
{
	PushActiveSnapshot(GetLatestSnapshot());
	weak_matcher_scan(check->matcher);
	PopActiveSnapshot();
	for (int i = 0; i < check->nlines; i++)
		if (weak_matcher_found(check->matcher, i)->first != 0)
			add_conflict(check, check->lines[i], weak_matcher_found(check->matcher, i));
	weak_matcher_clear(check->matcher);
	check->nlines = 0;
}

/* Work for statement_each(). */
static bool
take_rows(void *state, uint64 nrows)
{
	WeakCheck  *check = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		WeakKeys	keys;

		weak_read_cells(check->reader, spi_array(i, 2, TEXTARRAYOID, "customer_import_rows.cells"), &keys);
		weak_matcher_add(check->matcher, &keys);
		add_line(check, spi_int64(i, 1, "customer_import_rows.line"));
	}
	if (weak_matcher_is_full(check->matcher))
		look_for_rows(check);
	return true;
}

WeakConflict *
weak_check_merge(int64 import_id, Field *const *fields, int nfields, int *n)
{
	FieldMap   *map = map_of(fields, nfields);
	WeakCheck	check = {.context = CurrentMemoryContext};
	Statement	find = statement(sql_text(weak_check_sql, "new by weak keys", NULL));

	*n = 0;
	check.reader = weak_reader_create(map, key_reader_create(map));
	if (!weak_reader_is_usable(check.reader))
		return NULL;
	check.matcher = weak_matcher_create(check.reader, (Size) customers_match_memory * 1024);
	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, take_rows, &check);
	look_for_rows(&check);
	*n = check.nconflicts;
	return check.conflicts;
}
