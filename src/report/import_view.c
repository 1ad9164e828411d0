/*
 * import_view.c
 *
 *		customer_imports -> ImportView
 *
 * import_view_rows.c reads the staged rows.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/formatting.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "field/field.h"
#include "report/import_view.h"
#include "schema/setup.h"
#include "support/json.h"
#include "support/settings.h"
#include "support/spi_value.h"

/* ---- the import ---- */

/* A time for people to read; NULL = never, or infinity. */
static char *
time_text(TimestampTz time)
{
	if (time == IMPORT_ROW_NEVER || TIMESTAMP_NOT_FINITE(time))
		return NULL;
	return TextDatumGetCString(DirectFunctionCall2Coll(timestamptz_to_char, DEFAULT_COLLATION_OID,
													   TimestampTzGetDatum(time),
													   CStringGetTextDatum("YYYY-MM-DD HH24:MI TZ")));
}

static char *
number_text(int64 number)
{
	return number < 0 ? NULL : psprintf(INT64_FORMAT, number);
}

static char *
hex_text(bytea *bytes)
{
	return bytes == NULL ? NULL
		: TextDatumGetCString(DirectFunctionCall2(binary_encode, PointerGetDatum(bytes),
												  CStringGetTextDatum("hex")));
}

/* Text of a column that may be NULL, as others can write the row. */
static char *
require_text(char *text, const char *otherwise)
{
	return text != NULL ? text : pstrdup(otherwise);
}

/* Allocates the pairs of an object; errors if it is not one. */
static ViewPair *
make_pairs(Jsonb *object, const char *what)
{
	if (!JB_ROOT_IS_OBJECT(object))
		spi_refuse_value(what, JsonbToCString(NULL, &object->root, VARSIZE(object)));
	return palloc(Max(JB_ROOT_COUNT(object), 1) * sizeof(ViewPair));
}

static void
take_formats(ImportView *view, Jsonb *formats)
{
	JsonbIterator *pairs;
	JsonbValue	value;

	if (formats == NULL)
		return;
	view->formats = make_pairs(formats, "customer_imports.formats");
	pairs = json_pairs(formats);
	while (json_next_pair(&pairs, &view->formats[view->nformats].name, &value))
		view->formats[view->nformats++].value = require_text(json_value_text(&value), "");
}

/* Takes the options that differ from the defaults. */
static void
take_options(ImportView *view, Jsonb *options)
{
	ImportOptions defaults;
	Jsonb	   *others;
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *name;

	if (options == NULL)
		return;
	options_default(&defaults);
	others = options_to_json(&defaults);
	view->options = make_pairs(options, "customer_imports.options");
	pairs = json_pairs(options);
	while (json_next_pair(&pairs, &name, &value))
	{
		JsonbValue *other = json_get(&others->root, name);
		Jsonb	   *given = JsonbValueToJsonb(&value);

		if (other == NULL || compareJsonbContainers(&given->root, &JsonbValueToJsonb(other)->root) != 0)
			view->options[view->noptions++] =
				(ViewPair) {name, JsonbToCString(NULL, &given->root, VARSIZE(given))};
	}
}

/* Takes who imported, merged and reverted it, when, and the counts. */
static void
take_story(ImportView *view, const ImportRow *row)
{
	view->status = row->status;
	view->source = require_text(row->source, "?");
	view->imported_at = require_text(time_text(row->imported_at), "?");
	view->imported_by = require_text(row->imported_by, "?");
	view->merged_at = time_text(row->merged_at);
	view->merged_by = require_text(row->merged_by, "?");
	view->reverted_at = time_text(row->reverted_at);
	view->reverted_by = require_text(row->reverted_by, "?");
	view->reverted = number_text(row->reverted);
	view->kept = number_text(row->kept);
	view->purged_at = time_text(row->purged_at);
	view->seen_at = time_text(GetCurrentTransactionStartTimestamp());
	view->counts = row->counts;
	view->opted_out = import_log_opted_out_text(row->opted_out);
	view->standing = standing_read(row->standing);
	if (import_view_is(view, "staged"))
	{
		view->held = held_read(row->held);
		held_load_examples(row->import_id, view->held);
	}
}

/* The word for a field; a category without "attributes." */
static const char *
field_word(const char *field)
{
	const char *category = field + strlen(ATTRIBUTE_PREFIX);

	return strncmp(field, ATTRIBUTE_PREFIX, strlen(ATTRIBUTE_PREFIX)) == 0 ? category : field;
}

/* Finds the file's words for the fields: of the first column that each was taken from. */
static void
take_words(ImportView *view)
{
	view->words = palloc0(Max(view->nfields, 1) * sizeof(char *));
	for (int i = 0; i < view->nfields; i++)
		for (int j = 0; j < view->ncolumns; j++)
		{
			const char *field = view->column_field[j];

			if (field == NULL || strcmp(field, view->fields[i]) != 0)
				continue;
			if (view->header[j] != NULL && view->header[j][0] != '\0' &&
				strcmp(view->header[j], field) != 0 && strcmp(view->header[j], field_word(field)) != 0)
				view->words[i] = view->header[j];
			break;
		}
}

/* Takes how the file was read. */
static void
take_reading(ImportView *view, const ImportRow *row)
{
	view->size = number_text(row->size);
	view->sha256 = hex_text(row->sha256);
	view->encoding = row->encoding;
	view->delimiter = row->delimiter;
	view->quote = row->quote;
	view->escape = row->escape;
	view->newline = row->newline;
	view->header_line = number_text(row->header_line);
	view->strategy = row->strategy;
	view->warnings = row->warnings;
	view->header = spi_array_texts(row->header, &view->ncolumns);
	view->column_field = palloc(Max(view->ncolumns, 1) * sizeof(char *));
	for (int i = 0; i < view->ncolumns; i++)
		view->column_field[i] = import_row_mapped(row, view->header[i], i + 1);
	view->fields = spi_array_texts(row->fields, &view->nfields);
	for (int i = 0; i < view->nfields; i++)
		view->fields[i] = require_text(view->fields[i], "");
	take_words(view);
	take_formats(view, row->formats);
	take_options(view, row->options);
}

ImportView *
import_view_load(int64 import_id)
{
	ImportView *view = palloc0(sizeof(ImportView));
	ImportRow  *row;

	setup_ensure();
	row = import_row_read(import_id, "imported_at, imported_by, status, source, size, sha256, encoding,"
						  " delimiter, quote, escape, newline, header_line, header, fields, mapping, formats,"
						  " options, strategy, warnings, merged_at, merged_by, reverted, kept, reverted_at,"
						  " reverted_by, purged_at, opted_out, standing, held, " IMPORT_ROW_COUNTS);
	if (row->status == NULL)
		spi_refuse_null("customer_imports.status");
	view->import_id = import_id;
	take_story(view, row);
	take_reading(view, row);
	return view;
}

/* ---- words ---- */

bool
import_view_is(const ImportView *view, const char *status)
{
	return strcmp(view->status, status) == 0;
}

bool
import_view_has_changes(const ImportView *view)
{
	return view->counts.created + view->counts.changed > 0 || view->opted_out != NULL;
}

int
import_view_subscribed(const ImportView *view)
{
	for (int i = 0; i < view->nfields; i++)
		if (strcmp(view->fields[i], CONSENT_SUBSCRIBED) == 0)
			return i;
	return -1;
}

char *
import_view_consent(const ImportView *view)
{
	ConsentCounts counts;

	if (view->purged_at != NULL || view->counts.created == 0)
		return NULL;
	counts = import_log_count_consent(view->import_id, import_view_subscribed(view));
	return import_log_consent_text(&counts);
}

bool
import_view_has_header(const ImportView *view)
{
	for (int i = 0; i < view->ncolumns; i++)
		if (view->header[i] != NULL && view->header[i][0] != '\0')
			return true;
	return false;
}

static const struct
{
	const char *code;
	const char *words;
}			reasons[] = {
	{"known_customer", "the customer is known already, and mode is create"},
	{"unknown_customer", "no such customer is known, and mode is update"},
	{"deleted_customer", "the customer was deleted"},
	{"repeated", "an earlier line of the file says the same"},
	{"duplicate_in_file", "another line of the file stands for the same customer"},
	{"no_record", "no record of the table: a total, a rule, the header once more, or a line below the table"},
	{"by_hand", "left out by hand"},
	{"conflict", "changed by somebody else after the preview"}
};

const char *
import_view_reason(const char *code)
{
	for (size_t i = 0; code != NULL && i < lengthof(reasons); i++)
		if (strcmp(code, reasons[i].code) == 0)
			return reasons[i].words;
	return code != NULL ? code : "";
}

char *
import_view_settings(void)
{
	return customers_schema[0] == '\0' ? pstrdup("")
		: psprintf("SET customers.schema = %s;", quote_literal_cstr(customers_schema));
}
