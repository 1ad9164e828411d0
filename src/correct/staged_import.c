/*
 * staged_import.c
 *
 *		customer_imports: options, header, fields, formats, columns -> the FieldMap
 *			of staging -> Assessor, NewIds
 *		changed actions of rows -> counts of customer_imports
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "correct/staged_import.h"
#include "import/column_format.h"
#include "import/limits.h"
#include "support/spi_value.h"

/* Texts of an array as cells; NULL becomes an empty cell. */
static CsvCell *
staged_cells(ArrayType *array, int *ncells)
{
	Datum	   *elements;
	bool	   *nulls;
	CsvCell    *cells;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, ncells);
	cells = palloc0(Max(*ncells, 1) * sizeof(CsvCell));
	for (int i = 0; i < *ncells; i++)
	{
		cells[i].data = "";
		if (nulls[i])
			continue;
		cells[i].data = VARDATA_ANY(DatumGetTextPP(elements[i]));
		cells[i].len = VARSIZE_ANY_EXHDR(DatumGetTextPP(elements[i]));
	}
	return cells;
}

/* Did staging add the field subscribed, for which the file has no column? */
static bool
has_added_field(const FieldMap *map, const CsvCell *names, int nfields)
{
	return map->subscribed < 0 && nfields == map->nfields + 1 &&
		names[map->nfields].len == strlen("subscribed") &&
		memcmp(names[map->nfields].data, "subscribed", strlen("subscribed")) == 0;
}

/* Errors unless the map has the fields that were staged. */
static void
check_fields(const StagedImport *import, ArrayType *fields)
{
	int			nfields;
	CsvCell    *names = staged_cells(fields, &nfields);
	bool		same;

	if (has_added_field(import->map, names, nfields))
		field_map_add_subscribed(import->map);
	same = nfields == import->map->nfields;

	for (int i = 0; i < nfields && same; i++)
		same = strlen(import->map->fields[i].name) == names[i].len &&
			memcmp(import->map->fields[i].name, names[i].data, names[i].len) == 0;
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the columns of import " INT64_FORMAT " would be read as other fields now",
						import->import_id),
				 errdetail("Columns of customers or header synonyms have changed since it was staged."),
				 errhint("Cancel this import and import the file again.")));
}

/* Errors unless a value of the import's row is a JSON object. */
static Jsonb *
require_object(Jsonb *object, const char *what)
{
	if (object == NULL)
		spi_refuse_null(what);
	if (!JB_ROOT_IS_OBJECT(object))
		spi_refuse_value(what, JsonbToCString(NULL, &object->root, VARSIZE(object)));
	return object;
}

/* Reads options, header and fields of the import, and makes the map; returns what it read. */
static ImportRow *
load_import(StagedImport *import)
{
	ImportRow  *row = import_row_read(import->import_id, "options, header, fields, formats, columns, shapes");
	CsvCell    *header;
	int			ncells;
	bool		has_header = false;

	options_default(&import->options);
	options_from_json(require_object(row->options, "customer_imports.options"), &import->options);
	if (row->header == NULL)
		spi_refuse_null("customer_imports.header");
	if (row->fields == NULL)
		spi_refuse_null("customer_imports.fields");
	header = staged_cells(row->header, &ncells);
	for (int i = 0; i < ncells; i++)
		has_header |= header[i].len > 0;
	import->map = field_map_again(header, ncells, has_header, &import->options, row->columns);
	check_fields(import, row->fields);
	if (row->formats != NULL)
		column_formats_apply(require_object(row->formats, "customer_imports.formats"), import->map);
	return row;
}

/*
 * Writes the fields again, if the assessor has added one to the map.  Rows without
 * a cell of it do not change it.
 */
static void
write_fields(StagedImport *import)
{
	ImportRow	row = {
		.import_id = import->import_id, .fields = DatumGetArrayTypeP(field_map_names(import->map))
	};

	import_row_update(&row, "fields");
}

StagedImport *
staged_open(int64 import_id)
{
	StagedImport *import = palloc0(sizeof(StagedImport));
	ImportRow  *row;
	int			nfields;

	import->import_id = import_id;
	import->context = CurrentMemoryContext;
	row = load_import(import);
	nfields = import->map->nfields;
	import->assessor = assessor_create(import->map, &import->options, 0);
	if (row->shapes != NULL)
		import->assessor->moved = moved_cells_create(import->map, file_shape_read(row->shapes, row->header));
	if (import->map->nfields > nfields)
		write_fields(import);
	import->changes = changes_create(import->map->nfields);
	import->assessor->differ->hashes_all = true;	/* they stay staged */
	import->live = live_reader_create(import->map);
	import->ids = new_ids_create(import_id);
	return import;
}

void
staged_note_customer(StagedImport *import, int64 customer_id)
{
	if (customer_id == 0 || !import->assessor->hands_over)
		return;
	import->corrected = accumArrayResult(import->corrected, Int64GetDatum(customer_id), false,
										 INT8OID, import->context);
	import->concerned = accumArrayResult(import->concerned, Int64GetDatum(customer_id), false,
										 INT8OID, import->context);
}

void
staged_count_changes(StagedImport *import, Datum lines, int sign)
{
	changes_widen(import->changes, import->map->nfields);	/* the field subscribed may be new */
	changes_count_staged(import->changes, import->map, import->import_id, lines, sign);
}

static int64 *
count_of(ImportCounts *counts, RecordAction action)
{
	switch (action)
	{
		case RECORD_CREATE:
			return &counts->created;
		case RECORD_UPDATE:
			return &counts->changed;
		case RECORD_UNCHANGED:
			return &counts->unchanged;
		case RECORD_REJECT:
			return &counts->rejected;
		case RECORD_EXCLUDE:
			return &counts->excluded;
		case RECORD_UNDECIDED:
			break;
	}
	elog(ERROR, "staged row was not decided");
}

void
staged_count(StagedImport *import, RecordAction from, RecordAction to, int64 nrows)
{
	*count_of(&import->change, from) -= nrows;
	*count_of(&import->change, to) += nrows;
}

/* Adds to what the import changes, and holds it to its limits. */
static void
write_changes(const StagedImport *import)
{
	ImportRow  *before = import_row_read(import->import_id, "changes");
	ImportRow	row = {.import_id = import->import_id};
	char	  **names = changes_fields(import->map);
	Changes    *changes;

	changes = changes_read(before->changes, names, import->map->nfields);
	changes_add(changes, import->changes);
	row.changes = changes_json(changes, names);
	import_row_update(&row, "changes");
	limits_settle(import->import_id);
}

void
staged_write_counts(const StagedImport *import)
{
	const ImportCounts *change = &import->change;

	import_log_claim(import->import_id,
					 psprintf("created = created OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", changed = changed OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", unchanged = unchanged OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", rejected = rejected OPERATOR(pg_catalog.+) (" INT64_FORMAT ")"
							  ", excluded = excluded OPERATOR(pg_catalog.+) (" INT64_FORMAT ")",
							  change->created, change->changed, change->unchanged,
							  change->rejected, change->excluded));
	write_changes(import);
}
