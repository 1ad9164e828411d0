/*
 * membership.h
 *
 * Groups, and who is in them, by hand: what a person or an application decides
 * one or many customers at a time.  (What a file does is group.h.)
 *
 * Each is set-based, whatever the number of customers.  Errors: a group that
 * does not exist; customers who do not exist, naming the first of them.  SPI
 * must be connected.
 */
#ifndef CUSTOMERS_MEMBERSHIP_H
#define CUSTOMERS_MEMBERSHIP_H

#include "postgres.h"

#include "utils/array.h"

/* Id of the group of that name, in any case, without its outer spaces. */
extern int64 membership_known_group(const char *name);

/*
 * Creates a group; returns its id.  Outer spaces of the name go.  discount is
 * a numeric, description a text; (Datum) 0 is none.
 */
extern int64 membership_create_group(const char *name, Datum discount, Datum description);

/* Drops a group; returns how many accepted members it had. */
extern int64 membership_drop_group(const char *name);

/*
 * In, overturning a rejection; out, leaving rejections as they are; rejected,
 * whether they were in or not.  Return how many customers that changed.
 */
extern int64 membership_assign(const char *group, ArrayType *ids);
extern int64 membership_unassign(const char *group, ArrayType *ids);
extern int64 membership_reject(const char *group, ArrayType *ids);

#endif							/* CUSTOMERS_MEMBERSHIP_H */
