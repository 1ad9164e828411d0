/*
 * weak_key.c
 *
 *		cells or live values -> Person: name, phone, ... as texts
 *			-> folded -> a seeded hash for each test
 *
 * Texts are not compared themselves: as with the claims of a file, two that
 * differ have the same hash of 64 bits by chance too rarely to matter.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "field/field_fold.h"
#include "field/phone_digits.h"
#include "field/value_live.h"
#include "import/diff.h"
#include "import/weak_key.h"

/* Digits of a postal code. */
#define POSTAL_DIGITS 4

/* What weak keys are made of. */
typedef enum PersonPart
{
	PART_NAME,
	PART_FIRST_NAME,
	PART_LAST_NAME,
	PART_PHONE,
	PART_MOBILE,
	PART_BIRTH_DATE,
	PART_POSTAL_CODE,
	PART_ADDRESS,
	NUM_PARTS
} PersonPart;

static const char *const part_field[] = {
	"name", "first_name", "last_name", "phone", "mobile", "birth_date", "postal_code", "address"
};

typedef struct Person
{
	const char *data[NUM_PARTS];
	uint32		len[NUM_PARTS]; /* 0 = none */
	bool		has_birth_date;
	int32		birth_date;
} Person;

struct WeakReader
{
	const FieldMap *map;
	const KeyReader *keys;
	int			field[NUM_PARTS];	/* index into the map's fields, or -1 */
	FieldMap   *live_map;
	int			live_field[NUM_PARTS];
	StringInfoData name;		/* room for what is being folded */
	StringInfoData text;
};

const char *
weak_test_words(WeakTest test)
{
	static const char *const words[] = {
		"name and phone", "name and birth date", "name, postal code and address"
	};

	return words[test];
}

/* ---- which fields ---- */

/* A birth date that is no date is not compared. */
static bool
is_part(const Field *field, PersonPart part)
{
	if (strcmp(field->name, part_field[part]) != 0)
		return false;
	return part == PART_BIRTH_DATE ? field->kind == FIELD_DATE && field->type == DATEOID
		: field->kind == FIELD_TEXT;
}

static void
find_parts(const FieldMap *map, int *fields)
{
	for (int part = 0; part < NUM_PARTS; part++)
	{
		fields[part] = -1;
		for (int i = 0; i < map->nfields; i++)
			if (is_part(&map->fields[i], part))
				fields[part] = i;
	}
}

static bool
has_part(const WeakReader *reader, PersonPart part)
{
	return reader->field[part] >= 0;
}

static bool
has_name(const WeakReader *reader)
{
	return has_part(reader, PART_NAME) || has_part(reader, PART_FIRST_NAME) ||
		has_part(reader, PART_LAST_NAME);
}

static bool
has_phone(const WeakReader *reader)
{
	return has_part(reader, PART_PHONE) || has_part(reader, PART_MOBILE);
}

/* Where the file has no postal codes, an address may be whole: see is_whole_address(). */
static bool
has_address(const WeakReader *reader)
{
	return has_part(reader, PART_ADDRESS);
}

bool
weak_reader_is_usable(const WeakReader *reader)
{
	return has_name(reader) &&
		(has_phone(reader) || has_part(reader, PART_BIRTH_DATE) || has_address(reader));
}

/* Which columns of a live customer are compared with such records? */
static bool
wants_live(const WeakReader *reader, PersonPart part)
{
	switch (part)
	{
		case PART_PHONE:
		case PART_MOBILE:
			return has_phone(reader);
		case PART_BIRTH_DATE:
			return has_part(reader, part);
		case PART_POSTAL_CODE:
		case PART_ADDRESS:
			return has_address(reader);
		default:
			return true;
	}
}

WeakReader *
weak_reader_create(const FieldMap *map, const KeyReader *keys)
{
	WeakReader *reader = palloc0(sizeof(WeakReader));

	reader->map = map;
	reader->keys = keys;
	find_parts(map, reader->field);
	initStringInfo(&reader->name);
	initStringInfo(&reader->text);
	return reader;
}

FieldMap *
weak_reader_live_map(WeakReader *reader)
{
	FieldMap   *map;

	if (reader->live_map != NULL)
		return reader->live_map;
	map = palloc0(sizeof(FieldMap));
	map->fields = palloc0(NUM_PARTS * sizeof(Field));
	for (int part = 0; part < NUM_PARTS; part++)
	{
		Field	   *field = wants_live(reader, part) ? field_by_name(part_field[part]) : NULL;

		if (field != NULL && is_part(field, part))
			map->fields[map->nfields++] = *field;
	}
	find_parts(map, reader->live_field);
	return reader->live_map = map;
}

/* ---- folding ---- */

static bool
is_ascii(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (IS_HIGHBIT_SET(data[i]))
			return false;
	return true;
}

/* Appends a text without case, accents, spaces and punctuation. */
static void
append_folded(StringInfo out, const char *data, uint32 len)
{
	if (!is_ascii(data, len))
	{
		data = field_utf8(data, &len);
		data = field_fold_text_utf8(data, &len);
	}
	enlargeStringInfo(out, 2 * len);
	out->len += field_fold_utf8(data, len, out->data + out->len);
}

/* The same of a full name: "Berg, Ann" as "Ann Berg". */
static void
append_name(StringInfo out, const char *data, uint32 len)
{
	const char *comma = memchr(data, ',', len);

	if (comma != NULL && memchr(comma + 1, ',', data + len - comma - 1) == NULL)
	{
		append_folded(out, comma + 1, data + len - comma - 1);
		len = comma - data;
	}
	append_folded(out, data, len);
}

/* Appends the digits of a phone that are compared; false if it is none. */
static bool
append_phone(StringInfo out, const char *data, uint32 len)
{
	char		digits[PHONE_DIGITS];
	int			ndigits = phone_digits(data, len, digits);

	appendBinaryStringInfo(out, digits, ndigits);
	return ndigits > 0;
}

/* ---- keys ---- */

/* Adds the key of a test: the name, and what was appended to text. */
static void
add_key(WeakReader *reader, WeakKeys *keys, WeakTest test)
{
	StringInfo	text = &reader->text;
	uint64		hash;

	appendStringInfoChar(text, '\0');
	appendBinaryStringInfo(text, reader->name.data, reader->name.len);
	appendStringInfoChar(text, '0' + test);
	hash = key_reader_hash(reader->keys, text->data, text->len);
	for (int i = 0; i < keys->nkeys; i++)
		if (keys->keys[i].hash == hash)
			return;				/* phone and mobile are one number */
	keys->keys[keys->nkeys++] = (WeakKey) {test, hash};
}

static void
add_phone(WeakReader *reader, const Person *person, PersonPart part, WeakKeys *keys)
{
	resetStringInfo(&reader->text);
	if (append_phone(&reader->text, person->data[part], person->len[part]))
		add_key(reader, keys, WEAK_PHONE);
}

static void
add_birth_date(WeakReader *reader, const Person *person, WeakKeys *keys)
{
	keys->has_birth_date = person->has_birth_date;
	keys->birth_date = person->birth_date;
	if (!person->has_birth_date)
		return;
	resetStringInfo(&reader->text);
	appendStringInfo(&reader->text, "%d", person->birth_date);
	add_key(reader, keys, WEAK_BIRTH_DATE);
}

/* Is it more than a street: 3 High Street, London SW1A 1AA? */
static bool
is_whole_address(const char *data, uint32 len)
{
	int			ndigits = 0;
	bool		number = false,
				postal_code = false;

	for (uint32 i = 0; i < len; i++)
	{
		ndigits = data[i] >= '0' && data[i] <= '9' ? ndigits + 1 : 0;
		number |= ndigits > 0;
		postal_code |= ndigits >= POSTAL_DIGITS;
	}
	return postal_code || (number && (memchr(data, ',', len) != NULL || memchr(data, '\n', len) != NULL));
}

static void
add_address(WeakReader *reader, const Person *person, WeakKeys *keys)
{
	int			postal_code;

	resetStringInfo(&reader->text);
	append_folded(&reader->text, person->data[PART_POSTAL_CODE], person->len[PART_POSTAL_CODE]);
	appendStringInfoChar(&reader->text, '\0');
	postal_code = reader->text.len;
	append_folded(&reader->text, person->data[PART_ADDRESS], person->len[PART_ADDRESS]);
	if (reader->text.len > postal_code &&
		(postal_code > 1 || is_whole_address(person->data[PART_ADDRESS], person->len[PART_ADDRESS])))
		add_key(reader, keys, WEAK_ADDRESS);
}

/* Sets the name by which a person is compared: as a whole, or its parts. */
static void
set_name(WeakReader *reader, const Person *person, bool whole)
{
	resetStringInfo(&reader->name);
	if (whole)
		append_name(&reader->name, person->data[PART_NAME], person->len[PART_NAME]);
	else
	{
		append_folded(&reader->name, person->data[PART_FIRST_NAME], person->len[PART_FIRST_NAME]);
		append_folded(&reader->name, person->data[PART_LAST_NAME], person->len[PART_LAST_NAME]);
	}
}

static uint64
hash_first_name(WeakReader *reader, const Person *person)
{
	resetStringInfo(&reader->text);
	append_folded(&reader->text, person->data[PART_FIRST_NAME], person->len[PART_FIRST_NAME]);
	return reader->text.len == 0 ? 0 : key_reader_hash(reader->keys, reader->text.data, reader->text.len);
}

/* The keys of a person under the name that was set; none without a name. */
static void
read_keys(WeakReader *reader, const Person *person, WeakKeys *keys)
{
	memset(keys, 0, sizeof(WeakKeys));
	if (reader->name.len == 0)
		return;
	add_phone(reader, person, PART_PHONE, keys);
	add_phone(reader, person, PART_MOBILE, keys);
	add_birth_date(reader, person, keys);
	add_address(reader, person, keys);
	keys->first_name = hash_first_name(reader, person);
}

/* ---- persons ---- */

static void
set_part(Person *person, PersonPart part, const CellValue *value)
{
	if (value->state != VALUE_SET)
		return;
	person->data[part] = value->data;
	person->len[part] = value->len;
	if (part != PART_BIRTH_DATE)
		return;
	person->has_birth_date = true;
	person->birth_date = (int32) value->number;
}

/* By the name, or where there is none by the first and last. */
static void
read_person(WeakReader *reader, const Person *person, WeakKeys *keys)
{
	set_name(reader, person, true);
	if (reader->name.len == 0)
		set_name(reader, person, false);
	read_keys(reader, person, keys);
}

void
weak_read_record(WeakReader *reader, const Record *record, WeakKeys *keys)
{
	Person		person = {0};

	for (int part = 0; part < NUM_PARTS; part++)
	{
		CellValue	value = {0};

		if (!has_part(reader, part) || !field_in_file(&reader->map->fields[reader->field[part]]))
			continue;
		record_read_value(record, &reader->map->fields[reader->field[part]], &value);
		set_part(&person, part, &value);
	}
	read_person(reader, &person, keys);
}

void
weak_read_cells(WeakReader *reader, ArrayType *cells, WeakKeys *keys)
{
	Person		person = {0};
	Datum	   *elements = NULL;
	bool	   *nulls = NULL;
	int			ncells = 0;

	if (cells != NULL)
		deconstruct_array(cells, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &ncells);
	for (int part = 0; part < NUM_PARTS; part++)
	{
		CellValue	value = {0};
		CsvCell		cell = {.canonical = true};
		int			i = reader->field[part];

		if (i < 0 || i >= ncells || nulls[i])
			continue;
		cell.data = TextDatumGetCString(elements[i]);
		cell.len = strlen(cell.data);
		value_parse(&reader->map->fields[i], &cell, &value);
		set_part(&person, part, &value);
	}
	read_person(reader, &person, keys);
}

/* A live value as a part of the person. */
static void
set_live_part(Person *person, PersonPart part, Datum value)
{
	text	   *copy;

	if (part == PART_BIRTH_DATE)
	{
		person->has_birth_date = true;
		person->birth_date = DatumGetDateADT(value);
		return;
	}
	if (value_text_in_place(value, &person->data[part], &person->len[part]))
		return;
	copy = DatumGetTextPP(value);
	person->data[part] = VARDATA_ANY(copy);
	person->len[part] = VARSIZE_ANY_EXHDR(copy);
}

int
weak_read_row(WeakReader *reader, const LiveRow *row, WeakKeys *keys)
{
	Person		person = {0};
	int			n = 0;

	for (int part = 0; part < NUM_PARTS; part++)
		if (reader->live_field[part] >= 0 && !row->isnull[reader->live_field[part]])
			set_live_part(&person, part, row->values[reader->live_field[part]]);
	for (int whole = 0; whole < MAX_LIVE_NAMES; whole++)
	{
		set_name(reader, &person, whole == 0);
		read_keys(reader, &person, &keys[n]);
		n += keys[n].nkeys > 0;
	}
	return n;
}

bool
weak_keys_contradict(const WeakKeys *a, const WeakKeys *b)
{
	return (a->has_birth_date && b->has_birth_date && a->birth_date != b->birth_date) ||
		(a->first_name != 0 && b->first_name != 0 && a->first_name != b->first_name);
}
