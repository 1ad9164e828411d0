/*
 * constraint.c
 *
 *		pg_constraint -> one query over the foreseen rows: is each constraint broken by
 *			row n?
 *		records -> that query -> errors
 *
 * Constraints that cannot be judged beforehand are left to the merge: those over a
 * column that cannot be foreseen (foreseen.h), and references to a table that the
 * caller may not read.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "field/field_sql.h"
#include "import/constraint.h"
#include "import/diff.h"
#include "import/foreseen.h"
#include "support/compat.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"

typedef struct TableConstraint
{
	char	   *name;
	char	   *definition;		/* as pg_get_constraintdef() has it */
	bool		is_foreign_key;
	int			field;			/* the one it is about, or -1 */
} TableConstraint;

struct Constraints
{
	const FieldMap *map;
	ForeseenRows *rows;
	int			nconstraints;
	TableConstraint *constraints;
};

/* State of constraints_load(). */
typedef struct Loader
{
	Constraints *constraints;
	StringInfoData broken;		/* the constraints, as a SELECT list */
} Loader;

/* ---- which constraints there are ---- */

/* Is it a constraint of setup.sql?  Values that value_parse() accepts satisfy them. */
static bool
is_ours(const Target *target, const char *name)
{
	static const char *const ours[] = {
		"customers_customer_id_check", "customers_email_check",
		"customers_identifier_check", "customers_attributes_check"
	};

	for (size_t i = 0; target->is_ours && i < lengthof(ours); i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	return false;
}

/* Has the application added any?  Reads the relcache only. */
static bool
has_any(const Target *target)
{
	TupleConstr *constraints = RelationGetDescr(target->relation)->constr;

	for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
		if (!is_ours(target, constraints->check[i].ccname))
			return true;
	return RelationGetFKeyList(target->relation) != NIL;
}

/* The numbers of an int2[]. */
static int16 *
column_numbers(Datum array, int *n)
{
	Datum	   *elements;
	int16	   *numbers;

	deconstruct_array(DatumGetArrayTypePCopy(array), INT2OID, sizeof(int16), true,
					  TYPALIGN_SHORT, &elements, NULL, n);
	numbers = palloc(Max(*n, 1) * sizeof(int16));
	for (int i = 0; i < *n; i++)
		numbers[i] = DatumGetInt16(elements[i]);
	return numbers;
}

/*
 * The constraint's only field, -1 if it is about several; false if its columns
 * are no fields of the file at all, or not foreseeable.
 */
static bool
can_be_judged(const Loader *loader, const int16 *columns, int ncolumns, int *field)
{
	bool		brought = false;

	*field = -1;
	for (int i = 0; i < ncolumns; i++)
	{
		int			found;

		if (!foreseen_column(loader->constraints->rows, columns[i], &found))
			return false;
		brought |= found >= 0;
		if (ncolumns == 1)
			*field = found;
	}
	return brought;
}

/* SQL: is the reference broken? */
static char *
broken_reference(const Loader *loader, const int16 *columns, int ncolumns, int row)
{
	Oid			referenced = spi_oid(row, 5, "pg_constraint.confrelid");
	int16	   *keys = column_numbers(spi_datum_not_null(row, 6, INT2ARRAYOID, "pg_constraint.confkey"), &ncolumns);
	StringInfoData given,
				match;
	Datum	   *operators;

	deconstruct_array(DatumGetArrayTypePCopy(spi_datum_not_null(row, 7, OIDARRAYOID, "pg_constraint.conpfeqop")), OIDOID,
					  sizeof(Oid), true, TYPALIGN_INT, &operators, NULL, &ncolumns);
	initStringInfo(&given);
	initStringInfo(&match);
	for (int i = 0; i < ncolumns; i++)
	{
		const char *column = quote_identifier(foreseen_name(loader->constraints->rows, columns[i]));

		appendStringInfo(&given, "customers.%s IS NOT NULL AND ", column);
		appendStringInfo(&match, "%sreferenced.%s %s customers.%s", i > 0 ? " AND " : "",
						 quote_identifier(get_attname(referenced, keys[i], false)),
						 field_sql_operator(DatumGetObjectId(operators[i])), column);
	}
	return psprintf("%sNOT EXISTS (SELECT FROM %s AS referenced WHERE %s)", given.data,
					quote_qualified_identifier(get_namespace_name(get_rel_namespace(referenced)),
											   get_rel_name(referenced)),
					match.data);
}

/* Takes up a row of the query below, if the constraint can be judged. */
static void
add_constraint(Loader *loader, int row)
{
	Constraints *all = loader->constraints;
	TableConstraint *constraint = &all->constraints[all->nconstraints];
	char	   *check = spi_text(row, 3);
	int			ncolumns;
	int16	   *columns = column_numbers(spi_datum_not_null(row, 4, INT2ARRAYOID, "pg_constraint.conkey"), &ncolumns);

	constraint->name = spi_text_not_null(row, 1, "pg_constraint.conname");
	if (is_ours(&all->rows->target, constraint->name) ||
		!can_be_judged(loader, columns, ncolumns, &constraint->field))
		return;
	constraint->definition = spi_text_not_null(row, 2, "the definition of a constraint");
	constraint->is_foreign_key = check == NULL;
	appendStringInfo(&loader->broken, ", %s",
					 check != NULL ? psprintf("(%s) IS FALSE", check)
					 : broken_reference(loader, columns, ncolumns, row));
	for (int i = 0; i < ncolumns; i++)
		foreseen_use(all->rows, columns[i]);
	all->nconstraints++;
}

/* The constraints of the table. */
static void
load_constraints(Loader *loader)
{
	Constraints *all = loader->constraints;
	Statement	find = statement("SELECT conname, pg_catalog.pg_get_constraintdef(oid),"
								 " pg_catalog.pg_get_expr(conbin, conrelid), conkey, confrelid, confkey, conpfeqop"
								 " FROM pg_catalog.pg_constraint WHERE conrelid = $1 AND conkey IS NOT NULL" COMPAT_AND_CONSTRAINT_ENFORCED
								 " AND (contype = 'c' OR contype = 'f' AND pg_catalog.has_table_privilege(confrelid, 'SELECT')"
								 " AND (SELECT pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')"
								 " FROM pg_catalog.pg_class AS c WHERE c.oid = confrelid)"
								 " AND NOT pg_catalog.row_security_active(confrelid)) ORDER BY conname");
	uint64		n;

	statement_datum(&find, OIDOID, ObjectIdGetDatum(RelationGetRelid(all->rows->target.relation)), false);
	n = statement_select(&find);
	all->constraints = palloc0(Max(n, 1) * sizeof(TableConstraint));
	for (uint64 i = 0; i < n; i++)
		add_constraint(loader, i);
}

Constraints *
constraints_load(const FieldMap *map)
{
	Constraints *all = palloc0(sizeof(Constraints));
	Loader		loader = {.constraints = all};
	int			scope = settings_scope_enter();

	settings_scope_pg_catalog_first();
	all->map = map;
	all->rows = foreseen_open(map);
	initStringInfo(&loader.broken);
	if (has_any(&all->rows->target))
		load_constraints(&loader);
	if (all->nconstraints > 0)
		foreseen_prepare(all->rows, loader.broken.data);
	foreseen_close(all->rows);
	settings_scope_leave(scope);
	return all->nconstraints > 0 ? all : NULL;
}

/* ---- records ---- */

/* Does the record set or clear a field that a constraint uses? */
static bool
concerns(const Constraints *all, const Record *record)
{
	if (record->has_error || record->changes == NULL)
		return false;
	for (int i = 0; i < all->rows->nfields; i++)
		if (record->changes[all->rows->fields[i]].touched)
			return true;
	return !record->matched;
}

/* Notes an error on a record, or on a field if it is about that alone. */
static void
note_refused(const Constraints *all, Record *record, int field, const char *code, const char *message)
{
	const Field *of = field < 0 ? NULL : &all->map->fields[field];

	record_note(record, code, of == NULL ? NULL : of->name, of == NULL ? NULL : record_said(record, of),
				psprintf("the table does not allow it: %s", message), NULL);
}

/* The error of a record that breaks a constraint. */
static void
note_broken(const Constraints *all, Record *record, const TableConstraint *constraint)
{
	note_refused(all, record, constraint->field,
				 constraint->is_foreign_key ? "foreign_key_violation" : "check_violation",
				 psprintf("constraint \"%s\", %s", constraint->name, constraint->definition));
}

/* ForeseenFound */
static void
note_all_broken(void *state, Record **records, uint64 nrows)
{
	const Constraints *all = state;

	for (uint64 row = 0; row < nrows; row++)
	{
		int			n = spi_int32(row, 1, "the number of a record");

		for (int i = 0; i < all->nconstraints; i++)
			if (spi_bool_or(row, i + 2, false, "a constraint"))
				note_broken(all, records[n], &all->constraints[i]);
	}
}

/* ForeseenFailed: a constraint's function raised an error. */
static void
note_failed(void *state, Record *record, const ErrorData *error)
{
	const Constraints *all = state;

	note_refused(all, record, foreseen_only_field(all->rows), "check_violation", error->message);
}

void
constraints_check(Constraints *all, Record **records, int nrecords)
{
	Record	  **concerned = palloc(Max(nrecords, 1) * sizeof(Record *));
	int			n = 0;

	for (int i = 0; i < nrecords; i++)
		if (concerns(all, records[i]))
			concerned[n++] = records[i];
	foreseen_check(all->rows, concerned, n, note_all_broken, note_failed, all);
}
