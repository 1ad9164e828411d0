/*
 * no_password.c
 *
 *		cell of the column of passwords -> password_text() -> counts -> a warning
 *
 * Every cell counts, whether or not its customer has a password already.
 */
#include "postgres.h"

#include "field/column_word.h"
#include "import/no_password.h"

/* What each kind of cell is called. */
static const struct
{
	PasswordText text;
	const char *one;
	const char *many;
}			told[] = {
	{PASSWORD_MASK, "mask", "masks"},
	{PASSWORD_PLACEHOLDER, "word for nothing", "words for nothing"},
	{PASSWORD_HASH, "hash of another system", "hashes of another system"}
};

static PasswordText
text_of(const FieldMap *map, const CsvRecord *record)
{
	const CsvCell *cell;

	if (map->password < 0 || record->defect != CSV_SOUND || !record_fits(record, map->ncolumns))
		return PASSWORD_EMPTY;
	cell = &record->cells[map->fields[map->password].file_column];
	return cell->len == 0 ? PASSWORD_EMPTY : password_text(cell->data, cell->len);
}

void
no_password_count(NoPasswords *counts, const FieldMap *map, const CsvRecord *record)
{
	counts->cells[text_of(map, record)]++;
}

void
no_password_note(const FieldMap *map, Record *record)
{
	PasswordText text = text_of(map, record->source);

	if (text != PASSWORD_EMPTY && !password_is_usable(text))
		record_note(record, "no_password", map->fields[map->password].name, NULL,
					"a mask, a word for nothing or a hash of another system is no password",
					"The present one stays.");
}

void
no_password_note_lost(const FieldMap *map, Record *record)
{
	if ((record->action == RECORD_CREATE || (record->action == RECORD_UPDATE && !record->keeps_password)) &&
		text_of(map, record->source) == PASSWORD_MASK)
		record_note(record, "no_password", map->fields[map->password].name, NULL,
					"the password of this record was not kept",
					"Import the record again from the file, once this import is merged.");
}

char *
no_password_warning(const NoPasswords *counts, const FieldMap *map)
{
	StringInfoData list;
	int64		total = 0;

	initStringInfo(&list);
	for (size_t i = 0; i < lengthof(told); i++)
	{
		int64		cells = counts->cells[told[i].text];

		total += cells;
		if (cells > 0)
			appendStringInfo(&list, "%s" INT64_FORMAT " %s", list.len > 0 ? ", " : "",
							 cells, cells == 1 ? told[i].one : told[i].many);
	}
	if (total == 0)
		return NULL;
	return psprintf("%s: " INT64_FORMAT " %s no password and %s not taken (%s); the rest of %s is.",
					column_describe(map, map->fields[map->password].file_column),
					total, total == 1 ? "cell is" : "cells are", total == 1 ? "was" : "were", list.data,
					total == 1 ? "the record" : "these records");
}
