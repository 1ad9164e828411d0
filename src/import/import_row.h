/*
 * import_row.h
 *
 * An import's own row in customer_imports.  Its columns are read and written by
 * their names, as a list that the caller gives:
 *
 *		ImportRow  *row = import_row_read(import_id, "fields, merged_at");
 *
 *		row->merged_at ...
 *
 * Only the members that were read, or are to be written, mean anything.  What
 * they are is said in import_row.c, once for each column.  SPI must be connected.
 */
#ifndef CUSTOMERS_IMPORT_ROW_H
#define CUSTOMERS_IMPORT_ROW_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/array.h"
#include "utils/jsonb.h"

#include "support/compat.h"

/* uploaded = created + changed + unchanged + rejected + excluded, always */
typedef struct ImportCounts
{
	int64		uploaded;
	int64		created;
	int64		changed;
	int64		unchanged;
	int64		rejected;
	int64		excluded;
} ImportCounts;

/* Columns of the ImportCounts. */
#define IMPORT_ROW_COUNTS "uploaded, created, changed, unchanged, rejected, excluded"

/* Stands for NULL in a time; no timestamptz has this value. */
#define IMPORT_ROW_NEVER (DT_NOBEGIN + 1)

/* NULL is NULL, of a number -1, of a time IMPORT_ROW_NEVER; a count is never NULL. */
typedef struct ImportRow
{
	int64		import_id;
	TimestampTz imported_at;
	char	   *imported_by;
	char	   *status;

	/* the file, and how it was read */
	char	   *source;
	int64		size;			/* bytes */
	bytea	   *sha256;
	char	   *encoding;
	char	   *delimiter;
	char	   *quote;
	char	   *escape;
	char	   *newline;
	int64		header_line;
	ArrayType  *header;			/* text[] */
	ArrayType  *fields;			/* text[] */
	Jsonb	   *mapping;
	Jsonb	   *formats;
	Jsonb	   *columns;
	Jsonb	   *options;
	char	   *strategy;
	char	   *warnings;
	char	   *preset;			/* NULL = none */
	Jsonb	   *shapes;			/* file_shape.h; NULL = an older release staged it */
	Jsonb	   *standing;		/* standing.h; NULL = none */
	Jsonb	   *changes;		/* changes.h; NULL = an older release staged it */
	Jsonb	   *held;			/* held.h; NULL = it is not */
	bool		again;
	ImportCounts counts;
	int64		opted_out;		/* customers, beside the counts */
	bool		weak_keys;		/* new ones have nothing better */

	/* what became of it */
	TimestampTz merged_at;
	char	   *merged_by;
	ArrayType  *hashed_columns; /* text[] */
	Jsonb	   *defaults;
	int64		reverted;
	int64		kept;
	TimestampTz reverted_at;
	char	   *reverted_by;
	TimestampTz purged_at;
	TimestampTz merged_until;	/* by the clock */
	TimestampTz reverted_until;
} ImportRow;

/* The row of an import, in the current memory context; errors if there is none. */
extern ImportRow *import_row_read(int64 import_id, const char *columns);

/* Writes the row of a new import. */
extern void import_row_insert(const ImportRow *row, const char *columns);

/* Sets columns of the row that import_id names. */
extern void import_row_update(const ImportRow *row, const char *columns);

/* The error that there is no such import. */
pg_noreturn extern void import_row_missing(int64 import_id);

/* ---- what its columns say ---- */

/*
 * The field that a column of the file was taken for (mapping), by its header
 * word, or by its position if it has none (NULL, ''); NULL = ignored.
 */
extern char *import_row_mapped(const ImportRow *row, const char *word, int position);

/* May those who were erased come back with it (options)? */
extern bool import_row_restores_erased(const ImportRow *row);

/* May it subscribe people again (options)? */
extern bool import_row_resubscribes(const ImportRow *row);

#endif							/* CUSTOMERS_IMPORT_ROW_H */
