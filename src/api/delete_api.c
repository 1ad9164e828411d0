/*
 * delete_api.c
 *
 * SQL entry points of customers_about(), customers_delete() and customers_erase():
 * arguments and results, no logic.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "people/about.h"
#include "people/erase.h"
#include "people/delete.h"
#include "support/log_guard.h"
#include "support/statement.h"

LOG_GUARDED(customers_about, LOG_GUARD_NO_CONTENT)
{
	Jsonb	   *about;

	require_argument(fcinfo, 0, "customer_id");
	statement_connect();
	about = about_customer(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_JSONB_P(about);
}

LOG_GUARDED(customers_delete, LOG_GUARD_NO_CONTENT)
{
	ArrayType  *ids = required_ids(fcinfo, 0);
	int64		deleted;

	SPI_connect();
	deleted = delete_customers(ids);
	SPI_finish();
	PG_RETURN_INT64(deleted);
}

/* customers_erase(id bigint), customers_erase(email text) */
LOG_GUARDED(customers_erase, LOG_GUARD_NO_CONTENT)
{
	bool		by_email = signature_type(fcinfo, 0) == TEXTOID;
	int64		emptied;

	require_argument(fcinfo, 0, by_email ? "email" : "id");
	SPI_connect();
	emptied = by_email ? erase_email(text_to_cstring(PG_GETARG_TEXT_PP(0)))
		: erase_customer(PG_GETARG_INT64(0));
	SPI_finish();
	PG_RETURN_INT64(emptied);
}
