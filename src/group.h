/*
 * group.h
 *
 * Groups of customers: what a group cell of a record does to memberships.
 */
#ifndef CUSTOMERS_GROUP_H
#define CUSTOMERS_GROUP_H

#include "postgres.h"

#include "diff.h"
#include "record.h"

/* Separates the names of groups in a cell, staged or exported. */
#define GROUP_SEPARATOR '|'

/* Longest name of a group, as the CHECK of customer_groups.name has it. */
#define GROUP_MAX_BYTES 1000

typedef struct GroupSet GroupSet;

/* All groups there are, in the current memory context.  SPI connected. */
extern GroupSet *groups_load(void);

/*
 * Fills in the change of the groups field for records that are matched or new
 * and without error, and notes unknown groups and rejected memberships.
 */
extern void groups_diff(GroupSet *groups, Differ *differ, Record **records, int nrecords);

#endif							/* CUSTOMERS_GROUP_H */
