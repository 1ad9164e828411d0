/*
 * adopt_columns.c
 *
 * A column is a field by what the option columns says, by its name, or by a header
 * word.  A guess must fit: the type of the column is one that the field can have, and
 * no other column is the field.  Passwords are never guessed, and no column is a field
 * under its own name without being asked for.
 *
 * The key, customer_id, is not guessed by a word: it is a column of that name, the
 * primary key, or another column by which every row can be found.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/consent_sql.h"
#include "field/consent_word.h"
#include "field/field.h"
#include "field/synonyms.h"
#include "schema/adopt_columns.h"
#include "schema/adopt_table.h"
#include "schema/profile_select.h"
#include "support/catalog.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/target_key.h"

#define PASSWORD_FIELD "password_hash"

static Form_pg_attribute
attribute_of(const AdoptColumns *all, const AdoptColumn *column)
{
	return TupleDescAttr(RelationGetDescr(all->relation), column->number - 1);
}

AdoptColumn *
adopt_column_of(const AdoptColumns *columns, const char *field)
{
	for (int i = 0; i < columns->ncolumns; i++)
		if (columns->columns[i].field != NULL && strcmp(columns->columns[i].field, field) == 0)
			return &columns->columns[i];
	return NULL;
}

AdoptColumn *
adopt_column_named(const AdoptColumns *columns, const char *name)
{
	for (int i = 0; i < columns->ncolumns; i++)
		if (strcmp(columns->columns[i].name, name) == 0)
			return &columns->columns[i];
	return NULL;
}

AdoptColumn *
adopt_column_needed(const AdoptColumns *columns, const char *name, const char *hint)
{
	AdoptColumn *column = adopt_column_named(columns, name);

	if (column == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of \"%s\" does not exist", name, RelationGetRelationName(columns->relation)),
				 errhint("%s", hint)));
	return column;
}

bool
adopt_is_mark(const AdoptColumn *column)
{
	return column->field != NULL && strcmp(column->field, ADOPT_MARK) == 0;
}

/* ---- core fields ---- */

List *
adopt_core_fields(void)
{
	return lappend(profile_core_columns(), pstrdup(PASSWORD_FIELD));
}

static bool
is_consent(const char *field)
{
	return strcmp(field, CONSENT_SUBSCRIBED) == 0 || strcmp(field, CONSENT_UNSUBSCRIBED) == 0;
}

static bool
is_core(const char *name)
{
	ListCell   *cell;

	foreach(cell, adopt_core_fields())
		if (strcmp(lfirst(cell), name) == 0)
			return true;
	return is_consent(name);
}

/* Type of a core field in a table of ours. */
static Oid
core_type(const char *name)
{
	TupleDesc	desc = profile_type();

	for (int i = 0; i < desc->natts; i++)
		if (strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			return TupleDescAttr(desc, i)->atttypid;
	return TEXTOID;
}

static bool
is_integer(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID;
}

AdoptColumn *
adopt_consent_column(const AdoptColumns *columns)
{
	AdoptColumn *column = adopt_column_of(columns, CONSENT_SUBSCRIBED);

	return column != NULL ? column : adopt_column_of(columns, CONSENT_UNSUBSCRIBED);
}

TargetConsent
adopt_consent(const AdoptColumns *columns)
{
	const AdoptColumn *column = adopt_consent_column(columns);
	bool		refuses = column != NULL && strcmp(column->field, CONSENT_UNSUBSCRIBED) == 0;
	Oid			type = column == NULL ? InvalidOid : attribute_of(columns, column)->atttypid;

	if (column == NULL)
		return (TargetConsent) {0};
	return (TargetConsent) {
		.name = refuses ? TARGET_OWN_UNSUBSCRIBED : type == BOOLOID ? CONSENT_SUBSCRIBED : TARGET_OWN_SUBSCRIBED,
		.type = getBaseType(type), .refuses = refuses
	};
}

bool
adopt_fits(const char *field, Oid type)
{
	Oid			own = core_type(field);

	if (strcmp(field, ADOPT_MARK) == 0)
		return type == BOOLOID || type == TIMESTAMPTZOID || type == TIMESTAMPOID || type == DATEOID;
	if (is_consent(field))
		return consent_sql_is_type(getBaseType(type));
	if (strcmp(field, PASSWORD_FIELD) == 0)
		return field_is_text_type(type);
	if (strcmp(field, "identifier") == 0 && field_is_key_type(type))
		return true;
	if (strcmp(field, "identifier") == 0 || strcmp(field, "email") == 0)
		return field_is_text_type(getBaseType(type));
	if (own == INT8OID)
		return is_integer(type);
	if (own == BOOLOID)
		return type == BOOLOID || type == INT2OID || type == INT4OID;
	if (own == TIMESTAMPTZOID)
		return type == own || type == TIMESTAMPOID;
	if (own == TEXTOID)
		return field_is_text_type(getBaseType(type)) || getBaseType(type) == BPCHAROID || type_is_enum(type);
	return type == own;
}

bool
adopt_can_be(const char *field, Oid type)
{
	return (!is_core(field) && strcmp(field, ADOPT_MARK) != 0) || adopt_fits(field, type);
}

char *
adopt_lacking(const char *field)
{
	if (strcmp(field, "attributes") == 0)
		return pstrdup("'{}'::pg_catalog.jsonb");
	if (strcmp(field, "email") == 0 || strcmp(field, "identifier") == 0)
		return pstrdup("NULL::pg_catalog.text COLLATE pg_catalog.\"C\"");
	return psprintf("NULL::%s", format_type_extended(core_type(field), -1, FORMAT_TYPE_FORCE_QUALIFY));
}

/* ---- the option columns ---- */

pg_noreturn static void
refuse_field(const char *column, const char *field)
{
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, adopt_core_fields())
		appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", (char *) lfirst(cell));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not a field of customers", field),
			 errdetail("columns says it of column \"%s\".", column),
			 errhint("The fields are: %s, unsubscribed. A column of the table's own is a field by its own name: {\"%s\": \"%s\"}.",
					 list.data, column, column)));
}

pg_noreturn static void
refuse_type(const AdoptColumns *all, const AdoptColumn *column)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of type %s cannot be the field %s", column->name,
					format_type_be(attribute_of(all, column)->atttypid), column->field),
			 errdetail("The field is of type %s.", is_consent(column->field)
					   ? "boolean, or smallint or integer of 0 and 1, or a timestamp: since when" : format_type_be(core_type(column->field))),
			 errhint("Name another column, or none: {\"%s\": null}.", column->name)));
}

/* What columns says of one column; field NULL = that it is none. */
static void
give(void *state, const char *name, const char *field)
{
	AdoptColumns *all = state;
	AdoptColumn *column = adopt_column_needed(all, name,
											  "columns names the columns of the table: {\"mail\": \"email\"}.");
	AdoptColumn *other;

	column->given = true;
	column->field = NULL;
	if (field == NULL)
		return;
	if (strcmp(field, "password") == 0)
		field = PASSWORD_FIELD;
	if (!is_core(field) && strcmp(field, ADOPT_MARK) != 0 &&
		(strcmp(field, name) != 0 || profile_is_computed(name) || target_is_own_consent(name) ||
		 target_is_no_field(name)))
		refuse_field(name, field);
	other = is_consent(field) ? adopt_consent_column(all) : adopt_column_of(all, field);
	if (other != NULL && !other->given)
		other->field = NULL;	/* it has been that so far */
	else if (other != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("columns says of two columns that they are the field %s", other->field),
				 errdetail("They are \"%s\" and \"%s\".", other->name, name)));
	column->field = field;
	if ((is_core(field) || adopt_is_mark(column)) && !adopt_fits(field, attribute_of(all, column)->atttypid))
		refuse_type(all, column);
	if (strcmp(field, PASSWORD_FIELD) == 0)
		column->note = "passwords of files are written here as SCRAM-SHA-256 verifiers: the application must know how to check those";
}

/* ---- the option fixed ---- */

char *
adopt_literal(const AdoptColumns *all, const AdoptColumn *column, const char *text)
{
	Oid			type = attribute_of(all, column)->atttypid,
				function,
				param;

	getTypeInputInfo(type, &function, &param);
	(void) OidInputFunctionCall(function, pstrdup(text), param, -1);
	return psprintf("%s::%s", quote_literal_cstr(text), format_type_extended(type, -1, FORMAT_TYPE_FORCE_QUALIFY));
}

static void
fix(AdoptColumns *all, const char *name, const char *text)
{
	AdoptColumn *column = adopt_column_needed(all, name,
											  "fixed names columns of the table and their values: {\"tenant_id\": 7}.");

	if (column->field != NULL || text == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 column->field != NULL ? errmsg("column \"%s\" is the field %s, and cannot be fixed", name, column->field)
				 : errmsg("column \"%s\" cannot be fixed to null", name),
				 errhint("Rows of the list have one value there, which new rows get: {\"tenant_id\": 7}.")));
	column->given = true;
	column->fixed = adopt_literal(all, column, text);
	column->fixed_text = text;
	column->note = psprintf("%s in all rows of the list, and in new ones", text);
}

static void
take_fixed(AdoptColumns *all, Jsonb *fixed)
{
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *name;

	if (fixed == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(fixed))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fixed must be an object"),
				 errhint("It says which value the rows of the list have: {\"tenant_id\": 7}.")));
	pairs = json_pairs(fixed);
	while (json_next_pair(&pairs, &name, &value))
	{
		if (value.type == jbvBinary)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("fixed says of column \"%s\" what is no single value", name)));
		fix(all, name, json_value_text(&value));
	}
}

/* ---- the key ---- */

/* Can every row be found by the column? */
static bool
is_key(const AdoptColumns *all, const AdoptColumn *column)
{
	return target_key_is_key(all->relation, column->number);
}

pg_noreturn static void
refuse_keyless(const AdoptColumns *all)
{
	char	   *table = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(all->relation)),
												   RelationGetRelationName(all->relation));
	const AdoptColumn *given = adopt_column_of(all, "customer_id");

	if (given != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"%s\" of %s cannot be the field customer_id", given->name, table),
				 errdetail("It must be NOT NULL and have a unique index on itself alone."),
				 errhint("ALTER TABLE %s ADD UNIQUE (%s), ALTER %s SET NOT NULL;", table,
						 quote_identifier(given->name), quote_identifier(given->name))));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("%s has no column that can be the field customer_id", table),
			 errdetail("It must be of type smallint, integer or bigint, NOT NULL, and have a unique index on itself alone."),
			 errhint("ALTER TABLE %s ADD COLUMN customer_id bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE;", table)));
}

/* The column that is customer_id: as given, of that name, the primary key, or another. */
static void
take_key(AdoptColumns *all)
{
	AdoptColumn *key = adopt_column_of(all, "customer_id");
	Oid			primary;

	if (key != NULL && !is_key(all, key))
		refuse_keyless(all);
	if (key == NULL && (key = adopt_column_named(all, "customer_id")) != NULL && (key->given || !is_key(all, key)))
		key = NULL;
	RelationGetIndexList(all->relation);
	primary = all->relation->rd_pkindex;
	for (int pass = 0; key == NULL && pass < 2; pass++)
		for (int i = 0; key == NULL && i < all->ncolumns; i++)
		{
			AdoptColumn *column = &all->columns[i];

			if (!column->given && is_key(all, column) &&
				(pass > 0 || (OidIsValid(primary) && get_attnum(primary, column->name) > 0)))
				key = column;
		}
	if (key == NULL)
		refuse_keyless(all);
	key->field = "customer_id";
}

/* ---- guesses ---- */

/*
 * Makes a column a field by a guess, if it fits and the field is not taken.  An integer
 * may be the number of a newsletter.
 */
static void
guess(AdoptColumns *all, AdoptColumn *column, const char *field)
{
	if (column->given || column->field != NULL || strcmp(field, "customer_id") == 0 ||
		strcmp(field, "password") == 0 || strcmp(field, PASSWORD_FIELD) == 0 || !is_core(field) ||
		adopt_column_of(all, field) != NULL || (is_consent(field) && adopt_consent_column(all) != NULL))
		return;
	if (!adopt_fits(field, attribute_of(all, column)->atttypid) ||
		(is_consent(field) && attribute_of(all, column)->atttypid == INT4OID))
		column->note = psprintf("its name says %s, its type does not", field);
	else
		column->field = field;
}

/* A column that has the name of a core field, in any spelling: createdAt. */
static void
guess_by_name(AdoptColumns *all, AdoptColumn *column)
{
	char	   *folded = field_fold_header(column->name, strlen(column->name));
	ListCell   *cell;

	foreach(cell, adopt_core_fields())
		if (strcmp(folded, field_fold_header(lfirst(cell), strlen(lfirst(cell)))) == 0)
			guess(all, column, lfirst(cell));
}

/* A column whose name speaks of having consented, or refused, and whose type can say it. */
static void
guess_consent(AdoptColumns *all, AdoptColumn *column)
{
	ConsentWord word = consent_word(column->name);

	if (word.refuses != word.subscribes && !word.elsewhere && !word.about && !word.reason && !word.delivery &&
		!word.counts && !word.cleaning && adopt_fits(CONSENT_SUBSCRIBED, attribute_of(all, column)->atttypid))
		guess(all, column, word.refuses ? CONSENT_UNSUBSCRIBED : CONSENT_SUBSCRIBED);
}

/*
 * A column that marks deleted rows by its name and type, if none is given: sooner than
 * one of who refuses mail.
 */
static void
guess_mark(AdoptColumns *all)
{
	static const char *const names[] = {"deleted", "isdeleted", "deletedat", "deletedon", "discardedat"};

	for (int i = 0; i < all->ncolumns; i++)
	{
		AdoptColumn *column = &all->columns[i];
		char	   *folded = field_fold_header(column->name, strlen(column->name));

		for (size_t j = 0; j < lengthof(names); j++)
			if (!column->given && column->field == NULL && strcmp(folded, names[j]) == 0 &&
				adopt_fits(ADOPT_MARK, attribute_of(all, column)->atttypid) && adopt_column_of(all, ADOPT_MARK) == NULL)
				column->field = ADOPT_MARK;
	}
}

static void
guess_by_words(AdoptColumns *all)
{
	Synonyms   *synonyms = synonyms_make();

	synonyms_open(synonyms);
	for (int i = 0; i < all->ncolumns; i++)
		synonyms_want(synonyms, field_fold_header(all->columns[i].name, strlen(all->columns[i].name)));
	if (synonyms_are_wanted(synonyms))
		synonyms_look_up(synonyms);
	for (int i = 0; i < all->ncolumns; i++)
	{
		AdoptColumn *column = &all->columns[i];
		const Synonym *synonym = synonyms_find(synonyms, field_fold_header(column->name, strlen(column->name)));

		if (synonym != NULL)
			guess(all, column, synonym_refuses(synonym) ? CONSENT_UNSUBSCRIBED
				  : is_consent(synonym->field) ? CONSENT_SUBSCRIBED : synonym->field);
	}
	for (int i = 0; i < all->ncolumns; i++)
		guess_consent(all, &all->columns[i]);
}

/* The table's own key, where customer_id is another column, is the identifier unless one is. */
static void
guess_own_key(AdoptColumns *all)
{
	Oid			primary = all->relation->rd_pkindex;

	for (int i = 0; OidIsValid(primary) && get_attname(primary, 2, true) == NULL && i < all->ncolumns; i++)
		if (get_attnum(primary, all->columns[i].name) > 0)
			guess(all, &all->columns[i], "identifier");
}

/*
 * Times at which a row was made and changed: without a default of the table's own, new
 * rows get that of now.  One without time zone is no field, as it names no moment.
 */
static void
take_stamps(AdoptColumns *all)
{
	static const char *const fields[] = {"created_at", "updated_at"};

	for (size_t i = 0; i < lengthof(fields); i++)
	{
		AdoptColumn *column = adopt_column_of(all, fields[i]);

		if (column == NULL)
			continue;
		column->stamped = !attribute_of(all, column)->atthasdef;
		if (attribute_of(all, column)->atttypid == TIMESTAMPOID)
		{
			column->field = NULL;
			column->stamp = fields[i];
			column->note = column->stamped ? "but a new customer gets the time, in UTC" : NULL;
		}
	}
}

/* The columns, none of them a field yet, but what before says. */
static AdoptColumns
list_columns(Relation relation, char *const *before)
{
	TupleDesc	desc = RelationGetDescr(relation);
	AdoptColumns all = {.relation = relation, .columns = palloc0(Max(desc->natts, 1) * sizeof(AdoptColumn))};

	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped)
			all.columns[all.ncolumns++] = (AdoptColumn) {
				.number = i + 1, .name = NameStr(TupleDescAttr(desc, i)->attname),
				.field = before == NULL ? NULL : before[i]
			};
	return all;
}

AdoptColumns
adopt_columns(Relation relation, Jsonb *columns, Jsonb *fixed, char *const *before)
{
	AdoptColumns all = list_columns(relation, before);

	adopt_table_read(columns, give, &all);
	take_fixed(&all, fixed);
	take_key(&all);
	for (int i = 0; i < all.ncolumns; i++)
		guess(&all, &all.columns[i], all.columns[i].name);
	for (int i = 0; i < all.ncolumns; i++)
		guess_by_name(&all, &all.columns[i]);
	guess_mark(&all);
	guess_by_words(&all);
	guess_own_key(&all);
	take_stamps(&all);
	return all;
}

AdoptColumns
adopt_columns_again(Relation relation, Jsonb *fixed, AdoptTake take, void *state)
{
	AdoptColumns all = list_columns(relation, NULL);

	take_fixed(&all, fixed);
	take(state, &all);
	take_key(&all);
	take_stamps(&all);
	return all;
}
