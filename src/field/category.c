/*
 * category.c
 *
 *		name of a category -> folded -> customer_categories -> its spelling
 *
 * The table is filled by merges and saves (merge/category_keep.c).
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "field/category.h"
#include "field/field.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* Longest folded name in bytes: an index has room for it. */
#define MAX_FOLDED 1000

char *
category_fold(const char *name)
{
	char	   *folded = field_fold_header(name, strlen(name));
	size_t		len = strlen(folded);

	return len > 0 && len <= MAX_FOLDED ? folded : NULL;
}

bool
category_is_same(const char *a, const char *b)
{
	char	   *folded = category_fold(a);
	char	   *other = category_fold(b);

	return strcmp(a, b) == 0 || (folded != NULL && other != NULL && strcmp(folded, other) == 0);
}

PG_FUNCTION_INFO_V1(customers_fold_category);

/* customers_fold_category(category text) returns text, strict */
Datum
customers_fold_category(PG_FUNCTION_ARGS)
{
	char	   *folded = category_fold(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	if (folded == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(folded));
}

static int
compare_categories(const void *a, const void *b)
{
	return strcmp(((const Category *) a)->folded, ((const Category *) b)->folded);
}

Categories *
categories_load(void)
{
	Statement	find = statement(psprintf("SELECT folded, spelling FROM %s", catalog_name(REL_CATEGORIES)));
	Categories *result = palloc(sizeof(Categories));

	result->ncategories = statement_select(&find);
	result->categories = palloc_extended(sizeof(Category) * (result->ncategories + 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < result->ncategories; i++)
	{
		result->categories[i].folded = spi_text_not_null(i, 1, "customer_categories.folded");
		result->categories[i].spelling = spi_text_not_null(i, 2, "customer_categories.spelling");
	}
	statement_done();
	qsort(result->categories, result->ncategories, sizeof(Category), compare_categories);
	return result;
}

/* A row in which somebody wrote another spelling than that of its key is passed over. */
const char *
categories_spelling(const Categories *categories, const char *name)
{
	Category	key = {.folded = category_fold(name)};
	Category   *known;
	char	   *folded;

	if (key.folded == NULL || categories->ncategories == 0)
		return name;
	known = bsearch(&key, categories->categories, categories->ncategories, sizeof(Category), compare_categories);
	if (known == NULL)
		return name;
	folded = category_fold(known->spelling);
	return folded != NULL && strcmp(folded, key.folded) == 0 ? known->spelling : name;
}
