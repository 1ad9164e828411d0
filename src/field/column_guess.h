/*
 * column_guess.h
 *
 * A column whose header word nobody knows, by what the word looks like and its cells.
 *
 *		Pat ID, Lånernummer, KNR, first in the file, over cells that never repeat
 *			-> identifier
 *		Home Ph, CPHONE, over phone numbers -> phone, mobile
 *		ST over IL, CA, NY -> region
 */
#ifndef CUSTOMERS_COLUMN_GUESS_H
#define CUSTOMERS_COLUMN_GUESS_H

#include "postgres.h"

#include "field/column_candidate.h"

/* None if the word and the cells do not say so together. */
extern Candidate column_guess(Mapper *mapper, int column);

#endif							/* CUSTOMERS_COLUMN_GUESS_H */
