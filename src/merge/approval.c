/*
 * approval.c
 *
 *		customer_imports, customer_import_rows, customer_import_opt_outs
 *			-> SHA-256 <-> customer_import_approvals
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "miscadmin.h"

#include "import/import_row.h"
#include "merge/approval.h"
#include "merge/approval.sql.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/settings.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows that are read at a time. */
#define HASHED_ROWS 1000

/* Adds a text and its length to a hash. */
static void
hash_text(pg_cryptohash_ctx *hash, const char *text)
{
	uint32		len = strlen(text);

	if (pg_cryptohash_update(hash, (const uint8 *) &len, sizeof(len)) < 0 ||
		pg_cryptohash_update(hash, (const uint8 *) text, len) < 0)
		elog(ERROR, "could not hash staged rows");
}

static bool
hash_rows(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
	{
		CHECK_FOR_INTERRUPTS();
		hash_text(state, spi_text_not_null(i, 1, "customer_import_rows"));
	}
	return true;
}

/* The hash of all that a merge of the import goes by.  An error frees it with its owner. */
static bytea *
hash_import(int64 import_id)
{
	Statement	find = statement(sql_text(approval_sql, "content", NULL));
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	if (hash == NULL || pg_cryptohash_init(hash) < 0)
		elog(ERROR, "could not hash staged rows");
	statement_int8(&find, import_id);
	statement_each(&find, HASHED_ROWS, hash_rows, hash);
	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	if (pg_cryptohash_final(hash, (uint8 *) VARDATA(digest), PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not hash staged rows");
	pg_cryptohash_free(hash);
	return digest;
}

/* A statement of approval.sql with the import as $1 and its hash as $2. */
static Statement
about_hash(const char *section, int64 import_id)
{
	Statement	result = statement(sql_text(approval_sql, section, NULL));

	statement_int8(&result, import_id);
	statement_datum(&result, BYTEAOID, PointerGetDatum(hash_import(import_id)), false);
	return result;
}

/* Errors unless the session user may approve the import. */
static void
check_approver(int64 import_id)
{
	Statement	find = statement(sql_text(approval_sql, "import", NULL));
	char	   *session_role = GetUserNameFromId(GetSessionUserId(), false),
			   *status;

	statement_int8(&find, import_id);
	statement_text(&find, session_role);
	if (statement_select(&find) == 0)
		import_row_missing(import_id);
	status = spi_text_not_null(0, 1, "customer_imports.status");
	if (strcmp(status, "staged") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("import " INT64_FORMAT " is %s", import_id, status),
				 errdetail("Only a staged import can be approved.")));
	if (spi_text(0, 2) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("it is not known who staged import " INT64_FORMAT, import_id),
				 errdetail("An older release did."),
				 errhint("Cancel it and import the file again.")));
	if (spi_bool_or(0, 3, true, "whether the session user staged or corrected the import"))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("import " INT64_FORMAT " cannot be approved by \"%s\"", import_id, session_role),
				 errdetail("Who stages or corrects an import does not approve it, whatever role they set."),
				 errhint("Somebody else must look at it and approve it.")));
	statement_done();
}

void
approval_give(int64 import_id)
{
	Statement	insert;

	setup_ensure_writable();
	check_approver(import_id);
	insert = about_hash("approve", import_id);
	if (statement_write(&insert) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("the approval of import " INT64_FORMAT " was not stored", import_id),
				 errhint("A trigger on %s may have held it back.", catalog_name(REL_IMPORT_APPROVALS))));
	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT " is approved as it is now", import_id),
			 errhint("To merge it: SELECT * FROM %s(" INT64_FORMAT ");",
					 catalog_shown_function("customers_merge"), import_id)));
}

bool
approval_is_missing(int64 import_id)
{
	Statement	find;
	bool		missing;

	if (customers_approval == APPROVAL_NONE)
		return false;
	find = about_hash("approved", import_id);
	missing = statement_select(&find) == 0;
	statement_done();
	return missing;
}
