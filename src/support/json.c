/*
 * json.c
 *
 *		keys and values -> pushJsonbValue() -> Jsonb
 */
#include "postgres.h"

#include "utils/numeric.h"

#include "support/json.h"

JsonbValue
json_string(const char *text)
{
	JsonbValue	value;

	value.type = text == NULL ? jbvNull : jbvString;
	value.val.string.val = unconstify(char *, text);
	value.val.string.len = text == NULL ? 0 : strlen(text);
	return value;
}

void
json_begin(JsonbParseState **state)
{
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
}

void
json_put(JsonbParseState **state, const char *key, JsonbValue *value)
{
	JsonbValue	name = json_string(key);

	pushJsonbValue(state, WJB_KEY, &name);
	pushJsonbValue(state, WJB_VALUE, value);
}

void
json_put_text(JsonbParseState **state, const char *key, const char *text)
{
	JsonbValue	value = json_string(text);

	json_put(state, key, &value);
}

JsonbValue
json_int8(int64 number)
{
	JsonbValue	value;

	value.type = jbvNumeric;
	value.val.numeric = int64_to_numeric(number);
	return value;
}

void
json_put_int8(JsonbParseState **state, const char *key, int64 number)
{
	JsonbValue	value = json_int8(number);

	json_put(state, key, &value);
}

Jsonb *
json_end(JsonbParseState **state)
{
	return JsonbValueToJsonb(pushJsonbValue(state, WJB_END_OBJECT, NULL));
}

JsonbValue *
json_get(JsonbContainer *object, const char *key)
{
	return !JsonContainerIsObject(object) ? NULL
		: getKeyJsonValueFromContainer(object, key, strlen(key), NULL);
}

char *
json_value_text(JsonbValue *value)
{
	Jsonb	   *json;

	if (value->type == jbvNull)
		return NULL;
	if (value->type == jbvString)
		return pnstrdup(value->val.string.val, value->val.string.len);
	json = JsonbValueToJsonb(value);
	return JsonbToCString(NULL, &json->root, VARSIZE(json));
}

bool
json_value_int8(JsonbValue *value, int64 *number)
{
	char	   *text,
			   *end;

	if (value == NULL || value->type != jbvNumeric)
		return false;
	text = json_value_text(value);
	errno = 0;
	*number = strtoi64(text, &end, 10);
	return errno == 0 && end > text && *end == '\0';
}

JsonbIterator *
json_pairs(Jsonb *object)
{
	JsonbIterator *pairs = JsonbIteratorInit(&object->root);
	JsonbValue	begin;

	(void) JsonbIteratorNext(&pairs, &begin, false);
	return pairs;
}

bool
json_next_pair(JsonbIterator **pairs, char **key, JsonbValue *value)
{
	if (JsonbIteratorNext(pairs, value, true) != WJB_KEY)
		return false;
	*key = pnstrdup(value->val.string.val, value->val.string.len);
	(void) JsonbIteratorNext(pairs, value, true);
	return true;
}

char *
json_get_text(JsonbContainer *object, const char *key)
{
	JsonbValue *value = json_get(object, key);

	return value != NULL && value->type == jbvString
		? pnstrdup(value->val.string.val, value->val.string.len) : NULL;
}
