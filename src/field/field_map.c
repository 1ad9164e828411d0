/*
 * field_map.c
 *
 * Which column of the file is which field.
 *
 *		header cells -> words -> what mapping says (column_mapping.c)
 *			-> columns of passwords (column_password.c)
 *			-> all others (column_settle.c)
 *			-> checked: no field twice, a key -> in the order of the file
 *		-> FieldMap, and what was found (field_map_report.c)
 */
#include "postgres.h"

#include "access/relation.h"
#include "lib/stringinfo.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "field/column_candidate.h"
#include "field/column_consent.h"
#include "field/column_dress.h"
#include "field/column_form.h"
#include "field/column_headless.h"
#include "field/column_mapping.h"
#include "field/column_password.h"
#include "field/column_settle.h"
#include "field/column_sibling.h"
#include "field/column_word.h"
#include "field/consent_column.h"
#include "field/consent_judge.h"
#include "field/consent_word.h"
#include "field/field.h"
#include "field/field_map_report.h"
#include "field/field_mapper.h"
#include "field/made_cell.h"
#include "field/no_address.h"
#include "field/null_names.h"
#include "field/password_word.h"
#include "field/field_set.h"
#include "field/value_words.h"
#include "field/whole_ids.h"
#include "support/catalog.h"
#include "support/target.h"

/*
 * Checks
 */

static int
compare_fields(const void *a, const void *b)
{
	const Field *x = *(const Field *const *) a;
	const Field *y = *(const Field *const *) b;
	int			order = strcmp(x->name, y->name);

	return order != 0 ? order : x->file_column - y->file_column;
}

static void
refuse_duplicate(const FieldMap *map, const Field *first, const Field *second)
{
	bool		same = strcmp(first->header, second->header) == 0;
	const char *key = same || second->header[0] == '\0' ?
	psprintf("%d", second->file_column + 1) : second->header;

	ereport(ERROR,
			(errcode(ERRCODE_DUPLICATE_COLUMN),
			 errmsg("two columns of the file are the field \"%s\": %s (column %d) and %s (column %d)",
					first->name,
					column_describe(map, first->file_column), first->file_column + 1,
					column_describe(map, second->file_column), second->file_column + 1),
			 errhint("Map one of them elsewhere, or to null to ignore it: mapping => '{\"%s\": null}'", key)));
}

static void
check_duplicates(const FieldMap *map)
{
	const Field **sorted = palloc(sizeof(Field *) * (map->nfields + 1));

	for (int i = 0; i < map->nfields; i++)
		sorted[i] = &map->fields[i];
	qsort(sorted, map->nfields, sizeof(Field *), compare_fields);
	for (int i = 1; i < map->nfields; i++)
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
			refuse_duplicate(map, sorted[i - 1], sorted[i]);
	pfree(sorted);
}

static bool
has_key(const FieldMap *map, KeyKind key)
{
	switch (key)
	{
		case KEY_CUSTOMER_ID:
			return map->customer_id != NULL;
		case KEY_IDENTIFIER:
			return map->identifier >= 0;
		default:
			return map->email >= 0;
	}
}

static char *
no_key_hint(const Mapper *mapper)
{
	StringInfoData hint;

	initStringInfo(&hint);
	if (!mapper->has_header)
	{
		appendStringInfoString(&hint, "The file has no header. Name its columns by position: mapping => '{\"1\": \"email\", \"2\": \"name\"}'");
		return hint.data;
	}
	appendStringInfoString(&hint, "Say which column it is: mapping => '{\"your word\": \"identifier\"}'. Known header words are");
	for (int i = 0; i < mapper->options->nmatch_by; i++)
	{
		const char *key = options_key_name(mapper->options->match_by[i]);

		appendStringInfo(&hint, "%s for %s: ", i > 0 ? ";" : "", key);
		if (mapper->options->match_by[i] == KEY_CUSTOMER_ID)
			appendStringInfoString(&hint, key);
		else
			synonyms_append(&hint, key);
	}
	if (hint.data[hint.len - 1] != '.')
		appendStringInfoChar(&hint, '.');
	return hint.data;
}

static bool
has_any_key(const FieldMap *map)
{
	return has_key(map, KEY_CUSTOMER_ID) || has_key(map, KEY_IDENTIFIER) || has_key(map, KEY_EMAIL);
}

static bool
has_name(const FieldMap *map)
{
	static const char *const names[] = {"name", "first_name", "last_name"};

	for (int i = 0; i < map->nfields; i++)
		for (size_t j = 0; j < lengthof(names); j++)
			if (strcmp(map->fields[i].name, names[j]) == 0)
				return true;
	return false;
}

static void
check_has_key(const Mapper *mapper)
{
	const ImportOptions *options = mapper->options;
	StringInfoData keys;

	/* people without any key are known by their names (import/weak_key.h) */
	if (!has_any_key(mapper->map) && has_name(mapper->map))
		return;
	initStringInfo(&keys);
	for (int i = 0; i < options->nmatch_by; i++)
	{
		if (has_key(mapper->map, options->match_by[i]))
			return;
		appendStringInfo(&keys, "%s%s", i > 0 ? ", " : "", options_key_name(options->match_by[i]));
	}
	if (!has_any_key(mapper->map))
		appendStringInfoString(&keys, "; or a name");
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("no column of the file says which customer a record is"),
			 mapper->has_header
			 ? errdetail("One of these is needed: %s. The columns of the file are: %s.",
						 keys.data, column_list(mapper->map))
			 : errdetail("One of these is needed: %s.", keys.data),
			 errhint("%s", no_key_hint(mapper))));
}

/*
 * The map
 */

static void
warn_unknown_columns(Mapper *mapper)
{
	if (mapper->nignored > 0)
		mapper_warn(mapper, "columns that are no field are ignored: %s", mapper->ignored.data);
}

/* Several columns of one word. */
static void
warn_numbered_columns(Mapper *mapper)
{
	if (mapper->nnumbered > 0)
		mapper_warn(mapper, "columns that share a word are categories with a number: %s", mapper->numbered.data);
}

/* Columns without a word have no name to be kept under. */
static void
warn_blank_columns(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	StringInfoData list;
	int			n = 0;

	initStringInfo(&list);
	for (int i = 0; i < map->ncolumns; i++)
		if (!mapper->settled[i] && mapper->has_header && map->header[i][0] == '\0')
			column_append_listed(&list, psprintf("%d", i + 1), n++);
	if (n > 0)
		mapper_warn(mapper, "columns without a header word are ignored: %s", list.data);
}

static void
warn_identifier(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	const Field *identifier;

	if (map->identifier < 0)
		return;
	identifier = &map->fields[map->identifier];
	if (identifier->header[0] != '\0' && pg_strcasecmp(identifier->header, "identifier") != 0 &&
		(mapper->sample == NULL || mapper->sample->ids != IDS_IDENTIFIER))
		mapper_warn(mapper, "\"%s\" is read as identifier, an id of another system; only a column headed customer_id is our own",
					identifier->header);
}

/* Numbers that name other people: of a column that is the identifier, or would be. */
static void
warn_other_people(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	char	   *word;

	if (mapper->sample == NULL || mapper->sample->identifiers_why == NULL)
		return;
	if (map->identifier < 0)
	{
		mapper_warn(mapper, "column 1 is no identifier, as %s; mapping => '{\"1\": \"identifier\"}' says that its numbers are ours",
					mapper->sample->identifiers_why);
		return;
	}
	word = field_clip_word(map->fields[map->identifier].header);
	mapper_warn(mapper, "other_people: of those whom \"%s\" names, %s: a merge would write strangers over them; if the numbers are of another system, mapping => '{\"%s\": \"attributes.%s\"}' keeps them apart",
				word, mapper->sample->identifiers_why, word, word);
}

/* In English alone do dates begin with the month. */
static void
find_languages(Mapper *mapper)
{
	int			nforeign = 0;
	int			nothers = 0;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const Synonym *synonym = mapper->map->reason[i] == COLUMN_BY_WORD
			? synonyms_find(mapper->synonyms, mapper->folded[i]) : NULL;

		if (synonym != NULL && !synonym->own)
			(*(synonym->foreign ? &nforeign : &nothers))++;
	}
	mapper->map->day_first = nforeign > nothers;
}

/* Finds addresses that are none, unless no words stand for nothing. */
static void
warn_no_addresses(Mapper *mapper)
{
	char	   *warning = mapper->blank == NULL ? NULL
		: no_address_find(mapper->map, mapper->sample, mapper->no_key);

	if (warning != NULL)
		mapper_warn(mapper, "%s", warning);
}

/* Finds codes with something around them. */
static void
warn_dressed(Mapper *mapper)
{
	char	   *warning = column_dress_find(mapper->map, mapper->sample);

	if (warning != NULL)
		mapper_warn(mapper, "%s", warning);
}

/* Columns of the preset that the file lacks; an error if they were its only keys. */
static void
warn_absent_columns(Mapper *mapper)
{
	bool		keyed = false;

	if (mapper->nabsent == 0)
		return;
	for (int i = 0; i < mapper->options->nmatch_by; i++)
		keyed |= has_key(mapper->map, mapper->options->match_by[i]);
	if (mapper->absent_key != NULL && !keyed)
		mapping_refuse_absent(mapper, mapper->absent_key);
	mapper_warn(mapper, "columns of the preset that the file does not have: %s", mapper->absent.data);
}

/* Takes the customer_id column, if there is one, out of the other fields. */
static void
separate_customer_id(FieldMap *map)
{
	for (int i = 0; i < map->nfields; i++)
	{
		if (map->fields[i].kind != FIELD_CUSTOMER_ID)
			continue;
		map->customer_id = palloc(sizeof(Field));
		*map->customer_id = map->fields[i];
		memmove(&map->fields[i], &map->fields[i + 1], sizeof(Field) * (map->nfields - i - 1));
		map->nfields--;
		return;
	}
}

/* The same of consent that the table has no column for. */
static void
separate_heard_consent(FieldMap *map, bool lacks_consent)
{
	for (int i = 0; lacks_consent && i < map->nfields; i++)
	{
		if (map->fields[i].consent == NULL)
			continue;
		map->heard = palloc(sizeof(Field));
		*map->heard = map->fields[i];
		memmove(&map->fields[i], &map->fields[i + 1], sizeof(Field) * (map->nfields - i - 1));
		map->nfields--;
		return;
	}
}

/* Two of one column, of which one is made, by their names. */
static int
compare_file_columns(const void *a, const void *b)
{
	const Field *x = a;
	const Field *y = b;

	return x->file_column != y->file_column ? x->file_column - y->file_column : strcmp(x->name, y->name);
}

static int
compare_consent(const void *a, const void *b)
{
	return ((const ConsentColumn *) a)->column - ((const ConsentColumn *) b)->column;
}

/* The field subscribed gets all of its columns, and the place of the first one. */
static void
gather_consent(FieldMap *map)
{
	qsort(map->consent, map->nconsent, sizeof(ConsentColumn), compare_consent);
	for (int i = 0; i < map->nfields; i++)
	{
		Field	   *field = &map->fields[i];

		if (field->consent == NULL)
			continue;
		field->nconsent = map->nconsent;
		field->file_column = map->consent[0].column;
		field->header = map->header[field->file_column];
	}
}

/* The further columns of groups, which are no fields of their own. */
static void
index_more_groups(FieldMap *map)
{
	Field	   *field = map->groups < 0 ? NULL : &map->fields[map->groups];

	for (int i = 0; field != NULL && i < field->nmore; i++)
		map->column_field[field->more[i]] = map->groups;
}

/* Order of the file, and the places of the fields that have a role. */
static void
index_fields(FieldMap *map, bool lacks_consent)
{
	gather_consent(map);
	separate_heard_consent(map, lacks_consent);
	separate_customer_id(map);
	qsort(map->fields, map->nfields, sizeof(Field), compare_file_columns);
	if (map->customer_id != NULL)
	{
		map->column_field[map->customer_id->file_column] = COLUMN_CUSTOMER_ID;
		map->foreign_ids = map->reason[map->customer_id->file_column] == COLUMN_BY_CELLS;
	}
	map->identifier = map->email = map->groups = map->password = map->subscribed = -1;
	for (int i = 0; i < map->nfields; i++)
	{
		const Field *field = &map->fields[i];

		map->column_field[field->file_column] = i;
		if (field->kind == FIELD_IDENTIFIER)
			map->identifier = i;
		else if (field->kind == FIELD_EMAIL)
			map->email = i;
		else if (field->kind == FIELD_GROUPS)
			map->groups = i;
		else if (field->kind == FIELD_PASSWORD)
			map->password = i;
		else if (strcmp(field->name, CONSENT_SUBSCRIBED) == 0)
			map->subscribed = i;
	}
	for (int i = 0; i < map->nconsent; i++)
		map->column_field[map->consent[i].column] = map->subscribed < 0 ? COLUMN_IGNORED : map->subscribed;
	index_more_groups(map);
	made_cells_find(map);
}

void
field_map_add_subscribed(FieldMap *map)
{
	Field	   *subscribed = map->subscribed >= 0 ? NULL : field_by_name(CONSENT_SUBSCRIBED);

	if (subscribed == NULL)		/* or an application dropped the column */
		return;
	map->fields = repalloc_huge(map->fields, (map->nfields + 1) * sizeof(Field));
	map->subscribed = map->nfields;
	map->fields[map->nfields++] = *subscribed;
}

/* Index of a name among the fields, added if it is not in the file; -1 if it is no text. */
static int
add_name(Mapper *mapper, const char *name)
{
	FieldMap   *map = mapper->map;
	Field		field;

	for (int i = 0; i < map->nfields; i++)
		if (strcmp(map->fields[i].name, name) == 0)
			return field_is_name(&map->fields[i]) ? i : -1;
	if (!field_init_by_name(&field, name, mapper->customers) || !field_is_name(&field))
		return -1;
	map->fields = repalloc_huge(map->fields, (map->nfields + 1) * sizeof(Field));
	map->fields[map->nfields] = field;
	return map->nfields++;
}

/* Index of a name that is in the file, else -1. */
static int
find_name(const FieldMap *map, const char *name)
{
	for (int i = 0; i < map->nfields; i++)
		if (strcmp(map->fields[i].name, name) == 0 && field_is_name(&map->fields[i]))
			return i;
	return -1;
}

/* If the file has a first or last name, the customer's other names are read as well. */
static void
add_names(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	int			nfields = map->nfields;
	NameFields *names = &map->names;

	*names = (NameFields) {find_name(map, "name"), -1, -1};
	if (find_name(map, "first_name") < 0 && find_name(map, "last_name") < 0)
		return;
	*names = (NameFields) {add_name(mapper, "name"), add_name(mapper, "first_name"), add_name(mapper, "last_name")};
	if (names->name >= 0 && names->first >= 0 && names->last >= 0)
		return;
	*names = (NameFields) {-1, -1, -1};
	map->nfields = nfields;
}

static void
read_header(Mapper *mapper, const CsvCell *cells, int ncells)
{
	FieldMap   *map = palloc0(sizeof(FieldMap));
	/* those of the option set, and fields that are made, stand behind */
	int			room = ncells + set_count(mapper->options) + MADE_KINDS + 1;

	map->ncolumns = ncells;
	map->has_header = mapper->has_header;
	map->has_opposite = field_has_opposite(mapper->customers);
	map->header = palloc(sizeof(char *) * room);
	map->column_field = palloc(sizeof(int) * room);
	map->reason = palloc0(sizeof(ColumnReason) * room);
	map->consent = palloc0(sizeof(ConsentColumn) * room);
	map->unclear = palloc0(sizeof(bool) * room);
	map->against = palloc0(sizeof(char *) * room);
	map->part = palloc0(sizeof(ColumnPart) * room);
	map->secret = palloc0(sizeof(bool) * room);
	map->fields = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Field) * room);
	mapper->map = map;
	mapper->folded = palloc(sizeof(char *) * room);
	mapper->cells = palloc0(sizeof(ColumnCells *) * room);
	mapper->contradicted = palloc0(sizeof(char *) * room);
	mapper->kept_as = palloc0(sizeof(char *) * room);
	mapper->quiet = palloc0(sizeof(bool) * room);
	mapper->settled = palloc0(sizeof(bool) * room);
	for (int i = 0; i < ncells; i++)
	{
		map->header[i] = mapper->has_header ? column_word(&cells[i]) : pstrdup("");
		map->column_field[i] = COLUMN_IGNORED;
		mapper->folded[i] = field_fold_header(map->header[i], strlen(map->header[i]));
	}
	mapper->shared = mapper->has_header ? column_shared_prefix(map->header, ncells) : NULL;
	if (mapper->shared != NULL && column_names_other_place(mapper->shared))
		mapper->shared = NULL;
	for (int i = ncells; i < room; i++)
	{
		map->header[i] = mapper->folded[i] = "";
		map->column_field[i] = COLUMN_IGNORED;
	}
}

/* Passwords that nobody wants are not kept with the rejected records either. */
static void
mark_secrets(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->ncolumns; i++)
		map->secret[i] |= map->column_field[i] == COLUMN_IGNORED && password_is_column(mapper, i);
}

bool
field_map_has_passwords(const FieldMap *map)
{
	bool		found = map->password >= 0;

	for (int i = 0; i < map->ncolumns; i++)
		found |= map->secret[i];
	return found;
}

/*
 * Groups or remarks; or a category, or nothing, that nobody asked for, of email or of
 * no channel.
 */
static bool
is_watched(const FieldMap *map, int column)
{
	int			field = map->column_field[column];

	if (field >= 0 && (map->fields[field].kind == FIELD_GROUPS || strcmp(map->fields[field].name, "note") == 0))
		return true;
	if (map->reason[column] != COLUMN_BY_NOTHING || map->secret[column])
		return false;
	if (field != COLUMN_IGNORED && (field < 0 || map->fields[field].kind != FIELD_ATTRIBUTE))
		return false;
	return !consent_word(map->header[column]).elsewhere;
}

/* Columns that are no field of consent, and in which a cell may say no all the same. */
static void
mark_watched(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	map->words = mapper->words;
	map->blank = mapper->blank;
	if (!mapper_has_consent(mapper) || mapper->lacks_consent)
		return;
	map->watched = palloc0(sizeof(bool) * (map->ncolumns + 1));
	map->pairs = palloc0(sizeof(bool) * (map->ncolumns + 1));
	for (int i = 0; i < map->ncolumns; i++)
	{
		map->watched[i] = is_watched(map, i);
		map->pairs[i] = map->watched[i] && consent_judge_pairs(mapper->words, mapper->sample, i);
	}
}

/* What there is to do once each column is assigned. */
static void
finish_map(Mapper *mapper)
{
	set_assign(mapper);
	mapper_add_made(mapper);
	check_duplicates(mapper->map);
	index_fields(mapper->map, mapper->lacks_consent);
	add_names(mapper);
	rules_apply(mapper);
	mark_secrets(mapper);
	consent_note_answers(mapper);
	mark_watched(mapper);
	set_check(mapper->map);
	if (mapper->map->consent_unclear)
		field_map_add_subscribed(mapper->map);
}

/* A column by the very name of the adopted table's column of consent is that, dates and all. */
static void
assign_own_consent(Mapper *mapper, const Target *customers)
{
	char	   *own = customers->is_ours ? NULL : target_own_name(customers, CONSENT_SUBSCRIBED);
	char	   *folded = own == NULL ? NULL : field_fold_header(own, strlen(own));

	for (int i = 0; own != NULL && i < mapper->map->ncolumns; i++)
		if (!mapper->settled[i] && strcmp(mapper->folded[i], folded) == 0)
			mapper->settled[i] = mapper_assign_consent(mapper, i, customers->consent.refuses, COLUMN_BY_NAME);
}

static void
assign_columns(Mapper *mapper, const Target *customers)
{
	mapping_apply(mapper);
	assign_own_consent(mapper, customers);
	password_assign(mapper);
	mapper_assign_foreign_ids(mapper);
	columns_settle(mapper);
	finish_map(mapper);
	warn_unknown_columns(mapper);
	warn_numbered_columns(mapper);
	warn_blank_columns(mapper);
	warn_identifier(mapper);
	headless_warn(mapper);
	warn_other_people(mapper);
	warn_absent_columns(mapper);
}

/* A name that an application gave a value by. */
static void
refuse_name(const Mapper *mapper, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("\"%s\" is not a field of customers", name),
			 mapper->is_adopted
			 ? errhint("The fields are: %1$s. ALTER TABLE %2$s ADD COLUMN ...; SELECT * FROM %3$s('%2$s'); makes a new column one.",
					   mapper_list_fields(mapper), target_table_name(), catalog_function_name("customers_adopt"))
			 : password_word(name) == PASSWORD_WORD_ITSELF
			 ? errhint("A password is the field \"password\". The fields are: %s.", mapper_list_fields(mapper))
			 : errhint("The fields are: %s; anything else goes under \"attributes\": {\"%s\": ...}.",
					   mapper_list_fields(mapper), name)));
}

/* Opens customers, whose columns the mapper looks at. */
static Target
begin_mapping(Mapper *mapper, const ImportOptions *options)
{
	Target		customers = target_open();

	mapper->options = options;
	mapper->customers = customers.columns;
	mapper->is_adopted = !customers.is_ours;
	mapper->names = field_names(mapper->customers);
	initStringInfo(&mapper->ignored);
	initStringInfo(&mapper->numbered);
	initStringInfo(&mapper->absent);
	initStringInfo(&mapper->warnings);
	return customers;
}

FieldMap *
field_map_by_names(const CsvCell *names, int nnames, const ImportOptions *options)
{
	Mapper		mapper = {0};
	Target		customers = begin_mapping(&mapper, options);

	mapper.has_header = true;
	read_header(&mapper, names, nnames);
	mapper.map->by_names = true;
	for (int i = 0; i < nnames; i++)
		if (!mapper_is_exported_only(&mapper, i) && !mapper_assign(&mapper, i, mapper.map->header[i], COLUMN_BY_NAME))
			refuse_name(&mapper, mapper.map->header[i]);
	password_mark_categories(&mapper);
	mapper_add_made(&mapper);
	check_duplicates(mapper.map);
	index_fields(mapper.map, false);
	add_names(&mapper);
	rules_apply(&mapper);
	for (int i = 0; i < mapper.map->nfields; i++)
		mapper.map->fields[i].by_name = true;
	target_close(&customers);
	return mapper.map;
}

/* The names that an adopted table has for its columns are words for the fields. */
static void
add_own_names(Synonyms *synonyms, const Target *customers)
{
	for (int i = 1; !customers->is_ours && i <= customers->columns->natts; i++)
	{
		const char *own = NameStr(TupleDescAttr(RelationGetDescr(customers->relation), i - 1)->attname),
				   *name = target_name(customers, i);

		if (name != NULL && strcmp(name, "password_hash") == 0)
			name = "password";
		if (name != NULL && target_is_other_consent(customers, name))
			name = customers->consent.refuses ? CONSENT_UNSUBSCRIBED : name;
		if (name != NULL && strcmp(name, own) != 0)
			synonyms_add_own(synonyms, own, name);
	}
}

/* Opens customers, and reads the words of headers and cells and the header. */
static Target
begin_header(Mapper *mapper, const CsvCell *cells, int ncells, bool has_header,
			 const ImportOptions *options)
{
	Target		customers = begin_mapping(mapper, options);
	ListCell   *cell;

	mapper->has_header = has_header;
	mapper->lacks_consent = !customers.is_ours && customers.consent.name == NULL;
	foreach(cell, mapper->names)
		mapper->folded_names = lappend(mapper->folded_names,
									   field_fold_header(lfirst(cell), strlen(lfirst(cell))));
	mapper->synonyms = synonyms_make();
	add_own_names(mapper->synonyms, &customers);
	synonyms_open(mapper->synonyms);
	mapper_load_words(mapper);
	read_header(mapper, cells, ncells);
	candidates_look_up(mapper);
	return customers;
}

FieldMap *
field_map_header(const CsvCell *cells, int ncells, bool has_header,
				 const ImportOptions *options, const RecordSample *sample)
{
	Mapper		mapper = {.sample = sample};
	Target		customers = begin_header(&mapper, cells, ncells, has_header, options);

	assign_columns(&mapper, &customers);
	check_has_key(&mapper);
	if (sample != NULL)
		null_names_find(mapper.map, sample);
	if (sample != NULL)
		warn_no_addresses(&mapper);
	find_languages(&mapper);
	if (sample != NULL && whole_ids_find(mapper.map, sample))
		mapper_warn(&mapper, "the identifiers end in .0 down the whole column, as a spreadsheet writes numbers: 1001.0 is read as 1001");
	if (sample != NULL)
		warn_dressed(&mapper);
	if (mapper.warnings.len > 0)
		mapper.map->warnings = mapper.warnings.data;
	target_close(&customers);
	return mapper.map;
}

/* Assigns the columns as they were. */
static void
assign_again(Mapper *mapper, const Jsonb *columns)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->ncolumns; i++)
	{
		ColumnFinding found = field_map_finding(columns, i);

		map->unclear[i] = found.unclear;
		map->against[i] = found.against;
		map->consent_unclear |= map->unclear[i];
		if (found.consent != NULL && !map->unclear[i])
			mapper_recall_consent(mapper, i, strcmp(found.consent, CONSENT_UNSUBSCRIBED) == 0, found.manner, found.reason);
		else if (found.field != NULL)
			mapper_assign(mapper, i, found.field, found.reason);
	}
	finish_map(mapper);
}

FieldMap *
field_map_again(const CsvCell *cells, int ncells, bool has_header,
				const ImportOptions *options, const Jsonb *columns)
{
	Mapper		mapper = {0};
	Target		customers;

	if (columns == NULL || !JB_ROOT_IS_ARRAY(columns) || JB_ROOT_COUNT(columns) != (uint32) ncells)
		return field_map_header(cells, ncells, has_header, options, NULL);
	customers = begin_header(&mapper, cells, ncells, has_header, options);
	assign_again(&mapper, columns);
	target_close(&customers);
	return mapper.map;
}
