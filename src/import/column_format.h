/*
 * column_format.h
 *
 * Formats of dates and numbers, where the cells of the whole column decided them;
 * and words that are no names, where a sample of the file did.
 * Stored with the import, so that a fixed cell is read like the others.
 */
#ifndef CUSTOMERS_COLUMN_FORMAT_H
#define CUSTOMERS_COLUMN_FORMAT_H

#include "postgres.h"

#include "field/field.h"

/* customer_imports.formats: {"birth_date": "DMY", "height": ",", "price": "unsure"} */
extern Jsonb *column_formats_json(const FieldMap *map);

/* Sets the fields that the object names. */
extern void column_formats_apply(Jsonb *formats, FieldMap *map);

#endif							/* CUSTOMERS_COLUMN_FORMAT_H */
