/*
 * membership.h
 *
 * Groups and their members, as set by a person or an application.  (Groups in
 * files: group.h.)
 *
 * Each call runs the same few statements for any number of customers.  Errors:
 * the group does not exist; some customers do not exist.  SPI must be connected.
 */
#ifndef CUSTOMERS_MEMBERSHIP_H
#define CUSTOMERS_MEMBERSHIP_H

#include "postgres.h"

#include "utils/array.h"

/* Id of the group of this name; case and outer spaces do not matter. */
extern int64 membership_known_group(const char *name);

/*
 * Creates a group; returns its id.  The name is trimmed.  discount is a numeric,
 * description a text; (Datum) 0 is none.
 */
extern int64 membership_create_group(const char *name, Datum discount, Datum description);

/* Drops a group; returns how many accepted members it had. */
extern int64 membership_drop_group(const char *name);

/*
 * assign makes customers accepted members, even if they were rejected.  unassign
 * deletes accepted memberships; rejections stay.  reject makes customers
 * rejected.  Return how many customers were changed.
 */
extern int64 membership_assign(const char *group, ArrayType *ids);
extern int64 membership_unassign(const char *group, ArrayType *ids);
extern int64 membership_reject(const char *group, ArrayType *ids);

#endif							/* CUSTOMERS_MEMBERSHIP_H */
