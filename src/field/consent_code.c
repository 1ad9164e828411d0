/*
 * consent_code.c
 *
 *		Newsletter (1=ja, 2=nei) -> Newsletter; 1: ja; 2: nei
 *
 * A code is one word of few bytes before a sign of equality, or before a colon;
 * what it means goes on to the next code, or to the end.  (ja=1) is the same.  "Opt" alone
 * has in and out.
 */
#include "postgres.h"

#include "field/consent_code.h"

/* Longest code, in bytes. */
#define MAX_CODE 3

static inline bool
is_of_word(char c)
{
	return isalnum((unsigned char) c) || (c & 0x80) != 0;
}

/* A code stands before it, if it is followed by what it means. */
static inline bool
is_sign(char c)
{
	return c == '=' || c == ':';
}

/* Where the word before a sign begins, blanks between left out; NULL = there is none. */
static const char *
word_before(const char *start, const char *sign)
{
	const char *end = sign;

	while (end > start && end[-1] == ' ')
		end--;
	sign = end;
	while (end > start && is_of_word(end[-1]))
		end--;
	return end == sign ? NULL : end;
}

/* The next sign that has a word before it; NULL = none. */
static const char *
next_sign(const char *from, const char *end)
{
	for (const char *p = from; p < end; p++)
		if (is_sign(*p) && word_before(from, p) != NULL)
			return p;
	return NULL;
}

/* A part of the header without the blanks and separators around it. */
static char *
copy_trimmed(const char *start, const char *end)
{
	while (start < end && strchr(" ,;/|-", *start) != NULL)
		start++;
	while (end > start && strchr(" ,;/|-", end[-1]) != NULL)
		end--;
	return pnstrdup(start, end - start);
}

static bool
is_code(const char *word)
{
	size_t		len = strlen(word);

	return len > 0 && len <= MAX_CODE;
}

/* Takes a pair, whichever side the code is on; false if neither is one. */
static bool
take_pair(ConsentCodes *codes, char *left, char *right)
{
	ConsentCode *code = &codes->codes[codes->n];

	if (codes->n == CONSENT_MAX_CODES || left[0] == '\0' || right[0] == '\0')
		return false;
	if (is_code(right) && (right[1] == '\0' || !is_code(left)))
		*code = (ConsentCode) {.code = right, .meaning = left};
	else if (is_code(left))
		*code = (ConsentCode) {.code = left, .meaning = right};
	else
		return false;
	codes->n++;
	return true;
}

/* Reads the pairs of a part of the header; *first: where they begin. */
static bool
read_pairs(ConsentCodes *codes, const char *start, const char *end, const char **first)
{
	const char *sign = next_sign(start, end);

	if (sign == NULL)
		return false;
	*first = word_before(start, sign);
	while (sign != NULL)
	{
		const char *left = word_before(start, sign);
		const char *next = next_sign(sign + 1, end);
		const char *stop = next == NULL ? end : word_before(sign + 1, next);

		if (!take_pair(codes, copy_trimmed(left, sign), copy_trimmed(sign + 1, stop)))
			return false;
		start = sign + 1;
		sign = next;
	}
	return true;
}

/* Is a word there, of the header's? */
static bool
has_word_at(const char *header, const char *p, const char *word)
{
	size_t		len = strlen(word);

	return pg_strncasecmp(p, word, len) == 0 && !is_of_word(p[len]) && (p == header || !is_of_word(p[-1]));
}

/* Opt, opt in/out: a word "opt" with none or both of them behind it; NULL = there is none. */
static const char *
opt_of(const char *header)
{
	const char *opt = NULL;
	bool		in = false;
	bool		out = false;

	for (const char *p = header; *p != '\0'; p++)
	{
		if (opt == NULL && has_word_at(header, p, "opt"))
			opt = p;
		in |= opt != NULL && has_word_at(header, p, "in");
		out |= opt != NULL && has_word_at(header, p, "out");
	}
	return in == out ? opt : NULL;
}

/* Their codes; the header is then one of opting in. */
static ConsentCodes *
in_or_out(const char *header, const char *opt)
{
	static const ConsentCode codes[] = {{"in", "yes"}, {"i", "yes"}, {"out", "no"}, {"o", "no"}};
	ConsentCodes *result = palloc0(sizeof(ConsentCodes));
	const char *rest = opt + strlen("opt");

	result->n = lengthof(codes);
	memcpy(result->codes, codes, sizeof(codes));
	for (const char *p = rest; *p != '\0'; p++)
		if (has_word_at(header, p, "in") || has_word_at(header, p, "out"))
			rest = p + strlen(pg_strncasecmp(p, "in", 2) == 0 ? "in" : "out");
	result->word = psprintf("%.*sopt-in%s", (int) (opt - header), header, rest);
	return result;
}

const ConsentCodes *
consent_codes(const char *header)
{
	ConsentCodes *codes;
	const char *end = header + strlen(header);
	const char *open = strpbrk(header, "([{");
	const char *close = open == NULL ? NULL : strpbrk(open, ")]}");
	const char *first;
	const char *opt = opt_of(header);

	if (opt != NULL)
		return in_or_out(header, opt);
	if (strpbrk(header, "=:") == NULL)
		return NULL;
	codes = palloc0(sizeof(ConsentCodes));
	if (close != NULL && read_pairs(codes, open + 1, close, &first))
	{
		codes->word = psprintf("%.*s %s", (int) (open - header), header, close + 1);
		return codes;
	}
	codes->n = 0;
	if (!read_pairs(codes, header, end, &first) || first == header)
		return NULL;
	codes->word = copy_trimmed(header, first);
	return codes;
}

const char *
consent_code_meaning(const ConsentCodes *codes, const char *data, uint32 len)
{
	for (int i = 0; i < codes->n; i++)
		if (strlen(codes->codes[i].code) == len && pg_strncasecmp(codes->codes[i].code, data, len) == 0)
			return codes->codes[i].meaning;
	return NULL;
}
