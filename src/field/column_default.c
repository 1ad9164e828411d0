/*
 * column_default.c
 *
 *		pg_attrdef, identity, or the type's own -> expression -> SQL, or a value
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_inherits.h"
#include "executor/executor.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"
#include "utils/typcache.h"

#include "field/column_default.h"
#include "field/value.h"
#include "field/value_live.h"
#include "support/settings_scope.h"
#include "support/subxact.h"

/* Work for subxact_run(): gives NULL to a column's type. */
static bool
take_null(void *state)
{
	Form_pg_attribute column = state;
	Oid			function,
				param;

	getTypeInputInfo(column->atttypid, &function, &param);
	(void) OidInputFunctionCall(function, NULL, param, column->atttypmod);
	return true;
}

bool
column_refuses_null(Form_pg_attribute column)
{
	ErrorData  *error;

	if (column->attnotnull || !DomainHasConstraints(column->atttypid))
		return column->attnotnull;
	if (subxact_run(take_null, column, &error))
		return false;
	FreeErrorData(error);
	return true;
}

char *
column_default_sql(Relation relation, AttrNumber column)
{
	Node	   *expression = build_column_default(relation, column);
	Oid			type = getBaseType(TupleDescAttr(RelationGetDescr(relation), column - 1)->atttypid);

	if (expression == NULL)
		return NULL;
	/* implicit casts are left out: written as explicit ones, they would truncate */
	return psprintf("(%s)::%s", deparse_expression(expression, NIL, false, false),
					format_type_extended(type, -1, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
}

bool
column_default_is_volatile(Relation relation, AttrNumber column)
{
	Node	   *expression = build_column_default(relation, column);

	return expression != NULL && contain_volatile_functions(expression);
}

bool
column_default_is_stable(Relation relation, AttrNumber column)
{
	Node	   *expression = build_column_default(relation, column);

	return expression != NULL && contain_mutable_functions(expression) && !contain_volatile_functions(expression);
}

/* The settings of texts that are kept.  In others, money depends on lc_monetary. */
static int
pin_kept_text(void)
{
	int			scope = settings_scope_enter();

	settings_scope_pin_text();
	settings_scope_set("lc_monetary", "C");
	return scope;
}

static char *
output(Relation relation, AttrNumber column, Datum value)
{
	Oid			function;
	bool		varlena;

	getTypeOutputInfo(TupleDescAttr(RelationGetDescr(relation), column - 1)->atttypid,
					  &function, &varlena);
	return OidOutputFunctionCall(function, value);
}

/* A value of a column as text under the pinned settings, whatever these are. */
static char *
pinned_text(Relation relation, AttrNumber column, Datum value)
{
	int			scope = pin_kept_text();
	char	   *text = output(relation, column, value);

	settings_scope_leave(scope);
	return text;
}

char *
column_default_value(Relation relation, AttrNumber column)
{
	Node	   *expression = build_column_default(relation, column);
	EState	   *estate;
	ExprState  *state;
	Datum		value;
	bool		isnull;
	char	   *text = NULL;

	if (expression == NULL)
		return NULL;
	estate = CreateExecutorState();
	state = ExecPrepareExpr((Expr *) expression, estate);
	value = ExecEvalExprSwitchContext(state, GetPerTupleExprContext(estate), &isnull);
	if (!isnull)
		text = pinned_text(relation, column, value);
	FreeExecutorState(estate);
	return text;
}

/* A default to be evaluated, and its value. */
typedef struct Evaluation
{
	Relation	relation;
	AttrNumber	column;
	char	   *value;
} Evaluation;

static bool
evaluate(void *state)
{
	Evaluation *evaluation = state;

	evaluation->value = column_default_value(evaluation->relation, evaluation->column);
	return true;
}

/* The default's value; NULL if it is NULL, or cannot be had. */
static char *
try_value(Relation relation, AttrNumber column)
{
	Evaluation	evaluation = {relation, column, NULL};
	ErrorData  *error;

	if (subxact_run(evaluate, &evaluation, &error))
		return evaluation.value;
	FreeErrorData(error);
	return NULL;
}

bool
column_default_fills(Relation relation, AttrNumber column)
{
	return column_default_is_volatile(relation, column) || try_value(relation, column) != NULL;
}

bool
column_default_is_zero(Relation relation, AttrNumber column)
{
	char	   *value = column_default_is_volatile(relation, column) ? NULL : try_value(relation, column);

	return value != NULL && value_output_is_zero(value);
}

/* What the catalog says that rows of one table have which are older than the column. */
static bool
stored_missing(Relation relation, AttrNumber column, char **value)
{
	bool		isnull;
	Datum		datum;

	if (column <= 0 || !TupleDescAttr(RelationGetDescr(relation), column - 1)->atthasmissing)
		return false;
	datum = getmissingattr(RelationGetDescr(relation), column, &isnull);
	*value = isnull ? NULL : pinned_text(relation, column, datum);
	return true;
}

/* The same of a table or its partitions: all got the column at one time. */
static bool
find_stored_missing(Relation relation, AttrNumber column, char **value)
{
	const char *name = NameStr(TupleDescAttr(RelationGetDescr(relation), column - 1)->attname);
	bool		found = false;
	ListCell   *lc;

	foreach(lc, find_all_inheritors(RelationGetRelid(relation), AccessShareLock, NULL))
	{
		Relation	part = table_open(lfirst_oid(lc), NoLock);

		found = stored_missing(part, get_attnum(lfirst_oid(lc), name), value);
		table_close(part, NoLock);
		if (found)
			break;
	}
	return found;
}

bool
column_default_missing(Relation relation, AttrNumber column, char **value)
{
	Evaluation	evaluation = {relation, column, NULL};
	ErrorData  *error;

	if (find_stored_missing(relation, column, value))
		return true;
	if (column_default_is_volatile(relation, column) || !subxact_run(evaluate, &evaluation, &error))
		return false;
	*value = evaluation.value;
	return true;
}

/* The text that column_default_value() gave is one that SQL can read. */
static bool
read_kept(void *state)
{
	Evaluation *evaluation = state;
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(evaluation->relation), evaluation->column - 1);
	Oid			function,
				param;
	Datum		value;
	int			scope = pin_kept_text();

	getTypeInputInfo(column->atttypid, &function, &param);
	value = OidInputFunctionCall(function, evaluation->value, param, column->atttypmod);
	settings_scope_leave(scope);
	scope = settings_scope_enter();
	settings_scope_pin_text();
	evaluation->value = output(evaluation->relation, evaluation->column, value);
	settings_scope_leave(scope);
	return true;
}

bool
column_default_literal(Relation relation, AttrNumber column, const char *kept, char **literal)
{
	Form_pg_attribute form = TupleDescAttr(RelationGetDescr(relation), column - 1);
	Evaluation	evaluation = {relation, column, unconstify(char *, kept)};
	ErrorData  *error;

	if (kept != NULL && !subxact_run(read_kept, &evaluation, &error))
		return false;
	*literal = psprintf("%s::%s", kept == NULL ? "NULL" : quote_literal_cstr(evaluation.value),
						format_type_extended(form->atttypid, form->atttypmod,
											 FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
	return true;
}
