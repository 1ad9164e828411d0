/*
 * column_guess.c
 *
 * See column_guess.h.
 *
 * A word alone is not enough, and cells alone neither: an order number never repeats,
 * and a row number is another person's next week.
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_guess.h"
#include "field/column_sibling.h"
#include "field/place.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Cells that tell. */
#define TELLING_CELLS 2
#define TELLING_KEYS 3

/* Longest word in capitals that is a code: PATID, KNR, MBRNO. */
#define CODE_LETTERS 8

/* Shortest number that is dialled with its prefix. */
#define DIALLED_BYTES 8

/* ---- keys ---- */

/* What a key is called, as one of several words. */
static const char *const key_words[] = {
	"id", "no", "nr", "num", "number", "nummer", "numero", "numer", "nro", "code", "kode", "kod", "codigo", "codice", "cod",
	"ref", "reference", "cislo", "kodu", "szam", "\xd0\xba\xd0\xbe\xd0\xb4",
	"\xce\xba\xcf\x89\xce\xb4\xce\xb9\xce\xba\xcf\x8c\xcf\x83"	/* kod and kodikos, in their own letters */
};

/* Those that say so alone: a bare No. counts rows or answers as well. */
static const char *const bare_words[] = {
	"code", "kode", "kod", "codigo", "codice", "cislo", "nummer", "numero", "numer", "number", "\xd0\xba\xd0\xbe\xd0\xb4",
	"\xce\xba\xcf\x89\xce\xb4\xce\xb9\xce\xba\xcf\x8c\xcf\x83"
};

/* The same, as the end of one. */
static const char *const key_endings[] = {
	"nummer", "number", "nummeret", "numret", "numero", "kode", "code", "numerot", "numeris"
};

/* Stems of what else has numbers; and of rows, which have others next week. */
static const char *const other_stems[] = {
	"ord", "invoice", "faktura", "rechn", "factur", "fattur", "book", "bok", "bestil", "bestel", "reserv", "ticket", "bil", "seat",
	"transa", "pay", "receipt", "kvitt", "auftrag", "commande", "pedido", "event", "tax", "vat", "org", "pass", "iban", "bank", "konto",
	"phone", "tel", "tlf", "mobil", "fax", "post", "zip", "plz", "social", "ssn", "cpr", "persn", "personn", "house", "haus", "hus",
	"room", "flat", "apart", "product", "produ", "artik", "item", "sku", "vouch", "gutsch", "serial", "employ", "staff", "store",
	"shop", "branch", "region", "country", "land", "promo", "coupon", "discount", "match", "access", "pin", "dial", "error",
	"objedn", "rendel", "siparis", "zamow", "tilaus", "narudz", "comand", "pontun", "\xd0\xb7\xd0\xb0\xd0\xba\xd0\xb0\xd0\xb7",
	"\xcf\x80\xce\xb1\xcf\x81\xce\xb1\xce\xb3",	/* zakaz, parag: orders in their own letters */
	"row", "line", "seq", "lfd", "lop", "index", "rad", "zeile", "ligne", "fila", "riga", "regel", "rivi", "wiersz", "sort", "pos",
	"respons", "respond", "answer", "svar", "antwort", "submis", "\xd0\xbf\xd0\xbf",	/* p/p: in turn */
	"batch", "session", "device", "campaign", "company", "firma", "parent", "owner", "lead", "deal", "case", "job", "doc"
};

/* Does a word of the header begin at p? */
static bool
begins_word(const char *header, const char *p)
{
	if (p == header)
		return true;
	if (!isalnum((unsigned char) p[-1]) && !IS_HIGHBIT_SET(p[-1]))
		return isalnum((unsigned char) *p) || IS_HIGHBIT_SET(*p);
	return isupper((unsigned char) *p) && islower((unsigned char) p[-1]);
}

/* Is one of several words of the header what a key is called? */
static bool
has_key_word(const char *header)
{
	const char *start = header;
	int			nwords = 0;
	bool		found = strncmp(header, "\xe2\x84\x96", 3) == 0;	/* No., as one sign */

	for (const char *p = header;; p++)
	{
		if (*p != '\0' && (p == header || !begins_word(header, p)))
			continue;
		nwords++;
		found |= IS_ONE_OF(field_fold_header(start, p - start), key_words);
		if (*p == '\0')
			return found && nwords > 1;
		start = p;
	}
}

/* PATID, KNR: capitals alone? */
static bool
is_code_of_key(const char *header)
{
	size_t		len = strlen(header);

	for (size_t i = 0; i < len; i++)
		if (!isupper((unsigned char) header[i]))
			return false;
	return len > 2 && len <= CODE_LETTERS &&
		(strcmp(header + len - 2, "ID") == 0 || strcmp(header + len - 2, "NO") == 0 || strcmp(header + len - 2, "NR") == 0);
}

static bool
ends_in_key(const char *folded)
{
	size_t		len = strlen(folded);

	for (size_t i = 0; i < lengthof(key_endings); i++)
	{
		size_t		n = strlen(key_endings[i]);

		if (len > n && strcmp(folded + len - n, key_endings[i]) == 0)
			return true;
	}
	return false;
}

/* May the word name the people of the list? */
static bool
names_key(Mapper *mapper, int column)
{
	const char *header = mapper->map->header[column];
	const char *folded = mapper->folded[column];

	if (IS_ONE_OF(folded, key_words))
		return IS_ONE_OF(folded, bare_words) && !column_counts_records(mapper->sample, column);
	return !HAS_ONE_OF(folded, other_stems) &&
		(has_key_word(header) || is_code_of_key(header) || ends_in_key(folded));
}

static bool
holds_keys(const ColumnCells *cells)
{
	return cells->filled >= TELLING_KEYS && cells->filled == cells->nrecords && !cells->repeats &&
		cells->with_at == 0 && cells->dates == 0 && cells->lengthy == 0 && cells->numberless * 2 < cells->filled;
}

/* ---- phones ---- */

static const char *const mobile_stems[] = {
	"mobil", "mobph", "telport", "portab", "cell", "cph", "gsm", "handy", "movil", "celular", "telemov", "komork", "matkapuh", "cep"
};

static const char *const phone_stems[] = {
	"phone", "telef", "telf", "teln", "tlf", "tfn", "puhel", "homeph", "hph", "workph", "busph", "dayph", "eveph", "fon"
};

/* Of somebody else's, or of no voice. */
static const char *const other_phones[] = {
	"fax", "emerg", "parent", "spouse", "partner", "guard", "notfall", "nod", "kin", "sales", "agent", "referr", "doctor", "employ",
	"sms", "code", "land", "ext"
};

/* Words of a number, which is a phone where it is dialled so. */
static const char *const dialled_words[] = {"number", "nummer", "numero", "numer", "nr", "no", "num"};

/* Do all cells begin as numbers that are dialled do, with a 0 or +? */
static bool
are_dialled(const Mapper *mapper, int column)
{
	for (int i = 0; i < mapper->sample->nrecords; i++)
	{
		CsvCell		cell = mapper->sample->records[i]->cells[column];

		value_trim(&cell.data, &cell.len);
		if (cell.len > 0 && (cell.len < DIALLED_BYTES || (cell.data[0] != '0' && cell.data[0] != '+') ||
							 strncmp(cell.data, "000", 3) == 0))
			return false;
	}
	return true;
}

/* Tel (M), TEL PORT: tel as a word, and not the beginning of one. */
static bool
begins_tel(const char *header)
{
	return pg_strncasecmp(header, "tel", 3) == 0 && !isalpha((unsigned char) header[3]) && !IS_HIGHBIT_SET(header[3]);
}

static Candidate
guess_phone(const Mapper *mapper, const ColumnCells *cells, int column)
{
	const char *folded = mapper->folded[column];
	bool		mobile = HAS_ONE_OF(folded, mobile_stems);
	bool		named = mobile || HAS_ONE_OF(folded, phone_stems) || begins_tel(mapper->map->header[column]) ||
		(IS_ONE_OF(folded, dialled_words) && are_dialled(mapper, column));

	if (!named || cells->filled < TELLING_CELLS || cells->phones * 10 < cells->filled * 9 || cells->dates > 0 ||
		HAS_ONE_OF(folded, other_phones))
		return (Candidate) {0};
	return (Candidate) {
		.field = mobile ? "mobile" : "phone", .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS
	};
}

/* ---- regions ---- */

/* Are all cells letters of regions, and of more than one unless the word says so? */
static bool
holds_regions(const Mapper *mapper, const ColumnCells *cells, int column)
{
	if (cells->filled < TELLING_CELLS || cells->numberless < cells->filled ||
		(cells->constant && strcmp(mapper->folded[column], "st") != 0))
		return false;
	return place_are_regions(mapper->sample, column);
}

Candidate
column_guess(Mapper *mapper, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);
	Candidate	candidate;

	if (mapper->sample == NULL || cells->filled == 0 || column_names_other_place(mapper->folded[column]))
		return (Candidate) {0};
	if (column == 0 && holds_keys(cells) && names_key(mapper, column))
		return (Candidate) {.field = "identifier", .reason = COLUMN_BY_CELLS, .certainty = SURE_SPARE};
	candidate = guess_phone(mapper, cells, column);
	if (candidate.field == NULL && holds_regions(mapper, cells, column))
		candidate = (Candidate) {.field = "region", .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS};
	return candidate;
}
