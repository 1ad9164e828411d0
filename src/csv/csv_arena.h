/*
 * csv_arena.h
 *
 * Memory of one batch: allocations that live until the next reset, at a few
 * instructions each.  Chunks are kept from batch to batch, up to a bound.
 */
#ifndef CUSTOMERS_CSV_ARENA_H
#define CUSTOMERS_CSV_ARENA_H

#include "postgres.h"

typedef struct CsvArenaChunk
{
	struct CsvArenaChunk *next;
	size_t		size;
	char		data[FLEXIBLE_ARRAY_MEMBER];
} CsvArenaChunk;

/* All zero is an empty arena. */
typedef struct CsvArena
{
	CsvArenaChunk *first;
	CsvArenaChunk *current;
	size_t		used;			/* of current */
} CsvArena;

/* size bytes, not aligned: for text.  Out of memory is an error. */
extern char *csv_arena_alloc(CsvArena *arena, size_t size);

/* Forgets every allocation; returns unusually large chunks to the system. */
extern void csv_arena_reset(CsvArena *arena);

extern void csv_arena_free(CsvArena *arena);

#endif							/* CUSTOMERS_CSV_ARENA_H */
