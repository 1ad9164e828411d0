/*
 * csv_encode.c
 *
 *		text in the database's encoding -> UTF-8 -> bytes of the encoding
 *
 * By way of UTF-8, which every encoding has a conversion from and to; ASCII
 * goes past both, for it is the same in all that are not of wide characters.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "csv/csv_codepage.h"
#include "csv/csv_convert.h"
#include "csv/csv_decode.h"
#include "csv/csv_encode.h"

struct CsvEncoder
{
	const char *name;
	int			width;			/* bytes of a unit: 1, 2 (UTF16), 4 (UTF32) */
	bool		big_endian;
	int			encoding;		/* of width 1 */
	bool		plain;
	Oid			to_utf8;		/* from the database's; InvalidOid: it is that */
	Oid			from_utf8;		/* InvalidOid: none is needed */
	CsvCodepage *page;			/* where PostgreSQL has no conversion */
};

/* The conversion between two encodings, which must be there. */
static Oid
find_conversion(int from, int to)
{
	Oid			conversion = csv_convert_find(from, to);

	if (!OidIsValid(conversion))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("encoding conversion from \"%s\" to \"%s\" does not exist",
						pg_encoding_to_char(from), pg_encoding_to_char(to)),
				 errhint("Use another encoding, such as UTF8.")));
	return conversion;
}

CsvEncoder *
csv_encoder_create(const char *name)
{
	CsvEncoder *encoder = palloc0(sizeof(CsvEncoder));
	int			database = csv_convert_database_encoding();

	encoder->name = csv_encoding_name(name);
	encoder->encoding = PG_UTF8;
	encoder->width = strncmp(encoder->name, "UTF16", 5) == 0 ? 2 :
		strncmp(encoder->name, "UTF32", 5) == 0 ? 4 : 1;
	if (encoder->width > 1)
		encoder->big_endian = strcmp(encoder->name + 5, "BE") == 0;
	else
		encoder->encoding = pg_char_to_encoding(encoder->name);
	if (encoder->encoding < 0)
		encoder->page = csv_codepage_load(encoder->name);
	/* of SQL_ASCII nothing is known; it is taken for UTF-8, as import writes it */
	encoder->plain = encoder->width == 1 &&
		(encoder->encoding == database ||
		 (database == PG_SQL_ASCII && encoder->encoding == PG_UTF8));
	if (encoder->plain)
		return encoder;
	if (database != PG_UTF8 && database != PG_SQL_ASCII)
		encoder->to_utf8 = find_conversion(database, PG_UTF8);
	if (encoder->encoding != PG_UTF8 && encoder->page == NULL)
		encoder->from_utf8 = find_conversion(PG_UTF8, encoder->encoding);
	return encoder;
}

const char *
csv_encoder_name(const CsvEncoder *encoder)
{
	return encoder->name;
}

bool
csv_encoder_is_plain(const CsvEncoder *encoder)
{
	return encoder->plain;
}

const char *
csv_encoder_bom(const CsvEncoder *encoder, size_t *len)
{
	*len = encoder->width == 1 ? 3 : encoder->width;
	switch (encoder->width)
	{
		case 2:
			return encoder->big_endian ? "\xfe\xff" : "\xff\xfe";
		case 4:
			return encoder->big_endian ? "\0\0\xfe\xff" : "\xff\xfe\0\0";
		default:
			return encoder->encoding == PG_UTF8 ? "\xef\xbb\xbf" : NULL;
	}
}

static bool
is_ascii(const char *text, size_t len)
{
	unsigned char seen = 0;

	for (size_t i = 0; i < len; i++)
		seen |= (unsigned char) text[i];
	return seen < 0x80;
}

/* Appends text converted, as far as it can be. */
static bool
convert(Oid conversion, int from, int to, const char *text, size_t len, StringInfo out)
{
	size_t		written;

	if (len > MaxAllocSize / CSV_CONVERT_GROWTH - 1)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("line is too long to be converted to encoding %s", pg_encoding_to_char(to))));
	enlargeStringInfo(out, len * CSV_CONVERT_GROWTH + 1);
	if (csv_convert(conversion, from, to, text, len, out->data + out->len, &written) != len)
		return false;
	out->len += written;
	return true;
}

/* Appends a unit of 2 or 4 bytes. */
static void
put_unit(const CsvEncoder *encoder, uint32 unit, StringInfo out)
{
	for (int i = 0; i < encoder->width; i++)
	{
		int			byte = encoder->big_endian ? encoder->width - 1 - i : i;

		appendStringInfoCharMacro(out, (char) (unit >> (8 * byte)));
	}
}

/* UTF-8 to wide characters; those beyond 16 bits are two units of UTF-16. */
static void
put_wide(const CsvEncoder *encoder, const char *text, size_t len, StringInfo out)
{
	const char *end = text + len;

	while (text < end)
	{
		pg_wchar	code = utf8_to_unicode((const unsigned char *) text);

		if (encoder->width == 2 && code > 0xFFFF)
		{
			put_unit(encoder, 0xD800 + ((code - 0x10000) >> 10), out);
			put_unit(encoder, 0xDC00 + ((code - 0x10000) & 0x3FF), out);
		}
		else
			put_unit(encoder, code, out);
		text += pg_utf_mblen((const unsigned char *) text);
	}
}

/* UTF-8 to a code page; false if it lacks a character. */
static bool
put_codepage(const CsvCodepage *page, const char *text, size_t len, StringInfo out)
{
	const char *end = text + len;

	if (csv_valid_utf8(text, len) != len)
		return false;
	while (text < end)
	{
		pg_wchar	code = utf8_to_unicode((const unsigned char *) text);
		uint8		byte = code < 0x80 ? (uint8) code : csv_codepage_byte(page, code);

		if (byte == 0)
			return false;
		appendStringInfoChar(out, (char) byte);
		text += pg_utf_mblen((const unsigned char *) text);
	}
	return true;
}

/* The same for text that is UTF-8. */
static bool
encode_utf8(const CsvEncoder *encoder, const char *text, size_t len, StringInfo out)
{
	if (encoder->page)
		return put_codepage(encoder->page, text, len, out);
	if (OidIsValid(encoder->from_utf8))
		return convert(encoder->from_utf8, PG_UTF8, encoder->encoding, text, len, out);
	if (encoder->width == 1)
		appendBinaryStringInfo(out, text, len);
	else if (csv_valid_utf8(text, len) == len)	/* need not be, under SQL_ASCII */
		put_wide(encoder, text, len, out);
	else
		return false;
	return true;
}

bool
csv_encode(const CsvEncoder *encoder, const char *text, size_t len, StringInfo out)
{
	StringInfoData utf8;
	bool		whole;

	if (encoder->plain || (encoder->width == 1 && is_ascii(text, len)))
	{
		appendBinaryStringInfo(out, text, len);
		return true;
	}
	if (!OidIsValid(encoder->to_utf8))
		return encode_utf8(encoder, text, len, out);
	initStringInfo(&utf8);
	whole = convert(encoder->to_utf8, csv_convert_database_encoding(), PG_UTF8, text, len, &utf8) &&
		encode_utf8(encoder, utf8.data, utf8.len, out);
	pfree(utf8.data);
	return whole;
}
