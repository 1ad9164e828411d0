/*
 * set_cell.c
 *
 *		name of a field or header word -> column of the file -> cell of the record
 *
 * A field may be in several columns: an address in three, groups and consent in any
 * number, the latter each with a sense of its own.  A cell of groups holds several
 * names; one may hold parts of several fields.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "correct/set_cell.h"
#include "field/category.h"
#include "field/consent_column.h"
#include "field/made_cell.h"
#include "field/value.h"
#include "field/value_trim.h"
#include "import/group.h"
#include "import/group_list.h"
#include "import/slipped.h"
#include "support/normal_form.h"

/* ---- which column ---- */

/* Does the field have cells of the file?  Not if the option set gives its value. */
static bool
is_of_file(const Field *field)
{
	return field_in_file(field) && !field->constant;
}

/* Errors for an unknown field; the hint lists the fields. */
static void
refuse_field(const StagedImport *import, const char *name)
{
	StringInfoData list;

	initStringInfo(&list);
	if (import->map->customer_id != NULL)
		appendStringInfoString(&list, import->map->customer_id->name);
	for (int i = 0; i < import->map->nfields; i++)
		if (is_of_file(&import->map->fields[i]))
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", import->map->fields[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("import " INT64_FORMAT " has no field \"%s\"", import->import_id, name),
			 errhint("Its fields are: %s.", list.data)));
}

/* The column of a field: of one that several make, that of the street, or of the year. */
static int
main_column(const Field *field)
{
	return field->made == NULL ? field->file_column : field->made->columns[0];
}

/* Is the header word of a column a name, as written or folded as headers are? */
static bool
is_header_word(const FieldMap *map, int column, const char *name, bool exact)
{
	const char *word = map->header[column];

	return map->column_field[column] != COLUMN_IGNORED &&
		(exact ? strcmp(name, word) == 0 : category_is_same(name, word));
}

/*
 * Column of the file by the name of a field, or else by header word; or else by one
 * of them in another spelling.
 */
static int
find_column(const StagedImport *import, const char *name)
{
	const FieldMap *map = import->map;

	if (map->customer_id != NULL && strcmp(name, map->customer_id->name) == 0)
		return map->customer_id->file_column;
	for (int i = 0; i < map->nfields; i++)
		if (is_of_file(&map->fields[i]) && strcmp(name, map->fields[i].name) == 0)
			return main_column(&map->fields[i]);
	for (int i = 0; i < map->ncolumns; i++)
		if (map->part[i] != PART_NONE && strcmp(name, column_part_name(map->part[i])) == 0)
			return i;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < map->ncolumns; i++)
			if (is_header_word(map, i, name, pass == 0))
				return i;
	for (int i = 0; i < map->nfields; i++)
		if (is_of_file(&map->fields[i]) && category_is_same(name, map->fields[i].name))
			return main_column(&map->fields[i]);
	refuse_field(import, name);
	return -1;					/* not reached */
}

/* ---- setting it ---- */

/* Errors if other cells were masked than this one, as any might be the password. */
static void
refuse_masked(const StagedImport *import, const StagedRow *row, int column)
{
	if (!slipped_wholly(import->map, &row->source) &&
		!(row->action == RECORD_REJECT && slipped_is_masked(import->map, &row->source, column)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("line " INT64_FORMAT " cannot be corrected here", row->source.line),
			 errdetail("Which of its cells is a password could not be told, so that none was kept."),
			 errhint("Correct it in the file and import that again.")));
}

/* Adds a cell to a record that lacks its last ones; errors if column is further. */
static void
extend_source(CsvRecord *source, int column)
{
	CsvCell    *cells;

	if (column < source->ncells)
		return;
	if (column > source->ncells)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("line " INT64_FORMAT " has only %d cells", source->line, source->ncells),
				 errhint("Give it those that follow one by one, from the left.")));
	cells = palloc0((source->ncells + 1) * sizeof(CsvCell));
	memcpy(cells, source->cells, source->ncells * sizeof(CsvCell));
	source->cells = cells;
	source->ncells++;
}

/* Sets a cell of the record. */
static void
set_cell(const StagedImport *import, StagedRow *row, int column, const char *value)
{
	CsvRecord  *source = &row->source;

	refuse_masked(import, row, column);
	extend_source(source, column);
	source->cells[column] = (CsvCell) {.data = value, .len = strlen(value)};
	if (source->defect_cell == column)
		source->defect = CSV_SOUND;
	row->source = *record_widen(import->map, source);
}

/* The field subscribed, if name is subscribed or unsubscribed; else NULL. */
static const Field *
consent_field(const StagedImport *import, const char *name)
{
	const FieldMap *map = import->map;

	if (map->nconsent == 0 || map->subscribed < 0 ||
		(strcmp(name, CONSENT_SUBSCRIBED) != 0 &&
		 (!map->has_opposite || strcmp(name, CONSENT_UNSUBSCRIBED) != 0)))
		return NULL;
	return &map->fields[map->subscribed];
}

/* Reads a value of consent as a cell of the field name. */
static CellValue
read_consent(const Field *field, const char *name, const char *value)
{
	ConsentColumn sense = {.refuses = strcmp(name, CONSENT_UNSUBSCRIBED) == 0, .dated = true};
	CsvCell		cell = {.data = value, .len = strlen(value)};
	Field		own = *field;
	CellValue	said = {0};

	own.consent = &sense;
	own.nconsent = 1;
	value_parse(&own, &cell, &said);
	return said;
}

/* A value of consent, read as a cell of the field name, as a cell of a column. */
static const char *
consent_text(const Field *field, const char *name, const ConsentColumn *column, const char *value)
{
	CellValue	said = read_consent(field, name, value);

	if (said.state != VALUE_SET || strcmp(consent_column_name(column), name) == 0)
		return value;
	return said.number != 0 ? CONSENT_SUBSCRIBED : CONSENT_UNSUBSCRIBED;
}

/*
 * Fixes the consent of a record: in the column of the field name or, if there is
 * none, as a word in the first column of consent.  A value that is not blank
 * replaces the cells of the other columns of consent.
 */
static void
set_consent(const StagedImport *import, StagedRow *row, const Field *field, const char *name,
			const char *value)
{
	CellValue	said = read_consent(field, name, value);
	const ConsentColumn *column = field->consent;

	for (int i = 0; i < field->nconsent && strcmp(consent_column_name(column), name) != 0; i++)
		column = &field->consent[i];
	if (strcmp(consent_column_name(column), name) != 0)
		column = field->consent;
	value = consent_text(field, name, column, value);
	for (int i = 0; i < field->nconsent && said.state == VALUE_SET; i++)
		set_cell(import, row, field->consent[i].column, "");
	set_cell(import, row, column->column, value);
}

/* A whole address needs no house number beside it, nor groups others in another column. */
static void
clear_others(const StagedImport *import, StagedRow *row, const Field *field)
{
	for (int i = 1; field->made != NULL && i < field->made->ncolumns; i++)
		if (field->made->columns[i] >= 0)
			set_cell(import, row, field->made->columns[i], "");
	for (int i = 0; i < field->nmore; i++)
		set_cell(import, row, field->more[i], "");
}

/* The value as its column shall hold it, beside what else the cell says. */
static const char *
whole_cell(const StagedImport *import, StagedRow *row, int field, int column, const char *value)
{
	char	   *whole = column >= row->source.ncells ? NULL
		: made_cell_replace(import->map, field, &row->source.cells[column], value);

	clear_others(import, row, &import->map->fields[field]);
	return whole != NULL ? whole : value;
}

void
set_cell_value(const StagedImport *import, StagedRow *row, const char *name, const char *value)
{
	const Field *consent = consent_field(import, name);

	if (consent != NULL)
		set_consent(import, row, consent, name, value);
	else
	{
		int			column = find_column(import, name);

		for (int i = 0; i < import->map->nfields; i++)
			if (strcmp(import->map->fields[i].name, name) == 0)
				value = whole_cell(import, row, i, column, value);
		set_cell(import, row, column, value);
	}
}

/* ---- a value wherever it stands ---- */

/* The text without what value_trim() takes off. */
static char *
trimmed(const char *text)
{
	uint32		len = strlen(text);

	value_trim(&text, &len);
	return pnstrdup(text, len);
}

/* The field of a column of the file. */
static const Field *
field_of_column(const FieldMap *map, int column)
{
	int			field = map->column_field[column];

	return field == COLUMN_CUSTOMER_ID ? map->customer_id : &map->fields[field];
}

ValueFix
set_cell_value_fix(const StagedImport *import, const char *name, const char *value, const char *new_value)
{
	ValueFix	fix = {
		.field = consent_field(import, name), .name = name, .value = trimmed(value), .new_value = new_value
	};
	const ConsentColumn *consent;
	int			column;

	if (fix.field != NULL)
		return fix;
	column = find_column(import, name);
	fix.field = field_of_column(import->map, column);
	consent = consent_column_of(fix.field, column);
	fix.name = consent != NULL ? consent_column_name(consent) : fix.field->name;
	return fix;
}

CellValue
set_cell_read(const ValueFix *fix)
{
	CsvCell		cell = {.data = fix->new_value, .len = strlen(fix->new_value)};
	CellValue	said = {0};

	if (fix->field->nconsent > 0)
		return read_consent(fix->field, fix->name, fix->new_value);
	value_parse(fix->field, &cell, &said);
	return said;
}

/* Is the cell, trimmed, the value? */
static bool
cell_is(const CsvRecord *source, int column, const char *value)
{
	const char *data;
	uint32		len;

	if (column >= source->ncells)
		return false;
	data = source->cells[column].data;
	len = source->cells[column].len;
	value_trim(&data, &len);
	return len == strlen(value) && memcmp(data, value, len) == 0;
}

/* Is the name of a group the value? */
static bool
is_group(const char *name, uint32 len, const char *value)
{
	uint32		value_len = strlen(value);

	normal_form_compose(&name, &len);
	normal_form_compose(&value, &value_len);
	return len == value_len && memcmp(name, value, len) == 0;
}

/* Is the name in the list that a cell of groups is? */
static bool
list_holds(const CsvCell *cell, const char *value)
{
	GroupList	list = group_list(cell->data, cell->len);
	const char *name;
	uint32		len;

	while (group_list_next(&list, &name, &len))
		if (is_group(name, len, value))
			return true;
	return false;
}

/* The columns of a field: but for groups there is one. */
static int
groups_column(const Field *field, int which)
{
	return which == 0 ? field->file_column : field->more[which - 1];
}

/* Is the cell the value, or a list with it? */
static bool
cell_of_groups_holds(const CsvRecord *source, const Field *field, int column, const char *value)
{
	return cell_is(source, column, value) ||
		(field->kind == FIELD_GROUPS && column < source->ncells && list_holds(&source->cells[column], value));
}

bool
set_cell_holds(const CsvRecord *source, const ValueFix *fix)
{
	const Field *field = fix->field;

	for (int i = 0; i < field->nconsent; i++)
		if (cell_is(source, field->consent[i].column, fix->value))
			return true;
	if (field->nconsent > 0)
		return false;
	for (int i = 0; i <= field->nmore; i++)
		if (cell_of_groups_holds(source, field, groups_column(field, i), fix->value))
			return true;
	return false;
}

/* The list with another name, or none, in the place of one. */
static char *
replaced_in_list(const CsvCell *cell, const ValueFix *fix)
{
	GroupList	list = group_list(cell->data, cell->len);
	StringInfoData text;
	const char *name;
	uint32		len;
	int			n = 0;

	initStringInfo(&text);
	while (group_list_next(&list, &name, &len))
	{
		if (is_group(name, len, fix->value))
		{
			name = fix->new_value;
			len = strlen(name);
		}
		if (len > 0)
			appendStringInfo(&text, "%s%.*s", n++ > 0 ? "|" : "", (int) len, name);
	}
	/* what holds it is a list of names in which nothing else is special */
	if (n == 1)
		appendStringInfoChar(&text, GROUP_SEPARATOR);
	return text.data;
}

void
set_cell_replace(const StagedImport *import, StagedRow *row, const ValueFix *fix)
{
	const Field *field = fix->field;

	for (int i = 0; i < field->nconsent; i++)
		if (cell_is(&row->source, field->consent[i].column, fix->value))
			set_cell(import, row, field->consent[i].column,
					 consent_text(field, fix->name, &field->consent[i], fix->new_value));
	if (field->nconsent > 0)
		return;
	if (field->kind != FIELD_GROUPS)
	{
		set_cell_value(import, row, field->name, fix->new_value);
		return;
	}
	for (int i = 0; i <= field->nmore; i++)
	{
		int			column = groups_column(field, i);

		if (cell_of_groups_holds(&row->source, field, column, fix->value))
			set_cell(import, row, column, cell_is(&row->source, column, fix->value) ? fix->new_value
					 : replaced_in_list(&row->source.cells[column], fix));
	}
}
