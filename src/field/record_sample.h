/*
 * record_sample.h
 *
 * Records of a file by which its columns are known, before any is imported.
 * import/sample.c takes them; those that do not fit the table are left out.
 */
#ifndef CUSTOMERS_RECORD_SAMPLE_H
#define CUSTOMERS_RECORD_SAMPLE_H

#include "postgres.h"

#include "csv/csv_record.h"
#include "field/options.h"

/* Whose the ids of the column customer_id are, and what it is if they are not ours. */
typedef enum SampledIds
{
	IDS_OURS,					/* or nobody has looked */
	IDS_IDENTIFIER,				/* another system's: the identifier */
	IDS_CATEGORY,				/* likewise, where another column is the identifier */
	IDS_NOBODYS					/* likewise, where nothing else says who is meant:
								 * they name nobody */
} SampledIds;

typedef struct RecordSample
{
	int			nrecords;
	int			nfirst;			/* of the first batch; the others follow */
	int			maxrecords;
	const CsvRecord **records;	/* each with all columns of the table */
	SampledIds	ids;			/* import/whose_id.h finds it out */
	const char *ids_why;		/* in words; NULL for ours */
	const char *identifiers_why;	/* the customers whom the identifiers name are other
									 * people, in words; NULL = they are not, or nobody
									 * has looked */

	/* how many cells of a column name live customers by a key; NULL = not known */
	int			(*count_known) (const struct RecordSample *sample, int column, KeyKind key);
} RecordSample;

#endif							/* CUSTOMERS_RECORD_SAMPLE_H */
