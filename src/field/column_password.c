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
#include "field/value_trim.h"

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
is_secret(const Mapper *mapper, int column, const char *synonym)
{
	if (!secret_is_column(mapper->map->header[column], mapper->sample, column))
		return false;
	if (synonym == NULL)
		return true;
	return strcmp(synonym, "postal_code") == 0 &&
		(has_field_beside(mapper, column, "postal_code") ||
		 (!has_field_beside(mapper, column, "city") && !has_field_beside(mapper, column, "address")));
}

static Certainty
password_certainty(const Mapper *mapper, int column)
{
	const char *synonym = field_of_synonym(mapper, column);
	const char *name = mapper_field_of_word(mapper, column);
	PasswordWord word;

	if (name != NULL)
		return strcmp(name, password_field) == 0 ? WORD_NAME : WORD_NONE;
	if (synonym != NULL && strcmp(synonym, password_field) == 0)
		return WORD_SYNONYM;
	word = password_word(mapper->map->header[column]);
	if (word != PASSWORD_WORD_ITSELF && is_secret(mapper, column, synonym))
		return is_state(mapper, column) ? WORD_NONE : WORD_ABOUT;
	if (synonym != NULL)
		return WORD_NONE;
	if (word == PASSWORD_WORD_ITSELF && password_word_is_key(mapper->map->header[column]) &&
		secret_cells_are_keys(mapper->sample, column))
		return WORD_NONE;
	if (word != PASSWORD_WORD_NONE && is_state(mapper, column))
		return word == PASSWORD_WORD_ABOUT ? WORD_NONE : WORD_ABOUT;
	return word == PASSWORD_WORD_ITSELF ? WORD_OTHER : word == PASSWORD_WORD_ABOUT ? WORD_ABOUT : WORD_NONE;
}

/* Of a column that is not imported: by a word of passwords, not by one of other secrets? */
static bool
is_about_passwords(const Mapper *mapper, int column)
{
	const char *synonym = field_of_synonym(mapper, column);

	return password_word(mapper->map->header[column]) != PASSWORD_WORD_NONE ||
		(synonym != NULL && strcmp(synonym, password_field) == 0);
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

void
password_assign(Mapper *mapper)
{
	int			best = -1;
	Certainty	best_certainty = WORD_ABOUT;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		Certainty	certainty = mapper->settled[i] || mapper_is_computed(mapper, i) ? WORD_NONE : password_certainty(mapper, i);

		if (certainty < best_certainty)
		{
			best = i;
			best_certainty = certainty;
		}
	}
	if (best >= 0 && !has_password(mapper->map) && mapper_assign(mapper, best, password_field, COLUMN_BY_WORD))
		mapper->settled[best] = true;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		if (mapper->settled[i] || mapper_is_computed(mapper, i) || password_certainty(mapper, i) == WORD_NONE)
			continue;
		mapper->settled[i] = true;
		mapper_warn(mapper, "%s is not imported: %s becomes no category", column_describe(mapper->map, i),
					is_about_passwords(mapper, i) ? "what is about passwords" : "a key, a token or a code that opens something");
	}
}
