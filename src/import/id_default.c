/*
 * id_default.c
 *
 *		default of customer_id -> evaluated for each new customer -> not given yet, and
 *			nobody's -> their ids
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/hsearch.h"

#include "field/column_default.h"
#include "import/id_default.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Rounds in which no id is a new one, until the default is taken to give no more. */
#define ROUNDS_MAX 100

struct IdDefault
{
	char	   *sql;
	HTAB	   *taken;			/* ids that were given, or are customers' */
};

IdDefault *
id_default_create(void)
{
	IdDefault  *from = palloc0(sizeof(IdDefault));
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};
	Target		target = target_open();
	int			scope = settings_scope_enter();
	char	   *sql;

	settings_scope_pg_catalog_first();
	sql = column_default_sql(target.relation, target_column(&target, "customer_id"));
	settings_scope_leave(scope);
	target_close(&target);
	if (sql == NULL)
		return NULL;
	from->sql = psprintf("%s::pg_catalog.int8", sql);
	from->taken = hash_create("customers ids given", 1024, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	return from;
}

const char *
id_default_sql(const IdDefault *from)
{
	return from->sql;
}

/* Evaluates it so many times; stops at one that is no id. */
static int
evaluate(IdDefault *from, int64 *ids, int wanted, int64 largest, const char **why)
{
	Statement	select = statement(psprintf("SELECT %s FROM pg_catalog.generate_series(1, %d)", from->sql, wanted));
	int			n = 0;

	statement_select(&select);
	for (int i = 0; i < wanted && *why == NULL; i++)
	{
		bool		isnull;
		int64		id = DatumGetInt64(spi_datum(i, 1, INT8OID, &isnull, "the default of customer_id"));

		if (isnull)
			*why = "the default of customer_id gave NULL";
		else if (id < 1 || id > largest)
			*why = psprintf("the default of customer_id gave " INT64_FORMAT ", and an id is from 1 to " INT64_FORMAT, id, largest);
		else
			ids[n++] = id;
	}
	statement_done();
	return n;
}

/* Notes those that customers have as taken. */
static void
find_live(IdDefault *from, const int64 *ids, int n)
{
	Datum	   *elements = palloc(Max(n, 1) * sizeof(Datum));
	Statement	find = statement(psprintf("SELECT customer_id::pg_catalog.int8 FROM %s"
										  " WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)", catalog_name(REL_CUSTOMERS)));
	uint64		nlive;

	for (int i = 0; i < n; i++)
		elements[i] = Int64GetDatum(ids[i]);
	statement_datum(&find, INT8ARRAYOID, int8_array(elements, n), false);
	nlive = statement_select(&find);
	for (uint64 i = 0; i < nlive; i++)
	{
		int64		id = spi_int64(i, 1, "customers.customer_id");

		hash_search(from->taken, &id, HASH_ENTER, NULL);
	}
	statement_done();
}

/* Moves those that are not taken to the front; returns how many there are. */
static int
keep_free(IdDefault *from, int64 *ids, int n)
{
	int			nfree = 0;

	for (int i = 0; i < n; i++)
	{
		bool		found;

		hash_search(from->taken, &ids[i], HASH_ENTER, &found);
		if (!found)
			ids[nfree++] = ids[i];
	}
	return nfree;
}

int
id_default_take(IdDefault *from, int64 *ids, int wanted, int64 largest, const char **why)
{
	int			n = 0,
				idle = 0;

	*why = NULL;
	while (n < wanted && *why == NULL)
	{
		int			given = evaluate(from, ids + n, wanted - n, largest, why);
		int			nfree;

		find_live(from, ids + n, given);
		nfree = keep_free(from, ids + n, given);
		idle = nfree > 0 ? 0 : idle + 1;
		if (idle == ROUNDS_MAX && *why == NULL)
			*why = "the default of customer_id gives ids again that it has given, or that customers have";
		n += nfree;
	}
	return n;
}
