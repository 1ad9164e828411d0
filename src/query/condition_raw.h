/*
 * condition_raw.h
 *
 * Raw parsing of conditions, before names are looked up.
 */
#ifndef CUSTOMERS_CONDITION_RAW_H
#define CUSTOMERS_CONDITION_RAW_H

#include "postgres.h"

#include "parser/parse_node.h"

/*
 * Parses the source text as one expression.  Errors if it is more than that, or
 * contains what a condition cannot.  String literals become parameters, from 1;
 * *strings is set to their values (char *).
 */
extern Node *condition_raw_parse(ParseState *pstate, List **strings);

#endif							/* CUSTOMERS_CONDITION_RAW_H */
