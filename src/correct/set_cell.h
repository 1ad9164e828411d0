/*
 * set_cell.h
 *
 * Which cell of a staged record the name of a field or a header word stands for,
 * and setting it.  All in the current memory context.
 */
#ifndef CUSTOMERS_SET_CELL_H
#define CUSTOMERS_SET_CELL_H

#include "postgres.h"

#include "correct/staged_row.h"
#include "field/cell_value.h"

/*
 * Sets the cell of a row that was read, and not assessed since.  Errors: there is no
 * such field, or the cells of the row are masked.
 */
extern void set_cell_value(const StagedImport *import, StagedRow *row, const char *name,
						   const char *value);

/* A value that stands in cells of a field, and what it shall be. */
typedef struct ValueFix
{
	const Field *field;
	const char *name;			/* of the field; in consent, of the sense in which
								 * new_value is meant: subscribed or unsubscribed */
	const char *value;			/* trimmed */
	const char *new_value;		/* "" = an empty cell */
} ValueFix;

/* By the name of a field or a header word; errors for an unknown one. */
extern ValueFix set_cell_value_fix(const StagedImport *import, const char *name,
								   const char *value, const char *new_value);

/* What the new value says, as a cell of the field. */
extern CellValue set_cell_read(const ValueFix *fix);

/*
 * Is a cell of the field the value, trimmed?  In a cell of groups, it may be one of
 * several names.
 */
extern bool set_cell_holds(const CsvRecord *source, const ValueFix *fix);

/* Sets what set_cell_holds() finds. */
extern void set_cell_replace(const StagedImport *import, StagedRow *row, const ValueFix *fix);

#endif							/* CUSTOMERS_SET_CELL_H */
