/*
 * note.h
 *
 * Notes: what is wrong with a record, or worth telling of it.  Each has
 *
 *		code		its kind, for programs: note.c has the table of them
 *		message		what is wrong: a fragment, as errmsg() takes it
 *		hint		what to do about it: a sentence, as errhint() takes it, or NULL
 *
 * customer_import_rows.errors holds the notes of a record as an array of JSON
 * objects, with the field, the cell and the severity of each;
 * customer_import_errors shows them as rows.
 */
#ifndef CUSTOMERS_NOTE_H
#define CUSTOMERS_NOTE_H

#include "postgres.h"

typedef struct NoteKind
{
	const char *code;
	bool		is_error;		/* it rejects the record; else it is a warning */
	bool		is_standing;	/* a warning that comes again with the same file: of a
								 * record that changes nothing it is counted alone */
	int			sqlstate;		/* of the error that customers_save() raises */
	bool		of_cell;		/* a cell was not understood, or is not allowed: another
								 * value in it mends the record */

	/* what customers_save() says where the note's own text is about files */
	const char *save_message;	/* NULL = as the note */
	const char *save_hint;		/* NULL = as the note */
} NoteKind;

/* The kind of a code; an internal error if the table does not have it. */
extern const NoteKind *note_kind(const char *code);

/* The codes of the kinds that are of a cell, as text[]. */
extern Datum note_cell_codes(void);

/* The word for it in JSON, and in customer_import_errors. */
extern const char *note_severity(bool is_error);

/*
 * SQL of one note as jsonb.  field, value, message and hint are SQL texts; NULL
 * for NULL.
 */
extern char *note_sql(const char *code, const char *field, const char *value,
					  const char *message, const char *hint);

#endif							/* CUSTOMERS_NOTE_H */
