/*
 * revert_later.h
 *
 * An import is undone before later ones that changed the same: what these keep
 * as the value before them is then the one from before both, so that no value
 * of an import that was undone ever comes back.
 */
#ifndef CUSTOMERS_REVERT_LATER_H
#define CUSTOMERS_REVERT_LATER_H

#include "postgres.h"

typedef struct LaterImports
{
	Datum		import_id;		/* that is undone */
	Datum		merged_at;
	Datum		later;			/* later merges that stand, as bigint[] */
	Datum		anew;			/* see revert_later_anew() */
	bool		has_password;	/* import_id brings passwords */
} LaterImports;

/* Corrects the journals of the later imports.  To be called before anything is
 * put back; SPI connected. */
extern void revert_later_correct(const LaterImports *imports);

/*
 * What later imports have written after this one, sorted, as bigint[]: a
 * number for each such cell of a changed customer, by the line and the field
 * from 1, and one for each such new customer, with field 0.
 */
extern Datum revert_later_written(const LaterImports *imports);

/*
 * Customers of the import who were deleted and whose ids later imports, undone
 * since or not, have made others by: bigint[].  Only import_id is looked at.
 */
extern Datum revert_later_anew(const LaterImports *imports);

/* Such a number, and as SQL. */
extern int64 revert_later_cell(int64 line, int field);
extern char *revert_later_number(const char *line, int field);

#endif							/* CUSTOMERS_REVERT_LATER_H */
