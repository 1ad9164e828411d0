/*
 * value_word.c
 *
 * Boolean words, in the languages of the header words (en, no, sv, da, de,
 * fr, es, nl) and as spreadsheets and other systems write them.
 *
 *		cell -> folded (field_fold.c) -> boolean_words[] -> true or false
 *
 * Some words mean something for one field only ("subscribed", "VIP").  Those
 * state what is so, whatever the header says: under the header "unsubscribed"
 * the cell "yes" means false, but "unsubscribed" means false too.
 */
#include "postgres.h"

#include "field/field_fold.h"
#include "field/value.h"
#include "field/value_parse.h"

/* Longer than any word below, in bytes, before folding. */
#define BOOLEAN_MAX_BYTES 48

typedef struct BooleanWord
{
	const char *word;			/* folded */
	bool		value;
	const char *field;			/* NULL = any */
} BooleanWord;

static const BooleanWord boolean_words[] = {
	/* sorted by word, in byte order */
	{"0", false, NULL},
	{"1", true, NULL},
	{"aangemeld", true, "subscribed"},
	{"abgemeldet", false, "subscribed"},
	{"abonne", true, "subscribed"},
	{"abonnent", true, "subscribed"},
	{"abonnerer", true, "subscribed"},
	{"abonnert", true, "subscribed"},
	{"abonniert", true, "subscribed"},
	{"accepted", true, "subscribed"},
	{"accepts", true, "subscribed"},
	{"acceptsmarketing", true, "subscribed"},
	{"actief", true, "subscribed"},
	{"actif", true, "subscribed"},
	{"active", true, "subscribed"},
	{"activo", true, "subscribed"},
	{"afgemeld", false, "subscribed"},
	{"afmeldt", false, "subscribed"},
	{"aktiv", true, "subscribed"},
	{"angemeldet", true, "subscribed"},
	{"anmald", true, "subscribed"},
	{"avanmald", false, "subscribed"},
	{"avgiftsfri", true, "tax_exempt"},
	{"avgiftspliktig", false, "tax_exempt"},
	{"avmeldt", false, "subscribed"},
	{"avregistrerad", false, "subscribed"},
	{"baja", false, "subscribed"},
	{"befreit", true, "tax_exempt"},
	{"belast", false, "tax_exempt"},
	{"belastbaar", false, "tax_exempt"},
	{"bounced", false, "subscribed"},
	{"checked", true, NULL},
	{"cleaned", false, "subscribed"},
	{"clientvip", true, "vip"},
	{"confirmed", true, "subscribed"},
	{"confirmedoptin", true, "subscribed"},
	{"dadodebaja", false, "subscribed"},
	{"declined", false, "subscribed"},
	{"desabonne", false, "subscribed"},
	{"desinscrit", false, "subscribed"},
	{"desuscrito", false, "subscribed"},
	{"disabled", false, NULL},
	{"doubleoptin", true, "subscribed"},
	{"ejvip", false, "vip"},
	{"enabled", true, NULL},
	{"exempt", true, "tax_exempt"},
	{"exempte", true, "tax_exempt"},
	{"exento", true, "tax_exempt"},
	{"exonere", true, "tax_exempt"},
	{"f", false, NULL},
	{"falsch", false, NULL},
	{"false", false, NULL},
	{"falsk", false, NULL},
	{"falskt", false, NULL},
	{"falso", false, NULL},
	{"faux", false, NULL},
	{"frameldt", false, "subscribed"},
	{"fritaget", true, "tax_exempt"},
	{"fritak", true, "tax_exempt"},
	{"fritatt", true, "tax_exempt"},
	{"geabonneerd", true, "subscribed"},
	{"ikkeabonnent", false, "subscribed"},
	{"ikkeabonneret", false, "subscribed"},
	{"ikkeabonnert", false, "subscribed"},
	{"ikkepameldt", false, "subscribed"},
	{"ikkesamtykket", false, "subscribed"},
	{"ikketilmeldt", false, "subscribed"},
	{"ikkevip", false, "vip"},
	{"imposable", false, "tax_exempt"},
	{"inactief", false, "subscribed"},
	{"inactif", false, "subscribed"},
	{"inactive", false, "subscribed"},
	{"inactivo", false, "subscribed"},
	{"inaktiv", false, "subscribed"},
	{"ingeschreven", true, "subscribed"},
	{"inscrit", true, "subscribed"},
	{"inteprenumerant", false, "subscribed"},
	{"intevip", false, "vip"},
	{"j", true, NULL},
	{"ja", true, NULL},
	{"jepp", true, NULL},
	{"mailable", true, "subscribed"},
	{"momsfri", true, "tax_exempt"},
	{"momspliktig", false, "tax_exempt"},
	{"mvapliktig", false, "tax_exempt"},
	{"n", false, NULL},
	{"nee", false, NULL},
	{"nei", false, NULL},
	{"nein", false, NULL},
	{"nej", false, NULL},
	{"nichtabonniert", false, "subscribed"},
	{"nichtvip", false, "vip"},
	{"nietgeabonneerd", false, "subscribed"},
	{"nietvip", false, "vip"},
	{"nietvrijgesteld", false, "tax_exempt"},
	{"no", false, NULL},
	{"noexento", false, "tax_exempt"},
	{"non", false, NULL},
	{"nonabonne", false, "subscribed"},
	{"nonexempt", false, "tax_exempt"},
	{"nonexonere", false, "tax_exempt"},
	{"nonsubscribed", false, "subscribed"},
	{"nonsubscriber", false, "subscribed"},
	{"nonsuscrito", false, "subscribed"},
	{"nonvip", false, "vip"},
	{"normal", false, "vip"},
	{"nosuscrito", false, "subscribed"},
	{"notaxexempt", false, "tax_exempt"},
	{"notexempt", false, "tax_exempt"},
	{"notsubscribed", false, "subscribed"},
	{"notvip", false, "vip"},
	{"novip", false, "vip"},
	{"o", true, NULL},
	{"off", false, NULL},
	{"on", true, NULL},
	{"onwaar", false, NULL},
	{"optedin", true, "subscribed"},
	{"optedinn", true, "subscribed"},
	{"optedout", false, "subscribed"},
	{"optin", true, "subscribed"},
	{"optout", false, "subscribed"},
	{"ordinaer", false, "vip"},
	{"ordinary", false, "vip"},
	{"oui", true, NULL},
	{"pameldt", true, "subscribed"},
	{"prenumerant", true, "subscribed"},
	{"prenumererar", true, "subscribed"},
	{"regular", false, "vip"},
	{"rejected", false, "subscribed"},
	{"removed", false, "subscribed"},
	{"reservert", false, "subscribed"},
	{"s", true, NULL},
	{"samtykke", true, "subscribed"},
	{"samtykket", true, "subscribed"},
	{"sand", true, NULL},
	{"sann", true, NULL},
	{"sant", true, NULL},
	{"si", true, NULL},
	{"singleoptin", true, "subscribed"},
	{"skattepliktig", false, "tax_exempt"},
	{"standard", false, "vip"},
	{"steuerbefreit", true, "tax_exempt"},
	{"steuerfrei", true, "tax_exempt"},
	{"steuerpflichtig", false, "tax_exempt"},
	{"subscribe", true, "subscribed"},
	{"subscribed", true, "subscribed"},
	{"subscriber", true, "subscribed"},
	{"subscrito", true, "subscribed"},
	{"suppressed", false, "subscribed"},
	{"suscrito", true, "subscribed"},
	{"t", true, NULL},
	{"taxable", false, "tax_exempt"},
	{"taxexempt", true, "tax_exempt"},
	{"taxfree", true, "tax_exempt"},
	{"tilmeldt", true, "subscribed"},
	{"true", true, NULL},
	{"uitgeschreven", false, "subscribed"},
	{"unchecked", false, NULL},
	{"unconfirmed", false, "subscribed"},
	{"undantagen", true, "tax_exempt"},
	{"unsubscribe", false, "subscribed"},
	{"unsubscribed", false, "subscribed"},
	{"usant", false, NULL},
	{"v", true, NULL},
	{"vanlig", false, "vip"},
	{"vatexempt", true, "tax_exempt"},
	{"vatfree", true, "tax_exempt"},
	{"verdadero", true, NULL},
	{"vip", true, "vip"},
	{"vipcustomer", true, "vip"},
	{"vipklant", true, "vip"},
	{"vipkunde", true, "vip"},
	{"vrai", true, NULL},
	{"vrijgesteld", true, "tax_exempt"},
	{"w", true, NULL},
	{"waar", true, NULL},
	{"wahr", true, NULL},
	{"x", true, NULL},
	{"y", true, NULL},
	{"yes", true, NULL},
	{"☐", false, NULL},
	{"☑", true, NULL},
	{"✓", true, NULL},
	{"✔", true, NULL},
	{"✗", false, NULL},
	{"✘", false, NULL}
};

static const char *const boolean_text[] = {"false", "true"};

static int
compare_word(const void *key, const void *element)
{
	return strcmp((const char *) key, ((const BooleanWord *) element)->word);
}

/* The word's entry if it means something for this field, else NULL. */
static const BooleanWord *
find_word(const Field *field, const char *folded)
{
	const BooleanWord *word = bsearch(folded, boolean_words, lengthof(boolean_words),
									  sizeof(BooleanWord), compare_word);

	if (word == NULL || (word->field != NULL && strcmp(word->field, field->name) != 0))
		return NULL;
	return word;
}

static void
set_boolean(CellValue *value, bool boolean)
{
	value->number = boolean;
	value_set(value, boolean_text[boolean], boolean ? 4 : 5);
}

static void
parse_word(const Field *field, const char *data, uint32 len, CellValue *value)
{
	char		folded[2 * BOOLEAN_MAX_BYTES + 1];
	const BooleanWord *word = NULL;

	if (len <= BOOLEAN_MAX_BYTES)
	{
		data = field_utf8(data, &len);
		folded[field_fold_utf8(data, Min(len, BOOLEAN_MAX_BYTES), folded)] = '\0';
		word = find_word(field, folded);
	}
	if (word == NULL)
		value_fail(value, "invalid_boolean",
				   "neither yes nor no", "Write a word such as yes, no, true, false, 1 or 0.");
	else
		set_boolean(value, word->value ^ (field->negated && word->field == NULL));
}

void
value_parse_boolean(const Field *field, const char *data, uint32 len, CellValue *value)
{
	if (len == 5 && memcmp(data, "false", 5) == 0)
		set_boolean(value, field->negated);
	else if (len == 4 && memcmp(data, "true", 4) == 0)
		set_boolean(value, !field->negated);
	else if (len == 1 && (data[0] == '0' || data[0] == '1'))
		set_boolean(value, (data[0] == '1') ^ field->negated);
	else
		parse_word(field, data, len, value);
}
