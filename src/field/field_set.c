/*
 * field_set.c
 *
 * See field_set.h.
 */
#include "postgres.h"

#include "utils/jsonb.h"

#include "field/consent_column.h"
#include "field/field_set.h"
#include "field/null_names.h"
#include "field/value.h"
#include "field/value_trim.h"

int
set_count(const ImportOptions *options)
{
	return options->set == NULL ? 0 : JB_ROOT_COUNT(options->set);
}

/* ---- which field ---- */

static void
refuse_name(const Mapper *mapper, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("set names \"%s\", which is not a field of customers", name),
			 errhint("The fields are: %s, and attributes.<category>.", mapper_list_fields(mapper))));
}

/* What is one customer's own cannot be that of all. */
static void
refuse_own(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("set cannot give every record the same \"%s\"", name),
			 errhint("Keys and passwords are each customer's own.")));
}

static bool
is_own(const Field *field)
{
	return field->kind == FIELD_CUSTOMER_ID || field->kind == FIELD_IDENTIFIER ||
		field->kind == FIELD_EMAIL || field->kind == FIELD_PASSWORD;
}

/* The file's field of the same name as the last one assigned; NULL = there is none. */
static Field *
file_field(const FieldMap *map)
{
	const Field *last = &map->fields[map->nfields - 1];

	for (int i = 0; i < map->nfields - 1; i++)
		if (strcmp(map->fields[i].name, last->name) == 0)
			return &map->fields[i];
	return NULL;
}

/* Takes a field of the file out of the map. */
static void
leave_out(Mapper *mapper, Field *field)
{
	FieldMap   *map = mapper->map;
	int			i = field - map->fields;

	mapper_warn(mapper, "%s is not imported: set gives every record its %s",
				column_describe(map, field->file_column), field->name);
	map->column_field[field->file_column] = COLUMN_IGNORED;
	memmove(field, field + 1, (map->nfields - i - 1) * sizeof(Field));
	map->nfields--;
}

/*
 * The field of a column has been assigned: what becomes of the file's own?
 * Groups are one field still, which has both.
 */
static void
settle(Mapper *mapper, const CsvCell *cell)
{
	FieldMap   *map = mapper->map;
	Field	   *own = file_field(map);

	map->fields[map->nfields - 1].constant = true;
	null_names_set(&map->fields[map->nfields - 1], NULL);
	if (own == NULL)
		return;
	if (own->kind == FIELD_GROUPS)
	{
		own->also = cell;
		map->column_field[map->fields[map->nfields - 1].file_column] = COLUMN_IGNORED;
		map->nfields--;
	}
	else
		leave_out(mapper, own);
}

static void
assign(Mapper *mapper, int column, const char *name, const CsvCell *cell)
{
	FieldMap   *map = mapper->map;
	int			nfields = map->nfields;
	int			nconsent = map->nconsent;
	Field		known;

	if (field_init_by_name(&known, name, mapper->customers) && is_own(&known))
		refuse_own(name);
	if (!mapper_assign(mapper, column, name, COLUMN_BY_MAPPING))
		refuse_name(mapper, name);
	if (map->nconsent == nconsent)
		settle(mapper, cell);
	else if (map->nfields > nfields)
	{
		map->fields[nfields].constant = true;
		null_names_set(&map->fields[nfields], NULL);
	}
}

void
set_assign(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	map->nset = set_count(mapper->options);
	if (map->nset == 0)
		return;
	map->set = palloc0(map->nset * sizeof(CsvCell));
	iterator = JsonbIteratorInit(&mapper->options->set->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	for (int i = 0; i < map->nset; i++)
	{
		(void) JsonbIteratorNext(&iterator, &key, true);
		(void) JsonbIteratorNext(&iterator, &value, true);
		map->set[i].data = pnstrdup(value.val.string.val, value.val.string.len);
		map->set[i].len = value.val.string.len;
		assign(mapper, map->ncolumns + i, pnstrdup(key.val.string.val, key.val.string.len), &map->set[i]);
	}
}

/* ---- which value ---- */

/* The field that column i behind those of the file is, as that column alone says it. */
static bool
own_field(const FieldMap *map, int i, Field *field)
{
	int			column = map->ncolumns + i;

	if (map->column_field[column] < 0)
		return false;
	*field = map->fields[map->column_field[column]];
	if (field->nconsent > 0)
	{
		field->consent = consent_column_of(field, column);
		field->nconsent = 1;
	}
	return true;
}

/* Does set say of every record whether they want mail? */
static bool
says_consent(const FieldMap *map)
{
	for (int i = 0; i < map->nconsent; i++)
		if (map->consent[i].column >= map->ncolumns)
			return true;
	return false;
}

/* Is one of some groups named by a word that means no wherever it stands? */
static bool
has_group_of_refusing(const FieldMap *map, const CsvCell *groups)
{
	const char *end = groups->data + groups->len;

	for (const char *p = groups->data; p < end; p++)
	{
		const char *piece = p;
		uint32		len;
		bool		telling;

		while (p < end && strchr("|;,", *p) == NULL)
			p++;
		len = p - piece;
		value_trim(&piece, &len);
		if (len > 0 && consent_cell(map->words, piece, len, &telling) == CONSENT_CELL_UNSUBSCRIBED && telling)
			return true;
	}
	return false;
}

/* A cell of a group's column would be heard; of all records, it is asked. */
static void
check_groups(const FieldMap *map, const CsvCell *groups)
{
	if (map->words == NULL || says_consent(map) || !has_group_of_refusing(map, groups))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("set puts every record into the group \"%s\", and does not say that they want no mail", groups->data),
			 errhint("To unsubscribe them, too: set => '{\"groups\": \"%s\", \"subscribed\": \"no\"}'. Else name the group by another word.",
					 groups->data)));
}

/* Is it of the groups, with or without a column of the file? */
static bool
is_of_groups(const FieldMap *map, int i)
{
	int			field = map->column_field[map->ncolumns + i];

	for (int f = 0; f < map->nfields; f++)
		if (map->fields[f].kind == FIELD_GROUPS && (f == field || map->fields[f].also == &map->set[i]))
			return true;
	return false;
}

static void
check_value(const Field *field, const CsvCell *cell)
{
	CellValue	value = {0};

	value_parse(field, cell, &value);
	if (value.state == VALUE_ERROR)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid value for \"%s\" in option \"set\": \"%s\"", field->name, cell->data),
				 errdetail_internal("%c%s.", pg_toupper((unsigned char) value.note->message[0]), value.note->message + 1),
				 value.note->hint != NULL ? errhint("%s", value.note->hint) : 0));
}

void
set_check(const FieldMap *map)
{
	for (int i = 0; i < map->nset; i++)
	{
		Field		field;

		if (is_of_groups(map, i))
			check_groups(map, &map->set[i]);
		else if (own_field(map, i, &field))
			check_value(&field, &map->set[i]);
	}
}
