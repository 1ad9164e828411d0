/*
 * value_trim.h
 *
 * Spaces around a text, and characters that cannot be seen.
 */
#ifndef CUSTOMERS_VALUE_TRIM_H
#define CUSTOMERS_VALUE_TRIM_H

#include "postgres.h"

/* Can nothing be trimmed here?  True for nearly every cell. */
static inline bool
value_is_trimmed(const char *data, uint32 len)
{
	return len > 0 && (unsigned char) (data[0] - '!') <= '~' - '!' &&
		(unsigned char) (data[len - 1] - '!') <= '~' - '!';
}

/* Trims spaces and invisible characters that no key or number is made of. */
extern void value_trim(const char **data, uint32 *len);

/* The same for free text: only spaces, tabs and no-break spaces. */
extern void value_trim_text(const char **data, uint32 *len);

/*
 * Does the text from p to end hold a character of these classes (characters.h) beyond
 * ASCII?  In other encodings than UTF-8 only the no-break space is known.
 */
extern bool value_has_class(const char *p, const char *end, int classes);

#endif							/* CUSTOMERS_VALUE_TRIM_H */
