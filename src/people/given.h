/*
 * given.h
 *
 * Records that an application gives as JSON, as a file would bring them.
 *
 *		{"email": "ann@example.com", "vip": true, "attributes": {"Shoe size": 42}}
 *			-> the columns email, vip, attributes.Shoe size
 *			-> a CsvRecord of their cells
 *
 * A key that a record lacks is a blank cell, which says nothing; so is "".
 * null is the cell that clears.
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
 * Reads one object, or an array of them, which must outlive the result; in the
 * current memory context.
 *
 * Errors: what is neither, a key that is no field, a nested value elsewhere
 * than under attributes and groups.
 */
extern Given *given_read(Jsonb *json, const ImportOptions *options);

/* A cell's text as the JSON value that it was given as: null, or a literal. */
extern const char *given_shown(const char *cell);

#endif							/* CUSTOMERS_GIVEN_H */
