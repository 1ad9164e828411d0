/*
 * made_cell.c
 *
 * See made_cell.h.
 *
 *		parts of columns, fields -> MadeCell
 *		cells of a record -> the cell of a field
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_dress.h"
#include "field/made_cell.h"
#include "field/phone_pair.h"
#include "field/place.h"
#include "field/value_trim.h"

/* The field that is made, and of which parts; that of its own column stands first. */
static const struct
{
	const char *field;
	bool		has_column;		/* of its own */
	bool		optional;		/* the last of the parts may be absent */
	ColumnPart	parts[MADE_COLUMNS];
}			kinds[] = {
	[MADE_ADDRESS] = {"address", true, true, {PART_HOUSE_NUMBER, PART_HOUSE_ADDITION, PART_LACKS_ADDRESS_2}},
	[MADE_LAST_NAME] = {"last_name", true, true, {PART_NAME_PREFIX, PART_SECOND_LAST_NAME}},
	[MADE_BIRTH_DATE] = {"birth_date", false, false, {PART_BIRTH_YEAR, PART_BIRTH_MONTH, PART_BIRTH_DAY}},
	[MADE_NAME] = {"name", false, false, {PART_RECIPIENT}},
	[MADE_CODE] = {"postal_code", false, false, {PART_PLACE}},
	[MADE_TOWN] = {"city", false, false, {PART_PLACE}},
	[MADE_FULL_NAME] = {"name", false, true, {PART_LACKS_FIRST_NAME, PART_NAME_PREFIX, PART_LACKS_LAST_NAME}},
	[MADE_GIVEN_NAME] = {"first_name", false, false, {PART_LACKS_NAME}},
	[MADE_FAMILY_NAME] = {"last_name", false, false, {PART_LACKS_NAME}},
	[MADE_PHONE] = {"phone", true, false, {PART_LACKS_MOBILE}},
	[MADE_REGION] = {"region", false, false, {PART_REGION_PLACE}},
	[MADE_EMAIL] = {"email", true, false, {PART_OTHER_EMAIL}},
	[MADE_FIRST_PHONE] = {"phone", false, false, {PART_TWO_PHONES}},
	[MADE_SECOND_PHONE] = {"mobile", false, false, {PART_TWO_PHONES}},
	[MADE_OTHER_FIRST_NAME] = {"first_name", true, false, {PART_OTHER_FIRST_NAME}},
	[MADE_OTHER_LAST_NAME] = {"last_name", true, false, {PART_OTHER_LAST_NAME}}
};

/* Is the field that of another column, where its own says nothing? */
static bool
is_of_other(MadeKind kind)
{
	return kind == MADE_PHONE || kind == MADE_EMAIL || kind == MADE_OTHER_FIRST_NAME || kind == MADE_OTHER_LAST_NAME;
}

/* ---- which fields are made ---- */

static int
column_of_part(const FieldMap *map, ColumnPart part)
{
	for (int i = 0; part != PART_NONE && i < map->ncolumns; i++)
		if (map->part[i] == part || (part == PART_PLACE && map->part[i] == PART_REGION_PLACE))
			return i;
	return -1;
}

/* The field of that name which the file gives its value; -1 = there is none. */
static int
field_of_file(const FieldMap *map, const char *name)
{
	for (int i = 0; i < map->nfields; i++)
		if (strcmp(map->fields[i].name, name) == 0)
			return map->fields[i].constant || !field_in_file(&map->fields[i]) ? -1 : i;
	return -1;
}

/* The column that a field of the file has, or had before it was made; -1 = none. */
static int
own_column(const FieldMap *map, const char *name)
{
	int			field = field_of_file(map, name);

	if (field < 0)
		return -1;
	return map->fields[field].made != NULL ? map->fields[field].made->columns[0] : map->fields[field].file_column;
}

/* The columns of a field that is made so; false if it is not. */
static bool
find_columns(const FieldMap *map, MadeKind kind, MadeCell *made)
{
	int			nparts = 0;

	*made = (MadeCell) {.kind = kind, .field = field_of_file(map, kinds[kind].field)};
	if (made->field < 0 || (kind >= MADE_OTHER_FIRST_NAME && map->fields[made->field].made != NULL))
		return false;
	if (kinds[kind].has_column)
		made->columns[made->ncolumns++] = map->fields[made->field].file_column;
	for (int i = 0; i < MADE_COLUMNS && kinds[kind].parts[i] != PART_NONE; i++)
	{
		int			column = column_of_part(map, kinds[kind].parts[i]);

		nparts += column >= 0;
		made->with_region |= column >= 0 && map->part[column] == PART_REGION_PLACE;
		if (column < 0 && !kinds[kind].optional)
			return false;
		if (kinds[kind].has_column || column >= 0)
			made->columns[made->ncolumns++] = column;
	}
	/* half of a name is not put to half of another one */
	if (kind >= MADE_OTHER_FIRST_NAME)
		made->columns[made->ncolumns++] = own_column(map, kind == MADE_OTHER_FIRST_NAME ? "last_name" : "first_name");
	/* a column of its own, besides one that has the same as a part */
	return nparts > 0 && (kinds[kind].has_column ||
						  map->fields[made->field].file_column == made->columns[0]);
}

/* Is the column of a field that is made? */
static bool
is_used(const FieldMap *map, int column)
{
	for (int i = 0; i < map->nmade; i++)
		for (int j = 0; j < map->made[i].ncolumns; j++)
			if (map->made[i].columns[j] == column)
				return true;
	return false;
}

/* The column says that it is of the field, unless it is one itself. */
static void
mark_columns(FieldMap *map, const MadeCell *made)
{
	for (int i = 0; i < made->ncolumns; i++)
	{
		int			column = made->columns[i];

		if (column < 0)
			continue;
		if (made->kind != MADE_NAME && (made->kind == MADE_PHONE || !is_of_other(made->kind) || i == 0))
			map->column_field[column] = made->field;
		if (made->kind == MADE_NAME && map->email >= 0)
			map->fields[map->email].parted = true;
	}
}

void
made_cells_find(FieldMap *map)
{
	map->made = palloc(MADE_KINDS * sizeof(MadeCell));
	for (int kind = 0; kind < MADE_KINDS; kind++)
	{
		MadeCell   *made = &map->made[map->nmade];
		Field	   *field;

		if (!find_columns(map, kind, made))
			continue;
		field = &map->fields[made->field];
		field->file_column = map->ncolumns + map->nset + map->nmade++;
		field->made = made;
		field->parted = true;
		if (kind == MADE_BIRTH_DATE)
			field->date_order = DATE_ORDER_YMD;
		mark_columns(map, made);
	}
	for (int i = 0; i < map->ncolumns; i++)
		if (map->part[i] != PART_NONE && !is_used(map, i))
			map->part[i] = PART_NONE;
}

/* ---- making ---- */

static CsvCell
text_cell(const char *text)
{
	return (CsvCell) {.data = text, .len = strlen(text)};
}

/* The cell without outer blanks; empty if there is no such column. */
static CsvCell
bare_cell(const MadeCell *made, int which, const CsvCell *cells)
{
	CsvCell		cell = {.data = ""};

	if (which < made->ncolumns && made->columns[which] >= 0)
		cell = cells[made->columns[which]];
	value_trim(&cell.data, &cell.len);
	return cell;
}

/* Two texts with a blank between them, but where the one brings its own sign. */
static CsvCell
join(const CsvCell *first, const CsvCell *second)
{
	const char *between = " ";

	if (first->len == 0 || second->len == 0)
		return first->len == 0 ? *second : *first;
	if (first->data[first->len - 1] == '\'' || strchr("-/", second->data[0]) != NULL)
		between = "";
	return text_cell(psprintf("%.*s%s%.*s", (int) first->len, first->data, between,
							  (int) second->len, second->data));
}

/* Does a text end in a word? */
static bool
ends_in(const CsvCell *text, const CsvCell *word)
{
	return text->len > word->len && text->data[text->len - word->len - 1] == ' ' &&
		memcmp(text->data + text->len - word->len, word->data, word->len) == 0;
}

static bool
begins_with(const CsvCell *text, const CsvCell *word)
{
	return text->len > word->len && text->data[word->len] == ' ' &&
		pg_strncasecmp(text->data, word->data, word->len) == 0;
}

/*
 * A house number alone is no address, and one that the street ends with already is not
 * added.
 */
static CsvCell
make_street(const MadeCell *made, const CsvCell *cells)
{
	CsvCell		street = cells[made->columns[0]];
	CsvCell		bare = bare_cell(made, 0, cells);
	CsvCell		number = bare_cell(made, 1, cells);
	CsvCell		addition = bare_cell(made, 2, cells);

	number = join(&number, &addition);
	if (number.len == 0 || bare.len == 0 || ends_in(&street, &number))
		return street;
	if (made->columns[1] >= 0 && made->columns[1] < made->columns[0])
		return join(&number, &street);
	return join(&street, &number);
}

/* The second line of an address stands behind it, and is none alone. */
static CsvCell
make_address(const MadeCell *made, const CsvCell *cells)
{
	CsvCell		street = make_street(made, cells);
	CsvCell		second = bare_cell(made, 3, cells);
	CsvCell		bare = street;

	value_trim(&bare.data, &bare.len);
	if (second.len == 0 || bare.len == 0)
		return street;
	return text_cell(psprintf("%.*s, %.*s", (int) bare.len, bare.data, (int) second.len, second.data));
}

static CsvCell
make_last_name(const MadeCell *made, const CsvCell *cells)
{
	CsvCell		last = bare_cell(made, 0, cells);
	CsvCell		prefix = bare_cell(made, 1, cells);
	CsvCell		second = bare_cell(made, 2, cells);
	bool		has_prefix = prefix.len > 0 && !begins_with(&last, &prefix);
	bool		has_second = second.len > 0 && !ends_in(&last, &second);

	if (last.len == 0 || (!has_prefix && !has_second))
		return cells[made->columns[0]];
	if (has_prefix)
		last = join(&prefix, &last);
	return has_second ? join(&last, &second) : last;
}

static bool
is_number(const CsvCell *cell)
{
	for (uint32 i = 0; i < cell->len; i++)
		if (!isdigit((unsigned char) cell->data[i]))
			return false;
	return cell->len > 0;
}

/* Year, month and day in this order; a month may be a word. */
static CsvCell
make_date(const MadeCell *made, const CsvCell *cells)
{
	CsvCell		year = bare_cell(made, 0, cells);
	CsvCell		month = bare_cell(made, 1, cells);
	CsvCell		day = bare_cell(made, 2, cells);

	if (month.len == 0 && day.len == 0)
		return year;
	if (!is_number(&month) || !is_number(&day) || month.len > 2 || day.len > 2)
		return text_cell(psprintf("%.*s %.*s %.*s", (int) year.len, year.data, (int) month.len, month.data,
								  (int) day.len, day.data));
	if (year.len == 0)
		return text_cell(psprintf("--%02d-%02d", atoi(month.data), atoi(day.data)));
	return text_cell(psprintf("%.*s-%02d-%02d", (int) year.len, year.data, atoi(month.data), atoi(day.data)));
}

/* ---- a name and an address ---- */

bool
made_cell_name(const CsvCell *cell, CsvCell *name)
{
	const char *open = memchr(cell->data, '<', cell->len);

	if (open == NULL)
		return false;
	*name = (CsvCell) {.data = cell->data, .len = open - cell->data};
	value_trim(&name->data, &name->len);
	if (name->len >= 2 && (name->data[0] == '"' || name->data[0] == '\'') &&
		name->data[name->len - 1] == name->data[0])
	{
		name->data++;
		name->len -= 2;
		value_trim(&name->data, &name->len);
	}
	return name->len > 0 && memchr(name->data, '@', name->len) == NULL;
}

static CsvCell
make_name(const CsvCell *cell)
{
	CsvCell		name;

	return made_cell_name(cell, &name) ? name : text_cell("");
}

/* ---- names that the table has otherwise ---- */

static CsvCell
make_full_name(const MadeCell *made, const CsvCell *cells)
{
	CsvCell		name = bare_cell(made, 0, cells);

	for (int i = 1; i < made->ncolumns; i++)
	{
		CsvCell		next = bare_cell(made, i, cells);

		name = join(&name, &next);
	}
	return name;
}

/* Berg, Ann; else the last blank parts the first name from the last.  A single word is the first. */
static CsvCell
make_part_of_name(MadeKind kind, const CsvCell *cell)
{
	CsvCell		whole = *cell,
				first,
				last;
	const char *comma,
			   *end;

	value_trim(&whole.data, &whole.len);
	end = whole.data + whole.len;
	comma = memchr(whole.data, ',', whole.len);
	if (comma != NULL)
	{
		last = (CsvCell) {.data = whole.data, .len = comma - whole.data};
		first = (CsvCell) {.data = comma + 1, .len = end - comma - 1};
	}
	else
	{
		const char *blank = end;

		while (blank > whole.data && blank[-1] != ' ')
			blank--;
		first = (CsvCell) {.data = whole.data, .len = blank > whole.data ? blank - whole.data : whole.len};
		last = (CsvCell) {.data = blank > whole.data ? blank : end, .len = blank > whole.data ? end - blank : 0};
	}
	value_trim(&first.data, &first.len);
	value_trim(&last.data, &last.len);
	return kind == MADE_GIVEN_NAME ? first : last;
}

/* A phone, or else a mobile phone; an address or a name, or else another one. */
static CsvCell
make_other(const MadeCell *made, const CsvCell *cells)
{
	return made_cell_fills(made, cells) ? cells[made->columns[1]] : cells[made->columns[0]];
}

bool
made_cell_fills(const MadeCell *made, const CsvCell *cells)
{
	return is_of_other(made->kind) &&
		(made->columns[0] == made->columns[1] || (bare_cell(made, 0, cells).len == 0 && bare_cell(made, 2, cells).len == 0));
}

/* ---- a postal code, a town and a region ---- */

/* What of a cell is the postal code, the town or the region. */
typedef struct Place
{
	CsvCell		code;
	CsvCell		town;
	CsvCell		region;
} Place;

/* A cell that has not both is a town, or a code if it is nothing but that. */
static Place
read_place(const CsvCell *cell, bool has_region)
{
	Place		place = {text_cell(""), text_cell(""), text_cell("")};
	CsvCell		bare = *cell;

	if (has_region && place_split_region(cell, &place.town, &place.region, &place.code))
		return place;
	place.region = text_cell("");
	if (place_split(cell, &place.code, &place.town))
		return place;
	value_trim(&bare.data, &bare.len);
	if (place_is_code(&bare))
		return (Place) {bare, text_cell(""), text_cell("")};
	return (Place) {text_cell(""), bare, text_cell("")};
}

static CsvCell
make_place(const MadeCell *made, const CsvCell *cell)
{
	Place		place = read_place(cell, made->with_region);

	return made->kind == MADE_CODE ? place.code : made->kind == MADE_TOWN ? place.town : place.region;
}

/* A place with one of its parts replaced, as such cells are written. */
static char *
replace_place(const MadeCell *made, const CsvCell *cell, const char *value)
{
	Place		place = read_place(cell, made->with_region);

	*(made->kind == MADE_CODE ? &place.code : made->kind == MADE_TOWN ? &place.town : &place.region) = text_cell(value);
	if (place.region.len == 0)
		return psprintf("%.*s %.*s", (int) place.code.len, place.code.data, (int) place.town.len, place.town.data);
	return psprintf("%.*s, %.*s %.*s", (int) place.town.len, place.town.data, (int) place.region.len, place.region.data,
					(int) place.code.len, place.code.data);
}

/* ---- two phones, two addresses ---- */

static CsvCell
make_one_phone(MadeKind kind, const CsvCell *cell)
{
	CsvCell		first,
				second;

	if (phone_pair_split(cell, &first, &second))
		return kind == MADE_FIRST_PHONE ? first : second;
	first = *cell;
	(void) column_dress_strip_label(&first);
	return kind == MADE_FIRST_PHONE ? first : text_cell("");
}

/* Both phones of a cell, with one of them replaced. */
static char *
replace_phone(MadeKind kind, const CsvCell *cell, const char *value)
{
	CsvCell		first = make_one_phone(MADE_FIRST_PHONE, cell),
				second = make_one_phone(MADE_SECOND_PHONE, cell);

	*(kind == MADE_FIRST_PHONE ? &first : &second) = text_cell(value);
	if (second.len == 0)
		return pnstrdup(first.data, first.len);
	return psprintf("%.*s / %.*s", (int) first.len, first.data, (int) second.len, second.data);
}

CsvCell
made_cell(const MadeCell *made, const CsvCell *cells)
{
	switch (made->kind)
	{
		case MADE_ADDRESS:
			return make_address(made, cells);
		case MADE_LAST_NAME:
			return make_last_name(made, cells);
		case MADE_BIRTH_DATE:
			return make_date(made, cells);
		case MADE_NAME:
			return make_name(&cells[made->columns[0]]);
		case MADE_CODE:
		case MADE_TOWN:
		case MADE_REGION:
			return make_place(made, &cells[made->columns[0]]);
		case MADE_FULL_NAME:
			return make_full_name(made, cells);
		case MADE_GIVEN_NAME:
		case MADE_FAMILY_NAME:
			return make_part_of_name(made->kind, &cells[made->columns[0]]);
		case MADE_PHONE:
		case MADE_EMAIL:
		case MADE_OTHER_FIRST_NAME:
		case MADE_OTHER_LAST_NAME:
			return make_other(made, cells);
		case MADE_FIRST_PHONE:
		case MADE_SECOND_PHONE:
			return make_one_phone(made->kind, &cells[made->columns[0]]);
	}
	return text_cell("");
}

/* ---- correcting ---- */

char *
made_cell_replace(const FieldMap *map, int field, const CsvCell *cell, const char *value)
{
	const MadeCell *made = map->fields[field].made;
	CsvCell		name,
				other;
	const char *open = memchr(cell->data, '<', cell->len);

	/* the address beside a name */
	if (made == NULL)
		return map->fields[field].parted && strchr(value, '<') == NULL && made_cell_name(cell, &name)
			? psprintf("\"%.*s\" <%s>", (int) name.len, name.data, value) : NULL;
	if (made->kind == MADE_NAME)
		return open == NULL ? psprintf("\"%s\" <%.*s>", value, (int) cell->len, cell->data)
			: psprintf("\"%s\" %.*s", value, (int) (cell->len - (open - cell->data)), open);
	if (made->kind == MADE_CODE || made->kind == MADE_TOWN || made->kind == MADE_REGION)
		return replace_place(made, cell, value);
	if (made->kind == MADE_FIRST_PHONE || made->kind == MADE_SECOND_PHONE)
		return replace_phone(made->kind, cell, value);
	if (made->kind == MADE_GIVEN_NAME)
	{
		other = make_part_of_name(MADE_FAMILY_NAME, cell);
		return psprintf("%.*s, %s", (int) other.len, other.data, value);
	}
	if (made->kind == MADE_FAMILY_NAME)
	{
		other = make_part_of_name(MADE_GIVEN_NAME, cell);
		return psprintf("%s, %.*s", value, (int) other.len, other.data);
	}
	return NULL;
}
