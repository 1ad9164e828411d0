/*
 * report.h
 *
 * An import as one HTML page: what people approve changes by.  SPI must be
 * connected.
 */
#ifndef CUSTOMERS_REPORT_H
#define CUSTOMERS_REPORT_H

#include "postgres.h"

/*
 * The page, all in ASCII and below 1 MB whatever the import holds, in the
 * current memory context.  Errors if there is no such import.
 */
extern char *report_page(int64 import_id);

#endif							/* CUSTOMERS_REPORT_H */
