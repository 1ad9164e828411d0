/*
 * field_sql.c
 *
 * What each kind of field is in SQL.  Operators are those of the type's own
 * operator class, qualified.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "field/field_sql.h"
#include "support/target.h"

bool
field_has_column(const Field *field)
{
	return field->kind != FIELD_GROUPS && field->kind != FIELD_ATTRIBUTE;
}

bool
field_in_customers(const Field *field)
{
	return field->kind != FIELD_GROUPS;
}

static char *
qualified_type(Oid type)
{
	return format_type_extended(type, -1, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY);
}

/* Name of a type, or of that below a domain, qualified, without a modifier. */
static char *
base_type(Oid type)
{
	if (type == MONEYOID)		/* of a number, whatever lc_monetary says */
		return pstrdup("pg_catalog.numeric::pg_catalog.money");
	return qualified_type(getBaseType(type));
}

/*
 * The type's modifier applies when the value is assigned: until then it is -1,
 * for "character" alone would be character(1).
 */
const char *
field_sql_cast(const Field *field)
{
	if (field->kind == FIELD_ATTRIBUTE || field->type == TEXTOID)
		return "";
	if (field->kind == FIELD_BOOLEAN && field->type != BOOLOID)
		return psprintf("::pg_catalog.bool::pg_catalog.int4::%s", base_type(field->type));
	return psprintf("::%s", base_type(field->type));
}

static bool
is_domain(const Field *field)
{
	return getBaseType(field->type) != field->type;
}

char *
field_sql_assigned(const Field *field, const char *value)
{
	return is_domain(field) ? psprintf("%s::%s", value, qualified_type(field->type)) : pstrdup(value);
}

/* Column c.column, not as the domain that its type may be. */
static char *
live_column(const Field *field)
{
	const char *column = quote_identifier(field->column);

	return is_domain(field) ? psprintf("(c.%s::%s)", column, base_type(field->type))
		: psprintf("c.%s", column);
}

/* 5.00, of a column that was numeric before, is an integer; 5.25 is none. */
static char *
integer_text(const char *text)
{
	return psprintf("(CASE WHEN pg_catalog.strpos(%1$s, '.') OPERATOR(pg_catalog.>) 0"
					" THEN pg_catalog.trim_scale(%1$s::pg_catalog.numeric)::pg_catalog.text ELSE %1$s END)", text);
}

char *
field_sql_read(const Field *field, const char *text)
{
	if (field->type == TEXTOID)
		return pstrdup(text);
	if (field->type == MONEYOID || (field->kind == FIELD_BOOLEAN && field->type != BOOLOID))
		return psprintf("%s%s", text, field_sql_cast(field));
	if (field->kind == FIELD_INTEGER)
		text = integer_text(text);
	return psprintf("%s::%s", text, format_type_extended(field->type, field->typmod,
														 FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY));
}

/* Are values of the type that are equal the same? */
static bool
is_exact(Oid type)
{
	switch (type)
	{
		case BOOLOID:
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case DATEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
		case UUIDOID:
		case BYTEAOID:
			return true;
		default:
			return false;
	}
}

/*
 * The same in an UPDATE of a distributed table, where functions must be immutable: by
 * the texts, if what writes them is; else equal values are taken for the same.
 */
static char *
same_immutably(Oid type, const char *a, const char *b)
{
	Oid			output;
	bool		is_varlena;
	Oid			equal = lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr;

	getTypeOutputInfo(type, &output, &is_varlena);
	if (!OidIsValid(equal) || func_volatile(output) == PROVOLATILE_IMMUTABLE)
		return psprintf("%s::pg_catalog.text COLLATE pg_catalog.\"C\" OPERATOR(pg_catalog.=) %s::pg_catalog.text", a, b);
	return psprintf("%s %s %s", a, field_sql_operator(equal), b);
}

/* Whether a composite value is NULL, IS NULL does not tell: num_nulls() does. */
char *
field_sql_same(Oid type, const char *a, const char *b)
{
	const char *equal;

	if (is_exact(type))
		equal = psprintf("%s OPERATOR(pg_catalog.=) %s", a, b);
	else if (type == TEXTOID || type == VARCHAROID)
		equal = psprintf("%s COLLATE pg_catalog.\"C\" OPERATOR(pg_catalog.=) %s", a, b);
	else if (target_is_distributed())
		equal = same_immutably(type, a, b);
	else
		equal = psprintf("pg_catalog.format('%%s', %s) COLLATE pg_catalog.\"C\" OPERATOR(pg_catalog.=) pg_catalog.format('%%s', %s)", a, b);
	return psprintf("(CASE WHEN pg_catalog.num_nulls(%1$s, %2$s) OPERATOR(pg_catalog.=) 0 THEN %3$s"
					" ELSE pg_catalog.num_nulls(%1$s, %2$s) OPERATOR(pg_catalog.=) 2 END)", a, b, equal);
}

bool
field_sql_has_equality(const Field *field)
{
	return field->kind == FIELD_ATTRIBUTE ||
		OidIsValid(lookup_type_cache(field->type, TYPECACHE_EQ_OPR)->eq_opr);
}

char *
field_sql_operator(Oid operator)
{
	HeapTuple	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(operator));
	Form_pg_operator form;
	char	   *result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator %u", operator);
	form = (Form_pg_operator) GETSTRUCT(tuple);
	result = psprintf("OPERATOR(%s.%s)", quote_identifier(get_namespace_name(form->oprnamespace)),
					  NameStr(form->oprname));
	ReleaseSysCache(tuple);
	return result;
}

char *
field_sql_equality(const Field *field)
{
	Oid			operator = InvalidOid;

	if (field->kind != FIELD_ATTRIBUTE)
		operator = lookup_type_cache(field->type, TYPECACHE_EQ_OPR)->eq_opr;
	if (!OidIsValid(operator))
		return "OPERATOR(pg_catalog.=)";	/* of texts */
	return field_sql_operator(operator);
}

char *
field_sql_live_text(const Field *field)
{
	if (field->kind == FIELD_BOOLEAN && field->type != BOOLOID)
		return psprintf("(%s OPERATOR(pg_catalog.<>) 0)::pg_catalog.text", field_sql_live(field));
	return psprintf("(%s)%s::pg_catalog.text", field_sql_live(field),
					field->kind != FIELD_ATTRIBUTE && field->type == MONEYOID ? "::pg_catalog.numeric" : "");
}

char *
field_sql_live(const Field *field)
{
	if (field->kind == FIELD_ATTRIBUTE)
		return psprintf("(c.attributes OPERATOR(pg_catalog.->>) %s::pg_catalog.text)",
						quote_literal_cstr(field->category));
	if (field_sql_has_equality(field))
		return live_column(field);
	if (target_is_distributed())
		return psprintf("c.%s::pg_catalog.text", quote_identifier(field->column));
	return psprintf("CASE WHEN c.%s IS NOT NULL THEN pg_catalog.format('%%s', c.%s) END",
					quote_identifier(field->column), quote_identifier(field->column));
}
