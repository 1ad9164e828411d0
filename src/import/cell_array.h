/*
 * cell_array.h
 *
 * Builds a text[] of cells in one piece, cell after cell, with one allocation.
 *
 *		cells_begin(&cells, n, bytes, has_nulls);
 *		cells_add(&cells, data, len);		-- or cells_add_null(), n times
 *		datum = cells_end(&cells);
 */
#ifndef CUSTOMERS_CELL_ARRAY_H
#define CUSTOMERS_CELL_ARRAY_H

#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "import/record.h"
#include "support/compat.h"

/* A text[] under construction, filled from its first element to its last. */
typedef struct CellArray
{
	ArrayType  *array;
	bits8	   *nulls;			/* NULL = it has none */
	char	   *end;
	int			nelements;
	int			maxelements;
} CellArray;

/* Makes room for nelements cells with text_bytes of text in total. */
static inline void
cells_begin(CellArray *cells, int nelements, Size text_bytes, bool has_nulls)
{
	Size		overhead = has_nulls ? ARR_OVERHEAD_WITHNULLS(1, nelements) : ARR_OVERHEAD_NONULLS(1);
	Size		size = overhead + text_bytes + (Size) nelements * (VARHDRSZ + ALIGNOF_INT);

	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("record is too large for an array of its cells")));
	cells->array = palloc(size);
	cells->array->ndim = 1;
	cells->array->elemtype = TEXTOID;
	cells->array->dataoffset = has_nulls ? overhead : 0;
	ARR_DIMS(cells->array)[0] = nelements;
	ARR_LBOUND(cells->array)[0] = 1;
	cells->nulls = ARR_NULLBITMAP(cells->array);
	if (has_nulls)
		memset(cells->nulls, 0, MAXALIGN(((Size) nelements + 7) / 8));
	cells->end = (char *) cells->array + overhead;
	cells->nelements = 0;
	cells->maxelements = nelements;
}

static inline void
cells_add_null(CellArray *cells)
{
	Assert(cells->nulls != NULL);
	cells->nelements++;
}

/* Data of an empty cell may be NULL. */
static inline void
cells_add(CellArray *cells, const char *data, uint32 len)
{
	if (cells->nulls != NULL)
		cells->nulls[cells->nelements / 8] |= 1 << (cells->nelements % 8);
	cells->nelements++;
	/* the last word of text is zeroed first, for what the text does not fill of it */
	memset(cells->end + INTALIGN(len), 0, sizeof(int32));
	SET_VARSIZE(cells->end, VARHDRSZ + len);
	if (len > 0)
		memcpy(cells->end + VARHDRSZ, data, len);
	cells->end += VARHDRSZ + INTALIGN(len);
}

/* Adds a cell as it is staged: NULL = not changed, '' = cleared. */
static inline void
cells_add_change(CellArray *cells, const CellChange *change)
{
	if (!change->touched)
		cells_add_null(cells);
	else if (change->value.state == VALUE_SET)
		cells_add(cells, change->value.data, change->value.len);
	else
		cells_add(cells, "", 0);
}

static inline Datum
cells_end(CellArray *cells)
{
	Assert(cells->nelements == cells->maxelements);
	SET_VARSIZE(cells->array, cells->end - (char *) cells->array);
	return PointerGetDatum(cells->array);
}

#endif							/* CUSTOMERS_CELL_ARRAY_H */
