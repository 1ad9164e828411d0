/*
 * value_date.c
 *
 * Dates as people write them: 2018-02-13, 13.02.2018, 2/13/18, 13. februar
 * 2018, Feb 13, 2018, 20180213, 130218, 43144 (a spreadsheet's serial number).
 *
 *		cell -> up to three parts (numbers, a month's name) and a time of day
 *			-> read in an order of day, month and year -> days since 2000-01-01
 *
 * A time of day is left out of customer_since, which other systems keep as a
 * moment, also in seconds since 1970; in other columns of dates it is an error.
 *
 * A year of four digits that comes first, a month's name and a serial number
 * need no order, but for 18-Feb-13, which begins with the day unless the column has
 * the year first.  The others are read in the column's order; without one, a
 * cell is a date if only one order makes it one, or all of them the same.
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "mb/pg_wchar.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "field/field_fold.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "field/value_readings.h"
#include "field/word_list.h"

#define DATE_MAX_BYTES 64
#define DATE_MAX_PARTS 3

/* Longest name of a time zone: CHAST, AZOST. */
#define ZONE_LETTERS 5

#define ISO_DATE_BYTES 10

/* 130218; where a spreadsheet has taken a column of such for numbers, 40218 is 040218. */
#define SIX_DIGITS 6

/* Serial numbers of 1927 to 2064; day 0 is 1899-12-30. */
#define SERIAL_DIGITS 5
#define SERIAL_FIRST 10000
#define SERIAL_LAST 60000

/* Two-digit years from here on are of the last century. */
#define CENTURY_PIVOT 70

/* A part of a date as written. */
typedef struct DatePart
{
	int			value;
	int			ndigits;		/* 0 = a month's name */
} DatePart;

typedef struct DateText
{
	int			nparts;
	DatePart	parts[DATE_MAX_PARTS];
	bool		dotted;			/* 13.02.2018 */
	bool		has_time;		/* a time of day other than midnight */
} DateText;

typedef struct MonthName
{
	const char *name;			/* folded; a longer word may begin with it */
	int			month;
} MonthName;

/*
 * Beginnings of the months' names in en, no, sv, da, de, fr, es, nl, fi, pt, it
 * and pl, long enough to tell them apart.  Longer ones stand before shorter ones.
 */
static const MonthName month_names[] = {
	{"jan", 1}, {"jaen", 1}, {"ene", 1}, {"gen", 1}, {"tammi", 1}, {"sty", 1},
	{"feb", 2}, {"fev", 2}, {"helmi", 2}, {"lut", 2},
	{"marras", 11},
	{"mar", 3}, {"mrt", 3}, {"mrz", 3}, {"maa", 3}, {"mae", 3},
	{"apr", 4}, {"avr", 4}, {"abr", 4}, {"huhti", 4}, {"kwi", 4},
	{"may", 5}, {"mai", 5}, {"maj", 5}, {"mei", 5}, {"mag", 5}, {"touko", 5},
	{"juin", 6}, {"jun", 6}, {"giu", 6}, {"kesa", 6}, {"cze", 6},
	{"juil", 7}, {"jul", 7}, {"lug", 7}, {"heina", 7}, {"lip", 7},
	{"aug", 8}, {"aou", 8}, {"ago", 8}, {"elo", 8}, {"sie", 8},
	{"sep", 9}, {"set", 9}, {"syys", 9}, {"wrz", 9},
	{"oct", 10}, {"okt", 10}, {"out", 10}, {"ott", 10}, {"loka", 10}, {"paz", 10},
	{"nov", 11}, {"lis", 11},
	{"dec", 12}, {"des", 12}, {"dez", 12}, {"dic", 12}, {"joulu", 12}, {"gru", 12}
};

/* 17 V 1980, as in Poland. */
static const char *const roman_months[] = {
	"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"
};

/* Days of the week, which may stand first: beginnings of their names, and short forms. */
static const char *const weekday_names[] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	"mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lordag", "sondag", "tisdag",
	"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
	"lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
	"segunda", "terca", "quarta", "quinta", "sexta",
	"lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica",
	"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
	"maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai",
	"poniedzial", "wtor", "srod", "czwart", "piatek", "sobot", "niedziel"
};

static const char *const short_weekdays[] = {
	"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
	"man", "tir", "tis", "ons", "tor", "tors", "fre", "lor", "son",
	"mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mer", "jeu", "ven", "sam", "dim",
	"mie", "jue", "vie", "sab", "dom", "seg", "ter", "qua", "qui", "sex", "gio",
	"ma", "wo", "vr", "za", "zo", "ti", "ke", "to", "pe", "la", "su",
	"pon", "pn", "wt", "sr", "czw", "pt", "sob", "nd", "niedz"
};

/* Words that stand between or behind the parts: 13 de febrero, 1st, den 13, at 8:30. */
static const char *const filler_words[] = {
	"a", "at", "d", "de", "del", "dell", "den", "der", "e", "el", "er", "feira", "ier", "il", "kl",
	"klo", "le", "nd", "o", "of", "r", "rd", "re", "rok", "roku", "st", "ste", "te", "ten", "th",
	"the", "um",
	"\xe5\xb9\xb4", "\xe6\x9c\x88", "\xe6\x97\xa5"	/* year, month, day in CJK */
};

/* What is wrong with a text that is no date in an order, and what to do. */
static const struct
{
	const char *message;
	const char *hint;
}			invalid_in_order[] = {
	[DATE_ORDER_UNKNOWN] = {"not a date", "Write it as YYYY-MM-DD, such as 2018-02-13."},
	[DATE_ORDER_YMD] = {"not a date in the order year, month, day",
	"Correct it, or set the option date_order (DMY, MDY)."},
	[DATE_ORDER_DMY] = {"not a date in the order day, month, year",
	"Correct it, or set the option date_order (YMD, MDY)."},
	[DATE_ORDER_MDY] = {"not a date in the order month, day, year",
	"Correct it, or set the option date_order (YMD, DMY)."}
};

static void
fail_date(CellValue *value, DateFieldOrder order)
{
	value_fail(value, "invalid_date", invalid_in_order[order].message, invalid_in_order[order].hint);
}

/* Two digits, or something beyond 99. */
static inline unsigned
two_digits(const char *p)
{
	unsigned	tens = (unsigned char) p[0] - '0';
	unsigned	ones = (unsigned char) p[1] - '0';

	return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

static bool
make_date(int year, int month, int day, int64 *date)
{
	if (year < 1 || year > 9999 || month < 1 || month > MONTHS_PER_YEAR ||
		day < 1 || day > day_tab[isleap(year)][month - 1])
		return false;
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return true;
}

bool
value_iso_date(const char *data, uint32 len, int64 *date)
{
	if (len != ISO_DATE_BYTES || data[4] != '-' || data[7] != '-')
		return false;
	return make_date(two_digits(data) * 100 + two_digits(data + 2),
					 two_digits(data + 5), two_digits(data + 8), date);
}

/* Digits to a number of at most 9999999; -1 if there are others, or a 0 too many. */
static int
year_of(const char *p, const char *end)
{
	int			year = 0;

	if (end - p < 4 || end - p > 7 || (end - p > 4 && *p == '0'))
		return -1;
	for (; p < end; p++)
	{
		if (!value_is_digit(*p))
			return -1;
		year = year * 10 + (*p - '0');
	}
	return year;
}

bool
value_special_date(const char *data, uint32 len, int64 *date)
{
	const char *end = data + len;
	bool		before_christ = len > 3 && memcmp(end - 3, " BC", 3) == 0;
	int			year,
				month,
				day;

	if (len == 8 && memcmp(data, "infinity", 8) == 0)
		*date = DATEVAL_NOEND;
	else if (len == 9 && memcmp(data, "-infinity", 9) == 0)
		*date = DATEVAL_NOBEGIN;
	else
	{
		if (before_christ)
			end -= 3;
		if (end - data < ISO_DATE_BYTES || end[-6] != '-' || end[-3] != '-')
			return false;
		year = year_of(data, end - 6);
		month = two_digits(end - 5);
		day = two_digits(end - 2);
		if (year < (before_christ ? 1 : 10000))
			return false;
		if (before_christ)
			year = 1 - year;
		if (month < 1 || month > MONTHS_PER_YEAR || day < 1 ||
			day > day_tab[isleap(year)][month - 1] || !IS_VALID_JULIAN(year, month, day))
			return false;
		*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
		return IS_VALID_DATE(*date);
	}
	return true;
}

/* A month's number by its name, or 0. */
static int
find_month(const char *folded)
{
	for (size_t i = 0; i < lengthof(month_names); i++)
		if (strncmp(folded, month_names[i].name, strlen(month_names[i].name)) == 0)
			return month_names[i].month;
	for (size_t i = 0; i < lengthof(roman_months); i++)
		if (strcmp(folded, roman_months[i]) == 0)
			return i + 1;
	return 0;
}

static bool
is_weekday(const char *folded)
{
	for (size_t i = 0; i < lengthof(weekday_names); i++)
		if (strncmp(folded, weekday_names[i], strlen(weekday_names[i])) == 0)
			return true;
	return IS_ONE_OF(folded, short_weekdays);
}

static bool
is_filler(const char *folded)
{
	return folded[0] == '\0' || IS_ONE_OF(folded, filler_words);
}

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IS_HIGHBIT_SET(c);
}

static bool
add_part(DateText *text, int value, int ndigits)
{
	if (text->nparts == DATE_MAX_PARTS)
		return false;
	text->parts[text->nparts].value = value;
	text->parts[text->nparts++].ndigits = ndigits;
	return true;
}

/* A run of digits; false if it is too long for any date. */
static bool
scan_number(const char **p, const char *end, DateText *text)
{
	int			value = 0;
	int			ndigits = 0;

	for (; *p < end && value_is_digit(**p); (*p)++)
	{
		if (++ndigits > 8)
			return false;
		value = value * 10 + (**p - '0');
	}
	return add_part(text, value, ndigits);
}

/* "mar" is a Tuesday, too, in French, Spanish and Italian: mar. 3 avril 2018. */
static void
drop_tuesday(DateText *text)
{
	if (text->nparts == 0 || text->parts[0].ndigits != 0 || text->parts[0].value != 3)
		return;
	text->nparts--;
	memmove(text->parts, text->parts + 1, text->nparts * sizeof(DatePart));
}

/*
 * A month's name, or a word that says nothing, as a day of the week before the
 * date does; false for any other.
 */
static bool
scan_word(const char **p, const char *end, DateText *text)
{
	const char *start = *p;
	char		folded[2 * DATE_MAX_BYTES + 1];
	int			month;

	while (*p < end && is_letter(**p))
		(*p)++;
	folded[field_fold_utf8(start, *p - start, folded)] = '\0';
	if (is_filler(folded) || (text->nparts == 0 && is_weekday(folded)))
		return true;
	month = find_month(folded);
	if (month == 0)
		return false;
	drop_tuesday(text);
	return add_part(text, month, 0);
}

/* Z, +02:00, UTC, CEST; or nothing. */
static bool
is_zone(const char *p, const char *end)
{
	int			nletters = 0;

	for (; p < end; p++)
	{
		if (is_letter(*p))
			nletters++;
		else if (strchr("+-: ", *p) == NULL && !value_is_digit(*p))
			return false;
	}
	return nletters <= ZONE_LETTERS;
}

/*
 * A time of day up to the end: 00:00, 00:00:00.000Z, 12:00:00 AM, with or
 * without a zone.  Sets has_time if it is not midnight; false if it is no
 * time.
 */
static bool
scan_time(const char *p, const char *end, DateText *text)
{
	bool		twelve = end - p >= 2 && p[0] == '1' && p[1] == '2';
	bool		midnight = true;
	bool		colon = false;

	if (twelve)
		p += 2;
	for (; p < end && (value_is_digit(*p) || *p == ':' || *p == '.'); p++)
	{
		colon |= *p == ':';
		midnight &= *p == '0' || *p == ':' || *p == '.';
	}
	while (p < end && *p == ' ')
		p++;
	if (end - p >= 2 && (p[1] == 'M' || p[1] == 'm'))
	{
		bool		am = *p == 'A' || *p == 'a';

		if (!am && *p != 'P' && *p != 'p')
			return false;
		midnight &= am && twelve;
		p += 2;
	}
	else
		midnight &= !twelve;
	text->has_time = !midnight;
	return colon && is_zone(p, end);
}

/* Is this the time of day behind three parts? */
static inline bool
is_time(const char *p, const char *end, const DateText *text)
{
	if (text->nparts < DATE_MAX_PARTS || !value_is_digit(*p))
		return false;
	while (p < end && value_is_digit(*p))
		p++;
	return p < end && *p == ':';
}

/* Takes a date (UTF-8, NUL-terminated) apart; false if it is none. */
static bool
scan_parts(const char *p, const char *end, DateText *text)
{
	const char *start = p;
	int			ndots = 0;

	while (p < end)
	{
		if (is_time(p, end, text))
			return scan_time(p, end, text);
		if (text->nparts == DATE_MAX_PARTS && (*p == 'T' || *p == 't') &&
			end - p >= 2 && is_time(p + 1, end, text))
			p++;
		else if (value_is_digit(*p))
		{
			if (!scan_number(&p, end, text))
				return false;
		}
		else if (is_letter(*p))
		{
			if (!scan_word(&p, end, text))
				return false;
		}
		else if (p > start && strchr(" ./-,", *p) != NULL)
			ndots += *p++ == '.';
		else
			return false;
	}
	text->dotted = ndots >= 2;
	return text->nparts > 0;
}

static bool
scan_date(const char *data, uint32 len, DateText *text)
{
	char		copy[DATE_MAX_BYTES + 1];

	memset(text, 0, sizeof(DateText));
	if (len > DATE_MAX_BYTES)
		return false;
	memcpy(copy, data, len);
	copy[len] = '\0';
	return scan_parts(copy, copy + len, text);
}

/* Two digits of a year to four.  Nobody is born in the future. */
static int
full_year(const DatePart *part, bool birth)
{
	int			year,
				month,
				day;

	if (part->ndigits != 2)
		return part->value;
	if (!birth)
		return part->value + (part->value >= CENTURY_PIVOT ? 1900 : 2000);
	j2date(GetSQLCurrentDate() + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return part->value + (2000 + part->value > year ? 1900 : 2000);
}

static bool
join_date(const DatePart *year, const DatePart *month, const DatePart *day,
		  bool birth, int64 *date)
{
	if ((year->ndigits != 4 && year->ndigits != 2) || month->ndigits > 2 ||
		day->ndigits < 1 || day->ndigits > 2)
		return false;
	if (!make_date(full_year(year, birth), month->value, day->value, date))
		return false;
	if (birth && year->ndigits == 2 && *date > GetSQLCurrentDate())
		return make_date(year->value + 1900, month->value, day->value, date);
	return true;
}

/* Three parts in an order. */
static bool
read_parts(const DatePart *parts, DateFieldOrder order, bool birth, int64 *date)
{
	switch (order)
	{
		case DATE_ORDER_YMD:
			return join_date(&parts[0], &parts[1], &parts[2], birth, date);
		case DATE_ORDER_DMY:
			return join_date(&parts[2], &parts[1], &parts[0], birth, date);
		case DATE_ORDER_MDY:
			return join_date(&parts[2], &parts[0], &parts[1], birth, date);
		default:
			return false;
	}
}

/* 20180213 to 2018, 02, 13, as the order has it. */
static bool
read_compact(int digits, DateFieldOrder order, bool birth, int64 *date)
{
	DatePart	parts[DATE_MAX_PARTS];

	if (order == DATE_ORDER_YMD)
	{
		parts[0] = (DatePart) {digits / 10000, 4};
		parts[1] = (DatePart) {digits / 100 % 100, 2};
		parts[2] = (DatePart) {digits % 100, 2};
		if (parts[0].value < 1000)
			return false;
	}
	else
	{
		parts[0] = (DatePart) {digits / 1000000, 2};
		parts[1] = (DatePart) {digits / 10000 % 100, 2};
		parts[2] = (DatePart) {digits % 10000, 4};
		if (parts[2].value < 1000)
			return false;
	}
	return read_parts(parts, order, birth, date);
}

/* 130218 to 13, 02, 18, as the order has it. */
static bool
read_six_digits(int digits, DateFieldOrder order, bool birth, int64 *date)
{
	DatePart	parts[DATE_MAX_PARTS] = {{digits / 10000, 2}, {digits / 100 % 100, 2}, {digits % 100, 2}};

	return read_parts(parts, order, birth, date);
}

/* A month's name settles the month; the day is what cannot be the year. */
static bool
read_named(const DateText *text, DateFieldOrder order, bool birth, int64 *date)
{
	DatePart	month = {0, 1};
	DatePart	others[2] = {{0, 0}, {0, 0}};
	int			nothers = 0;
	bool		year_first;

	for (int i = 0; i < DATE_MAX_PARTS; i++)
	{
		if (text->parts[i].ndigits == 0)
			month.value = text->parts[i].value;
		else if (nothers < 2)
			others[nothers++] = text->parts[i];
		else
			return false;
	}
	if (nothers != 2)
		return false;
	year_first = others[0].ndigits == 4 || others[0].value > 31 ||
		(order == DATE_ORDER_YMD && others[1].ndigits <= 2);
	return join_date(&others[!year_first], &month, &others[year_first], birth, date);
}

static bool
has_name(const DateText *text)
{
	for (int i = 0; i < text->nparts; i++)
		if (text->parts[i].ndigits == 0)
			return true;
	return false;
}

/* Is it 20180213, which is a date with the year first only? */
static bool
is_compact_year_first(const DateText *text)
{
	const DatePart *part = &text->parts[0];
	int64		date;

	return text->nparts == 1 && part->ndigits == 8 &&
		read_compact(part->value, DATE_ORDER_YMD, false, &date) &&
		!read_compact(part->value, DATE_ORDER_DMY, false, &date) &&
		!read_compact(part->value, DATE_ORDER_MDY, false, &date);
}

/* Does the date mean the same in every order? */
static bool
is_free_of_order(const DateText *text)
{
	return has_name(text) || text->parts[0].ndigits == 4 ||
		text->parts[0].ndigits == SERIAL_DIGITS || is_compact_year_first(text);
}

static bool
read_serial(const DateText *text, int64 *date)
{
	const DatePart *days = &text->parts[0];

	if (text->nparts > 2 || (text->nparts == 2 && text->parts[1].value != 0) ||
		days->value < SERIAL_FIRST || days->value > SERIAL_LAST)
		return false;
	*date = date2j(1899, 12, 30) + days->value - POSTGRES_EPOCH_JDATE;
	return true;
}

static bool
read_date(const DateText *text, DateFieldOrder order, bool birth, int64 *date)
{
	if (text->parts[0].ndigits == SERIAL_DIGITS)
		return read_serial(text, date);
	if (is_compact_year_first(text))
		order = DATE_ORDER_YMD;
	if (text->nparts == 1 && text->parts[0].ndigits == 8)
		return read_compact(text->parts[0].value, order, birth, date);
	if (text->nparts == 1 && text->parts[0].ndigits == SIX_DIGITS)
		return read_six_digits(text->parts[0].value, order, birth, date);
	if (text->nparts != DATE_MAX_PARTS)
		return false;
	if (has_name(text))
		return read_named(text, order, birth, date);
	if (text->parts[0].ndigits == 4)
		order = DATE_ORDER_YMD;
	return read_parts(text->parts, order, birth, date);
}

/*
 * With dots, months are written first nowhere; days are, unless other cells show
 * that it is the year.
 */
static bool
order_is_used(const DateText *text, DateFieldOrder order, bool likely)
{
	return !text->dotted || order == DATE_ORDER_DMY || (order == DATE_ORDER_YMD && !likely);
}

/* Bits of the (likely) orders in which it is a date, and one such date. */
static unsigned
possible_orders(const DateText *text, bool birth, bool likely, int64 *date, bool *agree)
{
	unsigned	orders = 0;

	*agree = true;
	for (int order = DATE_ORDER_YMD; order <= DATE_ORDER_MDY; order++)
	{
		int64		reading;

		if (!order_is_used(text, order, likely) || !read_date(text, order, birth, &reading))
			continue;
		if (orders != 0 && reading != *date)
			*agree = false;
		*date = reading;
		orders |= VALUE_READING(order);
	}
	return orders;
}

static void
set_date(CellValue *value, int64 date)
{
	char	   *text = palloc(ISO_DATE_BYTES + 1);
	int			year,
				month,
				day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	snprintf(text, ISO_DATE_BYTES + 1, "%04d-%02d-%02d", year, month, day);
	value->number = date;
	value_set(value, text, ISO_DATE_BYTES);
}

static void
parse_without_order(const DateText *text, bool birth, bool unsure, CellValue *value)
{
	int64		date = 0;
	bool		agree;

	if (possible_orders(text, birth, !unsure, &date, &agree) == 0)
		fail_date(value, DATE_ORDER_UNKNOWN);
	else if (!agree)
		value_fail(value, "ambiguous_date",
				   unsure ? "day and month, or day and year, could be either way round, and the column has dates of both kinds"
				   : "day and month, or day and year, could be either way round",
				   "Set the option date_order (DMY, MDY or YMD), or write YYYY-MM-DD.");
	else
		set_date(value, date);
}

/* Does the column take moments, and keep their dates? */
static bool
takes_moments(const Field *field)
{
	return strcmp(field->name, "customer_since") == 0;
}

/* Seconds or milliseconds since 1970, of 2001 to 2033: ten or 13 digits from 1 on. */
static bool
read_epoch(const char *data, uint32 len, int64 *date)
{
	int64		seconds = 0;

	if ((len != 10 && len != 13) || data[0] != '1')
		return false;
	for (uint32 i = 0; i < len; i++)
	{
		if (!value_is_digit(data[i]))
			return false;
		if (i < 10)
			seconds = seconds * 10 + (data[i] - '0');
	}
	*date = seconds / SECS_PER_DAY + UNIX_EPOCH_JDATE - POSTGRES_EPOCH_JDATE;
	return true;
}

/* A column of six digits has no serial numbers, but dates that have lost their zero. */
static void
restore_zero(const Field *field, DateText *text)
{
	if (field->six_digits && text->nparts == 1 && text->parts[0].ndigits == SERIAL_DIGITS)
		text->parts[0].ndigits = SIX_DIGITS;
}

/* 44000.5: behind a spreadsheet's number of the day stands the time of day. */
static void
drop_fraction(const Field *field, const char *data, uint32 len, DateText *text)
{
	if (takes_moments(field) && text->nparts == 2 && text->parts[0].ndigits == SERIAL_DIGITS &&
		len > SERIAL_DIGITS && data[SERIAL_DIGITS] == '.')
		text->nparts = 1;
}

static void
parse_text(const Field *field, const DateText *text, CellValue *value)
{
	bool		birth = strcmp(field->name, "birth_date") == 0;
	int64		date;

	if (text->has_time && !takes_moments(field))
		value_fail(value, "invalid_date",
				   "a time of day in a column of dates", "Write the date alone, as YYYY-MM-DD.");
	else if (field->date_order == DATE_ORDER_UNKNOWN && !is_free_of_order(text))
		parse_without_order(text, birth, field->unsure, value);
	else if (read_date(text, field->date_order, birth, &date))
		set_date(value, date);
	else
		fail_date(value, is_free_of_order(text) ? DATE_ORDER_UNKNOWN : field->date_order);
}

void
value_parse_date(const Field *field, const char *data, uint32 len, CellValue *value)
{
	DateText	text;

	if (value_iso_date(data, len, &value->number))
	{
		value_set(value, data, len);
		return;
	}
	if (data[0] == '\'' && value_special_date(data + 1, len - 1, &value->number))
	{
		value_set(value, data + 1, len - 1);
		return;
	}
	data = field_utf8(data, &len);
	if (takes_moments(field) && read_epoch(data, len, &value->number))
		set_date(value, value->number);
	else if (scan_date(data, len, &text))
	{
		restore_zero(field, &text);
		drop_fraction(field, data, len, &text);
		parse_text(field, &text, value);
	}
	else
		fail_date(value, DATE_ORDER_UNKNOWN);
}

bool
value_is_moment(const char *data, uint32 len)
{
	DateText	text;
	int64		date;
	bool		agree;

	if (value_iso_date(data, len, &date))
		return true;
	data = field_utf8(data, &len);
	if (!scan_date(data, len, &text) || text.nparts < 2)
		return false;
	return is_free_of_order(&text) ? read_date(&text, DATE_ORDER_UNKNOWN, false, &date)
		: possible_orders(&text, false, true, &date, &agree) != 0;
}

/* Is it a month's name between two numbers of two digits, 18-Feb-13? */
static bool
may_begin_with_year(const DateText *text)
{
	return text->nparts == DATE_MAX_PARTS && has_name(text) &&
		text->parts[0].ndigits <= 2 && text->parts[DATE_MAX_PARTS - 1].ndigits == 2;
}

CellReadings
value_date_readings(const CsvCell *cell)
{
	CellReadings readings = {0};
	const char *data = cell->data;
	uint32		len = cell->len;
	DateText	text;
	int64		date = 0;
	bool		agree;

	value_trim(&data, &len);
	if (len == 0 || value_iso_date(data, len, &date))
		return readings;
	data = field_utf8(data, &len);
	if (!scan_date(data, len, &text))
		return readings;
	if (is_free_of_order(&text))
	{
		readings.ambiguous = may_begin_with_year(&text);
		return readings;
	}
	readings.likely = possible_orders(&text, false, true, &date, &agree);
	readings.possible = possible_orders(&text, false, false, &date, &agree);
	readings.ambiguous = !agree;
	return readings;
}

bool
value_date_is_ambiguous(const CsvCell *cell)
{
	int64		date;

	return cell->len > 0 && !value_iso_date(cell->data, cell->len, &date) &&
		value_date_readings(cell).ambiguous;
}

bool
value_date_is_six_digits(const CsvCell *cell)
{
	const char *data = cell->data;
	uint32		len = cell->len;

	value_trim(&data, &len);
	if (len != SIX_DIGITS)
		return false;
	for (uint32 i = 0; i < len; i++)
		if (!value_is_digit(data[i]))
			return false;
	return true;
}
