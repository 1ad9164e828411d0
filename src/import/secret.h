/*
 * secret.h
 *
 * The passwords of staged records: customer_import_secrets.  Roles that only read an
 * import need no privilege on it.
 *
 *		Record -> verifier, old_verifier -> customer_import_secrets
 *			-> merge, revert, corrections
 */
#ifndef CUSTOMERS_SECRET_H
#define CUSTOMERS_SECRET_H

#include "postgres.h"

#include "import/record.h"

/*
 * Writes the passwords that records set or clear, after assess_complete().  SPI must
 * be connected.
 */
extern void secrets_write(int64 import_id, Record **records, int nrecords);

/* The same for records that were staged before: replaces their passwords. */
extern void secrets_rewrite(int64 import_id, Record **records, int nrecords);

/* Deletes the secrets of lines (int8[]) of an import. */
extern void secrets_forget(int64 import_id, Datum lines);

/* Deletes those of an import, or of lines left out by its merge: no fix can follow. */
extern void secrets_forget_import(int64 import_id);
extern void secrets_forget_left_out(int64 import_id);

/* SQL: the verifier of staged row r. */
extern char *secrets_verifier_sql(void);

/*
 * SQL: staged rows as customer_import_rows has them, with the verifier of field
 * password (from 0) in cells and old_cells in place of the mask.
 */
extern char *secrets_rows_sql(int password);

/*
 * Errors unless each staged row of an import that shows a mask in field password
 * (from 0) has its verifier.
 */
extern void secrets_require(int64 import_id, int password);

#endif							/* CUSTOMERS_SECRET_H */
