/*
 * consent_channel.h
 *
 * By which channels somebody may be written to.
 */
#ifndef CUSTOMERS_CONSENT_CHANNEL_H
#define CUSTOMERS_CONSENT_CHANNEL_H

#include "postgres.h"

#include "field/consent_sense.h"
#include "field/value_words.h"

/* Of a folded header: does it ask by which? */
extern bool consent_asks_channel(const char *folded);

/* May a cell be one of channels?  Cheap. */
extern bool consent_may_be_channels(const char *data, uint32 len);

/*
 * A cell that names channels and nothing else, with a yes or no each or without: those with
 * email subscribe, and only others, or none, refuse; others alone, which may be a preference
 * or all that is allowed, say nothing.  CONSENT_CELL_OTHER = it is no such cell.  marked: a
 * yes or no says so (may be NULL).
 */
extern ConsentCell consent_channels(const ValueWords *words, const char *data, uint32 len, bool *marked);

/* How many does it name? */
extern int	consent_names_channels(const ValueWords *words, const char *data, uint32 len);

/* Is a folded word the name of one?  *email: is it email? */
extern bool consent_is_channel(const char *word, bool *email);

#endif							/* CUSTOMERS_CONSENT_CHANNEL_H */
