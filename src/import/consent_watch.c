/*
 * consent_watch.c
 *
 *		cell of a watched category -> seen before? its hash -> no, or nothing
 *			-> not seen: a clue (consent_clue.h)? -> its sentences -> words of a no
 *			-> kept by its hash, in the place of another
 *		cell of groups -> names -> the same of each
 *		cell of pairs -> what they say; cell of an unclear column -> as one of consent
 *
 * Every cell is heard, in memory that does not grow.  A column of states has few
 * different cells, and each is looked up once; of free text, most cells have no clue.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "field/column_word.h"
#include "field/consent_clue.h"
#include "field/consent_column.h"
#include "field/consent_notation.h"
#include "field/consent_pairs.h"
#include "field/consent_question.h"
#include "field/consent_word.h"
#include "field/value_trim.h"
#include "import/consent_watch.h"
#include "import/record.h"

/* Different cells of a column whose answers are kept. */
#define PLACES 512

typedef struct WatchedColumn
{
	int			column;
	bool		groups;			/* its cells are lists of few names */
	bool		pairs;			/* its cells say who wants mail among other things */
	bool		unclear;		/* it speaks of consent, and cannot be read as such */
	ConsentWord word;			/* of an unclear column */
	ConsentKeys *keys;
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
	ConsentClues *clues;
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
	if (watch->ncolumns == 0)
		return NULL;
	watch->clues = consent_clues_make(map->words);
	watch->columns = palloc0(watch->ncolumns * sizeof(WatchedColumn));
	for (int i = 0, n = 0; i < map->ncolumns; i++)
		if (map->watched[i])
		{
			int			field = map->column_field[i];

			watch->columns[n++] = (WatchedColumn) {
				.column = i,
				.groups = field >= 0 && map->fields[field].kind == FIELD_GROUPS,
				.pairs = map->pairs[i],
				.unclear = map->has_header && map->unclear[i],
				.word = consent_word(map->header[i]),
				.keys = consent_keys_make(map->has_header && map->unclear[i])
			};
		}
	return watch;
}

/* Is it, whole, a word that means no wherever it stands, or a few that say so? */
static bool
piece_refuses(const ConsentWatch *watch, const char *data, uint32 len)
{
	bool		telling;

	value_trim(&data, &len);
	if (len == 0 || !consent_clues_any(watch->clues, data, len))
		return false;
	if (consent_cell(watch->map->words, data, len, &telling) == CONSENT_CELL_UNSUBSCRIBED && telling)
		return true;
	return consent_text_refuses(data, len) || consent_text_refuses_amid(data, len) ||
		consent_text_tells_death(data, len);
}

/* Does a name of a list, or a sentence of a remark, end there? */
static bool
ends_piece(const char *p, const char *end)
{
	if (*p == '.')
		return p + 1 == end || p[1] == ' ';
	return memchr("|;,:!?()[]{}\"\n\r", *p, 16) != NULL;
}

/* The next piece that is not empty; false after the last. */
static bool
next_piece(const char **rest, const char *end, const char **piece, uint32 *len)
{
	const char *p = *rest;

	while (p < end && ends_piece(p, end))
		p++;
	*piece = p;
	while (p < end && !ends_piece(p, end))
		p++;
	*len = p - *piece;
	*rest = p;
	return *len > 0;
}

/*
 * Is a cell surely no yes, in a column that speaks of consent in a sense that is not
 * known, or among other cells?  A remark is, where the header speaks of it.
 */
static bool
is_no_yes(const ConsentWatch *watch, const WatchedColumn *column, const char *data, uint32 len)
{
	const ConsentWord *word = &column->word;
	bool		by_header = word->refuses || word->subscribes || word->mute || word->advertises || word->asks || word->near;
	ConsentColumn as = {.question = word->question, .keys = column->keys};
	bool		telling;
	bool		unwilling;
	ConsentCell cell;

	value_trim(&data, &len);
	if (len == 0)
		return false;
	if (!by_header && consent_is_wish(data, len, &unwilling) && unwilling)
		return true;
	cell = by_header ? consent_column_cell(&as, watch->map->words, data, len, &telling)
		: consent_cell(watch->map->words, data, len, &telling);
	if (cell == CONSENT_CELL_ZERO_ONE && !word->counts)
		cell = data[0] == '1' ? CONSENT_CELL_YES : CONSENT_CELL_NO;
	if ((word->refuses && !word->subscribes) || word->stops)
		return cell == CONSENT_CELL_UNSUBSCRIBED || cell == CONSENT_CELL_YES;
	return cell == CONSENT_CELL_UNSUBSCRIBED || cell == CONSENT_CELL_NO || (cell == CONSENT_CELL_HINT && by_header);
}

/* Does it as a whole, or a piece of it? */
static bool
text_refuses(const ConsentWatch *watch, WatchedColumn *column, const char *data, uint32 len)
{
	const char *rest = data;
	const char *piece;
	uint32		piece_len;
	bool		paired;
	bool		clue;			/* without one, no part of it refuses */
	ConsentCell said;

	if (column->unclear && is_no_yes(watch, column, data, len))
		return true;
	clue = len > CONSENT_MAX_TEXT || consent_clues_any(watch->clues, data, len);
	if (clue ? consent_is_paired(data, len) : consent_may_be_pairs(data, len))
	{
		said = consent_pairs(watch->map->words, column->keys, data, len, &paired);
		if (said == CONSENT_CELL_UNSUBSCRIBED || said == CONSENT_CELL_NO)
			return true;
		if (paired && said != CONSENT_CELL_OTHER)
			return false;
	}
	if (!clue)
		return false;
	if (piece_refuses(watch, data, len))
		return true;
	while (next_piece(&rest, data + len, &piece, &piece_len))
	{
		CHECK_FOR_INTERRUPTS();
		if (piece_len < len && piece_refuses(watch, piece, piece_len))
			return true;
	}
	return false;
}

/* The same, looked up once for each different text as long as its place is not taken. */
static bool
text_says_no(const ConsentWatch *watch, WatchedColumn *column, const char *data, uint32 len)
{
	uint64		hash;
	int			place;

	if (len == 0)
		return false;
	hash = Max(hash_bytes_extended((const unsigned char *) data, len, 0), 1);
	place = hash % PLACES;
	if (column->seen[place] != hash)
	{
		column->refuses[place] = text_refuses(watch, column, data, len);
		column->seen[place] = hash;
	}
	return column->refuses[place];
}

/* Of groups, each name: there are fewer of them than of lists. */
static bool
says_no(const ConsentWatch *watch, WatchedColumn *column, const CsvCell *cell)
{
	const char *rest = cell->data;
	const char *piece;
	uint32		len;

	if (!column->groups)
		return text_says_no(watch, column, cell->data, cell->len);
	while (next_piece(&rest, cell->data + cell->len, &piece, &len))
		if (text_says_no(watch, column, piece, len))
			return true;
	return false;
}

/* The column of a record that says no; NULL = none does. */
static WatchedColumn *
hear(ConsentWatch *watch, const CsvRecord *source)
{
	if (watch == NULL || source->defect != CSV_SOUND || source->aside ||
		!record_fits(source, watch->map->ncolumns))
		return NULL;
	for (int i = 0; i < watch->ncolumns; i++)
		if (says_no(watch, &watch->columns[i], &source->cells[watch->columns[i].column]))
			return &watch->columns[i];
	return NULL;
}

const CsvCell *
consent_watch_hear(ConsentWatch *watch, const CsvRecord *source)
{
	WatchedColumn *column = hear(watch, source);

	return column == NULL ? NULL : &source->cells[column->column];
}

bool
consent_watch_is_silent(ConsentWatch *watch, const CsvRecord *source)
{
	bool		silent = false;

	if (watch == NULL || watch->map->nconsent > 0 || !record_fits(source, watch->map->ncolumns))
		return false;
	for (int i = 0; i < watch->ncolumns; i++)
	{
		WatchedColumn *column = &watch->columns[i];
		const CsvCell *cell = &source->cells[column->column];
		ConsentCell said;

		if (!column->pairs)
			continue;
		said = consent_pairs(watch->map->words, column->keys, cell->data, cell->len, NULL);
		if (said != CONSENT_CELL_OTHER)
			return false;
		silent = true;
	}
	return silent;
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
	int			field = map->column_field[column->column];
	bool		is_field = field >= 0 && map->fields[field].kind != FIELD_ATTRIBUTE;
	const char *word = map->header[column->column];
	char	   *key = field_clip_word(map->has_header ? word : psprintf("%d", column->column + 1));
	char	   *category = field_clip_word(map->has_header ? word : psprintf("column %d", column->column + 1));
	char	   *heard = psprintf("consent_unclear: " INT64_FORMAT " %s no in %s (first on line " INT64_FORMAT ", \"%s\")",
								 column->heard, column->heard == 1 ? "record says" : "records say",
								 column_describe(map, column->column), column->first_line, column->first_cell);

	if (is_field)
		return psprintf("%s, which is %s: that is heard", heard, map->fields[field].name);
	return psprintf("%s, which is %s: that is heard, and the rest of the column says nothing of consent; mapping => '{\"%s\": \"subscribed\"}' reads it as consent, \"attributes.%s\" as a category only",
					heard, field < 0 ? "not imported" : "a category", key, category);
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
