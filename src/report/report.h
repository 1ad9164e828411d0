/*
 * report.h
 *
 * What people read of an import: a page, a list, a mail.  SPI must be connected.
 * All error if there is no such import.
 */
#ifndef CUSTOMERS_REPORT_H
#define CUSTOMERS_REPORT_H

#include "postgres.h"

#include "support/srf.h"

/*
 * One HTML page, what people approve changes by: all in ASCII and below 1 MB
 * whatever the import holds, in the current memory context.  (report.c)
 */
extern char *report_page(int64 import_id);

/*
 * For a terminal, a line a record: adds (line, action, customer, changes) of the
 * first staged records, or of all (max_rows < 0), each as wide at most as fits in
 * 120 columns; a NOTICE tells if there are others.  (preview.c)
 */
extern void preview_rows(int64 import_id, int64 max_rows, SrfRows *rows);

/*
 * A mail: a first line to be its subject, an empty one, the text.  Holds no
 * cells but those of the first rejected records that are wrong.  In the
 * current memory context.  (summary.c)
 */
extern char *summary_text(int64 import_id);

#endif							/* CUSTOMERS_REPORT_H */
