/*
 * consent_sense.h
 *
 * The sense of a column that speaks of consent, and the kinds of its cells.  What
 * they say is in consent_column.h.
 */
#ifndef CUSTOMERS_CONSENT_SENSE_H
#define CUSTOMERS_CONSENT_SENSE_H

#include "postgres.h"

/* What a cell is, whatever its column. */
typedef enum ConsentCell
{
	CONSENT_CELL_YES,
	CONSENT_CELL_NO,
	CONSENT_CELL_SUBSCRIBED,	/* words of a column of consent */
	CONSENT_CELL_UNSUBSCRIBED,
	CONSENT_CELL_ZERO_ONE,		/* a yes or no, or a count */
	CONSENT_CELL_DATE,			/* or a time */
	CONSENT_CELL_NUMBER,
	CONSENT_CELL_HINT,			/* of a no: "ikke lenger" */
	CONSENT_CELL_SILENT,		/* an answer that is neither: a contract, as legal
								 * basis */
	CONSENT_CELL_OTHER
} ConsentCell;

/* What a column asks: whether, how often, or on which legal basis mail is sent. */
typedef enum ConsentQuestion
{
	CONSENT_WHETHER,
	CONSENT_HOW_OFTEN,
	CONSENT_BASIS,
	CONSENT_CHANNEL				/* by which channels: Post only */
} ConsentQuestion;

/* One column of the file, and how its cells are read. */
typedef struct ConsentColumn
{
	int			column;			/* 0-based */
	bool		refuses;		/* the field unsubscribed */
	bool		delivery;		/* of mail that does not arrive: a date or a
								 * count there is nobody's no */
	bool		counts;			/* its numbers are counts: 1 is no yes */
	bool		dated;			/* a date or a time is a yes */
	bool		reason;			/* of why somebody refuses, or mail failed: a
								 * filled cell is a no */
	bool		lists;			/* of what somebody left: of other channels than
								 * email alone is no no */
	bool		permits;		/* of all channels that are allowed: others alone
								 * are a no */
	bool		titles;			/* of what somebody subscribes to: a cell that names
								 * anything is a yes */
	bool		unproved;		/* by its word alone: a cell that cannot be
								 * read rejects no record */
	ConsentQuestion question;
	const struct ConsentCodes *codes;	/* of its header; NULL = none */
	const struct ConsentPositions *positions;	/* the same */
	struct ConsentKeys *keys;	/* of cells that are pairs */
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
