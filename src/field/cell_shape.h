/*
 * cell_shape.h
 *
 * What a cell looks like, whatever it says: its kind, and roughly how long it is.  By
 * this a column is known again from one file to the next, among other people.
 */
#ifndef CUSTOMERS_CELL_SHAPE_H
#define CUSTOMERS_CELL_SHAPE_H

#include "postgres.h"

#include "csv/csv_record.h"

typedef enum ShapeKind
{
	SHAPE_EMPTY,				/* neither a letter nor a digit */
	SHAPE_EMAIL,
	SHAPE_DATE,
	SHAPE_DIGITS,				/* numbers, phones, codes: and what separates digits */
	SHAPE_LETTERS,
	SHAPE_MIXED,				/* letters and digits */
	NUM_SHAPE_KINDS
} ShapeKind;

/* Sizes of a kind are 0 to this, exclusive. */
#define SHAPE_SIZES 16

typedef struct CellShape
{
	ShapeKind	kind;
	int			size;			/* of digits their number, of letters and mixed cells
								 * a power of 2 that is above the characters; else 0 */
} CellShape;

extern CellShape cell_shape(const CsvCell *cell);

/* The word for a kind in JSON; the kind of a word, or NUM_SHAPE_KINDS. */
extern const char *shape_kind_word(ShapeKind kind);
extern ShapeKind shape_kind_of_word(const char *word);

#endif							/* CUSTOMERS_CELL_SHAPE_H */
