/*
 * column_word.h
 *
 * What a column of the file is called: its word in the header, how messages
 * tell it, and which field customer_header_synonyms takes it for.
 *
 * See field.h for field_clip_word(), which is in column_word.c too.
 */
#ifndef CUSTOMERS_COLUMN_WORD_H
#define CUSTOMERS_COLUMN_WORD_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/field.h"

typedef struct Synonym
{
	char	   *word;			/* folded */
	char	   *field;
	bool		negated;
	bool		shown_first;	/* in hints: English, or a user's own */
	bool		own;			/* a user's: without a language, or not written as we fold it */
} Synonym;

typedef struct Synonyms
{
	int			nsynonyms;
	Synonym    *synonyms;		/* each word once */
	uint32		mask;			/* slots, less one */
	Synonym   **slots;			/* a hash table of them; NULL = an empty slot */
} Synonyms;

/* The word of a header cell: trimmed, on one line, unless it is exact. */
extern char *column_word(const CsvCell *cell);

/* How messages call a column: its word, or its place. */
extern char *column_describe(const FieldMap *map, int column);

/* "Name", "Phone", column 3 */
extern char *column_list(const FieldMap *map);

/* Adds a word to a list of which n are told already; a long one ends in "...". */
extern void column_append_listed(StringInfo list, const char *word, int n);

/*
 * The synonyms, in the current memory context; SPI must be connected.  Words
 * are folded here too: users add them as they see them.  Of several rows of one
 * word a user's own holds.
 */
extern Synonyms synonyms_load(void);

/* The synonym that a folded word is, or NULL. */
extern const Synonym *synonyms_find(const Synonyms *synonyms, const char *folded);

/*
 * The synonym that a folded word is where letters with marks are written as two:
 * Foedselsdato, Laendercode.  NULL if there is none, or if there are of two fields.
 */
extern const Synonym *synonyms_find_respelled(const Synonyms *synonyms, const char *folded);

/* Does it stand for the opposite of subscribed? */
extern bool synonym_refuses(const Synonym *synonym);

/*
 * Header words of a field, for a hint: its name, then a user's own and English
 * ones, then others, short ones first.
 */
extern void synonyms_append(StringInfo list, const Synonyms *synonyms, const char *field);

#endif							/* CUSTOMERS_COLUMN_WORD_H */
