/*
 * review.c
 *
 *		customer_imports.header, customer_import_rows.raw + errors -> CSV lines
 *		columns of customers -> header and example -> CSV lines
 *
 * A rejects file can be imported unchanged: the field map ignores the column
 * "reason".  A record with too few or too many cells keeps them, so that it is
 * rejected again if it is not corrected.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "correct/review.h"
#include "correct/review.sql.h"
#include "csv/csv_dialect.h"
#include "csv/csv_line.h"
#include "field/field.h"
#include "import/import_row.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

static const char *const reason_word = "reason";

/* ---- rejected records ---- */

typedef struct Rejects
{
	CsvLine		line;
	int			ncolumns;		/* of the header, without a reason */
	bool		had_reason;		/* the file was a rejects file itself */
	SrfRows    *rows;
} Rejects;

/* Writes a line of these texts and the reason. */
static void
put_line(Rejects *rejects, const Datum *texts, int ntexts, const char *reason)
{
	csv_line_begin(&rejects->line);
	for (int i = 0; i < ntexts; i++)
	{
		const char *data = VARDATA_ANY(DatumGetTextPP(texts[i]));
		size_t		len = VARSIZE_ANY_EXHDR(DatumGetTextPP(texts[i]));

		/* a guard of outer spaces is only read in quotes */
		if (len > 0 && data[0] == '\'')
			csv_line_add_quoted(&rejects->line, data, len);
		else
			csv_line_add(&rejects->line, data, len);
	}
	csv_line_add(&rejects->line, reason, strlen(reason));
	srf_put_text(rejects->rows, rejects->line.text.data, rejects->line.text.len);
}

/* Initialises a line with the delimiter and the quote of the file. */
static void
init_line(CsvLine *line, const ImportRow *row)
{
	if (row->delimiter == NULL)
		spi_refuse_null("customer_imports.delimiter");
	if (row->quote == NULL)
		spi_refuse_null("customer_imports.quote");
	if (row->delimiter[0] == '\0' || strlen(row->delimiter) > CSV_MAX_DELIMITER)
		spi_refuse_value("customer_imports.delimiter", row->delimiter);
	if (strlen(row->quote) > 1)
		spi_refuse_value("customer_imports.quote", row->quote);
	csv_line_init(line, row->delimiter, row->quote[0]);
}

/* The header word of a column, or the field it is mapped to, or "". */
static char *
header_word(const ImportRow *row, char *word, int position)
{
	char	   *field;

	if (word != NULL && word[0] != '\0')
		return word;
	field = import_row_mapped(row, NULL, position);
	return field == NULL ? pstrdup("") : field;
}

/*
 * Reads the dialect of the file, and writes the header; if the file had none, the
 * names of its fields.
 */
static void
put_header(Rejects *rejects, int64 import_id)
{
	ImportRow  *row = import_row_read(import_id, "delimiter, quote, header, mapping");
	char	  **header = spi_array_texts(row->header, &rejects->ncolumns);
	Datum	   *words = palloc(Max(rejects->ncolumns, 1) * sizeof(Datum));

	init_line(&rejects->line, row);
	for (int i = 0; i < rejects->ncolumns; i++)
		words[i] = CStringGetTextDatum(header_word(row, header[i], i + 1));
	rejects->had_reason = rejects->ncolumns > 0 && header[rejects->ncolumns - 1] != NULL &&
		strcmp(header[rejects->ncolumns - 1], reason_word) == 0 &&
		import_row_mapped(row, reason_word, rejects->ncolumns) == NULL;
	if (rejects->had_reason)
		rejects->ncolumns--;
	put_line(rejects, words, rejects->ncolumns, reason_word);
}

/* Writes a rejected record. */
static void
put_record(Rejects *rejects, ArrayType *raw, const char *reason)
{
	Datum	   *cells;
	bool	   *nulls;
	int			ncells;

	deconstruct_array(raw, TEXTOID, -1, false, TYPALIGN_INT, &cells, &nulls, &ncells);
	for (int i = 0; i < ncells; i++)
		if (nulls[i])
			cells[i] = CStringGetTextDatum("");
	if (rejects->had_reason && ncells > 1)
		ncells--;
	put_line(rejects, cells, ncells, reason);
}

/* Work for statement_each(). */
static bool
put_records(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
	{
		ArrayType  *raw = spi_array(i, 1, TEXTARRAYOID, "customer_import_rows.raw");

		if (raw != NULL)
			put_record(state, raw, spi_text_not_null(i, 2, "customer_import_rows.reason"));
	}
	return true;
}

void
review_rejects(int64 import_id, SrfRows *rows)
{
	Rejects		rejects = {.rows = rows};
	Statement	find;

	setup_ensure();
	put_header(&rejects, import_id);
	find = statement(sql_text(review_sql, "rejected records", NULL));
	statement_int8(&find, import_id);
	statement_each(&find, FETCH_ROWS, put_records, &rejects);
}

/* ---- the template ---- */

static const struct
{
	const char *field;
	const char *value;
}			examples[] = {
	{"identifier", "C-1001"},
	{"email", "ann@example.com"},
	{"name", "Ann Hansen"},
	{"first_name", "Ann"},
	{"last_name", "Hansen"},
	{"phone", "+47 22 33 44 55"},
	{"mobile", "+47 99 88 77 66"},
	{"company", "Example Ltd"},
	{"vat_number", "GB 999 9999 73"},
	{"address", "Main Street 1"},
	{"address_2", "Flat 2"},
	{"postal_code", "0150"},
	{"city", "Oslo"},
	{"region", "Oslo"},
	{"country", "Norway"},
	{"language", "en"},
	{"birth_date", "1990-12-31"},
	{"note", "Prefers email"},
	{"loyalty_points", "100"},
	{"groups", "VIP|Wholesale"}
};

/* An example value of a field, or "". */
static const char *
example_value(const char *name, TupleDesc customers)
{
	Field		field;

	for (size_t i = 0; i < lengthof(examples); i++)
		if (strcmp(name, examples[i].field) == 0)
			return examples[i].value;
	if (!field_init_by_name(&field, name, customers))
		return "";
	switch (field.kind)
	{
		case FIELD_BOOLEAN:
			return strcmp(name, "subscribed") == 0 ? "yes" : "no";
		case FIELD_INTEGER:
			return "1";
		case FIELD_NUMBER:
			return "1.5";
		case FIELD_DATE:
			return "2018-02-13";
		default:
			return "";
	}
}

void
review_template(const char *delimiter, SrfRows *rows)
{
	Target		customers;
	CsvLine		header,
				example;
	ListCell   *cell;

	setup_ensure();
	customers = target_open();
	csv_line_init(&header, delimiter, '\0');
	csv_line_init(&example, delimiter, '\0');
	foreach(cell, field_names(customers.columns))
	{
		const char *name = lfirst(cell);
		const char *value = example_value(name, customers.columns);

		csv_line_add(&header, name, strlen(name));
		csv_line_add(&example, value, strlen(value));
	}
	target_close(&customers);
	srf_put_text(rows, header.text.data, header.text.len);
	srf_put_text(rows, example.text.data, example.text.len);
}
