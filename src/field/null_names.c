/*
 * null_names.c
 *
 *		cells of name, first_name, last_name in the sample -> records a word
 *			-> those in several -> Field.nothing
 */
#include "postgres.h"

#include "miscadmin.h"

#include "field/null_names.h"
#include "field/value_trim.h"

bool
null_names_concern(const Field *field)
{
	return field->kind == FIELD_TEXT &&
		(strcmp(field->name, "name") == 0 || strcmp(field->name, "first_name") == 0 ||
		 strcmp(field->name, "last_name") == 0);
}

const NullWords *
null_names_words(const Field *field, const NullWords *blank, const NullWords *no_key)
{
	switch (field->kind)
	{
		case FIELD_CUSTOMER_ID:
		case FIELD_IDENTIFIER:
		case FIELD_EMAIL:
			return no_key;
		case FIELD_PASSWORD:	/* has words of its own: password_text.h */
			return NULL;
		default:
			return null_names_concern(field) ? NULL : blank;
	}
}

void
null_names_set(Field *field, const NullWords *words)
{
	field->nothing = words;
	field->gate = words == NULL ? &cell_gate_plain : &words->gate;
}

/* The place of the word that a cell is; -1 = it is none. */
static int
word_of_cell(const NullWords *words, const CsvCell *cell)
{
	const char *data = cell->data;
	uint32		len = cell->len;

	value_trim_text(&data, &len);
	return len > 0 && null_words_may_have(words, data, len) ? null_words_find(words, data, len) : -1;
}

/* Columns of the file that are names, as a List of int. */
static List *
name_columns(const FieldMap *map)
{
	List	   *columns = NIL;

	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		if (null_names_concern(field) && !field->constant && field_in_file(field) && field->made == NULL)
			columns = lappend_int(columns, field->file_column);
	}
	return columns;
}

/* Counts the words in these columns of a record, each once. */
static void
count_record(const NullWords *words, const List *columns, const CsvRecord *record, int number,
			 int *last, int *nrecords)
{
	ListCell   *lc;

	foreach(lc, columns)
	{
		int			word = word_of_cell(words, &record->cells[lfirst_int(lc)]);

		if (word < 0 || last[word] == number)
			continue;
		last[word] = number;
		nrecords[word]++;
	}
}

void
null_names_find(FieldMap *map, const RecordSample *sample)
{
	int			nwords = map->blank == NULL ? 0 : map->blank->nwords;
	int		   *last = palloc0((nwords + 1) * sizeof(int));
	int		   *nrecords = palloc0((nwords + 1) * sizeof(int));
	bool	   *chosen = palloc((nwords + 1) * sizeof(bool));
	const List *columns = name_columns(map);
	const NullWords *several;

	if (nwords == 0)
		return;
	for (int i = 0; i < sample->nrecords; i++)
	{
		CHECK_FOR_INTERRUPTS();
		count_record(map->blank, columns, sample->records[i], i + 1, last, nrecords);
	}
	for (int i = 0; i < nwords; i++)
		chosen[i] = nrecords[i] > 1;
	several = null_words_choose(map->blank, chosen);
	for (int i = 0; i < map->nfields; i++)
		if (null_names_concern(&map->fields[i]) && !map->fields[i].constant &&
			field_in_file(&map->fields[i]))
			null_names_set(&map->fields[i], several);
}
