/*
 * deleted_check.h
 *
 * Records that name nobody but customers who are marked as deleted in an adopted table
 * (support/target_rows.h).  Whoever deleted them is not overruled by a file: such a
 * record is left out, and no row with the same keys is made beside theirs.
 */
#ifndef CUSTOMERS_DELETED_CHECK_H
#define CUSTOMERS_DELETED_CHECK_H

#include "postgres.h"

#include "import/record.h"

typedef struct DeletedCheck DeletedCheck;

/*
 * In the current memory context; NULL = no customer can be marked.  The marked rows
 * are read once, when a record first names nobody: 8 bytes a key stay in memory.  SPI
 * must be connected.
 */
extern DeletedCheck *deleted_check_create(void);

/* Sets Record.is_deleted of matched records. */
extern void deleted_check_records(DeletedCheck *check, Record **records, int nrecords);

#endif							/* CUSTOMERS_DELETED_CHECK_H */
