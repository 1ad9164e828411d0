/*
 * cell_gate.h
 *
 * One look at a cell: is it what nearly all are, a text with nothing to trim and
 * nothing to undo, that cannot be a word for nothing?
 *
 *		first byte, last byte, length -> CellGate -> ordinary, or to be looked at
 */
#ifndef CUSTOMERS_CELL_GATE_H
#define CUSTOMERS_CELL_GATE_H

#include "postgres.h"

/* Cells of this many bytes and more share a bit. */
#define CELL_GATE_LONG 30

#define CELL_GATE_SHUT ((uint32) 1)			/* bit 0, for no cell is empty */
#define CELL_GATE_DIGIT ((uint32) 1 << 31)	/* of the last byte alone */

/*
 * What a byte says of the cells that it begins, or ends.  Bit n of both: one of n
 * bytes may be a word.  CELL_GATE_SHUT of either: it must be looked at.
 */
typedef struct CellGate
{
	uint32		first[256];
	uint32		last[256];
} CellGate;

/* That of fields in which no word stands for nothing. */
extern const CellGate cell_gate_plain;

/* Notes that a word of len bytes may begin, or end, with a byte. */
static inline void
cell_gate_note(uint32 bytes[256], unsigned char byte, uint32 len)
{
	bytes[byte] |= (uint32) 1 << Min(len, CELL_GATE_LONG);
}

/* May a cell that is not empty be a word? */
static inline bool
cell_gate_has_word(const CellGate *gate, const char *data, uint32 len)
{
	uint32		lengths = gate->first[(unsigned char) data[0]] & gate->last[(unsigned char) data[len - 1]];

	return unlikely((lengths >> Min(len, CELL_GATE_LONG)) & 1);
}

/*
 * May a trimmed cell that is not empty be a number that a spreadsheet has broken, or
 * an error of it that does not begin with #?  It ends as E+12 or Err:502 do.
 */
static inline bool
cell_gate_may_be_broken(const char *data, uint32 len)
{
	char		after;

	if (len < 5)
		return false;
	after = data[len - 3];
	return (after == '+' || after == '-' || (after >= '0' && after <= '9')) &&
		(data[len - 4] == 'E' || data[len - 4] == 'e' || data[len - 4] == ':');
}

/* Is a cell, in all likelihood, ordinary?  If so, it surely is. */
static inline bool
cell_gate_passes(const CellGate *gate, const char *data, uint32 len)
{
	uint32		first,
				last;

	if (len == 0)
		return false;
	first = gate->first[(unsigned char) data[0]];
	last = gate->last[(unsigned char) data[len - 1]];
	if (unlikely(((first & last) >> Min(len, CELL_GATE_LONG) | first | last) & CELL_GATE_SHUT))
		return false;
	return (last & CELL_GATE_DIGIT) == 0 || !cell_gate_may_be_broken(data, len);
}

#endif							/* CUSTOMERS_CELL_GATE_H */
