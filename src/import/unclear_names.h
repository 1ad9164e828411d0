/*
 * unclear_names.h
 *
 * A file whose records have more cells than its header has names, where nothing says
 * which cells are which names': what stands under a name may be another column's.
 */
#ifndef CUSTOMERS_UNCLEAR_NAMES_H
#define CUSTOMERS_UNCLEAR_NAMES_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "csv/csv_dialect.h"

/* Why such a file is held: a list of HeldReason; NIL for another one. */
extern List *unclear_names_reasons(const CsvDialect *dialect);

#endif							/* CUSTOMERS_UNCLEAR_NAMES_H */
