/*
 * cell_gate.c
 *
 * The gate of fields without words: spaces, bytes beyond ASCII and controls may be
 * trimmed; #, ' and = begin what is no text.
 */
#include "postgres.h"

#include "field/cell_gate.h"

#define S CELL_GATE_SHUT
#define D CELL_GATE_DIGIT

const CellGate cell_gate_plain = {
	.first = {
		/* 00 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 10 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 20 */ S, 0, 0, S, 0, 0, 0, S, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 30 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, S, 0, 0,
		/* 40 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 50 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 60 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 70 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, S,
		/* 80 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 90 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* A0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* B0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* C0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* D0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* E0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* F0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S
	},
	.last = {
		/* 00 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 10 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 20 */ S, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 30 */ D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0,
		/* 40 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 50 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 60 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		/* 70 */ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, S,
		/* 80 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* 90 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* A0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* B0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* C0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* D0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* E0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
		/* F0 */ S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S
	}
};
