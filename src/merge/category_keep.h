/*
 * category_keep.h
 *
 * The one spelling of each category that is written (field/category.h).
 */
#ifndef CUSTOMERS_CATEGORY_KEEP_H
#define CUSTOMERS_CATEGORY_KEEP_H

#include "postgres.h"

#include "field/field.h"

/*
 * Keeps the spellings of those of the fields that are categories nobody has
 * written yet.  Waits for a session that writes one of them.  Must run before
 * customers are written: both merge and save take the rows in this order.
 */
extern void categories_keep(Field *const *fields, int nfields);

/*
 * The same for an import; then, where another import or save was first, takes over
 * its spelling into the import's own row, unless the file named the category
 * exactly.  Run it before the row's fields are read for the merge.
 */
extern void categories_settle(int64 import_id);

#endif							/* CUSTOMERS_CATEGORY_KEEP_H */
