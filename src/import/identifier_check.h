/*
 * identifier_check.h
 *
 * Records that were matched by email, and say another identifier than the customer
 * has.  Where the names agree, it is one person under the number of another system;
 * where they do not, two people share an address.
 */
#ifndef CUSTOMERS_IDENTIFIER_CHECK_H
#define CUSTOMERS_IDENTIFIER_CHECK_H

#include "postgres.h"

#include "import/diff.h"

/*
 * For each matched record that would replace an identifier without being told to:
 * takes the change back, with the warning identifier_kept, or notes the error
 * identifier_differs.  So it does where a rule for all fields keeps the identifier.
 * Nothing to do where the option rules names the identifier.
 * In the current memory context, the batch's.  SPI must be connected and a snapshot
 * active.
 */
extern void identifier_check_records(Differ *differ, Record **records, int nrecords);

#endif							/* CUSTOMERS_IDENTIFIER_CHECK_H */
