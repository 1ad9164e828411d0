/*
 * delete_api.c
 *
 * SQL entry points of customers_delete() and customers_erase(): arguments and results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/source_arguments.h"
#include "people/erase.h"
#include "people/delete.h"
#include "support/log_guard.h"

LOG_GUARDED(customers_delete, LOG_GUARD_NO_CONTENT)
{
	ArrayType  *ids = required_ids(fcinfo, 0);
	int64		deleted;

	SPI_connect();
	deleted = delete_customers(ids);
	SPI_finish();
	PG_RETURN_INT64(deleted);
}

LOG_GUARDED(customers_erase_id, LOG_GUARD_NO_CONTENT)
{
	int64		emptied;

	require_argument(fcinfo, 0, "id");
	SPI_connect();
	emptied = erase_customer(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_INT64(emptied);
}

LOG_GUARDED(customers_erase_email, LOG_GUARD_NO_CONTENT)
{
	int64		emptied;

	require_argument(fcinfo, 0, "email");
	SPI_connect();
	emptied = erase_email(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	SPI_finish();
	PG_RETURN_INT64(emptied);
}
