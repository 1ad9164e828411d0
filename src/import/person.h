/*
 * person.h
 *
 * Who somebody is, as a record says it and as it is known of a customer: the keys
 * of other systems, the name, and what bears a new name out.
 */
#ifndef CUSTOMERS_PERSON_H
#define CUSTOMERS_PERSON_H

#include "postgres.h"

#include "field/field.h"
#include "field/person_name.h"

/* NULL = not said, or not known. */
typedef struct Person
{
	int64		customer_id;	/* of a customer */
	const char *identifier;		/* folded (key_fold.h) */
	const char *email;			/* likewise */
	PersonName	name;
	const char *phone;			/* their digits, the last ones */
	const char *mobile;
	const char *birth_date;
	const char *address;		/* folded */
} Person;

/*
 * Who the cells of a record are about, in the current memory context.  A cell that
 * is wrong says nothing.
 */
extern Person person_of_cells(const FieldMap *map, const CsvRecord *source);

/*
 * Reads customers by their ids, whatever of them the file has; sets *npersons to
 * those that exist.  With witnesses: also what persons_share() compares.  By id, in the current memory context.  SPI must be connected
 * and a snapshot active.
 */
extern Person *persons_read(const int64 *ids, int nids, bool witnesses, int *npersons);

/* Has the one a phone, birth date or address of the other? */
extern bool persons_share(const Person *a, const Person *b);

/* The person with an id; NULL if it is not among those. */
extern const Person *persons_find(const Person *persons, int npersons, int64 customer_id);

#endif							/* CUSTOMERS_PERSON_H */
