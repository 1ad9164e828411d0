/*
 * match_probe.h
 *
 * Looks keys up by index: a strategy (match_strategy.h), also used by the others for
 * keys that they cannot settle.
 */
#ifndef CUSTOMERS_MATCH_PROBE_H
#define CUSTOMERS_MATCH_PROBE_H

#include "postgres.h"

#include "import/match_strategy.h"

/* Hands a live row to the records that wait by a hash. */
extern void match_probe_attach(Search *search, const Waiting *waiting, uint64 hash, const LiveRow *row);

/* Reads the rows of the ids that are waited for, in whatever order. */
extern void match_probe_ids(Search *search, Waiting *waiting);

/* Looks up identifiers and emails whose bearers are not all known yet. */
extern void match_probe_texts(Search *search, const MatchBatch *batch);

/* What it costs to look up the records' first keys, beginning with this one. */
extern double match_probe_cost(const Search *search, const MatchBatch *batch, KeyKind first);

#endif							/* CUSTOMERS_MATCH_PROBE_H */
