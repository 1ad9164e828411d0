/*
 * merge_journal.h
 *
 * What changed customers were before a merge, beyond the old values that were
 * staged: updated_at, and values of categories that are no texts.  The UPDATE
 * itself tells it, row by row, as no RETURNING can before PostgreSQL 18:
 *
 *		merge_journal_open(rows);
 *		UPDATE ... SET updated_at = customers_import_journal(c.customer_id, ...)
 *		merge_journal_close();		-- now it is in customer_import_changed
 */
#ifndef CUSTOMERS_MERGE_JOURNAL_H
#define CUSTOMERS_MERGE_JOURNAL_H

#include "postgres.h"

#include "merge/merge_rows.h"

/*
 * Opens the journal of a staged import; SPI connected.  An error closes it, and
 * so does the next one that is opened.
 */
extern void merge_journal_open(const MergeRows *rows);

/* For a revert: only who was edited is noted. */
extern void merge_journal_open_revert(void);

/*
 * Reads the customers before the UPDATE, where that cannot call a function: a
 * distributed table is updated elsewhere.
 */
extern void merge_journal_read(const MergeRows *rows);

/*
 * Writes what is not written yet.  Customers that are hashed (created.h) and
 * were edited lose their hash; returns the others, as bigint[].
 */
extern Datum merge_journal_close(void);

#endif							/* CUSTOMERS_MERGE_JOURNAL_H */
