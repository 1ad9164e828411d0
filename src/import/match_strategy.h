/*
 * match_strategy.h
 *
 * A strategy finds the live rows of a batch.  match.c asks each for its cost, and
 * lets the cheapest find the rows, which it passes to resolver_attach().
 *
 *		in step		match_window.c: the ids of a batch lie close together, as in
 *					a file in key order; the windows of live rows that they span
 *					are read in order beside it
 *		table		match_table.c: the file is large and in no order; all live
 *					customers were read once into a KeyTable, and only rows that
 *					differ are read again
 *		probes		match_probe.c: the file is small; its keys are looked up by
 *					index
 */
#ifndef CUSTOMERS_MATCH_STRATEGY_H
#define CUSTOMERS_MATCH_STRATEGY_H

#include "postgres.h"

#include "import/key_reader.h"
#include "import/live.h"
#include "import/resolve.h"
#include "import/waiting.h"

/* What all strategies work with. */
typedef struct Search
{
	const FieldMap *map;
	const KeyReader *keys;
	Resolver   *resolver;
	LiveReader *live;
	LiveSize	size;
	bool		indexed[NUM_KEYS];	/* can look-ups by the key use an index? */
	double		density;		/* live rows per id */
} Search;

/* Records whose keys are read, and how many such batches there are to come. */
typedef struct MatchBatch
{
	Record	  **records;
	int			nrecords;
	double		batches;		/* of this size, with this one */
	Waiting		ids;			/* records that have an id, in order */
	int			leading[NUM_KEYS];	/* records whose first key it is */
} MatchBatch;

typedef struct MatchStrategy MatchStrategy;

struct MatchStrategy
{
	const char *name;			/* for customer_imports.strategy */
	Search	   *search;
	bool		used;

	/*
	 * What the file costs from this batch on, if all of it is like this batch,
	 * in the units of PostgreSQL's planner; infinity if it cannot be done.
	 */
	double		(*cost) (MatchStrategy *self, const MatchBatch *batch);

	/* Finds the rows; false if that cannot be done after all. */
	bool		(*find) (MatchStrategy *self, const MatchBatch *batch);

	/*
	 * Record.live_number of a matched record.  A strategy that has this keeps
	 * all customers in memory, and is kept to the end of the file.
	 */
	uint32		(*number) (MatchStrategy *self, const Record *record);

	/*
	 * The same of a customer who was found by another way; 0 also if no key of
	 * the file's could find them.
	 */
	uint32		(*number_of_row) (MatchStrategy *self, const LiveRow *row);
};

/* Each in the current memory context. */
extern MatchStrategy *match_window_create(Search *search);
extern MatchStrategy *match_table_create(Search *search);
extern MatchStrategy *match_probe_create(Search *search);

/* Of the table: its customers and bytes; 0 as long as it is not made. */
extern int64 match_table_customers(const MatchStrategy *table);
extern Size match_table_memory(const MatchStrategy *table);

#endif							/* CUSTOMERS_MATCH_STRATEGY_H */
