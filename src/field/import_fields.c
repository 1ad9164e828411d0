/*
 * import_fields.c
 *
 *		customer_imports.fields -> Field of each, as customers is now
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "field/import_fields.h"

/* Notes which of the fields the field number i is. */
static void
note_kind(ImportFields *fields, int i)
{
	switch (fields->fields[i]->kind)
	{
		case FIELD_EMAIL:
			fields->email = i;
			break;
		case FIELD_IDENTIFIER:
			fields->identifier = i;
			break;
		case FIELD_GROUPS:
			fields->groups = i;
			break;
		case FIELD_PASSWORD:
			fields->password = i;
			break;
		default:
			break;
	}
}

void
import_fields_load(ImportFields *fields, ArrayType *names)
{
	Datum	   *elements;
	int			n;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, &n);
	fields->nfields = n;
	fields->fields = palloc(Max(n, 1) * sizeof(Field *));
	fields->names = palloc(Max(n, 1) * sizeof(char *));
	fields->email = fields->identifier = fields->groups = fields->password = -1;
	for (int i = 0; i < n; i++)
	{
		fields->names[i] = TextDatumGetCString(elements[i]);
		fields->fields[i] = field_by_name(fields->names[i]);
		if (fields->fields[i] != NULL)
			note_kind(fields, i);
	}
}
