/*
 * category.h
 *
 * Segment categories under any spelling: customer_categories has the one that
 * each is kept under.  Case, accents, spaces and punctuation do not matter.
 *
 *		categories_load() -> categories_spelling()
 */
#ifndef CUSTOMERS_CATEGORY_H
#define CUSTOMERS_CATEGORY_H

#include "postgres.h"

typedef struct Category
{
	char	   *folded;
	char	   *spelling;
} Category;

typedef struct Categories
{
	int			ncategories;
	Category   *categories;		/* sorted by folded */
} Categories;

/*
 * A category's name, folded, in the current memory context; NULL if nothing is
 * left of it, or too much to be a key: such a name has only its own spelling.
 */
extern char *category_fold(const char *name);

/* Are two names, or header words, one in different spellings? */
extern bool category_is_same(const char *a, const char *b);

/* The categories, in the current memory context; SPI must be connected. */
extern Categories *categories_load(void);

/* The spelling that a name is kept under: its own, if the category is new. */
extern const char *categories_spelling(const Categories *categories, const char *name);

#endif							/* CUSTOMERS_CATEGORY_H */
