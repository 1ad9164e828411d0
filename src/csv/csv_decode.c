/*
 * csv_decode.c
 *
 * Bytes of a known encoding to UTF-8 text.  See csv_decode.h.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_convert.h"
#include "csv/csv_decode.h"

typedef enum DecoderKind
{
	DECODE_UTF16,
	DECODE_UTF32,
	DECODE_CONVERSION
} DecoderKind;

struct CsvDecoder
{
	DecoderKind kind;
	bool		big_endian;
	int			encoding;		/* DECODE_CONVERSION */
	Oid			conversion;
};

static size_t decode_utf16(const CsvDecoder *decoder, const uint8 *bytes, size_t len,
						   bool last, char *out, size_t *written);
static size_t decode_utf32(const CsvDecoder *decoder, const uint8 *bytes, size_t len,
						   bool last, char *out, size_t *written);
static size_t decode_conversion(const CsvDecoder *decoder, const char *bytes, size_t len,
								bool last, char *out, size_t *written);

CsvDecoder *
csv_decoder_create(const char *name)
{
	CsvDecoder *decoder;

	if (strcmp(name, "UTF8") == 0)
		return NULL;

	decoder = palloc0(sizeof(CsvDecoder));
	if (strncmp(name, "UTF16", 5) == 0 || strncmp(name, "UTF32", 5) == 0)
	{
		decoder->kind = name[3] == '1' ? DECODE_UTF16 : DECODE_UTF32;
		decoder->big_endian = strcmp(name + 5, "BE") == 0;
		return decoder;
	}
	decoder->kind = DECODE_CONVERSION;
	decoder->encoding = pg_char_to_encoding(name);
	decoder->conversion = csv_convert_find(decoder->encoding, PG_UTF8);
	if (!OidIsValid(decoder->conversion))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("encoding conversion from \"%s\" to UTF8 does not exist", name),
				 errhint("Save the file as UTF-8.")));
	return decoder;
}

size_t
csv_decode(const CsvDecoder *decoder, const char *bytes, size_t len, bool last,
		   char *out, size_t *written)
{
	switch (decoder->kind)
	{
		case DECODE_UTF16:
			return decode_utf16(decoder, (const uint8 *) bytes, len, last, out, written);
		case DECODE_UTF32:
			return decode_utf32(decoder, (const uint8 *) bytes, len, last, out, written);
		case DECODE_CONVERSION:
			return decode_conversion(decoder, bytes, len, last, out, written);
	}
	pg_unreachable();
}

/*
 * In pieces that grow while they are valid: the library looks at all of its
 * text before it says where the first bad byte is.
 */
size_t
csv_valid_utf8(const char *text, size_t len)
{
	size_t		done = 0;
	size_t		piece = 64;

	while (done < len)
	{
		size_t		part = Min(len - done, piece);
		size_t		valid = pg_encoding_verifymbstr(PG_UTF8, text + done, (int) part);

		done += valid;
		if (valid < part)
		{
			/* unless the piece just ends within a character */
			if (done + (part - valid) == len || valid + 4 <= part)
				break;
		}
		piece = Min(piece * 2, 65536);
	}
	return done;
}

bool
csv_is_cut_utf8(const char *text, size_t len)
{
	if (len == 0 || len >= (size_t) pg_utf_mblen((const unsigned char *) text) ||
		(uint8) text[0] < 0xc2 || (uint8) text[0] > 0xf4)
		return false;
	for (size_t i = 1; i < len; i++)
	{
		if (((uint8) text[i] & 0xc0) != 0x80)
			return false;
	}
	return true;
}

const char *
csv_encoding_name(const char *requested)
{
	static const char *const wide[] = {
		"UTF16", "UTF16LE", "UTF16BE", "UTF32", "UTF32LE", "UTF32BE"
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
	for (int i = 0; i < (int) lengthof(wide); i++)
	{
		if (pg_strcasecmp(plain, wide[i]) == 0)
			return wide[i];
	}

	/* cp1252 is what Windows calls WIN1252 */
	if (pg_strncasecmp(plain, "cp", 2) == 0)
	{
		char	   *win = psprintf("win%s", plain + 2);

		encoding = pg_char_to_encoding(win);
		pfree(win);
	}
	else
		encoding = pg_char_to_encoding(requested);
	if (encoding < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a valid encoding name", requested),
				 errhint("Use a name such as UTF8, UTF16, WIN1252 or LATIN1. An import finds the encoding if none is given.")));
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
