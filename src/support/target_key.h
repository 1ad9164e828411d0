/*
 * target_key.h
 *
 * Can every row of an adopted table be found by its key?  The application may drop what
 * says so: a primary key, NOT NULL, a unique index.
 */
#ifndef CUSTOMERS_TARGET_KEY_H
#define CUSTOMERS_TARGET_KEY_H

#include "postgres.h"

#include "utils/relcache.h"

/*
 * Is the column of an open table a smallint, integer or bigint that is not generated,
 * NOT NULL, and unique by an index on itself alone?
 */
extern bool target_key_is_key(Relation table, AttrNumber number);

/* Are the customers of this oid a table of ours, or has their table its key? */
extern bool target_key_is_there(Oid customers);

/* Errors if not; the hint says what gives the table a key again. */
extern void target_key_check(Oid customers);

#endif							/* CUSTOMERS_TARGET_KEY_H */
