/*
 * given.c
 *
 *		jsonb -> first walk: the names of all columns -> FieldMap
 *			  -> second walk: one cell for each value
 *
 * A string is read as a quoted cell.  Text with a meaning to import (#N/A, the
 * guard of a formula) is guarded as in an export: the application means the text.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "field/password_text.h"
#include "field/value.h"
#include "field/value_words.h"
#include "import/group.h"
#include "people/given.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/spi_value.h"
#include "support/statement.h"

#define ATTRIBUTES "attributes"

/* The cell of a JSON null: it clears the field. */
#define NULL_CELL "#N/A"

/* A column: a key of the objects, or one under their attributes. */
typedef struct GivenColumn
{
	const char *key;
	int			len;
	bool		is_attribute;
} GivenColumn;

typedef struct Walk
{
	Given	   *given;
	GivenColumn *columns;
	int			ncolumns;
	int			maxcolumns;
	int			next;			/* the column expected */
	bool		fills;			/* the second walk */
	int			record;			/* being looked at, from 0 */
} Walk;

/* ---- errors ---- */

pg_noreturn static void
refuse_shape(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("customers are given as a JSON object, or as an array of objects"),
			 errhint("For example: {\"email\": \"ann@example.com\", \"name\": \"Ann\"}")));
}

pg_noreturn static void
refuse_value(const Walk *walk, const char *key, const char *message, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for \"%s\": %s", key, message),
			 errdetail("Record %d.", walk->record + 1),
			 errhint("%s", hint)));
}

/* ---- columns ---- */

static bool
is_column(const GivenColumn *column, const char *key, int len, bool is_attribute)
{
	return column->len == len && column->is_attribute == is_attribute &&
		memcmp(column->key, key, len) == 0;
}

static void
add_column(Walk *walk, const char *key, int len, bool is_attribute)
{
	if (walk->ncolumns >= MaxTupleAttributeNumber)
		ereport(ERROR,
				(errcode(ERRCODE_TOO_MANY_COLUMNS),
				 errmsg("the records have more than %d different keys", MaxTupleAttributeNumber),
				 errhint("Save them by fewer at a time.")));
	if (walk->ncolumns == walk->maxcolumns)
	{
		walk->maxcolumns = Max(walk->maxcolumns * 2, 16);
		walk->columns = walk->columns == NULL
			? palloc(walk->maxcolumns * sizeof(GivenColumn))
			: repalloc(walk->columns, walk->maxcolumns * sizeof(GivenColumn));
	}
	walk->columns[walk->ncolumns++] = (GivenColumn) {key, len, is_attribute};
}

/*
 * Index of a key's column, added if it is new.  Objects mostly have the same keys
 * in the same order, so the next column is tried first.
 */
static int
find_column(Walk *walk, const char *key, int len, bool is_attribute)
{
	int			i = walk->next;

	if (i >= walk->ncolumns || !is_column(&walk->columns[i], key, len, is_attribute))
		for (i = 0; i < walk->ncolumns; i++)
			if (is_column(&walk->columns[i], key, len, is_attribute))
				break;
	if (i == walk->ncolumns)
		add_column(walk, key, len, is_attribute);
	walk->next = i + 1;
	return i;
}

/* The column's name as a header cell. */
static CsvCell
column_name(const GivenColumn *column)
{
	CsvCell		name = {0};

	name.data = column->is_attribute ? psprintf(ATTRIBUTES ".%.*s", column->len, column->key)
		: pnstrdup(column->key, column->len);
	name.len = strlen(name.data);
	return name;
}

static Field *
column_field(const Walk *walk, int column)
{
	FieldMap   *map = walk->given->map;
	int			field = map->column_field[column];

	if (field == COLUMN_CUSTOMER_ID)
		return map->customer_id;
	return field == COLUMN_IGNORED ? NULL : &map->fields[field];
}

/* ---- values to cells ---- */

static void
set_cell(CsvCell *cell, const char *data, int len, bool quoted)
{
	cell->data = data;
	cell->len = len;
	cell->quoted = quoted;
	cell->canonical = false;
}

static void
set_string(const Field *field, const JsonbValue *value, CsvCell *cell)
{
	const char *data = value->val.string.val;
	int			len = value->val.string.len;

	if (field->kind != FIELD_PASSWORD &&
		(value_is_misread(field, data, len) ||
		 (len > 0 && data[0] == '\'' && value_is_padded(field, data, len))))
	{
		data = psprintf("'%.*s", len, data);
		len++;
	}
	set_cell(cell, data, len, true);
}

const char *
given_shown(const char *cell)
{
	static const Field text = {.kind = FIELD_TEXT, .name = ""};

	if (strcmp(cell, NULL_CELL) == 0)
		return "null";
	if (cell[0] == '\'' && value_is_misread(&text, cell + 1, strlen(cell + 1)))
		cell++;
	return quote_literal_cstr(cell);
}

/* Writes a number; its decimals must not be read as a thousands group. */
static void
set_number(const Walk *walk, const Field *field, const JsonbValue *value, CsvCell *cell)
{
	bool		is_whole = field->kind == FIELD_INTEGER || field->kind == FIELD_CUSTOMER_ID;
	Datum		number = NumericGetDatum(value->val.numeric);
	char	   *text;

	if (is_whole)
		number = DirectFunctionCall1(numeric_trim_scale, number);
	text = DatumGetCString(DirectFunctionCall1(numeric_out, number));
	if (is_whole && strchr(text, '.') != NULL)
		refuse_value(walk, field->name, psprintf("%s is not a whole number", text),
					 "Give a number without decimals.");
	set_cell(cell, text, strlen(text), true);
}

/* Joins the names of groups by GROUP_SEPARATOR, as staging does. */
static void
set_groups(const Walk *walk, const Field *field, JsonbContainer *array, CsvCell *cell)
{
	JsonbIterator *iterator = JsonbIteratorInit(array);
	JsonbValue	value;
	StringInfoData text;

	initStringInfo(&text);
	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
	{
		if (value.type != jbvString ||
			memchr(value.val.string.val, GROUP_SEPARATOR, value.val.string.len) != NULL)
			refuse_value(walk, field->name, "a group is given by its name, which holds no |",
						 "For example: {\"groups\": [\"VIP\", \"Wholesale\"]}");
		appendBinaryStringInfo(&text, value.val.string.val, value.val.string.len);
		appendStringInfoChar(&text, GROUP_SEPARATOR);
	}
	if (text.len == 0)
		set_cell(cell, NULL_CELL, strlen(NULL_CELL), false);
	else
		set_cell(cell, text.data, text.len, true);
}

/* For the error context. */
typedef struct Place
{
	const Walk *walk;
	const Field *field;
} Place;

static void
on_error(void *arg)
{
	const Place *place = arg;

	errcontext("\"%s\" of record %d", place->field->name, place->walk->record + 1);
}

/*
 * An array or object for a column that an application has added:
 * jsonb_populate_record() converts it to the column's type.
 */
static void
set_structure(const Walk *walk, const Field *field, JsonbValue *value, CsvCell *cell)
{
	Place		place = {walk, field};
	ErrorContextCallback callback;
	Statement	make = statement(psprintf("SELECT pg_catalog.concat((pg_catalog.jsonb_populate_record(NULL::%s,"
										  " pg_catalog.jsonb_build_object($1, $2))).%s)",
										  catalog_name(REL_CUSTOMERS), quote_identifier(field->column)));

	callback.previous = error_context_stack;
	callback.callback = on_error;
	callback.arg = &place;
	error_context_stack = &callback;
	make.read_only = true;
	make.limit = 1;
	statement_text(&make, field->column);
	statement_datum(&make, JSONBOID, JsonbPGetDatum(JsonbValueToJsonb(value)), false);
	statement_select(&make);
	error_context_stack = callback.previous;
	cell->data = spi_text_not_null(0, 1, field->column);
	set_cell(cell, cell->data, strlen(cell->data), true);
	statement_done();
}

/* Loads the words for yes and no; reading them takes longer than saving a customer. */
static void
load_words(FieldMap *map)
{
	const ValueWords *words = value_words_load();

	for (int i = 0; i < map->nfields; i++)
		map->fields[i].words = words;
}

/* Errors if a password is given as a category, which all read who may read customers. */
static void
refuse_password(const Walk *walk, const Field *field, const JsonbValue *value)
{
	if (value->type != jbvString || !password_is_secret(password_text(value->val.string.val, value->val.string.len)))
		return;
	refuse_value(walk, field->name, "a password is no category",
				 "Give it as \"password\": it is kept as a verifier, and shown to nobody.");
}

static void
fill_cell(Walk *walk, int column, JsonbValue *value)
{
	Field	   *field = column_field(walk, column);
	CsvCell    *cell = &walk->given->records[walk->record].cells[column];

	if (field == NULL)
		return;
	if (walk->given->map->secret[column])
		refuse_password(walk, field, value);
	if (field->kind == FIELD_BOOLEAN && field->words == NULL &&
		(value->type == jbvString || value->type == jbvNumeric))
		load_words(walk->given->map);
	switch (value->type)
	{
		case jbvNull:
			set_cell(cell, NULL_CELL, strlen(NULL_CELL), false);
			break;
		case jbvString:
			set_string(field, value, cell);
			break;
		case jbvNumeric:
			set_number(walk, field, value, cell);
			break;
		case jbvBool:
			set_cell(cell, value->val.boolean ? "true" : "false", value->val.boolean ? 4 : 5, true);
			break;
		default:
			if (field->kind == FIELD_GROUPS && JsonContainerIsArray(value->val.binary.data))
				set_groups(walk, field, value->val.binary.data, cell);
			else if (field->kind == FIELD_OTHER)
				set_structure(walk, field, value, cell);
			else
				refuse_value(walk, field->name, "a single value is wanted",
							 "Only \"attributes\" is an object, and only \"groups\" and added columns of such types an array.");
	}
}

/* ---- walking ---- */

static void
visit(Walk *walk, const char *key, int len, bool is_attribute, JsonbValue *value)
{
	int			column = find_column(walk, key, len, is_attribute);

	if (walk->fills)
		fill_cell(walk, column, value);
}

/* Visits the categories of a record. */
static void
visit_attributes(Walk *walk, JsonbValue *attributes)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	if (attributes->type != jbvBinary || !JsonContainerIsObject(attributes->val.binary.data))
		refuse_value(walk, ATTRIBUTES, "an object is wanted",
					 "For example: {\"attributes\": {\"Shoe size\": \"42\", \"Pet\": null}}");
	iterator = JsonbIteratorInit(attributes->val.binary.data);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&iterator, &value, true);
		visit(walk, key.val.string.val, key.val.string.len, true, &value);
	}
}

/* Visits a record; the key attributes.x means x under attributes. */
static void
visit_record(Walk *walk, JsonbContainer *record)
{
	const int	prefix = strlen(ATTRIBUTES ".");
	JsonbIterator *iterator = JsonbIteratorInit(record);
	JsonbValue	key;
	JsonbValue	value;

	CHECK_FOR_INTERRUPTS();
	walk->next = 0;
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		const char *name = key.val.string.val;
		int			len = key.val.string.len;

		(void) JsonbIteratorNext(&iterator, &value, true);
		if (len == prefix - 1 && memcmp(name, ATTRIBUTES, len) == 0)
			visit_attributes(walk, &value);
		else if (len > prefix && memcmp(name, ATTRIBUTES ".", prefix) == 0)
			visit(walk, name + prefix, len - prefix, true, &value);
		else
			visit(walk, name, len, false, &value);
	}
}

static void
walk_records(Walk *walk, Jsonb *json, bool fills)
{
	JsonbIterator *iterator;
	JsonbValue	value;

	walk->fills = fills;
	walk->record = 0;
	if (JB_ROOT_IS_OBJECT(json))
	{
		visit_record(walk, &json->root);
		return;
	}
	iterator = JsonbIteratorInit(&json->root);
	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_ELEM)
	{
		if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
			refuse_shape();
		visit_record(walk, value.val.binary.data);
		walk->record++;
	}
}

/* Maps columns to fields; JSON numbers have a decimal point. */
static FieldMap *
map_columns(const Walk *walk, const ImportOptions *options)
{
	CsvCell    *names = palloc(Max(walk->ncolumns, 1) * sizeof(CsvCell));
	FieldMap   *map;

	for (int i = 0; i < walk->ncolumns; i++)
		names[i] = column_name(&walk->columns[i]);
	map = field_map_by_names(names, walk->ncolumns, options);
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind == FIELD_NUMBER)
			map->fields[i].decimal = '.';
	return map;
}

static CsvRecord *
blank_records(int nrecords, int ncells)
{
	CsvRecord  *records = palloc0(Max(nrecords, 1) * sizeof(CsvRecord));

	for (int i = 0; i < nrecords; i++)
	{
		records[i].line = i + 1;
		records[i].ncells = ncells;
		records[i].defect_cell = -1;
		records[i].cells = palloc(Max(ncells, 1) * sizeof(CsvCell));
		for (int j = 0; j < ncells; j++)
			set_cell(&records[i].cells[j], "", 0, false);
	}
	return records;
}

Given *
given_read(Jsonb *json, const ImportOptions *options)
{
	Given	   *given = palloc0(sizeof(Given));
	Walk		walk = {.given = given};

	if (JB_ROOT_IS_SCALAR(json))
		refuse_shape();
	given->nrecords = JB_ROOT_IS_OBJECT(json) ? 1 : JB_ROOT_COUNT(json);
	walk_records(&walk, json, false);
	given->map = map_columns(&walk, options);
	given->records = blank_records(given->nrecords, walk.ncolumns);
	walk_records(&walk, json, true);
	return given;
}
