/*
 * condition_raw.c
 *
 *		text -> raw_parser() -> SelectStmt of one expression -> its nodes checked
 *
 * These checks come before names are looked up and literals read by their types:
 * both can run code, and neither handles all that the grammar accepts ("*").
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"

#include "query/condition_raw.h"

/* Longest condition, in bytes, and deepest nesting. */
#define MAX_LENGTH 100000
#define MAX_NESTING 500

/* A kind of node that a condition may contain, and its children. */
typedef struct NodeKind
{
	NodeTag		tag;
	int			nchildren;
	size_t		children[3];	/* offsets of Node * and List * */
} NodeKind;

static const NodeKind kinds[] = {
	{T_A_ArrayExpr, 1, {offsetof(A_ArrayExpr, elements)}},
	{T_A_Const, 0, {0}},
	{T_A_Expr, 2, {offsetof(A_Expr, lexpr), offsetof(A_Expr, rexpr)}},
	{T_A_Indices, 2, {offsetof(A_Indices, lidx), offsetof(A_Indices, uidx)}},
	{T_A_Indirection, 2, {offsetof(A_Indirection, arg), offsetof(A_Indirection, indirection)}},
	{T_BoolExpr, 1, {offsetof(BoolExpr, args)}},
	{T_BooleanTest, 1, {offsetof(BooleanTest, arg)}},
	{T_CaseExpr, 3, {offsetof(CaseExpr, arg), offsetof(CaseExpr, args), offsetof(CaseExpr, defresult)}},
	{T_CaseWhen, 2, {offsetof(CaseWhen, expr), offsetof(CaseWhen, result)}},
	{T_CoalesceExpr, 1, {offsetof(CoalesceExpr, args)}},
	{T_CollateClause, 1, {offsetof(CollateClause, arg)}},
	{T_ColumnRef, 0, {0}},
	{T_FuncCall, 1, {offsetof(FuncCall, args)}},
	{T_Integer, 0, {0}},		/* of an array type's bounds */
	{T_List, 0, {0}},			/* its elements are checked */
	{T_MinMaxExpr, 1, {offsetof(MinMaxExpr, args)}},
	{T_NamedArgExpr, 1, {offsetof(NamedArgExpr, arg)}},
	{T_NullTest, 1, {offsetof(NullTest, arg)}},
	{T_RowExpr, 1, {offsetof(RowExpr, args)}},
	{T_SQLValueFunction, 0, {0}},
	{T_String, 0, {0}},
	{T_TypeCast, 2, {offsetof(TypeCast, arg), offsetof(TypeCast, typeName)}},
	{T_TypeName, 2, {offsetof(TypeName, typmods), offsetof(TypeName, arrayBounds)}},
};

typedef struct RawCheck
{
	ParseState *pstate;			/* of the text, for positions in it */
	int			depth;
	List	   *strings;		/* values of the parameters made, char * */
} RawCheck;

static void
refuse(const RawCheck *check, const Node *node, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("a condition cannot contain %s", what),
			 errhint("It is one boolean expression over the columns of customer_profiles, such as: orders_count > 3 AND 'VIP' = ANY (groups)."),
			 parser_errposition(check->pstate, exprLocation(node))));
}

static void
refuse_star(const RawCheck *check, const Node *node, const List *names)
{
	ListCell   *cell;

	foreach(cell, names)
		if (IsA(lfirst(cell), A_Star))
			refuse(check, node, "\"*\"");
}

static void
check_function_call(const RawCheck *check, const FuncCall *call)
{
	if (call->over != NULL)
		refuse(check, (const Node *) call, "a window function");
	if (call->agg_star || call->agg_distinct || call->agg_filter != NULL ||
		call->agg_order != NIL || call->agg_within_group)
		refuse(check, (const Node *) call, "an aggregate");
}

/*
 * Replaces a string literal by a parameter: condition.c has the literal read once
 * its type is known and checked.  Other constants are returned unchanged.
 */
static Node *
literal_as_parameter(A_Const *literal, RawCheck *check)
{
	ParamRef   *param;

	if (literal->isnull || !IsA(&literal->val, String))
		return (Node *) literal;
	check->strings = lappend(check->strings, strVal(&literal->val));
	param = makeNode(ParamRef);
	param->number = list_length(check->strings);
	param->location = literal->location;
	return (Node *) param;
}

static Node *checked(Node *node, RawCheck *check);

static void
check_children(Node *node, const NodeKind *kind, RawCheck *check)
{
	ListCell   *cell;

	if (IsA(node, List))
		foreach(cell, (List *) node)
			lfirst(cell) = checked(lfirst(cell), check);
	for (int i = 0; i < kind->nchildren; i++)
	{
		Node	  **child = (Node **) ((char *) node + kind->children[i]);

		*child = checked(*child, check);
	}
}

/* The kind of a node; errors if a condition cannot contain it. */
static const NodeKind *
check_kind(const Node *node, RawCheck *check)
{
	for (int i = 0; i < (int) lengthof(kinds); i++)
		if (kinds[i].tag == nodeTag(node))
			return &kinds[i];
	refuse(check, node, IsA(node, SubLink) ? "a subquery"
		   : IsA(node, ParamRef) ? "a parameter" : "this kind of expression");
	pg_unreachable();
}

static void
check_names(const Node *node, RawCheck *check)
{
	if (IsA(node, ColumnRef))
		refuse_star(check, node, ((const ColumnRef *) node)->fields);
	else if (IsA(node, A_Indirection))
		refuse_star(check, node, ((const A_Indirection *) node)->indirection);
	else if (IsA(node, FuncCall))
		check_function_call(check, (const FuncCall *) node);
}

/* Checks a tree and replaces its string literals; returns the result. */
static Node *
checked(Node *node, RawCheck *check)
{
	const NodeKind *kind;

	if (node == NULL)
		return NULL;
	if (check->depth >= MAX_NESTING)
		ereport(ERROR,
				(errcode(ERRCODE_STATEMENT_TOO_COMPLEX),
				 errmsg("the condition is nested too deeply"),
				 errdetail("At most %d expressions may be inside each other.", MAX_NESTING),
				 errhint("Write lists as column = ANY (ARRAY[...]), or put the customers in a group.")));
	kind = check_kind(node, check);
	check_names(node, check);
	if (IsA(node, A_Const))
		return literal_as_parameter((A_Const *) node, check);
	check->depth++;
	check_children(node, kind, check);
	check->depth--;
	return node;
}

/* The expression of a plain SELECT expression; errors for other statements. */
static Node *
sole_expression(List *statements)
{
	SelectStmt *select = NULL;
	ResTarget  *target = NULL;

	if (list_length(statements) == 1 && IsA(linitial_node(RawStmt, statements)->stmt, SelectStmt))
		select = (SelectStmt *) linitial_node(RawStmt, statements)->stmt;
	if (select != NULL && list_length(select->targetList) == 1)
		target = linitial_node(ResTarget, select->targetList);
	if (target == NULL || target->name != NULL || target->indirection != NIL ||
		select->distinctClause != NIL || select->intoClause != NULL ||
		select->fromClause != NIL || select->whereClause != NULL ||
		select->groupClause != NIL || select->havingClause != NULL ||
		select->windowClause != NIL || select->valuesLists != NIL ||
		select->sortClause != NIL || select->limitOffset != NULL ||
		select->limitCount != NULL || select->lockingClause != NIL ||
		select->withClause != NULL || select->op != SETOP_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("a condition must be one expression")));
	return target->val;
}

Node *
condition_raw_parse(ParseState *pstate, List **strings)
{
	const char *text = pstate->p_sourcetext;
	RawCheck	check = {.pstate = pstate};
	Node	   *expression;

	if (strlen(text) > MAX_LENGTH)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the condition is too long"),
				 errdetail("It is %zu bytes long; %d are possible.", strlen(text), MAX_LENGTH),
				 errhint("Put the customers in a group, and ask for that.")));
	if (text[strspn(text, " \t\r\n\f")] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("a condition must not be empty")));
	expression = sole_expression(raw_parser(text, RAW_PARSE_PLPGSQL_EXPR));
	expression = checked(expression, &check);
	*strings = check.strings;
	return expression;
}
