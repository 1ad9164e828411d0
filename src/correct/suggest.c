/*
 * suggest.c
 *
 *		a field of yes and no: its words in customer_value_words
 *		groups: those that exist
 *		an enum, or what a CHECK lists: its labels
 *			-> the nearest by typing errors (near_word.h)
 *		a date -> read with day and month the other way
 *		an email -> what is often typed instead of @ and . put right
 *
 * What is near to a yes and to a no is neither.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"

#include "field/near_word.h"
#include "correct/suggest.h"
#include "correct/suggest.sql.h"
#include "field/consent_sense.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "field/value.h"
#include "field/value_parse.h"
#include "field/value_words.h"
#include "import/group.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"

/* Longest value that is compared, in bytes: nobody types a longer word. */
#define NEAR_BYTES 100

/* Most values of a field that are compared with. */
#define MAX_ACCEPTED 5000

/* What is known of a field. */
typedef struct SuggestField
{
	const char *name;
	Field	   *field;			/* NULL = there is none any more */
	NearWords	accepted;
} SuggestField;

struct Suggester
{
	MemoryContext context;
	ValueWords *words;			/* NULL = not read yet */
	List	   *fields;			/* of SuggestField */
};

Suggester *
suggester_create(void)
{
	Suggester  *suggester = palloc0(sizeof(Suggester));

	suggester->context = CurrentMemoryContext;
	return suggester;
}

/* ---- what fields accept ---- */

/* Is a word one for cells of the field? */
static bool
is_word_of(const ValueWord *word, const char *field)
{
	return strcmp(word->field, field) == 0 || strcmp(word->field, VALUE_WORDS_BOOLEAN) == 0 ||
		(strcmp(field, CONSENT_SUBSCRIBED) == 0 && strcmp(word->field, VALUE_WORDS_CONSENT) == 0);
}

static void
accept_words(Suggester *suggester, SuggestField *of)
{
	const ValueWord **words;
	int			n;

	if (suggester->words == NULL)
		suggester->words = value_words_load();
	words = value_words_sorted(suggester->words, &n);
	near_words_init(&of->accepted, n);
	of->accepted.synonyms = true;
	for (int i = 0; i < n; i++)
		if (is_word_of(words[i], of->name))
		{
			uint32		len = strlen(words[i]->word);

			near_words_add(&of->accepted, field_from_utf8(words[i]->word, &len), !words[i]->yes);
		}
	/* with some of them alone, a no that is near could be missed */
	if (of->accepted.n > MAX_ACCEPTED)
		of->accepted.n = 0;
}

/* Takes the texts that a statement finds. */
static void
accept_texts(SuggestField *of, Statement *find)
{
	int			n;

	find->limit = MAX_ACCEPTED;
	n = statement_select(find);
	near_words_init(&of->accepted, n);
	for (int i = 0; i < n; i++)
		near_words_add(&of->accepted, spi_text_not_null(i, 1, "a value"), false);
	statement_done();
}

static void
accept_groups(SuggestField *of)
{
	Statement	find = statement(sql_text(suggest_sql, "groups", NULL));

	accept_texts(of, &find);
}

/* The labels of an enum, and the texts in a CHECK of the column or its domain. */
static void
accept_labels(SuggestField *of)
{
	Target		target = target_open();
	Statement	find = statement(sql_text(suggest_sql, "labels", NULL));

	statement_datum(&find, OIDOID, ObjectIdGetDatum(getBaseType(of->field->type)), false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(of->field->type), false);
	statement_datum(&find, OIDOID, ObjectIdGetDatum(RelationGetRelid(target.relation)), false);
	statement_text(&find, target_own_name(&target, of->field->column));
	target_close(&target);
	accept_texts(of, &find);
}

static void
read_field(Suggester *suggester, SuggestField *of)
{
	of->field = field_by_name(of->name);
	if (of->field == NULL)
		return;
	switch (of->field->kind)
	{
		case FIELD_BOOLEAN:
			accept_words(suggester, of);
			break;
		case FIELD_GROUPS:
			accept_groups(of);
			break;
		case FIELD_TEXT:
		case FIELD_OTHER:
			accept_labels(of);
			break;
		default:
			break;
	}
	near_words_sort(&of->accepted);
}

/* What is known of a field, read once. */
static SuggestField *
field_of(Suggester *suggester, const char *name)
{
	ListCell   *lc;
	SuggestField *of;
	MemoryContext old;

	foreach(lc, suggester->fields)
		if (strcmp(((SuggestField *) lfirst(lc))->name, name) == 0)
			return lfirst(lc);
	old = MemoryContextSwitchTo(suggester->context);
	of = palloc0(sizeof(SuggestField));
	of->name = pstrdup(name);
	read_field(suggester, of);
	suggester->fields = lappend(suggester->fields, of);
	MemoryContextSwitchTo(old);
	return of;
}

/* ---- dates ---- */

/* 2024-31-12 with its last two numbers changed about; NULL if it is not so. */
static char *
swap_day_and_month(const char *value)
{
	char	   *text;

	if (strlen(value) != 10 || value[4] != value[7] || value_is_digit(value[4]))
		return NULL;
	text = pstrdup(value);
	memcpy(text + 5, value + 8, 2);
	memcpy(text + 8, value + 5, 2);
	return text;
}

/* Reads a text as a date; false if it is none, or another than *found. */
static bool
read_date(const Field *field, DateFieldOrder order, const char *text, CellValue *found)
{
	Field		own = *field;
	CsvCell		cell = {.data = text, .len = strlen(text)};
	CellValue	value = {0};

	own.date_order = order;
	value_parse(&own, &cell, &value);
	if (value.state != VALUE_SET)
		return true;
	if (found->state == VALUE_SET && found->number != value.number)
		return false;
	*found = value;
	return true;
}

/* The only day that it can be, in whatever order. */
static char *
suggest_date(const Field *field, const char *value)
{
	static const DateFieldOrder orders[] = {DATE_ORDER_YMD, DATE_ORDER_DMY, DATE_ORDER_MDY};
	char	   *swapped = swap_day_and_month(value);
	CellValue	found = {0};

	for (int i = 0; i < (int) lengthof(orders); i++)
		if (!read_date(field, orders[i], value, &found))
			return NULL;
	if (swapped != NULL && !read_date(field, DATE_ORDER_YMD, swapped, &found))
		return NULL;
	return found.state == VALUE_SET ? pnstrdup(found.data, found.len) : NULL;
}

/* ---- emails ---- */

/* What people type, or a page shows, for a part of an address. */
static const char *const address_parts[][2] = {
	{"(at)", "@"}, {"[at]", "@"}, {"{at}", "@"}, {"(a)", "@"}, {" at ", "@"}, {"@@", "@"},
	{"(dot)", "."}, {"[dot]", "."}, {" dot ", "."}, {",", "."}, {"..", "."}, {" ", ""}
};

static char *
replace_all(char *text, const char *from, const char *to)
{
	char	   *at;

	while ((at = strstr(text, from)) != NULL)
		text = psprintf("%.*s%s%s", (int) (at - text), text, to, at + strlen(from));
	return text;
}

/* The address with its parts put right. */
static char *
repaired(const char *value)
{
	char	   *text = asc_tolower(value, strlen(value));

	for (int i = 0; i < (int) lengthof(address_parts); i++)
		text = replace_all(text, address_parts[i][0], address_parts[i][1]);
	text += strspn(text, ".;:<>()[]'\"");
	text[strcspn(text, ";<>()[]\"")] = '\0';
	while (text[0] != '\0' && strchr(".:'", text[strlen(text) - 1]) != NULL)
		text[strlen(text) - 1] = '\0';
	return text;
}

static char *
suggest_email(const Field *field, const char *value)
{
	char	   *text = repaired(value);
	CsvCell		cell = {.data = text, .len = strlen(text)};
	CellValue	said = {0};

	value_parse(field, &cell, &said);
	return said.state == VALUE_SET && said.note == NULL ? pnstrdup(said.data, said.len) : NULL;
}

/* ---- all of them ---- */

char *
suggest(Suggester *suggester, const char *field, const char *value)
{
	SuggestField *of = field_of(suggester, field);
	const NearWord *near;

	if (of->field == NULL || strlen(value) > NEAR_BYTES)
		return NULL;
	if (of->field->kind == FIELD_DATE)
		return suggest_date(of->field, value);
	if (of->field->kind == FIELD_EMAIL)
		return suggest_email(of->field, value);
	near = near_words_find(&of->accepted, value);
	if (near == NULL ||
		(of->field->kind == FIELD_BOOLEAN && !near->refuses && consent_word(value).refuses))
		return NULL;
	return pstrdup(near->text);
}
