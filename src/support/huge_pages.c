/*
 * huge_pages.c
 *
 * See huge_pages.h.
 */
#include "postgres.h"

#include <sys/mman.h>

#include "utils/memutils.h"

#include "support/huge_pages.h"

/* Bytes of a huge page, as nearly all machines have them. */
#define HUGE_PAGE ((Size) 2 * 1024 * 1024)

void *
huge_pages_alloc(MemoryContext context, Size size)
{
	char	   *memory = MemoryContextAllocHuge(context, size);

#ifdef MADV_HUGEPAGE
	char	   *first = (char *) TYPEALIGN(HUGE_PAGE, memory);
	char	   *end = (char *) TYPEALIGN_DOWN(HUGE_PAGE, memory + size);

	/* advice alone: where it is not taken, the memory is as good, but slower */
	if (first < end)
		(void) madvise(first, end - first, MADV_HUGEPAGE);
#endif
	return memory;
}
