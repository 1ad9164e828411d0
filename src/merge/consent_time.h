/*
 * consent_time.h
 *
 * When people have consented or refused, where a file says it and an adopted table keeps
 * that time.
 */
#ifndef CUSTOMERS_CONSENT_TIME_H
#define CUSTOMERS_CONSENT_TIME_H

#include "postgres.h"

#include "merge/merge_rows.h"

/*
 * Reads the times from the cells of an import that is about to be merged, into consent_at
 * of its staged rows.  Cells that are no date leave it empty.
 */
extern void consent_time_take(const MergeRows *rows);

#endif							/* CUSTOMERS_CONSENT_TIME_H */
