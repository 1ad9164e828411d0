/*
 * whole_ids.c
 *
 *		cells of the identifier in the sample -> Field.whole_ids
 */
#include "postgres.h"

#include "field/value_trim.h"
#include "field/whole_ids.h"

/* A single cell may be an identifier that is written so. */
#define MIN_WHOLE_IDS 2

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes before the decimals of a cell like 1001.0 or 1001,00; 0 if it is none. */
static uint32
whole_len(const char *data, uint32 len)
{
	uint32		whole = 0,
				zeros = 0;

	while (whole < len && is_digit(data[whole]))
		whole++;
	while (zeros < len && data[len - 1 - zeros] == '0')
		zeros++;
	if (whole == 0 || zeros == 0 || whole + 1 + zeros != len)
		return 0;
	return data[whole] == '.' || data[whole] == ',' ? whole : 0;
}

bool
whole_ids_find(FieldMap *map, const RecordSample *sample)
{
	Field	   *field = map->identifier < 0 ? NULL : &map->fields[map->identifier];
	int			nwhole = 0;

	if (field == NULL || field->constant)
		return false;
	for (int i = 0; i < sample->nrecords; i++)
	{
		const char *data = sample->records[i]->cells[field->file_column].data;
		uint32		len = sample->records[i]->cells[field->file_column].len;

		value_trim(&data, &len);
		if (len == 0)
			continue;
		if (whole_len(data, len) == 0)
			return false;
		nwhole++;
	}
	field->whole_ids = nwhole >= MIN_WHOLE_IDS &&
		(sample->count_known == NULL || sample->count_known(sample, field->file_column, KEY_IDENTIFIER) == 0);
	return field->whole_ids;
}

void
whole_ids_trim(const char *data, uint32 *len)
{
	uint32		whole = whole_len(data, *len);

	if (whole > 0)
		*len = whole;
}
