/*
 * column_mapping.c
 *
 *		mapping: header word (exact, then folded) or position -> field, or ignored
 *		rules: field -> overwrite, fill, keep
 */
#include "postgres.h"

#include "utils/jsonb.h"

#include "field/column_mapping.h"

/* ---- mapping ---- */

static void
refuse_mapping_field(const Mapper *mapper, const char *key, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("mapping of \"%s\" names \"%s\", which is not a field of customers", key, name),
			 errhint("The fields are: %s, and attributes.<category>; null ignores the column.",
					 mapper_list_fields(mapper))));
}

static ColumnReason
mapping_reason(const Mapper *mapper)
{
	return mapper->options->mapping == mapper->options->preset_mapping ? COLUMN_BY_PRESET
		: COLUMN_BY_MAPPING;
}

void
mapping_refuse_absent(const Mapper *mapper, const char *word)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("%s names a column \"%s\" that the file does not have",
					mapping_reason(mapper) == COLUMN_BY_PRESET ? "the preset" : "mapping", word),
			 errdetail("The columns of the file are: %s.", column_list(mapper->map)),
			 errhint("Name a column by its header word, or by its position from 1.")));
}

static bool
is_key_name(const char *name)
{
	for (int key = 0; key < NUM_KEYS; key++)
		if (strcmp(name, options_key_name(key)) == 0)
			return true;
	return false;
}

/*
 * A column that the file lacks.  The option means this file; a preset was made of
 * another one, and can do without what it ignores, and what is not the only key.
 */
static void
pass_over(Mapper *mapper, const char *word, const char *name)
{
	if (mapping_reason(mapper) != COLUMN_BY_PRESET)
		mapping_refuse_absent(mapper, word);
	column_append_listed(&mapper->absent, psprintf("\"%s\"", field_clip_word(unconstify(char *, word))),
						 mapper->nabsent++);
	if (name != NULL && is_key_name(name))
		mapper->absent_key = word;
}

/* Maps one column as told; name NULL = ignore it. */
static void
map_column(Mapper *mapper, int column, const char *key, const char *name)
{
	if (mapper->settled[column])
		return;
	mapper->settled[column] = true;
	mapper->map->reason[column] = mapping_reason(mapper);
	if (name != NULL && !mapper_assign(mapper, column, name, mapping_reason(mapper)))
		refuse_mapping_field(mapper, key, name);
}

/*
 * Maps every column whose word (exact, or folded) is the key: to be ignored, or to
 * a part of consent.  Of others the first one is the field.
 */
static bool
map_by_word(Mapper *mapper, const char *key, const char *name, bool exact)
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
		if (found && name != NULL && !mapper_is_consent_name(mapper, name))
			continue;
		found = true;
		map_column(mapper, i, key, name);
	}
	return found;
}

static bool
map_by_position(Mapper *mapper, const char *key, const char *name)
{
	char	   *end;
	long		position = strtol(key, &end, 10);

	if (end == key || *end != '\0' || position < 1 || position > mapper->map->ncolumns)
		return false;
	map_column(mapper, position - 1, key, name);
	return true;
}

void
mapping_apply(Mapper *mapper)
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
		if (!map_by_word(mapper, word, name, true) &&
			!map_by_word(mapper, word, name, false) &&
			!map_by_position(mapper, word, name))
			pass_over(mapper, word, name);
	}
}

/* ---- rules ---- */

static FieldRule
rule_of_word(const JsonbValue *word)
{
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "fill", 4) == 0)
		return RULE_FILL;
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "keep", 4) == 0)
		return RULE_KEEP;
	return RULE_OVERWRITE;
}

/* Of all fields that have no rule of their own. */
static const char *const all_fields = "*";

/*
 * A rule for all fields.  What it says of passwords counts only where it is stricter
 * than their own rule: nobody who overwrites all fields thinks of resetting them.
 */
static void
apply_rule_to_all(FieldMap *map, FieldRule rule)
{
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind != FIELD_PASSWORD || rule == RULE_KEEP)
			map->fields[i].rule = rule;
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

	if (mapper_is_consent_name(mapper, name))
		name = CONSENT_SUBSCRIBED;
	if (strcmp(name, "customer_id") == 0 ||
		!field_init_by_name(&known, name, mapper->customers))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("rules name \"%s\", which is not a field of customers", name),
				 errhint("A rule is for a field: email, phone, attributes.<category>, ...; or \"*\", for all others.")));
	for (int i = 0; i < mapper->map->nfields; i++)
		if (is_field(&mapper->map->fields[i], &known))
		{
			mapper->map->fields[i].rule = rule;
			mapper->map->fields[i].rule_given = true;
		}
}

/* The rule for all fields first, as that of a field itself wins. */
static void
apply_rules(Mapper *mapper, bool to_all)
{
	JsonbIterator *iterator = JsonbIteratorInit(&mapper->options->rules->root);
	JsonbValue	key;
	JsonbValue	word;

	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *name = pnstrdup(key.val.string.val, key.val.string.len);

		(void) JsonbIteratorNext(&iterator, &word, true);
		if ((strcmp(name, all_fields) == 0) != to_all)
			continue;
		if (to_all)
			apply_rule_to_all(mapper->map, rule_of_word(&word));
		else
			apply_rule(mapper, name, rule_of_word(&word));
	}
}

void
rules_apply(Mapper *mapper)
{
	if (mapper->options->rules == NULL)
		return;
	apply_rules(mapper, true);
	apply_rules(mapper, false);
}
