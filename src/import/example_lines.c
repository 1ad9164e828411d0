/*
 * example_lines.c
 *
 *		lines <-> JSON -> text
 */
#include "postgres.h"

#include "import/example_lines.h"
#include "support/json.h"

static const char *const key = "lines";

void
lines_put(JsonbParseState **state, const int64 *lines, int nlines)
{
	JsonbValue	name = json_string(key);

	pushJsonbValue(state, WJB_KEY, &name);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < nlines; i++)
	{
		JsonbValue	line = json_int8(lines[i]);

		pushJsonbValue(state, WJB_ELEM, &line);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

int
lines_read(JsonbContainer *object, int64 *lines, int max)
{
	JsonbValue *array = json_get(object, key);
	int			n;

	if (array == NULL || array->type != jbvBinary || !JsonContainerIsArray(array->val.binary.data))
		return -1;
	n = Min((int) JsonContainerSize(array->val.binary.data), max);
	for (int i = 0; i < n; i++)
		if (!json_value_int8(getIthJsonbValueFromContainer(array->val.binary.data, i), &lines[i]))
			return -1;
	return n;
}

void
lines_append(StringInfo text, const int64 *lines, int nlines, int64 records)
{
	for (int i = 0; i < nlines; i++)
		appendStringInfo(text, "%s" INT64_FORMAT, i > 0 ? ", " : nlines == 1 ? " (line " : " (lines ", lines[i]);
	if (nlines > 0)
		appendStringInfo(text, "%s)", records > nlines ? " ..." : "");
}
