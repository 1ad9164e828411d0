/*
 * consent_cell.h
 *
 * What a cell is that may speak of consent, whatever its column.
 */
#ifndef CUSTOMERS_CONSENT_CELL_H
#define CUSTOMERS_CONSENT_CELL_H

#include "postgres.h"

#include "field/consent_sense.h"
#include "field/value_words.h"

/*
 * Of a trimmed cell that is not empty.  telling: the word speaks of consent
 * wherever it stands (may be NULL).
 */
extern ConsentCell consent_cell(const ValueWords *words, const char *data, uint32 len,
								bool *telling);

#endif							/* CUSTOMERS_CONSENT_CELL_H */
