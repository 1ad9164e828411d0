/*
 * import_view.c
 *
 *		customer_imports -> ImportView
 *
 * Its rows are read by import_view_rows.c.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "report/import_view.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/settings.h"
#include "support/spi_value.h"

/* ---- the import ---- */

/* Columns of the query for an import, after the texts of text_column. */
#define COLUMN_COUNTS 22
#define COLUMN_HEADER 28
#define COLUMN_FIELDS 29
#define COLUMN_MAPPED 30

static char *
import_query(void)
{
	return psprintf("SELECT i.status, i.source, pg_catalog.to_char(i.imported_at, $2), i.imported_by,"
					" pg_catalog.to_char(i.merged_at, $2), i.merged_by,"
					" pg_catalog.to_char(i.reverted_at, $2), i.reverted_by, i.reverted, i.kept,"
					" pg_catalog.to_char(i.purged_at, $2),"
					" i.size, pg_catalog.encode(i.sha256, 'hex'), i.encoding, i.delimiter, i.quote,"
					" i.escape, i.newline, i.header_line, i.strategy,"
					" pg_catalog.to_char(pg_catalog.now(), $2), i.uploaded, i.created,"
					" i.changed, i.unchanged, i.rejected, i.excluded, i.header, i.fields,"
					" ARRAY(SELECT i.mapping OPERATOR(pg_catalog.->>)"
					" CASE WHEN h.word OPERATOR(pg_catalog.<>) '' THEN h.word ELSE h.n::pg_catalog.text END"
					" FROM pg_catalog.unnest(i.header) WITH ORDINALITY AS h (word, n) ORDER BY h.n),"
					" i.warnings"
					" FROM %s AS i WHERE i.import_id OPERATOR(pg_catalog.=) $1",
					catalog_name(REL_IMPORTS));
}

/* Whoever imports may write into the row as well: texts that must be there, are. */
static void
require_text(char **text, const char *otherwise)
{
	if (*text == NULL)
		*text = pstrdup(otherwise);
}

/* What the columns of import_query() say. */
static void
fill_view(ImportView *view)
{
	char	  **texts[] = {
		&view->status, &view->source, &view->imported_at, &view->imported_by,
		&view->merged_at, &view->merged_by, &view->reverted_at, &view->reverted_by,
		&view->reverted, &view->kept, &view->purged_at, &view->size, &view->sha256,
		&view->encoding, &view->delimiter, &view->quote, &view->escape, &view->newline,
		&view->header_line, &view->strategy, &view->seen_at
	};
	char	  **required[] = {
		&view->source, &view->imported_at, &view->imported_by, &view->merged_by, &view->reverted_by
	};
	int			n;

	StaticAssertStmt(lengthof(texts) == COLUMN_COUNTS - 1, "a text for each column before the counts");
	for (size_t i = 0; i < lengthof(texts); i++)
		*texts[i] = spi_text(0, i + 1);
	view->counts.uploaded = spi_count(0, COLUMN_COUNTS, "customer_imports.uploaded");
	view->counts.created = spi_count(0, COLUMN_COUNTS + 1, "customer_imports.created");
	view->counts.changed = spi_count(0, COLUMN_COUNTS + 2, "customer_imports.changed");
	view->counts.unchanged = spi_count(0, COLUMN_COUNTS + 3, "customer_imports.unchanged");
	view->counts.rejected = spi_count(0, COLUMN_COUNTS + 4, "customer_imports.rejected");
	view->counts.excluded = spi_count(0, COLUMN_COUNTS + 5, "customer_imports.excluded");
	view->header = spi_texts(0, COLUMN_HEADER, &view->ncolumns, "customer_imports.header");
	view->fields = spi_texts(0, COLUMN_FIELDS, &view->nfields, "customer_imports.fields");
	view->column_field = spi_texts(0, COLUMN_MAPPED, &n, "customer_imports.mapping");
	view->warnings = spi_text(0, COLUMN_MAPPED + 1);
	if (n != view->ncolumns)
		spi_refuse_value("customer_imports.mapping", psprintf("of %d columns", n));
	if (view->status == NULL)
		spi_refuse_null("customer_imports.status");
	for (size_t i = 0; i < lengthof(required); i++)
		require_text(required[i], "?");
	for (int i = 0; i < view->nfields; i++)
		require_text(&view->fields[i], "");
}

/* The pairs that a query of two text columns about the import finds. */
static ViewPair *
load_pairs(const char *sql, int nparams, Oid *types, Datum *params, int *npairs)
{
	MemoryContext context = CurrentMemoryContext;
	ViewPair   *pairs;

	if (SPI_execute_with_args(sql, nparams, types, params, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the import");
	MemoryContextSwitchTo(context);
	*npairs = (int) SPI_processed;
	pairs = palloc(Max(*npairs, 1) * sizeof(ViewPair));
	for (int i = 0; i < *npairs; i++)
	{
		pairs[i].name = spi_text(i, 1);
		pairs[i].value = spi_text(i, 2);
		require_text(&pairs[i].value, "");
	}
	SPI_freetuptable(SPI_tuptable);
	return pairs;
}

/* The formats of its columns, and the options that were given. */
static void
load_words(ImportView *view)
{
	Oid			types[] = {INT8OID, JSONBOID};
	ImportOptions defaults;
	Datum		params[2];

	options_default(&defaults);
	params[0] = Int64GetDatum(view->import_id);
	params[1] = JsonbPGetDatum(options_to_json(&defaults));
	view->formats = load_pairs(psprintf("SELECT f.key, f.value FROM %s AS i, pg_catalog.jsonb_each_text(i.formats) AS f"
										" WHERE i.import_id OPERATOR(pg_catalog.=) $1",
										catalog_name(REL_IMPORTS)),
							   1, types, params, &view->nformats);
	view->options = load_pairs(psprintf("SELECT o.key, o.value::pg_catalog.text"
										" FROM %s AS i, pg_catalog.jsonb_each(i.options) AS o"
										" WHERE i.import_id OPERATOR(pg_catalog.=) $1"
										" AND COALESCE(o.value OPERATOR(pg_catalog.<>) ($2 OPERATOR(pg_catalog.->) o.key), true)",
										catalog_name(REL_IMPORTS)),
							   2, types, params, &view->noptions);
}

ImportView *
import_view_load(int64 import_id)
{
	MemoryContext context = CurrentMemoryContext;
	ImportView *view = palloc0(sizeof(ImportView));
	Oid			types[] = {INT8OID, TEXTOID};
	Datum		params[2];

	setup_ensure();
	MemoryContextSwitchTo(context);
	params[0] = Int64GetDatum(import_id);
	params[1] = CStringGetTextDatum("YYYY-MM-DD HH24:MI TZ");
	view->import_id = import_id;
	if (SPI_execute_with_args(import_query(), 2, types, params, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the import");
	if (SPI_processed == 0)
		import_log_missing(import_id);
	MemoryContextSwitchTo(context);
	fill_view(view);
	SPI_freetuptable(SPI_tuptable);
	load_words(view);
	return view;
}

/* ---- words ---- */

bool
import_view_is(const ImportView *view, const char *status)
{
	return strcmp(view->status, status) == 0;
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
	{"duplicate_in_file", "another line of the file stands for the same customer"},
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
