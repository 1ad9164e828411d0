/*
 * null_words.c
 *
 *		words -> folded, in UTF-8, sorted -> NullWords
 *			-> by first byte, last byte and length, so that nearly all cells are
 *			   passed by one look
 *			-> cells that look like a word, once each: folded, searched for
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/field_fold.h"
#include "field/null_words.h"
#include "support/normal_form.h"

/* Bytes that accents may add to a word. */
#define ACCENT_BYTES 2

/* The dashes of Unicode, U+2010 to U+2015 and the sign minus: three bytes each. */
#define DASH_FIRST_BYTE 0xE2
#define DASH_BYTES 3

static inline bool
is_dash(const char *p)
{
	return (unsigned char) p[0] == DASH_FIRST_BYTE &&
		(((unsigned char) p[1] == 0x80 && (unsigned char) p[2] >= 0x90 && (unsigned char) p[2] <= 0x95) ||
		 ((unsigned char) p[1] == 0x88 && (unsigned char) p[2] == 0x92));
}

static void
fold_dashes(char *text)
{
	char	   *out = text;

	while (*text != '\0')
	{
		bool		dash = is_dash(text);

		*out++ = dash ? '-' : *text;
		text += dash ? DASH_BYTES : 1;
	}
	*out = '\0';
}

/* Folds a text in the database's encoding. */
static char *
fold(const char *data, uint32 len)
{
	char	   *folded;

	data = field_utf8(data, &len);
	folded = field_fold_text_utf8(data, &len);
	fold_dashes(folded);
	return folded;
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static void
sort_words(NullWords *words)
{
	int			n = 0;

	qsort(words->words, words->nwords, sizeof(char *), compare_words);
	for (int i = 0; i < words->nwords; i++)
		if (n == 0 || strcmp(words->words[n - 1], words->words[i]) != 0)
			words->words[n++] = words->words[i];
	words->nwords = n;
}

/* Notes that a cell may begin or end with a byte, in either case. */
static void
note_length(uint32 bytes[256], unsigned char byte, uint32 len)
{
	cell_gate_note(bytes, byte, len);
	cell_gate_note(bytes, pg_ascii_toupper(byte), len);
}

/* Notes how cells of a word begin and end, and how long they are. */
static void
note_lengths(NullWords *words, const char *word)
{
	uint32		len = strlen(word);

	for (uint32 more = 0; more <= ACCENT_BYTES; more++)
	{
		note_length(words->gate.first, word[0], len + more);
		note_length(words->gate.last, word[len - 1], len + more);
	}
	note_length(words->ascii, word[0], len);
	if (strspn(word, "-") == len)
		note_length(words->gate.first, DASH_FIRST_BYTE, len * DASH_BYTES);
}

NullWords *
null_words_make(const List *list)
{
	NullWords  *words = palloc0(sizeof(NullWords));
	ListCell   *lc;

	words->words = palloc(Max(list_length(list), 1) * sizeof(char *));
	words->seen = palloc0(NULL_WORDS_SEEN * sizeof(NullWordSeen));
	words->gate = cell_gate_plain;
	for (int byte = HIGHBIT; byte < (int) lengthof(words->gate.last); byte++)
		words->gate.last[byte] = ~(uint32) 0;	/* a letter with an accent, a dash */
	foreach(lc, list)
	{
		const char *word = lfirst(lc);
		char	   *folded = fold(word, strlen(word));

		if (folded[0] == '\0' || strlen(word) > NULL_WORD_BYTES)
			continue;
		words->words[words->nwords++] = folded;
		note_lengths(words, word);
		note_lengths(words, folded);
	}
	sort_words(words);
	return words;
}

NullWords *
null_words_with(const NullWords *words, const List *more)
{
	List	   *list = list_copy(more);

	for (int i = 0; words != NULL && i < words->nwords; i++)
	{
		uint32		len = strlen(words->words[i]);
		const char *word = field_from_utf8(words->words[i], &len);

		list = lappend(list, pnstrdup(word, len));
	}
	return null_words_make(list);
}

bool
null_words_may_have_ascii(const NullWords *words, const char *data, uint32 len)
{
	return ((words->ascii[(unsigned char) data[0]] >> Min(len, CELL_GATE_LONG)) & 1) != 0 ||
		!normal_form_is_ascii(data, len);
}

/* The place of a cell among the words, by folding it; -1 = none. */
static int
search(const NullWords *words, const char *data, uint32 len)
{
	char	   *folded = fold(data, len);
	char	  **found = bsearch(&folded, words->words, words->nwords, sizeof(char *), compare_words);

	pfree(folded);
	return found == NULL ? -1 : found - words->words;
}

/* Where a cell is remembered: by its length, and bytes that tell most cells apart. */
static inline NullWordSeen *
seen_cell(const NullWords *words, const char *data, uint32 len)
{
	uint32		hash = ((unsigned char) data[0] * 31 + (unsigned char) data[len / 2]) * 31 +
		(unsigned char) data[len - 1];

	return &words->seen[(hash * 31 + len) % NULL_WORDS_SEEN];
}

int
null_words_find(const NullWords *words, const char *data, uint32 len)
{
	NullWordSeen *seen;

	if (len == 0 || len > NULL_WORD_BYTES)
		return -1;
	seen = seen_cell(words, data, len);
	if (seen->len != len || memcmp(seen->data, data, len) != 0)
	{
		seen->place = search(words, data, len);
		seen->len = len;
		memcpy(seen->data, data, len);
	}
	return seen->place;
}

NullWords *
null_words_choose(const NullWords *words, const bool *chosen)
{
	NullWords  *some = palloc(sizeof(NullWords));

	*some = *words;
	some->nwords = 0;
	some->words = palloc(Max(words->nwords, 1) * sizeof(char *));
	some->seen = palloc0(NULL_WORDS_SEEN * sizeof(NullWordSeen));
	for (int i = 0; i < words->nwords; i++)
		if (chosen[i])
			some->words[some->nwords++] = words->words[i];
	return some->nwords == 0 ? NULL : some;
}

/* Stands between the words of a text. */
#define BETWEEN "|"

char *
null_words_join(const NullWords *words)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < words->nwords; i++)
	{
		uint32		len = strlen(words->words[i]);

		appendStringInfo(&text, "%s%s", i > 0 ? BETWEEN : "", field_from_utf8(words->words[i], &len));
	}
	return text.data;
}

NullWords *
null_words_named(const NullWords *all, const char *text)
{
	uint32		len = strlen(text);
	char	   *list = psprintf(BETWEEN "%s" BETWEEN, field_utf8(text, &len));
	bool	   *chosen = palloc(Max(all->nwords, 1) * sizeof(bool));

	for (int i = 0; i < all->nwords; i++)
		chosen[i] = strstr(list, psprintf(BETWEEN "%s" BETWEEN, all->words[i])) != NULL;
	return null_words_choose(all, chosen);
}
