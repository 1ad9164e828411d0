/*
 * csv_twice.c
 *
 * Text encoded twice.  See csv_twice.h.
 *
 *		characters -> bytes of the encoding that they were taken for
 *			-> valid UTF-8?  then that is what was meant
 */
#include "postgres.h"

#include "csv/csv_twice.h"
#include "csv/csv_utf8.h"

/* Encodings that UTF-8 is taken for, the usual ones first. */
static const char *const taken_for[] = {"CP1252", "MACROMAN", "CP850", "CP437", "CP1250", "CP1251", "CP1254"};

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

/* Counts the characters of a run that is above ASCII. */
static void
count_run(const CsvCodepage *page, const char *run, size_t len, CsvTwice *found)
{
	for (size_t i = 0; i < len;)
	{
		unsigned char meant[4];
		int			meant_len;
		bool		cut;
		size_t		used = meant_at(page, run + i, len - i, meant, &meant_len, &cut);

		*(used > 0 ? &found->ntwice : &found->nonce) += 1;

		/* "Å" and a no-break space may stand in a row, "Ã" and a sign do not */
		found->nsure += used > 0 && (meant_len > 2 || meant[0] <= 0xc3);
		i += used > 0 ? used : Min(len - i, (size_t) pg_utf_mblen((const unsigned char *) run + i));
	}
}

/* Takes a run into what is found for each encoding. */
static void
weigh_run(CsvCodepage **pages, CsvTwice *found, const char *run, size_t len, int64 line)
{
	for (size_t i = 0; i < lengthof(taken_for); i++)
	{
		int			before = found[i].nsure;

		if (pages[i] == NULL)
			continue;
		count_run(pages[i], run, len, &found[i]);
		if (found[i].nsure == before || found[i].last_line == line)
			continue;
		found[i].nlines++;
		found[i].last_line = line;
	}
}

/*
 * A character that was encoded twice is at least two in a row: single ones, which
 * most are in Western languages, need no look at any encoding.
 */
void
csv_twice_detect(const char *text, size_t len, CsvTwice *twice)
{
	CsvCodepage *pages[lengthof(taken_for)] = {NULL};
	CsvTwice	found[lengthof(taken_for)];
	bool		loaded = false;
	int			nsingle = 0;
	int64		line = 1;

	memset(twice, 0, sizeof(CsvTwice));
	memset(found, 0, sizeof(found));
	for (size_t i = 0; i < len; i++)
	{
		size_t		start = i;

		line += text[i] == '\n' || text[i] == '\r';
		if (!IS_HIGHBIT_SET(text[i]))
			continue;
		while (i < len && IS_HIGHBIT_SET(text[i]))
			i++;
		if (i == len)
			break;				/* it may go on */
		i--;
		if (i + 1 - start <= (size_t) pg_utf_mblen((const unsigned char *) text + start))
		{
			nsingle++;
			continue;
		}
		for (size_t j = 0; j < lengthof(taken_for) && !loaded; j++)
			pages[j] = csv_twice_load(taken_for[j]);
		loaded = true;
		weigh_run(pages, found, text + start, i + 1 - start, line);
	}
	for (size_t i = 0; i < lengthof(taken_for); i++)
	{
		if (found[i].ntwice > twice->ntwice)
		{
			*twice = found[i];
			twice->encoding = taken_for[i];
			twice->nonce += nsingle;
		}
		if (pages[i])
			pfree(pages[i]);
	}
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
