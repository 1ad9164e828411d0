/*
 * signature.h
 *
 * A C function's own signature, as SQL declares it: so that one C function
 * serves overloads, and arguments are known by their names.
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
	char	   *defaults;		/* as pg_proc has them; NULL = none */
} Signature;

extern Signature *signature_of(FunctionCallInfo fcinfo);

/* The number of the argument of this name; -1 = there is none. */
extern int	signature_find(const Signature *signature, const char *name);

/* The value that argument i has by default; NULL where it has none. */
extern Datum signature_default(const Signature *signature, int i, bool *isnull);

/* The declared type of argument i. */
extern Oid	signature_type(FunctionCallInfo fcinfo, int i);

#endif							/* CUSTOMERS_SIGNATURE_H */
