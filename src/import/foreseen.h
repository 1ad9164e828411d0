/*
 * foreseen.h
 *
 * The rows that a merge would write, as SQL: new cells over the live row, or over the
 * defaults.  What the application forbids (CHECK, FOREIGN KEY, UNIQUE, EXCLUDE) is asked
 * of them.
 *
 * A row has the name customers, and the table's own names for its columns.  Beside them
 * it has two by names that no column of a table can have: ctid is the number of the
 * record, xmin the id of its customer, 0 for a new one.
 *
 *		rows = foreseen_open(map);
 *		foreseen_column(rows, number, &field) && foreseen_use(rows, number);
 *		foreseen_prepare(rows, ", (phone <> '') IS FALSE");
 *		foreseen_close(rows);
 *		... foreseen_check(rows, records, nrecords, found, failed, state);
 */
#ifndef CUSTOMERS_FORESEEN_H
#define CUSTOMERS_FORESEEN_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"
#include "support/statement.h"
#include "support/target.h"

typedef struct ForeseenRows
{
	const FieldMap *map;
	Target		target;			/* until foreseen_close() */
	bool	   *used;			/* by column number */
	int			nfields;		/* fields that the columns in use are */
	int		   *fields;			/* indexes into map->fields */
	Statement	find;
} ForeseenRows;

/* In the current memory context. */
extern ForeseenRows *foreseen_open(const FieldMap *map);
extern void foreseen_close(ForeseenRows *rows);

/*
 * Is it known which value a merge would give this column of the table, and may the
 * current user read it?  Not a generated column, the attributes, the password, the id,
 * or one with a volatile default.  field is the one of the file that it is, or -1.
 */
extern bool foreseen_column(const ForeseenRows *rows, int number, int *field);

/* The rows are to have this column. */
extern void foreseen_use(ForeseenRows *rows, int number);

/* A column's own name. */
extern const char *foreseen_name(const ForeseenRows *rows, int number);

/* The table as SQL names it, and the column of its id. */
extern char *foreseen_table(const ForeseenRows *rows);
extern char *foreseen_id(const ForeseenRows *rows);

/*
 * The columns in use, as items of a SELECT list after the first.  cell is a format for
 * the number of a field, which gives the SQL of its cell: NULL is not touched, ''
 * cleared.  They are of r, the record, and c, its customer.
 */
extern char *foreseen_columns(ForeseenRows *rows, const char *cell);

/* Prepares SELECT customers.ctid<list> FROM customers, in the current memory context. */
extern void foreseen_prepare(ForeseenRows *rows, const char *list);

/* A batch that the statement has run for: its result is about these records. */
typedef void (*ForeseenFound) (void *state, Record **records, uint64 nrows);

/* A record for which it raised an error. */
typedef void (*ForeseenFailed) (void *state, Record *record, const ErrorData *error);

/* Runs it for records; rows come in the order of the records. */
extern void foreseen_check(ForeseenRows *rows, Record **records, int nrecords,
						   ForeseenFound found, ForeseenFailed failed, void *state);

/* The only field in use, or -1. */
extern int	foreseen_only_field(const ForeseenRows *rows);

#endif							/* CUSTOMERS_FORESEEN_H */
