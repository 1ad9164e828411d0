/*
 * csv_codepage.c
 *
 * Code pages of the C library.  See csv_codepage.h.
 */
#include "postgres.h"

#include <iconv.h>

#include "csv/csv_codepage.h"

#define CODEPAGE_NAME 32		/* longest name, with its end */

/* Names of people and of the C library that differ, without punctuation. */
static const struct
{
	const char *plain;
	const char *name;			/* as it is shown */
	const char *library;
}			names[] = {
	{"MACROMAN", "MACROMAN", "MACINTOSH"},
	{"MAC", "MACROMAN", "MACINTOSH"},
	{"MACINTOSH", "MACROMAN", "MACINTOSH"},
	{"XMACROMAN", "MACROMAN", "MACINTOSH"},
	{"IBM437", "CP437", "CP437"},
	{"IBM850", "CP850", "CP850"},
	{"IBM852", "CP852", "CP852"},
	{"IBM865", "CP865", "CP865"},
	{"DOS", "CP850", "CP850"},
};

/* Capital letters and digits alone; false if it is too long. */
static bool
plain_name(const char *name, char plain[CODEPAGE_NAME])
{
	int			len = 0;

	for (; *name; name++)
	{
		if (!isalnum((unsigned char) *name))
			continue;
		if (len == CODEPAGE_NAME - 1)
			return false;
		plain[len++] = pg_toupper((unsigned char) *name);
	}
	plain[len] = '\0';
	return len > 0;
}

static const char *
library_name(const char *name)
{
	for (size_t i = 0; i < lengthof(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].library;
	return name;
}

/* The character that one byte stands for; 0 if it is none by itself. */
static pg_wchar
convert_byte(iconv_t handle, uint8 byte)
{
	char		in = (char) byte;
	unsigned char out[8];
	char	   *from = &in;
	char	   *to = (char *) out;
	size_t		from_left = 1;
	size_t		to_left = sizeof(out);

	iconv(handle, NULL, NULL, NULL, NULL);
	if (iconv(handle, &from, &from_left, &to, &to_left) != 0 || from_left > 0)
		return 0;
	/* some hold a letter back, to join it with a mark that follows */
	iconv(handle, NULL, NULL, &to, &to_left);
	if (to == (char *) out || pg_utf_mblen(out) != to - (char *) out)
		return 0;
	return utf8_to_unicode(out);
}

/* Says what character a byte is. */
static void
set_character(CsvCodepage *page, uint8 byte, pg_wchar code)
{
	page->codes[byte - 128] = code;
	if (code != 0 && code < CODEPAGE_REACH)
		page->bytes[code] = byte;
}

CsvCodepage *
csv_codepage_load(const char *name)
{
	iconv_t		handle = iconv_open("UTF-8", library_name(name));
	CsvCodepage *page;
	bool		is_ascii = true;
	int			known = 0;

	if (handle == (iconv_t) -1)
		return NULL;
	page = palloc0(sizeof(CsvCodepage));
	for (int byte = 1; byte < 128; byte++)
		is_ascii &= convert_byte(handle, byte) == (pg_wchar) byte;
	for (int byte = 128; is_ascii && byte < 256; byte++)
	{
		set_character(page, byte, convert_byte(handle, byte));
		known += page->codes[byte - 128] != 0;
	}
	iconv_close(handle);
	if (is_ascii && known >= 64)
		return page;
	pfree(page);
	return NULL;
}

const char *
csv_codepage_name(const char *requested)
{
	char		plain[CODEPAGE_NAME];
	CsvCodepage *page;
	const char *name = NULL;

	if (!plain_name(requested, plain))
		return NULL;
	for (size_t i = 0; i < lengthof(names); i++)
		if (strcmp(names[i].plain, plain) == 0)
			name = names[i].name;
	if (name == NULL)
		name = pstrdup(plain);
	page = csv_codepage_load(name);
	if (page == NULL)
		return NULL;
	pfree(page);
	return name;
}

uint8
csv_codepage_byte(const CsvCodepage *page, pg_wchar code)
{
	if (code < CODEPAGE_REACH)
		return page->bytes[code];
	for (int i = 0; i < 128; i++)
		if (page->codes[i] == code)
			return (uint8) (i + 128);
	return 0;
}
