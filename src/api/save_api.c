/*
 * save_api.c
 *
 * SQL entry points of customers and orders given as JSON: arguments and results,
 * no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "api/arguments.h"
#include "people/order.h"
#include "people/save.h"
#include "support/log_guard.h"
#include "support/srf.h"

static void
put_ids(SrfRows *rows, const int64 *ids, int nids)
{
	bool		null = false;

	for (int i = 0; i < nids; i++)
	{
		Datum		id = Int64GetDatum(ids[i]);

		srf_put(rows, &id, &null);
	}
}

/* customers_save(customers jsonb, options) */
LOG_GUARDED(customers_save, 0)
{
	SrfRows		rows = srf_begin(fcinfo);
	ImportOptions options;
	Saved	   *saved;
	int64	   *ids;
	int			n;

	require_argument(fcinfo, 0, "customers");
	SPI_connect();
	option_arguments(fcinfo, &options);
	saved = save_customers(PG_GETARG_JSONB_P(0), &options, false, &n);
	ids = palloc(Max(n, 1) * sizeof(int64));
	for (int i = 0; i < n; i++)
		ids[i] = saved[i].customer_id;
	put_ids(&rows, ids, n);
	SPI_finish();
	return (Datum) 0;
}

/* customers_place_order("order" jsonb) */
LOG_GUARDED(customers_place_order, 0)
{
	SrfRows		rows = srf_begin(fcinfo);
	int64	   *ids;
	int			n;

	require_argument(fcinfo, 0, "order");
	SPI_connect();
	ids = order_place(PG_GETARG_JSONB_P(0), &n);
	put_ids(&rows, ids, n);
	SPI_finish();
	return (Datum) 0;
}
