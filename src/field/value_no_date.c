/*
 * value_no_date.c
 *
 *		00.00.0000, 0.0.00, 1900-01-00 -> nothing
 *		a day -> 0001-01-01, 1753-01-01, 9999-12-31 ... -> nothing
 *		17.05., --05-17, 17 May -> a day without a year
 *		1987, 05.1987, 1987-05, May 1987 -> a year without a day
 */
#include "postgres.h"

#include <ctype.h>

#include "utils/datetime.h"

#include "field/value_no_date.h"
#include "field/value_parse.h"

/* Longest cell that is looked at. */
#define NO_DATE_BYTES 40

/* Apple's address book writes this year where there is none. */
#define NO_YEAR 1604

/* Years of people who live. */
#define FIRST_YEAR 1880
#define LAST_YEAR 2099

static const struct
{
	int			year,
				month,
				day;
}			limits[] = {
	{1, 1, 1},					/* .NET */
	{1753, 1, 1},				/* SQL Server */
	{1899, 12, 30},				/* OLE and Excel: 0 */
	{1899, 12, 31},
	{9999, 12, 31}
};

/* Day 0 of Excel. */
static const char *const day_zero[] = {
	"1900-01-00", "00.01.1900", "0.1.1900", "1/0/1900", "01/00/1900", "0/1/1900", "00/01/1900"
};

/* Zeros, with or without signs between them: 0, 00000000, 0000-00-00 00:00:00. */
static bool
are_zeros(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (data[i] != '0' && strchr("./-: ", data[i]) == NULL)
			return false;
	return data[0] == '0';
}

static bool
is_day_zero(const char *data, uint32 len)
{
	for (size_t i = 0; i < lengthof(day_zero); i++)
		if (strlen(day_zero[i]) == len && memcmp(day_zero[i], data, len) == 0)
			return true;
	return false;
}

static bool
is_limit(int64 date)
{
	for (size_t i = 0; i < lengthof(limits); i++)
		if (date == date2j(limits[i].year, limits[i].month, limits[i].day) - POSTGRES_EPOCH_JDATE)
			return true;
	return false;
}

static bool
is_of_no_year(const Field *field, int64 date)
{
	return strcmp(field->name, "birth_date") == 0 &&
		date >= date2j(NO_YEAR, 1, 1) - POSTGRES_EPOCH_JDATE &&
		date < date2j(NO_YEAR + 1, 1, 1) - POSTGRES_EPOCH_JDATE;
}

/* Reads a number of one or two digits; 0 = there is none. */
static int
read_small(const char **p, const char *end)
{
	int			number = 0;

	for (int i = 0; i < 2 && *p < end && value_is_digit(**p); i++)
		number = number * 10 + *(*p)++ - '0';
	return number;
}

static inline bool
is_day_and_month(int a, int b)
{
	return a > 0 && b > 0 && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

/* 17.05. 5/17 17-05 17.05.0000 */
static bool
are_two_numbers(const char *p, const char *end)
{
	int			first = read_small(&p, end);
	int			second;
	char		between = p < end ? *p : '\0';

	if (between != '.' && between != '/' && between != '-')
		return false;
	p++;
	second = read_small(&p, end);
	if (p < end && *p == between)
	{
		p++;
		while (p < end && *p == '0')
			p++;
	}
	return p == end && is_day_and_month(first, second);
}

/* --05-17 and --0517 of vCard, 0000-05-17 */
static bool
is_without_its_year(const char *p, const char *end)
{
	int			month;
	int			day;

	if (end - p > 5 && memcmp(p, "0000-", 5) == 0)
		p += 5;
	else if (end - p > 2 && memcmp(p, "--", 2) == 0)
		p += 2;
	else
		return false;
	month = read_small(&p, end);
	p += p < end && *p == '-' ? 1 : 0;
	day = read_small(&p, end);
	return p == end && month <= 12 && is_day_and_month(day, month);
}

/* 17 May, May 17th: a date once a year is added. */
static bool
is_day_and_word(const Field *field, const char *data, uint32 len)
{
	CellValue	value = {0};
	bool		has_digit = false;
	bool		has_letter = false;
	char	   *text;

	for (uint32 i = 0; i < len; i++)
	{
		has_digit |= value_is_digit(data[i]);
		has_letter |= isalpha((unsigned char) data[i]) || IS_HIGHBIT_SET(data[i]);
	}
	if (!has_digit || !has_letter)
		return false;
	text = psprintf("%.*s 2000", (int) len, data);
	value_parse_date(field, text, strlen(text), &value);
	pfree(text);
	return value.state == VALUE_SET;
}

static bool
is_yearless(const Field *field, const char *data, uint32 len)
{
	return are_two_numbers(data, data + len) || is_without_its_year(data, data + len) ||
		is_day_and_word(field, data, len);
}

/* 1987: when somebody was born, or joined, but not on which day. */
static bool
is_year_alone(const char *data, uint32 len)
{
	int			year = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (!value_is_digit(data[i]))
			return false;
		year = year * 10 + data[i] - '0';
	}
	return len == 4 && year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* Reads a number of four digits; 0 = there is none. */
static int
read_year(const char **p, const char *end)
{
	int			year = 0;

	if (end - *p < 4 || !is_year_alone(*p, 4))
		return 0;
	for (int i = 0; i < 4; i++)
		year = year * 10 + *(*p)++ - '0';
	return year;
}

/* 05.1987, 5/1987, 1987-05 */
static bool
are_month_and_year(const char *p, const char *end)
{
	bool		year_first = read_year(&p, end) > 0;
	int			month;

	if (!year_first && ((month = read_small(&p, end)) < 1 || month > 12))
		return false;
	if (p == end || strchr("./-", *p) == NULL)
		return false;
	p++;
	if (!year_first)
		return read_year(&p, end) > 0 && p == end;
	month = read_small(&p, end);
	return p == end && month >= 1 && month <= 12;
}

/* May 1987: a date once a day is put before it. */
static bool
are_word_and_year(const char *data, uint32 len)
{
	Field		date = {.name = "customer_since", .kind = FIELD_DATE, .date_order = DATE_ORDER_DMY, .typmod = -1};
	CellValue	value = {0};
	char	   *text;

	if (len < 6 || !is_year_alone(data + len - 4, 4) || !(isalpha((unsigned char) data[0]) || IS_HIGHBIT_SET(data[0])))
		return false;
	for (uint32 i = 0; i < len - 4; i++)
		if (value_is_digit(data[i]))
			return false;
	text = psprintf("1 %.*s", (int) len, data);
	value_parse_date(&date, text, strlen(text), &value);
	pfree(text);
	return value.state == VALUE_SET;
}

bool
value_is_month(const char *data, uint32 len)
{
	return len <= NO_DATE_BYTES && (are_month_and_year(data, data + len) || are_word_and_year(data, len));
}

bool
value_date_for_none(const Field *field, const char *data, uint32 len, int64 *date)
{
	return value_iso_date(data, len, date) && (is_limit(*date) || is_of_no_year(field, *date));
}

void
value_parse_file_date(const Field *field, const char *data, uint32 len, CellValue *value)
{
	bool		is_short = len <= NO_DATE_BYTES;

	value->state = VALUE_BLANK;
	if (data[0] == '\'' && value_date_for_none(field, data + 1, len - 1, &value->number))
	{
		value_set(value, data + 1, len - 1);
		return;
	}
	if (is_short && field->nothing != NULL && (are_zeros(data, len) || is_day_zero(data, len)))
		return;
	value_parse_date(field, data, len, value);
	if (value->state == VALUE_ERROR && (is_year_alone(data, len) || value_is_month(data, len)))
	{
		value_fail(value, "no_day", is_year_alone(data, len)
				   ? "a year without month and day, which is not taken" : "a month without a day, which is not taken",
				   "Write the day, too; or map the column to a category, which keeps it as it is.");
		value->state = VALUE_BLANK;
		return;
	}
	if (value->state == VALUE_SET && field->nothing != NULL && is_limit(value->number))
		value->state = VALUE_BLANK;
	else if (value->state == VALUE_SET ? is_of_no_year(field, value->number)
			 : is_short && is_yearless(field, data, len))
	{
		value_fail(value, "no_year", "a day without a year, which is not taken",
				   "Write the year, too; or map the column to a category, which keeps it as it is.");
		value->state = VALUE_BLANK;
	}
}
