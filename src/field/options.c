/*
 * options.c
 *
 * The named options of an import, from words and back.
 *
 *		SQL argument, preset, customer_imports.options
 *			-> name, text -> option_specs[] -> a member of ImportOptions
 *
 * One table describes every option: its name, how its text is read, and where
 * it is kept.  All errors are of class ERRCODE_INVALID_PARAMETER_VALUE, and
 * say which words are accepted.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

#include "csv/csv_dialect.h"
#include "field/limit.h"
#include "field/options.h"
#include "support/json.h"

#define OPTION_MAX_WORDS 4

/* How the text of an option is read. */
typedef enum OptionType
{
	OPTION_TEXT,				/* any text that is not empty */
	OPTION_DELIMITER,			/* 1 to CSV_MAX_DELIMITER bytes, or its name */
	OPTION_CHARACTER,			/* one ASCII character, '' = none */
	OPTION_LINES,				/* integer >= 0 */
	OPTION_BOOLEAN,
	OPTION_HEADER,				/* a boolean, which may be left to be found out */
	OPTION_WORD,				/* an enum: one of words */
	OPTION_KEYS,				/* match_by */
	OPTION_TEXTS,				/* text[] of any texts */
	OPTION_MAPPING,
	OPTION_RULES,
	OPTION_SET,
	OPTION_LIMITS
} OptionType;

typedef struct OptionSpec
{
	const char *name;
	OptionType	type;
	size_t		offset;			/* of the member in ImportOptions */
	const char *words[OPTION_MAX_WORDS];	/* by value; NULL = has no word */
} OptionSpec;

#define OPTION(name, type, ...) \
	{#name, type, offsetof(ImportOptions, name), {__VA_ARGS__}}

/* match_by has its count beside it and is set as a whole. */
static const OptionSpec option_specs[] = {
	OPTION(delimiter, OPTION_DELIMITER),
	OPTION(quote, OPTION_CHARACTER),
	OPTION(escape, OPTION_CHARACTER),
	OPTION(encoding, OPTION_TEXT),
	OPTION(skip, OPTION_LINES),
	OPTION(header, OPTION_HEADER),
	OPTION(mapping, OPTION_MAPPING),
	OPTION(set, OPTION_SET),
	OPTION(unknown_columns, OPTION_WORD, "attribute", "ignore", "reject"),
	OPTION(mode, OPTION_WORD, "upsert", "create", "update"),
	OPTION(match_by, OPTION_KEYS),
	OPTION(blanks, OPTION_WORD, "keep", "clear"),
	OPTION(null_words, OPTION_TEXTS),
	OPTION(invalid, OPTION_WORD, "reject", "skip"),
	OPTION(rules, OPTION_RULES),
	OPTION(duplicates, OPTION_WORD, "reject", "first", "last"),
	OPTION(unknown_ids, OPTION_WORD, "reject", "create"),
	OPTION(keyless, OPTION_WORD, "reject", "create"),
	OPTION(group_mode, OPTION_WORD, "add", "replace"),
	OPTION(unknown_groups, OPTION_WORD, "reject", "create"),
	OPTION(resubscribe, OPTION_BOOLEAN),
	OPTION(limits, OPTION_LIMITS),
	OPTION(date_order, OPTION_WORD, NULL, "YMD", "DMY", "MDY"),
	OPTION(again, OPTION_BOOLEAN),
	OPTION(restore_erased, OPTION_BOOLEAN)
};

static const char *const key_words[OPTION_MAX_WORDS] = {"customer_id", "identifier", "email"};
static const char *const rule_words[OPTION_MAX_WORDS] = {"overwrite", "fill", "keep"};

static const struct
{
	const char *name;
	const char *delimiter;
}			delimiter_names[] = {
	{"comma", ","},
	{"semicolon", ";"},
	{"tab", "\t"},
	{"\\t", "\t"},
	{"pipe", "|"},
	{"colon", ":"},
	{"space", " "}
};

/* "upsert, create, update" */
static char *
list_words(const char *const words[OPTION_MAX_WORDS])
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < OPTION_MAX_WORDS; i++)
		if (words[i] != NULL)
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", words[i]);
	return list.data;
}

static void
invalid_option(const char *name, const char *text, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for option \"%s\": \"%s\"", name, text),
			 errhint("%s", hint)));
}

/* Index of a word, whatever its case; an error that lists them all if none. */
static int
find_word(const char *name, const char *text, const char *const words[OPTION_MAX_WORDS])
{
	for (int i = 0; i < OPTION_MAX_WORDS; i++)
		if (words[i] != NULL && pg_strcasecmp(text, words[i]) == 0)
			return i;
	invalid_option(name, text, psprintf("Accepted are: %s.", list_words(words)));
	return -1;					/* not reached */
}

/* NULL = there is none of this name. */
static const OptionSpec *
find_option(const char *name)
{
	for (size_t i = 0; i < lengthof(option_specs); i++)
		if (strcmp(name, option_specs[i].name) == 0)
			return &option_specs[i];
	return NULL;
}

bool
options_have(const char *name)
{
	return find_option(name) != NULL;
}

/* An error that lists them all if there is none of this name. */
static const OptionSpec *
require_option(const char *name)
{
	const OptionSpec *spec = find_option(name);
	StringInfoData list;

	if (spec != NULL)
		return spec;
	initStringInfo(&list);
	for (size_t i = 0; i < lengthof(option_specs); i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", option_specs[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown import option \"%s\"", name),
			 errhint("The options are: %s.", list.data)));
}

/* A word is meant for the name of a delimiter, not for the delimiter itself. */
static bool
is_letters(const char *text)
{
	return text[1] != '\0' &&
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text);
}

static char *
read_delimiter(const char *name, const char *text)
{
	for (size_t i = 0; i < lengthof(delimiter_names); i++)
		if (pg_strcasecmp(text, delimiter_names[i].name) == 0)
			return pstrdup(delimiter_names[i].delimiter);
	if (text[0] == '\0' || strlen(text) > CSV_MAX_DELIMITER || strpbrk(text, "\r\n") != NULL ||
		is_letters(text))
		invalid_option(name, text,
					   psprintf("A delimiter is 1 to %d bytes without a line break, or one of the words comma, semicolon, tab, pipe, colon, space.",
								CSV_MAX_DELIMITER));
	return pstrdup(text);
}

static char *
read_character(const char *name, const char *text)
{
	if (strlen(text) > 1 || IS_HIGHBIT_SET(text[0]) || strpbrk(text, "\r\n") != NULL)
		invalid_option(name, text, "Give one ASCII character, or '' for none.");
	return pstrdup(text);
}

static int64
read_lines(const char *name, const char *text)
{
	char	   *end;
	long		lines;

	errno = 0;
	lines = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || lines < 0 || lines > PG_INT32_MAX)
		invalid_option(name, text, "Give the number of lines before the table, 0 or more.");
	return lines;
}

static bool
read_boolean(const char *name, const char *text)
{
	bool		result;

	if (!parse_bool(text, &result))
		invalid_option(name, text, "Accepted are: true, false.");
	return result;
}

/* The elements of a text[] written as {a,b} or a,b, none of which may be null. */
static void
split_array(const char *name, const char *text, Datum **words, int *nwords)
{
	const char *literal = text[0] == '{' ? text : psprintf("{%s}", text);
	Datum		array = OidInputFunctionCall(F_ARRAY_IN, pstrdup(literal), TEXTOID, -1);
	bool	   *nulls;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  words, &nulls, nwords);
	for (int i = 0; i < *nwords; i++)
		if (nulls[i])
			invalid_option(name, text, "No element can be null.");
}

static void
read_keys(ImportOptions *options, const char *list)
{
	Datum	   *words;
	int			nwords;
	int			seen = 0;

	split_array("match_by", list, &words, &nwords);
	if (nwords == 0 || nwords > NUM_KEYS)
		invalid_option("match_by", list,
					   psprintf("Give one or more of: %s.", list_words(key_words)));
	for (int i = 0; i < nwords; i++)
	{
		int			key = find_word("match_by", TextDatumGetCString(words[i]), key_words);

		if (seen & (1 << key))
			invalid_option("match_by", list, "Name each key once.");
		seen |= 1 << key;
		options->match_by[i] = (KeyKind) key;
	}
	options->nmatch_by = nwords;
}

/* A text[] as a JSON array of strings. */
static Jsonb *
read_texts(const char *name, const char *list)
{
	JsonbParseState *state = NULL;
	Datum	   *words;
	int			nwords;

	split_array(name, list, &words, &nwords);
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < nwords; i++)
	{
		JsonbValue	word = json_string(TextDatumGetCString(words[i]));

		pushJsonbValue(&state, WJB_ELEM, &word);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL));
}

/* Text of a JSON string, NULL for JSON null; an error for anything else. */
static char *
json_word(const char *option, const char *key, const JsonbValue *value)
{
	if (value->type == jbvNull)
		return NULL;
	if (value->type != jbvString)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid value for \"%s\" in option \"%s\"", key, option),
				 errhint("Give a string or null.")));
	return pnstrdup(value->val.string.val, value->val.string.len);
}

static void
require_object(const OptionSpec *spec, Jsonb *json)
{
	const char *example = spec->type == OPTION_MAPPING ? "{\"Kundenr\": \"customer_id\", \"Junk\": null}"
		: spec->type == OPTION_RULES ? "{\"phone\": \"fill\", \"note\": \"keep\"}"
		: "{\"subscribed\": \"no\", \"groups\": \"Gala 2026\"}";

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" must be a JSON object", spec->name),
				 errhint("For example: %s", example)));
}

/* A value of set as the text of a cell. */
static char *
set_text(const char *field, const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvBool:
			return value->val.boolean ? "true" : "false";
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
		default:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid value for \"%s\" in option \"set\"", field),
					 errhint("Give a string, a number or a boolean; \"#N/A\" empties the field.")));
	}
	return NULL;				/* not reached */
}

/* The values of set, as texts. */
static Jsonb *
set_texts(Jsonb *json)
{
	JsonbParseState *state = NULL;
	JsonbIterator *iterator = JsonbIteratorInit(&json->root);
	JsonbValue	key;
	JsonbValue	value;

	json_begin(&state);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *field = pnstrdup(key.val.string.val, key.val.string.len);

		(void) JsonbIteratorNext(&iterator, &value, true);
		json_put_text(&state, field, set_text(field, &value));
	}
	return json_end(&state);
}

/* Checks the shape of mapping, rules, set and limits: an object of words. */
static Jsonb *
check_object(const OptionSpec *spec, Jsonb *json)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	if (spec->type == OPTION_LIMITS)
		return limit_check(json, "option \"limits\"");
	require_object(spec, json);
	if (spec->type == OPTION_SET)
		return set_texts(json);
	iterator = JsonbIteratorInit(&json->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *name = pnstrdup(key.val.string.val, key.val.string.len);
		char	   *word;

		(void) JsonbIteratorNext(&iterator, &value, true);
		word = json_word(spec->name, name, &value);
		if (spec->type == OPTION_RULES)
			(void) find_word(psprintf("rules: %s", name), word ? word : "null", rule_words);
	}
	return json;
}

static Jsonb *
read_object(const OptionSpec *spec, const char *text)
{
	Datum		json = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));

	return check_object(spec, DatumGetJsonbP(json));
}

static const char *
read_text(const char *name, const char *text)
{
	if (text[0] == '\0')
		invalid_option(name, text, "Give a value, or leave the option out.");
	return pstrdup(text);
}

static void
set_option(ImportOptions *options, const OptionSpec *spec, const char *text)
{
	void	   *member = (char *) options + spec->offset;

	switch (spec->type)
	{
		case OPTION_TEXT:
			*(const char **) member = read_text(spec->name, text);
			break;
		case OPTION_DELIMITER:
			*(char **) member = read_delimiter(spec->name, text);
			break;
		case OPTION_CHARACTER:
			*(char **) member = read_character(spec->name, text);
			break;
		case OPTION_LINES:
			*(int64 *) member = read_lines(spec->name, text);
			break;
		case OPTION_BOOLEAN:
			*(bool *) member = read_boolean(spec->name, text);
			break;
		case OPTION_HEADER:
			*(HeaderOption *) member = read_boolean(spec->name, text) ? HEADER_PRESENT : HEADER_ABSENT;
			break;
		case OPTION_WORD:
			*(int *) member = find_word(spec->name, text, spec->words);
			break;
		case OPTION_KEYS:
			read_keys(options, text);
			break;
		case OPTION_TEXTS:
			*(Jsonb **) member = read_texts(spec->name, text);
			break;
		case OPTION_MAPPING:
		case OPTION_RULES:
		case OPTION_SET:
		case OPTION_LIMITS:
			*(Jsonb **) member = read_object(spec, text);
			break;
	}
}

void
options_default(ImportOptions *options)
{
	memset(options, 0, sizeof(ImportOptions));
	options->skip = -1;
	options->unknown_groups = UNKNOWN_CREATE;
	options->nmatch_by = NUM_KEYS;
	for (int key = 0; key < NUM_KEYS; key++)
		options->match_by[key] = (KeyKind) key;
}

void
options_set(ImportOptions *options, const char *name, const char *text)
{
	set_option(options, require_option(name), text);
}

/* null in a preset: as if the option had not been given. */
static void
reset_option(ImportOptions *options, const char *name)
{
	const OptionSpec *spec = require_option(name);
	ImportOptions defaults;
	size_t		size;

	options_default(&defaults);
	switch (spec->type)
	{
		case OPTION_LINES:
			size = sizeof(int64);
			break;
		case OPTION_BOOLEAN:
			size = sizeof(bool);
			break;
		case OPTION_HEADER:
		case OPTION_WORD:
			size = sizeof(int);
			break;
		case OPTION_KEYS:
			size = sizeof(options->match_by);
			options->nmatch_by = defaults.nmatch_by;
			break;
		default:
			size = sizeof(void *);
	}
	memcpy((char *) options + spec->offset, (char *) &defaults + spec->offset, size);
}

/* ["customer_id", "email"] -> customer_id,email */
static char *
join_json_array(const char *name, Jsonb *array)
{
	StringInfoData text;
	JsonbIterator *iterator = JsonbIteratorInit(&array->root);
	JsonbValue	element;

	initStringInfo(&text);
	(void) JsonbIteratorNext(&iterator, &element, true);
	while (JsonbIteratorNext(&iterator, &element, true) == WJB_ELEM)
	{
		char	   *word = json_word(name, name, &element);

		appendStringInfo(&text, "%s%s", text.len > 0 ? "," : "",
						 quote_identifier(word ? word : "null"));
	}
	return text.data;
}

/* An array of strings, and nothing else. */
static Jsonb *
check_texts(const OptionSpec *spec, Jsonb *array)
{
	JsonbIterator *iterator = JsonbIteratorInit(&array->root);
	JsonbValue	element;

	(void) JsonbIteratorNext(&iterator, &element, true);
	while (JsonbIteratorNext(&iterator, &element, true) == WJB_ELEM)
		if (json_word(spec->name, spec->name, &element) == NULL)
			invalid_option(spec->name, JsonbToCString(NULL, &array->root, VARSIZE(array)),
						   "No element can be null.");
	return array;
}

static void
set_from_container(ImportOptions *options, const OptionSpec *spec, Jsonb *json)
{
	if (spec->type == OPTION_MAPPING || spec->type == OPTION_RULES || spec->type == OPTION_SET ||
		spec->type == OPTION_LIMITS)
		*(Jsonb **) ((char *) options + spec->offset) = check_object(spec, json);
	else if (spec->type == OPTION_KEYS && JB_ROOT_IS_ARRAY(json))
		read_keys(options, join_json_array(spec->name, json));
	else if (spec->type == OPTION_TEXTS && JB_ROOT_IS_ARRAY(json))
		*(Jsonb **) ((char *) options + spec->offset) = check_texts(spec, json);
	else
		invalid_option(spec->name, JsonbToCString(NULL, &json->root, VARSIZE(json)),
					   "Give a single value.");
}

static void
set_from_json_value(ImportOptions *options, const char *name, JsonbValue *value)
{
	const OptionSpec *spec = require_option(name);

	switch (value->type)
	{
		case jbvNull:
			reset_option(options, name);
			break;
		case jbvString:
			set_option(options, spec, pnstrdup(value->val.string.val, value->val.string.len));
			break;
		case jbvBool:
			set_option(options, spec, value->val.boolean ? "true" : "false");
			break;
		case jbvNumeric:
			set_option(options, spec,
					   DatumGetCString(DirectFunctionCall1(numeric_out,
														   NumericGetDatum(value->val.numeric))));
			break;
		default:
			set_from_container(options, spec, JsonbValueToJsonb(value));
	}
}

void
options_from_json(Jsonb *json, ImportOptions *options)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("import options must be a JSON object"),
				 errhint("For example: {\"delimiter\": \";\", \"mode\": \"update\"}")));
	iterator = JsonbIteratorInit(&json->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *name = pnstrdup(key.val.string.val, key.val.string.len);

		(void) JsonbIteratorNext(&iterator, &value, true);
		set_from_json_value(options, name, &value);
	}
}

static void
put_keys(JsonbParseState **state, const char *name, const ImportOptions *options)
{
	JsonbValue	pair = json_string(name);

	pushJsonbValue(state, WJB_KEY, &pair);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < options->nmatch_by; i++)
	{
		JsonbValue	key = json_string(options_key_name(options->match_by[i]));

		pushJsonbValue(state, WJB_ELEM, &key);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

/* Value of an option that is no array; false if it has none to be told. */
static bool
option_json_value(const ImportOptions *options, const OptionSpec *spec, JsonbValue *value)
{
	const void *member = (const char *) options + spec->offset;

	switch (spec->type)
	{
		case OPTION_LINES:
			if (*(const int64 *) member < 0)
				return false;
			value->type = jbvNumeric;
			value->val.numeric = int64_to_numeric(*(const int64 *) member);
			return true;
		case OPTION_BOOLEAN:
			value->type = jbvBool;
			value->val.boolean = *(const bool *) member;
			return true;
		case OPTION_HEADER:
			if (*(const HeaderOption *) member == HEADER_FIND_OUT)
				return false;
			value->type = jbvBool;
			value->val.boolean = *(const HeaderOption *) member == HEADER_PRESENT;
			return true;
		case OPTION_WORD:
			if (spec->words[*(const int *) member] == NULL)
				return false;
			*value = json_string(spec->words[*(const int *) member]);
			return true;
		case OPTION_TEXTS:
		case OPTION_MAPPING:
		case OPTION_RULES:
		case OPTION_SET:
		case OPTION_LIMITS:
			if (*(Jsonb *const *) member == NULL)
				return false;
			value->type = jbvBinary;
			value->val.binary.data = &(*(Jsonb *const *) member)->root;
			value->val.binary.len = VARSIZE(*(Jsonb *const *) member) - VARHDRSZ;
			return true;
		default:
			if (*(const char *const *) member == NULL)
				return false;
			*value = json_string(*(const char *const *) member);
			return true;
	}
}

Jsonb *
options_to_json(const ImportOptions *options)
{
	JsonbParseState *state = NULL;

	json_begin(&state);
	for (size_t i = 0; i < lengthof(option_specs); i++)
	{
		const OptionSpec *spec = &option_specs[i];
		JsonbValue	value;

		if (spec->type == OPTION_KEYS)
			put_keys(&state, spec->name, options);
		else if (option_json_value(options, spec, &value))
			json_put(&state, spec->name, &value);
	}
	return json_end(&state);
}

List *
options_null_words(const ImportOptions *options)
{
	JsonbIterator *iterator = JsonbIteratorInit(&options->null_words->root);
	JsonbValue	element;
	List	   *words = NIL;

	(void) JsonbIteratorNext(&iterator, &element, true);
	while (JsonbIteratorNext(&iterator, &element, true) == WJB_ELEM)
		words = lappend(words, pnstrdup(element.val.string.val, element.val.string.len));
	return words;
}

const char *
options_key_name(KeyKind key)
{
	return key == KEY_WEAK ? "name" : key_words[key];
}

bool
options_map_by_position(const ImportOptions *options)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;
	int			nkeys = 0;

	if (options->mapping == NULL)
		return false;
	iterator = JsonbIteratorInit(&options->mapping->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *word = pnstrdup(key.val.string.val, key.val.string.len);

		if (word[0] == '\0' || strspn(word, "0123456789") < strlen(word))
			return false;
		(void) JsonbIteratorNext(&iterator, &value, true);
		nkeys++;
	}
	return nkeys > 0;
}
