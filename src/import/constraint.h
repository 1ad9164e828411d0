/*
 * constraint.h
 *
 * The CHECK and FOREIGN KEY constraints that an application has put on
 * customers.  A record that breaks one is rejected while it is staged; else
 * the first such record would stop the merge of all.
 */
#ifndef CUSTOMERS_CONSTRAINT_H
#define CUSTOMERS_CONSTRAINT_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

typedef struct Constraints Constraints;

/*
 * The constraints that can be judged by the fields of a map, in the current
 * memory context; NULL if there are none, which is the rule.  SPI must stay
 * connected as long as they are used.
 */
extern Constraints *constraints_load(const FieldMap *map);

/*
 * Notes an error at each of these records that would be new or changed, has no
 * error yet, and breaks a constraint.
 */
extern void constraints_check(Constraints *constraints, Record **records, int nrecords);

#endif							/* CUSTOMERS_CONSTRAINT_H */
