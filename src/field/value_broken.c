/*
 * value_broken.c
 *
 *		cell -> # + word + ! or ?, ####, Err:502 -> an error of a spreadsheet
 *			 -> d.ddddE+dd -> rounded
 */
#include "postgres.h"

#include "field/cell_gate.h"
#include "field/field_fold.h"
#include "field/value_broken.h"

/*
 * The errors of Excel, LibreOffice and Google Sheets in twelve languages, without
 * # and the sign at the end, in lower case and without accents, in order.
 */
static const char *const error_words[] = {
	"adr",						/* pl #REF! */
	"arg",						/* pl #VALUE! */
	"arvo",						/* fi #VALUE! */
	"bezug",					/* de #REF! */
	"blocked",
	"blokkert",
	"busy",
	"calc",
	"connect",
	"deel/0",
	"desbordamiento",
	"despejar",
	"div/0",
	"division/0",
	"dzial/0",
	"dziel/0",
	"error",
	"espansione",
	"excedido",
	"external",
	"felt",
	"field",
	"getal",
	"getting_data",
	"i/t",						/* da, no #N/A */
	"jako/0",
	"kalk",
	"leeg",
	"levitys",
	"liczba",
	"luku",
	"n/a",
	"n/b",						/* nl #N/A */
	"n/d",						/* es, it, pt, pl #N/A */
	"naam",
	"name",
	"namn",
	"navn",
	"nazwa",
	"nimi",
	"nom",
	"nombre",
	"nome",
	"nul",
	"null",
	"nulle",
	"nullo",
	"nulo",
	"num",
	"nv",						/* de #N/A */
	"ogiltigt",
	"overflyt",
	"overlob",
	"overloop",
	"propagation",
	"puuttuu",
	"python",
	"ref",
	"reference",
	"referens",
	"rif",
	"rozlanie",
	"saknas",
	"siirto",
	"skarning",
	"spill",
	"syntax",
	"tyhja",
	"uberlauf",
	"unknown",
	"vaerdi",
	"valeur",
	"valor",
	"valore",
	"value",
	"varde",
	"vardefel",
	"verdi",
	"verw",
	"viittaus",
	"waarde",
	"wert",
	"zahl",
	"zero"
};

/* These have no sign at the end. */
static const char *const unsigned_words[] = {"getting_data", "i/t", "n/b", "n/d", "nv"};

/* Longest error, in bytes: #DESBORDAMIENTO! and the signs of Spanish. */
#define ERROR_BYTES 24

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The word of an error, folded; NULL = it is too long.  *has_sign: ! or ? ends it. */
static char *
fold_error(const char *data, uint32 len, bool *has_sign)
{
	static const char *const openers[] = {"\302\241", "\302\277"};	/* of Spanish */
	char	   *word;

	if (len > ERROR_BYTES)
		return NULL;
	data++;						/* the # */
	len--;
	data = field_utf8(data, &len);
	word = field_fold_text_utf8(data, &len);
	*has_sign = len > 0 && (word[len - 1] == '!' || word[len - 1] == '?');
	if (*has_sign)
		word[--len] = '\0';
	for (size_t i = 0; i < lengthof(openers); i++)
		if (strncmp(word, openers[i], strlen(openers[i])) == 0)
			word += strlen(openers[i]);
	return word;
}

/* #REF!, #BEZUG!, #NV */
static bool
is_named_error(const char *data, uint32 len)
{
	bool		has_sign;
	char	   *word = fold_error(data, len, &has_sign);

	if (word == NULL)
		return false;
	if (has_sign)
		return bsearch(&word, error_words, lengthof(error_words), sizeof(char *), compare_words) != NULL;
	return bsearch(&word, unsigned_words, lengthof(unsigned_words), sizeof(char *), compare_words) != NULL;
}

/* A column that is too narrow for its numbers. */
static bool
is_hashes(const char *data, uint32 len)
{
	for (uint32 i = 0; i < len; i++)
		if (data[i] != '#')
			return false;
	return len >= 3;
}

/* Err:502 of LibreOffice. */
static bool
is_numbered_error(const char *data, uint32 len)
{
	static const char *const words[] = {"Err", "Fehler", "Erreur"};

	if (len < 4 || data[len - 4] != ':' || !value_is_digit(data[len - 3]) ||
		!value_is_digit(data[len - 2]) || !value_is_digit(data[len - 1]))
		return false;
	for (size_t i = 0; i < lengthof(words); i++)
		if (strlen(words[i]) == len - 4 && memcmp(data, words[i], len - 4) == 0)
			return true;
	return false;
}

bool
value_is_spreadsheet_error(const char *data, uint32 len)
{
	if (len < 3)
		return false;
	if (data[0] == '#')
		return is_hashes(data, len) || is_named_error(data, len);
	return is_numbered_error(data, len);
}

bool
value_is_code(const Field *field)
{
	static const char *const names[] = {"identifier", "phone", "mobile", "postal_code", "vat_number"};

	if (field->kind == FIELD_IDENTIFIER || field->kind == FIELD_CUSTOMER_ID)
		return true;
	for (size_t i = 0; i < lengthof(names) && field->kind == FIELD_TEXT; i++)
		if (strcmp(field->name, names[i]) == 0)
			return true;
	return false;
}

/*
 * One digit, decimals, and an exponent of two digits: *lost is whether some of
 * the digits before the point are not there.
 */
static bool
is_scientific(const char *data, uint32 len, bool *lost)
{
	const char *p = data + (data[0] == '-' || data[0] == '+' ? 1 : 0);
	const char *exponent = data + len - 4;
	int			power = (exponent[2] - '0') * 10 + (exponent[3] - '0');

	if (!cell_gate_may_be_broken(data, len) || exponent[0] == ':' || value_is_digit(exponent[1]) ||
		!value_is_digit(exponent[2]) || !value_is_digit(exponent[3]))
		return false;
	if (p >= exponent || *p < '1' || *p > '9')
		return false;
	*lost = exponent[1] == '+' && power > Max(exponent - p - 2, 0);
	if (++p == exponent)
		return true;
	if (*p != '.' && *p != ',')
		return false;
	while (++p < exponent)
		if (!value_is_digit(*p))
			return false;
	return true;
}

bool
value_is_rounded(const Field *field, const char *data, uint32 len)
{
	bool		lost;

	if (len < 5 || !is_scientific(data, len, &lost))
		return false;
	if (value_is_code(field))
		return true;
	return lost && (field->kind == FIELD_TEXT || field->kind == FIELD_ATTRIBUTE);
}
