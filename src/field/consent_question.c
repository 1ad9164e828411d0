/*
 * consent_question.c
 *
 *		header, folded -> stems of what it asks
 *		cell -> folded -> stems of an answer
 *
 * Stems are of the languages of the header words.
 */
#include "postgres.h"

#include "field/consent_question.h"
#include "field/consent_stems.h"
#include "field/field_fold.h"

/* Longest answer that is looked at, in bytes. */
#define MAX_ANSWER 128

/* The cell folded into room; false if it is too long. */
static bool
fold(const char *data, uint32 len, char room[6 * MAX_ANSWER + 1])
{
	if (len > MAX_ANSWER)
		return false;
	data = field_utf8(data, &len);
	room[field_fold_utf8(data, Min(len, 3 * MAX_ANSWER), room)] = '\0';
	return true;
}

bool
consent_asks_basis(const char *folded)
{
	return consent_has_stem(folded, STEMS_ASKS_BASIS);
}

bool
consent_asks_how_often(const char *folded)
{
	return consent_has_stem(folded, STEMS_ASKS_HOW_OFTEN);
}

bool
consent_says_how_often(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && consent_has_stem(folded, STEMS_HOW_OFTEN);
}

bool
consent_is_own_basis(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && consent_has_stem(folded, STEMS_OWN_BASIS);
}

bool
consent_is_other_basis(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && consent_has_stem(folded, STEMS_OTHER_BASIS);
}

static bool
begins_with(const char *folded, ConsentStems set)
{
	int			n;
	const char *const *beginnings = consent_stems(set, &n);

	for (int i = 0; i < n; i++)
		if (strncmp(folded, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

bool
consent_is_wish(const char *data, uint32 len, bool *refuses)
{
	char		folded[6 * MAX_ANSWER + 1];
	bool		no;

	if (!fold(data, len, folded))
		return false;
	no = begins_with(folded, STEMS_UNWILLING);
	if (refuses != NULL)
		*refuses = no;
	return no || begins_with(folded, STEMS_WILLING);
}
