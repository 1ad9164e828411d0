/*
 * own_export.c
 *
 * Names are compared letter for letter: who writes a list by hand, or exports it
 * from another system, heads it Customer ID or Created At.
 */
#include "postgres.h"

#include "field/own_export.h"
#include "field/value_parse.h"
#include "field/value_trim.h"

/* Columns that an export or a rejects file holds, and no import takes. */
static const char *const computed_columns[] = {
	"display_name", "orders_count", "orders_total", "mailable", "created_at", "updated_at"
};

/* Names of ours that stand beside created_at; so many of them tell by themselves. */
static const char *const telling_columns[] = {
	"customer_id", "display_name", "orders_count", "orders_total", "mailable", "updated_at", "password_hash",
	"attributes"
};

#define ENOUGH_TELLING 3

bool
own_export_computes(const char *word)
{
	for (size_t i = 0; i < lengthof(computed_columns); i++)
		if (pg_strcasecmp(word, computed_columns[i]) == 0)
			return true;
	return false;
}

static bool
has_word(const FieldMap *map, const char *word)
{
	for (int i = 0; i < map->ncolumns; i++)
		if (strcmp(map->header[i], word) == 0)
			return true;
	return false;
}

/* 2026-02-13 08:30:00.123+00: has the text this form, up to the offset? */
static bool
is_timestamptz(const char *data, uint32 len)
{
	static const char form[] = "0000-00-00 00:00:00";
	const char *end = data + len;

	for (const char *f = form; *f != '\0'; f++, data++)
		if (data == end || (*f == '0' ? !value_is_digit(*data) : *data != *f))
			return false;
	if (data < end && *data == '.')
		for (data++; data < end && value_is_digit(*data);)
			data++;
	if (data < end && *data == ' ')
		data++;
	return end - data >= 3 && (*data == '+' || *data == '-') && value_is_digit(data[1]) && value_is_digit(data[2]);
}

/* {"Shoe size": "43"} */
static bool
is_object(const char *data, uint32 len)
{
	return len >= 2 && data[0] == '{' && data[len - 1] == '}' && (len == 2 || data[1] == '"');
}

/* Have all cells of the sample a form, but for blank ones? */
static bool
holds(const RecordSample *sample, int column, bool (*has_form) (const char *data, uint32 len))
{
	for (int i = 0; i < sample->nrecords; i++)
	{
		const char *data = sample->records[i]->cells[column].data;
		uint32		len = sample->records[i]->cells[column].len;

		value_trim(&data, &len);
		if (len > 0 && !has_form(data, len))
			return false;
	}
	return true;
}

bool
own_export_is_likely(const FieldMap *map)
{
	static const char *const marks[] = {"customer_id", "orders_count", "orders_total", "mailable"};

	for (size_t i = 0; i < lengthof(marks); i++)
		if (has_word(map, marks[i]))
			return true;
	for (int i = 0; i < map->ncolumns; i++)
		if (strncmp(map->header[i], "attributes.", strlen("attributes.")) == 0)
			return true;
	return false;
}

static int
count_telling(const FieldMap *map)
{
	int			ntelling = 0;

	for (size_t i = 0; i < lengthof(telling_columns); i++)
		ntelling += has_word(map, telling_columns[i]);
	return ntelling;
}

bool
own_export_has_attributes(const FieldMap *map, int column, const RecordSample *sample)
{
	return strcmp(map->header[column], "attributes") == 0 && count_telling(map) > 1 &&
		(sample == NULL || holds(sample, column, is_object));
}

bool
own_export_has_created_at(const FieldMap *map, int column, const RecordSample *sample)
{
	int			ntelling = count_telling(map);

	return ntelling >= ENOUGH_TELLING ||
		(ntelling > 0 && (sample == NULL || holds(sample, column, is_timestamptz)));
}
