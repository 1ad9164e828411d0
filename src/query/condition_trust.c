/*
 * condition_trust.c
 *
 *		analyzed expression -> functions, operators, types -> all trusted, or an error
 *
 * A condition may be written by one role and evaluated by another, with the
 * privileges of the latter, the reader.  So everything it uses must be
 *
 * - built into PostgreSQL (in pg_catalog since initdb), not volatile, and about
 *	 values: functions about catalog objects are refused, as some read objects of
 *	 other roles (fmgr_sql_validator, satisfies_hash_partition, domain_in) or run
 *	 them (*_to_xml);
 * - or owned by the reader, and not volatile.  Owned means by that very role: a
 *	 superuser does not own what others have created.
 *
 * This holds for types as well: a domain runs its CHECK, and an enum its cast
 * function when converted to JSON, though the expression shows neither.  Unknown
 * kinds of expression are refused.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/transam.h"
#include "catalog/pg_cast.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "nodes/nodeFuncs.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "query/condition_trust.h"

typedef struct Trust
{
	ParseState *pstate;
	int			location;		/* of the nearest node that has one */
} Trust;

static bool trust_walker(Node *node, Trust *trust);

/* ---- errors ---- */

static void
refuse_foreign(const Trust *trust, const char *kind, const char *name, Oid owner)
{
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("a condition cannot use %s %s", kind, name),
			 errdetail("It belongs to role \"%s\", and would run with the rights of \"%s\", who reads the condition.",
					   GetUserNameFromId(owner, true), GetUserNameFromId(GetUserId(), false)),
			 errhint("Use what is built into PostgreSQL, or what the role that reads the condition owns."),
			 parser_errposition(trust->pstate, trust->location)));
}

static void
refuse(const Trust *trust, const char *what, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("a condition cannot contain %s", what),
			 errdetail("%s", detail),
			 parser_errposition(trust->pstate, trust->location)));
}

/* ---- functions and operators ---- */

static bool
is_built_in(Oid oid, Oid schema)
{
	return oid < FirstNormalObjectId && schema == PG_CATALOG_NAMESPACE;
}

/* Types whose values identify catalog objects, or that no column can have. */
static bool
is_about_catalog(Oid type)
{
	switch (type)
	{
		case CSTRINGOID:
		case INTERNALOID:
		case OIDOID:
		case OIDVECTOROID:
		case PG_NODE_TREEOID:
		case RECORDOID:
		case REGCLASSOID:
		case REGNAMESPACEOID:
		case REGOPEROID:
		case REGOPERATOROID:
		case REGPROCOID:
		case REGPROCEDUREOID:
		case REGROLEOID:
		case REGTYPEOID:
			return true;
		default:
			return false;
	}
}

/* Is this built-in function refused? */
static bool
is_off_limits(Form_pg_proc proc)
{
	const char *name = NameStr(proc->proname);

	for (int i = 0; i < proc->proargtypes.dim1; i++)
		if (is_about_catalog(proc->proargtypes.values[i]))
			return true;
	return is_about_catalog(proc->prorettype) ||
		strstr(name, "_to_xml") != NULL || strncmp(name, "pg_get_", 7) == 0 ||
		strncmp(name, "pg_input_", 9) == 0;
}

static void
trust_function(const Trust *trust, Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Form_pg_proc proc;
	char	   *name;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	proc = (Form_pg_proc) GETSTRUCT(tuple);
	name = format_procedure_qualified(function);
	if (proc->provolatile == PROVOLATILE_VOLATILE)
		refuse(trust, psprintf("the volatile function %s", name),
			   "A condition may be evaluated any number of times, and must give the same answer each time.");
	if (!is_built_in(function, proc->pronamespace))
	{
		if (proc->proowner != GetUserId())
			refuse_foreign(trust, "function", name, proc->proowner);
	}
	else if (is_off_limits(proc))
		refuse(trust, psprintf("the function %s", name),
			   "It is about the database, not about customers, and can reach what other roles have made.");
	ReleaseSysCache(tuple);
}

static bool
check_function(Oid function, void *trust)
{
	trust_function(trust, function);
	return false;
}

static Oid
function_owner(Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	owner = ((Form_pg_proc) GETSTRUCT(tuple))->proowner;
	ReleaseSysCache(tuple);
	return owner;
}

/* The planner may use an operator's negator and commutator in its place. */
static void
trust_operator(const Trust *trust, Oid operator)
{
	HeapTuple	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(operator));
	Form_pg_operator form;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator %u", operator);
	form = (Form_pg_operator) GETSTRUCT(tuple);
	if (!is_built_in(operator, form->oprnamespace) && form->oprowner != GetUserId())
		refuse_foreign(trust, "operator", format_operator_qualified(operator), form->oprowner);
	ReleaseSysCache(tuple);
}

static void
trust_operators(const Trust *trust, const List *operators)
{
	ListCell   *cell;

	foreach(cell, operators)
		trust_operator(trust, lfirst_oid(cell));
}

/* ---- types ---- */

/*
 * Checks the casts that built-in functions call: to JSON, when a value is
 * converted to it, and to text, in functions that take any type (quote_literal,
 * ||).  Other casts appear as functions in the expression.
 */
static void
trust_casts(const Trust *trust, Oid type, bool superusers)
{
	static const Oid targets[] = {TEXTOID, JSONOID, JSONBOID};

	for (int i = 0; i < (int) lengthof(targets); i++)
	{
		HeapTuple	tuple = SearchSysCache2(CASTSOURCETARGET, ObjectIdGetDatum(type),
											ObjectIdGetDatum(targets[i]));
		Oid			function;

		if (!HeapTupleIsValid(tuple))
			continue;
		function = ((Form_pg_cast) GETSTRUCT(tuple))->castfunc;
		ReleaseSysCache(tuple);
		if (OidIsValid(function) && !(superusers && superuser_arg(function_owner(function))))
			trust_function(trust, function);
	}
}

/* Checks a domain's CHECKs.  The type cache keeps them until context is deleted. */
static void
trust_constraints(Trust *trust, Oid domain)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers domain",
												  ALLOCSET_SMALL_SIZES);
	DomainConstraintRef *ref = MemoryContextAlloc(context, sizeof(DomainConstraintRef));
	ListCell   *cell;

	InitDomainConstraintRef(domain, ref, context, false);
	foreach(cell, ref->constraints)
	{
		DomainConstraintState *constraint = lfirst(cell);

		if (constraint->check_expr != NULL)
			trust_walker((Node *) constraint->check_expr, trust);
	}
	MemoryContextDelete(context);
}

/* Checks a type that is not built in. */
static void
trust_made_type(Trust *trust, Oid type, Form_pg_type form)
{
	bool		owned = form->typowner == GetUserId();

	switch (form->typtype)
	{
		case TYPTYPE_BASE:		/* only superusers create them */
			trust_casts(trust, type, true);
			return;
		case TYPTYPE_ENUM:		/* its I/O functions are built in */
			trust_casts(trust, type, false);
			return;
		case TYPTYPE_DOMAIN:
			if (owned)
			{
				condition_trust_type(trust->pstate, form->typbasetype, trust->location);
				trust_constraints(trust, type);
			}
			break;
		case TYPTYPE_RANGE:
			if (owned)
				condition_trust_type(trust->pstate, get_range_subtype(type), trust->location);
			break;
		case TYPTYPE_MULTIRANGE:
			if (owned)
				condition_trust_type(trust->pstate, get_multirange_range(type), trust->location);
			break;
		default:
			break;
	}
	if (!owned)
		refuse_foreign(trust, "type", format_type_be_qualified(type), form->typowner);
}

void
condition_trust_type(ParseState *pstate, Oid type, int location)
{
	Trust		trust = {.pstate = pstate, .location = location};
	Oid			element = get_element_type(type);
	HeapTuple	tuple;
	Form_pg_type form;

	if (OidIsValid(element))
	{
		condition_trust_type(pstate, element, location);
		trust_casts(&trust, type, get_typtype(element) == TYPTYPE_BASE);
		return;
	}
	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for type %u", type);
	form = (Form_pg_type) GETSTRUCT(tuple);
	if (form->typtype == TYPTYPE_COMPOSITE || type == RECORDOID)
		refuse(&trust, "a row", "It is about single columns.");
	if (form->typtype == TYPTYPE_PSEUDO && type != UNKNOWNOID)
		refuse(&trust, psprintf("a value of type %s", format_type_be_qualified(type)),
			   "Nothing can be told about it.");
	if (!is_built_in(type, form->typnamespace))
		trust_made_type(&trust, type, form);
	ReleaseSysCache(tuple);
}

/* ---- expressions ---- */

/*
 * Checks a node, but not its functions and its type; errors for unknown kinds.
 */
static void
trust_node(const Trust *trust, Node *node)
{
	switch (nodeTag(node))
	{
		case T_Var:
			if (((Var *) node)->varattno <= 0)
				refuse(trust, "a row", "It is about single columns.");
			break;
		case T_OpExpr:
		case T_DistinctExpr:
		case T_NullIfExpr:
			trust_operator(trust, ((OpExpr *) node)->opno);
			break;
		case T_ScalarArrayOpExpr:
			trust_operator(trust, ((ScalarArrayOpExpr *) node)->opno);
			break;
		case T_RowCompareExpr:
			trust_operators(trust, ((RowCompareExpr *) node)->opnos);
			break;
		case T_ArrayCoerceExpr:
		case T_ArrayExpr:
		case T_BoolExpr:
		case T_BooleanTest:
		case T_CaseExpr:
		case T_CaseTestExpr:
		case T_CaseWhen:
		case T_CoalesceExpr:
		case T_CoerceToDomain:
		case T_CoerceToDomainValue:
		case T_CoerceViaIO:
		case T_CollateExpr:
		case T_Const:
		case T_FuncExpr:
		case T_List:
		case T_MinMaxExpr:
		case T_NamedArgExpr:
		case T_NullTest:
		case T_RelabelType:
		case T_SQLValueFunction:
		case T_SubscriptingRef:
			break;
		default:
			refuse(trust, "this kind of expression", "Nothing is known here about what it would run.");
	}
}

/* Reading a column does not run its domain's CHECK: only the base type matters. */
static Oid
type_that_matters(Node *node)
{
	return IsA(node, Var) ? getBaseType(exprType(node)) : exprType(node);
}

static bool
trust_walker(Node *node, Trust *trust)
{
	if (node == NULL)
		return false;
	if (exprLocation(node) >= 0)
		trust->location = exprLocation(node);
	trust_node(trust, node);
	if (!IsA(node, CoerceViaIO))	/* its functions are those of its types */
		check_functions_in_node(node, check_function, trust);
	if (!IsA(node, List) && !IsA(node, CaseWhen))
		condition_trust_type(trust->pstate, type_that_matters(node), trust->location);
	return expression_tree_walker(node, trust_walker, trust);
}

void
condition_trust_expression(ParseState *pstate, Node *expression)
{
	Trust		trust = {.pstate = pstate, .location = -1};

	trust_walker(expression, &trust);
}
