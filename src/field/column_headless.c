/*
 * column_headless.c
 *
 * The columns of a file without a header, by their cells.
 *
 *		addresses -> email		consent words -> consent		phone numbers -> phone
 *		dates of grown people -> birth_date		names as in the addresses -> names
 *		streets before postal codes and towns -> address, postal_code, city, region
 *		whole numbers that never repeat, first in the record -> identifier
 *			-> Candidate, or none: the column is a category
 *
 * What could as well be something else is a category.  Our own customer_id is
 * never guessed.
 */
#include "postgres.h"

#include "catalog/pg_type_d.h"
#include "datatype/timestamp.h"
#include "utils/timestamp.h"

#include "field/column_candidate.h"
#include "field/column_consent.h"
#include "field/column_headless.h"
#include "field/headless_name.h"
#include "field/headless_place.h"
#include "field/value.h"
#include "support/json.h"

/* Of ten cells so many must be alike. */
#define ALIKE(n, cells) ((n) > 0 && (n) * 10 >= (cells)->filled * 8)

/* Cells that tell whether numbers repeat, or what a column is of. */
#define TELLING_CELLS 3

/* Days by which somebody is grown up. */
#define GROWN_DAYS (16 * 365)

/* ---- numbers ---- */

static bool
holds_ids(const Mapper *mapper, const ColumnCells *cells, int column)
{
	return column == 0 && cells->filled >= TELLING_CELLS && cells->filled == cells->nrecords &&
		cells->plain_numbers == cells->filled && cells->long_numbers == 0 && !cells->repeats &&
		mapper->sample->identifiers_why == NULL && !column_counts_records(mapper->sample, column);
}

/* ---- dates ---- */

/* Were most of the people born so long ago that they are grown up? */
static bool
holds_births(const Mapper *mapper, int column)
{
	Field		date = {.name = "birth_date", .kind = FIELD_DATE, .gate = &cell_gate_plain, .type = DATEOID, .typmod = -1};
	int64		today = (GetCurrentTimestamp() - SetEpochTimestamp()) / USECS_PER_DAY -
		(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE);
	int			grown = 0,
				others = 0;

	for (int i = 0; i < mapper->sample->nrecords; i++)
	{
		CellValue	value = {0};

		value_parse(&date, &mapper->sample->records[i]->cells[column], &value);
		if (value.state == VALUE_SET && value.number < today - GROWN_DAYS)
			grown++;
		else if (value.state == VALUE_SET)
			others++;
	}
	return grown > others * 4;
}

/* ---- a column ---- */

static Candidate
by_cells(const char *field)
{
	return (Candidate) {.field = field, .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS};
}

Candidate
candidate_by_cells(Mapper *mapper, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);
	const char *field;

	if (mapper->sample == NULL || cells->filled == 0)
		return (Candidate) {.computed = true};
	if (consent_assign_by_evidence(mapper, column))
	{
		mapper->settled[column] = true;
		return (Candidate) {0};
	}
	if (column_holds_addresses(cells))
		return by_cells("email");
	if (ALIKE(cells->dates, cells))
		return holds_births(mapper, column) ? by_cells("birth_date") : (Candidate) {0};
	if (ALIKE(cells->phones, cells) && ALIKE(cells->wordless, cells) && cells->plain_numbers * 2 < cells->filled &&
		headless_place(mapper, column) == NULL)
		return by_cells("phone");
	if (holds_ids(mapper, cells, column))
		return by_cells("identifier");
	field = headless_place(mapper, column);
	if (field == NULL)
		field = headless_name(mapper, column);
	return field != NULL ? by_cells(field) : (Candidate) {0};
}

void
headless_warn(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	bool		mapped = true;
	Jsonb	   *mapping;

	for (int i = 0; i < map->ncolumns; i++)
		mapped &= map->reason[i] == COLUMN_BY_MAPPING || map->reason[i] == COLUMN_BY_PRESET;
	if (mapper->has_header || mapped)
		return;
	mapping = field_map_json(map);
	mapper_warn(mapper, "the file has no header: its columns are read by their cells; to say what they are: mapping => '%s'",
				JsonbToCString(NULL, &mapping->root, VARSIZE(mapping)));
}
