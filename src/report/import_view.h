/*
 * import_view.h
 *
 * An import for people to read: its row in customer_imports, and its staged rows
 * in the order of their lines, with the names of their customers.  Report, preview
 * and summary are made from it.
 *
 *		view = import_view_load(import_id);
 *		import_view_scan(view, VIEW_CHANGED, 500, callback, state);
 *		rows = import_view_fetch(view, lines, nlines);
 *
 * Staged passwords and verifiers are masked.  SPI must be connected.
 */
#ifndef CUSTOMERS_IMPORT_VIEW_H
#define CUSTOMERS_IMPORT_VIEW_H

#include "postgres.h"

#include "import/held.h"
#include "import/import_log.h"
#include "import/standing.h"

/* An option or a format. */
typedef struct ViewPair
{
	char	   *name;
	char	   *value;
} ViewPair;

typedef struct ImportView
{
	int64		import_id;
	char	   *status;
	char	   *source;
	char	   *imported_at;
	char	   *imported_by;
	char	   *merged_at;		/* NULL = not merged */
	char	   *merged_by;		/* "?" = unknown */
	char	   *reverted_at;	/* NULL = not reverted */
	char	   *reverted_by;	/* "?" = unknown */
	char	   *reverted;		/* records reverted completely; or NULL */
	char	   *kept;			/* records of which something was kept; or NULL */
	char	   *purged_at;		/* NULL = not purged */
	char	   *seen_at;		/* now */
	ImportCounts counts;
	List	   *standing;		/* of StandingWarning */
	List	   *held;			/* of HeldReason: why it waits; NIL once merged */
	char	   *opted_out;		/* how many customers, in a sentence; NULL = none */

	/* how the file was read */
	char	   *size;
	char	   *sha256;
	char	   *encoding;
	char	   *delimiter;
	char	   *quote;
	char	   *escape;
	char	   *newline;
	char	   *header_line;
	char	   *strategy;
	char	   *warnings;		/* NULL = none */
	int			ncolumns;
	char	  **header;			/* words of the columns of the file */
	char	  **column_field;	/* the field each is; NULL = ignored */
	int			nfields;
	char	  **fields;			/* of the staged cells */
	char	  **words;			/* the file's word for each; NULL = the same, or none */
	int			nformats;
	ViewPair   *formats;		/* field, format of its cells */
	int			noptions;
	ViewPair   *options;		/* those that differ from the defaults */
} ImportView;

/* A note on a record (see field/note.h). */
typedef struct ViewNote
{
	char	   *field;			/* NULL = the record as a whole */
	char	   *value;			/* NULL = none */
	char	   *code;
	char	   *message;
	char	   *hint;			/* NULL = none */
	bool		is_error;
} ViewNote;

typedef struct ImportViewRow
{
	int64		line;
	int64		customer_id;	/* 0 = none */
	char	   *action;
	char	   *reason;			/* code; NULL = none */
	int			ncells;			/* 0 = no staged cells, else nfields */
	char	  **cells;			/* NULL = not changed, "" = cleared */
	char	  **old_cells;		/* NULL = no old values, or no old value */
	int			nraw;
	char	  **raw;			/* the record as in the file */
	int			nnotes;
	ViewNote   *notes;
	char	   *label;			/* name of the customer, for people */
	char	   *contact;		/* email or identifier; NULL = none, or the label */
} ImportViewRow;

typedef enum ViewKind
{
	VIEW_ALL,
	VIEW_NEW,
	VIEW_CHANGED,
	VIEW_REJECTED,
	VIEW_EXCLUDED,
	VIEW_CONFLICT,				/* excluded, as the live customer had changed */
	VIEW_KEPT,					/* a revert kept something of it */
	VIEW_WARNED					/* not rejected or excluded, with a warning */
} ViewKind;

/* Called for each row, which is freed afterwards; false = stop. */
typedef bool (*ImportViewCallback) (void *state, const ImportViewRow *row);

/* Reads an import into the current memory context.  Errors if there is none. */
extern ImportView *import_view_load(int64 import_id);

/* Calls back for the first rows of a kind (limit < 0: all), by line. */
extern void import_view_scan(const ImportView *view, ViewKind kind, int64 limit,
							 ImportViewCallback callback, void *state);

/* Number of staged rows of a kind. */
extern int64 import_view_count(const ImportView *view, ViewKind kind);

/* Some rows, by line. */
typedef struct ImportViewRows ImportViewRows;

/* Reads the rows of these lines, in the current memory context. */
extern ImportViewRows *import_view_fetch(const ImportView *view, const int64 *lines, int nlines);

/*
 * Reads the row of a line into *row; false if there is none.  Other statements may have
 * run meanwhile.
 */
extern bool import_view_fetched(const ImportViewRows *rows, int64 line, ImportViewRow *row);

/* Reads a note; an empty one for JSON of another shape. */
extern ViewNote import_view_note(const JsonbValue *element);

/* Would, or did, a merge change anything? */
extern bool import_view_has_changes(const ImportView *view);

/*
 * A text with the numbers of new customers by consent; NULL = there are none, or
 * the rows were purged.
 */
extern char *import_view_consent(const ImportView *view);

/* Index of the field subscribed in cells; -1 = none. */
extern int	import_view_subscribed(const ImportView *view);

/* Did the file have a header? */
extern bool import_view_has_header(const ImportView *view);

extern bool import_view_is(const ImportView *view, const char *status);

/* Text for the reason of a rejected or excluded record; else the code itself. */
extern const char *import_view_reason(const char *code);

/*
 * What another session must run before our statements: SET customers.schema if it
 * is set here, else "".
 */
extern char *import_view_settings(void);

#endif							/* CUSTOMERS_IMPORT_VIEW_H */
