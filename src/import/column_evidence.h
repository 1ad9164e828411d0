/*
 * column_evidence.h
 *
 * How the dates and numbers of a column are written, by all of its cells.
 */
#ifndef CUSTOMERS_COLUMN_EVIDENCE_H
#define CUSTOMERS_COLUMN_EVIDENCE_H

#include "postgres.h"

#include "csv/csv_reader.h"
#include "field/field.h"

/*
 * Does a batch hold a cell that reads in several ways, in a column of which it is
 * not known which way is meant?  All other cells mean the same however their column
 * is written, so that most files need no decision.
 */
extern bool column_evidence_is_needed(const FieldMap *map, const CsvBatch *batch, int first);

/*
 * Decides by all records of a reader, which is at the start of the file: sets
 * date_order, decimal and unsure of the fields.  Returns what a person must be told
 * of it, or NULL, in the current memory context.
 */
extern char *column_evidence_decide(FieldMap *map, CsvReader *reader);

#endif							/* CUSTOMERS_COLUMN_EVIDENCE_H */
