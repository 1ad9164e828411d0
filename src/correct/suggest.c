/*
 * suggest.c
 *
 *		a field of yes and no: its words in customer_value_words
 *		groups: those that exist
 *		an enum, or what a CHECK lists: its labels
 *			-> folded -> the nearest by typing errors
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

/* Most values of a field that are compared with; more are no list. */
#define MAX_ACCEPTED 5000

/* A value that a field accepts. */
typedef struct Accepted
{
	const char *folded;
	int			len;			/* of folded */
	const char *text;
	bool		refuses;		/* a word for no */
} Accepted;

/* What is known of a field. */
typedef struct SuggestField
{
	const char *name;
	Field	   *field;			/* NULL = there is none any more */
	int			naccepted;
	Accepted   *accepted;
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

/* ---- near ---- */

static char *
folded(const char *text)
{
	uint32		len = strlen(text);
	const char *utf8 = field_utf8(text, &len);
	char	   *result = palloc(2 * len + 1);

	result[field_fold_utf8(utf8, len, result)] = '\0';
	return result;
}

/* Typing errors that a word of this length may have. */
static int
errors_allowed(int len)
{
	return len < 3 ? 0 : len < 6 ? 1 : 2;
}

/*
 * The typing errors between two words: a letter too many, too few, another, or two
 * that changed places.  More than allowed are allowed + 1.
 */
static int
typing_errors(const char *a, int alen, const char *b, int blen, int allowed)
{
	int			rows[3][NEAR_BYTES + 1];

	if (abs(alen - blen) > allowed || alen > NEAR_BYTES || blen > NEAR_BYTES)
		return allowed + 1;
	for (int j = 0; j <= blen; j++)
		rows[0][j] = j;
	for (int i = 1; i <= alen; i++)
	{
		int		   *row = rows[i % 3];
		const int  *above = rows[(i + 2) % 3];
		const int  *second = rows[(i + 1) % 3];

		row[0] = i;
		for (int j = 1; j <= blen; j++)
		{
			row[j] = Min(Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = Min(row[j], second[j - 2] + 1);
		}
	}
	return Min(rows[alen % 3][blen], allowed + 1);
}

/*
 * The nearest of the accepted values; NULL if there is none, or several of which one
 * may be a no.  Of several groups, none.
 */
static const Accepted *
nearest(const Accepted *accepted, int n, const char *value, bool words)
{
	const char *wanted = folded(value);
	int			len = strlen(wanted);
	int			allowed = errors_allowed(len);
	int			best = allowed + 1;
	const Accepted *found = NULL;
	bool		may_refuse = false,
				tie = false;

	for (int i = 0; i < n; i++)
	{
		int			errors = typing_errors(wanted, len, accepted[i].folded, accepted[i].len, allowed);

		if (errors > allowed)
			continue;
		may_refuse |= accepted[i].refuses;
		if (errors > best)
			continue;
		tie = errors == best && strcmp(found->text, accepted[i].text) != 0 &&
			(!words || found->refuses != accepted[i].refuses);
		if (errors < best)
			found = &accepted[i];
		best = errors;
	}
	if (found == NULL || tie || (may_refuse && !found->refuses))
		return NULL;
	return found;
}

/* ---- what fields accept ---- */

static void
accept(Accepted *accepted, const char *text, bool refuses)
{
	accepted->text = pstrdup(text);
	accepted->folded = folded(text);
	accepted->len = strlen(accepted->folded);
	accepted->refuses = refuses;
}

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
	of->accepted = palloc(Max(n, 1) * sizeof(Accepted));
	for (int i = 0; i < n; i++)
		if (is_word_of(words[i], of->name))
		{
			uint32		len = strlen(words[i]->word);

			accept(&of->accepted[of->naccepted++], field_from_utf8(words[i]->word, &len), !words[i]->yes);
		}
}

/* Takes the texts that a statement finds. */
static Accepted *
accepted_texts(Statement *find, int *n)
{
	Accepted   *accepted;

	find->limit = MAX_ACCEPTED;
	*n = statement_select(find);
	accepted = palloc(Max(*n, 1) * sizeof(Accepted));
	for (int i = 0; i < *n; i++)
		accept(&accepted[i], spi_text_not_null(i, 1, "a value"), false);
	statement_done();
	return accepted;
}

static void
accept_groups(SuggestField *of)
{
	Statement	find = statement(sql_text(suggest_sql, "groups", NULL));

	of->accepted = accepted_texts(&find, &of->naccepted);
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
	of->accepted = accepted_texts(&find, &of->naccepted);
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
	return said.state == VALUE_SET && said.code == NULL ? pnstrdup(said.data, said.len) : NULL;
}

/* ---- all of them ---- */

char *
suggest(Suggester *suggester, const char *field, const char *value)
{
	SuggestField *of = field_of(suggester, field);
	const Accepted *near;

	if (of->field == NULL || strlen(value) > NEAR_BYTES)
		return NULL;
	if (of->field->kind == FIELD_DATE)
		return suggest_date(of->field, value);
	if (of->field->kind == FIELD_EMAIL)
		return suggest_email(of->field, value);
	near = nearest(of->accepted, of->naccepted, value, of->field->kind == FIELD_BOOLEAN);
	if (near == NULL ||
		(of->field->kind == FIELD_BOOLEAN && !near->refuses && consent_word(value).refuses))
		return NULL;
	return pstrdup(near->text);
}
