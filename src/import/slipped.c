/*
 * slipped.c
 *
 *		the cell of the password -> an address, where that of the email is none? a date,
 *			where a column of dates has none? -> all cells
 *		a cell that its column cannot hold -> formed as passwords are, where the cell of
 *			the password is not? -> that cell
 *		a cell that speaks of a password -> that cell
 *
 * Only records with notes, of files with passwords, are looked at.
 */
#include "postgres.h"

#include <ctype.h>

#include "field/cell_shape.h"
#include "field/password_text.h"
#include "field/password_word.h"
#include "field/value_trim.h"
#include "import/slipped.h"

/* Bytes of a password that is known by its form. */
#define FORM_MIN 6
#define FORM_MAX 64

/* ---- the cell of the password ---- */

/* The column of the passwords; of those that are not imported the first. */
static int
password_column(const FieldMap *map)
{
	if (map->password >= 0)
		return map->fields[map->password].file_column;
	for (int i = 0; i < map->ncolumns; i++)
		if (map->secret[i])
			return i;
	return -1;
}

static ShapeKind
kind_at(const CsvRecord *source, int column)
{
	return cell_shape(&source->cells[column]).kind;
}

/* Is a field one of the file whose cell has nothing of its kind? */
static bool
lacks(const CsvRecord *source, const Field *field, ShapeKind kind)
{
	return field->file_column >= 0 && field->file_column < source->ncells &&
		kind_at(source, field->file_column) != kind;
}

static bool
lacks_date(const FieldMap *map, const CsvRecord *source)
{
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind == FIELD_DATE && lacks(source, &map->fields[i], SHAPE_DATE))
			return true;
	return false;
}

bool
slipped_wholly(const FieldMap *map, const CsvRecord *source)
{
	int			password = password_column(map);

	if (password < 0)
		return false;
	if (!record_fits(source, map->ncolumns))
		return true;
	switch (kind_at(source, password))
	{
		case SHAPE_EMAIL:
			return map->email >= 0 && lacks(source, &map->fields[map->email], SHAPE_EMAIL);
		case SHAPE_DATE:
			return lacks_date(map, source);
		default:
			return false;
	}
}

/* ---- another cell ---- */

/* Does it end as an address does that has no @: ann.example.com, ann(at)example.com? */
static bool
has_domain(const char *data, uint32 len)
{
	uint32		letters = 0;

	while (letters < len && isalpha((unsigned char) data[len - 1 - letters]))
		letters++;
	return letters >= 2 && len > letters + 1 && data[len - 1 - letters] == '.';
}

/* One word of letters and other characters, and no broken address. */
static bool
has_form(const char *data, uint32 len)
{
	uint32		letters = 0;

	if (len < FORM_MIN || len > FORM_MAX || memchr(data, '@', len) != NULL || has_domain(data, len))
		return false;
	for (uint32 i = 0; i < len; i++)
	{
		if (isspace((unsigned char) data[i]))
			return false;
		letters += isalpha((unsigned char) data[i]) || IS_HIGHBIT_SET(data[i]);
	}
	return letters > 0 && letters < len;
}

/* Can the field not hold a text of that form? */
static bool
is_no_text(const Field *field)
{
	switch (field->kind)
	{
		case FIELD_BOOLEAN:
		case FIELD_INTEGER:
		case FIELD_NUMBER:
		case FIELD_DATE:
		case FIELD_EMAIL:
		case FIELD_CUSTOMER_ID:
			return true;
		default:
			return false;
	}
}

/* Is the cell of the password blank, or of letters alone? */
static bool
is_none(const FieldMap *map, const CsvRecord *source)
{
	const CsvCell *cell = &source->cells[password_column(map)];

	switch (password_text(cell->data, cell->len))
	{
		case PASSWORD_EMPTY:
			return true;
		case PASSWORD_PLAIN:
			return cell_shape(cell).kind == SHAPE_LETTERS;
		default:
			return false;
	}
}

/* "Default password: ...": a word for it, and more? */
static bool
speaks_of_password(const char *data, uint32 len)
{
	char	   *text;
	bool		speaks;

	if (memchr(data, ' ', len) == NULL && memchr(data, ':', len) == NULL && memchr(data, '=', len) == NULL)
		return false;
	text = pnstrdup(data, len);
	speaks = password_word(text) != PASSWORD_WORD_NONE;
	explicit_bzero(text, len);
	pfree(text);
	return speaks;
}

/* May people write of passwords there, and mean none? */
static bool
holds_remarks(const Field *field)
{
	return field != NULL && (field->kind == FIELD_ATTRIBUTE || strcmp(field->name, "note") == 0);
}

bool
slipped_into(const FieldMap *map, const CsvRecord *source, int column)
{
	const Field *field = field_map_field(map, column);
	int			password = password_column(map);
	const char *data;
	uint32		len;

	if (password < 0 || column == password || column >= map->ncolumns)
		return false;
	if (slipped_wholly(map, source))
		return true;
	data = source->cells[column].data;
	len = source->cells[column].len;
	value_trim(&data, &len);
	if (field != NULL && is_no_text(field) && has_form(data, len) && is_none(map, source))
		return true;
	return !holds_remarks(field) && speaks_of_password(data, len);
}

/* ---- masks ---- */

/* The column of the file that a note speaks of; -1 = none. */
static int
column_of_note(const FieldMap *map, const RecordNote *note)
{
	for (int i = 0; note->field != NULL && i < map->ncolumns; i++)
	{
		const Field *field = field_map_field(map, i);

		if (field != NULL && strcmp(field->name, note->field) == 0)
			return i;
	}
	return -1;
}

void
slipped_mask_notes(const FieldMap *map, Record *record)
{
	if (record->notes == NULL || !field_map_has_passwords(map))
		return;
	for (RecordNote *note = record->notes; note != NULL; note = note->next)
	{
		int			column = column_of_note(map, note);

		if (note->value != NULL &&
			(column < 0 ? slipped_wholly(map, record->source) : slipped_into(map, record->source, column)))
			note->value = PASSWORD_SHOWN;
	}
}

bool
slipped_is_masked(const FieldMap *map, const CsvRecord *source, int except)
{
	int			password = password_column(map);

	for (int i = 0; password >= 0 && i < source->ncells; i++)
		if (i != except && i != password && source->cells[i].len == strlen(PASSWORD_SHOWN) &&
			memcmp(source->cells[i].data, PASSWORD_SHOWN, source->cells[i].len) == 0)
			return true;
	return false;
}
