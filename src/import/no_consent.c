/*
 * no_consent.c
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/column_word.h"
#include "import/held.h"
#include "import/no_consent.h"
#include "support/catalog.h"
#include "support/target.h"

/* How a column of the file, or of the option set, is left out. */
static char *
leaving_out(const FieldMap *map, int column)
{
	if (column >= map->ncolumns)
		return "take it from the option set";
	return psprintf("mapping => '{\"%s\": null}'", map->has_header ? field_clip_word(map->header[column])
					: psprintf("%d", column + 1));
}

List *
no_consent_reasons(const FieldMap *map)
{
	HeldReason *reason;
	char	   *table;
	int			column;

	if (map->heard == NULL)
		return NIL;
	reason = palloc0(sizeof(HeldReason));
	table = target_table_name();
	column = map->heard->file_column;
	reason->code = "no_consent_column";
	reason->message = psprintf("%s says who consents to mail, and %s has no column for it",
							   column < map->ncolumns ? column_describe(map, column) : "the option set", table);
	reason->hint = psprintf("Cancel the import, ALTER TABLE %1$s ADD COLUMN subscribed boolean; SELECT * FROM %2$s(%3$s); and import the file again. Or leave that out: %4$s.",
							table, catalog_function_name("customers_adopt"), quote_literal_cstr(table), leaving_out(map, column));
	return list_make1(reason);
}
