/*
 * csv_decode.c
 *
 * Bytes of a known encoding to UTF-8 text.  See csv_decode.h.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_codepage.h"
#include "csv/csv_convert.h"
#include "csv/csv_decode.h"
#include "csv/csv_twice.h"

typedef enum DecoderKind
{
	DECODE_UTF16,
	DECODE_UTF32,
	DECODE_CESU8,
	DECODE_CONVERSION,
	DECODE_CODEPAGE,			/* where PostgreSQL has no conversion */
	DECODE_TWICE
} DecoderKind;

struct CsvDecoder
{
	DecoderKind kind;
	bool		big_endian;
	int			encoding;		/* DECODE_CONVERSION */
	Oid			conversion;
	CsvCodepage *page;			/* DECODE_CODEPAGE, DECODE_TWICE */

	/* lines of UTF-8 are kept, and counted, as are others above ASCII */
	bool		mixed;
	int64		nutf8;
	int64		nothers;
};

static size_t decode_utf16(const CsvDecoder *decoder, const uint8 *bytes, size_t len,
						   bool last, char *out, size_t *written);
static size_t decode_utf32(const CsvDecoder *decoder, const uint8 *bytes, size_t len,
						   bool last, char *out, size_t *written);
static size_t decode_cesu8(const char *bytes, size_t len, bool last, char *out, size_t *written);
static size_t decode_narrow(const CsvDecoder *decoder, const char *bytes, size_t len,
							bool last, char *out, size_t *written);
static size_t decode_conversion(const CsvDecoder *decoder, const char *bytes, size_t len,
								bool last, char *out, size_t *written);
static size_t decode_codepage(const CsvDecoder *decoder, const char *bytes, size_t len,
							  char *out, size_t *written);
static size_t decode_mixed(CsvDecoder *decoder, const char *bytes, size_t len,
						   bool last, char *out, size_t *written);

/* NULL where the library or PostgreSQL lacks the encoding. */
static CsvDecoder *
find_decoder(const char *name)
{
	CsvDecoder *decoder = palloc0(sizeof(CsvDecoder));
	bool		found;

	if (strncmp(name, "UTF16", 5) == 0 || strncmp(name, "UTF32", 5) == 0)
	{
		decoder->kind = name[3] == '1' ? DECODE_UTF16 : DECODE_UTF32;
		decoder->big_endian = strcmp(name + 5, "BE") == 0;
		return decoder;
	}
	if (strcmp(name, "CESU8") == 0)
	{
		decoder->kind = DECODE_CESU8;
		return decoder;
	}
	decoder->encoding = pg_char_to_encoding(name);
	decoder->kind = decoder->encoding < 0 ? DECODE_CODEPAGE : DECODE_CONVERSION;
	if (decoder->kind == DECODE_CODEPAGE)
	{
		decoder->page = csv_codepage_load(name);
		found = decoder->page != NULL;
	}
	else
	{
		decoder->conversion = csv_convert_find(decoder->encoding, PG_UTF8);
		found = OidIsValid(decoder->conversion);
	}
	if (found)
		return decoder;
	pfree(decoder);
	return NULL;
}

CsvDecoder *
csv_decoder_create(const char *name)
{
	CsvDecoder *decoder;

	if (strcmp(name, "UTF8") == 0)
		return NULL;
	decoder = find_decoder(name);
	if (decoder == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("encoding conversion from \"%s\" to UTF8 does not exist", name),
				 errhint("Save the file as UTF-8.")));
	return decoder;
}

CsvDecoder *
csv_decoder_create_if_known(const char *name)
{
	return find_decoder(name);
}

void
csv_decoder_free(CsvDecoder *decoder)
{
	if (decoder->page)
		pfree(decoder->page);
	pfree(decoder);
}

/* Letters of WIN866 and of KOI8 may make up UTF-8 by themselves. */
static bool
is_distinct(const char *name)
{
	return strcmp(name, "WIN866") != 0 && strncmp(name, "KOI8", 4) != 0;
}

CsvDecoder *
csv_decoder_create_mixed(const char *name)
{
	CsvDecoder *decoder = csv_decoder_create(name);

	if (decoder == NULL)
		return NULL;
	decoder->mixed = is_distinct(name) &&
		(decoder->kind == DECODE_CODEPAGE ||
		 (decoder->kind == DECODE_CONVERSION && pg_encoding_max_length(decoder->encoding) == 1));
	if (decoder->mixed)
		return decoder;
	csv_decoder_free(decoder);
	return NULL;
}

CsvDecoder *
csv_decoder_create_twice(const char *taken_for)
{
	CsvDecoder *decoder = palloc0(sizeof(CsvDecoder));

	decoder->kind = DECODE_TWICE;
	decoder->page = csv_twice_load(taken_for);
	return decoder;
}

void
csv_decoder_lines(const CsvDecoder *decoder, int64 *utf8, int64 *others)
{
	*utf8 = decoder->nutf8;
	*others = decoder->nothers;
}

size_t
csv_decode(CsvDecoder *decoder, const char *bytes, size_t len, bool last,
		   char *out, size_t *written)
{
	if (decoder->mixed)
		return decode_mixed(decoder, bytes, len, last, out, written);
	switch (decoder->kind)
	{
		case DECODE_UTF16:
			return decode_utf16(decoder, (const uint8 *) bytes, len, last, out, written);
		case DECODE_UTF32:
			return decode_utf32(decoder, (const uint8 *) bytes, len, last, out, written);
		case DECODE_CESU8:
			return decode_cesu8(bytes, len, last, out, written);
		case DECODE_TWICE:
			return csv_twice_undo(decoder->page, bytes, len, last, out, written);
		case DECODE_CONVERSION:
		case DECODE_CODEPAGE:
			break;
	}
	return decode_narrow(decoder, bytes, len, last, out, written);
}

static size_t
decode_narrow(const CsvDecoder *decoder, const char *bytes, size_t len, bool last,
			  char *out, size_t *written)
{
	if (decoder->kind == DECODE_CODEPAGE)
		return decode_codepage(decoder, bytes, len, out, written);
	return decode_conversion(decoder, bytes, len, last, out, written);
}

const char *
csv_encoding_name(const char *requested)
{
	static const char *const own[] = {
		"UTF16", "UTF16LE", "UTF16BE", "UTF32", "UTF32LE", "UTF32BE", "CESU8"
	};
	char		plain[NAMEDATALEN];
	size_t		len = 0;
	int			encoding;

	for (const char *p = requested; *p && len < sizeof(plain) - 2; p++)
	{
		if (isalnum((unsigned char) *p))
			plain[len++] = *p;
	}
	plain[len] = '\0';
	for (int i = 0; i < (int) lengthof(own); i++)
	{
		if (pg_strcasecmp(plain, own[i]) == 0)
			return own[i];
	}

	/* cp1252 is what Windows calls WIN1252 */
	if (pg_strncasecmp(plain, "windows", 7) == 0)
		encoding = pg_char_to_encoding(psprintf("win%s", plain + 7));
	else if (pg_strncasecmp(plain, "cp", 2) == 0)
	{
		char	   *win = psprintf("win%s", plain + 2);

		encoding = pg_char_to_encoding(win);
		pfree(win);
	}
	else
		encoding = pg_char_to_encoding(requested);
	if (encoding < 0)
	{
		const char *page = csv_codepage_name(requested);

		if (page != NULL)
			return page;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a valid encoding name", requested),
				 errhint("Use a name such as UTF8, UTF16, WIN1252, LATIN1, MACROMAN or CP850. An import finds the encoding if none is given.")));
	}
	return encoding == PG_SQL_ASCII ? "UTF8" : pg_encoding_to_char(encoding);
}

static inline uint32
get16(const uint8 *p, bool big_endian)
{
	return big_endian ? (uint32) p[0] << 8 | p[1] : (uint32) p[1] << 8 | p[0];
}

static inline uint32
get32(const uint8 *p, bool big_endian)
{
	return big_endian ?
		get16(p, true) << 16 | get16(p + 2, true) :
		get16(p + 2, false) << 16 | get16(p, false);
}

static inline bool
is_surrogate(uint32 code)
{
	return code >= 0xd800 && code <= 0xdfff;
}

/* Appends a character, or CSV_POISON for what is none. */
static inline char *
put_code(char *out, uint32 code)
{
	if (code > 0x10ffff || is_surrogate(code))
	{
		*out++ = CSV_POISON;
		return out;
	}
	if (code < 0x80)
	{
		*out++ = (char) code;
		return out;
	}
	unicode_to_utf8((pg_wchar) code, (unsigned char *) out);
	return out + pg_utf_mblen((unsigned char *) out);
}

static size_t
decode_utf16(const CsvDecoder *decoder, const uint8 *bytes, size_t len, bool last,
			 char *out, size_t *written)
{
	char	   *start = out;
	size_t		i = 0;

	while (i + 2 <= len)
	{
		uint32		code = get16(bytes + i, decoder->big_endian);

		if (code >= 0xd800 && code <= 0xdbff)
		{
			uint32		low;

			if (i + 4 > len && !last)
				break;
			low = i + 4 <= len ? get16(bytes + i + 2, decoder->big_endian) : 0;
			if (low >= 0xdc00 && low <= 0xdfff)
			{
				code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		out = put_code(out, code);
		i += 2;
	}
	if (last && i < len && i + 2 > len)
	{
		*out++ = CSV_POISON;
		i = len;
	}
	*written = out - start;
	return i;
}

static size_t
decode_utf32(const CsvDecoder *decoder, const uint8 *bytes, size_t len, bool last,
			 char *out, size_t *written)
{
	char	   *start = out;
	size_t		i;

	for (i = 0; i + 4 <= len; i += 4)
		out = put_code(out, get32(bytes + i, decoder->big_endian));
	if (last && i < len)
	{
		*out++ = CSV_POISON;
		i = len;
	}
	*written = out - start;
	return i;
}

/* UTF-8 but for surrogates: what else is none, the reader finds. */
static size_t
decode_cesu8(const char *bytes, size_t len, bool last, char *out, size_t *written)
{
	const char *start = out;
	size_t		done = 0;

	while (done < len)
	{
		const char *found = memchr(bytes + done, 0xed, len - done);
		size_t		before = found != NULL ? found - bytes - done : len - done;
		uint32		code;

		memcpy(out, bytes + done, before);
		out += before;
		done += before;
		if (found == NULL || (len - done < CSV_SURROGATES_BYTES && !last))
			break;
		code = csv_surrogates_at(found, len - done);
		if (code == 0)
			*out++ = bytes[done++];
		else
		{
			out = put_code(out, code);
			done += CSV_SURROGATES_BYTES;
		}
	}
	*written = out - start;
	return done;
}

/*
 * By PostgreSQL's conversion, which stops at what it cannot convert.  A NUL
 * is kept: the reader has its own word for it.
 */
static size_t
decode_conversion(const CsvDecoder *decoder, const char *bytes, size_t len, bool last,
				  char *out, size_t *written)
{
	size_t		max_char = pg_encoding_max_length(decoder->encoding);
	size_t		done = 0;

	*written = 0;
	while (done < len)
	{
		size_t		part;

		done += csv_convert(decoder->conversion, decoder->encoding, PG_UTF8,
							bytes + done, len - done, out + *written, &part);
		*written += part;
		if (done == len || (!last && len - done < max_char && bytes[done] != '\0'))
			break;
		out[(*written)++] = bytes[done++] == '\0' ? '\0' : CSV_POISON;
	}
	return done;
}

static size_t
decode_codepage(const CsvDecoder *decoder, const char *bytes, size_t len,
				char *out, size_t *written)
{
	char	   *start = out;

	for (size_t i = 0; i < len; i++)
	{
		pg_wchar	code;

		if (!IS_HIGHBIT_SET(bytes[i]))
		{
			*out++ = bytes[i];
			continue;
		}
		code = decoder->page->codes[(uint8) bytes[i] - 128];
		if (code == 0)
			*out++ = CSV_POISON;
		else
			out = put_code(out, code);
	}
	*written = out - start;
	return len;
}

/*
 * The piece of text that is judged as a whole: a line with its break, or so much
 * of a long one.  0 if more bytes are needed to tell.
 */
static size_t
next_piece(const char *bytes, size_t len, bool last)
{
	size_t		most = Min(len, CSV_MIXED_PIECE);
	const char *lf = memchr(bytes, '\n', most);
	const char *cr = memchr(bytes, '\r', lf ? (size_t) (lf - bytes) : most);

	if (cr || lf)
		return (cr ? cr : lf) + 1 - bytes;
	if (len < CSV_MIXED_PIECE)
		return last ? len : 0;
	for (size_t tail = 1; tail < 4; tail++)
		if (csv_is_cut_utf8(bytes + most - tail, tail))
			return most - tail;
	return most;
}

static bool
is_ascii(const char *bytes, size_t len)
{
	unsigned char seen = 0;

	for (size_t i = 0; i < len; i++)
		seen |= (unsigned char) bytes[i];
	return seen < 0x80;
}

/* Is a piece, which is not all ASCII, valid UTF-8?  Its first letter mostly tells. */
static bool
is_utf8(const char *bytes, size_t len)
{
	size_t		i = 0;

	while (!IS_HIGHBIT_SET(bytes[i]))
		i++;
	if ((uint8) bytes[i] < 0xc2 || i + 1 == len || ((uint8) bytes[i + 1] & 0xc0) != 0x80)
		return false;
	return csv_valid_utf8(bytes, len) == len;
}

/*
 * Lines of valid UTF-8 are kept as they are; the others, with those of ASCII
 * between them, are decoded at once.
 */
static size_t
decode_mixed(CsvDecoder *decoder, const char *bytes, size_t len, bool last,
			 char *out, size_t *written)
{
	size_t		run = 0;		/* where the bytes begin that are still to be decoded */
	size_t		done = 0;
	size_t		part;

	*written = 0;
	for (;;)
	{
		size_t		piece = done < len ? next_piece(bytes + done, len - done, last) : 0;
		bool		utf8 = false;

		if (piece > 0 && !is_ascii(bytes + done, piece))
		{
			utf8 = is_utf8(bytes + done, piece);
			*(utf8 ? &decoder->nutf8 : &decoder->nothers) += 1;
		}
		if ((utf8 || piece == 0) && run < done)
		{
			decode_narrow(decoder, bytes + run, done - run, true, out + *written, &part);
			*written += part;
		}
		if (piece == 0)
			return done;
		if (utf8)
		{
			memcpy(out + *written, bytes + done, piece);
			*written += piece;
		}
		done += piece;
		if (utf8)
			run = done;
	}
}
