/*
 * srf.c
 *
 * Functions that return sets, in materialize mode.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "support/srf.h"

SrfRows
srf_begin(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	SrfRows		rows;
	MemoryContext old;

	if (info == NULL || !IsA(info, ReturnSetInfo) ||
		(info->allowedModes & SFRM_Materialize) == 0 || info->expectedDesc == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("a function that returns a set was called where no set can be"),
				 errhint("Call it in FROM.")));
	rows.context = info->econtext->ecxt_per_query_memory;
	old = MemoryContextSwitchTo(rows.context);
	rows.desc = CreateTupleDescCopy(info->expectedDesc);
	rows.store = tuplestore_begin_heap((info->allowedModes & SFRM_Materialize_Random) != 0,
									   false, work_mem);
	MemoryContextSwitchTo(old);
	info->returnMode = SFRM_Materialize;
	info->setResult = rows.store;
	info->setDesc = rows.desc;
	return rows;
}

void
srf_put(SrfRows *rows, const Datum *values, const bool *nulls)
{
	tuplestore_putvalues(rows->store, rows->desc, unconstify(Datum *, values),
						 unconstify(bool *, nulls));
}

void
srf_put_text(SrfRows *rows, const char *data, int len)
{
	text	   *row = cstring_to_text_with_len(data, len);
	Datum		value = PointerGetDatum(row);
	bool		null = false;

	srf_put(rows, &value, &null);
	pfree(row);
}
