/*
 * review.h
 *
 * Files for a person to work on: the rejected records of an import, and an
 * example of what can be imported.  SPI must be connected.
 */
#ifndef CUSTOMERS_REVIEW_H
#define CUSTOMERS_REVIEW_H

#include "postgres.h"

#include "support/srf.h"

/*
 * Adds the rejected records as CSV lines: the header, then each record with
 * its cells as in the file and, as a last cell, what is wrong with it.
 */
extern void review_rejects(int64 import_id, SrfRows *rows);

/* Adds a header of all fields there are, and an example record. */
extern void review_template(const char *delimiter, SrfRows *rows);

#endif							/* CUSTOMERS_REVIEW_H */
