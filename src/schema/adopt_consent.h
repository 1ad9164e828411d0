/*
 * adopt_consent.h
 *
 * No's that were kept while an adopted table had no column for them.
 */
#ifndef CUSTOMERS_ADOPT_CONSENT_H
#define CUSTOMERS_ADOPT_CONSENT_H

#include "postgres.h"

/*
 * Unsubscribes the customers who have said no, by the log or by the hash of a key;
 * returns how many.  For a table that has just got its column of consent.  same_table:
 * it was adopted before, and not another whose ids may be other people's.  SPI must be
 * connected.
 */
extern uint64 adopt_consent_write(bool same_table);

#endif							/* CUSTOMERS_ADOPT_CONSENT_H */
