/*
 * placeholder.h
 *
 * Words like @schema@ in SQL that is kept in a file, and what goes there.
 */
#ifndef CUSTOMERS_PLACEHOLDER_H
#define CUSTOMERS_PLACEHOLDER_H

#include "postgres.h"

typedef struct Placeholder
{
	const char *name;			/* "@schema@" */
	char	   *(*value) (const void *state);
} Placeholder;

/*
 * The text up to end with its placeholders filled in, in one pass: what goes
 * in is not looked at again.
 */
extern char *placeholders_fill(const Placeholder *placeholders, int nplaceholders,
							   const void *state, const char *text, const char *end);

#endif							/* CUSTOMERS_PLACEHOLDER_H */
