/*
 * header_off.c
 *
 * See header_off.h.
 */
#include "postgres.h"

#include "import/header_off.h"
#include "import/held.h"

CsvCell *
header_off_move(const FieldMap *map, const CsvCell *cells, int ncells, const ImportOptions *options)
{
	CsvCell    *moved;
	int			by = map->words_off;
	int			free = by > 0 ? 0 : ncells - 1;

	if (by == 0 || options->mapping != NULL || options->preset != NULL)
		return NULL;
	moved = palloc(ncells * sizeof(CsvCell));
	for (int i = 0; i < ncells; i++)
		moved[(i + by + ncells) % ncells] = cells[i];
	if (!map->words_wrap)
		moved[free] = (CsvCell) {.data = ""};
	return moved;
}

List *
header_off_reasons(const FieldMap *map)
{
	HeldReason *reason;

	if (map->words_off == 0)
		return NIL;
	reason = palloc0(sizeof(HeldReason));
	reason->code = "header_off";
	reason->message = "the words of the header stand one column off from their cells, and are read as those of the column beside";
	reason->hint = "Look at customers_import_diff. If the cells are what their fields say, merge all the same; else cancel the import and correct the header, or say which column is which by mapping.";
	return list_make1(reason);
}
