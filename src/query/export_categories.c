/*
 * export_categories.c
 *
 *		attributes of each customer, given or by a ProfileFilter -> their distinct keys
 *
 * Keys are read in place in the jsonb value, whose layout is that of
 * jsonb_util.c: a set-returning function for each row costs more than the export.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "query/export_categories.h"
#include "query/query_run.h"

/* A key: in a jsonb value, or a copy. */
typedef struct Category
{
	const char *name;
	int			len;
} Category;

struct ExportCategories
{
	MemoryContext row_context;	/* detoasted values of one row */
	MemoryContext context;		/* copies of names */
	HTAB	   *known;			/* of Category */
};

static uint32
category_hash(const void *key, Size keysize)
{
	const Category *category = key;

	return hash_bytes((const unsigned char *) category->name, category->len);
}

static int
category_match(const void *a, const void *b, Size keysize)
{
	const Category *left = a;
	const Category *right = b;

	return left->len != right->len || memcmp(left->name, right->name, left->len) != 0;
}

ExportCategories *
export_categories_create(void)
{
	ExportCategories *categories = palloc(sizeof(ExportCategories));
	HASHCTL		control = {0};

	control.keysize = sizeof(Category);
	control.entrysize = sizeof(Category);
	control.hash = category_hash;
	control.match = category_match;
	control.hcxt = CurrentMemoryContext;
	categories->context = CurrentMemoryContext;
	categories->row_context = AllocSetContextCreate(CurrentMemoryContext, "customers categories row",
													ALLOCSET_DEFAULT_SIZES);
	categories->known = hash_create("customers categories", 64, &control,
									HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	return categories;
}

static void
note_category(ExportCategories *categories, const char *name, int len)
{
	Category	key = {name, len};
	bool		found;
	Category   *entry = hash_search(categories->known, &key, HASH_ENTER, &found);

	if (!found)
	{
		char	   *kept = MemoryContextAlloc(categories->context, len + 1);

		memcpy(kept, name, len);
		kept[len] = '\0';
		entry->name = kept;
	}
}

void
export_categories_add(ExportCategories *categories, Datum attributes)
{
	MemoryContext old = MemoryContextSwitchTo(categories->row_context);
	JsonbContainer *object = &DatumGetJsonbP(attributes)->root;
	int			nkeys = JsonContainerIsObject(object) ? JsonContainerSize(object) : 0;
	char	   *names = (char *) (object->children + 2 * nkeys);	/* keys, then values */

	for (int i = 0; i < nkeys; i++)
		note_category(categories, names + getJsonbOffset(object, i), getJsonbLength(object, i));
	MemoryContextSwitchTo(old);
	MemoryContextReset(categories->row_context);
}

/* QueryRowCallback: adds the keys of one customer's attributes. */
static bool
add_row(void *state, TupleTableSlot *slot)
{
	slot_getallattrs(slot);
	if (!slot->tts_isnull[0])
		export_categories_add(state, slot->tts_values[0]);
	return true;
}

void
export_categories_find(ExportCategories *categories, const ProfileFilter *filter)
{
	ProfileQuery query;
	QueryRun   *run;

	profile_query(filter, "customer_profiles.attributes", false, &query);
	run = query_run_start(&query, add_row, categories);
	query_run_next(run);
	query_run_end(run);
}

static int
compare_names(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

List *
export_categories_end(ExportCategories *categories)
{
	HASH_SEQ_STATUS all;
	Category   *category;
	List	   *names = NIL;

	hash_seq_init(&all, categories->known);
	while ((category = hash_seq_search(&all)) != NULL)
		names = lappend(names, unconstify(char *, category->name));
	list_sort(names, compare_names);
	hash_destroy(categories->known);
	MemoryContextDelete(categories->row_context);
	return names;
}
