/*
 * twice.c
 *
 * See twice.h.
 */
#include "postgres.h"

#include "import/twice.h"
#include "import/twice.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Records that are rejected as duplicates, in a file of orders or families. */
#define MANY_REJECTED 4

/* The cells of fields, as a list of SQL; empty if there are none. */
static char *
cells_of(const FieldMap *map, const char *const *names, int nnames)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int j = 0; j < nnames; j++)
		for (int i = 0; i < map->nfields; i++)
			if (strcmp(map->fields[i].name, names[j]) == 0 && field_in_file(&map->fields[i]))
				sql_add(&list, ", ", "r.cells[%d]", i + 1);
	return list.data;
}

char *
twice_without_key(int64 import_id, const FieldMap *map)
{
	static const char *const whole[] = {"name"};
	static const char *const halves[] = {"first_name", "last_name"};
	static const char *const numbers[] = {"phone", "mobile"};
	char	   *names = cells_of(map, whole, lengthof(whole));
	char	   *phones = cells_of(map, numbers, lengthof(numbers));
	Statement	find;
	char	   *warning = NULL;

	if (names[0] == '\0')
		names = cells_of(map, halves, lengthof(halves));
	if (names[0] == '\0' || phones[0] == '\0')
		return NULL;
	find = statement(sql_text(twice_sql, "without key", "names", names, "phones", phones, NULL));
	statement_int8(&find, import_id);
	(void) statement_select(&find);
	if (spi_int64(0, 1, "count") > 0)
		warning = psprintf("come_twice: " INT64_FORMAT " %s the name and phone of another of the file who has one (lines " INT64_FORMAT " and " INT64_FORMAT "): if they are one person, exclude the record without, or give it the same key",
						   spi_int64(0, 1, "count"), spi_int64(0, 1, "count") == 1 ? "new customer without email and id has"
						   : "new customers without email and id have", spi_int64(0, 2, "line"), spi_int64(0, 3, "line"));
	statement_done();
	return warning;
}

char *
twice_rejected(int64 rejected, int64 records)
{
	if (rejected < MANY_REJECTED)
		return NULL;
	return psprintf("rows_of_one_person: " INT64_FORMAT " of " INT64_FORMAT " records are rejected because they name the same customers as others: if each is an order or a ticket of a person, import with duplicates => 'last'; people who share an address (a family) cannot both have it: give one of them another, or none",
					rejected, records);
}
