/*
 * consent_sense.h
 *
 * The sense of a column that speaks of consent.  What its cells say is in
 * consent_column.h.
 */
#ifndef CUSTOMERS_CONSENT_SENSE_H
#define CUSTOMERS_CONSENT_SENSE_H

#include "postgres.h"

/* One column of the file, and how its cells are read. */
typedef struct ConsentColumn
{
	int			column;			/* 0-based */
	bool		refuses;		/* the field unsubscribed */
	bool		delivery;		/* of mail that does not arrive: a date or a
								 * count there is nobody's no */
	bool		counts;			/* its numbers are counts: 1 is no yes */
	bool		dated;			/* a date or a time is a yes */
	bool		unproved;		/* by its word alone: a cell that cannot be
								 * read rejects no record */
} ConsentColumn;

/* The two names of the field. */
#define CONSENT_SUBSCRIBED "subscribed"
#define CONSENT_UNSUBSCRIBED "unsubscribed"

static inline const char *
consent_column_name(const ConsentColumn *column)
{
	return column->refuses ? CONSENT_UNSUBSCRIBED : CONSENT_SUBSCRIBED;
}

#endif							/* CUSTOMERS_CONSENT_SENSE_H */
