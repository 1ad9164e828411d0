/*
 * takers.h
 *
 * Corrections change who gives an address up (import/handover.h): then others get it, or
 * do not any more.
 */
#ifndef CUSTOMERS_TAKERS_H
#define CUSTOMERS_TAKERS_H

#include "postgres.h"

#include "correct/staged_import.h"

/*
 * Judges the rows again that would take an address of the customers whose rows have been
 * corrected (staged_note_customer()).  Call it once those rows are written.
 */
extern void takers_recheck(StagedImport *import);

#endif							/* CUSTOMERS_TAKERS_H */
