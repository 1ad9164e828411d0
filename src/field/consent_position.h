/*
 * consent_position.h
 *
 * A header that tells of which channels its cells say something, one behind the other:
 * Consent (email/sms/post) over N/Y/N.
 */
#ifndef CUSTOMERS_CONSENT_POSITION_H
#define CUSTOMERS_CONSENT_POSITION_H

#include "postgres.h"

typedef struct ConsentPositions
{
	int			n;				/* channels */
	int			email;			/* which of them it is, from 0 on */
	const char *word;			/* the header without them */
} ConsentPositions;

/*
 * The channels that a header word tells of, in its own encoding and in the current memory
 * context; NULL = none, or not email.
 */
extern ConsentPositions *consent_positions(const char *header);

/* The part of a cell about email; false if the cell has not as many parts. */
extern bool consent_position_part(const ConsentPositions *positions, const char *data, uint32 len,
								  const char **part, uint32 *part_len);

#endif							/* CUSTOMERS_CONSENT_POSITION_H */
