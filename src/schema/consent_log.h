/*
 * consent_log.h
 *
 * A no that changes nothing is logged all the same: somebody who was unsubscribed by
 * default, or before there was a log, has then said so themselves.
 */
#ifndef CUSTOMERS_CONSENT_LOG_H
#define CUSTOMERS_CONSENT_LOG_H

#include "postgres.h"

/* May the role read the log? */
extern bool consent_log_is_readable(void);

/*
 * A condition, in SQL: the log does not say that a customer has said no.  customer
 * is an expression of type int8.
 */
extern char *consent_log_unsaid_sql(const char *customer);

/*
 * Logs the no of those of the customers who are not subscribed, and of whom the log
 * does not say so.  lines is int8[] and said text[], for each of customers (int8[]);
 * import_id is 0 and both are NULL where no file says so: then it is their own no, which
 * outlives that of an import.  Written as the owner of the
 * tables, as the triggers do; errors if the role would need a right that it has not.
 * SPI must be connected.
 */
extern void consent_log_no(int64 import_id, Datum customers, Datum lines, Datum said);

#endif							/* CUSTOMERS_CONSENT_LOG_H */
