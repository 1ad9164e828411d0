/*
 * revert_later.c
 *
 *		Oslo -> import 1: Moss -> import 2: Skien
 *			1 is reverted: the old value of 2 becomes Oslo
 *
 * Fields, updated_at and memberships each form such a chain.  The next import that
 * changed the same is corrected, but only if its old value is what the reverted one
 * wrote: else it was edited between the two.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "merge/revert_later.h"
#include "merge/revert_later.sql.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* More than a file has columns. */
#define FIELD_NUMBERS 1048576

/* A statement of revert_later.sql. */
static Statement
about_later(const LaterImports *imports, const char *section)
{
	Statement	result = statement(sql_text(revert_later_sql, section,
											"hits", sql_text(revert_later_sql, "hits", NULL),
											"numbers", sql_number(FIELD_NUMBERS), NULL));

	result.closed = true;
	statement_datum(&result, INT8OID, imports->import_id, false);
	statement_datum(&result, TIMESTAMPTZOID, imports->merged_at, false);
	statement_datum(&result, INT8ARRAYOID, imports->later, false);
	statement_datum(&result, INT8ARRAYOID, imports->anew, false);
	return result;
}

/* ---- what later imports have written ---- */

int64
revert_later_cell(int64 line, int field)
{
	return line * FIELD_NUMBERS + field;
}

char *
revert_later_number(const char *line, int field)
{
	return psprintf("(%s * %d + %d)", line, FIELD_NUMBERS, field);
}

/* The numbers that a query finds; none for NULL. */
static Datum
find_numbers(const LaterImports *imports, const char *section)
{
	Statement	find = about_later(imports, section);
	int			scope = settings_scope_enter();
	ArrayType  *numbers;

	settings_scope_set("enable_nestloop", "off");
	statement_select(&find);
	settings_scope_leave(scope);
	numbers = spi_array(0, 1, INT8ARRAYOID, "numbers of customer_import_rows");
	return PointerGetDatum(numbers == NULL ? construct_empty_array(INT8OID) : numbers);
}

Datum
revert_later_written(const LaterImports *imports)
{
	return find_numbers(imports, "written");
}

Datum
revert_later_anew(const LaterImports *imports)
{
	return find_numbers(imports, "anew");
}

void
revert_later_correct(const LaterImports *imports)
{
	static const char *const sections[] = {
		"correct fields", "correct passwords", "correct times", "correct regained", "correct taken"
	};
	int			scope = settings_scope_enter();

	settings_scope_set("enable_nestloop", "off");
	for (int i = 0; i < (int) lengthof(sections); i++)
	{
		Statement	correct;

		if (!imports->has_password && strcmp(sections[i], "correct passwords") == 0)
			continue;
		correct = about_later(imports, sections[i]);
		statement_run(&correct);
	}
	settings_scope_leave(scope);
}
