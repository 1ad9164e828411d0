/*
 * column_evidence.c
 *
 *		cells of a column -> the ways in which each can be read -> the one way that
 *			all can be read in
 *
 * Where no way is left, the cells prove two of them: then those that can be read
 * one way only are read so, and the others are errors.  The same where several
 * ways are left, but that numbers are read as PostgreSQL writes them.
 */
#include "postgres.h"

#include "catalog/pg_type_d.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "field/value.h"
#include "field/value_readings.h"
#include "import/column_evidence.h"
#include "import/record.h"

/* Thousands: 1.250.  Fewer digits before it, and it is not shown that they are grouped. */
#define GROUP_DIGITS 3

/* So many cells of three digits behind the point are no chance. */
#define GROUPED_CELLS 2

/* Cells that can be read in one way only. */
typedef struct Proof
{
	int64		ncells;
	int64		first_line;
} Proof;

typedef struct ColumnEvidence
{
	unsigned	possible;		/* bits of the ways that are left */
	unsigned	likely;
	Proof		proofs[VALUE_READINGS]; /* by way */
	int64		nambiguous;		/* cells that read in several ways */
	int64		ncommas;		/* of these, numbers with a comma */
	int64		nbare;			/* numbers without any separator */
	int64		nungrouped;		/* of these 1250, where others are 1.250 */
	int64		nsix;			/* dates of six digits: 130218 */
	char	   *example;		/* the first ambiguous one */
} ColumnEvidence;

static bool
is_number(const Field *field)
{
	return field->kind == FIELD_NUMBER || field->kind == FIELD_INTEGER;
}

/* Is it not known how the column is written? */
static bool
is_open(const Field *field)
{
	if (field->constant || !field_in_file(field))
		return false;
	return field->kind == FIELD_DATE ? field->date_order == DATE_ORDER_UNKNOWN
		: is_number(field) && field->decimal == '\0';
}

/* Is it not known whether 40218 in the column is 040218, or a spreadsheet's number? */
static bool
may_be_six_digits(const Field *field)
{
	return field->kind == FIELD_DATE && !field->constant && field_in_file(field) && field->made == NULL && !field->six_digits;
}

/* ---- is a decision needed? ---- */

static bool
is_ambiguous(const Field *field, const CsvCell *cell)
{
	if (field->kind == FIELD_DATE)
		return value_date_is_six_digits(cell) || (is_open(field) && value_date_is_ambiguous(cell));
	return value_number_is_ambiguous(cell);
}

static bool
has_ambiguous_cell(const FieldMap *map, const Field *field, const CsvBatch *batch, int first)
{
	for (int i = first; i < batch->nrecords; i++)
	{
		const CsvRecord *record = &batch->records[i];

		if (record->ncells > field->file_column && record_fits(record, map->ncolumns) &&
			is_ambiguous(field, &record->cells[field->file_column]))
			return true;
	}
	return false;
}

bool
column_evidence_is_needed(const FieldMap *map, const CsvBatch *batch, int first)
{
	for (int i = 0; i < map->nfields; i++)
		if ((is_open(&map->fields[i]) || may_be_six_digits(&map->fields[i])) &&
			has_ambiguous_cell(map, &map->fields[i], batch, first))
			return true;
	return false;
}

/* ---- gathering ---- */

/* 250 says little; 1250 stands where thousands would be written 1.250. */
static void
weigh_bare_number(const CsvCell *cell, ColumnEvidence *evidence)
{
	uint32		ndigits = 0;

	for (uint32 i = 0; i < cell->len; i++)
	{
		if (cell->data[i] == '.' || cell->data[i] == ',')
			return;
		ndigits += cell->data[i] >= '0' && cell->data[i] <= '9';
	}
	evidence->nbare++;
	evidence->nungrouped += ndigits > GROUP_DIGITS && memchr(cell->data, ' ', cell->len) == NULL;
}

static void
weigh_cell(const Field *field, const CsvCell *cell, int64 line, ColumnEvidence *evidence)
{
	CellReadings readings = field->kind == FIELD_DATE ? value_date_readings(cell)
		: value_number_readings(cell);

	if (readings.possible == 0)
		return;
	evidence->possible &= readings.possible;
	evidence->likely &= readings.likely;
	if (readings.ambiguous)
	{
		if (evidence->nambiguous++ == 0)
			evidence->example = record_clip(cell->data, cell->len);
		evidence->ncommas += memchr(cell->data, ',', cell->len) != NULL;
	}
	else if (is_number(field))
		weigh_bare_number(cell, evidence);
	for (int way = 0; way < VALUE_READINGS; way++)
		if (readings.possible == VALUE_READING(way) && evidence->proofs[way].ncells++ == 0)
			evidence->proofs[way].first_line = line;
}

static void
weigh_record(const FieldMap *map, const CsvRecord *record, ColumnEvidence *evidence)
{
	if (!record_fits(record, map->ncolumns))
		return;
	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		if (field->file_column >= record->ncells)
			continue;
		if (may_be_six_digits(field))
			evidence[i].nsix += value_date_is_six_digits(&record->cells[field->file_column]);
		if (is_open(field))
			weigh_cell(field, &record->cells[field->file_column], record->line, &evidence[i]);
	}
}

static ColumnEvidence *
gather(const FieldMap *map, CsvReader *reader)
{
	ColumnEvidence *evidence = palloc0(Max(map->nfields, 1) * sizeof(ColumnEvidence));
	const CsvBatch *batch;
	int			first = -1;

	for (int i = 0; i < map->nfields; i++)
		evidence[i].possible = evidence[i].likely = VALUE_ALL_READINGS;
	while ((batch = csv_reader_next(reader)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		first = first < 0 && csv_reader_dialect(reader)->has_header ? 1 : 0;
		for (int i = first; i < batch->nrecords; i++)
			weigh_record(map, &batch->records[i], evidence);
	}
	return evidence;
}

/* ---- deciding ---- */

/* The way that all cells can be read in, if there is one; else -1. */
static int
only_reading(unsigned readings)
{
	for (int way = 0; way < VALUE_READINGS; way++)
		if (readings == VALUE_READING(way))
			return way;
	return -1;
}

/* Does the column by its type write three decimals, or more? */
static bool
writes_three_decimals(const Field *field)
{
	int			scale = field->type == NUMERICOID ? value_numeric_scale(field->typmod) : VALUE_ANY_SCALE;

	return scale >= GROUP_DIGITS && scale != VALUE_ANY_SCALE;
}

static void
tell(StringInfo warnings, const char *warning)
{
	appendStringInfo(warnings, "%s%s", warnings->len > 0 ? "\n" : "", warning);
}

/* "12 can only be read with the day first (the first on line 2)", for each way. */
static char *
proofs_text(const ColumnEvidence *evidence, const char *const *ways)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int way = 0; way < VALUE_READINGS; way++)
		if (evidence->proofs[way].ncells > 0)
			appendStringInfo(&text, "%s" INT64_FORMAT " can only be read with %s (the first on line " INT64_FORMAT ")",
							 text.len > 0 ? ", " : "", evidence->proofs[way].ncells, ways[way],
							 evidence->proofs[way].first_line);
	return text.len > 0 ? text.data : "no way of writing suits all of them";
}

/* How the file as a whole is written, where a column does not tell. */
typedef struct FileEvidence
{
	char		delimiter;
	char		decimal;		/* that its numbers prove; '\0' = none */
	int			order;			/* that its dates prove; -1 = none */
	bool		day_first;		/* by the language of its header */
} FileEvidence;

/*
 * The order of dates that no cell of their column decides, by the rest of the file: its
 * other dates; or what no country has that writes the month first.  Semicolons between
 * the cells are not enough.  Sets why.
 */
static int
order_of_file(const FileEvidence *file, const ColumnEvidence *evidence, const char **why)
{
	int			order = file->order >= 0 ? file->order : (int) DATE_ORDER_DMY;

	if (file->order >= 0)
		*why = "as other dates of the file are";
	else if (file->decimal == ',')
		*why = "as the numbers of the file have a comma before the decimals";
	else if (file->day_first)
		*why = "as the header is of a language that writes them so";
	else
		return -1;
	return (evidence->possible & VALUE_READING(order)) != 0 ? order : -1;
}

static void
decide_dates(Field *field, const ColumnEvidence *evidence, const FileEvidence *file, StringInfo warnings)
{
	static const char *const ways[VALUE_READINGS] = {
		[DATE_ORDER_YMD] = "the year first",
		[DATE_ORDER_DMY] = "the day first",
		[DATE_ORDER_MDY] = "the month first"
	};
	int			order = only_reading(evidence->possible);
	const char *why;

	if (order < 0)
		order = only_reading(evidence->possible & evidence->likely);
	if (order >= 0)
		field->date_order = (DateFieldOrder) order;
	else if (evidence->nambiguous > 0 && evidence->possible == 0)
	{
		field->unsure = true;
		tell(warnings, psprintf("The dates of column \"%s\" are not all written in one order: %s. What can be read in several ways is rejected: " INT64_FORMAT ", such as %s; date_order => 'DMY' or 'MDY' says how they are meant.",
								field->header, proofs_text(evidence, ways), evidence->nambiguous, evidence->example));
	}
	else if (evidence->nambiguous > 0 && (order = order_of_file(file, evidence, &why)) >= 0)
	{
		field->date_order = (DateFieldOrder) order;
		tell(warnings, psprintf("The dates of column \"%s\" are read with %s, %s: no cell of the column proves it; date_order says otherwise.",
								field->header, ways[order], why));
	}
	else if (evidence->nambiguous > 0)
		tell(warnings, psprintf("The dates of column \"%s\" can be read with the day or the month first, and no cell decides; import with date_order => 'DMY' or 'MDY'.",
								field->header));
}

/*
 * Numbers of which no cell shows the decimal sign, and some read both ways.  As
 * other columns of the file are written, if these show it.  Else 1.250 is what
 * PostgreSQL and most programs write for one and a quarter; but in a file with
 * semicolons, which leave the comma to the decimals, it may be a thousand and more.
 * It is if all such cells have three digits behind the point, several of them, and
 * no thousand is written without it.  Where the type of the live column writes three
 * decimals, it is not: they are decimals if every cell has them, as in an export.
 */
static void
decide_grouped(Field *field, const ColumnEvidence *evidence, char delimiter, char file_decimal,
			   StringInfo warnings)
{
	if (file_decimal != '\0')
		field->decimal = file_decimal;
	else if (evidence->ncommas == 0 &&
			 (delimiter != ';' || (writes_three_decimals(field) && evidence->nbare == 0)))
		return;
	else if (evidence->ncommas == 0 && evidence->nambiguous >= GROUPED_CELLS &&
			 evidence->nungrouped == 0 && !writes_three_decimals(field))
		field->decimal = ',';
	else
	{
		field->unsure = true;
		tell(warnings, psprintf("The numbers of column \"%s\" do not show whether the point or the comma stands before the decimals. What can be read both ways is rejected: " INT64_FORMAT ", such as %s.",
								field->header, evidence->nambiguous, evidence->example));
		return;
	}
	tell(warnings, psprintf("The numbers of column \"%s\" are read with the %s before the decimals: in " INT64_FORMAT " of them, such as %s, the %s stands between thousands, and no cell of the column proves it.",
							field->header, field->decimal == ',' ? "comma" : "point",
							evidence->nambiguous, evidence->example,
							field->decimal == ',' ? "point" : "comma"));
}

static void
decide_numbers(Field *field, const ColumnEvidence *evidence, char delimiter, char file_decimal,
			   StringInfo warnings)
{
	static const char *const ways[VALUE_READINGS] = {
		[NUMBER_POINT] = "the point before the decimals",
		[NUMBER_COMMA] = "the comma before the decimals"
	};

	if (only_reading(evidence->possible) >= 0)
		field->decimal = value_decimal_sign(only_reading(evidence->possible));
	else if (evidence->nambiguous > 0 && evidence->possible == 0)
	{
		field->unsure = true;
		tell(warnings, psprintf("The numbers of column \"%s\" are not all written in one way: %s. What can be read both ways is rejected: " INT64_FORMAT ", such as %s.",
								field->header, proofs_text(evidence, ways), evidence->nambiguous, evidence->example));
	}
	else if (evidence->nambiguous > 0 && field->kind == FIELD_NUMBER)
		decide_grouped(field, evidence, delimiter, file_decimal, warnings);
}

/* The decimal sign that columns of the file prove, if all of them prove the same. */
static char
proved_decimal(const FieldMap *map, const ColumnEvidence *evidence)
{
	unsigned	proved = 0;

	for (int i = 0; i < map->nfields; i++)
		for (int way = 0; way < VALUE_READINGS; way++)
			if (is_open(&map->fields[i]) && is_number(&map->fields[i]) && evidence[i].proofs[way].ncells > 0)
				proved |= VALUE_READING(way);
	return only_reading(proved) >= 0 ? value_decimal_sign(only_reading(proved)) : '\0';
}

/* The order of dates that columns of the file prove, if all of them prove the same; else -1. */
static int
proved_order(const FieldMap *map, const ColumnEvidence *evidence)
{
	unsigned	proved = 0;

	for (int i = 0; i < map->nfields; i++)
		for (int way = 0; way < VALUE_READINGS; way++)
			if (is_open(&map->fields[i]) && !is_number(&map->fields[i]) && evidence[i].proofs[way].ncells > 0)
				proved |= VALUE_READING(way);
	return only_reading(proved);
}

char *
column_evidence_decide(FieldMap *map, CsvReader *reader)
{
	ColumnEvidence *evidence = gather(map, reader);
	FileEvidence file = {
		csv_reader_dialect(reader)->delimiter[0], proved_decimal(map, evidence),
		proved_order(map, evidence), map->day_first
	};
	StringInfoData warnings;

	initStringInfo(&warnings);
	for (int i = 0; i < map->nfields; i++)
	{
		Field	   *field = &map->fields[i];

		field->six_digits |= evidence[i].nsix > 0;
		if (!is_open(field))
			continue;
		if (field->kind == FIELD_DATE)
			decide_dates(field, &evidence[i], &file, &warnings);
		else
			decide_numbers(field, &evidence[i], file.delimiter, file.decimal, &warnings);
	}
	return warnings.len > 0 ? warnings.data : NULL;
}
