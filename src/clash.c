/*
 * clash.c
 *
 *		rows left out as duplicates -> assessed by themselves -> their claims
 *			sharing one with what was given up -> affected
 *		staged rows sharing a claim with those, or with the corrected row
 *			-> all claims, sorted -> who clashes with whom, by the policy
 *			-> written back
 *
 * The policy is that of duplicate.c, asked of the rows in the order of their
 * lines: 'reject' leaves out all that write and share a claim, 'first' those
 * behind one that is kept, 'last' those before another.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "clash.h"
#include "duplicate.h"
#include "staged_write.h"

/* A claim on a customer or a key; text is the id or the key. */
typedef struct KeyClaim
{
	SeenKind	kind;
	KeyKind		key;
	const char *text;
	int			entry;			/* whose it is; -1 = it was given up */
} KeyClaim;

/* A row that claims something. */
typedef struct Entry
{
	int64		line;
	bool		writes;			/* if it is not left out */
	bool		kept;
	bool		affected;		/* to be decided anew */
	bool		was_duplicate;
	int64		partners[STAGED_PARTNERS];	/* lines it was left out for */
	int64		unkept_partner; /* one that is not staged: an unchanged record,
								 * which is only counted; 0 = none */
	int64		clash;			/* line it is left out for; 0 = none */
	KeyKind		clash_key;
} Entry;

struct Clashes
{
	StagedImport *import;
	MemoryContext context;
	KeyClaim   *claims;
	int			nclaims;
	int			maxclaims;
	Entry	   *entries;
	int			nentries;
	int			maxentries;
	int64	   *changed;		/* lines that gave up their claims */
	int			nchanged;
	int			maxchanged;
};

Clashes *
clashes_create(StagedImport *import)
{
	Clashes    *clashes = palloc0(sizeof(Clashes));

	clashes->import = import;
	clashes->context = CurrentMemoryContext;
	clashes->maxclaims = clashes->maxentries = clashes->maxchanged = 64;
	clashes->claims = palloc(clashes->maxclaims * sizeof(KeyClaim));
	clashes->entries = palloc(clashes->maxentries * sizeof(Entry));
	clashes->changed = palloc(clashes->maxchanged * sizeof(int64));
	return clashes;
}

StagedImport *
clashes_import(const Clashes *clashes)
{
	return clashes->import;
}

/* ---- collecting claims ---- */

static void
add_claim(Clashes *clashes, const Claim *claim, const char *text, int entry)
{
	if (clashes->nclaims == clashes->maxclaims)
	{
		clashes->maxclaims *= 2;
		clashes->claims = repalloc_huge(clashes->claims, clashes->maxclaims * sizeof(KeyClaim));
	}
	clashes->claims[clashes->nclaims++] = (KeyClaim) {claim->kind, claim->key, text, entry};
}

/* What an assessed row claims; nothing if it is rejected or excluded. */
static void
add_claims(Clashes *clashes, StagedRow *row, int entry)
{
	Record	   *record = &row->record;
	Claim		claims[MAX_CLAIMS];
	MemoryContext old;
	int			n;

	if (record->action == RECORD_REJECT || record->action == RECORD_EXCLUDE)
		return;
	n = duplicates_claims(clashes->import->map, clashes->import->assessor->matcher, record, claims);
	old = MemoryContextSwitchTo(clashes->context);
	for (int i = 0; i < n; i++)
	{
		const RecordKey *key = &record->keys[claims[i].key];

		add_claim(clashes, &claims[i],
				  claims[i].kind == SEEN_CUSTOMER
				  ? psprintf(INT64_FORMAT, (int64) claims[i].hash)
				  : pnstrdup(key->data, key->len), entry);
	}
	MemoryContextSwitchTo(old);
}

static int
compare_int64(const void *a, const void *b)
{
	int64		x = *(const int64 *) a,
				y = *(const int64 *) b;

	return x < y ? -1 : x > y;
}

/* Has the line given up its claims?  These are sorted by now. */
static bool
is_changed(const Clashes *clashes, int64 line)
{
	return bsearch(&line, clashes->changed, clashes->nchanged, sizeof(int64), compare_int64) != NULL;
}

void
clashes_free(Clashes *clashes, StagedRow *row)
{
	if (clashes->nchanged == clashes->maxchanged)
	{
		clashes->maxchanged *= 2;
		clashes->changed = repalloc_huge(clashes->changed, clashes->maxchanged * sizeof(int64));
	}
	clashes->changed[clashes->nchanged++] = row->source.line;
	if (row->action == RECORD_CREATE || row->action == RECORD_UPDATE ||
		row->action == RECORD_UNCHANGED || row->is_duplicate)
		add_claims(clashes, row, -1);
}

static Entry *
add_entry(Clashes *clashes, StagedRow *row)
{
	Entry	   *entry;

	if (clashes->nentries == clashes->maxentries)
	{
		clashes->maxentries *= 2;
		clashes->entries = repalloc_huge(clashes->entries, clashes->maxentries * sizeof(Entry));
	}
	entry = &clashes->entries[clashes->nentries++];
	memset(entry, 0, sizeof(Entry));
	entry->line = row->source.line;
	entry->writes = row->record.action == RECORD_CREATE || row->record.action == RECORD_UPDATE;
	entry->was_duplicate = row->is_duplicate;
	memcpy(entry->partners, row->partners, sizeof(entry->partners));
	add_claims(clashes, row, clashes->nentries - 1);
	return entry;
}

/* Rows that were left out as duplicates. */
static void
on_duplicates(void *state, StagedRow **rows, int nrows)
{
	Clashes    *clashes = state;

	staged_assess(clashes->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
		if (!is_changed(clashes, rows[i]->source.line))
			add_entry(clashes, rows[i]);
}

/* Rows that stand, and share a claim. */
static void
on_sharing(void *state, StagedRow **rows, int nrows)
{
	Clashes    *clashes = state;

	staged_assess(clashes->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		Entry	   *entry;

		if (is_changed(clashes, rows[i]->source.line))
			continue;
		entry = add_entry(clashes, rows[i]);
		entry->kept = entry->affected = true;
	}
}

/* ---- claims that are shared ---- */

static int
compare_texts(const KeyClaim *a, const KeyClaim *b)
{
	return a->kind != b->kind ? (int) a->kind - (int) b->kind : strcmp(a->text, b->text);
}

static int
compare_claims(const void *a, const void *b)
{
	const KeyClaim *x = a,
			   *y = b;
	int			order = compare_texts(x, y);

	return order != 0 ? order : x->entry - y->entry;
}

static void
sort_claims(Clashes *clashes)
{
	qsort(clashes->claims, clashes->nclaims, sizeof(KeyClaim), compare_claims);
}

/* Rows that were left out, and share a claim that was given up. */
static void
mark_affected(Clashes *clashes)
{
	bool		freed = false;

	sort_claims(clashes);
	for (int i = 0; i < clashes->nclaims; i++)
	{
		const KeyClaim *claim = &clashes->claims[i];

		if (i == 0 || compare_texts(claim - 1, claim) != 0)
			freed = false;
		if (claim->entry < 0)	/* these sort first */
			freed = true;
		else if (freed)
			clashes->entries[claim->entry].affected = true;
	}
}

/* Does one entry have to go for the other? */
static bool
yields(const Clashes *clashes, const Entry *entry, const Entry *other)
{
	if (!entry->affected || !entry->writes)
		return false;
	switch (clashes->import->options.duplicates)
	{
		case DUPLICATES_REJECT:
			return true;
		case DUPLICATES_FIRST:
			return other->line < entry->line && other->kept;
		case DUPLICATES_LAST:
			return other->line > entry->line;
	}
	pg_unreachable();
}

/* ---- rows that share a claim with those to be decided ---- */

/* The texts of affected entries' claims of a kind, as int8[] or text[]. */
static Datum
claimed_array(const Clashes *clashes, SeenKind kind)
{
	Datum	   *elements = palloc(Max(clashes->nclaims, 1) * sizeof(Datum));
	const char *last = NULL;
	int			n = 0;

	for (int i = 0; i < clashes->nclaims; i++)
	{
		const KeyClaim *claim = &clashes->claims[i];

		if (claim->kind != kind || claim->entry < 0 || !clashes->entries[claim->entry].affected)
			continue;
		if (last != NULL && strcmp(last, claim->text) == 0)
			continue;			/* claims are sorted */
		last = claim->text;
		elements[n++] = kind == SEEN_CUSTOMER
			? Int64GetDatum(strtoi64(claim->text, NULL, 10)) : CStringGetTextDatum(claim->text);
	}
	if (kind == SEEN_CUSTOMER)
		return PointerGetDatum(construct_array(elements, n, INT8OID, sizeof(int64),
											   FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	return PointerGetDatum(construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The condition that a row's staged key is one of a parameter's. */
static char *
key_condition(int field, int param)
{
	return field < 0 ? pstrdup("")
		: psprintf(" OR r.cells[%d] OPERATOR(pg_catalog.=) ANY ($%d)", field + 1, param);
}

static void
find_sharing(Clashes *clashes)
{
	const FieldMap *map = clashes->import->map;
	Oid			types[] = {INT8ARRAYOID, TEXTARRAYOID, TEXTARRAYOID};
	Datum		params[] = {
		claimed_array(clashes, SEEN_CUSTOMER),
		claimed_array(clashes, SEEN_IDENTIFIER),
		claimed_array(clashes, SEEN_EMAIL)
	};

	staged_scan(clashes->import,
				psprintf("r.action OPERATOR(pg_catalog.=) ANY (ARRAY['create', 'update', 'unchanged'])"
						 " AND (r.customer_id OPERATOR(pg_catalog.=) ANY ($2)%s%s)",
						 key_condition(map->identifier, 3), key_condition(map->email, 4)),
				3, types, params, on_sharing, clashes);
}

/* ---- deciding ---- */

/* The claim at i meets another one on the same thing. */
static void
meet(Clashes *clashes, int i, int j)
{
	Entry	   *entry = &clashes->entries[clashes->claims[i].entry];
	Entry	   *other;

	if (clashes->claims[j].entry < 0 || clashes->claims[j].entry == clashes->claims[i].entry)
		return;
	other = &clashes->entries[clashes->claims[j].entry];
	if (entry->clash != 0 || !yields(clashes, entry, other))
		return;
	entry->clash = other->line;
	entry->clash_key = clashes->claims[i].key;
	entry->kept = false;
}

/* The claim at i meets all others on the same thing. */
static void
meet_all(Clashes *clashes, int i)
{
	const KeyClaim *own = &clashes->claims[i];

	for (int j = i - 1; j >= 0 && compare_texts(own, &clashes->claims[j]) == 0; j--)
		meet(clashes, i, j);
	for (int j = i + 1; j < clashes->nclaims && compare_texts(own, &clashes->claims[j]) == 0; j++)
		meet(clashes, i, j);
}

typedef struct OrderedClaim
{
	int64		line;
	int			claim;
} OrderedClaim;

static int
compare_lines(const void *a, const void *b)
{
	const OrderedClaim *x = a,
			   *y = b;

	return x->line != y->line ? (x->line < y->line ? -1 : 1) : x->claim - y->claim;
}

/* Decides about the affected rows, in the order of their lines. */
static void
decide_clashes(Clashes *clashes)
{
	OrderedClaim *order = palloc(Max(clashes->nclaims, 1) * sizeof(OrderedClaim));
	int			n = 0;

	sort_claims(clashes);
	for (int i = 0; i < clashes->nclaims; i++)
	{
		Entry	   *entry;

		if (clashes->claims[i].entry < 0)
			continue;
		entry = &clashes->entries[clashes->claims[i].entry];
		if (!entry->affected)
			continue;
		entry->kept = true;
		order[n++] = (OrderedClaim) {entry->line, i};
	}
	qsort(order, n, sizeof(OrderedClaim), compare_lines);
	for (int i = 0; i < n; i++)
		meet_all(clashes, order[i].claim);
	pfree(order);
}

/* ---- writing ---- */

static int
compare_entries(const void *a, const void *b)
{
	const Entry *x = a,
			   *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

/* Notes the lines that a row is left out for. */
static void
leave_out(Clashes *clashes, const Entry *entry, StagedRow *row)
{
	DuplicatePolicy policy = clashes->import->options.duplicates;

	if (entry->clash != 0)
		duplicates_leave_out(&row->record, policy, entry->clash_key, entry->line, entry->clash);
	if (entry->unkept_partner != 0 && entry->writes)
		duplicates_leave_out(&row->record, policy, entry->clash_key, entry->line,
							 entry->unkept_partner);
}

static void
on_revised(void *state, StagedRow **rows, int nrows)
{
	Clashes    *clashes = state;

	staged_assess(clashes->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
	{
		Entry		wanted = {.line = rows[i]->source.line};

		leave_out(clashes, bsearch(&wanted, clashes->entries, clashes->nentries, sizeof(Entry),
								   compare_entries), rows[i]);
	}
	staged_write(clashes->import, rows, nrows);
}

/* Is something else to be told of an affected row now? */
static bool
must_tell(const Clashes *clashes, const Entry *entry)
{
	if (!entry->was_duplicate)
		return entry->clash != 0;
	if (entry->clash == 0)
		return entry->unkept_partner == 0;
	for (int i = 0; i < STAGED_PARTNERS; i++)
		if (entry->partners[i] != 0 && is_changed(clashes, entry->partners[i]))
			return true;
	return false;
}

/* Writes the rows of which something else is to be told now. */
static void
write_revised(Clashes *clashes, int64 corrected)
{
	Datum	   *lines = palloc(Max(clashes->nentries, 1) * sizeof(Datum));
	Oid			type = INT8ARRAYOID;
	Datum		param;
	int			n = 0;

	for (int i = 0; i < clashes->nentries; i++)
	{
		const Entry *entry = &clashes->entries[i];

		if (entry->line != corrected && entry->affected && must_tell(clashes, entry))
			lines[n++] = Int64GetDatum(entry->line);
	}
	if (n == 0)
		return;
	param = PointerGetDatum(construct_array(lines, n, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
											TYPALIGN_DOUBLE));
	staged_scan(clashes->import, "r.line OPERATOR(pg_catalog.=) ANY ($2)", 1, &type, &param,
				on_revised, clashes);
}

/* Does an entry claim anything that was given up? */
static bool
claims_as_before(const Clashes *clashes, int entry)
{
	for (int i = 0; i < clashes->nclaims; i++)
		for (int j = 0; j < clashes->nclaims; j++)
			if (clashes->claims[i].entry == entry && clashes->claims[j].entry < 0 &&
				compare_texts(&clashes->claims[i], &clashes->claims[j]) == 0)
				return true;
	return false;
}

/* Lines that the affected entries were left out for, as int8[]. */
static Datum
partner_lines(const Clashes *clashes)
{
	Datum	   *lines = palloc(Max(clashes->nentries, 1) * STAGED_PARTNERS * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < clashes->nentries; i++)
		for (int j = 0; j < STAGED_PARTNERS && clashes->entries[i].affected; j++)
			if (clashes->entries[i].partners[j] != 0)
				lines[n++] = Int64GetDatum(clashes->entries[i].partners[j]);
	return PointerGetDatum(construct_array(lines, n, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
										   TYPALIGN_DOUBLE));
}

/*
 * Finds the affected entries that were left out for a record that was unchanged
 * and therefore not staged.  They remain duplicates as long as they claim what
 * they claimed: nobody else tells of the other.
 */
static void
find_unkept_partners(Clashes *clashes)
{
	int64	   *staged;
	int			nstaged;

	staged = staged_lines(clashes->import, partner_lines(clashes), &nstaged);
	for (int i = 0; i < clashes->nentries; i++)
	{
		Entry	   *entry = &clashes->entries[i];

		for (int j = 0; j < STAGED_PARTNERS && entry->affected; j++)
			if (entry->partners[j] != 0 &&
				bsearch(&entry->partners[j], staged, nstaged, sizeof(int64), compare_int64) == NULL)
				entry->unkept_partner = entry->partners[j];
	}
}

/* Adds the corrected row to those that are decided about; returns which. */
static int
add_corrected(Clashes *clashes, StagedRow *row)
{
	Entry	   *entry = add_entry(clashes, row);
	int			number = clashes->nentries - 1;

	entry->affected = true;
	if (!claims_as_before(clashes, number))
		memset(entry->partners, 0, sizeof(entry->partners));
	return number;
}

void
clashes_settle(Clashes *clashes, StagedRow *corrected)
{
	int			number = -1;

	qsort(clashes->changed, clashes->nchanged, sizeof(int64), compare_int64);
	staged_scan(clashes->import, "r.reason OPERATOR(pg_catalog.=) 'duplicate_in_file'"
				" AND r.action OPERATOR(pg_catalog.=) ANY (ARRAY['reject', 'exclude'])",
				0, NULL, NULL, on_duplicates, clashes);
	mark_affected(clashes);
	if (corrected != NULL)
		number = add_corrected(clashes, corrected);
	find_unkept_partners(clashes);
	sort_claims(clashes);
	find_sharing(clashes);
	decide_clashes(clashes);
	if (corrected != NULL)
	{
		leave_out(clashes, &clashes->entries[number], corrected);
		staged_write(clashes->import, &corrected, 1);
	}
	qsort(clashes->entries, clashes->nentries, sizeof(Entry), compare_entries);
	write_revised(clashes, corrected != NULL ? corrected->source.line : 0);
}
