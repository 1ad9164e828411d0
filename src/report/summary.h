/*
 * summary.h
 *
 * The result of an import in words.  SPI must be connected.
 */
#ifndef CUSTOMERS_SUMMARY_H
#define CUSTOMERS_SUMMARY_H

#include "postgres.h"

/*
 * A mail: a first line to be its subject, an empty one, the text.  Holds no
 * cells but those of the first rejected records that are wrong.  In the
 * current memory context.  Errors if there is no such import.
 */
extern char *summary_text(int64 import_id);

#endif							/* CUSTOMERS_SUMMARY_H */
