/*
 * recheck.c
 *
 *		changed rows -> their claims, before and after
 *			-> rows with the same claims, and rows that share other claims of
 *			   these, until no more are found
 *			-> duplicate.c, by line, as in an import
 *			-> rows whose verdict has changed -> written
 *
 * Claims are searched for as texts: a customer_id or a key; of a weak key, its
 * hash.  The claims of rows that write are staged, or follow from what is; rows left
 * out as duplicates are assessed to know theirs.
 *
 * An unchanged record claims its customer, but is not staged.  It is known only
 * by its line, in the notes of its duplicates, and is judged by that.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "correct/recheck.h"
#include "correct/recheck.sql.h"
#include "correct/staged_write.h"
#include "import/claims.h"
#include "import/duplicate.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* A claim that some row to be judged makes. */
typedef struct WantedClaim
{
	const char *text;			/* hash key: the kind as a digit, then the id,
								 * key or hash */
	bool		asked;			/* rows with it have been searched for */
	bool		is_key;			/* of a changed row, which may have said no, and may
								 * not any more */
} WantedClaim;

/* A row that was left out as a duplicate. */
typedef struct Left
{
	int64		line;
	int64		customer_id;	/* matched; 0 = none */
	int64		partners[STAGED_PARTNERS];
	const char *claims[MAX_CLAIMS];
	int			nclaims;
	bool		taken;			/* to be judged */
} Left;

/* The result for a row. */
typedef struct Verdict
{
	int64		line;
	int64		other;			/* line that it duplicates; 0 = none */
	KeyKind		key;
	bool		repeated;		/* see Revision */
	bool		is_changed;		/* write it in any case */
	bool		is_judged;
} Verdict;

/* An unchanged record that is not staged. */
typedef struct Unstaged
{
	int64		line;
	int64		customer_id;
} Unstaged;

struct Recheck
{
	StagedImport *import;
	MemoryContext context;
	HTAB	   *wanted;
	int			nasked;			/* of the wanted claims */
	HTAB	   *lines;			/* to be judged: int64 -> is_changed */
	HTAB	   *changed;		/* int64: lines to skip in the table */
	Left	   *left;
	int			nleft;
	int			maxleft;
	const Correction *correction;	/* of the changed rows; NULL = none */
	Verdict    *verdicts;		/* in order of lines */
	int			nverdicts;
	Unstaged   *unstaged;		/* in order of lines */
	int			nunstaged;
	int			nextunstaged;
	Duplicates *duplicates;
	bool		wrote;			/* any row */
};

typedef struct LineEntry
{
	int64		line;			/* hash key */
	bool		is_changed;
} LineEntry;

static uint32
claim_hash(const void *key, Size keysize)
{
	const char *text = *(const char *const *) key;

	return hash_bytes((const unsigned char *) text, strlen(text));
}

static int
claim_match(const void *a, const void *b, Size keysize)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static HTAB *
create_lines(MemoryContext context)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(LineEntry), .hcxt = context};

	return hash_create("customers lines", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

Recheck *
recheck_create(StagedImport *import)
{
	Recheck    *recheck = palloc0(sizeof(Recheck));
	HASHCTL		control = {
		.keysize = sizeof(char *), .entrysize = sizeof(WantedClaim),
		.hash = claim_hash, .match = claim_match, .hcxt = CurrentMemoryContext
	};

	recheck->import = import;
	recheck->context = CurrentMemoryContext;
	recheck->wanted = hash_create("customers claims", 64, &control,
								  HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	recheck->lines = create_lines(recheck->context);
	recheck->changed = create_lines(recheck->context);
	return recheck;
}

StagedImport *
recheck_import(const Recheck *recheck)
{
	return recheck->import;
}

/* ---- claims ---- */

static WantedClaim *
want_claim(Recheck *recheck, const char *text)
{
	bool		found;
	WantedClaim *claim = hash_search(recheck->wanted, &text, HASH_ENTER, &found);

	if (found)
		return claim;
	claim->text = MemoryContextStrdup(recheck->context, text);
	claim->asked = claim->is_key = false;
	return claim;
}

static char *
claim_text(ClaimKind kind, const char *data, uint32 len)
{
	return psprintf("%d%.*s", (int) kind, (int) len, data);
}

static char *
customer_claim(int64 customer_id)
{
	return psprintf("%d" INT64_FORMAT, (int) CLAIM_CUSTOMER, customer_id);
}

static char *
weak_claim(uint64 hash)
{
	return psprintf("%d" UINT64_FORMAT, (int) CLAIM_WEAK, hash);
}

/* A claim of a record. */
static char *
record_claim(const Record *record, const Claim *claim)
{
	switch (claim->kind)
	{
		case CLAIM_CUSTOMER:
			return customer_claim(record->customer_id);
		case CLAIM_WEAK:
			return weak_claim(claim->hash);
		default:
			return claim_text(claim->kind, record->keys[claim->key].data, record->keys[claim->key].len);
	}
}

/* Claims of an assessed row; none if it is rejected or excluded. */
static int
row_claims(const Recheck *recheck, StagedRow *row, const char **texts)
{
	Record	   *record = &row->record;
	Claim		claims[MAX_CLAIMS];
	int			n;

	if (record->action == RECORD_REJECT || record->action == RECORD_EXCLUDE)
		return 0;
	n = claims_of_record(recheck->import->map, record, claims);
	for (int i = 0; i < n; i++)
		texts[i] = record_claim(record, &claims[i]);
	return n;
}

static void
want_claims(Recheck *recheck, StagedRow *row)
{
	const char *texts[MAX_CLAIMS];
	int			n = row_claims(recheck, row, texts);

	for (int i = 0; i < n; i++)
		want_claim(recheck, texts[i]);
}

/*
 * The text keys of a changed row, whatever became of it: new customers who have one
 * are unsubscribed by its no.
 */
static void
want_keys(Recheck *recheck, const StagedRow *row)
{
	static const KeyKind keys[] = {KEY_IDENTIFIER, KEY_EMAIL};
	static const ClaimKind kinds[] = {CLAIM_IDENTIFIER, CLAIM_EMAIL};

	for (int i = 0; i < (int) lengthof(keys); i++)
	{
		const RecordKey *key = &row->record.keys[keys[i]];

		if (key->state == KEY_PRESENT)
			want_claim(recheck, claim_text(kinds[i], key->data, key->len))->is_key = true;
	}
}

/* ---- rows that were left out as duplicates ---- */

/* Adds an assessed row that was left out as a duplicate. */
static Left *
add_left(Recheck *recheck, StagedRow *row)
{
	Left	   *left;
	MemoryContext old = MemoryContextSwitchTo(recheck->context);

	if (recheck->nleft == recheck->maxleft)
	{
		recheck->maxleft = Max(2 * recheck->maxleft, 64);
		recheck->left = recheck->left == NULL ? palloc(recheck->maxleft * sizeof(Left))
			: repalloc_huge(recheck->left, recheck->maxleft * sizeof(Left));
	}
	left = &recheck->left[recheck->nleft++];
	memset(left, 0, sizeof(Left));
	left->line = row->source.line;
	left->customer_id = row->record.matched ? row->record.customer_id : 0;
	memcpy(left->partners, row->partners, sizeof(left->partners));
	left->nclaims = row_claims(recheck, row, left->claims);
	MemoryContextSwitchTo(old);
	return left;
}

static void
on_left(void *state, StagedRow **rows, int nrows)
{
	Recheck    *recheck = state;

	staged_assess(recheck->import, rows, nrows);
	for (int i = 0; i < nrows; i++)
		if (hash_search(recheck->changed, &rows[i]->source.line, HASH_FIND, NULL) == NULL)
			add_left(recheck, rows[i]);
}

/* ---- what changed ---- */

static void
take_line(Recheck *recheck, int64 line, bool is_changed)
{
	bool		found;
	LineEntry  *entry = hash_search(recheck->lines, &line, HASH_ENTER, &found);

	entry->is_changed = is_changed || (found && entry->is_changed);
}

void
recheck_before(Recheck *recheck, StagedRow *row)
{
	bool		writes = row->action == RECORD_CREATE || row->action == RECORD_UPDATE ||
		row->action == RECORD_UNCHANGED;

	hash_search(recheck->changed, &row->source.line, HASH_ENTER, NULL);
	if (row->is_duplicate)
		add_left(recheck, row)->taken = true;
	if (writes || row->is_duplicate)
		want_claims(recheck, row);
	if (recheck->import->map->subscribed >= 0)
		want_keys(recheck, row);
}

void
recheck_after(Recheck *recheck, StagedRow *row)
{
	hash_search(recheck->changed, &row->source.line, HASH_ENTER, NULL);
	take_line(recheck, row->source.line, true);
	want_claims(recheck, row);
}

void
recheck_again(Recheck *recheck, StagedRow *row)
{
	take_line(recheck, row->source.line, false);
	want_claims(recheck, row);
}

/* ---- rows that share claims ---- */

/* The claims of a kind not yet searched for, as int8[] or text[]; marks them. */
static Datum
unasked_array(Recheck *recheck, ClaimKind kind)
{
	Datum	   *elements = palloc(Max(hash_get_num_entries(recheck->wanted), 1) * sizeof(Datum));
	HASH_SEQ_STATUS scan;
	WantedClaim *claim;
	int			n = 0;

	hash_seq_init(&scan, recheck->wanted);
	while ((claim = hash_seq_search(&scan)) != NULL)
	{
		if (claim->asked || claim->text[0] != '0' + (int) kind)
			continue;
		claim->asked = true;
		recheck->nasked++;
		elements[n++] = kind == CLAIM_CUSTOMER ? Int64GetDatum(strtoi64(claim->text + 1, NULL, 10))
			: CStringGetTextDatum(claim->text + 1);
	}
	if (kind == CLAIM_CUSTOMER)
		return int8_array(elements, n);
	return PointerGetDatum(construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Is any weak key wanted that has not been searched for?  Marks them. */
static bool
wants_weak_keys(Recheck *recheck)
{
	HASH_SEQ_STATUS scan;
	WantedClaim *claim;
	bool		wanted = false;

	hash_seq_init(&scan, recheck->wanted);
	while ((claim = hash_seq_search(&scan)) != NULL)
	{
		if (claim->asked || claim->text[0] != '0' + (int) CLAIM_WEAK)
			continue;
		claim->asked = true;
		recheck->nasked++;
		wanted = true;
	}
	return wanted;
}

/* SQL: the staged key in field i; below, the condition that it is among $param. */
static char *
key_column(int i)
{
	return i < 0 ? "NULL::pg_catalog.text" : psprintf("r.cells[%d]", i + 1);
}

static char *
key_condition(int i, int param)
{
	return i < 0 ? "" : psprintf("OR r.cells[%d] = ANY ($%d)", i + 1, param);
}

/*
 * Takes a row that writes and shares a claim; wants all its claims.  The consent of
 * a new customer may be another record's no, which is not heard any more.
 */
static void
take_sharing(Recheck *recheck, int row)
{
	static const ClaimKind kinds[] = {CLAIM_IDENTIFIER, CLAIM_EMAIL};
	bool		isnull;
	int64		line = spi_int64(row, 1, "customer_import_rows.line");
	int64		customer_id = DatumGetInt64(spi_datum(row, 2, INT8OID, &isnull, "customer_import_rows.customer_id"));
	bool		creates = spi_bool(row, 5, "customer_import_rows.action");
	bool		rewrites = false;

	if (!isnull)
		want_claim(recheck, customer_claim(customer_id));
	for (int i = 0; i < (int) lengthof(kinds); i++)
	{
		char	   *key = spi_text(row, 3 + i);

		if (key != NULL && key[0] != '\0')
			rewrites |= want_claim(recheck, claim_text(kinds[i], key, strlen(key)))->is_key && creates;
	}
	take_line(recheck, line, rewrites);
}

/* Work for statement_each(): takes the rows that were not changed. */
static bool
take_unchanged(void *state, uint64 nrows)
{
	Recheck    *recheck = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		int64		line = spi_int64(i, 1, "customer_import_rows.line");

		if (hash_search(recheck->changed, &line, HASH_FIND, NULL) == NULL)
			take_sharing(recheck, i);
	}
	return true;
}

/* Takes the rows that write and have a claim not yet searched for. */
static void
take_standing(Recheck *recheck)
{
	const FieldMap *map = recheck->import->map;
	Statement	find = statement(sql_text(recheck_sql, "standing rows", "identifier", key_column(map->identifier),
										  "email", key_column(map->email),
										  "has_identifier", key_condition(map->identifier, 3),
										  "has_email", key_condition(map->email, 4), NULL));

	statement_int8(&find, recheck->import->import_id);
	statement_datum(&find, INT8ARRAYOID, unasked_array(recheck, CLAIM_CUSTOMER), false);
	statement_datum(&find, TEXTARRAYOID, unasked_array(recheck, CLAIM_IDENTIFIER), false);
	statement_datum(&find, TEXTARRAYOID, unasked_array(recheck, CLAIM_EMAIL), false);
	statement_each(&find, FETCH_ROWS, take_unchanged, recheck);
}

static bool
is_any_wanted(const Recheck *recheck, const char *const *claims, int nclaims)
{
	for (int i = 0; i < nclaims; i++)
		if (hash_search(recheck->wanted, &claims[i], HASH_FIND, NULL) != NULL)
			return true;
	return false;
}

/* Takes a row that is known by weak keys, if any of them is wanted; wants all. */
static void
take_weak_row(Recheck *recheck, int64 line, const WeakKeys *keys)
{
	const char *claims[MAX_WEAK_KEYS];

	for (int i = 0; i < keys->nkeys; i++)
		claims[i] = weak_claim(keys->keys[i].hash);
	if (!is_any_wanted(recheck, claims, keys->nkeys))
		return;
	for (int i = 0; i < keys->nkeys; i++)
		want_claim(recheck, claims[i]);
	take_line(recheck, line, false);
}

/* Work for statement_each(): rows of new customers who are known by weak keys. */
static bool
take_weak_rows(void *state, uint64 nrows)
{
	Recheck    *recheck = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		int64		line = spi_int64(i, 1, "customer_import_rows.line");
		WeakKeys	keys;

		if (hash_search(recheck->changed, &line, HASH_FIND, NULL) != NULL)
			continue;
		weak_read_cells(recheck->import->assessor->weak_keys,
						spi_array(i, 2, TEXTARRAYOID, "customer_import_rows.cells"), &keys);
		take_weak_row(recheck, line, &keys);
	}
	return true;
}

/* Takes the rows that write and have a weak key not yet searched for. */
static void
take_standing_weak(Recheck *recheck)
{
	Statement	find;

	if (!wants_weak_keys(recheck))
		return;
	find = statement(sql_text(recheck_sql, "known by weak keys", NULL));
	statement_int8(&find, recheck->import->import_id);
	statement_each(&find, FETCH_ROWS, take_weak_rows, recheck);
}

/* Takes the rows that were left out and have a wanted claim. */
static void
take_left(Recheck *recheck)
{
	for (int i = 0; i < recheck->nleft; i++)
	{
		Left	   *left = &recheck->left[i];

		if (left->taken || !is_any_wanted(recheck, left->claims, left->nclaims))
			continue;
		left->taken = true;
		take_line(recheck, left->line, false);
		for (int j = 0; j < left->nclaims; j++)
			want_claim(recheck, left->claims[j]);
	}
}

static void
collect_lines(Recheck *recheck)
{
	staged_scan(recheck->import, sql_text(recheck_sql, "left out", NULL),
				0, NULL, NULL, on_left, recheck);
	while (hash_get_num_entries(recheck->wanted) > recheck->nasked)
	{
		take_standing(recheck);
		take_standing_weak(recheck);
		take_left(recheck);
	}
}

/* ---- unchanged records that are not staged ---- */

static int
compare_unstaged(const void *a, const void *b)
{
	return int8_compare(&((const Unstaged *) a)->line, &((const Unstaged *) b)->line);
}

/* The lines that the rows to be judged duplicate, as int8[]. */
static Datum
partner_lines(const Recheck *recheck)
{
	Datum	   *lines = palloc(Max(recheck->nleft, 1) * STAGED_PARTNERS * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < recheck->nleft; i++)
		for (int j = 0; j < STAGED_PARTNERS && recheck->left[i].taken; j++)
			if (recheck->left[i].partners[j] != 0)
				lines[n++] = Int64GetDatum(recheck->left[i].partners[j]);
	return int8_array(lines, n);
}

/* Finds the unchanged records that rows to be judged duplicate. */
static void
find_unstaged(Recheck *recheck)
{
	int			nstaged;
	int64	   *staged = staged_lines(recheck->import, partner_lines(recheck), &nstaged);

	recheck->unstaged = palloc(Max(recheck->nleft, 1) * STAGED_PARTNERS * sizeof(Unstaged));
	for (int i = 0; i < recheck->nleft; i++)
	{
		const Left *left = &recheck->left[i];

		for (int j = 0; j < STAGED_PARTNERS && left->taken && left->customer_id != 0; j++)
			if (left->partners[j] != 0 &&
				bsearch(&left->partners[j], staged, nstaged, sizeof(int64), int8_compare) == NULL)
				recheck->unstaged[recheck->nunstaged++] = (Unstaged) {left->partners[j], left->customer_id};
	}
	qsort(recheck->unstaged, recheck->nunstaged, sizeof(Unstaged), compare_unstaged);
}

/* Makes the claims of the unchanged records before a line, each record once. */
static void
check_unstaged(Recheck *recheck, int64 line)
{
	while (recheck->nextunstaged < recheck->nunstaged &&
		   recheck->unstaged[recheck->nextunstaged].line < line)
	{
		const Unstaged *unstaged = &recheck->unstaged[recheck->nextunstaged++];
		CsvRecord	source = {.line = unstaged->line, .defect_cell = -1};
		Record		record = {
			.source = &source, .action = RECORD_UNCHANGED, .matched = true,
			.customer_id = unstaged->customer_id
		};

		if (recheck->nextunstaged < 2 || unstaged[-1].line != unstaged->line)
			duplicates_check(recheck->duplicates, &record);
	}
}

/* ---- judging ---- */

static int
compare_verdicts(const void *a, const void *b)
{
	return int8_compare(&((const Verdict *) a)->line, &((const Verdict *) b)->line);
}

static void
list_verdicts(Recheck *recheck)
{
	HASH_SEQ_STATUS scan;
	LineEntry  *entry;

	recheck->verdicts = palloc0(Max(hash_get_num_entries(recheck->lines), 1) * sizeof(Verdict));
	hash_seq_init(&scan, recheck->lines);
	while ((entry = hash_seq_search(&scan)) != NULL)
	{
		Verdict    *verdict = &recheck->verdicts[recheck->nverdicts++];

		verdict->line = entry->line;
		verdict->is_changed = entry->is_changed;
	}
	qsort(recheck->verdicts, recheck->nverdicts, sizeof(Verdict), compare_verdicts);
}

static Verdict *
verdict_of(const Recheck *recheck, int64 line)
{
	Verdict		wanted = {.line = line};

	return bsearch(&wanted, recheck->verdicts, recheck->nverdicts, sizeof(Verdict), compare_verdicts);
}

/* Are the row's cells valid, or does it still match the same customer? */
static bool
keeps_customer(const StagedRow *row)
{
	return row->is_current || (row->record.matched && row->record.customer_id == row->customer_id);
}

/* Is the row one of those that the correction is of? */
static bool
is_corrected(const Recheck *recheck, const StagedRow *row)
{
	return recheck->correction != NULL &&
		hash_search(recheck->changed, &row->source.line, HASH_FIND, NULL) != NULL;
}

/* Corrects the cells of rows that were just read, where they are to be. */
static void
correct_rows(const Recheck *recheck, StagedRow **rows, int nrows)
{
	for (int i = 0; i < nrows; i++)
		if (is_corrected(recheck, rows[i]))
			recheck->correction->apply(recheck->correction->state, rows[i]);
}

/* The same, and assesses all. */
static void
assess_rows(Recheck *recheck, StagedRow **rows, int nrows)
{
	correct_rows(recheck, rows, nrows);
	staged_assess(recheck->import, rows, nrows);
}

/* Judges a row; called in the order of lines. */
static void
judge(Recheck *recheck, StagedRow *row)
{
	Verdict    *verdict = verdict_of(recheck, row->source.line);
	Record		record = row->record;	/* claims must not show in it */

	check_unstaged(recheck, row->source.line);
	record.notes = NULL;
	if (!verdict->is_changed && !keeps_customer(row))
		return;
	duplicates_check(recheck->duplicates, &record);
	verdict->is_judged = true;
}

static void
on_judged(void *state, StagedRow **rows, int nrows)
{
	Recheck    *recheck = state;

	assess_rows(recheck, rows, nrows);
	for (int i = 0; i < nrows; i++)
		judge(recheck, rows[i]);
}

/* Compares what rows say that share a claim; in the order of lines. */
static void
on_compared(void *state, StagedRow **rows, int nrows)
{
	Recheck    *recheck = state;

	correct_rows(recheck, rows, nrows);
	for (int i = 0; i < nrows; i++)
		duplicates_compare(recheck->duplicates, &rows[i]->source);
}

/* Applies the verdicts on rows that were judged before their duplicate came. */
static void
apply_revisions(Recheck *recheck)
{
	int			nrevisions;
	const Revision *revisions = duplicates_finish(recheck->duplicates, &nrevisions);

	for (int i = 0; i < nrevisions; i++)
	{
		const Revision *revision = &revisions[i];
		Verdict    *verdict = verdict_of(recheck, revision->line);

		if (verdict == NULL)
			continue;
		verdict->other = revision->other;
		verdict->key = revision->key;
		verdict->repeated = revision->repeated;
	}
}

/* ---- writing ---- */

/* Sets *array to the lines of verdicts (all, or judged) as int8[]; returns how many. */
static int
verdict_lines(const Recheck *recheck, bool all, Datum *array)
{
	Datum	   *lines = palloc(Max(recheck->nverdicts, 1) * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < recheck->nverdicts; i++)
		if (all || recheck->verdicts[i].is_judged)
			lines[n++] = Int64GetDatum(recheck->verdicts[i].line);
	*array = int8_array(lines, n);
	return n;
}

/* Leaves the row out if that is the verdict, or if it does not get its email after all. */
static void
apply_verdict(const Recheck *recheck, StagedRow *row)
{
	const Verdict *verdict = verdict_of(recheck, row->source.line);
	Revision	revision = {
		.line = verdict->line, .other = verdict->other, .key = verdict->key, .repeated = verdict->repeated
	};

	if (verdict->other == 0 && staged_loses_email(recheck->import, row))
		revision = (Revision) {.line = verdict->line, .key = KEY_EMAIL, .bearer = row->record.given_by};
	if (revision.other != 0 || revision.bearer != 0)
		duplicates_leave_out(&row->record, recheck->import->options.duplicates, &revision);
}

/* Does the verdict differ from what is staged? */
static bool
is_news(const Recheck *recheck, const StagedRow *row)
{
	const Verdict *verdict = verdict_of(recheck, row->source.line);

	if (verdict->is_changed)
		return true;
	if (verdict->other == 0)
		return row->is_duplicate;
	/* a line that has changed may share another key */
	return verdict->other != row->partners[0] || verdict->repeated != row->is_repeated ||
		hash_search(recheck->changed, &verdict->other, HASH_FIND, NULL) != NULL;
}

/* Tells the caller what became of the corrected rows. */
static void
tell_written(const Recheck *recheck, StagedRow **rows, int nrows)
{
	for (int i = 0; i < nrows; i++)
		if (is_corrected(recheck, rows[i]))
			recheck->correction->written(recheck->correction->state, rows[i]);
}

static void
on_written(void *state, StagedRow **rows, int nrows)
{
	Recheck    *recheck = state;
	StagedRow **news = palloc(nrows * sizeof(StagedRow *));
	int			n = 0;

	for (int i = 0; i < nrows; i++)
		if (is_news(recheck, rows[i]))
			news[n++] = rows[i];
	if (n == 0)
		return;
	assess_rows(recheck, news, n);
	for (int i = 0; i < n; i++)
		apply_verdict(recheck, news[i]);
	staged_write(recheck->import, news, n);
	recheck->wrote = true;
	tell_written(recheck, news, n);
}

/* Reads the rows of some verdicts. */
static void
scan_verdicts(Recheck *recheck, bool all, StagedRowsCallback callback)
{
	Oid			type = INT8ARRAYOID;
	Datum		lines;

	if (verdict_lines(recheck, all, &lines) > 0)
		staged_scan(recheck->import, sql_line_among("r.line", "$2"), 1, &type, &lines,
					callback, recheck);
}

bool
recheck_run(Recheck *recheck, const Correction *correction)
{
	const StagedImport *import = recheck->import;

	recheck->correction = correction;
	collect_lines(recheck);
	find_unstaged(recheck);
	list_verdicts(recheck);
	recheck->duplicates = duplicates_create(import->map, &import->options);
	scan_verdicts(recheck, true, on_judged);
	check_unstaged(recheck, PG_INT64_MAX);
	if (duplicates_collect(recheck->duplicates))
		scan_verdicts(recheck, true, on_compared);
	apply_revisions(recheck);
	scan_verdicts(recheck, false, on_written);
	staged_hear_opt_outs(recheck->import);
	return recheck->wrote;
}
