/*
 * attributes_column.c
 *
 * See attributes_column.h.
 *
 *		customer_id, cell of attributes -> compared with customers.attributes, without
 *			blanks -> how many differ
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/own_export.h"
#include "field/value.h"
#include "import/attributes_column.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Records that are looked at. */
#define COMPARED_RECORDS 1000

/* The column of the file; -1 = there is none, or nobody to compare it with. */
static int
attributes_column(const FieldMap *map, const RecordSample *sample)
{
	Target		customers;
	bool		is_ours;

	if (map->customer_id == NULL || map->foreign_ids || !target_is_readable())
		return -1;
	customers = target_open();
	is_ours = customers.is_ours;
	target_close(&customers);
	for (int i = 0; i < map->ncolumns && is_ours; i++)
		if (map->column_field[i] == COLUMN_IGNORED && own_export_has_attributes(map, i, sample))
			return i;
	return -1;
}

char *
attributes_column_warning(const FieldMap *map, const RecordSample *sample)
{
	int			column = sample == NULL ? -1 : attributes_column(map, sample);
	int			n = column < 0 ? 0 : Min(sample->nrecords, COMPARED_RECORDS);
	Datum	   *ids = palloc(Max(n, 1) * sizeof(Datum));
	Datum	   *said = palloc(Max(n, 1) * sizeof(Datum));
	int			count = 0;
	int64		differing;
	Statement	compare;

	for (int i = 0; i < n; i++)
	{
		const CsvCell *cells = sample->records[i]->cells;
		CellValue	id = {0};

		value_parse(map->customer_id, &cells[map->customer_id->file_column], &id);
		if (id.state != VALUE_SET)
			continue;
		ids[count] = Int64GetDatum(id.number);
		said[count++] = PointerGetDatum(cstring_to_text_with_len(cells[column].data, cells[column].len));
	}
	if (count == 0)
		return NULL;
	compare = statement(psprintf("SELECT count(*) FROM unnest($1, $2) AS f (id, said) JOIN %s AS c ON c.customer_id = f.id "
								 "WHERE translate(f.said, ' ', '') <> translate(c.attributes::text, ' ', '')",
								 catalog_name(REL_CUSTOMERS)));
	compare.read_only = true;
	statement_datum(&compare, INT8ARRAYOID, PointerGetDatum(construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE)), false);
	statement_datum(&compare, TEXTARRAYOID, PointerGetDatum(construct_array(said, count, TEXTOID, -1, false, TYPALIGN_INT)), false);
	(void) statement_select(&compare);
	differing = spi_int64(0, 1, "count");
	statement_done();
	return differing == 0 ? NULL
		: psprintf("the column \"%s\" is not taken, and differs from what " INT64_FORMAT " of %d customers have: a file changes categories by columns attributes.<category>",
				   field_clip_word(map->header[column]), differing, count);
}
