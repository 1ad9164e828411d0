/*
 * column_format.c
 *
 *		FieldMap <-> {"birth_date": "DMY", "height": ","}
 */
#include "postgres.h"

#include "import/column_format.h"

static const char *const order_word[] = {
	[DATE_ORDER_YMD] = "YMD",
	[DATE_ORDER_DMY] = "DMY",
	[DATE_ORDER_MDY] = "MDY"
};

/* The format of a field as a word, or NULL if its cells decide one by one. */
static char *
format_word(const Field *field)
{
	if (field->kind == FIELD_DATE && field->date_order != DATE_ORDER_UNKNOWN)
		return pstrdup(order_word[field->date_order]);
	if (field->kind == FIELD_NUMBER && field->decimal != '\0')
		return psprintf("%c", field->decimal);
	return NULL;
}

static void
set_format(Field *field, const char *word)
{
	if (field->kind == FIELD_NUMBER && (strcmp(word, ".") == 0 || strcmp(word, ",") == 0))
		field->decimal = word[0];
	if (field->kind != FIELD_DATE)
		return;
	for (int order = DATE_ORDER_YMD; order <= DATE_ORDER_MDY; order++)
		if (strcmp(word, order_word[order]) == 0)
			field->date_order = order;
}

static JsonbValue
json_string(char *text)
{
	JsonbValue	value;

	value.type = jbvString;
	value.val.string.val = text;
	value.val.string.len = strlen(text);
	return value;
}

Jsonb *
column_formats_json(const FieldMap *map)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < map->nfields; i++)
	{
		char	   *word = format_word(&map->fields[i]);
		JsonbValue	key,
					value;

		if (word == NULL)
			continue;
		key = json_string(map->fields[i].name);
		value = json_string(word);
		pushJsonbValue(&state, WJB_KEY, &key);
		pushJsonbValue(&state, WJB_VALUE, &value);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

void
column_formats_apply(Jsonb *formats, FieldMap *map)
{
	for (int i = 0; i < map->nfields; i++)
	{
		JsonbValue	key = json_string(map->fields[i].name);
		JsonbValue *word = findJsonbValueFromContainer(&formats->root, JB_FOBJECT, &key);

		if (word != NULL && word->type == jbvString)
			set_format(&map->fields[i], pnstrdup(word->val.string.val, word->val.string.len));
	}
}
