/*
 * cell_value.h
 *
 * What a cell says, once it is parsed.
 */
#ifndef CUSTOMERS_CELL_VALUE_H
#define CUSTOMERS_CELL_VALUE_H

#include "postgres.h"

typedef enum ValueState
{
	VALUE_UNPARSED = 0,			/* zeroed memory: not looked at yet */
	VALUE_BLANK,				/* empty cell: says nothing */
	VALUE_CLEAR,				/* #N/A, or empty under blanks => 'clear' */
	VALUE_SET,
	VALUE_ERROR
} ValueState;

/* What is said of a cell (see field/note.h).  Few cells have one. */
typedef struct CellNote
{
	const char *code;			/* customer_import_errors.code */
	const char *message;
	const char *hint;
} CellNote;

/* A file has as many as cells: it is kept small. */
typedef struct CellValue
{
	const char *data;			/* canonical text, not NUL-terminated; may
								 * point into the cell */
	int64		number;			/* boolean, integer, date (as DateADT), and
								 * customer_id */
	const CellNote *note;		/* VALUE_ERROR: what is wrong; VALUE_BLANK: the
								 * warning that it was not understood, or NULL;
								 * VALUE_SET: the warning that not all of it was
								 * taken, or NULL */
	uint32		len;
	uint8		state;			/* ValueState */
	bool		zero;			/* customer_id, identifier: VALUE_BLANK
								 * because the cell was 0 */
} CellValue;

#endif							/* CUSTOMERS_CELL_VALUE_H */
