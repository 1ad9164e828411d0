/*
 * seen_spill.h
 *
 * The claims that do not fit into memory, sorted by their keys on disk.
 */
#ifndef CUSTOMERS_SEEN_SPILL_H
#define CUSTOMERS_SEEN_SPILL_H

#include "postgres.h"

#include "import/seen.h"

typedef struct SeenSpill SeenSpill;

/* In the current memory context; its files go with the resource owner. */
extern SeenSpill *seen_spill_create(void);

extern void seen_spill_add(SeenSpill *spill, uint64 hash, SeenClaim claim);

/* As seen_next_spilled(); the first call ends the adding. */
extern bool seen_spill_next(SeenSpill *spill, uint64 *claimed, SeenClaim *claim);

#endif							/* CUSTOMERS_SEEN_SPILL_H */
