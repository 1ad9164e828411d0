/*
 * live_cost.c
 *
 * The formulas are those of PostgreSQL's src/backend/optimizer/path/costsize.c
 * and, for a B-tree, of utils/adt/selfuncs.c.  The planner cannot choose for us: the
 * cheapest strategy depends on the whole file, and it sees one batch at a time.
 *
 *		cost_seqscan()			pages * seq_page_cost + rows * cpu_tuple_cost
 *		initial_cost_hashjoin()	build: rows * (cpu_operator_cost * columns +
 *								cpu_tuple_cost); look-up: cpu_operator_cost *
 *								columns
 *		btcostestimate()		descent: log2(rows) comparisons, and 50 operators
 *								for each page on the way
 *		cost_index()			rows in the order of the heap: their share of its
 *								pages, the first one at random; else the pages
 *								that Mackert and Lohman's formula gives
 *								(index_pages_fetched()), all at random
 *
 * Of a table on other machines, each query costs something in each part of it; and each
 * key, a page of each part that has it not.
 *
 * Ids are given out in ascending order, and customers stored in it: ids are
 * taken to be in the order of the heap, other keys in none.
 */
#include "postgres.h"

#include <math.h>

#include "nodes/pathnodes.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"

#include "import/live_cost.h"

/* As DEFAULT_PAGE_CPU_MULTIPLIER of selfuncs.c. */
#define PAGE_OPERATORS 50.0

/* Entries of a B-tree's page, for its height. */
#define ENTRIES_A_PAGE 300.0

/* To ask a part on another machine: a quarter of a millisecond, where a page takes 30 us. */
#define ASK_A_PART 8.0

/* So many queries of so many keys each, sent to other machines. */
static double
asked(const LiveSize *size, double queries, double keys)
{
	return queries * size->parts * (ASK_A_PART + keys * PAGE_OPERATORS * cpu_operator_cost);
}

double
live_cost_table(const LiveSize *size, int ncolumns)
{
	double		scan = size->pages * size->seq_page_cost + size->rows * cpu_tuple_cost;

	return scan + size->rows * (ncolumns * cpu_operator_cost + cpu_tuple_cost);
}

double
live_cost_look_ups(double records, int ncolumns)
{
	return records * ncolumns * cpu_operator_cost;
}

/* From the root of an index to its leaf. */
static double
descent(const LiveSize *size)
{
	double		rows = Max(size->rows, 2.0);
	double		height = floor(log(rows) / log(ENTRIES_A_PAGE));

	return (ceil(log2(rows)) + (height + 1) * PAGE_OPERATORS) * cpu_operator_cost;
}

/* A row that an index has found: its entry, its condition, and itself. */
static double
indexed_row(void)
{
	return cpu_index_tuple_cost + cpu_operator_cost + cpu_tuple_cost;
}

/* Pages that hold so many rows in the order of the heap. */
static double
pages_of(const LiveSize *size, double rows)
{
	return ceil(size->pages * Min(rows / Max(size->rows, 1.0), 1.0));
}

double
live_cost_window(const LiveSize *size)
{
	return descent(size) + size->random_page_cost + asked(size, 1, 0);
}

double
live_cost_window_row(const LiveSize *size)
{
	return indexed_row() + size->seq_page_cost * size->pages / Max(size->rows, 1.0);
}

/* Of so many pages fetched, those that are not in the cache. */
static double
pages_read(const LiveSize *size, double fetched)
{
	PlannerInfo root = {.total_table_pages = size->pages};

	return fetched < 1 ? 0 : index_pages_fetched(fetched, (BlockNumber) size->pages, 0, &root);
}

/* Look-ups, without the heap's pages. */
static double
probe_cpu(const LiveSize *size, double probes)
{
	return probes * (descent(size) + indexed_row());
}

double
live_cost_id_probes(const LiveSize *size, double probes, double batches)
{
	double		pages = pages_of(size, probes);

	if (probes < 1)
		return 0;
	if (batches <= 1)
		return probe_cpu(size, probes) + size->random_page_cost +
			Max(pages - 1, 0) * size->seq_page_cost + asked(size, 1, probes);
	return probe_cpu(size, probes * batches) + asked(size, batches, probes) +
		pages_read(size, pages * batches) * size->random_page_cost;
}

double
live_cost_text_probes(const LiveSize *size, double probes, double batches)
{
	return probe_cpu(size, probes * batches) + asked(size, probes < 1 ? 0 : batches, probes) +
		pages_read(size, probes * batches) * size->random_page_cost;
}
