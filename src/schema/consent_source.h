/*
 * consent_source.h
 *
 * The line and cells of the file by which an import changes consent, for the log.
 */
#ifndef CUSTOMERS_CONSENT_SOURCE_H
#define CUSTOMERS_CONSENT_SOURCE_H

#include "postgres.h"

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

#endif							/* CUSTOMERS_CONSENT_SOURCE_H */
