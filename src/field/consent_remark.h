/*
 * consent_remark.h
 *
 * Cells of consent that are more than one word: "No (2024)", "Ja (avmeldt)".
 */
#ifndef CUSTOMERS_CONSENT_REMARK_H
#define CUSTOMERS_CONSENT_REMARK_H

#include "postgres.h"

#include "field/consent_sense.h"
#include "field/value_words.h"

/*
 * What a trimmed cell says that is no word as a whole: a no wherever a word of
 * refusing stands in it, else what it begins with; CONSENT_CELL_OTHER if it says
 * nothing, or contradicts itself.  telling: as of consent_cell(), never NULL.
 */
extern ConsentCell consent_remark(const ValueWords *words, const char *data, uint32 len,
								  bool *telling);

#endif							/* CUSTOMERS_CONSENT_REMARK_H */
