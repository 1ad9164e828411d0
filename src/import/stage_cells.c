/*
 * stage_cells.c
 *
 *		Record -> cells, old_cells, raw: text[] each
 */
#include "postgres.h"

#include "field/password_text.h"
#include "import/cell_array.h"
#include "import/slipped.h"
#include "import/stage_cells.h"

/* A rejected record is about a customer only where there is one. */
int64
stage_customer_id(const Record *record)
{
	return record->matched || record->action != RECORD_REJECT ? record->customer_id : 0;
}

/* New cells: NULL = not touched, '' = cleared. */
static Datum
new_cells(const FieldMap *map, const Record *record, int password)
{
	CellArray	cells;
	Size		bytes = strlen(PASSWORD_SHOWN);
	int			nfields = map->nfields;
	int			nset = 0;

	for (int i = 0; i < nfields; i++)
		if (record->changes[i].touched && record->changes[i].value.state == VALUE_SET)
		{
			bytes += record->changes[i].value.len;
			nset++;
		}
	cells_begin(&cells, nfields, bytes, nset < nfields);
	for (int i = 0; i < nfields; i++)
		if (i == password && record->verifier != NULL && record->changes[i].touched)
			cells_add(&cells, PASSWORD_SHOWN, strlen(PASSWORD_SHOWN));
		else
			cells_add_change(&cells, &record->changes[i]);
	return cells_end(&cells);
}

Datum
stage_new_cells(const FieldMap *map, const Record *record)
{
	return new_cells(map, record, map->password);
}

Datum
stage_given_cells(const FieldMap *map, const Record *record)
{
	return new_cells(map, record, -1);
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
 * Live values of the changed cells when staged, and of the key that matched the
 * customer: a merge must find that key unchanged.
 */
static Datum
old_cells(const FieldMap *map, const Record *record, int password)
{
	CellArray	cells;
	Size		bytes = strlen(PASSWORD_SHOWN) + (record->matched_key != NULL ? strlen(record->matched_key)
		: record->keys[record->matched_by].len);
	int			nfields = map->nfields;

	for (int i = 0; i < nfields; i++)
		if (record->changes[i].touched && record->changes[i].old != NULL)
			bytes += strlen(record->changes[i].old);
	cells_begin(&cells, nfields, bytes, true);
	for (int i = 0; i < nfields; i++)
	{
		const CellChange *change = &record->changes[i];

		if (!change->touched && is_matching_key(map, record, i))
			add_matching_key(&cells, record);
		else if (i == password && change->touched && change->old != NULL && change->old[0] != '\0')
			cells_add(&cells, PASSWORD_SHOWN, strlen(PASSWORD_SHOWN));
		else if (change->touched && change->old != NULL)
			cells_add(&cells, change->old, strlen(change->old));
		else
			cells_add_null(&cells);
	}
	return cells_end(&cells);
}

Datum
stage_old_cells(const FieldMap *map, const Record *record)
{
	return old_cells(map, record, map->password);
}

Datum
stage_given_old_cells(const FieldMap *map, const Record *record)
{
	return old_cells(map, record, -1);
}

/* Adds a mask for a password. */
static void
add_hidden(CellArray *cells, const CsvCell *cell)
{
	bool		is_empty = password_text(cell->data, cell->len) == PASSWORD_EMPTY;

	cells_add(cells, PASSWORD_SHOWN, is_empty ? 0 : strlen(PASSWORD_SHOWN));
}

/*
 * Masks a password, or leaves it out if its column is ignored; masks what may be one
 * in another column (slipped.h).
 */
Datum
stage_raw_cells(const FieldMap *map, const CsvRecord *record)
{
	CellArray	cells;
	Size		bytes = 0;
	int			password = map->password < 0 ? -1 : map->fields[map->password].file_column;
	bool		hides = field_map_has_passwords(map);
	bool		masked = hides && slipped_wholly(map, record);

	for (int i = 0; i < record->ncells; i++)
		bytes += record->cells[i].len;
	cells_begin(&cells, record->ncells, bytes + (Size) record->ncells * strlen(PASSWORD_SHOWN), false);
	for (int i = 0; i < record->ncells; i++)
	{
		if (masked || i == password)
			add_hidden(&cells, &record->cells[i]);
		else if (i < map->ncolumns && map->secret[i])
			cells_add(&cells, "", 0);
		else if (hides && slipped_into(map, record, i))
			add_hidden(&cells, &record->cells[i]);
		else
			cells_add(&cells, record->cells[i].data, record->cells[i].len);
	}
	return cells_end(&cells);
}
