/*
 * membership.c
 *
 *		name -> group_id
 *		ids -> are they all customers? -> customer_group_members
 *
 * A membership set by hand has no import_id; set_by and set_at say who set it
 * and when.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "field/value_trim.h"
#include "import/group.h"
#include "merge/group_lock.h"
#include "merge/group_retry.h"
#include "people/membership.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/normal_form.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Unknown customers that an error names at most. */
#define MAX_NAMED 5

/* ---- groups ---- */

/* The name as a file's is taken: trimmed, in one spelling; errors if it is not valid. */
static char *
checked_name(const char *name)
{
	uint32		len = strlen(name);

	value_trim(&name, &len);
	normal_form_compose(&name, &len);
	if (len == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("a group must have a name")));
	if (memchr(name, GROUP_SEPARATOR, len) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("the name of a group cannot hold \"%c\"", GROUP_SEPARATOR),
				 errdetail("It separates the names of groups in a cell of a file."),
				 errhint("Create the groups one by one, or choose another name.")));
	if (len > GROUP_MAX_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_NAME_TOO_LONG),
				 errmsg("the name of a group cannot be longer than %d bytes", GROUP_MAX_BYTES)));
	return pnstrdup(name, len);
}

/* Errors unless a discount is a percentage. */
static void
check_discount(Datum discount)
{
	Datum		hundred = NumericGetDatum(int64_to_numeric(100));
	Datum		zero = NumericGetDatum(int64_to_numeric(0));

	if (discount == (Datum) 0)
		return;
	if (!DatumGetBool(DirectFunctionCall2(numeric_ge, discount, zero)) ||
		!DatumGetBool(DirectFunctionCall2(numeric_le, discount, hundred)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("discount_percent cannot be %s",
						DatumGetCString(DirectFunctionCall1(numeric_out, discount))),
				 errhint("It is a percentage, from 0 to 100.")));
}

/*
 * Finds the group of this name, or else the oldest whose name differs only in
 * case; false if none.  latest: under a new snapshot, whatever the isolation
 * level.
 */
static bool
find_group(const char *name, bool latest, int64 *group_id, char **stored)
{
	Statement	find = statement(psprintf("SELECT group_id, name FROM %s WHERE %s OPERATOR(pg_catalog.=) %s"
										  " ORDER BY name OPERATOR(pg_catalog.<>) $1, group_id",
										  catalog_name(REL_GROUPS), group_sql_key("name"), group_sql_key("$1")));

	find.latest = latest;
	find.limit = 1;
	statement_text(&find, name);
	if (statement_select(&find) == 0)
		return false;
	*group_id = spi_int64(0, 1, "customer_groups.group_id");
	*stored = spi_text_not_null(0, 2, "customer_groups.name");
	return true;
}

int64
membership_known_group(const char *name)
{
	int64		group_id;
	char	   *stored;

	if (!find_group(checked_name(name), false, &group_id, &stored))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("group \"%s\" does not exist", name),
				 errhint("SELECT name FROM %s; lists those that do. SELECT %s(%s); creates it.",
						 catalog_name(REL_GROUPS), catalog_function_name("customers_group_create"),
						 quote_literal_cstr(name))));
	return group_id;
}

/* A group to be created. */
typedef struct NewGroup
{
	char	   *name;
	Datum		discount;		/* (Datum) 0 = none */
	Datum		description;
	int64		group_id;		/* output */
} NewGroup;

/*
 * Errors if the group exists, with whatever case.  Waits for sessions that are
 * creating it.
 */
static void
refuse_known(const char *name)
{
	Statement	lock = statement(group_lock_sql("SELECT $1 AS name"));
	int64		group_id;
	char	   *stored;

	statement_text(&lock, name);
	statement_select(&lock);
	if (find_group(name, false, &group_id, &stored))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("group \"%s\" already exists", stored)));
	if (IsolationUsesXactSnapshot() && find_group(name, true, &group_id, &stored))
		group_lock_refuse_unseen();
}

/* Work for group_retry(). */
static bool
create_group(void *state)
{
	NewGroup   *group = state;
	Statement	insert = statement(psprintf("INSERT INTO %s (name, discount_percent, description)"
											" VALUES ($1, $2, $3) RETURNING group_id", catalog_name(REL_GROUPS)));

	refuse_known(group->name);
	statement_text(&insert, group->name);
	statement_datum(&insert, NUMERICOID, group->discount, group->discount == (Datum) 0);
	statement_datum(&insert, TEXTOID, group->description, group->description == (Datum) 0);
	if (statement_write(&insert) != 1)
		elog(ERROR, "could not create group \"%s\"", group->name);
	group->group_id = spi_int64(0, 1, "customer_groups.group_id");
	return true;
}

int64
membership_create_group(const char *name, Datum discount, Datum description)
{
	NewGroup	group = {checked_name(name), discount, description, 0};

	check_discount(discount);
	setup_ensure_writable();
	group_retry(create_group, &group);
	return group.group_id;
}

/* Deletes the group's rows in a relation; returns how many. */
static int64
delete_of_group(CatalogRelation relation, int64 group_id, const char *condition)
{
	Statement	delete = statement(psprintf("DELETE FROM %s WHERE group_id OPERATOR(pg_catalog.=) $1%s",
											catalog_name(relation), condition));

	statement_int8(&delete, group_id);
	return statement_write(&delete);
}

int64
membership_drop_group(const char *name)
{
	int64		group_id,
				nmembers;

	setup_ensure_writable();
	group_id = membership_known_group(name);
	nmembers = delete_of_group(REL_GROUP_MEMBERS, group_id, " AND status OPERATOR(pg_catalog.=) 'accepted'");
	delete_of_group(REL_GROUP_MEMBERS, group_id, "");
	delete_of_group(REL_GROUPS, group_id, "");
	return nmembers;
}

/* ---- customers ---- */

static int
compare_int64(const void *a, const void *b)
{
	int64		left = DatumGetInt64(*(const Datum *) a),
				right = DatumGetInt64(*(const Datum *) b);

	return left < right ? -1 : left > right;
}

/* Errors, naming the ids that are not known; both arrays are sorted. */
static void
report_unknown(const Datum *ids, int nids, const Datum *known, int nknown)
{
	StringInfoData list;
	int			nunknown = 0;

	initStringInfo(&list);
	for (int i = 0; i < nids; i++)
	{
		if (bsearch(&ids[i], known, nknown, sizeof(Datum), compare_int64) != NULL)
			continue;
		if (nunknown < MAX_NAMED)
			appendStringInfo(&list, "%s" INT64_FORMAT, nunknown > 0 ? ", " : "",
							 DatumGetInt64(ids[i]));
		nunknown++;
	}
	if (nunknown == 1)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("customer %s does not exist", list.data)));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("%d of the customers do not exist", nunknown),
			 nunknown > MAX_NAMED ? errdetail("The first of them: %s.", list.data)
			 : errdetail("They are: %s.", list.data)));
}

/* Sorts ids and removes duplicates; returns how many remain. */
static int
sort_ids(Datum *ids, int n)
{
	int			kept = 0;

	qsort(ids, n, sizeof(Datum), compare_int64);
	for (int i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

/* Errors unless all are customers; returns the ids without duplicates. */
static Datum
known_customers(ArrayType *array)
{
	Statement	find = statement(psprintf("SELECT customer_id::pg_catalog.int8 FROM %s"
										  " WHERE customer_id OPERATOR(pg_catalog.=) ANY ($1)",
										  catalog_name(REL_CUSTOMERS)));
	Datum	   *ids,
			   *known;
	Datum		result;
	int			n,
				nknown;

	ids = int8_array_elements(array, &n);
	n = sort_ids(ids, n);
	result = int8_array(ids, n);
	statement_datum(&find, INT8ARRAYOID, result, false);
	nknown = statement_select(&find);
	known = palloc(Max(nknown, 1) * sizeof(Datum));
	for (int i = 0; i < nknown; i++)
		known[i] = Int64GetDatum(spi_int64(i, 1, "customers.customer_id"));
	if (nknown < n)
		report_unknown(ids, n, known, sort_ids(known, nknown));
	statement_done();
	return result;
}

/* ---- memberships ---- */

/* Runs a statement about a group ($1) and customers ($2); returns the rows written. */
static int64
write_members(const char *sql, int64 group_id, Datum ids)
{
	Statement	write = statement(sql);

	statement_int8(&write, group_id);
	statement_datum(&write, INT8ARRAYOID, ids, false);
	return statement_write(&write);
}

/* Memberships to be given a status. */
typedef struct NewStatus
{
	const char *group;
	ArrayType  *ids;
	const char *status;
	int64		changed;		/* customers who had another status, or none */
} NewStatus;

/* Work for group_retry(): updates memberships, and inserts those missing. */
static bool
write_status(void *state)
{
	NewStatus  *new = state;
	int64		group_id = membership_known_group(new->group);
	Datum		ids = known_customers(new->ids);

	new->changed = write_members(psprintf("UPDATE %s SET status = '%s', import_id = NULL,"
											" set_by = CURRENT_USER, set_at = pg_catalog.now()"
											" WHERE group_id OPERATOR(pg_catalog.=) $1"
											" AND customer_id OPERATOR(pg_catalog.=) ANY ($2)"
											" AND status OPERATOR(pg_catalog.<>) '%s'",
											catalog_name(REL_GROUP_MEMBERS), new->status, new->status),
								   group_id, ids);
	new->changed += write_members(psprintf("INSERT INTO %s (customer_id, group_id, status)"
											 " SELECT i.id, $1, '%s' FROM pg_catalog.unnest($2) AS i (id)"
											 " WHERE NOT EXISTS (SELECT 1 FROM %s AS m"
											 " WHERE m.customer_id OPERATOR(pg_catalog.=) i.id"
											 " AND m.group_id OPERATOR(pg_catalog.=) $1) ORDER BY i.id",
											 catalog_name(REL_GROUP_MEMBERS), new->status,
											 target_found_beside(catalog_name(REL_GROUP_MEMBERS), "customer_id",
																 "SELECT pg_catalog.unnest($2)")),
									group_id, ids);
	return true;
}

static int64
set_status(const char *group, ArrayType *ids, const char *status)
{
	NewStatus	new = {group, ids, status, 0};

	setup_ensure_writable();
	group_retry(write_status, &new);
	return new.changed;
}

int64
membership_assign(const char *group, ArrayType *ids)
{
	return set_status(group, ids, "accepted");
}

int64
membership_reject(const char *group, ArrayType *ids)
{
	return set_status(group, ids, "rejected");
}

int64
membership_unassign(const char *group, ArrayType *array)
{
	int64		group_id;

	setup_ensure_writable();
	group_id = membership_known_group(group);
	return write_members(psprintf("DELETE FROM %s WHERE group_id OPERATOR(pg_catalog.=) $1"
									" AND customer_id OPERATOR(pg_catalog.=) ANY ($2)"
									" AND status OPERATOR(pg_catalog.=) 'accepted'",
									catalog_name(REL_GROUP_MEMBERS)),
						   group_id, known_customers(array));
}
