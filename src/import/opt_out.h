/*
 * opt_out.h
 *
 * A no is heard from every record that names somebody: also from one that is
 * passed over, left out, rejected, or whose rule keeps the customer's value.
 * Such a no is staged in customer_import_opt_outs, beside the record's row.
 */
#ifndef CUSTOMERS_OPT_OUT_H
#define CUSTOMERS_OPT_OUT_H

#include "postgres.h"

#include "import/record.h"

typedef struct OptOuts OptOuts;

/* For one import, in the current memory context; SPI connected. */
extern OptOuts *opt_outs_create(int64 import_id, FieldMap *map, const ImportOptions *options);

/* A record that is decided: takes its no, if its own row does not write it. */
extern void opt_outs_take(OptOuts *opt_outs, const Record *record);

/* A record that is to be rejected or excluded after all. */
extern void opt_outs_take_revised(OptOuts *opt_outs, const CsvRecord *source);

/* A record whose no is staged already: for other records of the same person. */
extern void opt_outs_take_again(OptOuts *opt_outs, const CsvRecord *source);

/*
 * Stages what was taken, and lets the strictest of several records of one person
 * hold.  Returns how many customers opt out so.
 */
extern int64 opt_outs_finish(OptOuts *opt_outs);

/*
 * Known customers whom opt_outs_finish() has unsubscribed by their own rows, as int8[];
 * (Datum) 0 = none.
 */
extern Datum opt_outs_unsubscribed(const OptOuts *opt_outs);

/* What was heard in categories, for a warning; NULL = nothing. */
extern char *opt_outs_warning(const OptOuts *opt_outs);

/* Does a record say no? */
extern bool opt_outs_says_no(const FieldMap *map, const CsvRecord *source);

/* Customers whom lines (int8[]) of an import unsubscribe so, as int8[]; (Datum) 0 = none. */
extern Datum opt_outs_customers(int64 import_id, Datum lines);

/* Forgets what lines (int8[]) of an import said. */
extern void opt_outs_forget(int64 import_id, Datum lines);

/* Does any record of an import say no beside its row? */
extern bool opt_outs_any(int64 import_id);

/* How many customers opt out by records beside those that are merged. */
extern int64 opt_outs_count(int64 import_id);

#endif							/* CUSTOMERS_OPT_OUT_H */
