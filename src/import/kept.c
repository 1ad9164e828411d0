/*
 * kept.c
 *
 * A row has the values that its record brings.  To judge the record again after a
 * fix, all its cells are needed as the import read them:
 *
 *		a value that is staged				cells
 *		the same as the live customer's		a mark; the value is read there
 *		empty								no mark
 *		#N/A, or 0 as a key					a mark
 *		anything else (kept by a rule, text that is guarded, names of groups
 *			that were added to others, an id that was not used)	raw
 *
 * Values are not parsed again: see CsvCell.canonical.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"

#include "field/consent_column.h"
#include "field/key_fold.h"
#include "field/password_text.h"
#include "field/value_live.h"
#include "import/cell_array.h"
#include "import/diff.h"
#include "import/group.h"
#include "import/kept.h"
#include "import/slipped.h"
#include "import/kept.sql.h"
#include "import/stage_cells.h"
#include "schema/consent_source.h"
#include "support/sql_text.h"

/* How a cell is to be read. */
typedef enum CellMark
{
	MARK_NONE = 0,				/* as cells has it; nothing there: empty */
	MARK_SAME,					/* the live customer's value or id */
	MARK_CLEAR,					/* #N/A */
	MARK_ZERO,					/* 0 as a key */

	/* of a cell in raw */
	MARK_QUOTED = 1,			/* it stood in quotes */

	/* of a value in cells */
	MARK_SILENT = 1				/* the file's cell was empty */
} CellMark;

#define MARK_BITS 2
#define MARKS_A_BYTE (BITS_PER_BYTE / MARK_BITS)

#define KEPT_MATCHED 1
#define HASH_BYTES sizeof(uint32)

/* ---- marks ---- */

/* The value of customer_import_rows.marks under construction. */
typedef struct Marks
{
	bytea	   *result;
	uint8	   *bytes;			/* of the marks alone */
	int			nbytes;			/* up to the last one that is not 0 */
} Marks;

static inline void
set_mark(Marks *marks, unsigned column, CellMark mark)
{
	if (mark == MARK_NONE)
		return;
	marks->bytes[column / MARKS_A_BYTE] |= mark << (column % MARKS_A_BYTE * MARK_BITS);
	marks->nbytes = Max(marks->nbytes, (int) (column / MARKS_A_BYTE) + 1);
}

/* Bytes before the marks that we write. */
static inline int
head_bytes(bool matched)
{
	return matched ? 1 + HASH_BYTES : 1;
}

/* Room for the marks of so many columns. */
static Marks
make_marks(int ncolumns, bool matched)
{
	int			size = VARHDRSZ + head_bytes(matched) + ncolumns / MARKS_A_BYTE + 1;
	Marks		marks = {.result = palloc(size)};

	memset(marks.result, 0, size);
	marks.bytes = (uint8 *) VARDATA(marks.result) + head_bytes(matched);
	return marks;
}

/* As customer_import_rows.marks; hash: of a live customer, or 0. */
static Datum
marks_datum(const Marks *marks, bool matched, bool by_default, uint32 hash)
{
	char	   *data = VARDATA(marks->result);

	if (!matched && !by_default && marks->nbytes == 0)
		return (Datum) 0;
	if (by_default)
		data[0] |= CONSENT_BY_DEFAULT;
	SET_VARSIZE(marks->result, VARHDRSZ + head_bytes(matched) + marks->nbytes);
	if (matched)
	{
		data[0] |= KEPT_MATCHED;
		memcpy(data + 1, &hash, HASH_BYTES);
	}
	return PointerGetDatum(marks->result);
}

/* Bytes before the marks; 0 if this is none of ours. */
static int
marks_head(const bytea *marks)
{
	int			len = marks == NULL ? 0 : VARSIZE_ANY_EXHDR(marks);
	int			head = len > 0 && (VARDATA_ANY(marks)[0] & KEPT_MATCHED) != 0 ? 1 + HASH_BYTES : 1;

	return len < head ? 0 : head;
}

static CellMark
get_mark(const bytea *marks, int column)
{
	int			head = marks_head(marks);
	int			byte = head + column / MARKS_A_BYTE;

	if (head == 0 || byte >= (int) VARSIZE_ANY_EXHDR(marks))
		return MARK_NONE;
	return ((uint8) VARDATA_ANY(marks)[byte] >> (column % MARKS_A_BYTE * MARK_BITS)) &
		((1 << MARK_BITS) - 1);
}

/* ---- values as cells of a file ---- */

/*
 * A number as its column writes it.  Where its cells decide one by one, a
 * fourth decimal tells the point from a thousands separator.
 */
static char *
write_number(const Field *field, char *text)
{
	char	   *point = strchr(text, '.');

	if (point == NULL)
		return text;
	if (field->decimal == ',')
		*point = ',';
	return field->decimal == '\0' && strlen(point) == 4 ? psprintf("%s0", text) : text;
}

/*
 * A canonical cell as its column would write it in the file.  Where a blank
 * clears, that does: a customer's own value may be the text #N/A.
 */
static void
write_cell(const Field *field, int column, CsvCell *cell)
{
	const ConsentColumn *consent = consent_column_of(field, column);
	char	   *text = pnstrdup(cell->data, cell->len);

	if (cell->len == 0)
		text = field->blanks == BLANKS_CLEAR && !field->not_null ? "" : "#N/A";
	else if (consent != NULL && consent->refuses)
		text = strcmp(text, "true") == 0 ? CONSENT_SUBSCRIBED : CONSENT_UNSUBSCRIBED;
	else if (field->kind != FIELD_PASSWORD && value_needs_guard(field, text, cell->len))
		text = psprintf("'%s", text);
	else if (field->kind == FIELD_NUMBER)
		text = write_number(field, text);
	*cell = (CsvCell) {.data = text, .len = strlen(text), .quoted = true};
}

/* The record as a file would have it: itself, or a copy. */
static const CsvRecord *
written_record(const FieldMap *map, const CsvRecord *source)
{
	CsvRecord  *copy = NULL;

	for (int i = 0; i < source->ncells; i++)
	{
		if (!source->cells[i].canonical)
			continue;
		if (copy == NULL)
		{
			copy = palloc(sizeof(CsvRecord));
			*copy = *source;
			copy->cells = palloc(source->ncells * sizeof(CsvCell));
			memcpy(copy->cells, source->cells, source->ncells * sizeof(CsvCell));
		}
		write_cell(field_map_field(map, i), i, &copy->cells[i]);
	}
	return copy == NULL ? source : copy;
}

/* ---- whole records ---- */

/* Would the cell be read differently without its quotes? */
static bool
quotes_matter(const CsvCell *cell)
{
	return cell->quoted && (!value_is_trimmed(cell->data, cell->len) || cell->data[0] == '\'');
}

static KeptCells
keep_whole(const FieldMap *map, const CsvRecord *source)
{
	const CsvRecord *written = written_record(map, source);
	Marks		marks = make_marks(written->ncells, false);

	for (int i = 0; i < written->ncells; i++)
		if (quotes_matter(&written->cells[i]))
			set_mark(&marks, i, MARK_QUOTED);
	return (KeptCells) {stage_raw_cells(map, written), marks_datum(&marks, false, false, 0)};
}

KeptCells
kept_of_source(const FieldMap *map, const CsvRecord *source)
{
	return keep_whole(map, source);
}

/* ---- what the values do not tell ---- */

/* Does the cell hold a value, as nearly all do that are not empty? */
static inline bool
is_plain_value(const Field *field, const CsvCell *cell)
{
	return value_is_ordinary(field, cell) &&
		!(cell->data[0] == '0' && (field->kind == FIELD_IDENTIFIER || field->kind == FIELD_EMAIL));
}

static bool
has_note(const Record *record, const char *code)
{
	for (const RecordNote *note = record->notes; note != NULL; note = note->next)
		if (strcmp(note->code, code) == 0)
			return true;
	return false;
}

/*
 * A cell with a value that is not staged: is it the customer's own?  Of a password
 * that was not taken is kept that there was one.
 */
static inline CellMark
weigh_value(const FieldMap *map, const Record *record, const Field *field, bool *keep)
{
	bool		is_consent = record->notes != NULL && map->subscribed >= 0 &&
		field == &map->fields[map->subscribed];
	bool		same = record->matched && field->rule == RULE_OVERWRITE &&
		field->kind != FIELD_GROUPS &&
		!(is_consent && (has_note(record, "consent_kept") || has_note(record, "consent_unclear"))) &&
		!(field->kind == FIELD_IDENTIFIER && has_note(record, "identifier_kept"));

	*keep = field->kind == FIELD_PASSWORD ? record->keeps_password : !same;
	return same ? MARK_SAME : MARK_NONE;
}

/*
 * Does the text have a meaning of its own (guards, #N/A, NULL)?  It is first compared
 * with the live text literally.
 */
static inline bool
is_special_text(const Field *field, const CsvCell *cell)
{
	return cell->len > 0 && value_is_text(field->kind) && !cell->canonical &&
		!value_is_ordinary(field, cell) && value_is_special(field, cell);
}

/*
 * The same of a cell whose value is staged: if that is the text of the cell, it had
 * no other meaning.
 */
static inline bool
is_special_value(const Field *field, const CsvCell *cell, const CellValue *value)
{
	return (value->data != cell->data || value->len != cell->len || value_begins_special(cell)) &&
		is_special_text(field, cell);
}

/* Does a note speak of the field's cell?  Of a password none is kept. */
static inline bool
is_noted(const Record *record, const Field *field)
{
	if (field->kind == FIELD_PASSWORD)
		return false;
	for (const RecordNote *note = record->notes; note != NULL; note = note->next)
		if (note->field != NULL && note->other_line == 0 && strcmp(note->field, field->name) == 0)
			return true;
	return false;
}

/* A cell that changes nothing. */
static inline CellMark
weigh_untouched(const FieldMap *map, const Record *record, const Field *field, const CsvCell *cell,
				bool *keep)
{
	CellValue	value;

	if (cell->len == 0 && !cell->canonical)
		return MARK_NONE;
	if ((*keep = is_noted(record, field)))
		return MARK_NONE;
	if (is_plain_value(field, cell))
		return weigh_value(map, record, field, keep);
	value = (CellValue) {0};
	if ((*keep = is_special_text(field, cell)))
		return MARK_NONE;
	value_parse(field, cell, &value);
	if (value.state == VALUE_BLANK)
		return value.zero ? MARK_ZERO : MARK_NONE;
	if (value.state == VALUE_CLEAR)
		return field->blanks == BLANKS_CLEAR ? MARK_NONE : MARK_CLEAR;
	return weigh_value(map, record, field, keep);
}

/* A cell whose value is staged. */
static inline CellMark
weigh_touched(const Record *record, const Field *field, const CellChange *change, bool *keep)
{
	/* what a file says of groups is added to those that the customer is in */
	*keep = (record->matched && field->kind == FIELD_GROUPS) ||
		is_special_value(field, record_cell(record, field), &change->value) || is_noted(record, field);
	if (!change->imposed)
		return MARK_NONE;
	*keep = record_cell(record, field)->len > 0;
	return MARK_SILENT;
}

/* The id: that of the row, or one that says nothing, or an unused one. */
static CellMark
weigh_id(const Record *record, bool *keep)
{
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];

	if (id->state == KEY_ZERO)
		return MARK_ZERO;
	if (id->state != KEY_PRESENT)
		return MARK_NONE;
	*keep = id->number != record->customer_id;
	return *keep ? MARK_NONE : MARK_SAME;
}

/*
 * Must a cell be kept as in the file?  Yes if the value is of several columns, or if it
 * is of consent, and does not tell the cell, or changes it, as the log quotes it.
 */
static inline bool
keeps_cell(const Record *record, const Field *field, const CellChange *change)
{
	if (field->parted || field->nmore > 0)
		return true;
	return field->nconsent > 0 &&
		(!consent_is_plain(field) || (record->matched && change != NULL && change->touched));
}

static inline CellMark
weigh_cell(const FieldMap *map, const Record *record, int column, bool *keep)
{
	int			i = map->column_field[column];
	const CsvCell *cell = &record->source->cells[column];
	const CellChange *change;

	if (i == COLUMN_CUSTOMER_ID)
		return weigh_id(record, keep);
	change = record->changes == NULL ? NULL : &record->changes[i];
	if (keeps_cell(record, &map->fields[i], change))
	{
		*keep = cell->len > 0 && !cell->canonical;
		if (*keep || cell->len == 0)
			return change != NULL && change->touched ? MARK_SILENT : MARK_NONE;
	}
	if (change != NULL && change->touched)
		return weigh_touched(record, &map->fields[i], change, keep);
	return weigh_untouched(map, record, &map->fields[i], cell, keep);
}

/* Is the value that is staged the text of the cell, with no other meaning? */
static inline bool
is_staged_as_written(const CellChange *change, const CsvCell *cell)
{
	return !change->imposed && change->value.data == cell->data && change->value.len == cell->len &&
		change->value.state == VALUE_SET && !value_begins_special(cell);
}

/*
 * Weighs a cell as nearly all are, of a record without notes: its value is staged as
 * it is written, or is the customer's already.  False: it must be looked at.
 */
static inline bool
weigh_plainly(const FieldMap *map, const Record *record, int column, CellMark *mark)
{
	int			i = map->column_field[column];
	const CsvCell *cell = &record->source->cells[column];

	if (i < 0 || i == map->groups || i == map->subscribed || map->fields[i].parted)
		return false;
	if (record->changes != NULL && record->changes[i].touched)
		return is_staged_as_written(&record->changes[i], cell);
	*mark = MARK_SAME;
	return record->matched && map->fields[i].rule == RULE_OVERWRITE && is_plain_value(&map->fields[i], cell);
}

/* A cell that goes into raw, as the file has or would have it; a mask of a password. */
static CsvCell
raw_cell(const FieldMap *map, const Record *record, int column)
{
	const Field *field = field_map_field(map, column);
	CsvCell		cell = record->source->cells[column];

	if ((field != NULL && field->kind == FIELD_PASSWORD) ||
		(record->notes != NULL && !cell.canonical && slipped_into(map, record->source, column)))
		return (CsvCell) {.data = PASSWORD_SHOWN, .len = strlen(PASSWORD_SHOWN)};
	if (cell.canonical)
		write_cell(field_map_field(map, column), column, &cell);
	return cell;
}

/* Those cells of a record that are to be kept as text[]; the others are NULL. */
static Datum
raw_array(const FieldMap *map, const Record *record, const bool *keep, Marks *marks)
{
	CellArray	cells;
	CsvCell    *kept = palloc(map->ncolumns * sizeof(CsvCell));
	Size		bytes = 0;

	for (int i = 0; i < map->ncolumns; i++)
		if (keep[i])
		{
			kept[i] = raw_cell(map, record, i);
			bytes += kept[i].len;
		}
	cells_begin(&cells, map->ncolumns, bytes, true);
	for (int i = 0; i < map->ncolumns; i++)
		if (keep[i])
		{
			cells_add(&cells, kept[i].data, kept[i].len);
			if (quotes_matter(&kept[i]))
				set_mark(marks, i, MARK_QUOTED);
		}
		else
			cells_add_null(&cells);
	return cells_end(&cells);
}

/* Can the cell be kept as the file has it?  No password can. */
static bool
is_of_file(const FieldMap *map, const CsvRecord *source, int column)
{
	const Field *field = field_map_field(map, column);

	return !source->cells[column].canonical && !map->secret[column] &&
		(field == NULL || field->kind != FIELD_PASSWORD);
}

/* Marks a column of a record that was compared; is its cell to be kept? */
static inline bool
weigh_column(const FieldMap *map, const Record *record, int column, bool all, Marks *marks)
{
	bool		keep = all && is_of_file(map, record->source, column);
	CellMark	mark = MARK_NONE;

	if (!keep && record->notes == NULL && weigh_plainly(map, record, column, &mark))
	{
		set_mark(marks, column, mark);
		return false;
	}
	if (!keep && map->column_field[column] != COLUMN_IGNORED)
		mark = weigh_cell(map, record, column, &keep);
	else if (!keep && map->heard != NULL && consent_column_of(map->heard, column) != NULL)
		keep = record->source->cells[column].len > 0;
	if (!keep)
		set_mark(marks, column, mark);
	return keep;
}

/* What a record that was compared keeps. */
static KeptCells
keep_rest(const FieldMap *map, const Record *record, bool all)
{
	KeptCells	result = {0};
	Marks		marks = make_marks(map->ncolumns, record->matched);
	bool	   *keep = NULL;	/* by column; NULL = none, as nearly always */
	uint32		hash = record->live_hash;

	for (int i = 0; i < map->ncolumns; i++)
	{
		if (!weigh_column(map, record, i, all, &marks))
			continue;
		if (keep == NULL)
			keep = palloc0(map->ncolumns * sizeof(bool));
		keep[i] = true;
	}
	if (keep != NULL)
		result.raw = raw_array(map, record, keep, &marks);
	if (record->same && hash == 0)
		hash = diff_same_hash(map, record);
	result.marks = marks_datum(&marks, record->matched, record->by_default, hash);
	return result;
}

KeptCells
kept_of_record(const FieldMap *map, const Record *record, bool all)
{
	if (record->action == RECORD_REJECT || (!record->matched && record->changes == NULL))
		return keep_whole(map, record->source);
	return keep_rest(map, record, all);
}

/* ---- another value than that of the cells ---- */

/* The number of the first bit of a column's mark. */
static int
mark_bit(int column, bool matched)
{
	return head_bytes(matched) * BITS_PER_BYTE + column / MARKS_A_BYTE * BITS_PER_BYTE +
		column % MARKS_A_BYTE * MARK_BITS;
}

/* The marks of row r as long as they may be. */
static char *
all_marks(const FieldMap *map, bool matched)
{
	int			ndigits = 2 * (map->ncolumns / MARKS_A_BYTE + 1);
	char	   *zeros = palloc0(ndigits + 1);

	memset(zeros, '0', ndigits);
	return sql_text(kept_sql, matched ? "bits of known" : "bits of new", "zeros", zeros, NULL);
}

/* These with the columns of field i marked as empty. */
static char *
silent_marks(const FieldMap *map, int i, bool matched)
{
	char	   *bits = all_marks(map, matched);
	char	   *marks = bits;

	for (int column = 0; column < map->ncolumns; column++)
		if (map->column_field[column] == i)
			marks = sql_text(kept_sql, "silent", "marks", marks, "bits", bits, "column", sql_number(column + 1),
							 "bit", sql_number(mark_bit(column, matched)),
							 "next_bit", sql_number(mark_bit(column, matched) + 1), NULL);
	return marks;
}

/* raw of row r, with a yes of its own that only its value tells. */
static char *
raw_with_yes(const FieldMap *map, int i)
{
	int			column = map->fields[i].file_column;
	char	   *all = sql_text(kept_sql, "all raw", "ncolumns", sql_number(map->ncolumns), NULL);

	if (column < 0 || !consent_is_plain(&map->fields[i]))
		return "r.raw";
	return sql_text(kept_sql, "raw with yes", "field", sql_number(i + 1), "column", sql_number(column + 1),
					"bits", all_marks(map, false), "bit", sql_number(mark_bit(column, false)), "all", all,
					"before", sql_number(column), "after", sql_number(column + 2), NULL);
}

char *
kept_sql_impose(const FieldMap *map, int i, bool matched)
{
	char	   *marks = silent_marks(map, i, matched);

	if (matched)
		return sql_text(kept_sql, "set of known", "head", sql_number(head_bytes(true)), "marks", marks, NULL);
	return sql_text(kept_sql, "set of new", "raw", raw_with_yes(map, i), "marks", marks,
					"default_bit", sql_number(pg_rightmost_one_pos32(CONSENT_BY_DEFAULT)), NULL);
}

/* ---- cells again ---- */

bool
kept_is_matched(const KeptRow *row, RecordAction action)
{
	if (row->marks != NULL && marks_head(row->marks) > 0)
		return marks_head(row->marks) > 1;
	return row->customer_id != 0 && (action == RECORD_UPDATE || action == RECORD_UNCHANGED ||
									 row->old_cells != NULL);
}

bool
kept_borrows(const FieldMap *map, const KeptRow *row)
{
	if (!row->matched)
		return false;
	/* an older release kept all cells, or none of those that are the same */
	if (marks_head(row->marks) == 0)
		return row->raw == NULL;
	for (int i = 0; i < map->ncolumns; i++)
		if (map->column_field[i] >= 0 && get_mark(row->marks, i) == MARK_SAME)
			return true;
	return false;
}

/* An array's texts, as many as are wanted; NULL = all are null. */
static char **
texts_of(ArrayType *array, int wanted)
{
	char	  **texts = palloc0(Max(wanted, 1) * sizeof(char *));
	Datum	   *elements;
	bool	   *nulls;
	int			n;

	if (array == NULL)
		return texts;
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	for (int i = 0; i < Min(n, wanted); i++)
		if (!nulls[i])
			texts[i] = TextDatumGetCString(elements[i]);
	return texts;
}

static CsvCell
canonical_cell(const char *text)
{
	return (CsvCell) {.data = text, .len = strlen(text), .canonical = true};
}

static CsvCell
empty_cell(void)
{
	return (CsvCell) {.data = ""};
}

/* A value that is staged.  Names of groups keep what separates them. */
static CsvCell
value_cell(const Field *field, const char *text)
{
	if (field->kind == FIELD_GROUPS && text[0] != '\0')
		text = psprintf("%s%c", text, GROUP_SEPARATOR);
	return canonical_cell(text);
}

/* A live value that the record has, too; of a key, as a record bears it. */
static CsvCell
live_cell(const FieldMap *map, int i, const char *text)
{
	CsvCell		cell = canonical_cell(text);

	if (i == map->identifier || i == map->email)
		key_fold(i == map->email ? KEY_EMAIL : KEY_IDENTIFIER, &cell.data, &cell.len);
	return cell;
}

/* The cell of field i, which is neither in raw nor among the values. */
static CsvCell
marked_cell(const FieldMap *map, int i, CellMark mark, const char *old, const LiveRow *live)
{
	bool		is_key = i == map->identifier || i == map->email;

	switch (mark)
	{
		case MARK_SAME:
			if (is_key && old != NULL && old[0] != '\0')
				return live_cell(map, i, old);
			if (live == NULL || live->isnull[i])
				return empty_cell();
			return live_cell(map, i, value_live_text(&map->fields[i], live->values[i], false));
		case MARK_CLEAR:
			return canonical_cell("");
		case MARK_ZERO:
			return (CsvCell) {.data = "0", .len = 1};
		default:
			/* a row of an older release has no marks, but the key it came by */
			return is_key && old != NULL && old[0] != '\0' ? live_cell(map, i, old) : empty_cell();
	}
}

static CsvCell
id_cell(const KeptRow *row, CellMark mark)
{
	bool		unmarked = row->matched && row->marks == NULL;

	if (mark == MARK_ZERO)
		return (CsvCell) {.data = "0", .len = 1};
	if ((mark != MARK_SAME && !unmarked) || row->customer_id == 0)
		return empty_cell();
	return canonical_cell(psprintf(INT64_FORMAT, row->customer_id));
}

/* The cells of a record of which all are in raw, but for its password. */
static void
read_whole(const FieldMap *map, const KeptRow *row, CsvRecord *source)
{
	int			password = map->password < 0 ? -1 : map->fields[map->password].file_column;

	Datum	   *elements;
	bool	   *nulls;

	deconstruct_array(row->raw, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls,
					  &source->ncells);
	source->cells = palloc0(Max(source->ncells, 1) * sizeof(CsvCell));
	for (int i = 0; i < source->ncells; i++)
	{
		source->cells[i].data = nulls[i] ? "" : TextDatumGetCString(elements[i]);
		source->cells[i].len = strlen(source->cells[i].data);
		source->cells[i].quoted = get_mark(row->marks, i) == MARK_QUOTED;
		if (i == password && row->verifier != NULL)
			source->cells[i] = canonical_cell(row->verifier);
	}
}

/* One cell of a record that was compared. */
static CsvCell
read_cell(const FieldMap *map, const KeptRow *row, int column, char **values, char **old,
		  const LiveRow *live)
{
	int			i = map->column_field[column];
	CellMark	mark = get_mark(row->marks, column);

	if (i == COLUMN_IGNORED)
		return empty_cell();
	if (i == COLUMN_CUSTOMER_ID)
		return id_cell(row, mark);
	if (values[i] == NULL)
		return marked_cell(map, i, mark, old[i], live);
	return mark == MARK_SILENT ? empty_cell() : value_cell(&map->fields[i], values[i]);
}

void
kept_read(const FieldMap *map, const KeptRow *row, const LiveRow *live, CsvRecord *source)
{
	char	  **raw,
			  **values,
			  **old;

	if (row->raw != NULL && row->cells == NULL && !array_contains_nulls(row->raw))
	{
		read_whole(map, row, source);
		return;
	}
	raw = texts_of(row->raw, map->ncolumns);
	values = texts_of(row->cells, map->nfields);
	old = texts_of(row->old_cells, map->nfields);
	if (map->password >= 0 && values[map->password] != NULL && values[map->password][0] != '\0')
		values[map->password] = row->verifier;
	source->ncells = map->ncolumns;
	source->cells = palloc0(Max(map->ncolumns, 1) * sizeof(CsvCell));
	for (int i = 0; i < map->ncolumns; i++)
		if (raw[i] != NULL)
			source->cells[i] = (CsvCell) {
				.data = raw[i], .len = strlen(raw[i]),
				.quoted = get_mark(row->marks, i) == MARK_QUOTED
			};
		else
			source->cells[i] = read_cell(map, row, i, values, old, live);
}

uint32
kept_hash(const KeptRow *row)
{
	uint32		hash = 0;

	if (marks_head(row->marks) > 1)
		memcpy(&hash, VARDATA_ANY(row->marks) + 1, HASH_BYTES);
	return hash;
}

bool
kept_is_current(const FieldMap *map, const KeptRow *row, const LiveRow *live)
{
	if (!kept_borrows(map, row))
		return true;
	return live != NULL && kept_hash(row) == diff_live_hash(map, live);
}
