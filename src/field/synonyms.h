/*
 * synonyms.h
 *
 * Which field customer_header_synonyms takes a header word for.
 *
 *		synonyms_want() -> synonyms_look_up() -> synonyms_find()
 *
 * The table holds thousands of words, a file a few: the table is asked for these,
 * those wanted in one statement.  A word that is found without being wanted before
 * is asked for by itself, so that wanting only saves time.
 */
#ifndef CUSTOMERS_SYNONYMS_H
#define CUSTOMERS_SYNONYMS_H

#include "postgres.h"

#include "lib/stringinfo.h"

typedef struct Synonym
{
	char	   *word;			/* folded */
	char	   *field;
	bool		negated;
	bool		foreign;		/* of a language other than English */
	bool		own;			/* a user's: without a language, or not written as we fold it */
} Synonym;

typedef struct Synonyms Synonyms;

/* No words, and no table that is asked, in the current memory context. */
extern Synonyms *synonyms_make(void);

/* Adds a word as a user's own, folded; it holds against the table's. */
extern void synonyms_add_own(Synonyms *synonyms, const char *word, const char *field);

/*
 * From now on the table is asked.  Reads the words in it that are not written as we
 * fold them, which users add as they see them.  SPI must be connected, here and when
 * words are looked up.
 */
extern void synonyms_open(Synonyms *synonyms);

/* The next look-up is to ask for a folded word, too. */
extern void synonyms_want(Synonyms *synonyms, const char *folded);

/* The same for the words that synonyms_find_respelled() tries. */
extern void synonyms_want_respelled(Synonyms *synonyms, const char *folded);

/* Is there a word that synonyms_look_up() would ask for? */
extern bool synonyms_are_wanted(const Synonyms *synonyms);

extern void synonyms_look_up(Synonyms *synonyms);

/* The synonym that a folded word is, or NULL; of several rows of one word a user's own holds. */
extern const Synonym *synonyms_find(Synonyms *synonyms, const char *folded);

/*
 * The synonym that a folded word is where letters with marks are written as two:
 * Foedselsdato, Laendercode.  NULL if there is none, or if there are of two fields.
 */
extern const Synonym *synonyms_find_respelled(Synonyms *synonyms, const char *folded);

/* Does it stand for the opposite of subscribed? */
extern bool synonym_refuses(const Synonym *synonym);

/*
 * Header words of a field, for a hint: its name, then a user's own and English
 * ones, then others, short ones first.  SPI must be connected.
 */
extern void synonyms_append(StringInfo list, const char *field);

#endif							/* CUSTOMERS_SYNONYMS_H */
