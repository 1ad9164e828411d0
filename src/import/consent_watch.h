/*
 * consent_watch.h
 *
 * Watches categories for cells that can only mean a no: "Unsubscribed" in a column
 * of states, of which the sample held none or few.
 */
#ifndef CUSTOMERS_CONSENT_WATCH_H
#define CUSTOMERS_CONSENT_WATCH_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/field.h"

typedef struct ConsentWatch ConsentWatch;

/* For one import, in the current memory context; NULL = there is nothing to watch. */
extern ConsentWatch *consent_watch_create(const FieldMap *map);

/* The cell of a record that says no; NULL = none does, or there is no watch. */
extern const CsvCell *consent_watch_hear(ConsentWatch *watch, const CsvRecord *source);

/*
 * Do the columns that say in pairs who wants mail, as {"newsletter": true}, leave it out
 * for a record?  Not where the file has a column of consent.
 */
extern bool consent_watch_is_silent(ConsentWatch *watch, const CsvRecord *source);

/* The same as consent_watch_hear(), counted for the warning. */
extern const CsvCell *consent_watch_count(ConsentWatch *watch, const CsvRecord *source);

/* What was counted, in words; NULL = nothing. */
extern char *consent_watch_warning(const ConsentWatch *watch);

#endif							/* CUSTOMERS_CONSENT_WATCH_H */
