/*
 * constraint.c
 *
 *		pg_constraint -> one query: is each constraint broken by row n?
 *		records -> a text[] for each field -> that query -> errors
 *
 * The query evaluates the constraints' expressions over the row that a merge would
 * write, under the name of customers and the names of the table's columns: new cells over the live row,
 * or over the defaults.  Constraints that cannot be judged beforehand are left to
 * the merge: those over a generated column, attributes, the password, the id, or a
 * column with a volatile default, and references to a table that the caller may not
 * read.
 *
 * Expressions are deparsed and run with pg_catalog before the caller's own
 * search_path, as in the merge: so names and functions find the same objects.
 *
 * A function may raise an error instead of returning false.  So the query runs in a
 * subxact; if it fails, it runs for each half of the records, down to the one with
 * the error.  Errors that do not depend on a record end the call: see subxact.h.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_type.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "field/column_default.h"
#include "field/consent_sql.h"
#include "field/field_sql.h"
#include "field/value.h"
#include "import/cell_array.h"
#include "import/constraint.h"
#include "import/diff.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Parameters of the query: row numbers, ids, then a text[] a field. */
#define FIRST_FIELD_PARAM 3

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
	int			nconstraints;
	TableConstraint *constraints;
	int			nfields;		/* fields that they look at */
	int		   *fields;			/* indexes into map->fields */
	Statement	find;			/* prepared: the constraints that row n breaks */
};

/* State of constraints_load(). */
typedef struct Loader
{
	Constraints *constraints;
	Target		target;
	Relation	customers;		/* its table */
	bool	   *used;			/* by column number: a constraint looks at it */
	StringInfoData broken;		/* the constraints, as a SELECT list */
	MemoryContext context;		/* of the result */
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

/* The field that a column of customers is imported by, or -1. */
static int
field_of(const FieldMap *map, const char *column)
{
	for (int i = 0; i < map->nfields; i++)
		if (field_has_column(&map->fields[i]) && map->fields[i].kind != FIELD_PASSWORD &&
			strcmp(map->fields[i].column, column) == 0)
			return i;
	return -1;
}

/* A column's own name, which the expressions of constraints have. */
static const char *
column_name(const Loader *loader, int number)
{
	return NameStr(TupleDescAttr(RelationGetDescr(loader->customers), number - 1)->attname);
}

/* Is it known which value a merge would give this column? */
static bool
is_foreseeable(const Loader *loader, int number)
{
	Form_pg_attribute column;
	const char *name;

	if (number <= 0)
		return false;
	column = TupleDescAttr(RelationGetDescr(loader->customers), number - 1);
	name = target_name(&loader->target, number);
	return name != NULL && column->attgenerated == '\0' && column->attidentity == '\0' &&
		strcmp(name, "customer_id") != 0 && strcmp(name, "attributes") != 0 &&
		strcmp(name, "password_hash") != 0 && strcmp(name, "updated_at") != 0 &&
		!column_default_is_volatile(loader->customers, number);
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

		if (!is_foreseeable(loader, columns[i]))
			return false;
		found = field_of(loader->constraints->map, target_name(&loader->target, columns[i]));
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
		const char *column = quote_identifier(column_name(loader, columns[i]));

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
	if (is_ours(&loader->target, constraint->name) ||
		!can_be_judged(loader, columns, ncolumns, &constraint->field))
		return;
	constraint->definition = spi_text_not_null(row, 2, "the definition of a constraint");
	constraint->is_foreign_key = check == NULL;
	appendStringInfo(&loader->broken, ", %s",
					 check != NULL ? psprintf("(%s) IS FALSE", check)
					 : broken_reference(loader, columns, ncolumns, row));
	for (int i = 0; i < ncolumns; i++)
		loader->used[columns[i]] = true;
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

	statement_datum(&find, OIDOID, ObjectIdGetDatum(RelationGetRelid(loader->customers)), false);
	n = statement_select(&find);
	all->constraints = palloc0(Max(n, 1) * sizeof(TableConstraint));
	for (uint64 i = 0; i < n; i++)
		add_constraint(loader, i);
}

/* ---- the query ---- */

/* The default of a column as SQL, of its type and length. */
static char *
default_of(Relation customers, int number)
{
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(customers), number - 1);
	char	   *sql = column_default_sql(customers, number);
	int32		modifier = column->atttypmod;
	Oid			type = getBaseTypeAndTypmod(column->atttypid, &modifier);

	return sql == NULL ? "NULL"
		: psprintf("%s::%s", sql, format_type_extended(type, modifier,
													   FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
}

/* SQL: what a cell of a field makes of its column, quoted. */
static char *
new_value(const Loader *loader, int i, const char *column)
{
	const Field *field = &loader->constraints->map->fields[i];
	char	   *value = psprintf("r.f%d%s", i, field_sql_cast(field));

	return target_is_other_consent(&loader->target, field->column)
		? consent_sql_value(&loader->target.consent, value, psprintf("c.%s", column)) : value;
}

/* The column as a merge would write it. */
static void
append_column(Loader *loader, int number, StringInfo columns)
{
	Constraints *all = loader->constraints;
	const char *name = target_name(&loader->target, number);
	const char *quoted = quote_identifier(target_is_other_consent(&loader->target, name) ? loader->target.consent.name : name);
	int			field = field_of(all->map, name);
	char	   *fallback = default_of(loader->customers, number);
	char	   *value;

	if (field < 0)
		value = psprintf("CASE WHEN c.customer_id IS NULL THEN %s ELSE c.%s END", fallback, quoted);
	else
	{
		value = psprintf("CASE WHEN r.f%d <> '' THEN %s WHEN c.customer_id IS NULL THEN %s"
						 " WHEN r.f%d IS NULL THEN c.%s END",
						 field, new_value(loader, field, quoted), fallback, field, quoted);
		all->fields[all->nfields++] = field;
	}
	appendStringInfo(columns, ", %s AS %s", value, quote_identifier(column_name(loader, number)));
}

/* Prepares the query that says which constraints row n breaks. */
static void
prepare(Loader *loader)
{
	Constraints *all = loader->constraints;
	StringInfoData columns,
				params,
				names,
				sql;
	Oid		   *types;

	initStringInfo(&columns);
	initStringInfo(&params);
	initStringInfo(&names);
	initStringInfo(&sql);
	for (int i = 1; i <= RelationGetNumberOfAttributes(loader->customers); i++)
		if (loader->used[i])
			append_column(loader, i, &columns);
	types = palloc((FIRST_FIELD_PARAM + all->nfields) * sizeof(Oid));
	types[0] = INT4ARRAYOID;
	types[1] = INT8ARRAYOID;
	for (int i = 0; i < all->nfields; i++)
	{
		types[FIRST_FIELD_PARAM - 1 + i] = TEXTARRAYOID;
		appendStringInfo(&params, ", pg_catalog.unnest($%d)", FIRST_FIELD_PARAM + i);
		appendStringInfo(&names, ", f%d", all->fields[i]);
	}
	/* the row's number: no column of a table can be called ctid */
	appendStringInfo(&sql, "SELECT customers.ctid%s FROM (SELECT r.n AS ctid%s"
					 " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)%s) AS r (n, customer_id%s)"
					 " LEFT JOIN %s AS c ON c.customer_id = r.customer_id) AS customers",
					 loader->broken.data, columns.data, params.data, names.data,
					 catalog_name(REL_CUSTOMERS));
	all->find = statement(sql.data);
	all->find.read_only = true;
	statement_prepare(&all->find, loader->context, FIRST_FIELD_PARAM - 1 + all->nfields, types);
}

Constraints *
constraints_load(const FieldMap *map)
{
	Constraints *all = palloc0(sizeof(Constraints));
	Loader		loader = {.constraints = all, .context = CurrentMemoryContext};
	int			scope = settings_scope_enter();

	settings_scope_pg_catalog_first();
	all->map = map;
	all->fields = palloc(Max(map->nfields, 1) * sizeof(int));
	loader.target = target_open();
	loader.customers = loader.target.relation;
	loader.used = palloc0((RelationGetNumberOfAttributes(loader.customers) + 1) * sizeof(bool));
	initStringInfo(&loader.broken);
	if (has_any(&loader.target))
		load_constraints(&loader);
	if (all->nconstraints > 0)
		prepare(&loader);
	target_close(&loader.target);
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
	for (int i = 0; i < all->nfields; i++)
		if (record->changes[all->fields[i]].touched)
			return true;
	return !record->matched;
}

/* A field's new cells as text[]: NULL is not touched, '' is cleared. */
static Datum
new_cells(Record **records, int nrecords, int field)
{
	CellArray	cells;
	Size		bytes = 0;

	for (int i = 0; i < nrecords; i++)
		if (records[i]->changes[field].touched && records[i]->changes[field].value.state == VALUE_SET)
			bytes += records[i]->changes[field].value.len;
	cells_begin(&cells, nrecords, bytes, true);
	for (int i = 0; i < nrecords; i++)
		cells_add_change(&cells, &records[i]->changes[field]);
	return cells_end(&cells);
}

/* Numbers of the records, and ids of those customers that exist. */
static void
number_records(Record **records, int nrecords, Datum *numbers, Datum *ids)
{
	Datum	   *number = palloc(nrecords * sizeof(Datum));
	Datum	   *id = palloc(nrecords * sizeof(Datum));

	for (int i = 0; i < nrecords; i++)
	{
		number[i] = Int32GetDatum(i);
		id[i] = Int64GetDatum(records[i]->matched ? records[i]->customer_id : 0);
	}
	*numbers = PointerGetDatum(construct_array(number, nrecords, INT4OID, sizeof(int32), true, TYPALIGN_INT));
	*ids = int8_array(id, nrecords);
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

/* What the query found. */
static void
note_all_broken(const Constraints *all, Record **records, uint64 nrows)
{
	for (uint64 row = 0; row < nrows; row++)
	{
		int			n = spi_int32(row, 1, "the number of a record");

		for (int i = 0; i < all->nconstraints; i++)
			if (spi_bool_or(row, i + 2, false, "a constraint"))
				note_broken(all, records[n], &all->constraints[i]);
	}
}

/* Records to be checked together. */
typedef struct Batch
{
	Constraints *all;
	Record	  **records;
	int			nrecords;
	uint64		nrows;			/* found */
} Batch;

/* Work for subxact_run(): runs the query. */
static bool
run_query(void *state)
{
	Batch	   *batch = state;
	Constraints *all = batch->all;
	Datum		numbers,
				ids;

	number_records(batch->records, batch->nrecords, &numbers, &ids);
	statement_again(&all->find);
	statement_datum(&all->find, INT4ARRAYOID, numbers, false);
	statement_datum(&all->find, INT8ARRAYOID, ids, false);
	for (int i = 0; i < all->nfields; i++)
		statement_datum(&all->find, TEXTARRAYOID,
						new_cells(batch->records, batch->nrecords, all->fields[i]), false);
	batch->nrows = statement_select(&all->find);
	return true;
}

static void
check_records(Constraints *all, Record **records, int nrecords)
{
	Batch		batch = {all, records, nrecords, 0};
	ErrorData  *error;

	if (subxact_run(run_query, &batch, &error))
	{
		note_all_broken(all, records, batch.nrows);
		statement_done();
		return;
	}
	if (nrecords == 1)
		note_refused(all, records[0], all->nfields == 1 ? all->fields[0] : -1,
					 "check_violation", error->message);
	FreeErrorData(error);
	if (nrecords > 1)
	{
		check_records(all, records, nrecords / 2);
		check_records(all, records + nrecords / 2, nrecords - nrecords / 2);
	}
}

void
constraints_check(Constraints *all, Record **records, int nrecords)
{
	Record	  **concerned = palloc(Max(nrecords, 1) * sizeof(Record *));
	int			n = 0,
				scope;

	for (int i = 0; i < nrecords; i++)
		if (concerns(all, records[i]))
			concerned[n++] = records[i];
	if (n == 0)
		return;
	scope = settings_scope_enter();
	settings_scope_pg_catalog_first();
	check_records(all, concerned, n);
	settings_scope_leave(scope);
}
