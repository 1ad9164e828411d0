/*
 * changes.h
 *
 * How many customers lose a value that was there, by field: what the limits are held
 * to (limits.h).
 *
 *		records that change a customer -> Changes -> customer_imports.changes
 *		corrected rows, before and after -> Changes -> added to it
 *
 * It holds no cells: it outlives an erasure.
 */
#ifndef CUSTOMERS_CHANGES_H
#define CUSTOMERS_CHANGES_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "import/record.h"

typedef struct FieldChanges
{
	int64		changed;		/* another value, or none any more */
	int64		cleared;		/* of these, none any more */
} FieldChanges;

typedef struct Changes
{
	int			nfields;
	FieldChanges *fields;
	int64		unsubscribed;	/* customers who were subscribed; without those of
								 * customer_imports.opted_out */
	int64		subscribed;		/* customers of the list, or so many at least; 0 = they
								 * were not counted */
} Changes;

/* All zero, in the current memory context. */
extern Changes *changes_create(int nfields);

/* Makes room for fields that have been added since. */
extern void changes_widen(Changes *changes, int nfields);

/* Counts a record that changes a customer. */
extern void changes_count(Changes *changes, const FieldMap *map, const Record *record);

/*
 * The same of the staged rows of lines (int8[]); sign: 1, or -1 to take them off.  SPI
 * must be connected.
 */
extern void changes_count_staged(Changes *changes, const FieldMap *map, int64 import_id, Datum lines, int sign);

/* Adds other changes, of the same fields or of more. */
extern void changes_add(Changes *changes, const Changes *other);

/* The names of the fields of a map, as the functions below take them. */
extern char **changes_fields(const FieldMap *map);

/* As JSON, by the names of the fields. */
extern Jsonb *changes_json(const Changes *changes, char **fields);

/*
 * What customer_imports.changes says of fields (NULL: an older release staged the
 * import, nothing is known).  Errors if changes_json() wrote none such.
 */
extern Changes *changes_read(Jsonb *json, char **fields, int nfields);

#endif							/* CUSTOMERS_CHANGES_H */
