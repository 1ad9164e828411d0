/*
 * stage_cells.c
 *
 *		Record -> cells, old_cells, raw: text[] each
 */
#include "postgres.h"

#include "import/cell_array.h"
#include "import/stage_cells.h"

/* A rejected record is about a customer only where there is one. */
int64
stage_customer_id(const Record *record)
{
	return record->matched || record->action != RECORD_REJECT ? record->customer_id : 0;
}

/* New cells: NULL = not touched, '' = cleared. */
Datum
stage_new_cells(const FieldMap *map, const Record *record)
{
	CellArray	cells;
	Size		bytes = 0;
	int			nfields = map->nfields;

	for (int i = 0; i < nfields; i++)
		if (record->changes[i].touched && record->changes[i].value.state == VALUE_SET)
			bytes += record->changes[i].value.len;
	cells_begin(&cells, nfields, bytes);
	for (int i = 0; i < nfields; i++)
		cells_add_change(&cells, &record->changes[i]);
	return cells_end(&cells);
}

/* Is field i the key by which the record's customer was found? */
static bool
is_matching_key(const FieldMap *map, const Record *record, int i)
{
	return (i == map->identifier && record->matched_by == KEY_IDENTIFIER) ||
		(i == map->email && record->matched_by == KEY_EMAIL);
}

/* Adds the live text of that key. */
static void
add_matching_key(CellArray *cells, const Record *record)
{
	const RecordKey *key = &record->keys[record->matched_by];

	if (record->matched_key != NULL)
		cells_add(cells, record->matched_key, strlen(record->matched_key));
	else
		cells_add(cells, key->data, key->len);
}

/*
 * Live values of the touched cells when they were staged, and the key that the
 * customer was found by: the file speaks of whoever bears that.
 */
Datum
stage_old_cells(const FieldMap *map, const Record *record)
{
	CellArray	cells;
	Size		bytes = record->matched_key != NULL ? strlen(record->matched_key)
		: record->keys[record->matched_by].len;
	int			nfields = map->nfields;

	for (int i = 0; i < nfields; i++)
		if (record->changes[i].touched && record->changes[i].old != NULL)
			bytes += strlen(record->changes[i].old);
	cells_begin(&cells, nfields, bytes);
	for (int i = 0; i < nfields; i++)
	{
		const CellChange *change = &record->changes[i];

		if (!change->touched && is_matching_key(map, record, i))
			add_matching_key(&cells, record);
		else if (change->touched && change->old != NULL)
			cells_add(&cells, change->old, strlen(change->old));
		else
			cells_add_null(&cells);
	}
	return cells_end(&cells);
}

/* The verifier of a record's password cell. */
static CellValue
make_verifier(const Field *password, const CsvRecord *record)
{
	CellValue	verifier = {0};

	value_parse(password, &record->cells[password->file_column], &verifier);
	if (verifier.state == VALUE_SET)
		value_hash_password(&verifier);
	return verifier;
}

/*
 * A password is kept as its verifier only, or not at all where its column is
 * ignored; where the number of cells leaves it
 * open which of them that is, all are masked.
 */
Datum
stage_raw_cells(const FieldMap *map, const CsvRecord *record, const CellValue *given)
{
	CellArray	cells;
	Size		bytes = 0;
	int			password = map->password < 0 ? -1 : map->fields[map->password].file_column;
	bool		masked = field_map_has_passwords(map) && !record_fits(record, map->ncolumns);
	CellValue	verifier = {0};

	if (given != NULL)
		verifier = *given;
	else if (password >= 0 && !masked)
		verifier = make_verifier(&map->fields[map->password], record);
	for (int i = 0; i < record->ncells; i++)
		bytes += record->cells[i].len;
	cells_begin(&cells, record->ncells, bytes + verifier.len + (Size) record->ncells * 8);
	for (int i = 0; i < record->ncells; i++)
	{
		if (masked)
			cells_add(&cells, "********", record->cells[i].len > 0 ? 8 : 0);
		else if ((i == password && verifier.state != VALUE_SET) || (i < map->ncolumns && map->secret[i]))
			cells_add(&cells, "", 0);
		else if (i == password)
			cells_add(&cells, verifier.data, verifier.len);
		else
			cells_add(&cells, record->cells[i].data, record->cells[i].len);
	}
	return cells_end(&cells);
}
