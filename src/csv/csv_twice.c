/*
 * csv_twice.c
 *
 * Text encoded twice.  See csv_twice.h.
 *
 *		characters -> bytes of the encoding that they were taken for
 *			-> valid UTF-8?  then that is what was meant
 */
#include "postgres.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "port/pg_bitutils.h"

#include "csv/csv_twice.h"
#include "csv/csv_utf8.h"

/* Encodings that UTF-8 is taken for, the usual ones first. */
static const char *const taken_for[] = {"CP1252", "MACROMAN", "CP850", "CP437", "CP1250", "CP1251", "CP1254"};

/* Bytes that are looked at to tell whether a file was encoded twice. */
#define TWICE_SAMPLE 65536

struct CsvTwiceWatch
{
	CsvCodepage *pages[lengthof(taken_for)];
	bool		loaded;
	uint8		leads[CODEPAGE_REACH];	/* of which encodings a character is a first */
	uint8		tails[CODEPAGE_REACH];	/* byte of UTF-8, and a later one: bits */
	CsvTwice	found[lengthof(taken_for)];
	int			nsingle;		/* runs that cannot be any */
	int64		line;
};

CsvCodepage *
csv_twice_load(const char *encoding)
{
	CsvCodepage *page = csv_codepage_load(encoding);

	/* what was taken for LATIN1 has controls where Windows has letters */
	for (int i = 0; page != NULL && encoding[2] == '1' && i < 32; i++)
		page->bytes[0x80 + i] = 0x80 + i;
	return page;
}

/* The byte that the character at text was; 0 if it is ASCII or was none. */
static uint8
byte_at(const CsvCodepage *page, const char *text, size_t len, int *char_len)
{
	*char_len = pg_utf_mblen((const unsigned char *) text);
	if (!IS_HIGHBIT_SET(*text) || (size_t) *char_len > len ||
		!pg_utf8_islegal((const unsigned char *) text, *char_len))
		return 0;
	return csv_codepage_byte(page, utf8_to_unicode((const unsigned char *) text));
}

/*
 * May UTF-8 of text begin with a byte?  Of two bytes: Latin, Greek, Cyrillic,
 * Hebrew and Arabic letters; "É”" is no phonetic sign that was encoded twice.
 */
static bool
is_usual_lead(uint8 byte)
{
	return (byte >= 0xc2 && byte <= 0xc5) || (byte >= 0xce && byte <= 0xd1) ||
		(byte >= 0xd7 && byte <= 0xdb) || (byte >= 0xe1 && byte <= 0xf0);
}

/*
 * The character that was meant, if the text starts with one that was encoded
 * twice: its bytes go to out, and how many bytes of the text it takes is
 * returned.  Else 0; cut says that more text may say otherwise.
 */
static size_t
meant_at(const CsvCodepage *page, const char *text, size_t len, unsigned char out[4],
		 int *out_len, bool *cut)
{
	size_t		used = 0;
	int			want;
	int			char_len;

	*cut = false;
	out[0] = byte_at(page, text, len, &char_len);
	if (!is_usual_lead(out[0]))
		return 0;
	want = pg_utf_mblen(out);
	used = char_len;
	for (int i = 1; i < want; i++)
	{
		if (used >= len || (IS_HIGHBIT_SET(text[used]) && csv_is_cut_utf8(text + used, len - used)))
		{
			*cut = true;
			return 0;
		}
		out[i] = byte_at(page, text + used, len - used, &char_len);
		if ((out[i] & 0xc0) != 0x80)
			return 0;
		used += char_len;
	}
	*out_len = want;
	return pg_utf8_islegal(out, want) ? used : 0;
}

/*
 * The script of a character of three bytes and more, by where it stands in
 * Unicode; 0 if no text is written with it.
 */
static int
script_of(pg_wchar code)
{
	static const struct
	{
		pg_wchar	first,
					last;
		int			script;
	}			scripts[] = {
		{0x0900, 0x10ff, 0},	/* of India and its neighbours, 128 each */
		{0x1e00, 0x1eff, 1},	/* Latin, as of Vietnam */
		{0x1f00, 0x1fff, 2},	/* Greek */
		{0x3040, 0x30ff, 3}, {0x3400, 0x9fff, 3},	/* Japanese, Chinese */
		{0xac00, 0xd7a3, 4},	/* Korean */
	};

	for (size_t i = 0; i < lengthof(scripts); i++)
		if (code >= scripts[i].first && code <= scripts[i].last)
			return scripts[i].script > 0 ? scripts[i].script : (int) (code >> 7);
	return 0;
}

/* Signs that programs put into any text, and what stands beside letters. */
static bool
is_sign(pg_wchar code)
{
	return (code >= 0x2010 && code <= 0x2044) || (code >= 0x20a0 && code <= 0x20cf) ||
		code == 0x2116 || code == 0x2122 || code == 0x202f || code == 0xfeff ||
		(code >= 0x3000 && code <= 0x3011) || (code >= 0xff01 && code <= 0xff5e) ||
		code >= 0x1f300;
}

/*
 * Takes a character that was meant into the count.  A letter of three bytes is
 * sure only in company (see csv_twice_result), and none of them but Latin ones
 * stands right behind a letter of ASCII: "Olá…”" is no Korean.
 */
static void
count_meant(CsvTwice *found, const unsigned char *meant, int meant_len, bool after_letter)
{
	pg_wchar	code = utf8_to_unicode(meant);
	int			script;

	if (meant_len == 2 || is_sign(code))
	{
		found->ntwice++;

		/* "Å" and a no-break space may stand in a row, "Ã" and a sign do not */
		found->nsure += meant_len > 2 || meant[0] <= 0xc3;
		return;
	}
	script = script_of(code);
	if (script == 0 || (after_letter && script != script_of(0x1e00)) ||
		(found->script != 0 && found->script != script))
	{
		found->nonce++;
		return;
	}
	found->script = script;
	found->ntwice++;
	found->nfar++;
}

/* Counts the characters of a run that is above ASCII. */
static void
count_run(const CsvCodepage *page, const char *run, size_t len, bool after_letter,
		  CsvTwice *found)
{
	int			nfar = found->nfar;

	for (size_t i = 0; i < len;)
	{
		unsigned char meant[4];
		int			meant_len;
		bool		cut;
		size_t		used = meant_at(page, run + i, len - i, meant, &meant_len, &cut);

		if (used > 0)
			count_meant(found, meant, meant_len, after_letter && i == 0);
		else
			found->nonce++;
		i += used > 0 ? used : Min(len - i, (size_t) pg_utf_mblen((const unsigned char *) run + i));
	}
	found->nfar_runs += found->nfar > nfar;
}

/* Loads what UTF-8 is taken for, and what its characters begin and go on with. */
static void
load_pages(CsvTwiceWatch *watch)
{
	for (size_t i = 0; i < lengthof(taken_for); i++)
	{
		CsvCodepage *page = csv_twice_load(taken_for[i]);

		watch->pages[i] = page;
		for (int code = 0; page != NULL && code < CODEPAGE_REACH; code++)
		{
			if (is_usual_lead(page->bytes[code]))
				watch->leads[code] |= 1 << i;
			if ((page->bytes[code] & 0xc0) == 0x80)
				watch->tails[code] |= 1 << i;
		}
	}
	watch->loaded = true;
}

/* Has a run two characters in a row that may be one?  Few of other scripts do. */
static bool
may_be_twice(const CsvTwiceWatch *watch, const char *run, size_t len)
{
	uint8		leads = 0;

	for (size_t i = 0; i < len;)
	{
		const unsigned char *p = (const unsigned char *) run + i;
		int			char_len = pg_utf_mblen(p);
		pg_wchar	code;

		if (char_len > (int) (len - i) || !pg_utf8_islegal(p, char_len))
			return false;
		code = utf8_to_unicode(p);
		if (code < CODEPAGE_REACH && (leads & watch->tails[code]) != 0)
			return true;
		leads = code < CODEPAGE_REACH ? watch->leads[code] : 0;
		i += char_len;
	}
	return false;
}

/* Takes a run into what is found for each encoding. */
static void
weigh_run(CsvTwiceWatch *watch, const char *run, size_t len, bool after_letter)
{
	for (size_t i = 0; i < lengthof(taken_for); i++)
	{
		CsvTwice   *found = &watch->found[i];
		int			before = found->nsure + found->nfar;

		if (watch->pages[i] == NULL)
			continue;
		count_run(watch->pages[i], run, len, after_letter, found);
		if (found->nsure + found->nfar == before || found->last_line == watch->line)
			continue;
		found->nlines++;
		found->last_line = watch->line;
	}
}

CsvTwiceWatch *
csv_twice_watch_create(void)
{
	CsvTwiceWatch *watch = palloc0(sizeof(CsvTwiceWatch));

	watch->line = 1;
	return watch;
}

void
csv_twice_watch_free(CsvTwiceWatch *watch)
{
	for (size_t i = 0; i < lengthof(taken_for); i++)
		if (watch->pages[i])
			pfree(watch->pages[i]);
	pfree(watch);
}

static bool
is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The first byte beyond ASCII from a place on, else len. */
static size_t
skip_ascii(const char *text, size_t from, size_t len)
{
	uint64		eight;

#ifdef __SSE2__
	for (; from + sizeof(__m128i) <= len; from += sizeof(__m128i))
	{
		int			beyond = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *) (text + from)));

		if (beyond != 0)
			return from + pg_rightmost_one_pos32(beyond);
	}
#endif
	for (; from + sizeof(eight) <= len; from += sizeof(eight))
	{
		memcpy(&eight, text + from, sizeof(eight));
		if ((eight & UINT64CONST(0x8080808080808080)) != 0)
			break;
	}
	while (from < len && !IS_HIGHBIT_SET(text[from]))
		from++;
	return from;
}

/* Counts a line break between two places of the text, or several as one. */
static void
pass_breaks(CsvTwiceWatch *watch, const char *text, size_t from, size_t to)
{
	watch->line += memchr(text + from, '\n', to - from) != NULL ||
		memchr(text + from, '\r', to - from) != NULL;
}

/*
 * A character that was encoded twice is at least two in a row: single ones, which
 * most are in Western languages, need no look at any encoding.
 */
void
csv_twice_watch(CsvTwiceWatch *watch, const char *text, size_t len)
{
	size_t		passed = 0;
	size_t		end;

	for (size_t start = skip_ascii(text, 0, len); start < len; start = skip_ascii(text, end, len))
	{
		for (end = start; end < len && IS_HIGHBIT_SET(text[end]);)
			end++;
		if (end == len)
			break;				/* it may go on */
		pass_breaks(watch, text, passed, start);
		passed = start;
		if (!watch->loaded && end - start > (size_t) pg_utf_mblen((const unsigned char *) text + start))
			load_pages(watch);
		if (watch->loaded && may_be_twice(watch, text + start, end - start))
			weigh_run(watch, text + start, end - start,
					  start > 0 && is_ascii_letter(text[start - 1]));
		else
			watch->nsingle++;
	}
	pass_breaks(watch, text, passed, len);
}

void
csv_twice_result(const CsvTwiceWatch *watch, CsvTwice *twice)
{
	memset(twice, 0, sizeof(CsvTwice));
	for (size_t i = 0; i < lengthof(taken_for); i++)
	{
		if (watch->found[i].ntwice <= twice->ntwice)
			continue;
		*twice = watch->found[i];
		twice->encoding = taken_for[i];
		twice->nonce += watch->nsingle;
	}

	/* one word may be chance */
	if (twice->nfar_runs > 1)
		twice->nsure += twice->nfar;
	else
		twice->ntwice -= twice->nfar;
	if (twice->nsure == 0)
		twice->nlines = 0;
}

void
csv_twice_detect(const char *text, size_t len, CsvTwice *twice)
{
	CsvTwiceWatch *watch = csv_twice_watch_create();

	csv_twice_watch(watch, text, len);
	csv_twice_result(watch, twice);
	csv_twice_watch_free(watch);
}

size_t
csv_twice_sample(const char *text, size_t len)
{
	size_t		sample = Min(len, TWICE_SAMPLE);

	if (sample == len)
		return len;
	while (sample > 0 && text[sample - 1] != '\n' && text[sample - 1] != '\r')
		sample--;
	return sample > 0 ? sample : TWICE_SAMPLE;
}

size_t
csv_twice_undo(const CsvCodepage *page, const char *text, size_t len, bool last,
			   char *out, size_t *written)
{
	size_t		i = 0;

	*written = 0;
	while (i < len)
	{
		unsigned char meant[4];
		int			meant_len;
		bool		cut = false;
		size_t		used = 0;

		if (IS_HIGHBIT_SET(text[i]))
		{
			if (!last && csv_is_cut_utf8(text + i, len - i))
				break;
			used = meant_at(page, text + i, len - i, meant, &meant_len, &cut);
			if (cut && !last)
				break;
		}
		if (used > 0)
		{
			memcpy(out + *written, meant, meant_len);
			*written += meant_len;
			i += used;
		}
		else
			out[(*written)++] = text[i++];
	}
	return i;
}
