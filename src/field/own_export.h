/*
 * own_export.h
 *
 * Is a file made from the customers of such a list: by customers_export(), or by
 * a GUI from customers or customer_profiles?
 */
#ifndef CUSTOMERS_OWN_EXPORT_H
#define CUSTOMERS_OWN_EXPORT_H

#include "postgres.h"

#include "field/field.h"
#include "field/record_sample.h"

/* Is it the name of a column that only an export holds, in any case? */
extern bool own_export_computes(const char *word);

/*
 * Is this column the attributes of customers or customer_profiles, as a GUI exports
 * them: beside another name that only an export holds, and all cells JSON objects?
 * What an export of ours holds are columns attributes.<category>.
 */
extern bool own_export_has_attributes(const FieldMap *map, int column, const RecordSample *sample);

/*
 * Is created_at, in this column, ours?  Other systems have a column of that name,
 * too.  Ours stands beside several names that only an export of ours holds; one is
 * enough if the cells of created_at are written as the type timestamptz is, or are
 * not known (sample NULL).
 */
extern bool own_export_has_created_at(const FieldMap *map, int column, const RecordSample *sample);

/* Is there a column beside that hardly anybody has but an export of ours? */
extern bool own_export_is_likely(const FieldMap *map);

#endif							/* CUSTOMERS_OWN_EXPORT_H */
