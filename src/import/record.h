/*
 * record.h
 *
 * A record of the file during an import: its customer, its changes, its notes.
 * Records live for one batch, in the batch's memory context.
 */
#ifndef CUSTOMERS_RECORD_H
#define CUSTOMERS_RECORD_H

#include "postgres.h"

#include "csv/csv_reader.h"
#include "field/field.h"
#include "field/options.h"
#include "field/value.h"

typedef enum RecordAction
{
	RECORD_UNDECIDED = 0,
	RECORD_CREATE,
	RECORD_UPDATE,
	RECORD_UNCHANGED,
	RECORD_REJECT,
	RECORD_EXCLUDE
} RecordAction;

/* A note on a record (see field/note.h). */
typedef struct RecordNote
{
	struct RecordNote *next;
	const char *field;			/* NULL = the record as a whole */
	const char *value;			/* the cell, clipped; NULL = not shown */
	const char *code;
	const char *message;
	const char *hint;			/* NULL = none */
	bool		is_error;
	int64		other_line;		/* line of its duplicate, or 0 */
} RecordNote;

typedef enum KeyState
{
	KEY_ABSENT = 0,				/* the file has no such column */
	KEY_BLANK,					/* empty or unusable: matches nobody */
	KEY_ZERO,					/* 0: blank, but asks for a new customer */
	KEY_PRESENT
} KeyState;

/* A key cell of the record: read once, by key_reader.h, and final. */
typedef struct RecordKey
{
	KeyState	state;
	uint32		len;
	const char *data;			/* identifier, email: folded */
	int64		number;			/* customer_id */
	uint64		hash;			/* customer_id: the number; else seeded, never 0 */
} RecordKey;

/*
 * The live customers who have a key of the record.  The best two are kept: by the
 * strongest of the record's other keys that they have (rank), then by the smallest
 * id.  So the order in which customers are found does not matter.
 */
typedef struct KeyBearers
{
	int64		first;			/* 0 = nobody */
	int64		second;			/* 0 = nobody else */
	uint8		first_rank;
	uint8		second_rank;
	bool		complete;		/* no further look-up is needed */
} KeyBearers;

/* What a record does to one field. */
typedef struct CellChange
{
	bool		touched;
	bool		imposed;		/* not by its own cell: an opt-out that was kept, a
								 * name that follows */
	bool		respelled;		/* a key that is the same, but not as it is stored */
	CellValue	value;
	const char *old;			/* canonical live text; NULL = NULL, or new */
} CellChange;

typedef struct Record
{
	const CsvRecord *source;
	RecordAction action;
	bool		matched;		/* customer_id is a live customer */
	int			matched_by;		/* the KeyKind that names the live customer */
	bool		is_deleted;		/* names nobody but who is marked as deleted */
	bool		set_aside;		/* has only weak keys, or is a taker: judged after
								 * all others */
	bool		is_taker;		/* another customer has its email, and may give it
								 * up in this file (taker.h) */
	int64		given_by;		/* live customer who gives its email up; 0 = none */
	bool		matched_weakly; /* by a weak key, and by no KeyKind */
	const struct WeakKeys *weak;	/* import/weak_key.h; NULL = it has other
									 * keys, or none at all */
	bool		same;			/* its row hash equals the live one's */
	int64		customer_id;	/* matched or assigned; 0 = none */
	int64		diffed;			/* live customer that changes was made against */
	uint32		live_number;	/* of the matched customer among those that
								 * were all read into memory, from 1; or 0 */
	uint32		live_hash;		/* of the live row it was compared with, if it
								 * is to be staged; 0 = not taken */
	bool		keeps_password; /* the customer has one, which the file's does
								 * not replace */
	const char *verifier;		/* of the password it brings; NULL = none */
	const char *old_verifier;	/* that this replaces, or takes away */
	int			ntouched;
	CellChange *changes;		/* by field; NULL = nothing looked at yet */
	RecordKey	keys[NUM_KEYS];
	KeyBearers	bearers[NUM_KEYS];
	const char *matched_key;	/* live text of the key matched by, where it
								 * is not stored folded; else NULL */
	RecordNote *key_note;		/* the last one made while the keys were read,
								 * or NULL */
	RecordNote *notes;
	RecordNote *last_note;
	bool		has_error;
	bool		by_default;		/* nobody said whether this new customer is
								 * subscribed */
	bool		was_subscribed; /* the live customer it was compared with */
	bool		is_foot;		/* words below the table, where its keys are numbers */
	const char *reason;			/* of a rejected or excluded record: a code */
} Record;

/*
 * Does a record have the columns of the table?  Empty cells behind the last
 * one, as spreadsheets write them, are no cells.
 */
extern bool record_fits(const CsvRecord *record, int ncolumns);

/* Is a cell without any character, and not in quotes? */
static inline bool
record_cell_is_empty(const CsvCell *cell)
{
	for (uint32 i = 0; i < cell->len; i++)
		if (cell->data[i] != ' ' && cell->data[i] != '\t')
			return false;
	return !cell->quoted;
}

/* Longest piece of a cell that a message or an error row quotes, in bytes. */
#define RECORD_CLIP 200

/*
 * The record with the cells of the option set behind its own, and then those that are
 * made of parts; itself if there are none of these, or it does not fit.
 * In the current memory context.
 */
extern const CsvRecord *record_widen(const FieldMap *map, const CsvRecord *source);

extern RecordNote *record_note(Record *record, const char *code, const char *field,
							   const char *value, const char *message, const char *hint);
extern RecordNote *record_note_as(Record *record, bool is_error, const char *code,
								  const char *field, const char *value,
								  const char *message, const char *hint);
extern char *record_clip(const char *data, uint32 len);

/*
 * Does it change nothing, and has warnings that stand week after week alone?  Such a
 * record is not staged (import/standing.h).
 */
extern bool record_is_standing(const Record *record);

/* Sets a boolean field to a value that does not come from the file. */
extern void record_impose(CellChange *change, bool yes);

extern CellChange *record_changes(Record *record, int nfields);
extern Datum record_notes_jsonb(const Record *record);

#endif							/* CUSTOMERS_RECORD_H */
