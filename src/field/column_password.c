/*
 * column_password.c
 *
 *		header word, cells -> Certainty that it is of passwords
 *			-> the surest: the field password; others: ignored, and a warning
 */
#include "postgres.h"

#include "field/column_password.h"
#include "field/consent_column.h"
#include "field/password_word.h"
#include "field/secret_column.h"
#include "field/secret_pairs.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Cells of yes and no that are no passwords. */
#define STATE_CELLS 2

static const char *const password_field = "password";
static const char *const folded_password_hash = "passwordhash";

/*
 * How surely the word of a column is that of passwords: the field's name, a
 * synonym, another word for them; WORD_NONE for all others.
 */
typedef enum Certainty
{
	WORD_NAME,
	WORD_SYNONYM,
	WORD_OTHER,
	WORD_ABOUT,					/* not of passwords, but of what belongs to them */
	WORD_NONE
} Certainty;

/* Does a cell tell when or whether, and nothing that anybody keeps to themselves? */
static bool
tells_state(const Mapper *mapper, const char *data, uint32 len)
{
	switch (consent_cell(mapper->words, data, len, NULL))
	{
		case CONSENT_CELL_YES:
		case CONSENT_CELL_NO:
		case CONSENT_CELL_ZERO_ONE:
		case CONSENT_CELL_DATE:
			return true;
		case CONSENT_CELL_NUMBER:	/* of days or attempts; a code has more digits */
			return len <= 3;
		default:
			return false;
	}
}

/* Do all cells of the sample, and there are some? */
static bool
is_state(const Mapper *mapper, int column)
{
	int			n = mapper->sample == NULL ? 0 : mapper->sample->nrecords;
	int			ncells = 0;

	for (int i = 0; i < n; i++)
	{
		const char *data = mapper->sample->records[i]->cells[column].data;
		uint32		len = mapper->sample->records[i]->cells[column].len;

		value_trim(&data, &len);
		if (len > 0 && !tells_state(mapper, data, len))
			return false;
		ncells += len > 0;
	}
	return ncells > 0;
}

/* The word of a column; of one that a header makes a category, that of the category. */
static const char *
word_of(const Mapper *mapper, int column, bool *is_category)
{
	const char *word = mapper->map->header[column];

	*is_category = pg_strncasecmp(word, ATTRIBUTE_PREFIX, strlen(ATTRIBUTE_PREFIX)) == 0;
	return *is_category ? word + strlen(ATTRIBUTE_PREFIX) : word;
}

/*
 * Does the column only say whether there is a password?  Nobody gives yes to all of their
 * customers.
 */
static bool
is_yes_or_no(const Mapper *mapper, int column)
{
	int			n = mapper->sample == NULL ? 0 : mapper->sample->nrecords;
	int			ncells = 0;

	for (int i = 0; i < n; i++)
	{
		const char *data = mapper->sample->records[i]->cells[column].data;
		uint32		len = mapper->sample->records[i]->cells[column].len;
		ConsentCell said;

		value_trim(&data, &len);
		if (len == 0)
			continue;
		said = consent_cell(mapper->words, data, len, NULL);
		if (said != CONSENT_CELL_YES && said != CONSENT_CELL_NO && said != CONSENT_CELL_ZERO_ONE)
			return false;
		ncells++;
	}
	return ncells >= STATE_CELLS;
}

/* The field of a synonym; NULL = the word is none. */
static const char *
field_of_synonym(const Mapper *mapper, int column)
{
	const Synonym *synonym = synonyms_find(mapper->synonyms, mapper->folded[column]);

	return synonym == NULL ? NULL : synonym->field;
}

/* Is a field in the file, by a word for it, beside a column? */
static bool
has_field_beside(const Mapper *mapper, int column, const char *field)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const char *known = i == column ? NULL : field_of_synonym(mapper, i);

		if (known == NULL && i != column)
			known = mapper_field_of_word(mapper, i);
		if (known != NULL && strcmp(known, field) == 0)
			return true;
	}
	return false;
}

/*
 * Is it another secret than a password?  A word for postal codes is none where the
 * column belongs to an address that has no other.
 */
static bool
is_secret(const Mapper *mapper, int column, const char *word, const char *synonym)
{
	if (synonym == NULL && secret_pairs_in_column(mapper->sample, column))
		return true;
	if (!secret_is_column(word, mapper->sample, column))
		return false;
	if (synonym == NULL)
		return true;
	return strcmp(synonym, "postal_code") == 0 &&
		(has_field_beside(mapper, column, "postal_code") ||
		 (!has_field_beside(mapper, column, "city") && !has_field_beside(mapper, column, "address")));
}

/* Of a column whose word means passwords or something else: is it that by its cells? */
static bool
is_something_else(const Mapper *mapper, int column, const char *word)
{
	if (password_word_is_key(word) && secret_cells_are_keys(mapper->sample, column))
		return true;
	return password_word_is_doubtful(word) &&
		(is_state(mapper, column) || secret_cells_are_no_passwords(mapper->sample, column));
}

/* A word for what there is beside passwords. */
static Certainty
certainty_beside(const Mapper *mapper, int column, PasswordWord word)
{
	if (is_state(mapper, column))
		return WORD_NONE;
	return word == PASSWORD_WORD_STATE && secret_cells_are_harmless(mapper->sample, column) ? WORD_NONE : WORD_ABOUT;
}

/* Of a column that is no synonym of another field. */
static Certainty
certainty_of_word(const Mapper *mapper, int column, const char *text)
{
	PasswordWord word = password_word(text);

	if (word == PASSWORD_WORD_NONE || is_something_else(mapper, column, text))
		return WORD_NONE;
	if (word != PASSWORD_WORD_ITSELF)
		return certainty_beside(mapper, column, word);
	return is_state(mapper, column) ? WORD_ABOUT : WORD_OTHER;
}

static Certainty
password_certainty(const Mapper *mapper, int column)
{
	const char *synonym = field_of_synonym(mapper, column);
	const char *name = mapper_field_of_word(mapper, column);
	bool		is_category;
	const char *word = word_of(mapper, column, &is_category);
	Certainty	certainty;

	if (name != NULL && strcmp(name, password_field) == 0)
		return is_yes_or_no(mapper, column) ? WORD_ABOUT : WORD_NAME;
	if (name != NULL && !is_category)
		return WORD_NONE;
	if (synonym != NULL && strcmp(synonym, password_field) == 0)
		return is_yes_or_no(mapper, column) ? WORD_ABOUT : WORD_SYNONYM;
	if (password_word(word) != PASSWORD_WORD_ITSELF && is_secret(mapper, column, word, synonym))
		return is_state(mapper, column) ? WORD_NONE : WORD_ABOUT;
	if (synonym != NULL)
		return WORD_NONE;
	if (is_category && password_word_is_doubtful(word))
		return WORD_NONE;
	certainty = certainty_of_word(mapper, column, word);
	return is_category && certainty == WORD_OTHER ? WORD_ABOUT : certainty;
}

/* What a column that is not imported holds, in words. */
static const char *
describe_secret(const Mapper *mapper, int column)
{
	const char *synonym = field_of_synonym(mapper, column);
	bool		is_category;
	const char *word = word_of(mapper, column, &is_category);

	if (password_word(word) != PASSWORD_WORD_NONE || (synonym != NULL && strcmp(synonym, password_field) == 0))
		return "what is about passwords becomes no category";
	if (secret_is_known_word(word) || !secret_is_column(word, mapper->sample, column))
		return secret_pairs_in_column(mapper->sample, column)
			? "what has passwords or keys in it becomes no category"
			: "a key, a token or a code that opens something becomes no category";
	return "its cells look like passwords or keys, which become no category; if they are none, name it in mapping";
}

bool
password_is_column(const Mapper *mapper, int column)
{
	return password_certainty(mapper, column) < WORD_NONE ||
		strcmp(mapper->folded[column], folded_password_hash) == 0;
}

static bool
has_password(const FieldMap *map)
{
	for (int i = 0; i < map->nfields; i++)
		if (map->fields[i].kind == FIELD_PASSWORD)
			return true;
	return false;
}

/* Fields whose cells are words, with no digits or signs in them. */
static bool
is_of_words(const Mapper *mapper, int column)
{
	static const char *const fields[] = {"name", "first_name", "last_name", "city", "region", "country"};
	const char *name = mapper_field_of_word(mapper, column);

	if (name == NULL)
		name = field_of_synonym(mapper, column);
	return name != NULL && IS_ONE_OF(name, fields);
}

/*
 * Leaves out the column of passwords and one of words whose header words have been swapped,
 * or are a column off: all would read the passwords, and people would log in with a name.
 */
static bool
leave_out_swapped(Mapper *mapper, int password)
{
	FieldMap   *map = mapper->map;

	if (!secret_cells_are_plain(mapper->sample, password))
		return false;
	for (int i = 0; i < map->ncolumns; i++)
	{
		if (mapper->settled[i] || !is_of_words(mapper, i) || !secret_cells_are_passwords(mapper->sample, i))
			continue;
		mapper->settled[i] = mapper->settled[password] = true;
		map->secret[i] = map->secret[password] = true;
		mapper_warn(mapper, "%s and %s are not imported: the cells of the first look like passwords, and those of the second do not: correct the header, or say by mapping what they are",
					column_describe(map, i), column_describe(map, password));
		return true;
	}
	return false;
}

void
password_assign(Mapper *mapper)
{
	int			ncolumns = mapper->map->ncolumns;
	Certainty  *certainties = palloc(Max(ncolumns, 1) * sizeof(Certainty));
	int			best = -1;

	for (int i = 0; i < ncolumns; i++)
	{
		certainties[i] = mapper->settled[i] || mapper_is_computed(mapper, i) ? WORD_NONE : password_certainty(mapper, i);
		if (certainties[i] < WORD_ABOUT && (best < 0 || certainties[i] < certainties[best]))
			best = i;
	}
	if (best >= 0 && !has_password(mapper->map) && !leave_out_swapped(mapper, best) && mapper_assign(mapper, best, password_field, COLUMN_BY_WORD))
		mapper->settled[best] = true;
	for (int i = 0; i < ncolumns; i++)
	{
		if (mapper->settled[i] || certainties[i] == WORD_NONE)
			continue;
		mapper->settled[i] = true;
		mapper_warn(mapper, "%s is not imported: %s", column_describe(mapper->map, i), describe_secret(mapper, i));
	}
}

void
password_mark_categories(Mapper *mapper)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		bool		is_category;
		const char *word = word_of(mapper, i, &is_category);

		mapper->map->secret[i] = is_category && password_word(word) == PASSWORD_WORD_ITSELF &&
			!password_word_is_doubtful(word);
	}
}
