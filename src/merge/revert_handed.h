/*
 * revert_handed.h
 *
 * Emails that an import has handed from one customer to another, on their way back.
 */
#ifndef CUSTOMERS_REVERT_HANDED_H
#define CUSTOMERS_REVERT_HANDED_H

#include "postgres.h"

/*
 * A line whose old email another customer has now.  holder: the line that gave it to
 * that customer, and whose own old email goes back if nobody else has it; 0 = none.
 */
typedef struct HandedLine
{
	int64		line;
	int64		holder;
	bool		is_own;			/* its email is as the import wrote it */
} HandedLine;

/*
 * Returns the lines (int8[]) whose old email is not given back.  Sets *handed to those
 * that get it back, and whose email must be taken away first; (Datum) 0 = none.  Sorts
 * the lines.  In the current memory context.
 */
extern Datum revert_handed_settle(HandedLine *lines, int nlines, Datum *handed);

#endif							/* CUSTOMERS_REVERT_HANDED_H */
