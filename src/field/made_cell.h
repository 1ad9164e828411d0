/*
 * made_cell.h
 *
 * Fields that no column of the file has as it is: some are made of several columns,
 * some of a part of one.
 *
 *		Street, No., Addition -> address		van der, Berg -> last_name
 *		Birth Day, Month, Year -> birth_date	0150 Oslo -> postal_code, city
 *		Anna Berg <anna@example.com> -> name (and email, which is read as it is)
 *
 * Such columns are known by names of parts, which mapping takes like those of fields.
 * The cell that is made stands behind those of the file and of the option set (see
 * record_widen()).
 */
#ifndef CUSTOMERS_MADE_CELL_H
#define CUSTOMERS_MADE_CELL_H

#include "postgres.h"

#include "csv/csv_record.h"

struct FieldMap;

/* What a column is a part of, or has parts of. */
typedef enum ColumnPart
{
	PART_NONE,					/* it is the field, or none */
	PART_HOUSE_NUMBER,			/* of the address */
	PART_HOUSE_ADDITION,		/* of the house number: A, bis */
	PART_NAME_PREFIX,			/* of the last name: van der */
	PART_BIRTH_DAY,
	PART_BIRTH_MONTH,
	PART_BIRTH_YEAR,
	PART_RECIPIENT,				/* a name and an address: also the email */
	PART_PLACE					/* postal code and town */
} ColumnPart;

#define HOUSE_NUMBER "house_number"
#define HOUSE_ADDITION "house_number_addition"
#define NAME_PREFIX "name_prefix"
#define BIRTH_DAY "birth_day"
#define BIRTH_MONTH "birth_month"
#define BIRTH_YEAR "birth_year"
#define RECIPIENT "recipient"
#define POSTAL_PLACE "postal_code_and_city"

typedef enum MadeKind
{
	MADE_ADDRESS,
	MADE_LAST_NAME,
	MADE_BIRTH_DATE,
	MADE_NAME,
	MADE_CODE,
	MADE_TOWN
} MadeKind;

#define MADE_KINDS (MADE_TOWN + 1)
#define MADE_COLUMNS 3

/* How a field is made. */
typedef struct MadeCell
{
	MadeKind	kind;
	int			field;			/* index into the fields */
	int			ncolumns;
	int			columns[MADE_COLUMNS];	/* the first takes the whole when it is
										 * corrected; -1 = there is none */
} MadeCell;

/* PART_NONE if it is no name of a part. */
extern ColumnPart column_part_by_name(const char *name);
extern const char *column_part_name(ColumnPart part);

/* The field that a column is besides being a part; NULL = none. */
extern const char *column_part_field(ColumnPart part);

/*
 * Finds out which fields are made, once they stand in their order, and gives them their
 * places.  Parts without what they belong to are none any more.
 */
extern void made_cells_find(struct FieldMap *map);

/* The cell of a made field, of those of the file; in the current memory context. */
extern CsvCell made_cell(const MadeCell *made, const CsvCell *cells);

/*
 * What a column shall hold so that a field which is a part of its cell has a new value;
 * NULL if the field is the whole of it.
 */
extern char *made_cell_replace(const struct FieldMap *map, int field, const CsvCell *cell, const char *value);

/* Postal code and town of a cell; false if it has not both. */
extern bool made_cell_place(const CsvCell *cell, CsvCell *code, CsvCell *town);

/* The name before the address of a cell; false if there is none. */
extern bool made_cell_name(const CsvCell *cell, CsvCell *name);

#endif							/* CUSTOMERS_MADE_CELL_H */
