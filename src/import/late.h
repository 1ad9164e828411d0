/*
 * late.h
 *
 * Records that are set aside while the file is read: those that have only weak keys are
 * looked for when all others have been; see also handover.h.
 *
 *		late_put(late, record);				-- in the order of the file
 *		while ((n = late_match(...)) > 0)	-- one scan of the customers
 *			late_next(late, n, &records);	-- the n records, batch by batch
 */
#ifndef CUSTOMERS_LATE_H
#define CUSTOMERS_LATE_H

#include "postgres.h"

#include "import/assess.h"
#include "import/record.h"

typedef struct LateRecords LateRecords;

/* In the current memory context. */
extern LateRecords *late_create(const FieldMap *map);

/* Allocates in the current memory context, the batch's. */
extern void late_put(LateRecords *late, const Record *record);

/*
 * Looks for as many of the next records as the assessor's matcher has memory for;
 * returns how many these are.  Resets batch_context.
 */
extern int	late_match(LateRecords *late, Assessor *assessor, MemoryContext batch_context);

/*
 * Reads those records, at most a batch and at most most of them; returns how many.
 * In the current memory context.
 */
extern int	late_next(LateRecords *late, int most, Record ***records);

/* Instead of late_match(): late_next() begins with the first record. */
extern void late_rewind(LateRecords *late);

extern void late_close(LateRecords *late);

#endif							/* CUSTOMERS_LATE_H */
