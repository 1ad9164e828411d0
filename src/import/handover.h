/*
 * handover.h
 *
 * An address handed from one customer to another within one file: S1 gets a new
 * email, and S3 the one that S1 had.  Who has it is judged by the state after the
 * file.
 *
 * A record whose email names another live customer than its other keys is a taker.
 * It is set aside, and judged once all others are staged.
 *
 *		handover_put(handover, record);			-- in the order of the file
 *		handover_settle(handover);				-- who gives an address up?
 *		while (handover_next(...) > 0)			-- the takers, batch by batch
 *			... assess and stage them ...
 *			handover_staged(handover, records, n);
 *		handover_finish(handover, ...);			-- who was left out after all
 */
#ifndef CUSTOMERS_HANDOVER_H
#define CUSTOMERS_HANDOVER_H

#include "postgres.h"

#include "field/field.h"
#include "field/options.h"
#include "import/duplicate.h"
#include "import/record.h"

typedef struct Handover Handover;

/*
 * Can records of an import take an address over?  Needs a key beside the email, and
 * an email that may be NULL for a moment.
 */
extern bool handover_is_possible(const FieldMap *map, const ImportOptions *options);

/*
 * The live customer who has the email of a matched record, though its other keys name
 * another one, or are a new one's; 0 = none.
 */
extern int64 handover_bearer(const FieldMap *map, const Record *record);

/* For one import, in the current memory context. */
extern Handover *handover_create(int64 import_id, const FieldMap *map);

/* Sets a taker aside.  Allocates in the current memory context, the batch's. */
extern void handover_put(Handover *handover, const Record *record);

/*
 * Once all other records are staged and can be read: decides who takes what.  True if
 * an address goes over that has said no: then the import needs the field subscribed.
 */
extern bool handover_settle(Handover *handover);

/*
 * Reads the next takers, at most a batch, with Record.given_by set; returns how many.
 * In the current memory context.
 */
extern int	handover_next(Handover *handover, Record ***records);

/* Notes what became of those takers. */
extern void handover_staged(Handover *handover, Record **records, int nrecords);

/*
 * Adds the takers whose address is not given up, as the record that would is among the
 * revisions, or was rejected.  Returns all revisions, by line, one a line.
 */
extern const Revision *handover_finish(Handover *handover, const Revision *revisions, int *nrevisions);

extern void handover_close(Handover *handover);

#endif							/* CUSTOMERS_HANDOVER_H */
