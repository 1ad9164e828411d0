/*
 * staged_write.h
 *
 * Judges rows of a staged import again, and writes them.
 *
 *		StagedRow -> staged_assess -> staged_write -> customer_import_rows
 *
 * SPI must be connected, a snapshot active and the text settings pinned for
 * all of these.
 */
#ifndef CUSTOMERS_STAGED_WRITE_H
#define CUSTOMERS_STAGED_WRITE_H

#include "postgres.h"

#include "correct/staged_row.h"

/* Judges rows without regard to duplicates: matches, changes, action. */
extern void staged_assess(StagedImport *import, StagedRow **rows, int nrows);

/*
 * The same, as if whoever has the email of a taker (import/taker.h) gave it up, or did
 * not, whatever the staged rows say.
 */
extern void staged_assess_given(StagedImport *import, StagedRow **rows, int nrows, bool given);

/*
 * Would the assessed row write an email that is not given up after all?  Then it is
 * rejected, as in an import.
 */
extern bool staged_loses_email(const StagedImport *import, const StagedRow *row);

/* Only finds out which rows are takers (Record.is_taker); the others are assessed. */
extern void staged_find_takers(StagedImport *import, StagedRow **rows, int nrows);

/* Writes assessed rows, whatever their new action, and counts them. */
extern void staged_write(StagedImport *import, StagedRow **rows, int nrows);

/* Forgets what lines (int8[]) say no beside their rows, and notes whom they unsubscribed. */
extern void staged_forget_opt_outs(StagedImport *import, Datum lines);

/*
 * Once all rows are written: lets them hear what other records of the same person
 * say no, which stand beside their own rows.
 */
extern void staged_hear_opt_outs(StagedImport *import);

#endif							/* CUSTOMERS_STAGED_WRITE_H */
