/*
 * field_mapper.c
 *
 *		column, name of a field -> Field in the FieldMap
 *			columns of consent are one field together
 *			a column that is no field: the option unknown_columns
 *
 * Only the word customer_id, or a mapping, makes our own key: every other word
 * for it names an id of another system, which is the identifier.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

#include "field/consent_evidence.h"
#include "field/field_mapper.h"
#include "field/null_names.h"
#include "field/own_export.h"

/* In another system's export it is a date of joining. */
static const char *const created_at_column = "created_at";

static const char *const folded_password_hash = "passwordhash";

#define GROUPS "groups"

/* Last column of a rejects file. */
static const char *const reason_column = "reason";

void
mapper_warn(Mapper *mapper, const char *format,...)
{
	StringInfo	warnings = &mapper->warnings;
	char		message[1024];
	va_list		args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	appendStringInfo(warnings, "%s%s", warnings->len > 0 ? "; " : "", message);
}

char *
mapper_list_fields(const Mapper *mapper)
{
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	appendStringInfoString(&list, "customer_id");
	foreach(cell, mapper->names)
		appendStringInfo(&list, ", %s", (char *) lfirst(cell));
	return list.data;
}

/*
 * Assigning columns
 */

void
mapper_load_words(Mapper *mapper)
{
	const ImportOptions *options = mapper->options;
	const ValueWords *words = value_words_load();
	const List *blank = options->null_words == NULL ? words->blank : options_null_words(options);

	mapper->words = words;
	mapper->blank = blank == NIL ? NULL : null_words_make(blank);
	mapper->no_key = null_words_make(list_concat(list_concat_copy(blank, words->blank), words->no_key));
}

/* The next field, of a column; false if there is none of that name. */
static bool
init_assigned(Mapper *mapper, int column, const char *name)
{
	FieldMap   *map = mapper->map;
	Field	   *field = &map->fields[map->nfields];

	if (mapper->lacks_consent && strcmp(name, CONSENT_SUBSCRIBED) == 0)
		field_init_of_type(field, name, BOOLOID);
	else if (!field_init_by_name(field, name, mapper->customers))
		return false;
	field->header = map->header[column];
	field->file_column = column;
	field->blanks = mapper->options->blanks;
	field->date_order = mapper->options->date_order;
	field->words = mapper->words;
	null_names_set(field, null_names_words(field, mapper->blank, mapper->no_key));
	field->guardable = null_names_concern(field) ? mapper->blank : field->nothing;
	return true;
}

bool
mapper_is_consent_name(const Mapper *mapper, const char *name)
{
	Field		subscribed;

	if (mapper->lacks_consent)
		return strcmp(name, CONSENT_SUBSCRIBED) == 0 || strcmp(name, CONSENT_UNSUBSCRIBED) == 0;
	if (strcmp(name, CONSENT_UNSUBSCRIBED) == 0)
		return field_has_opposite(mapper->customers);
	return strcmp(name, CONSENT_SUBSCRIBED) == 0 &&
		field_init_by_name(&subscribed, name, mapper->customers) && subscribed.kind == FIELD_BOOLEAN;
}

bool
mapper_has_consent(const Mapper *mapper)
{
	return mapper_is_consent_name(mapper, CONSENT_SUBSCRIBED);
}

/* The place of the field subscribed among those assigned, made at the first call. */
static int
subscribed_field(Mapper *mapper, int column)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].consent != NULL)
			return i;
	init_assigned(mapper, column, CONSENT_SUBSCRIBED);
	map->fields[map->nfields].consent = map->consent;
	return map->nfields++;
}

/* The header of a column; NULL = the file has none. */
static const char *
header_of(const Mapper *mapper, int column)
{
	return mapper->has_header ? mapper->map->header[column] : NULL;
}

ConsentWord
mapper_consent_word(const Mapper *mapper, int column)
{
	return consent_evidence_word(header_of(mapper, column), mapper->words, mapper->sample, column);
}

ConsentColumn
mapper_consent_column(const Mapper *mapper, int column, const ConsentWord *word, bool refuses)
{
	return consent_evidence_column(header_of(mapper, column), word, refuses, mapper->words, mapper->sample, column);
}

/*
 * The column is one of consent.  What a person has mapped is read as they say,
 * dates and all; but a word that says the opposite of what it is mapped to is a
 * slip, which would subscribe those who left.
 */
static bool
assign_consent(Mapper *mapper, int column, bool refuses, ColumnReason reason)
{
	FieldMap   *map = mapper->map;
	ConsentWord word = mapper_consent_word(mapper, column);
	const Synonym *synonym = synonyms_find(mapper->synonyms, mapper->folded[column]);
	ConsentColumn *consent = &map->consent[map->nconsent++];
	bool		mapped = reason == COLUMN_BY_MAPPING || reason == COLUMN_BY_PRESET;
	bool		opposite = (synonym != NULL && synonym_refuses(synonym)) || (synonym == NULL && word.refuses && !word.subscribes);

	*consent = mapper_consent_column(mapper, column, &word, refuses);
	consent->dated |= mapped || reason == COLUMN_BY_NAME;
	consent->unproved = reason == COLUMN_BY_WORD_ALONE;
	if (mapped && !consent->refuses && opposite && mapper->has_header)
	{
		consent->refuses = true;
		mapper_warn(mapper, "%s is mapped to \"subscribed\", and says the opposite: it is read as \"unsubscribed\"",
					column_describe(map, column));
	}
	map->column_field[column] = subscribed_field(mapper, column);
	map->reason[column] = reason;
	return true;
}

bool
mapper_assign_consent(Mapper *mapper, int column, bool refuses, ColumnReason reason)
{
	return mapper_is_consent_name(mapper, CONSENT_SUBSCRIBED) &&
		assign_consent(mapper, column, refuses, reason);
}

void
mapper_recall_consent(Mapper *mapper, int column, bool refuses, const char *manner, ColumnReason reason)
{
	if (mapper_assign_consent(mapper, column, refuses, reason))
		consent_evidence_recall(&mapper->map->consent[mapper->map->nconsent - 1], manner);
}

/* The column is a part of a field, or has parts of several. */
static bool
assign_part(Mapper *mapper, int column, ColumnPart part, ColumnReason reason)
{
	mapper->map->part[column] = part;
	mapper->map->reason[column] = reason;
	if (column_part_is_other(part))	/* nothing of it is lost where there is another */
	{
		mapper_assign_unknown(mapper, column);
		mapper->map->reason[column] = reason;
		return true;
	}
	return column_part_field(part) == NULL ||
		mapper_assign(mapper, column, column_part_field(part), reason);
}

/* Further columns of groups are united with the first; false if this is the first. */
static bool
add_groups(Mapper *mapper, int column, ColumnReason reason)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->nfields; i++)
	{
		Field	   *field = &map->fields[i];

		if (field->kind != FIELD_GROUPS)
			continue;
		if (field->more == NULL)
			field->more = palloc(map->ncolumns * sizeof(int));
		field->more[field->nmore++] = column;
		map->column_field[column] = i;
		map->reason[column] = reason;
		return true;
	}
	return false;
}

/* Adds the field, of a column that is more than it, or a part. */
static void
add_made(Mapper *mapper, ColumnPart part, const char *name)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->ncolumns; i++)
	{
		if (map->part[i] != part || mapper_has(mapper, name))
			continue;
		if (init_assigned(mapper, i, name))
			map->nfields++;
		return;
	}
}

void
mapper_add_made(Mapper *mapper)
{
	if (!mapper_has(mapper, "first_name") && !mapper_has(mapper, "last_name"))
		add_made(mapper, PART_RECIPIENT, "name");
	add_made(mapper, PART_BIRTH_YEAR, "birth_date");
	add_made(mapper, PART_PLACE, "city");
	add_made(mapper, PART_PLACE, "postal_code");
	add_made(mapper, PART_REGION_PLACE, "city");
	add_made(mapper, PART_REGION_PLACE, "region");
	add_made(mapper, PART_REGION_PLACE, "postal_code");
	add_made(mapper, PART_TWO_PHONES, "phone");
	add_made(mapper, PART_TWO_PHONES, "mobile");
	add_made(mapper, PART_LACKS_FIRST_NAME, "name");
	add_made(mapper, PART_LACKS_LAST_NAME, "name");
	add_made(mapper, PART_LACKS_MOBILE, "phone");
	if (!mapper_has(mapper, "first_name") && !mapper_has(mapper, "last_name"))
	{
		add_made(mapper, PART_LACKS_NAME, "first_name");
		add_made(mapper, PART_LACKS_NAME, "last_name");
	}
}

static bool
has_column(const Mapper *mapper, const char *name)
{
	return field_is_column(name, mapper->customers);
}

bool
mapper_is_part(const Mapper *mapper, const char *name)
{
	ColumnPart	part = column_part_by_name(name);

	if (part == PART_NONE || has_column(mapper, name))
		return false;
	switch (part)
	{
		case PART_LACKS_FIRST_NAME:
		case PART_LACKS_LAST_NAME:
			return has_column(mapper, "name") && !has_column(mapper, "first_name") && !has_column(mapper, "last_name");
		case PART_LACKS_NAME:
			return has_column(mapper, "first_name") && has_column(mapper, "last_name");
		case PART_LACKS_MOBILE:
			return has_column(mapper, "phone");
		case PART_LACKS_ADDRESS_2:
			return has_column(mapper, "address");
		case PART_REGION_PLACE:
			return has_column(mapper, "region");
		case PART_TWO_PHONES:
			return has_column(mapper, "phone") && has_column(mapper, "mobile");
		default:
			return true;
	}
}

bool
mapper_assign(Mapper *mapper, int column, const char *name, ColumnReason reason)
{
	FieldMap   *map = mapper->map;

	if (mapper_is_part(mapper, name))
		return assign_part(mapper, column, column_part_by_name(name), reason);
	if (strcmp(name, GROUPS) == 0 && add_groups(mapper, column, reason))
		return true;
	if (mapper_is_consent_name(mapper, name))
		return assign_consent(mapper, column, strcmp(name, CONSENT_UNSUBSCRIBED) == 0, reason);
	if (!init_assigned(mapper, column, name))
		return false;
	if (map->fields[map->nfields].kind == FIELD_ATTRIBUTE)
		mapper->kept_as[column] = category_fold(map->fields[map->nfields].category);
	map->column_field[column] = map->nfields++;
	map->reason[column] = reason;
	return true;
}

const ColumnCells *
mapper_cells(Mapper *mapper, int column)
{
	if (mapper->cells[column] == NULL)
		mapper->cells[column] = column_cells(mapper->sample, mapper->words, mapper->no_key, column);
	return mapper->cells[column];
}

bool
mapper_has(const Mapper *mapper, const char *name)
{
	for (int i = 0; i < mapper->map->nfields; i++)
		if (strcmp(mapper->map->fields[i].name, name) == 0)
			return true;
	return false;
}

bool
mapper_is_name(const Mapper *mapper, const char *word)
{
	ListCell   *cell;

	foreach(cell, mapper->names)
		if (strcmp(word, lfirst(cell)) == 0)
			return true;
	return false;
}

bool
mapper_is_exported_only(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];

	if (mapper_is_name(mapper, word))
		return false;
	if (own_export_computes(word))
		return mapper->map->by_names || pg_strcasecmp(word, created_at_column) != 0 ||
			own_export_has_created_at(mapper->map, column, mapper->sample);
	return strcmp(mapper->folded[column], folded_password_hash) == 0 ||
		own_export_has_attributes(mapper->map, column, mapper->sample) ||
		field_is_generated(word, mapper->customers);
}

bool
mapper_is_computed(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];

	return mapper_is_exported_only(mapper, column) ||
		(column == mapper->map->ncolumns - 1 && column > 0 &&
		 strcmp(word, reason_column) == 0 && !mapper_is_name(mapper, word));
}

const char *
mapper_field_of_word(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];
	const char *same = NULL;
	ListCell   *name_cell,
			   *folded_cell;

	if (pg_strcasecmp(word, "customer_id") == 0)
		return "customer_id";
	if (pg_strncasecmp(word, "attributes.", strlen("attributes.")) == 0)
		return word;
	forboth(name_cell, mapper->names, folded_cell, mapper->folded_names)
	{
		if (strcmp(word, lfirst(name_cell)) == 0)
			return lfirst(name_cell);
		if (same == NULL && strcmp(mapper->folded[column], lfirst(folded_cell)) == 0)
			same = lfirst(name_cell);
	}
	return same;
}

/* The field that a column of foreign ids becomes; NULL = none. */
static const char *
field_of_foreign_ids(const Mapper *mapper)
{
	switch (mapper->sample->ids)
	{
		case IDS_IDENTIFIER:
			return "identifier";
		case IDS_CATEGORY:
			return mapper->options->unknown_columns == UNKNOWN_COLUMNS_ATTRIBUTE ? "attributes.customer_id" : NULL;
		default:
			return "customer_id";
	}
}

/* Says whose the ids are taken for, why, and how to say otherwise. */
static void
warn_foreign_ids(Mapper *mapper, int column, const char *name)
{
	const char *read_as = name == NULL ? "is ignored"
		: strcmp(name, "identifier") == 0 ? "is read as identifier"
		: strcmp(name, "customer_id") == 0 ? "names nobody" : "is a category, beside the identifier";

	mapper_warn(mapper, "%s %s, as its ids are another system's: %s; mapping => '{\"customer_id\": \"customer_id\"}' says that they are ours, unknown_ids => 'create' that new customers get them",
				column_describe(mapper->map, column), read_as, mapper->sample->ids_why);
}

void
mapper_assign_foreign_ids(Mapper *mapper)
{
	if (mapper->sample == NULL || mapper->sample->ids == IDS_OURS)
		return;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const char *name = field_of_foreign_ids(mapper);

		if (mapper->settled[i] || pg_strcasecmp(mapper->map->header[i], "customer_id") != 0)
			continue;
		mapper->settled[i] = true;
		mapper->map->reason[i] = COLUMN_BY_CELLS;
		if (name != NULL)
			mapper_assign(mapper, i, name, COLUMN_BY_CELLS);
		warn_foreign_ids(mapper, i, name);
		return;
	}
}

static void
refuse_unknown_column(const Mapper *mapper, int column)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("column %s of the file is not a field of customers",
					column_describe(mapper->map, column)),
			 errhint("Say which field it is, or null to ignore it: mapping => '{\"%s\": null}'; or leave out unknown_columns => 'reject'.",
					 field_clip_word(mapper->map->header[column]))));
}

/* The category that an unknown column is, in the spelling that is known. */
static const char *
known_spelling(Mapper *mapper, const char *category)
{
	if (mapper->categories == NULL)
		mapper->categories = categories_load();
	return categories_spelling(mapper->categories, category);
}

/* Is a column other than this one kept under a category of that folded name? */
static bool
is_kept_elsewhere(const Mapper *mapper, int column, const char *folded)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (i != column && mapper->kept_as[i] != NULL && strcmp(mapper->kept_as[i], folded) == 0)
			return true;
	return false;
}

/* Does another column have this word, or is one kept under it? */
static bool
is_taken(const Mapper *mapper, int column, const char *category)
{
	const char *folded = category_fold(category);

	for (int i = 0; i < mapper->map->ncolumns && folded != NULL; i++)
		if (i != column && strcmp(mapper->folded[i], folded) == 0)
			return true;
	return folded != NULL && is_kept_elsewhere(mapper, column, folded);
}

/*
 * How many columns before it have its word?  At least one if a column is kept under it,
 * however that is spelt.
 */
static int
earlier_columns(const Mapper *mapper, int column)
{
	int			n = 0;

	for (int i = 0; i < column; i++)
		n += strcmp(mapper->map->header[i], mapper->map->header[column]) == 0;
	return n > 0 ? n : is_kept_elsewhere(mapper, column, mapper->folded[column]);
}

/* The category that a column is kept under: its word; the second of one word gets a number. */
static const char *
category_name(Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];
	char	   *category;
	int			earlier;

	CHECK_FOR_INTERRUPTS();
	if (word[0] == '\0')
		return psprintf("column %d", column + 1);
	earlier = earlier_columns(mapper, column);
	if (earlier == 0)
		return word;
	for (int n = earlier + 1;; n++)
	{
		category = psprintf("%s %d", word, n);
		if (is_taken(mapper, column, category))
			continue;
		column_append_listed(&mapper->numbered, psprintf("\"%s\"", field_clip_word(category)), mapper->nnumbered++);
		return category;
	}
}

void
mapper_assign_unknown(Mapper *mapper, int column)
{
	UnknownColumnPolicy policy = mapper->options->unknown_columns;

	if (policy == UNKNOWN_COLUMNS_ATTRIBUTE && !field_is_column("attributes", mapper->customers))
		policy = UNKNOWN_COLUMNS_IGNORE;
	switch (policy)
	{
		case UNKNOWN_COLUMNS_ATTRIBUTE:
			mapper_assign(mapper, column,
						  psprintf(ATTRIBUTE_PREFIX "%s", known_spelling(mapper, category_name(mapper, column))),
						  COLUMN_BY_NOTHING);
			break;
		case UNKNOWN_COLUMNS_IGNORE:
			column_append_listed(&mapper->ignored, column_describe(mapper->map, column),
								 mapper->nignored++);
			break;
		case UNKNOWN_COLUMNS_REJECT:
			refuse_unknown_column(mapper, column);
			break;
	}
}

