/*
 * condition_raw.c
 *
 *		text -> raw_parser() -> SelectStmt of one expression -> its nodes checked
 *
 * What is refused here is refused before any name is looked up and before any
 * literal is given to a type: both can run code, and neither copes with all
 * that the grammar lets pass ("*").
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"

#include "compat.h"
#include "condition_raw.h"

/* Longest condition, in bytes; the deepest that one may be nested. */
#define MAX_LENGTH 100000
#define MAX_NESTING 500

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
 * A literal becomes a parameter in its place: so that what reads it is called
 * once the type is known and checked, by condition.c.
 */
static void
take_string(A_Const *literal, RawCheck *check)
{
	ParamRef   *param = (ParamRef *) literal;
	char	   *string = compat_string_literal(literal);
	int			location = literal->location;

	StaticAssertStmt(sizeof(ParamRef) <= sizeof(A_Const), "a parameter has room in a literal");
	if (string == NULL)
		return;
	check->strings = lappend(check->strings, string);
	MemSet(literal, 0, sizeof(A_Const));
	param->type = T_ParamRef;
	param->number = list_length(check->strings);
	param->location = location;
}

static void
check_node(Node *node, RawCheck *check)
{
	switch (nodeTag(node))
	{
		case T_A_Const:
			take_string((A_Const *) node, check);
			break;
		case T_ColumnRef:
			refuse_star(check, node, ((ColumnRef *) node)->fields);
			break;
		case T_A_Indirection:
			refuse_star(check, node, ((A_Indirection *) node)->indirection);
			break;
		case T_FuncCall:
			check_function_call(check, (FuncCall *) node);
			break;
		case T_SubLink:
			refuse(check, node, "a subquery");
			break;
		case T_ParamRef:
			refuse(check, node, "a parameter");
			break;
		case T_A_Expr:
		case T_A_ArrayExpr:
		case T_A_Indices:
		case T_BoolExpr:
		case T_BooleanTest:
		case T_CaseExpr:
		case T_CaseWhen:
		case T_CoalesceExpr:
		case T_CollateClause:
		case T_Integer:			/* of an array type's bounds */
		case T_List:
		case T_MinMaxExpr:
		case T_NamedArgExpr:
		case T_NullTest:
		case T_RowExpr:
		case T_SQLValueFunction:
		case T_String:
		case T_TypeCast:
		case T_TypeName:
			break;
		default:
			refuse(check, node, "this kind of expression");
	}
}

/* raw_expression_tree_walker() would pass over the parameters just made. */
static bool
check_walker(Node *node, RawCheck *check)
{
	bool		result;

	if (node == NULL)
		return false;
	if (check->depth >= MAX_NESTING)
		ereport(ERROR,
				(errcode(ERRCODE_STATEMENT_TOO_COMPLEX),
				 errmsg("the condition is nested too deeply"),
				 errdetail("At most %d expressions may be inside each other.", MAX_NESTING),
				 errhint("Write lists as column = ANY (ARRAY[...]), or put the customers in a group.")));
	check_node(node, check);
	if (IsA(node, ParamRef) || IsA(node, A_Const))
		return false;
	check->depth++;
	result = raw_expression_tree_walker(node, check_walker, check);
	check->depth--;
	return result;
}

/* The expression, if the statement is nothing but SELECT expression. */
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
	check_walker(expression, &check);
	*strings = check.strings;
	return expression;
}
