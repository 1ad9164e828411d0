/*
 * header_shift.h
 *
 * A header whose words stand one column off from their cells, all of them.
 */
#ifndef CUSTOMERS_HEADER_SHIFT_H
#define CUSTOMERS_HEADER_SHIFT_H

#include "postgres.h"

#include "field/column_candidate.h"

/*
 * By how many columns the words are to move (1: to the right) so that the cells are what
 * the words say; 0 = they stand where they should, or it cannot be told.
 */
extern int	header_shift(Mapper *mapper, const Candidate *candidates);

/*
 * Is the word that falls off one end that of the column at the other?  Not over numbers
 * that count the records or name them.
 */
extern bool header_shift_wraps(Mapper *mapper, const Candidate *candidates, int by);

#endif							/* CUSTOMERS_HEADER_SHIFT_H */
