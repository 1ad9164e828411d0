/*
 * no_address.c
 *
 *		emails of the sample -> those both of whose parts are one word, or words for
 *			nothing -> with those who have them -> which are no addresses
 *
 * Words without an @ that several people have (ingen mail, ask mother) are none, either.
 * A word for nothing on both sides of the @ tells by itself.  On one side, or with any
 * word on both, the address must be that of several people: a family may be berg@berg.no,
 * and somebody's name may be Null.
 */
#include "postgres.h"

#include <ctype.h>

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "field/field_fold.h"
#include "field/made_cell.h"
#include "field/no_address.h"
#include "field/null_names.h"
#include "field/null_words.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Before and behind the @. */
#define PARTS 2

/* So many people have one address only where it is none, if a word tells; or if none does. */
#define PEOPLE_TOLD 2
#define PEOPLE_UNTOLD 3

/* Addresses that are looked at, and named in the warning. */
#define ADDRESSES_MAX 100
#define ADDRESSES_NAMED 5

/* Stands between addresses. */
#define BETWEEN "|"

/* Words for nothing that are so only before or behind an @. */
static const char *const words_of_none[] = {
	"noemail", "nomail", "noreply", "donotreply", "test", "testing", "invalid", "anonymous",
	"anon", "dummy", "fake", "nobody", "noone", "notprovided", "notavailable", "noaddress", "ingenepost", "ingenmail",
	"keinemail", "keine", "sinemail", "sincorreo", "pasdemail", "geenemail", "brak"
};

/* The first of two words which say that there is none. */
static const char *const negations[] = {
	"no", "not", "none", "without", "never", "nothing", "doesnt", "dont",
	"ingen", "inget", "inga", "ikke", "inte", "uten", "uden", "utan", "mangler", "saknar", "saknas",
	"kein", "keine", "keinen", "keiner", "ohne", "nicht", "fehlt",
	"pas", "sans", "aucun", "aucune", "sin", "ninguno", "ninguna", "ningun", "falta",
	"geen", "zonder", "niet", "ei", "ilman", "sem", "nao", "nenhum", "nenhuma",
	"non", "senza", "nessun", "nessuno", "nessuna", "brak", "bez", "nie"
};

typedef struct Suspect
{
	const char *address;		/* in lower case */
	const char *domain;			/* its first word, folded */
	int			told;			/* parts that are words for nothing */
	int			npeople;		/* with names of their own, up to PEOPLE_UNTOLD */
	const char *people[PEOPLE_UNTOLD];
	bool		of_people;		/* somebody is called so */
} Suspect;

typedef struct Suspects
{
	int			n;
	Suspect		all[ADDRESSES_MAX];
} Suspects;

/* ---- one address ---- */

/* Is a word one letter again and again? */
static bool
is_one_letter(const char *word)
{
	return strspn(word, (char[]) {word[0], '\0'}) == strlen(word);
}

/* Is a folded word one for nothing?  A letter alone may be a domain. */
static bool
is_nothing(const NullWords *words, const char *word)
{
	if (IS_ONE_OF(word, words_of_none))
		return true;
	return word[1] != '\0' && words != NULL && null_words_find(words, word, strlen(word)) >= 0;
}

/* Letters and blanks, no longer than a word for nothing may be? */
static bool
are_words(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (data[i] != ' ' && !isalpha((unsigned char) data[i]) && !IS_HIGHBIT_SET(data[i]))
			return false;
	return len <= NULL_WORD_BYTES;
}

/* An address whose parts make it suspect, in lower case; false for nearly all. */
static bool
suspect(const NullWords *words, const CsvCell *cell, Suspect *found)
{
	const char *data = cell->data;
	uint32		len = cell->len;
	const char *at;
	const char *dot;
	char	   *local;

	value_trim(&data, &len);
	at = memchr(data, '@', len);
	if (at == NULL && len > 0 && are_words(data, len))
	{
		*found = (Suspect) {.domain = field_fold_header(data, len), .told = 1, .address = field_fold_text_utf8(data, &len)};
		return found->domain[0] != '\0';
	}
	if (at == NULL || len > NULL_WORD_BYTES || memchr(data, BETWEEN[0], len) != NULL)
		return false;
	dot = memchr(at, '.', data + len - at);
	local = field_fold_header(data, at - data);
	*found = (Suspect) {.domain = field_fold_header(at + 1, (dot == NULL ? data + len : dot) - at - 1)};
	if (local[0] == '\0' || found->domain[0] == '\0')
		return false;
	found->told = is_nothing(words, local) + is_nothing(words, found->domain);
	if (strcmp(local, found->domain) == 0 && is_one_letter(local))
		found->told = is_one_letter(field_fold_header(data, len)) ? PARTS : 1;	/* x@x.x, x@x.no */
	if (found->told == 0 && strcmp(local, found->domain) != 0)
		return false;
	found->address = field_fold_text_utf8(data, &len);
	return true;
}

/* ---- who has it ---- */

/* The names of a record, folded together. */
static char *
names_of(const FieldMap *map, const CsvRecord *record)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		if (null_names_concern(field) && !field->constant && field_in_file(field) && field->made == NULL)
			appendStringInfoString(&names, field_fold_header(record->cells[field->file_column].data,
															 record->cells[field->file_column].len));
	}
	return names.data;
}

static Suspect *
remember(Suspects *suspects, const Suspect *found)
{
	for (int i = 0; i < suspects->n; i++)
		if (strcmp(suspects->all[i].address, found->address) == 0)
			return &suspects->all[i];
	if (suspects->n == ADDRESSES_MAX)
		return NULL;
	suspects->all[suspects->n] = *found;
	return &suspects->all[suspects->n++];
}

static void
add_person(Suspect *suspect, const char *names)
{
	suspect->of_people |= strstr(names, suspect->domain) != NULL;
	for (int i = 0; i < suspect->npeople; i++)
		if (strcmp(suspect->people[i], names) == 0)
			return;
	if (names[0] != '\0' && suspect->npeople < PEOPLE_UNTOLD)
		suspect->people[suspect->npeople++] = names;
}

static bool
is_no_address(const Suspect *suspect)
{
	if (suspect->told == PARTS)
		return true;
	return !suspect->of_people && suspect->npeople >= (suspect->told > 0 ? PEOPLE_TOLD : PEOPLE_UNTOLD);
}

/* ---- the column ---- */

void
no_address_set(Field *email, const char *addresses)
{
	List	   *list = NIL;
	char	   *text = pstrdup(addresses);

	email->no_addresses = addresses;
	for (char *word = strtok(text, BETWEEN); word != NULL; word = strtok(NULL, BETWEEN))
		list = lappend(list, word);
	null_names_set(email, null_words_with(email->nothing, list));
}

static char *
warning_of(const Suspects *suspects)
{
	StringInfoData text;
	int			n = 0;

	initStringInfo(&text);
	appendStringInfoString(&text, "no addresses, but what stands for none: ");
	for (int i = 0; i < suspects->n; i++)
		if (is_no_address(&suspects->all[i]) && n++ < ADDRESSES_NAMED)
			appendStringInfo(&text, "%s%s", n > 1 ? ", " : "", suspects->all[i].address);
	if (n > ADDRESSES_NAMED)
		appendStringInfo(&text, " and %d more", n - ADDRESSES_NAMED);
	appendStringInfoString(&text, ", and the records are taken without them: null_words => '{}' reads them as addresses");
	return text.data;
}

char *
no_address_find(FieldMap *map, const RecordSample *sample, const NullWords *words)
{
	Field	   *email = map->email < 0 ? NULL : &map->fields[map->email];
	Suspects   *suspects = palloc0(sizeof(Suspects));
	StringInfoData addresses;

	if (email == NULL || email->constant || !field_in_file(email))
		return NULL;
	for (int i = 0; i < sample->nrecords; i++)
	{
		const CsvRecord *record = sample->records[i];
		Suspect		found;
		Suspect    *known;

		CHECK_FOR_INTERRUPTS();
		if (!suspect(words, &record->cells[email->made == NULL ? email->file_column : email->made->columns[0]], &found))
			continue;
		known = remember(suspects, &found);
		if (known != NULL)
			add_person(known, names_of(map, record));
	}
	initStringInfo(&addresses);
	for (int i = 0; i < suspects->n; i++)
		if (is_no_address(&suspects->all[i]))
			appendStringInfo(&addresses, "%s%s", addresses.len > 0 ? BETWEEN : "", suspects->all[i].address);
	if (addresses.len == 0)
		return NULL;
	no_address_set(email, addresses.data);
	return warning_of(suspects);
}

/* ---- in words ---- */

bool
no_address_is_said(const char *data, uint32 len)
{
	const char *space;
	const char *word;

	value_trim(&data, &len);
	space = memchr(data, ' ', len);
	if (space == NULL || memchr(space + 1, ' ', data + len - space - 1) != NULL || memchr(data, '@', len) != NULL)
		return false;
	word = field_fold_header(data, space - data);
	return IS_ONE_OF(word, negations);
}
