/*
 * save_handover.h
 *
 * An address handed from one customer to another within one save: two customers swap
 * theirs in one array (import/handover.h).
 */
#ifndef CUSTOMERS_SAVE_HANDOVER_H
#define CUSTOMERS_SAVE_HANDOVER_H

#include "postgres.h"

#include "import/assess.h"

/*
 * Assesses the records; those that may take an address over once all others are.  Adds
 * the field subscribed to the map if any does.  Returns whether any does.  In the current
 * memory context; SPI must stay connected and a snapshot active.
 */
extern bool save_assess(FieldMap *map, const ImportOptions *options, Record **records, int nrecords,
						int64 size, Assessor **assessor);

#endif							/* CUSTOMERS_SAVE_HANDOVER_H */
