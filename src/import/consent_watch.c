/*
 * consent_watch.c
 *
 *		cell of a watched category -> seen before? its hash -> no, or nothing
 *			-> new: folded, in customer_value_words -> kept by its hash
 *
 * A column of states has few different cells, and each is looked up once.  One of
 * free text has many: it is given up early, and costs nothing from there on.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "field/column_word.h"
#include "field/consent_column.h"
#include "field/value_trim.h"
#include "import/consent_watch.h"
#include "import/record.h"

/* Different cells after which a column is given up; half the places for them. */
#define MAX_SEEN 256
#define PLACES (2 * MAX_SEEN)

typedef struct WatchedColumn
{
	int			column;
	int			nseen;
	uint64		seen[PLACES];	/* hashes; 0 = free */
	bool		refuses[PLACES];
	int64		heard;
	int64		first_line;
	char	   *first_cell;
} WatchedColumn;

struct ConsentWatch
{
	const FieldMap *map;
	MemoryContext context;
	int			ncolumns;
	WatchedColumn *columns;
};

ConsentWatch *
consent_watch_create(const FieldMap *map)
{
	ConsentWatch *watch;

	if (map->watched == NULL || map->words == NULL)
		return NULL;
	watch = palloc0(sizeof(ConsentWatch));
	watch->map = map;
	watch->context = CurrentMemoryContext;
	for (int i = 0; i < map->ncolumns; i++)
		watch->ncolumns += map->watched[i];
	watch->columns = palloc0(Max(watch->ncolumns, 1) * sizeof(WatchedColumn));
	for (int i = 0, n = 0; i < map->ncolumns; i++)
		if (map->watched[i])
			watch->columns[n++].column = i;
	return watch;
}

/* Is it, whole, a word that means no wherever it stands? */
static bool
refuses(const FieldMap *map, const CsvCell *cell)
{
	const char *data = cell->data;
	uint32		len = cell->len;
	bool		telling;

	value_trim(&data, &len);
	return len > 0 && consent_cell(map->words, data, len, &telling) == CONSENT_CELL_UNSUBSCRIBED &&
		telling;
}

/* The same, looked up once for each different cell. */
static bool
says_no(const FieldMap *map, WatchedColumn *column, const CsvCell *cell)
{
	uint64		hash;
	int			place;

	if (cell->len == 0 || column->nseen == MAX_SEEN)
		return false;
	if (cell->len > VALUE_WORD_BYTES)
	{
		column->nseen++;		/* no word, and a sign of free text */
		return false;
	}
	hash = Max(hash_bytes_extended((const unsigned char *) cell->data, cell->len, 0), 1);
	for (place = hash % PLACES; column->seen[place] != 0; place = (place + 1) % PLACES)
		if (column->seen[place] == hash)
			return column->refuses[place];
	column->nseen++;
	column->seen[place] = hash;
	column->refuses[place] = refuses(map, cell);
	return column->refuses[place];
}

/* The column of a record that says no; NULL = none does. */
static WatchedColumn *
hear(ConsentWatch *watch, const CsvRecord *source)
{
	if (watch == NULL || watch->ncolumns == 0 || source->defect != CSV_SOUND || source->aside ||
		!record_fits(source, watch->map->ncolumns))
		return NULL;
	for (int i = 0; i < watch->ncolumns; i++)
		if (says_no(watch->map, &watch->columns[i], &source->cells[watch->columns[i].column]))
			return &watch->columns[i];
	return NULL;
}

const CsvCell *
consent_watch_hear(ConsentWatch *watch, const CsvRecord *source)
{
	WatchedColumn *column = hear(watch, source);

	return column == NULL ? NULL : &source->cells[column->column];
}

const CsvCell *
consent_watch_count(ConsentWatch *watch, const CsvRecord *source)
{
	WatchedColumn *column = hear(watch, source);
	const CsvCell *cell;

	if (column == NULL)
		return NULL;
	cell = &source->cells[column->column];
	if (column->heard++ == 0)
	{
		column->first_line = source->line;
		column->first_cell = MemoryContextStrdup(watch->context, record_clip(cell->data, cell->len));
	}
	return cell;
}

/* What was heard in a column. */
static char *
told(const FieldMap *map, const WatchedColumn *column)
{
	const char *word = map->header[column->column];
	char	   *key = field_clip_word(map->has_header ? word : psprintf("%d", column->column + 1));
	char	   *category = field_clip_word(map->has_header ? word : psprintf("column %d", column->column + 1));

	return psprintf("consent_unclear: " INT64_FORMAT " %s no in %s (first on line " INT64_FORMAT
					", \"%s\"), which is %s: that is heard, and the rest of the column says nothing of consent; mapping => '{\"%s\": \"subscribed\"}' reads it as consent, \"attributes.%s\" as a category only",
					column->heard, column->heard == 1 ? "record says" : "records say",
					column_describe(map, column->column), column->first_line, column->first_cell,
					map->column_field[column->column] < 0 ? "not imported" : "a category", key, category);
}

char *
consent_watch_warning(const ConsentWatch *watch)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; watch != NULL && i < watch->ncolumns; i++)
		if (watch->columns[i].heard > 0)
			appendStringInfo(&text, "%s%s.", text.len > 0 ? "\n" : "", told(watch->map, &watch->columns[i]));
	return text.len > 0 ? text.data : NULL;
}
