/*
 * erase_rows.h
 *
 * A person in the rows of imports: staged, rejected, or kept to undo a merge.
 */
#ifndef CUSTOMERS_ERASE_ROWS_H
#define CUSTOMERS_ERASE_ROWS_H

#include "postgres.h"

/* Who is to be erased. */
typedef struct Person
{
	int64		customer_id;	/* 0 = no customer (any more) */
	Datum		ids;			/* int8[]: customer_id, and those of former customers */
	char	   *identifier;		/* folded (key_fold.h); NULL = none */
	char	   *email;
	bool		unsubscribed;
} Person;

/*
 * Empties every row that is about the customer or holds one of the keys, and
 * every header that does (a record that was taken for one), and returns how
 * many.  A row that is still staged is left out of its import,
 * whose counts are corrected.  SPI must be connected, and the tables locked.
 */
extern int64 erase_rows(const Person *person);

#endif							/* CUSTOMERS_ERASE_ROWS_H */
