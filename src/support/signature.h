/*
 * signature.h
 *
 * The SQL signature of a C function that is being called, so that one C function can
 * serve overloads and find arguments by name.
 */
#ifndef CUSTOMERS_SIGNATURE_H
#define CUSTOMERS_SIGNATURE_H

#include "postgres.h"

#include "fmgr.h"

/* The input arguments, in the current memory context. */
typedef struct Signature
{
	int			narguments;
	Oid		   *types;
	char	  **names;
	char	   *defaults;		/* pg_proc.proargdefaults; NULL = none */
} Signature;

extern Signature *signature_of(FunctionCallInfo fcinfo);

/* Number of the argument of this name; -1 = none. */
extern int	signature_find(const Signature *signature, const char *name);

/* Default of argument i; NULL if it has none. */
extern Datum signature_default(const Signature *signature, int i, bool *isnull);

/* The declared type of argument i. */
extern Oid	signature_type(FunctionCallInfo fcinfo, int i);

#endif							/* CUSTOMERS_SIGNATURE_H */
