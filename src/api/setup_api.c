/*
 * setup_api.c
 *
 * SQL entry points of the setup, and of adopting a table.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "api/arguments.h"
#include "schema/adopt.h"
#include "schema/adopt_orders.h"
#include "schema/distribute.h"
#include "schema/setup.h"
#include "support/log_guard.h"
#include "support/srf.h"
#include "support/statement.h"

/* customers_setup(partitions integer) returns text: a message of what was done. */
LOG_GUARDED(customers_setup, LOG_GUARD_NO_CONTENT)
{
	text	   *result;

	statement_connect();
	result = cstring_to_text(setup_run(PG_ARGISNULL(0) ? 0 : PG_GETARG_INT32(0)));
	SPI_finish();
	PG_RETURN_TEXT_P(result);
}

/* customers_adopt(relation, columns, fixed, dry_run) returns a row a column. */
LOG_GUARDED(customers_adopt, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	require_argument(fcinfo, 0, "relation");
	SPI_connect();
	adopt_table(PG_GETARG_OID(0), PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1),
				PG_ARGISNULL(2) ? NULL : PG_GETARG_JSONB_P(2), !PG_ARGISNULL(3) && PG_GETARG_BOOL(3), &rows);
	SPI_finish();
	return (Datum) 0;
}

/* customers_adopt_orders(relation, columns, counted, dry_run) returns a row a column. */
LOG_GUARDED(customers_adopt_orders, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	require_argument(fcinfo, 0, "relation");
	SPI_connect();
	adopt_orders(PG_GETARG_OID(0), PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1),
				 PG_ARGISNULL(2) ? NULL : PG_GETARG_JSONB_P(2), !PG_ARGISNULL(3) && PG_GETARG_BOOL(3), &rows);
	SPI_finish();
	return (Datum) 0;
}

/* customers_distribute(shards integer) returns a row a thing done. */
LOG_GUARDED(customers_distribute, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	if (!PG_ARGISNULL(0) && PG_GETARG_INT32(0) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("customers cannot be spread over %d shards", PG_GETARG_INT32(0)),
				 errhint("At least one; by default as many as citus.shard_count says.")));
	SPI_connect();
	distribute_run(PG_ARGISNULL(0) ? 0 : PG_GETARG_INT32(0), &rows);
	SPI_finish();
	return (Datum) 0;
}

/* customers_undistribute() returns a row a thing done. */
LOG_GUARDED(customers_undistribute, LOG_GUARD_NO_CONTENT)
{
	SrfRows		rows = srf_begin(fcinfo);

	SPI_connect();
	distribute_undo(&rows);
	SPI_finish();
	return (Datum) 0;
}

/* customers_release() returns text: a message of what was done. */
LOG_GUARDED(customers_release, LOG_GUARD_NO_CONTENT)
{
	text	   *result;

	statement_connect();
	result = cstring_to_text(adopt_release());
	SPI_finish();
	PG_RETURN_TEXT_P(result);
}
