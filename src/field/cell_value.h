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

typedef struct CellValue
{
	ValueState	state;
	uint32		len;
	const char *data;			/* canonical text, not NUL-terminated; may
								 * point into the cell */
	int64		number;			/* boolean, integer, date (as DateADT), and
								 * customer_id */
	const char *code;			/* VALUE_ERROR: customer_import_errors.code;
								 * VALUE_BLANK: the warning that it was not
								 * understood, or NULL; VALUE_SET: the warning
								 * that not all of it was taken, or NULL */
	const char *message;		/* see field/note.h */
	const char *hint;
	bool		zero;			/* customer_id, identifier: VALUE_BLANK
								 * because the cell was 0 */
} CellValue;

#endif							/* CUSTOMERS_CELL_VALUE_H */
