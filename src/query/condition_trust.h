/*
 * condition_trust.h
 *
 * Checks that an expression runs no code of another role.
 */
#ifndef CUSTOMERS_CONDITION_TRUST_H
#define CUSTOMERS_CONDITION_TRUST_H

#include "postgres.h"

#include "parser/parse_node.h"

/*
 * Errors unless everything that the analyzed expression uses is built into
 * PostgreSQL or belongs to the current user.  pstate is for error positions.
 */
extern void condition_trust_expression(ParseState *pstate, Node *expression);

/* Same for a type, before its input function reads the literal at location. */
extern void condition_trust_type(ParseState *pstate, Oid type, int location);

#endif							/* CUSTOMERS_CONDITION_TRUST_H */
