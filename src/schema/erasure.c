/*
 * erasure.c
 *
 *		secret of customer_settings + folded key -> HMAC-SHA-256
 *			-> customer_erasures: kept, forgotten, looked up
 *
 * The name of the field is hashed too, so that an email and an identifier with the
 * same text have different hashes.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/hmac.h"
#include "common/sha2.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "field/key_fold.h"
#include "schema/erasure.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* Longest secret in bytes: the block size of SHA-256. */
#define MAX_SECRET 64

struct Erasures
{
	Oid			relation;		/* customer_erasures */
	char	   *table;			/* qualified name */
	int			secret_len;
	uint8		secret[MAX_SECRET];
};

static const char *const reason_word[] = {
	[REASON_ERASED] = "erased",
	[REASON_UNSUBSCRIBED] = "unsubscribed"
};

/* ---- names and privileges ---- */

/* Errors unless the role has a privilege on a relation; the hint gives the grant. */
static void
require_right(Oid relation, const char *name, AclMode right, const char *word)
{
	if (pg_class_aclcheck(relation, GetUserId(), right) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for table %s", get_rel_name(relation)),
				 errdetail("Who was erased, or deleted after opting out, is kept there."),
				 errhint("GRANT %s ON %s TO %s;", word, name,
						 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
}

/* Oid and name of one of our relations in a schema; errors if it cannot be read. */
static Oid
readable_relation(const char *schema, CatalogRelation relation, char **name)
{
	const char *bare = catalog_bare_name(relation);
	Oid			oid = catalog_oid_in(relation, get_namespace_oid(schema, false));

	*name = quote_qualified_identifier(schema, bare);
	if (!OidIsValid(oid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation %s does not exist", *name),
				 errhint("Run SELECT %s() to create what is missing.",
						 catalog_function_name("customers_setup"))));
	catalog_check_owner(oid);
	require_right(oid, *name, ACL_SELECT, "SELECT");
	return oid;
}

uint32
erasures_reasons(const char *schema)
{
	char	   *name;
	uint32		reasons = 0;
	Statement	find;

	readable_relation(schema, REL_ERASURES, &name);
	find = statement(psprintf("SELECT EXISTS (SELECT FROM %1$s WHERE reason OPERATOR(pg_catalog.=) 'erased'),"
							  " EXISTS (SELECT FROM %1$s WHERE reason OPERATOR(pg_catalog.=) 'unsubscribed')",
							  name));
	find.latest = true;
	find.kept = true;
	statement_select(&find);
	for (int reason = REASON_ERASED; reason <= REASON_UNSUBSCRIBED; reason++)
	{
		if (spi_bool(0, reason + 1, "whether there is an erasure"))
			reasons |= 1 << reason;
	}
	statement_done();
	return reasons;
}

/* ---- hashes ---- */

static void
set_secret(Erasures *erasures, bytea *secret)
{
	erasures->secret_len = VARSIZE_ANY_EXHDR(secret);
	if (erasures->secret_len < PG_SHA256_DIGEST_LENGTH || erasures->secret_len > MAX_SECRET)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the secret in customer_settings is not one"),
				 errhint("Restore it from a backup: no hash in customer_erasures can be told without it.")));
	memcpy(erasures->secret, VARDATA_ANY(secret), erasures->secret_len);
}

bool
erasures_have_secret(const char *schema)
{
	char	   *settings;
	Statement	find;
	bool		found;

	readable_relation(schema, REL_SETTINGS, &settings);
	find = statement(psprintf("SELECT FROM %s WHERE key OPERATOR(pg_catalog.=) 'secret'", settings));
	found = statement_select(&find) > 0;
	statement_done();
	return found;
}

Erasures *
erasures_open(const char *schema)
{
	Erasures   *erasures = palloc(sizeof(Erasures));
	char	   *settings;
	Statement	find;

	readable_relation(schema, REL_SETTINGS, &settings);
	erasures->relation = readable_relation(schema, REL_ERASURES, &erasures->table);
	find = statement(psprintf("SELECT pg_catalog.decode(value, 'hex') FROM %s"
							  " WHERE key OPERATOR(pg_catalog.=) 'secret'", settings));
	find.limit = 1;
	if (statement_select(&find) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s has no secret", settings),
				 errhint("Restore it from a backup: no hash in customer_erasures can be told without it.")));
	set_secret(erasures, DatumGetByteaPP(spi_datum_not_null(0, 1, BYTEAOID, "the secret in customer_settings")));
	statement_done();
	return erasures;
}

/* HMAC-SHA-256 of a message, as bytea. */
static Datum
keyed_hash(const Erasures *erasures, const char *message, size_t len)
{
	pg_hmac_ctx *context = pg_hmac_create(PG_SHA256);
	bytea	   *result = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	SET_VARSIZE(result, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	if (context == NULL ||
		pg_hmac_init(context, erasures->secret, erasures->secret_len) < 0 ||
		pg_hmac_update(context, (const uint8 *) message, len) < 0 ||
		pg_hmac_final(context, (uint8 *) VARDATA(result), PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not compute a keyed hash: %s", pg_hmac_error(context));
	pg_hmac_free(context);
	return PointerGetDatum(result);
}

/* The text to hash: "email:ann@x.no", with the key folded. */
static char *
message_of(KeyKind key, const char *data, uint32 len)
{
	key_fold(key, &data, &len);
	return psprintf("%s:%.*s", options_key_name(key), (int) len, data);
}

void
key_hashes_add(KeyHashes *hashes, Erasures *erasures, KeyKind key, const char *data, uint32 len)
{
	char	   *message;

	if (hashes->nhashes == hashes->maxhashes)
	{
		hashes->maxhashes = Max(2 * hashes->maxhashes, 16);
		hashes->hashes = hashes->hashes == NULL ? palloc(hashes->maxhashes * sizeof(Datum))
			: repalloc_huge(hashes->hashes, hashes->maxhashes * sizeof(Datum));
		hashes->fields = hashes->fields == NULL ? palloc(hashes->maxhashes * sizeof(Datum))
			: repalloc_huge(hashes->fields, hashes->maxhashes * sizeof(Datum));
	}
	message = message_of(key, data, len);
	hashes->hashes[hashes->nhashes] = keyed_hash(erasures, message, strlen(message));
	hashes->fields[hashes->nhashes++] = CStringGetTextDatum(options_key_name(key));
	pfree(message);
}

bool
key_hashes_equal(const KeyHashes *a, const KeyHashes *b)
{
	if (a->nhashes != b->nhashes)
		return false;
	for (int i = 0; i < a->nhashes; i++)
		if (memcmp(VARDATA_ANY(DatumGetByteaPP(a->hashes[i])), VARDATA_ANY(DatumGetByteaPP(b->hashes[i])),
				   PG_SHA256_DIGEST_LENGTH) != 0)
			return false;
	return true;
}

/* ---- customer_erasures ---- */

static Datum
hashes_array(const KeyHashes *hashes)
{
	return PointerGetDatum(construct_array(hashes->hashes, hashes->nhashes, BYTEAOID, -1, false,
										   TYPALIGN_INT));
}

/*
 * When each was recorded, as timestamptz[].  Opt-outs have the time of the clock:
 * they are compared with changes of consent in the same transaction.
 */
static Datum
times_array(const KeyHashes *hashes, ErasureReason reason)
{
	Datum	   *times = palloc(hashes->nhashes * sizeof(Datum));
	TimestampTz now = reason == REASON_UNSUBSCRIBED ? GetCurrentTimestamp()
		: GetCurrentTransactionStartTimestamp();

	for (int i = 0; i < hashes->nhashes; i++)
		times[i] = hashes->times != NULL ? hashes->times[i] : TimestampTzGetDatum(now);
	return PointerGetDatum(construct_array(times, hashes->nhashes, TIMESTAMPTZOID, sizeof(TimestampTz),
										   FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

void
erasures_keep(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason)
{
	const char *renew = reason == REASON_ERASED ? "DO NOTHING"
		: "(key_hash, reason) DO UPDATE SET recorded_at = EXCLUDED.recorded_at"
		" WHERE e.recorded_at OPERATOR(pg_catalog.<) EXCLUDED.recorded_at";
	Statement	insert = statement(psprintf("INSERT INTO %s AS e (key_hash, field, reason, recorded_at)"
											" SELECT DISTINCT ON (k.key_hash) k.key_hash, k.field, $3, k.recorded_at"
											" FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($4))"
											" AS k (key_hash, field, recorded_at) ORDER BY k.key_hash, k.recorded_at DESC"
											" ON CONFLICT %s", erasures->table, renew));

	if (hashes->nhashes == 0)
		return;
	require_right(erasures->relation, erasures->table, ACL_INSERT, "INSERT");
	if (reason == REASON_UNSUBSCRIBED)
		require_right(erasures->relation, erasures->table, ACL_UPDATE, "UPDATE");
	statement_datum(&insert, BYTEAARRAYOID, hashes_array(hashes), false);
	statement_datum(&insert, TEXTARRAYOID,
					PointerGetDatum(construct_array(hashes->fields, hashes->nhashes, TEXTOID, -1, false,
													TYPALIGN_INT)), false);
	statement_text(&insert, reason_word[reason]);
	statement_datum(&insert, TIMESTAMPTZARRAYOID, times_array(hashes, reason), false);
	statement_write(&insert);
}

/* Is any of the hashes kept for the reason? */
static bool
is_any_kept(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason)
{
	int			nfound;
	FoundHash  *found = erasures_find(erasures, hashes, &nfound);

	for (int i = 0; i < nfound; i++)
	{
		if ((found[i].reasons & (1 << reason)) != 0)
			return true;
	}
	return false;
}

/* Nothing to forget: no privilege needed. */
bool
erasures_forget(Erasures *erasures, const KeyHashes *hashes, ErasureReason reason)
{
	Statement	delete = statement(psprintf("DELETE FROM %s WHERE key_hash OPERATOR(pg_catalog.=) ANY ($1)"
											" AND reason OPERATOR(pg_catalog.=) $2", erasures->table));

	if (hashes->nhashes == 0 || !is_any_kept(erasures, hashes, reason))
		return false;
	require_right(erasures->relation, erasures->table, ACL_DELETE, "DELETE");
	statement_datum(&delete, BYTEAARRAYOID, hashes_array(hashes), false);
	statement_text(&delete, reason_word[reason]);
	statement_write(&delete);
	return true;
}

static int
compare_found(const void *a, const void *b)
{
	return memcmp(((const FoundHash *) a)->hash, ((const FoundHash *) b)->hash,
				  PG_SHA256_DIGEST_LENGTH);
}

/* Reads a row of the look-up. */
static void
take_found(FoundHash *found, int row)
{
	bytea	   *hash = DatumGetByteaPP(spi_datum_not_null(row, 1, BYTEAOID, "customer_erasures.key_hash"));
	ErasureReason reason;

	if (VARSIZE_ANY_EXHDR(hash) != PG_SHA256_DIGEST_LENGTH)
		spi_refuse_value("customer_erasures.key_hash", psprintf("of %d bytes", (int) VARSIZE_ANY_EXHDR(hash)));
	memcpy(found->hash, VARDATA_ANY(hash), PG_SHA256_DIGEST_LENGTH);
	reason = strcmp(spi_text_not_null(row, 2, "customer_erasures.reason"), reason_word[REASON_ERASED]) == 0
		? REASON_ERASED : REASON_UNSUBSCRIBED;
	memset(found->recorded_at, 0, sizeof(found->recorded_at));
	found->reasons = 1 << reason;
	found->recorded_at[reason] = DatumGetTimestampTz(spi_datum_not_null(row, 3, TIMESTAMPTZOID, "customer_erasures.recorded_at"));
}

FoundHash *
erasures_find(Erasures *erasures, const KeyHashes *hashes, int *nfound)
{
	Statement	find = statement(psprintf("SELECT key_hash, reason, recorded_at FROM %s"
										  " WHERE key_hash OPERATOR(pg_catalog.=) ANY ($1)",
										  erasures->table));
	FoundHash  *found;
	uint64		nrows;
	int			n = 0;

	find.latest = true;
	statement_datum(&find, BYTEAARRAYOID, hashes_array(hashes), false);
	nrows = statement_select(&find);
	found = palloc(Max(nrows, 1) * sizeof(FoundHash));
	for (uint64 i = 0; i < nrows; i++)
		take_found(&found[i], i);
	qsort(found, nrows, sizeof(FoundHash), compare_found);
	for (uint64 i = 0; i < nrows; i++)
	{
		if (n > 0 && compare_found(&found[n - 1], &found[i]) == 0)
		{
			for (int reason = REASON_ERASED; reason <= REASON_UNSUBSCRIBED; reason++)
				found[n - 1].recorded_at[reason] = Max(found[n - 1].recorded_at[reason], found[i].recorded_at[reason]);
			found[n - 1].reasons |= found[i].reasons;
		}
		else
			found[n++] = found[i];
	}
	statement_done();
	*nfound = n;
	return found;
}

const FoundHash *
erasures_match(const FoundHash *found, int nfound, const KeyHashes *hashes, int i)
{
	FoundHash	wanted = {0};

	memcpy(wanted.hash, VARDATA_ANY(DatumGetByteaPP(hashes->hashes[i])), PG_SHA256_DIGEST_LENGTH);
	return bsearch(&wanted, found, nfound, sizeof(FoundHash), compare_found);
}
