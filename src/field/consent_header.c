/*
 * consent_header.c
 *
 *		header word -> additions in brackets dropped -> words
 *			-> all of it folded: hasoptedoutofemail, with each stem's place in it
 *			-> ConsentPart: of refusing, ending, no, subscribing, harmless ...
 *
 * Stems are of the languages of the header words: en, no, sv, da, de, fr, es,
 * nl, fi, pt, it, pl.  They are looked for in the whole, across its words, and
 * cut words that are written in one: Newsletterkundigung, nichtabgemeldet.
 */
#include "postgres.h"

#include "field/consent_header.h"
#include "field/consent_stems.h"
#include "field/field_fold.h"

/* ---- words ---- */

/* Longest stem of which a word must begin with it. */
#define BEGINS_WORD 5

/* Longest ending between two words in one. */
#define LONGEST_LINK 4

/* Does a token begin at p?  At a capital behind a small letter, too. */
static bool
begins_token(const char *start, const char *p)
{
	return p > start && *p >= 'A' && *p <= 'Z' && p[-1] >= 'a' && p[-1] <= 'z';
}

static inline bool
is_separator(char c)
{
	return strchr(" \t_-./:,;|()[]{}&+*'\"?!#=<>\\", c) != NULL;
}

/* Tokens of a header word, folded, between blanks: " has opted out of email ". */
typedef struct Tokens
{
	char	   *text;
	int			len;
} Tokens;

static void
add_token(Tokens *tokens, const char *data, int len)
{
	int			added = field_fold_utf8(data, len, tokens->text + tokens->len);

	tokens->len += added;
	if (added > 0)
		tokens->text[tokens->len++] = ' ';
}

/* e-mail and e post are one word. */
static void
join_email(Tokens *tokens)
{
	static const char *const split[] = {" e mail", " e post", " e posta"};

	for (size_t i = 0; i < lengthof(split); i++)
	{
		char	   *found;

		while ((found = strstr(tokens->text, split[i])) != NULL)
			memmove(found + 2, found + 3, strlen(found + 3) + 1);
	}
}

/* don't is one word. */
static void
join_negation(Tokens *tokens)
{
	static const char *const split[] = {" don t ", " doesn t ", " didn t ", " isn t ", " hasn t ", " won t "};

	for (size_t i = 0; i < lengthof(split); i++)
	{
		char	   *found = strstr(tokens->text, split[i]);
		char	   *blank = found == NULL ? NULL : found + strlen(split[i]) - 3;

		if (blank != NULL)
			memmove(blank, blank + 1, strlen(blank + 1) + 1);
	}
}

/* The tokens of a word in UTF-8. */
static char *
split_word(const char *word, int len)
{
	Tokens		tokens = {palloc(3 * len + 3), 0};
	const char *start = word;

	tokens.text[tokens.len++] = ' ';
	for (const char *p = word; p < word + len; p++)
	{
		if (!is_separator(*p) && !begins_token(word, p))
			continue;
		if (p > start)
			add_token(&tokens, start, p - start);
		start = is_separator(*p) ? p + 1 : p;
	}
	if (start < word + len)
		add_token(&tokens, start, word + len - start);
	tokens.text[tokens.len] = '\0';
	join_email(&tokens);
	join_negation(&tokens);
	return tokens.text;
}

/* ---- parts ---- */

/* The folded whole, and what its bytes were found to be. */
typedef struct Marks
{
	char	   *text;
	int			len;
	bool	   *begins;			/* a token does */
	uint8	   *kind;
} Marks;

static Marks
mark_tokens(const char *tokens)
{
	int			room = strlen(tokens) + 1;
	Marks		marks = {palloc0(room), 0, palloc0(sizeof(bool) * room), palloc0(room)};

	for (const char *p = tokens; *p != '\0'; p++)
	{
		if (*p == ' ')
			continue;
		marks.begins[marks.len] = p[-1] == ' ';
		marks.text[marks.len++] = *p;
	}
	return marks;
}

/* Marks one place, unless a part of it is something stronger. */
static void
mark_place(Marks *marks, int place, int len, ConsentPartKind kind)
{
	for (int i = place; i < place + len; i++)
		if (marks->kind[i] != PART_UNKNOWN && marks->kind[i] != kind)
			return;
	memset(marks->kind + place, kind, len);
}

static void
mark_stems(Marks *marks, ConsentStems set, ConsentPartKind kind)
{
	int			n;
	const char *const *stems = consent_stems(set, &n);

	for (int i = 0; i < n; i++)
	{
		int			len = strlen(stems[i]);

		for (char *p = strstr(marks->text, stems[i]); p != NULL; p = strstr(p + 1, stems[i]))
			if (len > BEGINS_WORD || set != STEMS_MAILING || marks->begins[p - marks->text])
				mark_place(marks, p - marks->text, len, kind);
	}
}

/* "donot" and "dont" in one with the next word. */
static void
cut_negation(Marks *marks)
{
	static const char *const glued[] = {"donot", "dont"};

	for (int i = 0; i < marks->len; i++)
		for (size_t j = 0; marks->begins[i] && j < lengthof(glued); j++)
		{
			int			len = strlen(glued[j]);

			if (strncmp(marks->text + i, glued[j], len) == 0 && marks->kind[i] == PART_UNKNOWN)
				marks->begins[i + len] = true;
		}
}

/* A paper of members, by its own or in one word with whose it is: Klubbavis. */
static bool
is_paper(const char *word)
{
	int			nowners,
				nkinds;
	const char *const *owners = consent_stems(STEMS_AUDIENCE, &nowners);
	const char *const *kinds = consent_stems(STEMS_PAPER_KIND, &nkinds);

	if (consent_has_word(word, STEMS_PAPER))
		return true;
	for (int i = 0; i < nowners; i++)
	{
		size_t		len = strlen(owners[i]);

		if (strncmp(word, owners[i], len) != 0)
			continue;
		for (int j = 0; j < nkinds; j++)
			if (strcmp(word + len, kinds[j]) == 0)
				return true;
	}
	return false;
}

static ConsentPartKind
kind_of_word(const char *word)
{
	if (consent_has_word(word, STEMS_NEGATING))
		return PART_NO;
	if (consent_has_word(word, STEMS_REFUSING_WORD))
		return PART_REFUSAL;
	if (consent_has_word(word, STEMS_LAW))
		return PART_SUBSCRIBING;
	if (consent_has_word(word, STEMS_CLEANING) || consent_begins_with(word, STEMS_REMOVING))
		return PART_ENDING;
	if (consent_begins_with(word, STEMS_LIST))
		return PART_LIST;
	if (consent_has_word(word, STEMS_CONTACT))
		return PART_CONTACT;
	if (consent_begins_with(word, STEMS_MAILING))
		return PART_MAILING;
	if (is_paper(word))
		return PART_PAPER;
	if (consent_has_word(word, STEMS_HARMLESS) || consent_has_word(word, STEMS_AUDIENCE))
		return PART_HARMLESS;
	if (consent_begins_with(word, STEMS_ENDING))
		return PART_ENDING;
	if (consent_begins_with(word, STEMS_HARMLESS) || consent_begins_with(word, STEMS_PERMITTING) || strlen(word) <= 2 || strspn(word, "0123456789") == strlen(word))
		return PART_HARMLESS;
	return PART_UNKNOWN;
}

/*
 * What is left of a token behind a stem: an ending may be between, as in
 * markedsforing-s-forbud.
 */
static ConsentPartKind
kind_of_rest(const char *word, ConsentPartKind before)
{
	ConsentPartKind kind = kind_of_word(word);

	if (before == PART_REFUSAL || before == PART_DELIVERY || consent_has_word(word, STEMS_WORD_END))
		return PART_HARMLESS;
	for (size_t len = 1; kind == PART_UNKNOWN && len <= LONGEST_LINK && word[len] != '\0'; len++)
		if (consent_has_word(pnstrdup(word, len), STEMS_WORD_END))
			kind = kind_of_word(word + len);
	return kind;
}

static void
add_part(ConsentHeader *header, const Marks *marks, int start, int end)
{
	ConsentPart *part = &header->parts[header->nparts++];

	part->begins = marks->begins[start];
	part->word = pnstrdup(marks->text + start, end - start);
	part->kind = marks->kind[start];
	if (part->kind != PART_UNKNOWN)
		return;
	if (marks->begins[start])
		part->kind = kind_of_word(part->word);
	else
		part->kind = kind_of_rest(part->word, marks->kind[start - 1]);
}

/*
 * Finnish "en" (I do not) begins a header; elsewhere it is a Spanish or French
 * "in", a Dutch "and", an article, or a language.  newsletter_no is of a language,
 * or of a no: that cannot be told.
 */
static void
hear_little_words(ConsentHeader *header)
{
	int			last = header->nparts - 1;

	for (int i = 1; i <= last; i++)
	{
		ConsentPart *part = &header->parts[i];

		if (part->kind == PART_NO && strcmp(part->word, "en") == 0)
			part->kind = PART_HARMLESS;
		else if (i == last && part->kind == PART_NO && strcmp(part->word, "no") == 0)
			part->kind = PART_UNKNOWN;
	}
}

/* Cuts the tokens into parts, and says what each is. */
static void
find_parts(ConsentHeader *header, const char *tokens)
{
	Marks		marks = mark_tokens(tokens);
	int			start = 0;

	header->bare = marks.text;
	header->parts = palloc(sizeof(ConsentPart) * (marks.len + 1));
	header->nparts = 0;
	mark_stems(&marks, STEMS_REFUSING, PART_REFUSAL);
	mark_stems(&marks, STEMS_DECEASED, PART_REFUSAL);
	mark_stems(&marks, STEMS_DELIVERY, PART_DELIVERY);
	mark_stems(&marks, STEMS_SUBSCRIBING, PART_SUBSCRIBING);
	mark_stems(&marks, STEMS_EMAIL, PART_MAILING);
	mark_stems(&marks, STEMS_MAILING, PART_MAILING);
	cut_negation(&marks);
	for (int i = 1; i <= marks.len; i++)
	{
		if (i < marks.len && !marks.begins[i] && marks.kind[i] == marks.kind[i - 1])
			continue;
		add_part(header, &marks, start, i);
		start = i;
	}
}

/* ---- a choice of yes and no ---- */

/* The no of a choice turns nothing round. */
static void
settle_choices(ConsentHeader *header)
{
	for (int i = 1; i < header->nparts; i++)
		if (header->parts[i].kind == PART_NO && consent_has_word(header->parts[i - 1].word, STEMS_CHOICE))
			header->parts[i].kind = PART_HARMLESS;
}

/* ---- papers of members ---- */

/* Parish magazine, club news: whose it is makes it one that is sent to members. */
static void
settle_papers(ConsentHeader *header)
{
	for (int i = 0; i < header->nparts; i++)
	{
		ConsentPart *part = &header->parts[i];
		ConsentPart *owner = i == 0 ? NULL : part - 1;

		if (owner != NULL && owner->begins && part->begins && consent_has_word(owner->word, STEMS_AUDIENCE) &&
			(part->kind == PART_PAPER || consent_has_word(part->word, STEMS_PAPER_KIND)))
		{
			part->kind = PART_PAPER;
			owner->kind = PART_HARMLESS;
		}
	}
}

/* ---- what a newsletter is about ---- */

/* Is it a participle: cancelled?  Then it is no topic. */
static bool
may_be_participle(const char *word)
{
	static const char *const ends[] = {"ed", "et", "at", "ad", "rt", "lt", "kt", "en", "te", "ada", "ado", "ato", "ata"};
	size_t		len = strlen(word);

	for (size_t i = 0; i < lengthof(ends); i++)
		if (len >= strlen(ends[i]) && strcmp(word + len - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

/* Health newsletter: a word before it says of what it is. */
static void
settle_topics(ConsentHeader *header)
{
	for (int i = 1; i < header->nparts; i++)
	{
		ConsentPart *topic = &header->parts[i - 1];

		if (header->parts[i].kind == PART_SUBSCRIBING && header->parts[i].begins && topic->begins &&
			topic->kind == PART_UNKNOWN && !may_be_participle(topic->word) &&
			consent_has_word(header->parts[i].word, STEMS_NEWSLETTER))
			topic->kind = PART_HARMLESS;
	}
}

/* ---- leave that may be taken back ---- */

/* I agree to receive emails, and can unsubscribe at any time: nobody refuses there. */
static void
settle_anytime(ConsentHeader *header)
{
	if (!consent_has_stem(header->bare, STEMS_ANYTIME))
		return;
	for (int i = 0; i < header->nparts; i++)
	{
		ConsentPart *part = &header->parts[i];

		if (part->kind == PART_REFUSAL || part->kind == PART_ENDING || part->kind == PART_UNKNOWN)
			part->kind = PART_HARMLESS;
	}
}

/* ---- additions in brackets ---- */

static bool
has_kind(const ConsentHeader *header, ConsentPartKind kind)
{
	for (int i = 0; i < header->nparts; i++)
		if (header->parts[i].kind == kind)
			return true;
	return false;
}

/* Does it speak of consent by itself?  (yes/no) and [Required] do not. */
static bool
addition_speaks(const char *data, int len)
{
	ConsentHeader addition = {0};
	char	   *tokens = split_word(data, len);
	bool		refuses;

	if (tokens[1] == '\0')
		return false;
	find_parts(&addition, tokens);
	refuses = has_kind(&addition, PART_REFUSAL) || has_kind(&addition, PART_DELIVERY) || has_kind(&addition, PART_ENDING);
	if (refuses || has_kind(&addition, PART_SUBSCRIBING) || has_kind(&addition, PART_MAILING))
		return true;
	return has_kind(&addition, PART_NO) && strcmp(tokens, " no ") != 0 &&
		!consent_has_token(tokens, STEMS_CHOICE);
}

/* Is it told there what a value means: (1 = unsubscribed)? */
static bool
explains(const char *data, int len)
{
	for (int i = 0; i < len; i++)
		if (strchr("=0123456789", data[i]) != NULL)
			return true;
	return false;
}

/* The word without additions that say nothing of consent. */
static char *
drop_additions(const char *word, int len, bool *explained)
{
	static const char opening[] = "([{";
	static const char closing[] = ")]}";
	char	   *result = palloc(len + 1);
	int			n = 0;

	for (int i = 0; i < len; i++)
	{
		const char *bracket = word[i] == '\0' ? NULL : strchr(opening, word[i]);
		const char *end = bracket == NULL ? NULL : memchr(word + i, closing[bracket - opening], len - i);

		if (end != NULL && !addition_speaks(word + i, end - word - i))
		{
			result[n++] = ' ';
			i = end - word;
			continue;
		}
		if (end != NULL)
			*explained |= explains(word + i, end - word - i);
		result[n++] = word[i];
	}
	result[n] = '\0';
	return result;
}

/* ---- the whole ---- */

ConsentHeader
consent_header(const char *word)
{
	uint32		len = strlen(word);
	const char *utf8 = field_utf8(word, &len);
	ConsentHeader header = {0};
	char	   *bare = drop_additions(utf8, len, &header.explained);
	char	   *tokens = split_word(bare, strlen(bare));

	header.folded = palloc(2 * len + 1);
	header.folded[field_fold_utf8(utf8, len, header.folded)] = '\0';
	header.tokens = split_word(utf8, len);
	find_parts(&header, tokens[1] == '\0' ? header.tokens : tokens);
	settle_choices(&header);
	settle_anytime(&header);
	settle_papers(&header);
	settle_topics(&header);
	hear_little_words(&header);
	return header;
}

char *
consent_tokens(const char *text)
{
	uint32		len = strlen(text);
	const char *utf8 = field_utf8(text, &len);

	return split_word(utf8, len);
}

char *
consent_bare_word(const char *word)
{
	uint32		len = strlen(word);
	const char *utf8 = field_utf8(word, &len);
	bool		explained = false;
	char	   *bare = drop_additions(utf8, len, &explained);

	return mark_tokens(split_word(bare, strlen(bare))).text;
}

bool
consent_header_names_email(const ConsentHeader *header)
{
	return consent_has_stem(header->folded, STEMS_EMAIL);
}

bool
consent_header_leaves(const char *word)
{
	return consent_begins_with(word, STEMS_LEFT_LIST);
}

bool
consent_header_removes(const char *word)
{
	return consent_begins_with(word, STEMS_REMOVING);
}

bool
consent_header_cleans(const char *word)
{
	return consent_has_word(word, STEMS_CLEANING);
}

bool
consent_header_is_of_dead(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_DECEASED);
}

bool
consent_header_negates(const char *word)
{
	return consent_has_word(word, STEMS_NEGATING);
}

bool
consent_header_advertises(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_ADVERTISING);
}

bool
consent_header_hides(const char *word)
{
	return strcmp(word, "hide") == 0 || strcmp(word, "hides") == 0 || strcmp(word, "hidden") == 0;
}
