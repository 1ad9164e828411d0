/*
 * wrong_column.c
 *
 *		CellChange of a record that changes a customer
 *			-> its old and new value; those of the two records before; of other fields
 *			-> ColumnSigns -> warnings
 *
 * Of many changed records blocks are looked at, in which neighbours stay neighbours.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"

#include "import/file_before.h"
#include "import/limits.h"
#include "import/wrong_column.h"

/* Changed records that are all looked at; of others, blocks of so many, one of so many. */
#define ALL_RECORDS 10000
#define BLOCK_RECORDS 64
#define BLOCKS 16

/* Values are told apart by so many buckets. */
#define BUCKETS 64

/* Fields up to which each is compared with each. */
#define MAX_COMPARED 64

/* Cells that a pattern takes. */
#define FEW_CELLS 10
#define FEW_DAMAGED 5

/* Shares of the cells that a pattern takes. */
#define MOSTLY_CHANGED 0.75
#define IS_MOST(n, of) ((n) * 5 >= (of) * 3)
#define IS_NEARLY_ALL(n, of) ((n) * 20 >= (of) * 19)

typedef struct Value
{
	const char *data;
	int			len;
} Value;

/* What a record did to a field, kept for the next two. */
typedef struct LastCell
{
	int64		record;			/* its number; 0 = none yet */
	StringInfoData old;
	StringInfoData new;
} LastCell;

/* Cells of records in a row: could one value be the other's, and is it? */
typedef struct Moves
{
	int64		possible;
	int64		found;
} Moves;

typedef struct ColumnSigns
{
	int64		changed;		/* from one value to another */
	int32		old_values[BUCKETS];
	int32		new_values[BUCKETS];
	LastCell	last[2];		/* by the number of the record */
	Moves		down;			/* the value that the record before had */
	Moves		up;				/* that record gets the value which this one had */
	Moves		far;			/* either, of the one before that: what chance does */
	int64		accented;		/* values beyond ASCII that change */
	int64		letters_lost;
	int64		zeros;			/* numbers that begin with zeros, and change */
	int64		zeros_lost;
} ColumnSigns;

struct WrongColumns
{
	const FieldMap *map;
	MemoryContext context;
	int			nfields;
	ColumnSigns **signs;		/* by field; NULL = no change yet */
	int64		records;
	int32	   *swaps;			/* by two fields, of which the first is smaller: both
								 * change, and get each other's values; NULL = too many */
	int32	   *pairs;			/* both change */
};

WrongColumns *
wrong_columns_create(const FieldMap *map)
{
	WrongColumns *columns = palloc0(sizeof(WrongColumns));

	columns->map = map;
	columns->context = CurrentMemoryContext;
	columns->nfields = map->nfields;
	columns->signs = palloc0(Max(map->nfields, 1) * sizeof(ColumnSigns *));
	if (map->nfields <= MAX_COMPARED)
	{
		columns->swaps = palloc0(Max(map->nfields * map->nfields, 1) * sizeof(int32));
		columns->pairs = palloc0(Max(map->nfields * map->nfields, 1) * sizeof(int32));
	}
	return columns;
}

/* ---- values ---- */

static inline bool
same(Value a, Value b)
{
	return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static inline Value
old_value(const CellChange *change)
{
	return (Value) {change->old, change->old == NULL ? 0 : strlen(change->old)};
}

static inline Value
new_value(const CellChange *change)
{
	return change->value.state == VALUE_SET ? (Value) {change->value.data, change->value.len} : (Value) {NULL, 0};
}

static inline Value
kept_value(const StringInfoData *text)
{
	return (Value) {text->data, text->len};
}

static inline int
bucket(Value value)
{
	return hash_bytes((const unsigned char *) value.data, value.len) % BUCKETS;
}

/* Characters beyond ASCII. */
static int
count_beyond(Value value)
{
	int			n = 0;

	for (int i = 0; i < value.len; i++)
		n += ((unsigned char) value.data[i] & 0xC0) == 0xC0;
	return n;
}

/* Are letters and digits of ASCII the same, in their order? */
static bool
same_plain(Value a, Value b)
{
	int			i = 0,
				j = 0;

	for (;;)
	{
		while (i < a.len && !isalnum((unsigned char) a.data[i]))
			i++;
		while (j < b.len && !isalnum((unsigned char) b.data[j]))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (a.data[i++] != b.data[j++])
			return false;
	}
}

/*
 * Has a value lost its letters beyond ASCII: none are left, a sign stands for them, or
 * each has become two?  Fewer than before are no loss, but one that was undone.
 */
static bool
has_lost_letters(Value old, Value new, int beyond)
{
	int			now = count_beyond(new);

	return (now == 0 || now > beyond || memchr(new.data, '?', new.len) != NULL ||
			(now > 0 && memmem(new.data, new.len, "\xef\xbf\xbd", 3) != NULL)) &&
		same_plain(old, new);
}

static int
leading_zeros(Value value)
{
	int			n = 0;

	while (n < value.len && value.data[n] == '0')
		n++;
	return n;
}

/* ---- counting ---- */

static ColumnSigns *
signs_of(WrongColumns *columns, int i)
{
	MemoryContext old;

	if (columns->signs[i] != NULL)
		return columns->signs[i];
	old = MemoryContextSwitchTo(columns->context);
	columns->signs[i] = palloc0(sizeof(ColumnSigns));
	for (int j = 0; j < 2; j++)
	{
		initStringInfo(&columns->signs[i]->last[j].old);
		initStringInfo(&columns->signs[i]->last[j].new);
	}
	MemoryContextSwitchTo(old);
	return columns->signs[i];
}

static void
count_move(Moves *moves, Value value, Value other)
{
	if (value.len == 0 || other.len == 0)
		return;
	moves->possible++;
	moves->found += same(value, other);
}

/* Compares with the records before, and keeps the cell for the next. */
static void
count_moves(ColumnSigns *signs, Value old, Value new, int64 number)
{
	LastCell   *before = &signs->last[(number - 1) & 1],
			   *further = &signs->last[number & 1];

	if (before->record == number - 1)
	{
		count_move(&signs->down, new, kept_value(&before->old));
		count_move(&signs->up, old, kept_value(&before->new));
	}
	if (further->record == number - 2)
	{
		count_move(&signs->far, new, kept_value(&further->old));
		count_move(&signs->far, old, kept_value(&further->new));
	}
	further->record = number;
	resetStringInfo(&further->old);
	resetStringInfo(&further->new);
	appendBinaryStringInfo(&further->old, old.len > 0 ? old.data : "", old.len);
	appendBinaryStringInfo(&further->new, new.len > 0 ? new.data : "", new.len);
}

/* Counts what one value has become. */
static void
count_values(ColumnSigns *signs, Value old, Value new)
{
	int			beyond = count_beyond(old),
				zeros = leading_zeros(old);

	signs->changed++;
	signs->old_values[bucket(old)]++;
	signs->new_values[bucket(new)]++;
	if (beyond > 0)
	{
		signs->accented++;
		signs->letters_lost += has_lost_letters(old, new, beyond);
	}
	if (zeros > 0 && zeros < old.len)
	{
		signs->zeros++;
		signs->zeros_lost += same(new, (Value) {old.data + zeros, old.len - zeros});
	}
}

/* Counts which of the touched fields get each other's values. */
static void
count_swaps(WrongColumns *columns, const Record *record, const int *touched, int n)
{
	for (int a = 0; a < n; a++)
		for (int b = a + 1; b < n; b++)
		{
			const CellChange *one = &record->changes[touched[a]],
					   *other = &record->changes[touched[b]];
			int			at = touched[a] * columns->nfields + touched[b];

			columns->pairs[at]++;
			columns->swaps[at] += same(new_value(one), old_value(other)) && same(new_value(other), old_value(one));
		}
}

/* Is a change of the field looked at? */
static inline bool
is_looked_at(const WrongColumns *columns, const CellChange *change, int i)
{
	return change->touched && !change->imposed && i != columns->map->password &&
		columns->map->fields[i].kind != FIELD_BOOLEAN && columns->map->fields[i].kind != FIELD_GROUPS;
}

void
wrong_columns_count(WrongColumns *columns, const Record *record, int64 number)
{
	int			touched[MAX_COMPARED];
	int			ntouched = 0;

	if (columns->records++ > ALL_RECORDS && number / BLOCK_RECORDS % BLOCKS != 0)
		return;
	for (int i = 0; i < columns->nfields; i++)
	{
		const CellChange *change = &record->changes[i];
		Value		old,
					new;

		if (!is_looked_at(columns, change, i))
			continue;
		old = old_value(change);
		new = new_value(change);
		count_moves(signs_of(columns, i), old, new, number);
		if (old.len == 0 || new.len == 0)
			continue;
		count_values(signs_of(columns, i), old, new);
		if (columns->swaps != NULL)
			touched[ntouched++] = i;
	}
	count_swaps(columns, record, touched, ntouched);
}

/* ---- judging ---- */

static int
largest(const int32 *values)
{
	int			max = 0;

	for (int i = 0; i < BUCKETS; i++)
		max = Max(max, values[i]);
	return max;
}

static int
count_different(const int32 *values)
{
	int			n = 0;

	for (int i = 0; i < BUCKETS; i++)
		n += values[i] > 0;
	return n;
}

/* Do nearly all get one value, who had many? */
static bool
is_one_value(const ColumnSigns *signs, int64 changed, int64 met)
{
	return signs->changed >= LIMITS_FROM && changed * 2 >= met &&
		IS_NEARLY_ALL(largest(signs->new_values), signs->changed) &&
		largest(signs->old_values) * 2 <= signs->changed && count_different(signs->old_values) >= FEW_CELLS;
}

/* Are values those of a neighbour, and not by chance? */
static bool
is_moved(const Moves *moves, const Moves *far)
{
	return moves->found >= FEW_CELLS && IS_MOST(moves->found, moves->possible) &&
		far->found * moves->possible * 2 <= moves->found * Max(far->possible, 1);
}

static bool
is_swapped(const WrongColumns *columns, int i, int j)
{
	int			at = i * columns->nfields + j;

	return columns->swaps != NULL && columns->swaps[at] >= FEW_CELLS && IS_MOST(columns->swaps[at], columns->pairs[at]);
}

/* Does a field that no limit holds change for nearly all? */
static bool
is_mostly_changed(const WrongColumns *columns, int i, int64 changed, int64 met, const ImportOptions *options)
{
	const char *name = columns->map->fields[i].name;

	return met >= LIMITS_FROM && changed > met * MOSTLY_CHANGED && i != columns->map->subscribed &&
		!limits_hold(options, name) && changed > met * limits_last_share(options->preset, file_before_header(columns->map), name);
}

/* The warnings about one field. */
static List *
judge_field(const WrongColumns *columns, List *warnings, int i, int64 changed, int64 met, const ImportOptions *options)
{
	const ColumnSigns *signs = columns->signs[i];
	const char *name = columns->map->fields[i].name;

	if (is_mostly_changed(columns, i, changed, met, options))
		warnings = lappend(warnings, psprintf("mostly_changed: %s changes for " INT64_FORMAT " of the " INT64_FORMAT " customers that the file names",
											  name, changed, met));
	if (signs == NULL)
		return warnings;
	if (is_one_value(signs, changed, met))
		warnings = lappend(warnings, psprintf("one_value: %s becomes the same for " INT64_FORMAT " customers, who had many values: has a cell been filled down?",
											  name, changed));
	if (is_moved(&signs->down, &signs->far) || is_moved(&signs->up, &signs->far))
		warnings = lappend(warnings, psprintf("moved_by_a_line: customers get the %s that the one on the next line has: has the column been moved by a line?",
											  name));
	if (signs->letters_lost >= FEW_DAMAGED && IS_MOST(signs->letters_lost, signs->accented))
		warnings = lappend(warnings, psprintf("letters_lost: values of %s lose their letters beyond a to z (" INT64_FORMAT " of " INT64_FORMAT " that change): has the file been saved in another encoding?",
											  name, signs->letters_lost, signs->accented));
	if (signs->zeros_lost >= FEW_DAMAGED && IS_MOST(signs->zeros_lost, signs->zeros))
		warnings = lappend(warnings, psprintf("zeros_lost: values of %s lose the zeros that they begin with (" INT64_FORMAT " of " INT64_FORMAT " that change): has a spreadsheet read them as numbers?",
											  name, signs->zeros_lost, signs->zeros));
	return warnings;
}

List *
wrong_columns_warnings(const WrongColumns *columns, const Changes *changes, int64 met,
					   const ImportOptions *options)
{
	List	   *warnings = NIL;

	for (int i = 0; i < columns->nfields; i++)
		warnings = judge_field(columns, warnings, i, changes->fields[i].changed, met, options);
	for (int i = 0; i < columns->nfields; i++)
		for (int j = i + 1; j < columns->nfields; j++)
			if (is_swapped(columns, i, j))
				warnings = lappend(warnings, psprintf("swapped: %s and %s get each other's values: have the columns been swapped?",
													  columns->map->fields[i].name, columns->map->fields[j].name));
	return warnings;
}
