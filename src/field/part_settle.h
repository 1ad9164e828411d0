/*
 * part_settle.h
 *
 * Columns that are parts of a field, or have parts of several (made_cell.h): by their
 * words, and by what their cells and the columns beside them are.
 */
#ifndef CUSTOMERS_PART_SETTLE_H
#define CUSTOMERS_PART_SETTLE_H

#include "field/column_candidate.h"

/*
 * Makes candidates of parts of columns whose words do not say it, or say only the whole.
 * Three columns of one date are assigned and settled.
 */
extern void parts_settle(Mapper *mapper, Candidate *candidates);

/* Once fields are assigned: does the column of addresses have the names, too? */
extern void parts_settle_recipient(Mapper *mapper);

#endif							/* CUSTOMERS_PART_SETTLE_H */
