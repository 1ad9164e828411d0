/*
 * characters.h
 *
 * Classes of characters, as code points of Unicode: one table for what is
 * trimmed from values and header words, left out of words that are compared,
 * and written as a number where people read.
 */
#ifndef CUSTOMERS_CHARACTERS_H
#define CUSTOMERS_CHARACTERS_H

#include "postgres.h"

#define CHARACTER_SPACE		0x01	/* white space of any width */
#define CHARACTER_BREAK		0x02	/* a separator of lines or paragraphs */
#define CHARACTER_CONTROL	0x04
#define CHARACTER_FORMAT	0x08	/* cannot be seen; moves or hides others */
#define CHARACTER_JOINER	0x10	/* cannot be seen; changes its neighbours,
									 * as scripts and emoji need it */
#define CHARACTER_MARK		0x20	/* an accent that is a character */
#define CHARACTER_SIGN		0x40	/* punctuation beyond ASCII */
#define CHARACTER_NONE		0x80	/* no character at all */

/* What cannot be seen: around a value it means nothing. */
#define CHARACTER_BLANK (CHARACTER_SPACE | CHARACTER_FORMAT | CHARACTER_JOINER)

/* What a person would not see as itself. */
#define CHARACTER_HIDDEN \
	(CHARACTER_CONTROL | CHARACTER_BREAK | CHARACTER_FORMAT | CHARACTER_NONE)

/* The classes of a character; 0 = letters, digits and others. */
extern int	character_classes(uint32 c);

static inline bool
character_is(uint32 c, int classes)
{
	return (character_classes(c) & classes) != 0;
}

/* Bytes of the UTF-8 character from p on, and what it is; 0 = there is none. */
extern int	character_at(const char *p, const char *end, uint32 *c);

/* The same of the character that ends at end. */
extern int	character_before(const char *start, const char *end, uint32 *c);

#endif							/* CUSTOMERS_CHARACTERS_H */
