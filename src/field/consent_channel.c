/*
 * consent_channel.c
 *
 *		cell -> pieces between , ; / | and &: email, no phone
 *			-> items: email | another channel | only | all | a yes or a no
 *			-> of each channel named: is it allowed? -> ConsentCell
 *
 * A yes or no stands before its channel or behind it: "no email yes phone", "Email (N)
 * Phone (Y)", "[x] Post [ ] Email", "+sms -email".
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_notation.h"
#include "field/consent_stems.h"
#include "field/field_fold.h"
#include "field/value_parse.h"
#include "field/word_list.h"

/* Longest cell that is looked at, in bytes; most items of it. */
#define MAX_CELL 128
#define MAX_ITEMS 32

/* Longest word that is looked at, in bytes. */
#define MAX_WORD 24

typedef enum ItemKind
{
	ITEM_EMAIL,
	ITEM_OTHER,
	ITEM_ALL,
	ITEM_ONLY,
	ITEM_YES,
	ITEM_NO
} ItemKind;

typedef struct Item
{
	ItemKind	kind;
	int			piece;
	bool		joins;			/* it may be an "and": ja, y */
	bool		on_paper;		/* mail behind it is none */
} Item;

typedef struct Items
{
	const ValueWords *words;
	int			n;
	int			piece;
	bool		refuses;		/* there is a no */
	Item		items[MAX_ITEMS];
} Items;

/* What the items say of channels. */
typedef struct Named
{
	bool		email;
	bool		other;
	bool		only;
	bool		all;
	bool		none;			/* of nothing in particular */
	bool		no_email;
	bool		no_other;
	bool		marked;
	int			n;
} Named;

/* ---- items ---- */

static inline bool
is_name(const Item *item)
{
	return item->kind <= ITEM_ALL;
}

static bool
add_item(Items *items, ItemKind kind, bool joins)
{
	if (items->n == MAX_ITEMS)
		return false;
	items->items[items->n++] = (Item) {.kind = kind, .piece = items->piece, .joins = joins};
	items->refuses |= kind == ITEM_NO;
	return true;
}

/* Postal mail, correo postal: mail that comes on paper is no email. */
static bool
add_channel(Items *items, const char *word, bool email)
{
	static const char *const paper[] = {"postal", "snail", "direct", "paper", "papir"};
	static const char *const mails[] = {"mail", "correo", "mejl"};
	Item	   *last = items->n == 0 ? NULL : &items->items[items->n - 1];
	bool		on_paper = IS_ONE_OF(word, paper);
	bool		joined = last != NULL && is_name(last) && last->piece == items->piece;

	if (joined && on_paper && last->kind == ITEM_EMAIL)
	{
		last->kind = ITEM_OTHER;
		return true;
	}
	if (joined && last->on_paper && IS_ONE_OF(word, mails))
		return true;
	if (!add_item(items, email ? ITEM_EMAIL : ITEM_OTHER, false))
		return false;
	items->items[items->n - 1].on_paper = on_paper;
	return true;
}

/* One word; false if it is of something else.  alone: it stands in brackets. */
static bool
add_word(Items *items, const char *data, uint32 len, bool alone)
{
	char		word[2 * MAX_WORD + 1];
	bool		email;
	bool		joins;
	bool		yes;

	if (len > MAX_WORD)
		return false;
	word[field_fold_utf8(data, len, word)] = '\0';
	if (consent_is_channel(word, &email))
		return add_channel(items, word, email);
	if (consent_has_word(word, STEMS_EVERYTHING))
		return add_item(items, ITEM_ALL, false);
	if (consent_has_word(word, STEMS_ONLY))
		return add_item(items, ITEM_ONLY, false);
	if (consent_has_word(word, STEMS_NOTHING))
		return add_item(items, ITEM_NO, false);
	joins = !alone && (consent_has_word(word, STEMS_BETWEEN) || consent_has_word(word, STEMS_CONTACT));
	if (items->words != NULL && value_is_boolean_word(items->words, word, &yes))
		return add_item(items, yes ? ITEM_YES : ITEM_NO, joins);
	return joins;
}

/* What opens a bracket and is closed at once is a box without a tick: [ ]. */
static const char *
end_of_box(const char *p, const char *end)
{
	const char *close;

	if (*p != '[' && *p != '(')
		return NULL;
	close = p + 1;
	while (close < end && *close == ' ')
		close++;
	return close < end && *close == (*p == '[' ? ']' : ')') ? close : NULL;
}

/* +email -sms: a sign right before a word, and none between words. */
static bool
is_sign(const char *data, const char *p, const char *end)
{
	return (*p == '+' || *p == '-') && (p == data || p[-1] == ' ' || p[-1] == ',') && p + 1 < end && isalpha((unsigned char) p[1]);
}

static inline bool
is_of_word(const char *p, const char *end)
{
	bool		yes;

	return isalnum((unsigned char) *p) || ((*p & 0x80) != 0 && consent_tick_at(p, end, &yes) == 0);
}

/* The end of a word; e-mail and e-post are one. */
static const char *
end_of_word(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && (is_of_word(p, end) || (*p == '-' && p == start + 1 && (*start == 'e' || *start == 'E'))))
		p++;
	return p;
}

/* Cuts the cell into items; false if something else is said in it. */
static bool
find_items(Items *items, const char *data, const char *end)
{
	for (const char *p = data; p < end; p++)
	{
		bool		yes;
		int			tick = consent_tick_at(p, end, &yes);
		const char *box = tick > 0 ? NULL : end_of_box(p, end);
		const char *stop;

		if (tick > 0 || is_sign(data, p, end) || box != NULL)
		{
			if (!add_item(items, tick > 0 ? (yes ? ITEM_YES : ITEM_NO) : *p == '+' ? ITEM_YES : ITEM_NO, false))
				return false;
			p += Max(tick - 1, 0);
			p = box == NULL ? p : box;
		}
		else if (is_of_word(p, end))
		{
			stop = end_of_word(p, end);
			if (!add_word(items, p, stop - p, p > data && strchr("[(", p[-1]) != NULL))
				return false;
			p = stop - 1;
		}
		else if (strchr(",;/|&\n", *p) != NULL)
			items->piece++;
		else if (strchr(" \t.:=()[]-+*\"'?!", *p) == NULL)
			return false;
	}
	return items->n > 0;
}

/* A word that may be an "and" is one between two names, where nothing is refused: email y sms. */
static void
drop_joints(Items *items)
{
	int			kept = 0;

	for (int i = 0; i < items->n; i++)
	{
		const Item *item = &items->items[i];

		if (item->joins && !items->refuses && i > 0 && i + 1 < items->n && is_name(&item[-1]) && is_name(&item[1]))
			continue;
		items->items[kept++] = *item;
	}
	items->n = kept;
}

/* ---- what they say ---- */

static void
name_item(Named *named, const Item *item, bool allowed)
{
	named->n++;
	if (item->kind == ITEM_EMAIL)
		*(allowed ? &named->email : &named->no_email) = true;
	else if (item->kind == ITEM_OTHER)
		*(allowed ? &named->other : &named->no_other) = true;
	else if (allowed)
		named->all = true;
	else
		named->none = true;
}

/* How many of the items are a yes or a no? */
static int
count_marks(const Item *items, int n)
{
	int			marks = 0;

	for (int i = 0; i < n; i++)
		marks += !is_name(&items[i]);
	return marks;
}

/* A name, a mark, a name, a mark; or the other way round. */
static bool
alternate(const Item *items, int n)
{
	for (int i = 1; i < n; i++)
		if (is_name(&items[i]) == is_name(&items[i - 1]))
			return false;
	return n % 2 == 0;
}

/* The items of one piece; false if what a mark is of cannot be told. */
static bool
read_piece(Named *named, Item *items, int n)
{
	int			marks;
	int			first;
	bool		yes;

	/* "only" is of all of it */
	for (int i = n - 1; i >= 0; i--)
		if (items[i].kind == ITEM_ONLY)
		{
			named->only = true;
			memmove(&items[i], &items[i + 1], (--n - i) * sizeof(Item));
		}
	marks = count_marks(items, n);
	named->marked |= marks > 0 && marks < n;
	if (marks == n)
	{
		bool		refuses = true;

		for (int i = 0; i < n; i++)
			refuses &= items[i].kind == ITEM_NO;
		named->none |= refuses && n > 0;
		return refuses;
	}
	if (marks > 1 && alternate(items, n))
	{
		for (int i = 0; i < n; i += 2)
			name_item(named, &items[is_name(&items[i]) ? i : i + 1], items[is_name(&items[i]) ? i + 1 : i].kind == ITEM_YES);
		return true;
	}
	first = marks == 1 && !is_name(&items[0]);
	yes = marks == 0 || items[first ? 0 : n - 1].kind == ITEM_YES;
	if (marks > 1 || (marks == 1 && !first && is_name(&items[n - 1])))
		return false;
	for (int i = 0; i < n; i++)
		if (is_name(&items[i]))
			name_item(named, &items[i], yes);
	return true;
}

/* All of a cell; false if it is of something else. */
static bool
read_channels(const ValueWords *words, const char *data, uint32 len, Named *named)
{
	Items		items = {.words = words};

	*named = (Named) {0};
	if (len == 0 || len > MAX_CELL)
		return false;
	data = field_utf8(data, &len);
	if (!find_items(&items, data, data + len))
		return false;
	drop_joints(&items);
	for (int from = 0, to = 0; from < items.n; from = to)
	{
		while (to < items.n && items.items[to].piece == items.items[from].piece)
			to++;
		if (!read_piece(named, &items.items[from], to - from))
			return false;
	}
	return true;
}

ConsentCell
consent_channels(const ValueWords *words, const char *data, uint32 len, bool *marked)
{
	Named		named;
	bool		reads = read_channels(words, data, len, &named);

	if (marked != NULL)
		*marked = reads && named.marked && (named.no_email || named.email || named.no_other || named.other);
	if (!reads)
		return CONSENT_CELL_OTHER;
	if (named.no_email || (named.none && !named.email))
		return CONSENT_CELL_UNSUBSCRIBED;
	if (named.email || (named.all && !named.only))
		return CONSENT_CELL_SUBSCRIBED;
	if (named.other)
		return named.only ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_SILENT;
	return named.no_other ? CONSENT_CELL_SILENT : CONSENT_CELL_OTHER;
}

int
consent_names_channels(const ValueWords *words, const char *data, uint32 len)
{
	Named		named;

	return read_channels(words, data, len, &named) ? named.n : 0;
}

/* ---- words ---- */

bool
consent_asks_channel(const char *folded)
{
	return consent_has_stem(folded, STEMS_ASKS_CHANNEL);
}

bool
consent_is_channel(const char *word, bool *email)
{
	*email = consent_has_word(word, STEMS_CHANNEL_EMAIL);
	return *email || consent_has_word(word, STEMS_CHANNEL_OTHER);
}

bool
consent_may_be_channels(const char *data, uint32 len)
{
	char		word[2 * MAX_WORD + 1];
	const char *end;
	bool		email;
	bool		yes;

	if (len == 0 || len > MAX_CELL)
		return false;
	data = field_utf8(data, &len);
	end = data + len;
	if (strchr("+-[(", *data) != NULL || consent_tick_at(data, end, &yes) > 0)
		return true;
	end = end_of_word(data, end);
	if (end == data || end - data > MAX_WORD)
		return false;
	word[field_fold_utf8(data, end - data, word)] = '\0';
	return consent_is_channel(word, &email) || consent_has_word(word, STEMS_NOTHING) || consent_has_word(word, STEMS_CHOICE);
}
