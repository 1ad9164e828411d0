/*
 * consent_remark.c
 *
 *		cell -> pieces, folded: "Nei takk (2024)" -> nei takk 2024
 *			-> a phrase of refusing anywhere -> unsubscribed
 *			-> the phrase that it begins with -> yes, no, subscribed
 *			-> a piece that negates anywhere -> hint of a no
 */
#include "postgres.h"

#include "field/consent_remark.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "field/value_trim.h"
#include "field/value_parse.h"
#include "field/word_list.h"

/* How much of a cell is looked at. */
#define MAX_PIECES 32
#define MAX_BYTES 512

/* Longest word that is written as several: "dado de baja", "do not email". */
#define MAX_PHRASE 4

typedef struct Piece
{
	char		folded[2 * VALUE_WORD_BYTES + 1];
	bool		closed;			/* more than blanks stand behind it */
	bool		bracketed;		/* a bracket, or what explains it, does */
	bool		dotted;			/* a dot stands right behind it */
} Piece;

typedef struct Pieces
{
	const ValueWords *words;
	int			n;
	Piece		pieces[MAX_PIECES];
} Pieces;

/* Pieces of a no, in any place: of the languages of the header words. */
static const char *const negating_pieces[] = {
	"no", "not", "none", "non", "never", "dont", "without", "stop", "stopp", "stopped", "nei", "nej", "nein", "nee",
	"ikke", "ikkje", "ingen", "inget", "intet", "aldri", "aldrig", "uten", "uden", "inte", "ej", "inga", "utan",
	"nicht", "nichts", "kein", "keine", "keinen", "ohne", "nie", "sans", "pas", "jamais", "aucun", "aucune",
	"sin", "nunca", "niet", "geen", "zonder", "nooit", "ei", "ilman", "nao", "sem", "senza", "mai", "bez", "brak"
};

/* Those that turn the word behind them round: not unsubscribed. */
static const char *const turning_pieces[] = {
	"not", "non", "never", "ikke", "ikkje", "aldri", "aldrig", "inte", "ej", "nicht", "nie", "pas", "jamais",
	"niet", "nooit", "nunca", "nao", "ei"
};

/* ---- pieces ---- */

static inline bool
is_separator(char c)
{
	return (unsigned char) c < 0x80 && !isalnum((unsigned char) c) && c != '\'';
}

static void
add_piece(Pieces *pieces, const char *start, const char *end)
{
	Piece	   *piece = &pieces->pieces[pieces->n];
	int			len = Min(end - start, VALUE_WORD_BYTES);

	piece->folded[field_fold_utf8(start, len, piece->folded)] = '\0';
	piece->closed = piece->bracketed = piece->dotted = false;
	if (piece->folded[0] != '\0')
		pieces->n++;
}

static void
close_piece(Pieces *pieces, char separator)
{
	if (pieces->n == 0 || separator == ' ' || separator == '\t')
		return;
	pieces->pieces[pieces->n - 1].dotted |= separator == '.' && !pieces->pieces[pieces->n - 1].closed;
	pieces->pieces[pieces->n - 1].closed = true;
	if (strchr("([{:;,=", separator) != NULL)
		pieces->pieces[pieces->n - 1].bracketed = true;
}

/* No. 12 is a number, and no no. */
static void
settle_numbers(Pieces *pieces)
{
	int			kept = 0;

	for (int i = 0; i < pieces->n; i++)
	{
		const Piece *piece = &pieces->pieces[i];

		if (!(piece->dotted && strcmp(piece->folded, "no") == 0 && i + 1 < pieces->n &&
			  isdigit((unsigned char) piece[1].folded[0])))
			pieces->pieces[kept++] = *piece;
	}
	pieces->n = kept;
}

static void
split_cell(Pieces *pieces, const char *data, uint32 len)
{
	const char *utf8 = field_utf8(data, &len);
	const char *end = utf8 + Min(len, MAX_BYTES);
	const char *start = utf8;

	for (const char *p = utf8; p < end && pieces->n < MAX_PIECES; p++)
	{
		if (!is_separator(*p))
			continue;
		if (p > start)
			add_piece(pieces, start, p);
		close_piece(pieces, *p);
		start = p + 1;
	}
	if (start < end && pieces->n < MAX_PIECES)
		add_piece(pieces, start, end);
	settle_numbers(pieces);
}

/* ---- phrases ---- */

/* The pieces from first on as one word; false if it is too long for one. */
static bool
join(const Pieces *pieces, int first, int n, char joined[2 * VALUE_WORD_BYTES + 1])
{
	int			len = 0;

	for (int i = first; i < first + n; i++)
	{
		int			more = strlen(pieces->pieces[i].folded);

		if (len + more > 2 * VALUE_WORD_BYTES)
			return false;
		memcpy(joined + len, pieces->pieces[i].folded, more + 1);
		len += more;
	}
	return true;
}

/* The longest word of consent that begins at a piece; NULL = none does. */
static const ValueWord *
word_at(const Pieces *pieces, int first)
{
	char		joined[2 * VALUE_WORD_BYTES + 1];

	for (int n = Min(MAX_PHRASE, pieces->n - first); n > 0; n--)
	{
		const ValueWord *word = join(pieces, first, n, joined)
			? value_words_find_consent(pieces->words, joined) : NULL;

		if (word != NULL)
			return word;
	}
	return NULL;
}

static bool
refuses_at(const Pieces *pieces, int first)
{
	const ValueWord *word = first < pieces->n ? word_at(pieces, first) : NULL;

	return word != NULL && !word->yes;
}

/* Is a word of refusing turned round somewhere? */
static bool
is_turned(const Pieces *pieces)
{
	for (int i = 0; i < pieces->n - 1; i++)
	{
		const Piece *piece = &pieces->pieces[i];

		if (!piece->closed && IS_ONE_OF(piece->folded, turning_pieces) && refuses_at(pieces, i + 1))
			return true;
	}
	return false;
}

/* telling: one of them refuses wherever it stands. */
static bool
refuses_anywhere(const Pieces *pieces, bool *telling)
{
	bool		refuses = false;

	for (int i = 0; i < pieces->n; i++)
	{
		const ValueWord *word = word_at(pieces, i);

		if (word == NULL || word->yes)
			continue;
		refuses = true;
		*telling |= value_word_is_telling(word);
	}
	return refuses;
}

/* 5 mai, Mai 2023: the month, and no never. */
static bool
is_month(const Pieces *pieces, int at)
{
	const Piece *piece = &pieces->pieces[at];

	return strcmp(piece->folded, "mai") == 0 &&
		((at > 0 && isdigit((unsigned char) piece[-1].folded[0])) ||
		 (at + 1 < pieces->n && isdigit((unsigned char) piece[1].folded[0])));
}

static bool
negates_from(const Pieces *pieces, int first)
{
	for (int i = first; i < pieces->n; i++)
		if (IS_ONE_OF(pieces->pieces[i].folded, negating_pieces) && !is_month(pieces, i))
			return true;
	return false;
}

/*
 * May the first piece stand for yes or no, with a remark behind it?  One letter or
 * digit may only before a bracket: "N (2024)", not "N/A" or "1 time".
 */
static bool
leads(const Pieces *pieces)
{
	const Piece *first = &pieces->pieces[0];

	return strlen(first->folded) > 1 || first->bracketed;
}

/* What the cell begins with. */
static ConsentCell
leading(const Pieces *pieces, bool *telling)
{
	const ValueWord *word = leads(pieces) ? word_at(pieces, 0) : NULL;
	bool		yes;

	if (word != NULL)
	{
		*telling |= value_word_is_telling(word);
		return word->yes ? CONSENT_CELL_SUBSCRIBED : CONSENT_CELL_UNSUBSCRIBED;
	}
	if (!leads(pieces) ||
		!value_is_boolean_word(pieces->words, pieces->pieces[0].folded, &yes))
		return CONSENT_CELL_OTHER;
	return yes ? CONSENT_CELL_YES : CONSENT_CELL_NO;
}

ConsentCell
consent_remark(const ValueWords *words, const char *data, uint32 len, bool *telling)
{
	Pieces		pieces = {.words = words};
	ConsentCell first;

	*telling = false;
	split_cell(&pieces, data, len);
	if (words == NULL || pieces.n == 0 || is_turned(&pieces))
		return CONSENT_CELL_OTHER;
	if (refuses_anywhere(&pieces, telling))
	{
		*telling = *telling || consent_text_refuses(data, len);
		return CONSENT_CELL_UNSUBSCRIBED;
	}
	first = leading(&pieces, telling);
	if (first == CONSENT_CELL_NO)
		return first;
	if (consent_text_refuses(data, len))
	{
		*telling = true;
		return CONSENT_CELL_UNSUBSCRIBED;
	}
	if (negates_from(&pieces, 0) || consent_text_denies(data, len))
		return CONSENT_CELL_HINT;
	return first;
}
