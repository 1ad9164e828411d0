/*
 * condition_implied.h
 *
 * What a condition on looked-up columns says about the tables behind them.
 */
#ifndef CUSTOMERS_CONDITION_IMPLIED_H
#define CUSTOMERS_CONDITION_IMPLIED_H

#include "postgres.h"

#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"

/*
 * The name of the group whose members a part of such a condition asks for,
 * 'name' = ANY (groups); NULL if it is anything else.
 */
extern char *condition_group(const Node *node, const List *columns);

/* SQL, with a condition on customer_profiles: is a customer an accepted member of it? */
extern char *condition_is_member(const char *group);

/*
 * Returns conditions that follow from those of a query over the profiles, as SQL
 * that begins with AND, or is empty.  The query is analyzed, the profiles are its
 * first relation, and columns (ProfileColumn *) are all of theirs.
 */
extern char *condition_implied(const Query *query, const List *columns);

#endif							/* CUSTOMERS_CONDITION_IMPLIED_H */
