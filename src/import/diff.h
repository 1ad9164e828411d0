/*
 * diff.h
 *
 * Compares the cells of a record with the live row, under the rules of the import.
 * Only this file decides what differs, however the live row was found.
 */
#ifndef CUSTOMERS_DIFF_H
#define CUSTOMERS_DIFF_H

#include "postgres.h"

#include "field/consent_read.h"
#include "import/live.h"
#include "import/record.h"

/* A cell still to be read by its type's input function. */
typedef struct TypedCell
{
	Record	   *record;
	int			field;
} TypedCell;

/* How the cells of a field are read. */
typedef enum CellReading
{
	CELL_PASSED_BY = 0,			/* not in the file, or names of groups */
	CELL_TEXT,					/* free text of any length: nearly all are their value */
	CELL_PARSED
} CellReading;

typedef struct Differ
{
	FieldMap   *map;
	uint8	   *readings;		/* CellReading, by field */
	const ImportOptions *options;
	bool	   *required;		/* by field: a new customer must have it */
	bool		subscribed_default;	/* of a new customer, as the table has it */
	bool		nothing_by_default;	/* neither yes nor no */
	List	   *missing;		/* names of such columns that the file lacks */
	TypedCell  *typed;			/* of this batch */
	int			ntyped;
	int			max_typed;
	bool		respells;		/* are keys of live rows stored folded? */
	bool		hashes_all;		/* live_hash of records that are the same, too */
} Differ;

extern Differ *differ_create(FieldMap *map, const ImportOptions *options);

/* Fills record->changes with what differs from the live row. */
extern void diff_record(Differ *differ, Record *record, const LiveRow *row);

/*
 * A hash of the live values of the file's fields: from the row, or from a record
 * that equals it.  It may be stored: if it differs by machine or release, a fix is
 * refused that might have been possible.
 */
extern uint32 diff_live_hash(const FieldMap *map, const LiveRow *row);
extern uint32 diff_same_hash(const FieldMap *map, const Record *record);

/* Removes the changes and notes that diff_record() has added. */
extern void diff_forget(Differ *differ, Record *record);

/* Leaves the live value of a field that diff_record() has changed. */
extern void diff_take_back(Differ *differ, Record *record, int field);

/* Fills record->changes with all that a new customer gets. */
extern void diff_new_record(Differ *differ, Record *record);

/*
 * Finishes a batch: cells of types with their own input functions are checked
 * all together; those that turn out equal or wrong are settled.
 */
extern void diff_finish_typed(Differ *differ);

/* The record's cell of a field. */
static inline const CsvCell *
record_cell(const Record *record, const Field *field)
{
	return &record->source->cells[field->file_column];
}

/*
 * Is the record taken without a bad cell of this field?  No bad identifier is
 * passed over, nor an address where no other key says who it is.
 */
extern bool diff_skips(const Differ *differ, const Record *record, const Field *field);

/* The cell that a message about a field quotes, clipped; NULL = there is none. */
extern char *record_said(const Record *record, const Field *field);

/*
 * The value of a cell, or of the cells of all columns of consent; a key that
 * has been read is not read again.
 */
static pg_attribute_always_inline void
record_read_value(const Record *record, const Field *field, CellValue *value)
{
	const RecordKey *key = field->kind == FIELD_EMAIL ? &record->keys[KEY_EMAIL]
		: field->kind == FIELD_IDENTIFIER ? &record->keys[KEY_IDENTIFIER] : NULL;

	if (field->nconsent > 1)
	{
		consent_read(field, record->source, value);
		return;
	}
	if (key == NULL || key->state != KEY_PRESENT)
	{
		value_parse(field, record_cell(record, field), value);
		return;
	}
	value->state = VALUE_SET;
	value->data = key->data;
	value->len = key->len;
}

#endif							/* CUSTOMERS_DIFF_H */
