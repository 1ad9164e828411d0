/*
 * field_mapper.c
 *
 * Which field a column of the file is, one column after the other.
 *
 *		word of a column -> the first of these that knows it:
 *			the option mapping
 *			customer_id, attributes.<category>, a name of a field
 *			columns that an export computes: ignored
 *			customer_header_synonyms
 *			stems of consent, words of consent in its cells: consent_word.c
 *			the option unknown_columns
 *		-> a field of the FieldMap, or none
 *
 * Columns of consent are one field together.
 *
 * Only the word customer_id, or a mapping, makes our own key: every other word
 * for it names an id of another system, which is the identifier.
 */
#include "postgres.h"

#include "utils/jsonb.h"

#include "field/consent_column.h"
#include "field/consent_header.h"
#include "field/consent_word.h"
#include "field/field_mapper.h"
#include "field/own_export.h"
#include "field/password_word.h"
#include "field/value.h"
#include "field/value_trim.h"

/* In another system's export it is a date of joining. */
static const char *const created_at_column = "created_at";

static const char *const password_field = "password";
static const char *const folded_password_hash = "passwordhash";

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

/* The next field, of a column; false if there is none of that name. */
static bool
init_assigned(Mapper *mapper, int column, const char *name)
{
	FieldMap   *map = mapper->map;
	Field	   *field = &map->fields[map->nfields];

	if (!field_init_by_name(field, name, mapper->customers))
		return false;
	field->header = map->header[column];
	field->file_column = column;
	field->blanks = mapper->options->blanks;
	field->date_order = mapper->options->date_order;
	field->words = mapper->words;
	return true;
}

/* Is it one of the two names of the field subscribed, which customers has? */
static bool
is_consent_name(const Mapper *mapper, const char *name)
{
	Field		subscribed;

	if (strcmp(name, CONSENT_UNSUBSCRIBED) == 0)
		return field_has_opposite(mapper->customers);
	return strcmp(name, CONSENT_SUBSCRIBED) == 0 &&
		field_init_by_name(&subscribed, name, mapper->customers) && subscribed.kind == FIELD_BOOLEAN;
}

bool
mapper_has_consent(const Mapper *mapper)
{
	return is_consent_name(mapper, CONSENT_SUBSCRIBED);
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

/*
 * The column is one of consent.  What a person has mapped is read as they say,
 * dates and all; but a word that says the opposite of what it is mapped to is a
 * slip, which would subscribe those who left.
 */
static bool
assign_consent(Mapper *mapper, int column, bool refuses, ColumnReason reason)
{
	FieldMap   *map = mapper->map;
	ConsentWord word = consent_word(map->header[column]);
	const Synonym *synonym = synonyms_find(&mapper->synonyms, mapper->folded[column]);
	ConsentColumn *consent = &map->consent[map->nconsent++];
	bool		mapped = reason == COLUMN_BY_MAPPING || reason == COLUMN_BY_PRESET;
	bool		opposite = (synonym != NULL && synonym_refuses(synonym)) || (synonym == NULL && word.refuses && !word.subscribes);

	*consent = (ConsentColumn) {
		.column = column,
		.refuses = refuses,
		.delivery = word.delivery,
		.counts = word.counts,
		.dated = word.given || mapped || reason == COLUMN_BY_NAME,
		.unproved = reason == COLUMN_BY_WORD_ALONE
	};
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
	return is_consent_name(mapper, CONSENT_SUBSCRIBED) &&
		assign_consent(mapper, column, refuses, reason);
}

bool
mapper_assign(Mapper *mapper, int column, const char *name, ColumnReason reason)
{
	FieldMap   *map = mapper->map;

	if (is_consent_name(mapper, name))
		return assign_consent(mapper, column, strcmp(name, CONSENT_UNSUBSCRIBED) == 0, reason);
	if (!init_assigned(mapper, column, name))
		return false;
	map->column_field[column] = map->nfields++;
	map->reason[column] = reason;
	return true;
}

/* Is the word the name of a field, letter for letter? */
static bool
is_name(const Mapper *mapper, const char *word)
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

	if (is_name(mapper, word))
		return false;
	if (own_export_computes(word))
		return mapper->map->by_names || pg_strcasecmp(word, created_at_column) != 0 ||
			own_export_has_created_at(mapper->map, column, mapper->sample);
	return strcmp(mapper->folded[column], folded_password_hash) == 0 ||
		field_is_generated(word, mapper->customers);
}

/* Is it exported only, or the last column of a rejects file? */
static bool
is_computed(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];

	return mapper_is_exported_only(mapper, column) ||
		(column == mapper->map->ncolumns - 1 && column > 0 &&
		 strcmp(word, reason_column) == 0 && !is_name(mapper, word));
}

/* Name of the field whose name the word is, spelt in any way; or NULL. */
static const char *
field_of_word(const Mapper *mapper, int column)
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

static void
assign_unknown(Mapper *mapper, int column)
{
	if (!mapper->has_header)
		return;					/* there is no name to keep it under */
	switch (mapper->options->unknown_columns)
	{
		case UNKNOWN_COLUMNS_ATTRIBUTE:
			mapper_assign(mapper, column,
						  psprintf(ATTRIBUTE_PREFIX "%s", known_spelling(mapper, mapper->map->header[column])),
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

/*
 * How surely the word of a column is that of passwords: the field's name, a
 * synonym, another word for them; WORD_NONE for all others.
 */
typedef enum Certainty
{
	WORD_NAME,
	WORD_SYNONYM,
	WORD_OTHER,
	WORD_ABOUT,					/* not of passwords, but of what belongs to them */
	WORD_NONE
} Certainty;

/* Does a cell tell when or whether, and nothing that anybody keeps to themselves? */
static bool
tells_state(const Mapper *mapper, const char *data, uint32 len)
{
	switch (consent_cell(mapper->words, data, len, NULL))
	{
		case CONSENT_CELL_YES:
		case CONSENT_CELL_NO:
		case CONSENT_CELL_ZERO_ONE:
		case CONSENT_CELL_DATE:
			return true;
		case CONSENT_CELL_NUMBER:	/* of days or attempts; a code has more digits */
			return len <= 3;
		default:
			return false;
	}
}

/* Do all cells of the sample, and there are some? */
static bool
is_state(const Mapper *mapper, int column)
{
	int			n = mapper->sample == NULL ? 0 : mapper->sample->nrecords;
	int			ncells = 0;

	for (int i = 0; i < n; i++)
	{
		const char *data = mapper->sample->records[i]->cells[column].data;
		uint32		len = mapper->sample->records[i]->cells[column].len;

		value_trim(&data, &len);
		if (len > 0 && !tells_state(mapper, data, len))
			return false;
		ncells += len > 0;
	}
	return ncells > 0;
}

static Certainty
password_certainty(const Mapper *mapper, int column)
{
	const Synonym *synonym = synonyms_find(&mapper->synonyms, mapper->folded[column]);
	const char *name = field_of_word(mapper, column);
	PasswordWord word;

	if (name != NULL)
		return strcmp(name, password_field) == 0 ? WORD_NAME : WORD_NONE;
	if (synonym != NULL)
		return strcmp(synonym->field, password_field) == 0 ? WORD_SYNONYM : WORD_NONE;
	word = password_word(mapper->map->header[column]);
	if (word != PASSWORD_WORD_NONE && is_state(mapper, column))
		return word == PASSWORD_WORD_ABOUT ? WORD_NONE : WORD_ABOUT;
	return word == PASSWORD_WORD_ITSELF ? WORD_OTHER : word == PASSWORD_WORD_ABOUT ? WORD_ABOUT : WORD_NONE;
}

bool
mapper_is_password(const Mapper *mapper, int column)
{
	return password_certainty(mapper, column) < WORD_NONE ||
		strcmp(mapper->folded[column], folded_password_hash) == 0;
}

static bool
has_password(const FieldMap *map)
{
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind == FIELD_PASSWORD)
			return true;
	return false;
}

void
mapper_assign_password(Mapper *mapper, bool *mapped)
{
	int			best = -1;
	Certainty	best_certainty = WORD_ABOUT;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		Certainty	certainty = mapped[i] || is_computed(mapper, i) ? WORD_NONE : password_certainty(mapper, i);

		if (certainty < best_certainty)
		{
			best = i;
			best_certainty = certainty;
		}
	}
	if (best >= 0 && !has_password(mapper->map) && mapper_assign(mapper, best, password_field, COLUMN_BY_WORD))
		mapped[best] = true;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		if (mapped[i] || is_computed(mapper, i) || password_certainty(mapper, i) == WORD_NONE)
			continue;
		mapped[i] = true;
		mapper_warn(mapper, "%s is not imported: what is about passwords becomes no category",
					column_describe(mapper->map, i));
	}
}

/* Are its cells addresses, but for one in ten? */
static bool
holds_addresses(const Mapper *mapper, const Field *email, int column)
{
	int			addresses = 0,
				others = 0;

	for (int i = 0; i < mapper->sample->nrecords; i++)
	{
		CellValue	value = {0};

		value_parse(email, &mapper->sample->records[i]->cells[column], &value);
		addresses += value.state == VALUE_SET;
		others += value.state == VALUE_ERROR;
	}
	return addresses > 0 && others * 10 <= addresses;
}

void
mapper_assign_addresses(Mapper *mapper, bool *mapped)
{
	FieldMap   *map = mapper->map;
	Field		email;

	if (mapper->has_header || mapper->sample == NULL ||
		!field_init_by_name(&email, "email", mapper->customers) || email.kind != FIELD_EMAIL)
		return;
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind == FIELD_EMAIL)
			return;
	for (int i = 0; i < map->ncolumns; i++)
	{
		if (mapped[i] || !holds_addresses(mapper, &email, i))
			continue;
		mapped[i] = mapper_assign(mapper, i, email.name, COLUMN_BY_CELLS);
		mapper_warn(mapper, "the file has no header: column %d holds addresses and is read as email; mapping => '{\"%d\": \"email\"}' says so for sure",
					i + 1, i + 1);
		return;
	}
}

/* It speaks of consent, and cannot be read as such: why. */
static void
note_unclear(Mapper *mapper, int column, const char *why)
{
	mapper->map->unclear[column] = true;
	mapper->map->consent_unclear = true;
	mapper_warn(mapper, "consent_unclear: %s: it is a category, and new customers come unsubscribed; mapping => '{\"%s\": \"subscribed\"}' (or \"unsubscribed\") reads it as consent, \"attributes.%s\" as a category",
				why,
				mapper->has_header ? field_clip_word(mapper->map->header[column]) : psprintf("%d", column + 1),
				mapper->has_header ? field_clip_word(mapper->map->header[column]) : psprintf("column %d", column + 1));
}

static void
note_mixed_cells(Mapper *mapper, int column)
{
	note_unclear(mapper, column,
				 psprintf("some cells of %s speak of consent, and others do not",
						  column_describe(mapper->map, column)));
}

static void
note_unclear_word(Mapper *mapper, int column)
{
	note_unclear(mapper, column,
				 psprintf("%s speaks of consent, and whether a yes there gives or refuses it cannot be told",
						  column_describe(mapper->map, column)));
}

/* Takes a column for consent if its cells bear it out, or are all empty. */
static bool
try_consent(Mapper *mapper, int column, const ConsentWord *word, bool refuses)
{
	if (!is_consent_name(mapper, CONSENT_SUBSCRIBED))
		return false;
	switch (consent_judge(word, refuses, mapper->words, mapper->sample, column))
	{
		case CONSENT_IS:
			return assign_consent(mapper, column, refuses, COLUMN_BY_WORD);
		case CONSENT_BY_WORD:
			return assign_consent(mapper, column, refuses, COLUMN_BY_WORD_ALONE);
		case CONSENT_UNCLEAR:
			note_mixed_cells(mapper, column);
			return false;
		case CONSENT_IS_NOT:
			return false;
	}
	return false;
}

/* Do its cells allow that it speaks of consent? */
static bool
may_be_consent(const Mapper *mapper, int column, const ConsentWord *word)
{
	ConsentVerdict verdict = consent_judge(word, true, mapper->words, mapper->sample, column);

	return verdict == CONSENT_IS || verdict == CONSENT_BY_WORD;
}

/* A column whose word nobody knows: does it, or what it holds, speak of consent? */
static bool
assign_by_evidence(Mapper *mapper, int column)
{
	ConsentWord word = consent_word(mapper->map->header[column]);

	if (!is_consent_name(mapper, CONSENT_SUBSCRIBED))
		return false;
	if (!word.elsewhere && !word.about && word.refuses != word.subscribes)
		return try_consent(mapper, column, &word, word.refuses);
	switch (consent_judge_cells(&word, mapper->words, mapper->sample, column))
	{
		case CONSENT_IS:
			return mapper_assign(mapper, column, CONSENT_SUBSCRIBED, COLUMN_BY_CELLS);
		case CONSENT_UNCLEAR:
			note_mixed_cells(mapper, column);
			return false;
		case CONSENT_BY_WORD:
		case CONSENT_IS_NOT:
			/* opt in or out, Newsletter and a word nobody knows: a yes would not tell */
			if (word.refuses && word.subscribes && !word.elsewhere && !word.about && may_be_consent(mapper, column, &word))
				note_unclear_word(mapper, column);
			else if (word.advertises && !word.elsewhere && !word.about && !word.counts &&
					 consent_may_be_coded(mapper->words, mapper->sample, column, false))
				note_unclear_word(mapper, column);
			return false;
	}
	return false;
}

/* A known word whose cells do not speak of it; but they may be codes, or days of it. */
static bool
try_known_consent(Mapper *mapper, int column, const ConsentWord *word, bool refuses)
{
	if (try_consent(mapper, column, word, refuses))
		return true;
	if (!mapper->map->unclear[column] && !word->counts && !word->delivery && !word->about &&
		consent_may_be_coded(mapper->words, mapper->sample, column, true))
		note_unclear_word(mapper, column);
	return false;
}

/* A column whose word stands for a field in customer_header_synonyms. */
static bool
assign_by_synonym(Mapper *mapper, int column, const Synonym *synonym)
{
	ConsentWord word = consent_word(mapper->map->header[column]);

	if (is_consent_name(mapper, synonym->field))
		return try_known_consent(mapper, column, &word, synonym_refuses(synonym));
	/* Estado may be a region, and that somebody has left */
	if (is_consent_name(mapper, CONSENT_SUBSCRIBED) &&
		consent_judge_cells(&word, mapper->words, mapper->sample, column) == CONSENT_IS)
		return mapper_assign(mapper, column, CONSENT_SUBSCRIBED, COLUMN_BY_CELLS);
	return strcmp(synonym->field, "customer_id") != 0 &&
		mapper_assign(mapper, column, synonym->field, COLUMN_BY_WORD);
}

/* What the word stands for; if that is consent, additions in brackets do not matter. */
static const Synonym *
find_synonym(const Mapper *mapper, int column)
{
	const Synonym *synonym = synonyms_find(&mapper->synonyms, mapper->folded[column]);
	ConsentWord word;

	if (synonym != NULL || strpbrk(mapper->map->header[column], "([{") == NULL)
		return synonym;
	word = consent_word(mapper->map->header[column]);
	if (word.elsewhere || word.about)
		return synonym;
	synonym = synonyms_find(&mapper->synonyms, consent_bare_word(mapper->map->header[column]));
	return synonym != NULL && is_consent_name(mapper, synonym->field) ? synonym : NULL;
}

void
mapper_assign_by_header(Mapper *mapper, int column)
{
	const char *name;
	const Synonym *synonym;

	if (is_computed(mapper, column))
		return;
	name = field_of_word(mapper, column);
	if (name != NULL && mapper_assign(mapper, column, name, COLUMN_BY_NAME))
		return;
	synonym = find_synonym(mapper, column);
	if (synonym == NULL ? assign_by_evidence(mapper, column) : assign_by_synonym(mapper, column, synonym))
		return;
	if (synonym != NULL && !is_consent_name(mapper, synonym->field))
		mapper_warn(mapper, "customer_header_synonyms takes %s for \"%s\", which it cannot stand for",
					column_describe(mapper->map, column), synonym->field);
	assign_unknown(mapper, column);
}

/*
 * The option mapping
 */

static void
refuse_mapping_field(const Mapper *mapper, const char *key, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("mapping of \"%s\" names \"%s\", which is not a field of customers", key, name),
			 errhint("The fields are: %s, and attributes.<category>; null ignores the column.",
					 mapper_list_fields(mapper))));
}

static void
refuse_mapping_key(const Mapper *mapper, const char *key)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("mapping names a column \"%s\" that the file does not have", key),
			 errdetail("The columns of the file are: %s.", column_list(mapper->map)),
			 errhint("Name a column by its header word, or by its position from 1.")));
}

static ColumnReason
mapping_reason(const Mapper *mapper)
{
	return mapper->options->mapping == mapper->options->preset_mapping ? COLUMN_BY_PRESET
		: COLUMN_BY_MAPPING;
}

/* Maps one column as told; name NULL = ignore it. */
static void
map_column(Mapper *mapper, int column, const char *key, const char *name, bool *mapped)
{
	if (mapped[column])
		return;
	mapped[column] = true;
	mapper->map->reason[column] = mapping_reason(mapper);
	if (name != NULL && !mapper_assign(mapper, column, name, mapping_reason(mapper)))
		refuse_mapping_field(mapper, key, name);
}

/* Maps every column whose word (exact, or folded) is the key. */
static bool
map_by_word(Mapper *mapper, const char *key, const char *name, bool exact, bool *mapped)
{
	char	   *folded = field_fold_header(key, strlen(key));
	bool		found = false;

	if (!mapper->has_header || (!exact && folded[0] == '\0'))
		return false;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		if (exact ? strcmp(key, mapper->map->header[i]) != 0 :
			strcmp(folded, mapper->folded[i]) != 0)
			continue;
		found = true;
		map_column(mapper, i, key, name, mapped);
	}
	return found;
}

static bool
map_by_position(Mapper *mapper, const char *key, const char *name, bool *mapped)
{
	char	   *end;
	long		position = strtol(key, &end, 10);

	if (end == key || *end != '\0' || position < 1 || position > mapper->map->ncolumns)
		return false;
	map_column(mapper, position - 1, key, name, mapped);
	return true;
}

void
mapper_apply_mapping(Mapper *mapper, bool *mapped)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	if (mapper->options->mapping == NULL)
		return;
	iterator = JsonbIteratorInit(&mapper->options->mapping->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *word = pnstrdup(key.val.string.val, key.val.string.len);
		char	   *name = NULL;

		(void) JsonbIteratorNext(&iterator, &value, true);
		if (value.type == jbvString)
			name = pnstrdup(value.val.string.val, value.val.string.len);
		if (!map_by_word(mapper, word, name, true, mapped) &&
			!map_by_word(mapper, word, name, false, mapped) &&
			!map_by_position(mapper, word, name, mapped))
			refuse_mapping_key(mapper, word);
	}
}

/*
 * The option rules
 */

static FieldRule
rule_of_word(const JsonbValue *word)
{
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "fill", 4) == 0)
		return RULE_FILL;
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "keep", 4) == 0)
		return RULE_KEEP;
	return RULE_OVERWRITE;
}

/* Is the field, or category in any spelling, what a rule names? */
static bool
is_field(const Field *field, const Field *named)
{
	if (strcmp(field->name, named->name) == 0)
		return true;
	return field->kind == FIELD_ATTRIBUTE && named->kind == FIELD_ATTRIBUTE &&
		category_is_same(field->category, named->category);
}

static void
apply_rule(Mapper *mapper, const char *name, FieldRule rule)
{
	Field		known;

	if (is_consent_name(mapper, name))
		name = CONSENT_SUBSCRIBED;
	if (strcmp(name, "customer_id") == 0 ||
		!field_init_by_name(&known, name, mapper->customers))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("rules name \"%s\", which is not a field of customers", name),
				 errhint("A rule is for a field: email, phone, attributes.<category>, ...")));
	for (int i = 0; i < mapper->map->nfields; i++)
		if (is_field(&mapper->map->fields[i], &known))
			mapper->map->fields[i].rule = rule;
}

void
mapper_apply_rules(Mapper *mapper)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	word;

	if (mapper->options->rules == NULL)
		return;
	iterator = JsonbIteratorInit(&mapper->options->rules->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&iterator, &word, true);
		apply_rule(mapper, pnstrdup(key.val.string.val, key.val.string.len), rule_of_word(&word));
	}
}
