/*
 * condition_raw.h
 *
 * A condition as PostgreSQL's grammar reads it, before names mean anything.
 */
#ifndef CUSTOMERS_CONDITION_RAW_H
#define CUSTOMERS_CONDITION_RAW_H

#include "postgres.h"

#include "parser/parse_node.h"

/*
 * The one expression that the source text is.  Errors if it is more, or holds what no
 * condition may.  Its string literals have become parameters, from 1; their
 * values are appended to *strings.
 */
extern Node *condition_raw_parse(ParseState *pstate, List **strings);

#endif							/* CUSTOMERS_CONDITION_RAW_H */
