/*
 * column_settle.c
 *
 *		columns -> a Candidate each (column_candidate.c)
 *			-> unknown words, with their cells (column_guess.c)
 *			-> do the words stand one column off? (header_shift.c)
 *			-> names: first and last, or whole, whatever half of one is called; a
 *			   spare word where there is none
 *			-> addresses: one group of columns
 *			-> keys: a spare word where there is no better one
 *			-> of several columns for one field: the field's name, that of live
 *			   customers, surest, filled, first
 *		-> fields assigned; the others categories, and a warning
 *
 * No file is refused for what its columns are called or hold.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "field/column_candidate.h"
#include "field/column_consent.h"
#include "field/column_guess.h"
#include "field/column_settle.h"
#include "field/header_shift.h"
#include "field/part_settle.h"
#include "field/person_name.h"
#include "field/unknown_word.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* A column that is filled so many times less than another one is behind it. */
#define MUCH_LESS 2

#define NOT_COUNTED (-1)

/* Parent name, Parent email: letters that say whose they are. */
#define CONTACT_LETTERS 4

/* Records whose names are compared. */
#define COMPARED_NAMES 100

typedef struct Settling
{
	Mapper	   *mapper;
	int			ncolumns;
	Candidate  *candidates;		/* by column */
	ColumnGroup group;			/* of columns that the address is taken from */
	int		   *known;			/* by column: cells that name live customers, or
								 * NOT_COUNTED */
} Settling;

/* ---- contenders ---- */

static bool
wants(const Settling *settling, int column, const char *field)
{
	return settling->candidates[column].field != NULL &&
		strcmp(settling->candidates[column].field, field) == 0;
}

/* Is there a column for the field, as sure as that; or is it assigned already? */
static bool
is_wanted(const Settling *settling, const char *field, Certainty certainty)
{
	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, field) && settling->candidates[i].certainty <= certainty)
			return true;
	return mapper_has(settling->mapper, field);
}

/* The column does not get the field, and why. */
static void
give_up(Settling *settling, int column, const char *why)
{
	Candidate  *candidate = &settling->candidates[column];

	settling->mapper->quiet[column] |= candidate->certainty == SURE_LAST;
	/* a word that says nothing has not been contradicted */
	if (candidate->reason != COLUMN_BY_CELLS)
		settling->mapper->map->against[column] = psprintf("not %s: %s", candidate->field, why);
	candidate->field = NULL;
}

static int
filled(const Settling *settling, int column)
{
	return mapper_cells(settling->mapper, column)->filled;
}

/* Is a column empty, as far as can be seen, beside another one? */
static bool
is_empty_beside(const Settling *settling, int column, int other)
{
	return filled(settling, column) == 0 && filled(settling, other) > 0;
}

static bool
repeats(const Settling *settling, int column)
{
	return mapper_cells(settling->mapper, column)->repeats;
}

/* How many cells of a column name live customers, if it wants to be a key. */
static int
count_known(const Settling *settling, int column)
{
	const RecordSample *sample = settling->mapper->sample;
	bool		is_email = wants(settling, column, "email");

	if (settling->known[column] == NOT_COUNTED)
		settling->known[column] = sample == NULL || (!is_email && !wants(settling, column, "identifier")) ? 0
			: sample->count_known(sample, column, is_email ? KEY_EMAIL : KEY_IDENTIFIER);
	return settling->known[column];
}

/* Are the cells of an address towns, by all that can be seen? */
static bool
lacks_numbers(const Settling *settling, int column)
{
	const ColumnCells *cells = mapper_cells(settling->mapper, column);

	return column_most(cells, cells->numberless);
}

/* Does column a get the field rather than b, which stands behind it? */
static bool
comes_first(const Settling *settling, int a, int b)
{
	const Candidate *x = &settling->candidates[a];
	const Candidate *y = &settling->candidates[b];

	if (is_empty_beside(settling, a, b) || is_empty_beside(settling, b, a))
		return filled(settling, a) > 0;
	if (x->certainty != SURE_NAME && y->certainty != SURE_NAME && count_known(settling, a) != count_known(settling, b))
		return count_known(settling, a) > count_known(settling, b);
	if (x->certainty != y->certainty)
		return x->certainty < y->certainty;
	if ((wants(settling, a, "identifier") || wants(settling, a, "email")) && repeats(settling, a) != repeats(settling, b))
		return !repeats(settling, a);
	if (wants(settling, a, "address") && lacks_numbers(settling, a) != lacks_numbers(settling, b))
		return lacks_numbers(settling, b);
	if (x->rank != y->rank)
		return x->rank < y->rank;
	return filled(settling, a) * MUCH_LESS >= filled(settling, b);
}

/* ---- words that nobody knows ---- */

/* What an unknown column may be by its word and its cells; a key of something may be that of the list. */
static void
settle_guesses(Settling *settling)
{
	for (int i = 0; i < settling->ncolumns; i++)
	{
		Candidate  *candidate = &settling->candidates[i];
		Candidate	guess;

		if (settling->mapper->settled[i] || candidate->computed || settling->mapper->contradicted[i] != NULL ||
			settling->mapper->map->unclear[i] || settling->mapper->map->header[i][0] == '\0' ||
			(candidate->field != NULL && candidate->certainty != SURE_LAST))
			continue;
		guess = column_guess(settling->mapper, i);
		if (guess.field != NULL)
			*candidate = guess;
	}
}

/* ---- two columns that are each other's ---- */

/* The field that the word of a column names, whatever its cells are; NULL = none. */
static const char *
named_field(const Settling *settling, int column)
{
	const char *contradicted = settling->mapper->contradicted[column];

	return contradicted != NULL ? contradicted : settling->candidates[column].field;
}

/* Are the cells of two columns clearly those of the other one's field, all of them? */
static bool
are_swapped(const Settling *settling, int a, int b)
{
	const char *x = named_field(settling, a);
	const char *y = named_field(settling, b);
	const ColumnCells *of_a,
			   *of_b;

	if (x == NULL || y == NULL || settling->mapper->settled[a] || settling->mapper->settled[b] || strcmp(x, y) == 0)
		return false;
	of_a = mapper_cells(settling->mapper, a);
	of_b = mapper_cells(settling->mapper, b);
	return column_is_clearly_not(of_a, x) && column_is_clearly_not(of_b, y) &&
		column_is_clearly(of_a, y) && column_is_clearly(of_b, x);
}

/* Gives a column what the word of another one names. */
static void
take_field(Settling *settling, int column, const char *field, int other)
{
	Mapper	   *mapper = settling->mapper;

	mapper->map->against[column] = psprintf("not %s: its cells are what column %d is called, and the other way round",
											named_field(settling, column), other + 1);
	settling->candidates[column] = (Candidate) {.field = field, .reason = COLUMN_BY_CELLS, .certainty = SURE_WORD};
}

/* Name, Email above ann@example.com, Ann: the cells say which is which. */
static void
settle_swapped(Settling *settling)
{
	for (int a = 0; a < settling->ncolumns; a++)
		for (int b = a + 1; b < settling->ncolumns && named_field(settling, a) != NULL; b++)
		{
			const char *x = named_field(settling, a);
			const char *y = named_field(settling, b);

			CHECK_FOR_INTERRUPTS();
			if (!are_swapped(settling, a, b))
				continue;
			take_field(settling, a, y, b);
			take_field(settling, b, x, a);
			return;
		}
}

/* ---- names ---- */

/* Half of a name without the other half may be the whole. */
static void
settle_whole_name(Settling *settling, const char *half, const char *other)
{
	if (is_wanted(settling, other, SURE_LAST) || is_wanted(settling, "name", SURE_FORM))
		return;
	for (int i = 0; i < settling->ncolumns; i++)
	{
		const ColumnCells *cells;

		if (!wants(settling, i, half) || settling->candidates[i].certainty == SURE_NAME)
			continue;
		cells = mapper_cells(settling->mapper, i);
		if (!column_most(cells, cells->several))
			continue;
		settling->candidates[i].field = "name";
		settling->candidates[i].reason = COLUMN_BY_CELLS;
		settling->mapper->map->against[i] = psprintf("not %s: its cells are whole names, and there is no %s", half, other);
	}
}

/* The first column that its word makes a field; -1 = none. */
static int
column_for(const Settling *settling, const char *field)
{
	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, field) && settling->candidates[i].certainty <= SURE_FORM)
			return i;
	return -1;
}

/* A cell as text; NULL = blank. */
static const char *
cell_text(const RecordSample *sample, int record, int column)
{
	const char *data = sample->records[record]->cells[column].data;
	uint32		len = sample->records[record]->cells[column].len;

	value_trim(&data, &len);
	return len == 0 ? NULL : pnstrdup(data, len);
}

/* Are the cells of a name beside those of a half of one mostly without it, and single words? */
static bool
lacks_half(const Settling *settling, int name, int half)
{
	const RecordSample *sample = settling->mapper->sample;
	const ColumnCells *cells = mapper_cells(settling->mapper, name);
	int			lacking = 0;
	int			having = 0;

	if (sample == NULL || column_most(cells, cells->several))
		return false;
	for (int i = 0; i < Min(sample->nrecords, COMPARED_NAMES); i++)
	{
		PersonName	said = {.first = cell_text(sample, i, half)};
		PersonName	whole = {.name = cell_text(sample, i, name)};

		if (said.first == NULL || whole.name == NULL)
			continue;
		if (person_names_agree(&said, &whole))
			having++;
		else
			lacking++;
	}
	return lacking > having;
}

/* What stands in brackets behind a header word; NULL = nothing. */
static const char *
addition_of(const Settling *settling, int column)
{
	return strchr(settling->mapper->map->header[column], '(');
}

/*
 * Name (company), Name (person), First name (person): the name that has the addition of
 * the first name is the last name of the same people.
 */
static void
settle_name_beside(Settling *settling)
{
	int			given = column_for(settling, "first_name");
	const char *addition = given < 0 ? NULL : addition_of(settling, given);

	if (addition == NULL || is_wanted(settling, "last_name", SURE_LAST))
		return;
	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (!wants(settling, i, "name") || addition_of(settling, i) == NULL || strcmp(addition_of(settling, i), addition) != 0)
			continue;
		settling->candidates[i].field = "last_name";
		return;
	}
}

/* Vorname, Name: beside a half of the name alone, a name without it is the other half. */
static void
settle_half_name(Settling *settling, const char *half, const char *other)
{
	int			given = column_for(settling, half);
	int			name = column_for(settling, "name");
	Candidate  *candidate;

	if (given < 0 || name < 0 || is_wanted(settling, other, SURE_LAST))
		return;
	candidate = &settling->candidates[name];
	/* a user's own word is theirs to judge, and an export has both by their names */
	if ((candidate->certainty == SURE_OWN && candidate->reason == COLUMN_BY_WORD) ||
		(candidate->certainty == SURE_NAME && settling->candidates[given].certainty == SURE_NAME) ||
		!lacks_half(settling, name, given))
		return;
	candidate->field = other;
	candidate->reason = COLUMN_BY_CELLS;
	settling->mapper->map->against[name] = psprintf("not name: its cells lack the %s beside it, so that it is the %s",
													half, other);
}

/* Does a folded word begin or end with a word for a name? */
static bool
names_somebody(const char *word)
{
	static const char *const names[] = {
		"name", "navn", "namn", "nom", "nombre", "nome", "naam", "nimi", "nazwa", "nazwisko", "jmeno"
	};
	size_t		len = strlen(word);

	for (size_t i = 0; i < lengthof(names); i++)
	{
		size_t		n = strlen(names[i]);

		if (len > n && (strncmp(word, names[i], n) == 0 || strcmp(word + len - n, names[i]) == 0))
			return true;
	}
	return false;
}

/* Letters that two header words begin with together. */
static size_t
common_beginning(const char *a, const char *b)
{
	size_t		n = 0;

	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

/* Is the word the beginning of that of a phone or an email, but for a word for a name? */
static bool
begins_contact(const Settling *settling, int column)
{
	const char *word = settling->mapper->folded[column];

	for (int i = 0; i < settling->ncolumns && word[0] != '\0'; i++)
		if (i != column && (wants(settling, i, "email") || wants(settling, i, "phone") || wants(settling, i, "mobile")) &&
			common_beginning(settling->mapper->folded[i], word) >= (names_somebody(word) ? CONTACT_LETTERS : strlen(word)))
			return true;
	return false;
}

/* Stems of those whose address stands in the list of somebody else: pupils, players. */
static const char *const parent_stems[] = {
	"parent", "guardian", "mother", "father", "foresatt", "foreldre", "foralder", "malsman", "foraelder", "vaerge", "eltern",
	"erziehung", "tuteur", "padre", "madre", "ouders", "ouder1", "ouder2", "emailouder",
	"verzorger", "huoltaja", "encarregado", "genitore", "rodzic", "opiekun"
};

/* A birth date is that of whom the list is of, and not of those who are named beside them. */
static void
leave_birth(Settling *settling, const char *why)
{
	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, "birth_date") && !HAS_ONE_OF(settling->mapper->folded[i], parent_stems))
			give_up(settling, i, why);
}

/*
 * Student Name, Parent 1, Parent 1 Email: the name is that of whose address it is, and
 * the other one's is a category.
 */
static void
settle_name_of_parent(Settling *settling)
{
	int			email = column_for(settling, "email");
	int			name = column_for(settling, "name");

	for (int i = 0; i < settling->ncolumns; i++)
		if (email < 0 && wants(settling, i, "email"))
			email = i;
	if (email >= 0 && HAS_ONE_OF(settling->mapper->folded[email], parent_stems))
		leave_birth(settling, "the addresses are those of a parent");
	if (email < 0 || name < 0 || !HAS_ONE_OF(settling->mapper->folded[email], parent_stems) ||
		HAS_ONE_OF(settling->mapper->folded[name], parent_stems))
		return;
	for (int i = 0; i < settling->ncolumns; i++)
	{
		const char *word = settling->mapper->folded[i];
		size_t		len = strlen(word);

		if (settling->mapper->settled[i] || i == email || settling->candidates[i].field != NULL || len < CONTACT_LETTERS ||
			common_beginning(settling->mapper->folded[email], word) < (names_somebody(word) ? CONTACT_LETTERS : len) ||
			!column_is_clearly(mapper_cells(settling->mapper, i), "city"))
			continue;
		give_up(settling, name, psprintf("the addresses are those of column %d", i + 1));
		settling->candidates[i] = (Candidate) {.field = "name", .reason = COLUMN_BY_CELLS, .certainty = SURE_SPARE};
		return;
	}
}

/* Owner, Owner phone; Parent name, Parent email: whose phone that is, where nobody else is named. */
static void
settle_name_of_contact(Settling *settling)
{
	if (is_wanted(settling, "name", SURE_LAST) || is_wanted(settling, "first_name", SURE_LAST) ||
		is_wanted(settling, "last_name", SURE_LAST))
		return;
	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (settling->mapper->settled[i] || settling->candidates[i].field != NULL || settling->candidates[i].computed ||
			!begins_contact(settling, i) || !column_is_clearly(mapper_cells(settling->mapper, i), "city"))
			continue;
		settling->candidates[i] = (Candidate) {.field = "name", .reason = COLUMN_BY_CELLS, .certainty = SURE_SPARE};
		return;
	}
}

/* A word that may name a person does so only where nothing else does. */
static void
settle_spare_name(Settling *settling)
{
	if (!is_wanted(settling, "name", SURE_FORM) && !is_wanted(settling, "first_name", SURE_FORM) &&
		!is_wanted(settling, "last_name", SURE_FORM))
	{
		for (int i = 0; i < settling->ncolumns; i++)
			if (wants(settling, i, "name") && candidate_names_owner(settling->mapper->folded[i]))
				leave_birth(settling, "the people are the owners of what was born");
		return;
	}
	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, "name") && settling->candidates[i].certainty == SURE_SPARE)
			give_up(settling, i, "another column is the name");
}

/* Initials are a first name beside a last one, where there is no other. */
static void
settle_initials(Settling *settling)
{
	bool		needed = is_wanted(settling, "last_name", SURE_FORM) &&
		!is_wanted(settling, "name", SURE_FORM) && !is_wanted(settling, "first_name", SURE_FORM);

	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, "first_name") && settling->candidates[i].certainty == SURE_SPARE && !needed)
			give_up(settling, i, "there is a better one, or no last name");
}

/* ---- addresses ---- */

/* A bare "Nr" behind a street is its house number. */
static void
settle_house_number(Settling *settling)
{
	static const char *const words[] = {"nr", "no", "n", "num", "numero", "number", "nummer", "numer", "nro", "hnr"};

	for (int i = 1; i < settling->ncolumns; i++)
	{
		const ColumnCells *cells;

		if (settling->mapper->settled[i] || settling->candidates[i].field != NULL || !wants(settling, i - 1, "address"))
			continue;
		cells = mapper_cells(settling->mapper, i);
		for (size_t j = 0; j < lengthof(words); j++)
			if (strcmp(settling->mapper->folded[i], words[j]) == 0 && !column_most(cells, cells->numberless))
				settling->candidates[i] = (Candidate) {
					.field = HOUSE_NUMBER, .reason = COLUMN_BY_WORD, .certainty = SURE_SPARE,
					.group = settling->candidates[i - 1].group
				};
	}
}

/* Residenza, Indirizzo: of two addresses, the one without any number is the town where no other column is. */
static void
settle_residence(Settling *settling)
{
	int			street = -1;

	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, "address") && filled(settling, i) > 0 && !lacks_numbers(settling, i))
			street = i;
	if (street < 0 || is_wanted(settling, "city", SURE_LAST) || is_wanted(settling, POSTAL_PLACE, SURE_LAST))
		return;
	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (!wants(settling, i, "address") || !column_is_clearly(mapper_cells(settling->mapper, i), "city") ||
			(settling->candidates[i].certainty <= SURE_OWN))
			continue;
		settling->mapper->map->against[i] = psprintf("not address: its cells have no numbers, and column %d is", street + 1);
		settling->candidates[i].field = "city";
		settling->candidates[i].reason = COLUMN_BY_CELLS;
		settling->candidates[i].group = settling->candidates[street].group;
		return;
	}
}

/* A column of both postal code and town yields to one of either alone. */
static void
settle_place(Settling *settling)
{
	for (int i = 0; i < settling->ncolumns; i++)
		if ((wants(settling, i, POSTAL_PLACE) || wants(settling, i, REGION_PLACE)) &&
			is_wanted(settling, "city", SURE_FORM))
			give_up(settling, i, "another column is the city");
}

static const char *const address_parts[] = {
	"address", "address_2", HOUSE_NUMBER, HOUSE_ADDITION, "postal_code", "city", POSTAL_PLACE, REGION_PLACE, "region", "country"
};

#define ADDRESS_PARTS ((int) lengthof(address_parts))

/* What a group of columns has of an address. */
typedef struct Address
{
	unsigned	parts;			/* a bit each, where cells are filled or none is known */
	int			nparts;
	int			filled;			/* cells */
} Address;

/* Which part of an address the column wants to be; -1 = none. */
static int
part_of(const Settling *settling, int column)
{
	for (int i = 0; i < ADDRESS_PARTS; i++)
		if (wants(settling, column, address_parts[i]))
			return i;
	return -1;
}

static void
add_part(Address *address, int part, const ColumnCells *cells)
{
	address->filled += cells->filled;
	if (cells->nrecords > 0 && cells->filled == 0)
		return;
	address->nparts += (address->parts & (1u << part)) == 0;
	address->parts |= 1u << part;
}

static bool
is_better(const Address *address, const Address *other)
{
	if (address->nparts != other->nparts)
		return address->nparts > other->nparts;
	return address->filled > other->filled * MUCH_LESS;
}

/* The best of the groups, but for one; -1 = there is no other. */
static int
best_group(const Address *groups, int but)
{
	int			best = -1;

	for (int i = 0; i < COLUMN_GROUPS; i++)
		if (i != but && groups[i].nparts > 0 && (best < 0 || is_better(&groups[i], &groups[best])))
			best = i;
	return best;
}

/* The column is of an address that is not taken. */
static void
leave_address(Settling *settling, int column, StringInfo list, int *n)
{
	column_append_listed(list, column_describe(settling->mapper->map, column), (*n)++);
	give_up(settling, column, "the address is taken from another group of columns");
	settling->mapper->quiet[column] = true;
}

/*
 * Takes one group of columns for the address.  Columns that name no group belong
 * to one that has none of their parts: Home Address, City.
 */
static void
settle_address(Settling *settling)
{
	Address		groups[COLUMN_GROUPS] = {{0}};
	StringInfoData left;
	int			nleft = 0;
	int			best,
				beside;

	for (int i = 0; i < settling->ncolumns; i++)
	{
		int			part = part_of(settling, i);

		if (part >= 0)
			add_part(&groups[settling->candidates[i].group], part, mapper_cells(settling->mapper, i));
	}
	best = best_group(groups, -1);
	if (best < 0)
		return;
	settling->group = best;
	beside = best == GROUP_NONE ? best_group(groups, GROUP_NONE) : GROUP_NONE;
	if (beside >= 0 && (groups[beside].parts & groups[best].parts) != 0)
		beside = -1;
	initStringInfo(&left);
	for (int i = 0; i < settling->ncolumns; i++)
	{
		int			group = settling->candidates[i].group;

		if (part_of(settling, i) >= 0 && group != best && group != beside)
			leave_address(settling, i, &left, &nleft);
	}
	if (nleft > 0)
		mapper_warn(settling->mapper, "of several addresses one is taken whole; those of the others are categories: %s", left.data);
}

/* The first group that has an email. */
static ColumnGroup
group_of_email(const Settling *settling)
{
	ColumnGroup first = COLUMN_GROUPS;

	for (int i = 0; i < settling->ncolumns; i++)
		if (wants(settling, i, "email"))
			first = Min(first, settling->candidates[i].group);
	return first;
}

/*
 * Of phones and emails of groups those of the address come first; of names those of the
 * email: who something is sent to may be somebody else.
 */
static void
rank_groups(Settling *settling)
{
	ColumnGroup person = group_of_email(settling);

	for (int i = 0; i < settling->ncolumns; i++)
	{
		Candidate  *candidate = &settling->candidates[i];
		ColumnGroup first = settling->group;

		if (candidate->field == NULL || strcmp(candidate->field, "identifier") == 0 || candidate->reason != COLUMN_BY_WORD)
			continue;
		if (strstr(candidate->field, "name") != NULL && (person < COLUMN_GROUPS || first == GROUP_SHIPPING))
			first = person < COLUMN_GROUPS ? person : GROUP_NONE;
		candidate->rank = candidate->group == first ? GROUP_NONE : candidate->group;
	}
}

/* ---- keys ---- */

/* A key of somebody else's is one only where there is nothing better. */
static void
settle_keys(Settling *settling)
{
	bool		has_identifier = is_wanted(settling, "identifier", SURE_CELLS);
	bool		has_key = has_identifier || is_wanted(settling, "identifier", SURE_SPARE) ||
		is_wanted(settling, "email", SURE_LAST) || is_wanted(settling, "customer_id", SURE_LAST);

	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (!wants(settling, i, "identifier"))
			continue;
		if (settling->candidates[i].certainty > SURE_OWN && is_wanted(settling, "email", SURE_CELLS) &&
			column_holds_addresses(mapper_cells(settling->mapper, i)))
			give_up(settling, i, "its cells are addresses, and another column is the email");
		else if (settling->candidates[i].certainty == SURE_LAST && has_key)
			give_up(settling, i, "it names a key of something else");
		else if (settling->candidates[i].certainty >= SURE_SPARE && has_identifier)
			give_up(settling, i, "another column is the identifier");
	}
}

/* Without a key and a name, the word of a key is believed, whatever its cells are. */
static void
restore_key(Settling *settling, const char *field)
{
	Mapper	   *mapper = settling->mapper;

	static const char *const others[] = {"email", "identifier", "customer_id", "name", "first_name", "last_name"};

	for (size_t i = 0; i < lengthof(others); i++)
		if (is_wanted(settling, others[i], SURE_LAST))
			return;
	for (int i = 0; i < settling->ncolumns; i++)
		if (!mapper->settled[i] && settling->candidates[i].field == NULL &&
			mapper->contradicted[i] != NULL && strcmp(mapper->contradicted[i], field) == 0)
		{
			settling->candidates[i] = (Candidate) {.field = field, .reason = COLUMN_BY_WORD, .certainty = SURE_SPARE};
			mapper->map->against[i] = psprintf("%s, though its cells speak against it: there is no other key", field);
			return;
		}
}

/*
 * Without a key and a name a company is the name of the customer; else the first word of
 * a name over words is believed: Label name.
 */
static void
restore_name(Settling *settling)
{
	static const char *const others[] = {"email", "identifier", "customer_id", "name", "first_name", "last_name"};
	int			company = column_for(settling, "company");

	for (size_t i = 0; i < lengthof(others); i++)
		if (is_wanted(settling, others[i], SURE_LAST))
			return;
	if (company >= 0 && settling->candidates[company].certainty != SURE_NAME)
	{
		settling->candidates[company].field = "name";
		settling->mapper->map->against[company] = pstrdup("name, and not company: no other column says whom a record is about");
		return;
	}
	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (settling->mapper->settled[i] || settling->candidates[i].field != NULL || settling->candidates[i].computed ||
			!names_somebody(settling->mapper->folded[i]) ||
			!column_is_clearly(mapper_cells(settling->mapper, i), "city"))
			continue;
		settling->candidates[i] = (Candidate) {.field = "name", .reason = COLUMN_BY_CELLS, .certainty = SURE_SPARE};
		return;
	}
}

/* ---- fields ---- */

/* The column that gets the field which column wants. */
static int
winner_of(const Settling *settling, int column)
{
	int			best = column;

	for (int i = column + 1; i < settling->ncolumns; i++)
		if (wants(settling, i, settling->candidates[column].field) && !comes_first(settling, best, i))
			best = i;
	return best;
}

/* Does a header word say that there are several of one kind: E-mail 2, Secondary Email? */
static bool
is_one_of_several(const char *word)
{
	static const char *const stems[] = {"second", "alternat", "additional", "other", "backup", "2nd"};

	return strpbrk(word, "23456789") != NULL || HAS_ONE_OF(word, stems);
}

/*
 * Another address of the same person: Work Email, E-mail 2.  That of a payer, a parent or
 * a bookkeeper is somebody else's.
 */
static int
other_email(const Settling *settling, int winner)
{
	for (int i = 0; i < settling->ncolumns; i++)
	{
		const Candidate *candidate = &settling->candidates[i];

		if (i == winner || !wants(settling, i, "email") || candidate->reason != COLUMN_BY_WORD || filled(settling, i) == 0)
			continue;
		if (candidate->group == GROUP_HOME || candidate->group == GROUP_BUSINESS ||
			((candidate->group == GROUP_NONE || candidate->group == GROUP_OTHER) && is_one_of_several(settling->mapper->folded[i])))
			return i;
	}
	return -1;
}

/* A category, and the email of who has none in the column that is the field. */
static void
take_other_email(Settling *settling, int winner, int other)
{
	Mapper	   *mapper = settling->mapper;

	mapper->map->against[other] = psprintf("not email: column %d is, and this one where that is empty", winner + 1);
	mapper->settled[other] = mapper_assign(mapper, other, OTHER_EMAIL, COLUMN_BY_WORD);
	settling->candidates[other].field = NULL;
}

/* ---- names of the same person, where those of the record are empty ---- */

/* What two columns say of a record's name. */
static PersonName
name_in(const Settling *settling, int record, int first, int last)
{
	const RecordSample *sample = settling->mapper->sample;

	return (PersonName) {.first = cell_text(sample, record, first), .last = cell_text(sample, record, last)};
}

/*
 * Do other names stand in where there are none, of the same people by all records that
 * have both?  A name that no record shows to be theirs is so of who pays.
 */
static bool
stands_in(const Settling *settling, int first, int last, int other_first, int other_last)
{
	const RecordSample *sample = settling->mapper->sample;
	bool		agreed = settling->candidates[other_first].group == GROUP_BILLING;
	bool		needed = false;

	for (int i = 0; sample != NULL && i < Min(sample->nrecords, COMPARED_NAMES); i++)
	{
		PersonName	own = name_in(settling, i, first, last);
		PersonName	other = name_in(settling, i, other_first, other_last);

		if (person_name_is_none(&other))
			continue;
		if (person_name_is_none(&own))
			needed = true;
		else if (person_names_agree(&other, &own))
			agreed = true;
		else
			return false;
	}
	return needed && agreed;
}

/* The column of a group that wants the field, but for its winner; -1 = none. */
static int
other_in_group(const Settling *settling, const char *field, int winner, ColumnGroup group)
{
	for (int i = 0; i < settling->ncolumns; i++)
		if (i != winner && wants(settling, i, field) && settling->candidates[i].group == group &&
			settling->candidates[i].reason == COLUMN_BY_WORD)
			return i;
	return -1;
}

static void
take_other_name(Settling *settling, int other, int winner, const char *part)
{
	Mapper	   *mapper = settling->mapper;

	mapper->map->against[other] = psprintf("not %s: column %d is, and this one where a record has no name there",
										   settling->candidates[other].field, winner + 1);
	mapper->settled[other] = mapper_assign(mapper, other, part, COLUMN_BY_WORD);
	settling->candidates[other].field = NULL;
}

/* First Name, Last Name, empty in some records, and Billing First Name, Billing Last Name. */
static void
settle_other_names(Settling *settling)
{
	int			first = column_for(settling, "first_name");
	int			last = column_for(settling, "last_name");

	if (first < 0 || last < 0 || mapper_has(settling->mapper, "first_name") || mapper_has(settling->mapper, "last_name"))
		return;
	first = winner_of(settling, first);
	last = winner_of(settling, last);
	for (int group = GROUP_NONE + 1; group < COLUMN_GROUPS; group++)
	{
		int			other_first = other_in_group(settling, "first_name", first, group);
		int			other_last = other_in_group(settling, "last_name", last, group);

		if (other_first < 0 || other_last < 0 || !stands_in(settling, first, last, other_first, other_last))
			continue;
		take_other_name(settling, other_first, first, OTHER_FIRST_NAME);
		take_other_name(settling, other_last, last, OTHER_LAST_NAME);
		return;
	}
}

/* Gives the field which column wants to one of those that want it. */
static void
settle_field(Settling *settling, int column)
{
	const char *field = settling->candidates[column].field;
	int			winner = mapper_has(settling->mapper, field) ? -1 : winner_of(settling, column);

	int			other = winner < 0 || strcmp(field, "email") != 0 ? -1 : other_email(settling, winner);

	for (int i = 0; i < settling->ncolumns; i++)
		if (i != winner && i != other && wants(settling, i, field))
			give_up(settling, i, winner < 0 ? "another column is" : psprintf("column %d is", winner + 1));
	if (winner < 0)
		return;
	settling->mapper->settled[winner] =
		mapper_assign(settling->mapper, winner, field, settling->candidates[winner].reason);
	settling->candidates[winner].field = NULL;
	if (other >= 0)
		take_other_email(settling, winner, other);
}

/* The field that the part which a column wants to be belongs to; NULL = it is none. */
static const char *
whole_of(const Settling *settling, int column)
{
	if (wants(settling, column, HOUSE_NUMBER) || wants(settling, column, HOUSE_ADDITION))
		return "address";
	return wants(settling, column, NAME_PREFIX) || wants(settling, column, SECOND_LAST_NAME) ? "last_name" : NULL;
}

/* Groups of several columns are united, unless mapping says which they are; where somebody works is one only beside no other. */
static void
settle_groups(Settling *settling)
{
	int			first = column_for(settling, "groups");

	if (mapper_has(settling->mapper, "groups"))
		return;					/* mapping says which */
	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (!wants(settling, i, "groups"))
			continue;
		if (first >= 0 && settling->candidates[i].certainty > SURE_FORM)
		{
			give_up(settling, i, psprintf("column %d is", first + 1));
			continue;
		}
		settling->mapper->settled[i] = mapper_assign(settling->mapper, i, "groups", settling->candidates[i].reason);
		settling->candidates[i].field = NULL;
	}
}

static void
settle_fields(Settling *settling)
{
	settle_groups(settling);
	settle_other_names(settling);
	for (int i = 0; i < settling->ncolumns; i++)
		if (settling->candidates[i].field != NULL && whole_of(settling, i) == NULL)
			settle_field(settling, i);
	for (int i = 0; i < settling->ncolumns; i++)
	{
		const char *whole = whole_of(settling, i);

		if (whole == NULL)
			continue;
		if (mapper_has(settling->mapper, whole))
			settle_field(settling, i);
		else
			give_up(settling, i, psprintf("there is no %s beside it", whole));
	}
}

/* ---- what is left ---- */

static void
settle_unknown(Settling *settling)
{
	Mapper	   *mapper = settling->mapper;

	for (int i = 0; i < settling->ncolumns; i++)
	{
		if (mapper->settled[i] || settling->candidates[i].computed ||
			(mapper->has_header && mapper->map->header[i][0] == '\0'))
			continue;
		mapper_assign_unknown(mapper, i);
		mapper->settled[i] = mapper->map->column_field[i] != COLUMN_IGNORED;
	}
}

static void
warn_columns(const Settling *settling)
{
	const FieldMap *map = settling->mapper->map;
	StringInfoData list;
	int			n = 0;

	initStringInfo(&list);
	for (int i = 0; i < settling->ncolumns; i++)
		if (map->against[i] != NULL && !settling->candidates[i].computed && !settling->mapper->quiet[i])
			column_append_listed(&list, psprintf("%s (%s)", column_describe(map, i), map->against[i]), n++);
	if (n > 0)
		mapper_warn(settling->mapper, "columns that are not what their words say: %s", list.data);
}

void
columns_settle(Mapper *mapper)
{
	Settling	settling = {
		.mapper = mapper, .ncolumns = mapper->map->ncolumns,
		.candidates = palloc0((mapper->map->ncolumns + 1) * sizeof(Candidate)),
		.known = palloc((mapper->map->ncolumns + 1) * sizeof(int))
	};

	for (int i = 0; i < settling.ncolumns; i++)
		settling.known[i] = NOT_COUNTED;
	for (int i = 0; i < settling.ncolumns; i++)
		if (!mapper->settled[i])
			settling.candidates[i] = mapper->has_header ? candidate_by_header(mapper, i) : candidate_by_cells(mapper, i);
	if (mapper->has_header)
		settle_guesses(&settling);
	mapper->map->words_off = header_shift(mapper, settling.candidates);
	if (mapper->map->words_off != 0)
		mapper->map->words_wrap = header_shift_wraps(mapper, settling.candidates, mapper->map->words_off);
	settle_swapped(&settling);
	settle_whole_name(&settling, "first_name", "last_name");
	settle_whole_name(&settling, "last_name", "first_name");
	settle_name_of_parent(&settling);
	settle_name_of_contact(&settling);
	settle_name_beside(&settling);
	settle_half_name(&settling, "first_name", "last_name");
	settle_half_name(&settling, "last_name", "first_name");
	unknown_words_settle(mapper, settling.candidates);
	settle_spare_name(&settling);
	settle_initials(&settling);
	settle_house_number(&settling);
	parts_settle(mapper, settling.candidates);
	settle_residence(&settling);
	settle_place(&settling);
	settle_address(&settling);
	rank_groups(&settling);
	settle_keys(&settling);
	restore_key(&settling, "email");
	restore_key(&settling, "identifier");
	restore_name(&settling);
	settle_fields(&settling);
	parts_settle_recipient(mapper);
	consent_assign_state(mapper);
	consent_note_refused_addresses(mapper);
	settle_unknown(&settling);
	warn_columns(&settling);
}
