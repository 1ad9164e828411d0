/*
 * group_api.c
 *
 * SQL entry points of groups and memberships: arguments and results, no logic.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "api/arguments.h"
#include "import/group.h"
#include "people/membership.h"
#include "support/log_guard.h"

PG_FUNCTION_INFO_V1(customers_group_key);

typedef int64 (*ChangeMembers) (const char *group, ArrayType *ids);

/* customers_group_key(name text) returns bytea, strict. */
Datum
customers_group_key(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	uint32		len;
	char	   *key = group_fold(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &len);

	PG_RETURN_BYTEA_P((bytea *) cstring_to_text_with_len(key, len));
}

LOG_GUARDED(customers_group_create, LOG_GUARD_NO_CONTENT)
{
	int64		group_id;

	require_argument(fcinfo, 0, "name");
	SPI_connect();
	group_id = membership_create_group(text_to_cstring(PG_GETARG_TEXT_PP(0)),
									   PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1),
									   PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2));
	SPI_finish();
	PG_RETURN_INT64(group_id);
}

LOG_GUARDED(customers_group_drop, LOG_GUARD_NO_CONTENT)
{
	int64		nmembers;

	require_argument(fcinfo, 0, "name");
	SPI_connect();
	nmembers = membership_drop_group(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	SPI_finish();
	PG_RETURN_INT64(nmembers);
}

/* Shared by the functions with arguments group and ids. */
static Datum
change_members(FunctionCallInfo fcinfo, ChangeMembers change)
{
	ArrayType  *ids;
	int64		changed;

	require_argument(fcinfo, 0, "group");
	ids = required_ids(fcinfo, 1);
	SPI_connect();
	changed = change(text_to_cstring(PG_GETARG_TEXT_PP(0)), ids);
	SPI_finish();
	PG_RETURN_INT64(changed);
}

LOG_GUARDED(customers_group_assign, LOG_GUARD_NO_CONTENT)
{
	return change_members(fcinfo, membership_assign);
}

LOG_GUARDED(customers_group_unassign, LOG_GUARD_NO_CONTENT)
{
	return change_members(fcinfo, membership_unassign);
}

LOG_GUARDED(customers_group_reject, LOG_GUARD_NO_CONTENT)
{
	return change_members(fcinfo, membership_reject);
}
