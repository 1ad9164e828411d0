/*
 * characters.h
 *
 * Classes of Unicode code points: one table for the characters that are trimmed from
 * values and header words, ignored when words are compared, and shown to people as
 * their code points.
 */
#ifndef CUSTOMERS_CHARACTERS_H
#define CUSTOMERS_CHARACTERS_H

#include "postgres.h"

#define CHARACTER_SPACE		0x01	/* white space of any width */
#define CHARACTER_BREAK		0x02	/* a separator of lines or paragraphs */
#define CHARACTER_CONTROL	0x04
#define CHARACTER_FORMAT	0x08	/* invisible; moves or hides others */
#define CHARACTER_JOINER	0x10	/* invisible; changes its neighbours, which
									 * scripts and emoji need */
#define CHARACTER_MARK		0x20	/* a combining accent */
#define CHARACTER_SIGN		0x40	/* punctuation beyond ASCII */
#define CHARACTER_NONE		0x80	/* not a character */
#define CHARACTER_LOST		0x100	/* stands where one could not be read */

/* Has no meaning around a value. */
#define CHARACTER_BLANK (CHARACTER_SPACE | CHARACTER_FORMAT | CHARACTER_JOINER)

/* Must be made visible to people. */
#define CHARACTER_HIDDEN \
	(CHARACTER_CONTROL | CHARACTER_BREAK | CHARACTER_FORMAT | CHARACTER_NONE)

/* The classes of a character; 0 = letters, digits and others. */
extern int	character_classes(uint32 c);

/* Is it one that has no class, as nearly all are: of ASCII, a letter of Latin script? */
static inline bool
character_is_common(uint32 c)
{
	return (c >= '!' && c <= '~') || (c >= 0xC0 && c < 0x300);
}

static inline bool
character_is(uint32 c, int classes)
{
	return !character_is_common(c) && (character_classes(c) & classes) != 0;
}

/* Length of the UTF-8 character at p, and its code point; 0 = not valid. */
extern int	character_at(const char *p, const char *end, uint32 *c);

/* The same for the character that ends at end. */
extern int	character_before(const char *start, const char *end, uint32 *c);

#endif							/* CUSTOMERS_CHARACTERS_H */
