/*
 * staged_write.h
 *
 * Rows of a staged import judged anew, and written back.
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

/* Judges rows by themselves: matches, changes, action. */
extern void staged_assess(StagedImport *import, StagedRow **rows, int nrows);

/* Writes assessed rows back, whatever they have become. */
extern void staged_write(StagedImport *import, StagedRow **rows, int nrows);

#endif							/* CUSTOMERS_STAGED_WRITE_H */
