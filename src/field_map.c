/*
 * field_map.c
 *
 * Which column of the file is which field.
 *
 *		header cell -> cleaned word -> the first of these that knows it:
 *			the option mapping
 *			customer_id, attributes.<category>, a name of a field
 *			columns that an export computes: ignored
 *			customer_header_synonyms
 *			the option unknown_columns
 *		-> FieldMap
 *
 * Only the word customer_id, or a mapping, makes our own key: every other word
 * for it names an id of another system, which is the identifier.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "catalog.h"
#include "field.h"
#include "field_fold.h"

/* How many columns or words a message names before it says "...". */
#define MAX_LISTED 12

typedef struct Synonym
{
	char	   *word;			/* folded */
	char	   *field;
	bool		negated;
	bool		shown_first;	/* in hints: English, or a user's own */
} Synonym;

/* What the file's header is matched with. */
/* Longest piece of a header word that a message tells, in bytes. */
#define MAX_TOLD_WORD 100

typedef struct Mapper
{
	const ImportOptions *options;
	FieldMap   *map;
	TupleDesc	customers;
	List	   *names;			/* fields that have a name of their own */
	List	   *folded_names;
	char	  **folded;			/* header words, folded */
	bool		has_header;
	int			nsynonyms;
	Synonym    *synonyms;		/* sorted by word */
	int			nignored;		/* unknown columns that are left out */
	StringInfoData ignored;		/* their words */
	StringInfoData warnings;
} Mapper;

/* Columns that an export or a rejects file holds, and no import takes. */
static const char *const computed_columns[] = {
	"display_name", "orders_count", "orders_total", "mailable", "created_at", "updated_at"
};

/* Nobody's hashes are kept as an attribute, however the column is spelt. */
static const char *const folded_password = "password";
static const char *const folded_password_hash = "passwordhash";

/* Last column of a rejects file. */
static const char *const reason_column = "reason";

static void pg_attribute_printf(2, 3)
add_warning(Mapper *mapper, const char *format,...)
{
	StringInfo	warnings = &mapper->warnings;
	char		message[1024];
	va_list		args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	appendStringInfo(warnings, "%s%s", warnings->len > 0 ? "; " : "", message);
}

/*
 * Header words
 */

/* Bytes of a UTF-8 character at p that no header word begins or ends with, or 0. */
static int
trimmed_bytes(const unsigned char *p, int left)
{
	if (*p <= ' ' || *p == '"' || *p == '\'' || *p == 0x7F)
		return 1;
	if (left >= 2 && p[0] == 0xC2 && (p[1] == 0xA0 || p[1] == 0xAD))
		return 2;				/* no-break space, soft hyphen */
	if (left >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x80 && p[2] <= 0x8F)
		return 3;				/* spaces, zero width */
	if (left >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x98 && p[2] <= 0x9F)
		return 3;				/* curly quotes */
	if (left >= 3 && p[0] == 0xE2 && p[1] == 0x81 && p[2] == 0xA0)
		return 3;				/* word joiner */
	if (left >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
		return 3;				/* byte order mark */
	return 0;
}

/* The same of the character that ends at end. */
static int
trimmed_bytes_before(const unsigned char *start, const unsigned char *end)
{
	for (int n = 1; n <= 3 && n <= end - start; n++)
		if (trimmed_bytes(end - n, n) == n)
			return n;
	return 0;
}

/* What an export quotes: the name of a category that is no plain word. */
static bool
is_exact_category(const CsvCell *cell)
{
	static const char prefix[] = "attributes.";

	return cell->quoted && cell->len >= sizeof(prefix) &&
		memcmp(cell->data, prefix, sizeof(prefix) - 1) == 0;
}

/* The word of a header cell: trimmed, on one line, unless it is exact. */
static char *
clean_word(const CsvCell *cell)
{
	uint32		len = cell->len;
	const unsigned char *start = (const unsigned char *) field_utf8(cell->data, &len);
	const unsigned char *end = start + len;
	char	   *word;
	int			n;

	if (is_exact_category(cell))
		return pnstrdup(cell->data, cell->len);
	while (start < end && (n = trimmed_bytes(start, end - start)) > 0)
		start += n;
	while (start < end && (n = trimmed_bytes_before(start, end)) > 0)
		end -= n;
	len = end - start;
	start = (const unsigned char *) field_from_utf8((const char *) start, &len);
	word = pnstrdup((const char *) start, len);
	for (char *p = word; *p; p++)
		if ((unsigned char) *p < ' ')
			*p = ' ';
	return word;
}

char *
field_clip_word(const char *word)
{
	int			len = strlen(word);

	if (len <= MAX_TOLD_WORD)
		return pstrdup(word);
	return psprintf("%.*s...", pg_mbcliplen(word, len, MAX_TOLD_WORD), word);
}

/* How messages call a column: its word, or its place. */
static char *
describe_column(const FieldMap *map, int column)
{
	if (map->header[column][0] == '\0')
		return psprintf("column %d", column + 1);
	return psprintf("\"%s\"", field_clip_word(map->header[column]));
}

static void
append_listed(StringInfo list, const char *word, int n)
{
	if (n < MAX_LISTED)
		appendStringInfo(list, "%s%s", n > 0 ? ", " : "", word);
	else if (n == MAX_LISTED)
		appendStringInfoString(list, ", ...");
}

/*
 * Synonyms
 */

static int
compare_synonyms(const void *a, const void *b)
{
	return strcmp(((const Synonym *) a)->word, ((const Synonym *) b)->word);
}

/* Words are folded here too: users add them as they see them. */
static void
load_synonyms(Mapper *mapper)
{
	char	   *query = psprintf("SELECT word, field, negated, language FROM %s",
								 catalog_name(REL_HEADER_SYNONYMS));
	MemoryContext context = CurrentMemoryContext;

	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the header synonyms");
	MemoryContextSwitchTo(context); /* SPI leaves its own behind */
	mapper->nsynonyms = SPI_processed;
	mapper->synonyms = palloc(sizeof(Synonym) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		char	   *word = SPI_getvalue(row, desc, 1);
		char	   *negated = SPI_getvalue(row, desc, 3);
		char	   *language = SPI_getvalue(row, desc, 4);

		mapper->synonyms[i].word = field_fold_header(word, strlen(word));
		mapper->synonyms[i].field = SPI_getvalue(row, desc, 2);
		mapper->synonyms[i].negated = negated != NULL && negated[0] == 't';
		mapper->synonyms[i].shown_first = language == NULL || strcmp(language, "en") == 0;
	}
	SPI_freetuptable(SPI_tuptable);
	qsort(mapper->synonyms, mapper->nsynonyms, sizeof(Synonym), compare_synonyms);
}

static const Synonym *
find_synonym(const Mapper *mapper, const char *folded)
{
	Synonym		key = {.word = unconstify(char *, folded)};

	if (folded[0] == '\0' || mapper->nsynonyms == 0)
		return NULL;
	return bsearch(&key, mapper->synonyms, mapper->nsynonyms, sizeof(Synonym), compare_synonyms);
}

/*
 * Assigning columns
 */

/* The column is this field; false if there is no such field. */
static bool
assign_column(Mapper *mapper, int column, const char *name)
{
	FieldMap   *map = mapper->map;
	Field	   *field = &map->fields[map->nfields];
	const Synonym *synonym;

	if (!field_init_by_name(field, name, mapper->customers))
		return false;
	field->header = map->header[column];
	field->file_column = column;
	field->blanks = mapper->options->blanks;
	field->date_order = mapper->options->date_order;
	synonym = find_synonym(mapper, mapper->folded[column]);
	field->negated = synonym != NULL && synonym->negated &&
		strcmp(synonym->field, field->name) == 0;
	map->column_field[column] = map->nfields++;
	return true;
}

/* Is the word the name of a field, letter for letter? */
static bool
is_name(const Mapper *mapper, const char *word)
{
	ListCell   *cell;

	foreach(cell, mapper->names)
		if (strcmp(word, lfirst(cell)) == 0)
			return true;
	return false;
}

/* Not if an application added a column of that name: then it is a field. */
static bool
is_exported_only(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];

	if (is_name(mapper, word))
		return false;
	for (size_t i = 0; i < lengthof(computed_columns); i++)
		if (pg_strcasecmp(word, computed_columns[i]) == 0)
			return true;
	return strcmp(mapper->folded[column], folded_password_hash) == 0 ||
		field_is_generated(word, mapper->customers);
}

/* The same, or the last column of a rejects file. */
static bool
is_computed(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];

	return is_exported_only(mapper, column) ||
		(column == mapper->map->ncolumns - 1 && column > 0 &&
		 strcmp(word, reason_column) == 0 && !is_name(mapper, word));
}

/* Name of the field whose name the word is, spelt in any way; or NULL. */
static const char *
field_of_word(const Mapper *mapper, int column)
{
	const char *word = mapper->map->header[column];
	const char *same = NULL;
	ListCell   *name_cell,
			   *folded_cell;

	if (pg_strcasecmp(word, "customer_id") == 0)
		return "customer_id";
	if (pg_strncasecmp(word, "attributes.", strlen("attributes.")) == 0)
		return word;
	forboth(name_cell, mapper->names, folded_cell, mapper->folded_names)
	{
		if (strcmp(word, lfirst(name_cell)) == 0)
			return lfirst(name_cell);
		if (same == NULL && strcmp(mapper->folded[column], lfirst(folded_cell)) == 0)
			same = lfirst(name_cell);
	}
	return same;
}

static void
refuse_unknown_column(const Mapper *mapper, int column)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("column %s of the file is not a field of customers",
					describe_column(mapper->map, column)),
			 errhint("Say which field it is, or null to ignore it: mapping => '{\"%s\": null}'; or leave out unknown_columns => 'reject'.",
					 field_clip_word(mapper->map->header[column]))));
}

static void
assign_unknown(Mapper *mapper, int column)
{
	switch (mapper->options->unknown_columns)
	{
		case UNKNOWN_COLUMNS_ATTRIBUTE:
			assign_column(mapper, column,
						  psprintf("attributes.%s", mapper->map->header[column]));
			break;
		case UNKNOWN_COLUMNS_IGNORE:
			append_listed(&mapper->ignored, describe_column(mapper->map, column),
						  mapper->nignored++);
			break;
		case UNKNOWN_COLUMNS_REJECT:
			refuse_unknown_column(mapper, column);
			break;
	}
}

/* A column that no mapping names. */
static void
assign_by_header(Mapper *mapper, int column)
{
	const char *name;
	const Synonym *synonym;

	if (is_computed(mapper, column))
		return;
	name = field_of_word(mapper, column);
	if (name != NULL && assign_column(mapper, column, name))
		return;
	synonym = find_synonym(mapper, mapper->folded[column]);
	if (synonym == NULL)
	{
		assign_unknown(mapper, column);
		return;
	}
	if (strcmp(synonym->field, "customer_id") != 0 &&
		assign_column(mapper, column, synonym->field))
		return;
	add_warning(mapper, "customer_header_synonyms takes %s for \"%s\", which it cannot stand for",
				describe_column(mapper->map, column), synonym->field);
	assign_unknown(mapper, column);
}

/*
 * The option mapping
 */

static void
refuse_mapping_field(const Mapper *mapper, const char *key, const char *name)
{
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, mapper->names)
		appendStringInfo(&list, "%s, ", (char *) lfirst(cell));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("mapping of \"%s\" names \"%s\", which is not a field of customers", key, name),
			 errhint("The fields are: customer_id, %sand attributes.<category>; null ignores the column.",
					 list.data)));
}

/* "Name", "Phone", column 3 */
static char *
list_columns(const FieldMap *map)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < map->ncolumns; i++)
		append_listed(&list, describe_column(map, i), i);
	return list.data;
}

static void
refuse_mapping_key(const Mapper *mapper, const char *key)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("mapping names a column \"%s\" that the file does not have", key),
			 errdetail("The columns of the file are: %s.", list_columns(mapper->map)),
			 errhint("Name a column by its header word, or by its position from 1.")));
}

/* Maps one column as told; name NULL = ignore it. */
static void
map_column(Mapper *mapper, int column, const char *key, const char *name, bool *mapped)
{
	if (mapped[column])
		return;
	mapped[column] = true;
	if (name != NULL && !assign_column(mapper, column, name))
		refuse_mapping_field(mapper, key, name);
}

/* Maps every column whose word (exact, or folded) is the key. */
static bool
map_by_word(Mapper *mapper, const char *key, const char *name, bool exact, bool *mapped)
{
	char	   *folded = field_fold_header(key, strlen(key));
	bool		found = false;

	if (!mapper->has_header || (!exact && folded[0] == '\0'))
		return false;
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		if (exact ? strcmp(key, mapper->map->header[i]) != 0 :
			strcmp(folded, mapper->folded[i]) != 0)
			continue;
		found = true;
		map_column(mapper, i, key, name, mapped);
	}
	return found;
}

static bool
map_by_position(Mapper *mapper, const char *key, const char *name, bool *mapped)
{
	char	   *end;
	long		position = strtol(key, &end, 10);

	if (end == key || *end != '\0' || position < 1 || position > mapper->map->ncolumns)
		return false;
	map_column(mapper, position - 1, key, name, mapped);
	return true;
}

/* Applies mapping; mapped tells which columns it spoke of. */
static void
apply_mapping(Mapper *mapper, bool *mapped)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	value;

	if (mapper->options->mapping == NULL)
		return;
	iterator = JsonbIteratorInit(&mapper->options->mapping->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		char	   *word = pnstrdup(key.val.string.val, key.val.string.len);
		char	   *name = NULL;

		(void) JsonbIteratorNext(&iterator, &value, true);
		if (value.type == jbvString)
			name = pnstrdup(value.val.string.val, value.val.string.len);
		if (!map_by_word(mapper, word, name, true, mapped) &&
			!map_by_word(mapper, word, name, false, mapped) &&
			!map_by_position(mapper, word, name, mapped))
			refuse_mapping_key(mapper, word);
	}
}

/*
 * The option rules
 */

static FieldRule
rule_of_word(const JsonbValue *word)
{
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "fill", 4) == 0)
		return RULE_FILL;
	if (word->val.string.len == 4 && pg_strncasecmp(word->val.string.val, "keep", 4) == 0)
		return RULE_KEEP;
	return RULE_OVERWRITE;
}

static void
apply_rule(Mapper *mapper, const char *name, FieldRule rule)
{
	Field		known;

	if (strcmp(name, "customer_id") == 0 ||
		!field_init_by_name(&known, name, mapper->customers))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("rules name \"%s\", which is not a field of customers", name),
				 errhint("A rule is for a field: email, phone, attributes.<category>, ...")));
	for (int i = 0; i < mapper->map->nfields; i++)
		if (strcmp(mapper->map->fields[i].name, known.name) == 0)
			mapper->map->fields[i].rule = rule;
}

static void
apply_rules(Mapper *mapper)
{
	JsonbIterator *iterator;
	JsonbValue	key;
	JsonbValue	word;

	if (mapper->options->rules == NULL)
		return;
	iterator = JsonbIteratorInit(&mapper->options->rules->root);
	(void) JsonbIteratorNext(&iterator, &key, true);
	while (JsonbIteratorNext(&iterator, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&iterator, &word, true);
		apply_rule(mapper, pnstrdup(key.val.string.val, key.val.string.len), rule_of_word(&word));
	}
}

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
					describe_column(map, first->file_column), first->file_column + 1,
					describe_column(map, second->file_column), second->file_column + 1),
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

static int
compare_lengths(const void *a, const void *b)
{
	const char *x = *(const char *const *) a;
	const char *y = *(const char *const *) b;
	int			order = (int) strlen(x) - (int) strlen(y);

	return order != 0 ? order : strcmp(x, y);
}

/*
 * Header words of a field, for a hint: its name, then a user's own and English
 * ones, then others, short ones first.
 */
static void
append_synonyms(StringInfo list, const Mapper *mapper, const char *field)
{
	const char **words = palloc(sizeof(char *) * (mapper->nsynonyms + 1));
	int			n = 0;

	words[n++] = field;
	for (int pass = 0; pass < 2; pass++)
	{
		int			start = n;

		for (int i = 0; i < mapper->nsynonyms; i++)
			if (strcmp(mapper->synonyms[i].field, field) == 0 &&
				mapper->synonyms[i].shown_first == (pass == 0) &&
				strcmp(mapper->synonyms[i].word, field) != 0)
				words[n++] = mapper->synonyms[i].word;
		qsort(words + start, n - start, sizeof(char *), compare_lengths);
	}
	for (int i = 0; i < n; i++)
		append_listed(list, words[i], i);
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
			append_synonyms(&hint, mapper, key);
	}
	if (hint.data[hint.len - 1] != '.')
		appendStringInfoChar(&hint, '.');
	return hint.data;
}

static void
check_has_key(const Mapper *mapper)
{
	const ImportOptions *options = mapper->options;
	StringInfoData keys;

	initStringInfo(&keys);
	for (int i = 0; i < options->nmatch_by; i++)
	{
		if (has_key(mapper->map, options->match_by[i]))
			return;
		appendStringInfo(&keys, "%s%s", i > 0 ? ", " : "", options_key_name(options->match_by[i]));
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("no column of the file says which customer a record is"),
			 mapper->has_header
			 ? errdetail("One of these is needed: %s. The columns of the file are: %s.",
						 keys.data, list_columns(mapper->map))
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
		add_warning(mapper, "columns that are no field are ignored: %s", mapper->ignored.data);
}

/* Columns without a word have no name to be kept under. */
static void
warn_blank_columns(Mapper *mapper, const bool *mapped)
{
	FieldMap   *map = mapper->map;
	StringInfoData list;
	int			n = 0;

	initStringInfo(&list);
	for (int i = 0; i < map->ncolumns; i++)
		if (!mapped[i] && (map->header[i][0] == '\0' || !mapper->has_header))
			append_listed(&list, psprintf("%d", i + 1), n++);
	if (n > 0)
		add_warning(mapper, "columns without a header word are ignored: %s", list.data);
}

static void
warn_identifier(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	const Field *identifier;

	if (map->identifier < 0)
		return;
	identifier = &map->fields[map->identifier];
	if (identifier->header[0] != '\0' && pg_strcasecmp(identifier->header, "identifier") != 0)
		add_warning(mapper, "\"%s\" is read as identifier, an id of another system; only a column headed customer_id is our own",
					identifier->header);
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

static int
compare_file_columns(const void *a, const void *b)
{
	return ((const Field *) a)->file_column - ((const Field *) b)->file_column;
}

/* Order of the file, and the places of the fields that have a role. */
static void
index_fields(FieldMap *map)
{
	separate_customer_id(map);
	qsort(map->fields, map->nfields, sizeof(Field), compare_file_columns);
	if (map->customer_id != NULL)
		map->column_field[map->customer_id->file_column] = COLUMN_CUSTOMER_ID;
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
		else if (strcmp(field->name, "subscribed") == 0)
			map->subscribed = i;
	}
}

static void
read_header(Mapper *mapper, const CsvCell *cells, int ncells)
{
	FieldMap   *map = palloc0(sizeof(FieldMap));

	map->ncolumns = ncells;
	map->header = palloc(sizeof(char *) * (ncells + 1));
	map->column_field = palloc(sizeof(int) * (ncells + 1));
	map->secret = palloc0(sizeof(bool) * (ncells + 1));
	map->fields = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Field) * (ncells + 1));
	mapper->map = map;
	mapper->folded = palloc(sizeof(char *) * (ncells + 1));
	for (int i = 0; i < ncells; i++)
	{
		map->header[i] = mapper->has_header ? clean_word(&cells[i]) : pstrdup("");
		map->column_field[i] = COLUMN_IGNORED;
		mapper->folded[i] = field_fold_header(map->header[i], strlen(map->header[i]));
	}
}

/* Does the header word say that the column holds passwords, or their hashes? */
static bool
is_password_word(const Mapper *mapper, int column)
{
	const Synonym *synonym = find_synonym(mapper, mapper->folded[column]);

	return strcmp(mapper->folded[column], folded_password) == 0 ||
		strcmp(mapper->folded[column], folded_password_hash) == 0 ||
		(synonym != NULL && strcmp(synonym->field, "password") == 0);
}

/* Passwords that nobody wants are not kept with the rejected records either. */
static void
mark_secrets(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	for (int i = 0; i < map->ncolumns; i++)
		map->secret[i] = map->column_field[i] == COLUMN_IGNORED && is_password_word(mapper, i);
}

bool
field_map_has_passwords(const FieldMap *map)
{
	bool		found = map->password >= 0;

	for (int i = 0; i < map->ncolumns; i++)
		found |= map->secret[i];
	return found;
}

static void
assign_columns(Mapper *mapper)
{
	FieldMap   *map = mapper->map;
	bool	   *mapped = palloc0(sizeof(bool) * (map->ncolumns + 1));

	apply_mapping(mapper, mapped);
	for (int i = 0; i < map->ncolumns; i++)
		if (!mapped[i] && map->header[i][0] != '\0')
			assign_by_header(mapper, i);
	check_duplicates(map);
	apply_rules(mapper);
	index_fields(map);
	mark_secrets(mapper);
	warn_unknown_columns(mapper);
	warn_blank_columns(mapper, mapped);
	warn_identifier(mapper);
}

/* A name that an application gave a value by. */
static void
refuse_name(const Mapper *mapper, const char *name)
{
	StringInfoData list;
	ListCell   *cell;

	initStringInfo(&list);
	foreach(cell, mapper->names)
		appendStringInfo(&list, ", %s", (char *) lfirst(cell));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("\"%s\" is not a field of customers", name),
			 errhint("The fields are: customer_id%s; anything else goes under \"attributes\": {\"%s\": ...}.",
					 list.data, name)));
}

/* Opens customers, whose columns the mapper looks at. */
static Relation
begin_mapping(Mapper *mapper, const ImportOptions *options)
{
	Relation	customers = relation_open(catalog_oid(REL_CUSTOMERS, false), AccessShareLock);

	mapper->options = options;
	mapper->customers = RelationGetDescr(customers);
	mapper->names = field_names(mapper->customers);
	initStringInfo(&mapper->ignored);
	initStringInfo(&mapper->warnings);
	return customers;
}

FieldMap *
field_map_by_names(const CsvCell *names, int nnames, const ImportOptions *options)
{
	Mapper		mapper = {0};
	Relation	customers = begin_mapping(&mapper, options);

	mapper.has_header = true;
	read_header(&mapper, names, nnames);
	for (int i = 0; i < nnames; i++)
		if (!is_exported_only(&mapper, i) && !assign_column(&mapper, i, mapper.map->header[i]))
			refuse_name(&mapper, mapper.map->header[i]);
	check_duplicates(mapper.map);
	apply_rules(&mapper);
	index_fields(mapper.map);
	relation_close(customers, AccessShareLock);
	return mapper.map;
}

FieldMap *
field_map_header(const CsvCell *cells, int ncells, bool has_header,
				 const ImportOptions *options)
{
	Mapper		mapper = {0};
	Relation	customers = begin_mapping(&mapper, options);
	ListCell   *cell;

	mapper.has_header = has_header;
	foreach(cell, mapper.names)
		mapper.folded_names = lappend(mapper.folded_names,
									  field_fold_header(lfirst(cell), strlen(lfirst(cell))));
	load_synonyms(&mapper);
	read_header(&mapper, cells, ncells);
	assign_columns(&mapper);
	check_has_key(&mapper);
	if (mapper.warnings.len > 0)
		mapper.map->warnings = mapper.warnings.data;
	relation_close(customers, AccessShareLock);
	return mapper.map;
}

Datum
field_map_names(const FieldMap *map)
{
	Datum	   *names = palloc(sizeof(Datum) * (map->nfields + 1));

	for (int i = 0; i < map->nfields; i++)
		names[i] = CStringGetTextDatum(map->fields[i].name);
	return PointerGetDatum(construct_array(names, map->nfields, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Key of a column in a mapping: its word, or its position from 1. */
static char *
mapping_key(const FieldMap *map, int column)
{
	if (map->header[column][0] != '\0')
		return map->header[column];
	return psprintf("%d", column + 1);
}

static const char *
mapped_name(const FieldMap *map, int column)
{
	int			field = map->column_field[column];

	if (field == COLUMN_CUSTOMER_ID)
		return map->customer_id->name;
	return field == COLUMN_IGNORED ? NULL : map->fields[field].name;
}

static JsonbValue
json_string(const char *text)
{
	JsonbValue	value;

	value.type = text ? jbvString : jbvNull;
	value.val.string.val = unconstify(char *, text);
	value.val.string.len = text ? strlen(text) : 0;
	return value;
}

/* As the option mapping takes it, so that a preset can keep it. */
Jsonb *
field_map_json(const FieldMap *map)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < map->ncolumns; i++)
	{
		JsonbValue	key = json_string(mapping_key(map, i));
		JsonbValue	value = json_string(mapped_name(map, i));

		pushJsonbValue(&state, WJB_KEY, &key);
		pushJsonbValue(&state, WJB_VALUE, &value);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}
