/*
 * setup_api.c
 *
 * SQL entry point of the setup.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "schema/setup.h"
#include "support/log_guard.h"
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
