/*
 * column_sibling.c
 *
 *		header -> its first words | the rest
 *			-> the rest is known, and so it is of other columns that begin alike
 *			-> the field of the rest, in the group of those columns
 */
#include "postgres.h"

#include "field/column_sibling.h"
#include "field/word_list.h"

/* So many columns, and different parts of an address among them, tell that they are of one place. */
#define SIBLINGS 3
#define SIBLING_PARTS 2

/* Wider files are not compared column by column. */
#define COMPARED_COLUMNS 1000

/* Fields of a place, and how somebody is reached there. */
static const char *const place_fields[] = {
	"address", "address_2", "city", "region", "postal_code", "country"
};

static const char *const sibling_fields[] = {
	"address", "address_2", "city", "region", "postal_code", "country", "phone", "mobile", "company"
};

/* The field of a header without so many words at its beginning; NULL = none that is known. */
static const char *
field_behind(const Mapper *mapper, const char *header, size_t beginning)
{
	char	   *rest = field_fold_header(header + beginning, strlen(header + beginning));
	const Synonym *synonym = synonyms_find(mapper->synonyms, rest);

	if (synonym != NULL)
		return IS_ONE_OF(synonym->field, sibling_fields) ? synonym->field : NULL;
	return column_part_of_word(rest) != NULL && strcmp(column_part_of_word(rest), HOUSE_NUMBER) == 0 ? HOUSE_NUMBER : NULL;
}

/* Stems of what else has an address, and a phone, in a list of people. */
static const char *const other_places[] = {
	"event", "venue", "store", "shop", "branch", "hotel", "school", "employer", "doctor", "clinic", "sender", "vendor", "supplier",
	"seller", "merchant", "dealer", "agent", "broker", "warehouse", "pickup", "bank", "insur", "emergency", "nextofkin", "referrer",
	"referring", "spouse",
	"lokale", "lokal", "arrang", "veranstalt", "filial", "butikk", "butik", "avsender", "absender", "skole", "skola", "schule",
	"ecole", "magasin", "tienda", "evento", "negozio", "sklep", "winkel", "vendedor", "lieferant"
};

bool
column_names_other_place(const char *word)
{
	return HAS_ONE_OF(word, other_places);
}

/* Do enough columns begin with the same words, and go on with parts of an address? */
static bool
are_siblings(const Mapper *mapper, const char *header, size_t beginning)
{
	const char *parts[lengthof(place_fields)];
	int			nparts = 0;
	int			nsiblings = 0;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const char *other = mapper->map->header[i];
		const char *field = strlen(other) > beginning && pg_strncasecmp(header, other, beginning) == 0
			? field_behind(mapper, other, beginning) : NULL;
		bool		seen = false;

		if (field == NULL)
			continue;
		nsiblings++;
		for (int j = 0; j < nparts; j++)
			seen |= strcmp(parts[j], field) == 0;
		if (!seen && IS_ONE_OF(field, place_fields))
			parts[nparts++] = field;
	}
	return nsiblings >= SIBLINGS && nparts >= SIBLING_PARTS;
}

/* The group of the columns that begin so: of one whose whole word is known. */
static ColumnGroup
group_of_siblings(const Mapper *mapper, const char *header, size_t beginning, ColumnKnown known)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		ColumnForm	form;
		const char *word = mapper->folded[i];

		if (pg_strncasecmp(header, mapper->map->header[i], beginning) != 0)
			continue;
		if (synonyms_find(mapper->synonyms, word) != NULL)
			return column_group(word);
		if (column_strip(word, known, mapper->synonyms, &form))
			return form.group;
	}
	return GROUP_OTHER;
}

void
column_siblings_want(const Mapper *mapper)
{
	for (int column = 0; column < mapper->map->ncolumns && mapper->map->ncolumns <= COMPARED_COLUMNS; column++)
	{
		const char *header = mapper->map->header[column];

		for (size_t beginning = column_next_word(header, 0); beginning > 0; beginning = column_next_word(header, beginning))
			synonyms_want(mapper->synonyms, field_fold_header(header + beginning, strlen(header + beginning)));
	}
}

const char *
column_sibling_field(const Mapper *mapper, int column, ColumnKnown known, ColumnGroup *group)
{
	const char *header = mapper->map->header[column];

	if (mapper->map->ncolumns > COMPARED_COLUMNS)
		return NULL;
	for (size_t beginning = column_next_word(header, 0); beginning > 0; beginning = column_next_word(header, beginning))
	{
		const char *field = field_behind(mapper, header, beginning);

		if (field == NULL || column_names_other_place(field_fold_header(header, beginning)) ||
			!are_siblings(mapper, header, beginning))
			continue;
		*group = group_of_siblings(mapper, header, beginning, known);
		return field;
	}
	return NULL;
}
