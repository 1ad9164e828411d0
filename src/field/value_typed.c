/*
 * value_typed.c
 *
 * Values of types that only their own input function understands: numbers in
 * their precision, and whatever types an application adds to customers.
 *
 *		VALUE_SET values of one field -> input function -> output function
 *			-> canonical text, or VALUE_ERROR
 *
 * An input function may raise any error, and may run SQL (a domain's check).
 * So a batch runs in one internal subtransaction; the value that raised an
 * error is marked, and a new subtransaction goes on behind it.  Errors that are
 * no value's fault end the call: see subxact.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "field/near_word.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "support/subxact.h"
#include "support/compat.h"

static const char *
error_code(int sqlerrcode)
{
	switch (sqlerrcode)
	{
		case ERRCODE_STRING_DATA_RIGHT_TRUNCATION:
			return "too_long";
		case ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE:
		case ERRCODE_DATETIME_VALUE_OUT_OF_RANGE:
			return "out_of_range";
		default:
			return "invalid_value";
	}
}

/* Labels of an enum that a hint names. */
#define LABELS_SHOWN 10

/* The labels of an enum, and the one that is nearest to a text. */
static char *
labels_hint(Oid type, const char *text)
{
	CatCList   *list = SearchSysCacheList1(ENUMTYPOIDNAME, ObjectIdGetDatum(type));
	NearWords	words = {0};
	const NearWord *nearest;
	StringInfoData hint;

	initStringInfo(&hint);
	near_words_init(&words, list->n_members);
	for (int i = 0; i < list->n_members; i++)
	{
		const char *label = NameStr(((Form_pg_enum) GETSTRUCT(&list->members[i]->tuple))->enumlabel);

		near_words_add(&words, label, false);
		if (i < LABELS_SHOWN)
			appendStringInfo(&hint, "%s%s", i > 0 ? ", " : "", label);
	}
	if (list->n_members > LABELS_SHOWN)
		appendStringInfoString(&hint, ", ...");
	ReleaseSysCacheList(list);
	near_words_sort(&words);
	nearest = near_words_find(&words, text);
	return nearest == NULL ? psprintf("The column takes one of: %s.", hint.data)
		: psprintf("Is it \"%s\"? The column takes one of: %s.", nearest->text, hint.data);
}

static void
fail_typed(const Field *field, CellValue *value, const ErrorData *error)
{
	Oid			type = getBaseType(field->type);

	value_fail(value, error_code(error->sqlerrcode), pstrdup(error->message),
			   type_is_enum(type) ? labels_hint(type, pnstrdup(value->data, value->len))
			   : psprintf("The column takes values of type %s.",
						  format_type_with_typemod(field->type, field->typmod)));
}

/*
 * money is read and written as a number: its own functions go by lc_monetary,
 * and one session's 1,234.56 is another one's 1.23.
 */
char *
value_typed_output(const Field *field, Datum datum)
{
	if (field->type == MONEYOID)
		return DatumGetCString(DirectFunctionCall1(numeric_out,
												   DirectFunctionCall1(cash_numeric, datum)));
	return OutputFunctionCall(unconstify(FmgrInfo *, &field->output), datum);
}

/* The number that a text is, in whatever precision. */
static Datum
exact_number(const char *text)
{
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid),
							   Int32GetDatum(-1));
}

static bool
typed_input(Field *field, char *text, Datum *datum, ErrorData **error)
{
	if (field->type != MONEYOID)
		return compat_input_function_call(&field->input, text, field->input_param, field->typmod,
										  datum, error);
	*datum = DirectFunctionCall1(numeric_cash, exact_number(text));
	return true;
}

/* Significant digits of a floating-point number that shows its last bits. */
#define NOISE_DIGITS_MIN 16
#define NOISE_DIGITS_MAX 17

/*
 * Is it a number such as 0.30000000000000004, which a program computed in floating
 * point: of all its digits, and a canonical number but for the last ones?
 */
static bool
is_noise(const char *text, Datum exact, Datum canonical)
{
	int			ndigits = 0;
	Datum		error;

	for (const char *p = text; *p != '\0' && *p != 'e'; p++)
		ndigits += value_is_digit(*p) && (ndigits > 0 || *p != '0');
	if (ndigits < NOISE_DIGITS_MIN || ndigits > NOISE_DIGITS_MAX)
		return false;
	error = DirectFunctionCall1(numeric_abs, DirectFunctionCall2(numeric_sub, exact, canonical));
	return DatumGetBool(DirectFunctionCall2(numeric_le,
											DirectFunctionCall2(numeric_mul, error, exact_number("1e14")),
											DirectFunctionCall1(numeric_abs, exact)));
}

/*
 * Was a number rounded on its way into the column?  A column of floating-point
 * numbers does so by its nature.
 */
static bool
is_rounded(const Field *field, const char *text, const char *canonical)
{
	Datum		exact,
				held;

	if (strcmp(text, canonical) == 0 ||
		(field->type != MONEYOID && getBaseType(field->type) != NUMERICOID))
		return false;
	exact = exact_number(text);
	held = exact_number(canonical);
	return !DatumGetBool(DirectFunctionCall2(numeric_eq, exact, held)) && !is_noise(text, exact, held);
}

static void
fail_rounded(CellValue *value, const char *canonical)
{
	value_fail(value, "too_precise",
			   psprintf("more digits than the column holds: it would be rounded to %s", canonical),
			   "Round it, or alter the column to hold more digits.");
}

/* Input and output function; raises whatever they raise. */
static void
canonicalise(Field *field, CellValue *value)
{
	char	   *text = pnstrdup(value->data, value->len);
	ErrorData  *error = NULL;
	Datum		datum;
	char	   *canonical;

	if (!typed_input(field, text, &datum, &error))
	{
		fail_typed(field, value, error);
		return;
	}
	canonical = value_typed_output(field, datum);
	if (is_rounded(field, text, canonical))
		fail_rounded(value, canonical);
	else
		value_set(value, canonical, strlen(canonical));
}

/* Longest piece of a cell that an error context quotes, in bytes. */
#define CONTEXT_CLIP 100

/* The values of a batch, for the error context. */
typedef struct TypedBatch
{
	Field	   *field;
	CellValue **values;
	const int64 *lines;
	int			nvalues;
	volatile int current;
} TypedBatch;

/* Says which cell the type's function could not take. */
static void
typed_error_callback(void *arg)
{
	TypedBatch *batch = arg;
	const CellValue *value;

	if (batch->current >= batch->nvalues)
		return;
	value = batch->values[batch->current];
	errcontext("line " INT64_FORMAT ", field %s: \"%.*s\"", batch->lines[batch->current],
			   batch->field->name, pg_mbcliplen(value->data, value->len, CONTEXT_CLIP), value->data);
}

/* Work for subxact_run(): canonicalises values from the current one on. */
static bool
canonicalise_all(void *state)
{
	TypedBatch *batch = state;

	for (; batch->current < batch->nvalues; batch->current++)
		if (batch->values[batch->current]->state == VALUE_SET)
			canonicalise(batch->field, batch->values[batch->current]);
	return true;
}

/*
 * Canonicalises values from the current one on.  Afterwards the current one is
 * that behind the last it came to: one that failed, or the end.
 */
static void
canonicalise_from(TypedBatch *batch)
{
	ErrorData  *error;

	if (subxact_run(canonicalise_all, batch, &error))
		return;
	fail_typed(batch->field, batch->values[batch->current++], error);
	FreeErrorData(error);
}

void
value_check_typed(Field *field, CellValue **values, const int64 *lines, int nvalues)
{
	TypedBatch	batch = {field, values, lines, nvalues, 0};
	ErrorContextCallback callback = {error_context_stack, typed_error_callback, &batch};

	error_context_stack = &callback;
	while (batch.current < nvalues)
	{
		if (values[batch.current]->state == VALUE_SET)
			canonicalise_from(&batch);
		else
			batch.current++;
	}
	error_context_stack = callback.previous;
}
