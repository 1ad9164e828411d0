/*
 * near_word.c
 *
 *		words -> folded -> sorted
 *			-> for a value, the errors of each beginning of a word, once for all words
 *				that begin so
 *
 * Values and words may be many.  So a beginning that has too many errors already is
 * left with all the words that have it.
 */
#include "postgres.h"

#include "field/near_word.h"
#include "field/field_fold.h"

/* Longest word that is compared, folded, in bytes: nobody types a longer one. */
#define NEAR_BYTES 100

/* A value that is compared with words in their order. */
typedef struct Typing
{
	const char *value;			/* folded */
	int			len;
	int			allowed;		/* typing errors */
	int			known;			/* rows of the present word that hold */
	int			hopeless;		/* bytes of it that have too many errors; 0 = none */
	/* errors between the beginnings of a word and of the value */
	uint8		rows[NEAR_BYTES + 1][NEAR_BYTES + 1];
} Typing;

static char *
fold(const char *text, int *folded_len)
{
	uint32		len = strlen(text);
	const char *utf8 = field_utf8(text, &len);
	char	   *result = palloc(2 * len + 1);

	*folded_len = field_fold_utf8(utf8, len, result);
	result[*folded_len] = '\0';
	return result;
}

void
near_words_init(NearWords *words, int max)
{
	words->n = 0;
	words->words = palloc_extended(Max(max, 1) * sizeof(NearWord), MCXT_ALLOC_HUGE);
}

void
near_words_add(NearWords *words, const char *text, bool refuses)
{
	NearWord	word = {.refuses = refuses};

	word.folded = fold(text, &word.len);
	if (word.len > NEAR_BYTES)
		return;
	word.text = pstrdup(text);
	words->words[words->n++] = word;
}

/* ---- the order ---- */

static int
compare_words(const void *a, const void *b)
{
	const NearWord *x = a;
	const NearWord *y = b;
	int			order = strcmp(x->folded, y->folded);

	if (order == 0)
		order = strcmp(x->text, y->text);
	return order != 0 ? order : x->refuses - y->refuses;
}

static int
shared_bytes(const char *a, const char *b)
{
	int			n = 0;

	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

void
near_words_sort(NearWords *words)
{
	qsort(words->words, words->n, sizeof(NearWord), compare_words);
	for (int i = 0; i < words->n; i++)
		words->words[i].shared = i == 0 ? 0 : shared_bytes(words->words[i - 1].folded, words->words[i].folded);
}

/* ---- typing errors ---- */

/* Typing errors that a word of this length may have. */
static int
errors_allowed(int len)
{
	return len < 3 ? 0 : len < 6 ? 1 : 2;
}

/*
 * The errors of the first n bytes of a word, from those of fewer bytes: a letter too
 * many, too few, another, or two that changed places.  Of the value's beginnings only
 * those of about n bytes can be near; what is beside them has allowed + 1.  Returns the
 * fewest.
 */
static int
add_row(Typing *typing, const char *word, int n)
{
	const char *value = typing->value;
	uint8	   *row = typing->rows[n];
	const uint8 *above = typing->rows[n - 1];
	int			first = Max(n - typing->allowed, 0),
				last = Min(n + typing->allowed, typing->len),
				fewest = typing->allowed + 1;

	if (first > 0)
		row[Min(first - 1, typing->len)] = typing->allowed + 1;
	for (int j = first; j <= last; j++)
	{
		int			errors = j == 0 ? n : Min(Min(above[j], row[j - 1]) + 1,
											  above[j - 1] + (word[n - 1] != value[j - 1]));

		if (n > 1 && j > 1 && word[n - 1] == value[j - 2] && word[n - 2] == value[j - 1])
			errors = Min(errors, typing->rows[n - 2][j - 2] + 1);
		row[j] = errors;
		fewest = Min(fewest, errors);
	}
	if (last < typing->len)
		row[last + 1] = typing->allowed + 1;
	return fewest;
}

/* The fewest errors of a row that is there. */
static int
fewest_errors(const Typing *typing, int n)
{
	int			fewest = typing->allowed + 1;

	for (int j = Max(n - typing->allowed, 0); j <= Min(n + typing->allowed, typing->len); j++)
		fewest = Min(fewest, typing->rows[n][j]);
	return fewest;
}

/* Typing errors between the next word and the value; more than allowed are allowed + 1. */
static int
typing_errors(Typing *typing, const NearWord *word)
{
	int			before;

	typing->known = Min(typing->known, word->shared);
	if (typing->hopeless > word->shared)
		typing->hopeless = 0;
	if (typing->hopeless > 0 || abs(word->len - typing->len) > typing->allowed)
		return typing->allowed + 1;
	before = fewest_errors(typing, typing->known);
	while (typing->known < word->len)
	{
		int			fewest = add_row(typing, word->folded, typing->known + 1);

		typing->known++;
		/* two letters that changed places count from the row before */
		if (fewest > typing->allowed && before >= typing->allowed)
		{
			typing->hopeless = typing->known;
			return typing->allowed + 1;
		}
		before = fewest;
	}
	return Min(typing->rows[word->len][typing->len], typing->allowed + 1);
}

/* Prepares a value; false if it is too long to be compared. */
static bool
begin(Typing *typing, const char *value)
{
	typing->value = fold(value, &typing->len);
	if (typing->len > NEAR_BYTES)
		return false;
	typing->allowed = errors_allowed(typing->len);
	typing->known = typing->hopeless = 0;
	for (int j = 0; j <= typing->len; j++)
		typing->rows[0][j] = j;
	return true;
}

/* Do two words mean different things? */
static bool
differ(const NearWords *words, const NearWord *a, const NearWord *b)
{
	return strcmp(a->text, b->text) != 0 && (!words->synonyms || a->refuses != b->refuses);
}

const NearWord *
near_words_find(const NearWords *words, const char *value)
{
	Typing		typing;
	const NearWord *found = NULL;
	int			best;
	bool		may_refuse = false,
				tie = false;

	if (!begin(&typing, value))
		return NULL;
	best = typing.allowed + 1;
	for (int i = 0; i < words->n; i++)
	{
		const NearWord *word = &words->words[i];
		int			errors = typing_errors(&typing, word);

		if (errors > typing.allowed)
			continue;
		may_refuse |= word->refuses;
		if (errors > best)
			continue;
		if (errors == best)
			tie |= differ(words, found, word);
		else
		{
			found = word;
			best = errors;
			tie = false;
		}
	}
	return found == NULL || tie || (may_refuse && !found->refuses) ? NULL : found;
}
