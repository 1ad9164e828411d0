/*
 * report.h
 *
 * Reports of an import for people: a page, a preview, a summary.  SPI must be
 * connected.  Errors if there is no such import.
 */
#ifndef CUSTOMERS_REPORT_H
#define CUSTOMERS_REPORT_H

#include "postgres.h"

#include "support/srf.h"

/*
 * One HTML page, for people who approve the changes: ASCII, and less than 1 MB
 * whatever the import contains.  In the current memory context.  (report.c)
 */
extern char *report_page(int64 import_id);

/*
 * For a terminal: adds a row (line, action, customer, changes) for each of the first
 * staged records, or for all (max_rows < 0), clipped to fit in 120 columns.  A
 * NOTICE says if there are more.  (preview.c)
 */
extern void preview_rows(int64 import_id, int64 max_rows, int width, SrfRows *rows);

/*
 * A mail: the subject, an empty line, the text.  The only cells it shows are those
 * in notes on the first records that were rejected, in conflict, or kept.  In the
 * current memory context.  (summary.c)
 */
extern char *summary_text(int64 import_id);

/* The imports that wait, how much each would do, why, and what to type next.  (status.c) */
extern void status_rows(SrfRows *rows);

#endif							/* CUSTOMERS_REPORT_H */
