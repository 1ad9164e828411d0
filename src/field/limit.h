/*
 * limit.h
 *
 * How much a file may change before its import is held: the option limits, and the
 * setting customers.limits.
 *
 *		{"email": "2%", "rejected": 50, "phone": null}		or false: no limits at all
 *
 * A word is the name of a field, cleared, unsubscribed or rejected; its limit a number,
 * a share, or null for none.
 */
#ifndef CUSTOMERS_LIMIT_H
#define CUSTOMERS_LIMIT_H

#include "postgres.h"

#include "utils/jsonb.h"

/* Words that are no names of fields. */
#define LIMIT_CLEARED "cleared"
#define LIMIT_UNSUBSCRIBED "unsubscribed"
#define LIMIT_REJECTED "rejected"

typedef enum LimitKind
{
	LIMIT_NOT_SET,
	LIMIT_NONE,
	LIMIT_NUMBER,
	LIMIT_SHARE
} LimitKind;

typedef struct ChangeLimit
{
	LimitKind	kind;
	double		value;			/* a number, or a share from 0 to 1 */
} ChangeLimit;

/*
 * Returns the limits as they are.  Errors unless they are an object of limits, or
 * false; where says where they stand: option "limits".
 */
extern Jsonb *limit_check(Jsonb *limits, const char *where);

/* What the setting says, checked likewise; NULL = nothing. */
extern Jsonb *limit_setting(void);

/* The limit of a word in checked limits (NULL: there are none). */
extern ChangeLimit limit_find(Jsonb *limits, const char *word);

/* Is a word one that is no name of a field? */
extern bool limit_is_word(const char *word);

#endif							/* CUSTOMERS_LIMIT_H */
