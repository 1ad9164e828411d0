/*
 * file_shape.h
 *
 * What the cells of each column look like: how many of them are of which kind and
 * size.  Kept with the import (customer_imports.shapes), so that the next file under
 * the same preset can be compared with it.  The JSON holds counts and nothing of any
 * cell; header words, which may be a person's record, are in customer_imports.header.
 *
 *		FieldMap, RecordSample -> FileShape <-> JSON, header
 *
 *		[{"distinct": 97, "of": 100,
 *		  "shapes": {"empty 0": 12, "digits 8": 980, "digits 10": 8}}, ...]
 */
#ifndef CUSTOMERS_FILE_SHAPE_H
#define CUSTOMERS_FILE_SHAPE_H

#include "postgres.h"

#include "utils/array.h"
#include "utils/jsonb.h"

#include "field/cell_shape.h"
#include "field/field.h"
#include "field/record_sample.h"

/* Columns that are taken; those behind them are not compared. */
#define SHAPE_COLUMNS 1000

typedef struct ColumnShape
{
	const char *word;			/* header word; "" = none, known by its position */
	int			distinct;		/* different cells */
	int			of;				/* of so many that were looked at for it */
	int64		cells[NUM_SHAPE_KINDS][SHAPE_SIZES];
} ColumnShape;

typedef struct FileShape
{
	int			ncolumns;
	ColumnShape *columns;		/* in the order of the file */
} FileShape;

/* The shape of the sample, in the current memory context. */
extern FileShape *file_shape(const FieldMap *map, const RecordSample *sample);

extern Jsonb *file_shape_json(const FileShape *shape);

/* The shape of a file with this header.  Errors unless file_shape_json() wrote it. */
extern FileShape *file_shape_read(const Jsonb *json, ArrayType *header);

/*
 * The same column of another file: by its word (the second of one word is the second
 * there) or, without words, by its position; NULL = it has none.
 */
extern ColumnShape *file_shape_find(const FileShape *other, const FileShape *shape, int column);

/* Adds another file of the same kind. */
extern void file_shape_add(FileShape *shape, const FileShape *other);

/* Records that it is of. */
extern int64 file_shape_records(const FileShape *shape);

/* Cells of a kind, and all but the empty ones. */
extern int64 shape_count(const ColumnShape *shape, ShapeKind kind);
extern int64 shape_filled(const ColumnShape *shape);

/* "98 % numbers of 8 digits, 2 % empty". */
extern char *shape_text(const ColumnShape *shape);

#endif							/* CUSTOMERS_FILE_SHAPE_H */
