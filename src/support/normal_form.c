/*
 * normal_form.c
 *
 *		UTF-8 -> code points -> normal form C -> UTF-8
 */
#include "postgres.h"

#include "common/unicode_norm.h"
#include "mb/pg_wchar.h"

#include "support/characters.h"
#include "support/normal_form.h"

/* The first byte of U+0080 to U+00BF, with the no-break space and the soft hyphen. */
#define SIGN_BYTE 0xC2

/* The code points of UTF-8, 0 at the end; NULL if it is none. */
static pg_wchar *
points_of(const char *data, uint32 len)
{
	pg_wchar   *points = palloc((len + 1) * sizeof(pg_wchar));
	const unsigned char *p = (const unsigned char *) data;
	const unsigned char *end = p + len;
	int			n = 0;

	while (p < end)
	{
		int			mblen = pg_utf_mblen(p);

		if (mblen > end - p || !pg_utf8_islegal(p, mblen))
			return NULL;
		points[n++] = utf8_to_unicode(p);
		p += mblen;
	}
	points[n] = 0;
	return points;
}

/* And back, with a NUL. */
static char *
text_of(const pg_wchar *points, uint32 *len)
{
	uint32		n = 0;
	char	   *text,
			   *out;

	while (points[n] != 0)
		n++;
	text = out = palloc(n * MAX_MULTIBYTE_CHAR_LEN + 1);
	for (; *points != 0; points++)
	{
		unicode_to_utf8(*points, (unsigned char *) out);
		out += pg_utf_mblen((unsigned char *) out);
	}
	*out = '\0';
	*len = out - text;
	return text;
}

static pg_wchar *
compose(pg_wchar *points)
{
	return unicode_is_normalized_quickcheck(UNICODE_NFC, points) == UNICODE_NORM_QC_YES ? points
		: unicode_normalize(UNICODE_NFC, points);
}

/* Drops what cannot be seen; a space is a blank, of whatever width. */
static void
drop_invisible(pg_wchar *points)
{
	pg_wchar   *out = points;

	for (; *points != 0; points++)
		if (*points < 0x80 || !character_is(*points, CHARACTER_FORMAT | CHARACTER_JOINER))
			*out++ = *points >= 0x80 && character_is(*points, CHARACTER_SPACE) ? ' ' : *points;
	*out = 0;
}

void
normal_form_compose(const char **data, uint32 *len)
{
	pg_wchar   *points,
			   *composed;

	if (normal_form_is_composed(*data, *len) || GetDatabaseEncoding() != PG_UTF8 ||
		(points = points_of(*data, *len)) == NULL)
		return;
	composed = compose(points);
	if (composed != points)
		*data = text_of(composed, len);
}

bool
normal_form_may_spell(const char *data, uint32 len)
{
	return memchr(data, SIGN_BYTE, len) != NULL || !normal_form_is_composed(data, len);
}

void
normal_form_spell(const char **data, uint32 *len)
{
	pg_wchar   *points,
			   *composed;

	if (!normal_form_may_spell(*data, *len) || (points = points_of(*data, *len)) == NULL)
		return;
	drop_invisible(points);
	composed = compose(points);
	*data = text_of(composed, len);
	if (composed != points)
		pfree(composed);
	pfree(points);
}
