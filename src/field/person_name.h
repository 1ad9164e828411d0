/*
 * person_name.h
 *
 * Are two names those of one person?
 */
#ifndef CUSTOMERS_PERSON_NAME_H
#define CUSTOMERS_PERSON_NAME_H

#include "postgres.h"

/* In the database encoding; NULL or "" = none. */
typedef struct PersonName
{
	const char *name;			/* the whole name */
	const char *first;
	const char *last;
} PersonName;

extern bool person_name_is_none(const PersonName *name);

/*
 * Does a name that is said agree with a known one?  Case, accents, punctuation and
 * the order of the words do not matter (Berg, Ann is Ann Berg).  A first or last name
 * alone agrees if its words are among those of the known name.  Without a known
 * name nothing agrees.
 */
extern bool person_names_agree(const PersonName *said, const PersonName *known);

/*
 * Have two names nothing in common: no word, nor the beginning of one?  A name that was
 * misspelled, or half of which is new, has.
 */
extern bool person_names_are_strange(const PersonName *said, const PersonName *known);

/* First and last name with a blank between them, as display_name has them; palloc'd. */
extern char *person_name_join(const PersonName *name);

/*
 * Is the whole name first and last together?  Case, accents, spaces and punctuation do
 * not matter.  Not where there is neither.
 */
extern bool person_name_is_joined(const PersonName *name);

/*
 * Does it have the words of first and last, in any order?  Where there are none, or no
 * whole name, nothing differs.
 */
extern bool person_name_fits(const PersonName *name);

#endif							/* CUSTOMERS_PERSON_NAME_H */
