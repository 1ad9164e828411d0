/*
 * profile_cost.c
 *
 *		plan in form 0 -> customers who are looked up, one at a time
 *			-> cost of that, cost of one pass over the relation -> form
 *
 * The planner does not know that a LATERAL subquery runs for many customers: it
 * counts reading the index's pages for each of them, and so overrates a look-up
 * about five times.  Its estimate of the number of customers is sound.  So that
 * number is taken from the plan, and multiplied by what a look-up was measured to
 * take (test/bench/README.md).
 *
 * Reading pages counts only if the relation is larger than effective_cache_size:
 * else each is read at most once, in both forms.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_inherits.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/plancat.h"
#include "parser/parsetree.h"
#include "utils/rel.h"

#include "query/profile_cost.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/target.h"

/* A kind of look-up; costs in units of cpu_tuple_cost. */
typedef struct LookUp
{
	int			form;			/* the bit of one pass for all */
	CatalogRelation relation;	/* that it reads */
	double		each;			/* of a customer */
	double		each_row;		/* of a row of the customer */
	double		pass_row;		/* of a row, in one pass */
} LookUp;

static const LookUp look_up_kinds[] = {
	{PROFILE_GROUPS_OF_ALL, REL_GROUP_MEMBERS, 50, 7, 22},
	{PROFILE_ORDERS_OF_ALL, REL_ORDERS, 27, 2.7, 3.3},
};

/* ---- the plan ---- */

/* The look-ups of one kind in a plan. */
typedef struct LookUpPlan
{
	const PlannedStmt *statement;
	Oid			relation;
	double		customers;		/* looked up */
	double		no_index_cost;	/* of one, if it scans the relation; else 0 */
} LookUpPlan;

/* The range table index of the parent of a partition; 0 if it is none. */
static Index
parent_of(const PlannedStmt *statement, Index relid)
{
	ListCell   *cell;

	foreach(cell, statement->appendRelations)
		if (lfirst_node(AppendRelInfo, cell)->child_relid == relid)
			return lfirst_node(AppendRelInfo, cell)->parent_relid;
	return 0;
}

/* Does the node scan the relation, or a partition of it? */
static bool
is_scan(const Plan *plan, const LookUpPlan *found)
{
	Index		relid;

	if (!IsA(plan, SeqScan) && !IsA(plan, IndexScan) && !IsA(plan, IndexOnlyScan) &&
		!IsA(plan, BitmapHeapScan))
		return false;
	for (relid = ((const Scan *) plan)->scanrelid; relid != 0; relid = parent_of(found->statement, relid))
		if (rt_fetch(relid, found->statement->rtable)->relid == found->relation)
			return true;
	return false;
}

/* The plans of a node that are neither its lefttree nor its righttree. */
static List *
other_children(const Plan *plan)
{
	switch (nodeTag(plan))
	{
		case T_Append:
			return ((const Append *) plan)->appendplans;
		case T_MergeAppend:
			return ((const MergeAppend *) plan)->mergeplans;
		case T_SubqueryScan:
			return list_make1(((const SubqueryScan *) plan)->subplan);
		default:
			return NIL;
	}
}

/* A scan of the relation at or below this node; NULL if there is none. */
static const Plan *
find_scan(const Plan *plan, const LookUpPlan *found)
{
	const Plan *scan;
	ListCell   *cell;

	if (plan == NULL || is_scan(plan, found))
		return plan;
	foreach(cell, other_children(plan))
		if ((scan = find_scan(lfirst(cell), found)) != NULL)
			return scan;
	scan = find_scan(plan->lefttree, found);
	return scan != NULL ? scan : find_scan(plan->righttree, found);
}

/* The aggregate that the inner side of a nested loop is; NULL if it is another. */
static const Plan *
find_aggregate(const Plan *inner)
{
	while (inner != NULL && !IsA(inner, Agg))
		inner = IsA(inner, SubqueryScan) ? ((const SubqueryScan *) inner)->subplan : inner->lefttree;
	return inner;
}

/* The part of the rows below a node that are computed: less than 1 for a LIMIT. */
static double
part_computed(const Plan *plan)
{
	if (!IsA(plan, Limit) || IsA(plan->lefttree, Sort) || plan->lefttree->plan_rows <= 0)
		return 1;
	return Min(plan->plan_rows / plan->lefttree->plan_rows, 1);
}

/*
 * Finds the nested loop that looks up this relation, at or below this node, of
 * whose rows this part is computed.
 */
static void
find_look_ups(const Plan *plan, double part, LookUpPlan *found)
{
	const Plan *aggregate;
	const Plan *scan;
	ListCell   *cell;

	if (plan == NULL)
		return;
	aggregate = IsA(plan, NestLoop) ? find_aggregate(plan->righttree) : NULL;
	scan = aggregate == NULL ? NULL : find_scan(aggregate, found);
	if (scan != NULL)
	{
		found->customers += part * plan->lefttree->plan_rows;
		if (IsA(scan, SeqScan))
			found->no_index_cost = scan->total_cost;
	}
	part *= part_computed(plan);
	foreach(cell, other_children(plan))
		find_look_ups(lfirst(cell), part, found);
	find_look_ups(plan->lefttree, part, found);
	find_look_ups(plan->righttree, part, found);
}

/* ---- costs ---- */

typedef struct RelationSize
{
	double		pages;
	double		rows;
	double		hidden_rows;	/* on pages that are not all-visible */
} RelationSize;

/* The size of a relation and its partitions, which the plan has locked. */
static RelationSize
relation_size(Oid relation)
{
	RelationSize size = {0};
	ListCell   *cell;

	foreach(cell, find_all_inheritors(relation, AccessShareLock, NULL))
	{
		Relation	rel = table_open(lfirst_oid(cell), NoLock);
		BlockNumber pages;
		double		rows;
		double		visible;

		if (RELKIND_HAS_STORAGE(rel->rd_rel->relkind))
		{
			estimate_rel_size(rel, NULL, &pages, &rows, &visible);
			size.pages += pages;
			size.rows += rows;
			size.hidden_rows += rows * (1 - visible);
		}
		table_close(rel, NoLock);
	}
	return size;
}

/* Is one pass over all cheaper than the look-ups in the plan? */
static bool
is_pass_cheaper(const LookUp *kind, const PlannedStmt *statement)
{
	LookUpPlan	found = {.statement = statement, .relation = catalog_base(catalog_oid(kind->relation, false))};
	RelationSize size = relation_size(found.relation);
	double		all = Max(relation_size(target_table()).rows, 1);
	double		uncached = size.pages > effective_cache_size ? 1 - effective_cache_size / size.pages : 0;
	double		each;
	double		pass;

	find_look_ups(statement->planTree, 1, &found);
	each = cpu_tuple_cost * (kind->each + kind->each_row * size.rows / all) +
		uncached * random_page_cost * (1 + size.hidden_rows / all);
	each = Max(each, found.no_index_cost);
	pass = cpu_tuple_cost * kind->pass_row * size.rows + uncached * seq_page_cost * size.pages;
	return found.customers * each > pass;
}

int
profile_cost_form(const PlannedStmt *statement, int look_ups)
{
	int			form = 0;

	for (size_t i = 0; i < lengthof(look_up_kinds); i++)
		if ((look_ups & look_up_kinds[i].form) && is_pass_cheaper(&look_up_kinds[i], statement))
			form |= look_up_kinds[i].form;
	return form;
}
