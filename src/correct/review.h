/*
 * review.h
 *
 * Files for people to edit: the rejected records of an import, and a template.
 * SPI must be connected.
 */
#ifndef CUSTOMERS_REVIEW_H
#define CUSTOMERS_REVIEW_H

#include "postgres.h"

#include "support/srf.h"

/*
 * Adds CSV lines: the header, then each rejected record with its cells as in the
 * file and, as the last cell, the reason.
 */
extern void review_rejects(int64 import_id, SrfRows *rows);

/* Adds a header of all fields, and an example record. */
extern void review_template(const char *delimiter, SrfRows *rows);

#endif							/* CUSTOMERS_REVIEW_H */
