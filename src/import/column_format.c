/*
 * column_format.c
 *
 *		FieldMap <-> {"birth_date": "DMY", "height": ",", "last_name": "n/a|null"}
 */
#include "postgres.h"

#include "field/no_address.h"
#include "field/null_names.h"
#include "field/null_words.h"
#include "import/column_format.h"
#include "support/json.h"

static const char *const order_word[] = {
	[DATE_ORDER_YMD] = "YMD",
	[DATE_ORDER_DMY] = "DMY",
	[DATE_ORDER_MDY] = "MDY"
};

/* Identifiers with decimals. */
#define WHOLE_IDS "1001.0"

/* Codes with something around them. */
#define DRESSED "tel:"

/* The cells of the column contradict each other. */
#define UNSURE "unsure"

/* Dates are of six digits; behind their order, or what else is known of it. */
#define SIX_DIGITS ", six digits"

static char *
date_format_word(const Field *field)
{
	const char *order = field->unsure ? UNSURE
		: field->date_order == DATE_ORDER_UNKNOWN ? "" : order_word[field->date_order];

	if (field->six_digits)
		return psprintf("%s" SIX_DIGITS, order);
	return order[0] == '\0' ? NULL : pstrdup(order);
}

/* The format of a field as a word, or NULL if its cells decide one by one. */
static char *
format_word(const Field *field)
{
	if (field->kind == FIELD_DATE)
		return date_format_word(field);
	if (field->unsure)
		return pstrdup(UNSURE);
	if (field->no_addresses != NULL)
		return pstrdup(field->no_addresses);
	if (field->whole_ids)
		return pstrdup(WHOLE_IDS);
	if (field->dressed)
		return pstrdup(DRESSED);
	if (field->decimal != '\0')
		return psprintf("%c", field->decimal);
	if (field->nothing != NULL && null_names_concern(field))
		return null_words_join(field->nothing);
	return NULL;
}

static void
set_date_format(Field *field, char *word)
{
	char	   *six_digits = strstr(word, SIX_DIGITS);

	field->six_digits = six_digits != NULL;
	if (six_digits != NULL)
		*six_digits = '\0';
	field->unsure = strcmp(word, UNSURE) == 0;
	for (int order = DATE_ORDER_YMD; order <= DATE_ORDER_MDY; order++)
		if (strcmp(word, order_word[order]) == 0)
			field->date_order = order;
}

static void
set_format(const FieldMap *map, Field *field, char *word)
{
	bool		number = field->kind == FIELD_NUMBER || field->kind == FIELD_INTEGER;

	if (map->blank != NULL && null_names_concern(field))
		null_names_set(field, null_words_named(map->blank, word));
	if (field->kind == FIELD_EMAIL)
		no_address_set(field, word);
	if (field->kind == FIELD_IDENTIFIER)
		field->whole_ids = strcmp(word, WHOLE_IDS) == 0;
	if (field->kind == FIELD_TEXT)
		field->dressed = strcmp(word, DRESSED) == 0;
	if (number && (strcmp(word, ".") == 0 || strcmp(word, ",") == 0))
		field->decimal = word[0];
	if (number)
		field->unsure = strcmp(word, UNSURE) == 0;
	if (field->kind == FIELD_DATE)
		set_date_format(field, word);
}

Jsonb *
column_formats_json(const FieldMap *map)
{
	JsonbParseState *state = NULL;

	json_begin(&state);
	for (int i = 0; i < map->nfields; i++)
	{
		char	   *word = format_word(&map->fields[i]);

		if (word != NULL)
			json_put_text(&state, map->fields[i].name, word);
	}
	return json_end(&state);
}

void
column_formats_apply(Jsonb *formats, FieldMap *map)
{
	for (int i = 0; i < map->nfields; i++)
	{
		char	   *word = json_get_text(&formats->root, map->fields[i].name);

		if (word != NULL)
			set_format(map, &map->fields[i], word);
	}
}
