/*
 * signature.c
 *
 *		FmgrInfo -> pg_proc -> names, types and defaults of the input arguments
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "funcapi.h"
#include "nodes/primnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "support/signature.h"

/* Reads the input arguments; skips columns of the result. */
static void
read_arguments(Signature *signature, HeapTuple function)
{
	char	  **names;
	Oid		   *types;
	char	   *modes;
	int			n = get_func_arg_info(function, &types, &names, &modes);

	signature->types = palloc(Max(n, 1) * sizeof(Oid));
	signature->names = palloc(Max(n, 1) * sizeof(char *));
	for (int i = 0; i < n; i++)
	{
		if (modes != NULL && (modes[i] == PROARGMODE_OUT || modes[i] == PROARGMODE_TABLE))
			continue;
		signature->types[signature->narguments] = types[i];
		signature->names[signature->narguments++] = names != NULL ? names[i] : "";
	}
}

Signature *
signature_of(FunctionCallInfo fcinfo)
{
	Signature  *signature = palloc0(sizeof(Signature));
	HeapTuple	function = SearchSysCache1(PROCOID, ObjectIdGetDatum(fcinfo->flinfo->fn_oid));
	Datum		defaults;
	bool		isnull;

	if (!HeapTupleIsValid(function))
		elog(ERROR, "cache lookup failed for function %u", fcinfo->flinfo->fn_oid);
	read_arguments(signature, function);
	defaults = SysCacheGetAttr(PROCOID, function, Anum_pg_proc_proargdefaults, &isnull);
	if (!isnull)
		signature->defaults = TextDatumGetCString(defaults);
	ReleaseSysCache(function);
	return signature;
}

int
signature_find(const Signature *signature, const char *name)
{
	for (int i = 0; i < signature->narguments; i++)
		if (strcmp(signature->names[i], name) == 0)
			return i;
	return -1;
}

/* pg_proc has the defaults of the last arguments. */
Datum
signature_default(const Signature *signature, int i, bool *isnull)
{
	List	   *defaults = signature->defaults == NULL ? NIL
		: castNode(List, stringToNode(signature->defaults));
	int			first = signature->narguments - list_length(defaults);
	Node	   *value;

	*isnull = true;
	if (i < first)
		return (Datum) 0;
	value = eval_const_expressions(NULL, list_nth(defaults, i - first));
	if (!IsA(value, Const))
		elog(ERROR, "the default of argument \"%s\" is no constant", signature->names[i]);
	*isnull = castNode(Const, value)->constisnull;
	return castNode(Const, value)->constvalue;
}

Oid
signature_type(FunctionCallInfo fcinfo, int i)
{
	Oid		   *types;
	int			n;

	(void) get_func_signature(fcinfo->flinfo->fn_oid, &types, &n);
	return i < n ? types[i] : InvalidOid;
}
