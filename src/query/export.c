/*
 * export.c
 *
 *		ExportOptions -> columns -> profile_query() -> QueryRun
 *			-> row -> texts of its values -> CsvLine -> buffer of lines
 *
 * Rows are read a buffer at a time, in the order of their ids.  Which categories there
 * are must be known first: the rows of a small export are held for it.  Categories are
 * extracted from attributes here: in SQL each one would decompress the whole
 * value again.  value_live.c converts values to text, for export as for import.
 * Text that import would trim is quoted; text that it would misread is guarded.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "csv/csv_encode.h"
#include "csv/csv_line.h"
#include "field/field.h"
#include "field/null_names.h"
#include "field/own_export.h"
#include "field/value.h"
#include "field/value_live.h"
#include "field/value_words.h"
#include "query/export.h"
#include "query/export_categories.h"
#include "query/export_columns.h"
#include "query/query_run.h"
#include "schema/setup.h"
#include "support/catalog.h"

/* Bytes of lines after which the query pauses. */
#define EXPORT_BUFFER 65536

struct Export
{
	MemoryContext row_context;	/* texts of one row */
	QueryRun   *run;
	int			ncolumns;
	Field	   *fields;			/* how each column is written */
	int		   *places;			/* column of the query's rows, from 0 */
	Datum	   *categories;		/* name as text, if it is a category */
	Datum		attributes;		/* of the current row, decompressed */
	List	   *columns;		/* of ExportColumn */
	CsvLine		line;
	CsvEncoder *encoder;		/* NULL: no conversion */
	bool		excel_safe;
	bool		encode;
	bool		ended;
	int64		rows;

	StringInfoData bytes;		/* lines that are ready */
	StringInfoData checked;		/* scratch: a line encoded only as a check */
	int			nlines;
	int			maxlines;
	int		   *line_ends;		/* offset in bytes of each line's end */
	int			next;			/* line that export_next_line() returns next */
};

/* ---- values ---- */

/* Columns of the query's rows. */
enum
{
	PLACE_ID, PLACE_ATTRIBUTES, PLACE_FIRST_COLUMN
};

static bool
category_value(Datum attributes, Datum category, Datum *value)
{
	LOCAL_FCINFO(call, 2);

	InitFunctionCallInfoData(*call, NULL, 2, InvalidOid, NULL, NULL);
	call->args[0].value = attributes;
	call->args[0].isnull = false;
	call->args[1].value = category;
	call->args[1].isnull = false;
	*value = jsonb_object_field_text(call);
	return !call->isnull;
}

/* The value of a column in a row; false if null. */
static bool
column_value(const Export *export, const TupleTableSlot *slot, int column, Datum *value)
{
	int			place = export->places[column];

	if (slot->tts_isnull[place])
		return false;
	if (place == PLACE_ATTRIBUTES)
		return category_value(export->attributes, export->categories[column], value);
	*value = slot->tts_values[place];
	return true;
}

/* Deforms a row and detoasts its attributes. */
static void
take_row(Export *export, TupleTableSlot *slot)
{
	slot_getallattrs(slot);
	if (!slot->tts_isnull[PLACE_ATTRIBUTES])
		export->attributes = JsonbPGetDatum(DatumGetJsonbP(slot->tts_values[PLACE_ATTRIBUTES]));
}

/* ---- one line ---- */

/* Would import trim the text? */
static bool
is_trimmable(const char *data, uint32 len)
{
	uint32		before = len;

	if (len == 0 || value_is_trimmed(data, len))
		return false;
	value_trim(&data, &len);
	return len < before;
}

static void
put_guarded(CsvLine *line, const char *data, uint32 len)
{
	char	   *guarded = palloc((Size) len + 1);

	guarded[0] = '\'';
	memcpy(guarded + 1, data, len);
	csv_line_add_quoted(line, guarded, (size_t) len + 1);
}

/* Quotes text with outer spaces or a leading ', which might be read as a quote. */
static void
put_text(CsvLine *line, const Field *field, bool excel_safe, const char *data, uint32 len)
{
	if ((excel_safe && value_begins_formula(data, len)) || value_needs_guard(field, data, len))
		put_guarded(line, data, len);
	else if (is_trimmable(data, len) || (len > 0 && data[0] == '\''))
		csv_line_add_quoted(line, data, len);
	else
		csv_line_add(line, data, len);
}

/* Puts an empty cell; quoted in a file of one column, as import skips blank lines. */
static void
put_nothing(Export *export)
{
	if (export->ncolumns == 1)
		csv_line_add_quoted(&export->line, "", 0);
	else
		csv_line_add(&export->line, "", 0);
}

static void
put_value(Export *export, const Field *field, Datum live)
{
	char		room[VALUE_TEXT_BYTES];
	const char *data;
	uint32		len;

	value_live_bytes(field, live, room, &data, &len);
	if (len == 0)
		put_nothing(export);
	else if (!value_is_number(field->kind) && field->kind != FIELD_NUMBER)
		put_text(&export->line, field, export->excel_safe, data, len);
	else if (value_needs_guard(field, data, len))
		put_guarded(&export->line, data, len);
	else
		csv_line_add(&export->line, data, len);
}

/* Appends the line to those that are ready; false if it cannot be encoded. */
static bool
finish_line(Export *export)
{
	StringInfo	line = &export->line.text;

	if (export->encode)
		appendStringInfoChar(line, '\n');
	if (export->encoder == NULL)
		appendBinaryStringInfoNT(&export->bytes, line->data, line->len);
	else if (!csv_encode(export->encoder, line->data, line->len,
						 export->encode ? &export->bytes : &export->checked))
		return false;
	else if (!export->encode)
	{
		appendBinaryStringInfoNT(&export->bytes, line->data, line->len);
		resetStringInfo(&export->checked);
	}
	if (export->nlines == export->maxlines)
	{
		export->maxlines *= 2;
		export->line_ends = repalloc(export->line_ends, export->maxlines * sizeof(int));
	}
	export->line_ends[export->nlines++] = export->bytes.len;
	return true;
}

/* ---- characters that the encoding lacks ---- */

static bool
can_encode(const Export *export, const char *data, uint32 len)
{
	StringInfoData scratch;

	initStringInfo(&scratch);
	return csv_encode(export->encoder, data, len, &scratch);
}

/* The first character that cannot be encoded. */
static char *
missing_character(const Export *export, const char *data, uint32 len)
{
	for (uint32 i = 0; i < len;)
	{
		int			n = GetDatabaseEncoding() == PG_SQL_ASCII
			? pg_utf_mblen((const unsigned char *) data + i) : pg_mblen(data + i);

		n = Min(n, (int) (len - i));
		if (!can_encode(export, data + i, n))
			return pnstrdup(data + i, n);
		i += n;
	}
	return pnstrdup(data, Min(len, 100));
}

/* Errors for a row that cannot be encoded, naming the customer and the field. */
static void
refuse_row(Export *export, TupleTableSlot *slot)
{
	int64		customer_id = DatumGetInt64(slot->tts_values[PLACE_ID]);

	for (int i = 0; i < export->ncolumns; i++)
	{
		char		room[VALUE_TEXT_BYTES];
		const char *data;
		uint32		len;
		Datum		value;

		if (!column_value(export, slot, i, &value))
			continue;
		value_live_bytes(&export->fields[i], value, room, &data, &len);
		if (!can_encode(export, data, len))
			ereport(ERROR,
					(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
					 errmsg("character \"%s\" does not exist in encoding %s",
							missing_character(export, data, len), csv_encoder_name(export->encoder)),
					 errdetail("It is in field %s of customer " INT64_FORMAT ".",
							   export->fields[i].name, customer_id),
					 errhint("Export with encoding => 'UTF8', or 'UTF16', which have every character.")));
	}
	elog(ERROR, "customer " INT64_FORMAT " cannot be encoded", customer_id);
}

static void
refuse_header(const Export *export)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
			 errmsg("the header or the delimiter has a character that does not exist in encoding %s",
					csv_encoder_name(export->encoder)),
			 errhint("Export with encoding => 'UTF8', or 'UTF16', which have every character.")));
}

/* ---- rows ---- */

/* QueryRowCallback: writes one customer. */
static bool
put_row(void *state, TupleTableSlot *slot)
{
	Export	   *export = state;
	MemoryContext old = MemoryContextSwitchTo(export->row_context);

	take_row(export, slot);
	csv_line_begin(&export->line);
	for (int i = 0; i < export->ncolumns; i++)
	{
		Datum		value;

		if (column_value(export, slot, i, &value))
			put_value(export, &export->fields[i], value);
		else
			put_nothing(export);
	}
	if (!finish_line(export))
		refuse_row(export, slot);
	export->rows++;
	MemoryContextSwitchTo(old);
	MemoryContextReset(export->row_context);
	return export->bytes.len < EXPORT_BUFFER;
}

/*
 * Does import read the header word unchanged?  It trims the end and replaces
 * control characters by spaces.
 */
static bool
is_plain_word(const char *word)
{
	for (const char *p = word; *p != '\0'; p++)
		if ((unsigned char) *p < ' ')
			return false;
	return isalnum((unsigned char) word[strlen(word) - 1]);
}

/* Import reads the name of a category unchanged if it is quoted. */
static void
put_header(Export *export)
{
	ListCell   *cell;

	csv_line_begin(&export->line);
	foreach(cell, export->columns)
	{
		const char *word = ((ExportColumn *) lfirst(cell))->header;
		size_t		len = strlen(word);

		if (export->excel_safe && value_begins_formula(word, len))
			put_guarded(&export->line, word, len);
		else if (!is_plain_word(word))
			csv_line_add_quoted(&export->line, word, len);
		else
			csv_line_add(&export->line, word, len);
	}
	if (!finish_line(export))
		refuse_header(export);
}

/* Fills the buffer if all its lines are returned; false if there are no more. */
static bool
fill(Export *export)
{
	if (export->next < export->nlines)
		return true;
	resetStringInfo(&export->bytes);
	export->nlines = export->next = 0;
	while (export->nlines == 0 && !export->ended)
	{
		CHECK_FOR_INTERRUPTS();
		export->ended = !query_run_next(export->run);
	}
	return export->nlines > 0;
}

bool
export_next_line(Export *export, const char **data, size_t *len)
{
	int			start;

	if (!fill(export))
		return false;
	start = export->next == 0 ? 0 : export->line_ends[export->next - 1];
	*data = export->bytes.data + start;
	*len = export->line_ends[export->next++] - start;
	return true;
}

bool
export_next_block(Export *export, const char **data, size_t *len)
{
	if (!fill(export))
		return false;
	*data = export->bytes.data;
	*len = export->bytes.len;
	export->next = export->nlines;
	return true;
}

/* ---- the whole ---- */

bool
export_has_bom(const char *encoding)
{
	size_t		len;

	return csv_encoder_bom(csv_encoder_create(encoding), &len) != NULL;
}

static CsvEncoder *
open_encoder(const ExportOptions *options)
{
	CsvEncoder *encoder = csv_encoder_create(options->encoding);
	size_t		len;

	if (options->bom && csv_encoder_bom(encoder, &len) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("encoding %s has no byte order mark", csv_encoder_name(encoder)),
				 errhint("Leave out bom, or export with encoding => 'UTF8'.")));
	return encoder;
}

/* Puts the byte order mark before the first line. */
static void
put_bom(Export *export, const CsvEncoder *encoder)
{
	size_t		len;
	const char *bom = csv_encoder_bom(encoder, &len);

	/* as text it is a character, which exists in UTF8 only */
	if (export->encode || csv_encoder_is_plain(encoder))
		appendBinaryStringInfoNT(&export->bytes, bom, len);
}

static Export *
export_create(const ExportOptions *options)
{
	Export	   *export = palloc0(sizeof(Export));

	if (strchr(options->delimiter, '"') != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("delimiter must not hold the quote character")));
	csv_line_init(&export->line, options->delimiter, '\0');
	export->row_context = AllocSetContextCreate(CurrentMemoryContext, "customers export row",
												ALLOCSET_DEFAULT_SIZES);
	export->excel_safe = options->excel_safe;
	export->encode = options->encode;
	initStringInfo(&export->bytes);
	initStringInfo(&export->checked);
	export->maxlines = 1024;
	export->line_ends = palloc(export->maxlines * sizeof(int));
	return export;
}

/* Sets the place of each column in the query. */
static void
place_columns(Export *export)
{
	int			place = PLACE_FIRST_COLUMN;
	ListCell   *cell;

	export->ncolumns = list_length(export->columns);
	export->places = palloc(export->ncolumns * sizeof(int));
	export->categories = palloc0(export->ncolumns * sizeof(Datum));
	foreach(cell, export->columns)
	{
		const ExportColumn *column = lfirst(cell);
		int			i = foreach_current_index(cell);

		export->places[i] = column->category != NULL ? PLACE_ATTRIBUTES : place++;
		if (column->category != NULL)
			export->categories[i] = CStringGetTextDatum(column->category);
	}
}

static bool
has_category(List *columns)
{
	ListCell   *cell;

	foreach(cell, columns)
		if (((ExportColumn *) lfirst(cell))->category != NULL)
			return true;
	return false;
}

/* Errors if the columns that every query has are of other types. */
static void
check_types(TupleDesc desc)
{
	if (TupleDescAttr(desc, PLACE_ID)->atttypid != INT8OID ||
		TupleDescAttr(desc, PLACE_ATTRIBUTES)->atttypid != JSONBOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("the columns customer_id and attributes of customers must have the types bigint and jsonb")));
}

/* Starts the query of these columns; customer_id comes first, for messages. */
static void
start_query(Export *export, const ExportOptions *options, List *named, bool all_categories)
{
	ProfileQuery query;
	StringInfoData columns;
	ListCell   *cell;

	initStringInfo(&columns);
	appendStringInfo(&columns, "customer_profiles.customer_id, %s",
					 all_categories || has_category(named) ? "customer_profiles.attributes" : "NULL::jsonb");
	foreach(cell, named)
	{
		const ExportColumn *column = lfirst(cell);

		if (column->category == NULL)
			appendStringInfo(&columns, ", %s", column->sql);
	}
	profile_query(&options->filter, columns.data, true, &query);
	export->run = query_run_start(&query, put_row, export);
	check_types(query_run_columns(export->run));
}

/* QueryRowCallback: notes the categories of a row that is held. */
static bool
note_categories(void *categories, TupleTableSlot *slot)
{
	slot_getallattrs(slot);
	if (!slot->tts_isnull[PLACE_ATTRIBUTES])
		export_categories_add(categories, slot->tts_values[PLACE_ATTRIBUTES]);
	return true;
}

/*
 * The categories of the customers to be exported: of a few, whose rows are held, as
 * they are read; else by a query of its own.
 */
static List *
find_categories(Export *export, const ExportOptions *options)
{
	ExportCategories *categories = export_categories_create();

	if (!query_run_hold(export->run, (Size) work_mem * 1024, note_categories, categories))
		export_categories_find(categories, &options->filter);
	return export_categories_end(categories);
}

/* Sets how each column is written, by its type in the query. */
static void
init_fields(Export *export)
{
	TupleDesc	desc = query_run_columns(export->run);
	ListCell   *cell;

	export->fields = palloc(export->ncolumns * sizeof(Field));
	foreach(cell, export->columns)
	{
		const ExportColumn *column = lfirst(cell);
		int			i = foreach_current_index(cell);

		field_init_of_type(&export->fields[i], column->header,
						   column->category != NULL ? TEXTOID
						   : TupleDescAttr(desc, export->places[i])->atttypid);
	}
}

/*
 * Lets values be guarded that an import would take for nothing.  A role that may
 * not read the words exports them as they are.
 */
static void
load_null_words(Export *export)
{
	const ValueWords *words;
	const NullWords *blank;
	const NullWords *no_key;

	if (pg_class_aclcheck(catalog_oid(REL_VALUE_WORDS, false), GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return;
	words = value_words_load();
	blank = null_words_make(words->blank);
	no_key = null_words_make(list_concat_copy(words->blank, words->no_key));
	for (int i = 0; i < export->ncolumns; i++)
	{
		Field	   *field = &export->fields[i];
		bool		is_key = strcmp(field->name, "identifier") == 0 || strcmp(field->name, "email") == 0;

		if (!own_export_computes(field->name))
			null_names_set(field, is_key ? no_key : blank);
	}
}

/* Errors if only attributes is exported and no customer has a category. */
static void
check_columns(const Export *export)
{
	if (export->columns == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no column to export"),
				 errdetail("No customer to be exported has a category in attributes."),
				 errhint("Name another column beside it: columns => '{customer_id,attributes}'.")));
}

Export *
export_open(const ExportOptions *options)
{
	Export	   *export;
	CsvEncoder *encoder;
	bool		all_categories = export_columns_want_categories(options->columns);

	setup_ensure();
	export = export_create(options);
	encoder = open_encoder(options);
	if (!csv_encoder_is_plain(encoder))
		export->encoder = encoder;
	export->columns = export_columns(options->columns, NIL);
	start_query(export, options, export->columns, all_categories);
	if (all_categories)
		export->columns = export_columns(options->columns, find_categories(export, options));
	check_columns(export);
	place_columns(export);
	init_fields(export);
	load_null_words(export);
	if (options->bom)
		put_bom(export, encoder);
	if (options->header)
		put_header(export);
	return export;
}

int64
export_rows(const Export *export)
{
	return export->rows;
}

void
export_close(Export *export)
{
	query_run_end(export->run);
}
