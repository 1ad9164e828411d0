/*
 * erase_rows.h
 *
 * A person in the rows of imports: staged, rejected, or kept for a revert.
 */
#ifndef CUSTOMERS_ERASE_ROWS_H
#define CUSTOMERS_ERASE_ROWS_H

#include "postgres.h"

/* Who is looked for. */
typedef struct Person
{
	int64		customer_id;	/* 0 = not a customer */
	Datum		ids;			/* int8[]: customer_id, and those of former customers */
	Datum		marked;			/* int8[]: those of rows that are marked as deleted */
	bool		has_marked;		/* is there any? */
	char	   *identifier;		/* folded (key_fold.h); NULL = none */
	char	   *email;
	bool		unsubscribed;
} Person;

/*
 * Empties every row that is the person's or contains one of their keys, and every
 * header that is their record; returns how many.  A row that is still staged is
 * excluded, and the counts of its import corrected.  SPI must be connected, and
 * the tables locked.
 */
extern int64 erase_rows(const Person *person);

/*
 * The rows that erase_rows() would empty: their imports and lines, each as int8[], by
 * import and line, in the current memory context.  SPI must be connected.
 */
extern void erase_rows_find(const Person *person, Datum *imports, Datum *lines);

#endif							/* CUSTOMERS_ERASE_ROWS_H */
