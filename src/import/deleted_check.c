/*
 * deleted_check.c
 *
 *		marked rows -> seeded hashes of their keys, sorted
 *		record that matches nobody -> is one of its keys among them?
 *
 * Two keys whose hashes of 64 bits agree would be taken for one another.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "common/pg_prng.h"
#include "miscadmin.h"

#include "field/key_sql.h"
#include "import/deleted_check.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target_rows.h"

/* Rows that are read at a time. */
#define FETCH_ROWS 1000

struct DeletedCheck
{
	char	   *rows;			/* SQL: the marked ones */
	uint64		seed;
	bool		is_loaded;
	int64		nhashes;
	int64		max_hashes;
	uint64	   *hashes;			/* sorted once loaded */
};

DeletedCheck *
deleted_check_create(void)
{
	Target		target = target_open();
	DeletedCheck *check = NULL;

	if (target_rows_can_be_marked(&target))
	{
		check = palloc0(sizeof(DeletedCheck));
		check->rows = target_rows_marked(&target);
		check->seed = pg_prng_uint64(&pg_global_prng_state);
		check->max_hashes = 1024;
		check->hashes = palloc(check->max_hashes * sizeof(uint64));
	}
	target_close(&target);
	return check;
}

static uint64
hash_key(const DeletedCheck *check, KeyKind key, const void *data, int len)
{
	return hash_bytes_extended(data, len, check->seed + key);
}

/* ---- the marked rows ---- */

static void
add_hash(DeletedCheck *check, uint64 hash)
{
	if (check->nhashes == check->max_hashes)
	{
		check->max_hashes *= 2;
		check->hashes = repalloc_huge(check->hashes, check->max_hashes * sizeof(uint64));
	}
	check->hashes[check->nhashes++] = hash;
}

/* Work for statement_each(): customer_id, identifier, email, both folded. */
static bool
add_rows(void *state, uint64 nrows)
{
	DeletedCheck *check = state;

	for (uint64 i = 0; i < nrows; i++)
	{
		int64		id = spi_int64(i, 1, "customers.customer_id");

		CHECK_FOR_INTERRUPTS();
		add_hash(check, hash_key(check, KEY_CUSTOMER_ID, &id, sizeof(id)));
		for (int key = KEY_IDENTIFIER; key < NUM_KEYS; key++)
		{
			char	   *text = spi_text(i, key - KEY_IDENTIFIER + 2);

			if (text != NULL && text[0] != '\0')
				add_hash(check, hash_key(check, key, text, strlen(text)));
		}
	}
	return true;
}

static int
compare_hashes(const void *a, const void *b)
{
	uint64		left = *(const uint64 *) a,
				right = *(const uint64 *) b;

	return left < right ? -1 : left > right;
}

static void
load(DeletedCheck *check)
{
	Statement	find = statement(psprintf("SELECT c.customer_id::pg_catalog.int8, %s, %s FROM %s AS c",
										  key_sql_folded(KEY_IDENTIFIER, "c."), key_sql_folded(KEY_EMAIL, "c."),
										  check->rows));

	statement_each(&find, FETCH_ROWS, add_rows, check);
	qsort(check->hashes, check->nhashes, sizeof(uint64), compare_hashes);
	check->is_loaded = true;
}

/* ---- records ---- */

/* Is one of its keys a marked row's? */
static bool
names_marked(const DeletedCheck *check, const Record *record)
{
	for (int key = 0; key < NUM_KEYS; key++)
	{
		const RecordKey *own = &record->keys[key];
		uint64		hash;

		if (own->state != KEY_PRESENT)
			continue;
		hash = key == KEY_CUSTOMER_ID ? hash_key(check, key, &own->number, sizeof(int64))
			: hash_key(check, key, own->data, own->len);
		if (bsearch(&hash, check->hashes, check->nhashes, sizeof(uint64), compare_hashes) != NULL)
			return true;
	}
	return false;
}

static bool
has_key(const Record *record)
{
	for (int key = 0; key < NUM_KEYS; key++)
		if (record->keys[key].state == KEY_PRESENT)
			return true;
	return false;
}

void
deleted_check_records(DeletedCheck *check, Record **records, int nrecords)
{
	for (int i = 0; i < nrecords; i++)
	{
		if (records[i]->matched || !has_key(records[i]))
			continue;
		if (!check->is_loaded)
			load(check);
		records[i]->is_deleted = names_marked(check, records[i]);
	}
}
