/*
 * group.c
 *
 *		cell "VIP|Wholesale" -> names -> known groups (or new ones)
 *			+ memberships of the matched customers, read once a batch
 *			-> the set of groups after the merge, as one text
 *
 * A set of groups is written as its names, sorted by bytes, with a | between
 * them: old and new text are equal when the sets are.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "field/field_fold.h"
#include "field/value_trim.h"
#include "import/group.h"
#include "import/group_list.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/normal_form.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* A group; it exists in the table, or will after the merge. */
typedef struct GroupName
{
	struct GroupName *next;		/* another spelling of the same folded name */
	const char *name;
	bool		exists;
} GroupName;

/* Groups by their folded name: one, unless the table holds several spellings. */
typedef struct GroupEntry
{
	const char *folded;			/* hash key */
	GroupName  *groups;			/* the oldest first */
} GroupEntry;

struct GroupSet
{
	MemoryContext context;
	HTAB	   *by_name;
};

/* One customer's memberships, or the names in one cell. */
typedef struct GroupNames
{
	const GroupName **groups;
	int			ngroups;
	int			maxgroups;
} GroupNames;

typedef struct Membership
{
	int64		customer_id;
	GroupNames	accepted;
	GroupNames	rejected;
} Membership;

static uint32
group_hash(const void *key, Size keysize)
{
	return string_hash(*(const char *const *) key, NAMEDATALEN * 16);
}

static int
group_match(const void *a, const void *b, Size keysize)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

char *
group_fold(const char *name, uint32 len, uint32 *folded_len)
{
	const char *utf8 = field_utf8(name, &len);
	char	   *folded;

	normal_form_spell(&utf8, &len);
	folded = palloc(len + 1);
	*folded_len = field_fold_case_utf8(utf8, len, folded);
	folded[*folded_len] = '\0';
	return folded;
}

char *
group_sql_key(const char *name)
{
	return psprintf("%s(%s)", catalog_function_name("customers_group_key"), name);
}

static GroupEntry *
find_entry(GroupSet *groups, const char *name, int len, HASHACTION action, bool *found)
{
	uint32		folded_len;
	char	   *folded = group_fold(name, len, &folded_len);
	GroupEntry *entry = hash_search(groups->by_name, &folded, action, found);

	if (action == HASH_ENTER && !*found)
	{
		entry->folded = MemoryContextStrdup(groups->context, folded);
		entry->groups = NULL;
	}
	pfree(folded);
	return entry;
}

/* The group of exactly this name; added if there is none. */
static GroupName *
add_group(GroupSet *groups, const char *name, int len)
{
	bool		found;
	GroupEntry *entry = find_entry(groups, name, len, HASH_ENTER, &found);
	GroupName **group = &entry->groups;

	while (*group != NULL && (strncmp((*group)->name, name, len) != 0 || (*group)->name[len] != '\0'))
		group = &(*group)->next;
	if (*group == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(groups->context);

		*group = palloc0(sizeof(GroupName));
		(*group)->name = pnstrdup(name, len);
		MemoryContextSwitchTo(old);
	}
	return *group;
}

/* The group of that name, in this spelling or another; or NULL. */
static GroupName *
find_group(GroupSet *groups, const char *name, int len)
{
	GroupEntry *entry = find_entry(groups, name, len, HASH_FIND, NULL);

	if (entry == NULL)
		return NULL;
	for (GroupName *group = entry->groups; group != NULL; group = group->next)
		if (strncmp(group->name, name, len) == 0 && group->name[len] == '\0')
			return group;
	return entry->groups;
}

GroupSet *
groups_load(void)
{
	GroupSet   *groups = palloc(sizeof(GroupSet));
	Statement	find = statement(psprintf("SELECT name FROM %s ORDER BY group_id", catalog_name(REL_GROUPS)));
	HASHCTL		control = {0};
	uint64		n;

	groups->context = CurrentMemoryContext;
	control.keysize = sizeof(char *);
	control.entrysize = sizeof(GroupEntry);
	control.hash = group_hash;
	control.match = group_match;
	control.hcxt = CurrentMemoryContext;
	groups->by_name = hash_create("customers groups", 64, &control,
								  HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	find.read_only = true;
	n = statement_select(&find);
	for (uint64 i = 0; i < n; i++)
	{
		char	   *name = spi_text_not_null(i, 1, "customer_groups.name");

		CHECK_FOR_INTERRUPTS();
		add_group(groups, name, strlen(name))->exists = true;
	}
	statement_done();
	return groups;
}

/* ---- sets of groups ---- */

/* Adds a group to what becomes a set by names_sort(). */
static void
names_add(GroupNames *names, const GroupName *group)
{
	if (names->ngroups == names->maxgroups)
	{
		names->maxgroups = Max(names->maxgroups * 2, 4);
		names->groups = names->groups == NULL
			? palloc(names->maxgroups * sizeof(GroupName *))
			: repalloc(names->groups, names->maxgroups * sizeof(GroupName *));
	}
	names->groups[names->ngroups++] = group;
}

static int
compare_groups(const void *a, const void *b)
{
	return strcmp((*(const GroupName *const *) a)->name, (*(const GroupName *const *) b)->name);
}

/* Each group once, in the order of their names. */
static void
names_sort(GroupNames *names)
{
	int			n = 0;

	if (names->ngroups < 2)
		return;
	qsort(names->groups, names->ngroups, sizeof(GroupName *), compare_groups);
	for (int i = 0; i < names->ngroups; i++)
		if (n == 0 || names->groups[n - 1] != names->groups[i])
			names->groups[n++] = names->groups[i];
	names->ngroups = n;
}

/* Is the group in a sorted set? */
static bool
names_contain(const GroupNames *names, const GroupName *group)
{
	return names->ngroups > 0 &&
		bsearch(&group, names->groups, names->ngroups, sizeof(GroupName *), compare_groups) != NULL;
}

/* A sorted set as one text; NULL if it is empty. */
static char *
names_text(const GroupNames *names)
{
	StringInfoData text;

	if (names->ngroups == 0)
		return NULL;
	initStringInfo(&text);
	for (int i = 0; i < names->ngroups; i++)
		appendStringInfo(&text, "%s%s", i > 0 ? "|" : "", names->groups[i]->name);
	return text.data;
}

/* ---- cells ---- */

/* A name that is not allowed, or a cell that is broken. */
static bool
refuse_name(const Differ *differ, Record *record, const Field *field, const char *code,
			const char *name, int len, const char *message, const char *hint)
{
	record_note_as(record, !diff_skips(differ, record, field), code, field->name,
				   record_clip(name, len), message, hint);
	return false;
}

/* One name in a cell: known, new, or not allowed (false). */
static bool
take_name(GroupSet *groups, Differ *differ, Record *record, const Field *field,
		  const char *name, uint32 len, GroupNames *names)
{
	GroupName  *group;

	value_trim(&name, &len);
	normal_form_compose(&name, &len);
	if (len == 0)
		return true;
	if (len > GROUP_MAX_BYTES)
		return refuse_name(differ, record, field, "too_long", name, len,
						   "longer than the name of a group can be (1000 bytes)", "Shorten it.");
	group = find_group(groups, name, len);
	if (group == NULL && differ->options->unknown_groups == UNKNOWN_CREATE)
		group = add_group(groups, name, len);
	if (group == NULL)
		return refuse_name(differ, record, field, "unknown_group", name, len,
						   "there is no group of this name",
						   "Create it, correct the cell, or import with unknown_groups => 'create'.");
	names_add(names, group);
	return true;
}

/*
 * The names in a cell: it is one group's name as a whole, or a list.  False if one
 * of them is not allowed.
 */
static bool
split_cell(GroupSet *groups, Differ *differ, Record *record, const Field *field,
		   const char *data, int len, GroupNames *names)
{
	GroupName  *whole = find_group(groups, data, len);
	GroupList	list = group_list(data, len);
	const char *name;
	uint32		name_len;
	bool		allowed = true;

	if (whole != NULL && whole->exists)
	{
		names_add(names, whole);
		return true;
	}
	while (group_list_next(&list, &name, &name_len))
		allowed &= take_name(groups, differ, record, field, name, name_len, names);
	return allowed;
}

/* ---- memberships ---- */

static int
compare_memberships(const void *a, const void *b)
{
	int64		left = ((const Membership *) a)->customer_id;
	int64		right = ((const Membership *) b)->customer_id;

	return left < right ? -1 : left > right;
}

/* Reads the memberships of the matched customers, sorted by customer. */
static Membership *
read_memberships(GroupSet *groups, Record **records, int nrecords, int *nmemberships)
{
	Statement	find = statement(psprintf("SELECT m.customer_id, m.status, g.name FROM %s AS m"
										  " JOIN %s AS g ON g.group_id OPERATOR(pg_catalog.=) m.group_id"
										  " WHERE m.customer_id OPERATOR(pg_catalog.=) ANY ($1)",
										  catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS)));
	Membership *result = palloc0(Max(nrecords, 1) * sizeof(Membership));
	Datum	   *ids = palloc(Max(nrecords, 1) * sizeof(Datum));
	uint64		nrows;
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
		if (records[i]->matched)
		{
			ids[n] = Int64GetDatum(records[i]->customer_id);
			result[n++].customer_id = records[i]->customer_id;
		}
	*nmemberships = n;
	if (n == 0)
		return result;
	qsort(result, n, sizeof(Membership), compare_memberships);
	find.read_only = true;
	statement_datum(&find, INT8ARRAYOID, int8_array(ids, n), false);
	nrows = statement_select(&find);
	for (uint64 i = 0; i < nrows; i++)
	{
		Membership	wanted = {0};
		Membership *found;
		char	   *name = spi_text_not_null(i, 3, "customer_groups.name");

		CHECK_FOR_INTERRUPTS();
		wanted.customer_id = spi_int64(i, 1, "customer_group_members.customer_id");
		found = bsearch(&wanted, result, n, sizeof(Membership), compare_memberships);
		names_add(strcmp(spi_text_not_null(i, 2, "customer_group_members.status"), "accepted") == 0
				  ? &found->accepted : &found->rejected,
				  add_group(groups, name, strlen(name)));
	}
	statement_done();
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		names_sort(&result[i].accepted);
		names_sort(&result[i].rejected);
	}
	return result;
}

/* The memberships after the merge, before they are compared. */
static void
merged_names(Differ *differ, Record *record, const Field *field,
			 const GroupNames *named, const Membership *live, GroupNames *result)
{
	if (differ->options->group_mode == GROUPS_ADD && live != NULL)
		for (int i = 0; i < live->accepted.ngroups; i++)
			names_add(result, live->accepted.groups[i]);
	for (int i = 0; i < named->ngroups; i++)
	{
		if (live != NULL && names_contain(&live->rejected, named->groups[i]))
			record_note(record, "group_rejected", field->name, named->groups[i]->name,
						"the customer was taken out of this group by hand",
						"A file does not put anyone back; customers_group_assign() does.");
		else
			names_add(result, named->groups[i]);
	}
	names_sort(result);
}

/* Adds the groups that a cell names; false if it says nothing. */
static bool
cell_names(GroupSet *groups, Differ *differ, Record *record, const CsvCell *cell, GroupNames *named)
{
	const Field *field = &differ->map->fields[differ->map->groups];
	CellValue	value = {0};

	value_parse(field, cell, &value);
	if (value.state == VALUE_ERROR)
		return refuse_name(differ, record, field, value.note->code, cell->data, cell->len, value.note->message, value.note->hint);
	if (value.state == VALUE_SET)
		return split_cell(groups, differ, record, field, value.data, value.len, named);
	return value.state == VALUE_CLEAR && differ->options->group_mode == GROUPS_REPLACE;
}

/* ---- spelling ---- */

/* The new groups of one cell. */
static void
learn_cell(GroupSet *groups, const Field *field, const CsvCell *cell)
{
	CellValue	value = {0};
	GroupList	list;
	const char *name;
	uint32		len;

	value_parse(field, cell, &value);
	if (value.state != VALUE_SET || find_group(groups, value.data, value.len) != NULL)
		return;
	list = group_list(value.data, value.len);
	while (group_list_next(&list, &name, &len))
	{
		value_trim(&name, &len);
		normal_form_compose(&name, &len);
		if (len > 0 && len <= GROUP_MAX_BYTES && find_group(groups, name, len) == NULL)
			add_group(groups, name, len);
	}
}

static void
learn_record(GroupSet *groups, const Differ *differ, const Record *record)
{
	const Field *field = &differ->map->fields[differ->map->groups];

	if (differ->options->unknown_groups != UNKNOWN_CREATE)
		return;
	learn_cell(groups, field, record_cell(record, field));
	for (int i = 0; i < field->nmore; i++)
		learn_cell(groups, field, &record->source->cells[field->more[i]]);
}

void
groups_learn(GroupSet *groups, const Differ *differ, Record **records, int nrecords)
{
	for (int i = 0; i < nrecords; i++)
		learn_record(groups, differ, records[i]);
}

/* ---- what changes ---- */

/* What one record's group cell, and those of the option set, change. */
static void
diff_groups_cell(GroupSet *groups, Differ *differ, Record *record, Membership *live)
{
	int			i = differ->map->groups;
	const Field *field = &differ->map->fields[i];
	GroupNames	named = {0},
				merged = {0};
	char	   *before,
			   *after;
	CellChange *change;
	bool		speaks;

	if (live != NULL && (field->rule == RULE_KEEP ||
						 (field->rule == RULE_FILL && live->accepted.ngroups > 0)))
	{
		learn_record(groups, differ, record);
		return;
	}
	speaks = cell_names(groups, differ, record, record_cell(record, field), &named);
	for (int j = 0; j < field->nmore; j++)
		speaks |= cell_names(groups, differ, record, &record->source->cells[field->more[j]], &named);
	if (field->also != NULL)
		speaks |= cell_names(groups, differ, record, field->also, &named);
	if (!speaks)
		return;
	names_sort(&named);
	merged_names(differ, record, field, &named, live, &merged);
	before = live == NULL ? NULL : names_text(&live->accepted);
	after = names_text(&merged);
	if (after == NULL ? before == NULL : (before != NULL && strcmp(before, after) == 0))
		return;
	change = &record_changes(record, differ->map->nfields)[i];
	change->touched = true;
	change->old = before;
	change->value.state = after == NULL ? VALUE_CLEAR : VALUE_SET;
	change->value.data = after;
	change->value.len = after == NULL ? 0 : strlen(after);
	record->ntouched++;
}

void
groups_diff(GroupSet *groups, Differ *differ, Record **records, int nrecords)
{
	int			nmemberships;
	Membership *memberships = read_memberships(groups, records, nrecords, &nmemberships);

	for (int i = 0; i < nrecords; i++)
	{
		Membership	wanted = {0};

		/* mode update excludes unknown customers, whatever their cells */
		if (records[i]->has_error ||
			(!records[i]->matched && differ->options->mode == MODE_UPDATE))
		{
			learn_record(groups, differ, records[i]);
			continue;
		}
		wanted.customer_id = records[i]->customer_id;
		diff_groups_cell(groups, differ, records[i],
						 !records[i]->matched ? NULL :
						 bsearch(&wanted, memberships, nmemberships, sizeof(Membership),
								 compare_memberships));
	}
}
