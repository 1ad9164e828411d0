/*
 * target.c
 *
 *		our table -> itself, and its columns
 *		the view of an adopted table -> its rule -> the table, and which of its
 *			columns the view shows by which name
 *
 * Columns are known by their numbers: one that the application renames stays what it
 * is to us.  Nothing is remembered between calls.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/dependency.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "support/catalog.h"
#include "support/distributed.h"
#include "support/target.h"

#define SUBSCRIBED "subscribed"

bool
target_is_no_field(const char *name)
{
	return strncmp(name, TARGET_FIXED, strlen(TARGET_FIXED)) == 0 ||
		strncmp(name, TARGET_DELETED, strlen(TARGET_DELETED)) == 0 ||
		strncmp(name, TARGET_STAMP, strlen(TARGET_STAMP)) == 0;
}

bool
target_is_own_consent(const char *name)
{
	return strcmp(name, TARGET_OWN_SUBSCRIBED) == 0 || strcmp(name, TARGET_OWN_UNSUBSCRIBED) == 0;
}

bool
target_is_other_consent(const Target *target, const char *name)
{
	return target->consent.name != NULL && target_is_own_consent(target->consent.name) && strcmp(name, SUBSCRIBED) == 0;
}

/* Takes a column of consent that is in the view as it is: for us it is a boolean. */
static void
take_consent(Target *target, Form_pg_attribute column, const char *name)
{
	target->consent = (TargetConsent) {
		.name = strcmp(name, TARGET_OWN_SUBSCRIBED) == 0 ? TARGET_OWN_SUBSCRIBED : TARGET_OWN_UNSUBSCRIBED,
		.type = getBaseType(column->atttypid), .refuses = strcmp(name, TARGET_OWN_UNSUBSCRIBED) == 0
	};
	namestrcpy(&column->attname, SUBSCRIBED);
	/* no time is a yes or a no, too */
	column->attnotnull |= target_consent_is_time(&target->consent);
	column->atttypid = BOOLOID;
	column->atttypmod = -1;
	column->attcollation = InvalidOid;
	column->attlen = sizeof(bool);
	column->attbyval = true;
	column->attalign = TYPALIGN_CHAR;
}

/* Gives the column of the table that an entry of the view shows the view's name. */
static void
name_column(Target *target, Relation view, const Query *query, const TargetEntry *entry)
{
	const Var  *var = (const Var *) entry->expr;
	const char *name = NameStr(TupleDescAttr(RelationGetDescr(view), entry->resno - 1)->attname);
	Form_pg_attribute column;

	if (!IsA(var, Var) || var->varlevelsup != 0 || var->varattno <= 0 ||
		rt_fetch(var->varno, query->rtable)->relid != RelationGetRelid(target->relation) || target_is_no_field(name))
		return;
	column = TupleDescAttr(target->columns, var->varattno - 1);
	column->attisdropped = false;
	if (target_is_own_consent(name))
		take_consent(target, column, name);
	else
		namestrcpy(&column->attname, name);
	if (strcmp(name, SUBSCRIBED) == 0)
		target->consent = (TargetConsent) {.name = SUBSCRIBED, .type = BOOLOID};
}

/* The columns of the table as a view names them. */
static void
take_columns(Target *target, Oid view_oid)
{
	Relation	table = target->relation;
	TupleDesc	columns = CreateTupleDescCopy(RelationGetDescr(table));
	Relation	view = relation_open(view_oid, AccessShareLock);
	const Query *query = get_view_query(view);
	ListCell   *cell;

	for (int i = 0; i < columns->natts; i++)
	{
		const FormData_pg_attribute *column = TupleDescAttr(RelationGetDescr(table), i);

		/* CreateTupleDescCopy() leaves these out */
		TupleDescAttr(columns, i)->attnotnull = column->attnotnull;
		TupleDescAttr(columns, i)->attidentity = column->attidentity;
		TupleDescAttr(columns, i)->attgenerated = column->attgenerated;
		TupleDescAttr(columns, i)->attisdropped = true;
	}
	target->columns = columns;
	foreach(cell, query->targetList)
		name_column(target, view, query, lfirst(cell));
	relation_close(view, NoLock);
}

Target
target_open(void)
{
	return target_of(catalog_oid(REL_CUSTOMERS, false));
}

Target
target_of(Oid customers)
{
	Oid			table = catalog_base(customers);
	Target		target = {.named = customers, .is_ours = table == customers};

	target.relation = relation_open(table, NoLock);
	if (!target.is_ours)
		take_columns(&target, customers);
	else
	{
		target.columns = RelationGetDescr(target.relation);
		target.consent = (TargetConsent) {.name = SUBSCRIBED, .type = BOOLOID};
	}
	return target;
}

Target
target_orders(void)
{
	return target_of(catalog_oid(REL_ORDERS, false));
}

const char *
target_and_counted(void)
{
	Oid			view = catalog_stand_in(REL_ORDERS, catalog_schema());

	return OidIsValid(view) && get_attnum(view, TARGET_IS_COUNTED) != InvalidAttrNumber ? " AND o." TARGET_IS_COUNTED : "";
}

void
target_close(Target *target)
{
	if (!target->is_ours)
		FreeTupleDesc(target->columns);
	relation_close(target->relation, NoLock);
}

AttrNumber
target_column(const Target *target, const char *name)
{
	for (int i = 0; i < target->columns->natts; i++)
	{
		const FormData_pg_attribute *column = TupleDescAttr(target->columns, i);

		if (!column->attisdropped && strcmp(NameStr(column->attname), name) == 0)
			return i + 1;
	}
	return InvalidAttrNumber;
}

const char *
target_name(const Target *target, AttrNumber number)
{
	const FormData_pg_attribute *column = number <= 0 ? NULL : TupleDescAttr(target->columns, number - 1);

	return column == NULL || column->attisdropped ? NULL : NameStr(column->attname);
}

char *
target_own_name(const Target *target, const char *name)
{
	AttrNumber	number = target_column(target, name);

	return number == InvalidAttrNumber ? NULL
		: pstrdup(NameStr(TupleDescAttr(RelationGetDescr(target->relation), number - 1)->attname));
}

bool
target_has(const char *name)
{
	Target		target = target_open();
	bool		found = target_column(&target, name) != InvalidAttrNumber;

	target_close(&target);
	return found;
}

bool
target_has_consent(void)
{
	return target_is_ours() || target_has(SUBSCRIBED);
}

TargetConsent
target_consent(void)
{
	Target		target = target_open();
	TargetConsent consent = target.consent;

	target_close(&target);
	return consent;
}

int64
target_id(Datum value, Oid type)
{
	switch (type)
	{
		case INT2OID:
			return DatumGetInt16(value);
		case INT4OID:
			return DatumGetInt32(value);
		case INT8OID:
			return DatumGetInt64(value);
		default:
			elog(ERROR, "a customer_id cannot be of type %u", type);
	}
}

int64
target_largest_id(void)
{
	Target		target = target_open();
	AttrNumber	column = target_column(&target, "customer_id");
	Oid			type = column == InvalidAttrNumber ? INT8OID : TupleDescAttr(target.columns, column - 1)->atttypid;

	target_close(&target);
	return type == INT2OID ? PG_INT16_MAX : type == INT4OID ? PG_INT32_MAX : PG_INT64_MAX;
}

Oid
target_table(void)
{
	return catalog_base(catalog_oid(REL_CUSTOMERS, false));
}

char *
target_table_name(void)
{
	Oid			table = target_table();

	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), get_rel_name(table));
}

bool
target_is_ours(void)
{
	return get_rel_relkind(catalog_oid(REL_CUSTOMERS, false)) != RELKIND_VIEW;
}

bool
target_is_distributed(void)
{
	return distributed_is_possible() && distributed_table(target_table());
}

char *
target_found(const char *condition)
{
	return !target_is_distributed() ? catalog_name(REL_CUSTOMERS)
		: psprintf("(SELECT c.* FROM %s AS c WHERE %s OFFSET 0)", catalog_name(REL_CUSTOMERS), condition);
}

char *
target_found_beside(const char *table, const char *column, const char *ids)
{
	return !target_is_distributed() ? pstrdup(table)
		: psprintf("(SELECT x.* FROM %s AS x WHERE x.%s IN (%s) OFFSET 0)", table, column, ids);
}

char *
target_found_members(const char *ids)
{
	return psprintf("(SELECT m.customer_id, m.status, g.name FROM %s AS m JOIN %s AS g ON g.group_id OPERATOR(pg_catalog.=) m.group_id%s)",
					catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS),
					target_is_distributed() ? psprintf(" WHERE m.customer_id IN (%s) OFFSET 0", ids) : "");
}

const char *
target_fence(void)
{
	return target_is_distributed() ? " OFFSET 0" : "";
}

char *
target_ids_of_import(void)
{
	return psprintf("SELECT r.customer_id FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
					" UNION ALL SELECT o.customer_id FROM %s AS o WHERE o.import_id OPERATOR(pg_catalog.=) $1",
					catalog_name(REL_IMPORT_ROWS), catalog_name(REL_IMPORT_OPT_OUTS));
}

char *
target_found_of_opt_outs(void)
{
	return target_found(psprintf("c.customer_id IN (SELECT o.customer_id FROM %s AS o WHERE o.import_id OPERATOR(pg_catalog.=) $1)",
								 catalog_name(REL_IMPORT_OPT_OUTS)));
}

char *
target_found_of_import(void)
{
	return target_found(psprintf("c.customer_id IN (%s)", target_ids_of_import()));
}

/* May the current user read the columns of the table that the view shows? */
static bool
may_read_columns(const Target *target)
{
	for (int i = 0; i < target->columns->natts; i++)
		if (!TupleDescAttr(target->columns, i)->attisdropped &&
			pg_attribute_aclcheck(RelationGetRelid(target->relation), i + 1, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
			return false;
	return true;
}

bool
target_is_readable(void)
{
	Oid			customers = catalog_oid(REL_CUSTOMERS, false);
	Target		target;
	bool		result;

	if (pg_class_aclcheck(customers, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		return false;
	target = target_open();
	result = target.is_ours ||
		pg_class_aclcheck(RelationGetRelid(target.relation), GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
		may_read_columns(&target);
	target_close(&target);
	return result;
}

/* ---- the sequence ---- */

/* The sequence that the column owns; an identity's, even if an older one is left. */
static Oid
owned_sequence(Oid relation, AttrNumber number)
{
	Oid			found = InvalidOid;
	List	   *sequences = getOwnedSequences(relation);
	ListCell   *cell;

	foreach(cell, sequences)
	{
		Oid			sequence = lfirst_oid(cell);
		Oid			table;
		int32		column;
		bool		is_identity = sequenceIsOwned(sequence, DEPENDENCY_INTERNAL, &table, &column);

		if ((is_identity || (!OidIsValid(found) &&
							 sequenceIsOwned(sequence, DEPENDENCY_AUTO, &table, &column))) &&
			column == number)
			found = sequence;
	}
	list_free(sequences);
	return found;
}

/* The sequence of a default that is its nextval(), cast or not, and nothing else; else InvalidOid. */
static Oid
sequence_of_default(const Node *expression)
{
	const FuncExpr *call = (const FuncExpr *) expression;

	while (IsA(call, FuncExpr) && call->funcid != F_NEXTVAL && list_length(call->args) == 1 &&
		   (call->funcformat == COERCE_IMPLICIT_CAST || call->funcformat == COERCE_EXPLICIT_CAST))
		call = linitial(call->args);
	return IsA(call, FuncExpr) && call->funcid == F_NEXTVAL && IsA(linitial(call->args), Const) &&
		!linitial_node(Const, call->args)->constisnull
		? DatumGetObjectId(linitial_node(Const, call->args)->constvalue) : InvalidOid;
}

/* The sequence that numbers the rows of a table of an application; InvalidOid = no sequence alone. */
static Oid
sequence_of_adopted(const Target *target, AttrNumber column)
{
	Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(target->relation), column - 1);
	Node	   *expression = attribute->attidentity != '\0' ? NULL : build_column_default(target->relation, column);

	return expression == NULL ? owned_sequence(RelationGetRelid(target->relation), column)
		: sequence_of_default(expression);
}

Oid
target_id_sequence(void)
{
	Target		target = target_open();
	AttrNumber	column = target_column(&target, "customer_id");
	Oid			found = InvalidOid;

	if (column != InvalidAttrNumber)
		found = target.is_ours ? owned_sequence(RelationGetRelid(target.relation), column)
			: sequence_of_adopted(&target, column);
	target_close(&target);
	if (OidIsValid(found))
		LockRelationOid(found, AccessShareLock);
	return found;
}
