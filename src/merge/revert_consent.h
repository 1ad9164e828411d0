/*
 * revert_consent.h
 *
 * Consent in the journals of later imports, when an earlier one is reverted: whether
 * their undo would subscribe a customer again.  As for other fields (revert_later.h),
 * but a no may stand beside the rows, too, or may have changed nothing.
 */
#ifndef CUSTOMERS_REVERT_CONSENT_H
#define CUSTOMERS_REVERT_CONSENT_H

#include "postgres.h"

#include "merge/revert_later.h"

/*
 * Corrects the journals of the later imports.  Only with resubscribe does an old
 * consent become a yes.  Call it before anything is put back; SPI must be connected.
 */
extern void revert_consent_correct(const LaterImports *imports, bool resubscribe);

#endif							/* CUSTOMERS_REVERT_CONSENT_H */
