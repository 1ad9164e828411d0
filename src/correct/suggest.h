/*
 * suggest.h
 *
 * What a cell that was not understood may have been meant to be: the nearest value
 * that its field accepts.
 */
#ifndef CUSTOMERS_SUGGEST_H
#define CUSTOMERS_SUGGEST_H

#include "postgres.h"

typedef struct Suggester Suggester;

/* In the current memory context.  SPI must be connected while it is used. */
extern Suggester *suggester_create(void);

/*
 * A value near the trimmed one, in the current memory context; NULL = nothing is
 * near, or two things are that differ.
 */
extern char *suggest(Suggester *suggester, const char *field, const char *value);

#endif							/* CUSTOMERS_SUGGEST_H */
