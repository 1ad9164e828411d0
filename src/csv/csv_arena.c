/*
 * csv_arena.c
 *
 * Memory of one batch.  See csv_arena.h.
 */
#include "postgres.h"

#include "csv/csv_arena.h"

#define CSV_ARENA_CHUNK 65536
#define CSV_ARENA_KEEP (4 * 1024 * 1024)	/* bytes kept at a reset */

char *
csv_arena_alloc(CsvArena *arena, size_t size)
{
	CsvArenaChunk *chunk = arena->current;
	CsvArenaChunk *next;

	if (chunk == NULL || chunk->size - arena->used < size)
	{
		next = chunk ? chunk->next : arena->first;
		if (next == NULL || next->size < size)
		{
			size_t		room = Max(size, CSV_ARENA_CHUNK);
			CsvArenaChunk *fresh;

			fresh = palloc_extended(offsetof(CsvArenaChunk, data) + room,
									MCXT_ALLOC_HUGE);
			fresh->size = room;
			fresh->next = next;
			if (chunk)
				chunk->next = fresh;
			else
				arena->first = fresh;
			next = fresh;
		}
		arena->current = chunk = next;
		arena->used = 0;
	}
	arena->used += size;
	return chunk->data + arena->used - size;
}

void
csv_arena_reset(CsvArena *arena)
{
	CsvArenaChunk **link = &arena->first;
	size_t		kept = 0;

	while (*link)
	{
		CsvArenaChunk *chunk = *link;

		if (kept + chunk->size > CSV_ARENA_KEEP)
		{
			*link = chunk->next;
			pfree(chunk);
			continue;
		}
		kept += chunk->size;
		link = &chunk->next;
	}
	arena->current = NULL;
	arena->used = 0;
}

void
csv_arena_free(CsvArena *arena)
{
	while (arena->first)
	{
		CsvArenaChunk *chunk = arena->first;

		arena->first = chunk->next;
		pfree(chunk);
	}
	arena->current = NULL;
	arena->used = 0;
}
