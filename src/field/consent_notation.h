/*
 * consent_notation.h
 *
 * How programs and people write several answers into one cell, and what its pairs are.
 */
#ifndef CUSTOMERS_CONSENT_NOTATION_H
#define CUSTOMERS_CONSENT_NOTATION_H

#include "postgres.h"

/* A part of the cell without blanks and quotes around it. */
typedef struct CellSpan
{
	const char *data;
	uint32		len;
} CellSpan;

/* Is told of each pair, of each value without a key, and of what they are in. */
typedef struct PairReader
{
	void		(*pair) (void *state, CellSpan key, CellSpan value);
	void		(*element) (void *state, CellSpan value);
	void		(*open) (void *state, CellSpan key);	/* key.len = 0: it has none */
	void		(*close) (void *state);
	void	   *state;
} PairReader;

/* Reads a trimmed cell to its end; what is broken off is read as far as it goes. */
extern void consent_read_pairs(const PairReader *reader, const char *data, uint32 len);

/* May a cell be made of pairs?  Cheap. */
extern bool consent_may_be_pairs(const char *data, uint32 len);

/* How many bytes are a tick or a cross; 0 = none is there.  *yes: which. */
extern int	consent_tick_at(const char *p, const char *end, bool *yes);

#endif							/* CUSTOMERS_CONSENT_NOTATION_H */
