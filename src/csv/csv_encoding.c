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
#include "csv/csv_twice.h"

/* Letters that read so well are in the encoding that they are read by. */
#define LETTERS_TRUSTED 0.8

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
static void detect_twice(const char *bytes, size_t len, CsvEncoding *encoding);
static void found(CsvEncoding *encoding, CsvCertainty certainty, const char *evidence);

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
		found(encoding, CSV_TOLD, "the option encoding says so");
		return;
	}
	if (bom)
	{
		encoding->name = bom->name;
		encoding->bom_len = bom->len;
		found(encoding, CSV_SURE, "the file starts with its byte order mark");
		if (strcmp(bom->name, "UTF8") == 0)
			detect_twice(bytes + bom->len, len - bom->len, encoding);
		return;
	}
	wide = detect_wide(bytes, len);
	if (wide)
	{
		encoding->name = wide;
		found(encoding, CSV_SURE, "zero bytes stand where this encoding has them");
	}
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

/* Lines that hold more than ASCII. */
typedef struct HighLines
{
	int			utf8;			/* they are valid UTF-8 */
	int			broken;			/* they hold UTF-8, and bytes that are none */
	int			others;
	size_t		surrogates;		/* pairs of them, in UTF-8 of three bytes each */
	size_t		sequences;		/* characters of UTF-8 in all of them */
	size_t		bad;			/* bytes that are none */
} HighLines;

/* Bytes of the valid UTF-8 character above ASCII at bytes, or 0. */
static size_t
sequence_at(const char *bytes, size_t len)
{
	size_t		char_len = pg_utf_mblen((const unsigned char *) bytes);

	if (char_len > 1 && char_len <= len &&
		pg_utf8_islegal((const unsigned char *) bytes, (int) char_len))
		return char_len;
	return 0;
}

/* May the text be the start of a pair of surrogates? */
static bool
is_cut_pair(const char *text, size_t len)
{
	return len < CSV_SURROGATES_BYTES && (uint8) text[0] == 0xed;
}

/* Takes a line into the count; cut says that the sample ends with it. */
static void
count_line(HighLines *lines, const char *line, size_t len, bool cut)
{
	size_t		sequences = 0;
	size_t		bad = 0;

	for (size_t i = 0; i < len;)
	{
		size_t		char_len;

		if (!IS_HIGHBIT_SET(line[i]))
		{
			i++;
			continue;
		}
		char_len = sequence_at(line + i, len - i);
		if (char_len == 0 && csv_surrogates_at(line + i, len - i) != 0)
		{
			lines->surrogates++;
			char_len = CSV_SURROGATES_BYTES;
		}
		if (char_len == 0 && cut && (csv_is_cut_utf8(line + i, len - i) || is_cut_pair(line + i, len - i)))
			break;
		sequences += char_len > 0;
		bad += char_len == 0;
		i += Max(char_len, 1);
	}
	lines->sequences += sequences;
	lines->bad += bad;
	lines->utf8 += sequences > 0 && bad == 0;
	lines->broken += sequences > 0 && bad > 0;
	lines->others += sequences == 0 && bad > 0;
}

static void
count_lines(HighLines *lines, const char *bytes, size_t len, bool whole)
{
	const char *end = bytes + len;

	memset(lines, 0, sizeof(HighLines));
	while (bytes < end)
	{
		const char *start = bytes;

		while (bytes < end && *bytes != '\n' && *bytes != '\r')
			bytes++;
		count_line(lines, start, bytes - start, bytes == end && !whole);
		if (bytes < end)
			bytes++;
	}
}

/* Valid UTF-8: is it text that was converted to it twice? */
static void
detect_twice(const char *bytes, size_t len, CsvEncoding *encoding)
{
	CsvTwice	twice;

	csv_twice_detect(bytes, csv_twice_sample(bytes, len), &twice);
	if (twice.nonce == 0 && (twice.nsure > 0 || twice.ntwice > 2))
	{
		encoding->twice = twice.encoding;
		encoding->doubt = psprintf("the text was converted to UTF-8 twice, having been taken for %s, which is undone",
								   twice.encoding);
	}
	else if (twice.nsure > 0)
		encoding->doubt = psprintf("lines that look converted to UTF-8 twice (as in \"Jos\xc3\x83\xc2\xa9\"): %d; they are kept as they are",
								   twice.nlines);
}

static void
found(CsvEncoding *encoding, CsvCertainty certainty, const char *evidence)
{
	encoding->found.certainty = certainty;
	encoding->found.evidence = evidence;
}

/* Lines that are not UTF-8: which encoding are they in? */
static void
detect_others(const char *bytes, size_t len, const HighLines *lines, CsvEncoding *encoding)
{
	const char *doubt;
	double		score;
	const char *name = csv_letters_guess(bytes, len, true, &score, &doubt);
	CsvDecoder *mixed = csv_decoder_create_mixed(name);
	bool		can_mix = mixed != NULL;

	if (mixed)
		csv_decoder_free(mixed);
	if (lines->utf8 + lines->broken == 0)
	{
		encoding->name = name;
		encoding->mixed_with = can_mix ? name : NULL;
		encoding->doubt = doubt;
		found(encoding, doubt ? CSV_GUESSED : CSV_LIKELY,
			  psprintf("the file is not UTF-8, and its letters read best as %s", name));
		return;
	}
	if (can_mix && score >= LETTERS_TRUSTED)
	{
		encoding->name = lines->others > lines->utf8 ? name : "UTF8";
		encoding->mixed_with = name;
		found(encoding, CSV_LIKELY,
			  psprintf("some lines are UTF-8, the letters of others read best as %s", name));
	}
	else if (lines->bad * 2 > lines->sequences && lines->utf8 < lines->broken + lines->others)
	{
		encoding->name = csv_letters_guess(bytes, len, false, &score, &encoding->doubt);
		found(encoding, encoding->doubt ? CSV_GUESSED : CSV_LIKELY,
			  psprintf("little of the file is UTF-8, and its letters read best as %s", encoding->name));
	}
}

/*
 * An encoding whose ASCII is ASCII.  A line that is valid UTF-8 beyond ASCII is
 * UTF-8, for no other encoding has many of its sequences; what the others are,
 * their letters say.
 */
static void
detect_narrow(const char *bytes, size_t len, bool whole, CsvEncoding *encoding)
{
	HighLines	lines;

	count_lines(&lines, bytes, len, whole);
	encoding->name = "UTF8";
	encoding->pure_ascii = lines.sequences + lines.bad == 0;
	if (encoding->pure_ascii)
		found(encoding, CSV_SURE, "nothing but ASCII was seen, which is the same in nearly every encoding");
	else if (lines.bad == 0)
	{
		found(encoding, CSV_SURE, "all that was seen is valid UTF-8");
		detect_twice(bytes, len, encoding);
	}
	else
	{
		found(encoding, CSV_LIKELY, "nearly all that was seen is valid UTF-8");
		if (lines.others > 0 || lines.bad * 2 > lines.sequences)
			detect_others(bytes, len, &lines, encoding);
	}
	if (lines.surrogates > 0 && strcmp(encoding->name, "UTF8") == 0 && encoding->mixed_with == NULL)
	{
		encoding->name = "CESU8";
		found(encoding, CSV_LIKELY, "it is UTF-8 whose characters beyond 16 bits are pairs of surrogates");
	}
}
