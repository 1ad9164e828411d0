/*
 * preview.h
 *
 * An import in a terminal: a line a record.  SPI must be connected.
 */
#ifndef CUSTOMERS_PREVIEW_H
#define CUSTOMERS_PREVIEW_H

#include "postgres.h"

#include "support/srf.h"

/*
 * Adds (line, action, customer, changes) of the first staged records, or of
 * all (max_rows < 0), each as wide at most as fits in a terminal of 120
 * columns; a NOTICE tells if there are others.  Errors if there is no such
 * import.
 */
extern void preview_rows(int64 import_id, int64 max_rows, SrfRows *rows);

#endif							/* CUSTOMERS_PREVIEW_H */
