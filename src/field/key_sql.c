/*
 * key_sql.c
 *
 * One query by the index of keys that are stored folded, one by that of keys
 * that are not.
 */
#include "postgres.h"

#include "access/genam.h"
#include "catalog/pg_am_d.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field.h"
#include "field/key_sql.h"
#include "support/catalog.h"
#include "support/target.h"

/* In a table of ours. */
static char *
untidy_ours(KeyKind key, const char *alias)
{
	return psprintf("NOT %s(%s%s)",
					catalog_function_name(key == KEY_EMAIL ? "customers_email_is_tidy"
										  : "customers_identifier_is_tidy"),
					alias, options_key_name(key));
}

/*
 * An adopted table has keys as its application writes them: each is compared folded, by
 * an index on that or by a scan.
 */
char *
key_sql_untidy(KeyKind key, const char *alias)
{
	return target_is_ours() ? untidy_ours(key, alias) : pstrdup("false");
}

static const char *
fold_function(KeyKind key)
{
	return key == KEY_EMAIL ? "customers_fold_email" : "customers_fold_identifier";
}

char *
key_sql_fold(KeyKind key, const char *text)
{
	return psprintf("%s(%s)", catalog_function_name(fold_function(key)), text);
}

/* The type of the live table's key, below a domain, if it is no text; else InvalidOid. */
static Oid
other_type(KeyKind key)
{
	Target		target = target_open();
	AttrNumber	column = target.is_ours ? InvalidAttrNumber : target_column(&target, options_key_name(key));
	Oid			type = column == InvalidAttrNumber ? InvalidOid : TupleDescAttr(target.columns, column - 1)->atttypid;

	target_close(&target);
	return OidIsValid(type) && field_is_key_type(type) ? getBaseType(type) : InvalidOid;
}

char *
key_sql_folded(KeyKind key, const char *alias)
{
	return key_sql_fold(key, psprintf("%s%s%s", alias, options_key_name(key),
									  OidIsValid(other_type(key)) ? "::pg_catalog.text" : ""));
}

char *
key_sql_kept(KeyKind key, const char *alias)
{
	return target_is_distributed() ? psprintf("NULLIF(%s, '')", key_sql_folded(key, alias))
		: psprintf("%s%s", alias, options_key_name(key));
}

char *
key_sql_is_any(KeyKind key, const char *alias, int param)
{
	Oid			type = other_type(key);

	if (OidIsValid(type))
		return psprintf("%s%s OPERATOR(pg_catalog.=) ANY ($%d::%s[])", alias, options_key_name(key), param,
						format_type_be_qualified(type));
	return psprintf("%s OPERATOR(pg_catalog.=) ANY ($%d)", key_sql_indexed(key, alias), param);
}

/* What the index of a table of ours is on. */
static char *
indexed_ours(KeyKind key, const char *alias)
{
	return psprintf(key == KEY_EMAIL ? "pg_catalog.lower(%semail)" : "%sidentifier", alias);
}

char *
key_sql_indexed(KeyKind key, const char *alias)
{
	return target_is_ours() ? indexed_ours(key, alias)
		: psprintf("%s COLLATE pg_catalog.\"C\"", key_sql_folded(key, alias));
}

char *
key_sql_bearers(KeyKind key, const char *table, const char *columns, int param)
{
	return target_is_ours() ? key_sql_bearers_ours(key, table, columns, param)
		: psprintf("SELECT %s FROM %s AS c WHERE %s OPERATOR(pg_catalog.=) $%d",
				   columns, table, key_sql_indexed(key, "c."), param);
}

char *
key_sql_bearers_ours(KeyKind key, const char *table, const char *columns, int param)
{
	return psprintf("SELECT %1$s FROM %2$s AS c WHERE %3$s OPERATOR(pg_catalog.=) $%6$d"
					" UNION SELECT %1$s FROM %2$s AS c WHERE %4$s AND %5$s OPERATOR(pg_catalog.=) $%6$d",
					columns, table, indexed_ours(key, "c."),
					untidy_ours(key, "c."), key_sql_folded(key, "c."), param);
}

/* ---- the index of an adopted table ---- */

bool
key_sql_is_folded(const Node *expression, AttrNumber column, KeyKind key)
{
	const FuncExpr *call;
	const Node *argument;

	while (IsA(expression, RelabelType) || IsA(expression, CollateExpr))
		expression = IsA(expression, RelabelType) ? (Node *) ((const RelabelType *) expression)->arg
			: (Node *) ((const CollateExpr *) expression)->arg;
	call = (const FuncExpr *) expression;
	if (!IsA(call, FuncExpr) || get_func_namespace(call->funcid) != catalog_extension_schema() ||
		strcmp(get_func_name(call->funcid), fold_function(key)) != 0)
		return false;
	argument = linitial(call->args);
	while (IsA(argument, RelabelType))
		argument = (Node *) ((const RelabelType *) argument)->arg;
	return IsA(argument, Var) && ((const Var *) argument)->varattno == column;
}

bool
key_sql_has_index(Relation table, AttrNumber column, KeyKind key)
{
	bool		found = false;
	bool		is_other = field_is_key_type(TupleDescAttr(RelationGetDescr(table), column - 1)->atttypid);
	ListCell   *lc;

	foreach(lc, RelationGetIndexList(table))
	{
		Relation	index = index_open(lfirst_oid(lc), AccessShareLock);

		found |= index->rd_index->indisvalid && index->rd_rel->relam == BTREE_AM_OID &&
			RelationGetIndexPredicate(index) == NIL &&
			(is_other ? index->rd_index->indkey.values[0] == column
			 : index->rd_index->indkey.values[0] == 0 &&
			 key_sql_is_folded(linitial(RelationGetIndexExpressions(index)), column, key));
		index_close(index, NoLock);
	}
	return found;
}

bool
key_sql_is_indexed(KeyKind key)
{
	Target		target = target_open();
	AttrNumber	column = target.is_ours ? InvalidAttrNumber : target_column(&target, options_key_name(key));
	bool		found = target.is_ours ||
		(column != InvalidAttrNumber && key_sql_has_index(target.relation, column, key));

	target_close(&target);
	return found;
}
