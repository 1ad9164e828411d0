/*
 * consent_word.c
 *
 *		header word -> tokens, folded: "HasOptedOutOfEmail" -> has opted out of
 *			email; and all of it folded: hasoptedoutofemail
 *			-> stems in it -> ConsentWord
 *		cells -> ConsentCell each -> counts -> ConsentVerdict
 *
 * Stems are of the languages of the header words: en, no, sv, da, de, fr, es,
 * nl, fi, pt, it, pl.  A short one is looked for among the tokens, where it
 * cannot be a piece of another word; a long one anywhere.  What a stem says is
 * believed only as far as the cells bear it out.
 */
#include "postgres.h"

#include "field/consent_column.h"
#include "field/consent_remark.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "field/value_trim.h"

/* ---- stems ---- */

/* Of refusing, by what a person does. */
static const char *const refusing_stems[] = {
	/* en */ "unsub", "optout", "optedout", "optingout", "optsout", "donotmail", "donotemail",
	"donotcontact", "donotsend", "dontmail", "dontemail", "dontcontact", "dontsend", "nomail", "noemail",
	"nomarketing", "nonewsletter", "nospam", "notsubscri", "nonsubscri", "complain", "spam", "blacklist",
	"blocklist", "denylist", "consentwithdraw", "withdrawnconsent", "withdrewconsent", "consentrevoke",
	"revokedconsent", "mailingban", "emailban",
	/* no, da, sv */ "avmeld", "meldtav", "reservertmot", "reserveretmod", "reservasjonmot", "ikkesend",
	"ikkekontakt", "ikkenyhetsbrev", "ikkeepost", "ikkereklame", "ikkemarked", "onskerikke", "ingenreklame",
	"ingennyhetsbrev", "ikkeabonn", "svarteliste", "samtykketrukket", "trukketsamtykke", "afmeld",
	"frameld", "frabed", "frabad", "ikkenyhedsbrev", "ingennyhedsbrev", "onskerej", "sortliste",
	"samtykketilbagetruk", "avregistrer", "avanmal", "avprenumerer", "avbojt", "ejnyhetsbrev", "ejreklam",
	"ejutskick", "ingautskick", "villinteha", "villejha", "svartlist", "aterkallatsamtycke", "klagomal",
	/* de */ "abgemeld", "abmeld", "abbestell", "austrag", "ausgetragen", "widerruf", "widerspr", "gesperrt",
	"werbesperr", "mailsperr", "versandsperr", "kontaktsperr", "newslettersperr", "keinewerbung",
	"keinnewsletter", "keinemail", "keineemail", "keinkontakt", "nichtanschreiben", "nichtkontakt",
	"nichtabonn", "robinson", "schwarzeliste", "sperrliste",
	/* fr */ "desabonn", "desinscri", "desinscr", "opposition", "oppose", "refuse", "nepascontact",
	"nepasenvoy", "pasdenewsletter", "pasdepub", "pasdemail", "pasdemarketing", "nonabonn", "listenoire",
	"listerouge", "listerepoussoir", "plainte", "retraitduconsent", "consentementretire",
	/* es */ "desuscri", "dessuscri", "darsedebaja", "dadodebaja", "dadadebaja", "bajaboletin",
	"bajanewsletter", "fechadebaja", "nocontact", "noenviar", "nosuscri", "sinpublicidad", "listanegra",
	"listarobinson", "listasnegras",
	/* nl */ "uitgeschrev", "uitschrijv", "afgemeld", "afmeld", "uitmeld", "nietmail", "nietcontact",
	"nietbenader", "geennieuwsbrief", "geenmail", "geenreclame", "nietgeabonn", "bezwaar", "zwartelijst",
	/* fi */ "perunut", "peruttu", "peruutt", "peruutus", "kieltanyt", "kielto", "markkinointikiel",
	"eisahkopost", "eiuutiskirj", "eimarkkino", "eitilaa", "estolista", "mustalista",
	/* pt */ "descadastr", "desinscr", "desinscrev", "cancelouinscri", "cancelousubscri", "naocontact",
	"naoenviar", "naoquerreceb", "naosubscr", "listanegra", "semmarketing",
	/* it */ "disiscri", "disiscriz", "noncontatt", "noninviare", "nonscrivere", "noniscr", "opposizion",
	"consensorevoc", "revocaconsens", "revocadelconsens", "listanera", "rifiutamarketing",
	/* pl */ "wypisan", "wypisa", "wypis", "rezygn", "niewysyl", "niekontakt", "sprzeciw", "czarnalista",
	"brakzgod", "cofnietazgod", "wycofanazgod", "cofniecezgod"
};

/* Of mail that does not arrive, or is held back. */
static const char *const delivery_stems[] = {
	"bounc", "suppress", "supress", "block", "undeliver", "quarantin",
	"blokker", "sperret", "blokeret", "spaerre", "blockerad", "sparrad", "studsa",
	"blockier", "unzustellbar", "bloqu", "rebond", "rejete", "nondistribu",
	"rebot", "devuelt", "geblokk", "onbestelbaar", "estett", "palautun",
	"devolvid", "rejeitad", "bloccat", "rimbalz", "respint", "zablok", "odbit", "odbic", "niedorecz"
};

/* Of subscribing. */
static const char *const subscribing_stems[] = {
	"subscri", "optin", "optedin", "optsin", "newsletter", "mailinglist", "emailmarketing", "marketingemail",
	"emailconsent", "consentemail", "marketingconsent", "emailpermission", "confirmtime", "confirmedat",
	"nyhetsbrev", "abonner", "abonnert", "samtykke", "nyhedsbrev", "prenumer", "samtyck", "einwillig",
	"infolettre", "consentement", "suscri", "boletin", "consentim", "nieuwsbrief", "geabonn", "toestemming",
	"uutiskirj", "markkinointilup", "suostumus", "consenso", "zgodamarket", "zgodanamarket", "subskry"
};

/* Of consent given: of these, a date says when. */
static const char *const given_stems[] = {
	"subscribed", "optin", "optedin", "consent", "confirmtime", "confirmedat", "samtykke", "samtyck",
	"einwillig", "toestemming", "suostumus", "abonnert", "geabonn"
};

/* Of email. */
static const char *const email_stems[] = {
	"email", "epost", "newsletter", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "infolettre", "boletin",
	"uutiskirj", "sahkoposti", "courriel", "correoelectron", "correioelectron", "postaelettron",
	"postaelektron", "mailinglist", "mailchimp"
};

/* Of other channels and purposes. */
static const char *const elsewhere_stems[] = {
	"sms", "whatsapp", "telegram", "messenger", "telefon", "telephon", "phone", "puhelin", "mobil",
	"pushnotif", "webpush", "pushvarsel", "thirdpart", "3rdpart", "tredjepart", "dritt", "tiers", "tercero",
	"terzi", "terceiro", "kolmansi", "derde", "partner", "profil", "directmail", "postalmail", "postmail",
	"snailmail", "brevpost", "briefpost", "postvag", "parcourrier", "correopostal", "direktreklame",
	"donotcall", "dontcall", "callopt", "coldcall", "callcent", "textmess", "cookie", "analytics",
	"geoloc", "location"
};

/* The same as whole tokens. */
static const char *const elsewhere_tokens[] = {
	"call", "calls", "calling", "fax", "post", "postal", "push", "text", "texts", "mms", "tel", "tlf", "tfn",
	"ring", "voice", "letter", "letters", "brev", "brief", "viber", "carta", "courrier",
	"kirje", "lettera"
};

/*
 * Words that turn another round: no newsletter, ohne Newsletter, exclude from
 * newsletter.
 */
static const char *const negating_tokens[] = {
	"no", "not", "non", "never", "without", "dont", "stop", "stopped", "exclude", "excluded", "exclusion",
	"remove", "removed", "decline", "declined", "declines", "refuse", "refused", "refuses", "cancel",
	"cancelled", "canceled", "cancellation", "revoke", "revoked", "withdraw", "withdrawn", "deny", "denied",
	"reject", "rejected", "quit", "off", "against", "disallow", "disallowed",
	"ikke", "ingen", "uten", "aldri", "nei", "avslatt", "avvist", "inte", "ej", "inga", "utan", "aldrig", "uden",
	"ikkje", "nej", "stoppet", "slettet", "nicht", "kein", "keine", "keinen", "ohne", "nie", "abgelehnt",
	"geloscht", "gekundigt", "sans", "pas", "ne", "jamais", "aucun", "aucune", "annule", "resilie", "sin",
	"nunca", "cancelado", "cancelada", "rechazado", "niet", "geen", "zonder", "nooit", "geweigerd", "opgezegd",
	"ei", "ilman", "alakaa", "nao", "sem", "senza", "mai", "annullato", "rifiutato", "bez", "brak"
};

/* Of how many. */
static const char *const counting_tokens[] = {
	"count", "counts", "number", "num", "nr", "rate", "rates", "percent", "percentage", "pct", "ratio",
	"score", "total", "totals", "times", "days", "antall", "antal", "anzahl", "nombre", "numero", "aantal",
	"maara", "liczba", "quantity", "qty", "frequency", "level", "bounces", "complaints", "blocks"
};

/* Of something about it. */
static const char *const about_tokens[] = {
	"reason", "reasons", "campaign", "title", "titles", "name", "id", "ids", "url", "link", "source", "by",
	"method", "comment", "comments", "note", "notes", "text", "type", "category", "ip", "page", "form",
	"arsak", "orsak", "grund", "raison", "motivo", "reden", "syy", "powod", "message", "description",
	"last", "latest", "sent", "send", "sends", "opened", "opens", "clicked", "clicks", "until", "end", "ends",
	"ended", "expiry", "expires", "expired", "expiration", "valid", "bis", "til", "till", "tot", "hasta", "fin",
	"slutt", "slut", "utlop", "ablauf", "referrer", "language", "folder", "template", "subject", "issue", "user", "token", "key", "via"
};

static bool
has_stem(const char *folded, const char *const *stems, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(folded, stems[i]) != NULL)
			return true;
	return false;
}

#define HAS_STEM(folded, stems) has_stem(folded, stems, lengthof(stems))

/* ---- the word ---- */

/* Tokens of a header word, folded, between blanks: " has opted out of email ". */
typedef struct Tokens
{
	char	   *text;
	int			len;
} Tokens;

/* Does a token begin at p?  At a capital behind a small letter, too. */
static bool
begins_token(const char *start, const char *p)
{
	return p > start && *p >= 'A' && *p <= 'Z' && p[-1] >= 'a' && p[-1] <= 'z';
}

static inline bool
is_separator(char c)
{
	return strchr(" \t_-./:,;|()[]{}&+*'\"?!#=<>\\", c) != NULL;
}

static void
add_token(Tokens *tokens, const char *data, int len)
{
	tokens->len += field_fold_utf8(data, len, tokens->text + tokens->len);
	tokens->text[tokens->len++] = ' ';
}

/* e-mail and e post are one word. */
static void
join_email(Tokens *tokens)
{
	static const char *const split[] = {" e mail", " e post", " e posta"};

	for (size_t i = 0; i < lengthof(split); i++)
	{
		char	   *found;

		while ((found = strstr(tokens->text, split[i])) != NULL)
			memmove(found + 2, found + 3, strlen(found + 3) + 1);
	}
}

/* The tokens of a word in UTF-8. */
static char *
split_word(const char *word, int len)
{
	Tokens		tokens = {palloc(3 * len + 3), 0};
	const char *start = word;

	tokens.text[tokens.len++] = ' ';
	for (const char *p = word; p < word + len; p++)
	{
		if (!is_separator(*p) && !begins_token(word, p))
			continue;
		if (p > start)
			add_token(&tokens, start, p - start);
		start = is_separator(*p) ? p + 1 : p;
	}
	if (start < word + len)
		add_token(&tokens, start, word + len - start);
	tokens.text[tokens.len] = '\0';
	join_email(&tokens);
	return tokens.text;
}

/* Is the word one of the tokens, which have a blank on either side? */
static bool
is_token(const char *tokens, const char *word)
{
	size_t		len = strlen(word);

	for (const char *p = strstr(tokens, word); p != NULL; p = strstr(p + 1, word))
		if (p[-1] == ' ' && p[len] == ' ')
			return true;
	return false;
}

static bool
has_token(const char *tokens, const char *const *wanted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_token(tokens, wanted[i]))
			return true;
	return false;
}

#define HAS_TOKEN(tokens, wanted) has_token(tokens, wanted, lengthof(wanted))

ConsentWord
consent_word(const char *header)
{
	uint32		len = strlen(header);
	const char *utf8 = field_utf8(header, &len);
	char	   *folded = palloc(2 * len + 1);
	char	   *tokens = split_word(utf8, len);
	ConsentWord word = {0};
	bool		negated;

	folded[field_fold_utf8(utf8, len, folded)] = '\0';
	word.refuses = HAS_STEM(folded, refusing_stems) || is_token(tokens, "baja");
	word.delivery = !word.refuses && HAS_STEM(folded, delivery_stems);
	word.refuses |= word.delivery;
	negated = HAS_TOKEN(tokens, negating_tokens) &&
		(HAS_STEM(folded, subscribing_stems) || HAS_STEM(folded, email_stems));
	word.subscribes = HAS_STEM(folded, subscribing_stems) && !negated &&
		(!word.refuses || strstr(folded, "optin") != NULL || strstr(folded, "optedin") != NULL);
	word.refuses |= negated;
	word.given = word.subscribes && HAS_STEM(folded, given_stems);
	word.counts = HAS_TOKEN(tokens, counting_tokens);
	word.about = HAS_TOKEN(tokens, about_tokens);
	word.elsewhere = (HAS_STEM(folded, elsewhere_stems) || HAS_TOKEN(tokens, elsewhere_tokens)) &&
		!HAS_STEM(folded, email_stems);
	pfree(tokens);
	pfree(folded);
	return word;
}

/* ---- the cells ---- */

/* How many cells of a column are what. */
typedef struct CellCounts
{
	int			filled;
	int			of[CONSENT_CELL_OTHER + 1];
	int			telling;
} CellCounts;

/*
 * A cell of more than one word.  Words of a column of consent alone, with others,
 * are no evidence: Baja California.
 */
static ConsentCell
judge_remark(const ValueWords *words, const char *data, uint32 len)
{
	bool		telling;
	ConsentCell kind = consent_remark(words, data, len, &telling);

	if (telling || kind == CONSENT_CELL_YES || kind == CONSENT_CELL_NO)
		return kind;
	return CONSENT_CELL_OTHER;
}

/* remarks: a cell may be more than the word that says it. */
static CellCounts
count_cells(const ValueWords *words, const RecordSample *sample, int column, bool remarks)
{
	CellCounts	counts = {0};

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;
		ConsentCell kind;
		bool		telling;

		value_trim(&data, &len);
		if (len == 0 || (len == 4 && memcmp(data, "#N/A", 4) == 0))
			continue;
		counts.filled++;
		kind = consent_cell(words, data, len, &telling);
		if (kind == CONSENT_CELL_OTHER && remarks)
			kind = judge_remark(words, data, len);
		counts.of[kind]++;
		counts.telling += telling;
	}
	return counts;
}

/* Words of consent, of whatever kind. */
static int
consent_words(const CellCounts *counts)
{
	return counts->of[CONSENT_CELL_SUBSCRIBED] + counts->of[CONSENT_CELL_UNSUBSCRIBED];
}

/* Cells that say yes or no in a column of that word. */
static int
speaking_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	bool		counting = word->counts || counts->of[CONSENT_CELL_NUMBER] > 0;
	int			n = consent_words(counts) + counts->of[CONSENT_CELL_YES] + counts->of[CONSENT_CELL_NO];

	if (!counting)
		n += counts->of[CONSENT_CELL_ZERO_ONE];
	if (refuses ? !word->delivery : word->given)
		n += counts->of[CONSENT_CELL_DATE];
	return n;
}

/* Cells that say nothing there, and may be there all the same. */
static int
silent_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	if (!refuses || !word->delivery)
		return 0;
	return counts->of[CONSENT_CELL_DATE] + counts->of[CONSENT_CELL_NUMBER] +
		(word->counts || counts->of[CONSENT_CELL_NUMBER] > 0 ? counts->of[CONSENT_CELL_ZERO_ONE] : 0);
}

ConsentVerdict
consent_judge(const ConsentWord *word, bool refuses, const ValueWords *words,
			  const RecordSample *sample, int column)
{
	CellCounts	counts = count_cells(words, sample, column, true);
	int			speaking = speaking_cells(&counts, word, refuses);
	int			others = counts.filled - speaking - silent_cells(&counts, word, refuses);

	if (counts.filled == 0)
		return CONSENT_BY_WORD;
	if (speaking == 0)
		return CONSENT_IS_NOT;
	return others <= speaking ? CONSENT_IS : CONSENT_UNCLEAR;
}

ConsentVerdict
consent_judge_cells(const ConsentWord *word, const ValueWords *words, const RecordSample *sample,
					int column)
{
	CellCounts	counts = count_cells(words, sample, column, false);
	int			others = counts.filled - consent_words(&counts);

	if (counts.telling == 0 || word->elsewhere)
		return CONSENT_IS_NOT;
	if (others * 10 <= counts.filled)
		return CONSENT_IS;
	return counts.telling * 10 >= counts.filled ? CONSENT_UNCLEAR : CONSENT_IS_NOT;
}
