/*
 * name_follow.h
 *
 * A customer's name, and the first and last name beside it.  A name that was first and
 * last together follows them when a record changes them:
 *
 *		live: Ann Berg, Ann, Berg		file: Anna, Nilsen		-> Anna Nilsen
 *		live: Mrs A. Berg, Ann, Berg	file: Anna, Nilsen		-> a warning
 *
 * What a record itself says of the name stands as it is.
 */
#ifndef CUSTOMERS_NAME_FOLLOW_H
#define CUSTOMERS_NAME_FOLLOW_H

#include "postgres.h"

#include "import/live.h"
#include "import/record.h"

/*
 * Adds to a record's changes of a live row that of the name, or notes that it differs
 * (name_differs).  All other changes have been made.  For files with a first or last
 * name.
 */
extern void name_follow(const FieldMap *map, Record *record, const LiveRow *row);

/*
 * Notes that first and last name stay behind where the name alone changes.  For files
 * with neither; such customers are looked up once more.
 */
extern void names_check_records(const FieldMap *map, Record **records, int nrecords);

/*
 * For a table that has first and last name alone, and a file with whole names: a known
 * customer's stay, and are noted if they differ (name_differs); where there are none,
 * and of a new customer, it is noted that the whole was split (name_split).
 *
 * name_keeps_parts() returns whether the changes of the fields first and last are to be
 * taken back.
 */
extern bool name_keeps_parts(const FieldMap *map, Record *record, const LiveRow *row, int *first, int *last);
extern void name_note_split(const FieldMap *map, Record *record);

#endif							/* CUSTOMERS_NAME_FOLLOW_H */
