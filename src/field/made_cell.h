/*
 * made_cell.h
 *
 * Fields that no column of the file has as it is: some are made of several columns,
 * some of a part of one.
 *
 *		Street, No., Addition -> address		van der, Berg | López, Ruiz -> last_name
 *		Birth Day, Month, Year -> birth_date	0150 Oslo -> postal_code, city
 *		Springfield, IL 62701 -> city, region, postal_code
 *		22334455 / 91234567 -> phone, mobile
 *		Anna Berg <anna@example.com> -> name (and email, which is read as it is)
 *		Work Email -> email, where Personal Email is empty
 *		Billing First Name, Last Name -> the names, where First and Last Name are empty
 *
 * And where the live table has no column for a field:
 *
 *		first_name, last_name -> name			name -> first_name, last_name
 *		mobile -> phone, if that is empty		address, address_2 -> address
 *
 * The cell that is made stands behind those of the file and of the option set (see
 * record_widen()).
 */
#ifndef CUSTOMERS_MADE_CELL_H
#define CUSTOMERS_MADE_CELL_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/field.h"

typedef enum MadeKind
{
	MADE_ADDRESS,
	MADE_LAST_NAME,
	MADE_BIRTH_DATE,
	MADE_NAME,
	MADE_CODE,
	MADE_TOWN,
	MADE_FULL_NAME,
	MADE_GIVEN_NAME,
	MADE_FAMILY_NAME,
	MADE_PHONE,
	MADE_REGION,
	MADE_EMAIL,
	MADE_FIRST_PHONE,
	MADE_SECOND_PHONE,
	MADE_OTHER_FIRST_NAME,
	MADE_OTHER_LAST_NAME
} MadeKind;

#define MADE_KINDS (MADE_OTHER_LAST_NAME + 1)
#define MADE_COLUMNS 4

/* How a field is made. */
typedef struct MadeCell
{
	MadeKind	kind;
	int			field;			/* index into the fields */
	bool		with_region;	/* a place: its cells may have a region */
	int			ncolumns;
	int			columns[MADE_COLUMNS];	/* the first takes the whole when it is
										 * corrected; -1 = there is none */
} MadeCell;

/*
 * Finds out which fields are made, once they stand in their order, and gives them their
 * places.  Parts without what they belong to are none any more.
 */
extern void made_cells_find(FieldMap *map);

/* The cell of a made field, of those of the file; in the current memory context. */
extern CsvCell made_cell(const MadeCell *made, const CsvCell *cells);

/*
 * What a column shall hold so that a field which is a part of its cell has a new value;
 * NULL if the field is the whole of it.
 */
extern char *made_cell_replace(const FieldMap *map, int field, const CsvCell *cell, const char *value);

/* Does the made cell of a record leave a live value alone, as it is another field's? */
extern bool made_cell_fills(const MadeCell *made, const CsvCell *cells);

/* The name before the address of a cell; false if there is none. */
extern bool made_cell_name(const CsvCell *cell, CsvCell *name);

#endif							/* CUSTOMERS_MADE_CELL_H */
