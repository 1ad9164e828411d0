/*
 * person_name.c
 *
 *		"Berg, Ann-Marié" -> berg, ann, marie -> in order: ann, berg, marie
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/field_fold.h"
#include "field/person_name.h"

/* Words of a name that are compared; others are left out. */
#define MAX_NAME_WORDS 16

/* Words that begin with the same letters, so many, are alike. */
#define ALIKE_LETTERS 3

typedef struct NameWords
{
	const char *words[MAX_NAME_WORDS];	/* folded, sorted */
	int			nwords;
	char	   *run;			/* the words as they stood, without the blanks */
} NameWords;

static bool
is_said(const char *text)
{
	return text != NULL && text[0] != '\0';
}

bool
person_name_is_none(const PersonName *name)
{
	return !is_said(name->name) && !is_said(name->first) && !is_said(name->last);
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Adds the words of a part of a name. */
static void
add_words(NameWords *words, StringInfo run, const char *part)
{
	static const char *const between = " \t\n\r,;/-";
	uint32		len = is_said(part) ? strlen(part) : 0;
	const char *p = len > 0 ? field_fold_text_utf8(field_utf8(part, &len), &len) : "";

	for (p += strspn(p, between); *p != '\0'; p += strspn(p, between))
	{
		size_t		nbytes = strcspn(p, between);
		char	   *word = palloc(2 * nbytes + 1);

		word[field_fold_utf8(p, nbytes, word)] = '\0';
		p += nbytes;
		if (word[0] == '\0')
			continue;
		appendStringInfoString(run, word);
		if (words->nwords < MAX_NAME_WORDS)
			words->words[words->nwords++] = word;
	}
}

/* The words of two parts together; last may be NULL. */
static NameWords
words_of(const char *first, const char *last)
{
	NameWords	words;
	StringInfoData run;

	words.nwords = 0;
	initStringInfo(&run);
	add_words(&words, &run, first);
	add_words(&words, &run, last);
	words.run = run.data;
	qsort(words.words, words.nwords, sizeof(char *), compare_words);
	return words;
}

/* The same words in any order; or the same letters, however they are parted. */
static bool
same_words(const NameWords *a, const NameWords *b)
{
	if (strcmp(a->run, b->run) == 0)
		return a->nwords > 0;
	if (a->nwords != b->nwords)
		return false;
	for (int i = 0; i < a->nwords; i++)
		if (strcmp(a->words[i], b->words[i]) != 0)
			return false;
	return true;
}

/* Are all of some words among others? */
static bool
are_among(const NameWords *some, const NameWords *all)
{
	for (int i = 0; i < some->nwords; i++)
		if (bsearch(&some->words[i], all->words, all->nwords, sizeof(char *), compare_words) == NULL)
			return false;
	return some->nwords > 0;
}

/* Is a part, which has words, written in the same way? */
static bool
same_part(const char *a, const char *b)
{
	return is_said(a) && is_said(b) && isalpha((unsigned char) a[0]) && strcmp(a, b) == 0;
}

bool
person_names_agree(const PersonName *said, const PersonName *known)
{
	bool		complete = is_said(said->name) || (is_said(said->first) && is_said(said->last));
	NameWords	whole,
				parts,
				own;

	if (is_said(said->name) ? same_part(said->name, known->name)
		: same_part(said->first, known->first) && same_part(said->last, known->last))
		return true;
	whole = words_of(known->name, NULL);
	parts = words_of(known->first, known->last);
	own = is_said(said->name) ? words_of(said->name, NULL) : words_of(said->first, said->last);
	if (complete)
		return same_words(&own, &whole) || same_words(&own, &parts);
	return are_among(&own, &whole) || are_among(&own, &parts);
}

/* Do two words begin alike, or is one the initial of the other? */
static bool
begin_alike(const char *a, const char *b)
{
	size_t		len = Min(strlen(a), strlen(b));

	return strncmp(a, b, Min(len, ALIKE_LETTERS)) == 0;
}

static bool
have_common(const NameWords *a, const NameWords *b)
{
	for (int i = 0; i < a->nwords; i++)
		for (int j = 0; j < b->nwords; j++)
			if (begin_alike(a->words[i], b->words[j]))
				return true;
	return false;
}

bool
person_names_are_strange(const PersonName *said, const PersonName *known)
{
	NameWords	whole = words_of(known->name, NULL),
				parts = words_of(known->first, known->last),
				own = words_of(said->name, NULL),
				own_parts = words_of(said->first, said->last);

	return whole.nwords + parts.nwords > 0 && own.nwords + own_parts.nwords > 0 &&
		!have_common(&own, &whole) && !have_common(&own, &parts) &&
		!have_common(&own_parts, &whole) && !have_common(&own_parts, &parts);
}

char *
person_name_join(const PersonName *name)
{
	const char *first = is_said(name->first) ? name->first : "",
			   *last = is_said(name->last) ? name->last : "";

	return psprintf("%s%s%s", first, first[0] != '\0' && last[0] != '\0' ? " " : "", last);
}

bool
person_name_is_joined(const PersonName *name)
{
	NameWords	whole = words_of(name->name, NULL),
				parts = words_of(name->first, name->last);

	return parts.nwords > 0 && strcmp(whole.run, parts.run) == 0;
}

bool
person_name_fits(const PersonName *name)
{
	NameWords	whole = words_of(name->name, NULL),
				parts = words_of(name->first, name->last);

	return whole.nwords == 0 || parts.nwords == 0 || same_words(&whole, &parts);
}
