/*
 * condition_trust.h
 *
 * Does an expression reach only what its reader can trust?
 */
#ifndef CUSTOMERS_CONDITION_TRUST_H
#define CUSTOMERS_CONDITION_TRUST_H

#include "postgres.h"

#include "parser/parse_node.h"

/*
 * Errors unless all that the analyzed expression reaches is built into
 * PostgreSQL or belongs to the current user.  pstate is for positions.
 */
extern void condition_trust_expression(ParseState *pstate, Node *expression);

/* Same for a type, before a literal at the location is given to it to read. */
extern void condition_trust_type(ParseState *pstate, Oid type, int location);

#endif							/* CUSTOMERS_CONDITION_TRUST_H */
