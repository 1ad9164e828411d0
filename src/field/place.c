/*
 * place.c
 *
 * See place.h.
 */
#include "postgres.h"

#include <ctype.h>

#include "field/place.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Longest name of a region behind a comma, in bytes. */
#define REGION_BYTES 24

/* Digits of a postal code before which the region is written out: Springfield, Illinois 62701. */
#define ZIP_DIGITS 5

/* Regions by the letters that stand between a town and its postal code: US, CA, AU. */
static const char *const region_letters[] = {
	"AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
	"MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC",
	"SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "PR",
	"AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
	"NSW", "VIC", "QLD", "SA", "TAS", "ACT"
};

/* ---- a postal code and a town ---- */

/* Past the digits, or the capitals and digits, that a word begins with. */
static const char *
past_word(const char *p, const char *end, int *ndigits, int *ncapitals)
{
	*ndigits = *ncapitals = 0;
	for (; p < end && (isdigit((unsigned char) *p) || (*p >= 'A' && *p <= 'Z')); p++)
	{
		*ndigits += isdigit((unsigned char) *p) != 0;
		*ncapitals += !isdigit((unsigned char) *p);
	}
	return p;
}

static inline bool
at_word_end(const char *p, const char *end)
{
	return p == end || *p == ' ' || *p == ',';
}

/* The second half of a code behind a blank: 123 45, 1234 AB, SW1A 1AA; NULL = none. */
static const char *
past_half(const char *p, const char *end, int digits, int capitals)
{
	int			ndigits,
				ncapitals;
	const char *next;

	if (p == end || *p != ' ')
		return NULL;
	next = past_word(p + 1, end, &ndigits, &ncapitals);
	return ndigits == digits && ncapitals == capitals && at_word_end(next, end) ? next : NULL;
}

/* Past a postal code at the beginning of a text; NULL = there is none. */
static const char *
past_code(const char *p, const char *end)
{
	int			ndigits,
				ncapitals;
	const char *next = past_word(p, end, &ndigits, &ncapitals);
	const char *half;

	/* D-10115, SE-123 45 */
	if (ndigits == 0 && ncapitals > 0 && ncapitals <= 3 && next < end && *next == '-')
	{
		p = next + 1;
		next = past_word(p, end, &ndigits, &ncapitals);
	}
	if (ncapitals == 0 && next < end && *next == '-')	/* 00-950, 1000-205 */
	{
		int			more,
					others;
		const char *rest = past_word(next + 1, end, &more, &others);

		return ndigits >= 2 && others == 0 && more >= 3 && at_word_end(rest, end) ? rest : NULL;
	}
	if (!at_word_end(next, end))
		return NULL;
	if (ncapitals == 0)
	{
		half = ndigits == 3 ? past_half(next, end, 2, 0) : ndigits == 4 ? past_half(next, end, 0, 2) : NULL;
		return half != NULL ? half : ndigits >= 4 && ndigits <= 6 ? next : NULL;
	}
	if (ndigits == 4 && ncapitals == 2)	/* 1234AB */
		return isdigit((unsigned char) p[3]) ? next : NULL;
	if (ndigits == 0 || ndigits + ncapitals > 4)
		return NULL;
	half = past_half(next, end, 1, 2);
	return half != NULL ? half : past_half(next, end, 2, 1);
}

/* Is it the name of a place: words, and no digit? */
static bool
is_town(const CsvCell *town)
{
	for (uint32 i = 0; i < town->len; i++)
		if (isdigit((unsigned char) town->data[i]) || strchr(",@<>", town->data[i]) != NULL)
			return false;
	return town->len >= 2;
}

static void
strip_signs(CsvCell *cell)
{
	value_trim(&cell->data, &cell->len);
	while (cell->len > 0 && strchr(",-/ ", cell->data[0]) != NULL)
		cell->data++, cell->len--;
	while (cell->len > 0 && strchr(",-/ ", cell->data[cell->len - 1]) != NULL)
		cell->len--;
}

/* Oslo, 0150; London SW1A 1AA: the words of the code stand last. */
static bool
split_behind(const CsvCell *cell, CsvCell *code, CsvCell *town)
{
	const char *end = cell->data + cell->len;

	for (const char *p = cell->data + 1; p < end; p++)
	{
		if (p[-1] != ' ' && p[-1] != ',')
			continue;
		if (past_code(p, end) != end)
			continue;
		*code = (CsvCell) {.data = p, .len = end - p};
		*town = (CsvCell) {.data = cell->data, .len = p - cell->data};
		strip_signs(town);
		return is_town(town);
	}
	return false;
}

bool
place_split(const CsvCell *cell, CsvCell *code, CsvCell *town)
{
	CsvCell		bare = *cell;
	const char *end;
	const char *next;

	value_trim(&bare.data, &bare.len);
	if (bare.len == 0)
		return false;
	end = bare.data + bare.len;
	next = past_code(bare.data, end);
	if (next == NULL || next == end)
		return split_behind(&bare, code, town);
	*code = (CsvCell) {.data = bare.data, .len = next - bare.data};
	*town = (CsvCell) {.data = next, .len = end - next};
	strip_signs(town);
	return is_town(town);
}

bool
place_is_code(const CsvCell *cell)
{
	return cell->len > 0 && past_code(cell->data, cell->data + cell->len) == cell->data + cell->len;
}

/* ---- a town, a region and a postal code ---- */

/* The code that a text ends with; *before gets what stands before it. */
static CsvCell
last_code(const CsvCell *cell, CsvCell *before)
{
	const char *end = cell->data + cell->len;

	*before = *cell;
	for (const char *p = cell->data + 1; p < end; p++)
	{
		if ((p[-1] != ' ' && p[-1] != ',') || past_code(p, end) != end)
			continue;
		before->len = p - cell->data;
		strip_signs(before);
		return (CsvCell) {.data = p, .len = end - p};
	}
	return (CsvCell) {.data = ""};
}

/* Cuts what stands behind the last sign off a text; empty if there is none. */
static CsvCell
cut_behind(CsvCell *text, char sign)
{
	CsvCell		behind = {.data = ""};

	for (const char *p = text->data + text->len - 1; p > text->data; p--)
		if (*p == sign)
		{
			behind = (CsvCell) {.data = p + 1, .len = text->data + text->len - p - 1};
			text->len = p - text->data;
			break;
		}
	value_trim(&behind.data, &behind.len);
	strip_signs(text);
	return behind;
}

bool
place_is_region(const CsvCell *region)
{
	return region->len <= 3 && IS_ONE_OF(pnstrdup(region->data, region->len), region_letters);
}

bool
place_are_regions(const RecordSample *sample, int column)
{
	for (int i = 0; i < sample->nrecords; i++)
	{
		CsvCell		cell = sample->records[i]->cells[column];

		value_trim(&cell.data, &cell.len);
		if (cell.len > 0 && !place_is_region(&cell))
			return false;
	}
	return true;
}

static int
count_digits(const CsvCell *code)
{
	int			n = 0;

	for (uint32 i = 0; i < code->len; i++)
		n += isdigit((unsigned char) code->data[i]) != 0;
	return n;
}

bool
place_split_region(const CsvCell *cell, CsvCell *town, CsvCell *region, CsvCell *code)
{
	CsvCell		bare = *cell;
	CsvCell		letters;

	value_trim(&bare.data, &bare.len);
	if (bare.len == 0)
		return false;
	*code = last_code(&bare, town);
	letters = *town;
	*region = cut_behind(&letters, ' ');
	if (place_is_region(region) && is_town(&letters))
	{
		*town = letters;
		return true;
	}
	*region = cut_behind(town, ',');
	return region->len > 0 && region->len <= REGION_BYTES && is_town(region) && is_town(town) &&
		(place_is_region(region) || (count_digits(code) >= ZIP_DIGITS && isdigit((unsigned char) code->data[0])));
}
