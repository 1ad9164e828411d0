/*
 * huge_pages.h
 *
 * Large tables in which entries are looked up all over.  On pages of 4 kB nearly every
 * look-up waits for the translation of its address, which fetching it ahead does not
 * avoid; on huge pages none does.
 */
#ifndef CUSTOMERS_HUGE_PAGES_H
#define CUSTOMERS_HUGE_PAGES_H

#include "postgres.h"

/*
 * Memory of the context, of any size, not set to anything.  On huge pages where the
 * kernel gives them on request (Linux: transparent_hugepage = madvise).
 */
extern void *huge_pages_alloc(MemoryContext context, Size size);

#endif							/* CUSTOMERS_HUGE_PAGES_H */
