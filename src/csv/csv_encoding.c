/*
 * csv_encoding.c
 *
 * Which encoding a file is in: what it was said to be, its byte order mark,
 * its zero bytes, whether it is UTF-8, and else its letters.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_decode.h"
#include "csv/csv_encoding.h"
#include "csv/csv_letters.h"

typedef struct Bom
{
	const char *name;
	const char *bytes;
	size_t		len;
} Bom;

/* UTF32LE stands before UTF16LE, which its mark starts with. */
static const Bom boms[] = {
	{"UTF8", "\xef\xbb\xbf", 3},
	{"UTF32LE", "\xff\xfe\0\0", 4},
	{"UTF32BE", "\0\0\xfe\xff", 4},
	{"UTF16LE", "\xff\xfe", 2},
	{"UTF16BE", "\xfe\xff", 2},
};

static const Bom *find_bom(const char *bytes, size_t len);
static const char *detect_wide(const char *bytes, size_t len);
static void detect_narrow(const char *bytes, size_t len, bool whole, CsvEncoding *encoding);

void
csv_encoding_detect(const char *bytes, size_t len, bool whole,
					const char *requested, CsvEncoding *encoding)
{
	const Bom  *bom = find_bom(bytes, len);
	const char *wide;

	memset(encoding, 0, sizeof(CsvEncoding));
	if (requested)
	{
		encoding->name = csv_encoding_name(requested);
		if (strcmp(encoding->name, "UTF16") == 0 || strcmp(encoding->name, "UTF32") == 0)
		{
			bool		is_32 = encoding->name[3] == '3';

			wide = bom ? bom->name : detect_wide(bytes, len);
			if (wide && strncmp(wide, encoding->name, 5) == 0)
				encoding->name = wide;
			else
				encoding->name = is_32 ? "UTF32LE" : "UTF16LE";
		}
		if (bom && strcmp(bom->name, encoding->name) == 0)
			encoding->bom_len = bom->len;
		return;
	}
	if (bom)
	{
		encoding->name = bom->name;
		encoding->bom_len = bom->len;
		return;
	}
	wide = detect_wide(bytes, len);
	if (wide)
		encoding->name = wide;
	else
		detect_narrow(bytes, len, whole, encoding);
}

static const Bom *
find_bom(const char *bytes, size_t len)
{
	for (int i = 0; i < (int) lengthof(boms); i++)
	{
		if (len >= boms[i].len && memcmp(bytes, boms[i].bytes, boms[i].len) == 0)
			return &boms[i];
	}
	return NULL;
}

/*
 * Do line breaks, delimiters and quotes have a zero byte beside them?  parity
 * is where their own byte is: 0 = the first of two.
 */
static bool
marks_are_wide(const char *bytes, size_t len, size_t parity)
{
	size_t		wide = 0;
	size_t		narrow = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
	{
		char		mark = bytes[i + parity];
		char		other = bytes[i + 1 - parity];

		if (mark != '\0' && strchr("\r\n\t,;|\"", mark) != NULL)
		{
			if (other == '\0')
				wide++;
			else
				narrow++;
		}
		if (other != '\0' && strchr("\r\n\t,;|\"", other) != NULL)
			narrow++;
	}
	return wide > narrow * 2;
}

/*
 * UTF-16 or UTF-32 without a byte order mark: line breaks, delimiters and
 * digits have zero bytes, always on the same side.  NULL if it is neither.
 */
static const char *
detect_wide(const char *bytes, size_t len)
{
	size_t		zeros[4] = {0, 0, 0, 0};
	size_t		n = len / 4;

	for (size_t i = 0; i < n * 4; i++)
		zeros[i & 3] += bytes[i] == '\0';
	if (n == 0 || (zeros[0] + zeros[1] + zeros[2] + zeros[3]) * 5 < n)
		return NULL;

	if (zeros[3] == n && zeros[2] * 10 >= n * 9)
		return "UTF32LE";
	if (zeros[0] == n && zeros[1] * 10 >= n * 9)
		return "UTF32BE";
	if ((zeros[0] + zeros[2]) * 20 <= zeros[1] + zeros[3] && marks_are_wide(bytes, len, 0))
		return "UTF16LE";
	if ((zeros[1] + zeros[3]) * 20 <= zeros[0] + zeros[2] && marks_are_wide(bytes, len, 1))
		return "UTF16BE";
	return NULL;
}

/*
 * An encoding whose ASCII is ASCII.  UTF-8 with a few bad bytes is still
 * UTF-8: no other encoding has many of its sequences.
 */
static void
detect_narrow(const char *bytes, size_t len, bool whole, CsvEncoding *encoding)
{
	size_t		sequences = 0;
	size_t		bad = 0;

	encoding->name = "UTF8";
	encoding->pure_ascii = true;
	for (size_t i = 0; i < len;)
	{
		int			char_len;

		if (!IS_HIGHBIT_SET(bytes[i]))
		{
			i++;
			continue;
		}
		encoding->pure_ascii = false;
		char_len = pg_utf_mblen((const unsigned char *) bytes + i);
		if (char_len > 1 && (size_t) char_len <= len - i &&
			pg_utf8_islegal((const unsigned char *) bytes + i, char_len))
		{
			sequences++;
			i += char_len;
			continue;
		}
		if (!whole && csv_is_cut_utf8(bytes + i, len - i))
			break;
		bad++;
		i++;
	}
	if (bad * 2 > sequences)
		encoding->name = csv_letters_guess(bytes, len, &encoding->doubt);
}
