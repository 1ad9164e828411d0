/*
 * value_number.c
 *
 * Numbers as people write them: 1 000, 1.234,50, 1'000.00, kr 199,-, (12.50).
 *
 *		cell -> sign, currency, exponent taken off -> mantissa of digits and
 *		separators -> read with '.' or ',' as decimal sign -> plain text
 *
 * Thousands separators count only where they stand in groups of three, and
 * all alike.  The whole column decides which sign is the decimal one
 * (import/column_evidence.h).  Where it does not, integer columns take 1.000 for a
 * thousand, and in a column of decimal numbers a cell that reads both ways is an
 * error, except that 1.234 is what PostgreSQL itself writes.
 */
#include "postgres.h"

#include "catalog/pg_type_d.h"
#include "common/int.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "field/field_fold.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "field/value_readings.h"
#include "support/characters.h"

/* Longest cell that is looked at, and so the longest mantissa. */
#define NUMBER_MAX_BYTES 100

/* No decimal sign: every separator stands between thousands. */
#define DECIMAL_NONE '\0'

/* A number taken apart. */
typedef struct NumberText
{
	bool		negative;
	int			len;			/* of mantissa: digits and . , ' space */
	char		mantissa[NUMBER_MAX_BYTES];
	char		exponent[8];	/* "e+05", or empty */
} NumberText;

/* One reading of it. */
typedef struct NumberReading
{
	int			ninteger;		/* digits before the decimal sign */
	int			nfraction;
	char		integer[NUMBER_MAX_BYTES];
	char		fraction[NUMBER_MAX_BYTES];
} NumberReading;

static const char *const currency_words[] = {
	"aud", "brl", "cad", "chf", "cny", "czk", "dkk", "eur", "euro", "fr", "ft", "gbp", "huf",
	"inr", "isk", "jpy", "kc", "kr", "mxn", "nok", "nzd", "pln", "ron", "rs", "sek", "sgd",
	"try", "us", "usd", "zar", "zl"
};

static bool
is_currency_sign(uint32 c)
{
	return c == '$' || (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF);
}

/* Separators that look alike become one: all spaces, all apostrophes. */
static char
number_character(uint32 c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || strchr(" .,'-+()", c) != NULL ? c : 0;
	if (character_is(c, CHARACTER_SPACE))
		return ' ';
	switch (c)
	{
		case 0x2019:
			return '\'';
		case 0x2212:			/* minus, en dash */
		case 0x2013:
			return '-';
		default:
			return 0;
	}
}

static bool
is_currency_word(const char *word, int len)
{
	char		folded[2 * NUMBER_MAX_BYTES + 1];

	folded[field_fold_utf8(word, len, folded)] = '\0';
	for (size_t i = 0; i < lengthof(currency_words); i++)
		if (strcmp(folded, currency_words[i]) == 0)
			return true;
	return false;
}

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IS_HIGHBIT_SET(c);
}

/* Exponent at the end: 1.5E+05.  Shortens *len by it. */
static void
take_exponent(const char *data, uint32 *len, NumberText *number)
{
	uint32		at = *len;

	while (at > 0 && value_is_digit(data[at - 1]))
		at--;
	if (at > 0 && (data[at - 1] == '+' || data[at - 1] == '-'))
		at--;
	if (at < 2 || at == *len || !value_is_digit(data[*len - 1]) ||
		(data[at - 1] != 'e' && data[at - 1] != 'E') ||
		!value_is_digit(data[at - 2]) || *len - at > 4)
		return;
	snprintf(number->exponent, sizeof(number->exponent), "e%.*s", (int) (*len - at), data + at);
	*len = at - 1;
}

/*
 * Copies digits and separators, in ASCII, to out (a buffer of
 * NUMBER_MAX_BYTES); passes over currency.  Returns the bytes, or -1 for a
 * character that is part of no number.
 */
static int
reduce_number(const char *p, const char *end, bool currency, char *out)
{
	int			n = 0;

	while (p < end)
	{
		uint32		c;
		int			len = character_at(p, end, &c);
		char		reduced = len == 0 ? 0 : number_character(c);

		if (reduced != 0)
			out[n++] = reduced;
		else if (!currency)
			return -1;
		else if (len == 0 || !is_currency_sign(c))
		{
			for (len = 0; p + len < end && is_letter(p[len]); len++)
				;
			if (len == 0 || !is_currency_word(p, len))
				return -1;
			if (p + len < end && p[len] == '.')
				len++;			/* kr. */
		}
		p += len;
	}
	return n;
}

/* The sign, parentheses, and ",-" for no decimals; the rest is mantissa. */
static bool
take_mantissa(const char *text, int n, NumberText *number)
{
	const char *end = text + n;

#define SKIP_SPACES() \
	do { \
		while (text < end && *text == ' ') text++; \
		while (text < end && end[-1] == ' ') end--; \
	} while (0)

	SKIP_SPACES();
	if (end - text >= 2 && *text == '(' && end[-1] == ')')
	{
		number->negative = true;
		text++;
		end--;
		SKIP_SPACES();
	}
	else if (text < end && (*text == '-' || *text == '+'))
	{
		number->negative = *text++ == '-';
		SKIP_SPACES();
	}
	if (end - text >= 3 && end[-1] == '-' && (end[-2] == ',' || end[-2] == '.'))
		end -= 2;
#undef SKIP_SPACES
	number->len = end - text;
	memcpy(number->mantissa, text, number->len);
	if (number->len == 0 || !value_is_digit(number->mantissa[number->len - 1]))
		return false;
	for (const char *p = text; p < end; p++)
		if (strchr("-+()", *p) != NULL)
			return false;
	return true;
}

/* Takes a cell (UTF-8) apart; false if it is no number. */
static bool
scan_number(const char *data, uint32 len, bool currency, NumberText *number)
{
	char		reduced[NUMBER_MAX_BYTES];
	int			n;

	if (len > NUMBER_MAX_BYTES)
		return false;
	memset(number, 0, offsetof(NumberText, mantissa));
	number->exponent[0] = '\0';
	if (currency)
		take_exponent(data, &len, number);
	n = reduce_number(data, data + len, currency, reduced);
	return n > 0 && take_mantissa(reduced, n, number);
}

/* Digits before the decimal sign, in groups of three or without any. */
static bool
read_groups(const char *p, const char *end, NumberReading *reading)
{
	char		separator = 0;
	int			group = 0;		/* digits since the last separator */
	bool		first = true;

	reading->ninteger = 0;
	for (; p < end; p++)
	{
		if (value_is_digit(*p))
		{
			reading->integer[reading->ninteger++] = *p;
			group++;
			continue;
		}
		if (separator != 0 && *p != separator)
			return false;
		if (first ? (group < 1 || group > 3 || reading->integer[0] == '0') : group != 3)
			return false;
		separator = *p;
		first = false;
		group = 0;
	}
	return first || group == 3;
}

/* Reads a mantissa with one decimal sign; false if it cannot be read so. */
static bool
read_number(const NumberText *number, char decimal, NumberReading *reading)
{
	const char *end = number->mantissa + number->len;
	const char *point = decimal == DECIMAL_NONE ? NULL :
		memchr(number->mantissa, decimal, number->len);

	reading->nfraction = 0;
	if (point == NULL)
		return read_groups(number->mantissa, end, reading);
	for (const char *p = point + 1; p < end; p++)
	{
		if (!value_is_digit(*p))
			return false;
		reading->fraction[reading->nfraction++] = *p;
	}
	return read_groups(number->mantissa, point, reading);
}

/* The reading as PostgreSQL writes numbers, palloc'd. */
static void
set_number(const NumberText *number, const NumberReading *reading, CellValue *value)
{
	char	   *text = psprintf("%s%.*s%s%.*s%s",
								number->negative ? "-" : "",
								reading->ninteger, reading->integer,
								reading->nfraction > 0 ? "." : "",
								reading->nfraction, reading->fraction,
								number->exponent);

	value_set(value, text, strlen(text));
}

/* Digits with one point at most: what nothing has to be done about. */
static bool
is_plain_number(const char *data, uint32 len)
{
	uint32		i = data[0] == '-';
	uint32		start = i;

	while (i < len && value_is_digit(data[i]))
		i++;
	if (i == start || (i - start > 1 && data[start] == '0'))
		return false;
	if (i < len && data[i] == '.' && i + 1 < len)
		for (i++; i < len && value_is_digit(data[i]); i++)
			;
	return i == len;
}

/* Of a cell that reads with either sign: is it another number then?  1 234 is not. */
static bool
has_separator(const NumberText *number)
{
	return memchr(number->mantissa, ',', number->len) != NULL ||
		memchr(number->mantissa, '.', number->len) != NULL;
}

/*
 * Of such a cell: does nothing decide?  Where nothing speaks against it, 1.234 is as
 * PostgreSQL writes numbers.
 */
static bool
is_ambiguous(const Field *field, const NumberText *number)
{
	return field->decimal == '\0' && has_separator(number) &&
		(field->unsure || memchr(number->mantissa, ',', number->len) != NULL);
}

bool
value_is_special_number(const char *data, uint32 len)
{
	static const char *const words[] = {"NaN", "Infinity", "-Infinity"};

	for (size_t i = 0; i < lengthof(words); i++)
		if (len == strlen(words[i]) && memcmp(data, words[i], len) == 0)
			return true;
	return false;
}

static void
fail_ambiguous(CellValue *value)
{
	value_fail(value, "ambiguous_number", "reads as thousands or as decimals",
			   "Write it without a separator between thousands, and with another number of decimals than three: 1234 or 1.2340.");
}

static void
fail_number(CellValue *value)
{
	value_fail(value, "invalid_number", "not a number", "Write it in digits, such as 1234.50.");
}

void
value_parse_number(const Field *field, const char *data, uint32 len, CellValue *value)
{
	NumberText	number;
	NumberReading point,
				comma;
	bool		reads_point,
				reads_comma;

	if (field->decimal != ',' && !field->unsure && is_plain_number(data, len))
	{
		value_set(value, data, len);
		return;
	}
	if (data[0] == '\'' && value_is_special_number(data + 1, len - 1))
	{
		value_set(value, data + 1, len - 1);
		return;
	}
	data = field_utf8(data, &len);
	if (!scan_number(data, len, true, &number))
	{
		fail_number(value);
		return;
	}
	reads_point = read_number(&number, '.', &point);
	reads_comma = read_number(&number, ',', &comma);
	if (!reads_point && !reads_comma)
		fail_number(value);
	else if (reads_point && reads_comma && is_ambiguous(field, &number))
		fail_ambiguous(value);
	else if (reads_comma && (field->decimal == ',' || !reads_point))
		set_number(&number, &comma, value);
	else
		set_number(&number, &point, value);
}

int
value_numeric_scale(int32 typmod)
{
	if (typmod < (int32) VARHDRSZ)
		return VALUE_ANY_SCALE;
	/* as numeric.c packs it: 11 bits, signed */
	return (((typmod - (int32) VARHDRSZ) & 0x7ff) ^ 1024) - 1024;
}

CellReadings
value_number_readings(const CsvCell *cell)
{
	CellReadings readings = {0};
	const char *data = cell->data;
	uint32		len = cell->len;
	NumberText	number;
	NumberReading reading;

	value_trim(&data, &len);
	data = field_utf8(data, &len);
	if (len == 0 || !scan_number(data, len, true, &number))
		return readings;
	if (read_number(&number, '.', &reading))
		readings.possible |= VALUE_READING(NUMBER_POINT);
	if (read_number(&number, ',', &reading))
		readings.possible |= VALUE_READING(NUMBER_COMMA);
	readings.likely = readings.possible;
	readings.ambiguous = readings.possible == (VALUE_READING(NUMBER_POINT) | VALUE_READING(NUMBER_COMMA)) &&
		has_separator(&number);
	return readings;
}

/* Only three digits behind the last point or comma can be read both ways. */
bool
value_number_is_ambiguous(const CsvCell *cell)
{
	const char *end = cell->data + cell->len;
	const char *p = end;

	while (p > cell->data && p[-1] != '.' && p[-1] != ',')
		p--;
	if (p == cell->data || end - p < 3 || !value_is_digit(p[0]) || !value_is_digit(p[1]) ||
		!value_is_digit(p[2]) || (end - p > 3 && value_is_digit(p[3])))
		return false;
	return value_number_readings(cell).ambiguous;
}

char
value_decimal_sign(int way)
{
	return way == NUMBER_COMMA ? ',' : '.';
}

/* Up to 18 digits and a minus sign, as most integers are: cannot overflow. */
static bool
plain_integer(const char *data, uint32 len, int64 *number)
{
	bool		negative = data[0] == '-';
	uint32		i = negative;
	int64		result = 0;

	if (i == len || len - i > 18)
		return false;
	for (; i < len; i++)
	{
		unsigned	digit = (unsigned char) data[i] - '0';

		if (digit > 9)
			return false;
		result = result * 10 + digit;
	}
	*number = negative ? -result : result;
	return true;
}

/* Is a plain integer written as PostgreSQL would write it? */
static inline bool
is_canonical_integer(const char *data, uint32 len)
{
	return (data[0] != '0' || len == 1) && (data[0] != '-' || data[1] != '0');
}

static bool
integer_in_range(Oid type, int64 number)
{
	switch (type)
	{
		case INT2OID:
			return number >= PG_INT16_MIN && number <= PG_INT16_MAX;
		case INT4OID:
			return number >= PG_INT32_MIN && number <= PG_INT32_MAX;
		default:
			return true;
	}
}

/* Digits to int64; false if they overflow. */
static bool
sum_digits(const NumberText *number, const NumberReading *reading, int64 *sum)
{
	*sum = 0;
	for (int i = 0; i < reading->ninteger; i++)
	{
		int			digit = reading->integer[i] - '0';

		if (pg_mul_s64_overflow(*sum, 10, sum) ||
			pg_sub_s64_overflow(*sum, digit, sum))
			return false;
	}
	return number->negative || !pg_sub_s64_overflow(0, *sum, sum);
}

static bool
fraction_is_zero(const NumberReading *reading)
{
	for (int i = 0; i < reading->nfraction; i++)
		if (reading->fraction[i] != '0')
			return false;
	return true;
}

/*
 * A reading without decimals, or with none but zeros.  Where the column does not
 * say what stands before decimals, every separator stands between thousands.
 */
static bool
read_integer(const NumberText *number, char decimal, NumberReading *reading)
{
	static const char decimals[] = {DECIMAL_NONE, '.', ','};

	for (size_t i = 0; i < lengthof(decimals); i++)
		if ((decimal == '\0' || decimals[i] == decimal) &&
			read_number(number, decimals[i], reading) && reading->ninteger > 0 &&
			fraction_is_zero(reading))
			return true;
	return false;
}

/* Does the column write both 1.250 and 12.50, or as if it did, so that 1.250 is unknown? */
static bool
integer_is_ambiguous(const Field *field, const NumberText *number)
{
	NumberReading reading;

	return field->unsure && has_separator(number) && read_number(number, '.', &reading) &&
		read_number(number, ',', &reading);
}

static void
fail_range(CellValue *value)
{
	value_fail(value, "out_of_range", "greater or smaller than the column can hold",
			   "Correct the number.");
}

static void
set_integer(const Field *field, int64 number, CellValue *value)
{
	char	   *text;

	if (!integer_in_range(field->type, number))
	{
		fail_range(value);
		return;
	}
	text = palloc(MAXINT8LEN + 1);
	value->number = number;
	value_set(value, text, pg_lltoa(number, text));
}

static void
fail_integer(CellValue *value)
{
	value_fail(value, "invalid_integer", "not a whole number", "Write it in digits, such as 1000.");
}

static void
parse_written_integer(const Field *field, const char *data, uint32 len, CellValue *value)
{
	NumberText	number;
	NumberReading reading;
	int64		sum;

	data = field_utf8(data, &len);
	if (!scan_number(data, len, false, &number))
		fail_integer(value);
	else if (integer_is_ambiguous(field, &number))
		fail_ambiguous(value);
	else if (!read_integer(&number, field->decimal, &reading))
		fail_integer(value);
	else if (!sum_digits(&number, &reading, &sum))
		fail_range(value);
	else
		set_integer(field, sum, value);
}

void
value_parse_integer(const Field *field, const char *data, uint32 len, CellValue *value)
{
	int64		number;

	if (!plain_integer(data, len, &number))
		parse_written_integer(field, data, len, value);
	else if (is_canonical_integer(data, len) && integer_in_range(field->type, number))
	{
		value->number = number;
		value_set(value, data, len);
	}
	else
		set_integer(field, number, value);
}
