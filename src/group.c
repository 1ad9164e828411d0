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

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/hsearch.h"

#include "catalog.h"
#include "group.h"
#include "spi_value.h"

/* A group by its folded name; it exists in the table, or will after the merge. */
typedef struct GroupName
{
	const char *folded;			/* hash key */
	const char *name;
	bool		exists;
} GroupName;

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

static char *
fold_name(const char *name, int len)
{
	return str_tolower(name, len, DEFAULT_COLLATION_OID);
}

/* The group of that name, or NULL; made up if asked to. */
static GroupName *
find_group(GroupSet *groups, const char *name, int len, bool create)
{
	char	   *folded = fold_name(name, len);
	GroupName	   *group = hash_search(groups->by_name, &folded, HASH_FIND, NULL);

	if (group == NULL && create)
	{
		MemoryContext old = MemoryContextSwitchTo(groups->context);

		folded = pstrdup(folded);
		group = hash_search(groups->by_name, &folded, HASH_ENTER, NULL);
		group->folded = folded;
		group->name = pnstrdup(name, len);
		group->exists = false;
		MemoryContextSwitchTo(old);
	}
	return group;
}

GroupSet *
groups_load(void)
{
	GroupSet   *groups = palloc(sizeof(GroupSet));
	HASHCTL		control = {0};

	groups->context = CurrentMemoryContext;
	control.keysize = sizeof(char *);
	control.entrysize = sizeof(GroupName);
	control.hash = group_hash;
	control.match = group_match;
	control.hcxt = CurrentMemoryContext;
	groups->by_name = hash_create("customers groups", 64, &control,
								  HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	if (SPI_execute(psprintf("SELECT name FROM %s", catalog_name(REL_GROUPS)), true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read groups");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *name = spi_text_not_null(i, 1, "customer_groups.name");

		find_group(groups, name, strlen(name), true)->exists = true;
	}
	SPI_freetuptable(SPI_tuptable);
	return groups;
}

/* ---- sets of groups ---- */

static bool
names_contain(const GroupNames *names, const GroupName *group)
{
	for (int i = 0; i < names->ngroups; i++)
		if (names->groups[i] == group)
			return true;
	return false;
}

static void
names_add(GroupNames *names, const GroupName *group)
{
	if (names_contain(names, group))
		return;
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

/* The set as one text; NULL if it is empty. */
static char *
names_text(GroupNames *names)
{
	StringInfoData text;

	if (names->ngroups == 0)
		return NULL;
	qsort(names->groups, names->ngroups, sizeof(GroupName *), compare_groups);
	initStringInfo(&text);
	for (int i = 0; i < names->ngroups; i++)
		appendStringInfo(&text, "%s%s", i > 0 ? "|" : "", names->groups[i]->name);
	return text.data;
}

/* ---- cells ---- */

/* One name in a cell: known, new, or not allowed. */
static void
take_name(GroupSet *groups, Differ *differ, Record *record, const Field *field,
		  const char *name, int len, GroupNames *names)
{
	bool		create = differ->options->unknown_groups == UNKNOWN_CREATE;
	GroupName	   *group;

	while (len > 0 && isspace((unsigned char) name[0]))
		name++, len--;
	while (len > 0 && isspace((unsigned char) name[len - 1]))
		len--;
	if (len == 0)
		return;
	if (len > GROUP_MAX_BYTES)
	{
		record_error(record, field->name, record_clip(name, len), "too_long",
					 "longer than the name of a group can be (1000 bytes): shorten it");
		return;
	}
	group = find_group(groups, name, len, create);
	if (group == NULL)
		record_error(record, field->name, record_clip(name, len), "unknown_group",
					 "there is no group of this name: create it, correct the cell, or import with unknown_groups => 'create'");
	else
		names_add(names, group);
}

/* The names in a cell: it is one group's name as a whole, or a list. */
static void
split_cell(GroupSet *groups, Differ *differ, Record *record, const Field *field,
		   const char *data, int len, GroupNames *names)
{
	static const char separators[] = {GROUP_SEPARATOR, ';', ','};
	GroupName	   *whole = find_group(groups, data, len, false);
	char		separator = '\0';
	const char *end = data + len;

	if (whole != NULL && whole->exists)
	{
		names_add(names, whole);
		return;
	}
	for (int i = 0; i < (int) lengthof(separators) && separator == '\0'; i++)
		if (memchr(data, separators[i], len) != NULL)
			separator = separators[i];
	while (separator != '\0' && data <= end)
	{
		const char *stop = memchr(data, separator, end - data);

		CHECK_FOR_INTERRUPTS();
		if (stop == NULL)
			stop = end;
		take_name(groups, differ, record, field, data, stop - data, names);
		data = stop + 1;
	}
	if (separator == '\0')
		take_name(groups, differ, record, field, data, len, names);
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
	MemoryContext caller = CurrentMemoryContext;
	Membership *result = palloc0(Max(nrecords, 1) * sizeof(Membership));
	Datum	   *ids = palloc(Max(nrecords, 1) * sizeof(Datum));
	Oid			type = INT8ARRAYOID;
	Datum		param;
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
	param = PointerGetDatum(construct_array(ids, n, INT8OID, sizeof(int64),
											FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	if (SPI_execute_with_args(psprintf("SELECT m.customer_id, m.status, g.name FROM %s AS m"
									   " JOIN %s AS g ON g.group_id OPERATOR(pg_catalog.=) m.group_id"
									   " WHERE m.customer_id OPERATOR(pg_catalog.=) ANY ($1)",
									   catalog_name(REL_GROUP_MEMBERS), catalog_name(REL_GROUPS)),
							  1, &type, &param, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read memberships");
	MemoryContextSwitchTo(caller);	/* SPI leaves its own behind */
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Membership	wanted = {0};
		Membership *found;
		char	   *name = spi_text_not_null(i, 3, "customer_groups.name");

		wanted.customer_id = spi_int64(i, 1, "customer_group_members.customer_id");
		found = bsearch(&wanted, result, n, sizeof(Membership), compare_memberships);
		names_add(strcmp(spi_text_not_null(i, 2, "customer_group_members.status"), "accepted") == 0
				  ? &found->accepted : &found->rejected,
				  find_group(groups, name, strlen(name), true));
	}
	SPI_freetuptable(SPI_tuptable);
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
			record_warning(record, field->name, named->groups[i]->name, "group_rejected",
						   "the customer was taken out of this group by hand; a file does not put anyone back");
		else
			names_add(result, named->groups[i]);
	}
}

/* What one record's group cell changes. */
static void
diff_groups_cell(GroupSet *groups, Differ *differ, Record *record, Membership *live)
{
	int			i = differ->map->groups;
	const Field *field = &differ->map->fields[i];
	CellValue	value = {0};
	GroupNames	named = {0},
				merged = {0};
	char	   *before,
			   *after;
	CellChange *change;

	if (live != NULL && (field->rule == RULE_KEEP ||
						 (field->rule == RULE_FILL && live->accepted.ngroups > 0)))
		return;
	value_parse(field, record_cell(record, field), &value);
	if (value.state == VALUE_BLANK ||
		(value.state == VALUE_CLEAR && differ->options->group_mode == GROUPS_ADD))
		return;
	if (value.state == VALUE_SET)
		split_cell(groups, differ, record, field, value.data, value.len, &named);
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

		if (records[i]->has_error)
			continue;
		wanted.customer_id = records[i]->customer_id;
		diff_groups_cell(groups, differ, records[i],
						 !records[i]->matched ? NULL :
						 bsearch(&wanted, memberships, nmemberships, sizeof(Membership),
								 compare_memberships));
	}
}
