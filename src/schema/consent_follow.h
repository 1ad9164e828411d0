/*
 * consent_follow.h
 *
 * Distributed customers have no triggers of ours: what these would do is done here, for
 * what our own functions write.
 *
 *		follow = consent_follow_begin(&ids);	-- reads the customers
 *		... writes them ...
 *		consent_follow_end(follow);				-- reads them again: what differs is logged,
 *												   and the no's of old addresses are kept
 */
#ifndef CUSTOMERS_CONSENT_FOLLOW_H
#define CUSTOMERS_CONSENT_FOLLOW_H

#include "support/statement.h"

typedef struct ConsentFollow ConsentFollow;

/*
 * Begins, for the customers whose ids a SELECT yields, with its parameters; these must
 * live until the end.  NULL if the table has triggers, or no consent.  Allocates in the
 * current memory context.  SPI must be connected.
 */
extern ConsentFollow *consent_follow_begin(const Statement *ids);
extern void consent_follow_end(ConsentFollow *follow);

#endif							/* CUSTOMERS_CONSENT_FOLLOW_H */
