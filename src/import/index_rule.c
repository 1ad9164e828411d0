/*
 * index_rule.c
 *
 *		pg_index -> keys, operators, predicate -> SQL over the foreseen rows and the live
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/stratnum.h"
#include "access/sysattr.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_collation_d.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"
#include "utils/typcache.h"

#include "field/field_sql.h"
#include "field/key_sql.h"
#include "import/index_rule.h"

/* ---- does matching see it? ---- */

/* Are values that are equal by the index one key when they are folded, too? */
static bool
is_exact(Oid type, Oid collation)
{
	type = getBaseType(type);
	return type == UUIDOID || type == INT2OID || type == INT4OID || type == INT8OID ||
		((type == TEXTOID || type == VARCHAROID) && get_collation_isdeterministic(collation));
}

/* What a key of an index says of whom customers are known by. */
typedef enum Coverage
{
	COVERED_NOT,
	COVERED_ASCII,				/* but for letters beyond ASCII */
	COVERED
} Coverage;

/* The column that an expression is of, but for casts that keep its text; or 0. */
static AttrNumber
column_alone(const Node *node)
{
	while (IsA(node, RelabelType))
		node = (const Node *) ((const RelabelType *) node)->arg;
	return IsA(node, Var) ? ((const Var *) node)->varattno : 0;
}

static bool
is_named(const Target *target, AttrNumber column, const char *name)
{
	const char *own = target_name(target, column);

	return own != NULL && strcmp(own, name) == 0;
}

static Coverage
coverage_of(const Target *target, const IndexKey *key)
{
	AttrNumber	column = column_alone(key->live);
	const FuncExpr *call = (const FuncExpr *) key->live;

	if (column > 0 && is_named(target, column, "customer_id"))
		return COVERED;
	if (column > 0 && (is_named(target, column, "identifier") || is_named(target, column, "email")))
	{
		if (is_exact(key->type, key->collation))
			return COVERED;
		return is_named(target, column, "email") ? COVERED_ASCII : COVERED_NOT;
	}
	if (key_sql_is_folded(key->live, target_column(target, "email"), KEY_EMAIL) ||
		key_sql_is_folded(key->live, target_column(target, "identifier"), KEY_IDENTIFIER))
		return COVERED;
	if (!IsA(call, FuncExpr) || call->funcid != F_LOWER_TEXT ||
		!is_named(target, column_alone(linitial(call->args)), "email"))
		return COVERED_NOT;
	return call->inputcollid == C_COLLATION_OID ? COVERED : COVERED_ASCII;
}

/* Of an index: every key must be the same of two rows. */
static Coverage
coverage(const Target *target, const IndexRule *rule)
{
	Coverage	most = COVERED_NOT;

	for (int i = 0; i < rule->nkeys; i++)
		most = Max(most, coverage_of(target, &rule->keys[i]));
	return most;
}

/* ---- reading an index ---- */

/* Mutator: generated columns become their expressions. */
static Node *
generate(Node *node, Relation table)
{
	const Var  *var = (const Var *) node;

	if (node == NULL)
		return NULL;
	if (IsA(node, Var) && var->varattno > 0 &&
		TupleDescAttr(RelationGetDescr(table), var->varattno - 1)->attgenerated != '\0')
		return build_column_default(table, var->varattno);
	return expression_tree_mutator(node, generate, (void *) table);
}

/* Equality of an index that is a b-tree; else InvalidOid. */
static Oid
equality_of(Relation index, int i)
{
	if (index->rd_rel->relam != BTREE_AM_OID)
		return InvalidOid;
	return get_opfamily_member(index->rd_opfamily[i], index->rd_opcintype[i], index->rd_opcintype[i],
							   BTEqualStrategyNumber);
}

/* Key i; expressions are those of the keys from it on that are no columns. */
static Node *
key_of(Relation table, Relation index, int i, List **expressions)
{
	AttrNumber	column = index->rd_index->indkey.values[i];
	Form_pg_attribute attribute;
	Node	   *expression;

	if (column == 0)
	{
		expression = linitial(*expressions);
		*expressions = list_delete_first(*expressions);
		return expression;
	}
	attribute = TupleDescAttr(RelationGetDescr(table), column - 1);
	return (Node *) makeVar(1, column, attribute->atttypid, attribute->atttypmod, attribute->attcollation, 0);
}

/* Reads the keys; false if one has no operator that is known. */
static bool
read_keys(IndexRule *rule, Relation table, Relation index)
{
	List	   *expressions = RelationGetIndexExpressions(index);	/* a copy */
	Oid		   *operators,
			   *functions;
	uint16	   *strategies;

	if (rule->is_exclusion)
		RelationGetExclusionInfo(index, &operators, &functions, &strategies);
	rule->nkeys = index->rd_index->indnkeyatts;
	rule->keys = palloc0(rule->nkeys * sizeof(IndexKey));
	for (int i = 0; i < rule->nkeys; i++)
	{
		IndexKey   *key = &rule->keys[i];

		key->live = key_of(table, index, i, &expressions);
		key->foreseen = generate(key->live, table);
		key->type = exprType(key->live);
		key->collation = index->rd_indcollation[i];
		key->operator = rule->is_exclusion ? operators[i] : equality_of(index, i);
		if (!OidIsValid(key->operator))
			return false;
	}
	return true;
}

static IndexRule *
read_rule(Relation table, Relation index)
{
	IndexRule  *rule = palloc0(sizeof(IndexRule));
	List	   *predicate = RelationGetIndexPredicate(index);

	rule->name = pstrdup(RelationGetRelationName(index));
	rule->table = RelationGetRelid(table);
	rule->is_exclusion = index->rd_index->indisexclusion;
	rule->nulls_equal = index->rd_index->indnullsnotdistinct;
	if (!read_keys(rule, table, index))
		return NULL;
	if (predicate != NIL)
	{
		rule->live_predicate = (Node *) make_ands_explicit(predicate);
		rule->foreseen_predicate = generate(rule->live_predicate, table);
	}
	return rule;
}

/* Takes its columns into use; false if one cannot be foreseen, or none is of the file. */
static bool
use_columns(IndexRule *rule, ForeseenRows *rows)
{
	Bitmapset  *columns = NULL;
	int			member = -1;
	int			field;

	for (int i = 0; i < rule->nkeys; i++)
		pull_varattnos(rule->keys[i].foreseen, 1, &columns);
	pull_varattnos(rule->foreseen_predicate, 1, &columns);
	rule->fields = palloc(Max(bms_num_members(columns), 1) * sizeof(int));
	while ((member = bms_next_member(columns, member)) >= 0)
	{
		if (!foreseen_column(rows, member + FirstLowInvalidHeapAttributeNumber, &field))
			return false;
		if (field >= 0)
			rule->fields[rule->nfields++] = field;
	}
	if (rule->nfields == 0)
		return false;
	for (member = -1; (member = bms_next_member(columns, member)) >= 0;)
		foreseen_use(rows, member + FirstLowInvalidHeapAttributeNumber);
	return true;
}

/* The rule of an index; NULL = none that is to be asked. */
static IndexRule *
rule_of(ForeseenRows *rows, Relation index, bool exclusions)
{
	IndexRule  *rule;
	Coverage	covered;

	if (!index->rd_index->indisvalid ||
		!(index->rd_index->indisexclusion ? exclusions : index->rd_index->indisunique) ||
		(rule = read_rule(rows->target.relation, index)) == NULL)
		return NULL;
	covered = rule->is_exclusion ? COVERED_NOT : coverage(&rows->target, rule);
	rule->other_spellings = covered == COVERED_ASCII;
	return covered < COVERED && use_columns(rule, rows) ? rule : NULL;
}

List *
index_rules(ForeseenRows *rows, bool exclusions)
{
	List	   *rules = NIL;
	ListCell   *lc;

	foreach(lc, RelationGetIndexList(rows->target.relation))
	{
		Relation	index = index_open(lfirst_oid(lc), AccessShareLock);
		IndexRule  *rule = rule_of(rows, index, exclusions);

		if (rule != NULL)
			rules = lappend(rules, rule);
		index_close(index, NoLock);
	}
	return rules;
}

/* ---- SQL ---- */

static char *
deparse(const IndexRule *rule, Node *expression, const char *row)
{
	return psprintf("(%s)", deparse_expression(expression, deparse_context_for(row, rule->table), true, false));
}

static char *
predicate_sql(const IndexRule *rule, Node *predicate, const char *row)
{
	return predicate == NULL ? "true" : deparse(rule, predicate, row);
}

static char *
collate_sql(const IndexKey *key)
{
	return OidIsValid(key->collation) ? psprintf(" COLLATE %s", generate_collation_name(key->collation)) : "";
}

/* Conditions on the keys of two rows, each as the live or a foreseen one has them. */
static char *
keys_meet(const IndexRule *rule, const char *a, const char *b, bool b_is_live)
{
	StringInfoData sql;

	initStringInfo(&sql);
	for (int i = 0; i < rule->nkeys; i++)
	{
		const IndexKey *key = &rule->keys[i];
		char	   *of_a = deparse(rule, key->foreseen, a),
				   *of_b = deparse(rule, b_is_live ? key->live : key->foreseen, b);
		char	   *meet = psprintf("%s %s %s%s", of_b, field_sql_operator(key->operator), of_a, collate_sql(key));

		appendStringInfo(&sql, rule->nulls_equal ? " AND (%1$s OR (%2$s IS NULL AND %3$s IS NULL))" : " AND %1$s",
						 meet, of_a, of_b);
	}
	return sql.data;
}

char *
index_rule_forbids(const IndexRule *rule, const char *a, const char *b)
{
	return psprintf("(%s AND %s%s)", predicate_sql(rule, rule->foreseen_predicate, a),
					predicate_sql(rule, rule->foreseen_predicate, b), keys_meet(rule, a, b, false));
}

char *
index_rule_forbids_live(const IndexRule *rule, const char *row, const char *live)
{
	return psprintf("(%s AND %s%s)", predicate_sql(rule, rule->foreseen_predicate, row),
					predicate_sql(rule, rule->live_predicate, live), keys_meet(rule, row, live, true));
}

char *
index_rule_bearer(const IndexRule *rule, const ForeseenRows *rows)
{
	char	   *id = foreseen_id(rows);

	return psprintf("(SELECT live.%s::pg_catalog.int8 FROM %s AS live WHERE %s AND live.%s <> customers.xmin LIMIT 1)",
					id, foreseen_table(rows), index_rule_forbids_live(rule, "customers", "live"), id);
}

static bool
has_hash(Oid type)
{
	return OidIsValid(lookup_type_cache(type, TYPECACHE_HASH_EXTENDED_PROC)->hash_extended_proc);
}

char *
index_rule_hash(const IndexRule *rule, const char *row, int seed)
{
	StringInfoData keys,
				nulls;

	initStringInfo(&keys);
	initStringInfo(&nulls);
	for (int i = 0; i < rule->nkeys; i++)
	{
		char	   *key = deparse(rule, rule->keys[i].foreseen, row);

		if (!has_hash(rule->keys[i].type))
			return NULL;
		appendStringInfo(&keys, "%s%s%s", i > 0 ? ", " : "", key, collate_sql(&rule->keys[i]));
		if (!rule->nulls_equal)
			appendStringInfo(&nulls, " AND %s IS NOT NULL", key);
	}
	return psprintf("CASE WHEN %s%s THEN pg_catalog.hash_record_extended(ROW(%s), %d) END",
					predicate_sql(rule, rule->foreseen_predicate, row), nulls.data, keys.data, seed);
}
