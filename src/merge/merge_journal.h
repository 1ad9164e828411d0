/*
 * merge_journal.h
 *
 * What changed customers were before a merge, beyond the old values that were
 * staged: updated_at, and values of categories that are no texts.  The UPDATE
 * itself tells it, row by row, as no RETURNING can before PostgreSQL 18:
 *
 *		journal = merge_journal_open(rows);
 *		UPDATE ... SET updated_at = customers_import_journal(c.customer_id, ...)
 *		merge_journal_close(journal);		-- now it is in customer_import_changed
 */
#ifndef CUSTOMERS_MERGE_JOURNAL_H
#define CUSTOMERS_MERGE_JOURNAL_H

#include "postgres.h"

#include "merge/merge_rows.h"

typedef struct MergeJournal MergeJournal;

/*
 * Opens the journal of a staged import; SPI connected.  The end of the
 * (sub)transaction closes it, too.  Within the UPDATE, triggers and checks of
 * customers may open and close others.
 */
extern MergeJournal *merge_journal_open(const MergeRows *rows);

/* For a revert: only who was edited is noted. */
extern MergeJournal *merge_journal_open_revert(void);

/*
 * Reads the customers before the UPDATE, where that cannot call a function: a
 * distributed table is updated elsewhere.
 */
extern void merge_journal_read(MergeJournal *journal, const MergeRows *rows);

/*
 * Writes what is not written yet.  Customers that are hashed (created.h) and
 * were edited lose their hash; returns the others, as bigint[], or 0 for none.
 */
extern Datum merge_journal_close(MergeJournal *journal);

#endif							/* CUSTOMERS_MERGE_JOURNAL_H */
