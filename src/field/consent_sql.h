/*
 * consent_sql.h
 *
 * Consent in SQL: a yes or no of ours, and what the column of the live table holds.
 *
 *		boolean, smallint	the yes or no; or the opposite
 *		a time				when it was given; or refused.  NULL: it was not
 */
#ifndef CUSTOMERS_CONSENT_SQL_H
#define CUSTOMERS_CONSENT_SQL_H

#include "postgres.h"

#include "support/target.h"

/* Can a column of the type, below a domain, hold consent? */
extern bool consent_sql_is_type(Oid type);

/* SQL: the yes or no (a boolean, or NULL for neither) that a value of the column, as SQL, says. */
extern char *consent_sql_said(const TargetConsent *consent, const char *value);

/*
 * SQL: the value of the column for a yes or no (SQL).  present is its value (SQL), and a
 * time that is written where that is NULL may follow behind a comma: without any it is
 * now.  NULL = there is none.
 */
extern char *consent_sql_value(const TargetConsent *consent, const char *said, const char *present);

/*
 * "column = value" for a SET list, of the customer by an alias: a time that stands stays.
 * In the current memory context.
 */
extern char *consent_sql_assign(const char *customer, const char *said);

/*
 * SQL: a value of the column, a time, as timestamptz; or such a one as a value of the
 * column.  Which time that is does not depend on TimeZone.
 */
extern char *consent_sql_time(const TargetConsent *consent, const char *value);

/* The same of a value's text, NULL = NULL: is it a yes? */
extern bool consent_text_is_yes(const TargetConsent *consent, const char *value);

/* The same of a datum of the column. */
extern bool consent_is_yes(const TargetConsent *consent, Datum value, bool isnull);
extern bool consent_is_no(const TargetConsent *consent, Datum value, bool isnull);

#endif							/* CUSTOMERS_CONSENT_SQL_H */
