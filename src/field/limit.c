/*
 * limit.c
 *
 *		JSON of the option limits or the setting customers.limits -> ChangeLimit of a word
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "field/limit.h"
#include "support/compat.h"
#include "support/json.h"
#include "support/settings.h"

bool
limit_is_word(const char *word)
{
	return strcmp(word, LIMIT_CLEARED) == 0 || strcmp(word, LIMIT_UNSUBSCRIBED) == 0 ||
		strcmp(word, LIMIT_REJECTED) == 0;
}

/* "2%", "2.5 %", "50"; false = it is none of these. */
static bool
read_text(const char *text, ChangeLimit *limit)
{
	char	   *end;

	limit->kind = LIMIT_NUMBER;
	limit->value = strtod(text, &end);
	/* nor "nan", "inf" and "0x10", which are numbers to strtod() */
	if (end == text || text[strspn(text, "+-.0123456789eE %")] != '\0')
		return false;
	end += strspn(end, " ");
	if (*end == '%')
	{
		limit->kind = LIMIT_SHARE;
		limit->value /= 100;
		end++;
	}
	return *end == '\0' && limit->value >= 0 && limit->value <= PG_INT64_MAX;
}

static bool
read_limit(JsonbValue *value, ChangeLimit *limit)
{
	switch (value->type)
	{
		case jbvNull:
			limit->kind = LIMIT_NONE;
			return true;
		case jbvString:
		case jbvNumeric:
			return read_text(json_value_text(value), limit);
		default:
			return false;
	}
}

/* Is it the JSON value false? */
static bool
is_false(Jsonb *limits)
{
	JsonbValue	value;

	return JsonbExtractScalar(&limits->root, &value) && value.type == jbvBool && !value.val.boolean;
}

pg_noreturn static void
refuse(const char *where, const char *word)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 word == NULL ? errmsg("%s must be a JSON object, or false", where)
			 : errmsg("invalid value for \"%s\" in %s", word, where),
			 errhint("A limit is a number, a share or null (none). For example: {\"email\": \"2%%\", \"rejected\": 50, \"unsubscribed\": \"5%%\"}")));
}

Jsonb *
limit_check(Jsonb *limits, const char *where)
{
	JsonbIterator *pairs;
	JsonbValue	value;
	char	   *word;

	if (is_false(limits))
		return limits;
	if (!JB_ROOT_IS_OBJECT(limits))
		refuse(where, NULL);
	pairs = json_pairs(limits);
	while (json_next_pair(&pairs, &word, &value))
	{
		ChangeLimit limit;

		if (!read_limit(&value, &limit))
			refuse(where, word);
	}
	return limits;
}

static void
setting_error_callback(void *arg)
{
	errcontext("setting \"customers.limits\"");
}

Jsonb *
limit_setting(void)
{
	ErrorContextCallback callback = {error_context_stack, setting_error_callback, NULL};
	Jsonb	   *limits;

	if (customers_limits == NULL || customers_limits[0] == '\0')
		return NULL;
	error_context_stack = &callback;
	limits = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(customers_limits)));
	error_context_stack = callback.previous;
	return limit_check(limits, "setting \"customers.limits\"");
}

ChangeLimit
limit_find(Jsonb *limits, const char *word)
{
	ChangeLimit limit = {LIMIT_NOT_SET, 0};
	JsonbValue *value;

	if (limits == NULL)
		return limit;
	if (is_false(limits))
		limit.kind = LIMIT_NONE;
	else if ((value = json_get(&limits->root, word)) != NULL)
		(void) read_limit(value, &limit);
	return limit;
}
