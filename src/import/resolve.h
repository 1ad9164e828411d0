/*
 * resolve.h
 *
 * Decides which customer a record matches: of those who have its first key in
 * match_by, the one who also has the strongest of its other keys.  It is an error
 * if two are equal, or if another key names another customer.
 *
 * For each record, once its keys are read:
 *
 *		resolver_attach(resolver, record, row);		-- each live row that one of
 *													-- its keys may name
 *		resolver_settle(resolver, record);			-- who it is
 *		if (resolver_lacks_row(resolver, record))	-- another was compared
 *			resolver_compare(resolver, record, row);	-- its customer's
 *		resolver_check(resolver, record);			-- do its keys contradict?
 */
#ifndef CUSTOMERS_RESOLVE_H
#define CUSTOMERS_RESOLVE_H

#include "postgres.h"

#include "import/diff.h"
#include "import/key_reader.h"

typedef struct Resolver Resolver;

/* For one import, in the current memory context. */
extern Resolver *resolver_create(const KeyReader *keys, const ImportOptions *options, Differ *differ);

/*
 * Notes which of the record's keys the row's customer bears, and what the record
 * changes of the first row that match_by names.  Rows may come in any order, and
 * twice.
 */
extern void resolver_attach(Resolver *resolver, Record *record, const LiveRow *row);

/*
 * After the last row: sets matched, customer_id and matched_by, or notes the
 * error that two customers are named alike.
 */
extern void resolver_settle(Resolver *resolver, Record *record);

/*
 * Must the record still be compared with its customer's row?  If so, removes the
 * changes against another row.
 */
extern bool resolver_lacks_row(Resolver *resolver, Record *record);
extern void resolver_compare(Resolver *resolver, Record *record, const LiveRow *row);

/* Notes an error at a record whose keys contradict each other. */
extern void resolver_check(const Resolver *resolver, Record *record);

#endif							/* CUSTOMERS_RESOLVE_H */
