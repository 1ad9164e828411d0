/*
 * condition.c
 *
 *		text -> condition_raw_parse() -> expression over the profile query
 *			-> condition_trust_expression() -> deparsed text
 *
 * Analyzing an expression calls the input functions of its literals' types, which
 * can run code: '{x}' as an array of a domain runs the domain's CHECK.  So
 * literals are parameters during analysis; before one is coerced to a type, the
 * type is checked.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/plannodes.h"
#include "parser/analyze.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_relation.h"
#include "parser/parser.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/ruleutils.h"

#include "query/condition.h"
#include "query/condition_implied.h"
#include "query/condition_raw.h"
#include "query/condition_trust.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/settings_scope.h"

typedef struct Condition
{
	ParseState *pstate;
	List	   *strings;		/* its literals, char * */
	const char *what;
	ConditionSource source;
	List	   *columns;		/* of the profiles */
} Condition;

/* ---- literals ---- */

static Const *
literal(const Condition *condition, const Param *param)
{
	Const	   *result = makeConst(UNKNOWNOID, -1, InvalidOid, -2,
								   CStringGetDatum(list_nth(condition->strings, param->paramid - 1)),
								   false, false);

	result->location = param->location;
	return result;
}

/* p_paramref_hook: a literal, of type unknown for now. */
static Node *
on_literal(ParseState *pstate, ParamRef *ref)
{
	Param	   *param = makeNode(Param);

	param->paramkind = PARAM_EXTERN;
	param->paramid = ref->number;
	param->paramtype = UNKNOWNOID;
	param->paramtypmod = -1;
	param->location = ref->location;
	return (Node *) param;
}

/* Does a literal of this type depend on the current time? */
static bool
is_by_clock(const char *text, Oid type)
{
	static const char *const words[] = {"now", "today", "tomorrow", "yesterday"};
	char	   *lower;

	if (TypeCategory(type) != TYPCATEGORY_DATETIME)
		return false;
	lower = asc_tolower(text, strlen(text));
	for (size_t i = 0; i < lengthof(words); i++)
		if (strstr(lower, words[i]) != NULL)
			return true;
	return false;
}

/*
 * p_coerce_param_hook: a literal of a known type.  'today' must be the day on
 * which the condition is used, not the day on which a segment was defined: the
 * literal is read once to check it, but stays a text with a cast.
 */
static Node *
on_typed_literal(ParseState *pstate, Param *param, Oid type, int32 typmod, int location)
{
	Const	   *value = literal(pstate->p_ref_hook_state, param);
	char	   *text = DatumGetCString(value->constvalue);
	Node	   *typed;

	condition_trust_type(pstate, type, param->location);
	typed = coerce_type(pstate, (Node *) value, UNKNOWNOID,
						type, typmod, COERCION_EXPLICIT, COERCE_EXPLICIT_CAST, location);
	if (!is_by_clock(text, type))
		return typed;
	value = makeConst(TEXTOID, -1, DEFAULT_COLLATION_OID, -1, CStringGetTextDatum(text), false, false);
	return coerce_type(pstate, (Node *) value, TEXTOID,
					   type, typmod, COERCION_EXPLICIT, COERCE_EXPLICIT_CAST, location);
}

/* Replaces the parameters left, where any type is accepted: concat('a', ...) */
static Node *
restore_literals(Node *node, void *condition)
{
	if (node != NULL && IsA(node, Param))
		return (Node *) literal(condition, (Param *) node);
	return expression_tree_mutator(node, restore_literals, condition);
}

/* ---- analysis ---- */

/* Adds the profile query to the namespace, so that its columns can be named. */
static void
add_profiles(ParseState *pstate, const List *columns)
{
	char	   *profiles = profile_select(columns, 0);
	RawStmt    *statement = linitial_node(RawStmt, raw_parser(profiles, RAW_PARSE_DEFAULT));
	Query	   *query = parse_sub_analyze(statement->stmt, pstate, NULL, false, true);
	ParseNamespaceItem *item;

	item = addRangeTableEntryForSubquery(pstate, query,
										 makeAlias(catalog_bare_name(REL_PROFILES), NIL),
										 false, true);
	addNSItemToQuery(pstate, item, true, true, true);
}

/* Creates the parse state of a condition's text. */
static ParseState *
begin_parse(Condition *condition, const char *text)
{
	ParseState *pstate = make_parsestate(NULL);
	int			scope = settings_scope_enter();

	settings_scope_close_path();
	condition->columns = profile_all_columns();
	add_profiles(pstate, condition->columns);
	settings_scope_leave(scope);
	pstate->p_sourcetext = text;
	pstate->p_paramref_hook = on_literal;
	pstate->p_coerce_param_hook = on_typed_literal;
	pstate->p_ref_hook_state = condition;
	return pstate;
}

static Node *
analyze(Condition *condition, Node *raw)
{
	ParseState *pstate = condition->pstate;
	Node	   *expression;

	expression = transformExpr(pstate, raw, EXPR_KIND_WHERE);
	if (exprType(expression) != BOOLOID && exprType(expression) != UNKNOWNOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("a condition must be of type boolean, not %s",
						format_type_be(exprType(expression))),
				 parser_errposition(pstate, exprLocation(expression))));
	expression = coerce_to_boolean(pstate, expression, "a condition");
	assign_expr_collations(pstate, expression);
	return restore_literals(expression, condition);
}

/* SQL as an expression over the profiles. */
static Node *
parse_own(ParseState *pstate, const char *sql)
{
	RawStmt    *statement = linitial_node(RawStmt, raw_parser(psprintf("SELECT %s", sql), RAW_PARSE_DEFAULT));
	ResTarget  *target = linitial_node(ResTarget, ((SelectStmt *) statement->stmt)->targetList);
	int			scope = settings_scope_enter();
	Node	   *expression;

	settings_scope_close_path();
	expression = transformExpr(pstate, target->val, EXPR_KIND_WHERE);
	settings_scope_leave(scope);
	return expression;
}

/* Replaces tests for a group by a look at its members. */
static Node *
ask_members(Node *node, void *state)
{
	const Condition *condition = state;
	const char *group = node == NULL ? NULL : condition_group(node, condition->columns);

	if (group != NULL)
		return parse_own(condition->pstate, condition_is_member(group));
	return expression_tree_mutator(node, ask_members, state);
}

/*
 * The expression as text, with unqualified columns, and values that do not
 * depend on DateStyle and TimeZone.
 */
static char *
deparse(const ParseState *pstate, Node *expression)
{
	PlannedStmt *holder = makeNode(PlannedStmt);
	int			scope = settings_scope_enter();
	char	   *text;

	holder->commandType = CMD_SELECT;
	holder->rtable = pstate->p_rtable;
	settings_scope_pin_text();
	settings_scope_close_path();
	text = deparse_expression(expression,
							  deparse_context_for_plan_tree(holder, list_make1(pstrdup(catalog_bare_name(REL_PROFILES)))),
							  false, false);
	settings_scope_leave(scope);
	return text;
}

/* ---- errors ---- */

/* Is the name at this position (in characters, from 1) in double quotes? */
static bool
is_quoted_name(const char *text, int position)
{
	return position > 0 && text[pg_mbcharcliplen(text, strlen(text), position - 1)] == '"';
}

/* Error positions are in the condition's text, not in the caller's statement. */
static void
on_error(void *arg)
{
	const Condition *condition = arg;
	int			position = geterrposition();

	if (position > 0)
	{
		errposition(0);
		internalerrposition(position);
		internalerrquery(condition->pstate->p_sourcetext);
	}
	errcontext("%s", condition->what);
	if (geterrcode() == ERRCODE_SYNTAX_ERROR)
		errhint("A condition is one boolean expression over the columns of customer_profiles, such as: orders_count > 3 AND 'VIP' = ANY (groups).");
	else if (condition->source == CONDITION_STORED && geterrcode() != ERRCODE_INSUFFICIENT_PRIVILEGE)
		errhint("It was sound when it was defined: a column it uses may have been renamed or dropped since. Define it anew with %s().",
				catalog_function_name("customers_segment_define"));
	else if (geterrcode() == ERRCODE_UNDEFINED_COLUMN && is_quoted_name(condition->pstate->p_sourcetext, position))
		errhint("What is in double quotes is the name of a column; a text is in single quotes, such as: city = 'Oslo'.");
}

static char *
check(const char *text, ConditionSource source, bool of_all, const char *what)
{
	Condition	condition = {.what = what, .source = source};
	ErrorContextCallback callback;
	int			scope = settings_scope_enter();
	Node	   *expression;
	char	   *result;

	condition.pstate = begin_parse(&condition, text);
	callback.callback = on_error;
	callback.arg = &condition;
	callback.previous = error_context_stack;
	error_context_stack = &callback;
	if (source == CONDITION_STORED)
		settings_scope_close_path();
	expression = analyze(&condition, condition_raw_parse(condition.pstate, &condition.strings));
	condition_trust_expression(condition.pstate, expression);
	if (of_all)
		expression = ask_members(expression, &condition);
	result = deparse(condition.pstate, expression);
	error_context_stack = callback.previous;
	free_parsestate(condition.pstate);
	settings_scope_leave(scope);
	return result;
}

char *
condition_check(const char *text, ConditionSource source, const char *what)
{
	return check(text, source, false, what);
}

char *
condition_check_of_all(const char *text, const char *what)
{
	return check(text, CONDITION_STORED, true, what);
}
