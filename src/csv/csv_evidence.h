/*
 * csv_evidence.h
 *
 * What a reading of a text says for itself: how many cells its records have,
 * what kind they are, and whether its quotes make sense.
 */
#ifndef CUSTOMERS_CSV_EVIDENCE_H
#define CUSTOMERS_CSV_EVIDENCE_H

#include "postgres.h"

#include "csv/csv_dialect.h"

#define CSV_EVIDENCE_RECORDS 256	/* records looked at */
#define CSV_EVIDENCE_COLUMNS CSV_KNOWN_COLUMNS	/* their cells looked at */

/* the fuzz targets make this small */
#ifndef CSV_EVIDENCE_BYTES
#define CSV_EVIDENCE_BYTES 65536
#endif

typedef enum CsvCellKind
{
	CSV_KIND_EMPTY,
	CSV_KIND_NUMBER,
	CSV_KIND_DATE,				/* or time */
	CSV_KIND_EMAIL,
	CSV_KIND_TEXT,
	CSV_KIND_UNCLEAN,			/* text that another delimiter would split */
	NUM_CSV_KINDS
} CsvCellKind;

typedef struct CsvSampleRecord
{
	size_t		offset;			/* in the text */
	int64		line;			/* 1 = the text's first */
	int64		nlines;
	bool		comment;		/* starts with "# " */
	int			ncells;
	int			nfilled;		/* cells that are not empty */
	bool		quoted;			/* a cell is in quotes, though it be empty */
	int			nnumbers;		/* cells that are numbers */
	int			nyears;			/* of them, those that may be years */
	int			last_year;
	bool		years_in_order; /* each follows the one before it */
	CsvCellKind kinds[CSV_EVIDENCE_COLUMNS];
	uint64		digits;			/* which of these cells hold a digit, as bits */
} CsvSampleRecord;

typedef struct CsvEvidence
{
	int			nrecords;		/* blank lines are none */
	CsvSampleRecord *records;	/* room for CSV_EVIDENCE_RECORDS */
	int			troubled;		/* records with stray or unclosed quotes */
	int			unclosed;		/* of them, those with an unclosed one */
	int			quoted;			/* quoted cells of the others */
	int			ncells;
	double		clean;			/* sum over cells, 0..1 each */
	int			lf,
				crlf,
				cr;				/* how records end */
} CsvEvidence;

/*
 * Reads the start of text by a dialect; what was cut off at the end of text
 * is left out unless whole.
 */
extern void csv_evidence_gather(CsvEvidence *evidence, const char *text, size_t len,
								bool whole, const CsvDialect *dialect);

/* The most common number of cells above one (else 1), and of how many records. */
extern int	csv_evidence_width(const CsvEvidence *evidence, int *matching);

/* Is a record like name, 2018, 2019, 2020, and those below are not? */
extern bool csv_evidence_names_years(const CsvEvidence *evidence, int index);

/* What kind of value a cell looks like. */
extern CsvCellKind csv_evidence_kind(const char *data, size_t len, bool quoted);

/* 0..1: how well the dialect explains the text. */
extern double csv_evidence_score(const CsvEvidence *evidence);

#endif							/* CUSTOMERS_CSV_EVIDENCE_H */
