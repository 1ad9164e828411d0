/*
 * held.h
 *
 * Why an import is held: what makes its file doubtful as a whole.  It is staged like
 * any other, and can be looked at and corrected, but is merged only where somebody
 * says so (merge/gate.h).
 *
 *		evidence -> HeldReason -> customer_imports.held -> NOTICE, WARNING, summary,
 *			report
 *
 * customer_imports.held is an array of objects, one a reason: reason (its code), what
 * (the column or field), message, hint, records and of (how many of how many), lines
 * (examples).  It holds no cells: it outlives an erasure.  What the lines do to their
 * customers is read from the staged rows when it is told.
 */
#ifndef CUSTOMERS_HELD_H
#define CUSTOMERS_HELD_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

/* Lines that are kept as examples of a reason. */
#define HELD_LINES 5

typedef struct HeldReason
{
	const char *code;
	const char *what;			/* column or field; NULL = the file as a whole */
	const char *message;		/* a fragment, as errmsg() takes it */
	const char *hint;			/* a sentence, or NULL */
	int64		records;		/* how many it is about */
	int64		of;				/* of so many that were looked at */
	int			nlines;
	int64		lines[HELD_LINES];
	List	   *examples;		/* texts, by held_load_examples(); never stored */
} HeldReason;

/* A list of HeldReason as JSON; NULL for none. */
extern Jsonb *held_json(const List *reasons);

/*
 * The list that customer_imports.held holds; NIL for NULL.  Errors if it is none that
 * held_json() wrote.
 */
extern List *held_read(const Jsonb *held);

/*
 * Gives each reason that is about a field examples: the customers of its lines, and what
 * becomes of their values.  They are read from the staged rows, which an erasure empties.
 * SPI must be connected.
 */
extern void held_load_examples(int64 import_id, List *reasons);

/*
 * What to do about the reason of a cell, to be told after it; NULL = nothing, or the same
 * as about the next.
 */
extern const char *held_hint(const List *reasons, const ListCell *cell);

/* The reasons in words, and what to do about them: a list of lines. */
extern List *held_texts(const List *reasons);

/* The same as one text. */
extern char *held_text(const List *reasons);

#endif							/* CUSTOMERS_HELD_H */
