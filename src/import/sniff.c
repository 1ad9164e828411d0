/*
 * sniff.c
 *
 *		CsvSource -> CsvReader -> dialect, first record -> FieldMap -> Sniffed
 *
 * Makes the same calls as an import, in the same order; but an error in the mapping
 * of the header becomes a warning.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/snapmgr.h"

#include "import/import.h"
#include "import/sniff.h"
#include "schema/setup.h"
#include "support/subxact.h"

static void
warn(Sniffed *sniffed, const char *warning)
{
	if (warning == NULL)
		return;
	sniffed->warnings = sniffed->warnings == NULL ? pstrdup(warning)
		: psprintf("%s\n%s", sniffed->warnings, warning);
}

/* Makes an error in the mapping a warning; rethrows other errors. */
static void
take_mapping_error(Sniffed *sniffed, ErrorData *error)
{
	if (error->sqlerrcode != ERRCODE_UNDEFINED_COLUMN &&
		error->sqlerrcode != ERRCODE_DUPLICATE_COLUMN)
		ReThrowError(error);
	warn(sniffed, psprintf("An import would be refused: %s", error->message));
	warn(sniffed, error->hint);
}

/* A header that is to be mapped, and its map. */
typedef struct Mapping
{
	CsvSource  *source;
	const CsvReader *reader;
	const CsvBatch *batch;
	const ImportOptions *options;
	FieldMap   *map;
} Mapping;

/* Work for subxact_run(). */
static bool
map_fields(void *state)
{
	Mapping    *mapping = state;

	mapping->map = import_map_columns(mapping->source, mapping->reader, mapping->batch,
									  mapping->options, NULL);
	return true;
}

/* The map of the header; NULL and a warning if an import would refuse it. */
static FieldMap *
map_header(Sniffed *sniffed, Mapping mapping)
{
	ErrorData  *error;

	if (subxact_run(map_fields, &mapping, &error))
		return mapping.map;
	take_mapping_error(sniffed, error);
	return NULL;
}

/* The name of each column's field. */
static const char **
name_fields(const FieldMap *map)
{
	const char **names = palloc0(Max(map->ncolumns, 1) * sizeof(char *));

	for (int i = 0; i < map->ncolumns; i++)
		names[i] = field_map_column_name(map, i);
	return names;
}

/* Why each column is what it is. */
static const char **
name_evidence(const FieldMap *map)
{
	const char **evidence = palloc0(Max(map->ncolumns, 1) * sizeof(char *));

	for (int i = 0; i < map->ncolumns; i++)
		evidence[i] = field_map_evidence(map, i);
	return evidence;
}

/* The header's cells as they stand in the file. */
static char **
copy_header(const CsvRecord *header)
{
	char	  **words = palloc(Max(header->ncells, 1) * sizeof(char *));

	for (int i = 0; i < header->ncells; i++)
		words[i] = pnstrdup(header->cells[i].data, header->cells[i].len);
	return words;
}

static void
sniff_header(Sniffed *sniffed, Mapping mapping)
{
	const CsvRecord *header = &mapping.batch->records[0];
	FieldMap   *map;

	sniffed->ncolumns = sniffed->dialect->has_header ? header->ncells : sniffed->dialect->ncolumns;
	if (sniffed->dialect->has_header)
		sniffed->header = copy_header(header);
	map = map_header(sniffed, mapping);
	if (map == NULL)
		return;
	warn(sniffed, map->warnings);
	sniffed->fields = name_fields(map);
	sniffed->evidence = name_evidence(map);
	sniffed->consent = field_map_consent_text(map);
}

void
sniff_source(CsvSource *source, const ImportOptions *options, Sniffed *sniffed)
{
	const CsvBatch *batch;
	CsvReader  *reader;

	memset(sniffed, 0, sizeof(Sniffed));
	setup_ensure();
	/* what the setup has just made must be seen */
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	reader = import_open_reader(source, options);
	sniffed->dialect = csv_reader_dialect(reader);
	warn(sniffed, sniffed->dialect->notes);
	batch = csv_reader_next(reader);
	if (batch == NULL)
		warn(sniffed, "The file holds no records.");
	else
		sniff_header(sniffed, (Mapping) {source, reader, batch, options, NULL});
	PopActiveSnapshot();
}
