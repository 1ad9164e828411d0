/*
 * impose_no.h
 *
 * A no that a staged row does not say by its own cell: of another record of the same
 * person, or of the mailbox that its customer gets.  The row keeps what its own cell
 * said (kept.h), so that a correction can take the no away again.
 */
#ifndef CUSTOMERS_IMPOSE_NO_H
#define CUSTOMERS_IMPOSE_NO_H

#include "postgres.h"

#include "field/field.h"

/*
 * The field subscribed, where the file does not speak of it: adds it to the fields of
 * the map, and of the import if its row is written already.
 */
extern void impose_no_add_field(int64 import_id, FieldMap *map);

/*
 * SET list of an UPDATE of customer_import_rows, r: unsubscribes new customers; or
 * known ones, customers c, of whom those who are unsubscribed stay so.
 */
extern char *impose_no_on_new(const FieldMap *map);
extern char *impose_no_on_known(const FieldMap *map);

#endif							/* CUSTOMERS_IMPOSE_NO_H */
