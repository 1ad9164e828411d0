/*
 * value_conflict.h
 *
 * Staged rows whose values a UNIQUE or EXCLUDE of the application does not allow beside
 * those of another customer, or of an earlier staged row that stays.
 */
#ifndef CUSTOMERS_VALUE_CONFLICT_H
#define CUSTOMERS_VALUE_CONFLICT_H

#include "postgres.h"

#include "merge/merge_rows.h"

/*
 * SQL that yields them: line, field, reviewed (the constraint or index) and present (who
 * is in the way, in words).  NULL if there are none.
 */
extern char *value_conflicts_sql(const MergeRows *rows);

#endif							/* CUSTOMERS_VALUE_CONFLICT_H */
