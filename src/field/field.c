/*
 * field.c
 *
 * The fields that a file can bring: the columns of customers as they are at
 * this moment (an application's own included), groups, the password, and any
 * attributes.<category>.
 *
 * Kinds come from the column's type; identifier, email and password are known
 * by name.  Nothing is remembered between calls, so that a column added a
 * moment ago is a field now.
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_type_d.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field.h"
#include "support/target.h"

static const char *const column_password = "password_hash";

/* Columns of customers that no file sets, or not by this name. */
static const char *const reserved_columns[] = {
	"customer_id", "attributes", "created_at", "updated_at", "password_hash",
	"password", "groups"
};

bool
field_is_reserved(const char *name)
{
	for (size_t i = 0; i < lengthof(reserved_columns); i++)
		if (strcmp(name, reserved_columns[i]) == 0)
			return true;
	return false;
}

bool
field_is_text_type(Oid type)
{
	char		category;
	bool		preferred;

	if (type == TEXTOID || type == VARCHAROID)
		return true;
	get_type_category_preferred(type, &category, &preferred);
	return category == TYPCATEGORY_STRING && get_typlen(type) == -1 &&
		get_typtype(type) == TYPTYPE_BASE;
}

static FieldKind
kind_of_type(Oid type)
{
	switch (type)
	{
		case TEXTOID:
		case VARCHAROID:
			return FIELD_TEXT;
		case BOOLOID:
			return FIELD_BOOLEAN;
		case INT2OID:
		case INT4OID:
		case INT8OID:
			return FIELD_INTEGER;
		case NUMERICOID:
		case FLOAT4OID:
		case FLOAT8OID:
		case MONEYOID:
			return FIELD_NUMBER;
		case DATEOID:
			return FIELD_DATE;
		default:
			return FIELD_OTHER;
	}
}

bool
field_is_key_type(Oid type)
{
	type = getBaseType(type);
	return type == UUIDOID || type == INT2OID || type == INT4OID || type == INT8OID;
}

/* A yes or no of ours that an adopted table keeps as 1 or 0. */
static bool
is_flag(const char *column, Oid type)
{
	return (type == INT2OID || type == INT4OID) && (strcmp(column, "vip") == 0 || strcmp(column, "tax_exempt") == 0);
}

static FieldKind
kind_of_column(const char *column, Oid type)
{
	if (strcmp(column, "customer_id") == 0)
		return FIELD_CUSTOMER_ID;
	if (strcmp(column, "identifier") == 0 && field_is_key_type(type))
		return FIELD_IDENTIFIER;
	if (is_flag(column, type))
		return FIELD_BOOLEAN;
	if (field_is_text_type(getBaseType(type)))
	{
		if (strcmp(column, "identifier") == 0)
			return FIELD_IDENTIFIER;
		if (strcmp(column, "email") == 0)
			return FIELD_EMAIL;
		if (strcmp(column, column_password) == 0)
			return FIELD_PASSWORD;
	}
	return kind_of_type(type);
}

/* A field that is not from a file, with the defaults of every option. */
static void
init_field(Field *field, const char *name, const char *column, FieldKind kind)
{
	memset(field, 0, sizeof(Field));
	field->name = pstrdup(name);
	field->column = column ? pstrdup(column) : NULL;
	field->kind = kind;
	field->rule = kind == FIELD_PASSWORD ? RULE_FILL : RULE_OVERWRITE;
	field->file_column = -1;
	field->gate = &cell_gate_plain;
	field->type = TEXTOID;
	field->typmod = -1;
}

static bool
needs_type_functions(FieldKind kind, Oid type)
{
	return kind == FIELD_NUMBER || kind == FIELD_OTHER ||
		((kind == FIELD_EMAIL || kind == FIELD_IDENTIFIER) && getBaseType(type) != type);
}

/* The type's functions, for values that no parser of ours knows all of. */
static void
init_type(Field *field, Oid type)
{
	Oid			function;
	bool		varlena;

	field->type = type;
	if (!needs_type_functions(field->kind, type))
		return;
	getTypeInputInfo(type, &function, &field->input_param);
	fmgr_info(function, &field->input);
	getTypeOutputInfo(type, &function, &varlena);
	fmgr_info(function, &field->output);
}

static void
init_column_field(Field *field, const char *name, Form_pg_attribute column)
{
	init_field(field, name, NameStr(column->attname),
			   kind_of_column(NameStr(column->attname), column->atttypid));
	init_type(field, column->atttypid);
	field->typmod = column->atttypmod;
	field->collation = column->attcollation;
	field->not_null = column->attnotnull;
}

void
field_init_of_type(Field *field, const char *name, Oid type)
{
	init_field(field, name, NULL, kind_of_type(type));
	init_type(field, type);
}

static void
init_attribute_field(Field *field, const char *category)
{
	init_field(field, psprintf(ATTRIBUTE_PREFIX "%s", category), "attributes", FIELD_ATTRIBUTE);
	field->category = pstrdup(category);
}

/* Can a file set this column?  An id is given, also where it is GENERATED ALWAYS. */
static bool
is_importable(Form_pg_attribute column)
{
	return !column->attisdropped && column->attgenerated == '\0' &&
		(column->attidentity != ATTRIBUTE_IDENTITY_ALWAYS || strcmp(NameStr(column->attname), "customer_id") == 0);
}

/* Column of customers a field name stands for; its own name, mostly. */
static const char *
column_of_name(const char *name)
{
	if (strcmp(name, "password") == 0)
		return column_password;
	if (strcmp(name, "customer_id") != 0 && field_is_reserved(name))
		return NULL;
	return name;
}

static Form_pg_attribute
find_column(TupleDesc customers, const char *column)
{
	for (int i = 0; i < customers->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(customers, i);

		if (is_importable(attribute) && strcmp(NameStr(attribute->attname), column) == 0)
			return attribute;
	}
	return NULL;
}

/* Category of attributes.<category>, which may be empty; NULL if the name is no such. */
static const char *
category_of_name(const char *name)
{
	size_t		len = strlen(ATTRIBUTE_PREFIX);

	if (pg_strncasecmp(name, ATTRIBUTE_PREFIX, len) != 0)
		return NULL;
	return name + len;
}

bool
field_init_by_name(Field *field, const char *name, TupleDesc customers)
{
	const char *category = category_of_name(name);
	const char *column = column_of_name(name);
	Form_pg_attribute attribute;

	if (category != NULL && find_column(customers, "attributes") == NULL)
		return false;
	if (category != NULL)
		init_attribute_field(field, category);
	else if (strcmp(name, "groups") == 0)
		init_field(field, name, NULL, FIELD_GROUPS);
	else if (column == NULL || (attribute = find_column(customers, column)) == NULL)
		return false;
	else
		init_column_field(field, name, attribute);
	return true;
}

bool
field_is_column(const char *name, TupleDesc customers)
{
	return find_column(customers, name) != NULL;
}

Field *
field_by_name(const char *name)
{
	Target		customers = target_open();
	Field	   *field = palloc(sizeof(Field));
	bool		found = field_init_by_name(field, name, customers.columns);

	target_close(&customers);
	return found ? field : NULL;
}

bool
field_is_generated(const char *column, TupleDesc customers)
{
	for (int i = 0; i < customers->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(customers, i);

		if (!attribute->attisdropped && !is_importable(attribute) &&
			strcmp(NameStr(attribute->attname), column) == 0)
			return true;
	}
	return false;
}

bool
field_has_opposite(TupleDesc customers)
{
	Form_pg_attribute subscribed = find_column(customers, CONSENT_SUBSCRIBED);

	return subscribed != NULL && subscribed->atttypid == BOOLOID &&
		find_column(customers, CONSENT_UNSUBSCRIBED) == NULL;
}

/* Names of all fields but categories, in the order of the columns. */
List *
field_names(TupleDesc customers)
{
	List	   *names = NIL;

	for (int i = 0; i < customers->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(customers, i);

		if (is_importable(attribute) && !field_is_reserved(NameStr(attribute->attname)))
			names = lappend(names, pstrdup(NameStr(attribute->attname)));
		if (strcmp(NameStr(attribute->attname), CONSENT_SUBSCRIBED) == 0 &&
			field_has_opposite(customers))
			names = lappend(names, pstrdup(CONSENT_UNSUBSCRIBED));
	}
	if (find_column(customers, column_password) != NULL)
		names = lappend(names, pstrdup("password"));
	return lappend(names, pstrdup("groups"));
}
