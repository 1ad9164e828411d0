/*
 * revert_later.h
 *
 * An import is reverted before later ones that changed the same fields: their old
 * values become those before both, so that reverting them does not bring back a
 * value of the reverted import.
 */
#ifndef CUSTOMERS_REVERT_LATER_H
#define CUSTOMERS_REVERT_LATER_H

#include "postgres.h"

typedef struct LaterImports
{
	Datum		import_id;		/* being reverted */
	Datum		merged_at;
	Datum		later;			/* later merges that stand, as bigint[] */
	Datum		anew;			/* see revert_later_anew() */
	bool		has_password;	/* import_id brings passwords */
} LaterImports;

/* Corrects the journals of the later imports.  Call it before anything is put back;
 * SPI must be connected. */
extern void revert_later_correct(const LaterImports *imports);

/*
 * What later imports have written, sorted, as bigint[]: a number for each such cell
 * of a changed customer, of the line and the field from 1, and one for each such
 * new customer, with field 0.
 */
extern Datum revert_later_written(const LaterImports *imports);

/*
 * Customers of the import who were deleted, and whose ids later imports (reverted
 * or not) have used for new customers: bigint[].  Of imports, only import_id is
 * used.
 */
extern Datum revert_later_anew(const LaterImports *imports);

/* The number of a cell, and the same as SQL. */
extern int64 revert_later_cell(int64 line, int field);
extern char *revert_later_number(const char *line, int field);

#endif							/* CUSTOMERS_REVERT_LATER_H */
