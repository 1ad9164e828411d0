/*
 * consent_source.h
 *
 * Where an import has consent from: the line and cells of the file by which it
 * changes it, for the log; and the new customers who are unsubscribed by default.
 */
#ifndef CUSTOMERS_CONSENT_SOURCE_H
#define CUSTOMERS_CONSENT_SOURCE_H

#include "postgres.h"

/* Bit of the first byte of customer_import_rows.marks: consent is the default. */
#define CONSENT_BY_DEFAULT 2

typedef struct ConsentSources ConsentSources;

/* The change of one customer. */
typedef struct ConsentSource
{
	int64		customer_id;	/* hash key */
	int64		line;
	bool		subscribed;		/* what it changes consent to */
	const char *said;			/* header word and cell: "Status: Cleaned";
								 * NULL = not kept */
} ConsentSource;

/*
 * Reads the sources of an import in a schema into a memory context.  SPI must be
 * connected.
 */
extern ConsentSources *consent_sources_load(MemoryContext context, const char *schema, int64 import_id);

/* The source of a customer; NULL = none. */
extern const ConsentSource *consent_sources_find(const ConsentSources *sources, int64 customer_id);

/*
 * New customers of an import who are unsubscribed without anybody having said no:
 * neither their record, nor option set, nor anything since the merge.  Sorted, n of
 * them, in a memory context.  SPI must be connected.
 */
extern int64 *consent_sources_unsaid(MemoryContext context, const char *schema, int64 import_id, int *n);

#endif							/* CUSTOMERS_CONSENT_SOURCE_H */
