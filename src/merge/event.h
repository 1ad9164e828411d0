/*
 * event.h
 *
 * The notification on channel customers: what became of an import.
 */
#ifndef CUSTOMERS_EVENT_H
#define CUSTOMERS_EVENT_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "import/import_row.h"

/*
 * Notifies listeners when the transaction commits: counts, and why the import is held
 * (a list of HeldReason), without names and cells of customers.  status: NULL = it is
 * merged.
 */
extern void event_notify(int64 import_id, const ImportCounts *counts, const char *status, const List *held);

#endif							/* CUSTOMERS_EVENT_H */
