/*
 * kept.h
 *
 * What a staged row keeps of its record for fixes, beside its values.
 *
 *		Record -> raw, marks -> customer_import_rows -> the record's cells again
 *
 * raw holds the cells as in the file: all of a record that was not compared
 * (rejected, or unknown), and of another one only those that cells and marks
 * do not tell.  marks are a bytea:
 *
 *		byte 0			KEPT_MATCHED: the row is about a live customer;
 *						CONSENT_BY_DEFAULT: the new one has the default
 *						consent (schema/consent_source.h)
 *		bytes 1 to 4	then: diff_live_hash() of the customer
 *		the rest		two bits a column of the file: a CellMark; those that
 *						are 0 at the end are left out
 */
#ifndef CUSTOMERS_KEPT_H
#define CUSTOMERS_KEPT_H

#include "postgres.h"

#include "utils/array.h"

#include "field/field.h"
#include "import/live.h"
#include "import/record.h"

/* (Datum) 0 = NULL. */
typedef struct KeptCells
{
	Datum		raw;			/* text[] */
	Datum		marks;			/* bytea */
} KeptCells;

/*
 * What the row of a record keeps, once assess_complete() has seen it.  all:
 * every cell that is of the file, so that the row can be rejected later with
 * the cells that it had.  In the current memory context.
 */
extern KeptCells kept_of_record(const FieldMap *map, const Record *record, bool all);

/* The same of a record as read, that is to be rejected. */
extern KeptCells kept_of_source(const FieldMap *map, const CsvRecord *source);

/*
 * SET list of an UPDATE of customer_import_rows, r, that sets the boolean field i of
 * rows to false, whatever their own cells say: raw and marks still tell these.
 * matched: the rows are about live customers.
 */
extern char *kept_sql_impose(const FieldMap *map, int i, bool matched);

/* A row as read from customer_import_rows; arrays may be NULL. */
typedef struct KeptRow
{
	bool		matched;		/* see kept_is_matched() */
	int64		customer_id;
	ArrayType  *cells;
	ArrayType  *old_cells;
	ArrayType  *raw;
	bytea	   *marks;
	char	   *verifier;		/* of customer_import_secrets; NULL = none */
} KeptRow;

/* Is the row about a live customer?  By its marks, else by what is staged. */
extern bool kept_is_matched(const KeptRow *row, RecordAction action);

/* Must any of the row's cells be read from the live customer? */
extern bool kept_borrows(const FieldMap *map, const KeptRow *row);

/*
 * The cells of a row's record: as in the file where they were kept so, else
 * canonical.  live is its customer as of now, NULL = there is none.  Everything
 * is in the current memory context, or in that of the arrays.
 */
extern void kept_read(const FieldMap *map, const KeptRow *row, const LiveRow *live,
					  CsvRecord *source);

/*
 * Are cells that equal the customer's still known?  Not if the customer has changed
 * since.
 */
extern bool kept_is_current(const FieldMap *map, const KeptRow *row, const LiveRow *live);

/* diff_live_hash() of the customer when the row was staged; 0 = not known. */
extern uint32 kept_hash(const KeptRow *row);

#endif							/* CUSTOMERS_KEPT_H */
