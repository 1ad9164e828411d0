/*
 * save_verdict.h
 *
 * What import would note in customer_import_errors, said to an application.
 */
#ifndef CUSTOMERS_SAVE_VERDICT_H
#define CUSTOMERS_SAVE_VERDICT_H

#include "postgres.h"

#include "import/record.h"

/*
 * Errors for the first record that is rejected or left out by mode, or (with
 * refuse_known) whose customer exists.
 */
extern void save_check_verdicts(Record **records, int nrecords, bool refuse_known);

/* Says as NOTICEs what the records' warnings are. */
extern void save_tell_warnings(Record **records, int nrecords);

#endif							/* CUSTOMERS_SAVE_VERDICT_H */
