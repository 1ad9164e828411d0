/*
 * read_api.c
 *
 * SQL entry points that show how a file is read: arguments and results, no
 * logic.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "import/read.h"
#include "import/sniff.h"
#include "support/log_guard.h"
#include "support/statement.h"

/* Columns of customers_sniff(). */
#define SNIFF_COLUMNS 19

/* Words as a text[]; NULL pointers are NULL. */
static Datum
words_datum(const char *const *words, int nwords)
{
	Datum	   *elements = palloc0(Max(nwords, 1) * sizeof(Datum));
	bool	   *nulls = palloc0(Max(nwords, 1) * sizeof(bool));
	int			lower = 1;

	for (int i = 0; i < nwords; i++)
	{
		nulls[i] = words[i] == NULL;
		if (!nulls[i])
			elements[i] = CStringGetTextDatum(words[i]);
	}
	return PointerGetDatum(construct_md_array(elements, nulls, 1, &nwords, &lower, TEXTOID, -1,
											  false, TYPALIGN_INT));
}

/* A character as text; '\0' is ''. */
static Datum
character_datum(char character)
{
	return PointerGetDatum(cstring_to_text_with_len(&character, character != '\0'));
}

/* How sure something is, and what shows it: two columns. */
static void
put_finding(const CsvFinding *finding, Datum *values, bool *nulls)
{
	static const char *const words[] = {
		[CSV_GUESSED] = "guess", [CSV_LIKELY] = "likely", [CSV_SURE] = "sure", [CSV_TOLD] = "told"
	};

	nulls[0] = nulls[1] = finding->evidence == NULL;
	if (finding->evidence == NULL)
		return;
	values[0] = CStringGetTextDatum(words[finding->certainty]);
	values[1] = CStringGetTextDatum(finding->evidence);
}

static Datum
sniffed_row(FunctionCallInfo fcinfo, const Sniffed *sniffed)
{
	const CsvDialect *dialect = sniffed->dialect;
	TupleDesc	desc;
	Datum		values[SNIFF_COLUMNS] = {0};
	bool		nulls[SNIFF_COLUMNS] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = CStringGetTextDatum(dialect->encoding);
	values[1] = BoolGetDatum(dialect->bom);
	values[2] = CStringGetTextDatum(dialect->delimiter);
	values[3] = character_datum(dialect->quote);
	values[4] = character_datum(dialect->escape);
	values[5] = CStringGetTextDatum(dialect->newline);
	nulls[6] = nulls[8] = sniffed->header == NULL;
	values[6] = Int64GetDatum(dialect->header_line);
	values[7] = Int32GetDatum(sniffed->ncolumns);
	if (sniffed->header != NULL)
		values[8] = words_datum((const char *const *) sniffed->header, sniffed->ncolumns);
	nulls[9] = sniffed->fields == NULL;
	if (sniffed->fields != NULL)
		values[9] = words_datum(sniffed->fields, sniffed->ncolumns);
	nulls[10] = sniffed->warnings == NULL;
	if (sniffed->warnings != NULL)
		values[10] = CStringGetTextDatum(sniffed->warnings);
	nulls[11] = sniffed->consent == NULL;
	if (sniffed->consent != NULL)
		values[11] = CStringGetTextDatum(sniffed->consent);
	put_finding(&dialect->encoding_found, &values[12], &nulls[12]);
	put_finding(&dialect->dialect_found, &values[14], &nulls[14]);
	put_finding(&dialect->header_found, &values[16], &nulls[16]);
	nulls[18] = sniffed->evidence == NULL;
	if (sniffed->evidence != NULL)
		values[18] = words_datum(sniffed->evidence, sniffed->ncolumns);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

/* customers_sniff(source text, bytea or oid, options) */
LOG_GUARDED(customers_sniff, LOG_GUARD_SOURCE)
{
	ImportOptions options;
	CsvSource  *source;
	Sniffed		sniffed;
	Datum		row;

	statement_connect();
	option_arguments(fcinfo, &options);
	source = source_argument(fcinfo);
	sniff_source(source, &options, &sniffed);
	row = sniffed_row(fcinfo, &sniffed);
	csv_source_close(source);
	SPI_finish();
	return row;
}

/* customers_read_csv(source text, bytea or oid, options) */
LOG_GUARDED(customers_read_csv, LOG_GUARD_SOURCE)
{
	ImportOptions options;
	CsvSource  *source;
	SrfRows		rows = srf_begin(fcinfo);

	option_arguments(fcinfo, &options);
	source = source_argument(fcinfo);
	read_records(source, &options, &rows);
	csv_source_close(source);
	return (Datum) 0;
}
