/*
 * import_view.h
 *
 * An import as people see it: its row in customer_imports, and its staged rows
 * in the order of their lines, with the names of those they are about.  What
 * report, preview and summary tell comes from here.
 *
 *		view = import_view_load(import_id);
 *		import_view_scan(view, VIEW_CHANGED, 500, callback, state);
 *
 * Passwords, and what stands for them, are masked already.  SPI must be
 * connected.
 */
#ifndef CUSTOMERS_IMPORT_VIEW_H
#define CUSTOMERS_IMPORT_VIEW_H

#include "postgres.h"

#include "import/import_log.h"

/* A name and what it says: an option, a format. */
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
	char	   *merged_at;		/* NULL = was not */
	char	   *merged_by;		/* "?" = nobody knows */
	char	   *reverted_at;	/* likewise */
	char	   *reverted_by;
	char	   *reverted;		/* records taken back whole */
	char	   *kept;			/* records of which something was kept */
	char	   *purged_at;		/* NULL = the rows are there */
	char	   *seen_at;		/* now */
	ImportCounts counts;

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
	int			nformats;
	ViewPair   *formats;		/* field and how it is written */
	int			noptions;
	ViewPair   *options;		/* those that are not as they are by default */
} ImportView;

/* A note on a record (see field/note.h). */
typedef struct ViewNote
{
	char	   *field;			/* NULL = the record as a whole */
	char	   *value;			/* NULL = not told */
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
	char	  **cells;			/* NULL = not touched, "" = cleared */
	char	  **old_cells;		/* NULL = there was none */
	int			nraw;
	char	  **raw;			/* the record as in the file */
	int			nnotes;
	ViewNote   *notes;
	char	   *label;			/* who it is about, as a person would call them */
	char	   *contact;		/* what tells them from namesakes; NULL = nothing */
} ImportViewRow;

typedef enum ViewKind
{
	VIEW_ALL,
	VIEW_NEW,
	VIEW_CHANGED,
	VIEW_REJECTED,
	VIEW_EXCLUDED,
	VIEW_CONFLICT,				/* excluded, for a live customer had changed */
	VIEW_KEPT,					/* something was kept of when it was reverted */
	VIEW_WARNED					/* not rejected or excluded, with a warning */
} ViewKind;

/* What to do with a row, which goes afterwards; false = no more of them. */
typedef bool (*ImportViewCallback) (void *state, const ImportViewRow *row);

/* Errors if there is no such import.  In the current memory context. */
extern ImportView *import_view_load(int64 import_id);

/* The first rows of a kind (limit < 0: all of them), in the order of lines. */
extern void import_view_scan(const ImportView *view, ViewKind kind, int64 limit,
							 ImportViewCallback callback, void *state);

/* How many staged rows of a kind there are. */
extern int64 import_view_count(const ImportView *view, ViewKind kind);

/*
 * The new customers by their consent, in words; NULL = there are none, or their
 * rows are there no more.
 */
extern char *import_view_consent(const ImportView *view);

/* The place of the field subscribed among the cells; -1 = there is none. */
extern int	import_view_subscribed(const ImportView *view);

/* Had the file names of its columns? */
extern bool import_view_has_header(const ImportView *view);

/* Is this its status? */
extern bool import_view_is(const ImportView *view, const char *status);

/* The reason of a rejected or excluded record, in words if it has some. */
extern const char *import_view_reason(const char *code);

/*
 * What to run before a statement with our names if somebody else is to run it:
 * SET customers.schema if it is set here, else nothing.
 */
extern char *import_view_settings(void);

#endif							/* CUSTOMERS_IMPORT_VIEW_H */
