/*
 * given.h
 *
 * Reads records given as JSON into the form that a file's records have.
 *
 *		{"email": "ann@example.com", "vip": true, "attributes": {"Shoe size": 42}}
 *			-> the columns email, vip, attributes.Shoe size
 *			-> a CsvRecord of their cells
 *
 * A missing key is a blank cell, which changes nothing; so is "".  null clears
 * the field.
 */
#ifndef CUSTOMERS_GIVEN_H
#define CUSTOMERS_GIVEN_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "field/field.h"
#include "field/options.h"

typedef struct Given
{
	FieldMap   *map;
	int			nrecords;
	CsvRecord  *records;		/* line: the place in the array, from 1 */
} Given;

/*
 * Reads one object or an array of objects, which must outlive the result.
 * Allocates in the current memory context.
 *
 * Errors: JSON of another shape; a key that is no field; an object or array
 * for a field other than attributes, groups and added columns.
 */
extern Given *given_read(Jsonb *json, const ImportOptions *options);

/* Undoes what given_read() did to a value: null or a quoted literal, for messages. */
extern const char *given_shown(const char *cell);

#endif							/* CUSTOMERS_GIVEN_H */
