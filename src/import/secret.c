/*
 * secret.c
 *
 * customer_import_rows has a mask for a password, and customer_import_secrets the
 * verifier, by import and line.  They are joined in SQL, and only by code that
 * writes customers or judges a record again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "import/secret.h"
#include "import/secret.sql.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/row_security.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Does the record set or clear a password? */
static bool
has_secret(const Record *record)
{
	return record->verifier != NULL || record->old_verifier != NULL;
}

/* A text[], with NULLs for those that are NULL. */
static Datum
text_array(const char *const *texts, int n)
{
	Datum	   *elements = palloc(Max(n, 1) * sizeof(Datum));
	bool	   *nulls = palloc(Max(n, 1) * sizeof(bool));
	int			lower = 1;

	for (int i = 0; i < n; i++)
	{
		nulls[i] = texts[i] == NULL;
		elements[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
	return PointerGetDatum(construct_md_array(elements, nulls, 1, &n, &lower, TEXTOID, -1, false,
											  TYPALIGN_INT));
}

void
secrets_write(int64 import_id, Record **records, int nrecords)
{
	Datum	   *lines = palloc(Max(nrecords, 1) * sizeof(Datum));
	const char **verifiers = palloc(Max(nrecords, 1) * sizeof(char *));
	const char **old = palloc(Max(nrecords, 1) * sizeof(char *));
	Statement	insert;
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
	{
		if (!has_secret(records[i]))
			continue;
		lines[n] = Int64GetDatum(records[i]->source->line);
		verifiers[n] = records[i]->verifier;
		old[n++] = records[i]->old_verifier;
	}
	if (n == 0)
		return;
	insert = statement(sql_text(secret_sql, "insert", NULL));
	statement_int8(&insert, import_id);
	statement_datum(&insert, INT8ARRAYOID, int8_array(lines, n), false);
	statement_datum(&insert, TEXTARRAYOID, text_array(verifiers, n), false);
	statement_datum(&insert, TEXTARRAYOID, text_array(old, n), false);
	if (statement_write(&insert) != (uint64) n)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("not all passwords could be kept in %s", catalog_name(REL_IMPORT_SECRETS)),
				 errhint("No trigger may hold its rows back.")));
}

void
secrets_forget(int64 import_id, Datum lines)
{
	Statement	forget = statement(sql_text(secret_sql, "forget lines", NULL));

	statement_int8(&forget, import_id);
	statement_datum(&forget, INT8ARRAYOID, lines, false);
	statement_write(&forget);
}

void
secrets_rewrite(int64 import_id, Record **records, int nrecords)
{
	Datum	   *lines = palloc(Max(nrecords, 1) * sizeof(Datum));

	for (int i = 0; i < nrecords; i++)
		lines[i] = Int64GetDatum(records[i]->source->line);
	secrets_forget(import_id, int8_array(lines, nrecords));
	secrets_write(import_id, records, nrecords);
}

void
secrets_forget_import(int64 import_id)
{
	Statement	forget = statement(sql_text(secret_sql, "forget import", NULL));

	statement_int8(&forget, import_id);
	statement_write(&forget);
}

void
secrets_forget_left_out(int64 import_id)
{
	Statement	forget = statement(sql_text(secret_sql, "forget left out", NULL));

	statement_int8(&forget, import_id);
	statement_write(&forget);
}

char *
secrets_verifier_sql(void)
{
	return sql_text(secret_sql, "verifier", NULL);
}

char *
secrets_rows_sql(int password)
{
	return sql_text(secret_sql, "rows", "n", sql_number(password + 1), NULL);
}

void
secrets_require(int64 import_id, int password)
{
	Statement	missing = statement(sql_text(secret_sql, "missing", "n", sql_number(password + 1), NULL));

	row_security_refuse(REL_IMPORT_SECRETS, "Passwords that it hides would not be written.");
	statement_int8(&missing, import_id);
	if (statement_select(&missing) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("passwords of import " INT64_FORMAT " are not in %s any more",
						import_id, catalog_name(REL_IMPORT_SECRETS)),
				 errhint("Cancel this import and import the file again.")));
}
