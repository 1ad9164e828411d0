/*
 * live.h
 *
 * Reading live customers through the executor: whole, by window of ids, or by
 * keys.  Each row is handed to a callback where it lies, without being copied.
 */
#ifndef CUSTOMERS_LIVE_H
#define CUSTOMERS_LIVE_H

#include "postgres.h"

#include "access/tupdesc.h"

#include "field/field.h"

/* A live customer; values are in the order of FieldMap.fields. */
typedef struct LiveRow
{
	int64		customer_id;
	const Datum *values;
	const bool *isnull;
} LiveRow;

/* Called in the context that was current when the read began. */
typedef void (*LiveRowCallback) (void *state, const LiveRow *row);

typedef struct LiveReader LiveReader;

/*
 * Prepares reading the fields of a map.  SPI must stay connected while the
 * reader is used; everything is read under the active snapshot.
 */
extern LiveReader *live_reader_create(const FieldMap *map);

/* What it reads, in the current memory context: customer_id, and a column a field. */
extern TupleDesc live_reader_columns(const LiveReader *reader);

/* All of them, in no order. */
extern void live_read_all(LiveReader *reader, LiveRowCallback callback, void *state);

/* Those with first <= customer_id <= last, in the order of the table. */
extern void live_read_window(LiveReader *reader, int64 first, int64 last,
							 LiveRowCallback callback, void *state);

/*
 * Those with one of these ids, or of these folded identifiers or emails, in no
 * order.  A row whose key is not stored folded may come twice.
 */
extern void live_read_ids(LiveReader *reader, const int64 *ids, int nids,
						  LiveRowCallback callback, void *state);
extern void live_read_texts(LiveReader *reader, KeyKind key, Datum *texts, int ntexts,
							LiveRowCallback callback, void *state);

/* Is there a live row whose key is not stored folded (key_sql.h)? */
extern bool live_has_untidy(KeyKind key);

/* How large the table is, for choosing how to read it. */
typedef struct LiveSize
{
	double		rows;			/* estimated from the pages */
	double		pages;			/* none of a foreign partition */
	double		seq_page_cost;	/* of its tablespace */
	double		random_page_cost;
	int			parts;			/* on other machines (distributed.h); 0 = it is on this one */
} LiveSize;

extern LiveSize live_size(void);

/* Rough number of live customers from the table's size; 0 = it is empty. */
extern int64 live_estimate_rows(void);

/* Smallest and largest live id; false if there is no customer. */
extern bool live_id_range(int64 *smallest, int64 *largest);

#endif							/* CUSTOMERS_LIVE_H */
