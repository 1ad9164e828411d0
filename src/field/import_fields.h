/*
 * import_fields.h
 *
 * The fields of an import that was merged before: what the cells of its rows
 * belong to, as far as customers still has it.
 */
#ifndef CUSTOMERS_IMPORT_FIELDS_H
#define CUSTOMERS_IMPORT_FIELDS_H

#include "postgres.h"

#include "utils/array.h"

#include "field/field.h"

typedef struct ImportFields
{
	int			nfields;
	Field	  **fields;			/* in the order of customer_import_rows.cells;
								 * NULL = its column is gone */
	char	  **names;
	int			email;			/* index, or -1 */
	int			identifier;
	int			groups;
	int			password;
} ImportFields;

/*
 * The fields that customer_imports.fields names, in the current memory context.
 * SPI must be connected.
 */
extern void import_fields_load(ImportFields *fields, ArrayType *names);

#endif							/* CUSTOMERS_IMPORT_FIELDS_H */
