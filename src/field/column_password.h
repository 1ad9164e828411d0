/*
 * column_password.h
 *
 * Columns of passwords: one is the field, others stay out of the list.
 */
#ifndef CUSTOMERS_COLUMN_PASSWORD_H
#define CUSTOMERS_COLUMN_PASSWORD_H

#include "field/field_mapper.h"

/*
 * Assigns the one column of passwords, of those that are not settled: by the
 * surest word, the first of several.  What else is of passwords stays out, with
 * a warning.
 */
extern void password_assign(Mapper *mapper);

/* Marks, among names that an application gives values by, categories that are passwords. */
extern void password_mark_categories(Mapper *mapper);

/* Does the header word say that the column holds passwords, or what belongs to them? */
extern bool password_is_column(const Mapper *mapper, int column);

#endif							/* CUSTOMERS_COLUMN_PASSWORD_H */
