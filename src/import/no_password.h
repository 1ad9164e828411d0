/*
 * no_password.h
 *
 * Cells of a column of passwords that are none: counted, and told once a file.
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

/* A warning on one record, for whoever gives few: its password is none. */
extern void no_password_note(const FieldMap *map, Record *record);

/* Says what was not taken, in the current memory context; NULL: nothing. */
extern char *no_password_warning(const NoPasswords *counts, const FieldMap *map);

#endif							/* CUSTOMERS_NO_PASSWORD_H */
