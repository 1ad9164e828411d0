/*
 * no_password.h
 *
 * Counts cells of a password column that are not passwords; one warning for a file.
 */
#ifndef CUSTOMERS_NO_PASSWORD_H
#define CUSTOMERS_NO_PASSWORD_H

#include "postgres.h"

#include "field/field.h"
#include "field/password_text.h"
#include "import/record.h"

typedef struct NoPasswords
{
	int64		cells[NUM_PASSWORD_TEXTS];
} NoPasswords;

/* Takes a record of the file into the counts. */
extern void no_password_count(NoPasswords *counts, const FieldMap *map, const CsvRecord *record);

/* Notes a warning on a record whose password is not one; for save. */
extern void no_password_note(const FieldMap *map, Record *record);

/* The warning, in the current memory context; NULL: nothing was counted. */
extern char *no_password_warning(const NoPasswords *counts, const FieldMap *map);

/*
 * A warning to a corrected record that would give its customer a password, of which
 * only a mask is left: it was not taken while the record was about one who has one.
 */
extern void no_password_note_lost(const FieldMap *map, Record *record);

#endif							/* CUSTOMERS_NO_PASSWORD_H */
