/*
 * consent_position.c
 *
 *		Consent (email/sms/post) -> Consent; email is the first of three
 *		N/Y/N -> N
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_position.h"
#include "field/field_fold.h"
#include "field/value_trim.h"

/* Most channels, and the longest name of one in bytes. */
#define MAX_CHANNELS 8
#define MAX_NAME 24

static inline bool
is_separator(char c)
{
	return c != '\0' && strchr("/|,;+&", c) != NULL;
}

/* In brackets one letter is enough: (E/S/P). */
static bool
is_letter_of_channel(const char *word, bool *email)
{
	*email = word[0] == 'e';
	return word[0] != '\0' && word[1] == '\0' && strchr("esptmw", word[0]) != NULL;
}

/* Is a part of the header the name of a channel? */
static bool
names_channel(const char *start, const char *end, bool bracketed, bool *email)
{
	uint32		len = end - start;
	char		word[6 * MAX_NAME + 1];

	value_trim(&start, &len);
	if (len == 0 || len > MAX_NAME)
		return false;
	start = field_utf8(start, &len);
	word[field_fold_utf8(start, Min(len, 3 * MAX_NAME), word)] = '\0';
	return consent_is_channel(word, email) || (bracketed && is_letter_of_channel(word, email));
}

/* Reads all between start and end as channels; false if something else stands there. */
static bool
read_list(ConsentPositions *positions, const char *start, const char *end, bool bracketed)
{
	const char *from = start;

	positions->n = 0;
	positions->email = -1;
	for (const char *p = start; p <= end; p++)
	{
		bool		email;

		if (p < end && !is_separator(*p))
			continue;
		if (positions->n == MAX_CHANNELS || !names_channel(from, p, bracketed, &email))
			return false;
		if (email && positions->email >= 0)
			return false;
		if (email)
			positions->email = positions->n;
		positions->n++;
		from = p + 1;
	}
	return positions->n > 1 && positions->email >= 0;
}

/* Does a blank stand beside a separator: email / sms? */
static bool
is_around_separator(const char *start, const char *blank)
{
	const char *next = blank + strspn(blank, " ");

	while (blank > start && *blank == ' ')
		blank--;
	return is_separator(*blank) || is_separator(*next);
}

/* Where the last words of a header begin that separators join: Einwilligung E-Mail/Telefon. */
static const char *
begin_of_list(const char *header)
{
	const char *p = header + strlen(header);

	while (p > header && (p[-1] != ' ' || is_around_separator(header, p - 1)))
		p--;
	return p;
}

ConsentPositions *
consent_positions(const char *header)
{
	const char *end = header + strlen(header);
	const char *open = strchr(header, '(');
	const char *close = open == NULL ? NULL : strchr(open, ')');
	ConsentPositions *positions;
	const char *list;

	if (strpbrk(header, "/|,;+&") == NULL)
		return NULL;
	positions = palloc(sizeof(ConsentPositions));
	if (close != NULL && read_list(positions, open + 1, close, true))
	{
		positions->word = psprintf("%.*s %s", (int) (open - header), header, close + 1);
		return positions;
	}
	list = begin_of_list(header);
	if (list == header || !read_list(positions, list, end, false))
		return NULL;
	positions->word = pnstrdup(header, list - header);
	return positions;
}

bool
consent_position_part(const ConsentPositions *positions, const char *data, uint32 len,
					  const char **part, uint32 *part_len)
{
	const char *from = data;
	int			n = 0;

	*part = NULL;
	for (const char *p = data; p <= data + len; p++)
	{
		if (p < data + len && !is_separator(*p))
			continue;
		if (n++ == positions->email)
		{
			*part = from;
			*part_len = p - from;
		}
		from = p + 1;
	}
	if (n != positions->n || *part == NULL)
		return false;
	value_trim(part, part_len);
	return true;
}
