/*
 * consent_source.h
 *
 * Where in its file an import has its changes of consent from: the line, and
 * the cells as they were, for the log.
 */
#ifndef CUSTOMERS_CONSENT_SOURCE_H
#define CUSTOMERS_CONSENT_SOURCE_H

#include "postgres.h"

typedef struct ConsentSources ConsentSources;

/* What an import says of one customer. */
typedef struct ConsentSource
{
	int64		customer_id;	/* hash key */
	int64		line;
	bool		subscribed;		/* what it changes consent to */
	const char *said;			/* header word and cell: "Status: Cleaned";
								 * NULL = not kept */
} ConsentSource;

/*
 * Reads those of an import of the relations in a schema, in a memory context;
 * SPI must be connected.
 */
extern ConsentSources *consent_sources_load(MemoryContext context, const char *schema, int64 import_id);

/* What the import says of a customer; NULL = nothing. */
extern const ConsentSource *consent_sources_find(const ConsentSources *sources, int64 customer_id);

#endif							/* CUSTOMERS_CONSENT_SOURCE_H */
