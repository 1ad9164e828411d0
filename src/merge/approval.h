/*
 * approval.h
 *
 * Four eyes: with the setting customers.approval = 'other', an import is merged only
 * once another session user than those who staged and corrected it has approved it.
 *
 *		staged rows -> hash -> a row of customer_import_approvals
 *		at the merge: staged rows -> hash -> is there such a row, by somebody else?
 *
 * Who a session user is does not change with SET ROLE or in a SECURITY DEFINER
 * function.  Triggers write them into customer_imports and customer_import_approvals
 * (schema/session_guard.c).
 */
#ifndef CUSTOMERS_APPROVAL_H
#define CUSTOMERS_APPROVAL_H

#include "postgres.h"

/*
 * Approves a staged import as it is now.  Errors for who staged or corrected it.  SPI
 * must be connected.
 */
extern void approval_give(int64 import_id);

/* Does the setting ask for an approval that a staged import does not have? */
extern bool approval_is_missing(int64 import_id);

#endif							/* CUSTOMERS_APPROVAL_H */
