/*
 * person.c
 *
 *		cells of a record, or a live customer -> Person
 */
#include "postgres.h"

#include <ctype.h>

#include "field/key_fold.h"
#include "field/value.h"
#include "field/value_live.h"
#include "import/live.h"
#include "import/person.h"

/* The fields that say who somebody is. */
static const char *const fields[] = {
	"identifier", "email", "name", "first_name", "last_name", "phone", "mobile", "birth_date", "address"
};

/* The first of them name somebody; the others bear a name out. */
#define NAMING_FIELDS 5

/* Digits by which phones are compared: what stands before them is written in many ways. */
#define PHONE_DIGITS 8

/* The place in a person of what such a field says; NULL if it is another field. */
static const char **
place_of(Person *person, const Field *field)
{
	if (field->kind == FIELD_IDENTIFIER)
		return &person->identifier;
	if (field->kind == FIELD_EMAIL)
		return &person->email;
	if (strcmp(field->name, "phone") == 0 && field->kind == FIELD_TEXT)
		return &person->phone;
	if (strcmp(field->name, "mobile") == 0 && field->kind == FIELD_TEXT)
		return &person->mobile;
	if (strcmp(field->name, "birth_date") == 0 && field->kind == FIELD_DATE)
		return &person->birth_date;
	if (strcmp(field->name, "address") == 0 && field->kind == FIELD_TEXT)
		return &person->address;
	if (!field_is_name(field))
		return NULL;
	return field->name[0] == 'n' ? &person->name.name
		: field->name[0] == 'f' ? &person->name.first : &person->name.last;
}

/* The last digits of a phone; NULL if it has fewer. */
static const char *
last_digits(const char *phone)
{
	char	   *digits = palloc(strlen(phone) + 1);
	size_t		n = 0;

	for (const char *p = phone; *p != '\0'; p++)
		if (isdigit((unsigned char) *p))
			digits[n++] = *p;
	digits[n] = '\0';
	return n < PHONE_DIGITS ? NULL : digits + n - PHONE_DIGITS;
}

/* Makes what bears a name out comparable. */
static void
fold_witnesses(Person *person)
{
	if (person->phone != NULL)
		person->phone = last_digits(person->phone);
	if (person->mobile != NULL)
		person->mobile = last_digits(person->mobile);
	if (person->address != NULL)
		person->address = field_fold_header(person->address, strlen(person->address));
}

static bool
is_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && a[0] != '\0' && strcmp(a, b) == 0;
}

bool
persons_share(const Person *a, const Person *b)
{
	return is_same(a->phone, b->phone) || is_same(a->phone, b->mobile) || is_same(a->mobile, b->phone) ||
		is_same(a->mobile, b->mobile) || is_same(a->birth_date, b->birth_date) || is_same(a->address, b->address);
}

Person
person_of_cells(const FieldMap *map, const CsvRecord *source)
{
	Person		person = {0};

	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];
		const char **place = place_of(&person, field);
		CellValue	value = {0};

		if (place == NULL || !field_in_file(field) || field->file_column >= source->ncells)
			continue;
		value_parse(field, &source->cells[field->file_column], &value);
		if (value.state == VALUE_SET)
			*place = pnstrdup(value.data, value.len);
	}
	fold_witnesses(&person);
	return person;
}

/* ---- customers ---- */

typedef struct Persons
{
	FieldMap	map;			/* of the fields that customers has */
	Person	   *persons;
	int			npersons;
	int			maxpersons;
} Persons;

/* A live text, a key of it folded; NULL for none. */
static const char *
live_text(const Field *field, Datum live, bool isnull)
{
	const char *data = value_live_text(field, live, isnull);
	uint32		len = data == NULL ? 0 : strlen(data);

	if ((field->kind != FIELD_EMAIL && field->kind != FIELD_IDENTIFIER) || len == 0)
		return data;
	key_fold(field->kind == FIELD_EMAIL ? KEY_EMAIL : KEY_IDENTIFIER, &data, &len);
	return len == 0 ? NULL : pnstrdup(data, len);
}

static void
on_customer(void *state, const LiveRow *row)
{
	Persons    *persons = state;
	Person	   *person;

	if (persons->npersons == persons->maxpersons)	/* where ids are not unique */
	{
		persons->maxpersons *= 2;
		persons->persons = repalloc_huge(persons->persons, persons->maxpersons * sizeof(Person));
	}
	person = &persons->persons[persons->npersons++];
	*person = (Person) {.customer_id = row->customer_id};
	for (int i = 0; i < persons->map.nfields; i++)
	{
		const Field *field = &persons->map.fields[i];

		*place_of(person, field) = live_text(field, row->values[i], row->isnull[i]);
	}
	fold_witnesses(person);
}

static int
compare_persons(const void *a, const void *b)
{
	int64		x = ((const Person *) a)->customer_id,
				y = ((const Person *) b)->customer_id;

	return x < y ? -1 : x > y;
}

Person *
persons_read(const int64 *ids, int nids, bool witnesses, int *npersons)
{
	Persons		persons = {.maxpersons = Max(nids, 1)};

	persons.persons = palloc(persons.maxpersons * sizeof(Person));
	persons.map.fields = palloc(lengthof(fields) * sizeof(Field));
	for (size_t i = 0; i < (witnesses ? lengthof(fields) : NAMING_FIELDS); i++)
	{
		Person		person;
		const Field *field = field_by_name(fields[i]);

		/* an application may have dropped it, or made it something else */
		if (field != NULL && place_of(&person, field) != NULL)
			persons.map.fields[persons.map.nfields++] = *field;
	}
	if (nids > 0)
		live_read_ids(live_reader_create(&persons.map), ids, nids, on_customer, &persons);
	qsort(persons.persons, persons.npersons, sizeof(Person), compare_persons);
	*npersons = persons.npersons;
	return persons.persons;
}

const Person *
persons_find(const Person *persons, int npersons, int64 customer_id)
{
	Person		wanted = {.customer_id = customer_id};

	return npersons == 0 ? NULL
		: bsearch(&wanted, persons, npersons, sizeof(Person), compare_persons);
}
