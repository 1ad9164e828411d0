/*
 * consent_channel.h
 *
 * By which channels somebody may be written to.
 */
#ifndef CUSTOMERS_CONSENT_CHANNEL_H
#define CUSTOMERS_CONSENT_CHANNEL_H

#include "postgres.h"

#include "field/consent_sense.h"

/* Of a folded header: does it ask by which? */
extern bool consent_asks_channel(const char *folded);

/*
 * A cell that names channels and nothing else: those with email subscribe, those of
 * others alone say nothing, and only those, or none, refuse.  CONSENT_CELL_OTHER =
 * it is no such cell.
 */
extern ConsentCell consent_channels(const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_CHANNEL_H */
