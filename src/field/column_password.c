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

static Certainty
password_certainty(const Mapper *mapper, int column)
{
	const Synonym *synonym = synonyms_find(mapper->synonyms, mapper->folded[column]);
	const char *name = mapper_field_of_word(mapper, column);
	PasswordWord word;

	if (name != NULL)
		return strcmp(name, password_field) == 0 ? WORD_NAME : WORD_NONE;
	if (synonym != NULL)
		return strcmp(synonym->field, password_field) == 0 ? WORD_SYNONYM : WORD_NONE;
	word = password_word(mapper->map->header[column]);
	if (word != PASSWORD_WORD_NONE && is_state(mapper, column))
		return word == PASSWORD_WORD_ABOUT ? WORD_NONE : WORD_ABOUT;
	return word == PASSWORD_WORD_ITSELF ? WORD_OTHER : word == PASSWORD_WORD_ABOUT ? WORD_ABOUT : WORD_NONE;
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
		mapper_warn(mapper, "%s is not imported: what is about passwords becomes no category",
					column_describe(mapper->map, i));
	}
}
