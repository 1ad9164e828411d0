/*
 * merge_journal.h
 *
 * Keeps old values of changed customers that are not staged: updated_at, and values
 * of categories that are not texts.  The UPDATE calls a function for each row, as
 * RETURNING has no old values before PostgreSQL 18:
 *
 *		journal = merge_journal_open(rows);
 *		UPDATE ... SET updated_at = customers_import_journal(c.customer_id, ...)
 *		merge_journal_close(journal);		-- written to customer_import_changed
 */
#ifndef CUSTOMERS_MERGE_JOURNAL_H
#define CUSTOMERS_MERGE_JOURNAL_H

#include "postgres.h"

#include "merge/merge_rows.h"

typedef struct MergeJournal MergeJournal;

/*
 * Opens the journal of a staged import; SPI must be connected.  An error that ends
 * the (sub)transaction discards it.  During the UPDATE, triggers and checks of
 * customers may open and close others.
 */
extern MergeJournal *merge_journal_open(const MergeRows *rows);

/* For a revert: notes only whether hashed customers had been edited. */
extern MergeJournal *merge_journal_open_revert(void);

/*
 * Reads the customers before the UPDATE, for a distributed table, whose UPDATE runs
 * on other nodes and cannot call the function.
 */
extern void merge_journal_read(MergeJournal *journal, const MergeRows *rows);

/*
 * Writes the rest of the journal.  Deletes the hashes (created.h) of customers who
 * had been edited; returns the other hashed ones as bigint[], or 0 for none.
 */
extern Datum merge_journal_close(MergeJournal *journal);

#endif							/* CUSTOMERS_MERGE_JOURNAL_H */
