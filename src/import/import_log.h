/*
 * import_log.h
 *
 * The row of an import in customer_imports, and what a person is told of it.
 */
#ifndef CUSTOMERS_IMPORT_LOG_H
#define CUSTOMERS_IMPORT_LOG_H

#include "postgres.h"

#include "common/sha2.h"
#include "datatype/timestamp.h"

#include "field/field.h"
#include "import/changes.h"
#include "import/file_shape.h"
#include "import/import_row.h"

/* New customers by their consent. */
typedef struct ConsentCounts
{
	int64		subscribed;
	int64		unsubscribed;
	int64		by_default;		/* of both: nobody said so */
} ConsentCounts;

typedef struct ImportLog
{
	int64		import_id;
	TimestampTz began_at;		/* before anything was read, by the clock */
	const char *source;
	int64		size;			/* bytes */
	uint8		sha256[PG_SHA256_DIGEST_LENGTH];
	const CsvDialect *dialect;
	const FieldMap *map;
	const ImportOptions *options;
	const char *strategy;
	char	   *warnings;		/* a line each, or NULL */
	const FileShape *shape;
	List	   *standing;		/* of StandingWarning (standing.h) */
	const Changes *changes;
	List	   *held;			/* of HeldReason (held.h) */
	ImportCounts counts;
	ConsentCounts consent;
	int64		opted_out;		/* customers, by records beside those that are merged */
	bool		weak_keys;		/* new customers have nothing better */
} ImportLog;

/* The id of the next import.  SPI must be connected for all of these. */
extern int64 import_log_next_id(void);

/*
 * Errors unless a statement has written the expected number of staged rows: a
 * trigger may have held some back, or lines may exist twice.
 */
extern void import_log_require_rows(int64 import_id, uint64 expected, uint64 found);

/*
 * Updates a staged import's row as the assignments say ($1 is its id); from
 * here to the end of the transaction nobody else can merge, fix or cancel
 * it.  Errors if it does not exist or is not staged any more.
 */
extern void import_log_claim(int64 import_id, const char *assignments);

/*
 * Likewise for a merged import whose rows have not been purged, to be reverted.
 */
extern void import_log_claim_merged(int64 import_id, const char *assignments);

/* Adds a warning about the import as a whole. */
extern void import_log_warn(ImportLog *log, const char *warning);

/* Error if these bytes were merged before and the options do not say again. */
extern void import_log_refuse_again(const ImportLog *log);

/*
 * Counts the new customers of an import by their consent; subscribed: the place
 * of that field among those of the import, or -1 if it has none.
 */
extern ConsentCounts import_log_count_consent(int64 import_id, int subscribed);

/*
 * "New customers: 2 subscribed, 1 unsubscribed (1 of them by default: the file
 * does not say)."; NULL = there are none.
 */
extern char *import_log_consent_text(const ConsentCounts *counts);

/*
 * "2 more customers are unsubscribed, by records that change nothing else of
 * them."; NULL = there are none.
 */
extern char *import_log_opted_out_text(int64 opted_out);

/* Writes the row, with status staged. */
extern void import_log_write(const ImportLog *log);

/*
 * Reports the counts, how the file was read and what to type next; less if the
 * import is merged at once (staged is false).
 */
extern void import_log_notice(const ImportLog *log, bool staged);

/* Reports that an import was merged, and how to undo it. */
extern void import_log_notice_merged(int64 import_id, const ImportCounts *counts);

/* Reports that a staged import was dropped. */
extern void import_log_notice_cancelled(int64 import_id);

/* Reports what a staged import is after a correction. */
extern void import_log_notice_corrected(int64 import_id);

/*
 * Reports the records that a revert reverted and kept, and how many customers stay
 * unsubscribed for lack of resubscribe.
 */
extern void import_log_notice_reverted(int64 import_id, int64 reverted, int64 kept,
									   int64 unsubscribed);

#endif							/* CUSTOMERS_IMPORT_LOG_H */
