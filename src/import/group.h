/*
 * group.h
 *
 * Groups of customers: what a group cell of a record does to memberships.
 */
#ifndef CUSTOMERS_GROUP_H
#define CUSTOMERS_GROUP_H

#include "postgres.h"

#include "import/diff.h"
#include "import/record.h"

/* Separates the names of groups in a cell, staged or exported. */
#define GROUP_SEPARATOR '|'

/* Longest name of a group, as the CHECK of customer_groups.name has it. */
#define GROUP_MAX_BYTES 1000

typedef struct GroupSet GroupSet;

/*
 * The name with its case folded, palloc'd, in UTF-8: the same in every database,
 * whatever its locale and encoding.
 */
extern char *group_fold(const char *name, uint32 len, uint32 *folded_len);

/* The same of a name in SQL, as bytea: what groups are compared by. */
extern char *group_sql_key(const char *name);

/* Loads all groups into the current memory context.  SPI must be connected. */
extern GroupSet *groups_load(void);

/*
 * Notes the new groups that records name.  A group is spelled as the first record of
 * the file spells it, whatever becomes of that record, and also if it is judged later
 * than others.
 */
extern void groups_learn(GroupSet *groups, const Differ *differ, Record **records, int nrecords);

/*
 * Fills in the change of the groups field for records that are matched or new
 * and without error, and notes unknown groups and rejected memberships.
 */
extern void groups_diff(GroupSet *groups, Differ *differ, Record **records, int nrecords);

#endif							/* CUSTOMERS_GROUP_H */
