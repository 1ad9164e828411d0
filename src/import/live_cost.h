/*
 * live_cost.h
 *
 * Estimates the cost of reading live customers as PostgreSQL's planner does: in
 * its units, from the settings of the session (seq_page_cost, random_page_cost,
 * cpu_tuple_cost, cpu_index_tuple_cost, cpu_operator_cost,
 * effective_cache_size) and of the tablespace.
 */
#ifndef CUSTOMERS_LIVE_COST_H
#define CUSTOMERS_LIVE_COST_H

#include "postgres.h"

#include "import/live.h"

/* All of them, hashed by so many columns into a table in memory. */
extern double live_cost_table(const LiveSize *size, int ncolumns);

/* So many records, looked up in that table. */
extern double live_cost_look_ups(double records, int ncolumns);

/* A window of ids: to begin it, and each live row in it. */
extern double live_cost_window(const LiveSize *size);
extern double live_cost_window_row(const LiveSize *size);

/*
 * Batches of so many index look-ups each, by id or by another key: their pages
 * are found in the cache again.
 */
extern double live_cost_id_probes(const LiveSize *size, double probes, double batches);
extern double live_cost_text_probes(const LiveSize *size, double probes, double batches);

#endif							/* CUSTOMERS_LIVE_COST_H */
