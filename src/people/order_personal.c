/*
 * order_personal.c
 *
 * A column that is NOT NULL gets the empty value of its type; a customer_id that is stays.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "people/order_personal.h"
#include "schema/adopt_order_columns.h"
#include "support/distributed.h"
#include "support/sql_text.h"
#include "support/target.h"

static bool
is_personal(const Target *orders, const char *column)
{
	return strcmp(column, "customer_name") == 0 || strcmp(column, "customer_email") == 0 ||
		strcmp(column, "details") == 0 || (!orders->is_ours && !adopt_order_is_field(column));
}

bool
order_is_personal(const char *column)
{
	Target		orders = target_orders();
	bool		personal = is_personal(&orders, column);

	target_close(&orders);
	return personal;
}

/* The value of an emptied column, as SQL; NULL if it has none. */
static const char *
empty_value(const Target *orders, const FormData_pg_attribute *column, const char *name)
{
	Oid			type = getBaseType(column->atttypid);
	bool		is_customer = strcmp(name, "customer_id") == 0;

	if (is_customer && distributed_table(RelationGetRelid(orders->relation)))
		return "0";
	if (!column->attnotnull)
		return "NULL";
	if (is_customer)
		return NULL;
	return type == JSONBOID || type == JSONOID ? "'{}'" : "''";
}

char *
order_emptied(void)
{
	Target		orders = target_orders();
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < orders.columns->natts; i++)
	{
		const FormData_pg_attribute *column = TupleDescAttr(orders.columns, i);
		const char *name = NameStr(column->attname);
		const char *value;

		if (column->attisdropped || (strcmp(name, "customer_id") != 0 && !is_personal(&orders, name)) ||
			(value = empty_value(&orders, column, name)) == NULL)
			continue;
		sql_add(&list, ", ", "%s = %s", quote_identifier(name), value);
	}
	target_close(&orders);
	return list.data;
}

bool
order_emptied_copy(char **columns, char **values)
{
	Target		orders = target_orders();
	bool		is_copied = orders.is_ours && distributed_table(RelationGetRelid(orders.relation));
	StringInfoData names,
				list;

	initStringInfo(&names);
	initStringInfo(&list);
	for (int i = 0; is_copied && i < orders.columns->natts; i++)
	{
		const FormData_pg_attribute *column = TupleDescAttr(orders.columns, i);
		const char *name = NameStr(column->attname);
		const char *empty = strcmp(name, "customer_id") != 0 && !is_personal(&orders, name) ? NULL
			: empty_value(&orders, column, name);

		if (column->attisdropped || column->attgenerated != '\0')
			continue;
		sql_add(&names, ", ", "%s", quote_identifier(name));
		sql_add(&list, ", ", "%s", empty == NULL ? quote_identifier(name) : empty);
	}
	target_close(&orders);
	*columns = names.data;
	*values = list.data;
	return is_copied;
}
