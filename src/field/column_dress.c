/*
 * column_dress.c
 *
 *		cells of a column of codes in the sample -> Field.dressed
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_dress.h"
#include "field/column_word.h"
#include "field/own_export.h"
#include "field/value_trim.h"
#include "field/whole_ids.h"
#include "field/word_list.h"

/* Cells that tell that all are dressed so. */
#define TELLING_CELLS 2

/* Longest label: Telephone. */
#define LABEL_LETTERS 12

static const char *const fields[] = {"phone", "mobile", "postal_code", "vat_number"};

/* Is it digits, and what stands between them in a code? */
static bool
is_number(const char *data, uint32 len)
{
	bool		digit = false;

	for (uint32 i = 0; i < len; i++)
	{
		digit |= isdigit((unsigned char) data[i]) != 0;
		if (!isdigit((unsigned char) data[i]) && strchr("+-./ ()", data[i]) == NULL)
			return false;
	}
	return digit;
}

/* Bytes of a label before the rest: letters, a point at most, a colon and blanks; 0 = there is none. */
static uint32
label_len(const char *data, uint32 len)
{
	uint32		n = 0;

	while (n < len && n < LABEL_LETTERS && isalpha((unsigned char) data[n]))
		n++;
	if (n == 0)
		return 0;
	n += n < len && data[n] == '.';
	if (n == len || data[n] != ':')
		return 0;
	for (n++; n < len && data[n] == ' ';)
		n++;
	return n;
}

bool
column_dress_strip_label(CsvCell *cell)
{
	uint32		label = label_len(cell->data, cell->len);

	if (label == 0 || label == cell->len)
		return false;
	cell->data += label;
	cell->len -= label;
	return true;
}

void
column_dress_strip(const char **data, uint32 *len)
{
	uint32		label = label_len(*data, *len);

	if (label == 0)
		whole_ids_trim(*data, len);
	else if (is_number(*data + label, *len - label))
	{
		*data += label;
		*len -= label;
	}
}

/* Are all cells of the column numbers with decimals, or does one have a label that is none of others? */
static bool
is_dressed(const RecordSample *sample, int column)
{
	int			filled = 0,
				labels = 0,
				whole = 0;

	for (int i = 0; i < sample->nrecords; i++)
	{
		const char *data = sample->records[i]->cells[column].data;
		uint32		len = sample->records[i]->cells[column].len;
		const char *bare;
		uint32		bare_len;

		value_trim(&data, &len);
		if (len == 0)
			continue;
		filled++;
		bare = data;
		bare_len = len;
		column_dress_strip(&bare, &bare_len);
		labels += bare > data;
		whole += bare == data && bare_len < len;
	}
	return labels > 0 || (whole >= TELLING_CELLS && whole == filled);
}

char *
column_dress_find(FieldMap *map, const RecordSample *sample)
{
	StringInfoData list;

	if (own_export_is_likely(map))
		return NULL;
	initStringInfo(&list);
	for (int i = 0; i < map->nfields; i++)
	{
		Field	   *field = &map->fields[i];

		if (field->kind != FIELD_TEXT || field->constant || field->made != NULL || !field_in_file(field) ||
			!IS_ONE_OF(field->name, fields) || !is_dressed(sample, field->file_column))
			continue;
		field->dressed = true;
		appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", column_describe(map, field->file_column));
	}
	return list.len == 0 ? NULL
		: psprintf("cells with .0 behind their digits, or with a word and a colon before them, are read as the number alone: %s", list.data);
}
