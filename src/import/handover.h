/*
 * handover.h
 *
 * An address handed from one customer to another within one file: S1 gets a new
 * email, and S3 the one that S1 had.  Who has it is judged by the state after the
 * file.
 *
 * A record whose email names another live customer than its other keys is a taker
 * (taker.h).  It is set aside, and judged once all others are staged.
 *
 *		handover_put(handover, record);			-- in the order of the file
 *		handover_settle(handover);				-- who gives an address up?
 *		while (handover_next(...) > 0)			-- the takers, batch by batch
 *			... assess and stage them ...
 *			handover_staged(handover, records, n);
 *		handover_finish(handover, ...);			-- who was left out after all
 *
 * What the mailboxes have said goes with them: see handed_no.h.
 */
#ifndef CUSTOMERS_HANDOVER_H
#define CUSTOMERS_HANDOVER_H

#include "postgres.h"

#include "field/field.h"
#include "import/duplicate.h"
#include "import/record.h"

typedef struct Handover Handover;

/* For one import, in the current memory context. */
extern Handover *handover_create(int64 import_id, const FieldMap *map);

/* Sets a taker aside.  Allocates in the current memory context, the batch's. */
extern void handover_put(Handover *handover, const Record *record);

/* Once all other records are staged and can be read: decides who takes what. */
extern void handover_settle(Handover *handover);

/*
 * The same where nothing is staged: records in memory, of which all but the takers are
 * assessed, and all will be written.
 */
extern void handover_settle_records(Handover *handover, Record **records, int nrecords);

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

/*
 * For corrections: adds a taker that is a staged row, each line once.  left_out: for
 * another line, so that it gives nothing up.
 */
extern void handover_add(Handover *handover, const Record *record, bool left_out);

/*
 * For corrections, once settled: drops the takers whose givers were rejected after all,
 * by what handover_staged() was told of all takers.
 */
extern void handover_drop_rejected(Handover *handover);

/* The lines of all takers, as int8[]. */
extern Datum handover_lines(const Handover *handover);

/* Once settled: does this customer give their address up? */
extern bool handover_gives(const Handover *handover, int64 bearer);

extern void handover_close(Handover *handover);

#endif							/* CUSTOMERS_HANDOVER_H */
