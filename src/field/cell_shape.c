/*
 * cell_shape.c
 *
 *		characters of a cell -> how many are digits, letters, others -> CellShape
 */
#include "postgres.h"

#include "field/cell_shape.h"

static const char *const kind_word[NUM_SHAPE_KINDS] = {
	[SHAPE_EMPTY] = "empty",
	[SHAPE_EMAIL] = "email",
	[SHAPE_DATE] = "date",
	[SHAPE_DIGITS] = "digits",
	[SHAPE_LETTERS] = "letters",
	[SHAPE_MIXED] = "mixed"
};

const char *
shape_kind_word(ShapeKind kind)
{
	return kind_word[kind];
}

ShapeKind
shape_kind_of_word(const char *word)
{
	int			kind = 0;

	while (kind < NUM_SHAPE_KINDS && strcmp(word, kind_word[kind]) != 0)
		kind++;
	return kind;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A letter of ASCII, or a byte of any other character. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IS_HIGHBIT_SET(c);
}

/* Does it stand between digits, and in a number or phone? */
static bool
is_separator(char c)
{
	switch (c)
	{
		case ' ':
		case '+':
		case '-':
		case '.':
		case ',':
		case '(':
		case ')':
		case '/':
		case '\'':
		case '#':
		case ':':
		case '\t':
			return true;
		default:
			return false;
	}
}

/* Does the cell begin with three numbers, as a date does: 2 and 4 digits, 4 and 2? */
static bool
is_date(const char *data, uint32 len)
{
	int			digits[3] = {0};
	int			part = 0;
	char		separator = '\0';
	uint32		i;

	for (i = 0; i < len && data[i] != ' ' && data[i] != 'T'; i++)
	{
		if (is_digit(data[i]))
			digits[part]++;
		else if (strchr("-./", data[i]) == NULL || (part > 0 && data[i] != separator) || ++part > 2)
			return false;
		else
			separator = data[i];
	}
	return part == 2 && digits[1] >= 1 && digits[1] <= 2 &&
		((digits[0] == 4 && digits[2] >= 1 && digits[2] <= 2) ||
		 (digits[0] >= 1 && digits[0] <= 2 && (digits[2] == 2 || digits[2] == 4)));
}

/* An @ among other characters, and a point behind it. */
static bool
is_email(const char *data, uint32 len)
{
	const char *at = memchr(data, '@', len);

	return at != NULL && at > data && memchr(at, '.', data + len - at) != NULL;
}

/* The number of bits that a length has. */
static int
size_of_length(int length)
{
	int			size = 0;

	for (; length > 0; length >>= 1)
		size++;
	return Min(size, SHAPE_SIZES - 1);
}

CellShape
cell_shape(const CsvCell *cell)
{
	int			digits = 0,
				letters = 0,
				characters = 0;
	bool		only_digits = true;

	for (uint32 i = 0; i < cell->len; i++)
	{
		char		c = cell->data[i];

		characters += (c & 0xC0) != 0x80;	/* not within a character of UTF-8 */
		digits += is_digit(c);
		letters += is_letter(c);
		only_digits &= is_digit(c) || is_separator(c);
	}
	if (digits + letters == 0)
		return (CellShape) {SHAPE_EMPTY, 0};
	if (is_email(cell->data, cell->len))
		return (CellShape) {SHAPE_EMAIL, 0};
	if (digits > 0 && is_date(cell->data, cell->len))
		return (CellShape) {SHAPE_DATE, 0};
	if (only_digits)
		return (CellShape) {SHAPE_DIGITS, Min(digits, SHAPE_SIZES - 1)};
	return (CellShape) {digits > 0 ? SHAPE_MIXED : SHAPE_LETTERS, size_of_length(characters)};
}
